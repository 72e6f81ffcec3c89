package health.sheaf.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** What the tests of the door share. */
final class Json {

    static final FhirJson DOOR = new FhirJson(FhirJson.Limits.SOURCE);

    private Json() {}

    static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }

    static Resource read(String json) {
        return DOOR.read(bytes(json));
    }

    static String text(Resource resource) {
        return new String(resource.toBytes(), UTF_8);
    }

    /** A resource with one element, whose JSON is given. */
    static byte[] holding(String value) {
        return bytes("{\"resourceType\":\"Basic\",\"x\":" + value + "}");
    }

    /** Why the door refuses one resource; empty where it does not. */
    static Optional<JsonRefusedException> refusal(byte[] json) {
        return refusal(() -> DOOR.read(json));
    }

    static Optional<JsonRefusedException> refusal(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (JsonRefusedException e) {
            return Optional.of(e);
        }
    }
}
