package org.customerequity.lifetime.formula;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Currency;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.jspecify.annotations.Nullable;

/**
 * The contribution of an active period as a function of tenure: pi(t), with t = 0 for the first period of a new customer. Immutable.
 */
public final class MarginProfile implements Serializable {
    private static final long serialVersionUID = 1;

    private final Currency currency;
    private final PeriodUnit unit;
    private final Amounts amounts;

    private MarginProfile(Currency currency, PeriodUnit unit, Amounts amounts) {
        this.currency = Objects.requireNonNull(currency, "currency");
        this.unit = Objects.requireNonNull(unit, "unit");
        this.amounts = amounts;
    }

    /** A function of tenure that travels with the profile. */
    @FunctionalInterface
    public interface Amounts extends Serializable {
        /** The contribution of a period that begins at {@code tenure}; finite, may be negative. */
        double at(double tenure);
    }

    /** The same in every period. */
    public static MarginProfile constant(PeriodicContribution margin) {
        return growing(margin, 0);
    }

    /**
     * {@code pi(t) = m (1 + g)^t}: the exponential profile. A continuous growth rate c is {@code g = exp(c) - 1}.
     *
     * @param first m, that of the first period
     * @param growthPerPeriod g, a fraction {@code > -1}
     */
    public static MarginProfile growing(PeriodicContribution first, double growthPerPeriod) {
        Require.finite(growthPerPeriod, "growthPerPeriod", "0.01 means 1 %");
        if (growthPerPeriod <= -1) {
            throw Require.bad("growthPerPeriod", "must be > -1", "0.01 means 1 %", growthPerPeriod);
        }
        return new MarginProfile(
                first.amount().currency(),
                first.unit(),
                new Geometric(first.amount().value(), growthPerPeriod + 0.0));
    }

    /** One amount for each tenure 0, 1, 2, ...; the last is that of all later periods too. */
    public static MarginProfile ofAmounts(Currency currency, PeriodUnit unit, double... byTenure) {
        double[] copy = Objects.requireNonNull(byTenure, "byTenure").clone();
        Require.notEmpty(copy.length, "byTenure", "must have an amount", "that of the first period comes first");
        for (int t = 0; t < copy.length; t++) {
            copy[t] = Require.finite(copy[t], "byTenure[" + t + "]", "contribution of a period");
        }
        return new MarginProfile(currency, unit, new Listed(copy));
    }

    /** Any function of tenure. Nothing is known of it beyond a horizon, so that values for ever refuse it. */
    public static MarginProfile ofFunction(Currency currency, PeriodUnit unit, Amounts amounts) {
        return new MarginProfile(currency, unit, Objects.requireNonNull(amounts, "amounts"));
    }

    /**
     * The shape that Berger and Nasr take for their third case: a quadratic at first, and then a rise towards a ceiling.
     *
     * <pre>{@code
     *   pi(t) = a + b t + c t^2                       t <= turn
     *   pi(t) = ceiling (1 - exp(-(t - origin)))      t > turn
     * }</pre>
     *
     * @param quadratic a, b and c
     * @param turn the last tenure of the quadratic, {@code >= 0}
     * @param ceiling that the margin approaches
     * @param origin where the second curve would be 0, finite
     */
    public static MarginProfile quadraticThenSaturating(
            Currency currency, PeriodUnit unit, double[] quadratic, double turn, double ceiling, double origin) {
        if (Objects.requireNonNull(quadratic, "quadratic").length != 3) {
            throw Require.bad("quadratic", "must be 3 values", "a, b, c", quadratic.length);
        }
        return new MarginProfile(
                currency,
                unit,
                new Saturating(
                        Require.finite(quadratic[0], "quadratic[0]", ""),
                        Require.finite(quadratic[1], "quadratic[1]", ""),
                        Require.finite(quadratic[2], "quadratic[2]", ""),
                        Require.nonNegative(turn, "turn", "the last tenure of the quadratic"),
                        Require.finite(ceiling, "ceiling", ""),
                        Require.finite(origin, "origin", "where the second curve would be 0")));
    }

    /** The currency of the margins. */
    public Currency currency() {
        return currency;
    }

    /** The period that each margin is of, and in which tenure is counted. */
    public PeriodUnit unit() {
        return unit;
    }

    /**
     * pi(t), in {@link #currency()}.
     *
     * @param tenure finite and {@code >= 0}
     * @throws ArithmeticException if the function that was given answers with an infinity or NaN
     */
    public double at(double tenure) {
        double y = amounts.at(Require.nonNegative(tenure, "tenure", "periods since the start"));
        if (!Double.isFinite(y)) {
            throw new ArithmeticException("margin at tenure " + tenure + " must be finite, was " + y);
        }
        return y;
    }

    /** Growth per period where the profile is exponential; NaN for any other. */
    double growth() {
        return amounts instanceof Geometric g ? g.growth : Double.NaN;
    }

    /** The tenure from which on the margin is constant to the last digit; infinite where that is not known. */
    double settledFrom() {
        if (amounts instanceof Listed l) {
            return l.byTenure.length - 1;
        }
        return amounts instanceof Saturating s ? Math.max(s.turn + 1, s.origin + 40) : Double.POSITIVE_INFINITY;
    }

    /** Up to where the profile has no further kink after {@code tenure}; infinite if there is none. */
    double nextKink(double tenure) {
        if (amounts instanceof Listed l && tenure < l.byTenure.length - 1) {
            return Math.floor(tenure) + 1;
        }
        return amounts instanceof Saturating s && tenure < s.turn ? s.turn : Double.POSITIVE_INFINITY;
    }

    /** Whether the margin is the same from one kink to the next. */
    boolean isStepwise() {
        return amounts instanceof Listed;
    }

    private record Geometric(double first, double growth) implements Amounts {
        @Override
        public double at(double tenure) {
            return growth == 0 ? first : first * Math.exp(tenure * Math.log1p(growth));
        }
    }

    private record Saturating(double a, double b, double c, double turn, double ceiling, double origin)
            implements Amounts {
        @Override
        public double at(double t) {
            return t <= turn ? a + t * (b + t * c) : -ceiling * Math.expm1(origin - t);
        }
    }

    private static final class Listed implements Amounts {
        private static final long serialVersionUID = 1;

        private final double[] byTenure;

        Listed(double[] byTenure) {
            this.byTenure = byTenure;
        }

        @Override
        public double at(double tenure) {
            return byTenure[(int) Math.min(tenure, byTenure.length - 1)];
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Listed other && Arrays.equals(byTenure, other.byTenure);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(byTenure);
        }
    }

    /** Equal in currency, unit and amounts; profiles of a function, only if it is the same object. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof MarginProfile other
                && unit == other.unit
                && currency.equals(other.currency)
                && amounts.equals(other.amounts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(currency, unit, amounts);
    }

    /** {@code USD 20.0 per year at first}. */
    @Override
    public String toString() {
        return new CurrencyAmount(currency, amounts.at(0)) + " per " + unit.noun() + " at first";
    }
}
