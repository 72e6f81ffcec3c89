package health.sheaf.kit;

/**
 * The contract over a connector that can do what its test denies; meant to fail, run by {@link
 * ContractCatchesTest}.
 */
final class DenyingContract extends ConnectorContractTest {

    @Override
    protected SourceUnderTest start() {
        return new ChartSource(Defect.NONE);
    }

    @Override
    protected boolean has(Behaviour behaviour) {
        return Denials.has(behaviour);
    }
}
