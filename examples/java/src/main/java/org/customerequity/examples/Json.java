package org.customerequity.examples;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Just enough JSON to write a summary: objects in the order of their members, lists, text, numbers, true and false. */
final class Json {
    private final Map<String, Object> members = new LinkedHashMap<>();

    /**
     * With one more member.
     *
     * @param value text, a finite number, a boolean, a {@code Json} or a list of them
     */
    Json with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        write(this, "", s);
        return s.append('\n').toString();
    }

    private static void write(Object value, String indent, StringBuilder s) {
        if (value instanceof Json object) {
            Iterator<Map.Entry<String, Object>> members =
                    object.members.entrySet().iterator();
            open('{', members.hasNext(), s);
            while (members.hasNext()) {
                Map.Entry<String, Object> member = members.next();
                s.append(indent).append("  ");
                quote(member.getKey(), s);
                s.append(": ");
                write(member.getValue(), indent + "  ", s);
                s.append(members.hasNext() ? ",\n" : "\n" + indent);
            }
            s.append('}');
        } else if (value instanceof List<?> list) {
            Iterator<?> items = list.iterator();
            open('[', items.hasNext(), s);
            while (items.hasNext()) {
                s.append(indent).append("  ");
                write(items.next(), indent + "  ", s);
                s.append(items.hasNext() ? ",\n" : "\n" + indent);
            }
            s.append(']');
        } else if (value instanceof Number number) {
            if (!Double.isFinite(number.doubleValue())) {
                throw new IllegalArgumentException("a number in JSON must be finite, was " + number);
            }
            s.append(number);
        } else if (value instanceof Boolean) {
            s.append(value);
        } else if (value instanceof String text) {
            quote(text, s);
        } else {
            throw new IllegalArgumentException("JSON has no " + value.getClass());
        }
    }

    private static void open(char bracket, boolean filled, StringBuilder s) {
        s.append(bracket);
        if (filled) {
            s.append('\n');
        }
    }

    private static void quote(String text, StringBuilder s) {
        s.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> s.append("\\\"");
                case '\\' -> s.append("\\\\");
                case '\n' -> s.append("\\n");
                case '\r' -> s.append("\\r");
                case '\t' -> s.append("\\t");
                default -> {
                    if (c < ' ') {
                        s.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        s.append(c);
                    }
                }
            }
        }
        s.append('"');
    }
}
