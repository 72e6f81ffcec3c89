package health.sheaf.spi;

/**
 * Checks the numbers of a JSON text without ever computing one: a hundred bytes can name a number
 * that fills the heap.
 */
final class JsonNumber {

    /** Enough for any measured or computed clinical quantity; DICOM and UCUM need fewer. */
    static final int MAX_DIGITS = 40;

    private JsonNumber() {}

    /**
     * Checks a number.
     *
     * @param from its first byte, a digit or a minus
     * @return where it ends (exclusive)
     */
    static int end(byte[] json, int from, FhirJson.Limits limits) {
        int stop = (int) Math.min(json.length, 1L + from + limits.maxNumberLength());
        int at = json[from] == '-' ? from + 1 : from;
        int mantissa = at;
        at = digits(json, from, at, stop, limits);
        if (json[mantissa] == '0' && at > mantissa + 1) {
            throw new JsonRefusedException(JsonRefusal.NUMBER_MALFORMED, from);
        }
        if (at < stop && json[at] == '.') {
            at = digits(json, from, at + 1, stop, limits);
        }
        int mantissaEnd = at;
        if (at < stop && (json[at] | 0x20) == 'e') {
            at = exponent(json, from, at + 1, stop, limits);
        }
        if (at - from > limits.maxNumberLength()) {
            throw new JsonRefusedException(JsonRefusal.NUMBER_TOO_LONG, from);
        }
        if (mantissaEnd - mantissa > MAX_DIGITS) {
            checkDigits(json, from, mantissaEnd);
        }
        if (at < json.length && continuesWord(json[at])) {
            throw new JsonRefusedException(JsonRefusal.NUMBER_MALFORMED, from);
        }
        return at;
    }

    /** At least one digit is needed. */
    private static int digits(byte[] json, int from, int at, int stop, FhirJson.Limits limits) {
        int end = at;
        while (end < stop && isDigit(json[end])) {
            end++;
        }
        if (end > at) {
            return end;
        }
        if (at < stop) {
            throw new JsonRefusedException(JsonRefusal.NUMBER_MALFORMED, from);
        }
        throw stop == json.length && at - from <= limits.maxNumberLength()
                ? new JsonRefusedException(JsonRefusal.TRUNCATED, json.length)
                : new JsonRefusedException(JsonRefusal.NUMBER_TOO_LONG, from);
    }

    private static int exponent(byte[] json, int from, int at, int stop, FhirJson.Limits limits) {
        int first = at < stop && (json[at] == '+' || json[at] == '-') ? at + 1 : at;
        int end = digits(json, from, first, stop, limits);
        int exponent = 0;
        for (int i = first; i < end; i++) {
            exponent = exponent * 10 + json[i] - '0';
            if (exponent > limits.maxExponent()) {
                throw new JsonRefusedException(JsonRefusal.EXPONENT_TOO_LARGE, from);
            }
        }
        return end;
    }

    private static void checkDigits(byte[] json, int from, int to) {
        int significant = 0;
        for (int i = from; i < to; i++) {
            // Noughts before the first other digit say nothing about precision.
            if (isDigit(json[i]) && (significant > 0 || json[i] != '0')) {
                significant++;
            }
        }
        if (significant > MAX_DIGITS) {
            throw new JsonRefusedException(JsonRefusal.TOO_MANY_DIGITS, from);
        }
    }

    private static boolean continuesWord(byte b) {
        int letter = b | 0x20;
        return isDigit(b) || (letter >= 'a' && letter <= 'z') || b == '.' || b == '+' || b == '-';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
