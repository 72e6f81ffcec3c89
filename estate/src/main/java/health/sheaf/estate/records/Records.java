package health.sheaf.estate.records;

import health.sheaf.estate.people.Person;
import health.sheaf.estate.people.Population;
import health.sheaf.estate.people.Source;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The resources of one FHIR source. A person's are written when somebody asks for them: a region
 * starts at once, however many live there.
 */
public final class Records {

    private final Population population;
    private final Source source;
    private final boolean tainted;

    public Records(Population population, Source source, boolean tainted) {
        this.population = population;
        this.source = source;
        this.tainted = tainted;
    }

    /** The people this source has. */
    public List<Person> people() {
        return population.knownTo(source);
    }

    /** The person's resources, the Patient first; always the same. */
    public List<ObjectNode> of(Person person) {
        var story = population.story(person);
        var resources =
                switch (source) {
                    case RIVERSIDE_GP -> GpRecord.of(person, story);
                    case INFIRMARY_EPR -> HospitalRecord.of(person, story);
                    case COMMUNITY_CARE -> CommunityRecord.of(person, story);
                    case INFIRMARY_PAS, PATHOLOGY_LIMS ->
                            throw new IllegalStateException("not a FHIR source: " + source.id());
                };
        if (tainted) {
            resources.forEach(tree -> Taint.mark(tree, person.position(), source.id()));
        }
        return resources;
    }

    /** The Patient alone. */
    public ObjectNode patient(Person person) {
        var chart = new Chart(person, source);
        switch (source) {
            case RIVERSIDE_GP -> GpRecord.PATIENTS.write(chart);
            case INFIRMARY_EPR -> HospitalRecord.PATIENTS.write(chart);
            case COMMUNITY_CARE -> CommunityRecord.PATIENTS.write(chart);
            case INFIRMARY_PAS, PATHOLOGY_LIMS ->
                    throw new IllegalStateException("not a FHIR source: " + source.id());
        }
        return chart.resources().getFirst();
    }

    /** Who works there, and where: resources that belong to no patient. */
    public List<ObjectNode> shared() {
        return Staff.resources(source);
    }

    /** The id of the Patient here. */
    public String patientId(Person person) {
        return person.localNumber(source);
    }
}
