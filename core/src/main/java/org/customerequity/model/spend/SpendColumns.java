package org.customerequity.model.spend;

import java.util.Objects;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.internal.Require;

/** What the spend models ask of the amounts they are given, and of their fits, in the same words. */
final class SpendColumns {
    private static final String HOW =
            "PurchaseLog.histories has them, after withSpendPolicy where purchases came to nothing;"
                    + " or SpendSummary.ofAmounts, PurchaseHistories.withLogSpend";

    /** Relative distance at which two amounts are the same: a mean of equal amounts is rounded. */
    private static final double SAME = 1e-12;

    private SpendColumns() {}

    /** Customers with amounts. */
    static void requireSpend(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        Require.notEmpty(
                histories.size(), "histories", "must have at least one customer", "there is nothing to fit to");
        if (!histories.hasSpend()) {
            throw new IllegalArgumentException("histories must have amounts, were without"
                    + " (summarise transactions with amounts, or see PurchaseHistories.withSpend)");
        }
    }

    /** Customers with the logarithms of their amounts. */
    static void requireLogSpend(PurchaseHistories histories) {
        requireSpend(histories);
        if (!histories.hasLogSpend()) {
            throw new IllegalArgumentException(
                    "histories must have the logarithms of single amounts, were without (" + HOW + ")");
        }
    }

    /** Logarithms in every row that has amounts; the message names the first that has not. */
    static void requireLogs(PurchaseHistories histories) {
        if (histories.hasLogSpend()) {
            return;
        }
        for (int i = 0; i < histories.size(); i++) {
            if (histories.spendCount(i) > 0) {
                throw new IllegalArgumentException(customer(histories, i) + ": spend must have the logarithms of its "
                        + histories.spendCount(i) + " amounts, was without (" + HOW + ")");
            }
        }
    }

    /** Logarithms, or no amounts at all. */
    static void requireLogs(SpendSummary spend) {
        if (!spend.hasLogs()) {
            throw new IllegalArgumentException(
                    "spend must have the logarithms of its amounts, was " + spend + " (" + HOW + ")");
        }
    }

    /** {@code row 7}, or {@code row 7 (customer "A-12")} where there are identifiers. */
    static String customer(PurchaseHistories histories, int i) {
        return "row " + i
                + (histories.hasIds() ? " (customer \"" + histories.ids().get(i) + "\")" : "");
    }

    /** Whether two amounts are one, but for the rounding of a mean. */
    static boolean same(double a, double b) {
        return Math.abs(a - b) <= SAME * Math.max(a, b);
    }

    /** The outcome in the currency of what was fitted. */
    static <M> FitOutcome<M> inCurrency(PurchaseHistories histories, FitOutcome<M> outcome) {
        return histories
                .currency()
                .map(currency -> withReport(outcome, outcome.report().inCurrency(currency)))
                .orElse(outcome);
    }

    static <M> FitOutcome<M> withReport(FitOutcome<M> outcome, FitReport report) {
        return outcome.fold(
                model -> new FitOutcome.Converged<>(model, report),
                no -> new FitOutcome.NotConverged<>(no.bestSoFar(), report, no.reason()));
    }
}
