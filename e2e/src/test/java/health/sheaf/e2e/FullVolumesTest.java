package health.sheaf.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.estate.auth.DemoUser;
import health.sheaf.store.KeyRing;
import health.sheaf.store.SegmentJournal;
import health.sheaf.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform as it is deployed, on two volumes that fill up. Needs to be root, to mount them. */
@Tag("system")
final class FullVolumesTest {

    private static final int MOST_REQUESTS = 3_000;

    @TempDir Path volumes;
    private Path main;
    private Path second;

    @BeforeEach
    void mount() throws Exception {
        main = volume("main", "6m");
        second = volume("second", "3m");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "--lazy", main.toString());
        run("umount", "--lazy", second.toString());
    }

    @Test
    void whenBothLogVolumesAreFullNobodyIsShownAnythingNorRefusedUnwritten() throws Exception {
        var places =
                "store: {folder: \"%s\"}\naudit: {second: \"%s\"}"
                        .formatted(main.resolve("data"), second.resolve("data"));
        try (var region = new ScriptedRegion("", places)) {
            fill(main);
            fill(second);
            int shown = 0;
            while (region.everything(DemoUser.CLINICIAN).response().statusCode() == 200) {
                shown++;
                assertThat(shown)
                        .as("requests until the volumes were full")
                        .isLessThan(MOST_REQUESTS);
            }

            for (int i = 0; i < 10; i++) {
                assertUnwritten(region.everything(DemoUser.CLINICIAN));
                assertUnwritten(region.everything(DemoUser.ANALYST));
                assertUnwritten(region.get(DemoUser.CLINICIAN, "/Patient/" + region.person()));
            }
            assertThat(region.isAlive()).isTrue();
            region.stopServer();
            Files.delete(main.resolve("ballast"));
            Files.delete(second.resolve("ballast"));
            assertThat(answers(region)).as("answers written down").isGreaterThanOrEqualTo(shown);

            region.startServer();
            assertThat(region.everything(DemoUser.CLINICIAN).response().statusCode())
                    .isEqualTo(200);
        }
    }

    private static void assertUnwritten(ScriptedRegion.Timed answer) {
        assertThat(answer.response().statusCode()).isEqualTo(503);
        assertThat(answer.response().body())
                .contains("SHF-HTTP-302")
                .doesNotContain("ZQ-", "Testperson", "SHF-HTTP-104");
    }

    /** Answers in the two journals, about whole records. */
    private long answers(ScriptedRegion region) {
        var random = new SecureRandom();
        var keys = region.folder().resolve("keys");
        var ring =
                KeyRing.open(
                        keys.resolve("kek"),
                        keys.resolve("keys.ring"),
                        KeyRing.WhenAbsent.REFUSE,
                        random);
        var events = new ArrayList<String>();
        try (var store = SqliteStore.open(main.resolve("data"), ring, random);
                var journal = SegmentJournal.open(second.resolve("data"), ring, random)) {
            var archive = store.archive();
            archive.read(0, Math.toIntExact(archive.size()))
                    .forEach(record -> events.add(new String(record.event(), UTF_8)));
            journal.read(0, 100_000)
                    .forEach(record -> events.add(new String(record.event(), UTF_8)));
        }
        return events.stream()
                .filter(event ->
                        event.contains("\"kind\":\"answer\"")
                                && event.contains("Patient/$everything"))
                .count();
    }

    private Path volume(String name, String size) throws Exception {
        var folder = Files.createDirectory(volumes.resolve(name));
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
        return folder;
    }

    /** Leaves no block free: what a journal has set aside for itself still takes a few events. */
    private static void fill(Path volume) {
        try (var out = Files.newOutputStream(volume.resolve("ballast"))) {
            var block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(List.of(command)).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
