package health.sheaf.connector.jdbc;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the driver of an address: on the class path, or in the folder beside it that a site puts
 * its own drivers in. Each folder driver lives in a class loader of its own and is never registered
 * with {@code DriverManager}.
 */
final class Drivers {

    private static final int MAX_JARS = 50;

    private Drivers() {}

    /**
     * @param className the driver's class; {@code null}: whichever accepts the address
     * @param position of the setting, for messages
     */
    static Driver find(String url, @Nullable String className, Position position, Path folder) {
        for (var loader : loaders(folder)) {
            for (var driver : ServiceLoader.load(Driver.class, loader)) {
                boolean named = className == null || driver.getClass().getName().equals(className);
                if (named && accepts(driver, url)) {
                    return driver;
                }
            }
        }
        throw new DefinitionException(
                position,
                "no driver for this address: put the vendor's JDBC driver (a jar) into the folder"
                        + " of drivers");
    }

    private static List<ClassLoader> loaders(Path folder) {
        List<ClassLoader> loaders = new ArrayList<>();
        loaders.add(Drivers.class.getClassLoader());
        if (!Files.isDirectory(folder)) {
            return loaders;
        }
        try (var files = Files.list(folder)) {
            var jars =
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .limit(MAX_JARS)
                            .toList();
            if (!jars.isEmpty()) {
                loaders.add(loader(jars));
            }
        } catch (IOException e) {
            // A folder that cannot be listed holds no drivers.
            return loaders;
        }
        return loaders;
    }

    private static ClassLoader loader(List<Path> jars) throws MalformedURLException {
        var urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        // Lives as long as its driver: closing it would break the driver's later class loading.
        return new URLClassLoader("jdbc-drivers", urls, ClassLoader.getPlatformClassLoader());
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }
}
