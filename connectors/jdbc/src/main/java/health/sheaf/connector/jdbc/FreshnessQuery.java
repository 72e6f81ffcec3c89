package health.sheaf.connector.jdbc;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.Freshness;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks by the definition's own SQL up to when the data go. */
final class FreshnessQuery {

    private final Database database;

    FreshnessQuery(Database database) {
        this.database = database;
    }

    Question<Freshness> ask(Deadline deadline) {
        var sql = Objects.requireNonNull(database.settings().freshness());
        return database.ask(
                deadline,
                (connection, question) -> {
                    try (var statement = connection.prepareStatement(sql)) {
                        question.runs(statement);
                        statement.setMaxRows(1);
                        try (var rows = statement.executeQuery()) {
                            if (!rows.next()) {
                                throw unknown();
                            }
                            return new Freshness.AsOf(instant(rows));
                        }
                    }
                });
    }

    private Instant instant(ResultSet rows) throws SQLException {
        var columns = Columns.of(rows.getMetaData());
        var label = rows.getMetaData().getColumnLabel(1);
        return switch (columns.of(label)) {
            case TIMESTAMP_WITH_ZONE -> known(rows.getObject(1, OffsetDateTime.class)).toInstant();
            case TIMESTAMP ->
                    known(rows.getObject(1, LocalDateTime.class))
                            .atZone(database.settings().zone())
                            .toInstant();
            case TEXT, NUMBER, BOOLEAN, DATE, OTHER -> throw unknown();
        };
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw unknown();
        }
        return value;
    }

    private static RuntimeException unknown() {
        return SqlFaults.exception(
                FaultCode.MISCONFIGURED, "'freshness' must give one timestamp, and gives none");
    }
}
