package org.customerequity.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Tests between models, and checks of a fit. */
class ModelTestsTest {
    /** A fit with this log-likelihood and so many parameters, to data of 1000. */
    private static FitReport report(double logLikelihood, int parameters, long observations) {
        double[][] covariance = new double[parameters][parameters];
        double[] ones = new double[parameters];
        for (int j = 0; j < parameters; j++) {
            covariance[j][j] = 1;
            ones[j] = 1;
        }
        List<String> names = List.of("a", "b", "c", "d").subList(0, parameters);
        return FitReport.ofMaximum(names, ones, covariance, logLikelihood, observations);
    }

    /** Sheet 21, section 6: the beta-discrete-Weibull contains the sBG. */
    @Test
    void likelihoodRatioMatchesTheReference() {
        FitReport sbg = HighEnd.fit(HighEnd.CUSTOMERS).report();
        assertEquals(3226.3163, sbg.aic(), 1e-4);
        // the sheet adds to the rounded criterion above
        assertEquals(3236.13181056, sbg.bic(), 1e-5);
        FitReport bdw = report(sbg.logLikelihood() + 11.68788 / 2, 3, 1000);
        assertEquals(3216.62842, bdw.aic(), 1e-5);
        assertEquals(3231.35168584, bdw.bic(), 1e-5);
        LikelihoodRatioTest test = LikelihoodRatioTest.of(sbg, bdw);
        assertEquals(11.68788, test.statistic(), 1e-9);
        assertEquals(1, test.degreesOfFreedom());
        assertEquals(0.000629085, test.pValue(), 2e-9);
    }

    /** Sheet 21, section 6: the constant rate is the sBG without differences, at the end of its range. */
    @Test
    void atTheBoundaryTheProbabilityIsHalved() {
        int[] n = HighEnd.CUSTOMERS;
        double renewals = 0;
        for (int t = 1; t < n.length; t++) {
            renewals += n[t];
        }
        double leavers = n[0] - n[n.length - 1];
        double stay = renewals / (renewals + leavers);
        double geometric = renewals * Math.log(stay) + leavers * Math.log(1 - stay);
        LikelihoodRatioTest test = LikelihoodRatioTest.atBoundary(
                report(geometric, 1, 1000), HighEnd.fit(n).report());
        assertEquals(51.8693430857, test.statistic(), 1e-8);
        assertEquals(2.966e-13, test.pValue(), 1e-16);
        // no gain at all happens half of the time, and says nothing
        assertEquals(
                1,
                LikelihoodRatioTest.atBoundary(report(-9, 1, 9), report(-9, 2, 9))
                        .pValue());
    }

    /** Two degrees of freedom: chi-square is exponential with mean 2. */
    @Test
    void twoParametersMoreHaveAClosedForm() {
        for (double gain : new double[] {0, 0.01, 1, 30}) {
            LikelihoodRatioTest test = LikelihoodRatioTest.of(report(-100, 1, 9), report(-100 + gain, 3, 9));
            assertEquals(Math.exp(-gain), test.pValue(), 1e-14 * Math.exp(-gain) + 1e-300);
        }
    }

    @Test
    void fitsThatCannotBeComparedAreRefused() {
        assertEquals(
                "observations must be the same to compare log-likelihoods, 9, was 8 (fit both models to the same customers)",
                refused(report(-9, 1, 9), report(-8, 2, 8)));
        assertEquals(
                "currency must be the same to compare log-likelihoods, none, was EUR (a density of amounts depends on their unit)",
                refused(report(-9, 1, 9), report(-8, 2, 9).inCurrency(Currency.getInstance("EUR"))));
        assertEquals(
                "parameters must be more than the simpler model's, 2, was 1 (the simpler model comes first)",
                refused(report(-9, 2, 9), report(-8, 1, 9)));
        assertEquals(
                "log-likelihood must not be below that of the simpler model, -9.0, was -10.0"
                        + " (the richer model must contain the simpler, and be at its maximum)",
                refused(report(-9, 1, 9), report(-10, 2, 9)));
        assertEquals(
                "parameters must be one more than the simpler model's at a boundary, was 2"
                        + " (the distribution for more is not half of chi-square's)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> LikelihoodRatioTest.atBoundary(report(-9, 1, 9), report(-8, 3, 9)))
                        .getMessage());
    }

