package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NhsNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"9990000018", "999 000 0018", "999-000-0018", " 9990000018 "})
    void aNumberIsReadAsPeopleWriteIt(String text) {
        assertThat(NhsNumber.parse(text).map(NhsNumber::value)).contains("9990000018");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "999000001",
                "99900000180",
                "9990000019",
                "999000001x",
                "९९९००००००१८",
                "9990000018\n"
            })
    void whatIsNoNumberIsNotRead(String text) {
        assertThat(NhsNumber.parse(text)).isEmpty();
        assertThatThrownBy(() -> new NhsNumber(text)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void theTenRepeatedDigitNumbersAreRefusedThoughTheirCheckDigitIsRight() {
        IntStream.range(0, 10)
                .mapToObj(digit -> Integer.toString(digit).repeat(10))
                .forEach(text -> assertThat(NhsNumber.parse(text)).as(text).isEmpty());
    }

    @Test
    void aCheckDigitOfTenMakesNoNumber() {
        var valid =
                IntStream.range(0, 10)
                        .mapToObj(check -> "999000001" + check)
                        .filter(text -> NhsNumber.parse(text).isPresent());
        var none =
                IntStream.range(0, 10)
                        .mapToObj(check -> "999000000" + check)
                        .filter(text -> NhsNumber.parse(text).isPresent());

        assertThat(valid).hasSize(1);
        assertThat(none).isEmpty();
    }

    @Test
    void oneChangedDigitIsAlwaysNoticed() {
        var number = "9990000018";
        for (int at = 0; at < 10; at++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                var changed = number.substring(0, at) + digit + number.substring(at + 1);
                assertThat(NhsNumber.parse(changed).isPresent()).isEqualTo(changed.equals(number));
            }
        }
    }

    @Test
    void nothingThatHoldsANumberShowsIt() {
        var number = new NhsNumber("9990000018");

        assertThat(number).hasToString("********18");
        assertThat(new PatientKey.National(number).toString()).doesNotContain("999000");
        assertThat(new PatientKey.Local("H123", number).toString())
                .doesNotContain("H123", "999000");
        assertThat(new PatientQuery.ByNhsNumber(number).toString()).doesNotContain("999000");
        var smith =
                new PatientQuery.ByDemographics(
                        "Smith", "Ann", LocalDate.of(1970, 1, 2), "female", "LS1 4AP");
        assertThat(smith.toString()).doesNotContain("Smith", "Ann", "1970", "LS1");
        assertThatThrownBy(() -> new NhsNumber("9990000019")).message().doesNotContain("999000");
    }
}
