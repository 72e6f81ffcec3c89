package health.sheaf.estate.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.NhsNumber;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PopulationTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 1);

    private final Population population = Population.of(500, 7, TODAY);

    @Test
    void theSameSeedGivesTheSamePeopleAndTheSameStories() {
        var again = Population.of(500, 7, TODAY);

        assertThat(again.people()).isEqualTo(population.people());
        for (var person : population.people()) {
            assertThat(again.story(person)).isEqualTo(population.story(person));
        }
    }

    @Test
    void anotherSeedGivesOtherPeopleButTheSameShowcases() {
        var other = Population.of(500, 8, TODAY);
        int showcases = Showcase.values().length;

        assertThat(other.people().subList(showcases, 500))
                .isNotEqualTo(population.people().subList(showcases, 500));
        assertThat(other.people().subList(0, showcases))
                .isEqualTo(population.people().subList(0, showcases));
    }

    @Test
    void everyNhsNumberIsValidUniqueAndOfTheTestRange() {
        var numbers = population.people().stream().map(Person::nhsNumber).toList();

        assertThat(new HashSet<>(numbers)).hasSize(500);
        assertThat(numbers).allMatch(number -> number.startsWith("999"));
        // The constructor refuses a wrong check digit.
        assertThat(numbers.stream().map(NhsNumber::new)).hasSize(500);
    }

    @Test
    void aPersonHasTheSameNumberInARegionOfAnySize() {
        assertThat(Population.of(2000, 3, TODAY).at(120).nhsNumber())
                .isEqualTo(population.at(120).nhsNumber());
    }

    @Test
    void everySystemCallsEachPersonDifferently() {
        for (var source : Source.values()) {
            var numbers =
                    population.people().stream()
                            .map(person -> person.localNumber(source))
                            .collect(Collectors.toSet());
            assertThat(numbers).hasSize(500);
        }
    }

    @Test
    void theTwinsShareNameBirthDateAndAddressButNotTheNumber() {
        var first = population.showcase(Showcase.FIRST_TWIN);
        var second = population.showcase(Showcase.SECOND_TWIN);

        assertThat(second.family()).isEqualTo(first.family());
        assertThat(second.born()).isEqualTo(first.born());
        assertThat(second.home()).isEqualTo(first.home());
        assertThat(second.nhsNumber()).isNotEqualTo(first.nhsNumber());
    }

    @Test
    void theNamesakesShareOnlyTheirName() {
        var first = population.showcase(Showcase.FIRST_NAMESAKE);
        var second = population.showcase(Showcase.SECOND_NAMESAKE);

        assertThat(second.family() + second.given()).isEqualTo(first.family() + first.given());
        assertThat(second.born()).isNotEqualTo(first.born());
    }

    @Test
    void theHospitalRefutesTheAllergyThatThePracticeConfirms() {
        var story = population.story(population.showcase(Showcase.REFUTED_ALLERGY));

        assertThat(story.practice().allergies())
                .extracting(allergy -> allergy.what().code(), Story.Allergy::verification)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("91936005", "confirmed"));
        assertThat(story.hospital().allergies())
                .extracting(allergy -> allergy.what().code(), Story.Allergy::verification)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("91936005", "refuted"));
    }

    @Test
    void practiceAndHospitalRecordTheSameMedicine() {
        var story = population.story(population.showcase(Showcase.SAME_DRUG_TWICE));
        var hospital =
                story.hospital().stays().stream()
                        .flatMap(stay -> stay.medicines().stream())
                        .map(medicine -> medicine.what().code())
                        .toList();

        assertThat(story.practice().medicines())
                .extracting(medicine -> medicine.what().code())
                .containsAnyElementsOf(hospital);
    }

    @Test
    void nothingIsRecordedAboutTheAllergiesOfOneAndAssertedNoneOfAnother() {
        var silent = population.story(population.showcase(Showcase.ALLERGIES_NOT_RECORDED));
        var none = population.story(population.showcase(Showcase.NO_KNOWN_ALLERGIES));

        assertThat(silent.practice().allergies()).isEmpty();
        assertThat(silent.hospital().allergies()).isEmpty();
        assertThat(none.practice().allergies())
                .extracting(allergy -> allergy.what().code())
                .containsExactly("716186003");
    }

    @Test
    void oneOfTheEpisodesLiesUnderTheSupersededNumber() {
        var person = population.showcase(Showcase.MERGED_NUMBER);

        assertThat(person.oldHospitalNumber()).isNotNull();
        assertThat(population.story(person).hospital().stays())
                .extracting(Story.Stay::underOldNumber)
                .contains(true, false);
    }

    @Test
    void decimalsKeepTheirTrailingZeros() {
        var story = population.story(population.showcase(Showcase.LOCAL_CODES));
        var values =
                story.laboratory().stream()
                        .flatMap(request -> request.values().stream())
                        .map(Story.LabValue::value)
                        .toList();

        assertThat(values).contains("4.10");
        assertThat(story.laboratory().getFirst().values())
                .extracting(Story.LabValue::test)
                .contains(LabTest.XTRP);
    }

    @Test
    void nothingHappensBeforeBirthOrAfterTheDayOfTheRegion() {
        for (var person : population.people()) {
            var story = population.story(person);
            var days = story.practice().problems().stream().map(Story.Problem::since).toList();
            assertThat(days).allSatisfy(day -> assertThat(day).isBetween(person.born(), TODAY));
            assertThat(story.hospital().stays())
                    .allSatisfy(stay ->
                            assertThat(stay.from().toLocalDate()).isBetween(person.born(), TODAY));
        }
    }

    @Test
    void agesAndSystemsAreSpread() {
        var ages = population.people().stream().map(person -> person.ageOn(TODAY)).toList();

        assertThat(ages).anyMatch(age -> age < 5).anyMatch(age -> age > 85);
        for (var source : Source.values()) {
            assertThat(population.knownTo(source).size()).isBetween(60, 500);
        }
    }

    @Test
    void aRegionTooSmallForItsShowcasesIsRefused() {
        assertThatThrownBy(() -> Population.of(3, 1, TODAY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFlagFollowsTheRange() {
        assertThat(List.of(flag("3.49"), flag("3.50"), flag("5.30"), flag("5.31")))
                .containsExactly("L", "-", "-", "H");
        assertThat(LabTest.CRP.flag("<5")).isNull();
        assertThat(LabTest.CRP.flag("12")).isEqualTo("H");
    }

    private static String flag(String potassium) {
        var flag = LabTest.K.flag(potassium);
        return flag == null ? "-" : flag;
    }
}
