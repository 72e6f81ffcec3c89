package health.sheaf.spi;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a Bundle that has a resource.
 *
 * @param fullUrl as the Bundle gives it
 * @param resource over the bytes of the Bundle
 * @param searchMode {@code match}, {@code include} or {@code outcome} where the Bundle says it
 */
public record BundleItem(@Nullable String fullUrl, Resource resource, @Nullable String searchMode) {

    /** Without the address, which may name a patient. */
    @Override
    public String toString() {
        return "BundleItem[" + resource.type() + "]";
    }
}
