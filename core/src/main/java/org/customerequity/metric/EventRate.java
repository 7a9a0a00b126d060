package org.customerequity.metric;

import java.util.Objects;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.Ratio;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * Events per exposure, where one unit may have several: defects per unit, tickets per customer and month.
 *
 * @param definition what is counted
 * @param period the days it is about
 * @param events how many, {@code >= 0}
 * @param exposure to what, finite and {@code >= 0}: units, hours, customer-months
 */
public record EventRate(MetricDefinition definition, ReportingPeriod period, long events, double exposure)
        implements Metric {
    /** Above it the terms that the expansion leaves out are below rounding. */
    private static final double MANY = 1e8;

    public EventRate {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(period, "period");
        Require.nonNegative(events, definition.numerator(), "");
        exposure = Require.nonNegative(exposure, definition.denominator(), "");
        // which checks that it can be divided
        ratio(events, exposure, definition);
    }

    @Override
    public boolean isDefined() {
        return exposure > 0;
    }

    @Override
    public double ratio() {
        return ratio(events, exposure, definition).value();
    }

    private static Ratio ratio(long events, double exposure, MetricDefinition definition) {
        return Ratio.of(events, definition.numerator(), exposure, definition.denominator());
    }

    /** Events per unit of exposure: {@link #ratio}. */
    public double value() {
        return ratio();
    }

    /**
     * The exact interval of a Poisson rate (Garwood, Biometrika 28, 1936), which takes events to come independently.
     *
     * <pre>{@code
     *   [ chi2(2x; (1-level)/2) / 2e,  chi2(2x+2; (1+level)/2) / 2e ]        lower limit 0 at x = 0
     * }</pre>
     *
     * <p>Events that come in bursts, many from one unit, are fewer than they look: the interval is then too narrow.
     *
     * @throws UndefinedRatioException if the exposure is zero
     */
    @Override
    public Interval confidenceInterval(double level) {
        ratio();
        double z = NormalQuantile.ofLevel(level);
        double tail = (1 - level) / 2;
        double lower = events == 0 ? 0 : gammaQuantile(events, -z, tail, true) / exposure;
        double upper = gammaQuantile(events + 1.0, z, tail, false) / exposure;
        return new Interval(lower, upper, level);
    }

    /**
     * The x with P(shape, x) = tail, or Q(shape, x) = tail. Newton on the logarithms of both: either tail is log-concave in ln x,
     * so that steps converge from one side.
     */
    private static double gammaQuantile(double shape, double z, double tail, boolean lower) {
        if (shape > MANY) {
            // Cornish and Fisher (1937)
            double root = Math.sqrt(shape);
            return shape
                    + (z * root
                            + (z * z - 1) / 3
                            + (z * z - 7) * z / (36 * root)
                            - ((3 * z * z + 7) * z * z - 16) / (810 * shape));
        }
        // Wilson and Hilferty (1931); below its range, the first term of the series of P, which is never too large
        double cubeRoot = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
        double x = cubeRoot > 0.1
                ? shape * cubeRoot * cubeRoot * cubeRoot
                : Math.exp((Math.log(tail) + LogGamma.value(shape + 1)) / shape);
        double goal = Math.log(tail);
        for (int step = 0; step < 50; step++) {
            double mass = lower ? RegularizedGamma.P.value(shape, x) : RegularizedGamma.Q.value(shape, x);
            double excess = (Math.log(mass) - goal) * mass / (x * RegularizedGamma.P.derivative(shape, x));
            double next = x * Math.exp(lower ? -excess : excess);
            if (Math.abs(next - x) <= 4 * Math.ulp(x)) {
                return next;
            }
            x = next;
        }
        return x;
    }

    /** Both together, by the rule of the definition. */
    public EventRate plus(EventRate other) {
        return new EventRate(
                definition, Merge.period(this, other), Math.addExact(events, other.events), exposure + other.exposure);
    }

    /** {@code tickets per customer-month: 0.25 (3 / 12.0), 2026-03-01 to 2026-03-31}, or {@code undefined}. */
    @Override
    public String toString() {
        return Merge.text(this, events + " / " + exposure);
    }
}
