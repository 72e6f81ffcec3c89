package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import health.sheaf.spi.FaultCode;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever level the logs have, no patient and no token is in them. */
final class SilenceTest {

    private static final class Everything extends AppenderBase<ILoggingEvent> {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            var failure = event.getThrowableProxy();
            lines.add(
                    event.getLoggerName()
                            + " "
                            + event.getFormattedMessage()
                            + (failure == null ? "" : ThrowableProxyUtil.asString(failure)));
        }
    }

    @Test
    void noLogHoldsAPatientOrAToken() {
        var region = TestRegion.shared();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var before = root.getLevel();
        var all = new Everything();
        all.setContext(root.getLoggerContext());
        all.start();
        root.addAppender(all);
        root.setLevel(Level.TRACE);
        try {
            ask(region);
            ((Logger) LoggerFactory.getLogger("health.sheaf.canary")).info("it listens");
        } finally {
            root.setLevel(before);
            root.detachAppender(all);
            region.reset();
        }

        assertThat(all.lines).anyMatch(line -> line.contains("it listens"));
        assertThat(all.lines)
                .noneMatch(line -> line.contains(TestRegion.NUMBER))
                .noneMatch(line -> line.contains("Testperson"))
                .noneMatch(line -> line.contains("1980-02-03"))
                .noneMatch(line -> line.contains("Penicillin"))
                .noneMatch(line -> line.contains("eyJ"));
    }

    private static void ask(TestRegion region) {
        var person = region.personId();
        region.get("/Patient?family=Testperson&birthdate=1980-02-03");
        region.get("/Patient?identifier=" + TestRegion.NUMBER + "&colour:x=1");
        region.get("/Patient/" + TestRegion.NUMBER);
        region.get("/Patient/%0" + TestRegion.NUMBER);
        region.send(region.bare("/Patient?identifier=" + TestRegion.NUMBER));
        region.send(
                region.bare(
                        "/Patient?identifier="
                                + TestRegion.NUMBER
                                + "&access_token="
                                + region.issuer().token()));
        region.send(
                region.request("/Patient/_search")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "identifier=" + TestRegion.NUMBER)));
        region.rawGet("/fhir/Patient\\" + TestRegion.NUMBER);
        region.practice().fail(FaultCode.MALFORMED);
        region.get("/Patient/" + person + "/$everything");
        region.ports().breakAudit(true);
        region.get("/Patient/" + person + "/$everything");
    }
}
