package org.customerequity.equity.driver;

import java.util.Arrays;
import org.customerequity.value.Estimate;
import org.customerequity.value.Ratio;
import org.jspecify.annotations.Nullable;

/** Standard errors by the delta method, from exact derivatives. */
final class Delta {
    private Delta() {}

    /** The covariance of the parameters, where there is one. */
    static double[][] known(double @Nullable [][] covariance) {
        if (covariance == null) {
            throw unknown();
        }
        return covariance;
    }

    static IllegalStateException unknown() {
        return new IllegalStateException("an interval must come from a fit with standard errors, was from given"
                + " parameters or from a fit without (BrandEquities.of takes the outcome of a fit)");
    }

    /** Square root of {@code slope' covariance slope}. */
    static double error(double[] slope, double[][] covariance) {
        double sum = 0;
        for (int p = 0; p < slope.length; p++) {
            for (int q = 0; q < slope.length; q++) {
                sum += slope[p] * covariance[p][q] * slope[q];
            }
        }
        return Math.sqrt(Math.max(0, sum));
    }

    /** One number's share in the sum of all; undefined where that is not above 0, as where brands lose on every purchase. */
    static Ratio shareOf(double part, String of, double all) {
        String whole = "equity of all brands";
        return Ratio.of(part, "equity of " + of, Math.max(0, all), all < 0 ? "positive " + whole : whole);
    }

    /**
     * One number's share in the sum of all, symmetric in its logit where it is between 0 and 1.
     *
     * <pre>{@code
     *   d share_j = (d S_j - share_j sum over k of d S_k) / sum over k of S_k
     * }</pre>
     */
    static Estimate share(double[] value, double[][] gradient, int of, double[][] covariance) {
        double all = Arrays.stream(value).sum();
        double share = value[of] / all;
        double[] slope = gradient[of].clone();
        for (int p = 0; p < slope.length; p++) {
            for (double[] other : gradient) {
                slope[p] -= share * other[p];
            }
            slope[p] /= all;
        }
        return fraction(share, error(slope, covariance));
    }

    /** An estimate of a share: at 0 or 1, where a logit has no value, its interval is symmetric in the share. */
    static Estimate fraction(double share, double error) {
        return new Estimate(share, error, share > 0 && share < 1 ? Estimate.Scale.LOGIT : Estimate.Scale.LINEAR);
    }

    /** Derivatives summed over groups. */
    static double[][] sum(double[][][] byGroup) {
        double[][] sum = new double[byGroup[0].length][byGroup[0][0].length];
        for (double[][] group : byGroup) {
            for (int b = 0; b < sum.length; b++) {
                for (int p = 0; p < sum[b].length; p++) {
                    sum[b][p] += group[b][p];
                }
            }
        }
        return sum;
    }

    /** Values summed over groups. */
    static double[] sum(double[][] byGroup) {
        double[] sum = new double[byGroup[0].length];
        for (double[] group : byGroup) {
            for (int b = 0; b < sum.length; b++) {
                sum[b] += group[b];
            }
        }
        return sum;
    }
}
