package health.sheaf.transport;

import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFaultException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Small JSON that is no FHIR: the answer of a token endpoint, a status page. FHIR goes through
 * {@link health.sheaf.spi.FhirJson}.
 */
public final class SmallJson {

    /** Callers read no more than this from the wire. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxDocumentLength(MAX_BYTES)
                                                    .maxNestingDepth(16)
                                                    .maxNumberLength(40)
                                                    .maxStringLength(32_768)
                                                    .maxTokenCount(5_000)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private SmallJson() {}

    /**
     * @throws SourceFaultException {@link FaultCode#UNEXPECTED_CONTENT} where it is no JSON or too
     *     much of it
     */
    public static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw HttpFaults.fault(
                    FaultCode.UNEXPECTED_CONTENT, "the answer is not the JSON needed");
        }
    }
}
