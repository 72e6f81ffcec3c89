package health.sheaf.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import health.sheaf.core.audit.Receipt;
import health.sheaf.spi.Authority;
import health.sheaf.spi.Connector;
import health.sheaf.spi.PatientFinder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may see whom (ARCHITECTURE.md), and the doors nobody can walk round. */
final class ArchitectureTest {

    private static final String[] FRAMEWORK_FREE = {
        "health.sheaf.spi..",
        "health.sheaf.core..",
        "health.sheaf.mapping..",
        "health.sheaf.transport..",
        "health.sheaf.store..",
        "health.sheaf.connector..",
        "health.sheaf.cli.."
    };

    /** A rule that sees nothing passes; so every source file must have been seen as a class. */
    @Test
    void everyTypeOfTheProductIsSeen() throws IOException {
        var sources = new ArrayList<>(Repository.files("*/src/main/java/**.java"));
        sources.addAll(Repository.files("connectors/*/src/main/java/**.java"));
        var expected =
                sources.stream()
                        .map(Repository.ROOT::relativize)
                        .filter(path -> !path.startsWith("bench"))
                        .map(ArchitectureTest::className)
                        .filter(name -> !name.endsWith("-info"))
                        .toList();

        assertThat(expected).hasSizeGreaterThan(60);
        assertThat(expected).allMatch(ProductClasses.ALL::contain);
    }

    @Test
    void noPackagesFormACycle() {
        check(slices().matching("health.sheaf.(**)").should().beFreeOfCycles());
    }

    @Test
    void theSpiSeesNothingOfOurs() {
        seesOnly("spi");
    }

    @Test
    void mappingAndTransportSeeOnlyTheSpi() {
        seesOnly("mapping", "spi");
        seesOnly("transport", "spi");
    }

    @Test
    void theConnectorKitSeesOnlyTheSpi() {
        seesOnly("kit", "spi");
    }

    @Test
    void aConnectorSeesNeitherTheCoreNorAnotherConnector() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("health.sheaf.connector..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("health.sheaf..")
                                        .and(
                                                describe(
                                                        "not spi, mapping, transport, a connector",
                                                        type ->
                                                                !resideInAnyPackage(
                                                                                packages(
                                                                                        "spi",
                                                                                        "mapping",
                                                                                        "transport",
                                                                                        "connector"))
                                                                        .test(type)))));
        check(slices().matching("health.sheaf.connector.(*)..").should().notDependOnEachOther());
    }

    @Test
    void theStoreSeesOnlyTheCoreAndTheSpi() {
        seesOnly("store", "core", "spi");
    }

    @Test
    void nobodySeesTheServer() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("health.sheaf.server..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("health.sheaf.server.."));
    }

    @Test
    void theEdgeSeesNoConnector() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(packages("server", "cli"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("health.sheaf.connector.."));
    }

    @Test
    void aRowOfTheCoreSeesOnlyTheRowsBelow() {
        seesOnly("core.identity", "spi");
        seesOnly("core.source", "spi");
        seesOnly("core.policy", "core.identity", "core.audit", "spi");
        seesOnly("core.audit", "core.identity", "core.policy", "spi");
        var bottom = new String[] {"core.identity", "core.policy", "core.audit", "spi"};
        seesOnly("core.federation", with(bottom, "core.source"));
        seesOnly("core.merge", with(bottom, "core.federation"));
        seesOnly("core.record", with(bottom, "core.source", "core.merge", "core.federation"));
    }

    @Test
    void frameworksStayAtTheEdge() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(FRAMEWORK_FREE)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.springframework..",
                                "jakarta..",
                                "javax.servlet..",
                                "ca.uhn..",
                                "org.hl7..",
                                "com.fasterxml.jackson.databind..",
                                "reactor.."));
    }

    @Test
    void theApiOfTheServerIsWiredByBootAlone() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("health.sheaf.server..")
                        .and()
                        .resideOutsideOfPackage("health.sheaf.server.boot..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "health.sheaf.store..",
                                "health.sheaf.server.boot..",
                                "org.springframework.context.annotation.."));
    }

    @Test
    void onlyFederationAsksASource() {
        check(
                classes()
                        .that()
                        .resideOutsideOfPackages(
                                "health.sheaf.core.federation..",
                                "health.sheaf.connector..",
                                "health.sheaf.kit..")
                        .should(askNoSource()));
    }

    @Test
    void onlyPolicyMakesAnAuthority() {
        check(
                classes()
                        .that(assignableTo(Authority.class))
                        .and()
                        .resideOutsideOfPackage("health.sheaf.spi")
                        .should()
                        .resideInAnyPackage("health.sheaf.core.policy", "health.sheaf.kit"));
        check(
                classes()
                        .that()
                        .resideOutsideOfPackage("health.sheaf.core.policy")
                        .should(
                                notConstruct(
                                        resideInAPackage("health.sheaf.core.policy")
                                                .and(assignableTo(Authority.class)))));
    }

    @Test
    void onlyAuditMakesAReceipt() {
        check(
                classes()
                        .that()
                        .resideOutsideOfPackage("health.sheaf.core.audit")
                        .should(notConstruct(type(Receipt.class))));
    }

    /** A package of ours, and all of ours that it may depend on. */
    private static void seesOnly(String name, String... others) {
        var allowed = packages(with(others, name));
        check(
                noClasses()
                        .that()
                        .resideInAPackage("health.sheaf." + name + "..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("health.sheaf..")
                                        .and(
                                                describe(
                                                        "not in " + List.of(allowed),
                                                        type ->
                                                                !resideInAnyPackage(allowed)
                                                                        .test(type)))));
    }

    private static String[] packages(String... names) {
        var packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = "health.sheaf." + names[i] + "..";
        }
        return packages;
    }

    private static String[] with(String[] names, String... more) {
        var all = new ArrayList<>(List.of(names));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static ArchCondition<JavaClass> askNoSource() {
        return new ArchCondition<>("not call what takes an authority to ask a source") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (var access : type.getCodeUnitAccessesFromSelf()) {
                    events.add(
                            new SimpleConditionEvent(
                                    type, !asksASource(access), access.getDescription()));
                }
            }
        };
    }

    private static boolean asksASource(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        return (owner.isAssignableTo(Connector.class) || owner.isAssignableTo(PatientFinder.class))
                && access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream()
                        .anyMatch(parameter -> parameter.isAssignableTo(Authority.class));
    }

    private static ArchCondition<JavaClass> notConstruct(DescribedPredicate<JavaClass> made) {
        return new ArchCondition<>("not construct what is " + made.getDescription()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (var access : type.getCodeUnitAccessesFromSelf()) {
                    boolean constructs =
                            access.getTarget().getName().equals("<init>")
                                    && made.test(access.getTargetOwner());
                    events.add(
                            new SimpleConditionEvent(type, !constructs, access.getDescription()));
                }
            }
        };
    }

    private static String className(Path source) {
        var path = source.toString().replace('\\', '/');
        var name = path.substring(path.indexOf("src/main/java/") + "src/main/java/".length());
        return name.substring(0, name.length() - ".java".length()).replace('/', '.');
    }

    /** Rows that are still empty are no failure: {@link #everyTypeOfTheProductIsSeen} guards. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(ProductClasses.ALL);
    }
}
