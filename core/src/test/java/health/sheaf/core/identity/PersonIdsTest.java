package health.sheaf.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.InvalidValueException;
import java.security.SecureRandom;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class PersonIdsTest {

    @Test
    void idsAreShapedAndFresh() {
        var ids = new PersonIds(new SecureRandom());
        var made = new HashSet<PersonId>();
        for (int i = 0; i < 1000; i++) {
            made.add(ids.get());
        }
        assertThat(made).hasSize(1000).allMatch(id -> PersonId.isShaped(id.value()));
    }

    @Test
    void nothingElseIsAPersonId() {
        assertThat(PersonId.isShaped("9990004951")).isFalse();
        assertThat(PersonId.isShaped("A".repeat(26))).isFalse();
        assertThat(PersonId.isShaped("a".repeat(27))).isFalse();
        assertThatThrownBy(() -> new PersonId("../../Patient/2?x"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageNotContaining("Patient");
    }
}
