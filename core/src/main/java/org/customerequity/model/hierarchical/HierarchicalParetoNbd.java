package org.customerequity.model.hierarchical;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.customerequity.fit.posterior.AdaptiveMetropolis;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.fit.posterior.Prior;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.fit.posterior.SamplingReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.GammaDraws;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.Tasks;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The Pareto/NBD with everything uncertain: draws from the joint posterior of r, alpha, s and beta and of every customer's own
 * rates.
 *
 * <pre>{@code
 *   purchases   Poisson with rate lambda until he leaves,   lambda ~ gamma(shape r, rate alpha) over customers
 *   lifetime    exponential with rate mu,                   mu ~ gamma(shape s, rate beta), independent of lambda
 *   r, alpha, s, beta   ~ gamma priors
 *
 *   CustomerFigure year = CustomerFigure.purchases(Span.ofWeeks(0, 52));
 *   CustomerPosterior posterior = HierarchicalParetoNbd.of(ParetoNbdPriors.vague())
 *       .withQuestions(PosteriorQuestions.of(year))
 *       .sample(histories, random)
 *       .orThrow();
 *   Interval total = posterior.total(year).predictionInterval(0.95);
 * }</pre>
 *
 * <p>Against {@link ParetoNbd#fit}, every figure carries the uncertainty of the parameters: it matters where customers are few, and
 * for s and beta always, which the data determine badly and whose posterior has a long right tail. Judge them by medians.
 *
 * <p>Two engines draw from the one posterior ({@link Engine}). Each chain has random numbers of its own, so that the result does
 * not depend on the number of threads. Customers of age 0 are welcome; their rates are those of the population.
 *
 * <p>S.-H. Ma and J.-L. Liu, The MCMC Approach for Solving the Pareto/NBD Model and Possible Extensions, ICNC 2007; for the
 * model, Schmittlein, Morrison and Colombo, Management Science 33(1), 1987.
 *
 * @param priors of the population parameters, times in the unit of the histories
 * @param options how much to draw
 * @param questions what to find out of each customer
 * @param engine how to draw
 */
public record HierarchicalParetoNbd(
        ParetoNbdPriors priors, SamplingOptions options, PosteriorQuestions questions, Engine engine)
        implements Serializable {
    private static final List<String> NAMES = List.of("r", "alpha", "s", "beta");
    private static final SamplingOptions DEFAULTS = SamplingOptions.defaults().withThinning(10);

    /** How to draw from the posterior. */
    public enum Engine {
        /**
         * Random walks in ln r, ln alpha, ln s, ln beta under the likelihood with customers integrated out; then for each kept draw
         * every customer's rates, exactly. An effective draw takes some tens of steps. A step costs a likelihood of the distinct
         * rows.
         */
        INTEGRATED,
        /**
         * Gibbs sampling with every customer's rates and lifetime drawn at each sweep. A sweep is cheaper than a step of
         * {@link #INTEGRATED}, but s and beta move slowly: an effective draw of them may take a thousand sweeps.
         */
        AUGMENTED
    }

    public HierarchicalParetoNbd {
        Objects.requireNonNull(priors, "priors");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(questions, "questions");
        Objects.requireNonNull(engine, "engine");
    }

    /**
     * With 4 chains of 1,000 draws, each the tenth step, after 2,000 of warm-up; the customers' rates; {@link Engine#INTEGRATED}.
     */
    public static HierarchicalParetoNbd of(ParetoNbdPriors priors) {
        return new HierarchicalParetoNbd(priors, DEFAULTS, PosteriorQuestions.ofRates(), Engine.INTEGRATED);
    }

    /** This with other numbers of draws. */
    public HierarchicalParetoNbd withOptions(SamplingOptions newOptions) {
        return new HierarchicalParetoNbd(priors, Objects.requireNonNull(newOptions, "newOptions"), questions, engine);
    }

    /** This with other questions. */
    public HierarchicalParetoNbd withQuestions(PosteriorQuestions newQuestions) {
        return new HierarchicalParetoNbd(priors, options, Objects.requireNonNull(newQuestions, "newQuestions"), engine);
    }

    /** This with another engine. */
    public HierarchicalParetoNbd withEngine(Engine newEngine) {
        return new HierarchicalParetoNbd(priors, options, questions, Objects.requireNonNull(newEngine, "newEngine"));
    }

    /**
     * The posterior, or chains that did not mix; one chain after the other on the caller's thread.
     *
     * @throws IllegalArgumentException if there are no customers, or the questions do not suit them
     */
    public SamplingOutcome<CustomerPosterior> sample(PurchaseHistories histories, RandomGenerator random) {
        return sampleOn(Runnable::run, histories, random);
    }

    /**
     * {@link #sample} with the chains as tasks of an executor, and the same draws. Waits for all of them: from a pool's own
     * thread, use {@link #sample}.
     */
    public SamplingOutcome<CustomerPosterior> sampleOn(
            Executor executor, PurchaseHistories histories, RandomGenerator random) {
        Objects.requireNonNull(executor, "executor");
        Require.notEmpty(
                Objects.requireNonNull(histories, "histories").size(),
                "histories",
                "must have at least one customer",
                "there is nothing to learn from");
        questions.requireFor(histories.size(), false);
        Objects.requireNonNull(random, "random");
        return engine == Engine.INTEGRATED
                ? integrated(executor, histories, random)
                : augmented(executor, histories, random);
    }

    private SamplingOutcome<CustomerPosterior> integrated(
            Executor executor, PurchaseHistories histories, RandomGenerator random) {
        List<GammaPrior> each = List.of(priors.r(), priors.alpha(), priors.s(), priors.beta());
        SamplingOutcome<Posterior<ParetoNbd>> outcome = AdaptiveMetropolis.of(
                        () -> new PriorLikelihood(ParetoNbd.likelihood(histories), each),
                        new ParetoNbd(1, 1, 1, 1, histories.unit()))
                .withPrior(Prior.flat())
                .withOptions(options)
                .sampleOn(executor, random);
        ParameterDraws draws =
                outcome.fold(Posterior::draws, not -> not.drawsSoFar().draws());
        long seed = random.nextLong();
        List<ChainRecord> records = Tasks.run(executor, options.chains(), c -> {
            RandomGenerator own = RandomDraws.stream(seed, c);
            ChainRecord record = newRecord(histories);
            PoissonFigures figures = new PoissonFigures(questions, histories.unit());
            IntegratedRates rates = new IntegratedRates(histories);
            double[] lambda = new double[histories.size()];
            double[] mu = new double[histories.size()];
            for (int d = 0; d < options.draws(); d++) {
                double[] p = draws.draw(c * options.draws() + d);
                rates.draw(new ParetoNbd(p[0], p[1], p[2], p[3], histories.unit()), lambda, mu, own);
                figures.note(record, histories, lambda, mu, own);
            }
            return record;
        });
        return SamplingOutcome.of(posterior(histories, draws, records), outcome.report());
    }

    private record Chain(double[][] parameters, ChainRecord record) {}

    private SamplingOutcome<CustomerPosterior> augmented(
            Executor executor, PurchaseHistories histories, RandomGenerator random) {
        long seed = random.nextLong();
        List<Chain> chains = Tasks.run(executor, options.chains(), c -> {
            RandomGenerator own = RandomDraws.stream(seed, c);
            AugmentedChain chain = new AugmentedChain(histories, priors, own);
            ChainRecord record = newRecord(histories);
            PoissonFigures figures = new PoissonFigures(questions, histories.unit());
            double[][] parameters = new double[options.draws()][];
            for (int step = 0; step < options.warmup(); step++) {
                chain.sweep();
            }
            for (int d = 0; d < parameters.length; d++) {
                for (int step = 0; step < options.thinning(); step++) {
                    chain.sweep();
                }
                parameters[d] = chain.parameters();
                figures.note(record, histories, chain.lambda(), chain.mu(), own);
            }
            return new Chain(parameters, record);
        });
        ParameterDraws draws =
                ParameterDraws.of(NAMES, chains.stream().map(Chain::parameters).toArray(double[][][]::new));
        CustomerPosterior posterior =
                posterior(histories, draws, chains.stream().map(Chain::record).toList());
        return SamplingOutcome.of(posterior, SamplingReport.of(options, draws));
    }

    private ChainRecord newRecord(PurchaseHistories histories) {
        return new ChainRecord(
                histories.size(),
                questions.figures().size(),
                options.draws(),
                ChainRecord.keptPerChain(questions.keptDraws(), options.chains()));
    }

    private CustomerPosterior posterior(PurchaseHistories histories, ParameterDraws draws, List<ChainRecord> records) {
        return CustomerPosterior.of(histories, draws, questions, records, new GammaNewcomers(histories.unit()));
    }

    /** New customers with gamma rates. */
    private static final class GammaNewcomers extends Newcomers {
        private static final long serialVersionUID = 1;

        private final PeriodUnit unit;

        GammaNewcomers(PeriodUnit unit) {
            this.unit = unit;
        }

        @Override
        double[][] draws(
                ParameterDraws population, CustomerFigure figure, Covariates covariates, RandomGenerator random) {
            PoissonFigures figures = PoissonFigures.ofNewCustomers(figure, unit);
            double[][] out = new double[population.chainCount()][population.drawsPerChain()];
            for (int i = 0; i < population.size(); i++) {
                double[] p = population.draw(i);
                double lambda = ExponentialLife.bounded(GammaDraws.standard(p[0], random) / p[1]);
                double mu = ExponentialLife.bounded(GammaDraws.standard(p[2], random) / p[3]);
                out[i / population.drawsPerChain()][i % population.drawsPerChain()] =
                        figures.ofNewCustomer(figure, lambda, mu);
            }
            return out;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof GammaNewcomers other && unit == other.unit;
        }

        @Override
        public int hashCode() {
            return unit.hashCode();
        }
    }
}
