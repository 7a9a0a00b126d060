package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** What a job computed is read back equal, and prints the same, where another reads it. */
class DiagnosisSerializationTest {
    private static final LocalDate START = LocalDate.of(2024, 1, 1);

    /** 60 customers who buy every 5 to 64 days, half of whom stop on the way. */
    private static PurchaseLog log() {
        return IntStream.range(0, 60)
                .boxed()
                .flatMap(c -> IntStream.iterate(c % 30, day -> day < (c % 2 == 0 ? 360 : 90 + c), day -> day + 5 + c)
                        .mapToObj(day -> Transaction.of("c" + c, START.plusDays(day), 10)))
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(START.plusDays(360))
                        .toLog());
    }

    @Test
    void everyResultIsReadBackEqual() throws IOException, ClassNotFoundException {
        PurchaseLog log = log();
        PurchaseHistories histories = log.histories();
        Span ahead = Span.ofWeeks(0, 10);
        int[] actual = histories.frequencies();
        double[] predicted = CdnowLog.BG_NBD.expectedPurchases(histories, ahead);
        RollingOrigin rolling = RollingOrigin.of(
                log, START.plusDays(150), Period.ofDays(60), List.of(Period.ofDays(30), Period.ofDays(60)));
        Backtest nbd = rolling.run(PurchaseModelFamily.NBD);
        PurchaseForecast forecast = PurchaseForecast.ofModel(CdnowLog.BG_NBD, histories, ahead);
        HoldoutScores scores = HoldoutScores.of(predicted, actual);
        for (Object one : List.of(
                scores,
                scores.deciles().get(3),
                PredictiveScores.of(CdnowLog.BG_NBD, histories, ahead, actual, 0.8),
                FrequencyHistogram.of(CdnowLog.BG_NBD, histories, 5),
                ConditionalExpectations.byRecency(histories, predicted, actual, 8),
                Tracking.of(CdnowLog.BG_NBD, log),
                forecast,
                forecast.total(),
                rolling,
                nbd,
                nbd.compare(
                        rolling.run(PurchaseModelFamily.BG_NBD.title(), PurchaseModelFamily.NBD::fit),
                        Period.ofDays(30),
                        ForecastLoss.CRPS,
                        100,
                        0.9,
                        new SplittableRandom(1)),
                ModelComparison.of(
                        List.of(PurchaseModelFamily.NBD, PurchaseModelFamily.MBG_NBD, PurchaseModelFamily.PARETO_NBD),
                        log,
                        START.plusDays(200)))) {
            Object read = readBack(one);
            assertNotSame(one, read);
            assertEquals(one, read);
            assertEquals(one.hashCode(), read.hashCode());
            assertEquals(one.toString(), read.toString());
        }
    }

    private static Object readBack(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Test
    void recordsKeepTheirRules() {
        assertMessage(
                "actualUpTo must be >= actual 5, was 3 (it contains them)", () -> new RankedGroup(1, 2, 1, 5, 3, 9, 9));
        assertMessage(
                "allActual must be >= actualUpTo 6, was 5 (it contains them)",
                () -> new RankedGroup(1, 2, 1, 5, 6, 9, 5));
        assertMessage("to must be > from 3.0, was 3.0", () -> new ConditionalExpectations.Group(3, 3, 1, 0, 0));
        assertMessage(
                "customers must be > 0, was 0 (groups of nobody are left out)",
                () -> new ConditionalExpectations.Group(0, 3, 0, 0, 0));
        assertMessage("largestShare must be in [0, 1], was NaN", () -> new PurchaseTotal(1, 1, 1, 1, Double.NaN));
        assertMessage("name must not be blank, was \" \" (of the model)", () -> new Backtest(" ", List.of()));
    }

    private static void assertMessage(String message, Runnable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
        assertEquals(message, e.getMessage());
    }
}
