package org.customerequity.lifetime.formula;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.Require;
import org.customerequity.retention.RetentionRate;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The five cases of P. D. Berger and N. I. Nasr, Customer Lifetime Value: Marketing Models and Applications, Journal of Interactive
 * Marketing 12(1), 1998. Cases 1, 2 and 5 set a promotion cost, spent in the middle of each period, against a contribution a sale,
 * the first of which is now and certain; cases 3 and 4 take a margin by tenure.
 *
 * @param perSale GC, the contribution of one sale
 * @param promotion M, what is spent on one customer between one sale and the next, or a year where sales are rarer; {@code >= 0}
 * @param discount the time value of money
 */
public record BergerNasr(Contribution perSale, CurrencyAmount promotion, DiscountRate discount)
        implements Serializable {
    public BergerNasr {
        Objects.requireNonNull(perSale, "perSale");
        Objects.requireNonNull(promotion, "promotion");
        Objects.requireNonNull(discount, "discount");
        CurrencyMismatchException.check(perSale.amount().currency(), promotion.currency());
        Require.nonNegative(promotion.value(), "promotion", "a cost; 0 for none");
    }

    /** On whom the yearly promotion is spent between two sales that are years apart. */
    public enum Attrition {
        /** Customers leave when the next sale would be due: who bought is promoted to until then. */
        AT_SALES,
        /** Customers leave gradually, {@code r^(1/q)} a year: those who have left within the cycle are no longer promoted to. */
        GRADUAL
    }

    /** {@code BergerNasr.of(Contribution.of("USD", 260), CurrencyAmount.of("USD", 50), DiscountRate.ofAnnual(0.20))}. */
    public static BergerNasr of(Contribution perSale, CurrencyAmount promotion, DiscountRate discount) {
        return new BergerNasr(perSale, promotion, discount);
    }

    /**
     * Case 1, one sale a year: {@link #salesPerYear} with one.
     *
     * @param retentionPerYear r, in [0, 1]
     * @param years n, {@code >= 0}
     */
    public Contribution yearlySales(double retentionPerYear, int years) {
        return salesPerYear(1, Require.fraction(retentionPerYear, "retentionPerYear", "0.75 means 75 % a year"), years);
    }

    /**
     * Case 2a, one sale in q years.
     *
     * <pre>{@code
     *   GC sum i = 0..n/q of r^i (1+d)^-(iq)  -  M cost
     *
     *   AT_SALES   cost = sum i = 1..n/q of r^(i-1) sum l = 1..q of (1+d)^-((i-1) q + l - 0.5)
     *   GRADUAL    cost = sum i = 1..n   of r^((i-1)/q) (1+d)^-(i-0.5)
     * }</pre>
     *
     * @param yearsBetweenSales q, {@code > 0}
     * @param retentionPerSale r, from one sale to the next, in [0, 1]
     * @param years n, a multiple of q
     */
    public Contribution salesEvery(int yearsBetweenSales, double retentionPerSale, int years, Attrition attrition) {
        int q = Require.positive(yearsBetweenSales, "yearsBetweenSales", "use salesPerYear for more than one a year");
        double r = Require.fraction(retentionPerSale, "retentionPerSale", "from one sale to the next");
        Require.nonNegative(years, "years", "the horizon");
        Objects.requireNonNull(attrition, "attrition");
        if (years % q != 0) {
            throw Require.bad("years", "must be a multiple of yearsBetweenSales " + q, "whole cycles", years);
        }
        int sales = years / q;
        double half = discount.factor(0.5, PeriodUnit.YEAR);
        double cycle = discount.factor(q, PeriodUnit.YEAR);
        double year = discount.factor(1, PeriodUnit.YEAR);
        double gross = geometric(r * cycle, sales + 1.0);
        double cost = attrition == Attrition.AT_SALES
                ? half * geometric(r * cycle, sales) * geometric(year, q)
                : half * geometric(Math.pow(r, 1.0 / q) * year, years);
        return net(gross, cost);
    }

    /**
     * Case 2b, p sales a year; with p = 1, case 1.
     *
     * <pre>{@code
     *   GC sum i = 0..pn of r^i (1+d)^-(i/p)  -  M sum i = 1..pn of r^(i-1) (1+d)^-((i-0.5)/p)
     * }</pre>
     *
     * @param salesPerYear p, {@code > 0}
     * @param retentionPerSale r, from one sale to the next, in [0, 1]
     * @param years n, {@code >= 0}
     */
    public Contribution salesPerYear(int salesPerYear, double retentionPerSale, int years) {
        int p = Require.positive(salesPerYear, "salesPerYear", "use salesEvery for less than one a year");
        double r = Require.fraction(retentionPerSale, "retentionPerSale", "from one sale to the next");
        Require.nonNegative(years, "years", "the horizon");
        double sales = (double) p * years;
        double ratio = r * discount.factor(1.0 / p, PeriodUnit.YEAR);
        return net(geometric(ratio, sales + 1), discount.factor(0.5 / p, PeriodUnit.YEAR) * geometric(ratio, sales));
    }

    private static double geometric(double ratio, double terms) {
        return GeometricSum.of(1 - ratio, terms);
    }

    private Contribution net(double sales, double promotions) {
        return perSale.times(sales).plus(new Contribution(promotion.times(-promotions)));
    }

    /**
     * Case 3, a margin that varies with tenure: {@code sum t = 0..n of pi(t) r^t (1+d)^-t}. It is {@link CurveLifetimeValue} with
     * one retention rate and {@link CashFlowTiming#IMMEDIATE_COUNTED}.
     *
     * @param margins pi; {@link MarginProfile#quadraticThenSaturating} is the shape of the paper
     * @param retention per the margins' period
     */
    public static Contribution varyingMargin(
            MarginProfile margins, RetentionRate retention, DiscountRate discount, Horizon horizon) {
        requireUnit(margins, retention);
        return CurveLifetimeValue.of(margins, discount, CashFlowTiming.IMMEDIATE_COUNTED)
                .withHorizon(horizon)
                .value(ConstantRetention.from(retention));
    }

    /**
     * Case 4, a continuous flow of margin.
     *
     * <pre>{@code
     *   integral over 0 < t < n of pi(t) (r / (1+d))^t dt
     *
     *   pi(t) = m (1+g)^t      m (1 - exp(-k n)) / k,     k = ln((1+d) / (r (1+g)));  m n where k = 0
     * }</pre>
     *
     * <p>Exponential profiles and lists of amounts, which are steps, in closed form; others by quadrature to 1e-12 relative.
     *
     * @param margins pi, a rate per period
     * @param retention per the margins' period
     * @param horizon n, or for ever where k {@code > 0} and the profile has a limit
     * @throws ArithmeticException if the quadrature does not settle, as where positive and negative margins cancel
     */
    public static Contribution continuousFlow(
            MarginProfile margins, RetentionRate retention, DiscountRate discount, Horizon horizon) {
        requireUnit(margins, retention);
        Objects.requireNonNull(discount, "discount");
        double n = Objects.requireNonNull(horizon, "horizon").lengthPer(margins.unit());
        double r = retention.value();
        double k = discount.continuousPer(margins.unit()) - Math.log(r);
        double value;
        if (r == 0) {
            value = 0;
        } else if (Double.isNaN(margins.growth())) {
            value = anyFlow(margins, k, n, horizon);
        } else {
            double m = margins.at(0);
            value = m == 0 ? 0 : m * flow(k - Math.log1p(margins.growth()), n, horizon);
        }
        return new Contribution(new CurrencyAmount(margins.currency(), value));
    }

    private static double anyFlow(MarginProfile margins, double k, double n, Horizon horizon) {
        double settled = margins.settledFrom();
        if (n == Double.POSITIVE_INFINITY && settled == n) {
            throw Require.bad("horizon", "must end where margins are a function", "no limit of it is known", horizon);
        }
        double sum = 0;
        double from = 0;
        while (from < n) {
            if (from >= settled) {
                sum += margins.at(from) * Math.exp(-k * from) * flow(k, n - from, horizon);
                break;
            }
            double to = Math.min(Math.min(n, settled), margins.nextKink(from));
            double start = from;
            sum += margins.isStepwise()
                    ? margins.at(from) * Math.exp(-k * from) * flow(k, to - from, horizon)
                    : Quadrature.adaptive(t -> margins.at(Math.max(t, start)) * Math.exp(-k * t), from, to, 1e-13);
            from = to;
        }
        return sum;
    }

    /** {@code integral over 0 < t < n of exp(-k t)}. */
    private static double flow(double k, double n, Horizon horizon) {
        if (n == Double.POSITIVE_INFINITY && !(k > 0)) {
            throw Require.bad(
                    "horizon",
                    "must end where retention x (1 + growth) >= 1 + discount",
                    "the integral diverges",
                    horizon);
        }
        return k == 0 ? n : -Math.expm1(-k * n) / k;
    }

    private static void requireUnit(MarginProfile margins, RetentionRate retention) {
        if (margins.unit() != retention.unit()) {
            throw Require.bad(
                    "retention",
                    "must be per " + margins.unit().noun() + ", as the margins are",
                    "convert it with RetentionRate.per",
                    "per " + retention.unit().noun());
        }
    }

    /**
     * Case 5, customers who come and go: the chance to buy depends on the periods since the last purchase, and who has not bought for
     * J of them is given up.
     *
     * <pre>{@code
     *   C(0) = 1,  C(i) = sum j = 1..min(J,i) of C(i-j) p(j) prod k < j of (1 - p(k))      buyers in period i
     *              Q(i) = sum j = 1..min(J,i) of C(i-j) prod k < j of (1 - p(k))           promoted to in period i
     *
     *   value = GC sum i = 0..n of C(i) (1+d)^-i  -  M sum i = 1..n of Q(i) (1+d)^-(i-0.5)
     * }</pre>
     *
     * @param purchaseProbabilities p(1), ..., p(J), by periods since the last purchase
     * @param periods n, {@code >= 0}
     * @param unit the length of a period
     */
    public Migration migration(double[] purchaseProbabilities, int periods, PeriodUnit unit) {
        double[] p = Objects.requireNonNull(purchaseProbabilities, "purchaseProbabilities")
                .clone();
        Require.notEmpty(p.length, "purchaseProbabilities", "must have a recency", "p(1) comes first");
        Require.nonNegative(periods, "periods", "the horizon");
        Objects.requireNonNull(unit, "unit");
        double[] silent = new double[p.length];
        for (int j = 0; j < p.length; j++) {
            Require.fraction(p[j], "purchaseProbabilities[" + j + "]", "to buy, by recency");
            silent[j] = j == 0 ? 1 : silent[j - 1] * (1 - p[j - 1]);
        }
        double[] buyers = new double[periods + 1];
        double[] promoted = new double[periods + 1];
        buyers[0] = 1;
        double sales = 1;
        double promotions = 0;
        for (int i = 1; i <= periods; i++) {
            for (int j = 1; j <= Math.min(p.length, i); j++) {
                double waiting = buyers[i - j] * silent[j - 1];
                promoted[i] += waiting;
                buyers[i] += waiting * p[j - 1];
            }
            sales += buyers[i] * discount.factor(i, unit);
            promotions += promoted[i] * discount.factor(i - 0.5, unit);
        }
        return new Migration(buyers, promoted, net(sales, promotions));
    }

    /** What one customer at the start becomes: buyers and those promoted to, by period, and the value. Immutable. */
    public static final class Migration implements Serializable {
        private static final long serialVersionUID = 1;

        private final double[] buyers;
        private final double[] promoted;
        private final Contribution value;

        Migration(double[] buyers, double[] promoted, Contribution value) {
            this.buyers = buyers;
            this.promoted = promoted;
            this.value = value;
        }

        /** C: expected buyers in periods 0, 1, ..., of one in period 0. */
        public double[] buyers() {
            return buyers.clone();
        }

        /** Q: expected customers promoted to in each period; none in period 0, when all buy. */
        public double[] promoted() {
            return promoted.clone();
        }

        /** Per customer at the start. */
        public Contribution value() {
            return value;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Migration other
                    && value.equals(other.value)
                    && Arrays.equals(buyers, other.buyers)
                    && Arrays.equals(promoted, other.promoted);
        }

        @Override
        public int hashCode() {
            return Objects.hash(value, Arrays.hashCode(buyers));
        }

        /** {@code USD 52.25 over 4 periods}. */
        @Override
        public String toString() {
            return value.amount() + " over " + (buyers.length - 1) + " periods";
        }
    }
}
