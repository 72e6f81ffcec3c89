package health.sheaf.server.boot;

import health.sheaf.server.boot.EdgeConfiguration.OpenPorts;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.SheafException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Runs Sheaf: {@code SheafServer --config DIR [--port N]}. The folder holds {@code sheaf.yaml},
 * {@code sources/*.yaml} and {@code secrets/}; it can also be named by {@code SHEAF_CONFIG}.
 * Mistakes in them are printed as {@code file:line:column: problem} before any port opens, and end
 * it with 2.
 *
 * <p>Flags that suit it: {@code -XX:+UseParallelGC} (records are short-lived and many; on one core
 * {@code -XX:+UseSerialGC}), {@code -Xmx1g} for about 100 records at once, {@code
 * -XX:+ExitOnOutOfMemoryError}, {@code --enable-native-access=ALL-UNNAMED} for the embedded store.
 */
public final class SheafServer {

    private SheafServer() {}

    /** Starts the server; returns when it is ready, and ends the process where it cannot be. */
    public static void main(String[] arguments) {
        int status = run(arguments, System.getenv("SHEAF_CONFIG"), output());
        if (status != 0) {
            System.exit(status);
        }
    }

    private static PrintStream output() {
        return new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true);
    }

    /** 0: it runs; 1: it could not start; 2: the arguments or the configuration are wrong. */
    static int run(String[] arguments, @Nullable String environment, PrintStream out) {
        try {
            var options = Options.of(arguments, environment);
            var config = ServerConfig.read(options.config(), options.port());
            var random = new SecureRandom();
            var platform =
                    Platform.open(
                            config,
                            Platform.installed(),
                            () -> Stores.open(config, random),
                            random,
                            Clock.systemUTC(),
                            System::nanoTime);
            start(platform, out);
            return 0;
        } catch (DefinitionException | Options.UsageException mistake) {
            out.println(mistake.getMessage());
            return 2;
        } catch (SheafException | IOException | UncheckedIOException refused) {
            out.println("sheaf cannot start: " + refused.getMessage());
            return 1;
        } catch (RuntimeException failed) {
            // The border of the program. The framework's own words (a port in use) are in the log.
            out.println("sheaf cannot start: " + failed.getClass().getSimpleName());
            return 1;
        }
    }

    /** Opens the ports in front of a platform, which ends with the context. */
    static ConfigurableApplicationContext start(Platform platform, PrintStream out)
            throws IOException {
        var application = new SpringApplication(EdgeConfiguration.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setAddCommandLineProperties(false);
        application.setLogStartupInfo(false);
        application.addInitializers(context -> {
            var properties = EdgeProperties.of(platform.config());
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("sheaf", properties));
            if (context instanceof GenericApplicationContext generic) {
                generic.registerBean(Platform.class, () -> platform);
            }
        });
        var context = application.run();
        var ports = context.getBean(OpenPorts.class);
        tell(platform.config(), ports, out);
        return context;
    }

    private static void tell(ServerConfig config, OpenPorts ports, PrintStream out)
            throws IOException {
        // Whoever waits for the file finds it whole.
        var unfinished = config.folder().resolve("run.json.new");
        Files.writeString(
                unfinished,
                "{\"port\": %d, \"adminPort\": %d, \"pid\": %d}%n"
                        .formatted(ports.main(), ports.admin(), ProcessHandle.current().pid()));
        Files.move(
                unfinished,
                config.folder().resolve("run.json"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        out.println("sheaf ready http://127.0.0.1:" + ports.main() + "/fhir");
    }
}
