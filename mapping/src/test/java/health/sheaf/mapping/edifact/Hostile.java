package health.sheaf.mapping.edifact;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Breaks interchanges, and looks whether anything happens that is no refusal. */
final class Hostile {

    private static final byte[] NASTY = {'\'', '+', ':', '?', 0, '\n', ' ', (byte) 0xC3, 'U'};

    private Hostile() {}

    static byte[] mutate(byte[] whole, SplittableRandom random) {
        var bytes = whole.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            bytes[random.nextInt(bytes.length)] = NASTY[random.nextInt(NASTY.length)];
        }
        return random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    /** Reads, checks, answers and looks at every component. */
    static boolean survives(byte[] bytes) {
        var reader = new EdifactReader(EdifactLimits.USUAL);
        try {
            for (var message : reader.read(bytes).messages()) {
                ContentCheck.check(message);
                for (var segment : message.segments()) {
                    for (int element = 1; element <= segment.elements() + 1; element++) {
                        if (!segment.text(element, 1)
                                .equals(segment.components(element).getFirst())) {
                            return false;
                        }
                    }
                }
            }
        } catch (EdifactRefusedException refused) {
            if (!refused.refusal().code().startsWith("SHF-EDI-")) {
                return false;
            }
        }
        return answers(bytes, reader);
    }

    private static boolean answers(byte[] bytes, EdifactReader reader) {
        try {
            var stamp = new Stamp(1, 1, LocalDateTime.of(2026, 11, 22, 12, 0));
            var answer = new Acknowledger(reader).answer(bytes, stamp, Layout.LINES);
            return answer.isEmpty() || answer.get().endsWith("'");
        } catch (EdifactRefusedException refused) {
            return refused.refusal().code().startsWith("SHF-EDI-");
        }
    }
}
