package health.sheaf.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentJournalTest {

    @TempDir Path root;
    private Path folder;
    private KeyRing keys;

    @BeforeEach
    void makeKeys() {
        folder = root.resolve("second");
        keys = TestKeys.in(root.resolve("keys"));
    }

    @Test
    void eventsComeBackInOrderAfterARestart() {
        try (var journal = open()) {
            assertThat(append(journal, "a")).isZero();
            assertThat(append(journal, "b")).isOne();
        }
        try (var journal = open()) {
            assertThat(journal.tornTail()).isEmpty();
            assertThat(append(journal, "c")).isEqualTo(2);
            assertThat(events(journal)).containsExactly("a", "b", "c");
            assertThat(journal.read(1, 1)).hasSize(1);
            assertThat(journal.read(3, 5)).isEmpty();
        }
    }

    @Test
    void tenThousandAppendsAtOnceHaveTenThousandIndexesWithoutAGap() {
        try (var journal = open()) {
            var pending =
                    IntStream.range(0, 10_000)
                            .parallel()
                            .mapToObj(i -> journal.append(("event " + i).getBytes(UTF_8)))
                            .toList();
            var indexes = pending.stream().map(CompletableFuture::join).sorted().toList();

            assertThat(indexes).first().isEqualTo(0L);
            assertThat(indexes).last().isEqualTo(9_999L);
            assertThat(indexes).doesNotHaveDuplicates();
            assertThat(events(journal)).doesNotHaveDuplicates().hasSize(10_000);
        }
    }

    @Test
    void aFullSegmentIsFollowedByAnother() throws IOException {
        try (var journal = SegmentJournal.open(folder, keys, TestKeys.RANDOM, 1000)) {
            for (int i = 0; i < 50; i++) {
                append(journal, "event " + i);
            }
            assertThat(events(journal)).hasSize(50);
            assertThat(journal.read(30, 5).getFirst().index()).isEqualTo(30);
        }
        assertThat(segments()).hasSizeGreaterThan(3);
        try (var journal = SegmentJournal.open(folder, keys, TestKeys.RANDOM, 1000)) {
            assertThat(append(journal, "event 50")).isEqualTo(50);
            assertThat(events(journal)).hasSize(51);
        }
    }

    @Test
    void aMissingSegmentIsNamed() throws IOException {
        try (var journal = SegmentJournal.open(folder, keys, TestKeys.RANDOM, 100)) {
            for (int i = 0; i < 6; i++) {
                append(journal, "a long enough event " + i);
            }
        }
        Files.delete(segments().get(1));

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageMatching(".*audit event \\d+ is missing.*");
    }

    /** A loss of power can cut the last batch at any byte. */
    @Test
    void aTailTornAtAnyByteIsSetAsideAndNamedAndNothingElseIsLost() throws IOException {
        try (var journal = open()) {
            append(journal, "a");
            append(journal, "b");
        }
        var segment = segments().getFirst();
        var twoEvents = Files.readAllBytes(segment);
        try (var journal = open()) {
            append(journal, "torn");
        }
        var threeEvents = Files.readAllBytes(segment);
        for (int length = twoEvents.length + 1; length < threeEvents.length; length++) {
            Files.write(segment, Arrays.copyOf(threeEvents, length));
            try (var journal = open()) {
                assertThat(journal.tornTail())
                        .as("cut at %d", length)
                        .contains(
                                "audit-000000000000000000.segment was torn at byte "
                                        + twoEvents.length
                                        + ", at the record with index 2");
                assertThat(append(journal, "c")).isEqualTo(2);
                assertThat(events(journal)).containsExactly("a", "b", "c");
            }
            var aside = segment.resolveSibling(segment.getFileName() + ".torn-" + twoEvents.length);
            assertThat(aside).hasSize(length - twoEvents.length);
        }
    }

    @Test
    void aTailOfZerosAsSomeFileSystemsLeaveItIsSetAside() throws IOException {
        try (var journal = open()) {
            append(journal, "a");
        }
        Files.write(segments().getFirst(), new byte[500], StandardOpenOption.APPEND);

        try (var journal = open()) {
            assertThat(journal.tornTail()).isPresent();
            assertThat(events(journal)).containsExactly("a");
        }
    }

    @Test
    void aBitFlippedAnywhereInADurableRecordIsNamed() throws IOException {
        try (var journal = open()) {
            append(journal, "a");
            append(journal, "b");
            append(journal, "c");
        }
        var segment = segments().getFirst();
        var whole = Files.readAllBytes(segment);
        int record = whole.length / 3;
        for (int bit = 0; bit < 2 * record * 8; bit++) {
            var changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(segment, changed);

            assertThatThrownBy(this::open)
                    .as("bit %d", bit)
                    .isInstanceOf(StoreDamagedException.class)
                    .hasMessageContaining("audit event " + bit / 8 / record + " is broken");
        }
    }

    @Test
    void recordsThatChangedPlacesAreNoticed() throws IOException {
        try (var journal = open()) {
            append(journal, "a");
            append(journal, "b");
            append(journal, "c");
        }
        var segment = segments().getFirst();
        var bytes = Files.readAllBytes(segment);
        int record = bytes.length / 3;
        var swapped = new byte[bytes.length];
        System.arraycopy(bytes, record, swapped, 0, record);
        System.arraycopy(bytes, 0, swapped, record, record);
        System.arraycopy(bytes, 2 * record, swapped, 2 * record, record);
        Files.write(segment, swapped);

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("audit event 0 is broken");
    }

    @Test
    void everyEventThatWasAcknowledgedIsThereAfterTheProcessIsKilled() throws Exception {
        var arguments =
                List.of(
                        "segments",
                        folder.toString(),
                        root.resolve("keys").resolve("kek").toString(),
                        root.resolve("keys").resolve("ring").toString());
        long before = 0;
        for (int kill = 0; kill < 3; kill++) {
            var acknowledged = ChildProcess.killedAfter(300, root, arguments);

            try (var journal = open()) {
                var found = events(journal);
                ChildProcess.assertAllThere(acknowledged, found);
                assertThat(found.size() - before - acknowledged.size()).isBetween(0L, 16L);
                before = found.size();
            }
        }
    }

    @Test
    void nothingOfAnEventCanBeReadOnTheDisk() throws IOException {
        try (var journal = open()) {
            append(journal, "{\"name\":\"Dr Canary\"}");
        }
        var disk = segments().stream().map(SqliteUnderTest::bytes).toList();
        for (var encoding : Grep.encodings("Dr Canary")) {
            assertThat(Grep.found(disk, encoding)).isFalse();
        }
    }

    @Test
    void twoProcessesCannotShareAFolder() {
        try (var journal = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("another process");
            assertThat(append(journal, "still mine")).isZero();
        }
    }

    @Test
    void filesAreForTheirOwnerAlone() throws IOException {
        try (var journal = open()) {
            append(journal, "a");
        }
        assertThat(Files.getPosixFilePermissions(segments().getFirst())).hasSize(2);
        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
    }

    private SegmentJournal open() {
        return SegmentJournal.open(folder, keys, TestKeys.RANDOM);
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".segment")).sorted().toList();
        }
    }

    private static long append(SegmentJournal journal, String event) {
        return journal.append(event.getBytes(UTF_8)).join();
    }

    private static List<String> events(SegmentJournal journal) {
        var events = new ArrayList<String>();
        journal.read(0, 100_000).forEach(event -> events.add(new String(event.event(), UTF_8)));
        return events;
    }
}
