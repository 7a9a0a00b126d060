package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

@Seeded
class PurchaseForecastTest {
    private static final Span WEEKS = Span.ofWeeks(0, 39);

    /** Sheet 21, section 7, at the printed digits. */
    @Test
    void cdnow() {
        PurchaseHistories histories = Cdnow.calibration();
        PurchaseForecast forecast = PurchaseForecast.of(BgNbd.fit(histories), histories, WEEKS);
        PurchaseTotal all = forecast.total();
        Interval prediction = all.predictionInterval(0.95);
        assertAll(
                () -> assertEquals(2357, all.customers()),
                () -> assertEquals(1653.40869794, all.expected(), 1e-5),
                () -> assertEquals(69.549781, all.outcomeDeviation(), 1e-5),
                () -> assertEquals(74.3507, all.parameterError(), 5e-5),
                () -> assertEquals(101.8096, all.totalDeviation(), 5e-5),
                () -> assertEquals(1453.87, prediction.lower(), 5e-3),
                () -> assertEquals(1852.95, prediction.upper(), 5e-3),
                () -> assertEquals(
                        1653.40869794 - 1.95996398454 * 74.3507,
                        all.confidenceInterval(0.95).lower(),
                        1e-3),
                () -> assertFalse(prediction.contains(1882)));

        PurchaseTotal heavy = forecast.total(i -> histories.frequency(i) >= 4);
        assertAll(
                () -> assertEquals(193, heavy.customers()),
                () -> assertEquals(730.683242352, heavy.expected(), 1e-6),
                () -> assertEquals(53.3016671, heavy.outcomeDeviation(), 1e-6),
                () -> assertEquals(50.89499, heavy.parameterError(), 5e-5),
                () -> assertEquals(73.69781, heavy.totalDeviation(), 5e-5),
                () -> assertEquals(586.238, heavy.predictionInterval(0.95).lower(), 1e-3),
                () -> assertEquals(875.128, heavy.predictionInterval(0.95).upper(), 1e-3));

        PurchaseTotal first = forecast.total(i -> i == 0);
        assertEquals(1.22599445529, first.expected(), 1e-8);
        assertEquals(2.5288143761, first.outcomeDeviation() * first.outcomeDeviation(), 1e-7);
        assertEquals(1, first.largestShare());
        assertEquals(0, first.predictionInterval(0.95).lower());
        assertEquals(1.22599445529, forecast.expected(0), 1e-8);
    }

