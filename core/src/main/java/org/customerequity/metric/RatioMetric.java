package org.customerequity.metric;

import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * A ratio of two sums without a currency, or of two amounts in one: units per hour, days per case, return on advertising spend.
 *
 * @param definition what is added up
 * @param period the days it is about
 * @param sums the sums, named as in the definition; with one row a unit they carry a standard error
 */
public record RatioMetric(MetricDefinition definition, ReportingPeriod period, RatioOfSums sums) implements Metric {
    public RatioMetric {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(period, "period");
        requireNamed(definition, sums);
    }

    static void requireNamed(MetricDefinition definition, RatioOfSums sums) {
        Objects.requireNonNull(sums, "sums");
        String expected = definition.numerator() + " per " + definition.denominator();
        String actual = sums.ratio().numeratorName() + " per " + sums.ratio().denominatorName();
        if (!actual.equals(expected)) {
            throw Require.bad("sums", "must be " + expected, "as in the definition", actual);
        }
    }

    /** Of two totals, without a standard error. */
    public static RatioMetric ofTotals(
            MetricDefinition definition, ReportingPeriod period, double numerator, double denominator) {
        Objects.requireNonNull(definition, "definition");
        return new RatioMetric(
                definition,
                period,
                RatioOfSums.ofTotals(numerator, definition.numerator(), denominator, definition.denominator()));
    }

    /**
     * One row an independent unit (a customer, a deal, a shift), which gives a standard error.
     *
     * @param numerators finite
     * @param denominators finite and {@code >= 0}, as many
     */
    public static RatioMetric ofColumns(
            MetricDefinition definition, ReportingPeriod period, double[] numerators, double[] denominators) {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(numerators, "numerators");
        Objects.requireNonNull(denominators, "denominators");
        return new RatioMetric(
                definition,
                period,
                RatioOfSums.ofColumns(numerators, definition.numerator(), denominators, definition.denominator()));
    }

    @Override
    public boolean isDefined() {
        return sums.isDefined();
    }

    @Override
    public double ratio() {
        return sums.value();
    }

    /** Numerator over denominator: {@link #ratio}. */
    public double value() {
        return ratio();
    }

    /**
     * The normal interval over units ({@link RatioOfSums}).
     *
     * @throws UndefinedRatioException if undefined, or only totals are known
     */
    @Override
    public Interval confidenceInterval(double level) {
        return sums.confidenceInterval(level);
    }

    /** Both together, by the rule of the definition. */
    public RatioMetric plus(RatioMetric other) {
        return new RatioMetric(definition, Merge.period(this, other), sums.plus(other.sums));
    }

    /** {@code units per hour: 12.0 (480.0 / 40.0), 2026-03-01 to 2026-03-31}, or {@code undefined}. */
    @Override
    public String toString() {
        return Merge.text(this, sums.ratio().numerator() + " / " + sums.ratio().denominator());
    }
}
