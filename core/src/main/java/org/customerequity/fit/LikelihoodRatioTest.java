package org.customerequity.fit;

import java.io.Serializable;
import java.util.Objects;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.customerequity.internal.Require;

/**
 * Whether a model describes the data better than a simpler one that it contains.
 *
 * <pre>{@code
 *   statistic = 2 (LL_richer - LL_simpler)      chi-square(k_richer - k_simpler), if the simpler model holds
 * }</pre>
 *
 * <p>S. S. Wilks, The Large-Sample Distribution of the Likelihood Ratio for Testing Composite Hypotheses, Annals of Mathematical
 * Statistics 9(1), 1938, 60-62. For models that do not contain one another see {@link VuongTest}.
 *
 * @param statistic twice the difference of log-likelihoods, finite and {@code >= 0}
 * @param degreesOfFreedom parameters that the simpler model lacks, {@code >= 1}
 * @param pValue probability of a statistic as large if the simpler model holds, in [0, 1]
 */
public record LikelihoodRatioTest(double statistic, int degreesOfFreedom, double pValue) implements Serializable {
    /** How far a richer model may seem worse by what a search leaves, relative to the log-likelihood. */
    private static final double ROUNDING = 1e-8;

    public LikelihoodRatioTest {
        statistic = Require.nonNegative(statistic, "statistic", "");
        Require.positive(degreesOfFreedom, "degreesOfFreedom", "");
        pValue = Require.fraction(pValue, "pValue", "");
    }

    /**
     * The simpler model has some parameters of the richer one fixed at values inside their range.
     *
     * @throws IllegalArgumentException if the fits are not of the same data, the richer has no more parameters, its
     *     log-likelihood is lower, so that it does not contain the simpler, a fit stopped before its maximum, or that of the
     *     richer is at a bound, where the statistic is not chi-square
     */
    public static LikelihoodRatioTest of(FitReport simpler, FitReport richer) {
        if (Objects.requireNonNull(richer, "richer").verdict() == FitVerdict.BOUNDARY) {
            throw Require.bad(
                    "verdict of richer",
                    "must be of a maximum inside the range of its parameters",
                    "at a bound the statistic is not chi-square; compare by a holdout score",
                    richer.verdict());
        }
        int more = moreParameters(simpler, richer);
        double statistic = statistic(simpler, richer);
        return new LikelihoodRatioTest(statistic, more, survival(statistic, more));
    }

    /**
     * The simpler model has one parameter fixed at the end of its range, as where differences between customers vanish. Then
     * the statistic is 0 half of the time, and p is half of chi-square's.
     *
     * <p>S. G. Self and K.-Y. Liang, Asymptotic Properties of Maximum Likelihood Estimators and Likelihood Ratio Tests under
     * Nonstandard Conditions, Journal of the American Statistical Association 82(398), 1987, 605-610, case 5.
     *
     * @throws IllegalArgumentException as {@link #of}, and if the models differ by more than one parameter
     */
    public static LikelihoodRatioTest atBoundary(FitReport simpler, FitReport richer) {
        int more = moreParameters(simpler, richer);
        if (more != 1) {
            throw Require.bad(
                    "parameters",
                    "must be one more than the simpler model's at a boundary",
                    "the distribution for more is not half of chi-square's",
                    more);
        }
        double statistic = statistic(simpler, richer);
        return new LikelihoodRatioTest(statistic, 1, statistic > 0 ? survival(statistic, 1) / 2 : 1);
    }

    private static int moreParameters(FitReport simpler, FitReport richer) {
        int few = simpler.parameterNames().size();
        int many = simpler.requireSameData(richer).parameterNames().size();
        requireMaximum("simpler", simpler);
        requireMaximum("richer", richer);
        if (many <= few) {
            throw Require.bad(
                    "parameters",
                    "must be more than the simpler model's, " + few,
                    "the simpler model comes first",
                    many);
        }
        return many - few;
    }

    /** A search that stopped early would make the simpler model look worse than it is, or the richer no better. */
    private static void requireMaximum(String name, FitReport report) {
        if (report.verdict() == FitVerdict.NOT_CONVERGED) {
            throw Require.bad(
                    "verdict of " + name,
                    "must be of a fit that reached its maximum",
                    "the statistic compares maxima",
                    report.verdict());
        }
    }

    private static double statistic(FitReport simpler, FitReport richer) {
        double gain = richer.logLikelihood() - simpler.logLikelihood();
        if (!(gain >= -ROUNDING * Math.max(1, Math.abs(simpler.logLikelihood())))) {
            throw Require.bad(
                    "log-likelihood",
                    "must not be below that of the simpler model, " + simpler.logLikelihood(),
                    "the richer model must contain the simpler, and be at its maximum",
                    richer.logLikelihood());
        }
        return Math.max(0, 2 * gain);
    }

    private static double survival(double statistic, int degrees) {
        return statistic > 0 ? ChiSquaredDistribution.of(degrees).survivalProbability(statistic) : 1;
    }
}
