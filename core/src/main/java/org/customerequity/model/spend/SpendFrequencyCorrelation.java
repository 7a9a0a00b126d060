package org.customerequity.model.spend;

import java.io.Serializable;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;

/**
 * How far customers who buy more often spend more, or less, each time. A spend model of this library takes the two as
 * independent, so that expected purchases and expected spend multiply; this says how wrong that is.
 *
 * @param pearson Pearson's correlation of repeat purchases and mean spend, in [-1, 1]
 * @param customers repeat buyers with a positive mean spend, at least 4
 */
public record SpendFrequencyCorrelation(double pearson, long customers) implements Serializable {
    public SpendFrequencyCorrelation {
        if (!(pearson >= -1 && pearson <= 1)) {
            throw Require.bad("pearson", "must be in [-1, 1]", "", pearson);
        }
        if (customers < 4) {
            throw Require.bad("customers", "must be >= 4", "fewer say nothing of a correlation", customers);
        }
    }

    /**
     * The correlation over customers with a repeat purchase and a positive mean spend.
     *
     * @throws IllegalArgumentException if there are fewer than 4 of them, or all buy equally often, or all spend the same
     */
    public static SpendFrequencyCorrelation of(PurchaseHistories histories) {
        long n = 0;
        double meanX = 0;
        double meanZ = 0;
        double xx = 0;
        double zz = 0;
        double xz = 0;
        for (int i = 0; i < histories.size(); i++) {
            if (histories.frequency(i) > 0 && histories.meanSpend(i) > 0) {
                n++;
                double dx = histories.frequency(i) - meanX;
                double dz = histories.meanSpend(i) - meanZ;
                meanX += dx / n;
                meanZ += dz / n;
                xx += dx * (histories.frequency(i) - meanX);
                zz += dz * (histories.meanSpend(i) - meanZ);
                xz += dx * (histories.meanSpend(i) - meanZ);
            }
        }
        if (n < 4) {
            throw Require.bad("histories", "must have 4 repeat buyers with a positive mean spend or more", "", n);
        }
        if (!(xx > 0) || !(zz > 0)) {
            throw new IllegalArgumentException(
                    "histories must differ in frequency and in mean spend for a correlation, were all the same in "
                            + (xx > 0 ? "mean spend" : "frequency"));
        }
        double r = xz / Math.sqrt(xx) / Math.sqrt(zz);
        return new SpendFrequencyCorrelation(Math.max(-1, Math.min(1, r)), n);
    }

    /** Fisher's interval of the correlation, {@code tanh(atanh r -+ z / sqrt(n - 3))} (Fisher 1915). */
    public Interval confidenceInterval(double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        if (Math.abs(pearson) == 1) {
            return new Interval(pearson, pearson, level);
        }
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2);
        double centre = 0.5 * Math.log((1 + pearson) / (1 - pearson));
        double half = z / Math.sqrt(customers - 3);
        return new Interval(Math.tanh(centre - half), Math.tanh(centre + half), level);
    }

    /** The two-sided probability of a correlation this far from 0 if spend and frequency were independent and normal. */
    public double pValue() {
        double t = Math.abs(pearson) * Math.sqrt((customers - 2) / ((1 - pearson) * (1 + pearson)));
        return t == Double.POSITIVE_INFINITY
                ? 0
                : 2 * TDistribution.of(customers - 2).survivalProbability(t);
    }

    /** Whether independence deserves a second thought: beyond 0.1 either way, or p below 0.05. */
    public boolean isNotable() {
        return Math.abs(pearson) > 0.1 || pValue() < 0.05;
    }
}
