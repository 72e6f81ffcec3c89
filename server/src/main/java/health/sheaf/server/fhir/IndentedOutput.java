package health.sheaf.server.fhir;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Indents JSON as it passes, byte by byte and without reading it: what people look at stays
 * lossless, too.
 */
final class IndentedOutput extends FilterOutputStream {

    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean opened;

    IndentedOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int value) throws IOException {
        byte b = (byte) value;
        if (inString) {
            out.write(b);
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
            }
            return;
        }
        switch (b) {
            case ' ', '\t', '\n', '\r' -> {}
            case '{', '[' -> {
                startItem();
                out.write(b);
                depth++;
                opened = true;
            }
            case '}', ']' -> {
                depth--;
                if (opened) {
                    opened = false;
                } else {
                    newLine();
                }
                out.write(b);
            }
            case ',' -> {
                out.write(b);
                newLine();
            }
            case ':' -> {
                out.write(b);
                out.write(' ');
            }
            default -> {
                startItem();
                inString = b == '"';
                out.write(b);
            }
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private void startItem() throws IOException {
        if (opened) {
            opened = false;
            newLine();
        }
    }

    private void newLine() throws IOException {
        out.write('\n');
        for (int i = 0; i < depth; i++) {
            out.write(' ');
            out.write(' ');
        }
    }
}
