package org.customerequity.model.hierarchical;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * What is known, after the data, of a population and of every customer in it.
 *
 * <pre>{@code
 *   posterior.population().summary("r").interval(0.95);      // of the population
 *   posterior.means(figure);                                 // one number a customer
 *   posterior.customer("A-12").mean(figure);
 *   posterior.customer("A-12").predictionInterval(figure, 0.95);
 *   posterior.total(figure).predictionInterval(0.95);        // of all customers together
 * }</pre>
 *
 * <p>Answered are the figures asked beforehand ({@link PosteriorQuestions}, which says what they cost in memory) and always
 * {@link CustomerFigure.Trait}. Of a customer there are mean and standard deviation, and draws where some were kept; of
 * parameters and totals there is every draw, at 8 bytes a parameter and 16 a figure. A mean is over draws of the expectation
 * given a customer's rates; chance is in {@link PosteriorTotal#predicted()} and {@link PosteriorCustomer#predicted} alone.
 * Immutable.
 */
public final class CustomerPosterior implements Serializable {
    private static final long serialVersionUID = 1;

    private final PurchaseHistories histories;
    private final ParameterDraws population;
    private final PosteriorQuestions questions;
    private final Newcomers newcomers;

    // by figure and customer
    private final double[][] mean;
    private final double[][] deviation;

    /** By figure, chain, draw and customer. */
    private final double[][][][] kept;

    private final double[][][][] keptOutcomes;

    // by figure, chain and draw
    private final double[][][] expected;
    private final double[][][] predicted;

    private CustomerPosterior(
            PurchaseHistories histories,
            ParameterDraws population,
            PosteriorQuestions questions,
            List<ChainRecord> chains,
            Newcomers newcomers) {
        this.histories = histories;
        this.population = population;
        this.questions = questions;
        this.newcomers = newcomers;
        int figures = questions.figures().size();
        mean = new double[figures][];
        deviation = new double[figures][];
        kept = new double[figures][chains.size()][][];
        keptOutcomes = new double[figures][chains.size()][][];
        expected = new double[figures][chains.size()][];
        predicted = new double[figures][chains.size()][];
        for (int f = 0; f < figures; f++) {
            mean[f] = new double[histories.size()];
            deviation[f] = new double[histories.size()];
            for (int c = 0; c < chains.size(); c++) {
                ChainRecord chain = chains.get(c);
                pool(f, chain, c);
                kept[f][c] = chain.kept(f);
                keptOutcomes[f][c] = chain.keptOutcomes(f);
                expected[f][c] = chain.expected(f);
                predicted[f][c] = chain.predicted(f);
            }
            double n = (double) chains.size() * chains.get(0).draws();
            for (int i = 0; i < deviation[f].length; i++) {
                deviation[f][i] = Math.sqrt(deviation[f][i] / (n - 1));
            }
        }
    }

    /** What chains of one length have noted, in their order. */
    static CustomerPosterior of(
            PurchaseHistories histories,
            ParameterDraws population,
            PosteriorQuestions questions,
            List<ChainRecord> chains,
            Newcomers newcomers) {
        return new CustomerPosterior(histories, population, questions, chains, newcomers);
    }

    /** Adds the mean and the squares of the next chain to those of the {@code c} before it. */
    private void pool(int f, ChainRecord chain, int c) {
        double draws = chain.draws();
        double[] next = chain.mean(f);
        double[] squares = chain.squares(f);
        for (int i = 0; i < next.length; i++) {
            double away = next[i] - mean[f][i];
            mean[f][i] += away / (c + 1);
            deviation[f][i] += squares[i] + away * away * draws * c / (c + 1);
        }
    }

    /** Those whose posterior this is. */
    public PurchaseHistories histories() {
        return histories;
    }

    /** How many customers. */
    public int size() {
        return histories.size();
    }

    /** The draws of the population's parameters, in the unit of the histories. */
    public ParameterDraws population() {
        return population;
    }

    /** What was asked. */
    public PosteriorQuestions questions() {
        return questions;
    }

    /** The probability of every customer not to have left, in the order of the histories. */
    public double[] probabilityAlive() {
        return means(CustomerFigure.Trait.PROBABILITY_ALIVE);
    }

    /** The expected purchases per period of every customer while alive. */
    public double[] purchaseRates() {
        return means(CustomerFigure.Trait.PURCHASE_RATE);
    }

    /** The expected rate of leaving per period of every customer. */
    public double[] dropoutRates() {
        return means(CustomerFigure.Trait.DROPOUT_RATE);
    }

    /**
     * The posterior mean of a figure of every customer, in the order of the histories.
     *
     * @throws IllegalArgumentException if it was not asked
     */
    public double[] means(CustomerFigure figure) {
        return mean[place(figure)].clone();
    }

