package org.customerequity.retention.curve;

import java.util.List;

/** A retention curve with parameters, as a fit estimates them. */
public interface ParametricCurve extends RetentionCurve {
    /** Names of the parameters, as the literature writes them. */
    List<String> parameterNames();

    /** Values of the parameters, positive, in the order of their names. */
    double[] parameters();

    /** The same kind of curve with other parameters, in the order of {@link #parameterNames()}. */
    ParametricCurve withParameters(double... parameters);
}
