package health.sheaf.spi;

import org.jspecify.annotations.Nullable;

/**
 * A FHIR Coding, as much of it as anybody decides by.
 *
 * @param system the code system
 * @param code the code
 * @param display the source's words
 */
public record Coding(@Nullable String system, @Nullable String code, @Nullable String display) {}
