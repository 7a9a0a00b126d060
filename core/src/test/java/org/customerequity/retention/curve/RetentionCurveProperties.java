package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Laws of the fitted curves over their whole ranges: tenures to 1e6, parameters 1e-4 to 1e4, discounts from 1e-9. */
@Seeded
class RetentionCurveProperties {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    /** {@code -Dcustomerequity.sweep=20} draws that many times as many. */
    private static final int SWEEP = Integer.getInteger("customerequity.sweep", 1);

    private static Arbitrary<Double> magnitude(double from, double to) {
        return Arbitraries.doubles().between(0, 1).ofScale(9).map(u -> from * Math.pow(to / from, u));
    }

    private static Arbitrary<Double> shape() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, magnitude(1e-4, 1e4)),
                net.jqwik.api.Tuple.of(2, Arbitraries.of(1.0, 1 - 1e-9, 1 + 1e-9, 1 + 1e-5, 0.5, 2.0)));
    }

    private static Arbitrary<Double> power() {
        return Arbitraries.oneOf(magnitude(0.1, 10), Arbitraries.of(1.0, 1 - 1e-9, 1 + 1e-9));
    }

    @Provide
    Arbitrary<ParametricCurve> curves() {
        return Arbitraries.oneOf(
                Combinators.combine(shape(), shape()).as((a, b) -> new ShiftedBetaGeometric(a, b, YEAR)),
                Combinators.combine(shape(), shape(), power()).as((a, b, c) -> new BetaDiscreteWeibull(a, b, c, YEAR)),
                Combinators.combine(shape(), shape()).as((r, a) -> new ExponentialGamma(r, a, YEAR)),
                Combinators.combine(shape(), shape(), power()).as((r, s, c) -> new WeibullGamma(r, s, c, YEAR)),
                Arbitraries.doubles().between(0.01, 0.9999).ofScale(6).map(r -> new ConstantRetention(r, YEAR)));
    }

    @Provide
    Arbitrary<Integer> tenures() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 20), magnitude(1, 1e6).map(Double::intValue));
    }

    @Provide
    Arbitrary<DiscountRate> discounts() {
        return magnitude(1e-9, 1).map(DiscountRate::ofAnnual);
    }

    private static void inRange(double value, double from, double to, String what) {
        assertTrue(
                value >= from * (1 - 1e-10) - 1e-300 && value <= to * (1 + 1e-10) + 1e-300,
                () -> what + " " + value + " is not in [" + from + ", " + to + "]");
    }

    @Property(tries = 10_000, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void survival(@ForAll("curves") ParametricCurve curve, @ForAll("tenures") int t) {
        double log = curve.logSurvival(t);
        assertTrue(log <= 0, () -> "ln S " + log);
        inRange(curve.survival(t), 0, 1, "S");
        double after = curve.logSurvival(t + 1);
        assertTrue(after <= log + 1e-13 * (1 + Math.abs(log)), () -> "ln S " + after + " after " + log);
        double retention = curve.retention(t + 1);
        inRange(retention, 0, 1, "r");
        if (curve.isDiscrete()) {
            inRange(curve.hazard(t + 1), 0, 1, "hazard");
            assertEquals(1, curve.hazard(t + 1) + retention, 1e-12, "hazard and retention");
            assertTrue(curve.logDensity(t + 1) <= 0);
        } else {
            assertTrue(curve.hazard(t + 1) >= 0);
        }
    }

    /** No payment is missed and none is counted twice: one renewal later is the rest of the sum. */
    @Property(tries = 2_000, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void payments(
            @ForAll("curves") ParametricCurve curve,
            @ForAll("tenures") int t,
            @ForAll("discounts") DiscountRate discount) {
        double d = discount.perPeriod(YEAR);
        double now = curve.discountedLifetime(t, discount, CashFlowTiming.IMMEDIATE_COUNTED, Horizon.FOREVER);
        inRange(now, 1, (1 + d) / d, "payments");
        double later = curve.discountedResidualLifetime(t, discount) / (1 + d);
        assertEquals(1 + later, now, 1e-10 * now, "one payment and the rest");
        double hundred = curve.discountedLifetime(t, discount, CashFlowTiming.IMMEDIATE_COUNTED, Horizon.ofYears(1e5));
        inRange(hundred, 1, now, "within 100,000 years");
        if (later > 1e-290) {
            double elasticity =
                    curve.retentionElasticity(t, discount, CashFlowTiming.JUST_BEFORE_RENEWAL, Horizon.FOREVER);
            inRange(elasticity, 1, (1 + d) / d, "elasticity");
        }
        double flow = curve.discountedTenure(t, discount, Horizon.FOREVER);
        inRange(flow, now - 1, now, "discounted tenure");
    }

    @Property(tries = 4_000, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void meanTenure(@ForAll("curves") ParametricCurve curve, @ForAll("tenures") int t) {
        double mean = curve.expectedResidualTenure(t);
        if (mean < Double.POSITIVE_INFINITY && curve.isDiscrete()) {
            double next = curve.expectedResidualTenure(t + 1);
            assertEquals(1 + curve.retention(t + 1) * next, mean, 1e-10 * mean);
        } else {
            assertTrue(mean > 0, () -> "mean " + mean);
        }
    }

    @Property(tries = 3_000, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void draws(@ForAll("curves") ParametricCurve curve, @ForAll("tenures") int t, @ForAll long seed) {
        double drawn = curve.simulateTenure(t, new SplittableRandom(seed));
        assertTrue(drawn > t, () -> "tenure " + drawn);
        double median = curve.tenureQuantile(0.5);
        assertTrue(median > 0, () -> "median " + median);
    }

    /** Draws from the ranges above: more where the system property asks for them. */
    @Test
    void sweep() {
        SplittableRandom random = new SplittableRandom(20261123);
        for (int i = 0; i < 1_500 * SWEEP; i++) {
            double a = 1e-4 * Math.pow(1e8, random.nextDouble());
            double b = 1e-4 * Math.pow(1e8, random.nextDouble());
            double c = 0.1 * Math.pow(100, random.nextDouble());
            int t = (int) Math.pow(1e6, random.nextDouble());
            DiscountRate d = DiscountRate.ofAnnual(1e-9 * Math.pow(1e9, random.nextDouble()));
            ParametricCurve curve = switch (i % 4) {
                case 0 -> new ShiftedBetaGeometric(a, b, YEAR);
                case 1 -> new BetaDiscreteWeibull(a, b, c, YEAR);
                case 2 -> new ExponentialGamma(a, b, YEAR);
                default -> new WeibullGamma(a, b, c, YEAR);
            };
            survival(curve, t);
            payments(curve, t, d);
            meanTenure(curve, t);
        }
    }

    /** As customers become alike, the curve becomes that of one rate. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void alikeCustomersHaveOneRate(@ForAll("discounts") DiscountRate discount, @ForAll("tenures") int t) {
        ConstantRetention one = new ConstantRetention(0.8, YEAR);
        ShiftedBetaGeometric many = new ShiftedBetaGeometric(2e11, 8e11, YEAR);
        double expected = one.discountedLifetime(t, discount, CashFlowTiming.END_OF_PERIOD, Horizon.ofYears(50));
        assertEquals(
                expected,
                many.discountedLifetime(t, discount, CashFlowTiming.END_OF_PERIOD, Horizon.ofYears(50)),
                1e-5 * expected);
        assertEquals(one.retention(t + 1), many.retention(t + 1), 1e-5);
    }

    /** Fits of simulated cohorts find what they were made of, whatever the order of the cohorts. */
    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void fitsFindTheCurve(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ShiftedBetaGeometric truth =
                new ShiftedBetaGeometric(0.3 + 2 * random.nextDouble(), 0.5 + 5 * random.nextDouble(), YEAR);
        long[][] rows = new long[3][];
        for (int k = 0; k < 3; k++) {
            rows[k] = new long[9 - k];
            for (int i = 0; i < 4000; i++) {
                double tenure = truth.simulateTenure(0, random);
                for (int t = 0; t < Math.min(tenure, rows[k].length); t++) {
                    rows[k][t]++;
                }
            }
        }
        var outcome = ShiftedBetaGeometric.fit(CohortCounts.of(YEAR, rows));
        assertEquals(
                Math.log(truth.alpha()),
                Math.log(outcome.orThrow().alpha()),
                5 * Math.sqrt(outcome.report().logCovariance()[0][0]));
        assertEquals(
                Math.log(truth.beta()),
                Math.log(outcome.orThrow().beta()),
                5 * Math.sqrt(outcome.report().logCovariance()[1][1]));
        ShiftedBetaGeometric reversed = ShiftedBetaGeometric.fit(CohortCounts.of(YEAR, rows[2], rows[1], rows[0]))
                .orThrow();
        assertEquals(outcome.orThrow(), reversed);
        assertTrue(BetaDiscreteWeibull.fit(CohortCounts.of(YEAR, rows)).report().logLikelihood()
                >= outcome.report().logLikelihood() - 1e-8);
    }
}
