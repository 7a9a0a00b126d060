package org.customerequity.model.hierarchical;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * What is believed of a positive parameter before the data: a gamma distribution.
 *
 * @param shape finite and {@code > 0}
 * @param rate finite and {@code > 0}; the mean is shape / rate, and a rate of a time counts in the unit of the histories
 */
public record GammaPrior(double shape, double rate) implements Serializable {
    /** Shape and rate 0.001: nearly flat in the logarithm, over thousands of powers of ten. */
    public static final GammaPrior VAGUE = new GammaPrior(1e-3, 1e-3);

    public GammaPrior {
        Require.positive(shape, "shape", "of a prior; 0.001 is vague");
        Require.positive(rate, "rate", "of a prior, whose mean is shape / rate");
    }

    /** {@code GammaPrior.of(2, 1)}. */
    public static GammaPrior of(double shape, double rate) {
        return new GammaPrior(shape, rate);
    }

    /** {@code shape / rate}. */
    public double mean() {
        return shape / rate;
    }

    /** ln of the density of ln x, so with the Jacobian, less its constant: {@code shape u - rate e^u}. */
    double logDensityOfLog(double u) {
        return shape * u - rate * Math.exp(u);
    }
}
