package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * Purchases of many customers in a stretch of time ahead, by a model whose parameters are known as draws: {@link PurchaseForecast}
 * without its parabola and its normal distribution.
 *
 * <pre>{@code
 *   expected total    sum over customers of E[Y_i | history, draw]    one number a draw: what the parameters leave open
 *   simulated total   sum over customers of Y_i drawn given the draw  and what chance does besides
 * }</pre>
 *
 * <p>Parameters are common to all customers, so that totals are added up within a draw, never quantiles of customers. Neither
 * total holds the error of a model that is wrong; see {@link HoldoutScores} for that.
 *
 * <p>Nothing is computed before it is asked for, and an answer goes once through all draws and customers. Expectations take longer
 * than outcomes, milliseconds for some thousand customers and one draw: give them a posterior {@link Posterior#thinned}; 400
 * independent draws have the ends of a 95 % interval within a tenth of its half width. Immutable.
 */
public final class PosteriorForecast implements Serializable {
    private static final long serialVersionUID = 1;

    private final Posterior<? extends PurchaseModel> posterior;
    private final PurchaseHistories histories;
    private final Span ahead;

    private PosteriorForecast(Posterior<? extends PurchaseModel> posterior, PurchaseHistories histories, Span ahead) {
        this.posterior = posterior;
        this.histories = histories;
        this.ahead = ahead;
    }

    /**
     * Of customers with these histories, in the model's unit.
     *
     * @param ahead counted from the end of each customer's history
     */
    public static PosteriorForecast of(
            Posterior<? extends PurchaseModel> posterior, PurchaseHistories histories, Span ahead) {
        Objects.requireNonNull(posterior, "posterior");
        Objects.requireNonNull(histories, "histories");
        Require.notEmpty(histories.size(), "histories", "must have at least one customer", "");
        return new PosteriorForecast(posterior, histories, Objects.requireNonNull(ahead, "ahead"));
    }

    /** How many customers. */
    public int size() {
        return histories.size();
    }

    /** The posterior mean of each customer's expected purchases, in the order of the histories. */
    public double[] expected() {
        return posterior.means(model -> model.expectedPurchases(histories, ahead));
    }

    /** Where the expected total of everybody lies; its interval is credible. */
    public DrawSummary expectedTotal() {
        return expectedTotal(row -> true);
    }

    /** {@link #expectedTotal()} of the customers that {@code choice} takes by their row. */
    public DrawSummary expectedTotal(IntPredicate choice) {
        int[] rows = rows(choice);
        PurchaseHistories chosen = rows.length == size() ? histories : histories.select(rows);
        return posterior.summary(
                model -> Arrays.stream(model.expectedPurchases(chosen, ahead)).sum());
    }

    /** Where the purchases of everybody will turn out; its interval is one of prediction. */
    public DrawSummary simulatedTotal(RandomGenerator random) {
        return simulatedTotal(row -> true, random);
    }

    /** {@link #simulatedTotal(RandomGenerator)} of the customers that {@code choice} takes by their row. */
    public DrawSummary simulatedTotal(IntPredicate choice, RandomGenerator random) {
        return simulatedTotalOn(Runnable::run, choice, random);
    }

    /**
     * {@link #simulatedTotal(IntPredicate, RandomGenerator)} with the draws as tasks of an executor, and the same totals. Waits for
     * all of them: from a pool's own thread, use the other.
     */
    public DrawSummary simulatedTotalOn(Executor executor, IntPredicate choice, RandomGenerator random) {
        List<PurchaseHistory> chosen =
                Arrays.stream(rows(choice)).mapToObj(histories::row).toList();
        List<Double> totals = posterior.predictiveOn(executor, (model, own) -> purchases(model, chosen, own), random);
        int chains = posterior.draws().chainCount();
        int length = posterior.draws().drawsPerChain();
        double[][] draws = new double[chains][length];
        for (int c = 0; c < chains; c++) {
            for (int d = 0; d < length; d++) {
                draws[c][d] = totals.get(c * length + d);
            }
        }
        return DrawSummary.of(draws);
    }

    private double purchases(PurchaseModel model, List<PurchaseHistory> chosen, RandomGenerator random) {
        Span own = ahead.per(model.unit());
        double sum = 0;
        for (PurchaseHistory history : chosen) {
            double[] times = model.simulatePurchases(history, own.to(), random);
            int before = 0;
            while (before < times.length && times[before] <= own.from()) {
                before++;
            }
            sum += times.length - before;
        }
        return sum;
    }

    private int[] rows(IntPredicate choice) {
        Objects.requireNonNull(choice, "choice");
        int[] rows = IntStream.range(0, size()).filter(choice).toArray();
        Require.notEmpty(rows.length, "choice", "must take at least one customer", "");
        return rows;
    }

    /** Equal draws, histories and time ahead. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PosteriorForecast other
                && posterior.equals(other.posterior)
                && histories.equals(other.histories)
                && ahead.equals(other.ahead);
    }

    @Override
    public int hashCode() {
        return Objects.hash(posterior, histories, ahead);
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "PosteriorForecast[" + size() + " customers in " + ahead + " by " + posterior + "]";
    }
}
