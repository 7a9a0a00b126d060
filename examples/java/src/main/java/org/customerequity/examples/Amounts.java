package org.customerequity.examples;

import org.customerequity.value.Interval;

/** How amounts of about one size are shown: in units, millions, billions or trillions, with as many decimals as are of use. */
final class Amounts {
    private static final int DIGITS = 4;
    private static final int MOST_DECIMALS = 12;

    private final double unit;
    private final String word;
    private final int decimals;

    private Amounts(double unit, String word, int decimals) {
        this.unit = unit;
        this.word = word;
        this.decimals = decimals;
    }

    /** For amounts of which this is the largest; below a million in units. */
    static Amounts of(double largest) {
        double x = Math.abs(largest);
        if (x < 1e6) {
            int size = x > 0 ? (int) Math.floor(Math.log10(x)) : DIGITS;
            int decimals = Math.max(0, Math.min(MOST_DECIMALS, DIGITS - size));
            return new Amounts(1, "", size >= 0 ? Math.min(2, decimals) : decimals);
        }
        double unit = x < 1e9 ? 1e6 : x < 1e12 ? 1e9 : 1e12;
        String word = unit == 1e6 ? "million" : unit == 1e9 ? "billion" : "trillion";
        return new Amounts(unit, word, x < 100 * unit ? 2 : 1);
    }

    /** {@code million USD}, or {@code USD}. */
    String heading(String currency) {
        return word.isEmpty() ? currency : word + " " + currency;
    }

    /** {@code 12.3}, whose unit is in the heading. */
    String bare(double amount) {
        return Text.number(amount / unit + 0.0, decimals);
    }

    /** {@code 12.3 to 45.6}. */
    String bare(Interval interval) {
        return bare(interval.lower()) + " to " + bare(interval.upper());
    }

    /** {@code USD 12.3 million}. */
    String full(String currency, double amount) {
        return currency + " " + bare(amount) + (word.isEmpty() ? "" : " " + word);
    }
}
