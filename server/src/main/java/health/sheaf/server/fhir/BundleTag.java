package health.sheaf.server.fhir;

import health.sheaf.core.record.PatientRecord;
import health.sheaf.server.fhir.SearchRequest.InRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * The tag of a Bundle: what is shown and what every source said, but not when or how fast. Two
 * answers with one tag say the same.
 */
final class BundleTag {

    /** Beyond this, hashing again costs more than the few who ask again for so much save. */
    private static final int MOST = 200;

    private BundleTag() {}

    /**
     * @param shown the entries of the page
     * @return empty where something is missing: nobody shall take the last answer for this one
     *     then, without reading the ledger
     */
    static Optional<byte[]> of(
            InRecord request,
            PatientRecord record,
            Pages.Page page,
            List<Selection.Shown> shown,
            int matches) {
        if (!record.ledger().isComplete() || shown.size() > MOST) {
            return Optional.empty();
        }
        var digest = Provenances.sha256();
        add(digest, "%d %d %d".formatted(page.from(), page.count(), matches));
        add(digest, request.shape().toString());
        for (var line : record.ledger().lines()) {
            add(digest, line.source().value() + line.verdict() + line.entries() + line.removed());
            line.sectionsInOrder()
                    .forEach((section, what) ->
                            add(digest, section.name() + what.verdict() + what.assertedNone()));
        }
        record.conflicts().forEach(conflict -> add(digest, conflict));
        for (var each : shown) {
            add(digest, each.included() ? "include" : "match");
            digest.update(each.entry().resource().sha256());
        }
        return Optional.of(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
