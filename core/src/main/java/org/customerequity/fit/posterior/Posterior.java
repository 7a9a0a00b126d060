package org.customerequity.fit.posterior;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.customerequity.fit.Parametric;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.Tasks;
import org.customerequity.value.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A model whose parameters are known as draws: every draw is a model, and whatever a model says has a distribution.
 *
 * <pre>{@code
 *   DrawSummary expected = posterior.summary(m -> m.expectedPurchases(history, ahead));
 *   Interval at95 = posterior.credibleInterval(m -> m.expectedPurchases(history, ahead), 0.95);
 * }</pre>
 *
 * <p>A figure of the model is an expectation or a probability given parameters: its interval is {@link #credibleInterval}. An
 * outcome is drawn given parameters, and has the chance of the world besides: {@link #predictive} and
 * {@link #predictionInterval}. Totals over customers are figures or outcomes of their own: take the sum inside, not sums of
 * intervals. Immutable; {@link #thinned} for figures that take long.
 *
 * @param <M> the model
 */
public final class Posterior<M extends Parametric> implements Serializable {
    private static final long serialVersionUID = 1;

    private final M pattern;
    private final ParameterDraws draws;

    private Posterior(M pattern, ParameterDraws draws) {
        this.pattern = pattern;
        this.draws = draws;
    }

    /**
     * Of draws made by a sampler of your own.
     *
     * @param pattern any model of the family: draws become models by its {@link Parametric#withParameters}
     * @param draws of its parameters, under their names and in their order
     */
    public static <M extends Parametric> Posterior<M> of(M pattern, ParameterDraws draws) {
        Objects.requireNonNull(pattern, "pattern");
        if (!Objects.requireNonNull(draws, "draws").names().equals(pattern.parameterNames())) {
            throw Require.bad(
                    "draws", "must be of the model's parameters, " + pattern.parameterNames(), "", draws.names());
        }
        return new Posterior<>(pattern, draws);
    }

    /** The draws of the parameters. */
    public ParameterDraws draws() {
        return draws;
    }

    /** How many draws, all chains together. */
    public int size() {
        return draws.size();
    }

    /**
     * Draw {@code i} as a model.
     *
     * @param i from 0 to {@code size() - 1}
     */
    public M model(int i) {
        @SuppressWarnings("unchecked")
        Class<M> own = (Class<M>) pattern.getClass();
        return own.cast(pattern.withParameters(draws.draw(i)));
    }

    /** Every so-manieth draw of each chain. */
    public Posterior<M> thinned(int every) {
        return new Posterior<>(pattern, draws.thinned(every));
    }

    /**
     * A figure of every draw, chain after chain.
     *
     * @throws ArithmeticException if the figure of a draw is not finite
     */
    public double[] values(ToDoubleFunction<? super M> figure) {
        Objects.requireNonNull(figure, "figure");
        double[] out = new double[size()];
        for (int i = 0; i < out.length; i++) {
            M model = model(i);
            out[i] = finite(figure.applyAsDouble(model), "figure", i, model);
        }
        return out;
    }

    /**
     * Where a figure lies, and how well the draws say so.
     *
     * @throws ArithmeticException if the figure of a draw is not finite
     */
    public DrawSummary summary(ToDoubleFunction<? super M> figure) {
        return DrawSummary.of(ParameterDraws.split(values(figure), draws.chainCount()));
    }

    /**
     * The middle {@code level} of a figure's draws: given data and prior, it lies inside with that probability.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws ArithmeticException if the figure of a draw is not finite
     */
    public Interval credibleInterval(ToDoubleFunction<? super M> figure, double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        return summary(figure).interval(level);
    }

    /**
     * The posterior mean of every row of a column: {@code posterior.means(m -> m.probabilityAlive(histories))}. Holds one
     * column at a time. A row that is NaN in a draw is NaN.
     *
     * @throws IllegalArgumentException if columns of two draws differ in length
     */
    public double[] means(Function<? super M, double[]> column) {
        Objects.requireNonNull(column, "column");
        double[] sum = column.apply(model(0)).clone();
        for (int i = 1; i < size(); i++) {
            double[] more = column.apply(model(i));
            if (more.length != sum.length) {
                throw Require.bad("column", "must have as many rows in every draw, " + sum.length, "", more.length);
            }
            for (int row = 0; row < sum.length; row++) {
                sum[row] += more[row];
            }
        }
        for (int row = 0; row < sum.length; row++) {
            sum[row] /= size();
        }
        return sum;
    }

    /**
     * An outcome drawn from the model of every draw, chain after chain: it has the uncertainty of the parameters and that of the
     * world. {@code posterior.predictive((m, draws) -> m.simulatePurchases(history, 39, draws), random)}.
     */
    public <Y> List<Y> predictive(
            BiFunction<? super M, ? super RandomGenerator, ? extends Y> outcome, RandomGenerator random) {
        return predictiveOn(Runnable::run, outcome, random);
    }

    /**
     * {@link #predictive} with the draws as tasks of an executor, and the same outcomes. Waits for all of them: from a pool's own
     * thread, use {@link #predictive}.
     */
    public <Y> List<Y> predictiveOn(
            Executor executor,
            BiFunction<? super M, ? super RandomGenerator, ? extends Y> outcome,
            RandomGenerator random) {
        Objects.requireNonNull(outcome, "outcome");
        long seed = Objects.requireNonNull(random, "random").nextLong();
        return Tasks.run(
                executor,
                size(),
                i -> Objects.requireNonNull(outcome.apply(model(i), RandomDraws.stream(seed, i)), "outcome"));
    }

    /**
     * Where an outcome will lie; its mean, standard deviation and quantiles are those of the predictive distribution.
     *
     * @throws ArithmeticException if an outcome is not finite
     */
    public DrawSummary predictiveSummary(
            ToDoubleBiFunction<? super M, ? super RandomGenerator> outcome, RandomGenerator random) {
        Objects.requireNonNull(outcome, "outcome");
        long seed = Objects.requireNonNull(random, "random").nextLong();
        double[] out = new double[size()];
        for (int i = 0; i < out.length; i++) {
            M model = model(i);
            out[i] = finite(outcome.applyAsDouble(model, RandomDraws.stream(seed, i)), "outcome", i, model);
        }
        return DrawSummary.of(ParameterDraws.split(out, draws.chainCount()));
    }

    /**
     * The middle {@code level} of outcomes drawn from the posterior: where one outcome will lie with that probability.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws ArithmeticException if an outcome is not finite
     */
    public Interval predictionInterval(
            ToDoubleBiFunction<? super M, ? super RandomGenerator> outcome, double level, RandomGenerator random) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        return predictiveSummary(outcome, random).interval(level);
    }

    private static double finite(double value, String what, int i, Object model) {
        if (!Double.isFinite(value)) {
            throw new ArithmeticException(what + " must be finite, was " + value + " in draw " + i + ", " + model);
        }
        return value;
    }

    /** Equal draws of the same kind of model. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Posterior<?> other
                && draws.equals(other.draws)
                && pattern.withParameters(draws.draw(0)).equals(other.pattern.withParameters(draws.draw(0)));
    }

    @Override
    public int hashCode() {
        return draws.hashCode();
    }

    /** {@code Posterior[4000 draws of BgNbd: r, alpha, a, b]}. */
    @Override
    public String toString() {
        return "Posterior[" + size() + " draws of " + pattern.getClass().getSimpleName() + ": "
                + String.join(", ", draws.names()) + "]";
    }
}
