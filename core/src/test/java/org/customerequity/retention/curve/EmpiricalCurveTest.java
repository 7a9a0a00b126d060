package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spell;
import org.customerequity.history.contract.Spells;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Kaplan and Meier's curve on worked numbers, with censoring, truncation, its errors and its tail. */
class EmpiricalCurveTest {
    private static final PeriodUnit MONTH = PeriodUnit.MONTH;
    private static final int[] TIMES = {2, 3, 3, 5, 6, 6, 6, 8, 9, 10, 10, 12};
    private static final int[] LEFT = {1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0};

    private static Spells spells(boolean discrete) {
        List<Spell> rows = IntStream.range(0, TIMES.length)
                .mapToObj(i -> new Spell(0, TIMES[i], LEFT[i] == 1))
                .toList();
        return discrete ? Spells.ofRenewals(rows, MONTH) : Spells.ofTimes(rows, MONTH);
    }

    /** Twelve customers, by hand: tenure, at risk, lapses, S, Greenwood's error, log-log interval of 95 %. */
    @Test
    void workedExample() {
        double[][] rows = {
            {2, 12, 1, 0.916666666667, 0.079785592313, 0.538977180571, 0.9878255654},
            {3, 11, 1, 0.833333333333, 0.107582870728, 0.481714942195, 0.955509365728},
            {5, 9, 1, 0.740740740741, 0.129482573848, 0.390676127608, 0.908623869404},
            {6, 8, 2, 0.555555555556, 0.149301069413, 0.236900207733, 0.786701466388},
            {8, 5, 1, 0.444444444444, 0.155379088618, 0.151409822296, 0.70584996928},
            {10, 3, 1, 0.296296296296, 0.15925447404, 0.0554675521067, 0.59951641025}
        };
        for (boolean discrete : new boolean[] {true, false}) {
            EmpiricalCurve curve = EmpiricalCurve.of(spells(discrete));
            assertEquals(6, curve.steps().size());
            for (int j = 0; j < rows.length; j++) {
                EmpiricalCurve.Step step = curve.steps().get(j);
                double t = rows[j][0];
                assertEquals(t, step.tenure());
                assertEquals(rows[j][1], step.atRisk());
                assertEquals(rows[j][2], step.lapses());
                assertEquals(rows[j][3], step.survival(), 1e-12);
                assertEquals(rows[j][3], curve.survival(t + 0.9), 1e-12);
                assertEquals(rows[j][4], curve.standardError(t), 1e-12);
                Interval interval = curve.confidenceInterval(t, 0.95);
                assertEquals(rows[j][5], interval.lower(), 1e-11);
                assertEquals(rows[j][6], interval.upper(), 1e-11);
            }
            assertEquals(12, curve.supportedTo());
            assertEquals(1.06868686869, curve.cumulativeHazard(10), 1e-11);
            double restricted = curve.discountedTenure(0, DiscountRate.NONE, Horizon.of(12, MONTH));
            assertEquals(7.91666666667, restricted, 1e-11);
        }
    }

    @Test
    void intervalsWhereGreenwoodSaysNothing() {
        EmpiricalCurve curve = EmpiricalCurve.of(spells(false));
        assertEquals(new Interval(Math.pow(0.025, 1.0 / 12), 1, 0.95), curve.confidenceInterval(1, 0.95));
        assertEquals(0, curve.standardError(1), 0.0);
        EmpiricalCurve dead = EmpiricalCurve.of(Spells.ofTimes(List.of(Spell.lapsedAt(1), Spell.lapsedAt(2)), MONTH));
        assertEquals(0, dead.survival(2), 0.0);
        assertEquals(0, dead.survival(50), 0.0);
        assertEquals(0, dead.standardError(2), 0.0);
        assertEquals(0, dead.confidenceInterval(2, 0.9).lower(), 0.0);
        assertEquals(
                dead.confidenceInterval(1, 0.9).upper(),
                dead.confidenceInterval(2, 0.9).upper(),
                0.0);
        assertEquals(1.5, dead.expectedTenure(), 1e-15);
    }

