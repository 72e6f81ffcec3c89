package health.sheaf.connector.jdbc;

import health.sheaf.connector.jdbc.MapReader.Asked;
import health.sheaf.mapping.RowMap;
import health.sheaf.spi.Authority;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientFinder;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Resource;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFaultException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds patients by number, by demographics, and by what belongs to them. */
final class JdbcPatientFinder implements PatientFinder {

    private static final int MAX_CANDIDATES = 200;

    private final JdbcConnector connector;
    private final Database database;

    JdbcPatientFinder(JdbcConnector connector, Database database) {
        this.connector = connector;
        this.database = database;
    }

    @Override
    public FetchResult find(Authority.ToLocate authority, PatientQuery query, Deadline deadline) {
        var demographics = Set.of(Section.DEMOGRAPHICS);
        if (deadline.passed()) {
            return FetchResult.failed(demographics, SqlFaults.fault(FaultCode.TIMED_OUT));
        }
        try {
            var answer = ask(new Asked.Found(condition(query)), deadline);
            var found =
                    answer.mapped().stream()
                            .filter(mapped -> !mapped.superseded())
                            .filter(mapped -> fits(mapped, query))
                            .map(connector::entry)
                            .toList();
            Outcome outcome =
                    answer.missing() == null
                            ? new Outcome.Complete(found.size())
                            : new Outcome.Partial(found.size(), answer.missing());
            return new FetchResult(
                    Map.of(Section.DEMOGRAPHICS, outcome),
                    found,
                    Remainder.none(),
                    new Freshness.Live());
        } catch (SourceFaultException e) {
            return FetchResult.failed(demographics, e.fault());
        }
    }

    @Override
    public Optional<Entry> subjectOf(
            Authority.ToLocate authority, String resourceType, String nativeId, Deadline deadline) {
        if (resourceType.equals("Patient")) {
            return patient(nativeId, deadline);
        }
        var readers =
                connector.readers(resourceType).stream()
                        .filter(reader -> reader.map().patient().isPresent())
                        .toList();
        if (readers.isEmpty()) {
            throw SqlFaults.exception(
                    FaultCode.UNSUPPORTED_REQUEST, SqlFaults.detail(FaultCode.UNSUPPORTED_REQUEST));
        }
        for (var reader : readers) {
            if (reader.map().key().valuesOf(nativeId).isEmpty()) {
                continue;
            }
            var owner =
                    read(reader, new Asked.OfIds(List.of(nativeId)), deadline).mapped().stream()
                            .filter(mapped -> mapped.id().equals(nativeId))
                            .flatMap(mapped -> Optional.ofNullable(mapped.patient()).stream())
                            .findFirst();
            if (owner.isPresent()) {
                return patient(owner.get(), deadline);
            }
        }
        return Optional.empty();
    }

    private Optional<Entry> patient(String nativeId, Deadline deadline) {
        return ask(new Asked.OfIds(List.of(nativeId)), deadline).mapped().stream()
                .filter(mapped -> mapped.id().equals(nativeId))
                .map(connector::entry)
                .findFirst();
    }

    private Answer ask(Asked asked, Deadline deadline) {
        return read(connector.patientReader(), asked, deadline);
    }

    private Answer read(MapReader reader, Asked asked, Deadline deadline) {
        Question<Answer> reading =
                database.ask(
                        deadline,
                        (connection, question) ->
                                reader.read(
                                        connection, question, asked, List.of(), MAX_CANDIDATES));
        return reading.await();
    }

    private MapReader.SearchCondition condition(PatientQuery query) {
        var dialect = database.settings().dialect();
        return switch (query) {
            case PatientQuery.ByNhsNumber by ->
                    (search, columns) -> search.nhsNumber(by.nhsNumber(), columns, dialect);
            case PatientQuery.ByDemographics by ->
                    (search, columns) ->
                            search.demographics(by.family(), by.birthDate(), columns, dialect);
        };
    }

    private static boolean fits(RowMap.Mapped mapped, PatientQuery query) {
        return switch (query) {
            case PatientQuery.ByNhsNumber by -> hasNumber(mapped, by.nhsNumber());
            case PatientQuery.ByDemographics by -> fits(mapped.resource(), by);
        };
    }

    static boolean hasNumber(RowMap.Mapped mapped, NhsNumber number) {
        return mapped.resource().values("identifier.value").contains(number.value());
    }

    private static boolean fits(Resource patient, PatientQuery.ByDemographics by) {
        return patient.values("name.family").stream()
                        .anyMatch(family -> family.strip().equalsIgnoreCase(by.family().strip()))
                && patient.value("birthDate").equals(Optional.of(by.birthDate().toString()))
                && given(patient, by.given())
                && (by.gender() == null || patient.value("gender").equals(Optional.of(by.gender())))
                && postcode(patient, by.postcode());
    }

    private static boolean given(Resource patient, @Nullable String beginning) {
        return beginning == null
                || patient.values("name.given").stream()
                        .anyMatch(name -> lower(name).startsWith(lower(beginning)));
    }

    private static boolean postcode(Resource patient, @Nullable String postcode) {
        return postcode == null
                || patient.values("address.postalCode").stream()
                        .anyMatch(known ->
                                lower(known)
                                        .replace(" ", "")
                                        .equals(lower(postcode).replace(" ", "")));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.UK);
    }
}
