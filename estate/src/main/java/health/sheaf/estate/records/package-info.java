/**
 * What each FHIR source holds about a person: the same story, told the way that system keeps it.
 */
@NullMarked
package health.sheaf.estate.records;

import org.jspecify.annotations.NullMarked;
