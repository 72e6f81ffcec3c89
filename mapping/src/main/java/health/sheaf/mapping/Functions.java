package health.sheaf.mapping;

import health.sheaf.mapping.Expression.Argument;
import health.sheaf.mapping.Expression.Call;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import health.sheaf.spi.Spelling;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The closed set of functions: reads their arguments, refuses what is wrong about them. */
final class Functions {

    private static final Set<String> NAMES =
            new LinkedHashSet<>(
                    List.of(
                            "trim",
                            "upper",
                            "lower",
                            "title",
                            "digits",
                            "split",
                            "join",
                            "nhs_number",
                            "postcode",
                            "date",
                            "datetime",
                            "time",
                            "decimal",
                            "integer",
                            "boolean",
                            "table",
                            "concept",
                            "unit",
                            "range",
                            "only",
                            "absent",
                            "default",
                            "base64",
                            "ts",
                            "ts_day",
                            "prefix",
                            "lookup",
                            "as",
                            "make",
                            "constant",
                            "like",
                            "code_system"));
    private static final Set<String> STARTS = Set.of("ref", "refs", "join");
    private static final Set<Kind> FINISHED =
            Set.of(Kind.CONCEPT, Kind.QUANTITY, Kind.RANGE, Kind.REFERENCE, Kind.BYTES);

    private final Map<String, CodeTable> tables;
    private final ZoneId zone;
    private final @Nullable NativePaths paths;
    private @Nullable Shapes shapes;

    Functions(Map<String, CodeTable> tables, ZoneId zone) {
        this(tables, zone, null);
    }

    /**
     * @param paths the native paths of the map; {@code null} where its leaves are columns
     */
    Functions(Map<String, CodeTable> tables, ZoneId zone, @Nullable NativePaths paths) {
        this.tables = Map.copyOf(tables);
        this.zone = zone;
        this.paths = paths;
    }

    /** The shapes {@code as} and {@code make} can name: known once the leaves can be compiled. */
    void shapes(Shapes known) {
        shapes = known;
    }

    /** The format whose paths the leaves read; {@code null} for columns. */
    @Nullable NativeFormat format() {
        return paths == null ? null : paths.format();
    }

    /** A column or a native path, checked. */
    String column(String text, Position position) {
        if (paths == null) {
            return columnName(text, position);
        }
        paths.know(text, position);
        return text;
    }

    ZoneId zone() {
        return zone;
    }

    Step step(Call call) {
        var at = call.position();
        return switch (call.name()) {
            case "trim" -> none(call, TextFunctions.trim());
            case "upper" -> none(call, TextFunctions.upper());
            case "lower" -> none(call, TextFunctions.lower());
            case "title" -> none(call, TextFunctions.title());
            case "digits" -> none(call, TextFunctions.digits());
            case "nhs_number" -> none(call, TextFunctions.nhsNumber(at));
            case "postcode" -> none(call, TextFunctions.postcode(at));
            case "decimal" -> none(call, TextFunctions.decimal(at));
            case "integer" -> none(call, TextFunctions.integer(at));
            case "base64" -> none(call, TextFunctions.base64());
            case "split" -> TextFunctions.split(literal(call));
            case "join" -> TextFunctions.join(literal(call));
            case "only" -> TextFunctions.only(words(call));
            case "absent" -> TextFunctions.absent(words(call));
            case "boolean" -> bool(call);
            case "date" -> TimeFunctions.date(formats(call, false), at);
            case "datetime" -> TimeFunctions.dateTime(formats(call, true), zoneOf(call), at);
            case "time" -> TimeFunctions.time(formats(call, false), at);
            case "table" -> CodeFunctions.table(tableNamed(single(call)), at);
            case "concept" -> CodeFunctions.concept(concept(call), at);
            case "unit" -> QuantityFunctions.unit(unit(call, true), at);
            case "range" -> QuantityFunctions.range(unit(call, false), at);
            case "ts" -> none(call, V2Time.step(zone, at));
            case "ts_day" -> none(call, V2Time.dayStep(zone, at));
            case "code_system" -> none(call, V2Codes.codeSystem(at));
            case "like" -> TextFunctions.like(literal(call));
            case "constant" -> TextFunctions.constant(literal(call));
            case "prefix" -> TextFunctions.prefix(literal(call));
            case "lookup" -> CodeFunctions.lookup(tableNamed(single(call)));
            case "as", "make" -> shape(call);
            case String other ->
                    throw new DefinitionException(
                            at, "there is no function '" + other + "'" + suggestion(other, NAMES));
        };
    }

    private Step shape(Call call) {
        if (shapes == null) {
            throw new DefinitionException(
                    call.position(), "'" + call.name() + "' is for messages: rows have no shapes");
        }
        var argument = single(call);
        return call.name().equals("as")
                ? shapes.as(argument.text(), argument.position())
                : shapes.make(argument.text(), argument.position());
    }

    DefinitionException unknownStart(Call call) {
        if (NAMES.contains(call.name())) {
            return new DefinitionException(
                    call.position(),
                    "'" + call.name() + "' needs a value before it: COLUMN | " + call.name());
        }
        return new DefinitionException(
                call.position(),
                "there is no function '" + call.name() + "'" + suggestion(call.name(), STARTS));
    }

    /** Refuses functions after what is a finished element. */
    void checkInput(Call call, Set<Kind> kinds) {
        for (var kind : kinds) {
            boolean ofList = kind == Kind.LIST && !call.name().equals("join");
            if (FINISHED.contains(kind) || ofList) {
                throw new DefinitionException(
                        call.position(), "'" + call.name() + "' cannot work on " + kind.words());
            }
        }
    }