    /** With nobody censored it is the share of customers who stayed longer. */
    @Test
    void withoutCensoringItIsTheEmpiricalDistribution() {
        SplittableRandom random = new SplittableRandom(4);
        double[] t = random.doubles(500, 0, 30).toArray();
        List<Spell> rows = new ArrayList<>();
        for (double x : t) {
            rows.add(Spell.lapsedAt(x));
        }
        EmpiricalCurve curve = EmpiricalCurve.of(Spells.ofTimes(rows, MONTH));
        for (double at = 0; at < 31; at += 0.7) {
            double longer = 0;
            for (double x : t) {
                longer += x > at ? 1.0 / 500 : 0;
            }
            assertEquals(longer, curve.survival(at), 1e-12);
        }
    }

    /** Cohorts of different length, and the same customers one by one. */
    @Test
    void lifeTableOfCohorts() {
        CohortCounts cohorts = CohortCounts.of(MONTH, new long[] {10, 8, 5}, new long[] {6, 3});
        EmpiricalCurve table = EmpiricalCurve.of(cohorts);
        assertEquals(11.0 / 16, table.survival(1), 1e-15);
        assertEquals(11.0 / 16 * 5 / 8, table.survival(2), 1e-15);
        List<Spell> rows = new ArrayList<>();
        add(rows, 2, Spell.lapsedAt(1));
        add(rows, 3, Spell.lapsedAt(2));
        add(rows, 5, Spell.activeAt(2));
        add(rows, 3, Spell.lapsedAt(1));
        add(rows, 3, Spell.activeAt(1));
        assertEquals(table, EmpiricalCurve.of(Spells.ofRenewals(rows, MONTH)));
    }

    private static void add(List<Spell> rows, int times, Spell spell) {
        for (int i = 0; i < times; i++) {
            rows.add(spell);
        }
    }

    /** The older cohort is gone, and the younger one has not come so far: 2 in 4 were left at 1, of 2 nothing is known. */
    @Test
    void anExtinctCohortDoesNotSpeakForTheYoungerOnes() {
        EmpiricalCurve curve = EmpiricalCurve.of(CohortCounts.of(MONTH, new long[] {2, 0, 0}, new long[] {2, 2}));
        assertEquals(1, curve.supportedTo());
        assertEquals(0.5, curve.survival(1), 0.0);
        assertMessage(
                "tenure must be <= 1.0, the last that was observed, was 2.0 (withTail joins a fitted curve)",
                () -> curve.survival(2));
        EmpiricalCurve extinct = EmpiricalCurve.of(CohortCounts.of(MONTH, new long[] {2, 0, 0}));
        assertEquals(0, extinct.survival(2), 0.0);
    }

    /** Who was first seen at tenure 4 is at risk from there on, and leaving that out makes lives longer. */
    @Test
    void leftTruncation() {
        Spells truncated = Spells.ofTimes(
                List.of(
                        Spell.lapsedAt(1),
                        Spell.activeAt(6),
                        Spell.lapsedAt(5),
                        Spell.lapsedAt(7).enteredAt(4),
                        Spell.activeAt(8).enteredAt(4)),
                MONTH);
        EmpiricalCurve curve = EmpiricalCurve.of(truncated);
        assertEquals(2.0 / 3, curve.survival(1), 1e-15);
        assertEquals(2.0 / 3 * 3 / 4, curve.survival(5), 1e-15);
        assertEquals(2.0 / 3 * 3 / 4 / 2, curve.survival(7), 1e-15);
    }

    @Test
    void supportEndsWhereNobodyWasWatched() {
        Spells gap = Spells.ofTimes(
                List.of(Spell.lapsedAt(1), Spell.activeAt(2), Spell.lapsedAt(9).enteredAt(5)), MONTH);
        assertEquals(2, EmpiricalCurve.of(gap).supportedTo());
        assertEquals(1, EmpiricalCurve.of(gap).steps().size());
        assertMessage(
                "entry must be 0 in some row, was 2.0 (nothing is known of the first tenures)",
                () -> EmpiricalCurve.of(Spells.ofTimes(List.of(Spell.activeAt(3).enteredAt(2)), MONTH)));
        assertMessage(
                "spells must not lose everybody observed at a tenure before the last, was all 1 at 2.0 (the estimate would be 0"
                        + " for ever; fit a curve such as WeibullGamma)",
                () -> EmpiricalCurve.of(Spells.ofTimes(
                        List.of(Spell.lapsedAt(2), Spell.activeAt(5).enteredAt(2)), MONTH)));
        assertMessage(
                "supportedTo must be > 0, was 0.0 (nobody was observed for any period)",
                () -> EmpiricalCurve.of(CohortCounts.of(MONTH, new long[] {5})));
    }

