package health.sheaf.spi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The bundles of synthetic people in the corpora, read from their archive. */
final class Synthea {

    private static final int BLOCK = 512;
    private static final int SIZE_AT = 124;
    private static final int TYPE_AT = 156;

    private Synthea() {}

    /** So many bundles, the smallest first; the test is skipped where there are none. */
    static List<byte[]> bundles(int count) throws IOException {
        var all = files(Corpora.find("synthea-uk-r4.tar.gz"));
        all.sort((a, b) -> Integer.compare(a.length, b.length));
        return all.subList(0, Math.min(count, all.size()));
    }

    /** The largest bundle. */
    static byte[] largest() throws IOException {
        return bundles(Integer.MAX_VALUE).getLast();
    }

    private static List<byte[]> files(Path archive) throws IOException {
        var files = new ArrayList<byte[]>();
        try (InputStream in =
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            for (var header = in.readNBytes(BLOCK);
                    header.length == BLOCK && header[0] != 0;
                    header = in.readNBytes(BLOCK)) {
                var octal = new String(header, SIZE_AT, 11, US_ASCII).strip();
                int size = octal.isEmpty() ? 0 : Integer.parseInt(octal, 8);
                var content = in.readNBytes(size);
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                if (header[TYPE_AT] == '0' && size > 0) {
                    files.add(content);
                }
            }
        }
        return files;
    }
}
