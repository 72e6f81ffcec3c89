package health.sheaf.core.federation;

import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what a source answered into its line of the ledger. */
public final class LedgerLines {

    /** Data older than this are stale, and the line says how old. */
    public static final Duration STALE_AFTER = Duration.ofMinutes(15);

    private final Clock clock;

    public LedgerLines(Clock clock) {
        this.clock = clock;
    }

    /**
     * The line of one answer.
     *
     * @param answer as it goes into the record
     * @param asked the sections that were asked for
     * @param withheld how many entries policy kept back, per section
     */
    public Ledger.Line line(
            SourceAnswer answer, Set<Section> asked, Map<Section, Integer> withheld) {
        var definition = answer.source().definition();
        if (answer.notAsked() != null) {
            return plain(answer, asked, Verdict.NOT_ASKED, answer.notAsked());
        }
        var counts = new EnumMap<Section, Integer>(Section.class);
        var assertions = new EnumMap<Section, Ledger.Assertion>(Section.class);
        count(answer.entries(), counts, assertions);

        var sections = new EnumMap<Section, Ledger.SectionLine>(Section.class);
        var age = age(answer.freshness());
        for (var section : relevant(answer, asked, counts.keySet())) {
            var line =
                    sectionLine(
                            answer.outcomes().get(section),
                            counts.getOrDefault(section, 0),
                            assertions.get(section),
                            withheld.getOrDefault(section, 0));
            sections.put(section, age == null ? line : stale(line, age));
        }
        var summary = sections.isEmpty() ? aside(answer) : summary(sections);
        return new Ledger.Line(
                definition.id(),
                definition.name(),
                definition.owner(),
                summary.verdict(),
                age,
                summary.code(),
                summary.cause(),
                answer.took(),
                answer.entries().size(),
                answer.removed(),
                sections);
    }

    /** The line of a source that has not answered when the answer leaves. */
    public Ledger.Line late(Source source, Set<Section> asked, Duration waited) {
        var fault =
                new SourceFault(
                        FaultCode.TIMED_OUT, "no answer within " + waited.toMillis() + " ms");
        return line(SourceAnswer.failed(source, asked, fault, waited), asked, Map.of());
    }

    private static Ledger.Line plain(
            SourceAnswer answer, Set<Section> asked, Verdict verdict, String cause) {
        var definition = answer.source().definition();
        var sections = new EnumMap<Section, Ledger.SectionLine>(Section.class);
        for (var section : asked) {
            // One that does not say what it holds may hold anything.
            if (definition.holds().isEmpty() || definition.holds().contains(section)) {
                sections.put(section, new Ledger.SectionLine(verdict, 0, null, cause, null));
            }
        }
        return new Ledger.Line(
                definition.id(),
                definition.name(),
                definition.owner(),
                verdict,
                null,
                null,
                cause,
                answer.took(),
                0,
                0,
                sections);
    }

    private static void count(
            List<Entry> entries,
            Map<Section, Integer> counts,
            Map<Section, Ledger.Assertion> assertions) {
        for (var entry : entries) {
            var section = entry.section();
            if (section.isEmpty() || isInError(entry)) {
                continue;
            }
            counts.merge(section.get(), 1, Integer::sum);
            Assertions.of(section.get(), entry.resource())
                    .ifPresent(assertion -> assertions.putIfAbsent(section.get(), assertion));
        }
    }

    /**
     * Only where a section can be said to be empty does it matter whether an entry was a mistake.
     */
    private static boolean isInError(Entry entry) {
        return switch (entry.resource().type()) {
            case "AllergyIntolerance", "Condition" -> Assertions.isEnteredInError(entry.resource());
            case String other -> false;
        };
    }

    /**
     * The sections the source owns, as far as they were asked for, and those it gave something for.
     */
    private static Set<Section> relevant(
            SourceAnswer answer, Set<Section> asked, Set<Section> given) {
        var owned = answer.source().definition().holds();
        var relevant = new java.util.TreeSet<>(given);
        for (var section : asked) {
            var outcome = answer.outcomes().get(section);
            boolean owns =
                    owned.isEmpty()
                            ? outcome != null && !isUnsupported(outcome)
                            : owned.contains(section);
            if (owns) {
                relevant.add(section);
            }
        }
        return relevant;
    }

    private static boolean isUnsupported(Outcome outcome) {
        return outcome instanceof Outcome.Failed(SourceFault fault)
                && fault.code() == FaultCode.UNSUPPORTED_REQUEST;
    }

