package org.customerequity.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.customerequity.internal.Quadrature;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class DistributionTest {
    private static void close(double expected, double actual, double relative) {
        assertEquals(expected, actual, relative * Math.abs(expected));
    }

    /** Gamma-gamma with p 2.5, q 3.4, gamma 28 after 12.5, 30, 21.75: the next purchase is beta prime. */
    @Test
    void nextSpendOfTheWorkedExample() {
        Distribution next = Distribution.betaPrime(2.5, 10.9, 92.25);
        close(23.295454545454545, next.mean(), 1e-14);
        close(302.43639149410345, next.variance(), 1e-13);
        close(0.02340413555653128, next.density(5), 1e-12);
        close(0.0023961688078281084, next.density(60), 1e-12);
        close(0.057788322128997567, next.probabilityBelow(5), 1e-12);
        close(0.95967625520335016, next.probabilityBelow(60), 1e-12);
        Interval central = next.interval(0.95);
        close(3.3565307389610018, central.lower(), 1e-11);
        close(68.167616242317501, central.upper(), 1e-11);
        close(18.99670428158384, next.quantile(0.5), 1e-11);

        Distribution mean = Distribution.inverseGamma(10.9, 92.25 * 2.5);
        close(0.38654626146683886, mean.probabilityBelow(20), 1e-12);
        close(60.975078930262791, mean.variance(), 1e-13);
    }

    @Test
    void simplestCasesInElementaryFunctions() {
        Distribution exponential = Distribution.gamma(1, 0.25);
        close(-4 * Math.log1p(-0.3), exponential.quantile(0.3), 1e-13);
        close(0.25 * Math.exp(-0.75), exponential.density(3), 1e-14);
        close(16, exponential.variance(), 1e-15);
        assertEquals(4, exponential.standardDeviation(), 1e-14);

        Distribution power = Distribution.beta(3, 1);
        close(Math.cbrt(0.2), power.quantile(0.2), 1e-13);
        close(3.0 / 80, power.variance(), 1e-14);
        close(0.125, power.probabilityBelow(0.5), 1e-14);

        Distribution logNormal = Distribution.logNormal(1.2, 0.5);
        close(Math.exp(1.2), logNormal.quantile(0.5), 1e-14);
        close(Math.exp(1.2 + 0.125), logNormal.mean(), 1e-15);

        Distribution lomax = Distribution.betaPrime(1, 2, 5);
        close(1 - 1 / (1.6 * 1.6), lomax.probabilityBelow(3), 1e-14);
        assertEquals(Double.POSITIVE_INFINITY, lomax.variance());
        assertEquals(Double.POSITIVE_INFINITY, Distribution.betaPrime(1, 1, 5).mean());
        assertEquals(Double.POSITIVE_INFINITY, Distribution.inverseGamma(1, 5).mean());
    }

    @Test
    void densitiesAtTheEdges() {
        assertEquals(Double.POSITIVE_INFINITY, Distribution.gamma(0.5, 1).density(0));
        assertEquals(2, Distribution.gamma(1, 2).density(0));
        assertEquals(0, Distribution.gamma(1.5, 2).density(0));
        assertEquals(0, Distribution.gamma(0.5, 1).density(-1));
        assertEquals(Double.POSITIVE_INFINITY, Distribution.beta(2, 0.5).density(1));
        assertEquals(0, Distribution.beta(0.5, 0.5).density(1.5));
        assertEquals(3, Distribution.beta(1, 3).density(0));
        assertEquals(0.4, Distribution.betaPrime(1, 2, 5).density(0), 1e-15);
        assertEquals(0, Distribution.logNormal(0, 1).probabilityBelow(-1));
        assertEquals(1, Distribution.beta(2, 3).probabilityBelow(7));
    }

    /** A density is 0 and the probability 1 at infinity, wherever a formula would be infinity less infinity; NaN is refused. */
    @Test
    void infinityIsTheEndAndNotANumberIsRefused() {
        Distribution gamma = Distribution.gamma(2.5, 3);
        for (Distribution x : List.of(
                gamma,
                Distribution.inverseGamma(2.5, 3),
                Distribution.beta(2.5, 3),
                Distribution.betaPrime(2.5, 3, 1e-4),
                Distribution.logNormal(1.2, 0.5),
                Distribution.mixture(List.of(gamma, Distribution.gamma(1, 3)), 0.5, 0.5))) {
            assertEquals(0, x.density(Double.POSITIVE_INFINITY), 0.0, x::toString);
            assertEquals(0, x.density(Double.MAX_VALUE), 0.0, x::toString);
            assertEquals(0, x.density(-1), 0.0, x::toString);
            assertEquals(1, x.probabilityBelow(Double.POSITIVE_INFINITY), 0.0, x::toString);
            assertEquals(0, x.probabilityBelow(Double.NEGATIVE_INFINITY), 0.0, x::toString);
            assertMessage("x must be a number, was NaN", () -> x.density(Double.NaN));
            assertMessage("x must be a number, was NaN", () -> x.probabilityBelow(Double.NaN));
        }
        assertEquals(0, Distribution.inverseGamma(2.5, 3).density(Double.MIN_VALUE), 0.0, "1/x is infinite");
    }

    /** Positive infinity is a number like others: the density there is 0, the probability 1. NaN is refused. */
    @Test
    void endsOfTheDoubles() {
        List<Distribution> all = List.of(
                Distribution.gamma(2, 3),
                Distribution.gamma(0.5, 3),
                Distribution.inverseGamma(2, 3),
                Distribution.beta(2, 3),
                Distribution.betaPrime(2, 3, 4),
                Distribution.logNormal(1, 2),
                Distribution.mixture(List.of(Distribution.gamma(2, 3), Distribution.gamma(3, 3)), 0.5, 0.5));
        for (Distribution x : all) {
            assertEquals(0, x.density(Double.POSITIVE_INFINITY), x::toString);
            assertEquals(1, x.probabilityBelow(Double.POSITIVE_INFINITY), x::toString);
            assertEquals(0, x.density(Double.NEGATIVE_INFINITY), x::toString);
            assertTrue(x.density(Double.MIN_VALUE) >= 0, x::toString);
            assertTrue(x.probabilityBelow(Double.MIN_VALUE) >= 0, x::toString);
            assertMessage("x must be a number, was NaN", () -> x.density(Double.NaN));
            assertMessage("x must be a number, was NaN", () -> x.probabilityBelow(Double.NaN));
        }
    }

    /** {@code exp(2 mu + 2 sigma^2) - exp(2 mu + sigma^2)}, here e^-200 to the last digit. */
    @Test
    void varianceOfALogNormalWhoseMeanSquaredUnderflows() {
        close(Math.exp(-200), Distribution.logNormal(-1000, 30).variance(), 1e-14);
        close(
                Math.exp(2.4 + 0.5) - Math.exp(2.4 + 0.25),
                Distribution.logNormal(1.2, 0.5).variance(),
                1e-14);
        close(
                Math.exp(2.4 + 4) - Math.exp(2.4 + 2),
                Distribution.logNormal(1.2, Math.sqrt(2)).variance(),
                1e-14);
    }

    @Test
    void mixtureOfTwoGammas() {
        Distribution mixed =
                Distribution.mixture(List.of(Distribution.gamma(2, 1), Distribution.gamma(30, 3)), 0.25, 0.75);
        close(0.25 * 2 + 0.75 * 10, mixed.mean(), 1e-14);
        close(0.25 * (2 + 36) + 0.75 * (30 / 9.0 + 4), mixed.variance(), 1e-13);
        double median = mixed.quantile(0.5);
        close(0.5, mixed.probabilityBelow(median), 1e-12);
    }

    @Test
    void mixtureOfOneIsThatOne() {
        Distribution gamma = Distribution.gamma(2, 1);
        assertEquals(gamma, Distribution.mixture(List.of(gamma, Distribution.beta(1, 1)), 1, 0));
    }

    /** A posterior of the MBG/NBD in which all but 2e-7 of the mass lies between 1 - 1e-16 and 1. */
    @Test
    void quantilesAtTheEndOfTheRangeStayInItAndInOrder() {
        Distribution dropout = Distribution.mixture(
                List.of(
                        Distribution.beta(7535.655386953075, 1.0015587697048486),
                        Distribution.beta(7536.655, 0.0015587697)),
                2.0685245e-7,
                1 - 2.0685245e-7);
        Distribution half = Distribution.mixture(
                List.of(
                        Distribution.beta(1.000000001, 1.0016756322122595),
                        Distribution.beta(2, 0.0016756322122595394)),
                0.0016728,
                1 - 0.0016728);
        for (Distribution x : List.of(dropout, half)) {
            for (double p = 0.01; p < 1; p += 0.01) {
                assertTrue(x.quantile(p) <= 1, "quantile " + p + " above the range: " + x.quantile(p));
                Interval interval = x.interval(p);
                assertTrue(interval.lower() <= interval.upper() && interval.upper() <= 1, interval::toString);
            }
        }
    }

    @Test
    void badArgumentsAreNamed() {
        assertMessage("shape must be finite and > 0, was 0.0", () -> Distribution.gamma(0, 1));
        assertMessage(
                "rate must be finite and > 0, was NaN (the mean is shape / rate)",
                () -> Distribution.gamma(1, Double.NaN));
        assertMessage(
                "sigma must be finite and > 0, was 0.0 (standard deviation of the logarithm)",
                () -> Distribution.logNormal(0, 0));
        assertMessage(
                "p must be in (0, 1), was 1.0 (0.5 for the median)",
                () -> Distribution.beta(1, 1).quantile(1));
        assertMessage(
                "p must be in (0, 1), was 0.0 (0.5 for the median)",
                () -> Distribution.logNormal(1, 1).quantile(0));
        assertMessage(
                "weights must have a sum of 1, was 0.9",
                () -> Distribution.mixture(List.of(Distribution.beta(1, 1)), 0.9));
        assertMessage(
                "weights must be one for each of the parts, 1, was 2",
                () -> Distribution.mixture(List.of(Distribution.beta(1, 1)), 0.5, 0.5));
    }

    private static void assertMessage(String expected, Runnable call) {
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Provide
    Arbitrary<Distribution> distributions() {
        Arbitrary<Double> shape = Arbitraries.doubles().between(-2.5, 3).map(e -> Math.pow(10, e));
        Arbitrary<Double> scale = Arbitraries.doubles().between(-3, 3).map(e -> Math.pow(10, e));
        Arbitrary<Distribution> simple = Arbitraries.oneOf(
                Combinators.combine(shape, scale).as(Distribution::gamma),
                Combinators.combine(shape.map(s -> s + 0.05), scale).as(Distribution::inverseGamma),
                Combinators.combine(shape, shape).as(Distribution::beta),
                Combinators.combine(shape, shape.map(s -> s + 0.05), scale).as(Distribution::betaPrime),
                Combinators.combine(
                                Arbitraries.doubles().between(-5, 5),
                                Arbitraries.doubles().between(0.01, 4))
                        .as(Distribution::logNormal));
        Arbitrary<Distribution> mixed = Combinators.combine(
                        simple, simple, Arbitraries.doubles().between(0, 1))
                .as((a, b, w) -> Distribution.mixture(List.of(a, b), w, 1 - w));
        return Arbitraries.oneOf(simple, mixed);
    }

    @Property(tries = 3000)
    void quantileInvertsTheDistribution(
            @ForAll("distributions") Distribution x, @ForAll @DoubleRange(min = 0.01, max = 0.99) double p) {
        double q = x.quantile(p);
        assertTrue(q >= 0 && !Double.isNaN(q), () -> "quantile " + q + " of " + x);
        // where a double can hold the quantile
        if (q > 1e-290 && q < 1e290 && q < 1) {
            // the distribution moves by its logarithmic density times the rounding of q
            double slack = 1e-11 + x.density(q) * q * 1e-12;
            assertEquals(p, x.probabilityBelow(q), slack, () -> "at " + q + " of " + x);
        }
    }

    @Property(tries = 2000)
    void distributionRisesFromZeroToOne(
            @ForAll("distributions") Distribution x,
            @ForAll @DoubleRange(min = -8, max = 8) double a,
            @ForAll @DoubleRange(min = -8, max = 8) double b) {
        double low = x.probabilityBelow(Math.pow(10, Math.min(a, b)));
        double high = x.probabilityBelow(Math.pow(10, Math.max(a, b)));
        assertTrue(low >= 0 && high <= 1 && low <= high + 1e-14, () -> low + " " + high + " of " + x);
    }

    /** The density is the derivative of the distribution: its integral between two quantiles is the probability between. */
    @Property(tries = 300)
    void densityIntegratesToTheDistribution(@ForAll("distributions") Distribution x) {
        double from = x.quantile(0.1);
        double to = x.quantile(0.8);
        // a beta may have its mass closer to 1 than a double can say, and a mixture with one breaks off there
        boolean edge = from < 1 && to > 0.99 && x.toString().contains("BetaDistribution");
        if (from > 1e-250 && to < 1e250 && to > from * (1 + 1e-9) && !edge) {
            DoubleUnaryOperator inLog = t -> x.density(Math.exp(t)) * Math.exp(t);
            double between = Quadrature.adaptive(inLog, Math.log(from), Math.log(to), 1e-10);
            double expected = x.probabilityBelow(to) - x.probabilityBelow(from);
            assertEquals(expected, between, 1e-9, () -> "of " + x);
        }
    }
}
