package org.customerequity.model.hierarchical;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.fit.posterior.SamplingReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.Tasks;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * Abe's form of the Pareto/NBD: log-normal rates of buying and leaving, that may be correlated and depend on covariates.
 *
 * <pre>{@code
 *   purchases   Poisson with rate lambda until he leaves,  lifetime exponential with rate mu
 *   (ln lambda, ln mu) ~ N(B'w, Gamma),   w = (1, covariates of the customer)
 *
 *   AbeParetoNbd.of(AbePriors.weak())
 *       .withCovariates(CovariateCoding.of(histories.covariates(), "channel", "age"))
 *       .sample(histories, random)
 * }</pre>
 *
 * <p>The population's parameters are {@code ln lambda} and {@code ln mu} of the baseline, a customer whose coded columns are all 0;
 * the coefficients, {@code purchases: channel=ads} and {@code dropout: channel=ads}, each added to a log-rate; then
 * {@code var ln lambda}, {@code cov}, {@code var ln mu} and {@code correlation}, of what covariates leave unsaid. A customer's mean rate given his
 * covariates is {@code exp(B'w + variance / 2)}.
 *
 * <p>Where few customers' leaving can be seen, as in retail, the variance of ln mu moves slowly: an effective draw takes some 200
 * sweeps, and 2,357 customers a minute or two for the 400 that {@link SamplingOutcome} asks for.
 *
 * <p>Log-normal rates have heavier tails than gamma rates, so that a few customers may be expected to buy much. Customers of age 0 are
 * welcome. Each chain has random numbers of its own, so that the result does not depend on the number of threads.
 *
 * <p>M. Abe, "Counting Your Customers" One by One: A Hierarchical Bayes Extension to the Pareto/NBD Model, Marketing Science
 * 28(3), 2009. Drawn here with every customer's life integrated out, which mixes better than his latent lifetimes.
 *
 * @param priors of coefficients and variances
 * @param coding of the covariates; none for a population without
 * @param options how much to draw
 * @param questions what to find out of each customer
 */
public record AbeParetoNbd(
        AbePriors priors, CovariateCoding coding, SamplingOptions options, PosteriorQuestions questions)
        implements Serializable {
    private static final SamplingOptions DEFAULTS = SamplingOptions.defaults().withThinning(50);

    public AbeParetoNbd {
        Objects.requireNonNull(priors, "priors");
        Objects.requireNonNull(coding, "coding");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(questions, "questions");
    }

    /** Without covariates; 4 chains of 1,000 draws, each the fiftieth sweep, after 2,000 of warm-up; the customers' rates. */
    public static AbeParetoNbd of(AbePriors priors) {
        return new AbeParetoNbd(priors, CovariateCoding.none(), DEFAULTS, PosteriorQuestions.ofRates());
    }

    /** This with covariates, which the histories must have. */
    public AbeParetoNbd withCovariates(CovariateCoding newCoding) {
        return new AbeParetoNbd(priors, Objects.requireNonNull(newCoding, "newCoding"), options, questions);
    }

    /** This with other numbers of draws. */
    public AbeParetoNbd withOptions(SamplingOptions newOptions) {
        return new AbeParetoNbd(priors, coding, Objects.requireNonNull(newOptions, "newOptions"), questions);
    }

    /** This with other questions. */
    public AbeParetoNbd withQuestions(PosteriorQuestions newQuestions) {
        return new AbeParetoNbd(priors, coding, options, Objects.requireNonNull(newQuestions, "newQuestions"));
    }

    /**
     * The posterior, or chains that did not mix; one chain after the other on the caller's thread.
     *
     * @throws IllegalArgumentException if there are no customers, the questions do not suit them, a covariate is missing, or one is
     *     made up of others or the same for all
     * @throws IllegalStateException if there are covariates to read and the histories have none
     */
    public SamplingOutcome<CustomerPosterior> sample(PurchaseHistories histories, RandomGenerator random) {
        return sampleOn(Runnable::run, histories, random);
    }

    private record Chain(double[][] parameters, ChainRecord record, double acceptance) {}

    /**
     * {@link #sample} with the chains as tasks of an executor, and the same draws. Waits for all of them: from a pool's own
     * thread, use {@link #sample}.
     */
    public SamplingOutcome<CustomerPosterior> sampleOn(
            Executor executor, PurchaseHistories histories, RandomGenerator random) {
        Objects.requireNonNull(executor, "executor");
        int customers = Require.notEmpty(
                Objects.requireNonNull(histories, "histories").size(),
                "histories",
                "must have at least one customer",
                "there is nothing to learn from");
        questions.requireFor(customers, false);
        double[][] design = coding.columns().isEmpty() ? new double[0][] : coding.encode(histories.covariates());
        coding.requireIndependent(design);
        long seed = Objects.requireNonNull(random, "random").nextLong();
        List<Chain> chains = Tasks.run(executor, options.chains(), c -> {
            RandomGenerator own = RandomDraws.stream(seed, c);
            NormalBlock block = new NormalBlock(priors, design, customers);
            return run(new AbeChain(histories, block, options.warmup(), own), histories, own);
        });
        ParameterDraws draws = ParameterDraws.of(
                names(coding), chains.stream().map(Chain::parameters).toArray(double[][][]::new));
        SamplingReport report = SamplingReport.of(
                options, draws, chains.stream().map(Chain::acceptance).toList(), 0, List.of());
        CustomerPosterior posterior = CustomerPosterior.of(
                histories,
                draws,
                questions,
                chains.stream().map(Chain::record).toList(),
                new LogNormalNewcomers(histories.unit(), coding));
        return SamplingOutcome.of(posterior, report);
    }

    private Chain run(AbeChain chain, PurchaseHistories histories, RandomGenerator random) {
        ChainRecord record = new ChainRecord(
                histories.size(),
                questions.figures().size(),
                options.draws(),
                ChainRecord.keptPerChain(questions.keptDraws(), options.chains()));
        PoissonFigures figures = new PoissonFigures(questions, histories.unit());
        double[][] parameters = new double[options.draws()][];
        double[] lambda = new double[histories.size()];
        double[] mu = new double[histories.size()];
        for (int step = 0; step < options.warmup(); step++) {
            chain.sweep();
        }
        for (int d = 0; d < parameters.length; d++) {
            for (int step = 0; step < options.thinning(); step++) {
                chain.sweep();
            }
            parameters[d] = chain.parameters();
            chain.rates(lambda, mu);
            figures.note(record, histories, lambda, mu, random);
        }
        return new Chain(parameters, record, chain.acceptance());
    }

    private static List<String> names(CovariateCoding coding) {
        List<String> names = new ArrayList<>();
        names.add("ln lambda");
        coding.columns().forEach(column -> names.add("purchases: " + column));
        names.add("ln mu");
        coding.columns().forEach(column -> names.add("dropout: " + column));
        names.addAll(List.of("var ln lambda", "cov", "var ln mu", "correlation"));
        return names;
    }

    /** New customers with log-normal rates. */
    private static final class LogNormalNewcomers extends Newcomers {
        private static final long serialVersionUID = 1;

        private final PeriodUnit unit;
        private final CovariateCoding coding;

        LogNormalNewcomers(PeriodUnit unit, CovariateCoding coding) {
            this.unit = unit;
            this.coding = coding;
        }

        @Override
        double[][] draws(
                ParameterDraws population, CustomerFigure figure, Covariates covariates, RandomGenerator random) {
            PoissonFigures figures = PoissonFigures.ofNewCustomers(figure, unit);
            double[] row = coding.encode(covariates);
            int k = row.length + 1;
            double[][] out = new double[population.chainCount()][population.drawsPerChain()];
            for (int i = 0; i < population.size(); i++) {
                double[] p = population.draw(i);
                double theta1 = p[0];
                double theta2 = p[k];
                for (int j = 1; j < k; j++) {
                    theta1 += p[j] * row[j - 1];
                    theta2 += p[k + j] * row[j - 1];
                }
                double z = random.nextGaussian();
                double slope = p[2 * k + 1] / p[2 * k];
                double rest = p[2 * k + 2] - slope * p[2 * k + 1];
                theta1 += Math.sqrt(p[2 * k]) * z;
                theta2 += slope * Math.sqrt(p[2 * k]) * z + Math.sqrt(Math.max(rest, 0)) * random.nextGaussian();
                double lambda = ExponentialLife.bounded(Math.exp(theta1));
                double mu = ExponentialLife.bounded(Math.exp(theta2));
                out[i / population.drawsPerChain()][i % population.drawsPerChain()] =
                        figures.ofNewCustomer(figure, lambda, mu);
            }
            return out;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof LogNormalNewcomers other && unit == other.unit && coding.equals(other.coding);
        }

        @Override
        public int hashCode() {
            return Objects.hash(unit, coding);
        }
    }
}
