package health.sheaf.server.fhir;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a request, in their order, read strictly and with limits. We read them
 * ourselves: the container would merge a form with the query, replace broken UTF-8 silently, and
 * put them in its debug log.
 */
final class Query {

    static final int MAX_LENGTH = 8_000;
    static final int MAX_FORM = 64 * 1024;
    static final int MAX_PARAMETERS = 100;
    static final int MAX_VALUES = 100;

    /**
     * One parameter.
     *
     * @param name without its modifier
     * @param modifier what follows the colon; empty where nothing does
     */
    record Parameter(String name, String modifier, String value) {}

    private final List<Parameter> parameters;
    private final Set<String> read = new LinkedHashSet<>();

    private Query(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /** The parameters of a query string and of a form; either may be empty. */
    static Query of(String queryString, String form) {
        if (queryString.length() > MAX_LENGTH) {
            throw new HttpProblem(
                    HttpCode.URI_TOO_LONG,
                    "The query is too long; send it as a form with POST to _search.");
        }
        var parameters = new ArrayList<Parameter>();
        add(parameters, queryString);
        add(parameters, form);
        return new Query(parameters);
    }

    private static void add(List<Parameter> parameters, String encoded) {
        if (encoded.isEmpty()) {
            return;
        }
        for (var pair : encoded.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            if (parameters.size() >= MAX_PARAMETERS) {
                throw new HttpProblem(
                        HttpCode.TOO_MANY_PARAMETERS,
                        "At most " + MAX_PARAMETERS + " parameters are taken.");
            }
            int equals = pair.indexOf('=');
            var name = decode(equals < 0 ? pair : pair.substring(0, equals));
            var value = decode(equals < 0 ? "" : pair.substring(equals + 1));
            int colon = name.indexOf(':');
            parameters.add(
                    new Parameter(
                            colon < 0 ? name : name.substring(0, colon),
                            colon < 0 ? "" : name.substring(colon + 1),
                            value));
        }
    }

    List<Parameter> all() {
        return List.copyOf(parameters);
    }

    /** Every parameter of a name. Remembers that the name was asked for. */
    List<Parameter> all(String name) {
        read.add(name);
        return parameters.stream().filter(parameter -> parameter.name().equals(name)).toList();
    }

    /** The value of a parameter that may be given once and takes no modifier. */
    Optional<String> single(String name) {
        var found = all(name);
        if (found.size() > 1) {
            throw new HttpProblem(
                    HttpCode.REPEATED_PARAMETER, "'" + name + "' may be given only once.");
        }
        found.forEach(Query::refuseModifier);
        return found.stream().findFirst().map(Parameter::value);
    }

    boolean has(String name) {
        return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
    }

    /** A modifier that is not understood would change what the answer means: never ignored. */
    static void refuseModifier(Parameter parameter) {
        if (!parameter.modifier().isEmpty()) {
            throw new HttpProblem(
                    HttpCode.UNKNOWN_MODIFIER, "A modifier of a search parameter is not known.");
        }
    }

    /** The parameters nobody asked for. */
    List<Parameter> unread() {
        return parameters.stream().filter(parameter -> !read.contains(parameter.name())).toList();
    }

    /** Splits at a separator that is not escaped; the escapes stay. */
    static List<String> split(String value, char separator) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                part.append(c).append(value.charAt(++i));
            } else if (c == separator) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        if (parts.size() > MAX_VALUES) {
            throw new HttpProblem(
                    HttpCode.TOO_MANY_PARAMETERS,
                    "At most " + MAX_VALUES + " values are taken in one parameter.");
        }
        return parts;
    }

    /** Takes FHIR's escapes away: {@code \,}, {@code \|}, {@code \$}, {@code \\}. */
    static String unescape(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        var plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length() && ",|$\\".indexOf(value.charAt(i + 1)) >= 0) {
                plain.append(value.charAt(++i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static String decode(String encoded) {
        var out = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                boolean whole = i + 2 < encoded.length();
                int high = whole ? hex(encoded.charAt(i + 1)) : -1;
                int low = whole ? hex(encoded.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    throw malformed();
                }
                out.write(high * 16 + low);
                i += 2;
            } else if (c == '+') {
                out.write(' ');
            } else if (c < 0x80) {
                out.write(c);
            } else {
                throw malformed();
            }
        }
        return text(out.toByteArray());
    }

    private static String text(byte[] utf8) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw malformed();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static int hex(char c) {
        return Character.digit(c, 16);
    }

    private static HttpProblem malformed() {
        return new HttpProblem(
                HttpCode.MALFORMED_REQUEST,
                "The parameters are not valid: percent-encoded UTF-8 without control characters"
                        + " is needed.");
    }
}
