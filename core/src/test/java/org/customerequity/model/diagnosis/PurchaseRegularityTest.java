package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.testing.CdnowLog;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Regularity from intervals: published and own figures, estimates of simulated data, and laws. */
@Seeded
class PurchaseRegularityTest {
    private static final List<double[]> SMALL = List.of(
            new double[] {5, 7, 6, 8}, new double[] {12, 10}, new double[] {3, 4, 2, 5, 3}, new double[] {20, 9, 14});

    /** Computed with mpmath at 40 digits. */
    @Test
    void smallExample() {
        PurchaseRegularity small = PurchaseRegularity.ofIntervals(SMALL);
        assertEquals(15.4660081107, small.maximumLikelihood(), 1e-9);
        assertEquals(11.137227207, small.conditionalLikelihood().value(), 1e-9);
        assertEquals(10.9176049482, small.conditionalLogLikelihood(3), 1e-9);
        assertEquals(6.91824401124, small.wheatMorrison(), 1e-10);
        assertEquals(6.14378637317, small.wheatMorrisonBySampleVariance(), 1e-10);
        assertEquals(6, small.pairs());
        assertEquals(14, small.intervals());
        assertEquals(4, small.customers());
        assertFalse(small.isClockwork());
        assertEquals("PurchaseRegularity[14 intervals of 4 customers, conditional k 11.137]", small.toString());
    }

    /** All 78 weeks. */
    @Test
    void cdnow() {
        List<double[]> intervals = CdnowLog.intervals(LocalDate.of(1998, 6, 30));
        PurchaseRegularity cdnow = PurchaseRegularity.ofIntervals(intervals);
        assertEquals(736, cdnow.customers());
        assertEquals(3936, cdnow.intervals());
        assertEquals(1817, cdnow.pairs());
        assertEquals(1.06760520647, cdnow.wheatMorrison(), 1e-10);
        assertEquals(1.06893618711, cdnow.wheatMorrisonBySampleVariance(), 1e-10);
        assertEquals(1.12887028689, cdnow.maximumLikelihood(), 1e-10);
        assertEquals(1.09038763821, cdnow.withAtLeast(3).maximumLikelihood(), 1e-10);
        assertEquals(1.07861048639, cdnow.withAtLeast(5).maximumLikelihood(), 1e-10);
        assertEquals(1.08266502764, cdnow.withAtLeast(10).maximumLikelihood(), 1e-10);
        assertEquals(0.955905519504, cdnow.conditionalLikelihood().value(), 1e-10);
        assertEquals(0.98818281997, cdnow.withAtLeast(5).conditionalLikelihood().value(), 1e-10);
        List<double[]> lastTwo = intervals.stream()
                .filter(own -> own.length >= 2)
                .map(own -> Arrays.copyOfRange(own, own.length - 2, own.length))
                .toList();
        assertEquals(0.985053458732, PurchaseRegularity.ofIntervals(lastTwo).wheatMorrison(), 1e-10);
        assertEquals(1.0092347147, PurchaseRegularity.ofIntervals(lastTwo).wheatMorrisonBySampleVariance(), 1e-10);
    }

