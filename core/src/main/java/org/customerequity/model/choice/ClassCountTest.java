package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandPanel;

/**
 * Whether one class more describes a panel better than chance: a likelihood-ratio test whose distribution is simulated, because that of
 * Wilks does not hold where a class has share 0.
 *
 * <pre>{@code
 *   statistic = 2 (LL of C + 1 classes - LL of C classes)
 *   p         = (1 + simulated panels with a statistic as large) / (1 + simulated panels)
 * }</pre>
 *
 * <p>For panels only: one choice of each respondent hardly bears two classes. Each simulated panel is drawn from the fit of C classes and fitted twice, which costs as much as so many fits: seconds to minutes.
 * McLachlan, On Bootstrapping the Likelihood Ratio Test Statistic for the Number of Components in a Normal Mixture, Applied Statistics
 * 36(3), 1987.
 *
 * @param classes C, of the simpler model
 * @param statistic twice the gain in log-likelihood, {@code >= 0}
 * @param pValue probability of a statistic as large if C classes are all there are, in (0, 1]
 * @param simulations how many panels were simulated
 */
public record ClassCountTest(int classes, double statistic, double pValue, int simulations) implements Serializable {
    public ClassCountTest {
        Require.positive(classes, "classes", "of the simpler model");
        statistic = Require.nonNegative(statistic, "statistic", "");
        pValue = Require.fraction(pValue, "pValue", "");
        Require.positive(simulations, "simulations", "");
    }

    /**
     * Tests {@code classes} against one more.
     *
     * @param classes of the simpler model, {@code >= 1}
     * @param specification as of {@link LatentClassModel#fit}
     * @param simulations {@code >= 19}, of which the smallest p-value is 1 / 20; 99 or more to publish
     * @param random decides starts and simulated panels; the same seed gives the same result
     * @throws IllegalArgumentException if persons are weighted unequally
     * @throws org.customerequity.fit.FitException if the simpler model does not converge on the panel
     */
    public static ClassCountTest of(
            BrandPanel panel, int classes, ChoiceSpecification specification, int simulations, RandomGenerator random) {
        if (simulations < 19) {
            throw Require.bad(
                    "simulations", "must be >= 19", "the smallest p-value is 1 / (1 + simulations)", simulations);
        }
        LatentClassFitter fitter = LatentClassFitter.of(panel, specification);
        fitter.requireLikelihood();
        LatentClassModel simpler =
                fitter.fit(classes, random.nextLong(), LatentClassModel.STARTS).orThrow();
        double statistic = statistic(fitter, classes, random.nextLong());
        int asLarge = 0;
        for (int s = 0; s < simulations; s++) {
            SplittableRandom own = new SplittableRandom(random.nextLong());
            LatentClassFitter simulated = LatentClassFitter.of(simpler.simulate(panel, own), specification);
            asLarge += statistic(simulated, classes, own.nextLong()) >= statistic ? 1 : 0;
        }
        return new ClassCountTest(classes, statistic, (1.0 + asLarge) / (1 + simulations), simulations);
    }

    private static double statistic(LatentClassFitter fitter, int classes, long seed) {
        double simpler = fitter.highest(classes, seed, LatentClassModel.STARTS);
        double richer = fitter.highest(classes + 1, seed, LatentClassModel.STARTS);
        return Math.max(0, 2 * (richer - simpler));
    }
}
