package org.customerequity.retention.curve;

import org.customerequity.fit.Parametric;

/** A retention curve with parameters, as a fit estimates them. */
public interface ParametricCurve extends RetentionCurve, Parametric {
    @Override
    ParametricCurve withParameters(double... parameters);
}
