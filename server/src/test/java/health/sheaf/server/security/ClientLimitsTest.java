package health.sheaf.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.server.security.ClientLimits.Admission;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ClientLimitsTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Admission hurried(ClientLimits limits, String client) {
        var admission = limits.enter(client);
        if (admission instanceof Admission.Admitted) {
            limits.leave(client);
        }
        return admission;
    }

    @Test
    void aClientMayAskSoOftenASecondAndNoMore() {
        var limits = new ClientLimits(5, 100, now::get);

        for (int i = 0; i < 5; i++) {
            assertThat(hurried(limits, "a")).isEqualTo(new Admission.Admitted());
        }
        assertThat(hurried(limits, "a"))
                .isEqualTo(new Admission.TooFast(Duration.ofSeconds(1), true));
        assertThat(hurried(limits, "a"))
                .as("said once")
                .isEqualTo(new Admission.TooFast(Duration.ofSeconds(1), false));
        assertThat(hurried(limits, "b")).as("another").isEqualTo(new Admission.Admitted());
        pass(Duration.ofMillis(200));
        assertThat(hurried(limits, "a")).isEqualTo(new Admission.Admitted());
        assertThat(hurried(limits, "a"))
                .isEqualTo(new Admission.TooFast(Duration.ofSeconds(1), true));
        pass(Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            assertThat(hurried(limits, "a")).isEqualTo(new Admission.Admitted());
        }
        assertThat(hurried(limits, "a")).isInstanceOf(Admission.TooFast.class);
    }

    @Test
    void aClientMayHaveSoManyUnderWayAndNoMore() {
        var limits = new ClientLimits(1_000, 2, now::get);
        limits.enter("a");
        limits.enter("a");

        assertThat(limits.enter("a")).isEqualTo(new Admission.TooMany(true));
        assertThat(limits.enter("b")).isEqualTo(new Admission.Admitted());
        limits.leave("a");
        assertThat(limits.enter("a")).isEqualTo(new Admission.Admitted());
    }

    @Test
    void whatIsRefusedCostsNothingOfTheAllowance() {
        var limits = new ClientLimits(2, 1, now::get);
        limits.enter("a");
        for (int i = 0; i < 10; i++) {
            assertThat(limits.enter("a")).isInstanceOf(Admission.TooMany.class);
        }
        limits.leave("a");

        assertThat(limits.enter("a")).isEqualTo(new Admission.Admitted());
    }

    @Test
    void manyClientsAreForgottenButNoneThatIsUnderWay() {
        var limits = new ClientLimits(1, 1, now::get);
        limits.enter("busy");
        for (int i = 0; i < 30_000; i++) {
            assertThat(hurried(limits, "c" + i)).isEqualTo(new Admission.Admitted());
        }

        assertThat(limits.size()).isLessThanOrEqualTo(10_000);
        assertThat(limits.enter("busy")).isEqualTo(new Admission.TooMany(true));
    }
}
