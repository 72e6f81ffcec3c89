package health.sheaf.core.audit;

import health.sheaf.core.identity.PersonId;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.Purpose;
import health.sheaf.spi.SourceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written down. Who, why, what was asked and how it ended; never the content of an answer.
 */
public sealed interface AuditEvent {

    Context context();

    Instant at();

    /**
     * Who asks about whom, and what policy said.
     *
     * @param requestId joins the events of one request
     * @param user as the token named them at the time
     * @param purpose why
     * @param person about whom; {@code null} while nobody is identified
     * @param interaction what was asked, such as {@code Patient/$everything}; no parameter values
     * @param decisionId the decision
     * @param policyVersion the rules' version
     * @param rules the rules that decided
     */
    record Context(
            String requestId,
            EndUser user,
            Purpose purpose,
            @Nullable PersonId person,
            String interaction,
            String decisionId,
            String policyVersion,
            List<String> rules) {
        public Context {
            rules = List.copyOf(rules);
        }
    }

    /**
     * Before anything is asked.
     *
     * @param sources that will be asked
     */
    record Opening(Context context, Instant at, List<SourceId> sources) implements AuditEvent {
        public Opening {
            sources = List.copyOf(sources);
        }
    }

    /**
     * A part of the answer is about to leave.
     *
     * @param shown whose data, with 16 bytes for each entry: the beginning of the SHA-256 of its
     *     JSON as it leaves, which holds its type, id and version
     */
    record Part(Context context, Instant at, Shown shown) implements AuditEvent {}

    /**
     * A whole answer is about to leave at once.
     *
     * @param shown what of each source
     * @param verdicts source and verdict, one a line, such as {@code riverside-gp answered}
     */
    record Answer(Context context, Instant at, List<Shown> shown, List<String> verdicts)
            implements AuditEvent {
        public Answer {
            shown = List.copyOf(shown);
            verdicts = List.copyOf(verdicts);
        }
    }

    /**
     * What of one source leaves.
     *
     * @param source whose data
     * @param fingerprints of its entries, in the order they leave
     */
    record Shown(SourceId source, Fingerprints fingerprints) {}

    /**
     * An answer that left in parts is complete.
     *
     * @param verdicts source and verdict, one a line, such as {@code riverside-gp answered}
     */
    record Closing(Context context, Instant at, List<String> verdicts) implements AuditEvent {
        public Closing {
            verdicts = List.copyOf(verdicts);
        }
    }

    /**
     * Policy said no, or the platform could not.
     *
     * @param reason as the user was told
     */
    record Refused(Context context, Instant at, String reason) implements AuditEvent {}

    /**
     * Something that a person must look at: a source answered with somebody else's data.
     *
     * @param source which
     * @param kind what happened, without patient data
     */
    record Incident(Context context, Instant at, SourceId source, String kind)
            implements AuditEvent {}
}
