package health.sheaf.mapping.edifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** NHS England's own interchanges, acknowledgements and deliberate failures. */
final class EdifactCorpusTest {

    private static final String LAB = "nhs-lab-results-edifact";
    private static final String NHAIS = "nhs-nhais-edifact";
    private static final LocalDateTime ACK_TIME = LocalDateTime.of(2020, 4, 27, 17, 37);

    @Test
    void everyDeliberateFailureIsRefusedForItsReason() throws IOException {
        var folder = Corpora.find(LAB).resolve("src/intTest/resources/failure_uat_data");
        Map<String, String> found = new TreeMap<>();
        for (var file : files(folder, ".dat")) {
            found.put(folder.relativize(file).toString(), why(Files.readAllBytes(file)));
        }

        assertThat(found)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                failure("NHS002/interchange_parsing_failure_with_nhsack", "203"),
                                failure("NHS002/message_parsing_failure_with_nhsack", "303"),
                                failure("NHS002/message_parsing_failure_without_nhsack", "303"),
                                failure("NHS003/interchange_parsing_failure_with_nhsack", "203"),
                                failure("NHS003/message_parsing_failure_with_nhsack", "303"),
                                failure("NHS003/message_parsing_failure_without_nhsack", "303"),
                                failure(
                                        "NHS004/screening_interchange_parsing_failure_with_nhsack",
                                        "203"),
                                failure("NHS004/screening_invalid_coded_value_with_nhsack", "401"),
                                failure(
                                        "NHS004/screening_invalid_coded_value_without_nhsack",
                                        "401"),
                                failure("NHS004/screening_invalid_coding_with_nhsack", "403"),
                                failure(
                                        "NHS004/screening_invalid_investigation_report_with_nhsack",
                                        "401"),
                                failure(
                                        "NHS004/screening_message_parsing_failure_with_nhsack",
                                        "303"),
                                failure(
                                        "NHS004/screening_missing_investigation_text_with_nhsack",
                                        "401"),
                                failure(
                                        "NHS004/screening_missing_result_text_with_nhsack",
                                        "401")));
    }

    @Test
    void everythingElseIsAccepted() throws IOException {
        var inputs = new ArrayList<Path>();
        inputs.addAll(
                files(Corpora.find(LAB).resolve("src/intTest/resources/success_uat_data"), ".dat"));
        inputs.addAll(files(Corpora.find(NHAIS).resolve("src"), ".edifact.dat"));
        inputs.add(
                Corpora.find(LAB).resolve("src/intTest/resources/edifact/pathology_3.edifact.dat"));
        inputs.add(
                Corpora.find(LAB)
                        .resolve("src/intTest/resources/edifact/multi_pathology.edifact.dat"));

        assertThat(inputs).hasSizeGreaterThan(20);
        assertThat(inputs)
                .allSatisfy(input -> assertThat(why(Files.readAllBytes(input))).isEmpty());
    }

    @Test
    void everyExampleOfTheSpecificationIsReadAsTheFragmentItIs() throws IOException {
        var examples = files(Corpora.find(LAB).resolve("documentation"), ".dat");

        assertThat(examples).hasSize(16);
        for (var example : examples) {
            assertThat(reader().read(Files.readAllBytes(example)).messages())
                    .as(example.getFileName().toString())
                    .hasSize(1);
        }
    }

    @Test
    void everyRecepIsWrittenByteForByte() throws IOException {
        var folder = Corpora.find(NHAIS).resolve("src/intTest/resources");
        var pairs = new TreeMap<Path, Path>();
        for (var expected : files(folder, ".recep.dat")) {
            var name = expected.getFileName().toString();
            for (var ending : List.of(".edifact.dat", ".dat")) {
                var input = expected.resolveSibling(name.replace(".recep.dat", ending));
                if (Files.exists(input)) {
                    pairs.put(input, expected);
                }
            }
        }
        pairs.put(
                folder.resolve("edifact/registration.dat"),
                folder.resolve("edifact/registration_recep.dat"));

        assertThat(pairs).hasSizeGreaterThanOrEqualTo(11);
        for (var pair : pairs.entrySet()) {
            var expected = Files.readString(pair.getValue());
            assertThat(answer(pair.getKey(), new Stamp(1, 1, recepTime(expected))))
                    .as(pair.getKey().toString())
                    .hasValue(expected);
        }
    }

    @Test
    void everyExampleOfNhsackIsWrittenByteForByte() throws IOException {
        var folder = Corpora.find(LAB).resolve("src/test/resources/edifact");
        var header =
                new Envelope(
                        List.of("UNOC", "3"),
                        List.of("000000004400001", "80"),
                        List.of("000000024600002", "80"),
                        "100301",
                        "1751",
                        "1015",
                        "MEDRPT",
                        true);
        var ack = new NhsAck(header, new Stamp(1000, 1, ACK_TIME));
        var all = List.of(accepted(1), accepted(2), accepted(3));

        assertThat(ack.answer(all, Layout.LINES)).isEqualTo(text(folder, "nhsAck_example_IAF.txt"));
        assertThat(ack.answer(all, Layout.LINES))
                .isEqualTo(text(folder, "nhsAck_screening_example.txt"));
        assertThat(
                        ack.answer(
                                List.of(
                                        accepted(1),
                                        new MessageOutcome("2", "This is a failed message."),
                                        accepted(3)),
                                Layout.LINES))
                .isEqualTo(text(folder, "nhsAck_example_IAP.txt"));
        assertThat(
                        ack.answer(
                                List.of(
                                        new MessageOutcome("1", "This is a failed message."),
                                        new MessageOutcome("2", "This is another failed message."),
                                        new MessageOutcome(
                                                "3", "This is yet another failed message.")),
                                Layout.LINES))
                .isEqualTo(text(folder, "nhsAck_example_IRA.txt"));
        assertThat(ack.refuseInterchange("Interchange could not be processed.", Layout.LINES))
                .isEqualTo(text(folder, "nhsAck_example_IRI.txt"));
        assertThat(ack.refuseMessages("Messages could not be extracted.", Layout.LINES))
                .isEqualTo(text(folder, "nhsAck_example_IRM.txt"));
    }

    @Test
    void everyPathologyAnswerIsTheExpectedOne() throws IOException {
        var folder = Corpora.find(LAB).resolve("src/intTest/resources/edifact");
        var stamp = new Stamp(1015, 1, ACK_TIME.minusHours(1));

        assertThat(answer(folder.resolve("pathology_3.edifact.dat"), stamp))
                .hasValue(text(folder, "pathology.nhsack.dat"));
        for (var name : List.of("pathology_IAP", "pathology_IRA")) {
            var written = answer(folder.resolve(name + ".edifact.dat"), stamp).orElseThrow();
            assertThat(written).matches(text(folder, name + "_regex.nhsack.dat"));
        }
    }

    @Test
    void noMutatedCopyDoesAnythingButPassOrBeRefused() throws IOException {
        long seed = 20261122L;
        var random = new SplittableRandom(seed);
        var inputs = files(Corpora.find(LAB), ".edifact.dat");
        inputs.addAll(files(Corpora.find(NHAIS), ".edifact.dat"));
        for (var input : inputs) {
            var whole = Files.readAllBytes(input);
            for (int round = 0; round < 40; round++) {
                var mutated = Hostile.mutate(whole, random);
                assertThat(Hostile.survives(mutated))
                        .as("%s, round %s, seed %s", input.getFileName(), round, seed)
                        .isTrue();
            }
        }
    }

    private static Map.Entry<String, String> failure(String name, String number) {
        return Map.entry(name + ".edifact.dat", "SHF-EDI-" + number);
    }

    private static MessageOutcome accepted(int number) {
        return new MessageOutcome(Integer.toString(number), null);
    }

    /** The code of the first refusal; empty where nothing is refused. */
    private static String why(byte[] bytes) {
        var refused =
                catchThrowableOfType(EdifactRefusedException.class, () -> reader().read(bytes));
        if (refused != null) {
            return refused.refusal().code();
        }
        return reader().read(bytes).messages().stream()
                .flatMap(message -> ContentCheck.check(message).stream())
                .map(refusal -> refusal.refusal().code())
                .findFirst()
                .orElse("");
    }

    private static Optional<String> answer(Path input, Stamp stamp) throws IOException {
        return new Acknowledger(reader()).answer(Files.readAllBytes(input), stamp, Layout.LINES);
    }

    private static LocalDateTime recepTime(String recep) {
        var digits = recep.substring(recep.indexOf("DTM+815:") + 8).substring(0, 12);
        return LocalDateTime.parse(
                digits, java.time.format.DateTimeFormatter.ofPattern("yyyyMMddHHmm"));
    }

    private static String text(Path folder, String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (var all = Files.walk(folder)) {
            return new ArrayList<>(
                    all.filter(path -> path.toString().endsWith(ending)).sorted().toList());
        }
    }

    private static EdifactReader reader() {
        return new EdifactReader(EdifactLimits.USUAL);
    }
}
