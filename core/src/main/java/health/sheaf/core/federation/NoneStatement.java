package health.sheaf.core.federation;

import health.sheaf.spi.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be said of a section in which nothing is shown. The rules are those of the design: "none
 * known" always names who asserted it, when, and which owners did not answer; it stands alone only
 * when all owners answered completely; without an assertion it is "not recorded", and with a silent
 * owner "unknown".
 */
public sealed interface NoneStatement {

    /** There is something: nothing needs to be said. */
    record Recorded() implements NoneStatement {}

    /**
     * Somebody asserted that there is none.
     *
     * @param by who and when
     * @param silent the owners that did not answer completely; empty: the statement stands alone
     */
    record AssertedNone(List<Asserted> by, List<Ledger.Line> silent) implements NoneStatement {
        public AssertedNone {
            by = List.copyOf(by);
            silent = List.copyOf(silent);
        }
    }

    /**
     * All owners answered completely; nobody has recorded anything, and nobody has recorded that
     * there is none.
     */
    record NotRecorded() implements NoneStatement {}

    /**
     * Nobody can say.
     *
     * @param silent the owners that did not answer completely; empty where no source owns the
     *     section
     */
    record Unknown(List<Ledger.Line> silent) implements NoneStatement {
        public Unknown {
            silent = List.copyOf(silent);
        }
    }

    /** An assertion and the source it comes from. */
    record Asserted(Ledger.Line source, Ledger.Assertion assertion) {}

    /**
     * What may be said of a section.
     *
     * @param ledger what the sources answered
     * @param section which
     */
    static NoneStatement of(Ledger ledger, Section section) {
        var owners =
                ledger.lines().stream()
                        .filter(line -> line.sections().containsKey(section))
                        .toList();
        var silent = owners.stream().filter(line -> !line.verdictOn(section).isComplete()).toList();
        var asserted = new ArrayList<Asserted>();
        int entries = 0;
        for (var line : owners) {
            var sectionLine = line.sections().get(section);
            if (sectionLine == null) {
                continue;
            }
            entries += sectionLine.entries();
            var assertion = sectionLine.assertedNone();
            if (assertion != null) {
                asserted.add(new Asserted(line, assertion));
                // The assertion itself is an entry of the section; it is no fact beside itself.
                entries -= 1;
            }
        }
        if (entries > 0) {
            return new Recorded();
        }
        if (!asserted.isEmpty()) {
            return new AssertedNone(asserted, silent);
        }
        if (!silent.isEmpty() || owners.isEmpty()) {
            return new Unknown(silent);
        }
        return new NotRecorded();
    }

    /**
     * The statement in words.
     *
     * @param section of which it is made
     */
    default String words(Section section) {
        return switch (this) {
            case Recorded recorded -> "";
            case AssertedNone none -> {
                var by =
                        none.by().stream()
                                .map(asserted ->
                                        "“%s” recorded by %s%s"
                                                .formatted(
                                                        asserted.assertion().statement(),
                                                        asserted.source().name(),
                                                        asserted.assertion().recorded().isEmpty()
                                                                ? ""
                                                                : " on "
                                                                        + asserted.assertion()
                                                                                .recorded()))
                                .toList();
                yield String.join("; ", by)
                        + (none.silent().isEmpty()
                                ? "."
                                : ". But " + names(none.silent()) + " did not answer completely.");
            }
            case NotRecorded notRecorded ->
                    capitalised(section)
                            + ": not recorded. Every system that keeps them answered, and none has an entry.";
            case Unknown unknown ->
                    capitalised(section)
                            + ": unknown. "
                            + (unknown.silent().isEmpty()
                                    ? "No connected system keeps them."
                                    : names(unknown.silent()) + " did not answer completely.");
        };
    }

    private static String names(List<Ledger.Line> lines) {
        return String.join(
                ", ",
                lines.stream()
                        .map(line -> line.name() + " (" + line.verdict().code() + ")")
                        .toList());
    }

    private static String capitalised(Section section) {
        var words = section.words();
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
