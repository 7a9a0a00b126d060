package org.customerequity.retention.curve;

import org.customerequity.fit.Parametric;

/** A retention curve with parameters, as a fit estimates them. */
public interface ParametricCurve extends RetentionCurve, Parametric {
    /** The same kind of curve with other parameters, in the order of {@link #parameterNames()}. */
    @Override
    ParametricCurve withParameters(double... parameters);
}
