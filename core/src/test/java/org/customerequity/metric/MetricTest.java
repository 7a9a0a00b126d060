package org.customerequity.metric;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.metric.MetricDefinition.Clock;
import org.customerequity.metric.MetricDefinition.Merging;
import org.customerequity.metric.MetricDefinition.OpenCases;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of key figures: shares, ratios, amounts, rates of events, and what adds. */
@Seeded
class MetricTest {
    private static final MetricDefinition DEFECTS = MetricDefinition.of(
                    "defects per unit", "defects", "units checked", "units of the period")
            .withPolarity(Polarity.LOWER_IS_BETTER);
    private static final MetricDefinition ON_TIME =
            MetricDefinition.of("on-time rate", "on time", "due", "cases due in the period");
    private static final MetricDefinition COST =
            MetricDefinition.of("cost per lead", "cost", "leads", "leads of the period");
    private static final MetricDefinition OUTPUT = MetricDefinition.of("productivity", "units", "hours", "shifts");
    private static final ReportingPeriod MARCH = ReportingPeriod.ofMonth(2026, 3);
    private static final ReportingPeriod APRIL = ReportingPeriod.ofMonth(2026, 4);
    private static final ReportingPeriod MAY = ReportingPeriod.ofMonth(2026, 5);

    private static EventRate defects(long events, double exposure) {
        return new EventRate(DEFECTS, MARCH, events, exposure);
    }

    /** Sheet 22, section 0: 17 errors in 4,200, and none. */
    @Test
    void exactPoissonLimitsOfTheSheet() {
        Interval some = defects(17, 4200).confidenceInterval(0.95);
        close(0.00235788725467, some.lower(), 2e-12);
        close(0.00648063019426, some.upper(), 2e-12);
        Interval none = defects(0, 4200).confidenceInterval(0.95);
        assertEquals(0, none.lower());
        close(0.000878304631932, none.upper(), 2e-12);
        close(17.0 / 4200, defects(17, 4200).value(), 1e-15);
    }

    /** mpmath 1.3, 40 digits: the roots of P(x, limit) = tail and Q(x + 1, limit) = tail. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.95, 0, 3.6888794541139363",
        "1, 0.95, 0.025317807984289875, 5.5716433909388986",
        "17, 0.95, 9.9031264696072876, 27.218646815906611",
        "1, 0.999999, 5.0000012500004167e-7, 17.422215012530713",
        "3, 0.99, 0.3378633887277333, 10.977477495329766",
        "250, 0.90, 224.57337818636452, 277.61539261069482"
    })
    void limitsToTheLastDigits(long events, double level, double lower, double upper) {
        Interval interval = defects(events, 1).confidenceInterval(level);
        // at 99.9999 % the tail (1 - level) / 2 itself is known to 1e-10 only
        double tolerance = level > 0.9999 ? 1e-10 : 1e-14;
        close(lower, interval.lower(), tolerance);
        close(upper, interval.upper(), tolerance);
    }

    /** The tail probabilities, added up term by term, at levels from 1 % to all but a billionth. */
    @Property
    void limitsCutOffTheirTails(
            @ForAll @IntRange(max = 300) int events, @ForAll @DoubleRange(min = 0.02, max = 9) double digits) {
        double level = 1 - Math.pow(10, -digits);
        double tail = (1 - level) / 2;
        Interval interval = defects(events, 1).confidenceInterval(level);
        close(tail, sum(0, events, interval.upper()), 1e-12);
        if (events > 0) {
            close(tail, sum(events, events + 400, interval.lower()), 1e-12);
        }
    }

    /** Of the Poisson probabilities from one count to another; terms by logarithms, so that none is lost. */
    private static double sum(int from, int to, double mean) {
        double logTerm = -mean + from * Math.log(mean);
        for (int k = 2; k <= from; k++) {
            logTerm -= Math.log(k);
        }
        double term = Math.exp(logTerm);
        double sum = term;
        for (int k = from + 1; k <= to; k++) {
            term *= mean / k;
            sum += term;
        }
        return sum;
    }

