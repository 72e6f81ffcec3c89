package health.sheaf.spi;

/** Checks UTF-8 as RFC 3629 has it: shortest form, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

    private Utf8() {}

    /**
     * Refuses what is visibly not UTF-8 before anything else is read, for these deserve a code of
     * their own.
     */
    static void checkBeginning(byte[] json) {
        int first = json.length > 0 ? json[0] & 0xFF : -1;
        int second = json.length > 1 ? json[1] & 0xFF : -1;
        if (first == 0xEF && second == 0xBB) {
            throw new JsonRefusedException(JsonRefusal.BYTE_ORDER_MARK, 0);
        }
        boolean sixteenOrThirtyTwoBits = first == 0 || second == 0;
        boolean marked = (first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE);
        if (sixteenOrThirtyTwoBits || marked) {
            throw new JsonRefusedException(JsonRefusal.NOT_UTF_8, 0);
        }
    }

    /**
     * Checks one character outside ASCII.
     *
     * @return where the next character begins
     */
    static int next(byte[] json, int at) {
        int first = json[at] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            throw new JsonRefusedException(JsonRefusal.NOT_UTF_8, at);
        }
        if (first < 0xE0) {
            return continuation(json, at, at + 1, 0x80, 0xBF);
        }
        if (first < 0xF0) {
            int lowest = first == 0xE0 ? 0xA0 : 0x80;
            if (first == 0xED && at + 1 < json.length && (json[at + 1] & 0xFF) >= 0xA0) {
                throw new JsonRefusedException(JsonRefusal.LONE_SURROGATE, at);
            }
            int second = continuation(json, at, at + 1, lowest, 0xBF);
            return continuation(json, at, second, 0x80, 0xBF);
        }
        int lowest = first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xF4 ? 0x8F : 0xBF;
        int second = continuation(json, at, at + 1, lowest, highest);
        int third = continuation(json, at, second, 0x80, 0xBF);
        return continuation(json, at, third, 0x80, 0xBF);
    }

    private static int continuation(byte[] json, int from, int at, int lowest, int highest) {
        if (at >= json.length) {
            throw new JsonRefusedException(JsonRefusal.TRUNCATED, json.length);
        }
        int b = json[at] & 0xFF;
        if (b < lowest || b > highest) {
            throw new JsonRefusedException(JsonRefusal.NOT_UTF_8, from);
        }
        return at + 1;
    }
}
