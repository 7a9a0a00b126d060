package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.testing.CdnowLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gamma-gamma model fitted to single amounts. */
class GammaGammaTransactionsTest {
    private static final GammaGamma PUBLISHED = new GammaGamma(6.25, 3.74, 15.44);

    @Test
    void findsTheMaximumOnCdnow() {
        PurchaseHistories cdnow = CdnowLog.calibration();
        FitOutcome<GammaGamma> outcome = GammaGamma.fitTransactions(cdnow);
        FitReport report = outcome.report();
        GammaGamma model = outcome.orThrow();
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(946, report.observations());
        assertEquals(-10707.8597206, report.logLikelihood(), 1e-7);
        assertEquals(3.60996, model.p(), 5e-6);
        assertEquals(4.48616, model.q(), 5e-6);
        assertEquals(34.0830, model.gamma(), 5e-5);
        assertTrue(report.gradientNorm() < 1e-6 && report.iterations() < 12, report::toString);
        assertEquals(Optional.of(Currency.getInstance("USD")), report.currency());
        double sum = 0;
        for (double l : model.logLikelihoodOfTransactions(cdnow)) {
            sum += l;
        }
        assertEquals(report.logLikelihood(), sum, 1e-8, "rows sum to the fit's likelihood");
        assertEquals(
                -4055.9176948019,
                GammaGamma.fit(cdnow).report().logLikelihood(),
                1e-8,
                "means are not moved by logarithms");
    }

    /** The integral of the densities given the rate nu, over nu: the definition. */
    @Test
    void likelihoodIsTheIntegralOverTheCustomersRate() {
        double[] amounts = {12.5, 30, 21.75, 4.2};
        for (GammaGamma m :
                List.of(new GammaGamma(2.5, 3.4, 28), new GammaGamma(0.3, 0.6, 9), new GammaGamma(40, 6, 3))) {
            double sum = Arrays.stream(amounts).sum();
            double logs = Arrays.stream(amounts).map(Math::log).sum();
            double n = amounts.length;
            double rate = m.gamma() + sum;
            double shape = m.p() * n + m.q();
            double logScale = shape * (Math.log(shape / rate) - 1);
            double integral = Quadrature.halfLine(
                    nu -> Math.exp(shape * Math.log(nu) - rate * nu - logScale) / nu, shape / rate, 1e-13);
            double expected = (m.p() - 1) * logs
                    - n * SpecialFunctions.logGamma(m.p())
                    + m.q() * Math.log(m.gamma())
                    - SpecialFunctions.logGamma(m.q())
                    + logScale
                    + Math.log(integral);
            double actual = m.logLikelihoodOfTransactions(SpendSummary.ofAmounts(amounts));
            assertEquals(expected, actual, 1e-11 * Math.abs(expected) + 1e-12 * shape, m::toString);
        }
    }

