package org.customerequity.metric.service;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.metric.journey.Outcome;
import org.customerequity.metric.journey.TimeInStage;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations, exactly and as a sketch. */
@Seeded
class DurationTest {
    private static final int SWEEP = Integer.getInteger("customerequity.sweep", 1);
    private static final DurationDefinition RESPONSE =
            DurationDefinition.firstResponseTime(CaseClock.calendar(), TimeUnit.MINUTES);
    private static final double[] MINUTES = {3, 5, 8, 9, 12, 14, 15, 21, 26, 33, 47, 58, 75, 120, 260, 410};
    private static final double[] NONE = {};

    private static DurationSample sixteen() {
        return DurationSample.of(RESPONSE, MINUTES);
    }

    /** Between 1e-9 and 1e12, with ties and zeros. */
    private static double[] durations(SplittableRandom random, int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            int kind = random.nextInt(12);
            x[i] = kind == 0
                    ? 0
                    : kind < 4
                            ? 1 + random.nextInt(20)
                            : kind < 11
                                    ? Math.exp(4 * random.nextDouble() + random.nextDouble())
                                    : 1e-9 * Math.pow(10, 21 * random.nextDouble());
        }
        return x;
    }

    /** Sheet 22, section 4. */
    @Test
    void numbersOfTheSheet() {
        DurationSample exact = sixteen();
        assertEquals(69.75, exact.mean());
        close(27.8133645273, exact.geometricMean(), 1e-12);
        assertEquals(21, exact.finishedQuantile(0.5));
        assertEquals(260, exact.finishedQuantile(0.9));
        assertEquals(410, exact.finishedQuantile(0.95));
        double[][] expected = {
            {0.01, 21.1164354862, 262.469707483, 407.544587085}, {0.05, 21.1426836912, 258.108589215, 425.726736823}
        };
        for (double[] row : expected) {
            DurationSketch sketch = exact.toSketch(row[0]);
            close(row[1], sketch.finishedQuantile(0.5), 1e-11);
            close(row[2], sketch.finishedQuantile(0.9), 1e-11);
            close(row[3], sketch.finishedQuantile(0.95), 1e-11);
            assertEquals(16, sketch.finished());
            assertEquals(1116, sketch.sum());
            assertEquals(exact.mean(), sketch.mean());
            assertEquals(exact.geometricMean(), sketch.geometricMean());
            assertEquals(3, sketch.min());
            assertEquals(410, sketch.max());
        }
        QuantileInterval median = exact.finishedQuantileInterval(0.5, 0.95);
        assertEquals(4, median.lowerRank());
        assertEquals(13, median.upperRank());
        assertEquals(new Interval(9, 75, 0.95), median.limits());
        close(0.978729248047, median.coverage(), 1e-12);
        close(64142.0 / 65536, median.coverage(), 1e-14);
    }

    @Test
    void standardErrorOfTheMean() {
        Estimate mean = sixteen().meanEstimate();
        double squares = Arrays.stream(MINUTES).map(x -> x * x).sum();
        close(Math.sqrt((squares - 16 * 69.75 * 69.75) / 15 / 16), mean.standardError(), 1e-13);
        assertEquals(69.75, mean.value());
    }

    /** The law of the sketch: each percentile is within a of the duration of its rank. */
    @Property(tries = 400)
    void percentilesAreWithinTheStatedError(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int n,
            @ForAll @DoubleRange(min = 1e-4, max = 0.5) @Scale(4) double a) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int sweep = 0; sweep < SWEEP; sweep++) {
            DurationSample exact = DurationSample.of(RESPONSE, durations(random, n));
            DurationSketch sketch = exact.toSketch(a);
            for (int k = 0; k <= 40; k++) {
                double p = k / 40.0;
                double x = exact.finishedQuantile(p);
                assertEquals(x, sketch.finishedQuantile(p), a * x * (1 + 1e-9) + 0);
            }
        }
    }

    /** Every double of the range lands in a bucket that is right about it, next to the edges too. */
    @Property(tries = 5000)
    void oneDurationIsWithinTheStatedError(
            @ForAll @IntRange(min = -1000, max = 1300) int bucket, @ForAll @IntRange(min = -2, max = 2) int ulps) {
        double a = 0.01;
        double edge = Math.exp(bucket * (Math.log1p(a) - Math.log1p(-a)));
        double x = Double.longBitsToDouble(Double.doubleToLongBits(edge) + ulps);
        DurationSketch sketch = DurationSketch.of(RESPONSE, a);
        sketch.add(x);
        assertEquals(x, sketch.finishedQuantile(0.5), a * x * (1 + 1e-12));
        QuantileInterval whole = sketch.finishedQuantileInterval(0.5, 0.1);
        assertTrue(whole.limits().contains(x));
    }

    /** Associative, commutative, and the same as at once: to the bit, in all figures. */
    @Property(tries = 300)
    void mergedInAnyOrderIsTheSameToTheBit(
            @ForAll long seed, @ForAll @IntRange(max = 200) int n, @ForAll @IntRange(min = 1, max = 6) int parts) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = durations(random, n);
        DurationSketch atOnce = DurationSketch.of(RESPONSE, 0.01);
        atOnce.addAll(x);
        atOnce.addOpen(parts);
        DurationSketch[] part = new DurationSketch[parts];
        for (int i = 0; i < parts; i++) {
            part[i] = DurationSketch.of(RESPONSE, 0.01);
            part[i].addOpen(1);
        }
        for (double one : x) {
            part[random.nextInt(parts)].add(one);
        }
        DurationSketch left = DurationSketch.of(RESPONSE, 0.01);
        for (DurationSketch one : part) {
            left.combine(one);
        }
        // from the other end, in pairs
        DurationSketch right = DurationSketch.of(RESPONSE, 0.01);
        for (int i = parts - 1; i >= 0; i -= 2) {
            DurationSketch pair = DurationSketch.of(RESPONSE, 0.01);
            pair.combine(part[i]);
            if (i > 0) {
                pair.combine(part[i - 1]);
            }
            right.combine(pair);
        }
        assertEquals(atOnce, left);
        assertEquals(atOnce, right);
        assertEquals(atOnce.hashCode(), right.hashCode());
        assertEquals(atOnce.openShare(), right.openShare());
        assertEquals(Double.doubleToLongBits(atOnce.sum()), Double.doubleToLongBits(right.sum()));
        if (n > 0) {
            assertEquals(atOnce.geometricMean(), left.geometricMean(), 0.0);
            assertEquals(atOnce.min(), right.min());
            assertEquals(atOnce.max(), right.max());
            for (double p : new double[] {0, 0.1, 0.5, 0.95, 1}) {
                assertEquals(atOnce.finishedQuantile(p), right.finishedQuantile(p), 0.0);
            }
            assertNotEquals(atOnce, DurationSketch.of(RESPONSE, 0.01));
            left.add(7);
            assertNotEquals(atOnce, left);
        }
        travels(right);
    }

    /** The sum is that of unlimited precision, rounded once. */
    @Property(tries = 400)
    void sumIsExact(@ForAll long seed, @ForAll @IntRange(max = 300) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = durations(random, n);
        BigDecimal sum = BigDecimal.ZERO;
        for (double one : x) {
            sum = sum.add(new BigDecimal(one));
        }
        DurationSample exact = DurationSample.of(RESPONSE, x);
        assertEquals(sum.doubleValue(), exact.sum());
        DurationSketch sketch = exact.toSketch(0.05);
        assertEquals(sum.doubleValue(), sketch.sum());
        // doubled up to 49 times: the carries of all words
        int doublings = n % 50;
        for (int i = 0; i < doublings; i++) {
            sketch.combine(sketch);
        }
        assertEquals(sum.multiply(new BigDecimal(2).pow(doublings)).doubleValue(), sketch.sum());
        if (n > 0 && exact.min() > 0) {
            double logs = Arrays.stream(x).map(Math::log).sum() / n;
            close(Math.exp(logs), sketch.geometricMean(), 1e-12);
        }
    }

    @Test
    void memoryIsBounded() {
        DurationSketch sketch = DurationSketch.of(RESPONSE, 0.01);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200_000; i++) {
            sketch.add(Math.min(1e12, 1e-9 * Math.pow(10, 21 * random.nextDouble())));
        }
        sketch.add(1e-9);
        sketch.add(1e12);
        // 48.4 / ln g + 1, and room to grow on both sides
        assertTrue(sketch.buckets() <= 2420 + 64, () -> "" + sketch.buckets());
        assertEquals(200_002, sketch.finished());
        DurationSketch one = DurationSketch.of(RESPONSE, 0.01);
        assertEquals(0, one.buckets());
        one.add(0);
        assertEquals(0, one.finishedQuantile(1));
        assertEquals(0, one.geometricMean());
        assertEquals(0, one.max());
        assertEquals(
                new Interval(0, Double.POSITIVE_INFINITY, 0.95),
                one.finishedQuantileInterval(0.5, 0.95).limits());
    }

    /** Ranks and coverage against the binomial distribution summed term by term. */
    @Property(tries = 500)
    void ranksAreTheBestThatCover(
            @ForAll @IntRange(min = 1, max = 120) int n,
            @ForAll @IntRange(min = 1, max = 99) int percent,
            @ForAll @DoubleRange(min = 0.5, max = 0.99) double level) {
        double p = percent / 100.0;
        double[] mass = new double[n + 1];
        for (int k = 0; k <= n; k++) {
            double log = k * Math.log(p) + (n - k) * Math.log1p(-p);
            for (int j = 1; j <= k; j++) {
                log += Math.log((n - k + j) / (double) j);
            }
            mass[k] = Math.exp(log);
        }
        QuantileInterval.Ranks ranks = QuantileInterval.Ranks.of(n, p, level);
        double tail = (1 - level) / 2;
        int lower = 0;
        double below = 0;
        double left = 0;
        for (int k = 1; k <= n && below + mass[k - 1] <= tail; k++) {
            below += mass[k - 1];
            lower = k;
            left = below;
        }
        int upper = n + 1;
        double above = 0;
        for (int k = n; k >= 1 && above + mass[k] <= tail; k--) {
            above += mass[k];
            upper = k;
        }
        assertEquals(lower, ranks.lower());
        assertEquals(upper, ranks.upper());
        assertEquals(1 - left - above, ranks.coverage(), 1e-11);
        assertTrue(ranks.coverage() >= level - 1e-12);
    }

    /** By simulation: the interval of the 90th percentile of an exponential time covers as often as it says. */
    @Test
    void coverageIsAsStated() {
        SplittableRandom random = new SplittableRandom(20261123);
        int draws = 4000 * SWEEP;
        int covered = 0;
        int inOuter = 0;
        double truth = -Math.log(0.1);
        double stated = 0;
        for (int i = 0; i < draws; i++) {
            DurationSample sample = DurationSample.of(
                    RESPONSE,
                    random.doubles(60).map(u -> Math.max(1e-9, -Math.log1p(-u))).toArray());
            QuantileInterval interval = sample.finishedQuantileInterval(0.9, 0.9);
            QuantileInterval outer = sample.toSketch(0.02).finishedQuantileInterval(0.9, 0.9);
            stated = interval.coverage();
            covered += interval.limits().contains(truth) ? 1 : 0;
            inOuter += outer.limits().contains(truth) ? 1 : 0;
            assertTrue(outer.limits().lower() <= interval.limits().lower() * (1 + 1e-12));
            assertTrue(outer.limits().upper() >= interval.limits().upper() * (1 - 1e-12));
            assertTrue(outer.limits().lower() * 1.0409 >= interval.limits().lower());
            assertEquals(interval.coverage(), outer.coverage());
        }
        assertEquals(stated, covered / (double) draws, 4 * Math.sqrt(stated * (1 - stated) / draws));
        assertTrue(inOuter >= covered);
    }

    @Test
    void ranksOfABillion() {
        QuantileInterval.Ranks ranks = QuantileInterval.Ranks.of(1_000_000_000L, 0.95, 0.95);
        double half = 1.959963984540054 * Math.sqrt(1e9 * 0.95 * 0.05);
        assertEquals(950_000_000 - half, ranks.lower(), 2);
        assertEquals(950_000_001 + half, ranks.upper(), 2);
        // one rank more or less is 1e-5
        assertEquals(0.95, ranks.coverage(), 2e-5);
        assertTrue(ranks.coverage() >= 0.95);
    }

    /** With no case open it is the nearest rank, of three million too: no factor is rounded on the way. */
    @Test
    void manyCasesKeepTheirRanks() {
        double[] ranks = new double[3_000_000];
        Arrays.setAll(ranks, i -> i + 1.0);
        DurationSample sample = DurationSample.of(RESPONSE, ranks);
        for (double p : new double[] {0.001, 0.002, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999}) {
            assertEquals(OptionalDouble.of(sample.finishedQuantile(p)), sample.quantile(p));
        }
    }

    /** Kaplan and Meier by hand: 3, 5+, 8, 8+, 12. */
    @Test
    void openCasesLengthenQuantiles() {
        DurationSample sample = DurationSample.ofCases(RESPONSE, new double[] {12, 3, 8}, new double[] {8, 5});
        // S = 4/5 after 3, 4/5 x 2/3 after 8, 0 after 12
        assertEquals(OptionalDouble.of(3), sample.quantile(0.2));
        assertEquals(OptionalDouble.of(8), sample.quantile(0.21));
        assertEquals(OptionalDouble.of(8), sample.quantile(7 / 15.0));
        assertEquals(OptionalDouble.of(12), sample.quantile(0.47));
        assertEquals(OptionalDouble.of(12), sample.quantile(1));
        assertEquals(8, sample.finishedQuantile(0.5));
        assertEquals(Proportion.of(2, 5), sample.openShare());
        DurationSample young = DurationSample.ofCases(RESPONSE, new double[] {3}, new double[] {4, 5});
        assertEquals(OptionalDouble.of(3), young.quantile(1 / 3.0));
        assertEquals(OptionalDouble.empty(), young.quantile(0.5));
        assertEquals(OptionalDouble.empty(), DurationSample.of(RESPONSE).quantile(0.5));
    }

    /** The journey's estimator without lost cases is another route to the same; without open ones, so is the nearest rank. */
    @Property(tries = 300)
    void quantilesAgreeWithCompetingRisks(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int n, @ForAll @DoubleRange(max = 1) double share) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] days = new double[n];
        Outcome[] outcomes = new Outcome[n];
        for (int i = 0; i < n; i++) {
            days[i] = 1 + random.nextInt(30);
            outcomes[i] = random.nextDouble() < share / 2 ? Outcome.OPEN : Outcome.WON;
        }
        double[] finished = select(days, outcomes, Outcome.WON);
        DurationSample sample = DurationSample.ofCases(RESPONSE, finished, select(days, outcomes, Outcome.OPEN));
        TimeInStage route = TimeInStage.ofColumns(days, outcomes);
        for (int k = 1; k < 40; k++) {
            double p = k / 40.0 - 1e-4;
            OptionalDouble quantile = sample.quantile(p);
            if (quantile.isPresent()) {
                double t = quantile.getAsDouble();
                assertTrue(route.wonBy(t) >= p - 1e-9);
                assertTrue(t == 1 || route.wonBy(t - 1) < p + 1e-9);
            } else {
                assertTrue(route.wonBy(route.observedDays()) < p + 1e-9);
            }
            DurationSample closed = DurationSample.of(RESPONSE, finished);
            if (finished.length > 0) {
                assertEquals(
                        closed.finishedQuantile(k / 40.0),
                        closed.quantile(k / 40.0).orElseThrow());
                assertTrue(quantile.orElse(1e12) >= sample.finishedQuantile(p));
            }
        }
    }

    private static double[] select(double[] days, Outcome[] outcomes, Outcome kept) {
        return java.util.stream.IntStream.range(0, days.length)
                .filter(i -> outcomes[i] == kept)
                .mapToDouble(i -> days[i])
                .toArray();
    }

    @Property(tries = 300)
    void samplesMerge(@ForAll long seed, @ForAll @IntRange(max = 50) int n, @ForAll @IntRange(max = 50) int m) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = durations(random, n);
        double[] y = durations(random, m);
        double[] both = Arrays.copyOf(x, n + m);
        System.arraycopy(y, 0, both, n, m);
        DurationSample a = DurationSample.ofCases(RESPONSE, x, y);
        DurationSample b = DurationSample.ofCases(RESPONSE, y, x);
        assertEquals(DurationSample.ofCases(RESPONSE, both, both), a.plus(b));
        assertEquals(a.plus(b), b.plus(a));
        assertEquals(a.plus(b).plus(a), a.plus(b.plus(a)));
        DurationSketch sketch = a.toSketch(0.02);
        sketch.combine(b.toSketch(0.02));
        assertEquals(a.plus(b).toSketch(0.02), sketch);
        double limit = 5;
        assertEquals(Proportion.of(Arrays.stream(x).filter(d -> d <= limit).count(), n), a.finishedWithin(limit));
        travels(a);
    }

    @ParameterizedTest
    @CsvSource({"100, 0.07, 7", "20, 0.95, 19", "16, 0.5, 8", "16, 0, 1", "16, 1, 16", "3, 0.34, 2", "1000, 0.999, 999"
    })
    void nearestRankIsOfTheDecimalNumber(long n, double p, long rank) {
        assertEquals(rank, QuantileInterval.nearestRank(n, p));
    }

    @Test
    void definitions() {
        CaseClock hours =
                BusinessHours.mondayToFriday(ZoneId.of("Europe/Berlin"), LocalTime.of(9, 0), LocalTime.of(17, 0));
        assertEquals(
                "first response time in minutes, from case opened to first answer by a person, by calendar time",
                RESPONSE.toString());
        assertEquals(
                "time to last resolution in hours, from case opened to last resolution, by business hours of Europe/Berlin",
                DurationDefinition.timeToLastResolution(hours, TimeUnit.HOURS).toString());
        assertEquals(
                "quote turnaround time in hours, from quote requested to quote sent, by calendar time",
                DurationDefinition.quoteTurnaroundTime(CaseClock.calendar(), TimeUnit.HOURS)
                        .toString());
        assertEquals(
                "fulfilment time in days, from order placed to delivered in full, by calendar time",
                DurationDefinition.fulfilmentTime(CaseClock.calendar(), TimeUnit.DAYS)
                        .toString());
        assertEquals(
                "processing time in hours, from work begun to work finished, by calendar time",
                DurationDefinition.processingTime(CaseClock.calendar(), TimeUnit.HOURS)
                        .toString());
        Instant start = Instant.parse("2026-03-27T15:00:00Z");
        // Friday 16:00 to Monday 10:00 in Berlin, over the change of the clocks
        Instant stop = Instant.parse("2026-03-30T08:00:00Z");
        assertEquals(
                2,
                DurationDefinition.timeToFirstResolution(hours, TimeUnit.HOURS).elapsed(start, stop));
        assertEquals(65 * 60, RESPONSE.elapsed(start, stop));
        DurationSketch sketch = DurationSketch.of(RESPONSE, 0.01);
        sketch.add(start, start.plus(Duration.ofSeconds(90)));
        assertEquals(1.5, sketch.mean());
        assertEquals(RESPONSE, sketch.definition());
        assertEquals(0.01, sketch.relativeError());
        assertEquals(RESPONSE + ": 1 finished, 0 open, percentiles within a relative 0.01", sketch.toString());
        assertEquals(RESPONSE + ": 16 finished, 0 open", sixteen().toString());
        travels(RESPONSE);
    }

    @Test
    void badInput() {
        rejects(
                "unit must be HOURS or less by business hours, was DAYS (a working day has no fixed length)",
                () -> DurationDefinition.fulfilmentTime(
                        BusinessHours.mondayToFriday(ZoneId.of("UTC"), LocalTime.of(9, 0), LocalTime.of(17, 0)),
                        TimeUnit.DAYS));
        rejects(
                "relativeError must be in [0.0001, 0.5], was 1.0 (0.01 means 1 %)",
                () -> DurationSketch.of(RESPONSE, 1));
        rejects(
                "relativeError must be in [0.0001, 0.5], was NaN (0.01 means 1 %)",
                () -> DurationSketch.of(RESPONSE, Double.NaN));
        DurationSketch sketch = sixteen().toSketch(0.01);
        DurationSketch before = sixteen().toSketch(0.01);
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 1e-10, 2e12}) {
            rejects(
                    "duration must be 0 or in [1e-9, 1e12], was " + bad + " (or choose another unit)",
                    () -> sketch.add(bad));
            rejects(
                    "finished[1] must be 0 or in [1e-9, 1e12], was " + bad + " (or choose another unit)",
                    () -> DurationSample.of(RESPONSE, 1, bad));
            rejects(
                    "open[0] must be 0 or in [1e-9, 1e12], was " + bad + " (or choose another unit)",
                    () -> DurationSample.ofCases(RESPONSE, MINUTES, new double[] {bad}));
        }
        assertEquals(before, sketch);
        sketch.add(-0.0);
        assertEquals("0.0", "" + sketch.min());
        assertEquals("0.0", "" + DurationSample.of(RESPONSE, -0.0).min());
        rejects(
                "other must have the relative error 0.01, was 0.02 (buckets of another width cannot be added)",
                () -> before.combine(sixteen().toSketch(0.02)));
        DurationDefinition inHours = DurationDefinition.firstResponseTime(CaseClock.calendar(), TimeUnit.HOURS);
        rejects(
                "other must be " + RESPONSE + ", was " + inHours + " (only like durations merge)",
                () -> before.combine(DurationSketch.of(inHours, 0.01)));
        rejects(
                "other must be " + RESPONSE + ", was " + inHours + " (only like durations merge)",
                () -> sixteen().plus(DurationSample.of(inHours, 1)));
        rejects("cases must be >= 0, was -1 (that are still open)", () -> sketch.addOpen(-1));
        for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
            String message = "p must be in [0, 1], was " + p + " (0.95 is the 95th percentile)";
            rejects(message, () -> sketch.finishedQuantile(p));
            rejects(message, () -> sixteen().finishedQuantile(p));
            rejects(message, () -> sixteen().quantile(p));
        }
        rejects(
                "p must be in (0, 1), was 0.0 (0.95 is the 95th percentile)",
                () -> sixteen().finishedQuantileInterval(0, 0.95));
        rejects("level must be in (0, 1), was 95.0 (0.95 means 95 %)", () -> sketch.finishedQuantileInterval(0.5, 95));
        rejects(
                "limit must be finite and >= 0, was -1.0 (in the unit of the definition)",
                () -> sixteen().finishedWithin(-1));
        rejects(
                "to must be within 292 years of from 1970-01-01T00:00:00Z, was 2270-01-01T00:00:00Z",
                () -> RESPONSE.elapsed(Instant.EPOCH, Instant.parse("2270-01-01T00:00:00Z")));
        rejects(
                "stop must not be before start 1970-01-01T00:00:00Z, was 1969-12-31T23:59:59Z",
                () -> sketch.add(Instant.EPOCH, Instant.EPOCH.minusSeconds(1)));
        rejectsNull("definition", () -> DurationSketch.of(null, 0.01));
        rejectsNull("durations", () -> sketch.addAll(null));
        rejectsNull("other", () -> sketch.combine(null));
        rejectsNull("definition", () -> DurationSample.of(null, 1));
        rejectsNull("finished", () -> DurationSample.ofCases(RESPONSE, null, NONE));
        rejectsNull("open", () -> DurationSample.ofCases(RESPONSE, NONE, null));
        rejectsNull("other", () -> sixteen().plus(null));
        rejectsNull("clock", () -> DurationDefinition.firstResponseTime(null, TimeUnit.HOURS));
        rejectsNull("unit", () -> DurationDefinition.firstResponseTime(CaseClock.calendar(), null));
    }

    @Test
    void nothingFinishedIsUndefined() {
        DurationSample empty = DurationSample.ofCases(RESPONSE, NONE, new double[] {4});
        DurationSketch sketch = empty.toSketch(0.01);
        String why = " of first response time is undefined, because no case has finished";
        fails(UndefinedRatioException.class, "mean" + why, empty::mean);
        fails(UndefinedRatioException.class, "geometric mean" + why, empty::geometricMean);
        fails(UndefinedRatioException.class, "min" + why, empty::min);
        fails(UndefinedRatioException.class, "max" + why, empty::max);
        fails(UndefinedRatioException.class, "quantile" + why, () -> empty.finishedQuantile(0.5));
        fails(
                UndefinedRatioException.class,
                "interval of a quantile" + why,
                () -> empty.finishedQuantileInterval(0.5, 0.95));
        fails(UndefinedRatioException.class, "mean" + why, sketch::mean);
        fails(UndefinedRatioException.class, "geometric mean" + why, sketch::geometricMean);
        fails(UndefinedRatioException.class, "min" + why, sketch::min);
        fails(UndefinedRatioException.class, "max" + why, sketch::max);
        fails(UndefinedRatioException.class, "quantile" + why, () -> sketch.finishedQuantile(0.5));
        fails(
                UndefinedRatioException.class,
                "interval of a quantile" + why,
                () -> sketch.finishedQuantileInterval(0.5, 0.95));
        fails(
                UndefinedRatioException.class,
                "standard error of the mean of first response time is undefined, because one case only has finished",
                () -> DurationSample.of(RESPONSE, 3).meanEstimate());
        assertEquals(0, empty.sum());
        assertEquals(1, sketch.open());
        assertEquals(1, sketch.openShare().value());
        assertFalse(DurationSample.of(RESPONSE).openShare().isDefined());
        rejects("upperRank must be > lowerRank 3, was 3", () -> new QuantileInterval(3, 3, 1, new Interval(0, 1, 0.9)));
        rejectsNull("limits", () -> new QuantileInterval(1, 3, 1, null));
    }

    @Property(tries = 200)
    void elapsedIsInTheUnit(@ForAll @LongRange(max = 1_000_000_000) long seconds) {
        Instant stop = Instant.EPOCH.plusSeconds(seconds);
        CaseClock clock = CaseClock.calendar();
        assertEquals(seconds / 60.0, RESPONSE.elapsed(Instant.EPOCH, stop));
        assertEquals(
                seconds / 86400.0,
                DurationDefinition.fulfilmentTime(clock, TimeUnit.DAYS).elapsed(Instant.EPOCH, stop));
        assertEquals(
                seconds * 1e3,
                DurationDefinition.processingTime(clock, TimeUnit.MILLISECONDS).elapsed(Instant.EPOCH, stop));
    }
}
