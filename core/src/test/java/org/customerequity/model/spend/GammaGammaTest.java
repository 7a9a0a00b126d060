package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.List;
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
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.Distribution;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GammaGammaTest extends TransactionSpendModelContract {
    private static final Currency USD = Currency.getInstance("USD");
    private static final GammaGamma PUBLISHED = new GammaGamma(6.25, 3.74, 15.44);

    @Override
    protected GammaGamma model() {
        return PUBLISHED;
    }

    // --- the density of a mean --------------------------------------------------------------------------------------

    @Test
    void densityOfAnyMeanIntegratesToOneAndHasThePopulationMean() {
        double population = PUBLISHED.populationMean();
        for (int n : new int[] {1, 2, 10, 300}) {
            assertEquals(1, integral(n, 0), 1e-8, () -> "mass of the mean of " + n);
            assertEquals(population, integral(n, 1), 1e-6 * population, () -> "mean of the mean of " + n);
        }
    }

    /** The integral of z^power f(z), by the trapezoidal rule in ln z: exact for what is smooth and dies off at both ends. */
    private static double integral(int n, int power) {
        double sum = 0;
        double step = 1.0 / 256;
        for (int i = -256 * 45; i <= 256 * 45; i++) {
            double y = i * step;
            sum += Math.exp(PUBLISHED.logLikelihood(SpendSummary.of(n, Math.exp(y))) + (power + 1) * y) * step;
        }
        return sum;
    }

    @Test
    void nothingKnownCarriesNoLikelihoodAndAMeanOfZeroIsRefused() {
        assertEquals(0, PUBLISHED.logLikelihood(SpendSummary.none()), 0.0);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> PUBLISHED.logLikelihood(SpendSummary.of(3, 0)))
                .getMessage();
        assertTrue(message.startsWith("mean must be > 0 where transactions were counted, was 0.0"), message);
        PurchaseHistories rows = histories(new int[] {0, 3, 2}, new double[] {0, 0, 20});
        double[] column = PUBLISHED.logLikelihood(rows);
        assertEquals(0, column[0], 0.0);
        assertTrue(Double.isNaN(column[1]), "a row of transactions of mean 0 has no density");
        assertEquals(PUBLISHED.logLikelihood(SpendSummary.of(2, 20)), column[2], 0.0);
    }

    // --- numbers -----------------------------------------------------------------------------------------------------

    @Test
    void meetsFiftyDigitReferences() {
        OracleTable table = OracleTable.resource("gammagamma.csv");
        assertEquals(40, table.size());
        for (int i = 0; i < table.size(); i++) {
            int n = (int) table.get(i, "x");
            double mean = table.get(i, "mean_spend");
            GammaGamma model = new GammaGamma(table.get(i, "p"), table.get(i, "q"), table.get(i, "v"));
            SpendSummary spend = SpendSummary.of(n, mean);
            String where = table.where(i);
            double likelihood = table.get(i, "log_likelihood");
            // a few units in the last place of the largest logarithm in the formula
            double largest = (model.p() * n + model.q()) * Math.abs(Math.log(model.gamma() / (n * mean)));
            assertEquals(likelihood, model.logLikelihood(spend), 4e-16 * largest + 1e-13 * Math.abs(likelihood), where);
            double expected = table.get(i, "cond_expected_mean");
            assertEquals(expected, model.expectedSpend(spend), 1e-14 * expected, where);
            double population = table.get(i, "population_mean");
            if (population == Double.POSITIVE_INFINITY) {
                assertEquals(
                        "p * count + q must be > 1 for an expected spend, was 0.8 (p 1.7, q 0.8, count 0)",
                        assertThrows(ArithmeticException.class, model::populationMean)
                                .getMessage());
            } else {
                assertEquals(population, model.populationMean(), 1e-14 * population, where);
            }
        }
    }

    /** Fader and Hardie, The Gamma-Gamma Model of Monetary Value (2013): customers of CDNOW, two decimals printed. */
    @Test
    void publishedCustomers() {
        assertEquals(35.2189781022, PUBLISHED.populationMean(), 1e-10);
        assertEquals(24.6637139108, PUBLISHED.expectedSpend(SpendSummary.of(2, 22.35)), 1e-10);
        assertEquals(24.65, PUBLISHED.expectedSpend(SpendSummary.of(2, 22.35)), 0.02);
        assertEquals(18.9168520578, PUBLISHED.expectedSpend(SpendSummary.of(1, 11.77)), 1e-10);
        assertEquals(71.469670897, PUBLISHED.expectedSpend(SpendSummary.of(7, 73.74)), 1e-9);
        assertEquals(-3.55131675973, PUBLISHED.logLikelihood(SpendSummary.of(2, 22.35)), 1e-11);
    }

    /** Worked example of three amounts, 12.5, 30 and 21.75; reference values to 16 digits. */
    @Test
    void posteriorOfACustomerAndOfHisNextTransaction() {
        GammaGamma model = new GammaGamma(2.5, 3.4, 28);
        SpendSummary three = SpendSummary.of(3, (12.5 + 30 + 21.75) / 3);
        assertEquals(-3.5878636912325473, model.logLikelihood(three), 1e-13);
        double mean = model.expectedSpend(three);
        assertEquals(23.295454545454545, mean, 1e-13);
        assertEquals(302.43639149410345, model.expectedSquareOfTransaction(three) - mean * mean, 1e-11);
        assertEquals(60.975078930262791, model.varianceOfMeanSpend(three), 1e-12);
        Distribution next = model.nextSpend(three);
        assertEquals(mean, next.mean(), 1e-14 * mean);
        assertEquals(302.43639149410345, next.variance(), 1e-12 * 302);
        assertEquals(0.02340413555653128, next.density(5), 1e-14);
        assertEquals(0.027390898600636853, next.density(20), 1e-14);
        assertEquals(0.0023961688078281084, next.density(60), 1e-15);
        assertEquals(0.057788322128997567, next.probabilityBelow(5), 1e-14);
        assertEquals(0.52808887762051857, next.probabilityBelow(20), 1e-14);
        assertEquals(0.95967625520335016, next.probabilityBelow(60), 1e-14);
        assertEquals(3.3565307389610018, next.quantile(0.025), 1e-12 * 3.4);
        assertEquals(18.99670428158384, next.quantile(0.5), 1e-12 * 19);
        assertEquals(68.167616242317501, next.quantile(0.975), 1e-12 * 68);
        Interval prediction = model.nextSpendPredictionInterval(three, 0.95);
        assertEquals(3.3565307389610018, prediction.lower(), 1e-11);
        assertEquals(68.167616242317501, prediction.upper(), 1e-10);
        Distribution four = model.sumOfNextSpends(three, 4);
        assertEquals(93.181818181818182, four.mean(), 1e-12);
        assertEquals(40.230724014522064, four.quantile(0.05), 1e-12 * 40);
        assertEquals(175.65848279279141, four.quantile(0.95), 1e-12 * 176);
        Distribution own = model.meanSpend(three);
        assertEquals(0.38654626146683886, own.probabilityBelow(20), 1e-14);
        assertEquals(60.975078930262791, own.variance(), 1e-12);
        Interval credible = model.meanSpendCredibleInterval(three, 0.9);
        assertEquals(0.05, own.probabilityBelow(credible.lower()), 1e-12);
        assertEquals(0.95, own.probabilityBelow(credible.upper()), 1e-12);
        assertEquals(
                "transactions must be > 0, was 0 (amounts in the sum)",
                assertThrows(IllegalArgumentException.class, () -> model.sumOfNextSpends(three, 0))
                        .getMessage());
        assertEquals(
                -11.554431883842665, model.logLikelihoodOfTransactions(SpendSummary.ofAmounts(12.5, 30, 21.75)), 1e-13);
    }

    /** Second moments by integrating the posterior of the rate. */
    @Test
    void secondMomentsByQuadrature() {
        GammaGamma model = new GammaGamma(2.5, 3.4, 28);
        SpendSummary s = SpendSummary.of(2, 40);
        double shape = 2.5 * 2 + 3.4;
        double rate = 28 + 80;
        double norm = integral(shape, rate, 0);
        double mean = 2.5 * integral(shape, rate, 1) / norm;
        double square = 2.5 * 2.5 * integral(shape, rate, 2) / norm;
        assertEquals(mean, model.expectedSpend(s), 1e-11 * mean);
        assertEquals(square - mean * mean, model.varianceOfMeanSpend(s), 1e-10 * square);
        assertEquals(2.5 * 3.5 / 6.25 * square, model.expectedSquareOfTransaction(s), 1e-11 * square);
    }

    private static double integral(double shape, double rate, int power) {
        return Quadrature.halfLine(
                nu -> Math.exp((shape - 1 - power) * Math.log(rate * nu) - rate * nu) * Math.pow(rate, power),
                1 / rate,
                1e-13);
    }

    @Test
    void whatDoesNotExistIsInfiniteOrAnError() {
        GammaGamma heavy = new GammaGamma(0.4, 0.5, 10);
        String message = assertThrows(ArithmeticException.class, () -> heavy.expectedSpend(SpendSummary.of(1, 7)))
                .getMessage();
        assertEquals("p * count + q must be > 1 for an expected spend, was 0.9 (p 0.4, q 0.5, count 1)", message);
        assertEquals(Double.POSITIVE_INFINITY, heavy.varianceOfMeanSpend(SpendSummary.of(3, 7)));
        assertEquals(Double.POSITIVE_INFINITY, heavy.expectedSquareOfTransaction(SpendSummary.of(3, 7)));
        assertEquals(0.4 * 24 / 0.3, heavy.expectedSpend(SpendSummary.of(2, 7)), 1e-12);
        PurchaseHistories two = histories(new int[] {1, 2}, new double[] {7, 7});
        assertTrue(Double.isNaN(heavy.expectedSpend(two)[0]));
        assertEquals(heavy.expectedSpend(SpendSummary.of(2, 7)), heavy.expectedSpend(two)[1], 0.0);
        for (double amount :
                new GammaGamma(1e-4, 1e-4, 1).simulateSpend(SpendSummary.none(), 50, new SplittableRandom(1))) {
            assertTrue(amount >= 0 && amount <= Double.MAX_VALUE);
        }
    }

    // --- fitting -----------------------------------------------------------------------------------------------------

    @Test
    void findsTheMaximumOnCdnow() {
        PurchaseHistories cdnow = Cdnow.calibration();
        FitOutcome<GammaGamma> outcome = GammaGamma.fit(cdnow);
        GammaGamma model = outcome.orThrow();
        FitReport report = outcome.report();
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(946, report.observations());
        assertEquals(-4055.9176948019, report.logLikelihood(), 1e-9);
        assertEquals(6.249572271, model.p(), 6.2e-9);
        assertEquals(3.744224667, model.q(), 3.7e-9);
        assertEquals(15.44352096, model.gamma(), 1.5e-8);
        assertArrayEquals(new double[] {1.190055336, 0.2901330653, 4.159422752}, report.standardErrors(), 5e-9);
        assertTrue(report.gradientNorm() < 1e-6, report::toString);
        assertTrue(report.iterations() < 15, report::toString);
        assertEquals(
                List.of("Spend and frequency are correlated, which the model does not know: Pearson 0.114,"
                        + " 95 % [0.051, 0.176], over 946 repeat buyers; beyond 0.1 either way is large."),
                report.warnings());
        SpendFrequencyCorrelation c = SpendFrequencyCorrelation.of(cdnow);
        assertEquals(0.11388791939125487, c.pearson(), 1e-13);
        assertEquals(0.00044868, c.pValue(), 5e-9);
        assertEquals(0.05051594, c.confidenceInterval(0.95).lower(), 5e-9);
        assertEquals(0.17634649, c.confidenceInterval(0.95).upper(), 5e-9);
        double sum = 0;
        for (double l : model.logLikelihood(cdnow)) {
            sum += l;
        }
        assertEquals(report.logLikelihood(), sum, 1e-8, "rows sum to the fit's likelihood");
    }

    @Test
    void findsTheMaximumOnCdnowRoundedToCents() {
        OracleTable table = OracleTable.shared("data/cdnow_summary_rounded.csv");
        int[] x = new int[table.size()];
        double[] z = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (int) table.get(i, "x");
            z[i] = table.get(i, "m_x");
        }
        FitOutcome<GammaGamma> outcome = GammaGamma.fit(histories(x, z));
        assertEquals(-4055.9232435029, outcome.report().logLikelihood(), 1e-9);
        GammaGamma model = outcome.orThrow();
        assertEquals(6.24880249, model.p(), 1e-8);
        assertEquals(3.744588453, model.q(), 1e-8);
        assertEquals(15.44774801, model.gamma(), 2e-8);
    }

    @Test
    void meetsReferencesOfRealCustomers() {
        GammaGamma model = new GammaGamma(6.249572271, 3.744224667, 15.44352096);
        OracleTable table = OracleTable.shared("oracles/cdnow_customers.csv");
        assertEquals(40, table.size());
        for (int i = 0; i < table.size(); i++) {
            SpendSummary s = SpendSummary.of((int) table.get(i, "x"), table.get(i, "m_x"));
            double reference = table.get(i, "gg_cond_mean_spend");
            assertEquals(reference, model.expectedSpend(s), 1e-14 * reference, table.where(i));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.01, 100, 1e9})
    void anotherCurrencyScalesGammaAlone(double rate) {
        PurchaseHistories dollars = simulated(new GammaGamma(3, 4, 60), 4000, 11);
        PurchaseHistories other = scaled(dollars, rate);
        GammaGamma a = GammaGamma.fit(dollars).orThrow();
        GammaGamma b = GammaGamma.fit(other).orThrow();
        assertEquals(a.p(), b.p(), 1e-9 * a.p());
        assertEquals(a.q(), b.q(), 1e-9 * a.q());
        assertEquals(a.gamma() * rate, b.gamma(), 1e-9 * b.gamma());
        assertEquals(
                GammaGamma.fit(dollars).report().logLikelihood() - 4000 * Math.log(rate),
                GammaGamma.fit(other).report().logLikelihood(),
                1e-6);
    }

    @Test
    void theOrderOfCustomersMakesNoDifference() {
        PurchaseHistories ordered = simulated(new GammaGamma(3, 4, 60), 1000, 12);
        int[] reversed = new int[1000];
        for (int i = 0; i < 1000; i++) {
            reversed[i] = 999 - i;
        }
        GammaGamma a = GammaGamma.fit(ordered).orThrow();
        GammaGamma b = GammaGamma.fit(ordered.select(reversed)).orThrow();
        assertArrayEquals(a.parameters(), b.parameters(), 1e-8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void recoversWhatItSimulated(int i) {
        GammaGamma truth = List.of(
                        new GammaGamma(6.25, 3.74, 15.44),
                        new GammaGamma(0.5, 2.5, 300),
                        new GammaGamma(40, 1.4, 3),
                        new GammaGamma(1.7, 0.8, 12))
                .get(i);
        FitOutcome<GammaGamma> outcome = GammaGamma.fit(simulated(truth, 20_000, 100 + i));
        FitReport report = outcome.report();
        assertEquals(FitVerdict.CONVERGED, report.verdict(), report::toString);
        double[] found = outcome.orThrow().parameters();
        double[] se = report.standardErrors();
        for (int j = 0; j < 3; j++) {
            assertEquals(truth.parameters()[j], found[j], 4 * se[j], GammaGamma.NAMES.get(j));
        }
        boolean noMean = report.warnings().stream().anyMatch(w -> w.startsWith("The mean spend of the population"));
        assertEquals(truth.q() <= 1, noMean, () -> report.warnings().toString());
    }

    /** p 900 with q 30: amounts of one customer hardly vary, and the report says that this cannot be told from not at all. */
    @Test
    void nearlyConstantAmountsAreFittedAndCalledFlat() {
        FitOutcome<GammaGamma> outcome = GammaGamma.fit(simulated(new GammaGamma(900, 30, 0.05), 20_000, 103));
        assertEquals(FitVerdict.CONVERGED_FLAT, outcome.report().verdict());
        assertEquals(30, outcome.orThrow().q(), 4 * outcome.report().standardErrors()[1]);
        assertEquals(0.05 * 900 / 29, outcome.orThrow().populationMean(), 0.01);
    }

    @Test
    void gradientAndHessianAreThoseOfTheValue() {
        GammaGammaLikelihood likelihood = GammaGammaLikelihood.ofMeans(simulated(new GammaGamma(3, 4, 60), 300, 5));
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

    // --- data that cannot be fitted, or hardly -----------------------------------------------------------------------

    @Test
    void oneCommonLevelOfSpendIsFlatOrAtTheBoundary() {
        // no heterogeneity: every customer's amounts are Gamma(3, 0.1)
        SplittableRandom random = new SplittableRandom(8);
        int[] n = new int[800];
        double[] z = new double[800];
        for (int i = 0; i < n.length; i++) {
            n[i] = 1 + i % 5;
            z[i] = RandomDraws.gamma(3.0 * n[i], 0.1 * n[i], random);
        }
        FitOutcome<GammaGamma> outcome = GammaGamma.fit(histories(n, z));
        String said = outcome.report().warnings() + outcome.fold(model -> "", FitOutcome.NotConverged::reason);
        assertTrue(said.contains("all customers spend at one common level"), said);
        assertTrue(outcome.report().verdict() != FitVerdict.CONVERGED, said);
    }

    @Test
    void transactionsThatNeverVaryAreFlatOrAtTheBoundary() {
        SplittableRandom random = new SplittableRandom(9);
        int[] n = new int[500];
        double[] z = new double[500];
        for (int i = 0; i < n.length; i++) {
            n[i] = 1 + i % 4;
            z[i] = 80 / RandomDraws.gamma(4, 1, random);
        }
        FitOutcome<GammaGamma> outcome = GammaGamma.fit(histories(n, z));
        String said = outcome.report().warnings() + outcome.fold(model -> "", FitOutcome.NotConverged::reason);
        assertTrue(said.contains("all transactions of a customer are the same amount"), said);
    }

    @Test
    void meansOfZeroAreLeftOutAndCounted() {
        PurchaseHistories good = simulated(new GammaGamma(3, 4, 60), 500, 21);
        int[] n = new int[503];
        double[] z = new double[503];
        for (int i = 0; i < 500; i++) {
            n[i] = good.spendCount(i);
            z[i] = good.meanSpend(i);
        }
        n[500] = 2;
        n[501] = 1;
        FitOutcome<GammaGamma> outcome = GammaGamma.fit(histories(n, z));
        assertEquals(500, outcome.report().observations());
        assertTrue(
                outcome.report()
                        .warnings()
                        .contains("2 customers with counted transactions of mean 0 carried no likelihood, because gamma"
                                + " amounts are positive; the first is row 500."),
                () -> outcome.report().warnings().toString());
        assertArrayEquals(
                GammaGamma.fit(good).orThrow().parameters(), outcome.orThrow().parameters(), 1e-9);
    }

    @Test
    void tooLittleDataIsSaid() {
        FitOutcome<GammaGamma> three = GammaGamma.fit(histories(new int[] {1, 2, 0, 4}, new double[] {9, 12, 0, 40}));
        FitOutcome.NotConverged<?> no = assertInstanceOf(FitOutcome.NotConverged.class, three);
        assertEquals(
                "there are only 3 customers with a positive mean spend, and three parameters need at least 4 (better 15)",
                no.reason());
        FitOutcome<GammaGamma> none = GammaGamma.fit(histories(new int[] {0, 0}, new double[] {0, 0}));
        assertFalse(none.isConverged());
        assertTrue(assertThrows(FitException.class, none::orThrow)
                .getMessage()
                .contains("there is no customer with a positive mean spend"));
        FitOutcome<GammaGamma> alike =
                GammaGamma.fit(histories(new int[] {1, 2, 3, 1, 2, 3}, new double[] {9, 9, 9, 9, 9, 9}));
        assertTrue(assertThrows(FitException.class, alike::orThrow)
                .getMessage()
                .contains("every customer has the same mean spend"));
        PurchaseHistories bare =
                PurchaseHistories.ofColumns(new int[] {1}, new double[] {1}, new double[] {2}, PeriodUnit.WEEK);
        assertEquals(
                "histories must have amounts, were without"
                        + " (summarise transactions with amounts, or see PurchaseHistories.withSpend)",
                assertThrows(IllegalArgumentException.class, () -> GammaGamma.fit(bare))
                        .getMessage());
    }

    @Test
    void fewCustomersAndSingleTransactionsAreWarnedOf() {
        PurchaseHistories few = simulated(new GammaGamma(3, 4, 60), 9, 77);
        assertTrue(GammaGamma.fit(few)
                .report()
                .warnings()
                .contains("Only 9 customers carry likelihood; three parameters deserve 15 or more."));
        int[] ones = new int[200];
        Arrays.fill(ones, 1);
        double[] z = new double[200];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < z.length; i++) {
            z[i] = PUBLISHED.simulateSpend(SpendSummary.none(), 1, random)[0];
        }
        assertTrue(GammaGamma.fit(histories(ones, z)).report().warnings().stream()
                .anyMatch(w -> w.startsWith("Every customer has a single counted transaction")));
    }

    @Test
    void badArgumentsAreNamed() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> new GammaGamma(bad, 1, 1))
                    .getMessage()
                    .startsWith("p must be finite and > 0"));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> new GammaGamma(1, bad, 1))
                    .getMessage()
                    .startsWith("q must be finite and > 0"));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> new GammaGamma(1, 1, bad))
                    .getMessage()
                    .startsWith("gamma must be finite and > 0"));
        }
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> PUBLISHED.meanSpendCredibleInterval(SpendSummary.none(), 95))
                .getMessage()
                .startsWith("level must be in (0, 1), was 95.0"));
    }

    // --- data --------------------------------------------------------------------------------------------------------

    /** Repeat buyers with spend columns (n, z); frequency is the count. */
    static PurchaseHistories histories(int[] n, double[] z) {
        double[] age = new double[n.length];
        double[] recency = new double[n.length];
        Arrays.fill(age, 39);
        for (int i = 0; i < n.length; i++) {
            recency[i] = n[i] == 0 ? 0 : 20;
        }
        return PurchaseHistories.ofColumns(n, recency, age, PeriodUnit.WEEK).withSpend(n, z, USD);
    }

    static PurchaseHistories meansOnly(PurchaseHistories h) {
        return scaled(h, 1);
    }

    private static PurchaseHistories scaled(PurchaseHistories h, double factor) {
        int[] n = new int[h.size()];
        double[] z = new double[h.size()];
        for (int i = 0; i < n.length; i++) {
            n[i] = h.spendCount(i);
            z[i] = h.meanSpend(i) * factor;
        }
        return histories(n, z);
    }

    private static PurchaseHistories simulated(GammaGamma model, int customers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] n = new int[customers];
        double[] z = new double[customers];
        for (int i = 0; i < customers; i++) {
            n[i] = 1 + (int) (-3 * Math.log(random.nextDouble(1e-9, 1)));
            double sum = 0;
            for (double amount : model.simulateSpend(SpendSummary.none(), n[i], random)) {
                sum += amount;
            }
            z[i] = sum / n[i];
        }
        return histories(n, z);
    }

    /** Amounts over thirty orders of magnitude: a maximum inside, which a unit made of the largest amount took for a limit. */
    @Test
    void amountsOfExtremeSpreadHaveTheirMaximum() {
        SplittableRandom random = new SplittableRandom(3);
        int[] count = new int[300];
        double[] mean = new double[300];
        for (int i = 0; i < 300; i++) {
            count[i] = 1 + random.nextInt(6);
            double level = 4 * random.nextGaussian();
            double sum = 0;
            for (int j = 0; j < count[i]; j++) {
                sum += Math.exp(level + 8 * random.nextGaussian());
            }
            mean[i] = sum / count[i];
        }
        PurchaseHistories histories = PurchaseHistories.ofColumns(
                        count, new double[300], filled(300, 10), PeriodUnit.WEEK)
                .withSpend(count, mean, Currency.getInstance("EUR"));
        GammaGamma best = GammaGamma.fit(histories).orThrow();
        double top = sum(best.logLikelihood(histories));
        for (int j = 0; j < 3; j++) {
            for (double factor : new double[] {0.98, 1.02}) {
                double[] moved = best.parameters();
                moved[j] *= factor;
                assertTrue(sum(best.withParameters(moved).logLikelihood(histories)) < top, best + " at " + factor);
            }
        }
    }

    private static double[] filled(int size, double value) {
        double[] out = new double[size];
        Arrays.fill(out, value);
        return out;
    }

    private static double sum(double[] column) {
        return Arrays.stream(column).sum();
    }
}