    /** One amount is its own mean. */
    @Test
    void oneTransactionIsItsMean() {
        for (double z : new double[] {1e-6, 0.7, 30, 1e6}) {
            assertEquals(
                    PUBLISHED.logLikelihood(SpendSummary.of(1, z)),
                    PUBLISHED.logLikelihoodOfTransactions(SpendSummary.ofAmounts(z)),
                    1e-13 * Math.abs(PUBLISHED.logLikelihood(SpendSummary.of(1, z))));
        }
        List<SpendSummary> single = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 500; i++) {
            single.add(SpendSummary.ofAmounts(PUBLISHED.simulateSpend(SpendSummary.none(), 1, random)));
        }
        PurchaseHistories data = SpendModelContract.histories(single);
        FitReport means = GammaGamma.fit(data).report();
        FitReport transactions = GammaGamma.fitTransactions(data).report();
        assertEquals(means.verdict(), transactions.verdict());
        assertEquals(means.logLikelihood(), transactions.logLikelihood(), 1e-9);
        assertTrue(
                transactions.warnings().stream().anyMatch(w -> w.startsWith("Every customer has a single counted")),
                transactions.warnings()::toString);
    }

    /** Of p from 10 on by Stirling's series, below by the logarithm of the gamma function: no step between them. */
    @Test
    void bothFormsOfTheShareOfPartsAgree() {
        for (double p : new double[] {10, 25, 300}) {
            for (double n : new double[] {2, 7, 40, 1000}) {
                double direct =
                        SpecialFunctions.logGamma(p * n) - p * n * Math.log(n) - n * SpecialFunctions.logGamma(p);
                assertEquals(direct, GammaGamma.logParts(p, n), 1e-14 * p * n * Math.log(p * n), p + ", " + n);
            }
        }
    }

    @Test
    void gradientAndHessianAreThoseOfTheValue() {
        GammaGammaLikelihood likelihood =
                GammaGammaLikelihood.ofTransactions(LogNormalSpendTest.simulated(new GammaGamma(3, 4, 60), 300, 5));
        for (double[] u : new double[][] {{1, 1, 2}, {-2, 0.3, 0}, {4, 3, 5}, {-1, 5, -3}}) {
            double[] gradient = new double[3];
            double[][] hessian = new double[3][3];
            double value = likelihood.evaluate(u, gradient, hessian);
            assertEquals(likelihood.value(u), value, 1e-12 * Math.abs(value));
            double[][] differences = NewtonMaximizer.hessianByDifferences(
                    v -> {
                        double[] g = new double[3];
                        likelihood.evaluate(v, g, new double[3][3]);
                        return g;
                    },
                    u);
            for (int j = 0; j < 3; j++) {
                double h = 1e-5;
                double[] up = u.clone();
                double[] down = u.clone();
                up[j] += h;
                down[j] -= h;
                double slope = (likelihood.value(up) - likelihood.value(down)) / (2 * h);
                assertEquals(slope, gradient[j], 1e-6 * (Math.abs(slope) + 300), "gradient " + j);
                for (int k = 0; k < 3; k++) {
                    assertEquals(differences[j][k], hessian[j][k], 1e-6 * (Math.abs(differences[j][k]) + 300));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void recoversWhatItSimulatedAndBetterThanFromMeans(int i) {
        GammaGamma truth = List.of(
                        PUBLISHED,
                        new GammaGamma(0.5, 2.5, 300),
                        new GammaGamma(40, 1.4, 3),
                        new GammaGamma(1.7, 0.8, 12))
                .get(i);
        PurchaseHistories data = LogNormalSpendTest.simulated(truth, 10_000, 200 + i);
        FitOutcome<GammaGamma> outcome = GammaGamma.fitTransactions(data);
        FitReport report = outcome.report();
        assertEquals(FitVerdict.CONVERGED, report.verdict(), report::toString);
        double[] se = report.standardErrors();
        for (int j = 0; j < 3; j++) {
            assertEquals(truth.parameters()[j], outcome.orThrow().parameters()[j], 4 * se[j], GammaGamma.NAMES.get(j));
        }
        assertTrue(se[0] < GammaGamma.fit(data).report().standardErrors()[0] / 2, "p is known better");
        boolean noMean = report.warnings().stream().anyMatch(w -> w.startsWith("The mean spend of the population"));
        assertEquals(truth.q() <= 1, noMean, () -> report.warnings().toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 100, 1e9})
    void anotherCurrencyScalesGammaAlone(double rate) {
        List<SpendSummary> dollars = new ArrayList<>();
        List<SpendSummary> other = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(11);
        double transactions = 0;
        for (int i = 0; i < 800; i++) {
            double[] amounts = PUBLISHED.simulateSpend(SpendSummary.none(), 1 + i % 4, random);
            transactions += amounts.length;
            dollars.add(SpendSummary.ofAmounts(amounts));
            other.add(SpendSummary.ofAmounts(
                    Arrays.stream(amounts).map(z -> z * rate).toArray()));
        }
        FitOutcome<GammaGamma> a = GammaGamma.fitTransactions(SpendModelContract.histories(dollars));
        FitOutcome<GammaGamma> b = GammaGamma.fitTransactions(SpendModelContract.histories(other));
        double[] scaled = a.orThrow().parameters();
        scaled[2] *= rate;
        assertArrayEquals(
                new double[] {1, 1, 1},
                new double[] {
                    b.orThrow().p() / scaled[0],
                    b.orThrow().q() / scaled[1],
                    b.orThrow().gamma() / scaled[2]
                },
                1e-8);
        assertEquals(
                a.report().logLikelihood() - transactions * Math.log(rate),
                b.report().logLikelihood(),
                1e-10 * Math.abs(b.report().logLikelihood()));
    }

    /** Every customer's amounts are Gamma(3, 0.1): the simpler model's likelihood is that of independent amounts. */
    @Test
    void oneCommonLevelOfSpendIsFlatOrAtTheBoundary() {
        SplittableRandom random = new SplittableRandom(8);
        List<SpendSummary> spends = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            double[] amounts = new double[1 + i % 5];
            Arrays.setAll(amounts, j -> RandomDraws.gamma(3, 0.1, random));
            spends.add(SpendSummary.ofAmounts(amounts));
        }
        FitOutcome<GammaGamma> outcome = GammaGamma.fitTransactions(SpendModelContract.histories(spends));
        String said = outcome.report().warnings() + outcome.fold(model -> "", FitOutcome.NotConverged::reason);
        assertTrue(said.contains("all customers spend at one common level"), said);
        assertTrue(outcome.report().verdict() != FitVerdict.CONVERGED, said);
    }

    /** q at its largest, with p and the mean at theirs, comes up to the closed likelihood of the simpler model. */
    @Test
    void likelihoodOfTheSimplerModelIsTheLimitOfThisOne() {
        PurchaseHistories data = LogNormalSpendTest.simulated(new GammaGamma(3, 20, 190), 500, 3);
        GammaGammaLikelihood likelihood = GammaGammaLikelihood.ofTransactions(data);
        assertEquals(1, likelihood.limits().size());
        double limit = likelihood.limits().get(0).logLikelihood().getAsDouble();
        double best = Double.NEGATIVE_INFINITY;
        for (double p = 2; p < 4; p += 0.005) {
            // mean p gamma / q of the data, which are counted in tenths of it
            double q = 1e7;
            double mean = 0;
            double n = 0;
            for (int i = 0; i < data.size(); i++) {
                mean += data.spendCount(i) * data.meanSpend(i);
                n += data.spendCount(i);
            }
            double gamma = mean / n / likelihood.units()[2] * q / p;
            best = Math.max(best, likelihood.value(new double[] {Math.log(p), Math.log(q), Math.log(gamma)}));
        }
        assertEquals(limit, best, 0.01);
    }

    @Test
    void customersWhoNeverVaryAreRefused() {
        List<SpendSummary> faithful = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 100; i++) {
            double z = Math.rint(8000 / RandomDraws.gamma(4, 1, random)) / 100;
            faithful.add(SpendSummary.ofAmounts(z, z, z));
        }
        PurchaseHistories data = SpendModelContract.histories(faithful);
        assertEquals(
                "fit not tried: every customer spends the same amount each time, so that p has no upper bound: fit the mean"
                        + " amounts (GammaGamma.fit)",
                assertThrows(
                                FitException.class,
                                () -> GammaGamma.fitTransactions(data).orThrow())
                        .getMessage());
        PurchaseHistories bare = GammaGammaTest.meansOnly(data);
        assertEquals(
                "histories must have the logarithms of single amounts, were without"
                        + " (PurchaseLog.histories has them, after withSpendPolicy where purchases came to nothing;"
                        + " or SpendSummary.ofAmounts, PurchaseHistories.withLogSpend)",
                assertThrows(IllegalArgumentException.class, () -> GammaGamma.fitTransactions(bare))
                        .getMessage());
    }
}
