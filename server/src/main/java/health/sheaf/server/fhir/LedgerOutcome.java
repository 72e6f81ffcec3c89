package health.sheaf.server.fhir;

import health.sheaf.core.federation.Ledger;
import health.sheaf.core.federation.NoneStatement;
import health.sheaf.core.federation.Verdict;
import health.sheaf.server.fhir.SearchRequest.InRecord;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Section;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ledger as FHIR: an OperationOutcome with one issue for each source, and what may be said of
 * sections in which nothing is shown. Every form of a record carries it.
 */
final class LedgerOutcome {

    static final String VERDICTS = "https://sheaf.health/fhir/CodeSystem/ledger-verdict";
    static final String LINE = "https://sheaf.health/fhir/StructureDefinition/ledger-line";
    static final String NONE = "https://sheaf.health/fhir/StructureDefinition/none-statement";
    private static final String FAULTS = "https://sheaf.health/fhir/CodeSystem/error-code";

    private LedgerOutcome() {}

    /** What the sources answered; nothing about sections. */
    static ObjectNode of(Ledger ledger) {
        var outcome = OperationOutcomes.empty();
        ledger.lines().forEach(line -> addLine(outcome, line));
        return outcome;
    }

    /** One source's line alone. */
    static ObjectNode of(Ledger.Line line) {
        var outcome = OperationOutcomes.empty();
        addLine(outcome, line);
        return outcome;
    }

    /**
     * What the sources answered to a question, and what may be said where nothing is shown.
     *
     * @param shown the types of which something is shown
     */
    static ObjectNode of(
            Ledger ledger, List<String> conflicts, InRecord request, Set<String> shown) {
        var outcome = of(ledger);
        for (var section : sections(request)) {
            addNone(outcome, section, statement(ledger, request, section, shown));
        }
        for (var conflict : conflicts) {
            var issue = outcome.withArray("issue").addObject();
            issue.put("severity", "warning");
            issue.put("code", "conflict");
            issue.putObject("details").put("text", conflict);
        }
        for (var warning : request.shape().warnings()) {
            OperationOutcomes.addWarning(outcome, HttpCode.UNKNOWN_PARAMETER, warning);
        }
        return outcome;
    }

    private static Set<Section> sections(InRecord request) {
        if (request.isEverything()) {
            return Section.ofAll(request.question().resourceTypes());
        }
        return Section.of(request.type())
                .<Set<Section>>map(EnumSet::of)
                .orElseGet(() -> EnumSet.noneOf(Section.class));
    }

    private static String statement(
            Ledger ledger, InRecord request, Section section, Set<String> shown) {
        boolean whole =
                request.question().resourceTypes().containsAll(section.resourceTypes())
                        && request.isUnfiltered();
        boolean any = section.resourceTypes().stream().anyMatch(shown::contains);
        if (whole && !any) {
            var none = NoneStatement.of(ledger, section);
            if (!(none instanceof NoneStatement.Recorded)) {
                return none.words(section);
            }
        }
        var silent =
                ledger.lines().stream()
                        .filter(line -> line.sections().containsKey(section))
                        .filter(line -> !line.verdictOn(section).isComplete())
                        .map(line -> line.name() + " (" + line.verdictOn(section).code() + ")")
                        .toList();
        if (any) {
            // Some are shown; where allergies are concerned, a silent owner must be named again.
            return section == Section.ALLERGIES && !silent.isEmpty()
                    ? "There may be more "
                            + section.words()
                            + ": "
                            + String.join(", ", silent)
                            + " did not answer completely."
                    : "";
        }
        return "Nothing that matches this question is shown of "
                + section.words()
                + (silent.isEmpty()
                        ? "."
                        : "; " + String.join(", ", silent) + " did not answer completely.");
    }

    /** Something a person should know about the whole answer. */
    static void addInformation(ObjectNode outcome, String words) {
        var issue = outcome.withArray("issue").addObject();
        issue.put("severity", "information");
        issue.put("code", "informational");
        issue.putObject("details").put("text", words);
    }

    private static void addNone(ObjectNode outcome, Section section, String words) {
        if (words.isEmpty()) {
            return;
        }
        var issue = outcome.withArray("issue").addObject();
        var extension = issue.putArray("extension").addObject();
        extension.put("url", NONE);
        extension.put("valueCode", code(section));
        issue.put("severity", "information");
        issue.put("code", "informational");
        issue.putObject("details").put("text", words);
    }

    private static void addLine(ObjectNode outcome, Ledger.Line line) {
        var issue = outcome.withArray("issue").addObject();
        addExtension(issue, line);
        issue.put("severity", line.isComplete() ? "information" : "warning");
        issue.put("code", issueType(line.verdict(), line.code()));
        var details = issue.putObject("details");
        details.putArray("coding")
                .addObject()
                .put("system", VERDICTS)
                .put("code", line.verdict().code());
        details.put("text", words(line));
        issue.put(
                "diagnostics",
                "%d entries in %d ms".formatted(line.entries(), line.took().toMillis()));
    }

