package health.sheaf.transport;

import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Undoes {@code Content-Encoding}: gzip once, or nothing. Never yields more than the cap. */
final class ContentDecoding {

    private static final int BUFFER = 16 * 1024;
    private static final int MAX_ON_TRUST = 4 * 1024 * 1024;

    private ContentDecoding() {}

    /**
     * @param encoding the header's text; empty where there was none
     * @throws BodyTooLargeException where the body would be longer than the cap
     * @throws SourceFaultException where the encoding is unknown or the bytes are not in it
     */
    static byte[] decode(String encoding, byte[] body, long maxBytes) throws BodyTooLargeException {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> body.length == 0 ? body : gunzip(body, maxBytes);
            case String other ->
                    throw unexpected("the source packed its answer in a way nobody asked for");
        };
    }

    private static byte[] gunzip(byte[] packed, long maxBytes) throws BodyTooLargeException {
        int cap = (int) Math.min(maxBytes, Integer.MAX_VALUE - 8L);
        var out = new byte[(int) Math.min(sizeOnTrust(packed), cap)];
        int count = 0;
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed), BUFFER)) {
            while (true) {
                if (count == out.length) {
                    int next = in.read();
                    if (next < 0) {
                        return out;
                    }
                    if (count >= cap) {
                        throw new BodyTooLargeException();
                    }
                    out = Arrays.copyOf(out, (int) Math.min(cap, Math.max(BUFFER, count * 2L)));
                    out[count++] = (byte) next;
                }
                int read = in.read(out, count, out.length - count);
                if (read < 0) {
                    return Arrays.copyOf(out, count);
                }
                count += read;
            }
        } catch (BodyTooLargeException e) {
            throw e;
        } catch (EOFException e) {
            throw unexpected("the source's packed answer ends too early");
        } catch (IOException e) {
            throw unexpected("the source's answer is not packed as it says");
        }
    }

    /** The last four bytes of a gzip file name its unpacked size; believed within reason. */
    private static long sizeOnTrust(byte[] packed) {
        if (packed.length < 18) {
            return BUFFER;
        }
        long size = 0;
        for (int i = 1; i <= 4; i++) {
            size = size << 8 | (packed[packed.length - i] & 0xFF);
        }
        return Math.clamp(size, 64, MAX_ON_TRUST);
    }

    private static SourceFaultException unexpected(String detail) {
        return new SourceFaultException(new SourceFault(FaultCode.UNEXPECTED_CONTENT, detail));
    }
}
