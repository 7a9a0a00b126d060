package org.customerequity.model.hierarchical;

import java.io.Serializable;
import java.util.random.RandomGenerator;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.history.covariate.Covariates;

/** How a model draws customers not yet seen from the draws of its population. */
abstract class Newcomers implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * A figure of one new customer a draw: one row a chain.
     *
     * @param figure of the questions that a new customer has
     * @param covariates none where the model knows none
     */
    abstract double[][] draws(
            ParameterDraws population, CustomerFigure figure, Covariates covariates, RandomGenerator random);
}
