package org.customerequity.decision;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The unit normal loss: what a standard normal variable exceeds z by, on average, not exceeding it counting as 0. */
final class NormalLoss {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    /** Above it the closed form cancels, and the continued fraction converges fast. */
    private static final double FAR = 2;

    private static final int TERMS = 150;

    private NormalLoss() {}

    /**
     * {@code phi(z) - z Q(z)} with Q the upper tail, for {@code z >= 0}. Far out {@code phi(z) K / (z + K)}, with
     * {@code K = 1/(z + 2/(z + 3/(z + ...)))} from the continued fraction of Mills's ratio, {@code Q/phi = 1/(z + K)}.
     */
    static double unit(double z) {
        double density = STANDARD.density(z);
        if (z < FAR) {
            return density - z * STANDARD.survivalProbability(z);
        }
        double k = (z + Math.sqrt(z * z + 4.0 * TERMS)) / 2;
        for (int n = TERMS; n >= 2; n--) {
            k = z + n / k;
        }
        return density / (1 + z * k);
    }
}