    @Test
    void beyondItsSupportItSaysNothingWithoutATail() {
        EmpiricalCurve curve = EmpiricalCurve.of(CurveFitTest.HIGH_END.upTo(7));
        String expected = "tenure must be <= 7.0, the last that was observed, was 8.0 (withTail joins a fitted curve)";
        assertMessage(expected, () -> curve.survival(8));
        assertMessage(expected, () -> curve.discountedExpectedLifetime(DiscountRate.ofAnnual(0.1)));
        assertEquals(4, curve.tenureQuantile(0.4), 1e-15);
        assertMessage(expected, () -> curve.tenureQuantile(0.9));
        assertEquals(0.491, curve.survival(7), 1e-12);
        double five =
                curve.discountedLifetime(2, DiscountRate.ofAnnual(0.1), CashFlowTiming.AFTER_FIRST, Horizon.ofYears(5));
        double sum = 0;
        double[] left = {653, 593, 551, 517, 491};
        for (int j = 1; j <= 5; j++) {
            sum += left[j - 1] / 743 / Math.pow(1.1, j);
        }
        assertEquals(sum, five, 1e-12);
        assertEquals(curve, EmpiricalCurve.of(CurveFitTest.HIGH_END).upTo(7));
        assertMessage("last must be in (0, 7.0], was 9.0 (the tenures that were observed)", () -> curve.upTo(9));
    }

