package org.customerequity.lifetime;

import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.PurchaseModel;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * Expected discounted purchases of a column of customers under any timing.
 *
 * <p>By period, with w the discount of one period, E(k) the expected purchases in the first k periods and c the share of a
 * period by which money comes before its end: {@code D = w^-c sum over k of w^k (E(k) - E(k-1))}, the last period cut at the
 * horizon. Without a horizon the first {@value #SUMMED} periods are summed and the rest follows from Euler and Maclaurin,
 *
 * <pre>{@code
 *   sum k > K of w^k (E(k) - E(k-1)) = (1 - w) S - w^(K+1) E(K),    S = sum k > K of g(k),   g(u) = w^u E(u)
 *   S = integral from K to infinity of g - g(K) / 2 - g'(K) / 12
 * }</pre>
 *
 * whose integral is the difference of the infinite and the K-period value at the moments of purchase.
 */
final class DiscountedPurchases {
    private static final int SUMMED = 128;

    private DiscountedPurchases() {}

    static double[] of(
            PurchaseModel model,
            PurchaseHistories histories,
            DiscountRate rate,
            Horizon horizon,
            PurchaseTiming timing) {
        if (timing.moment() == PurchaseTiming.Moment.PURCHASE) {
            return model.discountedPurchases(histories, rate, horizon);
        }
        PeriodUnit period = timing.period();
        double[] sum = horizon.isForever()
                ? forever(model, histories, rate, period)
                : summed(model, histories, rate, period, horizon.lengthPer(period));
        double shift = Math.exp(rate.continuousPer(period) * timing.periodsBeforeEnd());
        for (int i = 0; i < sum.length; i++) {
            sum[i] *= shift;
        }
        return sum;
    }

    private static double[] summed(
            PurchaseModel model, PurchaseHistories histories, DiscountRate rate, PeriodUnit period, double periods) {
        double[] sum = new double[histories.size()];
        for (int k = 1; k - 1 < periods; k++) {
            double[] purchases = model.expectedPurchases(histories, Span.between(k - 1, Math.min(k, periods), period));
            double factor = rate.factor(k, period);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += factor * purchases[i];
            }
        }
        return sum;
    }

    private static double[] forever(
            PurchaseModel model, PurchaseHistories histories, DiscountRate rate, PeriodUnit period) {
        double[] sum = summed(model, histories, rate, period, SUMMED);
        double[] infinite = model.discountedPurchases(histories, rate, Horizon.FOREVER);
        double[] finite = model.discountedPurchases(histories, rate, Horizon.of(SUMMED, period));
        double[] purchases = model.expectedPurchases(histories, Span.first(SUMMED, period));
        double[] around = model.expectedPurchases(histories, Span.between(SUMMED - 0.5, SUMMED + 0.5, period));
        double delta = rate.continuousPer(period);
        double w = rate.factor(1, period);
        double wK = rate.factor(SUMMED, period);
        for (int i = 0; i < sum.length; i++) {
            double g = wK * purchases[i];
            double slope = wK * around[i] - delta * g;
            double integral = (infinite[i] - finite[i] + g) / delta;
            double tail = integral - g / 2 - slope / 12;
            sum[i] += -Math.expm1(-delta) * tail - w * g;
        }
        return sum;
    }
}
