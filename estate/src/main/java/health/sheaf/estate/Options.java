package health.sheaf.estate;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param people how many live in the region
 * @param seed from which they are made
 * @param today the day on which their histories end; fixed, so that a seed gives the same region on
 *     any day
 * @param directory where definitions, secrets and {@code estate.json} are written; emptied first
 * @param cache where PostgreSQL is unpacked, once
 * @param audience of the users' tokens
 * @param tainted whether every clinical text carries a token of its own
 * @param controlPort nought: any free one
 * @param issuerPort nought: any free one
 */
record Options(
        int people,
        long seed,
        LocalDate today,
        Path directory,
        Path cache,
        String audience,
        boolean tainted,
        int controlPort,
        int issuerPort) {

    static final String USAGE =
            "usage: --people N --seed N --today yyyy-MM-dd --directory DIR --cache DIR --audience TEXT"
                    + " --taint --control-port N --issuer-port N";

    private static final Path STATE = Path.of(".sheaf");

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with words for the user
     */
    static Options of(List<String> arguments) {
        int people = 500;
        long seed = 20_261_101;
        var today = LocalDate.of(2026, 11, 1);
        var directory = STATE.resolve("demo");
        Path cache = null;
        var audience = "sheaf";
        boolean tainted = false;
        int controlPort = 0;
        int issuerPort = 0;
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            var option = rest.next();
            if (option.equals("--taint")) {
                tainted = true;
                continue;
            }
            if (!rest.hasNext()) {
                throw new IllegalArgumentException("'" + option + "' needs a value; " + USAGE);
            }
            var value = rest.next();
            switch (option) {
                case "--people" -> people = number(option, value);
                case "--seed" -> seed = number(option, value);
                case "--today" -> today = day(value);
                case "--dir", "--directory" -> directory = Path.of(value);
                case "--cache" -> cache = Path.of(value);
                case "--audience" -> audience = value;
                case "--control-port" -> controlPort = number(option, value);
                case "--issuer-port" -> issuerPort = number(option, value);
                case String other ->
                        throw new IllegalArgumentException(
                                "'" + other + "' is not an option; " + USAGE);
            }
        }
        var folder = directory.toAbsolutePath().normalize();
        return new Options(
                people,
                seed,
                today,
                folder,
                cache == null ? folder.resolveSibling("cache") : cache.toAbsolutePath().normalize(),
                audience,
                tainted,
                controlPort,
                issuerPort);
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + option + "' needs a whole number", e);
        }
    }

    private static LocalDate day(String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'--today' needs a day such as 2026-11-01", e);
        }
    }
}
