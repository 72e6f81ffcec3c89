package health.sheaf.mapping;

/** What the columns of a read hold, as the database says. */
@FunctionalInterface
public interface ColumnTypes {

    /** The kinds of columns that a condition has to tell apart. */
    enum Type {
        TEXT,
        NUMBER,
        BOOLEAN,
        DATE,
        TIMESTAMP,
        TIMESTAMP_WITH_ZONE,
        OTHER
    }

    /**
     * @param column as the map names it
     */
    Type of(String column);
}
