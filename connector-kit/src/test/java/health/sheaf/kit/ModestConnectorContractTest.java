package health.sheaf.kit;

/** The contract can be kept by a connector that denies what may be denied. */
final class ModestConnectorContractTest extends ConnectorContractTest {

    @Override
    protected SourceUnderTest start() {
        return ChartSource.modest();
    }

    @Override
    protected boolean has(Behaviour behaviour) {
        return Denials.has(behaviour);
    }
}
