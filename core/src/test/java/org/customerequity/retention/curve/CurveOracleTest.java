package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.customerequity.testing.OracleTable;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The curves without closed sums against references of 25 digits, and the published figures. */
class CurveOracleTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;

    private static void near(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.abs(expected), what);
    }

    @Test
    void betaDiscreteWeibull() {
        OracleTable t = OracleTable.resource("bdw.csv");
        for (int i = 0; i < t.size(); i++) {
            BetaDiscreteWeibull curve =
                    new BetaDiscreteWeibull(t.get(i, "alpha"), t.get(i, "beta"), t.get(i, "c"), YEAR);
            double tenure = t.get(i, "t");
            DiscountRate d = DiscountRate.ofAnnual(t.get(i, "d"));
            String at = t.where(i);
            double logarithm = Math.max(1, Math.abs(curve.alpha() * Math.log(Math.pow(tenure, curve.c()) + 1)));
            assertEquals(t.get(i, "log_survival"), curve.logSurvival(tenure), 1e-13 * logarithm, at);
            near(t.get(i, "retention"), curve.retention(tenure), 1e-12, at);
            near(t.get(i, "hazard"), curve.hazard(tenure), 1e-12, at);
            near(t.get(i, "del"), curve.discountedExpectedLifetime(d), 1e-11, at);
            near(t.get(i, "derl"), curve.discountedResidualLifetime(tenure - 1, d), 1e-11, at);
        }
    }

    @Test
    void weibullGamma() {
        OracleTable t = OracleTable.resource("weibullgamma.csv");
        for (int i = 0; i < t.size(); i++) {
            WeibullGamma curve = new WeibullGamma(t.get(i, "r"), t.get(i, "scale"), t.get(i, "c"), YEAR);
            double tenure = t.get(i, "t");
            DiscountRate d = DiscountRate.ofAnnual(t.get(i, "d"));
            String at = t.where(i);
            near(t.get(i, "log_survival"), curve.logSurvival(tenure), 1e-14, at);
            near(t.get(i, "hazard"), curve.hazard(tenure), 1e-14, at);
            check(t, i, curve, tenure, d);
            if (curve.c() == 1) {
                ExponentialGamma exponential = new ExponentialGamma(curve.r(), curve.scale(), YEAR);
                near(t.get(i, "log_survival"), exponential.logSurvival(tenure), 1e-14, at);
                near(t.get(i, "hazard"), exponential.hazard(tenure), 1e-14, at);
                check(t, i, exponential, tenure, d);
            }
        }
    }

    private static void check(OracleTable t, int i, RetentionCurve curve, double tenure, DiscountRate d) {
        String at = t.where(i);
        double payments = curve.discountedLifetime(tenure, d, CashFlowTiming.IMMEDIATE_COUNTED, Horizon.FOREVER);
        near(t.get(i, "del"), payments, 1e-11, at);
        near(t.get(i, "tenure"), curve.discountedTenure(tenure, d, Horizon.FOREVER), 1e-11, at);
        if (t.get(i, "mean") == Double.POSITIVE_INFINITY) {
            assertEquals(Double.POSITIVE_INFINITY, curve.expectedResidualTenure(tenure), at);
        } else {
            near(t.get(i, "mean"), curve.expectedResidualTenure(tenure), 1e-11, at);
        }
    }

    /** Fader, Hardie, Liu, Davin and Steenburgh 2018, High End: DERL of the first, third and fifth contract. */
    @Test
    void residualLifetimesUnderDurationDependence() {
        BetaDiscreteWeibull curve = new BetaDiscreteWeibull(.259, 1.722, 1.584, YEAR);
        double[] derl = curve.discountedResidualLifetime(new int[] {0, 2, 4}, DiscountRate.ofAnnual(0.1));
        double[] reference = {5.49837510163, 6.44697676061, 7.32180010791};
        for (int i = 0; i < 3; i++) {
            near(reference[i], derl[i], 1e-11, "n " + (2 * i + 1));
        }
    }

    @Test
    void withoutDurationDependenceTheyAreTheSimplerCurves() {
        BetaDiscreteWeibull discrete = new BetaDiscreteWeibull(2.5, 3.8, 1, YEAR);
        ShiftedBetaGeometric geometric = new ShiftedBetaGeometric(2.5, 3.8, YEAR);
        WeibullGamma weibull = new WeibullGamma(2.5, 7, 1, YEAR);
        ExponentialGamma exponential = new ExponentialGamma(2.5, 7, YEAR);
        for (double d : new double[] {0, 1e-9, 1e-5, 1e-3, 0.1}) {
            DiscountRate discount = DiscountRate.ofAnnual(d);
            for (double t : new double[] {0, 1, 10, 1e6}) {
                for (CashFlowTiming timing : CashFlowTiming.values()) {
                    for (Horizon h : new Horizon[] {Horizon.FOREVER, Horizon.ofYears(3), Horizon.ofYears(100_000)}) {
                        String what = timing + " at " + d + " from " + t + " " + h;
                        near(
                                geometric.discountedLifetime(t, discount, timing, h),
                                discrete.discountedLifetime(t, discount, timing, h),
                                1e-11,
                                what);
                        near(
                                exponential.discountedLifetime(t, discount, timing, h),
                                weibull.discountedLifetime(t, discount, timing, h),
                                1e-11,
                                what);
                    }
                }
                Horizon forever = Horizon.FOREVER;
                near(
                        geometric.retentionElasticity(t, discount, CashFlowTiming.AFTER_FIRST, forever),
                        discrete.retentionElasticity(t, discount, CashFlowTiming.AFTER_FIRST, forever),
                        1e-10,
                        "elasticity at " + d + " from " + t);
                near(
                        exponential.discountedTenure(t, discount, forever),
                        weibull.discountedTenure(t, discount, forever),
                        1e-11,
                        "tenure at " + d + " from " + t);
                near(geometric.retention(t + 1), discrete.retention(t + 1), 1e-13, "retention at " + t);
                near(geometric.hazard(t + 1), discrete.hazard(t + 1), 1e-12, "hazard at " + t);
            }
        }
    }

    /** Mean tenures by power tails: next to the order at which they cease to exist, and for slow and sudden curves. */
    @Test
    void meanTenureOfTheBetaDiscreteWeibull() {
        // c = 1 is known exactly; the same mean from the recursion E(t) = 1 + r(t+1) E(t+1) for the others
        for (double alpha : new double[] {1.001, 1.2, 3, 40}) {
            ShiftedBetaGeometric exact = new ShiftedBetaGeometric(alpha, 2, YEAR);
            near(
                    exact.expectedTenure(),
                    new BetaDiscreteWeibull(alpha, 2, 1, YEAR).expectedTenure(),
                    1e-11,
                    "" + alpha);
        }
        for (double c : new double[] {0.1, 0.3, 0.8, 1.7, 4, 10}) {
            BetaDiscreteWeibull curve = new BetaDiscreteWeibull(1.5 / c, 3, c, YEAR);
            for (double t : new double[] {0, 1, 5, 500}) {
                double mean = curve.expectedResidualTenure(t);
                assertTrue(mean >= 1 && mean < Double.POSITIVE_INFINITY);
                near(1 + curve.retention(t + 1) * curve.expectedResidualTenure(t + 1), mean, 1e-11, c + " from " + t);
            }
            assertEquals(
                    Double.POSITIVE_INFINITY, new BetaDiscreteWeibull(0.999 / c, 3, c, YEAR).expectedTenure(), "" + c);
        }
    }

    @Test
    void mediansAndOwnRates() {
        WeibullGamma curve = WeibullGamma.ofAlpha(0.9, 3.5, 1.25, YEAR);
        near(Math.pow(3.5 * (Math.pow(2, 1 / 0.9) - 1), 1 / 1.25), curve.tenureQuantile(0.5), 1e-14, "median");
        near(3.5, curve.alpha(), 1e-15, "alpha");
        Distribution own = curve.ownRate(4);
        near(0.9 / (3.5 + Math.pow(4, 1.25)), own.mean(), 1e-15, "own rate");
        // the rate at which customers of a tenure leave is its mean times c t^(c-1)
        near(curve.hazard(4), own.mean() * 1.25 * Math.pow(4, 0.25), 1e-14, "hazard");
        ExponentialGamma exponential = new ExponentialGamma(2.5, 7, YEAR);
        near(exponential.hazard(3), exponential.ownRate(3).mean(), 1e-15, "exponential");
        near(7 * (Math.pow(4, 0.4) - 1), exponential.tenureQuantile(0.75), 1e-14, "upper quartile");
        BetaDiscreteWeibull discrete = new BetaDiscreteWeibull(.259, 1.722, 1.584, YEAR);
        near(
                .259 / (.259 + 1.722 + Math.pow(3, 1.584)),
                discrete.ownFirstChurn(3).mean(),
                1e-15,
                "discrete");
    }
}
