package org.customerequity.model.hierarchical;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.fit.posterior.SamplingReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.GammaDraws;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.Tasks;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The Pareto/GGG: each customer buys with a rate and a regularity of his own until he leaves. A customer who buys like clockwork
 * and is late has probably left; one who buys at random may still come. Every figure is a draw from the joint posterior.
 *
 * <pre>{@code
 *   waits       gamma, shape k and rate k lambda: mean 1/lambda, coefficient of variation 1/sqrt(k); the first from the first purchase
 *   lifetime    exponential with rate mu
 *   k ~ gamma(shape t, rate gamma),  lambda ~ gamma(r, alpha),  mu ~ gamma(s, beta) over customers, independent
 *   t, gamma, r, alpha, s, beta      gamma priors;  t and gamma: shape 2 and rate 1 unless said otherwise
 *
 *   CustomerFigure quarter = CustomerFigure.purchases(Span.ofWeeks(0, 13));
 *   CustomerPosterior posterior = ParetoGgg.of(ParetoNbdPriors.vague())
 *       .withQuestions(PosteriorQuestions.of(quarter))
 *       .sample(histories, random)
 *       .orThrow();
 *   double[] regularity = posterior.means(CustomerFigure.Trait.REGULARITY);
 * }</pre>
 *
 * <p>With k = 1 for everybody this is the {@link HierarchicalParetoNbd}. Where purchases are at random, the waits say little of how k
 * differs between customers, and t and gamma wander along a ridge of constant t/gamma: the outcome then says that they did not
 * mix, and the simpler model is the one to use. {@link org.customerequity.model.diagnosis.PurchaseRegularity} tells beforehand.
 *
 * <p>The histories must have the times between purchases ({@link PurchaseHistories#withLogIntervals}). Times and rates: waits from
 * 1e-2 to 1e4 periods. k is bounded to [0.1, 1000] and rates to [1e-43, 1e43]: draws are those given that no customer is
 * beyond, which matters only where purchases come in clumps, k far below 1. A sweep takes some microseconds a customer,
 * and each span asked some more for each draw kept; that is some ten times a {@link HierarchicalParetoNbd}. Each chain has random
 * numbers of its own, so that the result does not depend on the number of threads.
 *
 * <p>M. Platzer and T. Reutterer, Ticking Away the Moments: Timing Regularity Helps to Better Predict Customer Activity, Marketing
 * Science 35(5), 2016, 779-799. Expected purchases are a renewal process after a silence, in closed form or by quadrature, where the
 * paper simulates. Two expectations are each the mean over lives of one path of purchases drawn, so that their standard deviations
 * and intervals hold chance too: purchases in a span of few waits where k is above 20, and activity in a span that begins later.
 *
 * @param t prior of the shape of the regularities
 * @param gamma prior of the rate parameter of the regularities
 * @param rates priors of r, alpha, s and beta, times in the unit of the histories
 * @param options how much to draw
 * @param questions what to find out of each customer; the regularity is always among it
 */
public record ParetoGgg(
        GammaPrior t, GammaPrior gamma, ParetoNbdPriors rates, SamplingOptions options, PosteriorQuestions questions)
        implements Serializable {
    private static final List<String> NAMES = List.of("t", "gamma", "r", "alpha", "s", "beta");
    private static final GammaPrior REGULARITY_PRIOR = GammaPrior.of(2, 1);

    /** Within this factor of 1, and its inverse, waits look like those of chance. */
    private static final double ABOUT_RANDOM = 1.2;

    private static final SamplingOptions DEFAULTS = SamplingOptions.defaults().withThinning(10);

    public ParetoGgg {
        Objects.requireNonNull(t, "t");
        Objects.requireNonNull(gamma, "gamma");
        Objects.requireNonNull(rates, "rates");
        Objects.requireNonNull(options, "options");
        questions = Objects.requireNonNull(questions, "questions").with(CustomerFigure.Trait.REGULARITY);
    }

    /**
     * With shape 2 and rate 1 for the priors of t and gamma, 4 chains of 1,000 draws, each the tenth sweep, after 2,000 of
     * warm-up, and the customers' rates and regularities.
     */
    public static ParetoGgg of(ParetoNbdPriors rates) {
        return new ParetoGgg(REGULARITY_PRIOR, REGULARITY_PRIOR, rates, DEFAULTS, PosteriorQuestions.ofRates());
    }

    /** This with other priors of the regularities; vague ones where purchases are far from random only. */
    public ParetoGgg withRegularity(GammaPrior newT, GammaPrior newGamma) {
        return new ParetoGgg(
                Objects.requireNonNull(newT, "newT"),
                Objects.requireNonNull(newGamma, "newGamma"),
                rates,
                options,
                questions);
    }

    /** This with other numbers of draws. */
    public ParetoGgg withOptions(SamplingOptions newOptions) {
        return new ParetoGgg(t, gamma, rates, Objects.requireNonNull(newOptions, "newOptions"), questions);
    }

    /** This with other questions. */
    public ParetoGgg withQuestions(PosteriorQuestions newQuestions) {
        return new ParetoGgg(t, gamma, rates, options, Objects.requireNonNull(newQuestions, "newQuestions"));
    }

    /**
     * The posterior, or chains that did not mix; one chain after the other on the caller's thread.
     *
     * @throws IllegalArgumentException if there are no customers, the times between purchases are not known, or the questions do
     *     not suit the customers
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
        if (!histories.hasIntervals()) {
            throw Require.bad(
                    "histories",
                    "must have the times between purchases",
                    "PurchaseHistories.withLogIntervals, or PurchaseLog.histories where no customer has two purchases at the"
                            + " same moment",
                    histories);
        }
        questions.requireFor(histories.size(), true);
        long seed = Objects.requireNonNull(random, "random").nextLong();
        List<Chain> chains = Tasks.run(executor, options.chains(), c -> run(histories, RandomDraws.stream(seed, c)));
        ParameterDraws draws =
                ParameterDraws.of(NAMES, chains.stream().map(Chain::parameters).toArray(double[][][]::new));
        CustomerPosterior posterior = CustomerPosterior.of(
                histories,
                draws,
                questions,
                chains.stream().map(Chain::record).toList(),
                new GggNewcomers(histories.unit()));
        List<String> warnings = warnings(draws);
        SamplingReport report = SamplingReport.of(options, draws, List.of(), 0, warnings);
        return outcome(posterior, report);
    }

    private record Chain(double[][] parameters, ChainRecord record) {}

    private Chain run(PurchaseHistories histories, RandomGenerator random) {
        GggChain chain = new GggChain(histories, this, random);
        GggFigures figures = new GggFigures(questions, histories.unit());
        ChainRecord record = new ChainRecord(
                histories.size(),
                questions.figures().size(),
                options.draws(),
                ChainRecord.keptPerChain(questions.keptDraws(), options.chains()));
        double[][] parameters = new double[options.draws()][];
        for (int step = 0; step < options.warmup(); step++) {
            chain.sweep(true);
        }
        for (int d = 0; d < parameters.length; d++) {
            for (int step = 0; step < options.thinning(); step++) {
                chain.sweep(false);
            }
            parameters[d] = chain.parameters();
            figures.note(record, histories, chain.k(), chain.lambda(), chain.mu(), random);
        }
        return new Chain(parameters, record);
    }

    /** Where regularity is about that of chance, nothing tells t from gamma. */
    private static List<String> warnings(ParameterDraws draws) {
        double[][] regularity = draws.chains("t");
        double[][] gamma = draws.chains("gamma");
        for (int c = 0; c < gamma.length; c++) {
            for (int d = 0; d < gamma[c].length; d++) {
                regularity[c][d] /= gamma[c][d];
            }
        }
        DrawSummary mean = DrawSummary.of(regularity);
        Interval interval = mean.interval(0.95);
        if (interval.lower() > ABOUT_RANDOM || interval.upper() < 1 / ABOUT_RANDOM) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "The mean regularity t/gamma is %.3g, from %.3g to %.3g with 95 %%: purchases are at random, 1, or nearly so, and"
                        + " then the times between them do not identify t and gamma; HierarchicalParetoNbd is the model",
                mean.mean(),
                interval.lower(),
                interval.upper()));
    }

    /** Where t or gamma do not mix and a warning says why, the reason has both. */
    private static SamplingOutcome<CustomerPosterior> outcome(CustomerPosterior posterior, SamplingReport report) {
        List<String> reasons = report.reasons();
        List<String> ofRegularity = reasons.stream()
                .filter(sentence -> sentence.startsWith("t ") || sentence.startsWith("gamma "))
                .toList();
        if (ofRegularity.isEmpty() || report.warnings().isEmpty()) {
            return SamplingOutcome.of(posterior, report);
        }
        int others = reasons.size() - ofRegularity.size();
        String reason = String.join(". ", ofRegularity) + ". "
                + report.warnings().get(0) + (others == 0 ? "" : ". And " + others + " more");
        return new SamplingOutcome.NotMixed<>(posterior, report, reason);
    }

    /** New customers with gamma rates and gamma regularity. */
    private static final class GggNewcomers extends Newcomers {
        private static final long serialVersionUID = 1;

        private final PeriodUnit unit;

        GggNewcomers(PeriodUnit unit) {
            this.unit = unit;
        }

        @Override
        double[][] draws(
                ParameterDraws population, CustomerFigure figure, Covariates covariates, RandomGenerator random) {
            GggFigures figures = GggFigures.ofNewCustomers(figure, unit);
            double[][] out = new double[population.chainCount()][population.drawsPerChain()];
            for (int i = 0; i < population.size(); i++) {
                double[] p = population.draw(i);
                double k = GammaDraws.standard(p[0], random) / p[1];
                double lambda = GggChain.bounded(GammaDraws.standard(p[2], random) / p[3]);
                double mu = GggChain.bounded(GammaDraws.standard(p[4], random) / p[5]);
                double bounded = Math.min(Math.max(k, GggChain.LEAST_REGULAR), GggChain.MOST_REGULAR);
                out[i / population.drawsPerChain()][i % population.drawsPerChain()] =
                        figures.ofNewCustomer(figure, bounded, lambda, mu, random);
            }
            return out;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof GggNewcomers other && unit == other.unit;
        }

        @Override
        public int hashCode() {
            return unit.hashCode();
        }
    }
}
