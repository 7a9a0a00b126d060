package org.customerequity.lifetime;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Quantiles;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.Interval;

/** Draws what customers will turn out to be worth: parameters, then purchases, then spend. */
final class OutcomeSimulation {
    /** A horizon without end is simulated until money is worth this little. */
    private static final double NEGLIGIBLE = 1e-6;

    private final FittedPair models;
    private final PurchaseTiming timing;
    private final double valuePerRevenue;
    private final double delta;
    private final double length;
    private final double period;

    OutcomeSimulation(FittedPair models, LifetimeValueModel terms) {
        PurchaseModel buying = models.buying();
        this.models = models;
        this.timing = terms.timing();
        this.valuePerRevenue = terms.valuePerRevenue();
        this.delta = terms.discount().continuousPer(buying.unit());
        this.length = terms.horizon().isForever()
                ? -Math.log(NEGLIGIBLE)
                        / Require.positive(delta, "discount", "a horizon without end needs a rate above zero")
                : terms.horizon().lengthPer(buying.unit());
        this.period = buying.unit().from(1, timing.period());
    }

    /** The middle {@code level} of the simulated totals of these customers. */
    Interval interval(PurchaseHistories histories, double level, int draws, RandomGenerator random) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        if (draws < 100) {
            throw Require.bad("draws", "must be >= 100", "2,000 give limits within a few per cent", draws);
        }
        double[] totals = new double[draws];
        for (int d = 0; d < draws; d++) {
            FittedPair drawn = models.draw(random);
            double total = 0;
            for (int i = 0; i < histories.size(); i++) {
                total += outcome(drawn, histories.row(i), random);
            }
            totals[d] = total;
        }
        Arrays.sort(totals);
        return new Interval(
                Quantiles.ofSorted(totals, (1 - level) / 2), Quantiles.ofSorted(totals, (1 + level) / 2), level);
    }

    /** One outcome of one customer, with the parameters as they are. */
    double draw(PurchaseHistory history, RandomGenerator random) {
        return outcome(models, history, random);
    }

    private double outcome(FittedPair drawn, PurchaseHistory history, RandomGenerator random) {
        double[] times = drawn.buying().simulatePurchases(history, length, random);
        double[] spend = drawn.spending().simulateSpend(history.spend(), times.length, random);
        double sum = 0;
        for (int j = 0; j < times.length; j++) {
            sum += spend[j] * Math.exp(-delta * received(times[j]));
        }
        return valuePerRevenue * sum;
    }

    private double received(double time) {
        return timing.moment() == PurchaseTiming.Moment.PURCHASE
                ? time
                : (Math.ceil(time / period) - timing.periodsBeforeEnd()) * period;
    }
}
