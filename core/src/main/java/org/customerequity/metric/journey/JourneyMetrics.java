package org.customerequity.metric.journey;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Clock;
import org.customerequity.metric.MetricDefinition.OpenCases;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.metric.RatioMetric;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;

/**
 * Figures of the way to a purchase, of one period, from totals: {@code
 * JourneyMetrics.during(ReportingPeriod.ofMonth(2026, 3)).cartAbandonmentRate(312, 1_300)}.
 *
 * @param period the days they are about
 */
public record JourneyMetrics(ReportingPeriod period) implements Serializable {
    /** Deals won over deals closed in the period. Open deals are in neither. */
    public static final MetricDefinition WIN_RATE_BY_COUNT = MetricDefinition.of(
                    "win rate by count", "deals won", "deals closed", "deals closed in the period")
            .withOpenCases(OpenCases.LEFT_OUT);

    /** Value won over value closed in the period. */
    public static final MetricDefinition WIN_RATE_BY_VALUE = MetricDefinition.of(
                    "win rate by value", "value won", "value closed", "deals closed in the period")
            .withOpenCases(OpenCases.LEFT_OUT);

    /** Of the deals opened in the period and closed since, those won: quick decisions first, while others are open. */
    public static final MetricDefinition COHORT_WIN_RATE_BY_COUNT = MetricDefinition.of(
                    "cohort win rate by count",
                    "deals won",
                    "deals closed",
                    "deals opened in the period and closed since")
            .withClock(Clock.COHORT)
            .withOpenCases(OpenCases.LEFT_OUT);

    /** The same by value. */
    public static final MetricDefinition COHORT_WIN_RATE_BY_VALUE = MetricDefinition.of(
                    "cohort win rate by value",
                    "value won",
                    "value closed",
                    "deals opened in the period and closed since")
            .withClock(Clock.COHORT)
            .withOpenCases(OpenCases.LEFT_OUT);

    /** Deals won over deals opened in the period, when all of them are closed. */
    public static final MetricDefinition WIN_RATE_OF_ALL_OPENED = MetricDefinition.of(
                    "win rate of all opened", "deals won", "deals opened", "deals opened in the period, all closed")
            .withClock(Clock.COHORT);

    /** Deals won so far over deals opened in the period: too low by what is still open. */
    public static final MetricDefinition WINS_SO_FAR_OF_ALL_OPENED = MetricDefinition.of(
                    "wins so far of all opened", "deals won so far", "deals opened", "deals opened in the period")
            .withClock(Clock.COHORT)
            .withOpenCases(OpenCases.COUNTED);

    /** Customers over leads of the period. */
    public static final MetricDefinition LEAD_CONVERSION_RATE = MetricDefinition.of(
                    "lead conversion rate", "leads who became customers", "leads", "leads of the period")
            .withClock(Clock.COHORT)
            .withOpenCases(OpenCases.COUNTED);

    /** Carts without an order over carts closed. */
    public static final MetricDefinition CART_ABANDONMENT_RATE = MetricDefinition.of(
                    "cart abandonment rate",
                    "carts without an order",
                    "carts closed",
                    "carts with an item, ordered or idle for longer than allowed")
            .withPolarity(Polarity.LOWER_IS_BETTER)
            .withOpenCases(OpenCases.LEFT_OUT);

    /** Checkouts without an order over checkouts closed. */
    public static final MetricDefinition CHECKOUT_ABANDONMENT_RATE = MetricDefinition.of(
                    "checkout abandonment rate",
                    "checkouts without an order",
                    "checkouts closed",
                    "checkouts begun, ordered or idle for longer than allowed")
            .withPolarity(Polarity.LOWER_IS_BETTER)
            .withOpenCases(OpenCases.LEFT_OUT);

    public JourneyMetrics {
        Objects.requireNonNull(period, "period");
    }

    /** The figures of these days. */
    public static JourneyMetrics during(ReportingPeriod period) {
        return new JourneyMetrics(period);
    }

    /** {@code won / (won + lost)}, of deals closed in the period. */
    public ShareMetric winRateByCount(long won, long lost) {
        requireDeals(won, lost);
        return ShareMetric.of(WIN_RATE_BY_COUNT, period, won, Math.addExact(won, lost));
    }

