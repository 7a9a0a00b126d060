package org.customerequity.model.hierarchical;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.Interval;

/**
 * One customer of a {@link CustomerPosterior}: a view of a row of it.
 *
 * @param posterior of all customers
 * @param row of the histories, from 0
 */
public record PosteriorCustomer(CustomerPosterior posterior, int row) implements Serializable {
    public PosteriorCustomer {
        Objects.requireNonNull(posterior, "posterior");
        Objects.checkIndex(row, posterior.size());
    }

    /** What he has done. */
    public PurchaseHistory history() {
        return posterior.histories().row(row);
    }

    /** The probability that he has not left. */
    public double probabilityAlive() {
        return mean(CustomerFigure.Trait.PROBABILITY_ALIVE);
    }

    /** The posterior mean of a figure that was asked. */
    public double mean(CustomerFigure figure) {
        return posterior.mean(figure, row);
    }

    /** The posterior standard deviation of a figure that was asked: of the expectation, without chance. */
    public double standardDeviation(CustomerFigure figure) {
        return posterior.standardDeviation(figure, row);
    }

    /**
     * The draws kept of a figure that was asked: of the expectation, without chance.
     *
     * @throws IllegalStateException if none were kept ({@link PosteriorQuestions#keepingDraws})
     */
    public DrawSummary draws(CustomerFigure figure) {
        return posterior.draws(figure, row);
    }

    /**
     * Where a figure lies with that probability, from the draws kept: of the expectation, without chance.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws IllegalStateException if none were kept ({@link PosteriorQuestions#keepingDraws})
     */
    public Interval credibleInterval(CustomerFigure figure, double level) {
        return draws(figure).interval(level);
    }

    /**
     * What came of a figure that was asked, drawn with the customer's rates in each draw kept: how many purchases, whether any,
     * whether he is still there. It has the uncertainty of the rates and that of chance.
     *
     * @throws IllegalStateException if none were kept ({@link PosteriorQuestions#keepingDraws})
     */
    public DrawSummary predicted(CustomerFigure figure) {
        return posterior.outcomes(figure, row);
    }

    /**
     * Where the outcome itself will lie with that probability, from the draws kept.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws IllegalStateException if none were kept ({@link PosteriorQuestions#keepingDraws})
     */
    public Interval predictionInterval(CustomerFigure figure, double level) {
        return predicted(figure).interval(level);
    }

    /** Row and P(alive), not the posterior. */
    @Override
    public String toString() {
        return "PosteriorCustomer[row " + row + ", P(alive) " + probabilityAlive() + "]";
    }
}
