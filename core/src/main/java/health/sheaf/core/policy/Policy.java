package health.sheaf.core.policy;

import health.sheaf.spi.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Decides. A pure function over the requester and the facts: no clock, no store, no network. The
 * rules are tried in a fixed order and the first that refuses ends it; whatever no rule allows is
 * refused.
 */
public final class Policy {

    /** Changes with every change of a rule. */
    public static final String VERSION = "2026-11-22.1";

    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(15));

    private static final Map<Role, RoleRule> ROLES = roleRules();

    private final Supplier<String> decisionIds;
    private final Map<Role, Patience> patience;

    /**
     * @param decisionIds makes a fresh id for each decision
     */
    public Policy(Supplier<String> decisionIds) {
        this(decisionIds, Map.of());
    }

    /**
     * @param decisionIds makes a fresh id for each decision
     * @param patience how long roles wait in this deployment, where that differs from the rules
     */
    public Policy(Supplier<String> decisionIds, Map<Role, Patience> patience) {
        this.decisionIds = decisionIds;
        this.patience = Map.copyOf(patience);
    }

    /** What a role may do, and how long it waits. */
    private record RoleRule(
            Set<Interaction> interactions, Set<Purpose> purposes, Patience patience) {}

    private static Map<Role, RoleRule> roleRules() {
        var rules = new EnumMap<Role, RoleRule>(Role.class);
        rules.put(
                Role.CLINICIAN,
                new RoleRule(
                        Set.of(Interaction.LOCATE, Interaction.SEE_EVIDENCE, Interaction.READ),
                        Set.of(Purpose.DIRECT_CARE, Purpose.EMERGENCY_CARE),
                        PATIENCE));
        rules.put(
                Role.CALL_HANDLER,
                new RoleRule(
                        Set.of(Interaction.LOCATE, Interaction.SEE_EVIDENCE, Interaction.READ),
                        Set.of(Purpose.EMERGENCY_CARE, Purpose.DIRECT_CARE),
                        new Patience(Duration.ofSeconds(2), Duration.ofSeconds(15))));
        // Analysts get counts through the population's door, administrators run the platform:
        // neither sees a person.
        return rules;
    }

    /** How long a role waits; what a clinician waits where the role is unknown. */
    private Patience patience(String roleCode) {
        return Role.of(roleCode)
                .flatMap(role ->
                        Optional.ofNullable(patience.get(role))
                                .or(() ->
                                        Optional.ofNullable(ROLES.get(role))
                                                .map(RoleRule::patience)))
                .orElse(PATIENCE);
    }

    /** Decides one question. */
    public Decision decide(Requester requester, AccessFacts facts) {
        var tried = new ArrayList<String>();
        var refused = firstRefusal(requester, facts, tried);
        var decisionId = decisionIds.get();
        if (refused.isPresent()) {
            return new Refusal(decisionId, VERSION, tried, refused.get());
        }
        var grant =
                new Grant(decisionId, VERSION, tried, requester, patience(requester.user().role()));
        return switch (facts.interaction()) {
            case LOCATE -> new LocatePermit(grant);
            case SEE_EVIDENCE -> new EvidencePermit(grant);
            case READ -> {
                var person = facts.person();
                if (person == null) {
                    tried.add("person-identified");
                    yield new Refusal(
                            decisionId, VERSION, tried, "No person is identified to read about.");
                }
                yield new Permit(grant, person, facts.resourceTypes());
            }
        };
    }

    private static Optional<String> firstRefusal(
            Requester requester, AccessFacts facts, List<String> tried) {
        tried.add("role-known");
        var role = Role.of(requester.user().role());
        if (role.isEmpty()) {
            return Optional.of("Your role is not known to this service.");
        }
        tried.add("role-interaction");
        var rule = ROLES.get(role.get());
        if (rule == null || !rule.interactions().contains(facts.interaction())) {
            return Optional.of("Your role may not see a person's record.");
        }
        tried.add("scope");
        if (!scopesAllow(requester.scopes(), facts)) {
            return Optional.of("The application's scopes do not cover what was asked.");
        }
        tried.add("purpose-entitled");
        if (!requester.entitled().contains(requester.purpose())) {
            return Optional.of("You are not entitled to this purpose of use.");
        }
        tried.add("purpose-role");
        if (!rule.purposes().contains(requester.purpose())) {
            return Optional.of("Your role does not read records for this purpose.");
        }
        tried.add("relationship");
        if (facts.interaction() == Interaction.READ
                && facts.relationship() instanceof Relationship.Unknown) {
            return Optional.of("No relationship with this person is known.");
        }
        return Optional.empty();
    }

    private static boolean scopesAllow(Set<String> scopes, AccessFacts facts) {
        return facts.resourceTypes().stream().allMatch(type -> scopeAllows(scopes, type));
    }

    private static boolean scopeAllows(Set<String> scopes, String type) {
        return scopes.stream()
                .anyMatch(scope -> reads(scope, "user/*") || reads(scope, "user/" + type));
    }

    /**
     * SMART v2 ({@code .rs}, {@code .cruds}) and v1 ({@code .read}, {@code .*}) ways to say that
     * reading is allowed.
     */
    private static boolean reads(String scope, String prefix) {
        if (!scope.startsWith(prefix + ".")) {
            return false;
        }
        var actions = scope.substring(prefix.length() + 1);
        return switch (actions) {
            case "read", "*", "rs", "cruds", "crus", "rus", "crs", "ruds" -> true;
            case String other -> false;
        };
    }
}
