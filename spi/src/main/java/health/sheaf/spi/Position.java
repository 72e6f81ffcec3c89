package health.sheaf.spi;

/**
 * A place in a file a person wrote.
 *
 * @param file its name, as the person knows it
 * @param line from 1
 * @param column from 1
 */
public record Position(String file, int line, int column) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
