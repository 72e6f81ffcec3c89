package health.sheaf.core.audit;

import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The canonical bytes of an event: JSON with a fixed order of members, one version number in front.
 */
final class AuditEventJson {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private AuditEventJson() {}

    static byte[] write(AuditEvent event) {
        var node = JSON.createObjectNode();
        node.put("v", 1);
        node.put("kind", kind(event));
        node.put("at", event.at().toString());
        context(node, event.context());
        switch (event) {
            case AuditEvent.Opening opening -> {
                var sources = node.putArray("sources");
                opening.sources().forEach(source -> sources.add(source.value()));
            }
            case AuditEvent.Part part -> shown(node.putObject("shown"), part.shown());
            case AuditEvent.Answer answer -> {
                var parts = node.putArray("shown");
                answer.shown().forEach(shown -> shown(parts.addObject(), shown));
                var verdicts = node.putArray("verdicts");
                answer.verdicts().forEach(verdicts::add);
            }
            case AuditEvent.Closing closing -> {
                var verdicts = node.putArray("verdicts");
                closing.verdicts().forEach(verdicts::add);
            }
            case AuditEvent.Refused refused -> node.put("reason", refused.reason());
            case AuditEvent.Incident incident -> {
                node.put("source", incident.source().value());
                node.put("incident", incident.kind());
            }
        }
        return JSON.writeValueAsBytes(node);
    }

    /** Nothing happened: somebody wants to know whether the log can be written again. */
    static byte[] trial(Instant at) {
        var node = JSON.createObjectNode();
        node.put("v", 1);
        node.put("kind", "trial");
        node.put("at", at.toString());
        return JSON.writeValueAsBytes(node);
    }

    private static void shown(ObjectNode node, AuditEvent.Shown shown) {
        node.put("source", shown.source().value());
        node.put("entries", shown.fingerprints().count());
        node.put("fingerprints", Base64.getEncoder().encodeToString(shown.fingerprints().bytes()));
    }

    private static void context(ObjectNode node, AuditEvent.Context context) {
        node.put("request", context.requestId());
        node.put("user", context.user().id());
        node.put("name", context.user().name());
        node.put("role", context.user().role());
        node.put("organisation", context.user().organisation().value());
        node.put("purpose", context.purpose().code());
        if (context.person() != null) {
            node.put("person", context.person().value());
        }
        node.put("interaction", context.interaction());
        node.put("decision", context.decisionId());
        node.put("policy", context.policyVersion());
        var rules = node.putArray("rules");
        context.rules().forEach(rules::add);
    }

    private static String kind(AuditEvent event) {
        return switch (event) {
            case AuditEvent.Opening opening -> "opening";
            case AuditEvent.Part part -> "part";
            case AuditEvent.Answer answer -> "answer";
            case AuditEvent.Closing closing -> "closing";
            case AuditEvent.Refused refused -> "refused";
            case AuditEvent.Incident incident -> "incident";
        };
    }
}
