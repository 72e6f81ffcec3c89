package health.sheaf.connector.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connects by one driver that {@code DriverManager} need not know: it may come from a class loader
 * of its own.
 */
@SuppressWarnings("NullAway") // javax.sql.DataSource says nothing about null; the pool never asks
final class DriverDataSource implements DataSource {

    private final JdbcSettings settings;
    private final Properties properties;

    DriverDataSource(JdbcSettings settings, Properties properties) {
        this.settings = settings;
        this.properties = properties;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = settings.driver().connect(settings.url(), properties);
        if (connection == null) {
            throw new SQLException("the driver does not take this address", "08001");
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // Drivers' logs hold data.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The driver is told by its own property.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("nothing is wrapped here");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
