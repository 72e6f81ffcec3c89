package health.sheaf.connector.jdbc;

import health.sheaf.mapping.Issues;
import health.sheaf.mapping.RowMap;
import health.sheaf.spi.SourceFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one map gave.
 *
 * @param mapped its resources
 * @param missing what is not here, and why; {@code null} where nothing is missing
 */
record Answer(List<RowMap.Mapped> mapped, @Nullable SourceFault missing, Issues issues) {

    static final Answer NOTHING = new Answer(List.of(), null, new Issues());

    Answer {
        mapped = List.copyOf(mapped);
    }
}
