package health.sheaf.core.identity;

import health.sheaf.spi.SheafException;

/** What is kept of persons and links cannot be reached, so that nobody can be looked up. */
public abstract class StorageUnavailableException extends SheafException {

    private static final long serialVersionUID = 1L;

    protected StorageUnavailableException(String message) {
        super(message);
    }

    protected StorageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
