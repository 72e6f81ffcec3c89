package health.sheaf.spi;

/**
 * How a source answered for one section. Whoever reads it must say what happens in each case: there
 * is no fourth.
 */
public sealed interface Outcome {

    /**
     * All that was asked for. Having nothing is an answer too, and not the same as saying that
     * there is nothing.
     *
     * @param entries how many entries of the section the source gave, before any filter of ours
     */
    record Complete(int entries) implements Outcome {}

    /**
     * A true part of the answer.
     *
     * @param entries how many entries of the section are here
     * @param missing which part is not here, and why
     */
    record Partial(int entries, SourceFault missing) implements Outcome {}

    /**
     * Nothing that may be shown.
     *
     * @param fault why
     */
    record Failed(SourceFault fault) implements Outcome {}
}
