package org.customerequity.acquisition;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Amounts;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Payback as it was observed: the contribution that one cohort of acquired customers has brought at each age, against what was
 * spent to win it. No model; what is not yet observed is not known.
 *
 * <pre>{@code
 *   C_k    = sum j = 1..k of M_j (1 + d)^-j           M_j  contribution of the whole cohort in the j-th period of its life
 *   curve  = C_k / customers acquired
 *
 *   first payback   the first k with C_k >= spend
 *   final payback   the first k from which on it stays there, as far as was observed
 * }</pre>
 *
 * <p>They differ where a later period cost more than it brought. Inside a period the crossing is linear. A cohort that has not
 * paid back is either {@link Status#NOT_YET} there, because it is still young, or {@link Status#NEVER}, because it is known that
 * nothing more will come. Immutable; cohorts merge over the ages that both have reached.
 */
public final class CohortPayback implements Serializable {
    private static final long serialVersionUID = 1;

    /** How far a cohort has come. */
    public enum Status {
        /** The spend has come back by the last age observed, and is covered there. */
        PAID_BACK,
        /** It has not, but more may come. */
        NOT_YET,
        /** It has not, and the cohort is finished. */
        NEVER
    }

    private final AcquisitionCost cost;
    private final PeriodUnit unit;
    private final boolean finished;
    private final double[] contributions;

    private CohortPayback(AcquisitionCost cost, PeriodUnit unit, boolean finished, double[] contributions) {
        this.cost = Objects.requireNonNull(cost, "cost");
        this.unit = Objects.requireNonNull(unit, "unit");
        this.finished = finished;
        this.contributions =
                Objects.requireNonNull(contributions, "contributions").clone();
        for (int k = 0; k < contributions.length; k++) {
            this.contributions[k] =
                    Require.finite(contributions[k], "contributions[" + k + "]", "leave out what is not yet observed");
        }
        cost.perCustomer();
    }

    /**
     * A cohort that is still under way.
     *
     * @param cost what was spent on it, and on how many customers
     * @param unit the length of each age
     * @param contributions of the whole cohort, in the currency of the cost: in its first period, its second, ...; only whole
     *     periods observed for all its customers; may be negative
     * @throws UndefinedRatioException if nobody was acquired
     */
    public static CohortPayback of(AcquisitionCost cost, PeriodUnit unit, double... contributions) {
        return new CohortPayback(cost, unit, false, contributions);
    }

    /** The same of a cohort from which nothing more will come: all its customers have left. */
    public static CohortPayback ofFinished(AcquisitionCost cost, PeriodUnit unit, double... contributions) {
        return new CohortPayback(cost, unit, true, contributions);
    }

    /** What was spent, and on how many. */
    public AcquisitionCost cost() {
        return cost;
    }

    /** The length of each age. */
    public PeriodUnit unit() {
        return unit;
    }

    /** Whether nothing more will come. */
    public boolean isFinished() {
        return finished;
    }

    /** How many ages were observed. */
    public int ages() {
        return contributions.length;
    }

    /**
     * What one acquired customer, whether still there or not, has brought by the end of age {@code k}.
     *
     * @param k from 0, at acquisition, to {@link #ages()}
     * @param discount to money of the day of acquisition; {@link DiscountRate#NONE} adds up as it came
     */
    public CurrencyAmount cumulativePerCustomer(int k, DiscountRate discount) {
        if (k < 0 || k > ages()) {
            throw Require.bad("k", "must be from 0 to " + ages(), "ages not yet observed are not known", k);
        }
        return new CurrencyAmount(currency(), cumulative(discount)[k] / cost.customers());
    }

    /** The currency of cost and contributions. */
    public Currency currency() {
        return cost.spend().currency();
    }

    private double[] cumulative(DiscountRate discount) {
        double delta = discount.continuousPer(unit);
        double[] sums = new double[contributions.length + 1];
        for (int k = 1; k < sums.length; k++) {
            sums[k] = Require.finite(
                    sums[k - 1] + contributions[k - 1] * Math.exp(-delta * k), "sum of contributions", "");
        }
        return sums;
    }

    /** How far the cohort has come by the last age observed. */
    public Status status(DiscountRate discount) {
        return finalPayback(discount).isPresent() ? Status.PAID_BACK : finished ? Status.NEVER : Status.NOT_YET;
    }

    /** When the spend had come back for the first time; empty if not yet or never. */
    public Optional<PaybackPeriod> firstPayback(DiscountRate discount) {
        double[] sums = cumulative(discount);
        double owed = cost.spend().value();
        for (int k = 0; k < sums.length; k++) {
            if (Amounts.reach(sums[k], owed)) {
                return Optional.of(crossing(sums, k));
            }
        }
        return Optional.empty();
    }

    /** From when on the spend was covered to the last age observed; empty if it is not covered there. */
    public Optional<PaybackPeriod> finalPayback(DiscountRate discount) {
        double[] sums = cumulative(discount);
        double owed = cost.spend().value();
        int k = sums.length;
        while (k > 0 && Amounts.reach(sums[k - 1], owed)) {
            k--;
        }
        return k == sums.length ? Optional.empty() : Optional.of(crossing(sums, k));
    }

    /** Where the sum, below the cost at age k - 1 and not at k, reaches it. */
    private PaybackPeriod crossing(double[] sums, int k) {
        double periods = k == 0 ? 0 : k - 1 + (cost.spend().value() - sums[k - 1]) / (sums[k] - sums[k - 1]);
        return new PaybackPeriod(Math.min(k, periods), unit);
    }

    /**
     * Both cohorts together: spend, customers and contributions added, over the ages that both have reached. A finished cohort
     * has reached every age, with nothing more to bring.
     */
    public CohortPayback plus(CohortPayback other) {
        CurrencyMismatchException.check(currency(), other.currency());
        if (other.unit != unit) {
            throw Require.bad("other", "must be by " + unit.noun(), "", "by " + other.unit.noun());
        }
        int common = finished == other.finished
                ? finished ? Math.max(ages(), other.ages()) : Math.min(ages(), other.ages())
                : finished ? other.ages() : ages();
        double[] sum = Arrays.copyOf(contributions, common);
        for (int k = 0; k < Math.min(common, other.ages()); k++) {
            sum[k] += other.contributions[k];
        }
        return new CohortPayback(cost.plus(other.cost), unit, finished && other.finished, sum);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CohortPayback other
                && cost.equals(other.cost)
                && unit == other.unit
                && finished == other.finished
                && Arrays.equals(contributions, other.contributions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(cost, unit, finished, Arrays.hashCode(contributions));
    }

    /** {@code cohort of 50 customers, 12 months, under way; USD 10.0 per customer (USD 500.0 / 50, stated)}. */
    @Override
    public String toString() {
        return "cohort of " + cost.customers() + " customers, " + ages() + " " + unit.noun() + "s, "
                + (finished ? "finished" : "under way") + "; " + cost;
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return new CohortPayback(cost, unit, finished, contributions);
    }
}