    private static void addExtension(ObjectNode issue, Ledger.Line line) {
        var extension = issue.putArray("extension").addObject();
        extension.put("url", LINE);
        var parts = extension.putArray("extension");
        parts.addObject().put("url", "source").put("valueCode", line.source().value());
        parts.addObject()
                .put("url", "owner")
                .putObject("valueIdentifier")
                .put("system", OdsCode.SYSTEM)
                .put("value", line.owner().value());
        parts.addObject().put("url", "entries").put("valueUnsignedInt", line.entries());
        if (line.removed() > 0) {
            parts.addObject().put("url", "removed").put("valueUnsignedInt", line.removed());
        }
        var age = line.age();
        if (age != null) {
            var duration = parts.addObject().put("url", "age").putObject("valueDuration");
            duration.put("value", age.toSeconds()).put("unit", "s");
            duration.put("system", "http://unitsofmeasure.org").put("code", "s");
        }
        var code = line.code();
        if (code != null) {
            parts.addObject()
                    .put("url", "fault")
                    .putObject("valueCoding")
                    .put("system", FAULTS)
                    .put("code", code.code());
        }
        for (var entry : line.sectionsInOrder().entrySet()) {
            if (matters(line, entry)) {
                addSection(parts.addObject(), entry.getKey(), entry.getValue());
            }
        }
    }

    /** A section is worth a line where it ended differently, or where somebody asserted "none". */
    private static boolean matters(Ledger.Line line, Map.Entry<Section, Ledger.SectionLine> entry) {
        var section = entry.getValue();
        return section.verdict().isComplete() != line.verdict().isComplete()
                || (!section.verdict().isComplete() && section.verdict() != line.verdict())
                || section.assertedNone() != null
                || entry.getKey() == Section.ALLERGIES;
    }

    private static void addSection(ObjectNode extension, Section section, Ledger.SectionLine line) {
        extension.put("url", "section");
        var parts = extension.putArray("extension");
        parts.addObject().put("url", "name").put("valueCode", code(section));
        parts.addObject().put("url", "verdict").put("valueCode", line.verdict().code());
        var fault = line.code();
        if (fault != null) {
            parts.addObject()
                    .put("url", "fault")
                    .putObject("valueCoding")
                    .put("system", FAULTS)
                    .put("code", fault.code());
        }
        var asserted = line.assertedNone();
        if (asserted != null) {
            parts.addObject().put("url", "asserted").put("valueString", asserted.statement());
        }
    }

    private static String code(Section section) {
        return section.words().replace(' ', '-');
    }

    private static String words(Ledger.Line line) {
        var text = line.name() + ": " + words(line.verdict(), line.age());
        return line.cause().isEmpty() ? text + "." : text + ": " + line.cause();
    }

    private static String words(Verdict verdict, @Nullable Duration age) {
        return switch (verdict) {
            case ANSWERED -> "answered completely";
            case ANSWERED_EMPTY -> "answered completely and has nothing";
            case ASSERTED_NONE -> "answered completely; recorded there that there is none";
            case TRUNCATED -> "answered in part; the rest is missing";
            case STALE ->
                    age == null
                            ? "answered from old data"
                            : "answered from data that end %s ago".formatted(words(age));
            case TIMED_OUT -> "did not answer in time";
            case UNREACHABLE -> "could not be reached";
            case BAD_DATA -> "sent something that cannot be used";
            case REFUSED -> "refused to answer";
            case WITHHELD -> "has something that may not be shown";
            case PATIENT_NOT_KNOWN -> "does not know this patient";
            case NOT_ASKED -> "was not asked";
        };
    }

    private static String words(Duration age) {
        if (age.toHours() >= 48) {
            return age.toDays() + " days";
        }
        return age.toMinutes() >= 120 ? age.toHours() + " hours" : age.toMinutes() + " minutes";
    }

    private static String issueType(Verdict verdict, @Nullable FaultCode code) {
        return switch (verdict) {
            case ANSWERED, ANSWERED_EMPTY, ASSERTED_NONE -> "informational";
            case TRUNCATED, STALE, NOT_ASKED -> "incomplete";
            case TIMED_OUT -> "timeout";
            case UNREACHABLE -> "transient";
            case BAD_DATA -> "processing";
            case REFUSED -> code == FaultCode.THROTTLED ? "throttled" : "security";
            case WITHHELD -> "suppressed";
            case PATIENT_NOT_KNOWN -> "not-found";
        };
    }
}
