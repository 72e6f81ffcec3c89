package health.sheaf.spi;

import java.util.regex.Pattern;

/**
 * The name of a source in this deployment, such as {@code leeds-pas}.
 *
 * @param value 2 to 40 characters: lower-case letters, digits and hyphens, a letter first
 */
public record SourceId(String value) implements Comparable<SourceId> {

    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    public SourceId {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "not a source id: 2 to 40 lower-case letters, digits or hyphens are needed, a letter first");
        }
    }

    @Override
    public int compareTo(SourceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
