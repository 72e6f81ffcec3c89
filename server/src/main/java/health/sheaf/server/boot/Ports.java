package health.sheaf.server.boot;

import health.sheaf.core.audit.AuditJournal;
import health.sheaf.core.identity.LinkStore;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What the platform keeps things in.
 *
 * @param links persons and links
 * @param journal of the audit
 * @param second the journal that takes over
 * @param keys derives the 32-byte key of a purpose: always the same
 * @param answers whether the store reads and would write now; may take seconds
 * @param opened to be closed at the end, in this order
 */
record Ports(
        LinkStore links,
        AuditJournal journal,
        AuditJournal second,
        Function<String, byte[]> keys,
        BooleanSupplier answers,
        List<AutoCloseable> opened) {

    Ports {
        opened = List.copyOf(opened);
    }
}
