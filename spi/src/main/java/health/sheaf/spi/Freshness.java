package health.sheaf.spi;

import java.time.Instant;

/** How current the data behind an answer are. */
public sealed interface Freshness {

    /** The source answers from its living data. */
    record Live() implements Freshness {}

    /**
     * The source says (by the freshness query of its definition) up to when its data go.
     *
     * @param instant the newest moment its data can know about
     */
    record AsOf(Instant instant) implements Freshness {}
}
