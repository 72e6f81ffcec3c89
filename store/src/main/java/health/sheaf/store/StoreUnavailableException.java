package health.sheaf.store;

import health.sheaf.core.identity.StorageUnavailableException;

/** The store cannot be reached or cannot write. What was asked of it has not been done. */
public final class StoreUnavailableException extends StorageUnavailableException {

    private static final long serialVersionUID = 1L;
    private static final String CODE = "SHF-STO-001";

    public StoreUnavailableException(String message) {
        super(CODE + ": " + message);
    }

    public StoreUnavailableException(String message, Throwable cause) {
        super(CODE + ": " + message, cause);
    }
}
