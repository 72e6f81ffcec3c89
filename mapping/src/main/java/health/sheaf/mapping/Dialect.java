package health.sheaf.mapping;

import java.util.Locale;

/** Where the SQL of databases differs and push-down has to know. */
public enum Dialect {
    POSTGRESQL,
    MARIADB,
    ORACLE,
    OTHER;

    /** The dialect of a JDBC address. */
    public static Dialect of(String url) {
        var lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        if (lower.startsWith("jdbc:mariadb:") || lower.startsWith("jdbc:mysql:")) {
            return MARIADB;
        }
        return lower.startsWith("jdbc:oracle:") ? ORACLE : OTHER;
    }

    /** The digits of an expression. */
    String digits(String expression) {
        return switch (this) {
            case POSTGRESQL -> "regexp_replace(" + expression + ", '[^0-9]', '', 'g')";
            case MARIADB, ORACLE -> "REGEXP_REPLACE(" + expression + ", '[^0-9]', '')";
            case OTHER -> without(expression, " ", "-", ".", "/", "(", ")");
        };
    }

    /** An expression without blanks, in capitals. */
    String packed(String expression) {
        return "UPPER(" + without(expression, " ") + ")";
    }

    private static String without(String expression, String... parts) {
        var sql = expression;
        for (var part : parts) {
            sql = "REPLACE(" + sql + ", '" + part + "', '')";
        }
        return sql;
    }
}
