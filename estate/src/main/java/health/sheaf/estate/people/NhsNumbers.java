package health.sheaf.estate.people;

/**
 * NHS numbers of the range 999 000 0000 to 999 999 9999, which is never issued to anybody and which
 * the NHS gives to test data.
 */
public final class NhsNumbers {

    private static final int FIRST = 999_000_000;
    private static final int LAST = 999_999_999;

    private NhsNumbers() {}

    /**
     * The first {@code count} valid numbers of the range, ascending. They depend on nothing but
     * their position: the person at a fixed place has the same number in every region.
     */
    public static String[] first(int count) {
        var numbers = new String[count];
        int next = FIRST;
        for (int i = 0; i < count; i++) {
            while (checkDigit(next) > 9 || allAlike(next)) {
                next++;
            }
            if (next > LAST) {
                throw new IllegalArgumentException("the test range has no room for " + count);
            }
            numbers[i] = next + Integer.toString(checkDigit(next));
            next++;
        }
        return numbers;
    }

    /** As people write it: {@code 999 000 0018}. */
    public static String spaced(String number) {
        return number.substring(0, 3) + " " + number.substring(3, 6) + " " + number.substring(6);
    }

    private static boolean allAlike(int nineDigits) {
        return nineDigits == LAST;
    }

    private static int checkDigit(int nineDigits) {
        int sum = 0;
        int rest = nineDigits;
        for (int weight = 2; weight <= 10; weight++) {
            sum += weight * (rest % 10);
            rest /= 10;
        }
        return (11 - sum % 11) % 11;
    }
}
