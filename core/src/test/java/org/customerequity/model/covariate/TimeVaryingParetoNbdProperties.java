package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.testing.Seeded;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

@Seeded
class TimeVaryingParetoNbdProperties {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final double AHEAD = 20;

    /** A customer, a path that reaches 20 weeks beyond, and a model, over orders of magnitude. */
    private record Case(TimeVaryingParetoNbd model, CovariatePath path, double[] repeats, double age) {
        static Case of(long seed, int x, double age) {
            SplittableRandom random = new SplittableRandom(seed);
            ParetoNbd plain = new ParetoNbd(
                    parameter(random, 1), parameter(random, 10), parameter(random, 1), parameter(random, 10), WEEK);
            double[] g1 = {random.nextGaussian(), random.nextGaussian()};
            double[] g2 = {random.nextGaussian(), random.nextGaussian()};
            CovariatePath path = CovariatePath.of(WEEK, "z", "w");
            double width = Math.max(0.5, (age + AHEAD) / 60);
            for (double end = random.nextDouble() * width; path.reach() < age + AHEAD; end += width) {
                path = path.until(end, random.nextInt(2), random.nextGaussian());
            }
            double[] repeats = random.doubles(x, 0, age).sorted().toArray();
            return new Case(
                    TimeVaryingParetoNbd.of(
                            plain,
                            TimeVaryingParetoNbdTest.raw("z", "w"),
                            g1,
                            TimeVaryingParetoNbdTest.raw("z", "w"),
                            g2),
                    path,
                    repeats,
                    age);
        }

        private static double parameter(SplittableRandom random, double centre) {
            return centre * Math.exp(1.5 * random.nextGaussian());
        }

        PurchaseHistory history() {
            return TimeVaryingParetoNbdTest.history(path, age, repeats);
        }
    }

