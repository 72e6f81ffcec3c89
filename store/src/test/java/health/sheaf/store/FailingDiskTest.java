package health.sheaf.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.core.audit.AuditEvent;
import health.sheaf.core.audit.AuditLog;
import health.sheaf.core.audit.AuditUnavailableException;
import health.sheaf.core.audit.Receipt;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real disks that fail: small file systems in memory that fill up (needs to be root), and fsyncs
 * that the kernel refuses (needs strace).
 */
@Tag("system")
final class FailingDiskTest {

    @TempDir Path root;
    private final List<Path> mounted = new ArrayList<>();

    @AfterEach
    void unmount() throws Exception {
        for (var folder : mounted) {
            run("umount", "--lazy", folder.toString());
        }
    }

    @Test
    void whenBothVolumesAreFullThereIsNoReceiptAndNothingAcknowledgedIsLost() throws Exception {
        var keys = TestKeys.in(root.resolve("keys"));
        var mainVolume = volume("main", "2m");
        var secondVolume = volume("second", "1m");
        try (var store = SqliteStore.open(mainVolume.resolve("data"), keys, TestKeys.RANDOM);
                var second =
                        SegmentJournal.open(secondVolume.resolve("data"), keys, TestKeys.RANDOM)) {
            var log = new AuditLog(store.journal(), second);
            var receipts = new ArrayList<Receipt>();
            assertThatThrownBy(
                            () -> {
                                while (receipts.size() < 100_000) {
                                    receipts.add(log.write(event("x".repeat(1000))));
                                }
                            })
                    .isInstanceOf(AuditUnavailableException.class);

            long inMain = receipts.stream().filter(r -> r.journal().equals("main")).count();
            assertThat(inMain).isPositive();
            assertThat(receipts.size() - inMain).isPositive();
            // A full disk refuses for good, not now and then.
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> log.write(event("small")))
                        .isInstanceOf(AuditUnavailableException.class);
            }
            assertThat(store.archive().read(0, 100_000)).hasSizeGreaterThanOrEqualTo((int) inMain);
            assertThat(second.read(0, 100_000)).hasSize(receipts.size() - (int) inMain);
        }
    }

    @Test
    void afterTheDiskHasRoomAgainBothJournalsOpenAndGoOn() throws Exception {
        var keys = TestKeys.in(root.resolve("keys"));
        var volume = volume("both", "3m");
        var ballast = volume.resolve("ballast");
        int acknowledged = 0;
        try (var store = SqliteStore.open(volume.resolve("main"), keys, TestKeys.RANDOM);
                var second = SegmentJournal.open(volume.resolve("second"), keys, TestKeys.RANDOM)) {
            store.journal().append(new byte[100]).join();
            second.append(new byte[100]).join();
            fill(ballast);
            try {
                while (acknowledged < 100_000) {
                    second.append(new byte[3000]).join();
                    acknowledged++;
                }
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
            }
        }
        Files.delete(ballast);

        try (var store = SqliteStore.open(volume.resolve("main"), keys, TestKeys.RANDOM);
                var second = SegmentJournal.open(volume.resolve("second"), keys, TestKeys.RANDOM)) {
            assertThat(store.journal().append(new byte[100]).join()).isOne();
            assertThat(second.append("after".getBytes(UTF_8)).join()).isEqualTo(acknowledged + 1L);
            assertThat(second.read(0, 100_000)).hasSize(acknowledged + 2);
        }
    }

    @Test
    void linksCanBeWrittenAgainOnceTheDiskHasRoom() throws Exception {
        var keys = TestKeys.in(root.resolve("keys"));
        var volume = volume("links", "3m");
        var ballast = volume.resolve("ballast");
        try (var store = SqliteStore.open(volume.resolve("main"), keys, TestKeys.RANDOM)) {
            var persons = new Persons(store);
            persons.add();
            fill(ballast);
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 10_000; i++) {
                                    persons.add();
                                }
                            })
                    .isInstanceOf(StoreUnavailableException.class);
            Files.delete(ballast);

            persons.add();
            assertThat(persons.areAllThere()).isTrue();
        }
    }

    /** An fsync that failed once and would succeed the next time has lost its data all the same. */
    @Test
    void afterAnFsyncFailedNothingIsAcknowledgedAnyMore() throws Exception {
        var keyFolder = root.resolve("keys");
        var keys = TestKeys.in(keyFolder);
        SqliteStore.open(root.resolve("sqlite"), keys, TestKeys.RANDOM).close();
        for (var kind : List.of("sqlite", "segments")) {
            var said =
                    ChildProcess.toItsEnd(
                            root,
                            List.of(
                                    "strace",
                                    "-f",
                                    "-qq",
                                    "-o",
                                    "/dev/null",
                                    "-e",
                                    "trace=fsync,fdatasync",
                                    "-e",
                                    "inject=fsync,fdatasync:error=EIO:when=15"),
                            List.of(
                                    kind,
                                    root.resolve(kind).toString(),
                                    keyFolder.resolve("kek").toString(),
                                    keyFolder.resolve("ring").toString()));

            int failed = said.indexOf(AppendUntilKilled.FAILED);
            assertThat(failed).as(kind).isPositive();
            var acknowledged =
                    said.stream().filter(line -> !line.equals(AppendUntilKilled.FAILED)).toList();
            assertThat(said.subList(failed, said.size()))
                    .as("%s: acknowledgements after the failure", kind)
                    .filteredOn(line -> !line.equals(AppendUntilKilled.FAILED))
                    // One that was durable before may be said after.
                    .hasSizeLessThan(16);
            ChildProcess.assertAllThere(acknowledged, found(kind, keys));
        }
    }

    private List<String> found(String kind, KeyRing keys) {
        if (kind.equals("sqlite")) {
            try (var store = SqliteStore.open(root.resolve(kind), keys, TestKeys.RANDOM)) {
                return AuditJournalContract.events(store);
            }
        }
        try (var journal = SegmentJournal.open(root.resolve(kind), keys, TestKeys.RANDOM)) {
            return journal.read(0, 100_000).stream()
                    .map(event -> new String(event.event(), UTF_8))
                    .toList();
        }
    }

    private Path volume(String name, String size) throws Exception {
        var folder = Files.createDirectory(root.resolve(name));
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
        mounted.add(folder);
        return folder;
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            var block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    private static AuditEvent event(String reason) {
        var context =
                new AuditEvent.Context(
                        "request-1",
                        new EndUser("u1", "Dr Example", "clinician", new OdsCode("RR8")),
                        Purpose.DIRECT_CARE,
                        null,
                        "Patient/$everything",
                        "decision-1",
                        "1",
                        List.of("scope"));
        return new AuditEvent.Refused(context, Instant.EPOCH, reason);
    }
}
