package org.customerequity.lifetime.formula;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.lifetime.LifetimeValueCalculator;
import org.customerequity.retention.RetentionRate;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Value from retention curves: identities with closed forms, sums term by term, simulation. */
@Seeded
class CurveLifetimeValueTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    private static final Currency USD = Currency.getInstance("USD");
    private static final PeriodicContribution HUNDRED = PeriodicContribution.of("USD", 100, YEAR);
    private static final ShiftedBetaGeometric SBG = new ShiftedBetaGeometric(0.668, 3.806, YEAR);
    private static final WeibullGamma CONTINUOUS = new WeibullGamma(0.7, 3.8, 1.2, YEAR);

    private static double amount(CurveLifetimeValue formula, RetentionCurve curve, double tenure) {
        return formula.residualValue(curve, tenure).amount().value();
    }

    /** Sheet 00's four numbers through a curve of one rate. */
    @Property
    void oneRateForEveryoneIsTheCalculator(
            @ForAll CashFlowTiming timing,
            @ForAll @Scale(5) @DoubleRange(max = 0.99) double r,
            @ForAll @Scale(5) @DoubleRange(min = 0.001, max = 0.5) double d,
            @ForAll @IntRange(max = 30) int periods) {
        DiscountRate discount = DiscountRate.ofAnnual(d);
        Horizon horizon = periods == 0 ? Horizon.FOREVER : Horizon.ofYears(periods);
        CurveLifetimeValue formula =
                CurveLifetimeValue.of(HUNDRED, discount, timing).withHorizon(horizon);
        double expected = LifetimeValueCalculator.of(discount, timing)
                .withHorizon(horizon)
                .value(HUNDRED, RetentionRate.of(r, YEAR))
                .amount()
                .value();
        close(expected, formula.value(new ConstantRetention(r, YEAR)).amount().value(), 1e-12);
        close(expected, amount(formula, new ConstantRetention(r, YEAR), 7), 1e-12);
    }

    /** Fader and Hardie (2010): m times DEL of a new customer, m times DERL on the eve of a renewal. */
    @Test
    void marginTimesDiscountedLifetime() {
        DiscountRate ten = DiscountRate.ofAnnual(0.1);
        close(
                100 * SBG.discountedExpectedLifetime(ten),
                CurveLifetimeValue.of(HUNDRED, ten, CashFlowTiming.IMMEDIATE_COUNTED)
                        .value(SBG)
                        .amount()
                        .value(),
                1e-15);
        CurveLifetimeValue residual = CurveLifetimeValue.of(HUNDRED, ten, CashFlowTiming.JUST_BEFORE_RENEWAL);
        double before = 0;
        for (int renewals = 0; renewals < 6; renewals++) {
            double value = amount(residual, SBG, renewals);
            close(100 * SBG.discountedResidualLifetime(renewals, ten), value, 1e-13);
            // who has stayed is likelier to stay
            assertTrue(value > before);
            before = value;
        }
    }

    @Property
    void sumsTermByTerm(
            @ForAll CashFlowTiming timing,
            @ForAll @Scale(4) @DoubleRange(max = 0.4) double d,
            @ForAll @Scale(4) @DoubleRange(min = -0.3, max = 0.6) double g,
            @ForAll @IntRange(max = 9) int tenure,
            @ForAll @IntRange(min = 1, max = 70) int periods,
            @ForAll boolean discrete) {
        RetentionCurve curve = discrete ? SBG : CONTINUOUS;
        double t = discrete ? tenure : tenure + 0.37;
        MarginProfile listed = MarginProfile.ofAmounts(USD, YEAR, 5, -3, 8, 12, 12, 9);
        MarginProfile saturating =
                MarginProfile.quadraticThenSaturating(USD, YEAR, new double[] {20, 30, -2}, 5, 120, 4);
        MarginProfile function = MarginProfile.ofFunction(USD, YEAR, x -> 10 + Math.sin(x));
        DiscountRate discount = DiscountRate.ofAnnual(d);
        double rate = discount.perPeriod(YEAR);
        for (MarginProfile profile : List.of(MarginProfile.growing(HUNDRED, g), listed, saturating, function)) {
            int from = timing == CashFlowTiming.IMMEDIATE_COUNTED || timing == CashFlowTiming.END_OF_PERIOD ? 0 : 1;
            int to = timing == CashFlowTiming.END_OF_PERIOD ? periods - 1 : periods;
            int shift =
                    timing == CashFlowTiming.END_OF_PERIOD ? 1 : timing == CashFlowTiming.JUST_BEFORE_RENEWAL ? -1 : 0;
            double sum = 0;
            for (int j = from; j <= to; j++) {
                sum += profile.at(t + j) * curve.survival(t + j) / curve.survival(t) * Math.pow(1 + rate, -(j + shift));
            }
            CurveLifetimeValue formula =
                    CurveLifetimeValue.of(profile, discount, timing).withHorizon(Horizon.ofYears(periods));
            assertEquals(sum, amount(formula, curve, t), 1e-11 * (1 + Math.abs(sum)), profile.toString());
        }
    }

    /** The column is the single form, to the bit. */
    @Property(tries = 200)
    void theColumnIsTheSingleForm(
            @ForAll CashFlowTiming timing, @ForAll @Size(max = 40) List<@IntRange(max = 25) Integer> renewals) {
        int[] column = renewals.stream().mapToInt(n -> n).toArray();
        CurveLifetimeValue formula =
                CurveLifetimeValue.of(MarginProfile.ofAmounts(USD, YEAR, 5, -3, 8), DiscountRate.ofAnnual(0.1), timing);
        double[] values = formula.residualValues(SBG, column);
        assertEquals(column.length, values.length);
        for (int i = 0; i < column.length; i++) {
            assertEquals(amount(formula, SBG, column[i]), values[i], 0);
        }
    }

    /** What comes within a horizon, and what comes after it, is all. */
    @Property(tries = 200)
    void theHorizonSplitsTheValue(
            @ForAll @Scale(4) @DoubleRange(min = 0.02, max = 0.4) double d,
            @ForAll @IntRange(min = 1, max = 70) int periods) {
        DiscountRate discount = DiscountRate.ofAnnual(d);
        for (MarginProfile profile : List.of(
                MarginProfile.growing(HUNDRED, 0.015),
                MarginProfile.ofAmounts(USD, YEAR, 5, 3, 8, 12, 12, 9),
                MarginProfile.quadraticThenSaturating(USD, YEAR, new double[] {20, 30, -2}, 5, 120, 4))) {
            CurveLifetimeValue all = CurveLifetimeValue.of(profile, discount, CashFlowTiming.AFTER_FIRST);
            double within = amount(all.withHorizon(Horizon.ofYears(periods)), SBG, 2);
            double after = amount(all, SBG, 2 + periods)
                    * SBG.survival(2 + periods)
                    / SBG.survival(2)
                    * discount.factor(periods, YEAR);
            close(amount(all, SBG, 2), within + after, 1e-11);
        }
    }

    @Test
    void simulatedOutcomes() {
        int draws = 20_000 * Integer.getInteger("customerequity.sweep", 1);
        DiscountRate ten = DiscountRate.ofAnnual(0.1);
        for (CashFlowTiming timing : CashFlowTiming.values()) {
            for (MarginProfile profile : List.of(
                    MarginProfile.constant(HUNDRED),
                    MarginProfile.growing(HUNDRED, 0.04),
                    MarginProfile.ofAmounts(USD, YEAR, 5, -3, 8, 12, 12, 9))) {
                for (Horizon horizon : List.of(Horizon.FOREVER, Horizon.ofYears(4))) {
                    CurveLifetimeValue formula =
                            CurveLifetimeValue.of(profile, ten, timing).withHorizon(horizon);
                    for (RetentionCurve curve : List.of(SBG, CONTINUOUS)) {
                        double[] outcomes = formula.simulateOutcomes(curve, 2, draws, new SplittableRandom(7));
                        double mean = Arrays.stream(outcomes).average().orElseThrow();
                        double variance = Arrays.stream(outcomes)
                                        .map(x -> (x - mean) * (x - mean))
                                        .sum()
                                / (draws - 1);
                        assertEquals(amount(formula, curve, 2), mean, 4.5 * Math.sqrt(variance / draws) + 1e-12);
                    }
                }
            }
        }
    }

    /** One payment of a customer who stays one period for certain: a two-point outcome has its own quantiles. */
    @Test
    void predictionOfATwoPointOutcome() {
        CurveLifetimeValue formula = CurveLifetimeValue.of(HUNDRED, DiscountRate.NONE, CashFlowTiming.AFTER_FIRST)
                .withHorizon(Horizon.ofYears(1));
        Interval wide =
                formula.predictionInterval(new ConstantRetention(0.5, YEAR), 0, 0.9, 2000, new SplittableRandom(1));
        assertEquals(0, wide.lower());
        assertEquals(100, wide.upper());
        rejects(
                "draws must be >= 100, was 10 (2,000 give limits within a few per cent)",
                () -> formula.predictionInterval(SBG, 0, 0.9, 10, new SplittableRandom(1)));
    }

    /** The closed form of one rate: V = m r / (1 + d - r), so se(V) = m (1 + d) / (1 + d - r)^2 se(r). */
    @Test
    void anEstimateHasItsStandardError() {
        FitOutcome<ConstantRetention> fit = ConstantRetention.fit(CohortCounts.of(YEAR, new long[] {1000, 800}));
        CurveLifetimeValue formula =
                CurveLifetimeValue.of(HUNDRED, DiscountRate.ofAnnual(0.1), CashFlowTiming.AFTER_FIRST);
        Estimate value = formula.valueEstimate(fit);
        close(80 / 0.3, value.value(), 1e-12);
        close(100 * 1.1 / 0.09 * Math.sqrt(0.8 * 0.2 / 1000), value.standardError(), 1e-7);
        assertTrue(value.confidenceInterval(0.95).contains(80 / 0.3));
        assertEquals(Estimate.Scale.LOG, value.scale());
        PeriodicContribution loss = PeriodicContribution.of("USD", -100, YEAR);
        Estimate negative = CurveLifetimeValue.of(loss, DiscountRate.ofAnnual(0.1), CashFlowTiming.AFTER_FIRST)
                .residualValueEstimate(fit, 3);
        close(-value.value(), negative.value(), 1e-12);
        close(value.standardError(), negative.standardError(), 1e-6);
    }

    /** Where nobody stays, one who has stayed all the same is asked for the same as by the closed form: one margin. */
    @Test
    void aCustomerWhomNobodyExpected() {
        ConstantRetention nobody = new ConstantRetention(0, YEAR);
        DiscountRate ten = DiscountRate.ofAnnual(0.1);
        MarginProfile listed = MarginProfile.ofAmounts(USD, YEAR, 10, 20, 30, 40, 50);
        MarginProfile function = MarginProfile.ofFunction(USD, YEAR, t -> 10 * (t + 1));
        for (CashFlowTiming timing : CashFlowTiming.values()) {
            double expected = switch (timing) {
                case IMMEDIATE_COUNTED -> 40;
                case END_OF_PERIOD -> 40 / 1.1;
                case AFTER_FIRST, JUST_BEFORE_RENEWAL -> 0;
            };
            assertEquals(expected, amount(CurveLifetimeValue.of(listed, ten, timing), nobody, 3), 1e-13);
            CurveLifetimeValue five =
                    CurveLifetimeValue.of(function, ten, timing).withHorizon(Horizon.ofYears(5));
            assertEquals(expected, amount(five, nobody, 3), 1e-13);
        }
        // powers below the smallest double do not matter either: 1e-200 squared
        CurveLifetimeValue five =
                CurveLifetimeValue.of(function, ten, CashFlowTiming.AFTER_FIRST).withHorizon(Horizon.ofYears(5));
        close(50 * 1e-200 / 1.1, amount(five, new ConstantRetention(1e-200, YEAR), 3), 1e-13);
    }

    /** Margins may outgrow the discount as long as retention holds them down, r (1 + g) < 1 + d: sheet 00. */
    @Property
    void growthBeyondTheDiscountConverges(
            @ForAll CashFlowTiming timing,
            @ForAll @Scale(3) @DoubleRange(max = 0.9) double r,
            @ForAll @Scale(3) @DoubleRange(max = 0.1) double d,
            @ForAll @IntRange(max = 6) int tenure) {
        double g = d + 0.05;
        DiscountRate discount = DiscountRate.ofAnnual(d);
        ConstantRetention curve = new ConstantRetention(r, YEAR);
        CurveLifetimeValue forever = CurveLifetimeValue.of(MarginProfile.growing(HUNDRED, g), discount, timing);
        double long500 = amount(forever.withHorizon(Horizon.ofYears(2000)), curve, tenure);
        assertEquals(long500, amount(forever, curve, tenure), 1e-10 * long500);
        if (timing == CashFlowTiming.IMMEDIATE_COUNTED) {
            close(
                    amount(forever, curve, 0),
                    BergerNasr.varyingMargin(
                                    MarginProfile.growing(HUNDRED, g),
                                    RetentionRate.of(r, YEAR),
                                    discount,
                                    Horizon.FOREVER)
                            .amount()
                            .value(),
                    1e-15);
        }
    }

    @Test
    void growthBeyondWhatRetentionHoldsDown() {
        CurveLifetimeValue forever = CurveLifetimeValue.of(
                MarginProfile.growing(HUNDRED, 0.3), DiscountRate.ofAnnual(0.1), CashFlowTiming.AFTER_FIRST);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> forever.value(new ConstantRetention(0.9, YEAR)))
                .getMessage()
                .startsWith(
                        "horizon must end where retention x (1 + growth) >= 1 + discount per period, was for ever"));
        rejects(
                "renewals must be <= 10000000, was 2147483647 (made so far)",
                () -> forever.residualValues(SBG, new int[] {1, Integer.MAX_VALUE}));
        rejects(
                "tenure must be a whole number, was 1.5 (the curve counts renewals)",
                () -> forever.residualValue(SBG, 1.5));
    }

    /** A profile that settles late is added up only as far as there is anything left to add. */
    @Test
    @Timeout(20)
    void aProfileThatSettlesLate() {
        MarginProfile late = MarginProfile.quadraticThenSaturating(USD, YEAR, new double[] {100, 0, 0}, 1e15, 5, 1);
        CurveLifetimeValue forever =
                CurveLifetimeValue.of(late, DiscountRate.ofAnnual(0.1), CashFlowTiming.IMMEDIATE_COUNTED);
        close(100 * 1.1 / 0.3, amount(forever, new ConstantRetention(0.8, YEAR), 0), 1e-13);
    }

    @Test
    void badInput() {
        DiscountRate ten = DiscountRate.ofAnnual(0.1);
        CurveLifetimeValue formula = CurveLifetimeValue.of(HUNDRED, ten, CashFlowTiming.AFTER_FIRST);
        rejects(
                "curve must be per year, as the margins are, was per month (fit it in that unit)",
                () -> formula.value(new ConstantRetention(0.9, PeriodUnit.MONTH)));
        rejects(
                "horizon must be a whole number of years, was 2.5 years (such as Horizon.of(2, PeriodUnit.YEAR))",
                () -> formula.withHorizon(Horizon.ofYears(2.5)).value(SBG));
        String endless = "horizon must end where margins outgrow the discount, or are a function of which no limit is"
                + " known, was for ever (such as Horizon.of(120, PeriodUnit.YEAR))";
        rejects(
                endless,
                () -> CurveLifetimeValue.of(MarginProfile.growing(HUNDRED, 0.2), ten, CashFlowTiming.AFTER_FIRST)
                        .value(SBG));
        rejects(
                endless,
                () -> CurveLifetimeValue.of(
                                MarginProfile.ofFunction(USD, YEAR, t -> t), ten, CashFlowTiming.AFTER_FIRST)
                        .value(SBG));
        rejects("growthPerPeriod must be > -1, was -1.0 (0.01 means 1 %)", () -> MarginProfile.growing(HUNDRED, -1));
        rejects(
                "byTenure must have an amount, was empty (that of the first period comes first)",
                () -> MarginProfile.ofAmounts(USD, YEAR));
        rejects(
                "quadratic must be 3 values, was 1 (a, b, c)",
                () -> MarginProfile.quadraticThenSaturating(USD, YEAR, new double[1], 5, 1, 0));
        rejects(
                "tenure must be finite and >= 0, was -1.0 (periods since the start)",
                () -> MarginProfile.constant(HUNDRED).at(-1));
        fails(
                ArithmeticException.class,
                "margin at tenure 2.0 must be finite, was NaN",
                () -> MarginProfile.ofFunction(USD, YEAR, t -> Double.NaN).at(2));
        rejectsNull("amounts", () -> MarginProfile.ofFunction(USD, YEAR, null));
        rejects("renewals must be >= 0, was -1 (made so far)", () -> formula.residualValues(SBG, new int[] {2, -1}));
        rejectsNull("renewals", () -> formula.residualValues(SBG, null));
        rejectsNull("curve", () -> formula.value(null));
        rejectsNull("random", () -> formula.simulateOutcomes(SBG, 0, 100, null));
    }

    @Test
    void travelling() {
        travels(CurveLifetimeValue.of(HUNDRED, DiscountRate.ofAnnual(0.1), CashFlowTiming.AFTER_FIRST));
        MarginProfile listed = MarginProfile.ofAmounts(USD, YEAR, 5, 3);
        assertEquals(3, travels(listed).at(9));
        assertEquals("USD 5.0 per year at first", listed.toString());
        MarginProfile saturating =
                MarginProfile.quadraticThenSaturating(USD, YEAR, new double[] {20, 30, -2}, 5, 120, 4);
        assertNotEquals(listed, travels(saturating));
        MarginProfile function = MarginProfile.ofFunction(USD, YEAR, t -> 2 * t);
        assertEquals(function, function);
        assertNotEquals(listed, function);
    }
}
