package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.testing.Seeded;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/** Laws of the correlated Pareto/NBD, over the whole stated range. */
@Seeded
class CorrelatedParetoNbdProperties {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static CorrelatedParetoNbd with(ParetoNbd margins, double m) {
        return new CorrelatedParetoNbd(margins.r(), margins.alpha(), margins.s(), margins.beta(), m, margins.unit());
    }

    private static void assertClose(double expected, double actual, double relative, Object of) {
        assertEquals(expected, actual, relative * Math.abs(expected) + 1e-300, of::toString);
    }

    @Property(tries = 300)
    void withoutAssociationItIsTheParetoNbd(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ParetoNbd margins = ParetoNbdProperties.model(random);
        PurchaseHistory h = ParetoNbdProperties.history(random);
        CorrelatedParetoNbd m = with(margins, 0);
        double logL = margins.logLikelihood(h);
        // the largest logarithm in the formula may be far above the sum
        double logs = 1 + Math.abs(logL) + h.frequency() * (1 + Math.abs(Math.log(margins.alpha() + h.age())));
        assertEquals(logL, m.logLikelihood(h), 1e-14 * logs, () -> "log-likelihood, " + m + h);
        double odds = margins.logOddsOfHavingLeft(h);
        assertClose(odds, m.logOddsOfHavingLeft(h), 1e-12 + 1e-12 / Math.max(1e-3, Math.abs(odds)), m + " " + h);
        Span ahead = Span.between(0.7 * h.age(), 2 * h.age(), WEEK);
        double p = margins.probabilityAlive(h);
        if (p > 1e-290) {
            assertClose(p, m.probabilityAlive(h), 1e-11 * logs, m + " " + h);
            double expected = margins.expectedPurchases(h, ahead);
            assertClose(expected, m.expectedPurchases(h, ahead), 1e-11 * logs, m + " " + h);
        }
    }

    /**
     * Half way between independence and itself, whatever the margins: the two extremes, mixed so that m is 0 on average, are the
     * Pareto/NBD. Neither has a term that cancels, so that the law holds over the whole range of parameters.
     */
    @Property(tries = 300)
    void theTwoBoundsMixToIndependence(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ParetoNbd margins = ParetoNbdProperties.model(random);
        PurchaseHistory h = ParetoNbdProperties.history(random);
        CorrelatedParetoNbd.Bounds bounds = CorrelatedParetoNbd.Bounds.of(margins);
        if (bounds.highest() > 1e270) {
            return;
        }
        CorrelatedParetoNbd low = with(margins, bounds.lowest());
        CorrelatedParetoNbd high = with(margins, bounds.highest());
        double odds = -bounds.lowest() / bounds.highest();
        double logL = margins.logLikelihood(h);
        double lower = 1 / (1 + odds) * Math.exp(low.logLikelihood(h) - logL);
        double upper = odds / (1 + odds) * Math.exp(high.logLikelihood(h) - logL);
        double logs = 1 + Math.abs(logL) + h.frequency() * (1 + Math.abs(Math.log(margins.alpha() + h.age())));
        assertEquals(1, lower + upper, 1e-14 * logs + 1e-10, () -> "likelihoods, " + margins + h);
        Span ahead = Span.between(0.5 * h.age(), 3 * h.age(), WEEK);
        double expected = margins.expectedPurchases(h, ahead);
        if (expected > 1e-280) {
            double mixed = lower * low.expectedPurchases(h, ahead) + upper * high.expectedPurchases(h, ahead);
            assertClose(expected, mixed, 3e-14 * logs + 1e-10, margins + " " + h);
        }
        for (CorrelatedParetoNbd m : new CorrelatedParetoNbd[] {low, high}) {
            double p = m.probabilityAlive(h);
            assertTrue(p >= 0 && p <= 1, () -> "P(alive) " + p + " of " + h + " by " + m);
            for (int n : new int[] {0, 1, 7}) {
                double q = m.probabilityOfPurchases(h, n, ahead);
                assertTrue(q >= 0 && q <= 1, () -> "P(" + n + ") " + q + " of " + h + " by " + m);
            }
            double variance = m.varianceOfPurchases(h, Span.first(h.age(), WEEK));
            assertTrue(variance >= 0 && variance < Double.POSITIVE_INFINITY, () -> variance + " of " + h + " by " + m);
        }
    }

