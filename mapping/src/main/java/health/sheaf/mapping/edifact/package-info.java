/**
 * UN/EDIFACT as the NHS speaks it: interchanges of pathology reports (MEDRPT) and GP registration
 * links (FHSREG), and the acknowledgements they are answered with (NHSACK, RECEP).
 *
 * <p>{@link health.sheaf.mapping.edifact.EdifactReader} is the way in. It knows the envelope, not
 * what a message means: that is a map's business. No message here holds anything of the content.
 */
@NullMarked
package health.sheaf.mapping.edifact;

import org.jspecify.annotations.NullMarked;
