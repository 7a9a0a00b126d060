package org.customerequity.lifetime.formula;

import org.customerequity.value.ValueBasis;

/**
 * What the field calls lifetime value: one constant for each definition, with what it counts and leaves out.
 *
 * <p>ARPA is revenue per account and period, r retention and {@code 1 - r} churn of customers, N net retention of revenue, m =
 * ARPA x margin, d discount, g growth, T horizon. What a vendor's product shows may be smoothed beyond the formula, as the
 * constant says.
 */
public enum ValueDefinition {
    /** {@code ARPA T}: what a customer pays who stays to the horizon. Nobody leaves, and the horizon must be finite. */
    REVENUE_TO_HORIZON(
            "revenue to the horizon", ValueBasis.REVENUE, false, true, true, false, "churn, cost, discount, growth"),
    /** {@code ARPA (1 - r^T) / (1 - r)}: revenue times the lifetime that is expected within the horizon. */
    REVENUE_OF_EXPECTED_LIFETIME(
            "revenue of the expected lifetime", ValueBasis.REVENUE, false, true, true, false, "cost, discount, growth"),
    /** {@code ARPA / (1 - r)}, the rule of thumb. */
    REVENUE_OVER_CHURN(
            "ARPA / churn", ValueBasis.REVENUE, false, true, false, false, "cost, discount, growth, horizon"),
    /** {@code average monthly recurring revenue per customer / user churn}: Baremetrics' help page "Lifetime Value". */
    BAREMETRICS("Baremetrics", ValueBasis.REVENUE, false, true, false, false, "cost, discount, growth, horizon"),
    /**
     * {@code ARPA / customer churn}: ChartMogul's help page "Chart: Customer Lifetime Value", where churn is the mean of the six
     * months before; give that as the churn.
     */
    CHARTMOGUL("ChartMogul", ValueBasis.REVENUE, false, true, false, false, "cost, discount, growth, horizon"),
    /**
     * {@code ARPU / (1 - N)}: ProfitWell's help page "Lifetime Value", which takes 1 - retention of revenue, with upgrades,
     * reactivations and downgrades, in place of churn. Their product smooths the trend of both beyond this formula.
     */
    PROFITWELL("ProfitWell, unsmoothed", ValueBasis.REVENUE, false, true, false, true, "cost, discount, horizon"),
    /** {@code m / (1 - r)}: the rule of thumb on contribution. */
    CONTRIBUTION_OVER_CHURN(
            "ARPA x margin / churn", ValueBasis.CONTRIBUTION, false, true, false, false, "discount, growth, horizon"),
    /** {@code m / (1 - N)}: the same with churn of revenue, which counts expansion as if it reduced churn. */
    CONTRIBUTION_OVER_REVENUE_CHURN(
            "ARPA x margin / revenue churn", ValueBasis.CONTRIBUTION, false, true, false, true, "discount, horizon"),
    /** {@code sum t = 0..T-1 of m (1+g)^t r^t}: contribution within the horizon, without discount. */
    UNDISCOUNTED_CONTRIBUTION(
            "contribution, undiscounted", ValueBasis.CONTRIBUTION, false, true, true, true, "discount"),
    /** The margin multiple of {@link org.customerequity.value.CashFlowTiming#IMMEDIATE_COUNTED}. */
    IMMEDIATE_COUNTED("margin multiple, first payment now", ValueBasis.CONTRIBUTION, true, true, true, true, "nothing"),
    /** The margin multiple of {@link org.customerequity.value.CashFlowTiming#AFTER_FIRST}. */
    AFTER_FIRST(
            "margin multiple, after the first payment",
            ValueBasis.CONTRIBUTION,
            true,
            false,
            true,
            true,
            "the first payment"),
    /** The margin multiple of {@link org.customerequity.value.CashFlowTiming#END_OF_PERIOD}. */
    END_OF_PERIOD(
            "margin multiple, paid at the end of periods", ValueBasis.CONTRIBUTION, true, true, true, true, "nothing"),
    /** The margin multiple of {@link org.customerequity.value.CashFlowTiming#JUST_BEFORE_RENEWAL}. */
    JUST_BEFORE_RENEWAL(
            "margin multiple, just before a renewal",
            ValueBasis.CONTRIBUTION,
            true,
            false,
            true,
            true,
            "the payments made so far"),
    /** {@code m r / (1 + d - r)}: Gupta and Lehmann (2003), for ever and without growth. */
    GUPTA_LEHMANN(
            "Gupta-Lehmann", ValueBasis.CONTRIBUTION, true, false, false, false, "the first payment, growth, horizon"),
    /** {@code m r / (1 + d - r (1 + g))}: the same with growth, for ever. */
    GUPTA_LEHMANN_WITH_GROWTH(
            "Gupta-Lehmann with growth",
            ValueBasis.CONTRIBUTION,
            true,
            false,
            false,
            true,
            "the first payment, horizon"),
    /** {@link #IMMEDIATE_COUNTED} less the acquisition cost: what a customer not yet acquired would add. */
    NET_OF_ACQUISITION_COST(
            "first payment now, less acquisition cost", ValueBasis.CONTRIBUTION, true, true, true, true, "nothing");

    private final String title;
    private final ValueBasis basis;
    private final boolean discounted;
    private final boolean firstPaymentCounted;
    private final boolean horizonCounted;
    private final boolean growthCounted;
    private final String leavesOut;

    ValueDefinition(
            String title,
            ValueBasis basis,
            boolean discounted,
            boolean firstPaymentCounted,
            boolean horizonCounted,
            boolean growthCounted,
            String leavesOut) {
        this.title = title;
        this.basis = basis;
        this.discounted = discounted;
        this.firstPaymentCounted = firstPaymentCounted;
        this.horizonCounted = horizonCounted;
        this.growthCounted = growthCounted;
        this.leavesOut = leavesOut;
    }

    /** A name for reports. */
    public String title() {
        return title;
    }

    /** Revenue or contribution. Only the second can be set against an acquisition cost. */
    public ValueBasis basis() {
        return basis;
    }

    /** Whether later money is worth less. */
    public boolean discounted() {
        return discounted;
    }

    /** Whether the payment with which a new customer begins is in the value. */
    public boolean firstPaymentCounted() {
        return firstPaymentCounted;
    }

    /** Whether it ends at the horizon; otherwise it goes on for ever. */
    public boolean horizonCounted() {
        return horizonCounted;
    }

    /** Whether the growth of customers' payments is in the value, as a rate or through the net retention of revenue. */
    public boolean growthCounted() {
        return growthCounted;
    }

    /** What is not in the value, in words. */
    public String leavesOut() {
        return leavesOut;
    }

    /** Whether customers leave by churn of revenue, not of customers. */
    boolean byRevenueChurn() {
        return this == PROFITWELL || this == CONTRIBUTION_OVER_REVENUE_CHURN;
    }
}
