package org.customerequity.fit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * An estimate with each customer left out in turn: how much each counts. Immutable.
 *
 * <p>It takes as many refits as there are customers. Leaving out groups of them, a hundred or so, costs less and says the same
 * of the acceleration, only more roughly.
 *
 * @param <R> what was estimated, such as a model
 */
public final class Jackknife<R> implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<R> estimates;

    private Jackknife(List<R> estimates) {
        this.estimates = List.copyOf(estimates);
        if (this.estimates.size() < 2) {
            throw Require.bad("estimates", "must be >= 2", "one for each customer left out", estimates.size());
        }
    }

    /** Estimates made elsewhere, one for each customer or group left out. */
    public static <R> Jackknife<R> of(List<R> estimates) {
        return new Jackknife<>(estimates);
    }

    /**
     * One refit for each customer.
     *
     * @param customers how many there are, {@code >= 2}
     * @param estimate from the rows of the customers kept
     * @throws FitException if a refit fails
     */
    public static <R> Jackknife<R> ofCases(int customers, Function<int[], ? extends R> estimate) {
        return ofGroups(customers, customers, estimate);
    }

    /**
     * One refit for each of so many groups; customer i is in group i modulo {@code groups}.
     *
     * @param customers how many there are
     * @param groups from 2 to {@code customers}
     * @param estimate from the rows of the customers kept
     * @throws FitException if a refit fails
     */
    public static <R> Jackknife<R> ofGroups(int customers, int groups, Function<int[], ? extends R> estimate) {
        if (groups < 2 || groups > customers) {
            throw Require.bad("groups", "must be from 2 to customers, " + customers, "a hundred or so", groups);
        }
        List<R> out = new ArrayList<>(groups);
        for (int g = 0; g < groups; g++) {
            int[] kept = new int[customers - (customers - g - 1) / groups - 1];
            int size = 0;
            for (int i = 0; i < customers; i++) {
                if (i % groups != g) {
                    kept[size++] = i;
                }
            }
            out.add(estimate.apply(kept));
        }
        return new Jackknife<>(out);
    }

    /** The estimates, in the order of what was left out. */
    public List<R> estimates() {
        return estimates;
    }

    /**
     * How fast the standard error of a statistic changes with its value, in standard errors.
     *
     * <pre>{@code
     *   a = sum d^3 / (6 (sum d^2)^(3/2)),    d_i = mean of the estimates - estimate without i
     * }</pre>
     *
     * @return 0 where leaving out makes no difference
     * @throws ArithmeticException if the statistic of an estimate is not finite
     */
    public double acceleration(ToDoubleFunction<? super R> statistic) {
        double[] values = BootstrapDraws.finite(estimates, statistic, "jackknife estimate");
        double mean = Arrays.stream(values).average().orElseThrow();
        double scale = Arrays.stream(values).map(v -> Math.abs(mean - v)).max().orElseThrow();
        if (scale == 0) {
            return 0;
        }
        double squares = 0;
        double cubes = 0;
        for (double value : values) {
            double d = (mean - value) / scale;
            squares += d * d;
            cubes += d * d * d;
        }
        return cubes / (6 * Math.pow(squares, 1.5));
    }

    /** Equal estimates. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Jackknife<?> other && estimates.equals(other.estimates);
    }

    @Override
    public int hashCode() {
        return Objects.hash(estimates);
    }

    /** How many estimates. */
    @Override
    public String toString() {
        return "Jackknife[" + estimates.size() + " estimates]";
    }
}
