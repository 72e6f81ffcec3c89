package health.sheaf.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Every mistake is caught by the test of the contract that is there for it. */
final class ContractCatchesTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theContractCatches(Defect defect) {
        DefectiveContract.defect = defect;
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(DefectiveContract.class, defect.caughtBy()))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(1).failed(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anNhsNumberGivesTheWholeChartAndNothingOfAnybodyElse",
                "whatTheChartRefersToComesAlong",
                "aFinderFindsByNhsNumber",
                "aFinderSaysWhoseResourceItIs"
            })
    void anAbilityThatIsDeniedAndThereAllTheSameIsCaught(String test) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(DenyingContract.class, test))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(1).failed(1));
    }

    @Test
    void everyTestOfTheContractIsThereForAMistake() {
        var caught = new HashSet<>(Arrays.stream(Defect.values()).map(Defect::caughtBy).toList());
        // The same mistakes under other faults: the check behind each is shared with one above.
        caught.addAll(
                List.of(
                        "aSlowSourceIsNotWaitedForBeyondTheDeadline",
                        "aDribbleIsNotWaitedForBeyondTheDeadline",
                        "aSourceThatHangsAfterTheHeadersIsNotWaitedForBeyondTheDeadline",
                        "aSourceThatHangsInTheMiddleOfAnAnswerGivesNothingOfThatAnswer",
                        "anAnswerThatIsHalfClosedGivesNothingOfThatAnswer",
                        "aConnectionClosedWithoutAnAnswerIsNoEmptyChart",
                        "aCorruptedAnswerGivesNothingOfThatAnswer"));
        var tests =
                Stream.of(AnswerContract.class, ConnectorContractTest.class)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(method -> method.getName())
                        .toList();
        assertThat(tests).hasSizeGreaterThan(25);
        assertThat(caught).containsAll(tests);
    }
}
