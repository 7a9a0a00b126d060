package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.Bootstrap;
import org.customerequity.fit.BootstrapDraws;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.Require;

/**
 * What {@link RollingOrigin} gives for one model: a forecast and its scores for every origin and horizon.
 *
 * @param name of the model
 * @param forecasts by origin, then by horizon
 */
public record Backtest(String name, List<OriginForecast> forecasts) implements Serializable {
    public Backtest {
        Require.nonBlank(name, "name", "of the model");
        forecasts = List.copyOf(forecasts);
    }

    /**
     * The forecasts of one horizon, by origin.
     *
     * @throws IllegalArgumentException if there are none
     */
    public List<OriginForecast> forecasts(Period horizon) {
        Objects.requireNonNull(horizon, "horizon");
        List<OriginForecast> of = forecasts.stream()
                .filter(forecast -> forecast.horizon().equals(horizon))
                .toList();
        if (of.isEmpty()) {
            throw Require.bad(
                    "horizon",
                    "must be one of "
                            + forecasts.stream()
                                    .map(OriginForecast::horizon)
                                    .distinct()
                                    .toList(),
                    "",
                    horizon);
        }
        return of;
    }

    /**
     * By how much this model's forecasts were better or worse than another's, at the same origins and for the same customers.
     *
     * <pre>{@code
     *   difference = mean of L1 - L2 over all customers at all origins
     *   interval   = percentiles of the same over customers drawn with replacement, each with all its origins
     * }</pre>
     *
     * <p>Origins at which a fit did not converge are left out and counted.
     *
     * @param resamples at least 100; 1,000 or more for an interval to be read
     * @param level of the interval, in (0, 1)
     * @throws IllegalArgumentException if the backtests differ in origins, customers or purchases, or both models converged at
     *     none of the origins
     * @throws ArithmeticException if a loss is infinite, as the deviance is where 0 was predicted and something came
     */
    public PairedComparison compare(
            Backtest other, Period horizon, ForecastLoss loss, int resamples, double level, RandomGenerator random) {
        List<OriginForecast> mine = forecasts(horizon);
        List<OriginForecast> others = other.forecasts(horizon);
        if (mine.size() != others.size()) {
            throw Require.bad("other", "must have the same origins, " + mine.size(), "", others.size());
        }
        Map<String, Integer> customers = new HashMap<>();
        Losses losses = new Losses(mine.size());
        int leftOut = 0;
        List<Double> byOrigin = new ArrayList<>();
        for (int k = 0; k < mine.size(); k++) {
            OriginForecast a = mine.get(k);
            OriginForecast b = others.get(k);
            if (!a.origin().equals(b.origin())
                    || !a.histories().equals(b.histories())
                    || !Arrays.equals(a.actual(), b.actual())) {
                throw Require.bad(
                        "other",
                        "must have the same origins, customers and purchases",
                        "run both models on one RollingOrigin",
                        b.origin());
            }
            if (!a.outcome().isConverged() || !b.outcome().isConverged()) {
                leftOut++;
                continue;
            }
            byOrigin.add(
                    losses.add(a.losses(loss), b.losses(loss), a.histories().ids(), customers));
        }
        if (byOrigin.isEmpty()) {
            throw Require.bad(
                    "other", "must have converged where this did", "there is no origin to compare at", other.name);
        }
        BootstrapDraws<Double> draws = Bootstrap.ofResamples(resamples).cases(customers.size(), losses::mean, random);
        return new PairedComparison(
                name,
                other.name,
                horizon,
                loss,
                byOrigin.size(),
                leftOut,
                customers.size(),
                draws.original(),
                draws.standardError(Double::doubleValue),
                draws.percentileInterval(Double::doubleValue, level),
                byOrigin);
    }

    /** Differences of losses added up by customer. */
    private static final class Losses {
        private double[] sum;
        private int[] count;

        private Losses(int origins) {
            this.sum = new double[64 * origins];
            this.count = new int[64 * origins];
        }

        /** The mean difference at this origin. */
        private double add(double[] a, double[] b, CustomerIds ids, Map<String, Integer> customers) {
            double total = 0;
            for (int i = 0; i < a.length; i++) {
                double difference = a[i] - b[i];
                if (!Double.isFinite(difference)) {
                    throw new ArithmeticException("losses must be finite to be compared, were " + a[i] + " and " + b[i]
                            + " for customer " + ids.get(i) + " (choose another loss)");
                }
                Integer known = customers.putIfAbsent(ids.get(i), customers.size());
                int c = known == null ? customers.size() - 1 : known;
                if (c >= sum.length) {
                    sum = Arrays.copyOf(sum, 2 * c);
                    count = Arrays.copyOf(count, 2 * c);
                }
                sum[c] += difference;
                count[c]++;
                total += difference;
            }
            return total / a.length;
        }

        private double mean(int[] drawn) {
            double total = 0;
            long n = 0;
            for (int c : drawn) {
                total += sum[c];
                n += count[c];
            }
            return total / n;
        }
    }
}