    /** Erlang-k intervals at rates of each customer's own. */
    private static PurchaseRegularity simulate(int k, int customers, SplittableRandom random) {
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            double rate = Math.exp(4 * random.nextDouble());
            double[] own = new double[2 + random.nextInt(6)];
            for (int j = 0; j < own.length; j++) {
                for (int e = 0; e < k; e++) {
                    own[j] += random.nextExponential() / rate;
                }
            }
            all.add(own);
        }
        return PurchaseRegularity.ofIntervals(all);
    }

    /** The conditional estimate is within its standard errors of the truth, and the other one too high. */
    @Test
    void findsTheRegularityThatWasSimulated() {
        SplittableRandom random = new SplittableRandom(9);
        for (int k : new int[] {1, 2, 5}) {
            PurchaseRegularity simulated = simulate(k, 4000, random);
            Estimate conditional = simulated.conditionalLikelihood();
            assertEquals(k, conditional.value(), 4 * conditional.standardError(), "k " + k);
            assertEquals(k, simulated.wheatMorrison(), 0.1 * k);
            assertTrue(simulated.maximumLikelihood() > 1.15 * k, "biased upwards with few intervals");
        }
    }

    /** The standard error is that of the curvature of the conditional log-likelihood, by differences. */
    @Test
    void standardErrorIsThatOfTheCurvature() {
        PurchaseRegularity simulated = simulate(3, 200, new SplittableRandom(4));
        Estimate k = simulated.conditionalLikelihood();
        double h = 1e-3;
        double top = simulated.conditionalLogLikelihood(k.value());
        double up = simulated.conditionalLogLikelihood(k.value() + h);
        double down = simulated.conditionalLogLikelihood(k.value() - h);
        assertTrue(top > up && top > down, "a maximum");
        assertEquals(1 / Math.sqrt((2 * top - up - down) / (h * h)), k.standardError(), 1e-4 * k.standardError());
    }

    /** Neither the unit of each customer's time nor, but for pairs, the order of intervals matters. */
    @Property(tries = 200)
    void ratesAndOrderDoNotMatter(@ForAll @IntRange(min = 1, max = 12) int k, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> all = new ArrayList<>();
        List<double[]> other = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            List<Double> own = new ArrayList<>();
            for (int j = 0; j < 2 + random.nextInt(4); j++) {
                double d = 0;
                for (int e = 0; e < k; e++) {
                    d += random.nextExponential();
                }
                own.add(d);
            }
            all.add(own.stream().mapToDouble(d -> d).toArray());
            Collections.reverse(own);
            double scale = Math.exp(20 * random.nextDouble() - 10);
            other.add(own.stream().mapToDouble(d -> d * scale).toArray());
        }
        PurchaseRegularity one = PurchaseRegularity.ofIntervals(all);
        PurchaseRegularity two = PurchaseRegularity.ofIntervals(other);
        double mle = one.maximumLikelihood();
        assertEquals(mle, two.maximumLikelihood(), 1e-9 * mle);
        double conditional = one.conditionalLikelihood().value();
        assertEquals(conditional, two.conditionalLikelihood().value(), 1e-9 * conditional);
        assertTrue(conditional > 0 && conditional < mle, () -> conditional + " and " + mle);
        assertTrue(one.wheatMorrison() > 0);
        assertTrue(one.wheatMorrisonBySampleVariance() >= 0);
    }

    /** Two intervals: the conditional density of M is Beta(k, k), and the estimates solve their equations at any scale of k. */
    @Property(tries = 300)
    void solvesAtAnyRegularity(@ForAll @IntRange(min = 1, max = 4999) int tenThousandths) {
        double distance = tenThousandths / 1e4;
        PurchaseRegularity pair =
                PurchaseRegularity.ofIntervals(List.of(new double[] {0.5 - distance, 0.5 + distance}));
        double v = distance * distance;
        double k = (1 - 4 * v) / (8 * v);
        assertEquals(k, pair.wheatMorrison(), 1e-9 * k);
        double best = pair.conditionalLikelihood().value();
        double top = pair.conditionalLogLikelihood(best);
        double slack = 1e-12 * best * Math.max(1, Math.log(best + 2));
        assertTrue(top >= pair.conditionalLogLikelihood(1.01 * best) - slack, () -> "above " + best);
        assertTrue(top >= pair.conditionalLogLikelihood(0.99 * best) - slack, () -> "below " + best);
    }

    @Test
    void clockworkIsReported() {
        PurchaseRegularity clock =
                PurchaseRegularity.ofIntervals(List.of(new double[] {7, 7, 7}, new double[] {0.1, 0.1}));
        assertTrue(clock.isClockwork());
        assertEquals(Double.POSITIVE_INFINITY, clock.maximumLikelihood());
        assertEquals(Double.POSITIVE_INFINITY, clock.wheatMorrison());
        assertEquals(Double.POSITIVE_INFINITY, clock.wheatMorrisonBySampleVariance());
        assertEquals(
                "k is infinite: all intervals of each of the 2 customers are equal (isClockwork), as regular as can be",
                assertThrows(IllegalStateException.class, clock::conditionalLikelihood)
                        .getMessage());
        assertEquals(
                "PurchaseRegularity[5 intervals of 2 customers, conditional k infinite: all intervals are equal]",
                clock.toString());
    }

    @Test
    void fromALog() {
        LocalDate day = LocalDate.of(2026, 1, 1);
        PurchaseRegularity regular = PurchaseRegularity.of(Stream.of(0, 5, 12, 18, 26)
                .map(d -> Transaction.of("a", day.plusDays(d), 10))
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(day.plusDays(60))
                        .toLog()));
        PurchaseRegularity same = PurchaseRegularity.ofIntervals(List.of(new double[] {5, 7, 6, 8}));
        assertEquals(
                same.conditionalLikelihood().value(),
                regular.conditionalLikelihood().value(),
                1e-9);
    }

    @Test
    void refusals() {
        assertMessage(
                "intervals must have at least one customer with two intervals or more, was empty (one interval says nothing"
                        + " of regularity)",
                List.of(new double[] {3}, new double[0]));
        assertMessage(
                "intervals of customer 1, [0] must be finite and > 0, was 0.0 (purchases at one moment are one purchase)",
                List.of(new double[] {3, 4}, new double[] {0, 1}));
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertMessage(
                    "intervals of customer 0, [1] must be finite and > 0, was " + bad
                            + " (purchases at one moment are one purchase)",
                    List.of(new double[] {3, bad}));
        }
        PurchaseRegularity one = PurchaseRegularity.ofIntervals(List.of(new double[] {1, 2}));
        assertEquals(
                "the sample variance needs at least two pairs of intervals, there is 1",
                assertThrows(IllegalStateException.class, one::wheatMorrisonBySampleVariance)
                        .getMessage());
        assertEquals(
                "k must be finite and > 0, was 0.0 (shape of the intervals: 1 for purchases at random)",
                assertThrows(IllegalArgumentException.class, () -> one.conditionalLogLikelihood(0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> one.withAtLeast(3));
    }

    private static void assertMessage(String message, List<double[]> intervals) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> PurchaseRegularity.ofIntervals(intervals))
                        .getMessage());
    }
}
