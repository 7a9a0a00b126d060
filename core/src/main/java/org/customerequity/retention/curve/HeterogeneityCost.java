package org.customerequity.retention.curve;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;

/**
 * What it costs to value a customer base by one blended retention rate, instead of each cohort by its age.
 *
 * <pre>{@code
 *   by age        sum over cohorts of customers x DERL(renewals)
 *   at one rate   all customers x r (1+d) / (1+d-r),      r  the retention of the whole base in the last period
 * }</pre>
 *
 * <p>Both in payments of 1 on the eve of the next renewal. The blended rate mixes new customers, many of whom are about to leave,
 * with old ones who are not; the longer customers have stayed, the more it understates them.
 *
 * <p>P. S. Fader and B. G. S. Hardie, Customer-Base Valuation in a Contractual Setting: The Perils of Ignoring Heterogeneity,
 * Marketing Science 29(1), 2010, 85-93.
 *
 * @param cohorts customers by age
 * @param blendedRetention r of the whole base in the last period, in [0, 1]
 * @param multiple residual payments of every customer at that rate, {@code r (1+d) / (1+d-r)}
 * @param unit the time between payments
 */
public record HeterogeneityCost(List<Cohort> cohorts, double blendedRetention, double multiple, PeriodUnit unit)
        implements Serializable {
    /**
     * Customers of one age.
     *
     * @param renewals made so far
     * @param customers still there
     * @param residualLifetime of each, in discounted payments
     */
    public record Cohort(int renewals, double customers, double residualLifetime) implements Serializable {
        public Cohort {
            Require.nonNegative(renewals, "renewals", "made so far");
            customers = Require.nonNegative(customers, "customers", "still there");
            residualLifetime = Require.nonNegative(residualLifetime, "residualLifetime", "discounted payments");
        }

        /** Discounted payments of the cohort. */
        public double payments() {
            return customers * residualLifetime;
        }
    }

    public HeterogeneityCost {
        cohorts = List.copyOf(Objects.requireNonNull(cohorts, "cohorts"));
        Require.notEmpty(cohorts.size(), "cohorts", "must have a row", "customers by age");
        blendedRetention = Require.fraction(blendedRetention, "blendedRetention", "of the whole base");
        multiple = Require.nonNegative(multiple, "multiple", "residual payments at the blended rate");
        Objects.requireNonNull(unit, "unit");
    }

    /**
     * Of an observed base: the customers still there, and the retention that all cohorts together had when each was last due.
     *
     * @param curve as fitted to the cohorts
     * @param cohorts one of them at least with a renewal behind it
     */
    public static HeterogeneityCost of(RetentionCurve curve, CohortCounts cohorts, DiscountRate discount) {
        requireUnit(curve, cohorts.unit());
        int n = cohorts.size();
        int[] renewals = new int[n];
        double[] now = new double[n];
        double[] before = new double[n];
        for (int c = 0; c < n; c++) {
            renewals[c] = cohorts.renewals(c);
            now[c] = cohorts.active(c);
            before[c] = renewals[c] == 0 ? 0 : cohorts.survivors(c, renewals[c] - 1);
        }
        return of(curve, renewals, now, before, discount);
    }

    /**
     * Of an expected base: so many acquired, so many renewals ago, of whom the curve says how many are left.
     *
     * @param acquired customers of each cohort when it began, {@code >= 0}
     * @param renewals that have fallen due in each since; in one at least there was one
     */
    public static HeterogeneityCost ofExpected(
            RetentionCurve curve, double[] acquired, int[] renewals, DiscountRate discount) {
        if (acquired.length != renewals.length) {
            throw Require.bad("renewals", "must have one value a cohort, " + acquired.length, "", renewals.length);
        }
        double[] now = new double[acquired.length];
        double[] before = new double[acquired.length];
        for (int c = 0; c < now.length; c++) {
            Require.nonNegative(acquired[c], "acquired[" + c + "]", "customers of the cohort when it began");
            Require.nonNegative(renewals[c], "renewals[" + c + "]", "that have fallen due");
            now[c] = acquired[c] * curve.survival(renewals[c]);
            before[c] = renewals[c] == 0 ? 0 : acquired[c] * curve.survival(renewals[c] - 1);
        }
        return of(curve, renewals, now, before, discount);
    }

    private static HeterogeneityCost of(
            RetentionCurve curve, int[] renewals, double[] now, double[] before, DiscountRate discount) {
        double kept = 0;
        double due = 0;
        for (int c = 0; c < now.length; c++) {
            due += before[c];
            kept += before[c] > 0 ? now[c] : 0;
        }
        if (!(due > 0)) {
            throw Require.bad("renewals", "must be > 0 in some cohort", "or there is no retention to blend", due);
        }
        double[] residual = curve.discountedResidualLifetime(renewals, discount);
        List<Cohort> rows = new ArrayList<>();
        for (int c = 0; c < now.length; c++) {
            rows.add(new Cohort(renewals[c], now[c], residual[c]));
        }
        double r = Math.min(1, kept / due);
        double multiple = new ConstantRetention(r, curve.unit()).discountedResidualLifetime(0, discount);
        return new HeterogeneityCost(rows, r, multiple, curve.unit());
    }

    private static void requireUnit(RetentionCurve curve, PeriodUnit unit) {
        if (curve.unit() != unit) {
            throw Require.bad("unit", "must be the curve's, " + curve.unit(), "of the cohorts", unit);
        }
    }

    /** Customers still there. */
    public double customers() {
        return cohorts.stream().mapToDouble(Cohort::customers).sum();
    }

    /** Discounted payments of the base, each cohort by its age. */
    public double payments() {
        return cohorts.stream().mapToDouble(Cohort::payments).sum();
    }

    /** Discounted payments of the base at the blended rate. */
    public double paymentsAtOneRate() {
        return customers() * multiple;
    }

    /** The share of the value that the blended rate misses, {@code 1 - at one rate / by age}; negative where it overstates. */
    public double understatement() {
        double byAge = payments();
        if (byAge == 0) {
            throw new IllegalStateException("the base is worth 0 by age: no share of it can be missed");
        }
        return 1 - paymentsAtOneRate() / byAge;
    }

    /** {@link #payments()} of a contribution each. */
    public Contribution value(PeriodicContribution contribution) {
        return worth(contribution, payments());
    }

    /** {@link #paymentsAtOneRate()} of a contribution each. */
    public Contribution valueAtOneRate(PeriodicContribution contribution) {
        return worth(contribution, paymentsAtOneRate());
    }

    private Contribution worth(PeriodicContribution contribution, double payments) {
        if (contribution.unit() != unit) {
            throw Require.bad(
                    "contribution",
                    "must be per " + unit.noun(),
                    "as the curve is",
                    "per " + contribution.unit().noun());
        }
        return new Contribution(contribution.amount().times(payments));
    }
}
