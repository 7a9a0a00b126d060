package org.customerequity.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    /** The ten numbers of sheet 13. */
    private static final double[] TEN = {12, 0, 45, 3, 88, 20, 7, 0, 31, 64};

    private static double meanOf(int[] rows) {
        return Arrays.stream(rows).mapToDouble(i -> TEN[i]).average().orElseThrow();
    }

    /** The 2,000 resamples of sheet 13, by its own generator. */
    private static BootstrapDraws<Double> ofTheSheet() {
        List<Double> draws = new ArrayList<>();
        long state = 42;
        for (int b = 0; b < 2000; b++) {
            double sum = 0;
            for (int i = 0; i < TEN.length; i++) {
                state = 6364136223846793005L * state + 1442695040888963407L;
                sum += TEN[(int) ((state >>> 33) % TEN.length)];
            }
            draws.add(sum / TEN.length);
        }
        return BootstrapDraws.of(27.0, draws, List.of());
    }

    /** Sheet 13 and sheet 21, section 3. */
    @Test
    void theSheetsResamplesGiveTheSheetsIntervals() {
        BootstrapDraws<Double> draws = ofTheSheet();
        assertEquals(9.1124695329, draws.standardError(m -> m), 1e-9);
        Interval percentile = draws.percentileInterval(m -> m, 0.95);
        assertEquals(10.5, percentile.lower(), 1e-12);
        assertEquals(46.5025, percentile.upper(), 1e-12);
        Jackknife<Double> jackknife = Jackknife.ofCases(10, BootstrapTest::meanOf);
        assertEquals(0.0496324923527, jackknife.acceleration(m -> m), 1e-12);
        Interval corrected = draws.bcaInterval(m -> m, 0.95, jackknife);
        assertEquals(11.8, corrected.lower(), 1e-12);
        assertEquals(49.5, corrected.upper(), 1e-12);
    }

    /** Quantiles go with any rising transformation, and so does the corrected interval; the delta method's does not. */
    @Test
    void intervalsAreThoseOfTheTransformedStatistic() {
        BootstrapDraws<Double> draws = ofTheSheet();
        ToDoubleFunction<Double> plain = m -> m;
        ToDoubleFunction<Double> doubled = m -> 2 * m + 1;
        Interval percentile = draws.percentileInterval(plain, 0.9);
        Interval ofDoubled = draws.percentileInterval(doubled, 0.9);
        assertEquals(2 * percentile.lower() + 1, ofDoubled.lower(), 1e-12);
        assertEquals(2 * percentile.upper() + 1, ofDoubled.upper(), 1e-12);
        Jackknife<Double> jackknife = Jackknife.ofCases(10, BootstrapTest::meanOf);
        Interval corrected = draws.bcaInterval(plain, 0.9, jackknife);
        Interval correctedDoubled = draws.bcaInterval(doubled, 0.9, jackknife);
        assertEquals(2 * corrected.lower() + 1, correctedDoubled.lower(), 1e-12);
        assertEquals(2 * corrected.upper() + 1, correctedDoubled.upper(), 1e-12);
        assertEquals(2 * draws.bias(plain), draws.bias(doubled), 1e-12);
    }

    /** With no bias and no acceleration the correction corrects nothing. */
    @Test
    void aSymmetricStatisticKeepsItsPercentileInterval() {
        List<Double> draws = new ArrayList<>();
        for (int b = 0; b <= 2000; b++) {
            draws.add(b - 1000.0);
        }
        BootstrapDraws<Double> symmetric = BootstrapDraws.of(0.0, draws, List.of());
        Interval percentile = symmetric.percentileInterval(m -> m, 0.95);
        Interval corrected = symmetric.bcaInterval(m -> m, 0.95, Jackknife.of(List.of(-1.0, 1.0)));
        assertEquals(percentile.lower(), corrected.lower(), 1e-9);
        assertEquals(percentile.upper(), corrected.upper(), 1e-9);
        // standard deviation of 2001 neighbouring integers with divisor n - 1: sqrt(n (n + 1) / 12)
        assertEquals(Math.sqrt(2001.0 * 2002 / 12), symmetric.standardError(m -> m), 1e-9);
        assertEquals(-950, percentile.lower(), 1e-9);
    }

    /** Groups of customers say of the acceleration what single customers say, roughly. */
    @Test
    void leavingOutGroupsIsLikeLeavingOutCustomers() {
        SplittableRandom random = new SplittableRandom(5);
        double[] amounts = new double[4000];
        Arrays.setAll(amounts, i -> random.nextExponential());
        ToDoubleFunction<Double> itself = m -> m;
        double single = Jackknife.ofCases(
                        4000,
                        rows -> Arrays.stream(rows)
                                .mapToDouble(i -> amounts[i])
                                .average()
                                .orElseThrow())
                .acceleration(itself);
        double grouped = Jackknife.ofGroups(
                        4000,
                        400,
                        rows -> Arrays.stream(rows)
                                .mapToDouble(i -> amounts[i])
                                .average()
                                .orElseThrow())
                .acceleration(itself);
        // an exponential has skewness 2, and a is skewness / (6 sqrt n)
        assertEquals(2 / (6 * Math.sqrt(4000)), single, 0.001);
        assertEquals(single, grouped, 0.003);
        // uneven groups: every customer is left out once, of 10 in 3 groups
        List<Integer> sizes = Jackknife.ofGroups(10, 3, rows -> rows.length).estimates();
        assertEquals(List.of(6, 7, 7), sizes);
    }

    @Test
    void theSameSeedGivesTheSameDrawsOnAnyNumberOfThreads() {
        Bootstrap bootstrap = Bootstrap.ofResamples(500);
        BootstrapDraws<Double> alone = bootstrap.cases(10, BootstrapTest::meanOf, new SplittableRandom(1));
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            assertEquals(alone, bootstrap.casesOn(three, 10, BootstrapTest::meanOf, new SplittableRandom(1)));
            ToDoubleFunction<RandomGenerator> one = RandomGenerator::nextGaussian;
            assertEquals(
                    bootstrap.parametric(0.0, one::applyAsDouble, new SplittableRandom(1)),
                    bootstrap.parametricOn(three, 0.0, one::applyAsDouble, new SplittableRandom(1)));
        } finally {
            three.shutdownNow();
        }
        assertEquals(27.0, alone.original());
        assertTrue(!alone.equals(bootstrap.cases(10, BootstrapTest::meanOf, new SplittableRandom(2))));
        // a mean of ten: the variance of one with divisor ten, over ten
        double variance = Arrays.stream(TEN).map(v -> (v - 27) * (v - 27)).sum() / 100;
        assertEquals(Math.sqrt(variance), alone.standardError(m -> m), 3 * Math.sqrt(variance / 1000));
    }

    /**
     * Customers as in the CDNOW sample: the error of the delta method, which thinks of a parabola, and that of 200 refits, which do
     * not, agree; so do the parametric ones, for the model is true here.
     */
    @Test
    void theDeltaMethodAgreesWithRefits() {
        BgNbd truth = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
        SplittableRandom random = new SplittableRandom(20261123);
        int n = 1500;
        double[] age = new double[n];
        // times in whole days
        Arrays.setAll(age, i -> (27 * 7 + random.nextInt(84)) / 7.0);
        PurchaseHistories base = PurchaseHistories.ofColumns(new int[n], new double[n], age, PeriodUnit.WEEK);
        PurchaseHistories data = truth.simulateHistories(base, random);
        FitOutcome<BgNbd> fitted = BgNbd.fit(data);
        PurchaseHistory newcomer = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        ToDoubleFunction<BgNbd> quantity = m -> m.expectedPurchases(newcomer, Span.ofWeeks(0, 39));
        Estimate delta = DeltaMethod.of(fitted, quantity, Estimate.Scale.LOG);
        Bootstrap bootstrap = Bootstrap.ofResamples(200);
        BootstrapDraws<BgNbd> cases =
                bootstrap.cases(n, rows -> BgNbd.fit(data.select(rows)).orThrow(), random);
        BgNbd model = fitted.orThrow();
        BootstrapDraws<BgNbd> simulated = bootstrap.parametric(
                model, draws -> BgNbd.fit(model.simulateHistories(data, draws)).orThrow(), random);
        for (BootstrapDraws<BgNbd> draws : List.of(cases, simulated)) {
            assertEquals(List.of(), draws.failures());
            // the standard deviation of 200 has an error of 1 / sqrt(400), 5 %
            assertEquals(delta.standardError(), draws.standardError(quantity), 0.15 * delta.standardError());
            Interval refits = draws.percentileInterval(quantity, 0.95);
            Interval wald = delta.confidenceInterval(0.95);
            assertEquals(wald.lower(), refits.lower(), 0.2 * wald.width());
            assertEquals(wald.upper(), refits.upper(), 0.2 * wald.width());
        }
        assertEquals(model, simulated.original());
        assertEquals(model, cases.original());
    }

    /** Sheet 21, section 3: 1,000 parametric refits, tolerance 5 % of the width. */
    @Test
    void highEndsParametricIntervalsMatchTheReference() {
        HighEnd model = HighEnd.fit(HighEnd.CUSTOMERS).orThrow();
        BootstrapDraws<HighEnd> draws = Bootstrap.ofResamples(2000)
                .parametric(
                        model,
                        random -> {
                            int[] left = HighEnd.CUSTOMERS.clone();
                            for (int t = 1; t < left.length; t++) {
                                double stay = model.survival(t) / model.survival(t - 1);
                                int stayed = 0;
                                for (int i = 0; i < left[t - 1]; i++) {
                                    stayed += random.nextDouble() < stay ? 1 : 0;
                                }
                                left[t] = stayed;
                            }
                            return HighEnd.fit(left).orThrow();
                        },
                        new SplittableRandom(3));
        within(0.502, 0.968, draws.percentileInterval(HighEnd::alpha, 0.95));
        within(2.54, 6.12, draws.percentileInterval(HighEnd::beta, 0.95));
        within(0.3382, 0.4141, draws.percentileInterval(m -> m.survival(12), 0.95));
    }

    private static void within(double lower, double upper, Interval actual) {
        assertEquals(lower, actual.lower(), 0.05 * (upper - lower), actual::toString);
        assertEquals(upper, actual.upper(), 0.05 * (upper - lower), actual::toString);
    }

    /** Spend drawn anew has the model's mean, and each customer's own: the refit finds the model again. */
    @Test
    void simulatedSpendIsTheModels() {
        GammaGamma model = new GammaGamma(6.25, 3.74, 15.44);
        int n = 20000;
        int[] count = new int[n];
        Arrays.setAll(count, i -> i % 5);
        double[] mean = new double[n];
        Arrays.setAll(mean, i -> count[i] == 0 ? 0 : 10);
        double[] age = new double[n];
        Arrays.fill(age, 30);
        PurchaseHistories like = PurchaseHistories.ofColumns(new int[n], new double[n], age, PeriodUnit.WEEK)
                .withSpend(count, mean, Currency.getInstance("USD"));
        PurchaseHistories drawn = model.simulateHistories(like, new SplittableRandom(4));
        GammaGamma refitted = GammaGamma.fit(drawn).orThrow();
        assertEquals(6.25, refitted.p(), 0.3);
        assertEquals(3.74, refitted.q(), 0.15);
        assertEquals(15.44, refitted.gamma(), 1.2);
        assertEquals(0, drawn.spendCount(0));
        assertEquals(
                "histories must have amounts in a currency, were without (PurchaseHistories.withSpend or"
                        + " TransactionSummarizer.withCurrency)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> model.simulateHistories(
                                        PurchaseHistories.ofColumns(
                                                new int[1], new double[1], new double[1], PeriodUnit.WEEK),
                                        new SplittableRandom(4)))
                        .getMessage());
    }

    @Test
    void failedRefitsAreCountedAndTooManyGiveNoInterval() {
        int[] calls = {0};
        BootstrapDraws<Double> draws = Bootstrap.ofResamples(1000)
                .parametric(
                        0.5,
                        random -> {
                            if (++calls[0] % 40 == 0) {
                                throw new FitException("r grows without bound");
                            }
                            return random.nextDouble();
                        },
                        new SplittableRandom(8));
        assertEquals(25, draws.failures().size());
        assertEquals(975, draws.draws().size());
        assertEquals(
                "bootstrap gives no interval: 25 of 1000 refits failed, and at most 2 % may; the first:"
                        + " r grows without bound",
                assertThrows(FitException.class, () -> draws.percentileInterval(m -> m, 0.95))
                        .getMessage());
        BootstrapDraws<Double> few =
                BootstrapDraws.of(0.5, draws.draws(), draws.failures().subList(0, 19));
        Interval kept = few.percentileInterval(m -> m, 0.95);
        assertEquals(0.95, kept.width(), 0.03);
        BootstrapDraws<Double> none = BootstrapDraws.of(0.5, List.of(), draws.failures());
        assertEquals(
                "bootstrap gives nothing: 25 refits failed and 0 did not; the first: r grows without bound",
                assertThrows(FitException.class, () -> none.standardError(m -> m))
                        .getMessage());
    }

    /** What is not a failed fit is a fault of the caller's, and comes out as it was thrown. */
    @Test
    void faultsAreNotFailures() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> Bootstrap.ofResamples(100)
                        .parametric(
                                1.0,
                                random -> {
                                    throw new IllegalStateException("no");
                                },
                                new SplittableRandom(1)));
        assertEquals("no", thrown.getMessage());
    }

    @Test
    void whatGivesNoIntervalSaysWhy() {
        assertEquals(
                "resamples must be >= 100, was 99 (1,000 give limits within some per cent of the width)",
                assertThrows(IllegalArgumentException.class, () -> Bootstrap.ofResamples(99))
                        .getMessage());
        assertEquals(
                "customers must be > 0, was 0 (rows to draw from)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Bootstrap.ofResamples(100).cases(0, rows -> 1.0, new SplittableRandom(1)))
                        .getMessage());
        BootstrapDraws<Double> sheet = ofTheSheet();
        Jackknife<Double> jackknife = Jackknife.of(List.of(1.0, 2.0, 6.0));
        BootstrapDraws<Double> fewer = BootstrapDraws.of(27.0, sheet.draws().subList(0, 999), List.of());
        assertEquals(
                "draws must be >= 1000 for the corrected interval, were 999 (percentileInterval takes 100)",
                assertThrows(IllegalStateException.class, () -> fewer.bcaInterval(m -> m, 0.95, jackknife))
                        .getMessage());
        assertEquals(
                "statistic must differ between draws, was always 1.0",
                assertThrows(ArithmeticException.class, () -> sheet.bcaInterval(m -> 1, 0.95, jackknife))
                        .getMessage());
        BootstrapDraws<Double> outside = BootstrapDraws.of(-1.0, sheet.draws(), List.of());
        String message = assertThrows(ArithmeticException.class, () -> outside.bcaInterval(m -> m, 0.95, jackknife))
                .getMessage();
        assertTrue(message.startsWith("statistic of the data must lie among those of the draws, was -1.0"), message);
        List<Double> nine = Collections.nCopies(1999, 0.0);
        List<Double> skewed = new ArrayList<>(nine);
        skewed.add(1.0);
        Jackknife<Double> extreme = Jackknife.of(skewed.subList(1990, 2000));
        // -d^3 / (6 d^3) at most: a = -0.16 with ten estimates, and z0 + z must pass -6
        BootstrapDraws<Double> edge = BootstrapDraws.of(0.0, skewed, List.of());
        assertTrue(extreme.acceleration(m -> m) < -0.1);
        assertThrows(ArithmeticException.class, () -> edge.bcaInterval(m -> m, 1 - 1e-14, extreme));
        assertEquals(
                "statistic must be finite, was NaN in draw 0, " + sheet.draws().get(0),
                assertThrows(ArithmeticException.class, () -> sheet.percentileInterval(m -> Double.NaN, 0.95))
                        .getMessage());
        assertEquals(
                "groups must be from 2 to customers, 10, was 11 (a hundred or so)",
                assertThrows(IllegalArgumentException.class, () -> Jackknife.ofGroups(10, 11, BootstrapTest::meanOf))
                        .getMessage());
        assertEquals(
                "estimates must be >= 2, was 1 (one for each customer left out)",
                assertThrows(IllegalArgumentException.class, () -> Jackknife.of(List.of(1.0)))
                        .getMessage());
    }
}
