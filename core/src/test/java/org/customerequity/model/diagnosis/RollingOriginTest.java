package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.RatioOfSums;
import org.junit.jupiter.api.Test;

class RollingOriginTest {
    private static final LocalDate START = LocalDate.of(2024, 1, 1);
    private static final LocalDate END = START.plusDays(400);
    private static final List<LocalDate> ORIGINS =
            List.of(START.plusDays(150), START.plusDays(200), START.plusDays(250));
    private static final Period HORIZON = Period.ofDays(100);

    private static TransactionSummarizer rules() {
        return TransactionSummarizer.per(PeriodUnit.WEEK).until(END).withRefunds(RefundPolicy.NET_CUSTOMER);
    }

    /** 400 customers with rates and chances to leave of their own, acquired over 200 days. */
    private static List<Transaction> transactions() {
        SplittableRandom random = new SplittableRandom(5);
        List<Transaction> all = new ArrayList<>();
        for (int c = 0; c < 400; c++) {
            double mean = 15 / (random.nextExponential() + 0.05);
            double leaving = Math.pow(random.nextDouble(), 3);
            double day = 200 * random.nextDouble();
            while (day < 400) {
                all.add(Transaction.of("c" + c, START.plusDays((long) day), 10));
                if (random.nextDouble() < leaving) {
                    break;
                }
                day += 1 + mean * random.nextExponential();
            }
        }
        return all;
    }

    private static RollingOrigin rolling(List<Transaction> transactions) {
        return new RollingOrigin(transactions.stream().collect(rules().toLog()), ORIGINS, List.of(HORIZON));
    }

    /** CDNOW at the end of its calibration: the figures of the oracles. */
    @Test
    void cdnow() {
        RollingOrigin rolling = RollingOrigin.of(
                CdnowLog.log(),
                LocalDate.of(1997, 7, 31),
                Period.ofMonths(1),
                List.of(Period.ofWeeks(13), Period.ofDays(273)));
        assertEquals(
                List.of(LocalDate.of(1997, 7, 31), LocalDate.of(1997, 8, 31), LocalDate.of(1997, 9, 30)),
                rolling.origins());
        Backtest test = rolling.run(PurchaseModelFamily.BG_NBD);
        assertEquals(6, test.forecasts().size());
        OriginForecast last = test.forecasts(Period.ofDays(273)).get(2);
        HoldoutScores scores = last.scores().orElseThrow();
        assertEquals(1882, scores.actual());
        assertEquals(1653.408698, scores.predicted(), 1e-5);
        assertEquals(0.78545424, scores.meanAbsoluteError(), 1e-8);
        assertEquals(39, last.ahead().length(), 1e-12);
        assertEquals(0.510371373, last.predictiveScores(0.9).crps(), 1e-8);

        Backtest nbd = rolling.run(PurchaseModelFamily.NBD);
        for (ForecastLoss loss : ForecastLoss.values()) {
            PairedComparison paired = test.compare(nbd, Period.ofDays(273), loss, 200, 0.95, new SplittableRandom(1));
            assertEquals(Optional.of("BG/NBD"), paired.better(), paired.toString());
            assertEquals(3, paired.originsWonByFirst());
            assertEquals(2357, paired.customers());
        }
        // mean differences of the oracles' holdout table, at the third origin
        PairedComparison mae =
                test.compare(nbd, Period.ofDays(273), ForecastLoss.ABSOLUTE_ERROR, 100, 0.95, new SplittableRandom(1));
        assertEquals(0.78545424 - 1.04102033, mae.differenceByOrigin().get(2), 2e-8);
        PairedComparison mse =
                test.compare(nbd, Period.ofDays(273), ForecastLoss.SQUARED_ERROR, 100, 0.95, new SplittableRandom(1));
        assertEquals(
                1.60798201 * 1.60798201 - 1.85952262 * 1.85952262,
                mse.differenceByOrigin().get(2),
                1e-7);
        PairedComparison crps =
                test.compare(nbd, Period.ofDays(273), ForecastLoss.CRPS, 100, 0.95, new SplittableRandom(1));
        assertEquals(
                last.predictiveScores(0.5).crps()
                        - nbd.forecasts(Period.ofDays(273))
                                .get(2)
                                .predictiveScores(0.5)
                                .crps(),
                crps.differenceByOrigin().get(2),
                1e-12);
    }

