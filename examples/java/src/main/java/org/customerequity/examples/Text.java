package org.customerequity.examples;

import java.math.BigDecimal;
import java.math.RoundingMode;
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

    /** {@code 1 year}, {@code 2.5 years}; at most four decimals. */
    static String years(double count) {
        String shown = BigDecimal.valueOf(count)
                .setScale(4, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        return shown + (count == 1 ? " year" : " years");
    }

    /** {@code 0.605}; a probability that is not 0 or 1 is not shown as 0 or 1. */
    static String probability(double p) {
        if (p > 0 && p < 0.001) {
            return "<0.001";
        }
        return p < 1 && p > 0.999 ? ">0.999" : number(p, 3);
    }

    /** How many columns of a terminal the text takes: marks on letters take none, the scripts of East Asia two each. */
    static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    private static int width(int character) {
        switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {
                return 0;
            }
            default -> {
                return switch (Character.UnicodeScript.of(character)) {
                    case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
                    default -> 1;
                };
            }
        }
    }

    /** The text, or its beginning and dots where it is wider than so many columns. */
    static String shorten(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder s = new StringBuilder();
        int used = 3;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            used += width(text.codePointAt(i));
            if (used > columns) {
                break;
            }
            s.appendCodePoint(text.codePointAt(i));
        }
        return s.toString().stripTrailing() + "...";
    }

    /** Whether this is a number in plain decimals, signed or not: no exponent, no {@code NaN}, no type suffix. */
    static boolean isDecimal(String text) {
        int digits = 0;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.') {
                dots++;
            } else if (i > 0 || (c != '-' && c != '+')) {
                return false;
            }
        }
        return digits > 0 && dots <= 1;
    }

    /** What stood in a file, in quotes, on one line and not too long; {@code empty} where nothing stood there. */
    static String quote(String foreign) {
        if (foreign.isEmpty()) {
            return "empty";
        }
        StringBuilder s = new StringBuilder("\"");
        foreign.codePoints().limit(LONGEST_QUOTE).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                s.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                s.appendCodePoint(c);
            }
        });
        return s.append(foreign.codePointCount(0, foreign.length()) > LONGEST_QUOTE ? "...\"" : "\"")
                .toString();
    }
}
