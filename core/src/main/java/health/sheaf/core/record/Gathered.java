package health.sheaf.core.record;

import health.sheaf.core.federation.Federation;
import health.sheaf.core.federation.Gathering;
import health.sheaf.core.federation.Source;
import health.sheaf.core.federation.SourceAnswer;
import health.sheaf.core.policy.Permit;
import health.sheaf.spi.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Everything that came until the answer had to leave.
 *
 * @param answers by source id
 * @param late the sources that had not answered
 * @param waited how long they were waited for
 */
record Gathered(List<SourceAnswer> answers, Set<Source> late, Duration waited) {

    Gathered {
        answers =
                answers.stream()
                        .sorted(Comparator.comparing(answer -> answer.source().id()))
                        .toList();
        late = Set.copyOf(late);
    }

    /**
     * Asks, and waits until all have answered or the role's show-by has come; what is under way
     * then is cancelled.
     */
    static Gathered of(
            Federation federation, Permit permit, Federation.Question question, Deadline showBy) {
        try (var gathering = federation.gather(permit, question)) {
            return until(gathering, showBy, permit.patience().showBy());
        }
    }

    /** Takes what comes until all have answered or the deadline has come. */
    static Gathered until(Gathering gathering, Deadline deadline, Duration waited) {
        var answers = new ArrayList<SourceAnswer>();
        try {
            for (var next = gathering.next(deadline);
                    next.isPresent();
                    next = gathering.next(deadline)) {
                answers.add(next.get());
            }
        } catch (InterruptedException e) {
            // The client is gone: what came is still written down, and nobody waits any longer.
            Thread.currentThread().interrupt();
        }
        return new Gathered(answers, gathering.waitingFor(), waited);
    }
}
