/** Tests of the whole: the running product, and the rules its parts are built by. */
@NullMarked
package health.sheaf.e2e;

import org.jspecify.annotations.NullMarked;
