package health.sheaf.server.fhir;

import health.sheaf.core.federation.Ledger;
import health.sheaf.core.federation.Verdict;
import health.sheaf.core.merge.RecordEntry;
import health.sheaf.core.record.PatientRecord;
import health.sheaf.server.fhir.SearchRequest.InRecord;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A whole result, of which pages are shown.
 *
 * @param request what was asked
 * @param record what came
 * @param selection what of it is shown
 * @param fingerprints of what each source gave, by its id
 * @param failed the sources that gave nothing, by id, with their verdict's code
 */
record PagedResult(
        InRecord request,
        PatientRecord record,
        Selection selection,
        Map<String, String> fingerprints,
        Map<String, String> failed) {

    private static final int FINGERPRINT = 9;
    private static final Set<Verdict> FAILED =
            Set.of(
                    Verdict.TIMED_OUT,
                    Verdict.UNREACHABLE,
                    Verdict.BAD_DATA,
                    Verdict.REFUSED,
                    Verdict.NOT_ASKED);

    PagedResult {
        fingerprints = Map.copyOf(fingerprints);
        failed = Map.copyOf(failed);
    }

    static PagedResult of(InRecord request, PatientRecord record, Selection selection) {
        var digests = new TreeMap<String, MessageDigest>();
        var failed = new TreeMap<String, String>();
        for (var line : record.ledger().lines()) {
            if (FAILED.contains(line.verdict())) {
                failed.put(line.source().value(), line.verdict().code());
            } else {
                var digest = Provenances.sha256();
                digest.update(
                        line.verdict().code().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                digests.put(line.source().value(), digest);
            }
        }
        for (var entry : record.entries()) {
            var origin = entry.origin();
            var digest = origin == null ? null : digests.get(origin.source().value());
            if (digest != null) {
                digest.update(entry.resource().sha256());
            }
        }
        var fingerprints = new TreeMap<String, String>();
        digests.forEach((source, digest) -> fingerprints.put(source, shortened(digest)));
        return new PagedResult(request, record, selection, fingerprints, failed);
    }

    private static String shortened(MessageDigest digest) {
        var bytes = java.util.Arrays.copyOf(digest.digest(), FINGERPRINT);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** How much memory its resources need, about. */
    long bytes() {
        return record.entries().stream()
                .map(RecordEntry::resource)
                .mapToLong(resource -> resource.length() + 400L)
                .sum();
    }

    /**
     * Whether every source that keeps what was asked for failed, so that this is no answer at all.
     * Where none keeps it, those speak that were asked only who the patient is.
     */
    static boolean nothingAnswered(Ledger ledger) {
        var keepers = ledger.lines().stream().filter(line -> !line.sections().isEmpty()).toList();
        var speakers = keepers.isEmpty() ? ledger.lines() : keepers;
        return !speakers.isEmpty()
                && speakers.stream()
                        .allMatch(line -> FAILED.contains(line.verdict()) && !line.isComplete());
    }
}
