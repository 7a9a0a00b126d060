package org.customerequity.metric.marketing;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.AmountMetric;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.metric.RatioMetric;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;

/**
 * What marketing costs and brings in one period.
 *
 * <pre>{@code
 *   marketing ROI     (incremental contribution - cost) / cost
 *   attributed ROI    (attributed revenue x margin - cost) / cost      another figure, mostly higher
 *   ROAS              attributed revenue / media cost                  pays above 1 / margin, if all of it is incremental
 *   MER               all revenue / all media cost
 * }</pre>
 *
 * <p>The rule of attribution, the design of the comparison and the version of lead rules are part of a figure's definition: two
 * figures by two rules do not add.
 *
 * @param period the days they are about
 */
public record MarketingMetrics(ReportingPeriod period) implements Serializable {
    /** All revenue over all media cost. */
    public static final MetricDefinition MARKETING_EFFICIENCY_RATIO = MetricDefinition.of(
            "marketing efficiency ratio (MER)", "revenue", "media cost", "all revenue and all media of the period");

    /** Marketing cost over leads. */
    public static final MetricDefinition COST_PER_LEAD = MetricDefinition.of(
                    "cost per lead", "marketing cost", "leads", "leads of the period")
            .withPolarity(Polarity.LOWER_IS_BETTER);

    public MarketingMetrics {
        Objects.requireNonNull(period, "period");
    }

    /** The figures of these days. */
    public static MarketingMetrics during(ReportingPeriod period) {
        return new MarketingMetrics(period);
    }

    /**
     * Return on marketing: {@code (incremental contribution - cost) / cost}. 0 earns the cost back; -0.45 loses 45 % of it.
     *
     * @param cost {@code >= 0}; the figure is undefined where it is 0
     */
    public RatioMetric marketingRoi(IncrementalContribution incremental, CurrencyAmount cost) {
        Objects.requireNonNull(incremental, "incremental");
        return returnOn(
                MetricDefinition.of(
                        "marketing ROI",
                        "incremental contribution less cost",
                        "marketing cost",
                        "marketing of the period, incremental by " + incremental.design()),
                incremental.contribution().amount(),
                cost);
    }

    /**
     * {@link #marketingRoi} where the incremental contribution is an estimate with a standard error.
     *
     * @param incremental contribution, in the currency of {@code cost}
     * @param cost {@code > 0}, known
     */
    public Estimate marketingRoiEstimate(Estimate incremental, CurrencyAmount cost) {
        Objects.requireNonNull(incremental, "incremental");
        double spent = Require.positive(Objects.requireNonNull(cost, "cost").value(), "cost", "of marketing");
        return Estimate.of(incremental.value() / spent - 1, incremental.standardError() / spent);
    }

    /**
     * Attributed ROI: {@code (attributed revenue x margin - cost) / cost}. Not {@link #marketingRoi}: it credits marketing with what
     * would have come anyway.
     *
     * @param margin contribution per unit of revenue
     * @param cost {@code >= 0}; the figure is undefined where it is 0
     */
    public RatioMetric attributedRoi(AttributedRevenue attributed, MarginRatio margin, CurrencyAmount cost) {
        Objects.requireNonNull(attributed, "attributed");
        Objects.requireNonNull(margin, "margin");
        return returnOn(
                MetricDefinition.of(
                        "attributed ROI",
                        "attributed contribution less cost",
                        "marketing cost",
                        "marketing of the period, attributed by " + attributed.rule()),
                attributed.revenue().times(margin).amount(),
                cost);
    }

    private RatioMetric returnOn(MetricDefinition definition, CurrencyAmount contribution, CurrencyAmount cost) {
        double spent = cost(cost, contribution, "cost");
        return RatioMetric.ofTotals(definition, period, contribution.value() - spent, spent);
    }

    /**
     * Return on advertising spend (ROAS): {@code attributed revenue / media cost}. Revenue, not contribution: compare with {@link
     * #breakEvenRoas}.
     */
    public RatioMetric returnOnAdSpend(AttributedRevenue attributed, CurrencyAmount mediaCost) {
        Objects.requireNonNull(attributed, "attributed");
        CurrencyAmount revenue = attributed.revenue().amount();
        double spent = cost(mediaCost, revenue, "mediaCost");
        return RatioMetric.ofTotals(
                MetricDefinition.of(
                        "return on ad spend (ROAS)",
                        "attributed revenue",
                        "media cost",
                        "media of the period, attributed by " + attributed.rule()),
                period,
                revenue.value(),
                spent);
    }

    /**
     * The ROAS at which contribution covers the media cost, if all revenue is incremental: {@code 1 / margin}.
     *
     * @throws UndefinedRatioException if the margin is not positive: no ROAS is then enough
     */
    public static double breakEvenRoas(MarginRatio margin) {
        double fraction = Objects.requireNonNull(margin, "margin").fraction();
        if (!(fraction > 0)) {
            throw new UndefinedRatioException(
                    "break-even ROAS is undefined, because margin is " + fraction + " (no revenue is then enough)");
        }
        return 1 / fraction;
    }

    /** Marketing efficiency ratio (MER), blended ROAS: {@code all revenue / all media cost}; it needs no attribution. */
    public RatioMetric marketingEfficiencyRatio(Revenue revenue, CurrencyAmount mediaCost) {
        CurrencyAmount amount = Objects.requireNonNull(revenue, "revenue").amount();
        double spent = cost(mediaCost, amount, "mediaCost");
        return RatioMetric.ofTotals(MARKETING_EFFICIENCY_RATIO, period, amount.value(), spent);
    }

    /** {@code cost / leads}. */
    public AmountMetric costPerLead(CurrencyAmount cost, long leads) {
        return costPer(COST_PER_LEAD, cost, leads, "leads");
    }

    /**
     * {@code cost / marketing-qualified leads}.
     *
     * @param rulesVersion of the rules that qualify a lead
     */
    public AmountMetric costPerMql(CurrencyAmount cost, long mqls, String rulesVersion) {
        return costPer(qualified("cost per MQL", "MQLs", rulesVersion), cost, mqls, "mqls");
    }

    /**
     * {@code cost / sales-qualified leads}.
     *
     * @param rulesVersion of the rules that qualify a lead
     */
    public AmountMetric costPerSql(CurrencyAmount cost, long sqls, String rulesVersion) {
        return costPer(qualified("cost per SQL", "SQLs", rulesVersion), cost, sqls, "sqls");
    }

    private static MetricDefinition qualified(String name, String denominator, String rulesVersion) {
        Require.nonBlank(rulesVersion, "rulesVersion", "which rules qualify a lead");
        return MetricDefinition.of(
                        name, "marketing cost", denominator, "leads qualified in the period by rules " + rulesVersion)
                .withPolarity(Polarity.LOWER_IS_BETTER);
    }

    private AmountMetric costPer(MetricDefinition definition, CurrencyAmount cost, long count, String name) {
        Require.nonNegative(Objects.requireNonNull(cost, "cost").value(), "cost", "");
        return AmountMetric.ofTotals(definition, period, cost, Require.nonNegative(count, name, ""));
    }

    private static double cost(CurrencyAmount cost, CurrencyAmount other, String name) {
        Objects.requireNonNull(cost, name);
        CurrencyMismatchException.check(other.currency(), cost.currency());
        return Require.nonNegative(cost.value(), name, "");
    }
}
