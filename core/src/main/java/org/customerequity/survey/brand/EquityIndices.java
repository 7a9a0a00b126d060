package org.customerequity.survey.brand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.survey.WeightedMean;
import org.jspecify.annotations.Nullable;

/**
 * Value, brand and relationship equity of every brand as an index from 0 to 100, straight from its ratings: what customers think of
 * it, before any model of what they do. Immutable; each {@code with} returns a changed copy.
 *
 * <pre>{@code
 *   index of a respondent = 100 sum over sub-drivers of  v_s (x_s - lowest) / (highest - lowest)
 *
 *   v_s  weights of the sub-drivers of one driver, summing to 1: equal, given, or from coefficients
 *   overall = sum over the drivers of  W_d index_d,   W_d summing to 1
 * }</pre>
 *
 * <p>The index of a brand is the weighted mean over the respondents who consider it. 0 and 100 are the ends of the scale, not of the
 * sample, so that indices of two surveys compare. A survey has no gaps left, so that no rule for missing items is needed.
 *
 * <p>These are formative indices: sub-drivers make up the index and need not agree. Whether they do, Cronbach's alpha of
 * {@link BrandSurvey#itemRatings} tells.
 */
public final class EquityIndices implements Serializable {
    private static final long serialVersionUID = 1;

    private final BrandSurvey survey;
    /** Of sub-drivers, summing to 1 over those of one driver. */
    private final double[] within;
    /** Of drivers, summing to 1; 0 where the survey has no sub-driver of it. */
    private final double[] ofDriver;

    private EquityIndices(BrandSurvey survey, double[] within, double[] ofDriver) {
        this.survey = survey;
        this.within = within;
        this.ofDriver = ofDriver;
    }

    /**
     * Indices with equal weights: of the sub-drivers of a driver, and of the drivers that have sub-drivers.
     *
     * @throws IllegalArgumentException if a rating is off the scale, where {@link BrandSurvey#mapRatings} has put it
     */
    public static EquityIndices of(BrandSurvey survey) {
        int lowest = Objects.requireNonNull(survey, "survey").scale().lowest();
        int highest = survey.scale().highest();
        int d = survey.subDrivers().size();
        for (int i = 0; i < survey.size(); i++) {
            for (int b = 0; b < survey.brands().size(); b++) {
                for (int s = 0; s < d; s++) {
                    double x = survey.rating(i, b, s);
                    // NaN of a brand that is not considered is neither
                    if (x < lowest || x > highest) {
                        throw Require.bad(
                                "rating of " + survey.brands().get(b) + " on "
                                        + survey.subDrivers().get(s).name() + " by " + survey.id(i),
                                "must be from " + lowest + " to " + highest,
                                "an index is of ratings on the scale",
                                x);
                    }
                }
            }
        }
        double[] equal = new double[d];
        Arrays.fill(equal, 1);
        double[] drivers = new double[EquityDriver.values().length];
        for (SubDriver subDriver : survey.subDrivers()) {
            drivers[subDriver.driver().ordinal()] = 1;
        }
        return new EquityIndices(survey, withinDrivers(survey, equal), sharesOf(drivers));
    }

    /**
     * With other weights of the sub-drivers, such as their importance to customers: {@code Map.of("quality", 40.0, "price", 35.0, ...)}.
     *
     * @param weights of every sub-driver, {@code >= 0}, relative to those of the same driver, not all 0 of one driver
     */
    public EquityIndices withSubDriverWeights(Map<String, Double> weights) {
        double[] given = new double[within.length];
        for (Map.Entry<String, Double> weight :
                Objects.requireNonNull(weights, "weights").entrySet()) {
            given[survey.subDriverIndex(weight.getKey())] = Require.nonNegative(
                    weight.getValue(), "weight of " + weight.getKey(), "relative to the same driver's others");
        }
        if (weights.size() < given.length) {
            throw Require.bad(
                    "weights",
                    "must be of every sub-driver",
                    "0 for what shall not count",
                    "of " + weights.size() + " of " + given.length);
        }
        return new EquityIndices(survey, withinDrivers(survey, given), ofDriver);
    }

