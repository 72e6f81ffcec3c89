package health.sheaf.store;

import health.sheaf.spi.SheafException;

/** The store will not open as it is set up; the message says what to change. */
public final class StoreRefusedException extends SheafException {

    private static final long serialVersionUID = 1L;

    public StoreRefusedException(String message) {
        super("SHF-STO-003: " + message);
    }

    public StoreRefusedException(String message, Throwable cause) {
        super("SHF-STO-003: " + message, cause);
    }
}
