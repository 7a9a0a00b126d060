package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.CdnowLog;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The fits find the maxima, for one k and over k, and where there is none they say so. */
class CnbdFitTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    /** k, r, alpha, a, b, log-likelihood: at the maxima found with 40 digits. */
    private static final double[][] BG = {
        {1, 0.242594516, 4.41360172, 0.792922158, 2.42590714, -9582.429206674},
        {2, 0.226917199, 1.46291956, 0.944002181, 2.07432861, -9855.326974093},
        {3, 0.219481732, 0.83343109, 1.0260926, 2.09413461, -10393.565053783},
        {4, 0.214452, 0.569847, 1.081856, 2.138116, -11030.191587555}
    };

    private static final double[][] MBG = {
        {1, 0.52484308, 6.18308493, 0.891359454, 1.61400275, -9582.135715554},
        {2, 0.579896216, 2.28814905, 1.13445267, 1.58497408, -9853.253128516},
        {3, 0.5329684, 1.25819563, 1.28866391, 1.84520917, -10394.362651625},
        {4, 0.495858, 0.830818, 1.406682, 2.089150, -11033.940887556}
    };

    /** The calibration period with the logarithms of the intervals, from the transactions themselves. */
    private static PurchaseHistories cdnow() {
        double[] sums = CdnowLog.intervals(LocalDate.of(1997, 9, 30)).stream()
                .mapToDouble(all -> Arrays.stream(all).map(Math::log).sum())
                .toArray();
        assertEquals(2909.50466858973, Arrays.stream(sums).sum(), 1e-9);
        return Cdnow.calibration().withLogIntervals(sums);
    }

    @Test
    void cdnowBg() {
        PurchaseHistories h = cdnow();
        for (double[] exact : BG) {
            assertMaximum(exact, BgCnbd.fit(h, (int) exact[0]));
        }
    }

    @Test
    void cdnowMbg() {
        PurchaseHistories h = cdnow();
        for (double[] exact : MBG) {
            assertMaximum(exact, MbgCnbd.fit(h, (int) exact[0]));
        }
    }

    private static void assertMaximum(double[] exact, FitOutcome<? extends PurchaseModel> outcome) {
        assertEquals(FitVerdict.CONVERGED, outcome.report().verdict());
        assertEquals(exact[5], outcome.report().logLikelihood(), 1e-7);
        assertTrue(outcome.report().gradientNorm() < 1e-7, () -> outcome.toString());
        for (int j = 0; j < 4; j++) {
            assertEquals(exact[j + 1], outcome.orThrow().parameters()[j], 1e-5 * exact[j + 1], outcome::toString);
        }
    }

    /** The log-likelihood of the report is that of the model, row by row. */
    @Test
    void reportAndModelAgree() {
        PurchaseHistories h = cdnow();
        FitOutcome<MbgCnbd> outcome = MbgCnbd.fit(h, 3);
        double sum = Arrays.stream(outcome.orThrow().logLikelihood(h)).sum();
        assertEquals(sum, outcome.report().logLikelihood(), 1e-8);
    }

    @Test
    void cdnowIsNotRegular() {
        PurchaseHistories h = cdnow();
        TimingChoice<BgCnbd> choice = BgCnbd.fitChoosingK(h);
        assertEquals(1, choice.k());
        assertEquals(1, choice.chosen().orThrow().k());
        assertArrayEquals(Arrays.stream(BG).mapToDouble(row -> row[5]).toArray(), choice.logLikelihoods(), 1e-6);
        assertEquals(
                "k = 1 has the highest log-likelihood, -9582.43; k = 2 comes next, lower by 272.90: purchases are no more"
                        + " regular than random ones.",
                choice.reason());
        assertEquals(2 * 9582.429206674 + 10, choice.aic(), 1e-6);
        assertEquals(2 * 9582.429206674 + 5 * Math.log(2357), choice.bic(), 1e-6);
        assertEquals(1, MbgCnbd.fitChoosingK(h).k());
    }

    /** k = 1 is the BG/NBD, and needs no intervals. */
    @Test
    void oneIsTheBgNbd() {
        PurchaseHistories h = Cdnow.calibration();
        FitOutcome<BgNbd> random = BgNbd.fit(h);
        FitOutcome<BgCnbd> one = BgCnbd.fit(h, 1);
        assertArrayEquals(random.orThrow().parameters(), one.orThrow().parameters(), 1e-9);
        assertEquals(random.report().logLikelihood(), one.report().logLikelihood(), 1e-9);
        assertArrayEquals(random.report().standardErrors(), one.report().standardErrors(), 1e-8);
    }

    private static PurchaseHistories simulate(PurchaseModel model, int customers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] x = new int[customers];
        double[] tx = new double[customers];
        double[] age = new double[customers];
        double[] logs = new double[customers];
        PurchaseHistory newCustomer = PurchaseHistory.newCustomer(model.unit());
        for (int i = 0; i < customers; i++) {
            age[i] = 30 + 60 * random.nextDouble();
            for (double t : model.simulatePurchases(newCustomer, age[i], random)) {
                logs[i] += Math.log(t - tx[i]);
                tx[i] = t;
                x[i]++;
            }
        }
        return PurchaseHistories.ofColumns(x, tx, age, model.unit()).withLogIntervals(logs);
    }

    /** Data of known regularity: k is found, and the parameters within their standard errors. */
    @Test
    void recoversWhatItSimulated() {
        BgCnbd bg = new BgCnbd(3, 0.8, 2.5, 0.9, 3, WEEK);
        assertRecovered(bg, BgCnbd.fitChoosingK(simulate(bg, 8000, 1)), 3);
        MbgCnbd mbg = new MbgCnbd(2, 0.8, 2.5, 0.9, 3, WEEK);
        assertRecovered(mbg, MbgCnbd.fitChoosingK(simulate(mbg, 8000, 2)), 2);
    }

    private static void assertRecovered(PurchaseModel truth, TimingChoice<? extends PurchaseModel> choice, int k) {
        assertEquals(k, choice.k(), choice::reason);
        double[] se = choice.chosen().report().standardErrors();
        for (int j = 0; j < 4; j++) {
            assertEquals(truth.parameters()[j], choice.chosen().orThrow().parameters()[j], 4 * se[j]);
        }
        double[] all = choice.logLikelihoods();
        assertEquals(Math.min(12, k + 3), all.length, "three more were tried");
    }

    /** The order of the rows and the unit of time change nothing but the unit of alpha, and the likelihoods by one constant. */
    @Test
    void orderAndUnitDoNotMatter() {
        PurchaseHistories h = simulate(new MbgCnbd(3, 0.8, 2.5, 0.9, 3, WEEK), 1500, 3);
        int n = h.size();
        int[] backwards = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
        double[] logs = IntStream.range(0, n)
                .mapToDouble(i -> h.sumOfLogIntervals(i) + h.frequency(i) * Math.log(7))
                .toArray();
        PurchaseHistories days = PurchaseHistories.ofColumns(
                        h.frequencies(), times7(h.recencies()), times7(h.ages()), PeriodUnit.DAY)
                .withLogIntervals(logs);
        TimingChoice<MbgCnbd> choice = MbgCnbd.fitChoosingK(h);
        TimingChoice<MbgCnbd> permuted = MbgCnbd.fitChoosingK(h.select(backwards));
        TimingChoice<MbgCnbd> inDays = MbgCnbd.fitChoosingK(days);
        assertEquals(choice.k(), permuted.k());
        assertEquals(choice.k(), inDays.k());
        double[] expected = choice.chosen().orThrow().parameters();
        double[] other = permuted.chosen().orThrow().parameters();
        double[] scaled = inDays.chosen().orThrow().parameters();
        scaled[1] /= 7;
        for (int j = 0; j < 4; j++) {
            assertEquals(expected[j], other[j], 1e-9 * expected[j]);
            assertEquals(expected[j], scaled[j], 1e-9 * expected[j]);
        }
        double constant = Arrays.stream(h.frequencies()).sum() * Math.log(7);
        for (int k = 1; k <= choice.fits().size(); k++) {
            assertEquals(choice.logLikelihoods()[k - 1] - constant, inDays.logLikelihoods()[k - 1], 1e-8);
        }
    }

    private static double[] times7(double[] weeks) {
        return Arrays.stream(weeks).map(w -> 7 * w).toArray();
    }

    @Test
    void derivativesAgreeWithDifferences() {
        for (int k : new int[] {1, 2, 5}) {
            for (int m = 0; m < 2; m++) {
                PurchaseHistories h = simulate(new MbgCnbd(3, 0.8, 2.5, 0.9, 3, WEEK), 200, 11);
                CnbdLikelihood likelihood =
                        new CnbdLikelihood(DistinctRows.of(h.frequencies(), h.recencies(), h.ages()), 0, k, m);
                for (double[] u :
                        new double[][] {{-0.5, 0.2, -0.3, 1}, {2, 3, 1, -1}, {-3, -2, -4, 3}, {0, -4, 3, -5}}) {
                    assertDerivatives(likelihood, u);
                }
            }
        }
    }

    private static void assertDerivatives(CnbdLikelihood likelihood, double[] u) {
        double[] gradient = new double[4];
        double[][] hessian = new double[4][4];
        double value = likelihood.evaluate(u, gradient, hessian);
        assertEquals(value, likelihood.value(u), 1e-13 * Math.abs(value), "value alone");
        double scale = Math.abs(value);
        for (int j = 0; j < 4; j++) {
            double[] up = u.clone();
            double[] down = u.clone();
            up[j] += 1e-4;
            down[j] -= 1e-4;
            double difference = (likelihood.value(up) - likelihood.value(down)) / 2e-4;
            assertEquals(difference, gradient[j], 1e-7 * scale, () -> Arrays.toString(u));
        }
        double[][] differences = NewtonMaximizer.hessianByDifferences(
                v -> {
                    double[] g = new double[4];
                    likelihood.evaluate(v, g, new double[4][4]);
                    return g;
                },
                u);
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(differences[i], hessian[i], 1e-8 * scale, () -> Arrays.toString(u));
        }
    }

    // --- refusals

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void withoutIntervalsOnlyRandomTimingCanBeFitted() {
        PurchaseHistories h =
                PurchaseHistories.ofColumns(new int[] {0, 2}, new double[] {0, 5}, new double[] {9, 9}, WEEK);
        String hint = "histories must have the logarithms of intervals where k may be above 1, was " + h
                + " (PurchaseHistories.withLogIntervals, or histories from a PurchaseLog)";
        assertRefused(hint, () -> BgCnbd.fit(h, 2));
        assertRefused(hint, () -> MbgCnbd.fitChoosingK(h));
        assertRefused(
                "intervals must be known where k is above 1, was none (the likelihood of regular timing needs the times"
                        + " between purchases: PurchaseHistory.withIntervals, PurchaseHistories.withLogIntervals, or"
                        + " histories from a PurchaseLog)",
                () -> new BgCnbd(2, 1, 1, 1, 1, WEEK).logLikelihood(h));
        String one = assertThrows(
                        IllegalArgumentException.class, () -> new BgCnbd(2, 1, 1, 1, 1, WEEK).logLikelihood(h.row(1)))
                .getMessage();
        assertTrue(one.startsWith("intervals must be known where k is above 1, was IntervalSummary[count=0"), one);
        assertTrue(Double.isFinite(new BgCnbd(2, 1, 1, 1, 1, WEEK).logLikelihood(h.row(0))), "none to know");
        assertTrue(Double.isFinite(new BgCnbd(1, 1, 1, 1, 1, WEEK).logLikelihood(h.row(1))), "none needed");
    }

    @Test
    void kIsAWholeNumberFromOneOn() {
        PurchaseHistories h = PurchaseHistories.ofColumns(new int[1], new double[1], new double[] {9}, WEEK);
        for (int bad : new int[] {0, -1, 101}) {
            String rule = " must be in 1..100, was " + bad
                    + " (hidden events a purchase: 1 for purchases at random, more for" + " regular ones)";
            assertRefused("k" + rule, () -> new BgCnbd(bad, 1, 1, 1, 1, WEEK));
            assertRefused("k" + rule, () -> new MbgCnbd(bad, 1, 1, 1, 1, WEEK));
            assertRefused("k" + rule, () -> BgCnbd.fit(h, bad));
            assertRefused("mostK" + rule, () -> MbgCnbd.fitChoosingK(h, bad, FitOptions.defaults()));
        }
    }

    @Test
    void refusesNothingToFit() {
        PurchaseHistories none = PurchaseHistories.ofColumns(new int[0], new double[0], new double[0], WEEK);
        String message = "histories must have at least one customer, was empty (there is nothing to fit to)";
        assertRefused(message, () -> BgCnbd.fit(none, 1));
        assertRefused(message, () -> MbgCnbd.fitChoosingK(none));
        assertRefused(
                "k must be that of one of the 1 fits, was 2 (the first is k = 1)",
                () -> new TimingChoice<>(2, List.of(BgCnbd.fit(simulate(new BgCnbd(1, 1, 5, 1, 3, WEEK), 99, 4), 1))));
    }

    @Test
    void nobodyBoughtAgain() {
        PurchaseHistories h = PurchaseHistories.ofColumns(new int[3], new double[3], new double[] {5, 6, 7}, WEEK);
        FitOutcome<MbgCnbd> outcome = MbgCnbd.fit(h, 2);
        assertFalse(outcome.isConverged());
        assertTrue(assertThrows(FitException.class, outcome::orThrow)
                .getMessage()
                .startsWith("fit not tried: none of the 3 customers has bought again"));
    }

    @Test
    void theLargestTriedMayNotBeTheBest() {
        BgCnbd truth = new BgCnbd(4, 0.8, 2.5, 0.9, 3, WEEK);
        TimingChoice<BgCnbd> choice = BgCnbd.fitChoosingK(simulate(truth, 2000, 5), 2, FitOptions.defaults());
        assertEquals(2, choice.k());
        assertTrue(
                choice.reason()
                        .endsWith(
                                "the times between purchases of a customer vary by 71 % of their mean, those of random"
                                        + " purchases by 100 %. It is also the largest that was tried, so that a larger one may be"
                                        + " better still."),
                choice.reason());
    }

    @Test
    void namesTheSimplerModel() {
        FitOutcome<BgCnbd> outcome = BgCnbd.fit(simulate(new BgCnbd(2, 0.8, 2.5, 1e-4, 10, WEEK), 800, 6), 2);
        String said = outcome.fold(model -> outcome.report().warnings().toString(), FitOutcome.NotConverged::reason);
        assertTrue(said.contains("nobody ever leaves: regular timing without dropout"), said);
    }
}
