package org.customerequity.fit.pooling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;

/** Normal measurements, where all that partial pooling finds has a formula. */
@Seeded
class NormalPoolingProperties {
    @Property(tries = 300)
    void asTheFormulasSay(
            @ForAll @Size(6) List<@DoubleRange(min = -5, max = 5) Double> effects,
            @ForAll @Size(6) List<@DoubleRange(min = 0.3, max = 3) Double> errors) {
        double[] y = effects.stream().mapToDouble(v -> v).toArray();
        double[] sigma = errors.stream().mapToDouble(v -> v).toArray();
        PartialPooling<List<Double>> found =
                Measured.estimator(y, sigma).partial().orThrow();
        double tau = found.tau("effect");
        if (tau == 0) {
            double hardly = 0.032 * 0.3;
            assertTrue(Measured.slope(y, sigma, hardly) <= 0, "a spread would be likelier than none");
        } else {
            assertEquals(0, Measured.slope(y, sigma, tau), 1e-5, "the slope in tau^2");
        }
        double[] centre = Measured.centre(y, sigma, tau);
        assertEquals(centre[0], found.centre().get(0), 1e-8);
        double marginal = 0;
        for (int s = 0; s < y.length; s++) {
            double variance = sigma[s] * sigma[s];
            double share = variance / (variance + tau * tau);
            String name = "s" + s;
            assertEquals(share, found.shrinkage(name, "effect"), 1e-12);
            double mean = share * centre[0] + (1 - share) * y[s];
            Estimate own = found.parameterEstimate(name, "effect");
            assertEquals(mean, own.value(), 1e-8);
            assertEquals(mean, found.model(name).get(0), 1e-8);
            double error = tau * tau * share + share * share * centre[1];
            assertEquals(Math.sqrt(error), own.standardError(), 1e-9);
            double off = y[s] - centre[0];
            marginal -= off * off / (2 * (variance + tau * tau)) - Math.log(share) / 2;
        }
        assertEquals(marginal, found.marginalLogLikelihood(), 1e-9);
    }

    /** The order of the segments changes nothing. */
    @Property(tries = 100)
    void orderDoesNotMatter(@ForAll @Size(5) List<@DoubleRange(min = -5, max = 5) Double> effects) {
        double[] y = effects.stream().mapToDouble(v -> v).toArray();
        double[] back = new double[5];
        double[] sigma = {1, 0.5, 2, 1, 0.7};
        double[] sigmaBack = new double[5];
        for (int s = 0; s < 5; s++) {
            back[s] = y[4 - s];
            sigmaBack[s] = sigma[4 - s];
        }
        PartialPooling<List<Double>> one =
                Measured.estimator(y, sigma).partial().orThrow();
        PartialPooling<List<Double>> other =
                Measured.estimator(back, sigmaBack).partial().orThrow();
        assertEquals(one.tau("effect"), other.tau("effect"), 1e-6 * (1 + one.tau("effect")));
        for (int s = 0; s < 5; s++) {
            assertEquals(one.model("s" + s).get(0), other.model("s" + (4 - s)).get(0), 1e-6);
        }
    }
}
