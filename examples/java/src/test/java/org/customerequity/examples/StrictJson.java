package org.customerequity.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON by RFC 8259 and nothing else: objects as maps, arrays as lists, numbers as double. */
final class StrictJson {
    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        StrictJson json = new StrictJson(text);
        Object value = json.value();
        json.blank();
        if (json.at != text.length()) {
            throw json.bad("end");
        }
        return value;
    }

    private Object value() {
        blank();
        char c = peek();
        if (c == '{') {
            return object();
        }
        if (c == '[') {
            return array();
        }
        if (c == '"') {
            return string();
        }
        for (String word : List.of("true", "false")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return Boolean.valueOf(word);
            }
        }
        return number();
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        blank();
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            blank();
            String name = string();
            blank();
            expect(':');
            if (members.put(name, value()) != null) {
                throw bad("a new member, not " + name);
            }
            blank();
            if (peek() == '}') {
                at++;
                return members;
            }
            expect(',');
        }
    }

    private List<Object> array() {
        List<Object> items = new ArrayList<>();
        expect('[');
        blank();
        if (peek() == ']') {
            at++;
            return items;
        }
        while (true) {
            items.add(value());
            blank();
            if (peek() == ']') {
                at++;
                return items;
            }
            expect(',');
        }
    }

    private String string() {
        expect('"');
        StringBuilder s = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw bad("no control character");
            }
            if (c != '\\') {
                s.append(c);
                continue;
            }
            char escape = text.charAt(at++);
            int simple = "\"\\/bfnrt".indexOf(escape);
            if (simple >= 0) {
                s.append("\"\\/\b\f\n\r\t".charAt(simple));
            } else if (escape == 'u') {
                s.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else {
                throw bad("an escape");
            }
        }
        at++;
        return s.toString();
    }

    private Double number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(from, at);
        if (!number.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
            throw bad("a number");
        }
        return Double.valueOf(number);
    }

    private void blank() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw bad("more text");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw bad("'" + c + "'");
        }
        at++;
    }

    private IllegalArgumentException bad(String expected) {
        return new IllegalArgumentException("JSON must have " + expected + " at " + at + ", has "
                + text.substring(at, Math.min(text.length(), at + 20)));
    }
}
