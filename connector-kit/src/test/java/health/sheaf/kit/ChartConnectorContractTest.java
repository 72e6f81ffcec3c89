package health.sheaf.kit;

/** The contract can be kept; and the model for a connector's own contract test. */
final class ChartConnectorContractTest extends ConnectorContractTest {

    @Override
    protected SourceUnderTest start() {
        return new ChartSource(Defect.NONE);
    }
}
