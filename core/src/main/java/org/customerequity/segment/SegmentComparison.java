package org.customerequity.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.numbers.core.Sum;
import org.apache.commons.statistics.distribution.TDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;

/**
 * The values of customers by segment, and the differences between segments.
 *
 * <p>Where the segments were made by the same values that are compared, as tiers are, tests of their differences say nothing: the
 * segments differ by construction. What it is for is another measure, or a later period.
 *
 * @param segments in the order of the segmentation
 */
public record SegmentComparison(List<SegmentValues> segments) implements Serializable {
    /**
     * The difference of the means of two segments, by Welch's test, one of a family of tests.
     *
     * <pre>{@code
     *   difference     mean_1 - mean_2
     *   standardError  sqrt(s_1^2 / n_1 + s_2^2 / n_2)
     *   degrees        (v_1 + v_2)^2 / (v_1^2 / (n_1 - 1) + v_2^2 / (n_2 - 1)),  v = s^2 / n
     *   pValue         of Student's t, both sides
     *   holmPValue     max over the tests with p at most this one of min(1, (tests - place + 1) p)
     * }</pre>
     *
     * <p>Welch, The Generalization of Student's Problem, Biometrika 34, 1947; Holm, A Simple Sequentially Rejective Multiple Test
     * Procedure, Scandinavian Journal of Statistics 6, 1979.
     *
     * @param first a segment
     * @param second another
     * @param difference of first less second
     * @param standardError above zero
     * @param degreesOfFreedom of Student's t
     * @param pValue of this test alone
     * @param holmPValue adjusted for the number of tests: below 0.05 for any true equality with probability 0.05 at most
     * @param tests how many in the family
     */
    public record Difference(
            String first,
            String second,
            double difference,
            double standardError,
            double degreesOfFreedom,
            double pValue,
            double holmPValue,
            int tests)
            implements Serializable {
        public Difference {
            Require.nonBlank(first, "first", "a segment");
            Require.nonBlank(second, "second", "a segment");
            difference = Require.finite(difference, "difference", "");
            Require.positive(standardError, "standardError", "");
            Require.positive(degreesOfFreedom, "degreesOfFreedom", "");
            pValue = Require.fraction(pValue, "pValue", "");
            holmPValue = Require.fraction(holmPValue, "holmPValue", "");
            Require.positive(tests, "tests", "");
        }

        /** The interval of this difference alone. */
        public Interval confidenceInterval(double level) {
            Require.openFraction(level, "level", "0.95 means 95 %");
            return interval((1 - level) / 2, level);
        }

        /** One of intervals that hold all differences of the family at once with probability {@code level} (Bonferroni). */
        public Interval simultaneousInterval(double level) {
            Require.openFraction(level, "level", "0.95 means 95 %");
            return interval((1 - level) / 2 / tests, level);
        }

        private Interval interval(double tail, double level) {
            double half = standardError * TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(tail);
            return new Interval(difference - half, difference + half, level);
        }
    }

    public SegmentComparison {
        segments = List.copyOf(Objects.requireNonNull(segments, "segments"));
        Segmentation.checkNames(segments.stream().map(SegmentValues::name).toList(), "segments");
    }

    /**
     * One value a customer.
     *
     * @param values finite, one a row of the segmentation
     */
    public static SegmentComparison of(Segmentation segmentation, double[] values) {
        Objects.requireNonNull(segmentation, "segmentation")
                .requireRows(Objects.requireNonNull(values, "values").length, "values");
        for (int i = 0; i < values.length; i++) {
            Require.finite(values[i], "values[" + i + "]", "one value a customer");
        }
        double all = Require.finite(Sum.of(values).getAsDouble(), "sum of values", "scale the values down");
        double[][] groups = segmentation.divided(values);
        List<SegmentValues> out = new ArrayList<>();
        for (int s = 0; s < groups.length; s++) {
            out.add(new SegmentValues(segmentation.names().get(s), groups[s], all));
        }
        return new SegmentComparison(out);
    }