    /** What is planted after an origin changes what came, never what was forecast. */
    @Test
    void nothingLeaks() {
        List<Transaction> planted = new ArrayList<>(transactions());
        // new customers, purchases of known ones, and a refund of a purchase made before the first origin
        for (int c = 0; c < 80; c++) {
            planted.add(Transaction.of("new" + c, START.plusDays(160 + c % 30), 10));
            planted.add(Transaction.of("c" + c, START.plusDays(165 + c % 30), 10));
        }
        Transaction early = transactions().stream()
                .filter(t -> t.date().isBefore(ORIGINS.get(0)))
                .findFirst()
                .orElseThrow();
        planted.add(Transaction.of(early.customer(), ORIGINS.get(0).plusDays(3), -5));

        Backtest honest = rolling(transactions()).run(PurchaseModelFamily.BG_NBD);
        Backtest with = rolling(planted).run(PurchaseModelFamily.BG_NBD);
        OriginForecast one = honest.forecasts().get(0);
        OriginForecast other = with.forecasts().get(0);
        assertEquals(one.outcome(), other.outcome());
        assertEquals(one.histories(), other.histories());
        assertEquals(
                one.scores().orElseThrow().predicted(),
                other.scores().orElseThrow().predicted());
        assertTrue(other.scores().orElseThrow().actual()
                > one.scores().orElseThrow().actual());
        // the later origins know of it
        assertNotEquals(
                honest.forecasts().get(1).outcome(), with.forecasts().get(1).outcome());

        // and each forecast is the one that an analyst of that day would have made
        for (OriginForecast forecast : with.forecasts()) {
            PurchaseHistories then = planted.stream()
                    .filter(t -> !t.date().isAfter(forecast.origin()))
                    .collect(rules().until(forecast.origin()).toLog())
                    .histories();
            assertEquals(then, forecast.histories());
            assertEquals(BgNbd.fit(then).orThrow(), forecast.outcome().orThrow());
            assertArrayEquals(
                    BgNbd.fit(then).orThrow().expectedPurchases(then, forecast.ahead()),
                    IntStream.range(0, then.size())
                            .mapToDouble(forecast.scores().orElseThrow()::predicted)
                            .toArray());
        }
    }

    /** The bootstrap of clusters against its large-sample value: the linearised error of a ratio of sums over customers. */
    @Test
    void theErrorIsThatOfCustomersDrawn() {
        RollingOrigin rolling = rolling(transactions());
        Backtest bg = rolling.run(PurchaseModelFamily.BG_NBD);
        Backtest nbd = rolling.run(PurchaseModelFamily.NBD);
        PairedComparison paired =
                bg.compare(nbd, HORIZON, ForecastLoss.SQUARED_ERROR, 4000, 0.95, new SplittableRandom(9));

        Map<String, double[]> byCustomer = new TreeMap<>();
        for (int k = 0; k < 3; k++) {
            OriginForecast a = bg.forecasts(HORIZON).get(k);
            double[] la = a.losses(ForecastLoss.SQUARED_ERROR);
            double[] lb = nbd.forecasts(HORIZON).get(k).losses(ForecastLoss.SQUARED_ERROR);
            for (int i = 0; i < la.length; i++) {
                double[] sums = byCustomer.computeIfAbsent(a.histories().ids().get(i), id -> new double[2]);
                sums[0] += la[i] - lb[i];
                sums[1]++;
            }
        }
        RatioOfSums ratio = RatioOfSums.ofColumns(
                byCustomer.values().stream().mapToDouble(s -> s[0]).toArray(),
                "difference",
                byCustomer.values().stream().mapToDouble(s -> s[1]).toArray(),
                "forecasts");
        assertEquals(ratio.value(), paired.difference(), 1e-12);
        assertEquals(byCustomer.size(), paired.customers());
        // 4,000 draws give a standard deviation to 1.1 %, the linearisation another per cent
        assertEquals(ratio.standardError(), paired.standardError(), 0.05 * ratio.standardError());
        assertTrue(paired.interval().contains(paired.difference()));
        PairedComparison reversed =
                nbd.compare(bg, HORIZON, ForecastLoss.SQUARED_ERROR, 4000, 0.95, new SplittableRandom(9));
        assertEquals(-paired.difference(), reversed.difference(), 1e-15);
        assertEquals(-paired.interval().lower(), reversed.interval().upper(), 1e-12);
    }

