package health.sheaf.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Bundle, usually a page of a search result.
 *
 * @param type {@code searchset}, {@code collection} …; empty where the Bundle does not say
 * @param items the entries that have a resource, in their order, outcomes among them
 * @param links relation to address, as the Bundle gives them
 * @param total how many there are on all pages, where the Bundle says it
 */
public record BundlePage(
        String type, List<BundleItem> items, Map<String, String> links, @Nullable Integer total) {

    public BundlePage {
        items = List.copyOf(items);
        links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
    }

    /** Where the next page is; not to be believed before its origin was checked. */
    public Optional<String> next() {
        return Optional.ofNullable(links.get("next"));
    }

    /** Without the addresses, which may name a patient. */
    @Override
    public String toString() {
        return "BundlePage[" + type + ", " + items.size() + " items]";
    }
}
