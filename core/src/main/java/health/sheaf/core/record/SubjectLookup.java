package health.sheaf.core.record;

import health.sheaf.core.federation.Federation;
import health.sheaf.core.federation.PatientNumbers;
import health.sheaf.core.identity.IdentityIndex;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.ResourceIds;
import health.sheaf.core.policy.LocatePermit;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.spi.SourceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out whose resource a handed-out id names. */
final class SubjectLookup {

    private final IdentityIndex identity;
    private final Federation federation;
    private final ResourceIds ids;

    SubjectLookup(IdentityIndex identity, Federation federation, ResourceIds ids) {
        this.identity = identity;
        this.federation = federation;
        this.ids = ids;
    }

    /** What the source said. */
    sealed interface Finding {}

    /** There is no such resource, or it is nobody's. */
    record Nobodys() implements Finding {}

    /** The source could not say. */
    record Silent(SourceId source, SourceFault fault) implements Finding {}

    /**
     * A resource and its person.
     *
     * @param source where it lies
     * @param type its type
     * @param nativeId its id there
     */
    record Owned(Person person, SourceId source, String type, String nativeId) implements Finding {

        RecordQuestion question(String interaction) {
            var filter =
                    new SearchFilter.TokenFilter(
                            type, "_id", List.of(new SearchFilter.Token(null, nativeId)));
            return new RecordQuestion(Set.of(type), List.of(filter), interaction);
        }

        Map<SourceId, String> othersLeftOut(Federation federation) {
            return SubjectLookup.othersLeftOut(federation, source);
        }
    }

    /** Every source but one, with the reason why it is not asked. */
    static Map<SourceId, String> othersLeftOut(Federation federation, SourceId source) {
        var others = new HashMap<SourceId, String>();
        for (var other : federation.sources()) {
            if (!other.id().equals(source)) {
                others.put(other.id(), "the resource lies in another system");
            }
        }
        return others;
    }

    Finding find(LocatePermit permit, String resourceType, String id) {
        var nativeId = ids.resolve(resourceType, id);
        if (nativeId.isEmpty()) {
            return new Nobodys();
        }
        var source = federation.source(nativeId.get().source());
        if (source.isEmpty()) {
            return new Nobodys();
        }
        try {
            return federation
                    .subjectOf(permit, source.get(), resourceType, nativeId.get().value())
                    .flatMap(patient -> person(PatientNumbers.of(patient.resource())))
                    .<Finding>map(person ->
                            new Owned(
                                    person,
                                    source.get().id(),
                                    resourceType,
                                    nativeId.get().value()))
                    .orElseGet(Nobodys::new);
        } catch (SourceFaultException e) {
            return e.fault().code() == FaultCode.PATIENT_NOT_KNOWN
                    ? new Nobodys()
                    : new Silent(source.get().id(), e.fault());
        }
    }

    private Optional<Person> person(Set<String> numbers) {
        return numbers.size() == 1
                ? NhsNumber.parse(numbers.iterator().next()).map(identity::confirmed)
                : Optional.empty();
    }
}