    private static void assertClose(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * (Math.abs(expected) + 1e-300), what);
    }

    /** Periods cut in two of the same covariates are the same path. */
    @Property
    void refiningAPathChangesNothing(
            @ForAll long seed,
            @ForAll @IntRange(max = 60) int x,
            @ForAll @DoubleRange(min = 0.1, max = 300) double age) {
        Case c = Case.of(seed, x, age);
        SplittableRandom random = new SplittableRandom(seed + 1);
        CovariatePath cut = CovariatePath.of(WEEK, "z", "w");
        for (int k = 0; k < c.path.periods(); k++) {
            double[] z = {c.path.value(k, 0), c.path.value(k, 1)};
            double middle = c.path.start(k) + random.nextDouble() * (c.path.end(k) - c.path.start(k));
            if (random.nextBoolean() && middle > cut.reach() && middle < c.path.end(k)) {
                cut = cut.until(middle, z);
            }
            cut = cut.until(c.path.end(k), z);
        }
        PurchaseHistory h = c.history();
        PurchaseHistory finer = TimeVaryingParetoNbdTest.history(cut, age, c.repeats);
        TimeVaryingParetoNbd m = c.model;
        // each logarithm is of order (r + x) ln
        double tolerance = 1e-13 * (10 + x);
        assertEquals(m.logLikelihood(h), m.logLikelihood(finer), 1e-13 * (100 + Math.abs(m.logLikelihood(h))), "LL");
        assertClose(m.probabilityAlive(h), m.probabilityAlive(finer), tolerance, "P(alive)");
        Span span = Span.between(3, 17, WEEK);
        assertClose(m.expectedPurchases(h, span), m.expectedPurchases(finer, span), tolerance, "E[Y]");
        assertClose(m.varianceOfPurchases(h, span), m.varianceOfPurchases(finer, span), 1e-10, "Var");
        for (int n : new int[] {0, 1, 7}) {
            assertEquals(
                    m.logProbabilityOfPurchases(h, n, span),
                    m.logProbabilityOfPurchases(finer, n, span),
                    1e-10,
                    () -> "P(" + n + ")");
        }
    }

    @Property
    void expectationsAddOverSpans(
            @ForAll long seed,
            @ForAll @IntRange(max = 60) int x,
            @ForAll @DoubleRange(min = 0.1, max = 300) double age,
            @ForAll @DoubleRange(max = 1) double share) {
        Case c = Case.of(seed, x, age);
        PurchaseHistory h = c.history();
        double middle = share * AHEAD;
        double whole = c.model.expectedPurchases(h, Span.first(AHEAD, WEEK));
        double parts = c.model.expectedPurchases(h, Span.first(middle, WEEK))
                + c.model.expectedPurchases(h, Span.between(middle, AHEAD, WEEK));
        assertClose(whole, parts, 1e-12, "sum of spans");
        double worth = c.model.discountedPurchases(h, DiscountRate.ofContinuous(.1, WEEK), Horizon.of(AHEAD, WEEK));
        assertTrue(worth >= 0 && worth <= whole, () -> worth + " of " + whole);
        double alive = c.model.probabilityAlive(h);
        double later = c.model.probabilityAlive(h, middle);
        assertTrue(alive >= later && later >= 0 && alive <= 1, () -> alive + ", later " + later);
    }

    /** Probabilities add up to 1, to the expectation and to the variance, which come by other ways. */
    @Property(tries = 60)
    void distributionHasTheMomentsOfTheClosedForms(
            @ForAll long seed, @ForAll @IntRange(max = 12) int x, @ForAll @DoubleRange(min = 1, max = 60) double age) {
        Case c = Case.of(seed, x, age);
        PurchaseHistory h = c.history();
        Span span = Span.between(2, 14, WEEK);
        double mean = c.model.expectedPurchases(h, span);
        double variance = c.model.varianceOfPurchases(h, span);
        double mass = 0;
        double first = 0;
        double square = 0;
        for (int n = 0; n < 3000; n++) {
            double p = c.model.probabilityOfPurchases(h, n, span);
            assertTrue(p >= 0 && p <= 1, () -> "probability " + p);
            mass += p;
            first += n * p;
            square += n * (double) n * p;
            if (n > 5 * mean + 20 && n * (double) n * p < 1e-16 * square) {
                break;
            }
        }
        if (mass < 1 - 1e-9) {
            // a tail too long to add up
            return;
        }
        assertEquals(1, mass, 1e-9, "mass");
        assertClose(mean, first, 1e-7, "mean");
        assertClose(variance, square - mean * mean, 1e-5, "variance");
    }

    /** Time counted in days instead of weeks: rates by time change, what has no time does not. */
    @Property
    void unitOfTimeDoesNotMatter(
            @ForAll long seed,
            @ForAll @IntRange(max = 40) int x,
            @ForAll @DoubleRange(min = 0.1, max = 300) double age) {
        Case c = Case.of(seed, x, age);
        CovariatePath days = CovariatePath.of(PeriodUnit.DAY, "z", "w");
        for (int k = 0; k < c.path.periods(); k++) {
            days = days.until(7 * c.path.end(k), c.path.value(k, 0), c.path.value(k, 1));
        }
        CovariatePath weeks = c.path.withPurchases(c.repeats);
        int[] counts = new int[weeks.periods()];
        Arrays.setAll(counts, weeks::purchases);
        double recency = x == 0 ? 0 : c.repeats[x - 1];
        PurchaseHistory h = c.history();
        PurchaseHistory inDays =
                PurchaseHistory.of(x, 7 * recency, 7 * age, PeriodUnit.DAY).withPath(days.withPurchaseCounts(counts));
        double[] p = c.model.parameters();
        p[1] += Math.log(7);
        p[3] += Math.log(7);
        TimeVaryingParetoNbd m = TimeVaryingParetoNbd.ofParameters(
                c.model.purchaseCoding(), c.model.dropoutCoding(), List.of(), PeriodUnit.DAY, p);
        double tolerance = 1e-13 * (20 + x);
        assertEquals(
                c.model.logLikelihood(h) - x * Math.log(7),
                m.logLikelihood(inDays),
                1e-13 * (100 + 10 * x + Math.abs(c.model.logLikelihood(h))),
                "LL");
        assertClose(c.model.probabilityAlive(h), m.probabilityAlive(inDays), tolerance, "P(alive)");
        assertClose(
                c.model.expectedPurchases(h, Span.first(13, WEEK)),
                m.expectedPurchases(inDays, Span.first(13, WEEK)),
                tolerance,
                "E[Y]");
    }

    /** L(x, t_x, T + u) / L(x, t_x, T) is the chance of no purchase in (T, T + u]. */
    @Property
    void likelihoodGivesTheChanceOfNoPurchase(
            @ForAll long seed,
            @ForAll @IntRange(max = 40) int x,
            @ForAll @DoubleRange(min = 0.1, max = 100) double age,
            @ForAll @DoubleRange(min = 0.01, max = AHEAD) double u) {
        Case c = Case.of(seed, x, age);
        PurchaseHistory h = c.history();
        PurchaseHistory longer =
                TimeVaryingParetoNbdTest.history(c.path, age + Math.min(u, c.path.reach() - age), c.repeats);
        double byLikelihood = c.model.logLikelihood(longer) - c.model.logLikelihood(h);
        double ahead = longer.age() - age;
        assertEquals(
                c.model.logProbabilityOfPurchases(h, 0, Span.first(ahead, WEEK)),
                byLikelihood,
                1e-12 * (10 + Math.abs(c.model.logLikelihood(h))),
                "silence");
        assertEquals(
                1 - Math.exp(byLikelihood),
                c.model.nextPurchase(h).probabilityWithin(ahead),
                1e-12 * (10 + Math.abs(c.model.logLikelihood(h))),
                "next purchase");
    }
}
