package org.customerequity.fit.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.customerequity.Checks;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.retention.curve.CohortFits;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.value.Estimate;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Segments apart, together, and drawn towards each other. */
class PoolingEstimatorTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static Nbd nbd(double[] p) {
        return new Nbd(p[0], p[1], WEEK);
    }

    private static BgNbd bgNbd(double[] p) {
        return new BgNbd(p[0], p[1], p[2], p[3], WEEK);
    }

    private static PurchaseHistories simulate(PurchaseModel model, int customers, double age, RandomGenerator random) {
        double[] ages = new double[customers];
        Arrays.setAll(ages, i -> age * (0.5 + random.nextDouble()));
        PurchaseHistories like =
                PurchaseHistories.ofColumns(new int[customers], new double[customers], ages, model.unit());
        return model.simulateHistories(like, random);
    }

    /** Segments named s0, s1, ... whose mean rates differ, with as many customers as given. */
    private static Map<String, PurchaseHistories> segments(long seed, double tau, int... customers) {
        RandomGenerator random = new SplittableRandom(seed);
        Map<String, PurchaseHistories> map = new LinkedHashMap<>();
        for (int s = 0; s < customers.length; s++) {
            double alpha = 12 * Math.exp(tau * random.nextGaussian());
            map.put("s" + s, simulate(new Nbd(0.8, alpha, WEEK), customers[s], 20 + 10 * s, random));
        }
        return map;
    }

    private static Map<String, Likelihood> likelihoods(Map<String, PurchaseHistories> histories) {
        Map<String, Likelihood> map = new LinkedHashMap<>();
        histories.forEach((name, h) -> map.put(name, Nbd.likelihood(h)));
        return map;
    }

    private static PoolingEstimator<Nbd> nbd(Map<String, PurchaseHistories> histories) {
        return PoolingEstimator.of(likelihoods(histories), PoolingEstimatorTest::nbd);
    }

    private static void assertParameters(Nbd expected, Nbd actual, double tolerance) {
        for (int j = 0; j < 2; j++) {
            Checks.close(expected.parameters()[j], actual.parameters()[j], tolerance);
        }
    }

    // --- published

    /**
     * Coaching in eight schools: D. B. Rubin, Estimation in Parallel Randomized Experiments, Journal of Educational Statistics
     * 6(4), 1981, table 1, in tens of points. The likeliest spread is none; the common effect is 7.7 with a standard error of 4.1.
     */
    @Test
    void eightSchools() {
        double[] y = {2.8, 0.8, -0.3, 0.7, -0.1, 0.1, 1.8, 1.2};
        double[] sigma = {1.5, 1, 1.6, 1.1, 0.9, 1.1, 1, 1.8};
        PoolingEstimator<List<Double>> schools = Measured.estimator(y, sigma);
        PartialPooling<List<Double>> found = schools.partial().orThrow();
        assertEquals(0, found.tau("effect"), 0.0);
        assertEquals(0.77, found.centre().get(0), 0.005);
        assertEquals(0.41, found.parameterEstimate("s0", "effect").standardError(), 0.005);
        assertEquals(Measured.centre(y, sigma, 0)[0], found.model("s0").get(0), 1e-10);
        assertEquals(1, found.shrinkage("s3", "effect"), 0.0);
        PoolingComparison comparison = schools.compare();
        double q = 0;
        for (int s = 0; s < 8; s++) {
            q += Math.pow((y[s] - found.centre().get(0)) / sigma[s], 2);
        }
        assertEquals(q, comparison.test().statistic(), 1e-9, "Cochran's Q");
        assertEquals(7, comparison.test().degreesOfFreedom());
        assertTrue(comparison.commonAic() < comparison.ownAic());
    }

    // --- together and apart

    @Test
    void separateAndPooledAreThePlainFits() {
        Map<String, PurchaseHistories> data = segments(1, 0.5, 300, 200, 250);
        PoolingEstimator<Nbd> estimator = nbd(data);
        estimator
                .separate()
                .forEach((name, outcome) ->
                        assertParameters(Nbd.fit(data.get(name)).orThrow(), outcome.orThrow(), 1e-12));
        FitOutcome<Nbd> all = Nbd.fit(together(data));
        FitOutcome<Nbd> pooled = estimator.pooled();
        assertParameters(all.orThrow(), pooled.orThrow(), 1e-8);
        assertEquals(all.report().logLikelihood(), pooled.report().logLikelihood(), 1e-8);
        assertArrayEquals(all.report().standardErrors(), pooled.report().standardErrors(), 1e-7);
    }

    private static PurchaseHistories together(Map<String, PurchaseHistories> data) {
        return PurchaseHistories.ofColumns(
                data.values().stream()
                        .flatMapToInt(h -> Arrays.stream(h.frequencies()))
                        .toArray(),
                data.values().stream()
                        .flatMapToDouble(h -> Arrays.stream(h.recencies()))
                        .toArray(),
                data.values().stream()
                        .flatMapToDouble(h -> Arrays.stream(h.ages()))
                        .toArray(),
                WEEK);
    }

    @Test
    void ofTwoKindsOfParameters() {
        Map<String, PurchaseHistories> data = segments(2, 0.5, 300, 200, 250);
        PoolingEstimator<Nbd> estimator = nbd(data).varying("alpha");
        FitOutcome<SegmentModels<Nbd>> outcome = estimator.partlyCommon();
        assertEquals(
                List.of("r", "alpha[s0]", "alpha[s1]", "alpha[s2]"),
                outcome.report().parameterNames());
        SegmentModels<Nbd> models = outcome.orThrow();
        double[] slope = new double[4];
        double total = 0;
        int s = 0;
        for (String name : data.keySet()) {
            Nbd model = models.model(name);
            assertEquals(models.model("s0").r(), model.r(), 0.0);
            Likelihood one = Nbd.likelihood(data.get(name));
            double[] gradient = new double[2];
            total += one.evaluate(logs(one, model.parameters()), gradient, new double[2][2]) + one.offset();
            slope[0] += gradient[0];
            slope[1 + s++] = gradient[1];
        }
        assertArrayEquals(new double[4], slope, 1e-6, "a maximum");
        assertEquals(total, outcome.report().logLikelihood(), 1e-9);

        PoolingComparison alpha = estimator.compare();
        PoolingComparison both = nbd(data).compare();
        assertEquals(2, alpha.test().degreesOfFreedom());
        assertEquals(4, both.test().degreesOfFreedom());
        assertTrue(alpha.test().statistic() < both.test().statistic());
        double own = data.values().stream()
                .mapToDouble(h -> Nbd.fit(h).report().logLikelihood())
                .sum();
        double common = Nbd.fit(together(data)).report().logLikelihood();
        assertEquals(2 * (own - common), both.test().statistic(), 1e-7);
        assertEquals(-2 * own + 12, both.ownAic(), 1e-7);
        assertEquals(-2 * common + 2 * Math.log(750), both.commonBic(), 1e-7);
        assertEquals(-2 * total + 8, alpha.ownAic(), 1e-7);
        assertEquals(-2 * total + 4 * Math.log(750), alpha.ownBic(), 1e-7);
        assertEquals(List.of(), both.unidentified());
    }

    private static double[] logs(Likelihood one, double[] theta) {
        double[] u = theta.clone();
        Arrays.setAll(u, j -> Math.log(theta[j] / one.units()[j]));
        return u;
    }

    // --- drawn towards each other

    @Test
    void nearZeroAndFarApart() {
        Map<String, PurchaseHistories> data = segments(3, 0.5, 200, 150, 250, 120);
        PoolingEstimator<Nbd> estimator = nbd(data);
        Nbd pooled = estimator.pooled().orThrow();
        PartialPooling<Nbd> tight = estimator.partial(1e-5).orThrow();
        PartialPooling<Nbd> loose = estimator.partial(300).orThrow();
        Map<String, FitOutcome<Nbd>> separate = estimator.separate();
        for (String name : data.keySet()) {
            assertParameters(pooled, tight.model(name), 1e-6);
            assertParameters(separate.get(name).orThrow(), loose.model(name), 1e-5);
            assertTrue(tight.shrinkage(name, "r") > 0.9999);
            assertTrue(loose.shrinkage(name, "r") < 1e-3);
            Estimate own = loose.parameterEstimate(name, "alpha");
            Checks.close(separate.get(name).report().parameter("alpha").standardError(), own.standardError(), 1e-3);
        }
        assertParameters(pooled, tight.centre(), 1e-6);
        assertEquals(
                estimator.pooled().report().logLikelihood(), tight.marginalLogLikelihood(), 1e-5, "no spread at all");
    }

    /** Another programme for one family and a given spread, the cohorts of a subscription. */
    @Test
    void cohortsOfASubscription() {
        CohortCounts cohorts = CohortCounts.of(
                PeriodUnit.YEAR,
                new long[] {1000, 869, 743, 653, 593, 551, 517, 491},
                new long[] {1000, 631, 468, 382, 326, 289},
                new long[] {200, 150, 120, 100});
        Map<String, Likelihood> data = new LinkedHashMap<>();
        for (int c = 0; c < cohorts.size(); c++) {
            data.put("c" + c, ShiftedBetaGeometric.likelihood(cohorts.cohort(c)));
        }
        PartialPooling<ShiftedBetaGeometric> found = PoolingEstimator.of(
                        data, p -> new ShiftedBetaGeometric(p[0], p[1], PeriodUnit.YEAR))
                .partial(0.3)
                .orThrow();
        CohortFits.PartialPooling other =
                CohortFits.partiallyPooled(cohorts, 0.3).orThrow();
        for (int c = 0; c < cohorts.size(); c++) {
            Checks.close(other.curves().get(c).alpha(), found.model("c" + c).alpha(), 1e-9);
            Checks.close(other.curves().get(c).beta(), found.model("c" + c).beta(), 1e-9);
        }
        Checks.close(other.centre().beta(), found.centre().beta(), 1e-9);
    }

    /** Parameters that make up for each other, where the likeliest spread is sought along a ridge. */
    @Test
    void findsTheSpreadOnARidge() {
        RandomGenerator random = new SplittableRandom(12);
        for (int set = 0; set < 4; set++) {
            Map<String, Likelihood> data = new LinkedHashMap<>();
            for (int s = 0; s < 5; s++) {
                double r = 0.6 * Math.exp(0.3 * random.nextGaussian());
                double alpha = 6 * Math.exp(0.4 * random.nextGaussian());
                data.put("s" + s, BgNbd.likelihood(simulate(new BgNbd(r, alpha, 0.8, 2.5, WEEK), 150, 40, random)));
            }
            FitOutcome<PartialPooling<BgNbd>> outcome =
                    PoolingEstimator.of(data, PoolingEstimatorTest::bgNbd).partial();
            assertTrue(outcome.isConverged(), outcome::toString);
        }
    }

    /** At the end each segment's slope is balanced by the pull of the centre, and the pulls by each other. */
    @Test
    void pullsAreInBalance() {
        Map<String, PurchaseHistories> data = segments(4, 0.6, 80, 120, 60, 200, 90, 150);
        FitOutcome<PartialPooling<Nbd>> outcome = nbd(data).partial();
        PartialPooling<Nbd> found = outcome.orThrow();
        assertTrue(found.tau("alpha") > 0.1, found::toString);
        double[] sum = new double[2];
        for (String name : data.keySet()) {
            Likelihood one = Nbd.likelihood(data.get(name));
            double[] theta = found.model(name).parameters();
            double[] gradient = new double[2];
            one.evaluate(logs(one, theta), gradient, new double[2][2]);
            for (int j = 0; j < 2; j++) {
                String parameter = one.names().get(j);
                double tau = found.tau(parameter);
                double off = Math.log(theta[j] / found.centre().parameters()[j]);
                sum[j] += gradient[j];
                if (tau > 0) {
                    assertEquals(off / (tau * tau), gradient[j], 1e-5, name + " " + parameter);
                } else {
                    assertEquals(0, off, 1e-12);
                }
            }
        }
        assertArrayEquals(new double[2], sum, 1e-5);
        assertFalse(outcome.report().isLikelihood(), "of no use for comparisons");
        Checks.fails(
                IllegalStateException.class,
                assertThrows(IllegalStateException.class, () -> outcome.report().aic())
                        .getMessage(),
                () -> outcome.report().bic());
    }

    @Test
    void orderAndUnitsDoNotMatter() {
        Map<String, PurchaseHistories> data = segments(5, 0.5, 80, 120, 60, 200);
        Map<String, PurchaseHistories> backwards = new LinkedHashMap<>();
        Map<String, PurchaseHistories> days = new LinkedHashMap<>();
        List<String> names = List.copyOf(data.keySet());
        for (int s = names.size() - 1; s >= 0; s--) {
            backwards.put(names.get(s), data.get(names.get(s)));
        }
        data.forEach((name, h) -> days.put(
                name,
                PurchaseHistories.ofColumns(h.frequencies(), times7(h.recencies()), times7(h.ages()), PeriodUnit.DAY)));
        PartialPooling<Nbd> one = nbd(data).partial().orThrow();
        PartialPooling<Nbd> other = nbd(backwards).partial().orThrow();
        PartialPooling<Nbd> inDays = nbd(days).partial().orThrow();
        for (String parameter : List.of("r", "alpha")) {
            assertEquals(one.tau(parameter), other.tau(parameter), 1e-6);
            assertEquals(one.tau(parameter), inDays.tau(parameter), 1e-6);
        }
        for (String name : names) {
            assertParameters(one.model(name), other.model(name), 1e-6);
            Checks.close(7 * one.model(name).alpha(), inDays.model(name).alpha(), 1e-6);
        }
        assertEquals(List.copyOf(backwards.keySet()), other.models().segments());
    }

    private static double[] times7(double[] weeks) {
        return Arrays.stream(weeks).map(w -> 7 * w).toArray();
    }

    /** Small segments that differ: neither apart nor together comes as near to what is true of each. */
    @Test
    void beatsBothInMeanSquaredError() {
        int sets = Math.max(40, Integer.getInteger("customerequity.sweep", 0) / 200);
        int beatsSeparate = 0;
        int beatsPooled = 0;
        double tau = 0;
        for (int seed = 0; seed < sets; seed++) {
            RandomGenerator random = new SplittableRandom(100 + seed);
            Map<String, Likelihood> data = new LinkedHashMap<>();
            double[] truth = new double[10];
            for (int s = 0; s < truth.length; s++) {
                truth[s] = Math.log(12) + 0.3 * random.nextGaussian();
                Nbd model = new Nbd(0.8, Math.exp(truth[s]), WEEK);
                data.put("s" + s, Nbd.likelihood(simulate(model, 40, 30, random)));
            }
            PoolingEstimator<Nbd> estimator = PoolingEstimator.of(data, PoolingEstimatorTest::nbd);
            PartialPooling<Nbd> partial = estimator.partial().orThrow();
            Nbd pooled = estimator.pooled().orThrow();
            Map<String, FitOutcome<Nbd>> separate = estimator.separate();
            double[] error = new double[3];
            for (int s = 0; s < truth.length; s++) {
                // of the logarithm of the mean rate
                double rate = Math.log(0.8) - truth[s];
                Nbd own = separate.get("s" + s).fold(m -> m, FitOutcome.NotConverged::bestSoFar);
                Nbd[] models = {partial.model("s" + s), own, pooled};
                for (int i = 0; i < 3; i++) {
                    error[i] += Math.pow(Math.log(models[i].r() / models[i].alpha()) - rate, 2);
                }
            }
            beatsSeparate += error[0] < error[1] ? 1 : 0;
            beatsPooled += error[0] < error[2] ? 1 : 0;
            tau += partial.tau("alpha") / sets;
        }
        // a fair coin does not show 29 of 40 heads in one of 200 tries
        assertTrue(beatsSeparate >= 0.725 * sets, "of " + sets + " beats separate fits in " + beatsSeparate);
        assertTrue(beatsPooled >= 0.725 * sets, "of " + sets + " beats the pooled fit in " + beatsPooled);
        assertEquals(0.3, tau, 0.1, "the spread that was simulated");
    }

    /** Many segments, many customers: what was simulated comes back. */
    @Test
    void recoversTheSpread() {
        int[] customers = new int[24];
        Arrays.fill(customers, 400);
        PartialPooling<Nbd> found =
                nbd(segments(7, 0.5, customers)).varying("alpha").partial().orThrow();
        // the standard error of a standard deviation of 24 is a seventh of it
        assertEquals(0.5, found.tau("alpha"), 0.5 * 3 / 6.8);
        assertEquals(0, found.tau("r"), 0.0);
        assertEquals(
                0.8, found.centre().r(), 4 * found.parameterEstimate("s0", "r").standardError());
        assertEquals(1, found.shrinkage("s0", "r"), 0.0);
    }

    /** The same customers in each: there is nothing to tell apart. */
    @Test
    void equalSegmentsHaveNoSpread() {
        PurchaseHistories h = segments(8, 0, 300).get("s0");
        PartialPooling<Nbd> found =
                nbd(Map.of("a", h, "b", h, "c", h)).partial().orThrow();
        assertEquals(0, found.tau("r"), 0.0);
        assertEquals(0, found.tau("alpha"), 0.0);
        assertParameters(Nbd.fit(h).orThrow(), found.model("b"), 1e-8);
        assertEquals(3 * Nbd.fit(h).report().logLikelihood(), found.marginalLogLikelihood(), 1e-7);
    }

    /** Where nobody has bought again, the other segments tell what to expect, and own data lower it. */
    @Test
    void aSegmentWithoutRepeatPurchasesSurvives() {
        RandomGenerator random = new SplittableRandom(9);
        Map<String, Likelihood> data = new LinkedHashMap<>();
        for (int s = 0; s < 5; s++) {
            double alpha = 6 * Math.exp(0.4 * random.nextGaussian());
            data.put("s" + s, BgNbd.likelihood(simulate(new BgNbd(0.6, alpha, 0.8, 2.5, WEEK), 300, 40, random)));
        }
        double[] ages = {9, 10, 11, 12};
        data.put("young", BgNbd.likelihood(PurchaseHistories.ofColumns(new int[4], new double[4], ages, WEEK)));
        PoolingEstimator<BgNbd> estimator = PoolingEstimator.of(data, PoolingEstimatorTest::bgNbd);
        assertFalse(estimator.separate().get("young").isConverged());
        PartialPooling<BgNbd> found = estimator.partial().orThrow();
        BgNbd young = found.model("young");
        double rate = young.r() / young.alpha();
        double centre = found.centre().r() / found.centre().alpha();
        assertTrue(rate < centre && rate > centre / 4, rate + " of " + centre);
        assertTrue(found.shrinkage("young", "alpha") > 1.2 * found.shrinkage("s0", "alpha"), found::toString);
        assertTrue(found.parameterEstimate("young", "alpha").standardError() / young.alpha()
                > found.parameterEstimate("s0", "alpha").standardError()
                        / found.model("s0").alpha());
        PoolingComparison comparison = estimator.compare();
        assertEquals(List.of("young"), comparison.unidentified());
        assertEquals(20, comparison.test().degreesOfFreedom());
        assertEquals(List.of("young"), estimator.varying("alpha").compare().unidentified(), "its alpha has no maximum");
    }

    @Test
    void nobodyBoughtAgainAnywhere() {
        PurchaseHistories none = PurchaseHistories.ofColumns(new int[3], new double[3], new double[] {5, 6, 7}, WEEK);
        PoolingEstimator<BgNbd> estimator = PoolingEstimator.of(
                Map.of("a", BgNbd.likelihood(none), "b", BgNbd.likelihood(none)), PoolingEstimatorTest::bgNbd);
        FitOutcome<PartialPooling<BgNbd>> outcome = estimator.partial();
        assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict());
        String reason = outcome.fold(model -> "", FitOutcome.NotConverged::reason);
        assertTrue(reason.startsWith("in all segments: none of the 3 customers has bought again"), reason);
        PartialPooling<BgNbd> best = outcome.fold(model -> model, FitOutcome.NotConverged::bestSoFar);
        Checks.fails(
                IllegalStateException.class,
                "no standard errors: the fit of the centre did not converge",
                () -> best.parameterEstimate("a", "r"));
        assertFalse(estimator.pooled().isConverged());
    }

    // --- values and refusals

    @Test
    void travels() {
        Map<String, PurchaseHistories> data = segments(10, 0.5, 100, 80);
        FitOutcome<PartialPooling<Nbd>> outcome = nbd(data).partial(0.3);
        Checks.travels(outcome);
        Checks.travels(nbd(data).compare());
        Checks.travels(nbd(data).partlyCommon());
        PartialPooling<Nbd> found = outcome.orThrow();
        assertEquals("2 segments around " + found.centre() + ", tau r 0.300, alpha 0.300", found.toString());
        assertEquals(List.of("s0", "s1"), List.copyOf(found.models().toMap().keySet()));
        assertEquals(found.model("s1"), found.models().toMap().get("s1"));
    }

    @Test
    void badInput() {
        Map<String, PurchaseHistories> data = segments(11, 0.5, 100, 80);
        PoolingEstimator<Nbd> estimator = nbd(data);
        Checks.rejects(
                "segments must be at least two, was 1 (one has nothing to be pooled with)",
                () -> nbd(Map.of("one", data.get("s0"))));
        Map<String, Likelihood> mixed = new LinkedHashMap<>(likelihoods(data));
        mixed.put("other", BgNbd.likelihood(data.get("s1")));
        Checks.rejects(
                "segments[other] must have the parameters of s0, [r, alpha], was [r, alpha, a, b] (one kind of model for"
                        + " all)",
                () -> PoolingEstimator.of(mixed, PoolingEstimatorTest::nbd));
        Checks.rejects(
                "name must be one of [r, alpha], was \"beta\" (the parameters of the likelihoods)",
                () -> estimator.varying("beta"));
        Checks.rejects(
                "names must have at least one parameter, was empty (pooled() has all in common)", estimator::varying);
        Checks.rejects(
                "tau must be finite and > 0, was 0.0 (how far segments differ in the logarithms of parameters; 0.3 is a"
                        + " mild choice)",
                () -> estimator.partial(0));
        PartialPooling<Nbd> found = estimator.partial(0.3).orThrow();
        Checks.rejects(
                "segment must be one of [s0, s1], was \"north\" (the names that were given)",
                () -> found.model("north"));
        Checks.rejects(
                "parameter must be one of [r, alpha], was \"a\" (the parameters of the model)", () -> found.tau("a"));
        Checks.rejects(
                "models must be one a segment, 2, was 1", () -> new SegmentModels<>(List.of("a", "b"), List.of(1)));
        Checks.rejectsNull("segments", () -> PoolingEstimator.of(null, PoolingEstimatorTest::nbd));
        Checks.rejectsNull("toModel", () -> PoolingEstimator.of(likelihoods(data), null));
        Checks.rejectsNull("newOptions", () -> estimator.withOptions(null));
        Map<String, Likelihood> missing = new LinkedHashMap<>(likelihoods(data));
        missing.put("third", null);
        Checks.rejectsNull("segments[third]", () -> PoolingEstimator.of(missing, PoolingEstimatorTest::nbd));
        assertFalse(estimator
                .withOptions(FitOptions.defaults().withMaxIterations(1))
                .pooled()
                .isConverged());
    }
}
