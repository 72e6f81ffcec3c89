package health.sheaf.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry comes from. No entry exists without one.
 *
 * @param source the source that gave it
 * @param nativeType the FHIR resource type it has at the source
 * @param nativeId the id it has at the source, unaltered
 * @param nativeVersion the version the source gave it, where it keeps versions
 * @param retrievedAt when it was read
 * @param route the other Sheaf node or gateway it came through, where there was one
 */
public record Origin(
        SourceId source,
        String nativeType,
        String nativeId,
        @Nullable String nativeVersion,
        Instant retrievedAt,
        @Nullable String route) {

    /** An origin without another node between the source and us. */
    public static Origin direct(
            SourceId source,
            String nativeType,
            String nativeId,
            @Nullable String nativeVersion,
            Instant retrievedAt) {
        return new Origin(source, nativeType, nativeId, nativeVersion, retrievedAt, null);
    }

    /** Type and native id as a relative FHIR reference: {@code Observation/123}. */
    public String localReference() {
        return nativeType + "/" + nativeId;
    }

    /** Without the native id, which may be a hospital number. */
    @Override
    public String toString() {
        return "Origin[" + source + ", " + nativeType + "]";
    }
}
