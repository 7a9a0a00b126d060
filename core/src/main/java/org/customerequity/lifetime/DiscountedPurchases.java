package org.customerequity.lifetime;

import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * Expected discounted purchases of a column of customers under any timing.
 *
 * <p>By period, with w the discount of one period, E(k) the expected purchases in the first k periods and c the share of a
 * period by which money comes before its end: {@code D = w^-c sum over k of w^k (E(k) - E(k-1))}, the last period cut at the
 * horizon. Of more than {@value #MOST} periods the first K, mostly {@value #SUMMED}, are summed, and those up to the last whole one,
 * N, which may be infinite, follow from Euler and Maclaurin:
 *
 * <pre>{@code
 *   sum over K < k <= N of w^k (E(k) - E(k-1)) = (1 - w) S + w (g(N) - g(K)),    g(u) = w^u E(u)
 *   S = sum over K < k <= N of g(k) = integral from K to N of g + (g(N) - g(K)) / 2 + (g'(N) - g'(K)) / 12
 *   delta * integral from K to N of g = g(K) - g(N) + D(N) - D(K),    w = exp(-delta)
 * }</pre>
 *
 * where D(u) is the value at the moments of purchase in the first u periods. Where covariates change with time, the periods up to
 * the last change are all summed: the rest is for smooth functions.
 */
final class DiscountedPurchases {
    private static final int SUMMED = 128;
    private static final int MOST = 2 * SUMMED;

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
        double[] sum = byPeriod(model, histories, rate, period, horizon.lengthPer(period));
        double shift = Math.exp(rate.continuousPer(period) * timing.periodsBeforeEnd());
        for (int i = 0; i < sum.length; i++) {
            sum[i] *= shift;
        }
        return sum;
    }

    /** Discounted to the end of each period. */
    private static double[] byPeriod(
            PurchaseModel model, PurchaseHistories histories, DiscountRate rate, PeriodUnit period, double periods) {
        double[] sum = new double[histories.size()];
        double summed = Math.max(SUMMED, lastChange(histories, period));
        boolean each = periods <= Math.max(MOST, summed + 1);
        double whole = each ? Math.floor(periods) : summed;
        for (int k = 1; k <= whole; k++) {
            addPeriod(sum, model, histories, rate, k, Span.between(k - 1, k, period));
        }
        if (!each) {
            whole = Math.floor(periods);
            addWholePeriods(sum, model, histories, rate, period, summed, whole);
        }
        if (whole < periods) {
            addPeriod(sum, model, histories, rate, whole + 1, Span.between(whole, periods, period));
        }
        return sum;
    }

    /** After how many periods no covariate changes any more, or none is known; 0 where they do not change with time. */
    private static double lastChange(PurchaseHistories histories, PeriodUnit period) {
        double last = 0;
        for (int i = 0; histories.hasPaths() && i < histories.size(); i++) {
            CovariatePath path = histories.path(i);
            int k = path.periods() - 1;
            if (k >= 0) {
                double end = path.end(k) < Double.POSITIVE_INFINITY ? path.end(k) : path.start(k);
                last = Math.max(last, period.from(end - histories.age(i), histories.unit()));
            }
        }
        // the slope at an edge is that of half a period on either side
        return last == 0 ? 0 : Math.ceil(last) + 1;
    }

    private static void addPeriod(
            double[] sum, PurchaseModel model, PurchaseHistories histories, DiscountRate rate, double end, Span span) {
        double factor = rate.factor(end, span.unit());
        if (factor == 0) {
            return;
        }
        double[] purchases = model.expectedPurchases(histories, span);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * purchases[i];
        }
    }

    /** What the whole periods after the first ones, which were summed, add. */
    private static void addWholePeriods(
            double[] sum,
            PurchaseModel model,
            PurchaseHistories histories,
            DiscountRate rate,
            PeriodUnit period,
            double first,
            double last) {
        double delta = rate.continuousPer(period);
        double w = rate.factor(1, period);
        double lost = -Math.expm1(-delta);
        double share = delta == 0 ? 1 : lost / delta;
        double[] nearValue = model.discountedPurchases(histories, rate, Horizon.of(first, period));
        double[] farValue = model.discountedPurchases(histories, rate, new Horizon(last, period));
        Edge near = Edge.at(first, model, histories, rate, period);
        Edge far = Edge.at(last, model, histories, rate, period);
        for (int i = 0; i < sum.length; i++) {
            double rise = far.value[i] - near.value[i];
            double integral = farValue[i] - nearValue[i] - rise;
            sum[i] += share * integral + lost * (rise / 2 + (far.slope[i] - near.slope[i]) / 12) + w * rise;
        }
    }

    /** g and its derivative at one end of the sum. */
    private record Edge(double[] value, double[] slope) {
        static Edge at(
                double end, PurchaseModel model, PurchaseHistories histories, DiscountRate rate, PeriodUnit period) {
            double factor = end == Double.POSITIVE_INFINITY ? 0 : rate.factor(end, period);
            if (factor == 0) {
                return new Edge(new double[histories.size()], new double[histories.size()]);
            }
            double[] value = model.expectedPurchases(histories, Span.first(end, period));
            double[] slope = model.expectedPurchases(histories, Span.between(end - 0.5, end + 0.5, period));
            double delta = rate.continuousPer(period);
            for (int i = 0; i < value.length; i++) {
                value[i] *= factor;
                slope[i] = factor * slope[i] - delta * value[i];
            }
            return new Edge(value, slope);
        }
    }
}
