package health.sheaf.connector.fhir;

import health.sheaf.spi.Entry;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SourceFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one search of a fetch went.
 *
 * @param entries of whole pages
 * @param fault what is missing; with entries or without
 * @param failed whether nothing at all may be shown
 * @param unapplied filters of this type that the server did not apply
 */
record TypeAnswer(
        List<Entry> entries,
        @Nullable SourceFault fault,
        boolean failed,
        List<SearchFilter> unapplied) {

    TypeAnswer {
        entries = List.copyOf(entries);
        unapplied = List.copyOf(unapplied);
    }

    static TypeAnswer of(Pages pages, List<SearchFilter> unapplied) {
        return new TypeAnswer(pages.entries(), pages.missing(), false, unapplied);
    }

    static TypeAnswer failed(SourceFault fault) {
        return new TypeAnswer(List.of(), fault, true, List.of());
    }
}
