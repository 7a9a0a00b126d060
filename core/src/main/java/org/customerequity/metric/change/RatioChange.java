package org.customerequity.metric.change;

import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.UndefinedRatioException;

/**
 * The change of a ratio of sums, such as revenue per order, over customers as units.
 *
 * <pre>{@code
 *   R_t = sum y_t / sum x_t,  change = R1 - R0
 *   unpaired   se = sqrt(se0^2 + se1^2)
 *   paired     u_i = (y1_i - R1 x1_i) / X1 - (y0_i - R0 x0_i) / X0,  se = sqrt( n/(n-1) sum u_i^2 )
 * }</pre>
 *
 * <p>with X the sum of x. Pairing keeps the covariance of a customer with itself, which unpaired leaves out; mostly that makes the
 * error smaller. Linearised as in Cochran, Sampling Techniques, 3rd edition, 1977, section 6.4; normal.
 *
 * @param before the ratio before
 * @param after the ratio after
 * @param standardError of the difference; 0 where nothing varies beyond rounding
 * @param evidence what it is evidence of
 */
public record RatioChange(double before, double after, double standardError, Evidence evidence)
        implements MeasuredChange {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    public RatioChange {
        before = Require.finite(before, "before", "");
        after = Require.finite(after, "after", "");
        standardError = Require.nonNegative(standardError, "standardError", "");
        Objects.requireNonNull(evidence, "evidence");
    }

    /**
     * Other units after than before.
     *
     * @throws UndefinedRatioException if a ratio is undefined or has no standard error
     * @throws IllegalArgumentException if they are ratios of different things
     */
    public static RatioChange unpaired(RatioOfSums before, RatioOfSums after) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        String what = before.ratio().numeratorName() + " per " + before.ratio().denominatorName();
        String other = after.ratio().numeratorName() + " per " + after.ratio().denominatorName();
        if (!what.equals(other)) {
            throw Require.bad("after", "must be " + what, "only like ratios compare", other);
        }
        return new RatioChange(
                before.value(),
                after.value(),
                MeanChange.orNothing(
                        Math.hypot(before.standardError(), after.standardError()), before.value(), after.value()),
                Evidence.ASSOCIATION);
    }

    /**
     * The same units twice; a unit that was absent at one date has 0 and 0 there.
     *
     * @param numeratorsBefore finite, at least two
     * @param denominatorsBefore finite and {@code >= 0}, of the same units in the same order, as the other columns
     * @throws UndefinedRatioException if the denominators of one date add up to 0
     */
    public static RatioChange paired(
            double[] numeratorsBefore,
            double[] denominatorsBefore,
            double[] numeratorsAfter,
            double[] denominatorsAfter) {
        int n = Objects.requireNonNull(numeratorsBefore, "numeratorsBefore").length;
        if (n < 2) {
            throw Require.bad("numeratorsBefore", "must have at least two rows", "one has no error", n);
        }
        if (Objects.requireNonNull(numeratorsAfter, "numeratorsAfter").length != n) {
            throw Require.bad(
                    "numeratorsAfter",
                    "must have as many rows as before, " + n,
                    "the same units",
                    numeratorsAfter.length);
        }
        Objects.requireNonNull(denominatorsBefore, "denominatorsBefore");
        Objects.requireNonNull(denominatorsAfter, "denominatorsAfter");
        RatioOfSums before =
                RatioOfSums.ofColumns(numeratorsBefore, "numeratorsBefore", denominatorsBefore, "denominatorsBefore");
        RatioOfSums after =
                RatioOfSums.ofColumns(numeratorsAfter, "numeratorsAfter", denominatorsAfter, "denominatorsAfter");
        double r0 = before.value();
        double r1 = after.value();
        double x0 = before.ratio().denominator();
        double x1 = after.ratio().denominator();
        double[] u = new double[n];
        for (int i = 0; i < n; i++) {
            u[i] = (numeratorsAfter[i] - r1 * denominatorsAfter[i]) / x1
                    - (numeratorsBefore[i] - r0 * denominatorsBefore[i]) / x0;
        }
        double error = Math.sqrt(n / (n - 1.0)) * MeanChange.norm(u);
        return new RatioChange(r0, r1, MeanChange.orNothing(error, r0, r1), Evidence.ASSOCIATION);
    }

    @Override
    public double change() {
        return after - before;
    }

    /** The change with its standard error. */
    public Estimate changeEstimate() {
        return Estimate.of(change(), standardError);
    }

    @Override
    public Interval confidenceInterval(double level) {
        requireError();
        return changeEstimate().confidenceInterval(level);
    }

    @Override
    public double pValue() {
        requireError();
        return 2 * NORMAL.survivalProbability(Math.abs(change()) / standardError);
    }

    private void requireError() {
        if (standardError == 0) {
            throw new UndefinedRatioException("error of the change is undefined, because nothing varies between units");
        }
    }

    @Override
    public RatioChange withEvidence(Evidence newEvidence) {
        return new RatioChange(before, after, standardError, newEvidence);
    }
}
