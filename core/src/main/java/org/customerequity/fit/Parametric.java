package org.customerequity.fit;

import java.util.List;
import org.customerequity.value.Estimate;

/**
 * A model that is known by its parameters, each a number with a name: what standard errors, intervals and refits need to know of
 * it. Parameters are positive, and estimated as logarithms, unless {@link #parameterScale()} says otherwise.
 */
public interface Parametric {
    /** Names of the parameters, as the literature writes them. */
    List<String> parameterNames();

    /** Values of the parameters, in the order of their names. */
    double[] parameters();

    /** LOG where the parameters are positive, LINEAR where they are coefficients of either sign. */
    default Estimate.Scale parameterScale() {
        return Estimate.Scale.LOG;
    }

    /** The same model, of this same class, with other parameters, in the order of {@link #parameterNames()}. */
    Parametric withParameters(double... parameters);
}
