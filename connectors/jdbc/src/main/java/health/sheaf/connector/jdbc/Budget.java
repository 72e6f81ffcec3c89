package health.sheaf.connector.jdbc;

import health.sheaf.spi.FaultCode;
import org.jspecify.annotations.Nullable;

/** What one map's answer may hold. For one thread. */
final class Budget {

    private final int maxText;
    private long left;

    /**
     * @param maxText characters of one value
     * @param maxBytes of the whole answer
     */
    Budget(int maxText, long maxBytes) {
        this.maxText = maxText;
        this.left = maxBytes;
    }

    @Nullable String text(@Nullable String text) {
        if (text != null) {
            check(text.length());
            spend(text.length());
        }
        return text;
    }

    byte @Nullable [] bytes(byte @Nullable [] bytes) {
        if (bytes != null) {
            check(bytes.length);
            spend(bytes.length);
        }
        return bytes;
    }

    void check(int length) {
        if (length > maxText) {
            throw SqlFaults.exception(
                    FaultCode.TOO_LARGE, "a single value is larger than this source may give");
        }
    }

    private void spend(int length) {
        left -= length;
        if (left < 0) {
            throw SqlFaults.exception(FaultCode.TOO_LARGE, SqlFaults.detail(FaultCode.TOO_LARGE));
        }
    }
}
