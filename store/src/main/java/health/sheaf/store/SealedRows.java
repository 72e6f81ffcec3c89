package health.sheaf.store;

import health.sheaf.core.identity.Link;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.PersonId;
import health.sheaf.core.identity.Restriction;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.SourceId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;

/** What stands inside the envelope of a row. The first byte is the format, so that it can grow. */
final class SealedRows {

    private static final int FORMAT = 1;

    private SealedRows() {}

    @FunctionalInterface
    private interface Write {
        void to(DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    private interface Read<T> {
        T from(DataInputStream in) throws IOException;
    }

    static byte[] write(Person person) {
        return bytes(out -> {
            out.writeUTF(person.nhsNumber().value());
            out.writeUTF(person.restriction().name());
        });
    }

    static Person person(PersonId id, byte[] content) {
        return read(
                content,
                in ->
                        new Person(
                                id,
                                new NhsNumber(in.readUTF()),
                                Restriction.valueOf(in.readUTF())));
    }

    static byte[] write(Link link) {
        return bytes(out -> {
            out.writeUTF(link.localId());
            out.writeUTF(link.method().name());
            out.writeDouble(link.score());
            out.writeUTF(link.evidence());
            out.writeUTF(link.at().toString());
        });
    }

    static Link link(PersonId person, SourceId source, byte[] content) {
        return read(
                content,
                in ->
                        new Link(
                                person,
                                source,
                                in.readUTF(),
                                Link.Method.valueOf(in.readUTF()),
                                in.readDouble(),
                                in.readUTF(),
                                Instant.parse(in.readUTF())));
    }

    private static byte[] bytes(Write write) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            write.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] content, Read<T> read) {
        try (var in = new DataInputStream(new ByteArrayInputStream(content))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw new StoreDamagedException("a row of the unknown format " + format);
            }
            return read.from(in);
        } catch (IOException e) {
            throw new StoreDamagedException("a row is too short", e);
        }
    }
}
