package org.customerequity.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.customerequity.internal.Require;

/**
 * What the text form of a model is made of: objects, lists, strings and numbers of JSON (RFC 8259), and nothing else. Reads
 * strictly, remembers where each value stood, and says so where one is not what was asked for.
 */
final class JsonValue {
    private static final int DEEPEST = 8;

    private final Source source;
    private final int position;
    /** A map from String to JsonValue, a list of JsonValue, a String, or a {@link Number}. */
    private final Object content;

    private JsonValue(Source source, int position, Object content) {
        this.source = source;
        this.position = position;
        this.content = content;
    }

    /** A number as it was written. */
    private record Number(String text) {}

    /** The one value that the text is. */
    static JsonValue parse(String text) {
        Source source = new Source(text);
        JsonValue value = source.value(0);
        source.skipSpace();
        if (source.at < text.length()) {
            throw source.bad(source.at, "must end after its one value", source.seen());
        }
        return value;
    }

    /** The text as a JSON string. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || isAlone(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /** Half of a surrogate pair without the other: no encoding of files has it. */
    private static boolean isAlone(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /** Values that are text already as a JSON list. */
    static String list(Stream<String> values) {
        return values.collect(Collectors.joining(", ", "[", "]"));
    }

    /** Numbers as a JSON list, each of which must be finite. */
    static String row(double[] values) {
        return list(Arrays.stream(values).mapToObj(value -> {
            Require.finite(value, "report", "");
            return Double.toString(value);
        }));
    }

    /** Refuses this value. */
    IllegalArgumentException bad(String rule, String was) {
        return source.bad(position, rule, was);
    }

    /** What this value is, for a message. */
    private String kind() {
        return content instanceof Map
                ? "an object"
                : content instanceof List
                        ? "a list"
                        : content instanceof Number number ? number.text : quoted((String) content);
    }

    @SuppressWarnings("unchecked")
    private Map<String, JsonValue> fields(String name) {
        if (!(content instanceof Map)) {
            throw bad(name + " must be an object", kind());
        }
        return (Map<String, JsonValue>) content;
    }

    /**
     * The fields of this object, which has all of the required ones and no others but the optional ones.
     *
     * @param name what this object is, for a message
     */
    Map<String, JsonValue> object(String name, List<String> required, List<String> optional) {
        Map<String, JsonValue> fields = fields(name);
        for (Map.Entry<String, JsonValue> field : fields.entrySet()) {
            if (!required.contains(field.getKey()) && !optional.contains(field.getKey())) {
                List<String> known = new ArrayList<>(required);
                known.addAll(optional);
                throw field.getValue()
                        .bad(name + " must have no field but " + String.join(", ", known), quoted(field.getKey()));
            }
        }
        for (String field : required) {
            if (!fields.containsKey(field)) {
                throw bad(name + " must have the field " + field, "without it");
            }
        }
        return fields;
    }

    /** One field of this object, whatever others there are. */
    JsonValue field(String name, String field) {
        JsonValue value = fields(name).get(field);
        if (value == null) {
            throw bad(name + " must have the field " + field, "without it");
        }
        return value;
    }

    String string(String name) {
        if (!(content instanceof String text)) {
            throw bad(name + " must be a string", kind());
        }
        return text;
    }

    double number(String name) {
        if (!(content instanceof Number number)) {
            throw bad(name + " must be a number", kind());
        }
        double value = Double.parseDouble(number.text);
        if (Double.isInfinite(value)) {
            throw bad(name + " must be within the range of a double", number.text);
        }
        return value;
    }

    long wholeNumber(String name, long most) {
        if (content instanceof Number number) {
            try {
                long value = new BigDecimal(number.text).longValueExact();
                if (value >= 0 && value <= most) {
                    return value;
                }
            } catch (ArithmeticException | NumberFormatException notWhole) {
                // said below
            }
        }
        throw bad(name + " must be a whole number from 0 to " + most, kind());
    }

    /** A whole number of either sign. */
    int integer(String name) {
        if (content instanceof Number number) {
            try {
                return new BigDecimal(number.text).intValueExact();
            } catch (ArithmeticException | NumberFormatException notWhole) {
                // said below
            }
        }
        throw bad(name + " must be a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE, kind());
    }

    /** The constant of that name. */
    <E extends Enum<E>> E oneOf(String name, E[] all) {
        String text = string(name);
        return Arrays.stream(all)
                .filter(one -> one.name().equals(text))
                .findFirst()
                .orElseThrow(() -> bad(name + " must be one of " + Arrays.asList(all), quoted(text)));
    }

    @SuppressWarnings("unchecked")
    List<JsonValue> list(String name) {
        if (!(content instanceof List)) {
            throw bad(name + " must be a list", kind());
        }
        return (List<JsonValue>) content;
    }

    double[] numbers(String name, int size) {
        List<JsonValue> values = list(name);
        if (values.size() != size) {
            throw bad(name + " must be " + size + " numbers", values.size() + "");
        }
        double[] out = new double[size];
        for (int i = 0; i < size; i++) {
            out[i] = values.get(i).number(name + "[" + i + "]");
        }
        return out;
    }

    /** The text and how far it has been read. */
    private static final class Source {
        private final String text;
        private int at;

        Source(String text) {
            this.text = text;
        }

        IllegalArgumentException bad(int position, String rule, String was) {
            int line = 1;
            int column = 1;
            for (int i = 0; i < position; i++) {
                boolean end = text.charAt(i) == '\n';
                line += end ? 1 : 0;
                column = end ? 1 : column + 1;
            }
            return new IllegalArgumentException(
                    "text at line " + line + ", column " + column + ": " + rule + ", was " + was);
        }

        String seen() {
            return at < text.length() ? "'" + text.charAt(at) + "'" : "its end";
        }

        void skipSpace() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private void expect(char c, String rule) {
            skipSpace();
            if (at >= text.length() || text.charAt(at) != c) {
                throw bad(at, rule, seen());
            }
            at++;
        }

        private boolean takes(char c) {
            skipSpace();
            boolean is = at < text.length() && text.charAt(at) == c;
            at += is ? 1 : 0;
            return is;
        }

        JsonValue value(int depth) {
            skipSpace();
            int from = at;
            if (depth > DEEPEST) {
                throw bad(from, "must not be nested deeper than " + DEEPEST, seen());
            }
            if (takes('{')) {
                return new JsonValue(this, from, object(depth));
            }
            if (takes('[')) {
                return new JsonValue(this, from, list(depth));
            }
            if (at < text.length() && text.charAt(at) == '"') {
                return new JsonValue(this, from, string());
            }
            return new JsonValue(this, from, number());
        }

        private Map<String, JsonValue> object(int depth) {
            Map<String, JsonValue> fields = new LinkedHashMap<>();
            if (takes('}')) {
                return fields;
            }
            do {
                skipSpace();
                int from = at;
                if (at >= text.length() || text.charAt(at) != '"') {
                    throw bad(at, "must be the name of a field in quotation marks", seen());
                }
                String name = string();
                expect(':', "must be a colon after the name of a field");
                if (fields.put(name, value(depth + 1)) != null) {
                    throw bad(from, "must name each field once", quoted(name) + " again");
                }
            } while (takes(','));
            expect('}', "must be a comma or the end of the object");
            return fields;
        }

        private List<JsonValue> list(int depth) {
            List<JsonValue> values = new ArrayList<>();
            if (takes(']')) {
                return values;
            }
            do {
                values.add(value(depth + 1));
            } while (takes(','));
            expect(']', "must be a comma or the end of the list");
            return values;
        }

        private String string() {
            at++;
            StringBuilder out = new StringBuilder();
            while (true) {
                if (at >= text.length()) {
                    throw bad(at, "must be a quotation mark at the end of a string", seen());
                }
                char c = text.charAt(at);
                if (c < 0x20) {
                    throw bad(at, "must not be a control character in a string", "character " + (int) c);
                }
                at++;
                if (c == '"') {
                    return out.toString();
                }
                out.append(c == '\\' ? escaped() : c);
            }
        }

        private char escaped() {
            int from = at - 1;
            char c = at < text.length() ? text.charAt(at) : ' ';
            at++;
            switch (c) {
                case '"', '\\', '/':
                    return c;
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u':
                    int value = 0;
                    for (int i = 0; i < 4; i++, at++) {
                        int digit = at < text.length()
                                ? "0123456789abcdef".indexOf(Character.toLowerCase(text.charAt(at)))
                                : -1;
                        if (digit < 0) {
                            throw bad(at, "must be a hexadecimal digit", seen());
                        }
                        value = 16 * value + digit;
                    }
                    return (char) value;
                default:
                    throw bad(from, "must be an escape of JSON", "'\\" + c + "'");
            }
        }

        private Number number() {
            int from = at;
            if (at < text.length() && text.charAt(at) == '-') {
                at++;
            }
            int whole = at;
            digits(from);
            if (text.charAt(whole) == '0' && at > whole + 1) {
                throw bad(whole, "must not begin with a zero", text.substring(whole, at));
            }
            if (at < text.length() && text.charAt(at) == '.') {
                at++;
                digits(from);
            }
            if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
                at++;
                if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                    at++;
                }
                digits(from);
            }
            return new Number(text.substring(from, at));
        }

        private void digits(int from) {
            int first = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == first) {
                throw at == from
                        ? bad(from, "must be an object, a list, a string or a number", seen())
                        : bad(at, "must be a digit", seen());
            }
        }
    }
}