    /** The published form, where it loses little: L00 + k (L11 - L10 - L01 + L00). */
    @Property(tries = 300)
    void theLikelihoodIsTheSumOfFour(
            @ForAll @DoubleRange(min = 0.2, max = 4) double r,
            @ForAll @DoubleRange(min = 0.5, max = 30) double alpha,
            @ForAll @DoubleRange(min = 0.2, max = 4) double s,
            @ForAll @DoubleRange(min = 0.5, max = 30) double beta,
            @ForAll @DoubleRange(min = -20, max = 20) double z,
            @ForAll @IntRange(max = 60) int x,
            @ForAll @DoubleRange(min = 0, max = 1) double part,
            @ForAll @DoubleRange(min = 0.5, max = 100) double age) {
        CorrelatedParetoNbd m = CorrelatedParetoNbd.of(
                new double[] {Math.log(r), Math.log(alpha), Math.log(s), Math.log(beta), z}, WEEK);
        PurchaseHistory h = PurchaseHistory.of(x, x == 0 ? 0 : part * age, age, WEEK);
        double k = m.m() * Math.pow(alpha / (alpha + 1), r) * Math.pow(beta / (beta + 1), s);
        double[] l = new double[4];
        double[] expected = new double[4];
        double[] alive = new double[4];
        Span ahead = Span.between(2, 20, WEEK);
        for (int i = 0; i < 4; i++) {
            ParetoNbd one = new ParetoNbd(r, alpha + (i & 1), s, beta + (i >> 1), WEEK);
            l[i] = Math.exp(one.logLikelihood(h) - m.logLikelihood(h));
            expected[i] = l[i] * one.expectedPurchases(h, ahead);
            alive[i] = l[i] * one.probabilityAlive(h);
        }
        double error = 1e-13 * (1 + 4 * Math.abs(k)) * (1 + l[0]) * (1 + Math.abs(m.logLikelihood(h)));
        assertEquals(1, l[0] + k * (l[3] - l[2] - l[1] + l[0]), error);
        double mean = expected[0] + k * (expected[3] - expected[2] - expected[1] + expected[0]);
        assertEquals(mean, m.expectedPurchases(h, ahead), error * (1 + expected[0]));
        double p = alive[0] + k * (alive[3] - alive[2] - alive[1] + alive[0]);
        assertEquals(p, m.probabilityAlive(h), error);
    }

    /** By the trapezoidal rule over ln(lambda) and ln(mu), which is exact to rounding for an integrand so smooth. */
    @Property(tries = 12)
    void theLikelihoodIsTheIntegralOverBothRates(
            @ForAll @DoubleRange(min = 0.6, max = 3) double r,
            @ForAll @DoubleRange(min = 0.5, max = 12) double alpha,
            @ForAll @DoubleRange(min = 0.6, max = 3) double s,
            @ForAll @DoubleRange(min = 0.5, max = 12) double beta,
            @ForAll @DoubleRange(min = -6, max = 6) double z,
            @ForAll @IntRange(max = 15) int x,
            @ForAll @DoubleRange(min = 0, max = 1) double part,
            @ForAll @DoubleRange(min = 0.5, max = 40) double age) {
        CorrelatedParetoNbd model = CorrelatedParetoNbd.of(
                new double[] {Math.log(r), Math.log(alpha), Math.log(s), Math.log(beta), z}, WEEK);
        PurchaseHistory h = PurchaseHistory.of(x, x == 0 ? 0 : part * age, age, WEEK);
        double tx = h.recency();
        double c1 = Math.pow(alpha / (alpha + 1), r);
        double c2 = Math.pow(beta / (beta + 1), s);
        double step = 0.125;
        double sum = 0;
        double alive = 0;
        for (double a = -60; a < 6; a += step) {
            double lambda = Math.exp(a);
            double g = r * Math.log(alpha * lambda) - alpha * lambda - logGamma(r);
            for (double b = -60; b < 6; b += step) {
                double mu = Math.exp(b);
                double density = g + s * Math.log(beta * mu) - beta * mu - logGamma(s);
                double bracket = 1 + model.m() * (Math.exp(-lambda) - c1) * (Math.exp(-mu) - c2);
                double weight = bracket * Math.exp(density + x * a);
                double both = lambda + mu;
                double stays = Math.exp(-both * age);
                double left = mu / both * Math.exp(-both * tx) * -Math.expm1(-both * (age - tx));
                sum += weight * (stays + left);
                alive += weight * stays;
            }
        }
        double logL = Math.log(sum * step * step);
        assertEquals(logL, model.logLikelihood(h), 1e-10 * (1 + Math.abs(logL)), () -> model + " " + h);
        assertEquals(alive / sum, model.probabilityAlive(h), 1e-10, () -> model + " " + h);
    }

