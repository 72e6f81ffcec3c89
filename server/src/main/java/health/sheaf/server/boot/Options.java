package health.sheaf.server.boot;

import health.sheaf.spi.SheafException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param config the configuration's folder
 * @param port overrides the file's; {@code null}: does not
 */
record Options(Path config, @Nullable Integer port) {

    private static final String USAGE = "usage: SheafServer --config DIR [--port N]";

    /** The command line is wrong. */
    static final class UsageException extends SheafException {
        private static final long serialVersionUID = 1L;

        UsageException(String problem) {
            super(problem + "\n" + USAGE);
        }
    }

    /**
     * @param environment the folder the environment names; {@code null} where it names none
     */
    static Options of(String[] arguments, @Nullable String environment) {
        @Nullable String folder = environment;
        @Nullable Integer port = null;
        for (int i = 0; i < arguments.length; i++) {
            var argument = arguments[i];
            int equals = argument.indexOf('=');
            var name = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 && i + 1 == arguments.length) {
                throw new UsageException(name + " needs a value");
            }
            var value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
            switch (name) {
                case "--config" -> folder = value;
                case "--port", "--server.port" -> port = port(value);
                case String other -> throw new UsageException("an argument is not known");
            }
        }
        if (folder == null) {
            throw new UsageException("--config is needed");
        }
        var path = Path.of(folder).toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new UsageException("the folder that --config names does not exist");
        }
        return new Options(path, port);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same answer as a number that is no port.
        }
        throw new UsageException("--port needs a number from 0 to 65535");
    }
}
