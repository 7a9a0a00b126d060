package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

class TimeVaryingParetoNbdFitTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final CovariateCoding PROMOTION = TimeVaryingParetoNbdTest.raw("promotion");
    private static final CovariateCoding SERVICE = TimeVaryingParetoNbdTest.raw("service");
    private static final TimeVaryingParetoNbd TRUTH = TimeVaryingParetoNbd.of(
            new ParetoNbd(1.2, 6, .9, 20, WEEK), PROMOTION, new double[] {.8}, SERVICE, new double[] {-.7});

    /** Customers who joined over a year, observed for up to 78 weeks, with own promotions and spells of service. */
    private static PurchaseHistories simulated(int customers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] age = new double[customers];
        List<CovariatePath> paths = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            age[i] = 26 + 52 * random.nextDouble();
            CovariatePath path = CovariatePath.of(WEEK, "promotion", "service");
            for (double end = random.nextDouble() * 4; path.reach() < age[i]; end += 4) {
                path = path.until(end, random.nextInt(3) == 0 ? 1 : 0, random.nextInt(2));
            }
            paths.add(path);
        }
        PurchaseHistories like = PurchaseHistories.ofColumns(new int[customers], new double[customers], age, WEEK)
                .withPaths(paths);
        return TRUTH.simulateHistories(like, random);
    }

    /** Intervals of 90 % hold the truth as often as they say, over data sets; each fit converges. */
    @Test
    void recoversTheTruthAndCoversIt() {
        int sets = 50;
        int customers = 500 * Integer.getInteger("customerequity.sweep", 1);
        double[] truth = TRUTH.parameters();
        int[] covered = new int[truth.length];
        double[] mean = new double[truth.length];
        double[] error = new double[truth.length];
        for (int k = 0; k < sets; k++) {
            FitOutcome<TimeVaryingParetoNbd> fit =
                    TimeVaryingSpecification.of(PROMOTION, SERVICE).fit(simulated(customers, 1000 + k));
            int set = k;
            assertTrue(fit.isConverged(), () -> "set " + set + ": " + fit.report());
            double[] found = fit.orThrow().parameters();
            for (int j = 0; j < truth.length; j++) {
                Interval interval = fit.report()
                        .parameter(fit.report().parameterNames().get(j))
                        .confidenceInterval(0.90);
                covered[j] += interval.lower() <= truth[j] && truth[j] <= interval.upper() ? 1 : 0;
                mean[j] += found[j] / sets;
                error[j] += Math.pow(fit.report().standardErrors()[j], 2) / sets;
            }
        }
        for (int j = 0; j < truth.length; j++) {
            // 45 of 50 expected; fewer than 37 or all of 300 in a row would be a chance of 1 in 1000
            assertTrue(covered[j] >= 37, () -> "covered " + Arrays.toString(covered));
            // the baselines of dropout are skewed in samples of this size
            double tolerance = 4 * Math.sqrt(error[j] / sets) + (j < 4 ? 0.5 * Math.sqrt(error[j]) : 0);
            assertEquals(truth[j], mean[j], tolerance, "mean of parameter " + j);
        }
    }

    @Test
    void reachesTheMaximumFromPermutedAndRescaledData() {
        PurchaseHistories histories = simulated(300, 5);
        FitOutcome<TimeVaryingParetoNbd> fit =
                TimeVaryingSpecification.of(PROMOTION, SERVICE).fit(histories);
        double[] found = fit.orThrow().parameters();
        assertEquals(
                Arrays.stream(fit.orThrow().logLikelihood(histories)).sum(),
                fit.report().logLikelihood(),
                1e-10 * Math.abs(fit.report().logLikelihood()));
        int[] backwards = new int[histories.size()];
        Arrays.setAll(backwards, i -> backwards.length - 1 - i);
        double[] permuted = TimeVaryingSpecification.of(PROMOTION, SERVICE)
                .fit(histories.select(backwards))
                .orThrow()
                .parameters();
        double[] inDays = TimeVaryingSpecification.of(PROMOTION, SERVICE)
                .fit(inDays(histories))
                .orThrow()
                .parameters();
        for (int j = 0; j < found.length; j++) {
            assertEquals(found[j], permuted[j], 1e-6, "permuted " + j);
            assertEquals(found[j] + (j == 1 || j == 3 ? Math.log(7) : 0), inDays[j], 1e-6, "in days " + j);
        }
        LikelihoodRatioTest test =
                LikelihoodRatioTest.of(ParetoNbd.fit(histories).report(), fit.report());
        assertTrue(test.statistic() > 20, () -> "plain against covariates: " + test);
    }

    private static PurchaseHistories inDays(PurchaseHistories weeks) {
        List<PurchaseHistory> rows = weeks.asList();
        List<CovariatePath> paths = new ArrayList<>();
        for (PurchaseHistory h : rows) {
            CovariatePath path = CovariatePath.of(PeriodUnit.DAY, "promotion", "service");
            int[] counts = new int[h.path().periods()];
            for (int k = 0; k < counts.length; k++) {
                path = path.until(
                        7 * h.path().end(k), h.path().value(k, 0), h.path().value(k, 1));
                counts[k] = h.path().purchases(k);
            }
            paths.add(path.withPurchaseCounts(counts));
        }
        return PurchaseHistories.ofColumns(
                        weeks.frequencies(),
                        Arrays.stream(weeks.recencies()).map(t -> 7 * t).toArray(),
                        Arrays.stream(weeks.ages()).map(t -> 7 * t).toArray(),
                        PeriodUnit.DAY)
                .withPaths(paths);
    }

    /** One coefficient where two were: its derivative is the sum of theirs, and a test says whether one will do. */
    @Test
    void equalCoefficientsAreOneParameter() {
        PurchaseHistories histories = simulated(300, 5);
        CovariateCoding both = TimeVaryingParetoNbdTest.raw("promotion", "service");
        TimeVaryingSpecification free = TimeVaryingSpecification.of(both, both);
        TimeVaryingSpecification tied = free.withEqualCoefficient("service");
        FitOutcome<TimeVaryingParetoNbd> one = tied.fit(histories);
        FitOutcome<TimeVaryingParetoNbd> two = free.fit(histories);
        TimeVaryingParetoNbd model = one.orThrow();
        assertEquals(
                List.of(
                        "ln r",
                        "ln alpha",
                        "ln s",
                        "ln beta",
                        "purchases: promotion",
                        "purchases and dropout: service",
                        "dropout: promotion"),
                model.parameterNames());
        assertEquals(model.purchaseCoefficients()[1], model.dropoutCoefficients()[1], 0.0);
        assertEquals(List.of("service"), model.equalCoefficients());
        assertEquals(model, model.withParameters(model.parameters()));
        double[] u = {.1, .4, .2, 1.3, .5, -.3, .4};
        double[] gradient = new double[7];
        tied.likelihood(histories).evaluate(u, gradient, new double[7][7]);
        double[] all = new double[8];
        free.likelihood(histories).evaluate(new double[] {.1, .4, .2, 1.3, .5, -.3, .4, -.3}, all, new double[8][8]);
        assertEquals(all[5] + all[7], gradient[5], 1e-9 * Math.abs(gradient[5]));
        assertEquals(all[6], gradient[6], 1e-9 * Math.abs(gradient[6]));
        // service keeps customers and does nothing for purchases
        LikelihoodRatioTest test = LikelihoodRatioTest.of(one.report(), two.report());
        assertEquals(1, test.degreesOfFreedom());
        assertTrue(test.statistic() > 4, () -> "equal: " + test);
        message(
                "equal must be one of [promotion], was \"service\"",
                () -> TimeVaryingSpecification.of(PROMOTION, SERVICE).withEqualCoefficient("service"));
        CovariateCoding scaled = CovariateCoding.ofCovariates(List.of(new CodedCovariate.Number("promotion", 0, 2)));
        message(
                "equal must be measured alike in both",
                () -> TimeVaryingSpecification.of(PROMOTION, scaled).withEqualCoefficient("promotion"));
    }

    /** J = LL/N - k |g|^2 has no slope at its maximum; a prior worth n customers takes a coefficient to N/(N + n) of itself. */
    @Test
    void priorsDrawCoefficientsTowardsZero() {
        PurchaseHistories histories = simulated(400, 9);
        TimeVaryingSpecification plain = TimeVaryingSpecification.of(PROMOTION, SERVICE);
        double[] free = plain.fit(histories).orThrow().parameters();
        double k1 = 0.01;
        double k2 = 0.02;
        FitOutcome<TimeVaryingParetoNbd> ridge =
                plain.withPrior(PriorStrength.perCustomer(k1, k2)).fit(histories);
        double[] drawn = ridge.orThrow().parameters();
        Likelihood likelihood = plain.likelihood(histories);
        double[] slope = new double[6];
        double value = likelihood.evaluate(likelihood.searchPoint(drawn), slope, new double[6][6]);
        double[] expected = {0, 0, 0, 0, 2 * 400 * k1 * drawn[4], 2 * 400 * k2 * drawn[5]};
        for (int j = 0; j < 6; j++) {
            assertEquals(expected[j], slope[j], 1e-4, "slope " + j);
        }
        assertTrue(Math.abs(drawn[4]) < Math.abs(free[4]) && Math.abs(drawn[5]) < Math.abs(free[5]));
        assertEquals(value + likelihood.offset(), ridge.report().logLikelihood(), 1e-9 * Math.abs(value));
        assertFalse(ridge.report().isLikelihood());
        double[] half = plain.withPrior(PriorStrength.worthObservations(400))
                .fit(histories)
                .orThrow()
                .parameters();
        assertEquals(0.5, half[4] / free[4], 0.08, "worth as much as the data");
    }

    /** Without covariates it is the fit of the Pareto/NBD. */
    @Test
    void withoutCovariatesItIsThePlainFit() {
        PurchaseHistories histories = simulated(300, 6);
        FitReport plain = ParetoNbd.fit(histories).report();
        FitReport own = TimeVaryingSpecification.of(CovariateCoding.none(), CovariateCoding.none())
                .fit(histories)
                .report();
        assertEquals(plain.logLikelihood(), own.logLikelihood(), 1e-9 * Math.abs(plain.logLikelihood()));
        for (int j = 0; j < 4; j++) {
            assertEquals(Math.log(plain.estimates()[j]), own.estimates()[j], 1e-5, "parameter " + j);
            assertEquals(plain.standardErrors()[j] / plain.estimates()[j], own.standardErrors()[j], 1e-5, "error " + j);
        }
    }

    /** Standardised or not: the coefficient scales, the baseline shifts, the model is the same. */
    @Test
    void scaleOfACovariateScalesItsCoefficientAndNothingElse() {
        PurchaseHistories histories = simulated(300, 7);
        CovariateCoding shifted = CovariateCoding.ofCovariates(List.of(new CodedCovariate.Number("promotion", 0, .25)));
        double[] one = TimeVaryingSpecification.of(PROMOTION, SERVICE)
                .fit(histories)
                .orThrow()
                .parameters();
        double[] four = TimeVaryingSpecification.of(shifted, SERVICE)
                .fit(histories)
                .orThrow()
                .parameters();
        for (int j = 0; j < one.length; j++) {
            assertEquals(one[j] * (j == 4 ? .25 : 1), four[j], 1e-6, "parameter " + j);
        }
    }

    @Test
    void learnsHowCovariatesAreMeasured() {
        PurchaseHistories histories = PurchaseHistories.ofColumns(
                        new int[] {0, 0}, new double[2], new double[] {3, 5}, WEEK)
                .withPaths(List.of(
                        CovariatePath.of(WEEK, "flag", "price").until(2, 0, 10).until(9, 1, 13),
                        CovariatePath.of(WEEK, "flag", "price").until(5, 0, 8).until(9, 1, 1000)));
        // eight weeks: 2 at 10, 1 at 13, 5 at 8; what comes after the observation does not count
        double mean = (2 * 10 + 13 + 5 * 8) / 8.0;
        double square = (2 * Math.pow(10 - mean, 2) + Math.pow(13 - mean, 2) + 5 * Math.pow(8 - mean, 2)) / 8;
        CovariateCoding coding = TimeVaryingParetoNbd.codingOf(histories, "price", "flag");
        CodedCovariate.Number price =
                (CodedCovariate.Number) coding.covariates().get(0);
        assertEquals(mean, price.centre(), 1e-14);
        assertEquals(Math.sqrt(square), price.scale(), 1e-14);
        assertEquals(
                new CodedCovariate.Number("flag", 0, 1), coding.covariates().get(1));
    }

    private static void message(String part, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void refusesWhatCannotBeIdentified() {
        PurchaseHistories histories = PurchaseHistories.ofColumns(
                        new int[] {0, 0}, new double[2], new double[] {3, 5}, WEEK)
                .withPaths(List.of(
                        CovariatePath.of(WEEK, "same", "a", "twice")
                                .until(2, 4, 0, 1)
                                .until(9, 4, 1, 3),
                        CovariatePath.of(WEEK, "same", "a", "twice")
                                .until(3, 4, 5, 11)
                                .until(9, 4, 2, 5)));
        message("covariate \"same\" must differ", () -> TimeVaryingParetoNbd.codingOf(histories, "same"));
        message(
                "covariate \"twice\" must say something that the others do not, was made up of [a]",
                () -> TimeVaryingParetoNbd.codingOf(histories, "a", "twice"));
        message("path must have \"b\", was [same, a, twice]", () -> TimeVaryingParetoNbd.codingOf(histories, "b"));
        PurchaseHistories without = PurchaseHistories.ofColumns(new int[] {0}, new double[1], new double[] {3}, WEEK);
        message("history must have a path, was without", () -> TimeVaryingParetoNbd.codingOf(without, "a"));
        message(
                "history must have a path",
                () -> TimeVaryingSpecification.of(PROMOTION, PROMOTION).fit(without));
        PurchaseHistories nobody = PurchaseHistories.ofColumns(new int[0], new double[0], new double[0], WEEK);
        message(
                "histories must have at least one customer",
                () -> TimeVaryingSpecification.of(CovariateCoding.none(), CovariateCoding.none())
                        .fit(nobody));
        PurchaseHistories few = PurchaseHistories.ofColumns(
                        new int[] {3, 1}, new double[] {1, 1}, new double[] {3, 5}, WEEK)
                .withPaths(List.of(
                        histories.path(0).withPurchases(1, 1, 1),
                        histories.path(1).withPurchases(1)));
        assertEquals(
                "covariates must leave at most as many parameters as repeat purchases, 4, was 5 parameters (more than the"
                        + " data can carry: take fewer covariates)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TimeVaryingSpecification.of(
                                                TimeVaryingParetoNbdTest.raw("a"), CovariateCoding.none())
                                        .fit(few))
                        .getMessage());
        FitOutcome<TimeVaryingParetoNbd> outcome = TimeVaryingSpecification.of(
                        TimeVaryingParetoNbdTest.raw("a"), CovariateCoding.none())
                .fit(histories);
        assertFalse(outcome.isConverged());
        assertTrue(outcome.fold(m -> "", FitOutcome.NotConverged::reason).contains("has bought again"));
    }
}