    /** A search that stopped before its maximum makes a difference of its own. */
    @Test
    void onlyMaximaAreCompared() {
        FitReport stopped = FitReport.ofCoefficients(
                FitVerdict.NOT_CONVERGED, List.of("a"), new double[] {1}, new double[0][], -12, 3, 100, 9, List.of());
        assertEquals(
                "verdict of simpler must be of a fit that reached its maximum, was NOT_CONVERGED"
                        + " (the statistic compares maxima)",
                refused(stopped, report(-8, 2, 9)));
        FitReport richer = FitReport.ofCoefficients(
                FitVerdict.NOT_CONVERGED,
                List.of("a", "b"),
                new double[] {1, 2},
                new double[0][],
                -8,
                3,
                100,
                9,
                List.of());
        assertEquals(
                "verdict of richer must be of a fit that reached its maximum, was NOT_CONVERGED"
                        + " (the statistic compares maxima)",
                refused(report(-9, 1, 9), richer));
    }

    private static String refused(FitReport simpler, FitReport richer) {
        return assertThrows(IllegalArgumentException.class, () -> LikelihoodRatioTest.of(simpler, richer))
                .getMessage();
    }

    /** Sheet 21, section 6. */
    @Test
    void vuongOnCdnowMatchesTheReference() {
        PurchaseHistories histories = Cdnow.calibration();
        BgNbd bgNbd = BgNbd.fit(histories).orThrow();
        ParetoNbd paretoNbd = ParetoNbd.fit(histories).orThrow();
        VuongTest test = VuongTest.of(bgNbd.logLikelihood(histories), 4, paretoNbd.logLikelihood(histories), 4);
        assertEquals(1.212682, test.statistic(), 1e-6);
        assertEquals(0.22525, test.pValue(), 1e-5);
        assertEquals(test.statistic(), test.correctedStatistic());
        assertEquals(2357, test.observations());
    }

    /** Sheet 20, H: gamma-gamma against log-normal on CDNOW, from its sum and deviation. */
    @Test
    void vuongOfSpendMatchesTheReference() {
        VuongTest test = new VuongTest(-10.5837647084 / 946, 0.333466957139, 946, 0);
        assertEquals(-1.03190995335, test.statistic(), 1e-10);
        assertEquals(0.302114, test.pValue(), 1e-6);
    }

    /** Differences 1, 2, 3, 6: mean 3, variance 14 / 4. */
    @Test
    void vuongByHand() {
        VuongTest test = VuongTest.of(new double[] {-1, -1, -1, -1}, 5, new double[] {-2, -3, -4, -7}, 2);
        assertEquals(3, test.meanDifference(), 1e-15);
        assertEquals(2 * 3 / Math.sqrt(3.5), test.statistic(), 1e-14);
        assertEquals(2 * (3 - 3 * Math.log(4) / 8) / Math.sqrt(3.5), test.correctedStatistic(), 1e-14);
        VuongTest turned = VuongTest.of(new double[] {-2, -3, -4, -7}, 2, new double[] {-1, -1, -1, -1}, 5);
        assertEquals(-test.correctedStatistic(), turned.correctedStatistic(), 1e-14);
        assertEquals(test.correctedPValue(), turned.correctedPValue(), 1e-16);
    }

    @Test
    void modelsThatCannotBeToldApartAreRefused() {
        double[] rows = {-1, -2, -3};
        assertEquals(
                "deviation must be finite and > 0, was 0.0 (two models that say the same of every customer cannot be compared)",
                assertThrows(IllegalArgumentException.class, () -> VuongTest.of(rows, 1, rows, 2))
                        .getMessage());
        assertEquals(
                "second must have as many customers as first, 3, was 1",
                assertThrows(IllegalArgumentException.class, () -> VuongTest.of(rows, 1, new double[1], 2))
                        .getMessage());
        assertEquals(
                "second[1] must be finite, was NaN (leave out customers that carry no likelihood)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> VuongTest.of(rows, 1, new double[] {-1, Double.NaN, 0}, 2))
                        .getMessage());
    }

    // --- checks of a fit

