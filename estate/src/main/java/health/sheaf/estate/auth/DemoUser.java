package health.sheaf.estate.auth;

import java.util.List;

/** The people who use Sheaf in the demonstration; each has a ready token. */
public enum DemoUser {
    CLINICIAN(
            "clinician",
            "clinician",
            "Dr Zofia Nowak",
            "clinician",
            "RR8",
            List.of("TREAT", "ETREAT")),
    CALL_HANDLER(
            "callHandler",
            "call-handler",
            "Declan Kavanagh",
            "call-handler",
            "RX8",
            List.of("ETREAT")),
    ANALYST("analyst", "analyst", "Priya Mistry", "analyst", "RR8", List.of("PUBHLTH")),
    ADMINISTRATOR(
            "administrator",
            "administrator",
            "Gillian Oldroyd",
            "administrator",
            "RR8",
            List.of("HOPERAT"));

    private final String key;
    private final String clientId;
    private final String fullName;
    private final String role;
    private final String organisation;
    private final List<String> purposes;

    DemoUser(
            String key,
            String clientId,
            String fullName,
            String role,
            String organisation,
            List<String> purposes) {
        this.key = key;
        this.clientId = clientId;
        this.fullName = fullName;
        this.role = role;
        this.organisation = organisation;
        this.purposes = purposes;
    }

    /** The key under which the ready token is published. */
    public String key() {
        return key;
    }

    /** The client that gets tokens for this user at the token endpoint. */
    public String clientId() {
        return clientId;
    }

    public String fullName() {
        return fullName;
    }

    /** {@code sheaf_role}. */
    public String role() {
        return role;
    }

    /** {@code sheaf_org}: an ODS code. */
    public String organisation() {
        return organisation;
    }

    /** {@code sheaf_purposes}: codes of v3 ActReason. */
    public List<String> purposes() {
        return purposes;
    }
}