    private static double logGamma(double x) {
        return SpecialFunctions.logGamma(x);
    }

    @Property(tries = 200)
    void theDensityIsNegativeJustOutsideTheBoundsOnly(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ParetoNbd margins = new ParetoNbd(
                0.1 + 3 * random.nextDouble(),
                0.1 + 20 * random.nextDouble(),
                0.1 + 3 * random.nextDouble(),
                0.1 + 20 * random.nextDouble(),
                WEEK);
        CorrelatedParetoNbd.Bounds bounds = CorrelatedParetoNbd.Bounds.of(margins);
        for (double m : new double[] {bounds.lowest(), bounds.highest()}) {
            assertTrue(leastFactor(margins, m * (1 - 1e-9)) >= 0, "inside");
            assertTrue(leastFactor(margins, m * (1 + 1e-6)) < 0, "outside");
            assertEquals(m, with(margins, m * (1 + 1e-15)).m(), 1e-15 * Math.abs(m));
            String message = assertThrows(IllegalArgumentException.class, () -> with(margins, m * (1 + 1e-6)))
                    .getMessage();
            assertEquals(
                    "m must be from " + bounds.lowest() + " to " + bounds.highest() + " with these margins, was "
                            + m * (1 + 1e-6)
                            + " (beyond, some rates would have a negative density; see CorrelatedParetoNbd.bounds)",
                    message);
        }
        assertEquals(
                bounds.highestCorrelation(), with(margins, bounds.highest()).correlation(), 1e-15);
    }

    /** Of the bracket over rates from 0 to infinity, on a grid. */
    private static double leastFactor(ParetoNbd margins, double m) {
        double c1 = Math.pow(margins.alpha() / (margins.alpha() + 1), margins.r());
        double c2 = Math.pow(margins.beta() / (margins.beta() + 1), margins.s());
        double least = Double.POSITIVE_INFINITY;
        for (double lambda : new double[] {0, 1e-3, 0.1, 1, 5, 800}) {
            for (double mu : new double[] {0, 1e-3, 0.1, 1, 5, 800}) {
                least = Math.min(least, 1 + m * (Math.exp(-lambda) - c1) * (Math.exp(-mu) - c2));
            }
        }
        return least;
    }

    @Property(tries = 500)
    void theOddsRatioKnowsNoBounds(@ForAll long seed, @ForAll @DoubleRange(min = -12, max = 12) double z) {
        ParetoNbd margins = ParetoNbdProperties.model(new SplittableRandom(seed));
        double[] u = {
            Math.log(margins.r()), Math.log(margins.alpha()), Math.log(margins.s()), Math.log(margins.beta()), z
        };
        CorrelatedParetoNbd m = CorrelatedParetoNbd.of(u, WEEK);
        // a factor that is e^-12 of its size at a bound leaves ten digits of it
        double c = Math.max(1e-9, 1e-9 * Math.abs(z));
        if (m.m() != 0 && m.bounds().highest() < 1e270) {
            assertEquals(z, m.logOddsRatio(), c, m::toString);
        }
        assertEquals(Math.signum(z), Math.signum(m.m()), Math.abs(m.m()) < 1e-300 ? 1 : 0, m::toString);
        CorrelatedParetoNbd same = CorrelatedParetoNbd.of(new double[] {u[0], u[1], u[2], u[3], 0}, WEEK);
        assertEquals(0, same.m(), 0.0);
        assertEquals(0, same.correlation(), 0.0);
        assertEquals(0, same.logOddsRatio(), 0.0);
    }

