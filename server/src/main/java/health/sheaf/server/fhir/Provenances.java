package health.sheaf.server.fhir;

import health.sheaf.core.federation.Ledger;
import health.sheaf.core.merge.RecordEntry;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/** The origin of an entry as a FHIR Provenance. */
final class Provenances {

    private static final String SOURCES = "https://sheaf.health/Id/source";
    private static final String PARTICIPANT =
            "http://terminology.hl7.org/CodeSystem/provenance-participant-type";

    private Provenances() {}

    /** The id of an entry's Provenance: the same each time. */
    static String id(RecordEntry entry) {
        var digest = sha256().digest(Selection.referenceTo(entry).getBytes(StandardCharsets.UTF_8));
        return "p" + HexFormat.of().formatHex(digest, 0, 20);
    }

    static ObjectNode of(RecordEntry entry, Origin origin, Ledger ledger) {
        var provenance = OperationOutcomes.JSON.createObjectNode();
        provenance.put("resourceType", "Provenance");
        provenance.put("id", id(entry));
        provenance.putArray("target").addObject().put("reference", Selection.referenceTo(entry));
        provenance.put("recorded", origin.retrievedAt().toString());
        var agent = provenance.putArray("agent").addObject();
        agent.putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", PARTICIPANT)
                .put("code", "custodian");
        var who = agent.putObject("who");
        var what =
                provenance.putArray("entity").addObject().put("role", "source").putObject("what");
        what.putObject("identifier").put("system", SOURCES).put("value", origin.source().value());
        var line = ledger.line(origin.source());
        if (line.isPresent()) {
            who.putObject("identifier")
                    .put("system", OdsCode.SYSTEM)
                    .put("value", line.get().owner().value());
            what.put("display", line.get().name());
        } else {
            who.putObject("identifier")
                    .put("system", SOURCES)
                    .put("value", origin.source().value());
        }
        return provenance;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