    /**
     * With other weights of the drivers in the overall index.
     *
     * @param weights of every driver that has sub-drivers, and of no other, {@code >= 0}, relative to each other, not all 0
     */
    public EquityIndices withDriverWeights(Map<EquityDriver, Double> weights) {
        double[] given = new double[ofDriver.length];
        for (Map.Entry<EquityDriver, Double> weight :
                Objects.requireNonNull(weights, "weights").entrySet()) {
            requireSubDrivers(weight.getKey());
            given[weight.getKey().ordinal()] =
                    Require.nonNegative(weight.getValue(), "weight of " + weight.getKey(), "relative to the others");
        }
        for (SubDriver subDriver : survey.subDrivers()) {
            if (!weights.containsKey(subDriver.driver())) {
                throw Require.bad(
                        "weights",
                        "must be of every driver that has sub-drivers",
                        "0 for what shall not count",
                        "without " + subDriver.driver());
            }
        }
        return new EquityIndices(survey, within, sharesOf(given));
    }

    /**
     * With weights by what the sub-drivers do to choice: of the sub-drivers, and of the drivers as sums of theirs.
     *
     * <pre>{@code
     *   weight_s = b_s sd_s / sum over all sub-drivers of b sd      sd_s  standard deviation of all ratings on s, n - 1 below the line
     * }</pre>
     *
     * @param coefficients one a sub-driver, {@code >= 0}, as of a choice model; not all of one driver may be 0
     * @throws IllegalArgumentException also if the ratings of a driver's sub-drivers do not vary
     */
    public EquityIndices withCoefficients(double... coefficients) {
        int d = within.length;
        if (Objects.requireNonNull(coefficients, "coefficients").length != d) {
            throw Require.bad("coefficients", "must be one a sub-driver, " + d, "", coefficients.length);
        }
        double[] weight = new double[d];
        double[] drivers = new double[ofDriver.length];
        for (int s = 0; s < d; s++) {
            SubDriver subDriver = survey.subDrivers().get(s);
            weight[s] = Require.nonNegative(
                            coefficients[s], "coefficient of " + subDriver.name(), "a better rating does no harm")
                    * deviation(s);
            drivers[subDriver.driver().ordinal()] += weight[s];
        }
        return new EquityIndices(survey, withinDrivers(survey, weight), sharesOf(drivers));
    }

    private double deviation(int subDriver) {
        double sum = 0;
        double squares = 0;
        int n = 0;
        double guess = 0;
        for (int i = 0; i < survey.size(); i++) {
            for (int b = 0; b < survey.brands().size(); b++) {
                if (survey.considers(i, b)) {
                    guess = n == 0 ? survey.rating(i, b, subDriver) : guess;
                    double x = survey.rating(i, b, subDriver) - guess;
                    sum += x;
                    squares += x * x;
                    n++;
                }
            }
        }
        return n < 2 ? 0 : Math.sqrt(Math.max(0, squares - sum / n * sum) / (n - 1));
    }

    private static double[] withinDrivers(BrandSurvey survey, double[] weight) {
        double[] sums = new double[EquityDriver.values().length];
        for (int s = 0; s < weight.length; s++) {
            sums[survey.subDrivers().get(s).driver().ordinal()] += weight[s];
        }
        double[] shares = new double[weight.length];
        for (int s = 0; s < weight.length; s++) {
            EquityDriver driver = survey.subDrivers().get(s).driver();
            shares[s] = weight[s]
                    / Require.positive(sums[driver.ordinal()], "sum of weights of " + driver, "not all of them 0");
        }
        return shares;
    }

    private static double[] sharesOf(double[] drivers) {
        double sum = Require.positive(Arrays.stream(drivers).sum(), "sum of weights", "not all of them 0");
        return Arrays.stream(drivers).map(w -> w / sum).toArray();
    }

    private void requireSubDrivers(EquityDriver driver) {
        Objects.requireNonNull(driver, "driver");
        if (survey.subDrivers().stream().noneMatch(subDriver -> subDriver.driver() == driver)) {
            throw Require.bad("driver", "must have a sub-driver in the survey", "", driver);
        }
    }

    /** The weight of a sub-driver in the overall index; these sum to 1. */
    public double weight(String subDriver) {
        int s = survey.subDriverIndex(subDriver);
        return within[s] * ofDriver[survey.subDrivers().get(s).driver().ordinal()];
    }

