package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.internal.Shapley;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.jspecify.annotations.Nullable;

/**
 * How much each sub-driver matters beside how well a brand does on it, the most important first.
 *
 * <pre>{@code
 *                     performance low     performance high
 *   importance high   concentrate here    keep up the good work
 *   importance low    low priority        possible overkill
 * }</pre>
 *
 * <p>Performance is the weighted mean rating of the brand. The gap is the mean, over respondents who rate the brand and a rival, of the
 * brand's rating less that of the respondent's best rated rival: below 0 nearly always, because the best of several is picked for
 * each. Martilla and James, Importance-Performance Analysis, Journal of Marketing 41(1), 1977. Immutable.
 */
public final class ImportancePerformance implements Serializable {
    private static final long serialVersionUID = 1;

    /** What makes a sub-driver important. */
    public enum Importance {
        /** Its coefficient times the standard deviation of all ratings on it: units of utility by which customers differ. */
        STANDARD_DEVIATION,
        /** By how many per cent the brand's equity rises when its ratings rise by one per cent. */
        ELASTICITY,
        /** What a point adds to the brand's equity, in its currency, at the present ratings. */
        EQUITY_PER_POINT,
        /**
         * Its share in what a point on all sub-drivers at once, stopping at the end of the scale, would add to the brand's equity:
         * the Shapley value over that gain. At most 12 sub-drivers.
         */
        SHAPLEY_SHARE
    }

    /** Where low ends and high begins. */
    public enum Cut {
        /** At the mean over the sub-drivers, of importance and of performance. */
        MEAN,
        /** Performance at the middle of the scale, importance at the mean over the sub-drivers. */
        SCALE_MIDPOINT
    }

    /** What to do about a sub-driver. */
    public enum Quadrant {
        /** It matters, and the brand does badly. */
        CONCENTRATE,
        /** It matters, and the brand does well. */
        KEEP_UP,
        /** It matters little, and the brand does badly. */
        LOW_PRIORITY,
        /** It matters little, and the brand does well. */
        POSSIBLE_OVERKILL
    }

    /** Relative distance from a cut that counts as on it, which is high. */
    private static final double ON_CUT = 1e-12;

    private final String brand;
    private final Importance measure;
    private final Cut cut;
    private final List<Line> lines;

    /**
     * One sub-driver.
     *
     * @param subDriver that is rated
     * @param importance by the measure that was chosen
     * @param performance mean rating of the brand
     * @param gapToBestRival mean of the brand's rating less that of each respondent's best rated rival
     * @param quadrant what follows
     */
    public record Line(
            SubDriver subDriver, double importance, double performance, double gapToBestRival, Quadrant quadrant)
            implements Serializable {
        public Line {
            Objects.requireNonNull(subDriver, "subDriver");
            Require.finite(importance, "importance", "");
            Require.finite(performance, "performance", "");
            Require.finite(gapToBestRival, "gapToBestRival", "");
            Objects.requireNonNull(quadrant, "quadrant");
        }
    }

    private ImportancePerformance(String brand, Importance measure, Cut cut, List<Line> lines) {
        this.brand = brand;
        this.measure = measure;
        this.cut = cut;
        this.lines = List.copyOf(lines);
    }

    /**
     * The table of a brand.
     *
     * @throws IllegalArgumentException if nobody rates the brand, or nobody rates it beside a rival; if importance is the Shapley share
     *     of more than 12 sub-drivers
     * @throws org.customerequity.value.UndefinedRatioException if importance is the elasticity or the Shapley share of an equity or
     *     gain that is 0
     */
    public static ImportancePerformance of(BrandEquities today, String brand, Importance measure, Cut cut) {
        BrandSurvey survey = Objects.requireNonNull(today, "today").survey();
        int j = survey.brandIndex(brand);
        double[] importance = importance(today, brand, Objects.requireNonNull(measure, "measure"));
        int n = importance.length;
        double[] performance = new double[n];
        Arrays.setAll(performance, s -> DriverContributions.mean(survey, j, s));
        double importanceCut = Arrays.stream(importance).average().orElseThrow();
        RatingScale scale = survey.scale();
        double performanceCut = switch (Objects.requireNonNull(cut, "cut")) {
            case MEAN -> Arrays.stream(performance).average().orElseThrow();
            case SCALE_MIDPOINT -> 0.5 * (scale.lowest() + scale.highest());
        };
        List<Line> lines = new ArrayList<>();
        for (int s = 0; s < n; s++) {
            boolean matters = high(importance[s], importanceCut);
            boolean well = high(performance[s], performanceCut);
            Quadrant quadrant = matters
                    ? well ? Quadrant.KEEP_UP : Quadrant.CONCENTRATE
                    : well ? Quadrant.POSSIBLE_OVERKILL : Quadrant.LOW_PRIORITY;
            lines.add(new Line(survey.subDrivers().get(s), importance[s], performance[s], gap(survey, j, s), quadrant));
        }
        lines.sort(Comparator.comparingDouble(line -> -line.importance()));
        return new ImportancePerformance(brand, measure, cut, lines);
    }

    private static boolean high(double x, double cut) {
        return x >= cut - ON_CUT * Math.abs(cut);
    }

