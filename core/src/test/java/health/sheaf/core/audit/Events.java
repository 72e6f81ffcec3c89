package health.sheaf.core.audit;

import health.sheaf.core.identity.PersonId;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Purpose;
import health.sheaf.spi.SourceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of one request. */
final class Events {

    static final Instant AT = Instant.parse("2026-11-22T09:00:00.120Z");
    static final SourceId GP = new SourceId("riverside-gp");
    static final SourceId PAS = new SourceId("infirmary-pas");

    private Events() {}

    static AuditEvent.Context context(@Nullable PersonId person) {
        return new AuditEvent.Context(
                "request-1",
                new EndUser("u1", "Dr O\u2019Brien \"Pat\"", "clinician", new OdsCode("RR8")),
                Purpose.DIRECT_CARE,
                person,
                "Patient/$everything",
                "decision-1",
                "2026-11-22.1",
                List.of("role-known", "scope"));
    }

    static AuditEvent.Context context() {
        return context(new PersonId("a".repeat(26)));
    }

    static AuditEvent opening() {
        return new AuditEvent.Opening(context(), AT, List.of(GP, PAS));
    }

    static AuditEvent refused() {
        return new AuditEvent.Refused(
                context(null), AT, "Your role may not see a person's record.");
    }
}
