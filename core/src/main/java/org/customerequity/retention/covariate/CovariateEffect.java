package org.customerequity.retention.covariate;

/**
 * Where covariates enter a model of leaving. The field disagrees, so each has its name and none is the default.
 *
 * <pre>{@code
 *   z   coded covariates of a customer;  g, ga, gb   coefficients
 * }</pre>
 */
public enum CovariateEffect {
    /**
     * Each customer's hazard times {@code exp(g'z)}: discrete, {@code -ln(1 - theta)} of every renewal; continuous, the rate. The only
     * one for covariates that change, and for continuous time. Prentice and Gloeckler, Biometrics 34(1), 1978. A positive
     * coefficient means leaving sooner.
     */
    PROPORTIONAL_HAZARD,
    /**
     * The mean chance to leave, its spread held: {@code alpha = phi q, beta = phi (1 - q), q = logistic(ln(alpha0 / beta0) + g'z), phi =
     * alpha0 + beta0}. Discrete only. A positive coefficient means leaving sooner.
     */
    MEAN_CHURN,
    /**
     * Both shapes, each with coefficients of its own: {@code alpha = alpha0 exp(ga'z), beta = beta0 exp(gb'z)}. Discrete only. Positive
     * {@code ga} means leaving sooner, positive {@code gb} later. Fader and Hardie, Incorporating Time-Invariant Covariates into the
     * Pareto/NBD and BG/NBD Models, 2007, do so with the chances to leave of the BG/NBD.
     */
    TWO_INDEX
}
