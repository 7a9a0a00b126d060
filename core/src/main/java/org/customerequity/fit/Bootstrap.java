package org.customerequity.fit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.Tasks;
import org.jspecify.annotations.Nullable;

/**
 * Uncertainty by doing the whole estimation again on data that might have been: no formula, no assumption of a parabola.
 *
 * <pre>{@code
 *   PurchaseHistories rows = histories.withoutIds();
 *   BootstrapDraws<BgNbd> draws = Bootstrap.ofResamples(1000)
 *       .cases(rows.size(), taken -> BgNbd.fit(rows.select(taken)).orThrow(), random);
 *   Interval at95 = draws.percentileInterval(model -> model.expectedPurchases(history, ahead), 0.95);
 * }</pre>
 *
 * <p>{@link #cases} draws customers, with all that is theirs, as often as there are; it holds also where the model is wrong.
 * {@link #parametric} simulates from the fitted model; it is sharper where the model is right. What is estimated may be anything:
 * a model, a mean, a table. An estimate that throws {@link FitException} counts as failed, and failures are reported.
 *
 * <p>Each resample has random numbers of its own, drawn from one seed, so that the result is the same for any number of threads.
 *
 * <p>B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993.
 *
 * @param resamples how many, at least 100; 1,000 or more for intervals
 */
public record Bootstrap(int resamples) implements Serializable {
    private static final int FEWEST = 100;

    public Bootstrap {
        if (resamples < FEWEST) {
            throw Require.bad(
                    "resamples",
                    "must be >= " + FEWEST,
                    "1,000 give limits within some per cent of the width",
                    resamples);
        }
    }

    /** {@code Bootstrap.ofResamples(1000)}. */
    public static Bootstrap ofResamples(int resamples) {
        return new Bootstrap(resamples);
    }

    /**
     * Estimates from customers drawn with replacement, one after the other on the caller's thread.
     *
     * @param customers how many there are, {@code >= 1}; clusters, where customers come in clusters
     * @param estimate from the rows of the customers drawn, each from 0 to {@code customers - 1}
     */
    public <R> BootstrapDraws<R> cases(int customers, Function<int[], ? extends R> estimate, RandomGenerator random) {
        return casesOn(Runnable::run, customers, estimate, random);
    }

    /**
     * {@link #cases} with the resamples as tasks of an executor. The estimate then runs on several threads at once, and what it
     * shares between calls must allow that; histories and models do. Waits for all of them: from a pool's own thread, use
     * {@link #cases}.
     */
    public <R> BootstrapDraws<R> casesOn(
            Executor executor, int customers, Function<int[], ? extends R> estimate, RandomGenerator random) {
        Require.positive(customers, "customers", "rows to draw from");
        Objects.requireNonNull(estimate, "estimate");
        int[] everybody = new int[customers];
        for (int i = 0; i < customers; i++) {
            everybody[i] = i;
        }
        return run(executor, estimate.apply(everybody), random, draws -> {
            int[] rows = new int[customers];
            for (int i = 0; i < customers; i++) {
                rows[i] = draws.nextInt(customers);
            }
            return estimate.apply(rows);
        });
    }

    /**
     * Estimates from data simulated by the fitted model, one after the other on the caller's thread:
     * {@code parametric(model, draws -> BgNbd.fit(model.simulateHistories(histories, draws)).orThrow(), random)}.
     *
     * @param original what was estimated from the data themselves
     * @param estimate from data simulated with the given random numbers
     */
    public <R> BootstrapDraws<R> parametric(
            R original, Function<? super RandomGenerator, ? extends R> estimate, RandomGenerator random) {
        return parametricOn(Runnable::run, original, estimate, random);
    }

    /** {@link #parametric} with the simulations as tasks of an executor, as {@link #casesOn} has them. */
    public <R> BootstrapDraws<R> parametricOn(
            Executor executor,
            R original,
            Function<? super RandomGenerator, ? extends R> estimate,
            RandomGenerator random) {
        Objects.requireNonNull(estimate, "estimate");
        return run(executor, original, random, estimate);
    }

    private <R> BootstrapDraws<R> run(
            Executor executor,
            R original,
            RandomGenerator random,
            Function<? super RandomGenerator, ? extends R> estimate) {
        long seed = Objects.requireNonNull(random, "random").nextLong();
        List<Attempt<R>> attempts = Tasks.run(executor, resamples, b -> attempt(estimate, RandomDraws.stream(seed, b)));
        List<R> kept = new ArrayList<>(resamples);
        List<String> failures = new ArrayList<>();
        for (Attempt<R> attempt : attempts) {
            if (attempt.result == null) {
                failures.add(attempt.failure);
            } else {
                kept.add(attempt.result);
            }
        }
        return BootstrapDraws.of(original, kept, failures);
    }

    private record Attempt<R>(@Nullable R result, String failure) {}

    private static <R> Attempt<R> attempt(
            Function<? super RandomGenerator, ? extends R> estimate, RandomGenerator random) {
        try {
            return new Attempt<>(Objects.requireNonNull(estimate.apply(random), "estimate"), "");
        } catch (FitException failed) {
            return new Attempt<>(null, String.valueOf(failed.getMessage()));
        }
    }
}
