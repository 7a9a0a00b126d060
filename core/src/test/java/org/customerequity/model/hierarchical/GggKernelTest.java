package org.customerequity.model.hierarchical;

import static org.customerequity.Checks.close;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.customerequity.internal.IncompleteGamma;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.testing.OracleTable;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Seeded
class GggKernelTest {
    private static final int SWEEP = Integer.getInteger("customerequity.sweep", 1);

    /** Sheet 18 D, and for k = 1 the Pareto/NBD of sheet 18 A. */
    @ParameterizedTest
    @CsvSource({
        "2.5, .12, .03, 21, 30, 0.61517015838990538, 22.837354761330853, -0.99686143215654202",
        "1, .12, .03, 21, 30, 0.63634074296552535, 22.67547837562894, -1.08",
        "8, .3, .01, 20, 39, 3.7989352612788772e-11, 20.986779410827777, -27.223578233830547",
        ".6, .05, .1, 0, 26, 0.032851266445907468, 2.1968522348867713, -1.3426345872994478"
    })
    void printedNumbers(
            double k, double lambda, double mu, double tx, double age, double alive, double death, double logUpper) {
        double w = age - tx;
        close(alive, GggKernel.probabilityAlive(k, lambda, mu, w), 1e-13);
        close(death, tx + GggKernel.deathLag(k, lambda, mu, w, 0.3), 1e-14);
        close(logUpper, IncompleteGamma.logUpper(k, k * lambda * w), 1e-14);
    }

    /** The four rows of sheet 18 A: odds that the customer of a Pareto/NBD has left, and when. */
    @ParameterizedTest
    @CsvSource({
        ".12, .03, 21, 30, -0.5595168570852996, 22.67547837562894, 28.324423908266004",
        ".5, .002, 10, 39, 9.0325465849404576, 10.710507450138969, 14.586814361861378",
        ".001, .2, 0, 52, 10.446983567637015, 1.7744406089579665, 11.454353795424468",
        "4, .5, 5, 200, 875.30277542266378, 5.0792610986530516, 5.511685576220899"
    })
    void irregularBuyersAreThoseOfTheParetoNbd(
            double lambda, double mu, double tx, double age, double logOdds, double early, double late) {
        double w = age - tx;
        close(logOdds, GggKernel.logOddsGone(1, lambda, mu, w), 1e-13);
        close(early, tx + GggKernel.deathLag(1, lambda, mu, w, 0.3), 1e-14);
        close(late, tx + GggKernel.deathLag(1, lambda, mu, w, 0.9), 1e-14);
    }

    /** Sheet 18 D: log full conditionals at t_x = 21, x = 3, a life of 6.5 weeks after the last purchase. */
    @Test
    void printedConditionals() {
        double c = 6.5;
        double[] lambda = {.12, .2};
        double[] expected = {-23.126746610448726, -25.271937222354873};
        double[] conditional = new double[2];
        for (int i = 0; i < 2; i++) {
            // r = .6, alpha = 10; the sheet leaves out what does not depend on lambda, so their difference is compared
            conditional[i] = GggKernel.logWaits(3, 21, 0, 2.5, SpecialFunctions.logGamma(2.5), lambda[i])
                    + (.6 - 1) * Math.log(lambda[i])
                    - 10 * lambda[i]
                    + IncompleteGamma.logUpper(2.5, 2.5 * lambda[i] * c);
        }
        close(expected[0] - expected[1], conditional[0] - conditional[1], 1e-13);
        double[] k = {1, 2.5, 6};
        double[] ofK = {-10.860790608600273, -9.2991386835430466, -10.65965619136868};
        for (int i = 0; i < 3; i++) {
            // t = 3, gamma = 1.2
            double value = 2 * Math.log(k[i])
                    - 1.2 * k[i]
                    + GggKernel.logWaits(3, 21, 5.75, k[i], SpecialFunctions.logGamma(k[i]), .12)
                    + IncompleteGamma.logUpper(k[i], k[i] * .12 * c);
            close(ofK[i], value, 1e-14);
        }
    }

