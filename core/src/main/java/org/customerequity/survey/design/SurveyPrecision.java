package org.customerequity.survey.design;

import java.io.Serializable;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;
import org.customerequity.survey.NetPromoterScore;
import org.customerequity.survey.RatingCounts;
import org.customerequity.value.UndefinedRatioException;

/**
 * How far the answers to a question scatter, and from it how many to ask, how precise a score is, and what change would be seen.
 *
 * <pre>{@code
 *   proportion    sigma^2 = p (1 - p)
 *   mean          sigma^2 of the ratings
 *   NPS           sigma^2 = 100^2 (p + q - (p - q)^2)              p promoters, q detractors
 *
 *   half-width of an interval        h = z sigma sqrt(D / n)                   n = D (z sigma / h)^2
 *   in a population of N             h = z sigma sqrt(D / n (N - n) / (N - 1))  n = N n0 / (N - 1 + n0)
 *   detectable change of two waves   (z + z_power) sigma sqrt(D / n1 + D / n2)
 * }</pre>
 *
 * <p>z is two-sided for the level, z_power the quantile of the power, D the design effect of weights. Waves are of other people;
 * a panel needs fewer. Normal approximations: for shares near 0 or 1 and for small samples they promise too much. Cochran,
 * Sampling Techniques, 3rd edition, 1977, chapter 4.
 *
 * @param deviation sigma, the standard deviation of one answer, finite and {@code > 0}
 * @param designEffect D, {@code >= 1}
 */
public record SurveyPrecision(double deviation, double designEffect) implements Serializable {
    public SurveyPrecision {
        deviation =
                Require.positive(deviation, "deviation", "of one answer; answers that are all alike need no survey");
        if (!(designEffect >= 1 && designEffect < Double.POSITIVE_INFINITY)) {
            throw Require.bad("designEffect", "must be finite and >= 1", "1 without weights", designEffect);
        }
    }

    /**
     * Of a share that is expected to be about {@code p}: for CSAT and other boxes.
     *
     * @param p in (0, 1); {@code 0.5} is the worst case
     */
    public static SurveyPrecision ofProportion(double p) {
        Require.openFraction(p, "p", "0.5 is the worst case");
        return new SurveyPrecision(Math.sqrt(p * (1 - p)), 1);
    }

    /** Of a mean of answers with this standard deviation. */
    public static SurveyPrecision ofMean(double deviation) {
        return new SurveyPrecision(deviation, 1);
    }

    /** Of the mean of ratings that scatter as these do. */
    public static SurveyPrecision ofMean(RatingCounts pilot) {
        return new SurveyPrecision(pilot.meanEstimate().standardError() * Math.sqrt(pilot.responses()), 1);
    }

    /**
     * Of a net promoter score, in points.
     *
     * @param promoters expected share, in [0, 1]
     * @param detractors expected share; both together at most 1 and above 0
     */
    public static SurveyPrecision ofNetPromoterScore(double promoters, double detractors) {
        double p = Require.fraction(promoters, "promoters", "a share");
        double q = Require.fraction(detractors, "detractors", "a share");
        if (p + q > 1) {
            throw Require.bad("promoters + detractors", "must be <= 1", "shares of one whole", p + q);
        }
        return new SurveyPrecision(100 * Math.sqrt((1 - p - q) * (p + q) + 4 * p * q), 1);
    }

    /** Of a net promoter score whose answers scatter as these do, in points. */
    public static SurveyPrecision ofNetPromoterScore(NetPromoterScore pilot) {
        return new SurveyPrecision(pilot.standardError() * Math.sqrt(pilot.responses()), 1);
    }

    /** The same with weighted answers; {@link SurveyWeights#designEffect} of an earlier wave is a good guess. */
    public SurveyPrecision withDesignEffect(double newDesignEffect) {
        return new SurveyPrecision(deviation, newDesignEffect);
    }

    /**
     * How many responses give an interval of at most {@code +- halfWidth}. Responses, not invitations.
     *
     * @param halfWidth in the unit of the score: 0.03 for a share, 3 for a net promoter score
     */
    public long responsesFor(double halfWidth, double level) {
        return whole(infinitePopulation(halfWidth, level));
    }