    private static Ledger.SectionLine sectionLine(
            @Nullable Outcome outcome,
            int entries,
            Ledger.@Nullable Assertion assertion,
            int withheld) {
        var line =
                switch (outcome) {
                    case null ->
                            entries > 0
                                    ? new Ledger.SectionLine(
                                            Verdict.ANSWERED, entries, null, "", assertion)
                                    : new Ledger.SectionLine(
                                            Verdict.REFUSED,
                                            0,
                                            FaultCode.UNSUPPORTED_REQUEST,
                                            "the system does not give this part",
                                            null);
                    case Outcome.Complete complete ->
                            new Ledger.SectionLine(
                                    complete(entries, assertion), entries, null, "", assertion);
                    case Outcome.Partial partial ->
                            new Ledger.SectionLine(
                                    Verdict.TRUNCATED,
                                    entries,
                                    partial.missing().code(),
                                    partial.missing().detail(),
                                    assertion);
                    case Outcome.Failed failed ->
                            new Ledger.SectionLine(
                                    Verdict.of(failed.fault().code()),
                                    entries,
                                    failed.fault().code(),
                                    failed.fault().detail(),
                                    assertion);
                };
        return withheld == 0
                ? line
                : new Ledger.SectionLine(
                        Verdict.WITHHELD,
                        entries,
                        FaultCode.WITHHELD,
                        "some items are withheld",
                        assertion);
    }

    /** A whole answer from old data is not a whole answer: what happened since is missing. */
    private static Ledger.SectionLine stale(Ledger.SectionLine line, Duration age) {
        boolean answered =
                line.verdict().isComplete() && line.verdict() != Verdict.PATIENT_NOT_KNOWN;
        return answered
                ? new Ledger.SectionLine(
                        Verdict.STALE,
                        line.entries(),
                        null,
                        "its data end " + words(age) + " ago",
                        line.assertedNone())
                : line;
    }

    private static Verdict complete(int entries, Ledger.@Nullable Assertion assertion) {
        if (assertion != null && entries == 1) {
            return Verdict.ASSERTED_NONE;
        }
        return entries > 0 ? Verdict.ANSWERED : Verdict.ANSWERED_EMPTY;
    }

    private record Summary(Verdict verdict, @Nullable FaultCode code, String cause) {}

    /**
     * A source that owns nothing of what was asked for is asked only who the patient is: whether
     * the record is restricted must be known from all. That it keeps nothing of this is no answer.
     */
    private static Summary aside(SourceAnswer answer) {
        return answer.outcomes().get(Section.DEMOGRAPHICS) instanceof Outcome.Failed(var fault)
                ? new Summary(Verdict.of(fault.code()), fault.code(), fault.detail())
                : new Summary(Verdict.NOT_ASKED, null, "it keeps nothing of what was asked for");
    }

    /**
     * One verdict for the whole source: the worst that is true of all its sections, or of a part of
     * them.
     */
    private static Summary summary(Map<Section, Ledger.SectionLine> sections) {
        var incomplete =
                sections.values().stream().filter(line -> !line.verdict().isComplete()).toList();
        if (!incomplete.isEmpty()) {
            var first = incomplete.getFirst();
            boolean allAlike =
                    incomplete.size() == sections.size()
                            && incomplete.stream()
                                    .allMatch(line -> line.verdict() == first.verdict());
            if (allAlike) {
                return new Summary(first.verdict(), first.code(), first.cause());
            }
            boolean onlyWithheld =
                    incomplete.stream().allMatch(line -> line.verdict() == Verdict.WITHHELD);
            return onlyWithheld
                    ? new Summary(Verdict.WITHHELD, first.code(), first.cause())
                    : new Summary(Verdict.TRUNCATED, first.code(), first.cause());
        }
        boolean notKnown =
                !sections.isEmpty()
                        && sections.values().stream()
                                .allMatch(line -> line.verdict() == Verdict.PATIENT_NOT_KNOWN);
        if (notKnown) {
            var line = sections.values().iterator().next();
            return new Summary(Verdict.PATIENT_NOT_KNOWN, line.code(), line.cause());
        }
        boolean anything =
                sections.entrySet().stream()
                        .filter(entry ->
                                entry.getKey() != Section.DEMOGRAPHICS || sections.size() == 1)
                        .anyMatch(entry -> entry.getValue().entries() > 0);
        return new Summary(anything ? Verdict.ANSWERED : Verdict.ANSWERED_EMPTY, null, "");
    }

    private @Nullable Duration age(Freshness freshness) {
        return switch (freshness) {
            case Freshness.Live live -> null;
            case Freshness.AsOf(Instant instant) -> {
                var age = Duration.between(instant, clock.instant());
                yield age.compareTo(STALE_AFTER) > 0 ? age : null;
            }
        };
    }

    private static String words(Duration age) {
        if (age.toHours() >= 48) {
            return age.toDays() + " days";
        }
        return age.toHours() >= 2 ? age.toHours() + " hours" : age.toMinutes() + " minutes";
    }
}