    private static double[] importance(BrandEquities today, String brand, Importance measure) {
        BrandSurvey survey = today.survey();
        List<SubDriver> subDrivers = survey.subDrivers();
        double[] out = new double[subDrivers.size()];
        switch (measure) {
            case STANDARD_DEVIATION -> Arrays.setAll(out, s -> coefficient(today, s) * standardDeviation(survey, s));
            case ELASTICITY -> {
                DriverElasticities all = today.elasticities();
                Arrays.setAll(
                        out, s -> all.elasticity(brand, brand, subDrivers.get(s).name()));
            }
            case EQUITY_PER_POINT -> {
                DriverElasticities all = today.elasticities();
                Arrays.setAll(
                        out,
                        s -> all.perPoint(brand, brand, subDrivers.get(s).name())
                                .value());
            }
            case SHAPLEY_SHARE -> {
                return shares(today, survey.brandIndex(brand));
            }
        }
        return out;
    }

    /** Of a model with classes, the mean over respondents. */
    private static double coefficient(BrandEquities today, int subDriver) {
        ChoiceModel model = today.model();
        BrandSurvey survey = today.survey();
        double[][] membership = model.membership(survey);
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < survey.size(); i++) {
            weight += survey.weight(i);
        }
        for (int c = 0; c < model.classes(); c++) {
            double share = 0;
            for (int i = 0; i < survey.size(); i++) {
                share += survey.weight(i) * membership[i][c];
            }
            sum += share / weight * model.coefficients(c).driver(subDriver);
        }
        return sum;
    }

    /** Of all ratings of all brands, with divisor n - 1. */
    private static double standardDeviation(BrandSurvey survey, int subDriver) {
        double mean = 0;
        double squares = 0;
        int n = 0;
        for (int i = 0; i < survey.size(); i++) {
            for (int b = 0; b < survey.brands().size(); b++) {
                if (survey.considers(i, b)) {
                    double off = survey.rating(i, b, subDriver) - mean;
                    n++;
                    mean += off / n;
                    squares += off * (survey.rating(i, b, subDriver) - mean);
                }
            }
        }
        if (n < 2) {
            throw Require.bad("ratings", "must be at least 2 for a standard deviation", "", n);
        }
        return Math.sqrt(squares / (n - 1));
    }

    private static double[] shares(BrandEquities today, int brand) {
        BrandSurvey survey = today.survey();
        double top = survey.scale().highest();
        double[] parts = Shapley.exact(survey.subDrivers().size(), set -> {
            BrandSurvey better = survey.mapRatings(
                    (i, b, s, x) -> b == brand && (set >> s & 1) == 1 ? Math.max(x, Math.min(top, x + 1)) : x);
            Sums sums = new Sums(today.model(), better, survey);
            return Delta.sum(sums.values(EquityKernel.of(better, today.market())))[brand];
        });
        double gain = Arrays.stream(parts).sum();
        if (gain == 0) {
            throw new org.customerequity.value.UndefinedRatioException(
                    "share in the gain of a point on all sub-drivers is undefined, because that gain is 0");
        }
        return Arrays.stream(parts).map(part -> part / gain).toArray();
    }

    private static double gap(BrandSurvey survey, int brand, int subDriver) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < survey.size(); i++) {
            if (!survey.considers(i, brand)) {
                continue;
            }
            double best = Double.NEGATIVE_INFINITY;
            for (int b = 0; b < survey.brands().size(); b++) {
                if (b != brand && survey.considers(i, b)) {
                    best = Math.max(best, survey.rating(i, b, subDriver));
                }
            }
            if (best > Double.NEGATIVE_INFINITY) {
                sum += survey.weight(i) * (survey.rating(i, brand, subDriver) - best);
                weight += survey.weight(i);
            }
        }
        if (!(weight > 0)) {
            throw Require.bad(
                    "brand",
                    "must be rated beside a rival by somebody with a weight above 0",
                    "",
                    '"' + survey.brands().get(brand) + '"');
        }
        return sum / weight;
    }

    /** The brand. */
    public String brand() {
        return brand;
    }

    /** What makes a sub-driver important here. */
    public Importance measure() {
        return measure;
    }

    /** Where low ends and high begins. */
    public Cut cut() {
        return cut;
    }

    /** One line a sub-driver, the most important first. */
    public List<Line> lines() {
        return lines;
    }

    /** The line of a sub-driver. */
    public Line of(String subDriver) {
        return lines.get(Require.indexOf(
                subDriver, lines.stream().map(line -> line.subDriver().name()).toList(), "subDriver", ""));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ImportancePerformance other
                && brand.equals(other.brand)
                && measure == other.measure
                && cut == other.cut
                && lines.equals(other.lines);
    }

    @Override
    public int hashCode() {
        return Objects.hash(brand, measure, cut, lines);
    }

    /** A table: importance, performance, gap to the best rival and what follows. */
    @Override
    public String toString() {
        int wide = brand.length();
        for (Line line : lines) {
            wide = Math.max(wide, line.subDriver().name().length());
        }
        StringBuilder s = new StringBuilder(
                String.format(Locale.ROOT, "%-" + wide + "s %14s %8s %8s", brand, "importance", "rating", "gap"));
        for (Line line : lines) {
            s.append(String.format(
                    Locale.ROOT,
                    "%n%-" + wide + "s %14s %8.2f %8.2f   %s",
                    line.subDriver().name(),
                    measure == Importance.EQUITY_PER_POINT
                            ? String.format(Locale.ROOT, "%.0f", line.importance())
                            : String.format(Locale.ROOT, "%.3f", line.importance()),
                    line.performance(),
                    line.gapToBestRival(),
                    line.quadrant().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        }
        return s.toString();
    }
}