    /** The values of this segment. */
    public SegmentValues segment(String name) {
        List<String> names = segments.stream().map(SegmentValues::name).toList();
        return segments.get(Require.indexOf(name, names, "name", ""));
    }

    /**
     * All pairs of segments as one family of tests, first less second in the order of the segments.
     *
     * @throws UndefinedRatioException if a segment has fewer than two customers, or neither of a pair varies; see
     *     {@link #differences(List)}
     */
    public List<Difference> differences() {
        return differences(segments.stream().map(SegmentValues::name).toList());
    }

    /**
     * All pairs of these segments as one family of tests, first less second in the order given.
     *
     * @param names at least two, distinct
     * @throws UndefinedRatioException if one of them has fewer than two customers, or neither of a pair varies
     */
    public List<Difference> differences(List<String> names) {
        Segmentation.checkNames(Objects.requireNonNull(names, "names"), "names");
        if (names.size() < 2) {
            throw Require.bad("names", "must be at least two segments", "a difference is of two", names);
        }
        List<SegmentValues> chosen = names.stream().map(this::segment).toList();
        List<SegmentValues[]> pairs = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            for (int j = i + 1; j < chosen.size(); j++) {
                pairs.add(new SegmentValues[] {chosen.get(i), chosen.get(j)});
            }
        }
        return family(pairs);
    }

    /**
     * This segment less each of the others, as one family of tests: fewer than all pairs, and so with more power.
     *
     * @throws UndefinedRatioException if a segment has fewer than two customers, or neither of a pair varies
     */
    public List<Difference> differencesOf(String name) {
        SegmentValues one = segment(name);
        if (segments.size() < 2) {
            throw Require.bad("segments", "must be at least two", "a difference is of two", "[" + name + "]");
        }
        return family(segments.stream()
                .filter(s -> !s.name().equals(name))
                .map(s -> new SegmentValues[] {one, s})
                .toList());
    }

    private static List<Difference> family(List<SegmentValues[]> pairs) {
        int tests = pairs.size();
        Difference[] out = new Difference[tests];
        for (int i = 0; i < tests; i++) {
            out[i] = welch(pairs.get(i)[0], pairs.get(i)[1], tests);
        }
        // Holm: the smallest p by the number of tests, the next by one less, and never below the one before
        double before = 0;
        int[] rising = IntStream.range(0, tests)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> out[i].pValue()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int place = 0; place < tests; place++) {
            Difference d = out[rising[place]];
            before = Math.max(before, Math.min(1, (tests - place) * d.pValue()));
            out[rising[place]] = new Difference(
                    d.first(),
                    d.second(),
                    d.difference(),
                    d.standardError(),
                    d.degreesOfFreedom(),
                    d.pValue(),
                    before,
                    tests);
        }
        return List.of(out);
    }

    private static Difference welch(SegmentValues a, SegmentValues b, int tests) {
        double va = a.variance() / a.customers();
        double vb = b.variance() / b.customers();
        double sum = va + vb;
        if (!(sum > 0)) {
            throw new UndefinedRatioException("Welch's test of " + a.name() + " and " + b.name()
                    + " is undefined, because values vary in neither");
        }
        // shares of the variance, so that no square overflows
        double degrees =
                1 / (va / sum * (va / sum) / (a.customers() - 1.0) + vb / sum * (vb / sum) / (b.customers() - 1.0));
        // about a common value, so that what large numbers have in common does not round away their difference
        double common = Math.min(a.quantile(0), b.quantile(0));
        double difference = a.meanAbove(common) - b.meanAbove(common);
        double error = Math.sqrt(sum);
        double p = Math.min(1, 2 * TDistribution.of(degrees).survivalProbability(Math.abs(difference) / error));
        return new Difference(a.name(), b.name(), difference, error, degrees, p, p, tests);
    }
}
