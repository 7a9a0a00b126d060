package org.customerequity.model.covariate;

/**
 * How covariates bear on leaving. z is the coded row of a customer, g the coefficients.
 *
 * <pre>{@code
 *   RATE        beta_i = beta exp(-g'z)                              Pareto/NBD, GGompertz/NBD: hazard times exp(g'z)
 *   MEAN        a_i = phi q_i, b_i = phi (1 - q_i),  logit q_i = logit q + g'z       the others: phi = a + b, q = a/(a + b)
 *   TWO_INDEX   a_i = a exp(ga'z), b_i = b exp(gb'z)
 *   ONE_INDEX   a_i = a exp(g'z),  b_i = b exp(g'z)
 * }</pre>
 *
 * <p>In the BG/BB, gamma and delta stand for a and b.
 */
public enum DropoutForm {
    /** Of lifetimes: the rate of leaving is multiplied. */
    RATE,
    /** Of chances to leave: the mean chance moves, customers of equal covariates stay as different as they were. */
    MEAN,
    /** Of chances to leave: either shape has coefficients of its own. Twice as many, and mean and spread both move. */
    TWO_INDEX,
    /**
     * Of chances to leave, as one public package has it: the mean a/(a+b) stays as it is, and only the spread changes; g says
     * nothing of who leaves more, and may run off. For comparison with such fits.
     */
    ONE_INDEX
}
