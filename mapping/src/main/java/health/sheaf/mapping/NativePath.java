package health.sheaf.mapping;

import java.util.List;

/** A compiled native path. */
@FunctionalInterface
interface NativePath {

    /**
     * What it names, seen from a record: looked for in it, then in the records around it.
     *
     * @return in the order of the message; only what is there, never an empty part
     */
    List<NativeRecord> of(NativeRecord here);

    /** What it names anywhere in a message: what {@code each:} of a resource goes over. */
    default List<NativeRecord> everywhere(NativeRecord root) {
        return of(root);
    }
}
