package org.customerequity.fit;

import java.util.List;

/**
 * A model that is known by its parameters, each a positive number with a name: what standard errors, intervals and refits need
 * to know of it.
 */
public interface Parametric {
    /** Names of the parameters, as the literature writes them. */
    List<String> parameterNames();

    /** Values of the parameters, positive, in the order of their names. */
    double[] parameters();

    /** The same model, of this same class, with other parameters, in the order of {@link #parameterNames()}. */
    Parametric withParameters(double... parameters);
}
