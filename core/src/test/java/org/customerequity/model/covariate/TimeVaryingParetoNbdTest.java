package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Quadrature;
import org.customerequity.model.purchase.CustomerRates;
import org.customerequity.model.purchase.NextPurchase;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeVaryingParetoNbdTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final CovariateCoding Z = raw("z");
    private static final ParetoNbd PLAIN = new ParetoNbd(1.3, 5, .8, 12, WEEK);
    static final TimeVaryingParetoNbd MODEL =
            TimeVaryingParetoNbd.of(PLAIN, Z, new double[] {.6}, Z, new double[] {-.4});
    private static final DiscountRate DISCOUNT = DiscountRate.ofContinuous(0.05, WEEK);

    static CovariateCoding raw(String... names) {
        return CovariateCoding.ofCovariates(Arrays.stream(names)
                .<CodedCovariate>map(name -> new CodedCovariate.Number(name, 0, 1))
                .toList());
    }

    /** z of the twelve periods of the formula sheet. */
    private static CovariatePath sheet() {
        return steps(1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1);
    }

    private static CovariatePath steps(double width, double... z) {
        CovariatePath path = CovariatePath.of(WEEK, "z");
        for (int k = 0; k < z.length; k++) {
            path = path.until((k + 1) * width, z[k]);
        }
        return path;
    }

    static PurchaseHistory history(CovariatePath path, double age, double... repeats) {
        double recency = repeats.length == 0 ? 0 : repeats[repeats.length - 1];
        return PurchaseHistory.of(repeats.length, recency, age, WEEK).withPath(path.withPurchases(repeats));
    }

    private static double[] times(String text) {
        return text.isEmpty()
                ? new double[0]
                : Arrays.stream(text.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
    }

    private static void assertClose(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.abs(expected), what);
    }

    /** Formula sheet 19 B, computed at 30 digits apart from this library; the last column of the third row again, at 25 digits. */
    @ParameterizedTest
    @CsvSource({
        "1.5 2.25 4.5, 8, 3.5, -6.8336491514429395, 0.71946925122911941, 0.87949069732817189, 3.0152992582600906",
        "'', 8, 3.5, -1.1269417424692193, 0.49206550828149968, 0.18185147711200155, 3.0152992582600906",
        "0.75, 6.5, 4, -3.2441862830541176, 0.52560778346053027, 0.44800500017878549, 2.7201429929518319",
        "1 3 5.5 7.25 7.75, 8, 3.5, -8.3061133300594337, 0.99224057280978578, 1.7770845358975135, 3.0152992582600906"
    })
    void reproducesTheSheet(
            String repeats,
            double age,
            double ahead,
            double logLikelihood,
            double alive,
            double expected,
            double fresh) {
        PurchaseHistory h = history(sheet(), age, times(repeats));
        assertClose(logLikelihood, MODEL.logLikelihood(h), 1e-13, "LL");
        assertClose(alive, MODEL.probabilityAlive(h), 1e-13, "P(alive)");
        assertClose(Math.log(1 / alive - 1), MODEL.logOddsOfHavingLeft(h), 1e-13, "log-odds");
        assertClose(expected, MODEL.expectedPurchases(h, Span.first(ahead, WEEK)), 1e-13, "E[Y(t)]");
        PurchaseHistory newcomer = PurchaseHistory.newCustomer(WEEK).withPath(sheet());
        assertClose(fresh, MODEL.expectedPurchases(newcomer, Span.first(age + ahead, WEEK)), 1e-13, "E[X(T+t)]");
    }

    @Test
    void reproducesTheClocksAndThePiecesOfTheSheet() {
        PathWalk walk = new PathWalk(Z, Z);
        assertTrue(
                walk.read(sheet().withPurchases(1.5, 2.25, 4.5), 8, 1, new double[] {.6}, new double[] {-.4}, false));
        assertClose(10.466356401171527, walk.clockOfBuying(walk.periodOf(8), 8), 1e-15, "A(8)");
        assertClose(7.0109601381069179, walk.clockOfLeaving(walk.periodOf(8), 8), 1e-15, "D(8)");
        double[] pieces = {0.106002780905, 0.149593375729, 0.0958140625339, 0.0385032459201};
        double sum = 0;
        double[] starts = {4.5, 5, 6, 7, 8};
        PathKernel kernel = new PathKernel(walk, 1.3, 5, .8, 12);
        kernel.know(3, 4.5, 8);
        double a = 5 + walk.clockOfBuying(7, 8);
        double d = 12 + walk.clockOfLeaving(7, 8);
        for (int i = 0; i < 4; i++) {
            double piece = Quadrature.adaptive(
                    u -> {
                        int k = walk.periodOf(u);
                        double dAt = 12 + walk.clockOfLeaving(k, u);
                        return .8
                                * walk.d[k]
                                / dAt
                                * Math.pow(a / (5 + walk.clockOfBuying(k, u)), 4.3)
                                * Math.pow(d / dAt, .8);
                    },
                    starts[i],
                    Math.nextDown(starts[i + 1]),
                    1e-13);
            assertClose(pieces[i], piece, 1e-11, "piece " + i);
            sum += piece;
        }
        assertClose(sum, Math.exp(kernel.logOddsOfHavingLeft()), 1e-12, "odds of having left");
    }

    /** Every answer by integrating over lambda and mu, at a customer who has bought three times. */
    @Test
    void agreesWithQuadratureOverTheRates() {
        double[] repeats = {1.5, 2.25, 4.5};
        PurchaseHistory h = history(sheet(), 8, repeats);
        double likelihood = overRates((lambda, mu) -> individual(lambda, mu, 3, 4.5, 8) * alsoSpeeds(repeats));
        assertClose(Math.exp(MODEL.logLikelihood(h)), likelihood, 1e-9, "L");
        double alive = overRates((lambda, mu) ->
                Math.pow(lambda, 3) * Math.exp(-lambda * clock(8, .6) - mu * clock(8, -.4)) * alsoSpeeds(repeats));
        assertClose(alive / likelihood, MODEL.probabilityAlive(h), 1e-9, "P(alive)");
        CustomerRates rates = MODEL.rates(h);
        double meanLambda = overRates((lambda, mu) -> lambda * individual(lambda, mu, 3, 4.5, 8) * alsoSpeeds(repeats))
                / likelihood;
        double meanMu =
                overRates((lambda, mu) -> mu * individual(lambda, mu, 3, 4.5, 8) * alsoSpeeds(repeats)) / likelihood;
        double both = overRates((lambda, mu) -> lambda * mu * individual(lambda, mu, 3, 4.5, 8) * alsoSpeeds(repeats))
                / likelihood;
        assertClose(meanLambda, rates.purchaseRate().mean(), 1e-9, "E[lambda]");
        assertClose(meanMu, rates.dropout().orElseThrow().mean(), 1e-9, "E[mu]");
        assertEquals(both - meanLambda * meanMu, rates.covariance(), 1e-9, "covariance");
        assertEquals(MODEL.probabilityAlive(h), rates.probabilityAlive(), 1e-14);
    }

    private interface OfRates {
        double at(double lambda, double mu);
    }

    private static double overRates(OfRates f) {
        Distribution lambdas = Distribution.gamma(1.3, 5);
        Distribution mus = Distribution.gamma(.8, 12);
        return Quadrature.halfLine(
                // beyond, nothing is left in a double
                lambda -> lambda < 1e-60 || lambda > 40
                        ? 0
                        : lambdas.density(lambda)
                                * Quadrature.halfLine(mu -> mus.density(mu) * f.at(lambda, mu), .1, 1e-11),
                .3,
                1e-10);
    }

    private static final double[] SHEET_Z = {0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1};

    /** The clock by adding up, period by period. */
    private static double clock(double u, double g) {
        double sum = 0;
        for (int k = 0; k < SHEET_Z.length && k < u; k++) {
            sum += Math.exp(g * SHEET_Z[k]) * (Math.min(u, k + 1) - k);
        }
        return sum;
    }

    private static double alsoSpeeds(double... repeats) {
        return Arrays.stream(repeats).map(t -> Math.exp(.6 * SHEET_Z[(int) t])).reduce(1, (a, b) -> a * b);
    }

    /** lambda^x times the chance to be silent after the last purchase, gone or not; gone in period k is elementary. */
    private static double individual(double lambda, double mu, int x, double tx, double age) {
        double sum = Math.exp(-lambda * clock(age, .6) - mu * clock(age, -.4));
        for (int k = (int) tx; k < age; k++) {
            double from = Math.max(tx, k);
            double to = Math.min(age, k + 1);
            double a = lambda * Math.exp(.6 * SHEET_Z[k]);
            double d = mu * Math.exp(-.4 * SHEET_Z[k]);
            sum += d
                    / (a + d)
                    * Math.exp(-lambda * clock(from, .6) - mu * clock(from, -.4))
                    * -Math.expm1(-(a + d) * (to - from));
        }
        return Math.pow(lambda, x) * sum;
    }

    /** P(n) and discounted purchases by integrating over the rates and the life, given the posterior of who is alive. */
    @Test
    void futureAgreesWithQuadratureOverTheRates() {
        PurchaseHistory h = history(sheet(), 8, 1.5, 2.25, 4.5);
        double alive = MODEL.probabilityAlive(h);
        Distribution lambdas = Distribution.gamma(4.3, 5 + clock(8, .6));
        double d8 = 12 + clock(8, -.4);
        DoubleUnaryOperator survival = u -> Math.pow(d8 / (12 + clock(8 + u, -.4)), .8);
        double[] cuts = {0.5, 1, 2, 3, 3.75};
        for (int n : new int[] {0, 1, 2, 5, 14}) {
            int count = n;
            double ifAlive = poissonMean(lambdas, n, 8.5, 11.75) * survival.applyAsDouble(3.75);
            for (int i = 0; i + 1 < cuts.length; i++) {
                double from = cuts[i];
                double speed = Math.exp(-.4 * SHEET_Z[(int) (8 + from)]);
                ifAlive += Quadrature.adaptive(
                        u -> .8
                                * speed
                                / (12 + clock(8 + u, -.4))
                                * survival.applyAsDouble(u)
                                * poissonMean(lambdas, count, 8.5, 8 + u),
                        from,
                        cuts[i + 1],
                        1e-9);
            }
            double expected = alive * ifAlive + (n == 0 ? 1 - alive * survival.applyAsDouble(0.5) : 0);
            double actual = MODEL.probabilityOfPurchases(h, n, Span.between(0.5, 3.75, WEEK));
            assertClose(expected, actual, 1e-8, "P(" + n + ")");
        }
        double worth = 0;
        for (int k = 0; k < 4; k++) {
            double speed = Math.exp(.6 * SHEET_Z[8 + k]);
            worth += Quadrature.adaptive(u -> speed * Math.exp(-.05 * u) * survival.applyAsDouble(u), k, k + 1, 1e-13);
        }
        assertClose(
                alive * lambdas.mean() * worth,
                MODEL.discountedPurchases(h, DISCOUNT, Horizon.of(4, WEEK)),
                1e-12,
                "discounted");
    }

    private static double poissonMean(Distribution lambdas, int n, double from, double to) {
        double y = clock(to, .6) - clock(from, .6);
        if (y == 0) {
            return n == 0 ? 1 : 0;
        }
        double logFactorial = 0;
        for (int i = 2; i <= n; i++) {
            logFactorial += Math.log(i);
        }
        double constant = logFactorial;
        return Quadrature.halfLine(
                lambda -> lambdas.density(lambda)
                        * Math.exp(-lambda * y + (n == 0 ? 0 : n * Math.log(lambda * y)) - constant),
                .3,
                1e-11);
    }

    /** What has a closed form agrees with the general defaults, which know probabilities and expectations only. */
    @Test
    void variancesAgreeWithTheDistribution() {
        PurchaseHistory h = history(sheet(), 8, 1.5, 2.25, 4.5);
        for (double[] s : new double[][] {{0, 4}, {0.5, 3.75}, {2, 2.001}}) {
            Span span = Span.between(s[0], s[1], WEEK);
            double mean = MODEL.expectedPurchases(h, span);
            double square = 0;
            double first = 0;
            for (int n = 0; n < 400; n++) {
                double p = MODEL.probabilityOfPurchases(h, n, span);
                first += n * p;
                square += n * n * p;
            }
            assertClose(mean, first, 1e-11, "mean");
            assertClose(square - mean * mean, MODEL.varianceOfPurchases(h, span), 1e-10, "variance");
        }
        assertEquals(0, MODEL.varianceOfPurchases(h, Span.between(1, 1, WEEK)), 0.0);
        double undiscounted = MODEL.varianceOfPurchases(h, Span.first(4, WEEK));
        double nearly =
                MODEL.varianceOfDiscountedPurchases(h, DiscountRate.ofContinuous(1e-9, WEEK), Horizon.of(4, WEEK));
        assertClose(undiscounted, nearly, 1e-7, "hardly discounted");
    }

    /** Purchases drawn: mean, variance, discounted mean and variance, and time to the first. */
    @Test
    void simulationAgreesWithTheFormulas() {
        PurchaseHistory h = history(sheet(), 8, 1.5, 2.25, 4.5);
        int draws = 40_000 * Integer.getInteger("customerequity.sweep", 1);
        SplittableRandom random = new SplittableRandom(20210419);
        double[] count = new double[draws];
        double[] worth = new double[draws];
        int soon = 0;
        for (int i = 0; i < draws; i++) {
            double[] times = MODEL.simulatePurchases(h, 4, random);
            for (double t : times) {
                assertTrue(t > 0 && t <= 4, () -> "time " + t);
                worth[i] += Math.exp(-.05 * t);
            }
            count[i] = times.length;
            soon += times.length > 0 && times[0] <= 1.5 ? 1 : 0;
        }
        Horizon four = Horizon.of(4, WEEK);
        Span ahead = Span.first(4, WEEK);
        check(count, MODEL.expectedPurchases(h, ahead), MODEL.varianceOfPurchases(h, ahead));
        check(
                worth,
                MODEL.discountedPurchases(h, DISCOUNT, four),
                MODEL.varianceOfDiscountedPurchases(h, DISCOUNT, four));
        double within = MODEL.nextPurchase(h).probabilityWithin(1.5);
        assertEquals(within, (double) soon / draws, 4 * Math.sqrt(within * (1 - within) / draws), "next purchase");
    }

    private static void check(double[] sample, double mean, double variance) {
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        for (double y : sample) {
            sum += y;
            squares += (y - mean) * (y - mean);
            fourth += Math.pow(y - mean, 4);
        }
        int n = sample.length;
        assertEquals(mean, sum / n, 4 * Math.sqrt(variance / n), "mean");
        double error = Math.sqrt((fourth / n - variance * variance) / n);
        assertEquals(variance, squares / n, 4 * error, "variance");
    }

    @Test
    void nextPurchaseIsTheFirstOfTheDistribution() {
        PurchaseHistory h = history(sheet(), 8, 1.5, 2.25, 4.5);
        NextPurchase next = MODEL.nextPurchase(h);
        for (double u : new double[] {1e-6, 0.5, 1, 2.5, 4}) {
            double none = MODEL.probabilityOfPurchases(h, 0, Span.first(u, WEEK));
            assertEquals(1 - none, next.probabilityWithin(u), 2e-15, "within " + u);
        }
        assertEquals(0, next.probabilityWithin(0), 0.0);
        double p = next.probabilityWithin(1.7);
        assertClose(1.7, next.quantile(p).orElseThrow(), 1e-12, "quantile");
        assertEquals(OptionalDouble.empty(), next.quantile(0.9), "less likely alive than that");
        message("must be declared to hold for ever, reached 12.0 weeks", () -> next.quantile(0.7));
        message("must be declared to hold for ever, reached 12.0 weeks", next::probabilityEver);
        message("must reach 12.5 weeks after the first purchase", () -> next.probabilityWithin(4.5));
        assertTrue(
                next.toString().startsWith("NextPurchase[within 4.0 weeks, to where the path reaches"),
                next.toString());
        PurchaseHistory open = history(sheet().forEver(1), 8, 1.5, 2.25, 4.5);
        NextPurchase ever = MODEL.nextPurchase(open);
        assertClose(next.probabilityWithin(3), ever.probabilityWithin(3), 1e-15, "the same until then");
        double limit = ever.probabilityWithin(1e12);
        assertTrue(limit < ever.probabilityEver(), "still rising");
        assertEquals(ever.probabilityEver(), limit, 1e-9, "F tends to ever");
        assertTrue(ever.toString().startsWith("NextPurchase[ever with probability 0."), ever.toString());
    }

    /** For ever: the horizon without end is what horizons tend to. */
    @Test
    void forEverIsTheLimitOfLongHorizons() {
        PurchaseHistory h = history(sheet().forEver(1), 8, 1.5, 2.25, 4.5);
        double all = MODEL.discountedPurchases(h, DISCOUNT, Horizon.FOREVER);
        assertClose(all, MODEL.discountedPurchases(h, DISCOUNT, Horizon.of(1200, WEEK)), 1e-12, "discounted");
        double variance = MODEL.varianceOfDiscountedPurchases(h, DISCOUNT, Horizon.FOREVER);
        assertClose(
                variance, MODEL.varianceOfDiscountedPurchases(h, DISCOUNT, Horizon.of(1200, WEEK)), 1e-10, "variance");
    }

    // --- reductions

    private static final double[][] ROWS = {
        {0, 0, 30}, {0, 0, 3}, {3, 21, 30}, {1, 1, 30}, {12, 16.5, 17}, {40, 29, 30}, {7, 30, 30}, {2, 0.3, 200}
    };

    private static CovariatePath longPath() {
        SplittableRandom random = new SplittableRandom(7);
        CovariatePath path = CovariatePath.of(WEEK, "z", "w");
        double end = 0.4;
        while (end < 300) {
            path = path.until(end, random.nextInt(2), random.nextGaussian());
            end += 1;
        }
        return path;
    }

    private static PurchaseHistory row(double[] row, CovariatePath path) {
        double[] repeats = new double[(int) row[0]];
        for (int i = 0; i < repeats.length; i++) {
            repeats[i] = row[1] * (i + 1) / repeats.length;
        }
        return history(path, row[2], repeats);
    }

    @Test
    void withoutCoefficientsItIsTheParetoNbd() {
        CovariateCoding both = raw("z", "w");
        TimeVaryingParetoNbd zero = TimeVaryingParetoNbd.of(PLAIN, both, new double[2], both, new double[2]);
        TimeVaryingParetoNbd none = TimeVaryingParetoNbd.of(
                PLAIN, CovariateCoding.none(), new double[0], CovariateCoding.none(), new double[0]);
        for (double[] r : ROWS) {
            PurchaseHistory h = row(r, longPath());
            assertSame(PLAIN, h, zero, h, 1e-12);
            assertSame(PLAIN, h, none, PurchaseHistory.of((int) r[0], r[1], r[2], WEEK), 1e-12);
        }
    }

    @Test
    void constantCovariatesScaleTheBaseline() {
        CovariateCoding both = raw("z", "w");
        TimeVaryingParetoNbd model =
                TimeVaryingParetoNbd.of(PLAIN, both, new double[] {.6, -.2}, both, new double[] {-.4, .9});
        // z = 1.5, w = -2
        ParetoNbd own =
                new ParetoNbd(1.3, 5 * Math.exp(-.6 * 1.5 - .2 * 2), .8, 12 * Math.exp(.4 * 1.5 + .9 * 2), WEEK);
        CovariatePath path = CovariatePath.of(WEEK, "w", "z")
                .until(17, -2, 1.5)
                .until(23.25, -2, 1.5)
                .forEver(-2, 1.5);
        for (double[] r : ROWS) {
            PurchaseHistory h = row(r, path);
            assertSame(own, h, model, h, 1e-12);
            double ever = own.nextPurchase(h).probabilityEver();
            assertClose(ever, model.nextPurchase(h).probabilityEver(), 1e-11, "P(ever)");
            assertClose(
                    own.discountedPurchases(h, DISCOUNT, Horizon.FOREVER),
                    model.discountedPurchases(h, DISCOUNT, Horizon.FOREVER),
                    1e-12,
                    "DERT");
            assertClose(
                    own.varianceOfDiscountedPurchases(h, DISCOUNT, Horizon.FOREVER),
                    model.varianceOfDiscountedPurchases(h, DISCOUNT, Horizon.FOREVER),
                    1e-10,
                    "variance of DERT");
            // rates are those where z = 0
            assertClose(
                    own.rates(h).purchaseRate().mean(),
                    model.rates(h).purchaseRate().mean() * Math.exp(.6 * 1.5 + .2 * 2),
                    1e-12,
                    "E[lambda]");
            assertClose(
                    own.rates(h).dropout().orElseThrow().variance(),
                    model.rates(h).dropout().orElseThrow().variance() * Math.exp(-2 * (.4 * 1.5 + .9 * 2)),
                    1e-11,
                    "Var(mu)");
        }
    }

    private static void assertSame(
            ParetoNbd plain, PurchaseHistory h, TimeVaryingParetoNbd model, PurchaseHistory own, double tolerance) {
        String of = " of " + h;
        assertClose(plain.logLikelihood(h), model.logLikelihood(own), tolerance, "LL" + of);
        assertClose(plain.probabilityAlive(h), model.probabilityAlive(own), tolerance, "P(alive)" + of);
        if (h.recency() < h.age()) {
            assertEquals(plain.logOddsOfHavingLeft(h), model.logOddsOfHavingLeft(own), 1e-11, "log-odds" + of);
        }
        assertClose(plain.probabilityAlive(h, 13), model.probabilityAlive(own, 13), tolerance, "alive later" + of);
        Span span = Span.between(3, 29, WEEK);
        assertClose(plain.expectedPurchases(h, span), model.expectedPurchases(own, span), tolerance, "E[Y]" + of);
        assertClose(plain.varianceOfPurchases(h, span), model.varianceOfPurchases(own, span), 1e-10, "Var" + of);
        for (int n : new int[] {0, 1, 5, 60}) {
            assertEquals(
                    plain.logProbabilityOfPurchases(h, n, span),
                    model.logProbabilityOfPurchases(own, n, span),
                    1e-10,
                    "P(" + n + ")" + of);
        }
        Horizon half = Horizon.of(26, WEEK);
        assertClose(
                plain.discountedPurchases(h, DISCOUNT, half),
                model.discountedPurchases(own, DISCOUNT, half),
                1e-12,
                of);
        assertClose(
                plain.nextPurchase(h).probabilityWithin(9),
                model.nextPurchase(own).probabilityWithin(9),
                1e-11,
                "next" + of);
    }

    // --- derivatives

    static PurchaseHistories base(int customers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] x = new int[customers];
        double[] age = new double[customers];
        List<CovariatePath> paths = new java.util.ArrayList<>();
        for (int i = 0; i < customers; i++) {
            age[i] = 5 + 40 * random.nextDouble();
            CovariatePath path = CovariatePath.of(WEEK, "z", "w");
            for (double end = random.nextDouble(); path.reach() < age[i]; end += 1) {
                path = path.until(end, random.nextInt(2), Math.sin(end / 8) + 0.3 * random.nextGaussian());
            }
            paths.add(path);
        }
        PurchaseHistories like =
                PurchaseHistories.ofColumns(x, new double[customers], age, WEEK).withPaths(paths);
        CovariateCoding both = raw("z", "w");
        return TimeVaryingParetoNbd.of(
                        new ParetoNbd(.8, 6, .9, 15, WEEK), both, new double[] {.7, -.3}, both, new double[] {-.5, .4})
                .simulateHistories(like, random);
    }

    @Test
    void derivativesAreThoseOfTheValue() {
        CovariateCoding z = raw("z");
        CovariateCoding both = raw("z", "w");
        for (CovariateCoding[] codings : new CovariateCoding[][] {
            {both, both}, {z, both}, {both, CovariateCoding.none()}, {CovariateCoding.none(), z}
        }) {
            PathLikelihood likelihood =
                    new PathLikelihood(base(60, 11), new PathLayout(codings[0], codings[1], List.of()));
            int p = likelihood.names().size();
            double[] u = Arrays.copyOf(new double[] {.2, 1.1, -.3, 1.4, .5, -.2, .3, .6}, p);
            double[] gradient = new double[p];
            double[][] hessian = new double[p][p];
            double value = likelihood.evaluate(u, gradient, hessian);
            assertClose(likelihood.value(u), value, 1e-14, "value");
            for (int j = 0; j < p; j++) {
                double slope = slope(likelihood, u, j);
                assertEquals(slope, gradient[j], 1e-7 * (1 + Math.abs(slope)), "gradient " + j);
            }
            double[][] numeric = NewtonMaximizer.hessianByDifferences(
                    at -> {
                        double[] g = new double[p];
                        likelihood.evaluate(at, g, new double[p][p]);
                        return g;
                    },
                    u);
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    assertEquals(numeric[i][j], hessian[i][j], 1e-5 * (1 + Math.abs(numeric[i][j])), i + ", " + j);
                }
            }
        }
    }

    private static double slope(PathLikelihood likelihood, double[] u, int j) {
        double step = 1e-3;
        double[] v = new double[4];
        double[] steps = {-2 * step, -step, step, 2 * step};
        for (int i = 0; i < 4; i++) {
            double[] at = u.clone();
            at[j] += steps[i];
            v[i] = likelihood.value(at);
        }
        return (8 * (v[2] - v[1]) - (v[3] - v[0])) / (12 * step);
    }

    /** The likelihood counts time in a unit of its own, and says so. */
    @Test
    void likelihoodIsThatOfTheModel() {
        PurchaseHistories histories = base(50, 3);
        PathLikelihood likelihood = new PathLikelihood(histories, new PathLayout(raw("z", "w"), raw("z"), List.of()));
        double[] u = {.2, 1.1, -.3, 1.4, .5, -.2, .3};
        TimeVaryingParetoNbd model =
                TimeVaryingParetoNbd.ofParameters(raw("z", "w"), raw("z"), List.of(), WEEK, likelihood.parametersAt(u));
        double sum = Arrays.stream(model.logLikelihood(histories)).sum();
        assertClose(sum, likelihood.value(u) + likelihood.offset(), 1e-13, "LL");
    }

    // --- columns

    @Test
    void columnsAreTheSingleForms() {
        PurchaseHistories base = base(40, 5);
        // room for questions ahead
        PurchaseHistories all = base.withPaths(base.asList().stream()
                .map(h -> h.path().until(h.path().reach() + 30, 1, .3))
                .toList());
        CovariateCoding both = raw("z", "w");
        TimeVaryingParetoNbd m =
                TimeVaryingParetoNbd.of(PLAIN, both, new double[] {.6, .1}, both, new double[] {-.4, 0});
        Span span = Span.between(2, 9, WEEK);
        Horizon ten = Horizon.of(10, WEEK);
        for (int i = 0; i < all.size(); i++) {
            PurchaseHistory h = all.row(i);
            assertEquals(m.logLikelihood(h), m.logLikelihood(all)[i], 0.0);
            assertEquals(m.probabilityAlive(h), m.probabilityAlive(all)[i], 0.0);
            assertEquals(m.probabilityAlive(h, 4), m.probabilityAlive(all, 4)[i], 0.0);
            assertEquals(m.logOddsOfHavingLeft(h), m.logOddsOfHavingLeft(all)[i], 0.0);
            assertEquals(m.expectedPurchases(h, span), m.expectedPurchases(all, span)[i], 0.0);
            assertEquals(m.discountedPurchases(h, DISCOUNT, ten), m.discountedPurchases(all, DISCOUNT, ten)[i], 0.0);
            assertEquals(m.varianceOfPurchases(h, span), m.varianceOfPurchases(all, span)[i], 0.0);
            assertEquals(
                    m.varianceOfDiscountedPurchases(h, DISCOUNT, ten),
                    m.varianceOfDiscountedPurchases(all, DISCOUNT, ten)[i],
                    0.0);
            assertEquals(m.probabilityOfPurchases(h, 2, span), m.probabilityOfPurchases(all, 2, span)[i], 0.0);
        }
    }

    // --- refusals

    private static void message(String part, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void saysWhatIsMissing() {
        message(
                "history must have a path, was without",
                () -> MODEL.probabilityAlive(PurchaseHistory.of(0, 0, 3, WEEK)));
        PurchaseHistory other = PurchaseHistory.of(0, 0, 3, WEEK)
                .withPath(CovariatePath.of(WEEK, "price").until(5, 1));
        message("path must have \"z\", was [price]", () -> MODEL.probabilityAlive(other));
        PurchaseHistory h = history(sheet(), 8, 1.5);
        message(
                "path must reach 12.5 weeks after the first purchase, since the forecast goes as far, reached 12.0 weeks",
                () -> MODEL.expectedPurchases(h, Span.first(4.5, WEEK)));
        message("reached 12.0 weeks", () -> MODEL.probabilityAlive(h, 5));
        message("reached 12.0 weeks", () -> MODEL.probabilityOfPurchases(h, 1, Span.first(5, WEEK)));
        message("reached 12.0 weeks", () -> MODEL.varianceOfPurchases(h, Span.first(5, WEEK)));
        message("reached 12.0 weeks", () -> MODEL.simulatePurchases(h, 5, new SplittableRandom(1)));
        message(
                "path must be declared to hold for ever, reached 12.0 weeks after the first purchase",
                () -> MODEL.discountedPurchases(h, DISCOUNT, Horizon.FOREVER));
        message(
                "discount must be > 0 for a horizon without end",
                () -> MODEL.discountedPurchases(h, DiscountRate.ofAnnual(0), Horizon.FOREVER));
        PurchaseHistory wild = history(steps(1, 0, 100), 2);
        message("effect of the covariates must be in [-50.0, 50.0]", () -> MODEL.logLikelihood(wild));
        PurchaseHistory days = PurchaseHistory.of(0, 0, 3, PeriodUnit.DAY);
        message("histories must be in the model's unit WEEK, were in DAY", () -> MODEL.logLikelihood(days));
    }

    @Test
    void refusesParametersAndCodingsThatCannotBe() {
        message(
                "purchaseCoefficients must be one for each of [z], was 2",
                () -> TimeVaryingParetoNbd.of(PLAIN, Z, new double[2], Z, new double[1]));
        message("purchases: z must be finite, was NaN", () -> MODEL.withParameters(0, 0, 0, 0, Double.NaN, 0));
        message("exp of ln r must be finite and > 0, was Infinity", () -> MODEL.withParameters(800, 0, 0, 0, 0, 0));
        message("parameters must be 6 values", () -> MODEL.withParameters(1, 2));
        CovariateCoding category =
                CovariateCoding.ofCovariates(List.of(new CodedCovariate.Category("channel", "ads", List.of("shop"))));
        message(
                "coding must be of numbers, was channel",
                () -> TimeVaryingParetoNbd.of(PLAIN, category, new double[1], Z, new double[1]));
    }

    @Test
    void isAValue() {
        assertEquals(MODEL, MODEL.withParameters(MODEL.parameters()));
        assertEquals(MODEL.hashCode(), MODEL.withParameters(MODEL.parameters()).hashCode());
        assertEquals(
                List.of("ln r", "ln alpha", "ln s", "ln beta", "purchases: z", "dropout: z"), MODEL.parameterNames());
        assertArrayEquals(new double[] {.6}, MODEL.purchaseCoefficients());
        assertArrayEquals(new double[] {-.4}, MODEL.dropoutCoefficients());
        assertEquals(Z, MODEL.purchaseCoding());
        assertClose(5, MODEL.baseline().alpha(), 1e-15, "alpha");
        assertTrue(MODEL.toString().endsWith("purchases: z=0.6, dropout: z=-0.4, unit WEEK]"), MODEL.toString());
    }

    /** Weeks that were added up in two ways may differ by a bit: the forecast is that of the end of the path. */
    @Test
    void aForecastMayEndWhereThePathEnds() {
        TimeVaryingParetoNbd model = TimeVaryingParetoNbd.of(
                new ParetoNbd(1.3, 5, 0.8, 12, WEEK), raw("z"), new double[] {0.6}, raw("z"), new double[] {-0.4});
        for (int day = 1; day < 1000; day++) {
            CovariatePath path = CovariatePath.of(WEEK, "z").until(0.5, 1).until((day + 364) / 7.0, 0);
            PurchaseHistory h = history(path, day / 7.0);
            CovariatePath longer = CovariatePath.of(WEEK, "z").until(0.5, 1).until(1000, 0);
            Span year = Span.first(52, WEEK);
            assertEquals(
                    model.expectedPurchases(history(longer, day / 7.0), year), model.expectedPurchases(h, year), 1e-13);
            assertEquals(
                    model.probabilityOfPurchases(history(longer, day / 7.0), 2, year),
                    model.probabilityOfPurchases(h, 2, year),
                    1e-13);
        }
    }

    /** Where all have long left but for a chance far below the smallest double: without covariates it is the plain model. */
    @Test
    void countsFarInTheTailAreThoseOfThePlainModel() {
        ParetoNbd plain = new ParetoNbd(60, 1100, 1500, 0.0122, WEEK);
        TimeVaryingParetoNbd model =
                TimeVaryingParetoNbd.of(plain, raw("z"), new double[] {0}, raw("z"), new double[] {0});
        CovariatePath path = CovariatePath.of(WEEK, "z").until(570, 1).forEver(0);
        for (int n : new int[] {0, 1, 5, 30}) {
            PurchaseHistory h = history(path, 14_581);
            Span ahead = Span.between(18_000, 19_000, WEEK);
            double expected = plain.logProbabilityOfPurchases(h, n, ahead);
            assertEquals(expected, model.logProbabilityOfPurchases(h, n, ahead), 1e-12 * (1 + Math.abs(expected)));
        }
    }
}