    /**
     * The same where {@code population} people are all there are, who are not asked twice: fewer.
     *
     * @param population {@code >= 2}
     */
    public long responsesInPopulationFor(double halfWidth, double level, long population) {
        requirePopulation(population);
        double n0 = infinitePopulation(halfWidth, level);
        return Double.isInfinite(n0)
                ? population
                : Math.min(population, whole(population * (n0 / (population - 1.0 + n0))));
    }

    private double infinitePopulation(double halfWidth, double level) {
        Require.positive(halfWidth, "halfWidth", "in the unit of the score");
        double ratio = NormalQuantile.ofLevel(level) * deviation / halfWidth;
        return designEffect * ratio * ratio;
    }

    /** The interval of a score from so many responses: {@code score +-} this. */
    public double halfWidth(long responses, double level) {
        Require.positive(responses, "responses", "");
        return NormalQuantile.ofLevel(level) * deviation * Math.sqrt(designEffect / responses);
    }

    /**
     * The same where {@code population} people are all there are; 0 where all of them answered.
     *
     * @param population {@code >= 2}, at least {@code responses}
     */
    public double halfWidthInPopulation(long responses, double level, long population) {
        requirePopulation(population);
        if (responses > population) {
            throw Require.bad("responses", "must be <= population " + population, "", responses);
        }
        return halfWidth(responses, level) * Math.sqrt((population - responses) / (population - 1.0));
    }

    /**
     * How many responses each of two waves needs, so that a true change of {@code change} is found significant with probability
     * {@code power}.
     *
     * @param change in the unit of the score, {@code > 0}
     * @param level of the two-sided test: {@code 0.95} for a p value below 0.05
     * @param power in (0.5, 1); 0.8 is common
     */
    public long responsesPerWaveFor(double change, double level, double power) {
        Require.positive(change, "change", "in the unit of the score");
        double ratio = quantiles(level, power) * deviation / change;
        return whole(2 * designEffect * ratio * ratio);
    }

    /**
     * The smallest true change that two waves of these sizes find significant with probability {@code power}. A wave that shows
     * less has not shown that nothing changed.
     */
    public double detectableChange(long firstResponses, long secondResponses, double level, double power) {
        Require.positive(firstResponses, "firstResponses", "");
        Require.positive(secondResponses, "secondResponses", "");
        return quantiles(level, power)
                * deviation
                * Math.sqrt(designEffect / firstResponses + designEffect / secondResponses);
    }

    /**
     * How many responses each wave needs to find a share that moves from {@code first} to {@code second}, by the pooled test of
     * two shares.
     *
     * <pre>{@code
     *   n = (z sqrt(2 p (1 - p)) + z_power sqrt(p1 (1 - p1) + p2 (1 - p2)))^2 / (p1 - p2)^2        p = (p1 + p2) / 2
     * }</pre>
     *
     * <p>Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition, 2003, chapter 4, without
     * the correction for continuity.
     *
     * @param first in (0, 1)
     * @param second in (0, 1), another than {@code first}
     */
    public static long responsesPerWaveForShares(double first, double second, double level, double power) {
        Require.openFraction(first, "first", "a share");
        Require.openFraction(second, "second", "a share");
        if (first == second) {
            throw Require.bad("second", "must not be first", "no change needs no survey", second);
        }
        double pooled = (first + second) / 2;
        double root = NormalQuantile.ofLevel(level) * Math.sqrt(2 * pooled * (1 - pooled))
                + powerQuantile(power) * Math.sqrt(first * (1 - first) + second * (1 - second));
        return whole(root * root / ((first - second) * (first - second)));
    }

    private static double quantiles(double level, double power) {
        return NormalQuantile.ofLevel(level) + powerQuantile(power);
    }

    private static double powerQuantile(double power) {
        if (!(power > 0.5 && power < 1)) {
            throw Require.bad("power", "must be in (0.5, 1)", "0.8 finds a true change four times in five", power);
        }
        return NormalDistribution.of(0, 1).inverseSurvivalProbability(1 - power);
    }

    private static void requirePopulation(long population) {
        if (population < 2) {
            throw Require.bad("population", "must be >= 2", "all people there are", population);
        }
    }

    /** Rounded up, at least 1; a hair above a whole number is that number. */
    private static long whole(double n) {
        if (!(n < 1e15)) {
            throw new UndefinedRatioException("number of responses is undefined, because it would be " + n);
        }
        return Math.max(1, (long) Math.ceil(n * (1 - 1e-13)));
    }
}
