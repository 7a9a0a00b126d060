package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.internal.BetaMean;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@Seeded
class MultipliedHazardTest {
    private static final PeriodUnit MONTH = PeriodUnit.MONTH;
    private static final ShiftedBetaGeometric SBG = new ShiftedBetaGeometric(0.8, 1.9, MONTH);
    private static final BetaDiscreteWeibull BDW = new BetaDiscreteWeibull(0.8, 1.9, 1.3, MONTH);
    private static final ExponentialGamma EG = new ExponentialGamma(0.9, 3.5, MONTH);
    private static final WeibullGamma WG = WeibullGamma.ofAlpha(0.9, 3.5, 1.3, MONTH);
    private static final double UP = Math.exp(0.5);
    private static final double EVER = Double.POSITIVE_INFINITY;

    /** z = 0,1,0,0,1,1,0,0 at g = 0.5, one number a period; the last for ever. */
    private static MultipliedHazard periods(ParametricCurve base) {
        return MultipliedHazard.of(
                base, new double[] {1, 2, 3, 4, 5, 6, 7, EVER}, new double[] {1, UP, 1, 1, UP, UP, 1, 1});
    }

    private static double[] survivals(RetentionCurve curve) {
        return IntStream.rangeClosed(1, 6).mapToDouble(curve::survival).toArray();
    }

    /** Own computation with 17 digits, formula sheet on covariates, C. */
    @Test
    void survivalIsThatOfTheSheet() {
        assertArrayEquals(
                new double[] {
                    0.7037037037037037,
                    0.48631872230697407,
                    0.41358078025402178,
                    0.36146562035084806,
                    0.30130975591126207,
                    0.25980593346086905
                },
                survivals(periods(SBG)),
                4e-16);
        assertArrayEquals(
                new double[] {
                    0.7037037037037037,
                    0.4285970125754176,
                    0.34165530703668515,
                    0.28162069046545487,
                    0.21744251788265515,
                    0.17699040931948081
                },
                survivals(periods(BDW)),
                4e-16);
        assertArrayEquals(
                new double[] {
                    0.79757214421207452,
                    0.6022196389763527,
                    0.52584253401071392,
                    0.46739140667070154,
                    0.39596772397440135,
                    0.34424471269215265
                },
                survivals(periods(EG)),
                4e-16);
        assertArrayEquals(
                new double[] {
                    0.79757214421207452,
                    0.54210038219214823,
                    0.44433899935283734,
                    0.37167521796526656,
                    0.28949142205064525,
                    0.23554293652680793
                },
                survivals(periods(WG)),
                4e-16);
    }

    /** E over theta of the product of one customer's own chances to stay, by quadrature. */
    @Property
    void discreteSurvivalIsTheMeanOverCustomers(
            @ForAll @DoubleRange(min = 0.1, max = 8) double alpha,
            @ForAll @DoubleRange(min = 0.1, max = 8) double beta,
            @ForAll @DoubleRange(min = 0.3, max = 2.5) double c,
            @ForAll @DoubleRange(min = 0.1, max = 5) double h1,
            @ForAll @DoubleRange(min = 0.1, max = 5) double h2,
            @ForAll @IntRange(min = 1, max = 12) int t) {
        MultipliedHazard curve = MultipliedHazard.of(
                new BetaDiscreteWeibull(alpha, beta, c, MONTH), new double[] {3, EVER}, new double[] {h1, h2});
        double exact = BetaMean.of(alpha, beta, (p, q) -> {
            double stay = 1;
            for (int v = 1; v <= t; v++) {
                // the chance to stay of the base at this renewal, to the power of the multiplier
                double base = Math.pow(q, Math.pow(v, c) - Math.pow(v - 1, c));
                stay *= Math.pow(base, v <= 3 ? h1 : h2);
            }
            return stay;
        });
        assertEquals(exact, curve.survival(t), 1e-11);
    }

