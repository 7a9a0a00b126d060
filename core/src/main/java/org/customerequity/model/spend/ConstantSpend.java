package org.customerequity.model.spend;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.internal.Require;

/**
 * The same amount for every transaction of every customer: a ticket, a subscription box, a fixed price. It learns nothing from
 * what a customer spent, and its mean has no variance.
 *
 * <p>Also the model to value a base with when the spend per purchase is planned or agreed, not estimated:
 * {@code new ConstantSpend(49.90)}.
 *
 * @param amount of each transaction, finite and {@code > 0}
 */
public record ConstantSpend(double amount) implements SpendModel, Serializable {
    private static final List<String> NAMES = List.of("amount");

    public ConstantSpend {
        Require.positive(amount, "amount", "of each transaction");
    }

    /**
     * The amount of all counted transactions, where there is only one.
     *
     * <p>It is then known without error: the report has no standard error, and a log-likelihood of 0, because each amount had
     * probability 1. Where amounts differ the fit does not converge and the reason names two of them; the best so far is their
     * mean.
     *
     * @throws IllegalArgumentException if there are no customers, or no counted transactions of a positive amount
     */
    public static FitOutcome<ConstantSpend> fit(PurchaseHistories histories) {
        SpendColumns.requireSpend(histories);
        int first = -1;
        Optional<String> difference = Optional.empty();
        long customers = 0;
        double transactions = 0;
        double mean = 0;
        for (int i = 0; i < histories.size(); i++) {
            int n = histories.spendCount(i);
            if (n > 0) {
                customers++;
                transactions += n;
                mean += n * ((histories.meanSpend(i) - mean) / transactions);
                first = first < 0 ? i : first;
                if (difference.isEmpty()) {
                    difference = difference(histories, first, i);
                }
            }
        }
        if (!(mean > 0)) {
            throw new IllegalArgumentException(
                    "histories must have a counted transaction of a positive amount, were without");
        }
        if (difference.isPresent()) {
            return SpendColumns.inCurrency(
                    histories,
                    MaximumLikelihood.fit(
                            new Varying(mean, customers, difference.get()),
                            FitOptions.defaults(),
                            theta -> new ConstantSpend(theta[0])));
        }
        ConstantSpend model = new ConstantSpend(histories.meanSpend(first));
        return SpendColumns.inCurrency(
                histories,
                new FitOutcome.Converged<>(model, FitReport.ofCertain(NAMES, model.parameters(), customers)));
    }

    /** Why the amounts of row i and of the first are not all one. */
    private static Optional<String> difference(PurchaseHistories histories, int first, int i) {
        if (!SpendColumns.same(histories.meanSpend(i), histories.meanSpend(first))) {
            return Optional.of("amounts differ: " + SpendColumns.customer(histories, first) + " spent "
                    + histories.meanSpend(first) + " each time on average, " + SpendColumns.customer(histories, i) + " "
                    + histories.meanSpend(i) + " (GammaGamma models that)");
        }
        if (histories.hasLogSpend()
                && histories.scatterOfLogSpend(i) > GammaGammaLikelihood.NO_SCATTER * histories.spendCount(i)) {
            return Optional.of("amounts differ: those of " + SpendColumns.customer(histories, i)
                    + " are not all the same (LogNormalSpend models that)");
        }
        return Optional.empty();
    }

    /** Amounts that vary, which this model gives probability 0. */
    private record Varying(double mean, long observations, String why) implements Likelihood {
        @Override
        public List<String> names() {
            return NAMES;
        }

        @Override
        public double[] start() {
            return new double[1];
        }

        @Override
        public double[] units() {
            return new double[] {mean};
        }

        @Override
        public double value(double[] u) {
            return Double.NEGATIVE_INFINITY;
        }

        @Override
        public double evaluate(double[] u, double[] gradient, double[][] hessian) {
            return Double.NEGATIVE_INFINITY;
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.of(why);
        }
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {amount};
    }

    @Override
    public ConstantSpend withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new ConstantSpend(parameters[0]);
    }

    /** The amount, whatever the customer spent. */
    @Override
    public double expectedSpend(SpendSummary spend) {
        return amount;
    }

    /** 0: the mean of every customer is the amount. */
    @Override
    public double varianceOfMeanSpend(SpendSummary spend) {
        return 0;
    }

    /** The square of the amount. */
    @Override
    public double expectedSquareOfTransaction(SpendSummary spend) {
        return amount * amount;
    }

    /** The amount, {@code n} times; nothing is drawn. */
    @Override
    public double[] simulateSpend(SpendSummary spend, int n, RandomGenerator random) {
        Require.nonNegative(n, "n", "amounts to draw");
        double[] amounts = new double[n];
        Arrays.fill(amounts, amount);
        return amounts;
    }
}
