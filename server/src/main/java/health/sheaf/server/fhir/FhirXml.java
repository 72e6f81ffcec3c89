package health.sheaf.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.ParserOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Resource;

/**
 * Turns our JSON into FHIR XML. The one class that knows an object model of FHIR; it is loaded when
 * somebody asks for XML, and reads nothing but what passed our own reader before.
 */
final class FhirXml {

    private static final FhirContext CONTEXT = context();

    private FhirXml() {}

    private static FhirContext context() {
        var context = FhirContext.forR4Cached();
        context.setParserOptions(
                new ParserOptions()
                        .setStripVersionsFromReferences(false)
                        .setOverrideResourceIdWithBundleEntryFullUrl(false));
        return context;
    }

    static void write(byte[] json, boolean pretty, OutputStream out) throws IOException {
        var resource =
                (Resource)
                        CONTEXT.newJsonParser()
                                .parseResource(
                                        new InputStreamReader(
                                                new ByteArrayInputStream(json),
                                                StandardCharsets.UTF_8));
        var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CONTEXT.newXmlParser().setPrettyPrint(pretty).encodeResourceToWriter(resource, writer);
        writer.flush();
    }
}
