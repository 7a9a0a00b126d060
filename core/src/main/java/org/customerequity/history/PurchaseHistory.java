package org.customerequity.history;

import java.io.Serializable;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;

/**
 * One customer's purchases, summed up as the probability models need them: what the literature writes (x, t_x, T).
 *
 * @param frequency x, repeat purchases: the first is not counted; {@code >= 0}
 * @param recency t_x, time from the first purchase to the last; 0 where {@code frequency} is 0, at most {@code age}
 * @param age T, time from the first purchase to the end of observation; finite and {@code >= 0}
 * @param unit what recency and age are counted in
 * @param spend what is known of the amounts
 * @param intervals what is known of the times between the purchases: of {@code frequency} intervals, or of none
 * @param covariates what else is known of the customer
 * @param path what is known of the customer through time: with {@code frequency} purchases, the last of them in the period of
 *     {@code recency}, and reaching {@code age}; or none
 */
public record PurchaseHistory(
        int frequency,
        double recency,
        double age,
        PeriodUnit unit,
        SpendSummary spend,
        IntervalSummary intervals,
        Covariates covariates,
        CovariatePath path)
        implements Serializable {
    public PurchaseHistory {
        Require.nonNegative(frequency, "frequency", "repeat purchases; the first is not counted");
        recency = Require.nonNegative(recency, "recency", "time from the first purchase to the last");
        age = Require.nonNegative(age, "age", "time from the first purchase to the end of observation");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(spend, "spend");
        Objects.requireNonNull(intervals, "intervals");
        Objects.requireNonNull(covariates, "covariates");
        Objects.requireNonNull(path, "path");
        checkTimes(frequency, recency, age);
        checkPath(path, frequency, recency, age, unit);
        if (intervals.count() != 0) {
            if (intervals.count() != frequency) {
                throw Require.bad(
                        "intervals.count",
                        "must be the frequency " + frequency + ", or 0 where they are not known",
                        "one interval before each repeat purchase",
                        intervals.count());
            }
            if (!IntervalSummary.isPossible(intervals.sumOfLogs(), frequency, recency)) {
                throw IntervalSummary.impossible(intervals.sumOfLogs(), frequency, recency);
            }
        }
    }

    /** A history without amounts, intervals, covariates or path: {@code PurchaseHistory.of(2, 30.43, 38.86, PeriodUnit.WEEK)}. */
    public static PurchaseHistory of(int frequency, double recency, double age, PeriodUnit unit) {
        return new PurchaseHistory(
                frequency,
                recency,
                age,
                unit,
                SpendSummary.none(),
                IntervalSummary.none(),
                Covariates.none(),
                CovariatePath.none());
    }

    /** A customer at the moment of the first purchase: no repeat purchase, age 0. Models answer for the population. */
    public static PurchaseHistory newCustomer(PeriodUnit unit) {
        return of(0, 0, 0, unit);
    }

    /** This history with what is known of the amounts. */
    public PurchaseHistory withSpend(SpendSummary newSpend) {
        return new PurchaseHistory(frequency, recency, age, unit, newSpend, intervals, covariates, path);
    }

    /** This history with what is known of the times between the purchases. */
    public PurchaseHistory withIntervals(IntervalSummary newIntervals) {
        return new PurchaseHistory(frequency, recency, age, unit, spend, newIntervals, covariates, path);
    }

    /** This history with what else is known of the customer: {@code newCustomer(WEEK).withCovariates(covariates)}. */
    public PurchaseHistory withCovariates(Covariates newCovariates) {
        return new PurchaseHistory(frequency, recency, age, unit, spend, intervals, newCovariates, path);
    }

    /**
     * This history with the covariates through time: {@code newCustomer(WEEK).withPath(path)}.
     *
     * @throws IllegalArgumentException if the path is in another unit, holds other purchases, or ends before the age
     */
    public PurchaseHistory withPath(CovariatePath newPath) {
        return new PurchaseHistory(frequency, recency, age, unit, spend, intervals, covariates, newPath);
    }

    /**
     * This customer as columns of one row, without an identifier.
     *
     * @param currency of the amounts
     */
    public PurchaseHistories asHistories(Currency currency) {
        PurchaseHistories row = PurchaseHistories.ofColumns(
                        new int[] {frequency}, new double[] {recency}, new double[] {age}, unit)
                .withSpend(new int[] {spend.count()}, new double[] {spend.mean()}, currency);
        if (spend.hasLogs()) {
            row = row.withLogSpend(new double[] {spend.meanOfLogs()}, new double[] {spend.scatterOfLogs()});
        }
        if (hasIntervals()) {
            row = row.withLogIntervals(new double[] {intervals.sumOfLogs()});
        }
        if (!covariates.isEmpty()) {
            row = row.withCovariates(CovariateTable.ofRows(List.of(covariates)));
        }
        return path.isNone() ? row : row.withPaths(List.of(path));
    }

    /** Whether the times between the purchases are known, as they are where there is no repeat purchase. */
    public boolean hasIntervals() {
        return intervals.count() == frequency;
    }

    static void checkPath(CovariatePath path, int frequency, double recency, double age, PeriodUnit unit) {
        if (path.isNone()) {
            return;
        }
        if (path.unit() != unit) {
            throw Require.bad("path.unit", "must be that of the history, " + unit, "", path.unit());
        }
        Require.notEmpty(path.periods(), "path", "must have a period", "CovariatePath.until, forEver");
        path.requireReach(age, "the observation ends then");
        int purchases = path.purchases();
        if (purchases != frequency) {
            throw Require.bad(
                    "path.purchases",
                    "must be the frequency " + frequency,
                    "CovariatePath.withPurchases; the first purchase is not counted",
                    purchases);
        }
        int last = path.periods() - 1;
        while (last >= 0 && path.purchases(last) == 0) {
            last--;
        }
        if (last >= 0 && path.periodAt(recency) != last) {
            throw Require.bad(
                    "path.purchases",
                    "must have its last in the period of recency " + recency,
                    "a purchase on a boundary belongs to the period that starts there",
                    "in the period from " + path.start(last) + " to " + path.end(last));
        }
    }

    static void checkTimes(int frequency, double recency, double age) {
        if (recency > age) {
            throw Require.bad(
                    "recency", "must be <= age " + age, "the last purchase lies inside the observation", recency);
        }
        if (frequency == 0 && recency != 0) {
            throw Require.bad("recency", "must be 0 where frequency is 0", "no repeat purchase, no recency", recency);
        }
    }

    /** {@code PurchaseHistory[frequency=2, recency=30.43, age=38.86, unit=WEEK, ...]}, with covariates and path where there are any. */
    @Override
    public String toString() {
        return "PurchaseHistory[frequency=" + frequency + ", recency=" + recency + ", age=" + age + ", unit=" + unit
                + ", spend=" + spend + ", intervals=" + intervals
                + (covariates.isEmpty() ? "" : ", covariates=" + covariates)
                + (path.isNone() ? "" : ", path=" + path) + "]";
    }
}