    void checkResourceType(String type, Position position) {
        if (!R4.INSTANCE.isResource(type)) {
            throw new DefinitionException(
                    position,
                    "'"
                            + type
                            + "' is no resource type"
                            + suggestion(type, R4.INSTANCE.resourceTypes()));
        }
    }

    /** The one argument of a function that takes one. */
    String literal(Call call) {
        return single(call).text();
    }

    private static Argument single(Call call) {
        if (call.arguments().size() != 1 || call.arguments().getFirst().name() != null) {
            throw new DefinitionException(
                    call.position(), "'" + call.name() + "' takes one argument");
        }
        return call.arguments().getFirst();
    }

    private static Step none(Call call, Step step) {
        if (!call.arguments().isEmpty()) {
            throw new DefinitionException(
                    call.arguments().getFirst().position(),
                    "'" + call.name() + "' takes no arguments");
        }
        return step;
    }

    private static Set<String> words(Call call) {
        if (call.arguments().isEmpty()) {
            throw new DefinitionException(
                    call.position(), "'" + call.name() + "' needs the values: only(A, B)");
        }
        var words = new LinkedHashSet<String>();
        call.arguments().forEach(argument -> words.add(unnamed(argument).text()));
        return words;
    }

    private static Step bool(Call call) {
        var arguments = call.arguments();
        if (arguments.isEmpty()) {
            return TextFunctions.bool("true", "false", call.position());
        }
        if (arguments.size() != 2) {
            throw new DefinitionException(
                    call.position(),
                    "'boolean' takes the text for true and the text for false: boolean(Y, N)");
        }
        return TextFunctions.bool(
                unnamed(arguments.get(0)).text(),
                unnamed(arguments.get(1)).text(),
                call.position());
    }

    private static Argument unnamed(Argument argument) {
        if (argument.name() != null) {
            throw new DefinitionException(
                    argument.position(), "'" + argument.name() + "=' has no meaning here");
        }
        return argument;
    }

    private static List<TimeFunctions.Format> formats(Call call, boolean zones) {
        List<TimeFunctions.Format> formats = new ArrayList<>();
        for (var argument : call.arguments()) {
            if (!(zones && isZone(argument.text()))) {
                formats.add(TimeFunctions.Format.of(unnamed(argument).text(), argument.position()));
            }
        }
        return formats;
    }

    private ZoneId zoneOf(Call call) {
        return call.arguments().stream()
                .map(Argument::text)
                .filter(Functions::isZone)
                .findFirst()
                .map(ZoneId::of)
                .orElse(zone);
    }

    private static boolean isZone(String text) {
        try {
            return Character.isUpperCase(text.charAt(0)) && ZoneId.of(text).getRules() != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private CodeTable tableNamed(Argument argument) {
        var table = tables.get(argument.text());
        if (table == null) {
            throw new DefinitionException(
                    argument.position(),
                    "there is no table '"
                            + argument.text()
                            + "'"
                            + suggestion(argument.text(), tables.keySet()));
        }
        return table;
    }

    private CodeFunctions.Concept concept(Call call) {
        @Nullable String system = null;
        @Nullable CodeTable table = null;
        @Nullable String by = null;
        @Nullable String display = null;
        var systems = new LinkedHashMap<String, String>();
        for (var argument : call.arguments()) {
            var place = argument.position();
            switch (argument.name()) {
                case null -> system = CodeSystems.address(argument.text(), place);
                case "local" -> system = CodeSystems.address(argument.text(), place);
                case "table" -> table = tableNamed(argument);
                case "by" -> by = column(argument.text(), place);
                case "display" -> display = column(argument.text(), place);
                case String scheme ->
                        systems.put(scheme, CodeSystems.address(argument.text(), place));
            }
        }
        if (by == null && !systems.isEmpty()) {
            throw new DefinitionException(
                    call.position(),
                    "'"
                            + systems.keySet().iterator().next()
                            + "=' is for concepts with by=COLUMN"
                            + suggestion(
                                    systems.keySet().iterator().next(),
                                    Set.of("local", "table", "display", "by")));
        }
        if (system == null && by == null) {
            throw new DefinitionException(
                    call.position(),
                    "'concept' needs the system of the column's codes: concept(snomed) or"
                            + " concept(local=https://…)");
        }
        return new CodeFunctions.Concept(system, table, by, systems, display);
    }

    private QuantityFunctions.Unit unit(Call call, boolean needed) {
        if (call.arguments().isEmpty()) {
            if (needed) {
                throw new DefinitionException(
                        call.position(), "'unit' needs the unit: unit(UNITS, ucum)");
            }
            return QuantityFunctions.Unit.NONE;
        }
        var first = unnamed(call.arguments().getFirst());
        @Nullable CodeTable table = null;
        for (var argument : call.arguments().subList(1, call.arguments().size())) {
            if ("table".equals(argument.name())) {
                table = tableNamed(argument);
            } else if (argument.name() != null || !argument.text().equals("ucum")) {
                throw new DefinitionException(
                        argument.position(), "after the unit stands ucum or table=NAME");
            }
        }
        return first.quoted()
                ? new QuantityFunctions.Unit(null, first.text(), table)
                : new QuantityFunctions.Unit(column(first.text(), first.position()), null, table);
    }

    static String columnName(String text, Position position) {
        if (!ExpressionParser.isName(text)) {
            throw new DefinitionException(
                    position, "the name of a column is needed here: letters, digits and _ $ #");
        }
        return text;
    }

    static String suggestion(String word, Set<String> known) {
        return Spelling.nearest(word, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }
}
