package health.sheaf.mapping.hl7v2;

import java.nio.charset.StandardCharsets;

/** Resolves {@code \F\ \S\ \T\ \R\ \E\ \Xnn\ \.br\} and their like. */
final class V2Escapes {

    private static final int LONGEST = 200;

    private V2Escapes() {}

    static String resolve(String text, int start, int end, Separators separators) {
        char escape = separators.escape();
        int at = escape == Separators.NONE ? -1 : text.indexOf(escape, start);
        if (at < 0 || at >= end) {
            return text.substring(start, end);
        }
        var out = new StringBuilder(end - start);
        int from = start;
        while (at >= 0 && at < end) {
            out.append(text, from, at);
            int close = text.indexOf(escape, at + 1);
            if (close < 0 || close >= end || close - at > LONGEST) {
                // Not an escape: a backslash somebody did not escape is kept as it is.
                out.append(escape);
                from = at + 1;
            } else if (one(text.substring(at + 1, close), separators, out)) {
                from = close + 1;
            } else {
                out.append(escape);
                from = at + 1;
            }
            at = text.indexOf(escape, from);
        }
        return out.append(text, from, end).toString();
    }

    /** Writes what an escape means; false where it means nothing, and must stay. */
    private static boolean one(String name, Separators separators, StringBuilder out) {
        switch (name) {
            case "F" -> out.append(separators.field());
            case "S" -> out.append(separators.component());
            case "T" -> out.append(separators.subcomponent());
            case "R" -> out.append(separators.repetition());
            case "E" -> out.append(separators.escape());
            case "H", "N" -> {
                // Highlighting has no place in plain text.
            }
            case String other -> {
                return formatted(other, out);
            }
        }
        return true;
    }

    private static boolean formatted(String name, StringBuilder out) {
        if (name.equals(".br") || name.startsWith(".sp") || name.equals(".ce")) {
            out.append('\n');
            return true;
        }
        if (name.startsWith(".in") || name.startsWith(".ti") || name.startsWith(".sk")) {
            out.append(' ');
            return true;
        }
        if (name.equals(".fi") || name.equals(".nf")) {
            return true;
        }
        return name.startsWith("X") && hexadecimal(name, out);
    }

    private static boolean hexadecimal(String name, StringBuilder out) {
        int digits = name.length() - 1;
        if (digits == 0 || digits % 2 != 0) {
            return false;
        }
        var bytes = new byte[digits / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(name.charAt(1 + 2 * i), 16);
            int low = Character.digit(name.charAt(2 + 2 * i), 16);
            if (high < 0 || low < 0) {
                return false;
            }
            bytes[i] = (byte) (high * 16 + low);
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        out.append(text.replace("\r\n", "\n").replace('\r', '\n'));
        return true;
    }
}
