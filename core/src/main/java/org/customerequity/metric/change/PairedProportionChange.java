package org.customerequity.metric.change;

import java.util.Objects;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;

/**
 * The change of a share among units asked twice: customers who were satisfied before, and after.
 *
 * <pre>{@code
 *   change    (n01 - n10) / n                                        n10 yes then no, n01 no then yes
 *   interval  (n01 - n10)/(n+2) -+ z sqrt( n01+n10+1 - (n01-n10)^2/(n+2) ) / (n+2)
 *   p         2 P(X <= min(n01, n10)),  X binomial of n01 + n10 and 1/2, at most 1
 * }</pre>
 *
 * <p>The interval is that of Agresti and Min, Simple improved confidence intervals for comparing matched proportions, Statistics in
 * Medicine 24, 2005; the test is McNemar's (1947), exact.
 *
 * @param both yes before and after
 * @param onlyBefore yes, then no
 * @param onlyAfter no, then yes
 * @param neither no before and after
 * @param evidence what the change is evidence of
 */
public record PairedProportionChange(long both, long onlyBefore, long onlyAfter, long neither, Evidence evidence)
        implements MeasuredChange {
    public PairedProportionChange {
        Require.nonNegative(both, "both", "");
        Require.nonNegative(onlyBefore, "onlyBefore", "");
        Require.nonNegative(onlyAfter, "onlyAfter", "");
        Require.nonNegative(neither, "neither", "");
        Objects.requireNonNull(evidence, "evidence");
        if (Math.addExact(Math.addExact(both, onlyBefore), Math.addExact(onlyAfter, neither)) == 0) {
            throw Require.bad("both + onlyBefore + onlyAfter + neither", "must be > 0", "units asked twice", 0);
        }
        if (onlyBefore + onlyAfter > Integer.MAX_VALUE) {
            throw Require.bad(
                    "onlyBefore + onlyAfter",
                    "must be <= " + Integer.MAX_VALUE,
                    "the exact test reaches so far",
                    onlyBefore + onlyAfter);
        }
    }

    /** By counts of yes and no before and after. */
    public static PairedProportionChange of(long both, long onlyBefore, long onlyAfter, long neither) {
        return new PairedProportionChange(both, onlyBefore, onlyAfter, neither, Evidence.ASSOCIATION);
    }

    /** One row a unit. */
    public static PairedProportionChange ofColumns(boolean[] before, boolean[] after) {
        if (Objects.requireNonNull(after, "after").length != Objects.requireNonNull(before, "before").length) {
            throw Require.bad(
                    "after", "must have as many rows as before, " + before.length, "the same units", after.length);
        }
        long[] counts = new long[4];
        for (int i = 0; i < before.length; i++) {
            counts[before[i] ? (after[i] ? 0 : 1) : (after[i] ? 2 : 3)]++;
        }
        return of(counts[0], counts[1], counts[2], counts[3]);
    }

    /** How many units. */
    public long size() {
        return both + onlyBefore + onlyAfter + neither;
    }

    @Override
    public double change() {
        return (double) (onlyAfter - onlyBefore) / size();
    }

    /** Around a value drawn a little towards 0, so that it covers in small samples too; within [-1, 1]. */
    @Override
    public Interval confidenceInterval(double level) {
        double z = NormalQuantile.ofLevel(level);
        double n = size() + 2.0;
        double d = onlyAfter - onlyBefore;
        double half = z * Math.sqrt(onlyAfter + onlyBefore + 1.0 - d * d / n) / n;
        return new Interval(d / n - half, d / n + half, level).clippedTo(-1, 1);
    }

    @Override
    public double pValue() {
        int moved = (int) (onlyBefore + onlyAfter);
        int fewer = (int) Math.min(onlyBefore, onlyAfter);
        return moved == 0
                ? 1
                : Math.min(1, 2 * BinomialDistribution.of(moved, 0.5).cumulativeProbability(fewer));
    }

    @Override
    public PairedProportionChange withEvidence(Evidence newEvidence) {
        return new PairedProportionChange(both, onlyBefore, onlyAfter, neither, newEvidence);
    }
}
