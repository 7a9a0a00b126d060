package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.history.covariate.CovariatePaths;
import org.customerequity.history.covariate.CovariatePathsBuilder;
import org.customerequity.model.covariate.TimeVaryingParetoNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** From transactions and a calendar to what customers are worth, with the calendar that is planned. */
class TimeVaryingValueTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final LocalDate START = LocalDate.of(2022, 1, 1);
    private static final LocalDate END = LocalDate.of(2023, 12, 31);

    /** Sales in November and July of each year, known to the end of 2025. */
    private static CovariatePaths calendar() {
        CovariatePathsBuilder calendar = CovariatePaths.builder("sale");
        for (LocalDate day = START; day.getYear() < 2026; day = day.plusMonths(1)) {
            boolean sale = day.getMonthValue() == 7 || day.getMonthValue() == 11;
            calendar.addForAll(day, day.plusMonths(1), sale ? 1 : 0);
        }
        return calendar.build();
    }

    private static List<Transaction> transactions() {
        TimeVaryingParetoNbd truth = TimeVaryingParetoNbd.of(
                new ParetoNbd(1.2, 9, 1, 30, WEEK),
                CovariateCoding.ofCovariates(List.of(new CodedCovariate.Number("sale", 0, 1))),
                new double[] {0.8},
                CovariateCoding.none(),
                new double[0]);
        SplittableRandom random = new SplittableRandom(19);
        List<Transaction> all = new ArrayList<>();
        CovariatePaths calendar = calendar();
        for (int i = 0; i < 600; i++) {
            String id = "c" + (1000 + i);
            LocalDate first = START.plusDays(random.nextInt(365));
            all.add(Transaction.of(id, first, 40));
            double length = (END.toEpochDay() - first.toEpochDay()) / 7.0;
            PurchaseHistory newcomer = PurchaseHistory.newCustomer(WEEK).withPath(calendar.path(id, first, WEEK));
            for (double time : truth.simulatePurchases(newcomer, length, random)) {
                all.add(Transaction.of(id, first.plusDays((long) (7 * time)), 40));
            }
        }
        return all;
    }

    @Test
    void salesToComeAreWorthSomething() {
        CovariatePaths calendar = calendar();
        PurchaseLog log = transactions().stream()
                .collect(TransactionSummarizer.per(WEEK)
                        .until(END)
                        .withCurrency("EUR")
                        .toLog());

        PurchaseHistories histories = log.histories().withPaths(calendar, log);
        FitOutcome<TimeVaryingParetoNbd> fit = TimeVaryingParetoNbd.fit(histories, "sale");
        TimeVaryingParetoNbd model = fit.orThrow();
        LifetimeValueModel value = LifetimeValueModel.of(model, new ConstantSpend(40))
                .withMargin(0.30)
                .withDiscount(DiscountRate.ofAnnualPercent(10))
                .withHorizon(Horizon.ofYears(2))
                .withCurrency("EUR");
        LifetimeValues values = value.value(histories);

        assertTrue(fit.report().parameter("purchases: sale").value() > 0.5, () -> "" + fit.report());
        double sum = 0;
        for (int i = 0; i < histories.size(); i++) {
            sum += values.value(i);
            assertEquals(value.value(histories.row(i)).amount().value(), values.value(i), 1e-12 * values.value(i));
        }
        // 600 customers, hand-checked against purchases times margin and discount
        double[] worth = model.discountedPurchases(histories, DiscountRate.ofAnnualPercent(10), Horizon.ofYears(2));
        double expected = 0;
        for (double one : worth) {
            expected += one * 40 * 0.30;
        }
        assertEquals(expected, sum, 1e-10 * expected);

        double[] june = model.expectedPurchases(histories, weeks(2024, 6));
        double[] july = model.expectedPurchases(histories, weeks(2024, 7));
        double lift = total(july) / total(june);
        assertTrue(lift > 1.5, () -> "lift " + lift);

        LifetimeValue spring = value.valueOfNewCustomer(calendar.path("new", LocalDate.of(2023, 12, 30), WEEK));
        assertTrue(spring.amount().value() > 12, () -> "" + spring);
        LifetimeValueModel longer = value.withHorizon(Horizon.ofYears(3));
        String message = assertThrows(IllegalArgumentException.class, () -> longer.value(histories))
                .getMessage();
        assertTrue(message.startsWith("path of customer \"c1000\" must reach "), message);
        assertTrue(message.contains("(2026-01-01)"), message);
    }

    private static Span weeks(int year, int month) {
        LocalDate from = LocalDate.of(year, month, 1);
        return Span.between(
                (from.toEpochDay() - END.toEpochDay()) / 7.0,
                (from.plusMonths(1).toEpochDay() - END.toEpochDay()) / 7.0,
                WEEK);
    }

    private static double total(double[] column) {
        double sum = 0;
        for (double one : column) {
            sum += one;
        }
        return sum;
    }

    /**
     * Of more than 256 periods those after the last change of covariates follow from a formula for smooth functions; one by one, as
     * here, they are the truth.
     */
    @Test
    void paymentsAtTheEndOfPeriodsAreThoseOfEachPeriod() {
        TimeVaryingParetoNbd model = TimeVaryingParetoNbd.of(
                new ParetoNbd(1.2, 9, 1, 30, WEEK),
                CovariateCoding.ofCovariates(List.of(new CodedCovariate.Number("sale", 0, 1))),
                new double[] {2},
                CovariateCoding.none(),
                new double[0]);
        DiscountRate rate = DiscountRate.ofAnnualPercent(20);
        CovariatePath ends =
                CovariatePath.of(WEEK, "sale").until(190.3, 0).until(200.6, 1).until(410, 0);
        CovariatePath holds =
                CovariatePath.of(WEEK, "sale").until(190.3, 0).until(200.6, 1).forEver(0);
        PurchaseHistories mayEnd = PurchaseHistory.of(2, 7, 10, WEEK)
                .withPath(ends.withPurchases(3, 7))
                .asHistories(Currency.getInstance("EUR"));
        PurchaseHistories forEver = PurchaseHistory.of(2, 7, 10, WEEK)
                .withPath(holds.withPurchases(3, 7))
                .asHistories(Currency.getInstance("EUR"));
        PurchaseTiming timing = PurchaseTiming.endOf(WEEK);
        assertEquals(
                oneByOne(model, mayEnd, rate, 400),
                DiscountedPurchases.of(model, mayEnd, rate, Horizon.of(400, WEEK), timing)[0],
                1e-12);
        assertEquals(
                oneByOne(model, forEver, rate, 8000),
                DiscountedPurchases.of(model, forEver, rate, Horizon.FOREVER, timing)[0],
                1e-10);
        assertEquals(
                oneByOne(model, forEver, rate, 1000),
                DiscountedPurchases.of(model, forEver, rate, Horizon.of(1000, WEEK), timing)[0],
                1e-10);
    }

    private static double oneByOne(TimeVaryingParetoNbd model, PurchaseHistories one, DiscountRate rate, int periods) {
        double sum = 0;
        for (int k = 1; k <= periods; k++) {
            sum += rate.factor(k, WEEK) * model.expectedPurchases(one, Span.between(k - 1, k, WEEK))[0];
        }
        return sum;
    }
}
