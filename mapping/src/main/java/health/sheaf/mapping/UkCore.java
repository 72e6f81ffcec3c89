package health.sheaf.mapping;

import health.sheaf.spi.DefinitionException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** UK Core's extensions, so that a misspelt address is an error and not an unknown extension. */
final class UkCore {

    static final UkCore INSTANCE = new UkCore();

    private static final String HOME = "https://fhir.hl7.org.uk/StructureDefinition/";

    private final Map<String, List<String>> extensions = new HashMap<>();

    private UkCore() {
        R4.lines(
                "ukcore-extensions.txt",
                line -> {
                    var parts = line.split("\t", -1);
                    extensions.put(parts[0], List.of(parts[1].split("\\|")));
                });
    }

    /** Checks the address and the type of the value; extensions of others pass. */
    void check(YamlNode.Mapping extension) {
        if (!(extension.entries().get("url") instanceof YamlNode.Scalar url)
                || !url.text().startsWith(HOME)) {
            return;
        }
        var types = extensions.get(url.text());
        if (types == null) {
            throw new DefinitionException(
                    url.position(),
                    "UK Core has no such extension"
                            + Functions.suggestion(url.text(), addresses()));
        }
        for (var key : extension.entries().keySet()) {
            if (key.startsWith("value")
                    && types.stream().noneMatch(type -> names(key, type))
                    && !types.contains("nested")) {
                throw new DefinitionException(
                        extension.keyPosition(key),
                        "the value of this extension is " + String.join(" or ", types));
            }
        }
    }

    Set<String> addresses() {
        return extensions.keySet();
    }

    private static boolean names(String key, String type) {
        return type.isEmpty()
                || key.toLowerCase(Locale.ROOT).equals("value" + type.toLowerCase(Locale.ROOT));
    }
}
