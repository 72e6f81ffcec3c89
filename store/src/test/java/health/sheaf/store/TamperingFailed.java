package health.sheaf.store;

import java.sql.SQLException;

/** The database itself refused a change behind the store's back. */
final class TamperingFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TamperingFailed(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
