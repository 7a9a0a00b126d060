package org.customerequity.model.spend;

import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.value.Distribution;
import org.customerequity.value.Interval;

/**
 * A spend model that knows how single amounts are distributed: what a customer may spend next, where his own mean may lie, and
 * how likely his amounts were.
 *
 * <p>Two distributions, never to be confused. {@link #meanSpend} is of the customer's own long-run mean: it narrows as more is
 * known, and its interval is a <em>credible</em> interval. {@link #nextSpend} is of one purchase: it stays as wide as purchases
 * vary, and its interval is a <em>prediction</em> interval.
 *
 * <p>Inherit the contract test {@code org.customerequity.model.spend.TransactionSpendModelContract} of the test artifact.
 */
public interface TransactionSpendModel extends SpendModel {
    /**
     * ln of the joint density of the customer's single amounts, on the scale of money; 0 where there are none. On this scale
     * the models of different families can be compared, customer by customer.
     *
     * @throws IllegalArgumentException if there are amounts and their logarithms are not known
     */
    double logLikelihoodOfTransactions(SpendSummary spend);

    /**
     * {@link #logLikelihoodOfTransactions(SpendSummary)} for every row.
     *
     * @throws IllegalArgumentException if a row has amounts whose logarithms are not known, with the row in the message
     */
    default double[] logLikelihoodOfTransactions(PurchaseHistories histories) {
        SpendColumns.requireLogs(histories);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = logLikelihoodOfTransactions(histories.spend(i));
        }
        return out;
    }

    /** The amount of the customer's next transaction, given what is known. */
    Distribution nextSpend(SpendSummary spend);

    /** The customer's own mean amount per transaction, given what is known. */
    Distribution meanSpend(SpendSummary spend);

    /**
     * Where the customer's own mean lies, given the data and these parameters: equal tails of {@link #meanSpend}.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    default Interval meanSpendCredibleInterval(SpendSummary spend, double level) {
        return meanSpend(spend).interval(level);
    }

    /**
     * Where the amount of the next transaction will lie, given the data and these parameters: equal tails of
     * {@link #nextSpend}.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    default Interval nextSpendPredictionInterval(SpendSummary spend, double level) {
        return nextSpend(spend).interval(level);
    }
}
