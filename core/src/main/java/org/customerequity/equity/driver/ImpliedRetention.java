package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Estimate;
import org.customerequity.value.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * How a brand's retention follows from one of its drivers: the repurchase rate that the model implies as all ratings of the brand on a
 * sub-driver move up or down.
 *
 * <pre>{@code
 *   R_j(s) = sum of w_i M_i,jj(s) / sum of w_i, over respondents who bought j last, whose ratings x_ijk became x_ijk + s
 * }</pre>
 *
 * <p>{@code ImpliedRetention.of(equities, "American", "quality", -1, -0.5, 0, 0.5, 1)}. The rate is of the next purchase. What a
 * shifted rating brings about is the model's word: it holds as far as ratings are causes of choice. Immutable.
 */
public final class ImpliedRetention implements Serializable {
    private static final long serialVersionUID = 1;

    private final String brand;
    private final String subDriver;
    private final List<Level> levels;
    private final double perPoint;

    private record Level(double shift, double meanRating, BrandRate rate) implements Serializable {}

    /** Rate and error; an error below 0 is none. */
    private record BrandRate(Ratio rate, double standardError) implements Serializable {}

    private ImpliedRetention(String brand, String subDriver, List<Level> levels, double perPoint) {
        this.brand = brand;
        this.subDriver = subDriver;
        this.levels = List.copyOf(levels);
        this.perPoint = perPoint;
    }

    /**
     * The rates after shifts that may pass the ends of the scale.
     *
     * @param shifts in points of the scale, at least one
     * @throws org.customerequity.value.UndefinedRatioException if nobody bought the brand last
     */
    public static ImpliedRetention of(BrandEquities equities, String brand, String subDriver, double... shifts) {
        return of(equities, brand, subDriver, false, shifts);
    }

    /** The rates after shifts that stop at the ends of the scale, rating by rating. */
    public static ImpliedRetention ofWithinScale(
            BrandEquities equities, String brand, String subDriver, double... shifts) {
        return of(equities, brand, subDriver, true, shifts);
    }

    private static ImpliedRetention of(
            BrandEquities equities, String brand, String subDriver, boolean capped, double... shifts) {
        BrandSurvey survey = Objects.requireNonNull(equities, "equities").survey();
        int j = survey.brandIndex(brand);
        int k = survey.subDriverIndex(subDriver);
        Require.notEmpty(
                Objects.requireNonNull(shifts, "shifts").length,
                "shifts",
                "must not be empty",
                "in points of the scale");
        RatingScale scale = survey.scale();
        List<Level> levels = new ArrayList<>();
        for (int l = 0; l < shifts.length; l++) {
            double shift = Require.finite(shifts[l], "shifts[" + l + "]", "in points of the scale");
            BrandSurvey shifted = survey.mapRatings((i, b, s, x) -> b != j || s != k
                    ? x
                    : capped ? Math.max(scale.lowest(), Math.min(scale.highest(), x + shift)) : x + shift);
            BrandSwitching switching = equities.switching(shifted);
            Ratio rate = switching.repurchaseRate(brand);
            rate.value();
            double error = equities.hasIntervals()
                    ? switching.repurchaseRateEstimate(brand).standardError()
                    : -1;
            levels.add(new Level(shift, meanRating(shifted, j, k), new BrandRate(rate, error)));
        }
        return new ImpliedRetention(brand, subDriver, levels, perPoint(equities.model(), survey, j, k));
    }

    /** Of those who bought the brand last. */
    private static double meanRating(BrandSurvey survey, int brand, int subDriver) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < survey.size(); i++) {
            if (survey.lastBrand(i) == brand) {
                sum += survey.weight(i) * survey.rating(i, brand, subDriver);
                weight += survey.weight(i);
            }
        }
        return sum / weight;
    }

    private static double perPoint(ChoiceModel model, BrandSurvey survey, int brand, int subDriver) {
        NextPurchase figure = new NextPurchase(survey, 1, false);
        Sums sums = new Sums(model, survey);
        double sum = 0;
        for (int c = 0; c < model.classes(); c++) {
            sum += model.coefficients(c).driver(subDriver)
                    * sums.sensitivity(figure, c).inUtility(brand, brand, brand);
        }
        double weight = 0;
        for (int i = 0; i < survey.size(); i++) {
            weight += survey.lastBrand(i) == brand ? survey.weight(i) : 0;
        }
        return sum / weight;
    }

    /** The brand. */
    public String brand() {
        return brand;
    }

    /** The sub-driver. */
    public String subDriver() {
        return subDriver;
    }

    /** How many levels there are. */
    public int size() {
        return levels.size();
    }

    /** The shift of level {@code l}, in points, as it was asked for. */
    public double shift(int l) {
        return levels.get(l).shift();
    }

    /** The mean rating at level {@code l}, by those who bought the brand last. */
    public double meanRating(int l) {
        return levels.get(l).meanRating();
    }

    /** The repurchase rate at level {@code l}. */
    public Ratio rate(int l) {
        return levels.get(l).rate().rate();
    }

    /**
     * The repurchase rate at level {@code l} with its standard error (delta method), symmetric in its logit.
     *
     * @throws IllegalStateException if the model's parameters were given, not fitted
     */
    public Estimate estimate(int l) {
        BrandRate of = levels.get(l).rate();
        if (of.standardError() < 0) {
            throw Delta.unknown();
        }
        return Delta.fraction(of.rate().value(), of.standardError());
    }

    /** The derivative of the repurchase rate in the rating, at the present ratings: the rate gained by a point, for small shifts. */
    public double perPoint() {
        return perPoint;
    }

    /** Equal brands, sub-drivers and levels. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ImpliedRetention other
                && brand.equals(other.brand)
                && subDriver.equals(other.subDriver)
                && levels.equals(other.levels)
                && perPoint == other.perPoint;
    }

    @Override
    public int hashCode() {
        return Objects.hash(brand, subDriver, levels);
    }

    /** {@code repurchase of one by value: 0.797 at 3.9, ...}, by mean rating. */
    @Override
    public String toString() {
        StringBuilder s =
                new StringBuilder("repurchase of ").append(brand).append(" by ").append(subDriver);
        for (int l = 0; l < levels.size(); l++) {
            s.append(l == 0 ? ": " : ", ")
                    .append(rate(l).value())
                    .append(" at ")
                    .append(meanRating(l));
        }
        return s.toString();
    }
}
