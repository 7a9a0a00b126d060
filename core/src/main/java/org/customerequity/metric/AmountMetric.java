package org.customerequity.metric;

import java.util.Currency;
import java.util.Objects;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Interval;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * Money per unit: cost per lead, revenue per active user.
 *
 * @param definition what is added up
 * @param period the days it is about
 * @param sums money over units, named as in the definition; with one row a unit they carry a standard error
 * @param currency of the numerator
 */
public record AmountMetric(MetricDefinition definition, ReportingPeriod period, RatioOfSums sums, Currency currency)
        implements Metric {
    public AmountMetric {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(period, "period");
        RatioMetric.requireNamed(definition, sums);
        Objects.requireNonNull(currency, "currency");
    }

    /** Of two totals, without a standard error. */
    public static AmountMetric ofTotals(
            MetricDefinition definition, ReportingPeriod period, CurrencyAmount amount, double units) {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(amount, "amount");
        return new AmountMetric(
                definition,
                period,
                RatioOfSums.ofTotals(amount.value(), definition.numerator(), units, definition.denominator()),
                amount.currency());
    }

    /**
     * One row an independent unit (a customer, an account), which gives a standard error.
     *
     * @param amounts in {@code currency}, finite
     * @param units finite and {@code >= 0}, as many
     */
    public static AmountMetric ofColumns(
            MetricDefinition definition, ReportingPeriod period, Currency currency, double[] amounts, double[] units) {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(amounts, "amounts");
        Objects.requireNonNull(units, "units");
        return new AmountMetric(
                definition,
                period,
                RatioOfSums.ofColumns(amounts, definition.numerator(), units, definition.denominator()),
                currency);
    }

    @Override
    public boolean isDefined() {
        return sums.isDefined();
    }

    @Override
    public double ratio() {
        return sums.value();
    }

    /**
     * Money per unit.
     *
     * @throws UndefinedRatioException if there are no units
     */
    public CurrencyAmount value() {
        return new CurrencyAmount(currency, ratio());
    }

    /**
     * The normal interval over units ({@link RatioOfSums}), in the currency.
     *
     * @throws UndefinedRatioException if undefined, or only totals are known
     */
    @Override
    public Interval confidenceInterval(double level) {
        return sums.confidenceInterval(level);
    }

    /** Both together, by the rule of the definition and in one currency. */
    public AmountMetric plus(AmountMetric other) {
        ReportingPeriod both = Merge.period(this, other);
        CurrencyMismatchException.check(currency, other.currency);
        return new AmountMetric(definition, both, sums.plus(other.sums), currency);
    }

    /** {@code cost per lead: EUR 67.7 (65000.0 / 960.0), 2026-03-01 to 2026-03-31}, or {@code undefined}. */
    @Override
    public String toString() {
        return Merge.text(this, sums.ratio().numerator() + " / " + sums.ratio().denominator());
    }
}
