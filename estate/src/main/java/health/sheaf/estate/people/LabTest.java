package health.sheaf.estate.people;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The laboratory's own test codes, with the LOINC code where its map knows one. */
public enum LabTest {
    HB("HB", "Haemoglobin", "FBC", "g/L", "718-7", "130-180", 95, 175, 0),
    WCC("WCC", "White cell count", "FBC", "10*9/L", "6690-2", "4.0-11.0", 3.1, 14.9, 1),
    PLT("PLT", "Platelets", "FBC", "10*9/L", "777-3", "150-400", 120, 450, 0),
    MCV("MCV", "Mean cell volume", "FBC", "fL", "787-2", "80.0-100.0", 76, 104, 1),
    NA("NA", "Sodium", "UE", "mmol/L", "2951-2", "133-146", 129, 148, 0),
    K("K", "Potassium", "UE", "mmol/L", "2823-3", "3.50-5.30", 3.1, 5.9, 2),
    UREA("UREA", "Urea", "UE", "mmol/L", "22664-7", "2.5-7.8", 2.2, 14, 1),
    CREA("CREA", "Creatinine", "UE", "umol/L", "14682-9", "59-104", 48, 190, 0),
    EGFR("EGFR", "eGFR (CKD-EPI)", "UE", "mL/min/1.73m2", "62238-1", ">60", 24, 110, 0),
    ALT("ALT", "Alanine aminotransferase", "LFT", "U/L", "1742-6", "<41", 9, 85, 0),
    ALP("ALP", "Alkaline phosphatase", "LFT", "U/L", "6768-6", "30-130", 35, 190, 0),
    BILI("BILI", "Bilirubin (total)", "LFT", "umol/L", "14631-6", "<21", 4, 32, 0),
    ALB("ALB", "Albumin", "LFT", "g/L", "1751-7", "35-50", 28, 49, 0),
    A1C("A1C", "HbA1c (IFCC)", "A1C", "mmol/mol", "59261-8", "20-41", 31, 92, 0),
    TSH("TSH", "Thyroid stimulating hormone", "TFT", "mU/L", "3016-3", "0.27-4.20", 0.1, 9.5, 2),
    CHOL("CHOL", "Cholesterol", "LIP", "mmol/L", "14647-2", "<5.0", 3, 7.9, 1),
    CRP("CRP", "C-reactive protein", "CRP", "mg/L", "1988-5", "<5", 0, 24, 0),
    FERR("FERR", "Ferritin", "FER", "ug/L", "2276-4", "30-400", 8, 420, 0),
    /** Nobody has mapped this one: its own code and words must survive. */
    XTRP("XTRP", "Tryptase, extended panel", "XTR", "ug/L", null, "2.0-14.0", 1.5, 18, 1),
    /** A culture answers in words. */
    MSU("MSU", "Urine culture", "MIC", "", null, "", 0, 0, 0);

    private final String code;
    private final String words;
    private final String set;
    private final String units;
    private final @Nullable String loinc;
    private final String range;
    private final double from;
    private final double to;
    private final int decimals;

    LabTest(
            String code,
            String words,
            String set,
            String units,
            @Nullable String loinc,
            String range,
            double from,
            double to,
            int decimals) {
        this.code = code;
        this.words = words;
        this.set = set;
        this.units = units;
        this.loinc = loinc;
        this.range = range;
        this.from = from;
        this.to = to;
        this.decimals = decimals;
    }

    public String code() {
        return code;
    }

    public String words() {
        return words;
    }

    /** The set it is ordered in. */
    public String set() {
        return set;
    }

    /** As the laboratory writes them; empty where the result is words. */
    public String units() {
        return units;
    }

    public @Nullable String loinc() {
        return loinc;
    }

    /** {@code 3.50-5.30}, {@code <5}, {@code >60}; empty where there is none. */
    public String range() {
        return range;
    }

    /** A value such as this test gives, with all its decimals. */
    String draw(SplittableRandom random) {
        if (this == MSU) {
            return random.nextBoolean() ? "No significant growth" : "Escherichia coli >10^5 CFU/mL";
        }
        // Two draws make the middle likelier than the ends.
        double middle = (random.nextDouble() + random.nextDouble()) / 2;
        var value = BigDecimal.valueOf(from + middle * (to - from));
        if (this == CRP && value.intValue() < 5) {
            return "<5";
        }
        return this == EGFR && value.intValue() > 90
                ? ">90"
                : value.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    /** H or L where a plain number lies outside the range; nothing otherwise. */
    @Nullable String flag(String value) {
        if (range.isEmpty() || !Character.isDigit(value.charAt(0))) {
            return null;
        }
        var number = new BigDecimal(value);
        if (range.startsWith("<")) {
            return number.compareTo(new BigDecimal(range.substring(1))) >= 0 ? "H" : null;
        }
        if (range.startsWith(">")) {
            return number.compareTo(new BigDecimal(range.substring(1))) <= 0 ? "L" : null;
        }
        int dash = range.indexOf('-');
        if (number.compareTo(new BigDecimal(range.substring(0, dash))) < 0) {
            return "L";
        }
        return number.compareTo(new BigDecimal(range.substring(dash + 1))) > 0 ? "H" : null;
    }
}