    /** {@code value won / (value won + value lost)}, of deals closed in the period; both in one currency. */
    public RatioMetric winRateByValue(Revenue won, Revenue lost) {
        Objects.requireNonNull(won, "won");
        Objects.requireNonNull(lost, "lost");
        CurrencyMismatchException.check(won.amount().currency(), lost.amount().currency());
        double gained = Require.nonNegative(won.amount().value(), "won", "value of deals");
        double missed = Require.nonNegative(lost.amount().value(), "lost", "value of deals");
        return RatioMetric.ofTotals(WIN_RATE_BY_VALUE, period, gained, gained + missed);
    }

    /**
     * {@code won / (won + lost)} of the deals opened in the period and closed since. Not {@link #winRateByCount}, which is of the
     * deals closed in the period, whenever they were opened.
     */
    public ShareMetric cohortWinRateByCount(long won, long lost) {
        requireDeals(won, lost);
        return ShareMetric.of(COHORT_WIN_RATE_BY_COUNT, period, won, Math.addExact(won, lost));
    }

    /**
     * {@code won / opened}, of the deals opened in the period, by the cohort clock. It exists only when all of them are closed;
     * before, see {@link #winsSoFarOfAllOpened} and {@link TimeInStage#wonBy}.
     *
     * @param open must be 0
     */
    public ShareMetric winRateOfAllOpened(long won, long lost, long open) {
        requireDeals(won, lost);
        if (open != 0) {
            throw Require.bad(
                    "open",
                    "must be 0",
                    "wait until all are closed, or see TimeInStage and winsSoFarOfAllOpened",
                    open);
        }
        return ShareMetric.of(WIN_RATE_OF_ALL_OPENED, period, won, Math.addExact(won, lost));
    }

    /** {@code won so far / opened}: too low by the wins among those still open. */
    public ShareMetric winsSoFarOfAllOpened(long won, long opened) {
        return ShareMetric.of(WINS_SO_FAR_OF_ALL_OPENED, period, won, opened);
    }

    /** Of the leads of the period, the share that became customers, by the cohort clock; young leads may still. */
    public ShareMetric leadConversionRate(long customers, long leads) {
        return ShareMetric.of(LEAD_CONVERSION_RATE, period, customers, leads);
    }

    /**
     * {@code 1 - orders / carts}.
     *
     * @param orders carts that ended in an order
     * @param cartsClosed carts with at least one item that were ordered, or idle for longer than the time allowed; carts still
     *     within it do not belong here ({@link CartOutcomes} sorts them out)
     */
    public ShareMetric cartAbandonmentRate(long orders, long cartsClosed) {
        return abandonment(CART_ABANDONMENT_RATE, orders, cartsClosed, "cartsClosed");
    }

    /** {@code 1 - orders / checkouts}: as {@link #cartAbandonmentRate}, from the begin of checkout. */
    public ShareMetric checkoutAbandonmentRate(long orders, long checkoutsClosed) {
        return abandonment(CHECKOUT_ABANDONMENT_RATE, orders, checkoutsClosed, "checkoutsClosed");
    }

    /**
     * The revenue that a pipeline brings per day: {@code open opportunities x win rate x mean won value / cycle length}. All four
     * should be of the same deals ({@link Deals#salesVelocity}); it inherits the bias of the cycle, which is short while deals are
     * open, and is then too high.
     *
     * @param openOpportunities {@code >= 0}
     * @param winRate of this period
     * @param meanWonValue of a deal
     * @param cycleDays from open to win, {@code > 0}
     */
    public PeriodicRevenue salesVelocity(
            long openOpportunities, ShareMetric winRate, Revenue meanWonValue, double cycleDays) {
        Require.nonNegative(openOpportunities, "openOpportunities", "");
        Objects.requireNonNull(winRate, "winRate");
        Objects.requireNonNull(meanWonValue, "meanWonValue");
        Require.positive(cycleDays, "cycleDays", "from open to win");
        if (!winRate.period().equals(period)) {
            throw Require.bad("winRate", "must be of the period " + period, "of the same deals", winRate.period());
        }
        return meanWonValue
                .times(openOpportunities * winRate.value() / cycleDays)
                .perPeriod(PeriodUnit.DAY);
    }

    private ShareMetric abandonment(MetricDefinition definition, long orders, long closed, String name) {
        Require.nonNegative(orders, "orders", "");
        if (orders > closed) {
            throw Require.bad("orders", "must be <= " + name + " " + closed, "each order closes one", orders);
        }
        return ShareMetric.of(definition, period, closed - orders, closed);
    }

    private static void requireDeals(long won, long lost) {
        Require.nonNegative(won, "won", "");
        Require.nonNegative(lost, "lost", "");
    }
}
