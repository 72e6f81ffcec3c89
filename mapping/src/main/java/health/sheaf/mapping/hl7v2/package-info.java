/**
 * HL7 v2 as it is written: segments, fields, repeats, components, subcomponents and escapes, read
 * in place. No meaning; that is in the maps.
 */
@NullMarked
package health.sheaf.mapping.hl7v2;

import org.jspecify.annotations.NullMarked;
