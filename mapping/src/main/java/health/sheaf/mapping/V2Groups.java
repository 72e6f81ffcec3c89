package health.sheaf.mapping;

import health.sheaf.mapping.hl7v2.V2Message;
import health.sheaf.mapping.hl7v2.V2Segment;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the groups of a message by the segments that open them, the same for every message type:
 * PATIENT at PID, ORDER at ORC (or at OBR, RXA … without one), OBSERVATION at OBX, SPECIMEN at SPM,
 * INSURANCE at IN1, PROCEDURE at PR1. So a message whose sender does not keep to the structure of
 * its type is read as well as one whose sender does.
 */
final class V2Groups {

    /** Segments that carry what an ORC orders. */
    private static final Set<String> ORDERED =
            Set.of("OBR", "RXA", "RXO", "RXE", "RXD", "RXG", "RQD", "RQ1", "ODS", "ODT", "TXA");

    /** Segments that are about the person, wherever they stand. */
    private static final Set<String> OF_PATIENT =
            Set.of("PD1", "PV1", "PV2", "NK1", "MRG", "GT1", "ACC", "PDA", "DB1", "UB1", "UB2");

    private final V2Record.Group message = new V2Record.Group("MESSAGE", null);
    private V2Record.@Nullable Group patient;
    private V2Record.@Nullable Group order;
    private V2Record.@Nullable Group specimen;
    private V2Record.@Nullable Group insurance;
    private V2Record.@Nullable Group procedure;
    private V2Record.Group innermost = message;

    private V2Groups() {}

    static V2Record.Group of(V2Message read) {
        var groups = new V2Groups();
        read.segments().forEach(groups::add);
        return groups.message;
    }

    private void add(V2Segment segment) {
        var name = segment.name();
        switch (name) {
            case "MSH", "EVN", "SFT", "UAC", "MSA", "ERR", "QRD", "QRF", "QPD", "RCP", "QAK" ->
                    message.add(segment);
            case "PID" -> patient(segment);
            case "ORC" -> order(segment);
            case "SPM" -> {
                specimen = (order == null ? person() : order).open("SPECIMEN");
                put(specimen, segment);
            }
            case "OBX" -> put(around().open("OBSERVATION"), segment);
            case "IN1" -> {
                insurance = person().open("INSURANCE");
                put(insurance, segment);
            }
            case "IN2", "IN3" -> put(insurance == null ? person() : insurance, segment);
            case "PR1" -> {
                procedure = person().open("PROCEDURE");
                put(procedure, segment);
            }
            case "SCH" -> put(message, segment);
            case String other -> rest(other, segment);
        }
    }

    private void rest(String name, V2Segment segment) {
        if (ORDERED.contains(name)) {
            if (order == null || order.segments().stream().anyMatch(V2Groups::isOrdered)) {
                order(segment);
            } else {
                put(order, segment);
            }
        } else if (OF_PATIENT.contains(name)) {
            put(person(), segment);
        } else if (name.equals("AL1") || name.equals("DG1")) {
            put(order == null ? person() : order, segment);
        } else {
            innermost.add(segment);
        }
    }

    private static boolean isOrdered(V2Segment segment) {
        return ORDERED.contains(segment.name());
    }

    private void patient(V2Segment segment) {
        patient = message.open("PATIENT");
        order = null;
        specimen = null;
        insurance = null;
        procedure = null;
        put(patient, segment);
    }

    private void order(V2Segment segment) {
        order = person().open("ORDER");
        specimen = null;
        put(order, segment);
    }

    private V2Record.Group person() {
        return patient == null ? message : patient;
    }

    private V2Record.Group around() {
        if (specimen != null) {
            return specimen;
        }
        return order == null ? person() : order;
    }

    private void put(V2Record.Group group, V2Segment segment) {
        group.add(segment);
        innermost = group;
    }
}
