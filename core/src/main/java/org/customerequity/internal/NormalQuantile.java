package org.customerequity.internal;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The quantile of the standard normal distribution that belongs to a level of confidence. */
public final class NormalQuantile {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private NormalQuantile() {}

    /**
     * The z for which a standard normal variable lies in (-z, z) with probability {@code level}: 1.96 for 0.95.
     *
     * @throws IllegalArgumentException if the level is not in (0, 1)
     */
    public static double ofLevel(double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        return STANDARD.inverseSurvivalProbability((1 - level) / 2);
    }
}
