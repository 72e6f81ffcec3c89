package health.sheaf.mapping;

import health.sheaf.mapping.Step.Pushdown;
import health.sheaf.mapping.Step.Traits;
import health.sheaf.spi.Position;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Functions on measured values. */
final class QuantityFunctions {

    private static final String NUMBER = "[+-]?[0-9]{1,100}(?:\\.[0-9]{1,100})?";
    private static final Pattern MEASURED = Pattern.compile("(<=|>=|<|>)?\\s*(" + NUMBER + ")");
    private static final Pattern BETWEEN =
            Pattern.compile("\\(?\\s*(" + NUMBER + ")\\s*(?:-|–|to)\\s*(" + NUMBER + ")\\s*\\)?");
    private static final Set<String> SAME_IN_UCUM =
            Set.of(
                    "%",
                    "g",
                    "kg",
                    "mg",
                    "ug",
                    "ng",
                    "g/L",
                    "mg/L",
                    "ug/L",
                    "ng/L",
                    "pg/mL",
                    "g/dL",
                    "mg/dL",
                    "mol/L",
                    "mmol/L",
                    "umol/L",
                    "nmol/L",
                    "pmol/L",
                    "mmol/mol",
                    "mg/mmol",
                    "g/mol",
                    "U/L",
                    "kU/L",
                    "mU/L",
                    "[IU]/L",
                    "m[IU]/L",
                    "k[IU]/L",
                    "fL",
                    "pg",
                    "mL",
                    "L",
                    "L/L",
                    "mL/min",
                    "L/min",
                    "mm[Hg]",
                    "kPa",
                    "cm",
                    "m",
                    "mm",
                    "kg/m2",
                    "/min",
                    "s",
                    "min",
                    "h",
                    "d",
                    "wk",
                    "mo",
                    "a",
                    "Cel",
                    "10*9/L",
                    "10*12/L",
                    "10*6/L",
                    "mm/h",
                    "mosm/kg",
                    "mL/min/{1.73_m2}",
                    "{ratio}",
                    "{INR}",
                    "1");
    private static final java.util.Map<String, String> WELL_KNOWN =
            java.util.Map.ofEntries(
                    java.util.Map.entry("10^9/L", "10*9/L"),
                    java.util.Map.entry("x10^9/L", "10*9/L"),
                    java.util.Map.entry("10*9/l", "10*9/L"),
                    java.util.Map.entry("10^9/l", "10*9/L"),
                    java.util.Map.entry("10^12/L", "10*12/L"),
                    java.util.Map.entry("x10^12/L", "10*12/L"),
                    java.util.Map.entry("10^12/l", "10*12/L"),
                    java.util.Map.entry("g/l", "g/L"),
                    java.util.Map.entry("mg/l", "mg/L"),
                    java.util.Map.entry("ug/l", "ug/L"),
                    java.util.Map.entry("µg/L", "ug/L"),
                    java.util.Map.entry("mmol/l", "mmol/L"),
                    java.util.Map.entry("umol/l", "umol/L"),
                    java.util.Map.entry("µmol/L", "umol/L"),
                    java.util.Map.entry("nmol/l", "nmol/L"),
                    java.util.Map.entry("pmol/l", "pmol/L"),
                    java.util.Map.entry("iu/L", "[IU]/L"),
                    java.util.Map.entry("IU/L", "[IU]/L"),
                    java.util.Map.entry("mIU/L", "m[IU]/L"),
                    java.util.Map.entry("mu/L", "mU/L"),
                    java.util.Map.entry("u/L", "U/L"),
                    java.util.Map.entry("fl", "fL"),
                    java.util.Map.entry("mmHg", "mm[Hg]"),
                    java.util.Map.entry("mm Hg", "mm[Hg]"),
                    java.util.Map.entry("bpm", "/min"),
                    java.util.Map.entry("beats/min", "/min"),
                    java.util.Map.entry("breaths/min", "/min"),
                    java.util.Map.entry("kg/m^2", "kg/m2"),
                    java.util.Map.entry("kg/m²", "kg/m2"),
                    java.util.Map.entry("mm/hr", "mm/h"),
                    java.util.Map.entry("°C", "Cel"),
                    java.util.Map.entry("degC", "Cel"),
                    java.util.Map.entry("mL/min/1.73m2", "mL/min/{1.73_m2}"),
                    java.util.Map.entry("ml/min/1.73m2", "mL/min/{1.73_m2}"));

