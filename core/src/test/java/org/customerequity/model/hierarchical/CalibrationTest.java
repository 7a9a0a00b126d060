package org.customerequity.model.hierarchical;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.MixingRule;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.GammaDraws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Simulation-based calibration (S. Talts et al., 2018): where the truth is drawn from the prior and data from the truth, the
 * posterior's probability above the truth is uniform. It sees a wrong density, a missing Jacobian, a wrong conditional.
 */
class CalibrationTest {
    private static final int WORLDS = (int) (24 * SimulatedBase.sweep());
    private static final int CUSTOMERS = 200;

    /** Draws that are worth little one by one: chains need not pass a rule here. */
    private static final SamplingOptions OPTIONS = SamplingOptions.defaults()
            .withChains(2)
            .withWarmup(400)
            .withDraws(40)
            .withMixing(new MixingRule(1e9, 0));

    private static final class Uniforms {
        private final double[][] values;
        private final String[] names;

        Uniforms(String... names) {
            this.names = names;
            values = new double[names.length][WORLDS];
        }

        void note(int j, int world, DrawSummary draws, double truth) {
            values[j][world] = draws.probabilityAbove(truth);
        }

        /** Mean and spread of uniform numbers; draws are correlated, hence a bit more. */
        void requireUniform() {
            for (int j = 0; j < names.length; j++) {
                double mean = 0;
                double spread = 0;
                int[] quarters = new int[4];
                for (double u : values[j]) {
                    quarters[(int) Math.min(3, 4 * u)]++;
                    mean += u / WORLDS;
                    spread += 12 * (u - 0.5) * (u - 0.5) / WORLDS;
                }
                String what = names[j] + ": mean " + mean + ", spread " + spread;
                assertTrue(Math.abs(mean - 0.5) < 3.8 * Math.sqrt(1 / 12.0 / WORLDS), what);
                assertTrue(Math.abs(spread - 1) < 4.2 * Math.sqrt(0.8 / WORLDS), what);
                double expected = WORLDS / 4.0;
                double chi = Arrays.stream(quarters)
                        .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                        .sum();
                // 3 degrees of freedom: 21.1 has probability 1e-4, of which there are 23
                assertTrue(chi < 21.1, what + ", quarters " + Arrays.toString(quarters));
            }
        }
    }

    private static double draw(GammaPrior prior, RandomGenerator random) {
        return GammaDraws.standard(prior.shape(), random) / prior.rate();
    }

    @ParameterizedTest
    @EnumSource(HierarchicalParetoNbd.Engine.class)
    void paretoNbd(HierarchicalParetoNbd.Engine engine) {
        ParetoNbdPriors priors = new ParetoNbdPriors(
                GammaPrior.of(8, 8), GammaPrior.of(8, 1), GammaPrior.of(8, 8), GammaPrior.of(8, 0.5));
        HierarchicalParetoNbd sampler = HierarchicalParetoNbd.of(priors)
                .withEngine(engine)
                .withQuestions(PosteriorQuestions.ofRates().keepingDraws(80))
                .withOptions(OPTIONS.withThinning(engine == HierarchicalParetoNbd.Engine.INTEGRATED ? 5 : 20));
        Uniforms uniforms = new Uniforms("r", "alpha", "s", "beta", "lambda of 0", "mu of 0", "lambda of 1", "mu of 1");
        SplittableRandom random = new SplittableRandom(engine.ordinal() + 40);
        for (int w = 0; w < WORLDS; w++) {
            double[] truth = {
                draw(priors.r(), random),
                draw(priors.alpha(), random),
                draw(priors.s(), random),
                draw(priors.beta(), random)
            };
            double[] lambda = SimulatedBase.gamma(CUSTOMERS, truth[0], truth[1], random);
            double[] mu = SimulatedBase.gamma(CUSTOMERS, truth[2], truth[3], random);
            PurchaseHistories histories = SimulatedBase.of(lambda, mu, random);
            CustomerPosterior posterior = used(sampler.sample(histories, random));
            for (int j = 0; j < 4; j++) {
                uniforms.note(
                        j,
                        w,
                        posterior
                                .population()
                                .summary(posterior.population().names().get(j)),
                        truth[j]);
            }
            for (int i = 0; i < 2; i++) {
                PosteriorCustomer one = posterior.customer(i);
                uniforms.note(4 + 2 * i, w, one.draws(CustomerFigure.Trait.PURCHASE_RATE), lambda[i]);
                uniforms.note(5 + 2 * i, w, one.draws(CustomerFigure.Trait.DROPOUT_RATE), mu[i]);
            }
        }
        uniforms.requireUniform();
    }

    @Test
    void abe() {
        AbePriors priors = AbePriors.weak().withVariances(9, 0.8, 0.8).withBaseline(-2, -3, 4);
        AbeParetoNbd sampler = AbeParetoNbd.of(priors)
                .withQuestions(PosteriorQuestions.ofRates().keepingDraws(80))
                .withOptions(OPTIONS.withThinning(20));
        Uniforms uniforms =
                new Uniforms("ln lambda", "ln mu", "var ln lambda", "cov", "var ln mu", "lambda of 0", "mu of 0");
        SplittableRandom random = new SplittableRandom(9);
        for (int w = 0; w < WORLDS; w++) {
            // of no customers: the prior
            NormalBlock prior = new NormalBlock(priors, new double[0][], 0);
            prior.draw(new double[0], new double[0], random);
            double slope = prior.gamma12() / prior.gamma11();
            double rest = Math.sqrt(prior.gamma22() - slope * prior.gamma12());
            double[] lambda = new double[CUSTOMERS];
            double[] mu = new double[CUSTOMERS];
            for (int i = 0; i < CUSTOMERS; i++) {
                double first = Math.sqrt(prior.gamma11()) * random.nextGaussian();
                lambda[i] = Math.exp(prior.b1(0) + first);
                mu[i] = Math.exp(prior.b2(0) + slope * first + rest * random.nextGaussian());
            }
            PurchaseHistories histories = SimulatedBase.of(lambda, mu, random);
            CustomerPosterior posterior = used(sampler.sample(histories, random));
            double[] truth = {prior.b1(0), prior.b2(0), prior.gamma11(), prior.gamma12(), prior.gamma22()};
            for (int j = 0; j < 5; j++) {
                uniforms.note(
                        j,
                        w,
                        posterior
                                .population()
                                .summary(posterior.population().names().get(j)),
                        truth[j]);
            }
            PosteriorCustomer one = posterior.customer(0);
            uniforms.note(5, w, one.draws(CustomerFigure.Trait.PURCHASE_RATE), lambda[0]);
            uniforms.note(6, w, one.draws(CustomerFigure.Trait.DROPOUT_RATE), mu[0]);
        }
        uniforms.requireUniform();
    }

    private static CustomerPosterior used(SamplingOutcome<CustomerPosterior> outcome) {
        return outcome.fold(posterior -> posterior, not -> not.drawsSoFar());
    }
}
