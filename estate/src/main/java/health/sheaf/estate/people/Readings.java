package health.sheaf.estate.people;

import health.sheaf.estate.people.Story.Reading;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.List;
import java.util.SplittableRandom;

/** Draws measurements. */
final class Readings {

    private final SplittableRandom random;
    private final BigDecimal height;
    private final double weight;

    Readings(SplittableRandom random, int age) {
        this.random = random;
        boolean child = age < 16;
        this.height = tenths(child ? 60 + age * 7 : 152 + random.nextInt(40));
        this.weight = child ? 5 + age * 3 : 50 + random.nextInt(55);
    }

    Reading bloodPressure(LocalDateTime at) {
        return new Reading(
                Catalogue.BLOOD_PRESSURE,
                "",
                "",
                "",
                at,
                List.of(
                        pressure(Catalogue.SYSTOLIC, 105 + random.nextInt(55), at),
                        pressure(Catalogue.DIASTOLIC, 62 + random.nextInt(35), at)));
    }

    /** Weight, height and what follows from them. */
    List<Reading> size(LocalDateTime at) {
        var kilograms = tenths(weight + random.nextInt(60) / 10.0 - 3);
        var metres = height.movePointLeft(2);
        var index = kilograms.divide(metres.multiply(metres), 1, RoundingMode.HALF_UP);
        return List.of(
                single(Catalogue.WEIGHT, kilograms.toPlainString(), "kg", "kg", at),
                single(Catalogue.HEIGHT, height.toPlainString(), "cm", "cm", at),
                single(Catalogue.BODY_MASS_INDEX, index.toPlainString(), "kg/m2", "kg/m2", at));
    }

    Reading weight(LocalDateTime at) {
        var kilograms = tenths(weight + random.nextInt(60) / 10.0 - 3);
        return single(Catalogue.WEIGHT, kilograms.toPlainString(), "kg", "kg", at);
    }

    /** What a ward takes at the bedside. */
    List<Reading> bedside(LocalDateTime at) {
        return List.of(
                bloodPressure(at),
                single(
                        Catalogue.HEART_RATE,
                        "" + (58 + random.nextInt(50)),
                        "beats/min",
                        "/min",
                        at),
                single(
                        Catalogue.RESPIRATORY_RATE,
                        "" + (12 + random.nextInt(10)),
                        "breaths/min",
                        "/min",
                        at),
                single(Catalogue.SATURATION, "" + (91 + random.nextInt(9)), "%", "%", at),
                single(
                        Catalogue.TEMPERATURE,
                        tenths(36 + random.nextInt(25) / 10.0).toPlainString(),
                        "degrees C",
                        "Cel",
                        at));
    }

    private static Reading pressure(Concept what, int value, LocalDateTime at) {
        return single(what, Integer.toString(value), "mmHg", "mm[Hg]", at);
    }

    private static Reading single(
            Concept what, String value, String unit, String ucum, LocalDateTime at) {
        return new Reading(what, value, unit, ucum, at, List.of());
    }

    private static BigDecimal tenths(double value) {
        return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
    }
}
