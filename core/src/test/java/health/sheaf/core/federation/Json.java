package health.sheaf.core.federation;

import health.sheaf.spi.Entry;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.Origin;
import health.sheaf.spi.Resource;
import health.sheaf.spi.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Short ways to write resources and entries in tests: single quotes stand for double ones. */
public final class Json {

    public static final FhirJson FHIR = new FhirJson(FhirJson.Limits.SOURCE);
    public static final SourceId GP = new SourceId("riverside-gp");
    public static final SourceId EPR = new SourceId("infirmary-epr");
    public static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    private Json() {}

    public static Resource resource(String json) {
        return FHIR.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    public static Entry entry(SourceId source, String json) {
        var resource = resource(json);
        return new Entry(
                resource,
                Origin.direct(source, resource.type(), resource.id().orElseThrow(), null, NOW));
    }

    public static Entry patient(SourceId source, String id, String nhsNumber) {
        return entry(
                source,
                """
                {'resourceType':'Patient','id':'%s','identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number','value':'%s'}],
                 'gender':'female','birthDate':'1950-02-01','name':[{'family':'O’Brien'}]}\
                """
                        .formatted(id, nhsNumber));
    }

    public static Entry observation(SourceId source, String id, String patientId) {
        return entry(
                source,
                """
                {'resourceType':'Observation','id':'%s','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'718-7'}]},
                 'subject':{'reference':'Patient/%s'},'effectiveDateTime':'2026-03-01','valueQuantity':{'value':134.10}}\
                """
                        .formatted(id, patientId));
    }
}
