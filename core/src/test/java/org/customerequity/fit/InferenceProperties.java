package org.customerequity.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;

@Seeded
class InferenceProperties {
    private static final FitOutcome<HighEnd> FITTED = HighEnd.fit(HighEnd.CUSTOMERS);

    private static int[] cohort(double alpha, double beta, long seed) {
        HighEnd truth = new HighEnd(alpha, beta);
        SplittableRandom random = new SplittableRandom(seed);
        int[] out = new int[8];
        out[0] = 1000;
        for (int t = 1; t < out.length; t++) {
            double stay = truth.survival(t) / truth.survival(t - 1);
            for (int i = 0; i < out[t - 1]; i++) {
                out[t] += random.nextDouble() < stay ? 1 : 0;
            }
        }
        return out;
    }

    /** Whatever the cohort: the limits lie around the estimate, and further out for more confidence; open limits at the ends. */
    @Property(tries = 200)
    void profileIntervalsAreNested(
            @ForAll @DoubleRange(min = 0.1, max = 20) double alpha,
            @ForAll @DoubleRange(min = 0.1, max = 50) double beta,
            @ForAll @DoubleRange(min = 0.1, max = 0.9) double level,
            @ForAll long seed) {
        int[] customers = cohort(alpha, beta, seed);
        FitOutcome<HighEnd> fitted = HighEnd.fit(customers);
        Assume.that(fitted.isConverged());
        HighEnd model = fitted.orThrow();
        ProfileLikelihood<HighEnd> profile = ProfileLikelihood.of(HighEnd.likelihood(customers), fitted);
        for (String name : List.of("alpha", "beta")) {
            double estimate = fitted.report().parameter(name).value();
            Interval narrow = profile.parameter(name, level);
            Interval wide = profile.parameter(name, (1 + level) / 2);
            assertTrue(0 <= wide.lower() && wide.lower() < narrow.lower() && narrow.lower() < estimate, wide::toString);
            assertTrue(estimate < narrow.upper(), narrow::toString);
            assertTrue(
                    narrow.upper() < wide.upper() || wide.upper() == Double.POSITIVE_INFINITY,
                    () -> narrow + " " + wide);
        }
        Interval left = profile.quantity(m -> m.survival(9), Estimate.Scale.LOGIT, level);
        assertTrue(left.contains(model.survival(9)), left::toString);
        assertTrue(left.lower() >= 0 && left.upper() <= 1, left::toString);
    }

    /** The errors of powers and multiples follow from that of the quantity, by the chain rule. */
    @Property(tries = 300)
    void theDeltaMethodKnowsTheChainRule(
            @ForAll @DoubleRange(min = 0.01, max = 100) double factor,
            @ForAll @DoubleRange(min = 0.2, max = 4) double power,
            @ForAll @IntRange(min = 1, max = 40) int year) {
        Estimate one = DeltaMethod.of(FITTED, m -> m.survival(year), Estimate.Scale.LOG);
        Estimate other = DeltaMethod.of(FITTED, m -> factor * Math.pow(m.survival(year), power), Estimate.Scale.LOG);
        double expected = power * other.value() / one.value() * one.standardError();
        assertEquals(expected, other.standardError(), 1e-8 * expected);
        // on any scale, the standard error of the quantity itself is the same
        Estimate linear = DeltaMethod.of(FITTED, m -> m.survival(year), Estimate.Scale.LINEAR);
        Estimate logit = DeltaMethod.of(FITTED, m -> m.survival(year), Estimate.Scale.LOGIT);
        assertEquals(one.standardError(), linear.standardError(), 1e-8 * one.standardError());
        assertEquals(one.standardError(), logit.standardError(), 1e-8 * one.standardError());
    }

    /** Intervals lie among the draws, and wider ones around narrower ones. */
    @Property(tries = 300)
    void bootstrapIntervalsAreNestedAmongTheDraws(
            @ForAll @DoubleRange(min = 0.1, max = 0.98) double level,
            @ForAll @DoubleRange(min = -1, max = 1) double original,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> values = new ArrayList<>();
        for (int b = 0; b < 1000; b++) {
            values.add(random.nextGaussian());
        }
        BootstrapDraws<Double> draws = BootstrapDraws.of(original, values, List.of());
        Double[] sample = new Double[30];
        Arrays.setAll(sample, i -> random.nextExponential());
        Jackknife<Double> jackknife = Jackknife.of(List.of(sample));
        for (boolean corrected : new boolean[] {false, true}) {
            Interval narrow =
                    corrected ? draws.bcaInterval(m -> m, level, jackknife) : draws.percentileInterval(m -> m, level);
            Interval wide = corrected
                    ? draws.bcaInterval(m -> m, (1 + level) / 2, jackknife)
                    : draws.percentileInterval(m -> m, (1 + level) / 2);
            assertTrue(wide.lower() <= narrow.lower() && narrow.upper() <= wide.upper(), () -> narrow + " " + wide);
            assertTrue(wide.lower() >= values.stream().min(Double::compare).orElseThrow(), wide::toString);
            assertTrue(wide.upper() <= values.stream().max(Double::compare).orElseThrow(), wide::toString);
        }
    }

    /** Turning the models round turns the sign; adding the same to both changes nothing. */
    @Property(tries = 300)
    void vuongIsAntisymmetric(@ForAll long seed, @ForAll @IntRange(max = 9) int k1, @ForAll @IntRange(max = 9) int k2) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] first = random.doubles(50, -9, 0).toArray();
        double[] second = random.doubles(50, -9, 0).toArray();
        VuongTest test = VuongTest.of(first, k1, second, k2);
        VuongTest turned = VuongTest.of(second, k2, first, k1);
        assertEquals(-test.statistic(), turned.statistic(), 1e-12);
        assertEquals(-test.correctedStatistic(), turned.correctedStatistic(), 1e-12);
        double[] third = Arrays.stream(first).map(l -> l - 1000).toArray();
        double[] fourth = Arrays.stream(second).map(l -> l - 1000).toArray();
        assertEquals(test.statistic(), VuongTest.of(third, k1, fourth, k2).statistic(), 1e-9);
        assertTrue(test.pValue() >= 0 && test.pValue() <= 1);
    }
}
