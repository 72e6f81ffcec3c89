package health.sheaf.mapping.edifact;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one transmission held: an envelope and its messages. */
public final class Interchange {

    private final @Nullable Segment header;
    private final List<Message> messages;

    Interchange(@Nullable Segment header, List<Message> messages) {
        this.header = header;
        this.messages = List.copyOf(messages);
    }

    /** Empty where a message came without one: a fragment, as systems keep it in files. */
    public Optional<Envelope> envelope() {
        return header().map(Envelope::of);
    }

    /** UNB, for who wants to read what {@link #envelope} does not say. */
    public Optional<Segment> header() {
        return Optional.ofNullable(header);
    }

    /** At least one. */
    public List<Message> messages() {
        return messages;
    }
}