    /** The NBD in closed form: the expected total is alpha-and-r algebra, and so is its derivative. */
    @Property(tries = 100)
    void agreesWithTheClosedDerivative(@ForAll @IntRange(min = 1, max = 20) int n, @ForAll Random random) {
        double r = 0.2 + random.nextDouble();
        double alpha = 1 + 5 * random.nextDouble();
        PurchaseHistories histories = histories(n, random);
        double[][] covariance = {{0.04, 0.03}, {0.03, 0.05}};
        FitReport report = FitReport.ofMaximum(List.of("r", "alpha"), new double[] {r, alpha}, covariance, -100, 50);
        FitOutcome<Nbd> outcome = new FitOutcome.Converged<>(new Nbd(r, alpha, PeriodUnit.WEEK), report);
        double byR = 0;
        double byAlpha = 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            double rate = (r + histories.frequency(i)) / (alpha + histories.age(i));
            byR += r / (alpha + histories.age(i)) * 39;
            byAlpha -= rate * alpha / (alpha + histories.age(i)) * 39;
            variance += rate * 39 + Math.pow(rate * 39, 2) / (r + histories.frequency(i));
        }
        PurchaseTotal total = PurchaseForecast.of(outcome, histories, WEEKS).total();
        double parameters = byR * byR * 0.04 + 2 * byR * byAlpha * 0.03 + byAlpha * byAlpha * 0.05;
        // differences of fourth order: 1e-12 of truncation, 1e-13 of rounding over the step
        assertEquals(Math.sqrt(parameters), total.parameterError(), 1e-9 * Math.sqrt(parameters));
        assertEquals(Math.sqrt(variance), total.outcomeDeviation(), 1e-12 * Math.sqrt(variance));
        assertEquals(
                0,
                PurchaseForecast.ofModel(outcome.orThrow(), histories, WEEKS)
                        .total()
                        .parameterError());
    }

    /** Expectations and outcome variances of groups add up; parameter errors do not shrink as those of strangers would. */
    @Property(tries = 50)
    void groupsAddUp(@ForAll @IntRange(min = 3, max = 30) int n, @ForAll Random random) {
        PurchaseHistories histories = histories(n, random);
        double[][] covariance = {{0.04, 0, 0, 0}, {0, 0.05, 0, 0}, {0, 0, 0.05, 0.04}, {0, 0, 0.04, 0.05}};
        FitReport report = FitReport.ofMaximum(
                List.of("r", "alpha", "a", "b"), CdnowLog.BG_NBD.parameters(), covariance, -100, 50);
        PurchaseForecast forecast =
                PurchaseForecast.of(new FitOutcome.Converged<>(CdnowLog.BG_NBD, report), histories, WEEKS);
        int[] group = random.ints(n, 0, 3).toArray();
        List<PurchaseTotal> groups = forecast.totals(group, 3);
        PurchaseTotal all = forecast.total();
        assertEquals(
                all.expected(),
                groups.stream().mapToDouble(PurchaseTotal::expected).sum(),
                1e-12 * all.expected());
        assertEquals(
                Math.pow(all.outcomeDeviation(), 2),
                groups.stream()
                        .mapToDouble(g -> Math.pow(g.outcomeDeviation(), 2))
                        .sum(),
                1e-11 * Math.pow(all.outcomeDeviation(), 2));
        double sum = groups.stream().mapToDouble(PurchaseTotal::parameterError).sum();
        assertTrue(all.parameterError() <= sum * (1 + 1e-9));
        assertEquals(n, groups.stream().mapToInt(PurchaseTotal::customers).sum());
    }

    /** The outcome of a segment by simulating it: mean and deviation within four standard errors. */
    @Test
    void theOutcomeIsWhatSimulationGives() {
        PurchaseHistories histories = histories(20, new Random(8));
        PurchaseTotal total =
                PurchaseForecast.ofModel(CdnowLog.BG_NBD, histories, WEEKS).total();
        SplittableRandom random = new SplittableRandom(4);
        int draws = 4000;
        double sum = 0;
        double squares = 0;
        for (int d = 0; d < draws; d++) {
            int purchases = 0;
            for (int i = 0; i < histories.size(); i++) {
                purchases += CdnowLog.BG_NBD.simulatePurchases(histories.row(i), 39, random).length;
            }
            sum += purchases;
            squares += (double) purchases * purchases;
        }
        double mean = sum / draws;
        double deviation = Math.sqrt(squares / draws - mean * mean);
        assertEquals(total.expected(), mean, 4 * deviation / Math.sqrt(draws));
        assertEquals(total.outcomeDeviation(), deviation, 4 * deviation / Math.sqrt(draws));
    }

    @Test
    void badArgumentsAreNamed() {
        PurchaseForecast forecast = PurchaseForecast.ofModel(CdnowLog.BG_NBD, histories(3, new Random(1)), WEEKS);
        assertMessage("group[1] must be from 0 to 1, was 2", () -> forecast.totals(new int[] {0, 2, 1}, 2));
        assertMessage(
                "group must have as many rows as there are customers, 3, was 1",
                () -> forecast.totals(new int[] {0}, 2));
        assertEquals(
                "an expectation must come from a fit to have a confidence interval, was from given parameters or from a fit"
                        + " without standard errors (PurchaseForecast.of takes a fit)",
                assertThrows(IllegalStateException.class, () -> forecast.total().confidenceInterval(0.95))
                        .getMessage());
        assertEquals(0, forecast.total(i -> false).expected());
        assertEquals(0, forecast.total(i -> false).confidenceInterval(0.95).width());
        assertEquals(0, forecast.total(i -> false).largestShare());
        PurchaseHistories nobodyCameBack =
                PurchaseHistories.ofColumns(new int[2], new double[2], new double[] {5, 6}, PeriodUnit.WEEK);
        assertThrows(FitException.class, () -> PurchaseForecast.of(BgNbd.fit(nobodyCameBack), nobodyCameBack, WEEKS));
    }

    private static void assertMessage(String message, Runnable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
        assertEquals(message, e.getMessage());
    }

    private static PurchaseHistories histories(int n, Random random) {
        int[] x = random.ints(n, 0, 6).toArray();
        double[] age = random.doubles(n, 5, 60).toArray();
        double[] recency = new double[n];
        for (int i = 0; i < n; i++) {
            recency[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
        }
        return PurchaseHistories.ofColumns(x, recency, age, PeriodUnit.WEEK);
    }
}
