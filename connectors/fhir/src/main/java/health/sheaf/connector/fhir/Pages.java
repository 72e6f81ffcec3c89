package health.sheaf.connector.fhir;

import health.sheaf.spi.Entry;
import health.sheaf.spi.SourceFault;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole pages of one result.
 *
 * @param entries of all pages, each once
 * @param missing why there is no more, although there should be; {@code null}: it is complete
 * @param self what the server says it searched for; {@code null} where it says nothing
 */
record Pages(List<Entry> entries, @Nullable SourceFault missing, @Nullable URI self) {

    Pages {
        entries = List.copyOf(entries);
    }
}
