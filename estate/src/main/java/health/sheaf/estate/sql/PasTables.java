package health.sheaf.estate.sql;

import health.sheaf.estate.people.NhsNumbers;
import health.sheaf.estate.people.Person;
import health.sheaf.estate.people.Population;
import health.sheaf.estate.people.Source;
import health.sheaf.estate.people.Specialty;
import health.sheaf.estate.people.Story.Stay;
import health.sheaf.estate.people.Story.Visit;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the infirmary's administration, as such systems have them: dates are text, NHS
 * numbers are spaced, names are in capitals and padded, flags are Y and N, and what belonged to a
 * number that was merged still lies under it.
 */
final class PasTables {

    static final String SCHEMA =
            """
            CREATE TABLE PAT_MASTER (
              PAT_NO CHAR(10) PRIMARY KEY, NHS_NO CHAR(12), NHS_STAT CHAR(2), SURNAME CHAR(35),
              FORENAMES CHAR(50), TITLE CHAR(8), SEX CHAR(1), DOB CHAR(10), DOD CHAR(10),
              ADDR1 CHAR(35), ADDR2 CHAR(35), ADDR3 CHAR(35), PCODE CHAR(8), TEL VARCHAR(20),
              GP_PRAC CHAR(6), RESTRICTED CHAR(1), UPD_TS TIMESTAMP);
            CREATE TABLE EPISODES (
              EPI_NO CHAR(12) PRIMARY KEY, PAT_NO CHAR(10), PAT_CLASS CHAR(1), ADM_DT CHAR(16),
              DIS_DT CHAR(16), SPEC CHAR(3), CONS CHAR(8), WARD VARCHAR(40), STATUS CHAR(1),
              REASON VARCHAR(200), UPD_TS TIMESTAMP);
            CREATE TABLE APPTS (
              APPT_NO CHAR(12) PRIMARY KEY, PAT_NO CHAR(10), SPEC CHAR(3), CLINIC VARCHAR(40),
              APPT_DT CHAR(16), DURN_MIN SMALLINT, STATUS CHAR(1), NOTES VARCHAR(200),
              UPD_TS TIMESTAMP);
            CREATE TABLE MERGED_NOS (
              OLD_NO CHAR(10) PRIMARY KEY, NEW_NO CHAR(10), MERGE_DT CHAR(10));
            CREATE TABLE SPECIALTIES (SPEC CHAR(3) PRIMARY KEY, DESCR VARCHAR(60));
            """;

    static final String INDEXES =
            """
            CREATE INDEX PAT_NHS ON PAT_MASTER (NHS_NO);
            CREATE INDEX EPI_PAT ON EPISODES (PAT_NO);
            CREATE INDEX APPT_PAT ON APPTS (PAT_NO);
            """;

    private static final Source SOURCE = Source.INFIRMARY_PAS;
    private static final LocalDate REGISTERED = LocalDate.of(2025, 3, 17);

    private final Table patients =
            new Table(
                    "PAT_MASTER",
                    "PAT_NO NHS_NO NHS_STAT SURNAME FORENAMES TITLE SEX DOB DOD ADDR1 ADDR2 ADDR3 PCODE TEL"
                            + " GP_PRAC RESTRICTED UPD_TS");
    private final Table episodes =
            new Table(
                    "EPISODES",
                    "EPI_NO PAT_NO PAT_CLASS ADM_DT DIS_DT SPEC CONS WARD STATUS REASON UPD_TS");
    private final Table appointments =
            new Table("APPTS", "APPT_NO PAT_NO SPEC CLINIC APPT_DT DURN_MIN STATUS NOTES UPD_TS");
    private final Table merged = new Table("MERGED_NOS", "OLD_NO NEW_NO MERGE_DT");
    private final Table specialties = new Table("SPECIALTIES", "SPEC DESCR");
    private final boolean tainted;

    private PasTables(boolean tainted) {
        this.tainted = tainted;
    }

    static List<Table> of(Population population, boolean tainted) {
        var tables = new PasTables(tainted);
        for (var specialty : Specialty.values()) {
            tables.specialties.row(specialty.code(), specialty.words());
        }
        for (var person : population.knownTo(SOURCE)) {
            tables.write(person, population);
        }
        return List.of(
                tables.patients,
                tables.episodes,
                tables.appointments,
                tables.merged,
                tables.specialties);
    }

    private void write(Person person, Population population) {
        var number = person.localNumber(SOURCE);
        patient(person, number);
        var old = person.oldHospitalNumber();
        if (old != null) {
            // The superseded row is still there, and so is everything that hung on it.
            patient(person, old);
            merged.row(old, number, "03/11/2025");
        }
        var hospital = population.story(person).hospital();
        for (var stay : hospital.stays()) {
            episode(person, stay, stay.underOldNumber() ? old : number);
        }
        for (var visit : hospital.visits()) {
            appointment(person, visit, number);
        }
    }

    private void patient(Person person, String number) {
        var home = person.home();
        patients.row(
                number,
                NhsNumbers.spaced(person.nhsNumber()),
                "01",
                Words.capitals(person.family()),
                Words.capitals(String.join(" ", person.given())),
                Words.capitals(person.title()),
                sex(person.gender()),
                person.born().format(Words.DAY),
                person.died() == null ? null : person.died().format(Words.DAY),
                Words.capitals(home.line()),
                Words.capitals(home.town()),
                null,
                home.postcode(),
                person.phone(),
                person.isKnownTo(Source.RIVERSIDE_GP) ? Source.RIVERSIDE_GP.ods() : "V81999",
                person.restricted() ? "Y" : "N",
                Words.stamp(REGISTERED.atTime(8, 30)));
    }

    private void episode(Person person, Stay stay, @Nullable String number) {
        var reason =
                Words.clinical(
                        Words.capitals(stay.reason().what().display()),
                        tainted,
                        person.position(),
                        SOURCE,
                        "EPISODES.REASON." + stay.number());
        episodes.row(
                stay.number(),
                number,
                switch (stay.kind()) {
                    case INPATIENT -> "I";
                    case EMERGENCY -> "E";
                    case OUTPATIENT -> "O";
                },
                stay.from().format(Words.DAY_AND_TIME),
                stay.until() == null ? null : stay.until().format(Words.DAY_AND_TIME),
                stay.specialty().code(),
                stay.specialty().consultant(),
                stay.ward(),
                stay.until() == null ? "A" : "D",
                reason,
                Words.stamp(stay.until() == null ? stay.from() : stay.until()));
    }

    private void appointment(Person person, Visit visit, String number) {
        var notes =
                Words.clinical(
                        "FOLLOW UP " + Words.capitals(visit.specialty().words()),
                        tainted,
                        person.position(),
                        SOURCE,
                        "APPTS.NOTES." + visit.number());
        appointments.row(
                visit.number(),
                number,
                visit.specialty().code(),
                visit.specialty().words() + " clinic",
                visit.at().format(Words.DAY_AND_TIME),
                Integer.toString(visit.minutes()),
                Character.toString(visit.status()),
                notes,
                Words.stamp(visit.at().minusDays(30)));
    }

    private static String sex(String gender) {
        return switch (gender) {
            case "female" -> "F";
            case "male" -> "M";
            case String other -> "I";
        };
    }
}
