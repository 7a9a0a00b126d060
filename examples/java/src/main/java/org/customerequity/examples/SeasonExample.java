package org.customerequity.examples;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import org.customerequity.fit.CoefficientTable;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.covariate.CovariatePaths;
import org.customerequity.history.covariate.CovariatePathsBuilder;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.model.covariate.TimeVaryingParetoNbd;
import org.customerequity.model.diagnosis.PurchaseForecast;
import org.customerequity.model.diagnosis.PurchaseTotal;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * What will the weeks before Christmas bring, and the year, where the season changes how often customers buy?
 *
 * <p>{@link ShopGenerator} tells the truth: in November and December everybody buys exp(0.80) times as often.
 */
public final class SeasonExample {
    private SeasonExample() {}

    /** Prints what a season does, the last one as it was to be foreseen, and the next. */
    public static void main(String[] args) {
        // snippet:start season
        PurchaseLog log = SampleShop.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(SampleShop.UNTIL)
                        .toLog());
        CovariateTable channels = SampleShop.covariates().withFlags("channel", "organic");
        CovariatePathsBuilder calendar = CovariatePaths.builder("season");
        for (int year = 2024; year <= 2026; year++) { // the last of them is a plan
            LocalDate season = LocalDate.of(year, 11, 1);
            LocalDate end = LocalDate.of(year + 1, 1, 1);
            calendar.addForAll(LocalDate.of(year, 1, 1), season, 0).addForAll(season, end, 1);
        }
        CovariatePaths paths = calendar.build().withConstants(channels);

        LocalDate october = LocalDate.of(2025, 10, 31);
        PurchaseLog before = log.until(october);
        PurchaseHistories then = before.histories().withPaths(paths, before);
        FitOutcome<TimeVaryingParetoNbd> fit = fit(then);
        System.out.print(CoefficientTable.of(fit.report()));

        Span twoMonths = Span.ofDays(0, 61);
        System.out.printf(
                Locale.ROOT,
                "November and December 2025: %s; without season %s; came %d%n",
                text(PurchaseForecast.of(fit, then, twoMonths).total()),
                text(PurchaseForecast.of(ParetoNbd.fit(then), then, twoMonths).total()),
                Arrays.stream(log.purchasesBetween(october, SampleShop.UNTIL)).sum());

        PurchaseHistories now = log.histories().withPaths(paths, log);
        FitOutcome<TimeVaryingParetoNbd> latest = fit(now);
        System.out.printf(
                "2026: to October %s, then %s%n",
                text(PurchaseForecast.of(latest, now, Span.ofDays(0, 304)).total()),
                text(PurchaseForecast.of(latest, now, Span.ofDays(304, 365)).total()));
        // snippet:end
    }

    private static FitOutcome<TimeVaryingParetoNbd> fit(PurchaseHistories histories) {
        return TimeVaryingParetoNbd.fit(
                histories,
                TimeVaryingParetoNbd.codingOf(histories, "season", "channel=ads", "channel=referral"),
                TimeVaryingParetoNbd.codingOf(histories, "channel=ads", "channel=referral"));
    }

    private static String text(PurchaseTotal total) {
        Interval outcome = total.predictionInterval(0.95);
        return String.format(Locale.ROOT, "%.0f [%.0f, %.0f]", total.expected(), outcome.lower(), outcome.upper());
    }
}