    @Test
    void fitsEndAtTheSameMaximumFromOtherStartsAndInOtherUnits() {
        PurchaseHistories weeks = simulated(1);
        PurchaseHistories tenths = simulated(10);
        check(BgNbd.likelihood(weeks), BgNbd.fit(weeks).report(), BgNbd.likelihood(tenths));
        check(ParetoNbd.likelihood(weeks), ParetoNbd.fit(weeks).report(), ParetoNbd.likelihood(tenths));
    }

    private static void check(Likelihood likelihood, FitReport report, Likelihood rescaled) {
        FitCheck starts = FitCheck.otherStarts(likelihood, report);
        assertTrue(starts.agrees(), starts::toString);
        // the Pareto/NBD is flat in some direction: the rounding of its value leaves 5e-4
        assertTrue(starts.shift() < 2e-3, starts::toString);
        FitCheck unit = FitCheck.otherUnit(likelihood, report, rescaled);
        assertTrue(unit.agrees(), unit::toString);
        assertTrue(unit.shift() < 2e-3, unit::toString);
    }

    /** The same customers with times so many times as long. */
    private static PurchaseHistories simulated(double times) {
        BgNbd truth = new BgNbd(0.5, 6, 0.8, 2.5, PeriodUnit.WEEK);
        SplittableRandom random = new SplittableRandom(17);
        int n = 800;
        double[] age = new double[n];
        for (int i = 0; i < n; i++) {
            age[i] = 20 + 30 * random.nextDouble();
        }
        PurchaseHistories once = truth.simulateHistories(
                PurchaseHistories.ofColumns(new int[n], new double[n], age, PeriodUnit.WEEK), random);
        double[] recency = once.recencies();
        for (int i = 0; i < n; i++) {
            recency[i] *= times;
            age[i] *= times;
        }
        return PurchaseHistories.ofColumns(once.frequencies(), recency, age, PeriodUnit.WEEK);
    }

    /** A curve with two tops: from the lower, another start finds the higher. */
    @Test
    void aHigherMaximumIsFound() {
        Likelihood twoTops = new TwoTops();
        FitOutcome<double[]> atLower = MaximumLikelihood.fit(twoTops, FitOptions.defaults(), p -> p);
        assertEquals(0.5, Math.log(atLower.orThrow()[0]), 0.1);
        FitCheck check = FitCheck.otherStarts(twoTops, atLower.report());
        assertFalse(check.agrees());
        assertEquals(0.5, check.gain(), 0.05);
        assertTrue(
                check.toString().startsWith("other starts: a higher maximum: the fit is not to be used"),
                check::toString);
    }

    /** Two bells, at 0.5 and 2.5, the second half as high again. */
    private static final class TwoTops implements Likelihood {
        @Override
        public List<String> names() {
            return List.of("a");
        }

        @Override
        public double[] start() {
            return new double[] {0.4};
        }

        @Override
        public long observations() {
            return 10;
        }

        @Override
        public double value(double[] u) {
            return evaluate(u, new double[1], new double[1][1]);
        }

        @Override
        public double evaluate(double[] u, double[] gradient, double[][] hessian) {
            double value = 0;
            gradient[0] = 0;
            hessian[0][0] = 0;
            double[][] bells = {{0.5, 1}, {2.5, 1.5}};
            for (double[] bell : bells) {
                double d = u[0] - bell[0];
                double e = bell[1] * Math.exp(-2 * d * d);
                value += e;
                gradient[0] -= 4 * d * e;
                hessian[0][0] += (16 * d * d - 4) * e;
            }
            return value;
        }
    }

    @Test
    void aLikelihoodOfAnotherModelIsRefused() {
        FitReport report = HighEnd.fit(HighEnd.CUSTOMERS).report();
        assertEquals(
                "likelihood must have the parameters of the fit, [alpha, beta], was [r, alpha, s, beta]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> FitCheck.otherStarts(ParetoNbd.likelihood(simulated(1)), report))
                        .getMessage());
        assertEquals(
                "histories must have amounts, were without (summarise transactions with amounts, or see"
                        + " PurchaseHistories.withSpend)",
                assertThrows(IllegalArgumentException.class, () -> GammaGamma.likelihood(simulated(1)))
                        .getMessage());
    }
}
