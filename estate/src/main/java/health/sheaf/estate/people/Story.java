package health.sheaf.estate.people;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one person, before anybody wrote it down in a format. Each system tells the part
 * it knows, in its own way. Times are local.
 *
 * @param practice what the GP practice knows
 * @param hospital what the infirmary knows
 * @param laboratory what the laboratory measured
 * @param community what the community team knows
 */
public record Story(
        Practice practice, Hospital hospital, List<LabRequest> laboratory, Community community) {

    public Story {
        laboratory = List.copyOf(laboratory);
    }

    /** What the GP practice knows. */
    public record Practice(
            List<Problem> problems,
            List<Medicine> medicines,
            List<Allergy> allergies,
            List<Reading> readings,
            List<Vaccination> vaccinations,
            List<Consultation> consultations,
            List<Referral> referrals) {
        public Practice {
            problems = List.copyOf(problems);
            medicines = List.copyOf(medicines);
            allergies = List.copyOf(allergies);
            readings = List.copyOf(readings);
            vaccinations = List.copyOf(vaccinations);
            consultations = List.copyOf(consultations);
            referrals = List.copyOf(referrals);
        }
    }

    /** What the infirmary knows, in its patient record and in its administration. */
    public record Hospital(List<Stay> stays, List<Allergy> allergies, List<Visit> visits) {
        public Hospital {
            stays = List.copyOf(stays);
            allergies = List.copyOf(allergies);
            visits = List.copyOf(visits);
        }
    }

    /** What the community team knows. */
    public record Community(@Nullable CarePlan plan, List<Contact> contacts, List<Alert> alerts) {
        public Community {
            contacts = List.copyOf(contacts);
            alerts = List.copyOf(alerts);
        }
    }

    /** A problem; over when {@code until} is known. */
    public record Problem(Concept what, LocalDate since, @Nullable LocalDate until) {}

    /** A medicine; over when {@code until} is known. */
    public record Medicine(
            Concept what,
            String dose,
            LocalDate since,
            @Nullable LocalDate until,
            boolean repeat) {}

    /**
     * A statement about allergies. "No known allergies" is one too.
     *
     * @param verification a code of allergyintolerance-verification
     * @param category {@code medication}, {@code food}, {@code environment}
     * @param severity {@code mild}, {@code moderate}, {@code severe}
     */
    public record Allergy(
            Concept what,
            String verification,
            @Nullable String category,
            @Nullable Concept reaction,
            @Nullable String severity,
            LocalDate recorded,
            @Nullable String note) {}

    /**
     * A measurement.
     *
     * @param value the decimal as it was written, trailing zeros and all; empty where the parts
     *     carry the values
     * @param unit as people write it
     * @param ucum the code of the unit
     * @param parts the measurements it consists of, such as systolic and diastolic
     */
    public record Reading(
            Concept what,
            String value,
            String unit,
            String ucum,
            LocalDateTime at,
            List<Reading> parts) {
        public Reading {
            parts = List.copyOf(parts);
        }
    }

    /** A vaccination as the practice codes it: what was done. */
    public record Vaccination(Concept done, LocalDate on, String batch) {}

    /** A consultation at the practice. */
    public record Consultation(LocalDateTime at, String reason, boolean byPhone) {}

    /** A referral from the practice to the infirmary. */
    public record Referral(LocalDate on, Specialty to, String reason, boolean done) {}

    /** How somebody is in hospital. */
    public enum StayKind {
        INPATIENT,
        EMERGENCY,
        OUTPATIENT
    }

    /**
     * An episode at the infirmary.
     *
     * @param number its number there, the same in patient record and administration
     * @param until empty while it lasts
     * @param underOldNumber whether administration still keeps it under the superseded number
     */
    public record Stay(
            String number,
            StayKind kind,
            LocalDateTime from,
            @Nullable LocalDateTime until,
            Specialty specialty,
            Problem reason,
            String ward,
            List<Reading> readings,
            @Nullable Concept procedure,
            List<Medicine> medicines,
            String summary,
            boolean imaged,
            boolean underOldNumber) {
        public Stay {
            readings = List.copyOf(readings);
            medicines = List.copyOf(medicines);
        }
    }

    /** An appointment; status as the administration codes it: B, A, D or C. */
    public record Visit(
            String number, LocalDateTime at, int minutes, Specialty specialty, char status) {}

    /** One request to the laboratory with what was found. */
    public record LabRequest(
            String number,
            String discipline,
            LocalDateTime collected,
            LocalDateTime authorised,
            String details,
            List<LabValue> values) {
        public LabRequest {
            values = List.copyOf(values);
        }
    }

    /** One result, as the analyser's interface writes it: text. */
    public record LabValue(LabTest test, String value, @Nullable String flag) {}

    /** A plan of the community team. */
    public record CarePlan(String title, String description, LocalDate since, String goal) {}

    /** A visit of the community team. */
    public record Contact(LocalDateTime at, String purpose, List<Reading> readings) {
        public Contact {
            readings = List.copyOf(readings);
        }
    }

    /** Something a visitor must know. */
    public record Alert(String text, LocalDate since) {}
}
