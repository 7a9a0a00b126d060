package org.customerequity.fit.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.customerequity.fit.FitException;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

class AdaptiveMetropolisTest {
    /** Fader and Hardie 2007, subscribers of years 0 to 7. */
    private static final CohortCounts HIGH_END =
            CohortCounts.of(PeriodUnit.YEAR, new long[] {1000, 869, 743, 653, 593, 551, 517, 491});

    private static final ShiftedBetaGeometric ANY = new ShiftedBetaGeometric(1, 1, PeriodUnit.YEAR);

    private static AdaptiveMetropolis<ShiftedBetaGeometric> highEnd() {
        return AdaptiveMetropolis.of(() -> ShiftedBetaGeometric.likelihood(HIGH_END), ANY);
    }

    private static <M extends org.customerequity.fit.Parametric> void near(
            double expected, Posterior<M> posterior, ToDoubleFunction<M> figure) {
        ChainDiagnostics d = posterior.summary(figure).diagnostics();
        assertEquals(expected, d.mean(), 4 * d.standardDeviation() / Math.sqrt(d.meanEss()), d::toString);
    }

    /** Sheet 21, section 4: means, deviations and correlation by two-dimensional quadrature. */
    @Test
    void highEndAgreesWithQuadrature() {
        Posterior<ShiftedBetaGeometric> posterior =
                highEnd().sample(new SplittableRandom(21)).orThrow();
        near(-0.395800064609, posterior, m -> Math.log(m.alpha()));
        near(1.34414327563, posterior, m -> Math.log(m.beta()));
        near(0.681614339338, posterior, ShiftedBetaGeometric::alpha);
        near(3.91988007988, posterior, ShiftedBetaGeometric::beta);
        near(0.377851958366, posterior, m -> m.survival(12));
        // second moments about the known means are means too
        near(square(0.156726065173), posterior, m -> square(Math.log(m.alpha()) + 0.395800064609));
        near(square(0.207268460733), posterior, m -> square(Math.log(m.beta()) - 1.34414327563));
        near(square(0.019351497477), posterior, m -> square(m.survival(12) - 0.377851958366));
        near(
                0.953615296846 * 0.156726065173 * 0.207268460733,
                posterior,
                m -> (Math.log(m.alpha()) + 0.395800064609) * (Math.log(m.beta()) - 1.34414327563));
        SamplingReport report = highEnd().sample(new SplittableRandom(21)).report();
        for (double acceptance : report.acceptance()) {
            assertEquals(0.35, acceptance, 0.12);
        }
        assertEquals(0, report.undefinedProposals());
        assertEquals(List.of(), report.warnings());
    }

    private static double square(double x) {
        return x * x;
    }

    /** Another prior, against a sum over a grid of our own. */
    @Test
    void knowledgeOfAParameterAgreesWithAGrid() {
        Prior prior = Prior.ofDeviation(0.7).withNormal("beta", 6, 0.1);
        Likelihood likelihood = ShiftedBetaGeometric.likelihood(HIGH_END);
        double mass = 0;
        double mean = 0;
        double highest = likelihood.value(new double[] {Math.log(0.9), Math.log(5.5)});
        for (double a = -1.5; a <= 1.5; a += 0.01) {
            for (double b = 0.8; b <= 2.6; b += 0.01) {
                double own = square(a / 0.7) + square((b - Math.log(6)) / 0.1);
                double density = Math.exp(likelihood.value(new double[] {a, b}) - highest - own / 2);
                mass += density;
                mean += density * a;
            }
        }
        Posterior<ShiftedBetaGeometric> posterior =
                highEnd().withPrior(prior).sample(new SplittableRandom(4)).orThrow();
        near(mean / mass, posterior, m -> Math.log(m.alpha()));
        // without it, beta is 3.9
        assertTrue(posterior.draws().summary("beta").mean() > 4.8);
    }