    /** By the Cornish-Fisher expansion of the gamma quantile, exact to the order of 1 / events. */
    @ParameterizedTest
    @CsvSource({"100000000", "1000000000000", "4000000000000000", "9000000000000000000"})
    void limitsOfManyEvents(long events) {
        double z = 1.959963984540054;
        Interval interval = defects(events, 1).confidenceInterval(0.95);
        double a = events;
        double skew = (z * z - 1) / 3;
        double third = (z * z * z - 7 * z) / 36;
        assertEquals(
                -z + skew / Math.sqrt(a) - third / a,
                (interval.lower() - a) / Math.sqrt(a),
                1e-7 + 4 * Math.ulp(a) / Math.sqrt(a));
        assertEquals(
                z + (skew + 1) / Math.sqrt(a) + third / a,
                (interval.upper() - a) / Math.sqrt(a),
                1e-7 + 4 * Math.ulp(a) / Math.sqrt(a));
    }

    /** At every level there is one, above the counts that sums of the incomplete gamma function can reach. */
    @Property
    void manyEventsAtAnyLevel(
            @ForAll @IntRange(min = 7, max = 18) int magnitude,
            @ForAll @DoubleRange(min = 0.02, max = 15) double digits) {
        long events = Math.round(Math.pow(10, magnitude));
        double level = 1 - Math.pow(10, -digits);
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2);
        Interval interval = defects(events, 1).confidenceInterval(level);
        // Wilson and Hilferty (1931)
        close(events * Math.pow(1 - 1 / (9.0 * events) - z / (3 * Math.sqrt(events)), 3), interval.lower(), 1e-9);
        double more = events + 1.0;
        close(more * Math.pow(1 - 1 / (9 * more) + z / (3 * Math.sqrt(more)), 3), interval.upper(), 1e-9);
    }

    @Property
    void moreExposureNarrowsARateInProportion(
            @ForAll @LongRange(max = 1_000_000) long events,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double exposure) {
        Interval one = defects(events, 1).confidenceInterval(0.9);
        Interval many = defects(events, exposure).confidenceInterval(0.9);
        close(one.lower() / exposure, many.lower(), 1e-15);
        close(one.upper() / exposure, many.upper(), 1e-15);
        assertTrue(one.contains(events));
        Interval next = defects(events + 1, 1).confidenceInterval(0.9);
        assertTrue(next.lower() > one.lower() && next.upper() > one.upper());
    }

    /** Sheet 22, section 4: 913 of 1,000 on time. */
    @Test
    void wilsonOfTheSheet() {
        ShareMetric onTime = ShareMetric.of(ON_TIME, MARCH, 913, 1000);
        assertEquals(0.913, onTime.value());
        close(0.893913518943, onTime.confidenceInterval(0.95).lower(), 2e-12);
        close(0.928925578548, onTime.confidenceInterval(0.95).upper(), 2e-12);
        assertEquals(new ShareMetric(ON_TIME, MARCH, Proportion.of(913, 1000)), onTime);
    }

    @Property
    void partsMergeToTheWholeInAnyOrder(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 50) Integer> whole,
            @ForAll @IntRange(max = 20) int at) {
        int cut = Math.min(at, whole.size());
        int n = whole.size();
        double[] hours = new double[n];
        double[] units = new double[n];
        long events = 0;
        double exposure = 0;
        EventRate rates = defects(0, 0);
        ShareMetric shares = ShareMetric.of(ON_TIME, MARCH, 0, 0);
        for (int i = 0; i < n; i++) {
            hours[i] = whole.get(i);
            units[i] = 3 * hours[i] + i;
            events += i;
            exposure += hours[i];
            rates = defects(i, hours[i]).plus(rates);
            shares = shares.plus(ShareMetric.of(ON_TIME, MARCH, whole.get(i) / 2, whole.get(i)));
        }
        assertEquals(defects(events, exposure), rates);
        assertEquals((long) exposure, shares.counts().trials());

        RatioMetric all = RatioMetric.ofColumns(OUTPUT, MARCH, units, hours);
        RatioMetric left = RatioMetric.ofColumns(OUTPUT, MARCH, Arrays.copyOf(units, cut), Arrays.copyOf(hours, cut));
        RatioMetric right = RatioMetric.ofColumns(
                OUTPUT, MARCH, Arrays.copyOfRange(units, cut, n), Arrays.copyOfRange(hours, cut, n));
        same(all, left.plus(right));
        same(all, right.plus(left));

        Currency euro = Currency.getInstance("EUR");
        AmountMetric cost = AmountMetric.ofColumns(COST, MARCH, euro, units, hours);
        AmountMetric merged = AmountMetric.ofColumns(
                        COST, MARCH, euro, Arrays.copyOf(units, cut), Arrays.copyOf(hours, cut))
                .plus(AmountMetric.ofColumns(
                        COST, MARCH, euro, Arrays.copyOfRange(units, cut, n), Arrays.copyOfRange(hours, cut, n)));
        assertEquals(cost.sums().ratio(), merged.sums().ratio());
        assertEquals(cost.sums().units(), merged.sums().units());
    }

    private static void same(RatioMetric expected, RatioMetric actual) {
        assertEquals(expected.sums().ratio(), actual.sums().ratio());
        assertEquals(expected.sums().units(), actual.sums().units());
        if (expected.isDefined() && expected.sums().units() > 1) {
            assertEquals(
                    expected.sums().standardError(),
                    actual.sums().standardError(),
                    1e-9 * (1 + Math.abs(expected.value())));
        }
    }

    @Test
    void periodsJoinWhereSumsAdd() {
        ShareMetric spring = ShareMetric.of(ON_TIME, MARCH, 3, 4)
                .plus(ShareMetric.of(ON_TIME, APRIL, 1, 4))
                .plus(ShareMetric.of(ON_TIME, MAY, 2, 2));
        assertEquals(0.6, spring.value());
        assertEquals(ReportingPeriod.of(MARCH.from(), MAY.to()), spring.period());
        assertEquals(
                0.5,
                ShareMetric.of(ON_TIME, APRIL, 1, 4)
                        .plus(ShareMetric.of(ON_TIME, MARCH, 3, 4))
                        .value());
        rejects(
                "other must be the same period as 2026-03-01 to 2026-03-31, or follow or precede it, was 2026-05-01 to"
                        + " 2026-05-31 (without a gap and without counting a day twice)",
                () -> ShareMetric.of(ON_TIME, MARCH, 3, 4).plus(ShareMetric.of(ON_TIME, MAY, 3, 4)));
    }

    @Test
    void distinctUnitsAddWithinOnePeriodOnly() {
        MetricDefinition users = ON_TIME.withMerging(Merging.DISTINCT_UNITS);
        ShareMetric march = ShareMetric.of(users, MARCH, 1, 2);
        assertEquals(ShareMetric.of(users, MARCH, 3, 6), march.plus(ShareMetric.of(users, MARCH, 2, 4)));
        rejects(
                "other must be of the period 2026-03-01 to 2026-03-31, was 2026-04-01 to 2026-04-30 (on-time rate counts"
                        + " each unit once a period: count anew over both)",
                () -> march.plus(ShareMetric.of(users, APRIL, 2, 4)));
        MetricDefinition never = ON_TIME.withMerging(Merging.NONE);
        rejects(
                "other must not be added to on-time rate, was on-time rate: 0.5 (1 / 2), 2026-03-01 to 2026-03-31 (keep"
                        + " and add its inputs)",
                () -> ShareMetric.of(never, MARCH, 1, 2).plus(ShareMetric.of(never, MARCH, 1, 2)));
    }

    @Test
    void onlyLikeFiguresAdd() {
        rejects(
                "other must be on-time rate: on time / due, of cases due in the period, was late rate: on time / due, of"
                        + " cases due in the period (only like figures add)",
                () -> ShareMetric.of(ON_TIME, MARCH, 1, 2)
                        .plus(ShareMetric.of(
                                MetricDefinition.of("late rate", "on time", "due", "cases due in the period"),
                                MARCH,
                                1,
                                2)));
        rejects(
                "currency must be EUR, was USD (convert before you combine)",
                () -> AmountMetric.ofTotals(COST, MARCH, CurrencyAmount.of("EUR", 1), 1)
                        .plus(AmountMetric.ofTotals(COST, MARCH, CurrencyAmount.of("USD", 1), 1)));
        rejectsNull("other", () -> defects(1, 2).plus(null));
        rejectsNull("other", () -> ShareMetric.of(ON_TIME, MARCH, 1, 2).plus(null));
        rejectsNull("other", () -> RatioMetric.ofTotals(OUTPUT, MARCH, 1, 2).plus(null));
        rejectsNull(
                "other",
                () -> AmountMetric.ofTotals(COST, MARCH, CurrencyAmount.of("EUR", 1), 1)
                        .plus(null));
    }

    @Test
    void definitionsThatDifferInOneWordAreTwo() {
        assertEquals(MetricDefinition.of("n", "a", "b", "p"), MetricDefinition.of("n", "a", "b", "p"));
        MetricDefinition base = MetricDefinition.of("n", "a", "b", "p");
        assertEquals(Clock.EVENT, base.clock());
        assertEquals(Polarity.HIGHER_IS_BETTER, base.polarity());
        assertEquals(OpenCases.NONE, base.openCases());
        assertEquals(Merging.SUMS, base.merging());
        for (MetricDefinition other : List.of(
                base.withClock(Clock.COHORT),
                base.withPolarity(Polarity.NEUTRAL),
                base.withOpenCases(OpenCases.COUNTED),
                base.withMerging(Merging.NONE),
                MetricDefinition.of("m", "a", "b", "p"),
                MetricDefinition.of("n", "c", "b", "p"),
                MetricDefinition.of("n", "a", "c", "p"),
                MetricDefinition.of("n", "a", "b", "q"))) {
            assertNotEquals(base, other);
        }
        assertEquals("n: a / b, of p", base.toString());
        assertEquals(Clock.COHORT, base.withClock(Clock.COHORT).clock());
        assertEquals(Polarity.NEUTRAL, base.withPolarity(Polarity.NEUTRAL).polarity());
        assertEquals(OpenCases.LEFT_OUT, base.withOpenCases(OpenCases.LEFT_OUT).openCases());
        assertEquals(
                Merging.DISTINCT_UNITS, base.withMerging(Merging.DISTINCT_UNITS).merging());
        rejects(
                "numerator must not be blank, was \" \" (what is counted above the line)",
                () -> MetricDefinition.of("n", " ", "b", "p"));
        rejects(
                "name must not be blank, was \"\" (such as deflection rate)",
                () -> MetricDefinition.of("", "a", "b", "p"));
        rejects(
                "denominator must not be blank, was \"\" (what is counted below the line)",
                () -> MetricDefinition.of("n", "a", "", "p"));
        rejects(
                "population must not be blank, was \"\" (whose events they are)",
                () -> MetricDefinition.of("n", "a", "b", ""));
        rejectsNull("clock", () -> base.withClock(null));
        rejectsNull("polarity", () -> base.withPolarity(null));
        rejectsNull("openCases", () -> base.withOpenCases(null));
        rejectsNull("merging", () -> base.withMerging(null));
    }

    @Test
    void nothingPerNothingIsUndefined() {
        for (Metric none : List.of(
                ShareMetric.of(ON_TIME, MARCH, 0, 0),
                RatioMetric.ofTotals(ON_TIME, MARCH, 0, 0),
                AmountMetric.ofTotals(ON_TIME, MARCH, CurrencyAmount.of("EUR", 0), 0),
                new EventRate(ON_TIME, MARCH, 0, 0))) {
            assertFalse(none.isDefined());
            assertEquals(OptionalDouble.empty(), none.asOptional());
            fails(UndefinedRatioException.class, "on time per due is undefined, because due is 0", none::ratio);
            assertTrue(none.toString().startsWith("on-time rate: undefined (0"), none::toString);
        }
        String why = "on time per due is undefined, because due is 0";
        fails(
                UndefinedRatioException.class,
                why,
                () -> ShareMetric.of(ON_TIME, MARCH, 0, 0).confidenceInterval(0.95));
        fails(UndefinedRatioException.class, why, () -> new EventRate(ON_TIME, MARCH, 0, 0).confidenceInterval(0.95));
        fails(
                UndefinedRatioException.class,
                why,
                () -> RatioMetric.ofTotals(ON_TIME, MARCH, 0, 0).confidenceInterval(0.95));
        fails(
                UndefinedRatioException.class,
                "standard error of cost per leads is undefined, because only totals are known (give one row a customer)",
                () -> AmountMetric.ofTotals(COST, MARCH, CurrencyAmount.of("EUR", 9), 3)
                        .confidenceInterval(0.95));
        assertEquals(OptionalDouble.of(3), new EventRate(DEFECTS, MARCH, 6, 2).asOptional());
    }

    /** Sheet 22, section 1: revenue per order of ten customers. */
    @Test
    void columnsGiveStandardErrors() {
        double[] revenue = {120, 45, 300, 60, 15, 220, 90, 75, 410, 30};
        double[] orders = {2, 1, 4, 1, 1, 3, 2, 1, 5, 1};
        RatioMetric ratio = RatioMetric.ofColumns(OUTPUT, MARCH, revenue, orders);
        close(6.22902122868, ratio.sums().standardError(), 2e-12);
        assertEquals(
                65 + 1.959963984540054 * 6.22902122868,
                ratio.confidenceInterval(0.95).upper(),
                1e-9);
        AmountMetric amount = AmountMetric.ofColumns(COST, MARCH, Currency.getInstance("EUR"), revenue, orders);
        assertEquals(CurrencyAmount.of("EUR", 65), amount.value());
        assertEquals(ratio.confidenceInterval(0.9), amount.confidenceInterval(0.9));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects("on time must be <= due 4, was 5 (a part of them)", () -> ShareMetric.of(ON_TIME, MARCH, 5, 4));
        rejects("on time must be >= 0, was -1", () -> ShareMetric.of(ON_TIME, MARCH, -1, 4));
        rejects("due must be >= 0, was -4", () -> ShareMetric.of(ON_TIME, MARCH, 0, -4));
        rejects("defects must be >= 0, was -1", () -> defects(-1, 4));
        rejects("units checked must be finite and >= 0, was NaN", () -> defects(1, Double.NaN));
        rejects(
                "level must be in (0, 1), was 95.0 (0.95 means 95 %)",
                () -> defects(1, 4).confidenceInterval(95));
        rejects(
                "hours must be finite and >= 0, was -2.0 (denominator of a ratio)",
                () -> RatioMetric.ofTotals(OUTPUT, MARCH, 1, -2));
        rejects(
                "sums must be units per hours, was apples per pears (as in the definition)",
                () -> new RatioMetric(OUTPUT, MARCH, RatioOfSums.ofTotals(1, "apples", 2, "pears")));
        rejectsNull("sums", () -> new RatioMetric(OUTPUT, MARCH, null));
        rejectsNull("definition", () -> RatioMetric.ofTotals(null, MARCH, 1, 2));
        rejectsNull("definition", () -> ShareMetric.of(null, MARCH, 1, 2));
        rejectsNull("period", () -> ShareMetric.of(ON_TIME, null, 1, 2));
        rejectsNull("amount", () -> AmountMetric.ofTotals(COST, MARCH, null, 2));
        rejectsNull(
                "units", () -> AmountMetric.ofColumns(COST, MARCH, Currency.getInstance("EUR"), new double[0], null));
        rejectsNull("numerators", () -> RatioMetric.ofColumns(OUTPUT, MARCH, null, new double[0]));
    }

    /** One list for all kinds: each has an interval by its own method, which holds the figure, or says why it has none. */
    @Test
    void everyFigureHasAnInterval() {
        List<Metric> figures = List.of(
                ShareMetric.of(ON_TIME, MARCH, 913, 1000),
                RatioMetric.ofColumns(OUTPUT, MARCH, new double[] {3, 5}, new double[] {1, 2}),
                AmountMetric.ofColumns(
                        COST, MARCH, Currency.getInstance("EUR"), new double[] {3, 5}, new double[] {1, 2}),
                defects(3, 12));
        for (Metric figure : figures) {
            assertTrue(figure.confidenceInterval(0.9).contains(figure.ratio()));
        }
        Metric totals = RatioMetric.ofTotals(OUTPUT, MARCH, 480, 40);
        fails(
                UndefinedRatioException.class,
                "standard error of units per hours is undefined, because only totals are known (give one row a customer)",
                () -> totals.confidenceInterval(0.9));
        rejects(
                "units checked must be 0 or large enough to divide defects 5.0, was 4.9E-324 (their ratio is beyond all numbers)",
                () -> defects(5, 4.9e-324));
    }

    @Test
    void theyTravelAndReadWell() {
        assertEquals(
                "on-time rate: 0.913 (913 / 1000), 2026-03-01 to 2026-03-31",
                travels(ShareMetric.of(ON_TIME, MARCH, 913, 1000)).toString());
        assertEquals(
                "defects per unit: 0.25 (3 / 12.0), 2026-03-01 to 2026-03-31",
                travels(defects(3, 12)).toString());
        assertEquals(
                "productivity: 12.0 (480.0 / 40.0), 2026-03-01 to 2026-03-31",
                travels(RatioMetric.ofTotals(OUTPUT, MARCH, 480, 40)).toString());
        assertEquals(
                "cost per lead: EUR 2.5 (10.0 / 4.0), 2026-03-01 to 2026-03-31",
                travels(AmountMetric.ofTotals(COST, MARCH, CurrencyAmount.of("EUR", 10), 4))
                        .toString());
    }
}
