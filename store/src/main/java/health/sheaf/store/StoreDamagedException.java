package health.sheaf.store;

import health.sheaf.spi.SheafException;

/**
 * What was read is not what was written: changed, moved, torn, or encrypted with a key that is not
 * in the ring. The message names the place and the kind, never the content.
 */
public final class StoreDamagedException extends SheafException {

    private static final long serialVersionUID = 1L;
    private static final String CODE = "SHF-STO-002";

    public StoreDamagedException(String message) {
        super(CODE + ": " + message);
    }

    public StoreDamagedException(String message, Throwable cause) {
        super(CODE + ": " + message, cause);
    }
}
