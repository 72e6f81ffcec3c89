package health.sheaf.core.policy;

import java.util.Arrays;
import java.util.Optional;

/** The roles policy knows. A role that is not here may do nothing. */
public enum Role {
    CLINICIAN("clinician"),
    CALL_HANDLER("call-handler"),
    ANALYST("analyst"),
    ADMINISTRATOR("administrator");

    private final String code;

    Role(String code) {
        this.code = code;
    }

    /** How tokens name it. */
    public String code() {
        return code;
    }

    public static Optional<Role> of(String code) {
        return Arrays.stream(values()).filter(role -> role.code.equals(code)).findFirst();
    }
}
