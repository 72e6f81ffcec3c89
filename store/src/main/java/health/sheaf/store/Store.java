package health.sheaf.store;

import health.sheaf.core.audit.AuditJournal;
import health.sheaf.core.identity.LinkStore;

/** The ports of the core, behind one database. Safe for use by many threads. */
public interface Store extends AutoCloseable {

    LinkStore links();

    AuditJournal journal();

    /** The same journal, for those who may read it. */
    AuditArchive archive();

    /** Whether it reads and would write now. It may take seconds to find that it does not. */
    boolean answers();

    /** Writes what waits, then lets go of the database. */
    @Override
    void close();
}
