package health.sheaf.spi;

/**
 * A definition, map or policy file is wrong. The message reads like a compiler's: place, what, what
 * to do.
 */
public final class DefinitionException extends SheafException {

    private static final long serialVersionUID = 1L;

    private final transient Position position;

    /**
     * @param position where
     * @param problem what is wrong and what to write instead
     */
    public DefinitionException(Position position, String problem) {
        super(position + ": " + problem);
        this.position = position;
    }

    public Position position() {
        return position;
    }
}
