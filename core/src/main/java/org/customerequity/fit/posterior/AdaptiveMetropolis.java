package org.customerequity.fit.posterior;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitException;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.Parametric;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.Tasks;
import org.customerequity.value.Estimate;

/**
 * Draws from the posterior of any likelihood of a few parameters, two to eight, by random walks that learn their stride.
 *
 * <pre>{@code
 *   BgNbd any = BgNbd.fit(histories).orThrow();
 *   Posterior<BgNbd> posterior = AdaptiveMetropolis.of(() -> BgNbd.likelihood(histories), any)
 *       .sample(random)
 *       .orThrow();
 * }</pre>
 *
 * <pre>{@code
 *   target      ln L(u) + ln prior(u),   u: logarithms of positive parameters, coefficients as they are
 *   start       mode + 2 A e,    A A' = I^-1 at the mode of the target,  e standard normal, for each chain another
 *   proposal    u + s A e,       accepted with probability min(1, ratio of the targets)
 *   warm-up     s <- s exp((i + 1)^-0.6 (acceptance - goal)),   goal 0.35 for up to 3 parameters, else 0.234
 *               at a quarter and a half of it: A A' = covariance of the latter half of the draws so far, s = 2.38 / sqrt(p)
 * }</pre>
 *
 * <p>After the warm-up, s and A stay as they are: a chain that still learns has no guarantee. A proposal where the likelihood has
 * no value is rejected, and counted. Each chain has random numbers and a likelihood of its own, so that the draws do not depend on
 * the number of threads.
 *
 * <p>The cost is that of {@link Likelihood#value}, once a step: 40,000 of them for four parameters, unless the options say
 * otherwise. Chains begin around one mode; of another one far off, none may hear.
 *
 * <p>H. Haario, E. Saksman and J. Tamminen, An adaptive Metropolis algorithm, Bernoulli 7(2), 2001; G. O. Roberts and
 * J. S. Rosenthal, Optimal scaling for various Metropolis-Hastings algorithms, Statistical Science 16(4), 2001, for the goals;
 * C. Andrieu and J. Thoms, A tutorial on adaptive MCMC, Statistics and Computing 18(4), 2008, for the stride.
 *
 * @param <M> the model
 */
public final class AdaptiveMetropolis<M extends Parametric> {
    /** The mode is looked for within a factor of a million of the likelihood's units. */
    private static final double BOX = Math.log(1e6);

    /** Where the logarithm of a parameter leaves the range of a double by far. */
    private static final double BEYOND = 300;

    /** Independent draws take about four: then half of those kept are worth as much as all. */
    private static final int STEPS_A_PARAMETER = 2;

    private static final double SPREAD_OF_STARTS = 2;
    private static final int STARTS_TRIED = 60;

    /** A variance of the start and of the first proposals, where the curvature gives none or more: ten of a logarithm. */
    private static final double WIDEST = 100;

    private final Supplier<? extends Likelihood> likelihoods;
    private final M model;
    private final Prior prior;
    private final SamplingOptions options;

    private AdaptiveMetropolis(
            Supplier<? extends Likelihood> likelihoods, M model, Prior prior, SamplingOptions options) {
        this.likelihoods = likelihoods;
        this.model = model;
        this.prior = prior;
        this.options = options;
    }

    /**
     * With the standard prior, and the default options thinned to one draw in two steps a parameter: neighbours on a random walk
     * are alike, the more so the more parameters there are.
     *
     * @param likelihoods makes a new likelihood of the same data at each call, one for each chain, as a likelihood is not for
     *     several threads: {@code () -> BgNbd.likelihood(histories)}
     * @param model any one of the family, such as the fitted one; of its parameters nothing is used but their names
     */
    public static <M extends Parametric> AdaptiveMetropolis<M> of(Supplier<? extends Likelihood> likelihoods, M model) {
        return new AdaptiveMetropolis<>(
                Objects.requireNonNull(likelihoods, "likelihoods"),
                Objects.requireNonNull(model, "model"),
                Prior.standard(),
                SamplingOptions.defaults()
                        .withThinning(STEPS_A_PARAMETER * model.parameterNames().size()));
    }

    /** What it draws unless told otherwise, as a beginning for {@link #withOptions}. */
    public SamplingOptions options() {
        return options;
    }

    /** What is believed before the data. */
    public Prior prior() {
        return prior;
    }

    /** This sampler with another prior. */
    public AdaptiveMetropolis<M> withPrior(Prior newPrior) {
        return new AdaptiveMetropolis<>(likelihoods, model, Objects.requireNonNull(newPrior, "newPrior"), options);
    }

    /** This sampler with other numbers of draws: {@code sampler.withOptions(sampler.options().withDraws(4000))}. */
    public AdaptiveMetropolis<M> withOptions(SamplingOptions newOptions) {
        return new AdaptiveMetropolis<>(likelihoods, model, prior, Objects.requireNonNull(newOptions, "newOptions"));
    }

    /**
     * The posterior, or chains that did not mix; one chain after the other on the caller's thread.
     *
     * @throws IllegalArgumentException if the likelihood has other parameters than the model, the prior is of a parameter that it
     *     has not, or one likelihood comes twice
     * @throws FitException if there is nothing to begin with: the data do not identify the model and a prior is flat, or the
     *     likelihood has no value where it says to start
     */
    public SamplingOutcome<Posterior<M>> sample(RandomGenerator random) {
        return sampleOn(Runnable::run, random);
    }