    /** The same in continuous time: the own hazard is h times that of the base, integrated by quadrature over gamma. */
    @Property
    void continuousSurvivalIsTheMeanOverCustomers(
            @ForAll @DoubleRange(min = 0.3, max = 8) double r,
            @ForAll @DoubleRange(min = 0.5, max = 20) double scale,
            @ForAll @DoubleRange(min = 0.3, max = 2.5) double c,
            @ForAll @DoubleRange(min = 0.1, max = 5) double h1,
            @ForAll @DoubleRange(min = 0.1, max = 5) double h2,
            @ForAll @DoubleRange(min = 0.1, max = 12) double t) {
        MultipliedHazard curve = MultipliedHazard.of(
                new WeibullGamma(r, scale, c, MONTH), new double[] {2.5, EVER}, new double[] {h1, h2});
        double early = Math.min(t, 2.5);
        double passed = h1 * Math.pow(early, c) + (t > 2.5 ? h2 * (Math.pow(t, c) - Math.pow(2.5, c)) : 0);
        // lambda = x / scale^c, x ~ Gamma(r, 1); x = e^y / (1 + k)
        double k = passed / Math.pow(scale, c);
        double norm = SpecialFunctions.logGamma(r) + r * Math.log1p(k);
        double exact = 0;
        double[] breaks = {-120, -20, -5, 0, 5};
        for (int i = 1; i < breaks.length; i++) {
            exact += Quadrature.adaptive(y -> Math.exp(r * y - Math.exp(y) - norm), breaks[i - 1], breaks[i], 1e-13);
        }
        assertEquals(exact, curve.survival(t), 1e-11);
    }

    @Property
    void oneMultiplierIsARescaledCurve(
            @ForAll @DoubleRange(min = 0.3, max = 3) double c, @ForAll @DoubleRange(min = 0.05, max = 20) double h) {
        WeibullGamma base = new WeibullGamma(1.4, 7, c, MONTH);
        MultipliedHazard curve = MultipliedHazard.of(base, h);
        WeibullGamma same = new WeibullGamma(1.4, 7 * Math.pow(h, -1 / c), c, MONTH);
        DiscountRate discount = DiscountRate.ofAnnualPercent(10);
        for (double t : new double[] {0.3, 4, 60}) {
            assertEquals(same.logSurvival(t), curve.logSurvival(t), 1e-13 * (1 - same.logSurvival(t)));
            assertEquals(same.hazard(t), curve.hazard(t), 1e-13 * same.hazard(t));
            double tenure = same.discountedTenure(t, discount, Horizon.FOREVER);
            assertEquals(tenure, curve.discountedTenure(t, discount, Horizon.FOREVER), 1e-10 * tenure);
        }
    }

    /** Cutting a step in two with the same multiplier changes nothing; the base has 1 everywhere. */
    @Property
    void splittingAStepChangesNothing(
            @ForAll @IntRange(max = 3) int which,
            @ForAll @DoubleRange(min = 0.1, max = 9.9) double cut,
            @ForAll @DoubleRange(min = 0.1, max = 5) double h) {
        ParametricCurve base = new ParametricCurve[] {SBG, BDW, EG, WG}[which];
        double at = base.isDiscrete() ? Math.ceil(cut) : cut;
        MultipliedHazard whole = MultipliedHazard.of(base, new double[] {10, EVER}, new double[] {h, 1 / h});
        MultipliedHazard cutUp = at == 10
                ? whole
                : MultipliedHazard.of(base, new double[] {at, 10, 25, EVER}, new double[] {h, h, 1 / h, 1 / h});
        MultipliedHazard ones = MultipliedHazard.of(base, new double[] {at, EVER}, new double[] {1, 1});
        DiscountRate discount = DiscountRate.ofAnnualPercent(10);
        for (double t : new double[] {1, 9, 10, 11, 40}) {
            double log = whole.logSurvival(t);
            assertEquals(log, cutUp.logSurvival(t), 1e-12 * (1 - log));
            assertEquals(whole.hazard(t), cutUp.hazard(t), 1e-12);
            assertEquals(base.logSurvival(t), ones.logSurvival(t), 1e-12 * (1 - base.logSurvival(t)));
            double value = whole.discountedResidualLifetime(t, discount);
            assertEquals(value, cutUp.discountedResidualLifetime(t, discount), 1e-10 * value);
            double of = base.discountedResidualLifetime(t, discount);
            assertEquals(of, ones.discountedResidualLifetime(t, discount), 1e-10 * of);
            double time = base.discountedTenure(t, discount, Horizon.FOREVER);
            assertEquals(time, ones.discountedTenure(t, discount, Horizon.FOREVER), 1e-10 * time);
        }
    }

