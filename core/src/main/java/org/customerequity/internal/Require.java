package org.customerequity.internal;

import java.util.List;
import java.util.Objects;

/** Argument checks that return their argument; a message has name, rule, value and hint. Every test lets NaN fail. */
public final class Require {
    private Require() {}

    public static double positive(double x, String name, String hint) {
        if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
            throw bad(name, "must be finite and > 0", hint, x);
        }
        return x;
    }

    /** Turns negative zero into zero. */
    public static double nonNegative(double x, String name, String hint) {
        if (!(x >= 0 && x < Double.POSITIVE_INFINITY)) {
            throw bad(name, "must be finite and >= 0", hint, x);
        }
        return x + 0.0;
    }

    public static double finite(double x, String name, String hint) {
        if (!Double.isFinite(x)) {
            throw bad(name, "must be finite", hint, x);
        }
        return x + 0.0;
    }

    /** Any number, infinite too: what NaN is not. */
    public static double number(double x, String name) {
        if (Double.isNaN(x)) {
            throw bad(name, "must be a number", "", x);
        }
        return x;
    }

    /** A probability or share in [0, 1]. */
    public static double fraction(double x, String name, String hint) {
        if (!(x >= 0 && x <= 1)) {
            throw bad(name, "must be in [0, 1]", hint, x);
        }
        return x + 0.0;
    }

    /** A probability strictly between 0 and 1, as a confidence level is. */
    public static double openFraction(double x, String name, String hint) {
        if (!(x > 0 && x < 1)) {
            throw bad(name, "must be in (0, 1)", hint, x);
        }
        return x;
    }

    public static int nonNegative(int x, String name, String hint) {
        if (x < 0) {
            throw bad(name, "must be >= 0", hint, x);
        }
        return x;
    }

    public static long nonNegative(long x, String name, String hint) {
        if (x < 0) {
            throw bad(name, "must be >= 0", hint, x);
        }
        return x;
    }

    public static int positive(int x, String name, String hint) {
        if (x <= 0) {
            throw bad(name, "must be > 0", hint, x);
        }
        return x;
    }

    public static long positive(long x, String name, String hint) {
        if (x <= 0) {
            throw bad(name, "must be > 0", hint, x);
        }
        return x;
    }

    /** Of two counts, each {@code >= 0}; past the largest long it says so instead of turning negative. */
    public static long sum(long a, long b, String name) {
        long sum = a + b;
        if (sum < 0) {
            throw bad(name, "must be at most " + Long.MAX_VALUE, "", a + " + " + b);
        }
        return sum;
    }

    public static String nonBlank(String x, String name, String hint) {
        Objects.requireNonNull(x, name);
        if (x.isBlank()) {
            throw bad(name, "must not be blank", hint, '"' + x + '"');
        }
        return x;
    }

    /** Rows of a table. */
    public static int notEmpty(int size, String name, String rule, String hint) {
        if (size == 0) {
            throw bad(name, rule, hint, "empty");
        }
        return size;
    }

    /** The place of a name among those known; a message lists them. */
    public static int indexOf(String name, List<String> known, String argument, String hint) {
        int at = known.indexOf(Objects.requireNonNull(name, argument));
        if (at < 0) {
            throw bad(argument, "must be one of " + known, hint, '"' + name + '"');
        }
        return at;
    }

    /** As many values as names; what each must be is for the model's constructor to say. */
    public static double[] parameters(double[] parameters, List<String> names) {
        if (Objects.requireNonNull(parameters, "parameters").length != names.size()) {
            throw bad("parameters", "must be " + names.size() + " values", String.join(", ", names), parameters.length);
        }
        return parameters;
    }

    public static IllegalArgumentException bad(String name, String rule, String hint, Object value) {
        return new IllegalArgumentException(
                name + " " + rule + ", was " + value + (hint.isEmpty() ? "" : " (" + hint + ")"));
    }
}
