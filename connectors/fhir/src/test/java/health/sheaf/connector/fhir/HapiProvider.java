package health.sheaf.connector.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.RequiredParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenAndListParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.provider.HashMapResourceProvider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** HAPI's provider over a map, with the searches a real server would have. */
class HapiProvider<T extends DomainResource> extends HashMapResourceProvider<T> {

    HapiProvider(Class<T> type) {
        super(HapiServer.R4, type);
    }

    final void keep(DomainResource resource) {
        if (getResourceType().isInstance(resource)) {
            store(getResourceType().cast(resource));
        }
    }

    final List<IBaseResource> where(Predicate<T> condition) {
        return getStoredResources().stream()
                .filter(condition)
                .map(IBaseResource.class::cast)
                .toList();
    }

    /** What charts refer to. */
    static final class ById<T extends DomainResource> extends HapiProvider<T> {

        ById(Class<T> type) {
            super(type);
        }

        @Search
        public List<IBaseResource> byId(@RequiredParam(name = "_id") TokenOrListParam ids) {
            return where(resource ->
                    ids.getValuesAsQueryTokens().stream()
                            .anyMatch(id -> resource.getIdPart().equals(id.getValue())));
        }
    }

    /** A type of the patient compartment. */
    static final class OfPatients<T extends DomainResource> extends HapiProvider<T> {

        OfPatients(Class<T> type) {
            super(type);
        }

        @Search
        public List<IBaseResource> ofPatient(
                @RequiredParam(name = "patient") ReferenceParam patient,
                @OptionalParam(name = "code") @Nullable TokenAndListParam code,
                @OptionalParam(name = "status") @Nullable TokenAndListParam status) {
            return where(resource ->
                    refersTo(resource, patient.getIdPart())
                            && has(resource, "code", code)
                            && has(resource, "status", status));
        }
    }

    /** Observations, which have a date, too. */
    static final class Observations extends HapiProvider<Observation> {

        Observations(Class<Observation> type) {
            super(type);
        }

        @Search
        public List<IBaseResource> ofPatient(
                @RequiredParam(name = "patient") ReferenceParam patient,
                @OptionalParam(name = "code") @Nullable TokenAndListParam code,
                @OptionalParam(name = "category") @Nullable TokenAndListParam category,
                @OptionalParam(name = "date") @Nullable DateRangeParam date) {
            return where(resource ->
                    refersTo(resource, patient.getIdPart())
                            && has(resource, "code", code)
                            && has(resource, "category", category)
                            && lies(resource, date));
        }

        private static boolean lies(Observation resource, @Nullable DateRangeParam range) {
            if (range == null) {
                return true;
            }
            var time = resource.getEffectiveDateTimeType().getValue().toInstant();
            var from = range.getLowerBoundAsInstant();
            var until = range.getUpperBoundAsInstant();
            return (from == null || !time.isBefore(from.toInstant()))
                    && (until == null || !time.isAfter(until.toInstant()));
        }
    }

    /** Patients, found by number and by demographics. */
    static class Patients extends HapiProvider<Patient> {

        Patients() {
            super(Patient.class);
        }

        @Search
        public List<IBaseResource> find(
                @OptionalParam(name = "identifier") @Nullable TokenParam identifier,
                @OptionalParam(name = "family") @Nullable StringParam family,
                @OptionalParam(name = "given") @Nullable StringParam given,
                @OptionalParam(name = "birthdate") @Nullable DateParam birthDate,
                @OptionalParam(name = "gender") @Nullable TokenParam gender) {
            return where(patient ->
                    (identifier == null
                                    || patient.getIdentifier().stream()
                                            .anyMatch(i ->
                                                    i.getSystem().equals(identifier.getSystem())
                                                            && i.getValue()
                                                                    .equals(identifier.getValue())))
                            && (family == null
                                    || patient.getName().stream()
                                            .anyMatch(
                                                    n -> begins(n.getFamily(), family.getValue())))
                            && (given == null
                                    || patient.getName().stream()
                                            .flatMap(n -> n.getGiven().stream())
                                            .anyMatch(g -> begins(g.getValue(), given.getValue())))
                            && (birthDate == null
                                    || patient.getBirthDateElement()
                                            .getValueAsString()
                                            .equals(birthDate.getValueAsString()))
                            && (gender == null
                                    || patient.getGender().toCode().equals(gender.getValue())));
        }

        private static boolean begins(@Nullable String text, String start) {
            return text != null
                    && text.toLowerCase(Locale.ROOT).startsWith(start.toLowerCase(Locale.ROOT));
        }
    }

    /** The same with {@code $everything}. */
    static final class PatientsWithEverything extends Patients {

        private final List<HapiProvider<?>> others;

        PatientsWithEverything(List<HapiProvider<?>> others) {
            this.others = others;
        }

        @Operation(name = "$everything", idempotent = true)
        public IBundleProvider everything(@IdParam IdType id) {
            var patient =
                    getStoredResources().stream()
                            .filter(p -> p.getIdPart().equals(id.getIdPart()))
                            .findFirst()
                            .orElseThrow(() -> new ResourceNotFoundException(id));
            var found = new LinkedHashSet<IBaseResource>();
            found.add(patient);
            others.stream()
                    .filter(provider -> !(provider instanceof ById))
                    .forEach(provider ->
                            found.addAll(provider.where(r -> refersTo(r, id.getIdPart()))));
            for (int step = 0; step < 2; step++) {
                var named = new LinkedHashSet<String>();
                found.forEach(resource -> named.addAll(references(resource)));
                others.forEach(provider ->
                        found.addAll(
                                provider.where(
                                        r -> named.contains(r.fhirType() + "/" + r.getIdPart()))));
            }
            return new SimpleBundleProvider(new ArrayList<>(found));
        }
    }

    private static boolean refersTo(DomainResource resource, String patientId) {
        return references(resource).contains("Patient/" + patientId);
    }

    private static Set<String> references(IBaseResource resource) {
        var found = new LinkedHashSet<String>();
        HapiServer.R4
                .newTerser()
                .getAllPopulatedChildElementsOfType(resource, Reference.class)
                .stream()
                .map(reference -> reference.getReferenceElement().toUnqualifiedVersionless())
                .map(id -> id.getValue())
                .filter(Objects::nonNull)
                .forEach(found::add);
        return found;
    }

    private static boolean has(
            DomainResource resource, String element, @Nullable TokenAndListParam wanted) {
        if (wanted == null) {
            return true;
        }
        var property = resource.getNamedProperty(element);
        var values = new ArrayList<Base>(property == null ? List.of() : property.getValues());
        if (resource instanceof org.hl7.fhir.r4.model.MedicationRequest request
                && element.equals("code")) {
            values.add(request.getMedication());
        }
        return wanted.getValuesAsQueryTokens().stream()
                .allMatch(anyOf -> values.stream().anyMatch(value -> matches(value, anyOf)));
    }

    private static boolean matches(Base value, TokenOrListParam wanted) {
        if (value instanceof CodeableConcept concept) {
            return concept.getCoding().stream()
                    .anyMatch(coding ->
                            wanted.getValuesAsQueryTokens().stream()
                                    .anyMatch(token ->
                                            coding.getCode().equals(token.getValue())
                                                    && (token.getSystem() == null
                                                            || token.getSystem()
                                                                    .equals(coding.getSystem()))));
        }
        return value.isPrimitive()
                && wanted.getValuesAsQueryTokens().stream()
                        .anyMatch(token -> value.primitiveValue().equals(token.getValue()));
    }
}