    /** The weight of a driver in the overall index; these sum to 1. */
    public double weight(EquityDriver driver) {
        return ofDriver[Objects.requireNonNull(driver, "driver").ordinal()];
    }

    /**
     * The index of a brand on one driver, from 0 to 100, with its standard error by Kish's effective size. It is undefined where nobody
     * with a weight considers the brand.
     *
     * @throws IllegalArgumentException if the survey has no sub-driver of that driver
     */
    public WeightedMean index(String brand, EquityDriver driver) {
        return mean(survey.brandIndex(brand), -1, weightsOf(driver));
    }

    /** The overall index of a brand, from 0 to 100, with its standard error by Kish's effective size. */
    public WeightedMean overall(String brand) {
        return mean(survey.brandIndex(brand), -1, overallWeights());
    }

    /**
     * How far the index of one brand lies above another's in the eyes of those who consider both, from -100 to 100. Its standard error
     * is that of paired answers: a respondent who rates everything high does not count as a difference.
     */
    public WeightedMean lead(String brand, String over, EquityDriver driver) {
        return mean(
                survey.brandIndex(brand), survey.brandIndex(Objects.requireNonNull(over, "over")), weightsOf(driver));
    }

    /** {@link #lead} of the overall index. */
    public WeightedMean overallLead(String brand, String over) {
        return mean(
                survey.brandIndex(brand), survey.brandIndex(Objects.requireNonNull(over, "over")), overallWeights());
    }

    private double[] weightsOf(EquityDriver driver) {
        requireSubDrivers(driver);
        double[] own = new double[within.length];
        for (int s = 0; s < own.length; s++) {
            own[s] = survey.subDrivers().get(s).driver() == driver ? within[s] : 0;
        }
        return own;
    }

    private double[] overallWeights() {
        double[] all = new double[within.length];
        for (int s = 0; s < all.length; s++) {
            all[s] = within[s] * ofDriver[survey.subDrivers().get(s).driver().ordinal()];
        }
        return all;
    }

    /** Over who considers the brand, and the other one where there is one. */
    private WeightedMean mean(int brand, int other, double[] v) {
        double[] index = new double[survey.size()];
        double[] weight = new double[survey.size()];
        int n = 0;
        for (int i = 0; i < survey.size(); i++) {
            if (survey.weight(i) > 0 && survey.considers(i, brand) && (other < 0 || survey.considers(i, other))) {
                index[n] = index(i, brand, v) - (other < 0 ? 0 : index(i, other, v));
                weight[n++] = survey.weight(i);
            }
        }
        return WeightedMean.of(Arrays.copyOf(index, n), Arrays.copyOf(weight, n));
    }

    private double index(int i, int brand, double[] v) {
        double sum = 0;
        for (int s = 0; s < v.length; s++) {
            sum += v[s] * (survey.rating(i, brand, s) - survey.scale().lowest());
        }
        return 100 * sum / (survey.scale().highest() - survey.scale().lowest());
    }

    /** Equal in survey and weights. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof EquityIndices other
                && survey.equals(other.survey)
                && Arrays.equals(within, other.within)
                && Arrays.equals(ofDriver, other.ofDriver);
    }

    @Override
    public int hashCode() {
        return Objects.hash(survey, Arrays.hashCode(within), Arrays.hashCode(ofDriver));
    }

    /** A line a brand: {@code American: VALUE 71.2, BRAND 63.0, RELATIONSHIP 55.4, overall 63.2}. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (String brand : survey.brands()) {
            StringBuilder line = new StringBuilder(brand).append(": ");
            for (EquityDriver driver : EquityDriver.values()) {
                if (survey.subDrivers().stream().anyMatch(subDriver -> subDriver.driver() == driver)) {
                    line.append(driver)
                            .append(' ')
                            .append(text(index(brand, driver)))
                            .append(", ");
                }
            }
            lines.add(line.append("overall ").append(text(overall(brand))).toString());
        }
        return String.join("\n", lines);
    }

    private static String text(WeightedMean mean) {
        return mean.isDefined() ? String.format(Locale.ROOT, "%.1f", mean.value()) : "unknown";
    }
}