    private QuantityFunctions() {}

    /**
     * Where a unit comes from.
     *
     * @param column the column, or {@code null} where it is fixed
     * @param fixed the words, where it is fixed
     * @param table gives the UCUM code; {@code null}: the built-in list
     */
    record Unit(@Nullable String column, @Nullable String fixed, @Nullable CodeTable table) {

        static final Unit NONE = new Unit(null, null, null);

        Set<String> columns() {
            return column == null ? Set.of() : Set.of(column);
        }

        void write(ObjectNode quantity, Scope scope, Position position) {
            var words = column == null ? fixed : scope.column(column).asText();
            if (words == null || words.isBlank()) {
                return;
            }
            words = words.strip();
            quantity.put("unit", words);
            var code = code(words);
            if (code != null) {
                quantity.put("system", CodeSystems.UCUM);
                quantity.put("code", code);
            } else if (table != null) {
                scope.issue(IssueKind.CODE_UNMAPPED, position);
            }
        }

        private @Nullable String code(String words) {
            if (table != null) {
                var targets = table.of(words);
                return targets.isEmpty() ? null : targets.getFirst().value();
            }
            return SAME_IN_UCUM.contains(words) ? words : WELL_KNOWN.get(words);
        }
    }

    static Step unit(Unit unit, Position position) {
        return new Step(
                "unit",
                Kind.QUANTITY,
                Traits.NONE,
                new Pushdown.None(),
                unit.columns(),
                Set.of(),
                (in, scope) -> {
                    var text = in.words();
                    var match = MEASURED.matcher(text);
                    if (!match.matches()) {
                        scope.issue(IssueKind.VALUE_UNREADABLE, position);
                        return Value.Absent.ABSENT;
                    }
                    return new Value.Tree(Kind.QUANTITY, quantity(match, unit, scope, position));
                });
    }

    private static ObjectNode quantity(Matcher match, Unit unit, Scope scope, Position position) {
        var quantity = JsonNodeFactory.instance.objectNode();
        quantity.put("value", new BigDecimal(match.group(2)));
        if (match.group(1) != null) {
            quantity.put("comparator", match.group(1));
        }
        unit.write(quantity, scope, position);
        return quantity;
    }

    static Step range(Unit unit, Position position) {
        return new Step(
                "range",
                Kind.RANGE,
                Traits.NONE,
                new Pushdown.None(),
                unit.columns(),
                Set.of(),
                (in, scope) -> {
                    var text = in.asText();
                    if (text == null) {
                        return in;
                    }
                    var range = JsonNodeFactory.instance.objectNode();
                    limits(text.strip(), unit, scope, position)
                            .ifPresentOrElse(range::setAll, () -> range.put("text", text.strip()));
                    return new Value.Tree(Kind.RANGE, range);
                });
    }

    private static Optional<ObjectNode> limits(
            String text, Unit unit, Scope scope, Position position) {
        var range = JsonNodeFactory.instance.objectNode();
        var between = BETWEEN.matcher(text);
        if (between.matches()) {
            limit(range, "low", between.group(1), unit, scope, position);
            limit(range, "high", between.group(2), unit, scope, position);
            return Optional.of(range);
        }
        var open = MEASURED.matcher(text);
        if (open.matches() && open.group(1) != null) {
            limit(
                    range,
                    open.group(1).startsWith("<") ? "high" : "low",
                    open.group(2),
                    unit,
                    scope,
                    position);
            // 'below 5' and 'up to 5' are not the same: the words say which.
            range.put("text", text);
            return Optional.of(range);
        }
        return Optional.empty();
    }

    private static void limit(
            ObjectNode range,
            String name,
            String number,
            Unit unit,
            Scope scope,
            Position position) {
        var quantity = range.putObject(name);
        quantity.put("value", new BigDecimal(number));
        unit.write(quantity, scope, position);
    }
}