    @Test
    void sixtyDigitReference() {
        OracleTable table = OracleTable.resource("ggg_kernel.csv");
        for (int i = 0; i < table.size(); i++) {
            double k = table.get(i, "k");
            double lambda = table.get(i, "lambda");
            double mu = table.get(i, "mu");
            double w = table.get(i, "w");
            double largest = Math.max(1, Math.max(mu * w, k * lambda * w) / 100);
            String where = table.where(i);
            agree(where, table.get(i, "ln_upper"), IncompleteGamma.logUpper(k, k * lambda * w), largest);
            agree(where, table.get(i, "log_odds_gone"), GggKernel.logOddsGone(k, lambda, mu, w), largest);
            agree(where, table.get(i, "log_silence"), logSilence(k, lambda, mu, w), 1);
            double lag = table.get(i, "death_lag");
            assertEquals(lag, GggKernel.deathLag(k, lambda, mu, w, table.get(i, "u")), 1e-11 * lag, where);
        }
    }

    private static double logSilence(double k, double lambda, double mu, double w) {
        return GggKernel.logSilence(k, SpecialFunctions.logGamma(k), lambda, mu, w);
    }

    @Property
    void fastLowerTailIsThatOfTheLibrary(
            @ForAll @DoubleRange(min = 0.05, max = 150) double a, @ForAll @DoubleRange(min = 0, max = 8) double share) {
        double x = a * share;
        assertEquals(RegularizedGamma.P.value(a, x), IncompleteGamma.lower(a, x, SpecialFunctions.logGamma(a)), 1e-13);
    }

    private static void agree(String where, double expected, double actual, double scale) {
        assertEquals(expected, actual, 1e-12 * Math.max(Math.abs(expected), scale), where);
    }

    /** The other route: the density of leaving, integrated over the logarithm of its time. */
    @Test
    void quadrature() {
        SplittableRandom random = new SplittableRandom(18);
        for (int i = 0; i < 3000 * SWEEP; i++) {
            double k = Math.pow(10, random.nextDouble(-1, 3));
            double lambda = Math.pow(10, random.nextDouble(-6, 3));
            double mu = Math.pow(10, random.nextDouble(-6, 3));
            double w = Math.pow(10, random.nextDouble(-2, 4));
            double u = random.nextDouble();
            double b = k * lambda;
            double gone = gone(b, k, mu, w);
            String where = "k " + k + ", lambda " + lambda + ", mu " + mu + ", w " + w + ", u " + u;
            double logAlive = -mu * w + IncompleteGamma.logUpper(k, b * w);
            assertEquals(
                    Math.log(gone) - logAlive,
                    GggKernel.logOddsGone(k, lambda, mu, w),
                    1e-9 + 1e-12 * Math.abs(logAlive),
                    where);
            double silence = Math.log(gone + Math.exp(logAlive));
            assertEquals(silence, logSilence(k, lambda, mu, w), 1e-9, where);
            double lag = GggKernel.deathLag(k, lambda, mu, w, u);
            assertTrue(lag >= 0 && lag <= w, where);
            assertEquals(u, gone(b, k, mu, lag) / gone, 1e-9, where);
        }
    }

    private static double gone(double b, double k, double mu, double w) {
        if (w == 0) {
            return 0;
        }
        double end = Math.log(w);
        // beyond, the customer has left or bought
        double from = Math.min(end, Math.log(Math.min(1 / mu, 1 / b))) - 35;
        double tiny = -Math.expm1(-mu * Math.exp(from));
        return tiny
                + Quadrature.adaptive(
                        y -> {
                            double v = Math.exp(y);
                            return mu * v * Math.exp(-mu * v) * RegularizedGamma.Q.value(k, b * v);
                        },
                        from,
                        end,
                        1e-11);
    }

    /** Deep in the tail, where the library's Q is 0: Q = x^a e^-x / Gamma(a) times an integral of positive terms. */
    @Property
    void farTailIsAnIntegral(
            @ForAll @DoubleRange(min = 0.1, max = 1000) double a,
            @ForAll @DoubleRange(min = 1.5, max = 1000) double share) {
        double x = a * share + 10;
        // integral over s of (1+s)^(a-1) e^(-x s), from its steepest descent at 0
        double integral = Quadrature.halfLine(s -> Math.exp((a - 1) * Math.log1p(s) - x * s), 1 / x, 1e-12);
        assertEquals(
                IncompleteGamma.logPower(a, x) + Math.log(integral),
                IncompleteGamma.logUpper(a, x),
                1e-11 * Math.max(1, a * Math.log(x) + x));
    }

