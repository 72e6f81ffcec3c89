package health.sheaf.transport;

import java.io.IOException;

/** A body passed its cap. */
final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException() {
        super("a body is longer than its cap");
    }
}
