package health.sheaf.store;

import java.nio.file.Path;
import java.security.SecureRandom;

/** Keys of a first start. */
final class TestKeys {

    static final SecureRandom RANDOM = new SecureRandom();

    private TestKeys() {}

    static KeyRing in(Path folder) {
        return KeyRing.open(
                folder.resolve("kek"), folder.resolve("ring"), KeyRing.WhenAbsent.MAKE, RANDOM);
    }
}