    /** A sum to a horizon is added up here term by term; the end of the curve is no obstacle to what lies before it. */
    @Test
    void paymentsAreSumsOfSurvival() {
        for (ParametricCurve base : new ParametricCurve[] {SBG, BDW, EG, WG}) {
            MultipliedHazard known = MultipliedHazard.of(base, new double[] {2, 5, 30}, new double[] {1, UP, 0.7});
            MultipliedHazard forEver = MultipliedHazard.of(base, new double[] {2, 5, EVER}, new double[] {1, UP, 0.7});
            DiscountRate discount = DiscountRate.ofPerPeriod(0.01, MONTH);
            double sum = 0;
            double weighted = 0;
            for (int j = 1; j <= 20; j++) {
                double term = known.survival(1 + j) / known.survival(1) * Math.pow(1.01, -j);
                sum += term;
                weighted += j * term;
            }
            Horizon horizon = Horizon.of(20, MONTH);
            for (MultipliedHazard curve : new MultipliedHazard[] {known, forEver}) {
                assertEquals(
                        sum, curve.discountedLifetime(1, discount, CashFlowTiming.AFTER_FIRST, horizon), 1e-12 * sum);
                assertEquals(
                        weighted / sum,
                        curve.retentionElasticity(1, discount, CashFlowTiming.AFTER_FIRST, horizon),
                        1e-11);
            }
            double all = 0;
            for (int j = 1; j <= 4000; j++) {
                all += forEver.survival(j) * Math.pow(1.01, -j);
            }
            assertEquals(
                    all,
                    forEver.discountedLifetime(0, discount, CashFlowTiming.AFTER_FIRST, Horizon.FOREVER),
                    1e-10 * all);
        }
    }

