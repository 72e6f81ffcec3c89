package health.sheaf.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of DEVELOPMENT.md that only byte code can show. */
final class HouseRulesTest {

    /** Where replaying a run from one seed must work, so where nothing asks the world itself. */
    private static final String[] LOGIC = {
        "health.sheaf.spi..",
        "health.sheaf.core..",
        "health.sheaf.mapping..",
        "health.sheaf.transport..",
        "health.sheaf.store..",
        "health.sheaf.connector..",
        "health.sheaf.server.fhir..",
        "health.sheaf.server.security.."
    };

    /** What reads a clock or rolls dice, by owner; with parameters it takes the clock from us. */
    private static final Map<String, Set<String>> WORLD =
            Map.ofEntries(
                    Map.entry("java.time.Instant", Set.of("now")),
                    Map.entry("java.time.LocalDate", Set.of("now")),
                    Map.entry("java.time.LocalTime", Set.of("now")),
                    Map.entry("java.time.LocalDateTime", Set.of("now")),
                    Map.entry("java.time.OffsetDateTime", Set.of("now")),
                    Map.entry("java.time.ZonedDateTime", Set.of("now")),
                    Map.entry("java.time.Year", Set.of("now")),
                    Map.entry(
                            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system")),
                    Map.entry("java.util.UUID", Set.of("randomUUID")),
                    Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
                    Map.entry("java.lang.Math", Set.of("random")),
                    Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
                    Map.entry("java.util.Random", Set.of("<init>")),
                    Map.entry("java.util.Date", Set.of("<init>")),
                    Map.entry("java.security.SecureRandom", Set.of("<init>", "getInstanceStrong")));

    @Test
    void everyPackageIsNullMarked() {
        var packages = new TreeSet<String>();
        for (var type : ProductClasses.ALL) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                packages.add(type.getPackageName());
            }
        }

        assertThat(packages).isEmpty();
    }

    @Test
    void timeAndRandomnessComeInThroughConstructors() {
        // A class that reads a connector's settings wires it, as boot wires the server.
        check(
                classes()
                        .that()
                        .resideInAnyPackage(LOGIC)
                        .and()
                        .haveSimpleNameNotEndingWith("Settings")
                        .should(takeTheWorldFromOutside()));
    }

    @Test
    void onlyMainClassesTouchTheStandardStreams() {
        check(
                ArchRuleDefinition.noClasses()
                        .that()
                        .resideInAnyPackage(LOGIC)
                        .or()
                        .resideInAPackage("health.sheaf.kit..")
                        .should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void nobodyThrowsAnExceptionWithoutAName() {
        check(NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
    }

    @Test
    void nobodyLogsWithJavaUtilLogging() {
        // The region sends what its libraries log through it to a file.
        check(
                ArchRuleDefinition.noClasses()
                        .that()
                        .resideOutsideOfPackage("health.sheaf.estate")
                        .should(USE_JAVA_UTIL_LOGGING));
    }

    @Test
    void nothingIsInjectedIntoFields() {
        check(NO_CLASSES_SHOULD_USE_FIELD_INJECTION);
    }

    @Test
    void nothingHasSetters() {
        check(methods().that().arePublic().should(beNoSetter()));
    }

    @Test
    void optionalIsAResultOnly() {
        check(fields().should().notHaveRawType(Optional.class));
        check(methods().that().areNotPrivate().should(takeNoOptional()));
    }

    private static ArchCondition<JavaClass> takeTheWorldFromOutside() {
        return new ArchCondition<>("take clocks, randomness and ids from outside") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (var access : type.getAccessesFromSelf()) {
                    events.add(
                            new SimpleConditionEvent(
                                    type, !asksTheWorld(access), access.getDescription()));
                }
            }
        };
    }

    private static boolean asksTheWorld(JavaAccess<?> access) {
        var names = WORLD.getOrDefault(access.getTargetOwner().getName(), Set.of());
        return names.contains(access.getTarget().getName())
                && !access.getTarget().getFullName().contains("(java.time.Clock)")
                && !access.getTarget().getFullName().contains("(long)");
    }

    private static ArchCondition<JavaMethod> beNoSetter() {
        return new ArchCondition<>("be no setter") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean setter =
                        method.getName().matches("set[A-Z].*")
                                && method.getRawParameterTypes().size() == 1
                                && method.getRawReturnType().isEquivalentTo(void.class)
                                && !isAskedForElsewhere(method);
                events.add(new SimpleConditionEvent(method, !setter, method.getDescription()));
            }
        };
    }

    /** Whether an interface that is not ours, such as a JDBC DataSource, wants the method. */
    private static boolean isAskedForElsewhere(JavaMethod method) {
        return method.getOwner().getAllRawInterfaces().stream()
                .filter(type -> !type.getPackageName().startsWith("health.sheaf"))
                .flatMap(type -> type.getMethods().stream())
                .anyMatch(asked -> asked.getName().equals(method.getName()));
    }

    private static ArchCondition<JavaMethod> takeNoOptional() {
        return new ArchCondition<>("take no Optional") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean takes =
                        method.getRawParameterTypes().stream()
                                .anyMatch(type -> type.isEquivalentTo(Optional.class));
                events.add(new SimpleConditionEvent(method, !takes, method.getDescription()));
            }
        };
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(ProductClasses.ALL);
    }
}
