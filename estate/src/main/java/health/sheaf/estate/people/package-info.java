/**
 * The people of the demonstration region: who they are and what happened to them, from one seed.
 */
@NullMarked
package health.sheaf.estate.people;

import org.jspecify.annotations.NullMarked;
