package health.sheaf.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.regex.Pattern;

/** Tests as documents name them: {@code Class#method}. */
final class NamedTests {

    private NamedTests() {}

    /** Whether {@code Class#method} is a test method in some module's sources. */
    static boolean exists(String reference) {
        var parts = reference.split("#", -1);
        if (parts.length != 2) {
            return false;
        }
        // Between the annotation and the name no member of the class ends.
        var method =
                Pattern.compile(
                        "@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b(?:(?!\\n    \\}\\n).)*?\\bvoid\\s+"
                                + Pattern.quote(parts[1])
                                + "\\s*\\(",
                        Pattern.DOTALL);
        try {
            // The connector kit's contract is a suite, and lies in its main sources.
            for (var file : Repository.files("**/src/{test,main}/java/**/" + parts[0] + ".java")) {
                if (method.matcher(Files.readString(file)).find()) {
                    return true;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return false;
    }
}
