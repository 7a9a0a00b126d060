package org.customerequity.examples;

import java.util.Locale;

/** Numbers and foreign text as the report and the messages show them: the same in every locale. */
final class Text {
    private static final int LONGEST_QUOTE = 40;

    private Text() {}

    /** {@code 12,345.68}. */
    static String number(double x, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", x);
    }

    /** {@code 12,345}. */
    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** {@code 12.3 %} for 0.123. */
    static String percent(double fraction, int decimals) {
        return number(100 * fraction, decimals) + " %";
    }

    /** {@code 1 customer}, {@code 2,357 customers}. */
    static String count(long n, String noun) {
        return count(n) + " " + noun + (n == 1 ? "" : "s");
    }

    /** The shortest decimal form: {@code 0.3}, {@code 12}. */
    static String plain(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15 ? String.format(Locale.ROOT, "%.0f", x) : Double.toString(x);
    }

    /** {@code 1 year}, {@code 2.5 years}. */
    static String years(double count) {
        return plain(count) + (count == 1 ? " year" : " years");
    }

    /** What stood in a file, in quotes, on one line and not too long; {@code empty} where nothing stood there. */
    static String quote(String foreign) {
        if (foreign.isEmpty()) {
            return "empty";
        }
        StringBuilder s = new StringBuilder("\"");
        foreign.codePoints().limit(LONGEST_QUOTE).forEach(c -> {
            if (Character.isISOControl(c)) {
                s.append(String.format("\\u%04x", c));
            } else {
                s.appendCodePoint(c);
            }
        });
        return s.append(foreign.codePointCount(0, foreign.length()) > LONGEST_QUOTE ? "...\"" : "\"")
                .toString();
    }
}