    /**
     * The posterior standard deviation of a figure of every customer: of the expectation, without chance.
     *
     * @throws IllegalArgumentException if it was not asked
     */
    public double[] standardDeviations(CustomerFigure figure) {
        return deviation[place(figure)].clone();
    }

    /** One customer by row. */
    public PosteriorCustomer customer(int row) {
        return new PosteriorCustomer(this, row);
    }

    /**
     * One customer by identifier.
     *
     * @throws IllegalStateException if the histories have no identifiers
     */
    public PosteriorCustomer customer(String id) {
        return new PosteriorCustomer(this, histories.ids().indexOf(id));
    }

    /**
     * A figure added up over all customers, draw by draw.
     *
     * @throws IllegalArgumentException if it was not asked
     */
    public PosteriorTotal total(CustomerFigure figure) {
        int f = place(figure);
        return new PosteriorTotal(DrawSummary.of(expected[f]), DrawSummary.of(predicted[f]));
    }

    /**
     * A figure of a customer not yet seen, from the first purchase on: one such customer a draw of the population, with rates of
     * his own. The mean is what to expect of him, the quantiles are how customers differ.
     *
     * @param figure any, asked beforehand or not, but a contribution: that of a new customer is not known
     * @throws IllegalArgumentException if the model has covariates, which {@link #newCustomer(Covariates, CustomerFigure,
     *     RandomGenerator)} takes
     */
    public DrawSummary newCustomer(CustomerFigure figure, RandomGenerator random) {
        return newCustomer(Covariates.none(), figure, random);
    }

    /**
     * {@link #newCustomer(CustomerFigure, RandomGenerator)} with what else is known of him.
     *
     * @throws IllegalArgumentException if a covariate of the model is missing, or a category that was not seen
     */
    public DrawSummary newCustomer(Covariates covariates, CustomerFigure figure, RandomGenerator random) {
        Objects.requireNonNull(covariates, "covariates");
        Objects.requireNonNull(figure, "figure");
        Objects.requireNonNull(random, "random");
        if (figure instanceof CustomerFigure.DiscountedContribution) {
            throw Require.bad(
                    "figure",
                    "must not be a contribution",
                    "that of a new customer is not known: multiply the discounted purchases by it",
                    figure);
        }
        return DrawSummary.of(newcomers.draws(population, figure, covariates, random));
    }

    double mean(CustomerFigure figure, int row) {
        return mean[place(figure)][row];
    }

    double standardDeviation(CustomerFigure figure, int row) {
        return deviation[place(figure)][row];
    }

    DrawSummary draws(CustomerFigure figure, int row) {
        return ofRow(kept[place(figure)], row);
    }

    DrawSummary outcomes(CustomerFigure figure, int row) {
        return ofRow(keptOutcomes[place(figure)], row);
    }

    private static DrawSummary ofRow(double[][][] chains, int row) {
        if (chains[0].length == 0) {
            throw new IllegalStateException(
                    "draws of customers must have been kept (PosteriorQuestions.keepingDraws, before sampling)");
        }
        double[][] out = new double[chains.length][chains[0].length];
        for (int c = 0; c < out.length; c++) {
            for (int d = 0; d < out[c].length; d++) {
                out[c][d] = chains[c][d][row];
            }
        }
        return DrawSummary.of(out);
    }

    private int place(CustomerFigure figure) {
        int at = questions.figures().indexOf(Objects.requireNonNull(figure, "figure"));
        if (at < 0) {
            throw Require.bad(
                    "figure",
                    "must have been asked before sampling, one of " + questions.figures(),
                    "PosteriorQuestions.of",
                    figure);
        }
        return at;
    }

    /** Equal histories, questions, and numbers to the bit. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CustomerPosterior other
                && histories.equals(other.histories)
                && population.equals(other.population)
                && questions.equals(other.questions)
                && newcomers.equals(other.newcomers)
                && Arrays.deepEquals(mean, other.mean)
                && Arrays.deepEquals(deviation, other.deviation)
                && Arrays.deepEquals(kept, other.kept)
                && Arrays.deepEquals(keptOutcomes, other.keptOutcomes)
                && Arrays.deepEquals(expected, other.expected)
                && Arrays.deepEquals(predicted, other.predicted);
    }

    @Override
    public int hashCode() {
        return Objects.hash(histories, population, questions, Arrays.deepHashCode(mean));
    }

    /** A summary, not the customers. */
    @Override
    public String toString() {
        return "CustomerPosterior[" + size() + " customers, " + population + ", " + questions + "]";
    }
}
