package health.sheaf.mapping;

import health.sheaf.mapping.edifact.Interchange;
import health.sheaf.mapping.edifact.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/** Makes Bundles of EDIFACT messages by a map of {@code from: edifact}. Thread-safe. */
public final class EdifactBundles {

    private final MessageMap map;

    public EdifactBundles(MessageMap map) {
        this.map = map;
    }

    /** With the library that ships with the product. */
    public static EdifactBundles library() {
        return new EdifactBundles(MessageMap.library("edifact", RowMapCompiler.LONDON));
    }

    /**
     * The Bundle of one message, as a tree that is the caller's.
     *
     * @param interchange what the message came in: its header names sender and recipient
     * @param issues counts what could not be read
     */
    public ObjectNode bundle(Interchange interchange, Message message, Issues issues) {
        var header = interchange.header().orElse(null);
        return map.bundle(EdifactGroups.of(message, header), seed(interchange, message), issues);
    }

    /** Ids follow from the message's bytes and from where it came. */
    private static String seed(Interchange interchange, Message message) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            interchange
                    .envelope()
                    .ifPresent(envelope ->
                            digest.update(
                                    (envelope.sender() + envelope.reference())
                                            .getBytes(StandardCharsets.UTF_8)));
            message.digest(digest);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
