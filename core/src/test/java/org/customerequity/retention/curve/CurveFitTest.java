package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.ProfileLikelihood;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spell;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The fits reach the published and the exact maxima, their derivatives are right, and where there is none they say so. */
class CurveFitTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    /** Fader and Hardie 2007, table 1, per 1000, years 0 to 12. */
    static final CohortCounts HIGH_END =
            CohortCounts.of(YEAR, new long[] {1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394});

    static final CohortCounts REGULAR =
            CohortCounts.of(YEAR, new long[] {1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173});

    private static final Spells RENEWALS = Spells.ofRenewals(
            List.of(
                    new Spell(0, 1, true),
                    new Spell(0, 1, true),
                    new Spell(0, 2, true),
                    new Spell(0, 4, true),
                    new Spell(0, 6, false),
                    new Spell(0, 6, false),
                    new Spell(0, 3, false),
                    new Spell(1, 3, true),
                    new Spell(2, 3, true),
                    new Spell(2, 6, false),
                    new Spell(3, 5, true),
                    new Spell(4, 6, false)),
            YEAR);

    private static final Spells TIMES = Spells.ofTimes(
            List.of(
                    new Spell(0, 0.4, true),
                    new Spell(0, 1.1, true),
                    new Spell(0, 1.7, true),
                    new Spell(0, 3.9, true),
                    new Spell(0, 6, false),
                    new Spell(0, 6, false),
                    new Spell(0, 2.5, false),
                    new Spell(1, 2.6, true),
                    new Spell(1.5, 2.2, true),
                    new Spell(2, 6, false),
                    new Spell(3, 4.8, true),
                    new Spell(4.2, 6, false)),
            YEAR);

    private static void parameters(double[] expected, double tolerance, ParametricCurve curve) {
        for (int j = 0; j < expected.length; j++) {
            assertEquals(expected[j], curve.parameters()[j], tolerance * expected[j], curve.toString());
        }
    }

    // --- published tables

    @Test
    void shiftedBetaGeometricOnThePublishedTables() {
        FitOutcome<ShiftedBetaGeometric> high = ShiftedBetaGeometric.fit(HIGH_END.upTo(7));
        parameters(new double[] {0.668088351106, 3.80609496406}, 1e-10, high.orThrow());
        FitReport report = high.report();
        assertEquals(-1611.1581473912, report.logLikelihood(), 1e-9);
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(1000, report.observations());
        assertTrue(report.gradientNorm() < 1e-8);
        assertTrue(report.warnings().isEmpty());
        double[][] cov = report.logCovariance();
        assertEquals(0.155271276588, Math.sqrt(cov[0][0]), 1e-9);
        assertEquals(0.206387832987, Math.sqrt(cov[1][1]), 1e-9);
        assertEquals(0.953024195955, cov[0][1] / Math.sqrt(cov[0][0] * cov[1][1]), 1e-9);
        double[] eigenvalues = SymmetricMatrix.eigenvalues(SymmetricMatrix.inverse(cov));
        assertEquals(15.3229908598, eigenvalues[0], 1e-8);
        assertEquals(692.666496682, eigenvalues[1], 1e-6);
        assertEquals(3226.3163, report.aic(), 5e-5);
        assertEquals(3236.13181056, report.bic(), 1e-5);
        assertEquals(0.377999071597, high.orThrow().survival(12), 1e-11);
        assertEquals(5.41447884536, high.orThrow().discountedResidualLifetime(0, DiscountRate.ofAnnual(0.1)), 1e-10);

        FitOutcome<ShiftedBetaGeometric> regular = ShiftedBetaGeometric.fit(REGULAR.upTo(7));
        parameters(new double[] {0.7040772985, 1.182043026}, 1e-9, regular.orThrow());
        assertEquals(-1680.2651884633, regular.report().logLikelihood(), 1e-9);
        assertEquals(0.06559896423, regular.report().standardErrors()[0], 1e-10);
        assertEquals(0.1524756317, regular.report().standardErrors()[1], 1e-9);

        parameters(
                new double[] {1.28098, 7.79038},
                1e-5,
                ShiftedBetaGeometric.fit(HIGH_END.upTo(4)).orThrow());
        parameters(
                new double[] {0.763665, 1.29583},
                1e-5,
                ShiftedBetaGeometric.fit(REGULAR.upTo(4)).orThrow());
    }

    @Test
    void betaDiscreteWeibullOnThePublishedTables() {
        FitOutcome<BetaDiscreteWeibull> four = BetaDiscreteWeibull.fit(HIGH_END.upTo(4));
        parameters(new double[] {0.259336, 1.72255, 1.58436}, 1e-5, four.orThrow());
        assertEquals(-1222.74932, four.report().logLikelihood(), 1e-5);
        FitOutcome<BetaDiscreteWeibull> regular = BetaDiscreteWeibull.fit(REGULAR.upTo(4));
        parameters(new double[] {0.523029, 0.894283, 1.1964}, 1e-5, regular.orThrow());
        assertEquals(-1401.38305, regular.report().logLikelihood(), 1e-5);

        FitOutcome<BetaDiscreteWeibull> seven = BetaDiscreteWeibull.fit(HIGH_END.upTo(7));
        parameters(new double[] {0.214253, 1.42658, 1.72356}, 1e-5, seven.orThrow());
        assertEquals(-1605.31421, seven.report().logLikelihood(), 1e-5);
        double[] projected = {
            0.869424, 0.740365, 0.655289, 0.596162, 0.552330, 0.518200, 0.490637, 0.467752, 0.448338, 0.431582,
            0.416916, 0.403930
        };
        for (int t = 1; t <= 12; t++) {
            assertEquals(projected[t - 1], seven.orThrow().survival(t), 1e-6);
        }
        parameters(
                new double[] {0.455614, 0.779325, 1.28345},
                1e-5,
                BetaDiscreteWeibull.fit(REGULAR.upTo(7)).orThrow());
        // likelihood ratio of the two nested curves
        double ratio = 2
                * (seven.report().logLikelihood()
                        - ShiftedBetaGeometric.fit(HIGH_END.upTo(7)).report().logLikelihood());
        // the references follow from log-likelihoods of five decimals
        assertEquals(11.68788, ratio, 2e-5);
        assertEquals(3216.62842, seven.report().aic(), 2e-5);
    }

    @Test
    void geometricInClosedForm() {
        FitOutcome<ConstantRetention> outcome = ConstantRetention.fit(HIGH_END.upTo(7));
        double r = 0.896670726756;
        assertEquals(r, outcome.orThrow().retention(), 1e-12);
        double due = 1000 + 869 + 743 + 653 + 593 + 551 + 517;
        Estimate retention = DeltaMethod.of(outcome, ConstantRetention::retention, Estimate.Scale.LOGIT);
        // differences of fourth order
        assertEquals(Math.sqrt(r * (1 - r) / due), retention.standardError(), 1e-11);
        Interval odds = outcome.report().parameter("renewalOdds").confidenceInterval(0.95);
        double z = 1.959963984540054 / Math.sqrt(due * r * (1 - r));
        assertEquals(r / (1 - r) * Math.exp(z), odds.upper(), 1e-9);
        Interval rate = retention.confidenceInterval(0.95);
        assertEquals(odds.lower() / (1 + odds.lower()), rate.lower(), 1e-9);
        assertEquals(odds.upper() / (1 + odds.upper()), rate.upper(), 1e-9);
        assertEquals(FitVerdict.CONVERGED, outcome.report().verdict());
        // against the shifted beta-geometric: likelihood ratio 51.8693430857
        double best = ShiftedBetaGeometric.fit(HIGH_END.upTo(7)).report().logLikelihood();
        assertEquals(51.8693430857, 2 * (best - outcome.report().logLikelihood()), 1e-8);
    }

    /** Where an interval symmetric in r, or in its logarithm, passes 1. */
    @Test
    void retentionNearOneHasAnIntervalBelowOne() {
        CohortCounts loyal = CohortCounts.of(YEAR, new long[] {4_000_000, 3_999_999, 3_999_997});
        FitOutcome<ConstantRetention> outcome = ConstantRetention.fit(loyal);
        assertEquals(FitVerdict.CONVERGED, outcome.report().verdict());
        double due = 7_999_999;
        double r = (due - 3) / due;
        assertEquals(r, outcome.orThrow().retention(), 1e-15);
        Estimate rate = DeltaMethod.of(outcome, ConstantRetention::retention, Estimate.Scale.LOGIT);
        assertEquals(Math.sqrt(r * (1 - r) / due), rate.standardError(), 1e-6 * rate.standardError());
        Interval interval = rate.confidenceInterval(0.99);
        assertTrue(interval.upper() < 1 && interval.lower() < r, interval::toString);
        // lost / kept times exp(z sqrt(1/kept + 1/lost)), z = 2.5758293035489
        double churn = 3 / (due - 3) * Math.exp(2.5758293035489 * Math.sqrt(1 / (due - 3) + 1 / 3.0));
        assertEquals(churn / (1 + churn), 1 - interval.lower(), 1e-6 * churn);
        Interval profile = ProfileLikelihood.of(ConstantRetention.likelihood(loyal), outcome)
                .parameter("renewalOdds", 0.95);
        assertTrue(profile.lower() < r / (1 - r) && profile.upper() > r / (1 - r));
        assertTrue(profile.upper() < Double.POSITIVE_INFINITY);
    }

    @Test
    void likelihoodOfSpellsIsThatOfCohorts() {
        CohortCounts cohorts = CohortCounts.of(YEAR, new long[] {4, 3, 1});
        Spells spells = Spells.ofRenewals(
                List.of(Spell.lapsedAt(1), Spell.lapsedAt(2), Spell.lapsedAt(2), Spell.activeAt(2)), YEAR);
        for (double u : new double[] {-3, 0, 0.4}) {
            double value = ConstantRetention.likelihood(cohorts).value(new double[] {u});
            assertEquals(value, ConstantRetention.likelihood(spells).value(new double[] {u}), 1e-14);
            // 4 kept, 3 lost
            double odds = 4 / 3.0 * Math.exp(u);
            double r = odds / (1 + odds);
            assertEquals(4 * Math.log(r) + 3 * Math.log(1 - r), value, 1e-13);
        }
    }

    @Test
    void certainRetentionIsNoParameter() {
        assertEquals(
                "retention must be in (0, 1) to be a parameter, was 1.0 (its odds are 0 or infinite)",
                assertThrows(IllegalStateException.class, () -> new ConstantRetention(1, YEAR).parameters())
                        .getMessage());
        assertEquals(
                "retention must be in (0, 1) to be a parameter, was 0.0 (its odds are 0 or infinite)",
                assertThrows(IllegalStateException.class, () -> new ConstantRetention(0, YEAR).parameters())
                        .getMessage());
        assertEquals(
                "renewalOdds must be finite and > 0, was 0.0 (retention over churn, r / (1-r))",
                assertThrows(IllegalArgumentException.class, () -> new ConstantRetention(0.5, YEAR).withParameters(0))
                        .getMessage());
    }

    @Test
    void severalCohortsShareTheirParameters() {
        CohortCounts cohorts = CohortCounts.of(
                YEAR,
                new long[] {1000, 820, 700, 615, 550},
                new long[] {1200, 980, 835, 735},
                new long[] {1500, 1230, 1050},
                new long[] {1800, 1480},
                new long[] {2000});
        FitOutcome<ShiftedBetaGeometric> outcome = ShiftedBetaGeometric.fit(cohorts);
        parameters(new double[] {0.75899399, 3.4519002}, 1e-7, outcome.orThrow());
        assertEquals(-4629.245662, outcome.report().logLikelihood(), 1e-6);
        double[] value = {70728.5049, 90034.7794, 121072.944, 157832.583, 191738.587};
        for (int c = 0; c < 5; c++) {
            double derl = outcome.orThrow().discountedResidualLifetime(cohorts.renewals(c), DiscountRate.ofAnnual(0.1));
            assertEquals(value[c], 20 * cohorts.active(c) * derl, 1e-6 * value[c]);
        }
    }

    /** Errors of derived quantities by the delta method, and profile intervals. */
    @Test
    void uncertaintyOfThePublishedFit() {
        CohortCounts seven = HIGH_END.upTo(7);
        FitOutcome<ShiftedBetaGeometric> fit = ShiftedBetaGeometric.fit(seven);
        Estimate left = DeltaMethod.of(fit, curve -> curve.survival(12), Estimate.Scale.LOGIT);
        assertEquals(0.0194277017776, left.standardError(), 1e-8);
        assertEquals(0.340739076487, left.confidenceInterval(0.95).lower(), 1e-7);
        assertEquals(0.416757797575, left.confidenceInterval(0.95).upper(), 1e-7);
        DiscountRate tenPercent = DiscountRate.ofAnnual(0.1);
        Estimate residual =
                DeltaMethod.of(fit, curve -> curve.discountedResidualLifetime(0, tenPercent), Estimate.Scale.LOG);
        assertEquals(0.0296585639972, residual.standardError() / residual.value(), 1e-8);
        Interval alpha = ProfileLikelihood.of(ShiftedBetaGeometric.likelihood(seven), fit)
                .parameter("alpha", 0.95);
        assertEquals(0.506195546, alpha.lower(), 1e-7);
        assertEquals(0.943342659, alpha.upper(), 1e-7);
    }

    // --- spells

    @Test
    void spellsOfRenewals() {
        assertEquals(-17.054909818782299, new ShiftedBetaGeometric(0.8, 1.9, YEAR).logLikelihood(RENEWALS), 1e-13);
        assertEquals(-17.009658055929224, new BetaDiscreteWeibull(0.8, 1.9, 1.3, YEAR).logLikelihood(RENEWALS), 1e-13);
        // as if all had been seen from the start
        Spells seenAll = Spells.ofRenewals(
                IntStream.range(0, RENEWALS.size())
                        .mapToObj(i -> RENEWALS.row(i).enteredAt(0))
                        .toList(),
                YEAR);
        assertEquals(-20.310790464487492, new ShiftedBetaGeometric(0.8, 1.9, YEAR).logLikelihood(seenAll), 1e-13);

        FitOutcome<ShiftedBetaGeometric> sbg = ShiftedBetaGeometric.fit(RENEWALS);
        parameters(new double[] {1.29091514632, 3.18380012013}, 1e-7, sbg.orThrow());
        assertEquals(-16.9575439983116, sbg.report().logLikelihood(), 1e-12);
        assertEquals(FitVerdict.CONVERGED_FLAT, sbg.report().verdict());
        assertEquals(12, sbg.report().observations());
        FitOutcome<BetaDiscreteWeibull> bdw = BetaDiscreteWeibull.fit(RENEWALS);
        assertEquals(-16.9447759546, bdw.report().logLikelihood(), 1e-9);
        parameters(new double[] {.783819, 2.069197, 1.213536}, 1e-4, bdw.orThrow());
    }

    @Test
    void spellsInContinuousTime() {
        assertEquals(-17.88833928105948, new ExponentialGamma(0.9, 3.5, YEAR).logLikelihood(TIMES), 1e-13);
        assertEquals(
                -17.270310267572308, WeibullGamma.ofAlpha(0.9, 3.5, 1.25, YEAR).logLikelihood(TIMES), 1e-13);
        FitOutcome<ExponentialGamma> exponential = ExponentialGamma.fit(TIMES);
        assertEquals(-17.4303117670, exponential.report().logLikelihood(), 1e-9);
        parameters(new double[] {2.48985, 8.75227}, 1e-5, exponential.orThrow());
        FitOutcome<WeibullGamma> weibull = WeibullGamma.fit(TIMES);
        // flat: ours is 1e-7 above the reference
        assertEquals(-17.0939459031, weibull.report().logLikelihood(), 1e-6);
        WeibullGamma fitted = weibull.orThrow();
        assertEquals(.449154, fitted.r(), 1e-4);
        assertEquals(1.602457, fitted.alpha(), 1e-4);
        assertEquals(1.836572, fitted.c(), 1e-4);
        assertEquals(FitVerdict.CONVERGED_FLAT, weibull.report().verdict());
    }

    @Test
    void neitherOrderNorUnitOfTimeMatters() {
        List<Spell> rows = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        WeibullGamma truth = new WeibullGamma(1.5, 8, 1.3, YEAR);
        for (int i = 0; i < 2000; i++) {
            double t = truth.simulateTenure(0, random);
            double seen = 2 + 10 * random.nextDouble();
            rows.add(t < seen ? Spell.lapsedAt(t) : Spell.activeAt(seen));
        }
        FitOutcome<WeibullGamma> years = WeibullGamma.fit(Spells.ofTimes(rows, YEAR));
        assertEquals(FitVerdict.CONVERGED, years.report().verdict());
        Collections.shuffle(rows, new Random(1));
        List<Spell> days = rows.stream()
                .map(s -> new Spell(s.entry(), s.last() * 365.25, s.lapsed()))
                .toList();
        FitOutcome<WeibullGamma> inDays = WeibullGamma.fit(Spells.ofTimes(days, PeriodUnit.DAY));
        assertEquals(years.orThrow().r(), inDays.orThrow().r(), 1e-8);
        assertEquals(years.orThrow().scale(), inDays.orThrow().scale() / 365.25, 1e-8);
        assertEquals(years.orThrow().c(), inDays.orThrow().c(), 1e-8);
        assertEquals(1.5, years.orThrow().r(), 4 * years.report().standardErrors()[0]);
        assertEquals(8, years.orThrow().scale(), 4 * years.report().standardErrors()[1]);
        assertEquals(1.3, years.orThrow().c(), 4 * years.report().standardErrors()[2]);
    }

    /** A plain sum over so many rows was too noisy for the last steps of the search, and the fit said that it had not converged. */
    @Test
    void manyDistinctSpells() {
        Random random = new Random(1);
        ShiftedBetaGeometric other = new ShiftedBetaGeometric(.668, 3.806, YEAR);
        WeibullGamma truth = new WeibullGamma(1.5, 8, 1.3, YEAR);
        int n = 100_000;
        double[] last = new double[n];
        boolean[] lapsed = new boolean[n];
        for (int i = 0; i < n; i++) {
            double seen = 20 * random.nextDouble();
            other.simulateTenure(0, random);
            double t = truth.simulateTenure(0, random);
            lapsed[i] = t <= seen;
            last[i] = Math.min(t, seen);
        }
        FitOutcome<WeibullGamma> outcome = WeibullGamma.fit(Spells.ofTimes(new double[n], last, lapsed, YEAR));
        assertEquals(FitVerdict.CONVERGED, outcome.report().verdict());
        assertEquals(1.5, outcome.orThrow().r(), 4 * outcome.report().standardErrors()[0]);
        assertEquals(n, outcome.report().observations());
    }

    // --- derivatives

    @Test
    void derivativesAreThoseOfTheValue() {
        derivatives(new ShiftedBetaGeometricLikelihood(RenewalTable.of(HIGH_END)), new double[] {-0.3, 1.2});
        derivatives(new ShiftedBetaGeometricLikelihood(RenewalTable.of(RENEWALS)), new double[] {2, -1});
        derivatives(new BetaDiscreteWeibullLikelihood(RenewalTable.of(HIGH_END)), new double[] {-1.5, 0.4, 0.5});
        derivatives(new BetaDiscreteWeibullLikelihood(RenewalTable.of(RENEWALS)), new double[] {2.5, 3, -0.6});
        derivatives(WeibullGammaLikelihood.of(TIMES, true), new double[] {-0.7, 1.1, 0.4});
        derivatives(WeibullGammaLikelihood.of(TIMES, true), new double[] {3, 4, -0.5});
        derivatives(WeibullGammaLikelihood.of(TIMES, false), new double[] {0.9, 2});
        derivatives(new GeometricLikelihood(RenewalTable.of(HIGH_END)), new double[] {-0.2});
    }

    private static void derivatives(Likelihood likelihood, double[] u) {
        int n = u.length;
        double[] gradient = new double[n];
        double[][] hessian = new double[n][n];
        assertEquals(likelihood.value(u), likelihood.evaluate(u, gradient, hessian), 1e-11);
        double h = 1e-4;
        for (int j = 0; j < n; j++) {
            double[] slope = new double[2];
            double[][] gradients = new double[2][n];
            for (int side = 0; side < 2; side++) {
                double[] moved = u.clone();
                moved[j] += side == 0 ? -h : h;
                slope[side] = likelihood.evaluate(moved, gradients[side], new double[n][n]);
            }
            assertEquals((slope[1] - slope[0]) / (2 * h), gradient[j], 1e-5 * (1 + Math.abs(gradient[j])));
            for (int i = 0; i < n; i++) {
                double second = (gradients[1][i] - gradients[0][i]) / (2 * h);
                assertEquals(second, hessian[i][j], 1e-5 * (1 + Math.abs(second)), "d2 " + i + " " + j);
            }
        }
    }

    // --- where there is no maximum

    @Test
    void perfectlyGeometricIsFlat() {
        CohortCounts geometric = CohortCounts.of(YEAR, new long[] {1000, 800, 640, 512, 410});
        FitOutcome<ConstantRetention> one = ConstantRetention.fit(geometric);
        assertEquals(0.800135501355, one.orThrow().retention(), 1e-12);
        assertEquals(-1476.63326713, one.report().logLikelihood(), 1e-8);
        FitOutcome<ShiftedBetaGeometric> many = ShiftedBetaGeometric.fit(geometric);
        assertEquals(FitVerdict.CONVERGED_FLAT, many.report().verdict());
        assertTrue(many.report().warnings().get(0).contains("all customers leave at one common rate"));
        double[] gain = {-3.315, -0.0341963, 0.00044506, 8.43133e-05};
        double[] spread = {10, 100, 1000, 10000};
        for (int i = 0; i < 4; i++) {
            double top = Double.NEGATIVE_INFINITY;
            for (int k = 1500; k < 2500; k++) {
                double churn = k / 10_000.0;
                top = Math.max(
                        top,
                        new ShiftedBetaGeometric(churn * spread[i], (1 - churn) * spread[i], YEAR)
                                .logLikelihood(geometric));
            }
            // a grid over the mean: the maximum is flat enough for it
            assertEquals(gain[i], top - one.report().logLikelihood(), 1e-3 * Math.abs(gain[i]) + 1e-4);
        }
    }

    @Test
    void alikeCustomersAreABoundary() {
        // churn that rises, as no mixture of constant rates can
        CohortCounts rising = CohortCounts.of(YEAR, new long[] {1000, 950, 850, 600, 200});
        FitOutcome<ShiftedBetaGeometric> outcome = ShiftedBetaGeometric.fit(rising);
        assertFalse(outcome.isConverged());
        FitOutcome.NotConverged<ShiftedBetaGeometric> no = (FitOutcome.NotConverged<ShiftedBetaGeometric>) outcome;
        assertEquals(FitVerdict.BOUNDARY, no.report().verdict());
        assertEquals(
                "alpha and beta grows without bound: all customers leave at one common rate, alpha / (alpha + beta)",
                no.reason().replace("alpha grows without bound and beta grows", "alpha and beta grows"));
    }

    @Test
    void saysWhatTheDataCannotTell() {
        assertEquals(
                "nobody has left: the likelihood rises towards a curve that stays at 1",
                reason(ShiftedBetaGeometric.fit(CohortCounts.of(YEAR, new long[] {100, 100, 100}))));
        assertEquals(
                "nobody has left: the likelihood rises towards a curve that stays at 1",
                reason(ConstantRetention.fit(CohortCounts.of(YEAR, new long[] {100, 100, 100}))));
        assertEquals(
                "nobody has made a renewal: the likelihood rises towards a curve that falls to 0 at once",
                reason(BetaDiscreteWeibull.fit(CohortCounts.of(YEAR, new long[] {100, 0}))));
        assertEquals(
                "no renewal has fallen due: nothing is known of who stays",
                reason(ConstantRetention.fit(CohortCounts.of(YEAR, new long[] {100}))));
        assertEquals(
                "only one renewal has been observed: it tells the retention there, and not how customers differ",
                reason(ShiftedBetaGeometric.fit(CohortCounts.of(YEAR, new long[] {100, 70}))));
        assertEquals(
                "only 2 renewals have been observed, fewer than the 3 parameters",
                reason(BetaDiscreteWeibull.fit(CohortCounts.of(YEAR, new long[] {100, 70, 60}))));
        assertEquals(
                "nobody has left: the likelihood rises towards a curve that stays at 1",
                reason(WeibullGamma.fit(Spells.ofTimes(List.of(Spell.activeAt(3)), YEAR))));
        assertEquals(
                "nobody was observed for any time: nothing is known of who stays",
                reason(ExponentialGamma.fit(Spells.ofTimes(List.of(Spell.activeAt(0)), YEAR))));
    }

    private static String reason(FitOutcome<?> outcome) {
        return outcome.fold(model -> "converged", no -> no.reason());
    }

    @Test
    void refusesTheOtherKindOfSpells() {
        assertEquals(
                "spells must be counted in renewals, was in continuous time (use Spells.ofRenewals, or fit a continuous curve"
                        + " such as WeibullGamma)",
                assertThrows(IllegalArgumentException.class, () -> ShiftedBetaGeometric.fit(TIMES))
                        .getMessage());
        assertEquals(
                "spells must be in continuous time, was counted in renewals (use Spells.ofTimes, or fit a discrete curve such"
                        + " as ShiftedBetaGeometric)",
                assertThrows(IllegalArgumentException.class, () -> WeibullGamma.fit(RENEWALS))
                        .getMessage());
        assertEquals(
                "unit must be the curve's, MONTH, was YEAR (of the cohorts or spells)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ShiftedBetaGeometric(1, 2, PeriodUnit.MONTH).logLikelihood(HIGH_END))
                        .getMessage());
    }
}
