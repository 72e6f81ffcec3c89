package health.sheaf.estate.records;

import health.sheaf.estate.people.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The organisation, the people and the place behind one FHIR source. */
final class Staff {

    private static final LocalDate SET_UP = LocalDate.of(2019, 4, 1);

    /** Somebody who works there; the number is of the range that no register uses. */
    private record Clinician(String id, String title, String given, String family, String sds) {}

    private Staff() {}

    static ObjectNode organization(Source source) {
        return Trees.reference("Organization", source.id(), source.title());
    }

    static ObjectNode location(Source source) {
        return Trees.reference("Location", source.id() + "-site", source.title());
    }

    /** One of the clinicians, always the same for the same turn. */
    static ObjectNode clinician(Source source, int turn) {
        var clinicians = clinicians(source);
        var one = clinicians.get(Math.floorMod(turn, clinicians.size()));
        return Trees.reference(
                "Practitioner", one.id(), "%s %s".formatted(one.title(), one.family()));
    }

    /** The resources themselves. */
    static List<ObjectNode> resources(Source source) {
        var all = new ArrayList<ObjectNode>();
        var organization = Chart.shell("Organization", source.id(), Trees.noon(SET_UP));
        organization.putArray("identifier").add(Trees.identifier(PatientWriter.ODS, source.ods()));
        organization.put("active", true).put("name", source.title());
        all.add(organization);
        var location = Chart.shell("Location", source.id() + "-site", Trees.noon(SET_UP));
        location.putArray("identifier")
                .add(Trees.identifier("https://fhir.nhs.uk/Id/ods-site-code", source.ods() + "01"));
        location.put("status", "active").put("name", source.title());
        location.set("managingOrganization", organization(source));
        all.add(location);
        for (var clinician : clinicians(source)) {
            var practitioner = Chart.shell("Practitioner", clinician.id(), Trees.noon(SET_UP));
            practitioner
                    .putArray("identifier")
                    .add(Trees.identifier("https://fhir.nhs.uk/Id/sds-user-id", clinician.sds()));
            practitioner.put("active", true);
            var name = practitioner.putArray("name").addObject();
            name.put("family", clinician.family());
            name.putArray("given").add(clinician.given());
            name.putArray("prefix").add(clinician.title());
            all.add(practitioner);
        }
        return List.copyOf(all);
    }

    private static List<Clinician> clinicians(Source source) {
        return switch (source) {
            case RIVERSIDE_GP ->
                    List.of(
                            clinician("gp", 1, "Dr", "Helen", "Ramsden"),
                            clinician("gp", 2, "Dr", "Anil", "Mistry"),
                            clinician("gp", 3, "Sister", "Janet", "Lumb"));
            case INFIRMARY_EPR ->
                    List.of(
                            clinician("epr", 1, "Mr", "Rory", "Buchanan"),
                            clinician("epr", 2, "Dr", "Zofia", "Nowak"),
                            clinician("epr", 3, "Dr", "Emeka", "Nwosu"),
                            clinician("epr", 4, "Sister", "Beverley", "Haigh"));
            case COMMUNITY_CARE ->
                    List.of(
                            clinician("cc", 1, "Sister", "Ffion", "Bevan"),
                            clinician("cc", 2, "Mr", "Delroy", "Baptiste"));
            case INFIRMARY_PAS, PATHOLOGY_LIMS ->
                    throw new IllegalArgumentException("not a FHIR source: " + source.id());
        };
    }

    private static Clinician clinician(
            String prefix, int number, String title, String given, String family) {
        var id = "%s-clinician-%d".formatted(prefix, number);
        var sds = "9990%d%s%03d".formatted(prefix.length(), "0000", number);
        return new Clinician(id.toLowerCase(Locale.ROOT), title, given, family, sds);
    }
}
