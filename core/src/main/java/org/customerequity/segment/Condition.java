package org.customerequity.segment;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * A statement about a customer's named numbers that is true or false, as data: it can be compared, stored and printed.
 *
 * <pre>{@code
 *   Condition.atLeast("spend", 500).and(Condition.below("days since order", 90))
 * }</pre>
 */
public sealed interface Condition extends Serializable {
    /** How a number is compared. */
    enum Comparison {
        /** {@code >=} */
        AT_LEAST(">="),
        /** {@code >} */
        ABOVE(">"),
        /** {@code <=} */
        AT_MOST("<="),
        /** {@code <} */
        BELOW("<"),
        /** {@code ==} */
        EQUAL("==");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        private boolean holds(double x, double limit) {
            return switch (this) {
                case AT_LEAST -> x >= limit;
                case ABOVE -> x > limit;
                case AT_MOST -> x <= limit;
                case BELOW -> x < limit;
                case EQUAL -> x == limit;
            };
        }
    }

    /**
     * A number against a limit.
     *
     * @param column the name of the number
     * @param comparison how it is compared
     * @param limit finite
     */
    record Limit(String column, Comparison comparison, double limit) implements Condition {
        public Limit {
            Require.nonBlank(column, "column", "the name of a number");
            Objects.requireNonNull(comparison, "comparison");
            limit = Require.finite(limit, "limit", "of " + column);
        }

        @Override
        public boolean[] holds(CustomerFeatures features) {
            double[] x = features.shared(column);
            boolean[] out = new boolean[x.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = comparison.holds(x[i], limit);
            }
            return out;
        }

        /** {@code spend >= 500.0}. */
        @Override
        public String toString() {
            return column + " " + comparison.sign + " " + limit;
        }
    }

    /** Both hold. */
    record Both(Condition first, Condition second) implements Condition {
        public Both {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
        }

        @Override
        public boolean[] holds(CustomerFeatures features) {
            boolean[] a = first.holds(features);
            boolean[] b = second.holds(features);
            for (int i = 0; i < a.length; i++) {
                a[i] &= b[i];
            }
            return a;
        }

        @Override
        public String toString() {
            return "(" + first + " and " + second + ")";
        }
    }

    /** At least one holds. */
    record Either(Condition first, Condition second) implements Condition {
        public Either {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
        }

        @Override
        public boolean[] holds(CustomerFeatures features) {
            boolean[] a = first.holds(features);
            boolean[] b = second.holds(features);
            for (int i = 0; i < a.length; i++) {
                a[i] |= b[i];
            }
            return a;
        }

        @Override
        public String toString() {
            return "(" + first + " or " + second + ")";
        }
    }

    /** The other does not hold. */
    record Not(Condition condition) implements Condition {
        public Not {
            Objects.requireNonNull(condition, "condition");
        }

        @Override
        public boolean[] holds(CustomerFeatures features) {
            boolean[] a = condition.holds(features);
            for (int i = 0; i < a.length; i++) {
                a[i] = !a[i];
            }
            return a;
        }

        @Override
        public String toString() {
            return "not " + condition;
        }
    }

    /** {@code column >= limit}. */
    static Condition atLeast(String column, double limit) {
        return new Limit(column, Comparison.AT_LEAST, limit);
    }

    /** {@code column > limit}. */
    static Condition above(String column, double limit) {
        return new Limit(column, Comparison.ABOVE, limit);
    }

    /** {@code column <= limit}. */
    static Condition atMost(String column, double limit) {
        return new Limit(column, Comparison.AT_MOST, limit);
    }

    /** {@code column < limit}. */
    static Condition below(String column, double limit) {
        return new Limit(column, Comparison.BELOW, limit);
    }

    /** {@code column == limit}, for whole numbers and codes. */
    static Condition equalTo(String column, double limit) {
        return new Limit(column, Comparison.EQUAL, limit);
    }

    /** {@code least <= column <= greatest}. */
    static Condition between(String column, double least, double greatest) {
        if (!(least <= greatest)) {
            throw Require.bad("least", "must be <= greatest " + greatest, "of " + column, least);
        }
        return atLeast(column, least).and(atMost(column, greatest));
    }

    /** Whether it holds, one a row, in a new array. */
    boolean[] holds(CustomerFeatures features);

    /** Where both hold. */
    default Condition and(Condition other) {
        return new Both(this, other);
    }

    /** Where at least one holds. */
    default Condition or(Condition other) {
        return new Either(this, other);
    }

    /** Where this does not hold. */
    default Condition negate() {
        return new Not(this);
    }
}