    @Test
    void theSameSeedGivesTheSameDrawsOnAnyNumberOfThreads() {
        AdaptiveMetropolis<ShiftedBetaGeometric> sampler =
                highEnd().withOptions(SamplingOptions.defaults().withWarmup(300).withDraws(200));
        SamplingOutcome<Posterior<ShiftedBetaGeometric>> alone = sampler.sample(new SplittableRandom(1));
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            assertEquals(alone, sampler.sampleOn(three, new SplittableRandom(1)));
        } finally {
            three.shutdownNow();
        }
        assertNotEquals(alone, sampler.sample(new SplittableRandom(2)));
    }

    /** Thinning keeps every so-manieth state of the same walk. */
    @Test
    void thinningKeepsEverySoManiethStep() {
        SamplingOptions options =
                SamplingOptions.defaults().withWarmup(200).withDraws(300).withMixing(new MixingRule(2, 0));
        ParameterDraws all = highEnd()
                .withOptions(options)
                .sample(new SplittableRandom(3))
                .orThrow()
                .draws();
        ParameterDraws third = highEnd()
                .withOptions(options.withDraws(100).withThinning(3))
                .sample(new SplittableRandom(3))
                .orThrow()
                .draws();
        assertEquals(all.thinned(3), third);
        assertEquals(100, third.drawsPerChain());
    }

    /** Six coefficients, of scales from a thousandth to five, hardly apart: their distribution is known. */
    @Test
    void aKnownNormalDistributionIsFound() {
        double[] centre = {3, -2, 0, 1, 8, 0.001};
        double[] deviation = {1, 0.5, 2, 0.001, 5, 0.001};
        NormalTarget target = new NormalTarget(centre, deviation, 0.9);
        Posterior<NormalTarget.Point> posterior = AdaptiveMetropolis.of(
                        () -> new NormalTarget(centre, deviation, 0.9), target.origin())
                .withPrior(Prior.flat())
                .sample(new SplittableRandom(6))
                .orThrow();
        for (int j = 0; j < 6; j++) {
            int at = j;
            near(centre[j], posterior, m -> m.at().get(at));
            near(1, posterior, m -> square((m.at().get(at) - centre[at]) / deviation[at]));
            near(
                    at == 0 ? 1 : 0.9,
                    posterior,
                    m -> (m.at().get(at) - centre[at]) / deviation[at] * (m.at().get(0) - centre[0]));
        }
        // 95 % of a normal distribution
        assertEquals(
                2 * 1.959964, posterior.draws().summary("x0").interval(0.95).width(), 0.25);
    }

    /** A prior on the parameter as the caller counts it, not as the search does: the product of two normals is known. */
    @Test
    void priorsOfCoefficientsMultiply() {
        double[] centre = {2};
        double[] deviation = {0.5};
        NormalTarget target = new NormalTarget(centre, deviation, 0);
        Posterior<NormalTarget.Point> posterior = AdaptiveMetropolis.of(
                        () -> new NormalTarget(centre, deviation, 0), target.origin())
                .withPrior(Prior.standard().withNormal("x0", -1, 0.25))
                .sample(new SplittableRandom(8))
                .orThrow();
        // precisions 4 and 16
        near((4 * 2 + 16 * -1) / 20.0, posterior, m -> m.at().get(0));
        near(1 / 20.0, posterior, m -> square(m.at().get(0) + 0.4));
    }

    /** Of one parameter, in words a test can choose. */
    private static class OneLogarithm implements Likelihood {
        private final DoubleUnaryOperator logDensity;

        OneLogarithm(DoubleUnaryOperator logDensity) {
            this.logDensity = logDensity;
        }

        @Override
        public List<String> names() {
            return List.of("x0");
        }

        @Override
        public org.customerequity.value.Estimate.Scale parameterScale() {
            return org.customerequity.value.Estimate.Scale.LINEAR;
        }

        @Override
        public double[] start() {
            return new double[] {0.1};
        }

        @Override
        public double value(double[] u) {
            return logDensity.applyAsDouble(u[0]);
        }

        @Override
        public double evaluate(double[] u, double[] gradient, double[][] hessian) {
            double h = 1e-4;
            double up = value(new double[] {u[0] + h});
            double here = value(u);
            double down = value(new double[] {u[0] - h});
            gradient[0] = (up - down) / (2 * h);
            hessian[0][0] = (up - 2 * here + down) / (h * h);
            return here;
        }

        @Override
        public long observations() {
            return 1;
        }
    }

    private static AdaptiveMetropolis<NormalTarget.Point> of(DoubleUnaryOperator logDensity) {
        return AdaptiveMetropolis.of(() -> new OneLogarithm(logDensity), new NormalTarget.Point(0))
                .withPrior(Prior.flat());
    }

    /** Two far summits: each chain stays on the one it found, and the outcome says so. */
    @Test
    void chainsOnDifferentSummitsDoNotMix() {
        AdaptiveMetropolis<NormalTarget.Point> sampler = of(x -> {
            double far = Math.min(square(x - 3), square(x + 3)) / (2 * square(0.05));
            // a wide hill, with its own summit where the chains begin
            return Math.max(-far, -30 - x * x / 200);
        });
        SamplingOutcome<Posterior<NormalTarget.Point>> outcome = sampler.sample(new SplittableRandom(2));
        assertFalse(outcome.isMixed());
        SamplingOutcome.NotMixed<Posterior<NormalTarget.Point>> not = outcome.fold(posterior -> null, other -> other);
        assertTrue(not.reason().startsWith("x0 has R-hat "), not::reason);
        assertTrue(not.reason().contains(", must be < 1.01; bulk effective sample size "), not::reason);
        String message = assertThrows(FitException.class, outcome::orThrow).getMessage();
        assertTrue(message.startsWith("chains did not mix: x0 has R-hat "), message);
        assertTrue(message.contains("SamplingOptions.withDraws"), message);
        assertEquals(4000, not.drawsSoFar().size());
        // that all four find the same summit has probability 1/8, and then nothing tells of the other
        int seen = 0;
        for (int seed = 0; seed < 10; seed++) {
            seen += sampler.sample(new SplittableRandom(seed)).isMixed() ? 0 : 1;
        }
        assertTrue(seen >= 5, "seen " + seen + " of 10 times");
    }

    /** A target of a heavy tail, through which a walk of learned stride goes slowly: few effective draws. */
    @Test
    void fewDrawsAreNotEnough() {
        SamplingOutcome<Posterior<ShiftedBetaGeometric>> outcome =
                highEnd().withOptions(SamplingOptions.defaults().withDraws(100)).sample(new SplittableRandom(5));
        assertFalse(outcome.isMixed());
        List<String> reasons = outcome.report().reasons();
        assertEquals(2, reasons.size());
        assertTrue(reasons.get(0).contains("effective sample size"), reasons::toString);
        // the same chains by another rule
        assertTrue(highEnd()
                .withOptions(SamplingOptions.defaults().withDraws(100).withMixing(new MixingRule(1.2, 20)))
                .sample(new SplittableRandom(5))
                .isMixed());
    }

    /** The log-density of an exponential variable has no value below 0: proposals there are rejected and counted. */
    @Test
    void proposalsWithoutAValueAreCounted() {
        SamplingOutcome<Posterior<NormalTarget.Point>> outcome =
                of(x -> x > 0 ? 2 * Math.log(x) - x : Double.NaN).sample(new SplittableRandom(2));
        Posterior<NormalTarget.Point> posterior = outcome.orThrow();
        assertTrue(outcome.report().undefinedProposals() > 100, outcome::toString);
        // Gamma(3, 1)
        near(3, posterior, m -> m.at().get(0));
        near(3, posterior, m -> square(m.at().get(0) - 3));
        near(2.5 * Math.exp(-1), posterior, m -> m.at().get(0) > 1 ? 1 : 0);
    }

    @Test
    void whatCannotBeSampledIsRefusedAtOnce() {
        Likelihood one = ShiftedBetaGeometric.likelihood(HIGH_END);
        assertEquals(
                "likelihoods must make a new one at each call, was one likelihood twice (() -> BgNbd.likelihood(histories):"
                        + " chains may run at once, and a likelihood is not for that)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> AdaptiveMetropolis.of(() -> one, ANY).sample(new SplittableRandom(1)))
                        .getMessage());
        assertEquals(
                "likelihoods must be of the model's parameters, [x0], was [alpha, beta]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> AdaptiveMetropolis.of(
                                                () -> ShiftedBetaGeometric.likelihood(HIGH_END),
                                                new NormalTarget.Point(0))
                                        .sample(new SplittableRandom(1)))
                        .getMessage());
        assertEquals(
                "name of a prior must be one of [alpha, beta], was \"gamma\" (the parameters of the likelihood)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> highEnd()
                                        .withPrior(Prior.standard().withNormal("gamma", 1, 1))
                                        .sample(new SplittableRandom(1)))
                        .getMessage());
        assertEquals(
                "sampling not tried: the likelihood must be finite where it says to start, was NaN",
                assertThrows(FitException.class, () -> of(x -> Double.NaN).sample(new SplittableRandom(1)))
                        .getMessage());
    }

    /** Nobody left: the data have nothing to say of how customers differ, and only a prior can. */
    @Test
    void whereTheDataSayNothingThePriorMust() {
        CohortCounts loyal = CohortCounts.of(PeriodUnit.YEAR, new long[] {5, 5, 5});
        AdaptiveMetropolis<ShiftedBetaGeometric> sampler =
                AdaptiveMetropolis.of(() -> ShiftedBetaGeometric.likelihood(loyal), ANY);
        Optional<String> obstacle = ShiftedBetaGeometric.likelihood(loyal).obstacle();
        assertTrue(obstacle.isPresent());
        assertEquals(
                "sampling not tried: " + obstacle.get()
                        + ", and a flat prior does not make up for it (Prior.withNormal, Prior.standard)",
                assertThrows(
                                FitException.class,
                                () -> sampler.withPrior(Prior.flat()).sample(new SplittableRandom(1)))
                        .getMessage());
        SamplingOutcome<Posterior<ShiftedBetaGeometric>> outcome = sampler.sample(new SplittableRandom(1));
        assertEquals(
                1,
                outcome.report().warnings().stream()
                        .filter(w -> w.endsWith("the posterior is largely the prior: " + obstacle.get() + "."))
                        .count());
        // of two years nobody left: retention is high, and uncertain
        DrawSummary retention = outcome.orThrow().summary(m -> m.survival(1));
        assertTrue(retention.mean() > 0.8, retention::toString);
        assertTrue(retention.quantile(0.025) < 0.75, retention::toString);
    }

    @Test
    void optionsRefuseTooLittle() {
        SamplingOptions options = SamplingOptions.defaults();
        refused("chains must be >= 2, was 1 (one alone cannot show that it is stuck)", () -> options.withChains(1));
        refused("warmup must be >= 100, was 99 (2,000 unless there is a reason)", () -> options.withWarmup(99));
        refused("draws must be >= 4, was 3 (1,000 a chain give an interval)", () -> options.withDraws(3));
        refused("thinning must be > 0, was 0 (1 keeps every draw)", () -> options.withThinning(0));
        refused(
                "draws times thinning must be at most 2^31 with the warm-up, was 3000000000",
                () -> options.withThinning(3_000_000));
        assertEquals(6000, options.withThinning(6).keptSteps());
        assertEquals(1.1, options.withMixing(new MixingRule(1.1, 50)).mixing().maxRhat());
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void warmupLearnsTheShapeOfAnyScale() {
        // the curvature at the mode says nothing of the width: a quartic
        Posterior<NormalTarget.Point> posterior =
                of(x -> -square(square(x / 50))).sample(new SplittableRandom(9)).orThrow();
        // E x^2 = 50^2 Gamma(3/4) / Gamma(1/4)
        near(2500 * 1.2254167024651776 / 3.625609908221908, posterior, m -> square(m.at().get(0)));
        double[] values = posterior.values(m -> m.at().get(0));
        assertEquals(4000, Arrays.stream(values).filter(v -> Math.abs(v) < 150).count());
    }
}