    @Property(tries = 12)
    void longColumnsAreTheSingleForms(@ForAll long seed, @ForAll @DoubleRange(min = -20, max = 20) double z) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] u = new double[4];
        for (int j = 0; j < 4; j++) {
            u[j] = (j % 2 == 0 ? -0.7 : 1.5) + 3 * random.nextDouble() - 1;
        }
        CorrelatedParetoNbd m = CorrelatedParetoNbd.of(new double[] {u[0], u[1], u[2], u[3], z}, WEEK);
        int n = 400;
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] age = new double[n];
        for (int i = 0; i < n; i++) {
            age[i] = 30 + 10 * random.nextDouble();
            x[i] = random.nextInt(6) * random.nextInt(6);
            tx[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
        }
        PurchaseHistories all = PurchaseHistories.ofColumns(x, tx, age, WEEK);
        Span ahead = Span.between(2, 40, WEEK);
        DiscountRate rate = DiscountRate.ofAnnual(0.15);
        double[] alive = m.probabilityAlive(all);
        double[] later = m.probabilityAlive(all, 5);
        double[] expected = m.expectedPurchases(all, ahead);
        double[] variance = m.varianceOfPurchases(all, ahead);
        double[] discounted = m.discountedPurchases(all, rate, Horizon.FOREVER);
        double[] spread = m.varianceOfDiscountedPurchases(all, rate, Horizon.ofYears(2));
        double[] logL = m.logLikelihood(all);
        for (int i = 0; i < n; i++) {
            PurchaseHistory h = all.row(i);
            String of = m + " " + h;
            assertClose(m.probabilityAlive(h), alive[i], 1e-10, of);
            assertClose(m.probabilityAlive(h, 5), later[i], 1e-10, of);
            assertClose(m.expectedPurchases(h, ahead), expected[i], 1e-10, of);
            assertClose(m.varianceOfPurchases(h, ahead), variance[i], 1e-10, of);
            assertClose(m.discountedPurchases(h, rate, Horizon.FOREVER), discounted[i], 1e-10, of);
            assertClose(m.varianceOfDiscountedPurchases(h, rate, Horizon.ofYears(2)), spread[i], 1e-10, of);
            assertEquals(m.logLikelihood(h), logL[i], 0.0);
        }
        assertEquals(
                0,
                Arrays.stream(m.expectedPurchases(all, Span.between(3, 3, WEEK)))
                        .sum(),
                0.0);
        assertEquals(
                0,
                Arrays.stream(m.varianceOfPurchases(all, Span.between(3, 3, WEEK)))
                        .sum(),
                0.0);
    }

    /** Who buys often leaves sooner where the correlation is positive: the covariance of a new customer's rates says how much. */
    @Example
    void ratesOfANewCustomerHaveTheMarginsAndTheCorrelation() {
        ParetoNbd margins = new ParetoNbd(1.5, 2, 0.9, 3, WEEK);
        for (double correlation : new double[] {-0.0968, -0.02, 0, 0.05, 0.1156}) {
            CorrelatedParetoNbd m = CorrelatedParetoNbd.ofCorrelation(margins, correlation);
            assertEquals(correlation, m.correlation(), 1e-16);
            CustomerRates rates = m.rates(PurchaseHistory.newCustomer(WEEK));
            assertEquals(0.75, rates.purchaseRate().mean(), 1e-14);
            assertEquals(1.5 / 4, rates.purchaseRate().variance(), 1e-14);
            assertEquals(0.3, rates.dropout().orElseThrow().mean(), 1e-14);
            assertEquals(0.1, rates.dropout().orElseThrow().variance(), 1e-14);
            assertEquals(correlation * Math.sqrt(1.5 / 4 * 0.1), rates.covariance(), 1e-14);
            PurchaseHistory regular = PurchaseHistory.of(6, 9, 12, WEEK);
            double without = margins.rates(regular).covariance();
            assertEquals(
                    Math.signum(correlation),
                    Math.signum(m.rates(regular).covariance() - without),
                    correlation == 0 ? 1 : 0);
        }
        assertEquals(
                "correlation must be from -0.09682458365518538 to 0.11566429559564492 with these margins, was 0.2"
                        + " (see CorrelatedParetoNbd.Bounds)",
                assertThrows(IllegalArgumentException.class, () -> CorrelatedParetoNbd.ofCorrelation(margins, 0.2))
                        .getMessage());
    }

    @Example
    void badParametersAreNamed() {
        CorrelatedParetoNbd m = new CorrelatedParetoNbd(1.5, 2, 0.9, 3, -2, WEEK);
        assertStarts("r must be finite and > 0", () -> new CorrelatedParetoNbd(0, 2, 0.9, 3, 0, WEEK));
        assertStarts("m must be from -2.38", () -> new CorrelatedParetoNbd(1.5, 2, 0.9, 3, Double.NaN, WEEK));
        assertStarts("ln odds ratio must be finite, was NaN", () -> m.withParameters(0, 0, 0, 0, Double.NaN));
        assertStarts("parameters must be 5 values, was 4", () -> m.withParameters(1, 1, 1, 1));
        // flat fits draw logarithms far off
        assertTrue(m.withParameters(2000, 0, -2000, 0, 900)
                        .expectedPurchases(PurchaseHistory.of(1, 2, 3, WEEK), Span.first(1, WEEK))
                >= 0);
    }

    private static void assertStarts(String start, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.startsWith(start), message);
    }

    /** A factor of the signed sum may be below the smallest double and meet a likelihood beyond the largest. */
    @Example
    void ratesAreNumbersOrRefused() {
        CorrelatedParetoNbd tiny = new CorrelatedParetoNbd(104, 5.5e-4, 46, 5.5e-4, -0.43, WEEK);
        PurchaseHistory old = PurchaseHistory.of(101, 488_346.5, 488_346.8, WEEK);
        CustomerRates rates = tiny.rates(old);
        // no customer has rates below 1, so that m matters to nobody but by what is known of this one
        assertClose(205 / 488_346.65, rates.purchaseRate().mean(), 1e-5, tiny + " " + old);
        ParetoNbd margins = new ParetoNbd(6000, 4e-4, 5, 155, WEEK);
        PurchaseHistory once = PurchaseHistory.of(1, 119_560, 119_560.5, WEEK);
        assertEquals(
                margins.rates(once).purchaseRate().mean(),
                with(margins, 0).rates(once).purchaseRate().mean(),
                0.0);
    }

    @Property(tries = 300)
    void ratesAreNeverNaN(@ForAll long seed, @ForAll @DoubleRange(min = -40, max = 40) double z) {
        SplittableRandom random = new SplittableRandom(seed);
        ParetoNbd margins = ParetoNbdProperties.model(random);
        PurchaseHistory h = ParetoNbdProperties.history(random);
        CorrelatedParetoNbd m = CorrelatedParetoNbd.of(
                new double[] {
                    Math.log(margins.r()), Math.log(margins.alpha()), Math.log(margins.s()), Math.log(margins.beta()), z
                },
                WEEK);
        try {
            CustomerRates rates = m.rates(h);
            double lambda = rates.purchaseRate().mean();
            assertTrue(lambda >= 0 && lambda < Double.POSITIVE_INFINITY, () -> lambda + " of " + h + " by " + m);
            assertTrue(Double.isFinite(rates.covariance()), () -> rates.covariance() + " of " + h + " by " + m);
        } catch (ArithmeticException e) {
            assertTrue(e.getMessage().startsWith("the shares of the four Pareto/NBDs must be"), e.getMessage());
        }
    }

    /** Margins whose means are below the smallest double: any m is the same model. */
    @Example
    void likelihoodAtBoundsBeyondTheDoublesIsFinite() {
        ParetoNbd margins = new ParetoNbd(3084, 0.0768, 2077, 0.287, WEEK);
        PurchaseHistory h = PurchaseHistory.of(1, 4e-5, 4.4e-5, WEEK);
        CorrelatedParetoNbd.Bounds bounds = CorrelatedParetoNbd.Bounds.of(margins);
        assertTrue(bounds.highest() < 1e300, bounds::toString);
        for (double m : new double[] {bounds.lowest(), bounds.highest()}) {
            assertEquals(margins.logLikelihood(h), with(margins, m).logLikelihood(h), 1e-11);
        }
    }
}
