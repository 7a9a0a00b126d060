package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.ProfileLikelihood;
import org.customerequity.fit.VuongTest;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.DataException;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.SpendSummary;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.policy.SpendPolicy;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.testing.CdnowLog;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogNormalSpendTest extends TransactionSpendModelContract {
    private static final LogNormalSpend EXAMPLE = new LogNormalSpend(Math.exp(3.2), 0.25, 0.2);

    /** Six customers of a worked example. */
    private static final List<SpendSummary> SIX = List.of(
            SpendSummary.ofAmounts(12.5, 30, 21.75),
            SpendSummary.ofAmounts(55),
            SpendSummary.ofAmounts(8.4, 9.9),
            SpendSummary.ofAmounts(40, 38.5, 61, 29.9),
            SpendSummary.ofAmounts(17, 26),
            SpendSummary.ofAmounts(90, 14.2, 33));

    @Override
    protected LogNormalSpend model() {
        return EXAMPLE;
    }

    @Override
    protected SpendSummary spend(int count, double mean) {
        return withLogs(count, mean, EXAMPLE.withinVariance());
    }

    // --- numbers -----------------------------------------------------------------------------------------------------

    /** Reference values to 16 digits. */
    @Test
    void likelihoodOfSixCustomers() {
        double money = 0;
        double logs = 0;
        for (SpendSummary s : SIX) {
            money += EXAMPLE.logLikelihoodOfTransactions(s);
            logs += s.count() * s.meanOfLogs();
        }
        assertEquals(-14.843000786511892, money + logs, 1e-12);
        assertEquals(-63.866779336698565, money, 1e-12);
    }

    @Test
    void posteriorOfTwoCustomersAndOfANewOne() {
        assertEquals(3.0438262588171326, Math.log(EXAMPLE.medianSpend(SIX.get(0))), 1e-14);
        assertEquals(3.6485184362402616, Math.log(EXAMPLE.medianSpend(SIX.get(1))), 1e-14);
        assertEquals(23.810866409091862, EXAMPLE.expectedSpend(SIX.get(0)), 1e-13);
        assertEquals(44.883668218392937, EXAMPLE.expectedSpend(SIX.get(1)), 1e-13);
        Interval first = EXAMPLE.nextSpendPredictionInterval(SIX.get(0), 0.95);
        assertEquals(7.8357764318611196, first.lower(), 1e-13);
        assertEquals(56.202011544159691, first.upper(), 1e-12);
        Interval second = EXAMPLE.nextSpendPredictionInterval(SIX.get(1), 0.95);
        assertEquals(12.875197119686594, second.lower(), 1e-13);
        assertEquals(114.63281599551614, second.upper(), 1e-12);
        assertEquals(30.722644851502913, EXAMPLE.populationMean(), 1e-13);
        assertEquals(3.2, EXAMPLE.mu(), 1e-15);
        // v of the two customers, from the variance of their own mean
        for (int i = 0; i < 2; i++) {
            double mean = EXAMPLE.expectedSpend(SIX.get(i));
            double v = new double[] {0.052631578947368421, 0.11111111111111111}[i];
            assertEquals(mean * mean * Math.expm1(v), EXAMPLE.varianceOfMeanSpend(SIX.get(i)), 1e-12 * mean * mean);
        }
    }

    @Test
    void findsTheMaximaOfSixCustomers() {
        PurchaseHistories six = customers(SIX);
        double sumOfLogs =
                SIX.stream().mapToDouble(s -> s.count() * s.meanOfLogs()).sum();
        FitOutcome<LogNormalSpend> ml = LogNormalSpend.fit(six);
        assertEquals(-14.506080962157173, ml.report().logLikelihood() + sumOfLogs, 1e-11);
        assertModel(3.239989464115889, 0.16627261493816922, 0.28597212310265156, best(ml), 1e-8);
        FitOutcome<LogNormalSpend> reml = LogNormalSpend.fitRestricted(six);
        assertEquals(-15.04648692009271, reml.report().logLikelihood() + sumOfLogs, 1e-11);
        assertModel(3.2395874099061915, 0.23481122790198278, 0.28209465718783859, best(reml), 1e-8);
        assertEquals(FitVerdict.CONVERGED_FLAT, ml.report().verdict());
        assertTrue(
                ml.report()
                        .warnings()
                        .get(1)
                        .startsWith("The data do not tell this model from a simpler one, in which all"
                                + " customers spend at one common level: its log-likelihood is lower by only "),
                ml.report().warnings()::toString);
    }

    /** A variance that the data do not tell from zero has no lower limit. */
    @Test
    void profileOfSixCustomersIsOpenBelow() {
        PurchaseHistories six = customers(SIX);
        Interval ml = ProfileLikelihood.of(LogNormalSpend.likelihood(six), LogNormalSpend.fit(six))
                .parameter("betweenVariance", 0.95);
        assertEquals(0, ml.lower(), 0.0);
        assertTrue(ml.upper() > 0.5 && ml.upper() < 5, ml::toString);
        Interval reml = ProfileLikelihood.of(
                        LogNormalSpend.restrictedLikelihood(six), LogNormalSpend.fitRestricted(six))
                .parameter("betweenVariance", 0.95);
        assertTrue(reml.upper() > ml.upper(), reml::toString);
    }

    @Test
    void findsTheMaximaOnCdnow() {
        PurchaseHistories cdnow = CdnowLog.calibration();
        FitOutcome<LogNormalSpend> ml = LogNormalSpend.fit(cdnow);
        FitReport report = ml.report();
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(946, report.observations());
        assertEquals(-10697.2759559, report.logLikelihood(), 1e-7);
        assertEquals(-2496.75940339, report.logLikelihood() + 8200.516552515515, 1e-8);
        assertModel(3.29085, 0.219950, 0.316121, ml.orThrow(), 5e-6);
        assertTrue(report.gradientNorm() < 1e-6 && report.iterations() < 10, report::toString);
        assertEquals(Optional.of(Currency.getInstance("USD")), report.currency());
        assertTrue(report.warnings().get(0).startsWith("Spend and frequency are correlated"));
        assertModel(
                3.29083, 0.220349, 0.316129, LogNormalSpend.fitRestricted(cdnow).orThrow(), 5e-6);
        double sum = 0;
        for (double l : ml.orThrow().logLikelihoodOfTransactions(cdnow)) {
            sum += l;
        }
        assertEquals(report.logLikelihood(), sum, 1e-9 * 10697, "rows sum to the fit's likelihood");
    }

    /** The two models of single amounts on one scale: Vuong's z of their customers' log-likelihoods. */
    @Test
    void cannotBeToldFromGammaGammaOnCdnow() {
        PurchaseHistories all = CdnowLog.calibration();
        PurchaseHistories cdnow = all.filter(i -> all.spendCount(i) > 0);
        VuongTest test = VuongTest.of(
                GammaGamma.fitTransactions(cdnow).orThrow().logLikelihoodOfTransactions(cdnow),
                3,
                LogNormalSpend.fit(cdnow).orThrow().logLikelihoodOfTransactions(cdnow),
                3);
        assertEquals(946, test.observations());
        assertEquals(-10.5837647084, 946 * test.meanDifference(), 1e-8);
        // unlike the sum, these move with the last digits of the maximum: the reference has 7
        assertEquals(0.333466957139, test.deviation(), 5e-8);
        assertEquals(-1.03190995335, test.statistic(), 1e-7);
        assertEquals(0.302114, test.pValue(), 5e-7);
    }

    // --- fitting -----------------------------------------------------------------------------------------------------

    /** Of a balanced layout both estimates are closed: sums of squares by their degrees of freedom. */
    @Test
    void balancedCustomersHaveClosedEstimates() {
        int customers = 400;
        int n = 3;
        List<SpendSummary> spends = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(4);
        double mean = 0;
        double within = 0;
        for (int i = 0; i < customers; i++) {
            SpendSummary s = SpendSummary.ofAmounts(EXAMPLE.simulateSpend(SpendSummary.none(), n, random));
            spends.add(s);
            mean += s.meanOfLogs() / customers;
            within += s.scatterOfLogs();
        }
        double between = 0;
        for (SpendSummary s : spends) {
            between += n * (s.meanOfLogs() - mean) * (s.meanOfLogs() - mean);
        }
        double s2 = within / (customers * (n - 1));
        PurchaseHistories data = customers(spends);
        assertModel(
                mean,
                (between / customers - s2) / n,
                s2,
                LogNormalSpend.fit(data).orThrow(),
                1e-10);
        assertModel(
                mean,
                (between / (customers - 1) - s2) / n,
                s2,
                LogNormalSpend.fitRestricted(data).orThrow(),
                1e-10);
        FitReport report = LogNormalSpend.fit(data).report();
        assertEquals(
                Math.sqrt(between / customers / (customers * n)),
                report.standardErrors()[0] / LogNormalSpend.fit(data).orThrow().median(),
                1e-9,
                "standard error of mu");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientAndHessianAreThoseOfTheValue(boolean restricted) {
        LogNormalSpendLikelihood likelihood = LogNormalSpendLikelihood.of(simulated(EXAMPLE, 200, 5), restricted);
        for (double[] u : new double[][] {{0.1, -0.7, -0.4}, {-1, 2, -3}, {0.5, -5, 1}, {0, 4, 4}}) {
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
                assertEquals(slope, gradient[j], 1e-6 * (Math.abs(slope) + 100), "gradient " + j);
                for (int k = 0; k < 3; k++) {
                    assertEquals(
                            differences[j][k], hessian[j][k], 1e-7 * (Math.abs(differences[j][k]) + 100), j + ", " + k);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void recoversWhatItSimulated(int i) {
        LogNormalSpend truth = List.of(
                        EXAMPLE,
                        new LogNormalSpend(1e6, 2, 0.05),
                        new LogNormalSpend(0.01, 0.01, 0.02),
                        new LogNormalSpend(50, 1e-6, 2e-6))
                .get(i);
        PurchaseHistories data = simulated(truth, 5000, 100 + i);
        for (FitOutcome<LogNormalSpend> outcome :
                List.of(LogNormalSpend.fit(data), LogNormalSpend.fitRestricted(data))) {
            assertEquals(FitVerdict.CONVERGED, outcome.report().verdict(), outcome::toString);
            double[] found = outcome.orThrow().parameters();
            double[] se = outcome.report().standardErrors();
            for (int j = 0; j < 3; j++) {
                assertEquals(truth.parameters()[j], found[j], 4 * se[j], LogNormalSpend.NAMES.get(j));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 100, 1e9})
    void anotherCurrencyScalesTheMedianAlone(double rate) {
        SplittableRandom random = new SplittableRandom(11);
        List<SpendSummary> dollars = new ArrayList<>();
        List<SpendSummary> other = new ArrayList<>();
        double transactions = 0;
        for (int i = 0; i < 500; i++) {
            double[] amounts = EXAMPLE.simulateSpend(SpendSummary.none(), 1 + i % 4, random);
            transactions += amounts.length;
            dollars.add(SpendSummary.ofAmounts(amounts));
            other.add(SpendSummary.ofAmounts(
                    Arrays.stream(amounts).map(z -> z * rate).toArray()));
        }
        FitOutcome<LogNormalSpend> a = LogNormalSpend.fit(customers(dollars));
        FitOutcome<LogNormalSpend> b = LogNormalSpend.fit(customers(other));
        assertModel(
                a.orThrow().mu() + Math.log(rate),
                a.orThrow().betweenVariance(),
                a.orThrow().withinVariance(),
                b.orThrow(),
                1e-9);
        assertEquals(
                a.report().logLikelihood() - transactions * Math.log(rate),
                b.report().logLikelihood(),
                1e-9 * Math.abs(b.report().logLikelihood()));
        // the square of every amount: mu doubles and variances are fourfold
        List<SpendSummary> plain = dollars.stream().filter(s -> s.count() > 1).toList();
        List<SpendSummary> squared = plain.stream()
                .map(s -> SpendSummary.of(s.count(), Math.exp(2 * Math.abs(s.meanOfLogs()) + 50))
                        .withLogs(2 * s.meanOfLogs(), 4 * s.scatterOfLogs()))
                .toList();
        LogNormalSpend one = LogNormalSpend.fit(customers(plain)).orThrow();
        assertModel(
                2 * one.mu(),
                4 * one.betweenVariance(),
                4 * one.withinVariance(),
                LogNormalSpend.fit(customers(squared)).orThrow(),
                1e-8);
    }

    @Test
    void theOrderOfCustomersMakesNoDifference() {
        List<SpendSummary> ordered = new ArrayList<>();
        PurchaseHistories data = simulated(EXAMPLE, 1000, 12);
        data.asList().forEach(c -> ordered.add(c.spend()));
        Collections.shuffle(ordered, new Random(3));
        assertArrayEquals(
                LogNormalSpend.fit(data).orThrow().parameters(),
                LogNormalSpend.fit(customers(ordered)).orThrow().parameters(),
                1e-9);
    }

    // --- data that cannot be fitted, or hardly -----------------------------------------------------------------------

    /** The means of customers scatter less than chance would make them: tau2 at its boundary 0. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void customersWhoAreAlikeAreAtTheBoundary(boolean restricted) {
        List<SpendSummary> alike = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 300; i++) {
            double y = random.nextGaussian();
            alike.add(SpendSummary.ofAmounts(20 * Math.exp(y), 20 * Math.exp(-y + 0.01 * random.nextGaussian())));
        }
        PurchaseHistories data = customers(alike);
        FitOutcome<LogNormalSpend> outcome = restricted ? LogNormalSpend.fitRestricted(data) : LogNormalSpend.fit(data);
        assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict());
        FitOutcome.NotConverged<?> no = assertInstanceOf(FitOutcome.NotConverged.class, outcome);
        assertEquals(
                "betweenVariance goes to zero: all customers spend at one common level, and there is nothing to learn of one"
                        + " customer",
                no.reason());
        LogNormalSpend best = best(outcome);
        assertEquals(
                best.populationMean(), best.expectedSpend(SpendSummary.ofAmounts(900)), 0.02 * best.populationMean());
    }

    @Test
    void dataThatCannotTellTheVariancesApartAreRefused() {
        List<SpendSummary> single = new ArrayList<>();
        List<SpendSummary> faithful = new ArrayList<>();
        List<SpendSummary> fixed = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 30; i++) {
            double z = Math.rint(1000 * Math.exp(random.nextGaussian())) / 100;
            single.add(SpendSummary.ofAmounts(z));
            faithful.add(SpendSummary.ofAmounts(z, z, z));
            fixed.add(
                    SpendSummary.ofAmounts(9.99, 9.99, 9.99).count() == 3 && i % 2 == 0
                            ? SpendSummary.ofAmounts(9.99, 9.99, 9.99)
                            : SpendSummary.ofAmounts(9.99));
        }
        assertEquals(
                "fit not tried: every customer has a single counted transaction, so that the variance between customers and"
                        + " that within them cannot be told from each other",
                refusal(single));
        assertEquals(
                "fit not tried: every customer spends the same amount each time, so that withinVariance is zero: fit the mean"
                        + " amounts (GammaGamma.fit)",
                refusal(faithful));
        assertTrue(
                refusal(fixed)
                        .matches(
                                "fit not tried: every transaction is of the same amount, 9.99[0-9]*: use ConstantSpend,"
                                        + " a fixed amount for everybody"),
                refusal(fixed));
        assertEquals(
                refusal(fixed).replaceAll("9.99[0-9]*", "9.99"),
                refusal(Collections.nCopies(20, SpendSummary.ofAmounts(9.99))).replaceAll("9.99[0-9]*", "9.99"),
                "of one price, also where each paid it once");
        assertEquals(
                "fit not tried: there are only 3 customers with a counted transaction, and three parameters need at least 4"
                        + " (better 15)",
                refusal(SIX.subList(0, 3)));
        assertEquals(
                "fit not tried: there is no customer with a counted transaction, and three parameters need at least 4"
                        + " (better 15)",
                refusal(List.of(SpendSummary.none())));
    }

    private static String refusal(List<SpendSummary> spends) {
        PurchaseHistories data = customers(spends);
        String message = String.valueOf(
                assertThrows(FitException.class, () -> LogNormalSpend.fit(data).orThrow())
                        .getMessage());
        assertEquals(
                message,
                assertThrows(
                                FitException.class,
                                () -> LogNormalSpend.fitRestricted(data).orThrow())
                        .getMessage());
        return message;
    }

    @Test
    void amountsWithoutLogarithmsAreRefused() {
        PurchaseHistories means = customers(SIX).withSpend(new int[6], new double[6], Currency.getInstance("EUR"));
        String hint = " (PurchaseLog.histories has them, after withSpendPolicy where purchases came to nothing;"
                + " or SpendSummary.ofAmounts, PurchaseHistories.withLogSpend)";
        assertEquals(
                "histories must have the logarithms of single amounts, were without" + hint,
                assertThrows(IllegalArgumentException.class, () -> LogNormalSpend.fit(means))
                        .getMessage());
        assertEquals(
                "spend must have the logarithms of its amounts, was SpendSummary[count=2, mean=30.0]" + hint,
                assertThrows(IllegalArgumentException.class, () -> EXAMPLE.expectedSpend(SpendSummary.of(2, 30)))
                        .getMessage());
        PurchaseHistories named = PurchaseHistories.ofColumns(new int[2], new double[2], new double[2], PeriodUnit.WEEK)
                .withIds(CustomerIds.of(List.of("ann", "bob")))
                .withSpend(new int[] {0, 2}, new double[] {0, 30}, Currency.getInstance("EUR"));
        assertEquals(
                "row 1 (customer \"bob\"): spend must have the logarithms of its 2 amounts, was without" + hint,
                assertThrows(IllegalArgumentException.class, () -> EXAMPLE.expectedSpend(named))
                        .getMessage());
        for (SpendSummary s : List.of(SpendSummary.of(1, 5))) {
            assertThrows(IllegalArgumentException.class, () -> EXAMPLE.varianceOfMeanSpend(s));
            assertThrows(IllegalArgumentException.class, () -> EXAMPLE.expectedSquareOfTransaction(s));
            assertThrows(IllegalArgumentException.class, () -> EXAMPLE.simulateSpend(s, 1, new SplittableRandom(1)));
            assertThrows(IllegalArgumentException.class, () -> EXAMPLE.medianSpend(s));
            assertThrows(IllegalArgumentException.class, () -> EXAMPLE.nextSpend(s));
            assertThrows(IllegalArgumentException.class, () -> EXAMPLE.meanSpend(s));
        }
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> LogNormalSpend.fit(
                                PurchaseHistories.ofColumns(new int[1], new double[1], new double[1], PeriodUnit.WEEK)))
                .getMessage()
                .startsWith("histories must have amounts, were without"));
    }

    /** A voucher that paid for everything leaves a purchase of nothing, which has no logarithm: the caller decides. */
    @Test
    void purchasesThatCameToNothingAreTheCallersToDecide() {
        SplittableRandom random = new SplittableRandom(8);
        List<Transaction> transactions = new ArrayList<>();
        for (int c = 0; c < 40; c++) {
            double[] amounts = EXAMPLE.simulateSpend(SpendSummary.none(), 4, random);
            for (int j = 0; j < 4; j++) {
                transactions.add(Transaction.of(
                        "c" + (10 + c), LocalDate.of(2024, 1 + 2 * j, 3), c == 7 && j == 2 ? 0 : amounts[j]));
            }
        }
        PurchaseLog log = transactions.stream()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(LocalDate.of(2024, 12, 31))
                        .withCurrency("EUR")
                        .toLog());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> LogNormalSpend.fit(log.histories()))
                .getMessage()
                .contains("after withSpendPolicy where purchases came to nothing"));
        String named = String.valueOf(assertThrows(DataException.class, () -> log.withSpendPolicy(SpendPolicy.REJECT))
                .getMessage());
        assertTrue(named.contains("c17") && named.contains("2024-05-03"), named);
        PurchaseHistories dropped =
                log.withSpendPolicy(SpendPolicy.DROP_FROM_SPEND).histories();
        FitOutcome<LogNormalSpend> outcome = LogNormalSpend.fit(dropped);
        assertEquals(40, outcome.report().observations());
        assertEquals(2, dropped.row("c17").spend().count());
        assertTrue(outcome.isConverged(), outcome::toString);
    }

    @Test
    void aMeanBeyondTheRangeOfDoubleIsSaid() {
        LogNormalSpend absurd = new LogNormalSpend(1, 1000, 1000);
        assertEquals(
                "expected spend must be in the range of double, was exp(1000.0) (LogNormalSpend[median=1.0,"
                        + " betweenVariance=1000.0, withinVariance=1000.0])",
                assertThrows(ArithmeticException.class, absurd::populationMean).getMessage());
        PurchaseHistories one = customers(List.of(SpendSummary.none()));
        assertTrue(Double.isNaN(absurd.expectedSpend(one)[0]));
        assertEquals(Double.POSITIVE_INFINITY, absurd.varianceOfMeanSpend(SpendSummary.none()));
        assertEquals(Double.POSITIVE_INFINITY, absurd.expectedSquareOfTransaction(one)[0]);
        for (double amount : absurd.simulateSpend(SpendSummary.none(), 200, new SplittableRandom(2))) {
            assertTrue(amount <= Double.MAX_VALUE);
        }
    }

    // --- data --------------------------------------------------------------------------------------------------------

    private static LogNormalSpend best(FitOutcome<LogNormalSpend> outcome) {
        return outcome.fold(model -> model, FitOutcome.NotConverged::bestSoFar);
    }

    private static void assertModel(double mu, double tau2, double s2, LogNormalSpend model, double tolerance) {
        assertEquals(mu, model.mu(), tolerance);
        assertEquals(tau2, model.betweenVariance(), tolerance);
        assertEquals(s2, model.withinVariance(), tolerance);
    }

    static PurchaseHistories customers(List<SpendSummary> spends) {
        return histories(spends);
    }

    static PurchaseHistories simulated(SpendModel model, int customers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SpendSummary> spends = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            int n = 1 + (int) (-3 * Math.log(random.nextDouble(1e-9, 1)));
            spends.add(SpendSummary.ofAmounts(model.simulateSpend(SpendSummary.none(), n, random)));
        }
        return customers(spends);
    }
}
