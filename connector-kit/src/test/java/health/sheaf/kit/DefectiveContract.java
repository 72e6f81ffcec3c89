package health.sheaf.kit;

/**
 * The contract over a connector that makes a mistake; it is meant to fail, so no build runs it by
 * itself ({@link ContractCatchesTest} does).
 */
final class DefectiveContract extends ConnectorContractTest {

    /** JUnit makes the instance, so what it shall be comes from here. */
    static volatile Defect defect = Defect.NONE;

    @Override
    protected SourceUnderTest start() {
        return new ChartSource(defect);
    }
}
