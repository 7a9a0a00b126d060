package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spell;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Quadrature;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The continuous curves from survivors per renewal: of a customer who left only the renewals around it are known. */
@Seeded
class IntervalCensoredFitTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    private static final CohortCounts HIGH_END = CurveFitTest.HIGH_END.upTo(7);
    private static final CohortCounts REGULAR = CurveFitTest.REGULAR.upTo(7);
    /** {@code -Dcustomerequity.sweep=20} draws that many times as many. */
    private static final int SWEEP = Integer.getInteger("customerequity.sweep", 1);

    /** 40 digits of {@code sum (N(t-1) - N(t)) ln(S(t-1) - S(t)) + N(K) ln S(K)}, survival from its definition, by mpmath. */
    @Test
    void logLikelihoodMatchesTheReference() {
        assertEquals(-1641.192784857679289, new ExponentialGamma(0.9, 3.5, YEAR).logLikelihood(HIGH_END), 5e-12);
        assertEquals(-1730.393285427017627, new ExponentialGamma(2.3, 7, YEAR).logLikelihood(REGULAR), 5e-12);
        assertEquals(-1660.721196868014368, new WeibullGamma(0.9, 3.5, 1.25, YEAR).logLikelihood(HIGH_END), 5e-12);
        assertEquals(-2355.313593804909945, new WeibullGamma(2.3, 0.7, 0.6, YEAR).logLikelihood(REGULAR), 5e-12);
    }

    /** The best of 12 or 36 starts of another program (Nelder-Mead, then the root of the gradient at 25 digits). */
    @Test
    void publishedTablesReachTheMaximaOfAnotherProgram() {
        reaches(ExponentialGamma.fit(HIGH_END), -1611.16519308396, 0.66957009225159, 3.6612841038325);
        reaches(ExponentialGamma.fit(REGULAR), -1680.296740135487, 0.70941674368942, 1.0727726024982);
        reaches(WeibullGamma.fit(HIGH_END), -1605.316573691923, 0.21166537269908, 1.0381354622201, 1.7442345017415);
        reaches(WeibullGamma.fit(REGULAR), -1679.60355826009, 0.44135930879295, 0.63158260628167, 1.3242950327893);
    }

    private static void reaches(FitOutcome<? extends ParametricCurve> fit, double logLikelihood, double... parameters) {
        assertEquals(FitVerdict.CONVERGED, fit.report().verdict(), fit::toString);
        assertEquals(logLikelihood, fit.report().logLikelihood(), 1e-10);
        assertEquals(1000, fit.report().observations());
        assertTrue(fit.report().gradientNorm() < 1e-6, fit::toString);
        for (int j = 0; j < parameters.length; j++) {
            assertEquals(parameters[j], fit.orThrow().parameters()[j], 1e-7 * parameters[j], fit::toString);
        }
    }

    @Test
    void likelihoodIsThatOfTheModelAtTheFit() {
        FitOutcome<WeibullGamma> fit = WeibullGamma.fit(HIGH_END);
        assertEquals(fit.report().logLikelihood(), fit.orThrow().logLikelihood(HIGH_END), 1e-9);
        FitOutcome<ExponentialGamma> simple = ExponentialGamma.fit(HIGH_END);
        assertEquals(simple.report().logLikelihood(), simple.orThrow().logLikelihood(HIGH_END), 1e-9);
    }

    /** Who left between two renewals has the density of a spell, integrated over when. */
    @Property(tries = 300)
    void isTheIntegralOfTheLikelihoodOfSpells(
            @ForAll @DoubleRange(min = 0.2, max = 5) double r,
            @ForAll @DoubleRange(min = 0.3, max = 30) double scale,
            @ForAll @DoubleRange(min = 0.5, max = 3) double c,
            @ForAll @IntRange(min = 2, max = 12) int t) {
        WeibullGamma curve = new WeibullGamma(r, scale, c, YEAR);
        long[] one = new long[t + 1];
        Arrays.fill(one, 0, t, 1);
        double density = Quadrature.adaptive(
                u -> Math.exp(curve.logLikelihood(Spells.ofTimes(List.of(Spell.lapsedAt(u)), YEAR))), t - 1, t, 1e-12);
        double left = Math.exp(curve.logLikelihood(CohortCounts.of(YEAR, one)));
        assertEquals(density, left, 1e-10 * density);
        one[t] = 1;
        assertEquals(
                curve.logLikelihood(Spells.ofTimes(List.of(Spell.activeAt(t)), YEAR)),
                curve.logLikelihood(CohortCounts.of(YEAR, one)),
                1e-12 * (1 + t));
        ExponentialGamma constant = new ExponentialGamma(r, scale, YEAR);
        assertEquals(
                new WeibullGamma(r, scale, 1, YEAR).logLikelihood(HIGH_END),
                constant.logLikelihood(HIGH_END),
                1e-12 * Math.abs(constant.logLikelihood(HIGH_END)));
    }

    /** By the hazard, integrated over each renewal, over the whole range of the curve. */
    @Property(tries = 2000)
    void isTheSumOfTheHazardBetweenRenewals(
            @ForAll @DoubleRange(min = -4, max = 4) double logR,
            @ForAll @DoubleRange(min = -4, max = 4) double logScale,
            @ForAll @DoubleRange(min = -1, max = 1) double logC,
            @ForAll @IntRange(min = 1, max = 100) int longest) {
        WeibullGamma curve = new WeibullGamma(Math.pow(10, logR), Math.pow(10, logScale), Math.pow(10, logC), YEAR);
        long[] counts = new long[longest + 1];
        Arrays.setAll(counts, t -> 2L * longest + 1 - t);
        double found = curve.logLikelihood(CohortCounts.of(YEAR, counts));
        double expected = 0;
        double size = 0;
        for (int t = 1; t <= longest; t++) {
            // at 0 the hazard may be infinite
            double lost = t == 1 ? -curve.logSurvival(1) : Quadrature.gaussLegendre(curve::hazard, t - 1, t, 4, 16);
            double left = lost > 1 ? Math.log1p(-Math.exp(-lost)) : Math.log(-Math.expm1(-lost));
            expected += left - counts[t] * lost;
            size += Math.abs(left) + counts[t] * lost;
        }
        assertTrue(found < 0, () -> curve + ": " + found);
        assertEquals(expected, found, 1e-12 * size, curve::toString);
    }

    @Test
    void derivativesAreThoseOfTheValue() {
        for (CohortCounts counts : List.of(HIGH_END, REGULAR, CohortCounts.of(YEAR, new long[] {9, 9, 4, 4, 1, 0}))) {
            derivatives(WeibullGamma.likelihood(counts), -0.7, 1.1, 0.4);
            derivatives(WeibullGamma.likelihood(counts), 3, 4, -0.5);
            derivatives(WeibullGamma.likelihood(counts), 9, 12, 0.2);
            derivatives(WeibullGamma.likelihood(counts), -2, -3, 1.2);
            derivatives(ExponentialGamma.likelihood(counts), 0.9, 2);
            derivatives(ExponentialGamma.likelihood(counts), 7, 8);
        }
    }

    private static void derivatives(Likelihood likelihood, double... u) {
        int n = u.length;
        double[] gradient = new double[n];
        double[][] hessian = new double[n][n];
        double value = likelihood.evaluate(u, gradient, hessian);
        assertEquals(likelihood.value(u), value, 0.0);
        double h = 1e-4;
        for (int j = 0; j < n; j++) {
            double[] up = u.clone();
            double[] down = u.clone();
            up[j] += h;
            down[j] -= h;
            double slope = (likelihood.value(up) - likelihood.value(down)) / (2 * h);
            assertEquals(slope, gradient[j], 1e-6 * (1 + Math.abs(value)));
            double[] above = new double[n];
            double[] below = new double[n];
            likelihood.evaluate(up, above, new double[n][n]);
            likelihood.evaluate(down, below, new double[n][n]);
            for (int i = 0; i < n; i++) {
                double second = (above[i] - below[i]) / (2 * h);
                assertEquals(second, hessian[i][j], 1e-6 * (1 + Math.abs(value)), "d2 " + i + " " + j);
            }
        }
    }

    @Test
    void simulatedCustomersGiveTheTruthBack() {
        WeibullGamma truth = new WeibullGamma(1.2, 6, 1.4, YEAR);
        CohortCounts counts = simulated(truth, 3000, 10, 11);
        FitOutcome<WeibullGamma> fit = WeibullGamma.fit(counts);
        within4Errors(fit, truth);
        assertEquals(5 * 3000, fit.report().observations());
        ExponentialGamma simple = new ExponentialGamma(1.5, 5, YEAR);
        within4Errors(ExponentialGamma.fit(simulated(simple, 3000, 10, 12)), simple);
    }

    private static void within4Errors(FitOutcome<? extends ParametricCurve> fit, ParametricCurve truth) {
        double[] found = fit.orThrow().parameters();
        for (int j = 0; j < found.length; j++) {
            assertEquals(truth.parameters()[j], found[j], 4 * fit.report().standardErrors()[j], fit::toString);
        }
    }

    /** Five cohorts, each a renewal younger than the one before. */
    private static CohortCounts simulated(ParametricCurve truth, int customers, int oldest, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[][] rows = new long[5][];
        for (int cohort = 0; cohort < rows.length; cohort++) {
            long[] row = new long[oldest + 1 - cohort];
            for (int i = 0; i < customers; i++) {
                double stayed = truth.simulateTenure(0, random);
                for (int t = 0; t < row.length && t < stayed; t++) {
                    row[t]++;
                }
            }
            rows[cohort] = row;
        }
        return CohortCounts.of(YEAR, rows);
    }

    /** Small cohorts of all shapes: the fit is the best of many starts, or says that it is none. */
    @Test
    void convergedIsTheBestOfManyStarts() {
        SplittableRandom random = new SplittableRandom(7);
        int converged = 0;
        for (int i = 0; i < 60 * SWEEP; i++) {
            WeibullGamma truth = new WeibullGamma(
                    Math.exp(3 * random.nextDouble() - 1),
                    Math.exp(4 * random.nextDouble()),
                    Math.exp(1.4 * random.nextDouble() - 0.7),
                    YEAR);
            CohortCounts counts = simulated(truth, 30 + random.nextInt(400), 5 + random.nextInt(10), i);
            converged += bestOfManyStarts(WeibullGamma.fit(counts), WeibullGamma.likelihood(counts));
            converged += bestOfManyStarts(ExponentialGamma.fit(counts), ExponentialGamma.likelihood(counts));
        }
        assertTrue(converged > 40 * SWEEP, "converged " + converged);
    }

    private static int bestOfManyStarts(FitOutcome<? extends ParametricCurve> fit, Likelihood likelihood) {
        if (!fit.isConverged()) {
            return 0;
        }
        NewtonMaximizer.Objective objective = (NewtonMaximizer.Objective) likelihood;
        for (double r : new double[] {-1.5, 0.5, 3}) {
            for (double scale : new double[] {-1, 1, 4}) {
                for (double c : likelihood.names().size() > 2 ? new double[] {-0.5, 0.5} : new double[] {0}) {
                    double[] start = Arrays.copyOf(
                            new double[] {r, scale, c}, likelihood.names().size());
                    double reached = NewtonMaximizer.within(12)
                            .maximize(objective, start)
                            .value();
                    assertTrue(
                            fit.report().logLikelihood() >= reached - 1e-6,
                            () -> fit + " but " + reached + " from " + r + ", " + scale + ", " + c);
                }
            }
        }
        return 1;
    }

    @Test
    void cohortsOfAnyOrderAreOneBase() {
        CohortCounts one =
                CohortCounts.of(YEAR, new long[] {1000, 820, 700, 615, 550}, new long[] {1200, 980, 835, 735});
        CohortCounts other =
                CohortCounts.of(YEAR, new long[] {1200, 980, 835, 735}, new long[] {1000, 820, 700, 615, 550});
        assertEquals(ExponentialGamma.fit(one), ExponentialGamma.fit(other));
        ExponentialGamma curve = new ExponentialGamma(0.7, 2, YEAR);
        assertEquals(
                curve.logLikelihood(one.cohort(0)) + curve.logLikelihood(one.cohort(1)),
                curve.logLikelihood(one),
                1e-10);
    }

    @Test
    void customersWhoAreAlikeAreNamed() {
        CohortCounts geometric = CohortCounts.of(YEAR, new long[] {100000, 80000, 64000, 51200, 40960});
        FitOutcome<ExponentialGamma> flat = ExponentialGamma.fit(geometric);
        assertTrue(flat.toString().contains("all customers leave at one common rate"), flat::toString);
        assertFalse(flat.report().verdict() == FitVerdict.CONVERGED, flat::toString);
        // churn that rises, as no mixture of constant rates can
        CohortCounts rising = CohortCounts.of(YEAR, new long[] {1000, 950, 850, 600, 200});
        FitOutcome<ExponentialGamma> none = ExponentialGamma.fit(rising);
        assertEquals(FitVerdict.BOUNDARY, none.report().verdict());
        assertTrue(reason(none).contains("all customers leave at one common rate"), none::toString);
        assertEquals(
                ConstantRetention.fit(rising).report().logLikelihood(),
                none.report().logLikelihood(),
                1e-2);
    }

    @Test
    void saysWhatTheDataCannotTell() {
        assertEquals(
                "nobody has left: the likelihood rises towards a curve that stays at 1",
                reason(ExponentialGamma.fit(CohortCounts.of(YEAR, new long[] {100, 100, 100}))));
        assertEquals(
                "nobody has left: the likelihood rises towards a curve that stays at 1",
                reason(WeibullGamma.fit(CohortCounts.of(YEAR, new long[] {100, 100, 100, 100}))));
        assertEquals(
                "nobody has made a renewal: the likelihood rises towards a curve that falls to 0 at once",
                reason(WeibullGamma.fit(CohortCounts.of(YEAR, new long[] {100, 0}))));
        assertEquals(
                "no renewal has fallen due: nothing is known of who stays",
                reason(ExponentialGamma.fit(CohortCounts.of(YEAR, new long[] {100}))));
        assertEquals(
                "only 1 renewal has been observed, fewer than the 2 parameters",
                reason(ExponentialGamma.fit(CohortCounts.of(YEAR, new long[] {100, 70}))));
        assertEquals(
                "only 2 renewals have been observed, fewer than the 3 parameters",
                reason(WeibullGamma.fit(CohortCounts.of(YEAR, new long[] {100, 70, 60}))));
        assertEquals(
                "unit must be the curve's, MONTH, was YEAR (of the cohorts or spells)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new WeibullGamma(1, 2, 1, PeriodUnit.MONTH).logLikelihood(HIGH_END))
                        .getMessage());
        assertEquals(
                List.of(
                        "Only 4 customers have left, fewer than 5 for each of the 2 parameters: the estimates are rough."),
                ExponentialGamma.likelihood(CohortCounts.of(YEAR, new long[] {9, 7, 6, 5}))
                        .warnings());
    }

    private static String reason(FitOutcome<?> outcome) {
        return outcome.fold(model -> "converged", no -> no.reason());
    }
}
