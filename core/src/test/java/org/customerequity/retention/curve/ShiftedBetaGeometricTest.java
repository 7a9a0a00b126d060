package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.customerequity.internal.BetaMean;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Every number of the shifted beta-geometric curve against references of 20 digits and more, and against the papers. */
class ShiftedBetaGeometricTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    private static final DiscountRate TEN_PERCENT = DiscountRate.ofAnnual(0.10);
    private static final ShiftedBetaGeometric HIGH_END = new ShiftedBetaGeometric(0.668, 3.806, YEAR);
    private static final ShiftedBetaGeometric REGULAR = new ShiftedBetaGeometric(0.704, 1.182, YEAR);

    private static void near(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.abs(expected), what);
    }

    @Test
    void agreesWithTheFiftyDigitGrid() {
        OracleTable t = OracleTable.resource("sbg.csv");
        for (int i = 0; i < t.size(); i++) {
            ShiftedBetaGeometric curve = new ShiftedBetaGeometric(t.get(i, "alpha"), t.get(i, "beta"), YEAR);
            int tenure = (int) t.get(i, "t");
            DiscountRate d = DiscountRate.ofAnnual(t.get(i, "d"));
            String at = t.where(i);
            near(t.get(i, "log_pmf"), curve.logDensity(tenure), 1e-12, at);
            near(t.get(i, "pmf"), Math.exp(curve.logDensity(tenure)), 1e-12, at);
            near(t.get(i, "log_survival"), curve.logSurvival(tenure), 1e-12, at);
            near(t.get(i, "survival"), curve.survival(tenure), 1e-12, at);
            near(t.get(i, "survival"), curve.survivals(tenure)[tenure], 1e-12, at);
            near(t.get(i, "retention"), curve.retention(tenure), 1e-15, at);
            near(1 - t.get(i, "retention"), curve.hazard(tenure), 1e-10, at);
            near(t.get(i, "del"), curve.discountedExpectedLifetime(d), 1e-13, at);
            near(t.get(i, "derl"), curve.discountedResidualLifetime(tenure - 1, d), 1e-13, at);
            near(t.get(i, "derl"), curve.discountedResidualLifetime(new int[] {tenure - 1}, d)[0], 1e-13, at);
        }
    }

    /** Fader and Hardie 2010, and sheet figures for the two published segments. */
    @Test
    void residualLifetimesOfThePapers() {
        near(5.92259640761, HIGH_END.discountedExpectedLifetime(TEN_PERCENT), 1e-11, "DEL, High End");
        near(3.69514740557, REGULAR.discountedExpectedLifetime(TEN_PERCENT), 1e-11, "DEL, Regular");
        double[] high = HIGH_END.discountedResidualLifetime(new int[] {0, 1, 2, 4}, TEN_PERCENT);
        double[] regular = REGULAR.discountedResidualLifetime(new int[] {0, 1, 2, 4}, TEN_PERCENT);
        double[] highReference = {5.41485604837, 5.90175316775, 6.29426061679, 6.89705739775};
        double[] regularReference = {2.96466214613, 4.1034586196, 4.87013736653, 5.89442285984};
        for (int i = 0; i < 4; i++) {
            near(highReference[i], high[i], 1e-11, "High End, n " + (i + 1));
            near(regularReference[i], regular[i], 1e-11, "Regular, n " + (i + 1));
        }
    }

    @Test
    void meanTenureExistsAboveOne() {
        assertEquals(Double.POSITIVE_INFINITY, HIGH_END.expectedTenure());
        assertEquals(Double.POSITIVE_INFINITY, new ShiftedBetaGeometric(1, 4, YEAR).expectedTenure());
        double alpha = 1 + 0x1p-40;
        near((alpha + 3) * 0x1p40, new ShiftedBetaGeometric(alpha, 4, YEAR).expectedTenure(), 1e-15, "next to 1");
        ShiftedBetaGeometric curve = new ShiftedBetaGeometric(3.8, 15.2, YEAR);
        near(18 / 2.8, curve.expectedTenure(), 1e-15, "new");
        near(22 / 2.8, curve.expectedResidualTenure(4), 1e-15, "after 4 renewals");
        // without discount, the payments before a renewal are the mean tenure less the contract under way
        near(19.2 / 2.8, curve.discountedResidualLifetime(4, DiscountRate.NONE), 1e-14, "DERL");
        String message = assertThrows(
                        IllegalArgumentException.class, () -> HIGH_END.discountedResidualLifetime(4, DiscountRate.NONE))
                .getMessage();
        assertEquals(
                "discount must be > 0 where the mean tenure is infinite, was 0.0 (or set a finite horizon)", message);
    }

    /** Discounts so small that the series would take billions of terms, against quadrature over the chance to leave. */
    @Test
    void tinyDiscounts() {
        for (double alpha : new double[] {1e-4, 0.067, 0.668, 1, 2.5, 30, 1e4}) {
            for (double beta : new double[] {1e-4, 0.5, 3.8, 200, 1e4}) {
                for (double d : new double[] {1e-9, 1e-6, 0.9999e-4, 1.0001e-4, 1e-3, 0.05, 1}) {
                    ShiftedBetaGeometric curve = new ShiftedBetaGeometric(alpha, beta, YEAR);
                    double rate = DiscountRate.ofAnnual(d).perPeriod(YEAR);
                    double mean = (1 + rate) * BetaMean.of(alpha, beta, (p, q) -> 1 / (rate + p));
                    String what = curve + " at " + d;
                    near(mean, curve.discountedExpectedLifetime(DiscountRate.ofAnnual(d)), 1e-12, what);
                }
            }
        }
    }

    @Test
    void finiteHorizonsAddUp() {
        for (double d : new double[] {0, 1e-9, 1e-4, 0.01, 0.1}) {
            DiscountRate discount = DiscountRate.ofAnnual(d);
            for (int n : new int[] {1, 3, 999, 1001, 5000, 100_000}) {
                double[] survivals = HIGH_END.survivals(n);
                for (CashFlowTiming timing : CashFlowTiming.values()) {
                    double sum = timing == CashFlowTiming.IMMEDIATE_COUNTED ? 1 : 0;
                    for (int j = 1; j <= n; j++) {
                        double stay = survivals[timing == CashFlowTiming.END_OF_PERIOD ? j - 1 : j];
                        double periods = timing == CashFlowTiming.JUST_BEFORE_RENEWAL ? j - 1 : j;
                        sum += stay * Math.exp(-periods * Math.log1p(discount.perPeriod(YEAR)));
                    }
                    double value = HIGH_END.discountedLifetime(0, discount, timing, Horizon.ofYears(n));
                    near(sum, value, 1e-11, timing + " over " + n + " at " + d);
                }
            }
        }
    }

    @Test
    void discountedTimeCountsPartsOfAPeriod() {
        DiscountRate none = DiscountRate.NONE;
        double two = 1 + HIGH_END.survival(1);
        near(two, HIGH_END.discountedTenure(0, none, Horizon.ofYears(2)), 1e-15, "two years");
        near(
                two + 0.25 * HIGH_END.survival(2),
                HIGH_END.discountedTenure(0, none, Horizon.ofYears(2.25)),
                1e-15,
                "and a quarter");
        near(0.25, HIGH_END.discountedTenure(3, none, Horizon.ofYears(0.25)), 1e-15, "a quarter");
        double delta = Math.log(1.1);
        double step = -Math.expm1(-delta) / delta;
        near(
                step * HIGH_END.discountedExpectedLifetime(TEN_PERCENT),
                HIGH_END.discountedTenure(0, TEN_PERCENT, Horizon.FOREVER),
                1e-14,
                "for ever");
    }

    /** The derivative of the value as all retentions rise together, and the closed form of one constant rate. */
    @Test
    void elasticity() {
        for (CashFlowTiming timing : CashFlowTiming.values()) {
            for (Horizon horizon : new Horizon[] {Horizon.FOREVER, Horizon.ofYears(7), Horizon.ofYears(2000)}) {
                double[] value = new double[2];
                double e = 1e-5;
                for (int side = 0; side < 2; side++) {
                    double raised = Math.log1p(side == 0 ? -e : e);
                    RetentionCurve shifted = new Raised(HIGH_END, raised);
                    value[side] = shifted.discountedLifetime(2, TEN_PERCENT, timing, horizon);
                }
                double slope = (Math.log(value[1]) - Math.log(value[0])) / (Math.log1p(e) - Math.log1p(-e));
                double exact = HIGH_END.retentionElasticity(2, TEN_PERCENT, timing, horizon);
                assertEquals(slope, exact, 1e-8 * (1 + exact), timing + " " + horizon);
            }
        }
        ShiftedBetaGeometric alike = new ShiftedBetaGeometric(2e9, 8e9, YEAR);
        near(
                1.1 / 0.3,
                alike.retentionElasticity(0, TEN_PERCENT, CashFlowTiming.JUST_BEFORE_RENEWAL, Horizon.ofYears(900)),
                1e-8,
                "(1+d)/(1+d-r)");
    }

    /** A curve with all retentions times one factor; by the defaults of the interface. */
    private record Raised(RetentionCurve base, double logFactor) implements RetentionCurve {
        @Override
        public PeriodUnit unit() {
            return base.unit();
        }

        @Override
        public boolean isDiscrete() {
            return true;
        }

        @Override
        public double logSurvival(double tenure) {
            return base.logSurvival(tenure) + Math.floor(tenure) * logFactor;
        }

        @Override
        public double hazard(double tenure) {
            return -Math.expm1(logSurvival(tenure) - logSurvival(tenure - 1));
        }
    }

    @Test
    void posteriorOfTheOwnChurn() {
        Distribution before = HIGH_END.ownChurn(0);
        Distribution after = HIGH_END.ownChurn(4);
        near(HIGH_END.meanChurn(), before.mean(), 1e-15, "before");
        near(0.668 / 8.474, after.mean(), 1e-15, "after four renewals");
        near(HIGH_END.hazard(5), after.mean(), 1e-15, "the chance to leave next is its mean");
        assertTrue(after.quantile(0.5) < before.quantile(0.5));
        near(1 / 5.474, HIGH_END.polarisation(), 1e-15, "polarisation");
    }

    @Test
    void survivalIsAStepFunctionAndTheRestIsOfRenewals() {
        assertEquals(HIGH_END.survival(3), HIGH_END.survival(3.99), 0.0);
        assertEquals(1, HIGH_END.survival(0.5), 0.0);
        assertEquals(
                "tenure must be a whole number, was 1.5 (the curve counts renewals)",
                assertThrows(IllegalArgumentException.class, () -> HIGH_END.retention(1.5))
                        .getMessage());
        assertEquals(
                "tenure must be >= 1, was 0.0 (the first renewal is at 1)",
                assertThrows(IllegalArgumentException.class, () -> HIGH_END.hazard(0))
                        .getMessage());
        assertEquals(
                "tenure must be finite and >= 0, was NaN (periods since the start of the first contract)",
                assertThrows(IllegalArgumentException.class, () -> HIGH_END.survival(Double.NaN))
                        .getMessage());
        assertEquals(
                "alpha must be finite and > 0, was 0.0 (first shape of the chances to leave)",
                assertThrows(IllegalArgumentException.class, () -> new ShiftedBetaGeometric(0, 1, YEAR))
                        .getMessage());
        assertEquals(
                "horizon must be a whole number of years, was 2.5 years (such as Horizon.of(2, PeriodUnit.YEAR))",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> HIGH_END.discountedLifetime(
                                        0, TEN_PERCENT, CashFlowTiming.AFTER_FIRST, Horizon.ofYears(2.5)))
                        .getMessage());
    }

    @Test
    void projectsThePublishedSegments() {
        double[] high = {
            0.850679, 0.746859, 0.669789, 0.609919, 0.561834, 0.522216, 0.488906, 0.460440, 0.435780, 0.414172,
            0.395055, 0.377999
        };
        double[] regular = {
            0.626706, 0.473819, 0.387974, 0.332068, 0.292347, 0.262456, 0.239024, 0.220085, 0.204411, 0.191190,
            0.179865, 0.170037
        };
        double[] projectedHigh = new ShiftedBetaGeometric(0.6680884, 3.806095, YEAR).survivals(12);
        double[] projectedRegular = new ShiftedBetaGeometric(0.7040773, 1.182043, YEAR).survivals(12);
        // the figures have six decimals
        for (int t = 1; t <= 12; t++) {
            assertEquals(high[t - 1], projectedHigh[t], 6e-7);
            assertEquals(regular[t - 1], projectedRegular[t], 6e-7);
        }
        assertArrayEquals(new double[] {1}, REGULAR.survivals(0));
    }
}