    @Test
    void aTailMeetsItAndCarriesOn() {
        ShiftedBetaGeometric fitted = new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.YEAR);
        EmpiricalCurve curve = EmpiricalCurve.of(CurveFitTest.HIGH_END.upTo(7)).withTail(fitted);
        assertEquals(0.491 * fitted.survival(12) / fitted.survival(7), curve.survival(12), 1e-13);
        assertEquals(fitted.retention(9), curve.retention(9), 1e-13);
        assertEquals(fitted.hazard(9), curve.hazard(9), 0.0);
        DiscountRate d = DiscountRate.ofAnnual(0.1);
        assertEquals(fitted.discountedResidualLifetime(9, d), curve.discountedResidualLifetime(9, d), 1e-12);
        // term by term
        double del = 0;
        for (int t = 0; t < 900; t++) {
            del += curve.survival(t) * Math.pow(1.1, -t);
        }
        assertEquals(del, curve.discountedExpectedLifetime(d), 1e-11 * del);
        assertEquals(Double.POSITIVE_INFINITY, curve.expectedTenure());
        double finite = EmpiricalCurve.of(CurveFitTest.HIGH_END.upTo(2))
                .withTail(new ConstantRetention(0.9, PeriodUnit.YEAR))
                .expectedTenure();
        assertEquals(1 + 0.869 + 0.743 / 0.1, finite, 1e-12);
        assertMessage(
                "newTail must be discrete and per year, was ConstantRetention[retention=0.9, unit=MONTH] (as this curve is)",
                () -> curve.withTail(new ConstantRetention(0.9, MONTH)));
    }

    @Test
    void aContinuousTailToo() {
        WeibullGamma fitted = new WeibullGamma(2, 20, 1.1, MONTH);
        EmpiricalCurve curve = EmpiricalCurve.of(spells(false)).withTail(fitted);
        double ratio = curve.survival(12) / fitted.survival(12);
        double head = EmpiricalCurve.of(spells(false)).discountedTenure(0, DiscountRate.NONE, Horizon.of(12, MONTH));
        assertEquals(
                head + ratio * fitted.survival(12) * fitted.expectedResidualTenure(12), curve.expectedTenure(), 1e-10);
        assertEquals(
                head
                        + ratio
                                * fitted.survival(12)
                                * fitted.discountedTenure(12, DiscountRate.NONE, Horizon.of(3, MONTH)),
                curve.discountedTenure(0, DiscountRate.NONE, Horizon.of(15, MONTH)),
                1e-10);
        assertTrue(curve.tenureQuantile(0.9) > 12);
        assertEquals(0.1, curve.survival(curve.tenureQuantile(0.9)), 1e-12);
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void aStepIsChecked() {
        assertStep("tenure must be finite and > 0, was NaN (customers left at it)", Double.NaN, 5, 1, 0.8);
        assertStep("atRisk must be finite and > 0, was 0.0 (customers who could have left)", 2, 0, 0, 0.8);
        assertStep("lapses must be finite and >= 0, was -1.0 (customers who left)", 2, 5, -1, 0.8);
        assertStep("lapses must be <= atRisk 5.0, was 6.0 (of those who could have left)", 2, 5, 6, 0.8);
        assertStep("survival must be in [0, 1], was 1.5 (the share that is left)", 2, 5, 1, 1.5);
    }

    private static void assertStep(String message, double tenure, double atRisk, double lapses, double survival) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new EmpiricalCurve.Step(tenure, atRisk, lapses, survival))
                        .getMessage());
    }

    /** n customers of whom one leaves at each tenure: a k-th of n have left at k, whatever rounding did to the product. */
    @Test
    void quantilesOfManySteps() {
        for (int n : new int[] {7, 100, 2000, 30_000}) {
            double[] last = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
            boolean[] lapsed = new boolean[n];
            Arrays.fill(lapsed, true);
            EmpiricalCurve curve = EmpiricalCurve.of(Spells.ofTimes(new double[n], last, lapsed, PeriodUnit.DAY));
            for (int k = 1; k < n; k += Math.max(1, n / 500)) {
                assertEquals(k, curve.tenureQuantile((double) k / n));
            }
        }
    }

    /** Five are seen from the start and 1,000 join later: what the five exclude is what is known of their first months. */
    @Test
    void beforeTheFirstLapseThoseCountWhoWereThere() {
        List<Spell> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rows.add(new Spell(0, 10, false));
        }
        for (int i = 0; i < 1000; i++) {
            rows.add(new Spell(3, 10, i < 4));
        }
        EmpiricalCurve late = EmpiricalCurve.of(Spells.ofTimes(rows, MONTH));
        assertEquals(Math.pow(0.025, 1 / 5.0), late.confidenceInterval(1, 0.95).lower(), 1e-15);
        // without late entry, those at risk at the first lapse
        EmpiricalCurve plain = EmpiricalCurve.of(spells(false));
        assertEquals(
                Math.pow(0.025, 1 / 12.0), plain.confidenceInterval(1, 0.95).lower(), 1e-15);
        // nobody left, and 40 were watched to the end
        EmpiricalCurve loyal = EmpiricalCurve.of(CohortCounts.of(MONTH, new long[] {40, 40, 40}));
        assertEquals(
                Math.pow(0.025, 1 / 40.0), loyal.confidenceInterval(2, 0.95).lower(), 1e-15);
    }

    /** Where all of a group have left, its restricted mean no longer changes, and the other group may be watched longer. */
    @Test
    void aGroupThatDiedOutIsComparedToTheEnd() {
        EmpiricalCurve gone = EmpiricalCurve.of(
                Spells.ofTimes(List.of(new Spell(0, 1, true), new Spell(0, 2, true), new Spell(0, 6, true)), MONTH));
        assertEquals(3, gone.restrictedMeanEstimate(6).value(), 1e-15);
        assertEquals(gone.restrictedMeanEstimate(6), gone.restrictedMeanEstimate(60));
        EmpiricalCurve here = EmpiricalCurve.of(spells(false));
        assertEquals(
                7.91666666667 - 3,
                here.restrictedMeanDifferenceEstimate(gone, 12).value(),
                1e-11);
        assertThrows(IllegalArgumentException.class, () -> gone.restrictedMeanDifferenceEstimate(here, 13));
    }
}
