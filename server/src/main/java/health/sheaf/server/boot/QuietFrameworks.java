package health.sheaf.server.boot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps everybody but us from logging details, whatever level is set: a server, a security filter
 * or an HTTP client prints requests, and a request can hold an NHS number or a token.
 */
public final class QuietFrameworks extends TurboFilter {

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable failure) {
        boolean ours = logger.getName().startsWith("health.sheaf");
        return !ours && level.toInt() < Level.WARN_INT ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
