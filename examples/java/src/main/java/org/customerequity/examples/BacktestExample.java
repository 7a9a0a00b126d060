package org.customerequity.examples;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.model.diagnosis.Backtest;
import org.customerequity.model.diagnosis.ForecastLoss;
import org.customerequity.model.diagnosis.HoldoutScores;
import org.customerequity.model.diagnosis.OriginForecast;
import org.customerequity.model.diagnosis.RollingOrigin;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;

/** How good would our forecasts of the next half year have been, had we made one every quarter? */
public final class BacktestExample {
    private BacktestExample() {}

    /** Prints the forecasts of two models at each origin, and which of them was better. */
    public static void main(String[] args) {
        // snippet:start backtest
        PurchaseLog log = SampleTransactions.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(SampleTransactions.UNTIL)
                        .toLog());
        Period halfYear = Period.ofMonths(6);
        RollingOrigin quarters =
                RollingOrigin.of(log, LocalDate.of(2024, 3, 31), Period.ofMonths(3), List.of(halfYear));
        Backtest pareto = quarters.run(PurchaseModelFamily.PARETO_NBD);
        Backtest bg = quarters.run(PurchaseModelFamily.BG_NBD);
        for (OriginForecast forecast : pareto.forecasts(halfYear)) {
            HoldoutScores scores = forecast.scores().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "%s  %d customers, forecast %4.0f purchases, came %4d, MAE %.3f%n",
                    forecast.origin(),
                    scores.customers(),
                    scores.predicted(),
                    scores.actual(),
                    scores.meanAbsoluteError());
        }
        System.out.println(
                pareto.compare(bg, halfYear, ForecastLoss.POISSON_DEVIANCE, 1000, 0.95, new SplittableRandom(1)));
        // snippet:end
    }
}
