package health.sheaf.connector.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.kit.TestSources;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.DefinitionException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class FhirSettingsTest {

    @Test
    void theConnectorIsFoundByItsName() {
        assertThat(ServiceLoader.load(ConnectorFactory.class))
                .extracting(ConnectorFactory::name)
                .contains("fhir");
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        assertRefused(
                "page-sice", 5, "'page-sice' is not a setting here; did you mean 'page-size'?");
        assertRefused("page-size", 0, "'page-size' must be from 1 to 10000");
        assertRefused("read", "all", "'read' must be one of auto, everything, search");
        assertRefused("search-method", "put", "must be post or get");
        assertRefused("patient-parameter", "person", "must be patient or subject");
        assertRefused("types", List.of("Practitioner"), "not a type of a patient's record");
        assertRefused("without-parameters", List.of("code"), "Observation.category");
        assertRefused("freshness", Map.of("url", "https://evil/x", "path", "a"), "relative");
        assertRefused("freshness", Map.of("url", "x"), "'path' is needed here");
        assertRefused("auth", Map.of("kind", "none", "usename", "x"), "not a setting here");
    }

    @Test
    void aDefinitionThatSaysItAllIsRead() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("base-url", "https://fhir.example.nhs.uk/r4");
        settings.put("auth", Map.of("kind", "none"));
        settings.put("tls", Map.of());
        settings.put("gzip", false);
        settings.put("connect-timeout", "2s");
        settings.put("read", "search");
        settings.put("page-size", 50);
        settings.put("search-method", "get");
        settings.put("patient-parameter", "subject");
        settings.put("types", List.of("Observation"));
        settings.put("without-parameters", List.of("Observation.category"));
        settings.put("fan-out", 4);
        settings.put("freshness", Map.of("url", "status", "path", "asOf"));

        create(settings);
    }

    private static void assertRefused(String key, Object value, String message) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("base-url", "https://fhir.example.nhs.uk/r4");
        settings.put(key, value);
        assertThatThrownBy(() -> create(settings))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("test.yaml:")
                .hasMessageContaining(message);
    }

    private static void create(Map<String, Object> settings) {
        new FhirConnectorFactory()
                .create(
                        TestSources.definition("a-source", "fhir", settings),
                        TestSources.context(Path.of("target"), Map.of()))
                .close();
    }
}