    /** alpha 4: the mean tenure exists; simulated, summed, and in continuous time integrated. */
    @Test
    void simulatedTenuresHaveTheMeanOfTheCurve() {
        ParametricCurve[] bases = {new BetaDiscreteWeibull(5, 9, 1.2, MONTH), new WeibullGamma(5, 9, 1.2, MONTH)};
        for (ParametricCurve base : bases) {
            MultipliedHazard curve = MultipliedHazard.of(base, new double[] {1, 3, EVER}, new double[] {0.5, 3, 0.8});
            SplittableRandom random = new SplittableRandom(7);
            int draws = 40_000 * Integer.getInteger("customerequity.sweep", 1);
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < draws; i++) {
                double more = curve.simulateTenure(2, random) - 2;
                sum += more;
                squares += more * more;
            }
            double mean = sum / draws;
            double error = Math.sqrt((squares / draws - mean * mean) / draws);
            assertEquals(curve.expectedResidualTenure(2), mean, 4 * error, base::toString);
        }
    }

    @Test
    void whoLastedUnderAHighHazardIsLessLikelyToLeave() {
        MultipliedHazard hard = MultipliedHazard.of(SBG, new double[] {5, EVER}, new double[] {3, 1});
        MultipliedHazard easy = MultipliedHazard.of(SBG, 1);
        // Beta(0.8, 1.9 + 15) and Beta(0.8, 1.9 + 5)
        assertEquals(0.8 / (0.8 + 1.9 + 15), hard.ownBaseRate(5).mean(), 1e-15);
        assertEquals(0.8 / (0.8 + 1.9 + 5), easy.ownBaseRate(5).mean(), 1e-15);
        assertEquals(hard.ownBaseRate(5).mean(), hard.hazard(6), 1e-15);
        // Gamma(0.9, 3.5 + 2^1.3)
        assertEquals(
                0.9 / (3.5 + Math.pow(2, 1.3)),
                MultipliedHazard.of(WG, 1).ownBaseRate(2).mean(),
                1e-15);
    }

    private static void refused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void whatIsNotKnownIsRefused() {
        MultipliedHazard known = MultipliedHazard.of(SBG, new double[] {2, 5}, new double[] {1, 2});
        refused(
                "tenure must be <= 5.0, where the multipliers end, was 6.0 (say what holds later)",
                () -> known.survival(6));
        refused(
                "horizon must not go beyond tenure 5.0, where the multipliers end, was Infinity from tenure 0.0 (say what holds later)",
                () -> known.discountedExpectedLifetime(DiscountRate.ofAnnualPercent(10)));
        refused(
                "until[1] must be > 2.0, was 2.0 (steps follow each other)",
                () -> MultipliedHazard.of(SBG, new double[] {2, 2}, new double[] {1, 2}));
        refused("multipliers[0] must be finite and > 0, was 0.0 (1 for the base)", () -> MultipliedHazard.of(SBG, 0));
        refused(
                "multipliers must be one a step, 1, was 2",
                () -> MultipliedHazard.of(SBG, new double[] {2}, new double[] {1, 2}));
        refused(
                "until must have a step, was empty (infinity for one that never ends)",
                () -> MultipliedHazard.of(SBG, new double[0], new double[0]));
        refused(
                "base must be a ShiftedBetaGeometric, BetaDiscreteWeibull, ExponentialGamma or WeibullGamma, was"
                        + " ConstantRetention (customers who differ, each with a hazard to multiply)",
                () -> MultipliedHazard.of(new ConstantRetention(0.9, MONTH), 2));
    }

    @Nested
    class OfRenewals extends RetentionCurveContract {
        @Override
        protected RetentionCurve curve() {
            return periods(BDW);
        }
    }

    @Nested
    class InTime extends RetentionCurveContract {
        @Override
        protected RetentionCurve curve() {
            return periods(WG);
        }
    }

    /** Where nearly all leave within a sliver of tenure, after a tenure that is long beside it. */
    @Test
    void discountedTenureOfCustomersWhoLeaveAtOnce() {
        // of a power law, 1/(r - 1) of the scale, grown by what C has gained
        double r = 20;
        double scale = 0.003;
        MultipliedHazard fast = MultipliedHazard.of(
                new ExponentialGamma(r, scale, PeriodUnit.MONTH),
                new double[] {0.4, Double.POSITIVE_INFINITY},
                new double[] {1e-9, 1});
        DiscountRate almostNone = DiscountRate.ofContinuous(1e-15, PeriodUnit.MONTH);
        for (double tenure : new double[] {0.39999, 0.4, 50, 4000}) {
            double own = scale + 1e-9 * Math.min(tenure, 0.4) + Math.max(0, tenure - 0.4);
            double slow = 0.4 - Math.min(0.4, tenure);
            double expected = slow + own / (r - 1);
            assertEquals(expected, fast.discountedTenure(tenure, almostNone, Horizon.FOREVER), 1e-9 * expected);
        }
        MultipliedHazard steps = MultipliedHazard.of(
                new ExponentialGamma(91, 0.00145, PeriodUnit.MONTH),
                new double[] {1.76, 4.76, Double.POSITIVE_INFINITY},
                new double[] {1, 70_800, 3_380});
        double value = steps.discountedTenure(1.7, almostNone, Horizon.FOREVER);
        double own = 0.00145 + 1.7;
        double reach = Math.pow(own / (own + 0.06), 90);
        double expected = own / 90 * (1 - reach) + reach * own / (90 * 70_800.0);
        assertEquals(expected, value, 1e-10 * expected);
        MultipliedHazard late = MultipliedHazard.of(
                new ExponentialGamma(919, 11.6, PeriodUnit.MONTH),
                new double[] {3, Double.POSITIVE_INFINITY},
                new double[] {1e-9, 176_000});
        double atOnce = (11.6 + 3e-9) / (918 * 176_000.0);
        assertEquals(atOnce, late.discountedTenure(3, almostNone, Horizon.FOREVER), 1e-10 * atOnce);
        assertEquals(atOnce, late.expectedResidualTenure(3), 1e-10 * atOnce);
    }

    /** A tenure and a horizon that add up to the end and a bit are the end. */
    @Test
    void aHorizonMayEndWhereTheMultipliersEnd() {
        for (int day = 1; day < 500; day++) {
            double tenure = day / 30.4375;
            MultipliedHazard curve = MultipliedHazard.of(
                    new ExponentialGamma(0.9, 12, PeriodUnit.MONTH),
                    new double[] {0.01, (day + 365.25) / 30.4375},
                    new double[] {2, 1.5});
            double year = curve.discountedTenure(tenure, DiscountRate.ofAnnual(0.1), Horizon.ofYears(1));
            assertTrue(year > 0 && year < 12);
            assertTrue(curve.logSurvival(tenure + 12) < 0);
            assertThrows(IllegalArgumentException.class, () -> curve.logSurvival(tenure + 12.001));
        }
    }
}
