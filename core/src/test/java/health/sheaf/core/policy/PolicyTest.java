package health.sheaf.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.core.identity.PersonId;
import health.sheaf.core.identity.Restriction;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Purpose;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTest {

    private static final PersonId PERSON = new PersonId("a".repeat(26));
    private static final Set<Purpose> EVERY_PURPOSE = EnumSet.allOf(Purpose.class);
    private static final Relationship DECLARED = new Relationship.SelfDeclared("on call tonight");
    private static final Relationship UNKNOWN = new Relationship.Unknown();

    private final AtomicInteger decisions = new AtomicInteger();
    private final Policy policy = new Policy(() -> "decision-" + decisions.incrementAndGet());

    @Test
    void aClinicianWithARelationshipReadsForDirectCare() {
        var decision = policy.decide(clinician(), read(DECLARED));

        assertThat(decision).isInstanceOf(Permit.class);
        var permit = (Permit) decision;
        assertThat(permit.person()).isEqualTo(PERSON);
        assertThat(permit.resourceTypes()).containsExactly("Observation");
        assertThat(permit.purpose()).isEqualTo(Purpose.DIRECT_CARE);
        assertThat(permit.user().id()).isEqualTo("u1");
        assertThat(permit.decisionId()).isEqualTo("decision-1");
        assertThat(permit.policyVersion()).isEqualTo(Policy.VERSION);
        assertThat(permit.rules())
                .containsExactly(
                        "role-known",
                        "role-interaction",
                        "scope",
                        "purpose-entitled",
                        "purpose-role",
                        "relationship");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Clinician", "clinician ", "doctor", "*", "null"})
    void aRoleThatIsNotKnownMayDoNothing(String role) {
        for (var interaction : Interaction.values()) {
            var decision =
                    policy.decide(
                            requester(
                                    role, Set.of("user/*.rs"), EVERY_PURPOSE, Purpose.DIRECT_CARE),
                            facts(interaction, PERSON, DECLARED));
            assertRefusedBy("role-known", decision);
        }
    }

    @Test
    void aReadNeedsARelationshipAndLocatingDoesNot() {
        assertRefusedBy("relationship", policy.decide(clinician(), read(UNKNOWN)));
        assertThat(policy.decide(clinician(), facts(Interaction.LOCATE, null, UNKNOWN)))
                .isInstanceOf(LocatePermit.class);
        assertThat(policy.decide(clinician(), facts(Interaction.SEE_EVIDENCE, PERSON, UNKNOWN)))
                .isInstanceOf(EvidencePermit.class);
    }

    @Test
    void nobodyReadsAboutNobody() {
        assertRefusedBy(
                "person-identified",
                policy.decide(clinician(), facts(Interaction.READ, null, DECLARED)));
    }

    @Test
    void aPurposeTheTokenDoesNotAllowIsRefused() {
        for (var asked : Purpose.values()) {
            var others = EnumSet.complementOf(EnumSet.of(asked));
            assertRefusedBy(
                    "purpose-entitled",
                    policy.decide(
                            requester("clinician", Set.of("user/*.rs"), others, asked),
                            read(DECLARED)));
        }
        assertRefusedBy(
                "purpose-entitled",
                policy.decide(
                        requester("clinician", Set.of("user/*.rs"), Set.of(), Purpose.DIRECT_CARE),
                        read(DECLARED)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user/*.rs",
                "user/*.read",
                "user/*.*",
                "user/*.cruds",
                "user/Observation.rs",
                "user/Observation.read"
            })
    void aScopeThatReadsCovers(String scope) {
        assertThat(policy.decide(scoped(scope), read(DECLARED))).isInstanceOf(Permit.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "openid",
                "user/*.c",
                "user/*.cud",
                "user/*.write",
                "user/*.r",
                "user/*.s",
                "user/*",
                "user/*.",
                "user/Condition.rs",
                "user/Observatio.rs",
                "user/ObservationX.rs",
                "user/*.rs?category=vital-signs",
                "user/Observation.rs ",
                "USER/*.RS",
                "patient/*.rs",
                "system/*.rs",
                "xuser/*.rs"
            })
    void aScopeThatSaysLessOrSomethingElseDoesNot(String scope) {
        assertRefusedBy("scope", policy.decide(scoped(scope), read(DECLARED)));
    }

    @Test
    void everyTypeThatIsAskedForNeedsItsScope() {
        var both =
                new AccessFacts(
                        Interaction.READ,
                        PERSON,
                        Restriction.NONE,
                        Set.of("Observation", "Condition"),
                        DECLARED);

        assertRefusedBy("scope", policy.decide(scoped("user/Observation.rs"), both));
        assertThat(
                        policy.decide(
                                requester(
                                        "clinician",
                                        Set.of(
                                                "user/Observation.rs",
                                                "user/Condition.r",
                                                "user/Condition.rs"),
                                        EVERY_PURPOSE,
                                        Purpose.DIRECT_CARE),
                                both))
                .isInstanceOf(Permit.class);
    }

    /** The oracle is one sentence: carers, for care, with a relationship where they read. */
    @Test
    void whoeverIsNotACarerCaringIsRefused() {
        int allowed = 0;
        for (var question : everyQuestion()) {
            var user = question.requester();
            boolean carer = List.of("clinician", "call-handler").contains(user.user().role());
            boolean caring = List.of("TREAT", "ETREAT").contains(user.purpose().code());
            boolean related =
                    question.facts().interaction() != Interaction.READ
                            || !question.facts().relationship().equals(UNKNOWN);
            boolean expected = carer && caring && related;

            var decision = policy.decide(user, question.facts());

            assertThat(!(decision instanceof Refusal)).as(question.words()).isEqualTo(expected);
            allowed += expected ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(2 * 2 * 5);
    }

    /** Whoever changes what policy decides gives it a new version, and then this line. */
    @Test
    void aChangedDecisionHasAChangedVersion() throws Exception {
        var table = new StringBuilder();
        for (var question : everyQuestion()) {
            var decision = policy.decide(question.requester(), question.facts());
            table.append(question.words())
                    .append(' ')
                    .append(decision.getClass().getSimpleName())
                    .append(' ')
                    .append(decision.rules())
                    .append('\n');
        }
        var hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(table.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(Policy.VERSION + " " + HexFormat.of().formatHex(hash, 0, 8))
                .isEqualTo("2026-11-22.1 671e13e252dbe2f7");
    }

    @Test
    void decidingTwiceGivesTheSameUnderAnotherId() {
        var first = policy.decide(clinician(), read(UNKNOWN));
        var second = policy.decide(clinician(), read(UNKNOWN));

        assertThat(first.decisionId()).isNotEqualTo(second.decisionId());
        assertThat(first.rules()).isEqualTo(second.rules());
    }

    @Test
    void aRefusalTellsTheUserWhyWithoutThePerson() {
        var refusal = (Refusal) policy.decide(clinician(), read(UNKNOWN));

        assertThat(refusal.reason()).isEqualTo("No relationship with this person is known.");
        assertThat(refusal.reason()).doesNotContain(PERSON.value());
    }

    @Test
    void aCallHandlerIsAnsweredSoonerThanAClinician() {
        assertThat(patience(policy, "call-handler"))
                .isEqualTo(new Patience(Duration.ofSeconds(2), Duration.ofSeconds(15)));
        assertThat(patience(policy, "clinician"))
                .isEqualTo(new Patience(Duration.ofSeconds(5), Duration.ofSeconds(15)));
    }

    @Test
    void aDeploymentCanSetHowLongARoleWaits() {
        var quick = new Patience(Duration.ofMillis(300), Duration.ofSeconds(1));
        var own = new Policy(() -> "one", Map.of(Role.CLINICIAN, quick));

        assertThat(patience(own, "clinician")).isEqualTo(quick);
        assertThat(patience(own, "call-handler").showBy()).isEqualTo(Duration.ofSeconds(2));
    }

    private static Patience patience(Policy policy, String role) {
        var requester = requester(role, Set.of("user/*.rs"), EVERY_PURPOSE, Purpose.DIRECT_CARE);
        return ((Permit) policy.decide(requester, read(DECLARED))).patience();
    }

    private record Question(Requester requester, AccessFacts facts, String words) {}

    private static List<Question> everyQuestion() {
        var questions = new ArrayList<Question>();
        for (var role : Role.values()) {
            for (var purpose : Purpose.values()) {
                for (var interaction : Interaction.values()) {
                    for (var relationship : List.of(UNKNOWN, DECLARED)) {
                        questions.add(
                                new Question(
                                        requester(
                                                role.code(),
                                                Set.of("user/*.rs"),
                                                EVERY_PURPOSE,
                                                purpose),
                                        facts(interaction, PERSON, relationship),
                                        role
                                                + " "
                                                + purpose
                                                + " "
                                                + interaction
                                                + " "
                                                + relationship.getClass().getSimpleName()));
                    }
                }
            }
        }
        return questions;
    }

    private static void assertRefusedBy(String rule, Decision decision) {
        assertThat(decision).isInstanceOf(Refusal.class);
        assertThat(decision.rules()).last().isEqualTo(rule);
        assertThat(decision.policyVersion()).isEqualTo(Policy.VERSION);
    }

    private static Requester clinician() {
        return scoped("user/*.rs");
    }

    private static Requester scoped(String scope) {
        return requester("clinician", Set.of(scope), EVERY_PURPOSE, Purpose.DIRECT_CARE);
    }

    private static Requester requester(
            String role, Set<String> scopes, Set<Purpose> entitled, Purpose purpose) {
        var user = new EndUser("u1", "Dr Example", role, new OdsCode("RR8"));
        return new Requester(user, scopes, entitled, purpose, "request-1");
    }

    private static AccessFacts read(Relationship relationship) {
        return facts(Interaction.READ, PERSON, relationship);
    }

    private static AccessFacts facts(
            Interaction interaction, @Nullable PersonId person, Relationship relationship) {
        return new AccessFacts(
                interaction, person, Restriction.NONE, Set.of("Observation"), relationship);
    }
}
