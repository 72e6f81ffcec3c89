package health.sheaf.core.audit;

import health.sheaf.spi.SheafException;

/** Nothing can be written down, so nothing may be shown. */
public final class AuditUnavailableException extends SheafException {

    private static final long serialVersionUID = 1L;
    private static final String CODE = "SHF-AUD-001";

    public AuditUnavailableException(Throwable cause) {
        super(CODE + ": the audit log cannot be written, so nothing is answered", cause);
    }
}
