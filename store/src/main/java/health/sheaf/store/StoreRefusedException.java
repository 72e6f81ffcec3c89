package health.sheaf.store;

import health.sheaf.spi.SheafException;

/** The store will not open as it is set up; the message says what to change. */
public final class StoreRefusedException extends SheafException {

    private static final long serialVersionUID = 1L;
    private static final String CODE = "SHF-STO-003";

    public StoreRefusedException(String message) {
        super(CODE + ": " + message);
    }

    public StoreRefusedException(String message, Throwable cause) {
        super(CODE + ": " + message, cause);
    }
}