    @Test
    void aModelAgainstItselfIsNoVerdict() {
        RollingOrigin rolling = rolling(transactions());
        Backtest nbd = rolling.run(PurchaseModelFamily.NBD);
        PairedComparison same = nbd.compare(
                rolling.run("again", Nbd::fit), HORIZON, ForecastLoss.CRPS, 100, 0.9, new SplittableRandom(2));
        assertEquals(0, same.difference());
        assertEquals(Optional.empty(), same.better());
        assertEquals(
                "NBD against again, P100D ahead, crps: mean difference 0.000, 0.000 to 0.000 at 90 %, below 0 at 0 of 3"
                        + " origins: no verdict",
                same.toString());
    }

    @Test
    void originsWithoutAFitAreCounted() {
        RollingOrigin rolling = rolling(transactions());
        Backtest nbd = rolling.run(PurchaseModelFamily.NBD);
        PurchaseHistories second = rolling.log().histories(ORIGINS.get(1));
        Backtest stops = rolling.run(
                "stops",
                histories -> Nbd.fit(
                        histories, FitOptions.defaults().withMaxIterations(histories.equals(second) ? 1 : 200)));
        assertTrue(stops.forecasts().get(1).scores().isEmpty());
        assertTrue(stops.forecasts().get(1).outcome() instanceof FitOutcome.NotConverged);
        PairedComparison paired =
                stops.compare(nbd, HORIZON, ForecastLoss.ABSOLUTE_ERROR, 100, 0.9, new SplittableRandom(2));
        assertEquals(2, paired.origins());
        assertEquals(1, paired.originsLeftOut());
        assertTrue(paired.toString().endsWith(", 1 left out where a fit did not converge"), paired.toString());
    }

    @Test
    void badArgumentsAreNamed() {
        PurchaseLog log = transactions().stream().collect(rules().toLog());
        assertMessage(
                "origins must be at least 3, was 2 (one or two say little about other times)",
                () -> new RollingOrigin(log, ORIGINS.subList(0, 2), List.of(HORIZON)));
        assertMessage(
                "origins must leave P1Y until the last day 2025-02-04, was 2024-05-30 (what came later is not known)",
                () -> new RollingOrigin(log, ORIGINS, List.of(Period.ofYears(1))));
        assertMessage(
                "horizons must be at least a day, was P-1D",
                () -> new RollingOrigin(log, ORIGINS, List.of(Period.ofDays(-1))));
        assertMessage(
                "horizons must name each once, was [P100D, P100D]",
                () -> new RollingOrigin(log, ORIGINS, List.of(HORIZON, HORIZON)));
        assertMessage(
                "step must be at least a day, was P0D",
                () -> RollingOrigin.of(log, ORIGINS.get(0), Period.ZERO, List.of(HORIZON)));
        Backtest test = new RollingOrigin(log, ORIGINS, List.of(HORIZON)).run(PurchaseModelFamily.NBD);
        assertMessage("horizon must be one of [P100D], was P7D", () -> test.forecasts(Period.ofDays(7)));
        Backtest elsewhere = new RollingOrigin(
                        transactions().stream()
                                .filter(t -> !t.customer().startsWith("c1"))
                                .collect(rules().toLog()),
                        ORIGINS,
                        List.of(HORIZON))
                .run(PurchaseModelFamily.NBD);
        assertMessage(
                "other must have the same origins, customers and purchases, was 2024-05-30"
                        + " (run both models on one RollingOrigin)",
                () -> test.compare(elsewhere, HORIZON, ForecastLoss.CRPS, 100, 0.9, new SplittableRandom(1)));
    }

    private static void assertMessage(String message, Runnable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
        assertEquals(message, e.getMessage());
    }
}
