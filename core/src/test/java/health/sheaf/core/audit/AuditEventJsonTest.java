package health.sheaf.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of an event are what auditors hash: whoever changes them gives them a new version. */
final class AuditEventJsonTest {

    private static final String WHO =
            "\"request\":\"request-1\",\"user\":\"u1\",\"name\":\"Dr O’Brien \\\"Pat\\\"\","
                    + "\"role\":\"clinician\",\"organisation\":\"RR8\",\"purpose\":\"TREAT\",";
    private static final String WHAT =
            "\"interaction\":\"Patient/$everything\",\"decision\":\"decision-1\","
                    + "\"policy\":\"2026-11-22.1\",\"rules\":[\"role-known\",\"scope\"]";
    private static final String PERSON = "\"person\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\",";

    private final Fingerprints fingerprints = fingerprints();

    @Test
    void anOpeningNamesTheSourcesThatWillBeAsked() {
        assertBytes(
                Events.opening(),
                "opening",
                PERSON,
                "\"sources\":[\"riverside-gp\",\"infirmary-pas\"]");
    }

    @Test
    void aPartNamesItsSourceAndWhatWasShown() {
        assertBytes(
                new AuditEvent.Part(
                        Events.context(), Events.AT, new AuditEvent.Shown(Events.GP, fingerprints)),
                "part",
                PERSON,
                "\"shown\":{\"source\":\"riverside-gp\",\"entries\":2,"
                        + "\"fingerprints\":\"AQEBAQEBAQEBAQEBAQEBAQICAgICAgICAgICAgICAgI=\"}");
    }

    @Test
    void anAnswerNamesWhatWasShownOfEachSourceAndTheVerdicts() {
        assertBytes(
                new AuditEvent.Answer(
                        Events.context(),
                        Events.AT,
                        List.of(
                                new AuditEvent.Shown(Events.GP, fingerprints),
                                new AuditEvent.Shown(Events.PAS, Fingerprints.none())),
                        List.of("riverside-gp answered", "infirmary-pas answered-empty")),
                "answer",
                PERSON,
                "\"shown\":[{\"source\":\"riverside-gp\",\"entries\":2,"
                        + "\"fingerprints\":\"AQEBAQEBAQEBAQEBAQEBAQICAgICAgICAgICAgICAgI=\"},"
                        + "{\"source\":\"infirmary-pas\",\"entries\":0,\"fingerprints\":\"\"}],"
                        + "\"verdicts\":[\"riverside-gp answered\",\"infirmary-pas answered-empty\"]");
    }

    @Test
    void aClosingHasTheVerdicts() {
        assertBytes(
                new AuditEvent.Closing(
                        Events.context(), Events.AT, List.of("riverside-gp timed-out")),
                "closing",
                PERSON,
                "\"verdicts\":[\"riverside-gp timed-out\"]");
    }

    @Test
    void aRefusalHasTheSameDetailAndTheReason() {
        assertBytes(
                Events.refused(),
                "refused",
                "",
                "\"reason\":\"Your role may not see a person's record.\"");
    }

    @Test
    void anIncidentNamesItsSource() {
        assertBytes(
                new AuditEvent.Incident(Events.context(), Events.AT, Events.PAS, "wrong patient"),
                "incident",
                PERSON,
                "\"source\":\"infirmary-pas\",\"incident\":\"wrong patient\"");
    }

    @Test
    void writingTwiceGivesTheSameBytes() {
        assertThat(AuditEventJson.write(Events.opening()))
                .isEqualTo(AuditEventJson.write(Events.opening()));
    }

    private static void assertBytes(AuditEvent event, String kind, String person, String rest) {
        assertThat(new String(AuditEventJson.write(event), UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"kind\":\""
                                + kind
                                + "\",\"at\":\"2026-11-22T09:00:00.120Z\","
                                + WHO
                                + person
                                + WHAT
                                + ","
                                + rest
                                + "}");
    }

    private static Fingerprints fingerprints() {
        var builder = Fingerprints.builder();
        for (int fill = 1; fill <= 2; fill++) {
            var hash = new byte[32];
            Arrays.fill(hash, (byte) fill);
            builder.add(hash);
        }
        return builder.build();
    }
}