    @Property
    void upperQuantileTurnsTheTailBack(
            @ForAll @DoubleRange(min = 0.1, max = 1000) double a,
            @ForAll @DoubleRange(min = 1, max = 20) double share,
            @ForAll @DoubleRange(min = 0, max = 50) double less) {
        double from = a * share + 1;
        double log = IncompleteGamma.logUpper(a, from) - less;
        double x = IncompleteGamma.upperQuantile(a, from, log);
        assertTrue(x >= from);
        assertEquals(log, IncompleteGamma.logUpper(a, x), 1e-11 * Math.max(1, x));
    }

    @Property
    void silenceGrowsLessLikelyAndLeavingMore(
            @ForAll @DoubleRange(min = 0.1, max = 200) double k,
            @ForAll @DoubleRange(min = -3, max = 1) double logLambda,
            @ForAll @DoubleRange(min = -6, max = 1) double logMu,
            @ForAll @DoubleRange(min = 0, max = 500) double w,
            @ForAll @DoubleRange(min = 0, max = 100) double longer) {
        double lambda = Math.pow(10, logLambda);
        double mu = Math.pow(10, logMu);
        double alive = GggKernel.probabilityAlive(k, lambda, mu, w);
        assertTrue(alive >= 0 && alive <= 1);
        double slack = 1e-12;
        assertTrue(GggKernel.probabilityAlive(k, lambda, mu, w + longer) <= alive + slack);
        assertTrue(logSilence(k, lambda, mu, w + longer) <= logSilence(k, lambda, mu, w) + slack);
        assertEquals(1, GggKernel.probabilityAlive(k, lambda, mu, 0));
        assertEquals(0, logSilence(k, lambda, mu, 0));
    }

    /** Time has no unit: rates per day and weeks in days are the same customer. */
    @Property
    void timeScales(
            @ForAll @DoubleRange(min = 0.1, max = 200) double k,
            @ForAll @DoubleRange(min = -3, max = 1) double logLambda,
            @ForAll @DoubleRange(min = -4, max = 0) double logMu,
            @ForAll @DoubleRange(min = 0.01, max = 300) double w,
            @ForAll @IntRange(min = 1, max = 99) int percent) {
        double lambda = Math.pow(10, logLambda);
        double mu = Math.pow(10, logMu);
        double u = percent / 100.0;
        double logOdds = GggKernel.logOddsGone(k, lambda, mu, w);
        assertEquals(
                logOdds, GggKernel.logOddsGone(k, lambda / 7, mu / 7, w * 7), 1e-11 * Math.max(1, Math.abs(logOdds)));
        double lag = GggKernel.deathLag(k, lambda, mu, w, u);
        assertEquals(lag * 7, GggKernel.deathLag(k, lambda / 7, mu / 7, w * 7, u), 1e-10 * lag * 7);
    }

    /** Waits that outlast a silence are those of the gamma distribution above it, near and far. */
    @ParameterizedTest
    @CsvSource({"3, .1, 0", "3, .1, 5", "3, .1, 60", ".5, .2, 40", "40, 1, 1.6", "1, .3, 2000"})
    void waitsBeyondASilence(double k, double lambda, double w) {
        SplittableRandom random = new SplittableRandom(3);
        int n = 20_000;
        double whole = IncompleteGamma.logUpper(k, k * lambda * w);
        double worst = 0;
        double[] share = new double[n];
        for (int i = 0; i < n; i++) {
            double wait = GggKernel.waitBeyond(k, lambda, w, random);
            assertTrue(wait >= w);
            share[i] = Math.exp(IncompleteGamma.logUpper(k, k * lambda * wait) - whole);
        }
        Arrays.sort(share);
        for (int i = 0; i < n; i++) {
            worst = Math.max(worst, Math.max((i + 1.0) / n - share[i], share[i] - (double) i / n));
        }
        // Kolmogorov's 99.9 % point
        assertTrue(worst < 1.95 / Math.sqrt(n), "k " + k + ", w " + w + ": " + worst);
    }
}
