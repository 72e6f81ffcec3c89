package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.store.KeyRing;
import health.sheaf.store.SqliteStore;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every access is in the log before its first byte leaves: a server killed at that byte has it on
 * the disk.
 */
final class AuditBeforeBytesTest {

    @Test
    void aServerKilledAtTheFirstByteHasWrittenTheAccessDown() throws Exception {
        try (var region = Region.start()) {
            var person = region.person(region.firstPatient());
            int before = region.get("clinician", "/Patient/" + person).statusCode();
            assertThat(before).isEqualTo(200);

            firstByteOfABody(region, person);
            region.killServer();

            var events = events(region);
            assertThat(events)
                    .anyMatch(event ->
                            event.contains("\"kind\":\"answer\"")
                                    && event.contains("Patient/$everything")
                                    && event.contains(person));
        }
    }

    @Test
    void refusalsAreWrittenDownToo() throws Exception {
        try (var region = Region.start()) {
            var person = region.person(region.firstPatient());
            assertThat(region.get("analyst", "/Patient/" + person + "/$everything").statusCode())
                    .isEqualTo(403);
            region.killServer();

            assertThat(events(region))
                    .anyMatch(event ->
                            event.contains("\"kind\":\"refused\"")
                                    && event.contains("\"role\":\"analyst\""));
        }
    }

    /** Reads one byte of the body, and no more. */
    private static void firstByteOfABody(Region region, String person) throws Exception {
        var uri = URI.create(region.fhir());
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            var request =
                    """
                    GET /fhir/Patient/%s/$everything HTTP/1.1\r
                    Host: 127.0.0.1:%d\r
                    Authorization: Bearer %s\r
                    Accept: application/fhir+json\r
                    Connection: close\r
                    \r
                    """
                            .formatted(person, uri.getPort(), region.token("clinician"));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            var in = socket.getInputStream();
            assertThat(statusLine(in)).contains(" 200");
            skipHeaders(in);
            assertThat(in.read()).isGreaterThanOrEqualTo(0);
        }
    }

    private static String statusLine(InputStream in) throws Exception {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static void skipHeaders(InputStream in) throws Exception {
        while (statusLine(in).length() > 1) {
            // One header after the other, until the empty line.
        }
    }

    private static List<String> events(Region region) {
        var random = new SecureRandom();
        var keys = region.folder().resolve("keys");
        var ring =
                KeyRing.open(
                        keys.resolve("kek"),
                        keys.resolve("keys.ring"),
                        KeyRing.WhenAbsent.REFUSE,
                        random);
        var events = new ArrayList<String>();
        try (var store = SqliteStore.open(region.folder().resolve("data"), ring, random)) {
            var archive = store.archive();
            for (var record : archive.read(0, Math.toIntExact(archive.size()))) {
                events.add(new String(record.event(), StandardCharsets.UTF_8));
            }
        }
        return events;
    }
}
