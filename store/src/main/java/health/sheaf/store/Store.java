package health.sheaf.store;

import health.sheaf.core.audit.AuditJournal;
import health.sheaf.core.identity.LinkStore;

/** The ports of the core, behind one database. Safe for use by many threads. */
public interface Store extends AutoCloseable {

    LinkStore links();

    AuditJournal journal();

    /** The same journal, for those who may read it. */
    AuditArchive archive();

    /** Writes what waits, then lets go of the database. */
    @Override
    void close();
}
