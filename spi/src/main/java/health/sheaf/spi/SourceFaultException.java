package health.sheaf.spi;

/**
 * Carries a {@link SourceFault} up to the connector's own border, where it becomes an {@link
 * Outcome.Failed}.
 */
public final class SourceFaultException extends SheafException {

    private static final long serialVersionUID = 1L;

    private final transient SourceFault fault;

    public SourceFaultException(SourceFault fault) {
        super(fault.code().code() + ": " + fault.detail());
        this.fault = fault;
    }

    public SourceFaultException(SourceFault fault, Throwable cause) {
        super(fault.code().code() + ": " + fault.detail(), cause);
        this.fault = fault;
    }

    public SourceFault fault() {
        return fault;
    }
}
