package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RecordTest {

    private static TestRegion region;

    @BeforeAll
    static void start() {
        region = new TestRegion();
    }

    @AfterAll
    static void stop() {
        region.close();
    }

    @Test
    void aPersonIsFoundByNumberAndTheWholeRecordComesWithTheLedger() {
        var person = region.personId();

        var response = region.get("/Patient/" + person + "/$everything");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("ledger-line").contains("practice").contains("1.10");
        assertThat(response.body()).contains("Ramipril").contains("Asthma");
    }

    @Test
    void withoutATokenNothingIsAnswered() {
        var response = region.send(region.bare("/Patient/x/$everything"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
}
