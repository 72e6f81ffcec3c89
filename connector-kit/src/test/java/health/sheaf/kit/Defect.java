package health.sheaf.kit;

/** A mistake {@link ChartConnector} can be made to make; the contract must catch each. */
enum Defect {
    NONE(""),
    DECLARES_TOO_LITTLE("itDeclaresWhatTheSourceHolds"),
    LEAVES_OUT_WHAT_IS_REFERRED_TO("whatTheChartRefersToComesAlong"),
    EMPTY_IS_UNKNOWN("anEmptyChartIsCompleteWithNoughtEntries"),
    TAKES_ONE_FILTER_OF_TWO("severalFiltersAreJoinedByAnd"),
    WORKS_ONCE("connectionsThatDiedWhileIdleAreReplaced"),
    GIVES_A_FOREIGN_RESOURCE("anNhsNumberGivesTheWholeChartAndNothingOfAnybodyElse"),
    LOSES_A_RESOURCE("aLocalKeyGivesTheWholeChartAndNothingOfAnybodyElse"),
    GIVES_ONE_TWICE("aLocalKeyGivesTheWholeChartAndNothingOfAnybodyElse"),
    GIVES_OTHER_TYPES("onlyTheTypesAskedForCome"),
    NAMES_ANOTHER_SOURCE("aLocalKeyGivesTheWholeChartAndNothingOfAnybodyElse"),
    HAS_NO_VERSIONS("aLocalKeyGivesTheWholeChartAndNothingOfAnybodyElse"),
    ROUNDS_DECIMALS("decimalsKeepTheirDigits"),
    UNKNOWN_IS_EMPTY("anUnknownPatientIsNotKnownInEverySection"),
    CANNOT_IS_EMPTY("aSectionItCannotGiveIsRefusedAndNeverEmpty"),
    FORGETS_TO_FILTER("everyDeclaredFilterIsAppliedByTheSource"),
    SWALLOWS_FILTERS("everyOtherFilterComesBackAndNothingIsFiltered"),
    IGNORES_THE_LIMIT("aLimitGivesWholePagesAndSaysWhatIsMissing"),
    HIDES_WHAT_THE_LIMIT_CUT("aLimitGivesWholePagesAndSaysWhatIsMissing"),
    FINDS_ANYBODY("aFinderFindsByNhsNumber"),
    FINDS_BY_DEMOGRAPHICS_BADLY("aFinderFindsByDemographicsWhereItSaysSo"),
    SUBJECT_IS_NOBODY("aFinderSaysWhoseResourceItIs"),
    WAITS_TOO_LONG("aSourceThatNeverAnswersIsNotWaitedForBeyondTheDeadline"),
    ASKS_TOO_LATE("aDeadlineThatHasPassedAsksNothing"),
    DOWN_IS_EMPTY("aRefusedConnectionIsSaidToBeOne"),
    BROKEN_IS_EMPTY("anAnswerCutShortGivesNothingOfThatAnswer"),
    HALF_IS_WHOLE("anAnswerCutShortGivesNothingOfThatAnswer"),
    NEVER_RECOVERS("aResetInTheMiddleGivesNothingOfThatAnswer"),
    TELLS_THE_NUMBER("aRefusedConnectionIsSaidToBeOne"),
    IGNORES_INTERRUPTION("interruptionStopsAQuestion"),
    MIXES_PATIENTS("manyQuestionsAtOnceDoNotMix"),
    FINDER_IS_NEVER_DOWN("aFinderFailsAsProperlyAsAFetch"),
    KEEPS_CONNECTIONS("closingReleasesEveryConnection");

    private final String caughtBy;

    Defect(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    /** The test of the contract that must fail. */
    String caughtBy() {
        return caughtBy;
    }
}