    /**
     * {@link #sample} with the chains as tasks of an executor, and the same draws. Waits for all of them: from a pool's own
     * thread, use {@link #sample}.
     */
    public SamplingOutcome<Posterior<M>> sampleOn(Executor executor, RandomGenerator random) {
        Objects.requireNonNull(executor, "executor");
        long seed = Objects.requireNonNull(random, "random").nextLong();
        List<Target> targets = targets();
        Target first = targets.get(0);
        List<String> warnings = new ArrayList<>(first.likelihood.warnings());
        Optional<String> obstacle = first.likelihood.obstacle();
        if (obstacle.isPresent()) {
            if (first.prior.isFlatSomewhere()) {
                throw new FitException("sampling not tried: " + obstacle.get()
                        + ", and a flat prior does not make up for it (Prior.withNormal, Prior.standard)");
            }
            warnings.add("The data alone do not identify the model, so that the posterior is largely the prior: "
                    + obstacle.get() + ".");
        }
        NewtonMaximizer.Result mode = mode(first);
        if (mode.status() != NewtonMaximizer.Status.CONVERGED) {
            warnings.add("The chains began around a point that is not the mode: " + mode.message() + ".");
        }
        double[][] factor = RandomWalk.factorOfInverse(mode.hessian(), WIDEST);
        List<RandomWalk.Chain> chains = Tasks.run(executor, options.chains(), c -> {
            Target target = targets.get(c);
            RandomGenerator own = RandomDraws.stream(seed, c);
            double[] start = start(target, mode.point(), factor, own);
            return RandomWalk.run(target, start, factor, options, own);
        });
        return outcome(first.likelihood, chains, warnings);
    }

    private SamplingOutcome<Posterior<M>> outcome(
            Likelihood likelihood, List<RandomWalk.Chain> chains, List<String> warnings) {
        double[][][] draws = new double[chains.size()][][];
        List<Double> acceptance = new ArrayList<>();
        long undefined = 0;
        for (int c = 0; c < draws.length; c++) {
            RandomWalk.Chain chain = chains.get(c);
            draws[c] = chain.draws();
            for (int d = 0; d < draws[c].length; d++) {
                draws[c][d] = likelihood.parametersAt(draws[c][d]);
            }
            acceptance.add(chain.acceptance());
            undefined += chain.undefined();
        }
        ParameterDraws all = ParameterDraws.of(likelihood.names(), draws);
        SamplingReport report = SamplingReport.of(options, all, acceptance, undefined, warnings);
        return SamplingOutcome.of(Posterior.of(model, all), report);
    }

    /** One a chain, no two the same. */
    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (int c = 0; c < options.chains(); c++) {
            Likelihood likelihood = Objects.requireNonNull(likelihoods.get(), "likelihood");
            if (!likelihood.names().equals(model.parameterNames())) {
                throw Require.bad(
                        "likelihoods",
                        "must be of the model's parameters, " + model.parameterNames(),
                        "",
                        likelihood.names());
            }
            for (Target other : targets) {
                if (other.likelihood == likelihood) {
                    throw Require.bad(
                            "likelihoods",
                            "must make a new one at each call",
                            "() -> BgNbd.likelihood(histories): chains may run at once, and a likelihood is not for that",
                            "one likelihood twice");
                }
            }
            targets.add(new Target(likelihood, prior.of(likelihood)));
        }
        return targets;
    }

    private static NewtonMaximizer.Result mode(Target target) {
        double[] start = target.likelihood.start();
        for (int j = 0; j < start.length; j++) {
            start[j] = Math.max(-BOX, Math.min(BOX, start[j]));
        }
        double here = target.value(start);
        if (!Double.isFinite(here)) {
            throw new FitException(
                    "sampling not tried: the likelihood must be finite where it says to start, was " + here);
        }
        return NewtonMaximizer.within(BOX).maximize(target, start);
    }

    /** Nearer and nearer to the mode until the target has a value. */
    private static double[] start(Target target, double[] mode, double[][] factor, RandomGenerator random) {
        double spread = SPREAD_OF_STARTS;
        for (int i = 0; i < STARTS_TRIED; i++) {
            double[] u = RandomWalk.moved(mode, factor, spread, random);
            if (Double.isFinite(target.value(u))) {
                return u;
            }
            spread *= 0.8;
        }
        return mode;
    }

    /** What is drawn from: the likelihood of one chain, and the prior. */
    static final class Target implements NewtonMaximizer.Objective {
        private final Likelihood likelihood;
        private final Prior.Normals prior;
        private final boolean logarithms;

        Target(Likelihood likelihood, Prior.Normals prior) {
            this.likelihood = likelihood;
            this.prior = prior;
            this.logarithms = likelihood.parameterScale() == Estimate.Scale.LOG;
        }

        @Override
        public double value(double[] u) {
            if (logarithms) {
                for (double v : u) {
                    if (!(Math.abs(v) < BEYOND)) {
                        return Double.NEGATIVE_INFINITY;
                    }
                }
            }
            return likelihood.value(u) + prior.logDensity(u);
        }

        @Override
        public double evaluate(double[] u, double[] gradient, double[][] hessian) {
            double value = likelihood.evaluate(u, gradient, hessian);
            for (int j = 0; j < u.length; j++) {
                gradient[j] -= prior.precision()[j] * (u[j] - prior.mean()[j]);
                hessian[j][j] -= prior.precision()[j];
            }
            return value + prior.logDensity(u);
        }
    }
}
