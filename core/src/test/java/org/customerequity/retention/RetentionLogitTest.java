package org.customerequity.retention;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.survey.CustomerSatisfaction;
import org.customerequity.survey.NetPromoterScore;
import org.customerequity.survey.RatingCounts;
import org.customerequity.survey.RatingScale;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Retention by score. Sheet: section 13 of the driver-model extensions; further digits by mpmath at 40 digits. */
@Seeded
class RetentionLogitTest {
    private static final RatingScale NPS = RatingScale.ZERO_TO_TEN;
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    private static final long[] ASKED = {8, 5, 9, 12, 15, 30, 34, 62, 88, 70, 67};
    private static final long[] RETAINED = {3, 2, 4, 6, 8, 17, 21, 44, 68, 57, 56};
    private static final RetentionByScore SHEET = RetentionByScore.ofCounts(NPS, ASKED, RETAINED, YEAR);
    private static final FitOutcome<RetentionLogit> LINE = RetentionLogit.fit(SHEET);
    private static final FitOutcome<RetentionLogit> CLASSES = RetentionLogit.fit(SHEET, ScoreForm.netPromoter());

    private static double value(double retention) {
        return 100 * retention / (1.1 - retention);
    }

    @Test
    void lineOfTheSheet() {
        RetentionLogit line = LINE.orThrow();
        assertEquals(List.of("intercept", "score"), line.parameterNames());
        check(-0.801766580607339928, 0.34758327949506636, line.coefficient("intercept"));
        check(0.244481344779603495, 0.0477084585187827713, line.coefficient("score"));
        close(-0.0156476542171327915, line.covariance()[0][1], 1e-13);
        close(-225.101614897660413, line.logLikelihood(), 1e-14);
        close(5.12448635671914321, line.zScore("score"), 1e-13);
        close(2.98349950894719719e-7, line.pValue("score"), 1e-12);
        close(1.27695884005, line.oddsRatio("score").value(), 4e-12);
        close(1.27695884005 * 0.0477084585188, line.oddsRatio("score").standardError(), 1e-11);
        check(0.0461632616045804183, 0.00794023531183368396, line.averageMarginalEffect("score"));
        LikelihoodRatioTest lack = line.lackOfFit();
        // 0.81 from logarithms of 225
        close(0.811700546925423888, lack.statistic(), 1e-12);
        close(0.999762635585076732, lack.pValue(), 1e-12);
        assertEquals(9, lack.degreesOfFreedom());
        close(0.0583316595681313223, line.mcFadden(), 1e-13);
        close(27.8878458681641175, line.likelihoodRatioTest().statistic(), 1e-13);
        close(1.28554759324415107e-7, line.likelihoodRatioTest().pValue(), 1e-12);
        assertEquals(1, line.likelihoodRatioTest().degreesOfFreedom());
    }

    @Test
    void retentionAtSeven() {
        Estimate seven = LINE.orThrow().retention(7);
        close(0.712918883193811617, seven.value(), 1e-14);
        Interval interval = seven.confidenceInterval(0.95);
        close(0.664580734962821718, interval.lower(), 1e-14);
        close(0.756839701270258825, interval.upper(), 1e-14);
        assertEquals(seven.value(), LINE.orThrow().retentions()[7]);
        assertArrayEquals(
                new double[] {seven.value(), LINE.orThrow().retention(0).value()},
                LINE.orThrow().retentions(new int[] {7, 0}),
                0);
    }

    @Test
    void everyoneOnePointUp() {
        RetentionLogit line = LINE.orThrow();
        check(0.03878035252823998, 0.00675656258653828752, line.changeOfRetention(1));
        check(-0.097792248769065142, 0.0181760274654626644, line.changeOfRetention(-2));
        Estimate value = line.changeOfValue(1, RetentionLogitTest::value);
        close(32.2104003177673541, value.value(), 1e-12);
        // the slope of the value is by differences
        close(7.08705609306718691, value.standardError(), 1e-9);
        assertEquals(Estimate.of(0, 0), line.changeOfRetention(0));
        // value at the mean of retention is another number
        double mean = 286.0 / 400;
        double change = line.changeOfRetention(1).value();
        assertTrue(Math.abs(value(mean + change) - value(mean) - value.value()) > 0.1);
    }

    @Test
    void classesOfTheSheet() {
        RetentionLogit classes = CLASSES.orThrow();
        assertEquals(List.of("intercept", "promoter", "detractor"), classes.parameterNames());
        check(1.08091271156870877, 0.187734815370659576, classes.coefficient("intercept"));
        check(0.468421276795686176, 0.292849082448701211, classes.coefficient("promoter"));
        check(-0.921282565976824879, 0.26621151882661969, classes.coefficient("detractor"));
        close(-226.431262289081324, classes.logLikelihood(), 1e-14);
        close(3.47099532976724689, classes.lackOfFit().statistic(), 1e-12);
        close(0.901429005923402276, classes.lackOfFit().pValue(), 1e-12);
        // of classes, retention is what was counted
        close(113.0 / 137, classes.retention(9).value(), 1e-14);
        close(
                61.0 / 113 - 112.0 / 150,
                classes.averageMarginalEffect("detractor").value(),
                1e-14);
        // difference of two shares, each with its own error
        double p = 61.0 / 113;
        double q = 112.0 / 150;
        close(
                Math.sqrt(p * (1 - p) / 113 + q * (1 - q) / 150),
                classes.averageMarginalEffect("detractor").standardError(),
                1e-13);
        // detractors made passive: 113 of 400 move
        close(
                113.0 / 400 * (q - p),
                classes.changeOfRetentionTo(s -> s <= 6 ? 7 : s).value(),
                1e-13);
        assertEquals(
                LINE.orThrow().parameters().length + 1,
                CLASSES.report().parameterNames().size());
    }

    @Test
    void reportOfTheFit() {
        assertEquals(FitVerdict.CONVERGED, LINE.report().verdict());
        assertArrayEquals(LINE.orThrow().parameters(), LINE.report().estimates());
        assertEquals(LINE.orThrow().coefficient("score"), LINE.report().parameter("score"));
        assertEquals(400, LINE.report().observations());
        assertEquals(LINE.orThrow().logLikelihood(), LINE.report().logLikelihood());
        assertTrue(LINE.report().gradientNorm() < 1e-10);
        assertEquals(List.of(), LINE.report().warnings());
        assertTrue(LINE.report().isLikelihood());
        assertEquals(YEAR, LINE.orThrow().unit());
        assertTrue(LINE.orThrow().toString().startsWith("log-odds of retention per year: intercept -0.80176658060733"));
    }

    /** Sheet 23 has no ridge of this model; mpmath at 40 digits. */
    @Test
    void ridge() {
        FitOutcome<RetentionLogit> outcome = RetentionLogit.fitRidge(SHEET, ScoreForm.linear(), 5);
        RetentionLogit line = outcome.orThrow();
        check(-0.702515600514516665, 0.327307064139442339, line.coefficient("intercept"));
        check(0.230056758625145282, 0.0445197981134312174, line.coefficient("score"));
        close(-225.147600199985448, line.logLikelihood(), 1e-14);
        close(1.94148168438096677, line.effectiveParameters(), 1e-13);
        close(2, LINE.orThrow().effectiveParameters(), 1e-14);
        assertFalse(outcome.report().isLikelihood());
        fails(
                IllegalStateException.class,
                "what was maximised is no likelihood, because it is penalised by a ridge",
                line::lackOfFit);
        check(
                0.24143228415154374,
                0.0470230731581447372,
                RetentionLogit.fitRidge(SHEET, ScoreForm.linear(), 1).orThrow().coefficient("score"));
    }

    @Test
    void aRidgeIsSearchedAsTold() {
        FitOutcome<RetentionLogit> full = RetentionLogit.fitRidge(SHEET, ScoreForm.linear(), 5);
        int needed = full.report().iterations();
        assertEquals(
                full.orThrow(),
                RetentionLogit.fitRidge(SHEET, ScoreForm.linear(), 5, new FitOptions(needed))
                        .orThrow());
        FitOutcome<RetentionLogit> cut = RetentionLogit.fitRidge(SHEET, ScoreForm.linear(), 5, new FitOptions(1));
        assertEquals(FitVerdict.NOT_CONVERGED, cut.report().verdict());
        assertTrue(needed > 1);
        rejectsNull("options", () -> RetentionLogit.fitRidge(SHEET, ScoreForm.linear(), 5, null));
    }

    /** All of the promoters were retained: the likelihood has no maximum, with a ridge it has (mpmath). */
    @Test
    void aClassRetainedWhole() {
        long[] asked = {0, 0, 0, 6, 0, 0, 0, 20, 20, 5, 7};
        long[] retained = {0, 0, 0, 2, 0, 0, 0, 10, 14, 5, 7};
        RetentionByScore counts = RetentionByScore.ofCounts(NPS, asked, retained, YEAR);
        FitOutcome<RetentionLogit> outcome = RetentionLogit.fit(counts, ScoreForm.netPromoter());
        assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict());
        fails(
                FitException.class,
                "fit not tried: all of the 12 customers in class promoter (9 to 10) were retained, so that its log-odds"
                        + " are infinite (merge it with another class, or fitRidge)",
                outcome::orThrow);
        RetentionLogit ridge =
                RetentionLogit.fitRidge(counts, ScoreForm.netPromoter(), 1).orThrow();
        check(0.44338979737706195, 0.317696102861990772, ridge.coefficient("intercept"));
        check(2.77240766242832837, 1.10086373314543793, ridge.coefficient("promoter"));
        check(-1.06224706095410906, 0.847088659710496218, ridge.coefficient("detractor"));
        // in a straight line the same answers have a maximum
        assertTrue(RetentionLogit.fit(counts).isConverged());
    }

    @Test
    void whyThereIsNoMaximum() {
        RatingScale five = RatingScale.FIVE_POINT;
        notTried(
                "all customers with a score above 3 were retained and none with one below, so that the slope is infinite"
                        + " (more answers, or fitRidge)",
                RetentionLogit.fit(
                        RetentionByScore.ofCounts(five, new long[] {2, 3, 4, 5, 6}, new long[] {0, 0, 2, 5, 6}, YEAR)));
        notTried(
                "all customers with a score below 2 were retained and none with one above, so that the slope is infinite"
                        + " (more answers, or fitRidge)",
                RetentionLogit.fit(
                        RetentionByScore.ofCounts(five, new long[] {2, 3, 0, 5, 6}, new long[] {2, 0, 0, 0, 0}, YEAR)));
        notTried(
                "all customers gave the score 2, so that there is no slope (ask on a finer scale)",
                RetentionLogit.fitRidge(
                        RetentionByScore.ofCounts(five, new long[] {0, 9, 0, 0, 0}, new long[] {0, 4, 0, 0, 0}, YEAR),
                        ScoreForm.linear(),
                        1));
        notTried(
                "none of the 9 customers were retained, so that no score tells who stays (a longer period, or more"
                        + " answers)",
                RetentionLogit.fit(RetentionByScore.ofCounts(five, new long[] {0, 9, 0, 0, 0}, new long[5], YEAR)));
        RetentionByScore gap =
                RetentionByScore.ofCounts(five, new long[] {9, 9, 9, 0, 0}, new long[] {4, 4, 5, 0, 0}, YEAR);
        notTried(
                "nobody is in class topBox (4 to 5), whose retention is not known (merge it with another class)",
                RetentionLogit.fit(gap, ScoreForm.topBox(five, 2)));
        FitOutcome<RetentionLogit> short1 = RetentionLogit.fit(SHEET, ScoreForm.linear(), new FitOptions(2));
        assertEquals(FitVerdict.NOT_CONVERGED, short1.report().verdict());
        // one score that separates but for one customer is not separated
        assertTrue(RetentionLogit.fit(
                        RetentionByScore.ofCounts(five, new long[] {2, 3, 4, 5, 6}, new long[] {0, 1, 2, 5, 6}, YEAR))
                .isConverged());
    }

    private static void notTried(String reason, FitOutcome<RetentionLogit> outcome) {
        fails(FitException.class, "fit not tried: " + reason, outcome::orThrow);
        assertFalse(outcome.report().hasStandardErrors());
        assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict());
    }

    @Test
    void fewLostAreAWarning() {
        FitOutcome<RetentionLogit> outcome = RetentionLogit.fit(RetentionByScore.ofCounts(
                RatingScale.FIVE_POINT, new long[] {2, 3, 4, 50, 60}, new long[] {1, 2, 3, 49, 59}, YEAR));
        assertEquals(
                List.of(
                        "There are only 5 customers lost for 1 slope: below ten for each, estimates are biased away from 0"
                                + " and intervals too short."),
                outcome.report().warnings());
    }

    /** Every standard error by another route: derivatives of the whole model by differences in its coefficients. */
    @Property(tries = 200)
    void standardErrorsAreThoseOfTheDeltaMethod(@ForAll int seed, @ForAll @IntRange(min = -3, max = 3) int points) {
        RetentionByScore counts = simulated(NPS, seed, 300);
        for (ScoreForm form : new ScoreForm[] {ScoreForm.linear(), ScoreForm.topBox(NPS, 3)}) {
            FitOutcome<RetentionLogit> outcome = RetentionLogit.fit(counts, form);
            RetentionLogit model = outcome.orThrow();
            String slope = model.parameterNames().get(1);
            alike(DeltaMethod.of(outcome, m -> m.retention(7).value(), Estimate.Scale.LOGIT), model.retention(7));
            alike(DeltaMethod.of(outcome, m -> m.oddsRatio(slope).value(), Estimate.Scale.LOG), model.oddsRatio(slope));
            alike(
                    DeltaMethod.of(outcome, m -> m.averageMarginalEffect(slope).value(), Estimate.Scale.LINEAR),
                    model.averageMarginalEffect(slope));
            alike(
                    DeltaMethod.of(outcome, m -> m.changeOfRetention(points).value(), Estimate.Scale.LINEAR),
                    model.changeOfRetention(points));
            alike(
                    DeltaMethod.of(
                            outcome,
                            m -> m.changeOfValue(points, RetentionLogitTest::value)
                                    .value(),
                            Estimate.Scale.LINEAR),
                    model.changeOfValue(points, RetentionLogitTest::value));
        }
    }

    private static void alike(Estimate expected, Estimate actual) {
        assertEquals(expected.scale(), actual.scale());
        assertEquals(expected.value(), actual.value());
        assertEquals(expected.standardError(), actual.standardError(), 1e-7 * expected.standardError() + 1e-12);
    }

    /** A constant added to the score changes the intercept, and by as much as the slope says. */
    @Property(tries = 300)
    void shiftingTheScaleChangesTheInterceptOnly(
            @ForAll @IntRange(min = -100_000, max = 100_000) int shift, @ForAll int seed) {
        RetentionByScore here = simulated(NPS, seed, 200);
        RatingScale moved = RatingScale.of(shift, shift + 10);
        RetentionByScore there = new RetentionByScore(moved(here.asked(), moved), moved(here.retained(), moved), YEAR);
        RetentionLogit one = RetentionLogit.fit(here).orThrow();
        RetentionLogit other = RetentionLogit.fit(there).orThrow();
        check(one.coefficient("score").value(), one.coefficient("score").standardError(), other.coefficient("score"));
        double[] b = one.parameters();
        assertEquals(b[0] - shift * b[1], other.parameters()[0], 1e-12 * (1 + Math.abs(shift * b[1])));
        check(one.retention(7).value(), one.retention(7).standardError(), other.retention(7 + shift));
        check(one.changeOfRetention(1).value(), one.changeOfRetention(1).standardError(), other.changeOfRetention(1));
        assertEquals(one.logLikelihood(), other.logLikelihood(), 1e-13 * Math.abs(one.logLikelihood()));
    }

    private static RatingCounts moved(RatingCounts counts, RatingScale to) {
        long[] n = new long[to.points()];
        Arrays.setAll(n, i -> counts.count(counts.scale().lowest() + i));
        return RatingCounts.of(to, n);
    }

    /** A score from 0 to 1000 that is 100 times one from 0 to 10 has a hundredth of its slope, and the same retention. */
    @Property(tries = 100)
    void aFinerScaleHasASmallerSlope(@ForAll int seed) {
        RetentionByScore coarse = simulated(NPS, seed, 200);
        RatingScale scale = RatingScale.of(0, 1000);
        long[] asked = new long[1001];
        long[] retained = new long[1001];
        for (int s = 0; s <= 10; s++) {
            asked[100 * s] = coarse.asked().count(s);
            retained[100 * s] = coarse.retained().count(s);
        }
        RetentionLogit one = RetentionLogit.fit(coarse).orThrow();
        RetentionLogit fine = RetentionLogit.fit(RetentionByScore.ofCounts(scale, asked, retained, YEAR))
                .orThrow();
        assertArrayEquals(new double[] {one.parameters()[0], one.parameters()[1] / 100}, fine.parameters(), 1e-12);
        check(one.retention(7).value(), one.retention(7).standardError(), fine.retention(700));
        close(
                one.averageMarginalEffect("score").value() / 100,
                fine.averageMarginalEffect("score").value(),
                1e-12);
        close(one.lackOfFit().statistic(), fine.lackOfFit().statistic(), 1e-10);
    }

    /** All answers at the far end of a long scale lose no digits: the same counts on a scale of their own agree. */
    @Property(tries = 100)
    void answersNearOneEndKeepTheirDigits(@ForAll int seed) {
        RetentionByScore own = simulated(NPS, seed, 200);
        RatingScale longScale = RatingScale.of(0, 1000);
        long[] asked = new long[1001];
        long[] retained = new long[1001];
        for (int s = 0; s <= 10; s++) {
            asked[990 + s] = own.asked().count(s);
            retained[990 + s] = own.retained().count(s);
        }
        RetentionLogit one = RetentionLogit.fit(own).orThrow();
        RetentionLogit other = RetentionLogit.fit(RetentionByScore.ofCounts(longScale, asked, retained, YEAR))
                .orThrow();
        check(one.coefficient("score").value(), one.coefficient("score").standardError(), other.coefficient("score"));
        check(one.retention(7).value(), one.retention(7).standardError(), other.retention(997));
    }

    /** Customers one by one, or counted, or in parts; and what was counted where every score is a class of its own. */
    @Property(tries = 200)
    void countsMergeAndSaturate(@ForAll int seed, @ForAll @IntRange(max = 300) int cut) {
        SplittableRandom random = new SplittableRandom(seed);
        RatingScale five = RatingScale.FIVE_POINT;
        int[] scores = random.ints(300, 1, 6).toArray();
        boolean[] stayed = new boolean[300];
        for (int i = 0; i < 300; i++) {
            stayed[i] = random.nextDouble() < 0.4 + 0.08 * scores[i];
        }
        RetentionByScore whole = RetentionByScore.ofCustomers(five, scores, stayed, YEAR);
        RetentionByScore parts = RetentionByScore.ofCustomers(
                        five, Arrays.copyOf(scores, cut), Arrays.copyOf(stayed, cut), YEAR)
                .plus(RetentionByScore.ofCustomers(
                        five, Arrays.copyOfRange(scores, cut, 300), Arrays.copyOfRange(stayed, cut, 300), YEAR));
        assertEquals(whole, parts);
        RetentionLogit every =
                RetentionLogit.fit(whole, ScoreForm.everyScore(five)).orThrow();
        for (int s = 1; s <= 5; s++) {
            close(whole.rate(s).value(), every.retention(s).value(), 1e-13);
            double p = whole.rate(s).value();
            close(
                    Math.sqrt(p * (1 - p) / whole.asked().count(s)),
                    every.retention(s).standardError(),
                    1e-12);
        }
        fails(
                UndefinedRatioException.class,
                "lack of fit is undefined, because 5 scores were given and 5 coefficients fitted",
                every::lackOfFit);
        RetentionLogit line = RetentionLogit.fit(whole).orThrow();
        // the deviance is what a class a score adds
        assertEquals(
                2 * (every.logLikelihood() - line.logLikelihood()),
                line.lackOfFit().statistic(),
                1e-10);
        // mean retention of a maximum is the one counted, and expected scores too
        double mean = 0;
        double scoreSum = 0;
        double scoreCounted = 0;
        for (int s = 1; s <= 5; s++) {
            mean += whole.asked().count(s) * line.retention(s).value() / 300;
            scoreSum += s * whole.asked().count(s) * line.retention(s).value();
            scoreCounted += s * whole.retained().count(s);
        }
        close(whole.rate().value(), mean, 1e-13);
        close(scoreCounted, scoreSum, 1e-13);
    }

    /** Intervals of 95 % of the slope and of the change cover the truth as often as they say, in simulated surveys. */
    @Test
    void intervalsCoverTheTruth() {
        int surveys = 2000;
        int slope = 0;
        int change = 0;
        int value = 0;
        double[] truth = new double[11];
        for (int s = 0; s <= 10; s++) {
            truth[s] = 1 / (1 + Math.exp(0.8 - 0.25 * s));
        }
        for (int k = 0; k < surveys; k++) {
            RetentionByScore counts = simulated(NPS, k, 500);
            RetentionLogit fit = RetentionLogit.fit(counts).orThrow();
            double up = 0;
            double worth = 0;
            for (int s = 0; s < 10; s++) {
                double share = counts.asked().count(s) / 500.0;
                up += share * (truth[s + 1] - truth[s]);
                worth += share * (value(truth[s + 1]) - value(truth[s]));
            }
            slope += fit.coefficient("score").confidenceInterval(0.95).contains(0.25) ? 1 : 0;
            change += fit.changeOfRetention(1).confidenceInterval(0.95).contains(up) ? 1 : 0;
            value += fit.changeOfValue(1, RetentionLogitTest::value)
                            .confidenceInterval(0.95)
                            .contains(worth)
                    ? 1
                    : 0;
        }
        // binomial error of 2000 is 0.005; an interval of a curved value has a little less than its level
        assertEquals(0.95, (double) slope / surveys, 0.015);
        assertEquals(0.95, (double) change / surveys, 0.015);
        assertEquals(0.95, (double) value / surveys, 0.03);
    }

    /**
     * Any counts on any scale: there is a maximum if and only if the scores of those retained and those lost overlap, and then the
     * fit is at it. More draws: {@code -Dcustomerequity.sweep=100000}.
     */
    @Test
    void anyCountsAreFittedOrRefused() {
        SplittableRandom random = new SplittableRandom(20261123);
        int converged = 0;
        int draws = Integer.getInteger("customerequity.sweep", 4_000);
        for (int d = 0; d < draws; d++) {
            int points = 2 + random.nextInt(random.nextInt(10) == 0 ? 300 : 10);
            int lowest = random.nextInt(3) * (random.nextInt(2001) - 1000);
            double steep = 6 * random.nextGaussian() / points * (random.nextInt(4) == 0 ? 8 : 1);
            double base = 3 * random.nextGaussian();
            long most = (long) Math.pow(10, random.nextDouble(0, 7));
            long[] asked = new long[points];
            long[] retained = new long[points];
            for (int i = 0; i < points; i++) {
                asked[i] = random.nextInt(3) == 0 ? 0 : random.nextLong(most + 1);
                double p = 1 / (1 + Math.exp(-base - steep * (i - points / 2)));
                retained[i] = asked[i] < 50
                        ? random.doubles(asked[i]).filter(u -> u < p).count()
                        : Math.round(asked[i] * p);
            }
            if (Arrays.stream(asked).sum() == 0) {
                continue;
            }
            RetentionByScore counts =
                    RetentionByScore.ofCounts(RatingScale.of(lowest, lowest + points - 1), asked, retained, YEAR);
            FitOutcome<RetentionLogit> outcome = RetentionLogit.fit(counts);
            assertEquals(overlap(asked, retained), outcome.isConverged(), () -> counts + ": " + outcome);
            if (outcome.isConverged()) {
                converged++;
                requireMaximum(outcome.orThrow(), asked, retained);
            }
            // a ridge has a maximum wherever there is a retained and a lost customer, and more than one score
            long stayed = Arrays.stream(retained).sum();
            boolean both = stayed > 0 && stayed < Arrays.stream(asked).sum();
            boolean scores = Arrays.stream(asked).filter(n -> n > 0).count() > 1;
            assertEquals(
                    both && scores,
                    RetentionLogit.fitRidge(counts, ScoreForm.linear(), 1).isConverged(),
                    counts::toString);
        }
        assertTrue(converged > draws / 2, converged + " converged");
    }

    /** The step that Newton would still take, with nothing but the definition, is next to nothing in standard errors. */
    private static void requireMaximum(RetentionLogit fit, long[] asked, long[] retained) {
        double[] b = fit.parameters();
        int lowest = fit.counts().scale().lowest();
        double middle = lowest + (asked.length - 1) / 2.0;
        double g0 = 0;
        double g1 = 0;
        double size0 = 0;
        double size1 = 0;
        for (int i = 0; i < asked.length; i++) {
            double x = lowest + i - middle;
            double p = 1 / (1 + Math.exp(-(b[0] + b[1] * middle) - b[1] * x));
            g0 += retained[i] - asked[i] * p;
            g1 += x * (retained[i] - asked[i] * p);
            size0 += asked[i] * p * (1 - p);
            size1 += x * x * asked[i] * p * (1 - p);
            assertTrue(fit.retentions()[i] >= 0 && fit.retentions()[i] <= 1);
        }
        // the intercept at score 0 has lost digits where scores are around 1000
        double rounding = 1e-14 * (1 + Math.abs(b[0]) + Math.abs(b[1] * middle));
        long n = Arrays.stream(asked).sum();
        assertEquals(0, g0, 1e-8 * Math.sqrt(size0) + rounding * n, fit::toString);
        assertEquals(0, g1, 1e-8 * Math.sqrt(size1) + rounding * n * asked.length, fit::toString);
        assertTrue(fit.coefficient("score").standardError() > 0);
        assertTrue(fit.likelihoodRatioTest().statistic() >= 0);
    }

    /** Whether some retained customer has a lower score than some lost one, and some a higher. */
    private static boolean overlap(long[] asked, long[] retained) {
        boolean lower = false;
        boolean higher = false;
        for (int i = 0; i < asked.length; i++) {
            for (int j = i + 1; j < asked.length; j++) {
                lower |= retained[i] > 0 && asked[j] > retained[j];
                higher |= asked[i] > retained[i] && retained[j] > 0;
            }
        }
        return lower && higher;
    }

    private static RetentionByScore simulated(RatingScale scale, int seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] scores = new int[n];
        boolean[] stayed = new boolean[n];
        for (int i = 0; i < n; i++) {
            scores[i] = Math.max(random.nextInt(11), random.nextInt(11));
            stayed[i] = random.nextDouble() < 1 / (1 + Math.exp(0.8 - 0.25 * scores[i]));
        }
        return RetentionByScore.ofCustomers(scale, scores, stayed, YEAR);
    }

    @Test
    void topBoxIsTheLowEndWhereLowerIsBetter() {
        RatingScale effort = RatingScale.FIVE_POINT.lowerIsBetter();
        RetentionByScore counts = RetentionByScore.ofCounts(
                effort, new long[] {20, 20, 20, 20, 20}, new long[] {18, 16, 14, 12, 10}, YEAR);
        RetentionLogit top =
                RetentionLogit.fit(counts, ScoreForm.topBox(effort, 2)).orThrow();
        close(34.0 / 40, top.retention(1).value(), 1e-14);
        close(36.0 / 60, top.retention(3).value(), 1e-14);
        RetentionLogit line = RetentionLogit.fit(counts).orThrow();
        assertTrue(line.coefficient("score").value() < 0);
        assertTrue(line.changeOfRetention(-1).value() > 0);
    }

    @Test
    void scoresOfTheSurveyLeadHere() {
        assertEquals(NetPromoterScore.ofCounts(137, 150, 113), NetPromoterScore.from(SHEET.asked()));
        CustomerSatisfaction all = CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 10, 10, 20, 30, 30);
        CustomerSatisfaction stayed = CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 4, 5, 14, 24, 27);
        RetentionByScore counts = new RetentionByScore(all.ratings(), stayed.ratings(), YEAR);
        RetentionLogit top = RetentionLogit.fit(counts, ScoreForm.topBox(RatingScale.FIVE_POINT, 2))
                .orThrow();
        close((51.0 / 60) / (9.0 / 60) / (23.0 / 17), top.oddsRatio("topBox").value(), 1e-13);
        assertEquals(100, counts.customers());
        assertEquals(RetentionRate.ofRetained(74, 100, YEAR), counts.rate());
        assertFalse(RetentionByScore.ofCounts(NPS, new long[11], new long[11], YEAR)
                .rate(3)
                .isDefined());
        rejects(
                "ratings must be on the scale " + NPS + ", was " + RatingScale.FIVE_POINT,
                () -> NetPromoterScore.from(all.ratings()));
    }

    @Test
    void farFromAnyDoubtRetentionStaysInsideItsRange() {
        RetentionLogit sure = LINE.orThrow().withParameters(0, 4);
        assertEquals(Math.nextDown(1.0), sure.retention(10).value());
        assertEquals(0.5, sure.retention(0).value());
        assertEquals(1, sure.retentions()[10]);
        RetentionLogit certain = LINE.orThrow().withParameters(0, 80);
        fails(
                IllegalStateException.class,
                "the fit has no standard errors: its information is singular",
                () -> certain.retention(10));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "retained with score 0 must be <= asked 8, was 9 (of those who gave the score)",
                () -> RetentionByScore.ofCounts(NPS, ASKED, new long[] {9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, YEAR));
        rejects(
                "retained must be on the scale " + NPS + ", was " + RatingScale.FIVE_POINT + " (the one of asked)",
                () -> new RetentionByScore(SHEET.asked(), RatingCounts.of(RatingScale.FIVE_POINT, new long[5]), YEAR));
        rejects(
                "retained must be as many as scores, 2, was 1",
                () -> RetentionByScore.ofCustomers(NPS, new int[2], new boolean[1], YEAR));
        rejects(
                "ratings[0] must be from 0 to 10, was 11 (leave out who did not answer)",
                () -> RetentionByScore.ofCustomers(NPS, new int[] {11}, new boolean[1], YEAR));
        rejects(
                "other must be per YEAR, was MONTH (counts merge within one period length)",
                () -> SHEET.plus(RetentionByScore.ofCounts(NPS, ASKED, RETAINED, PeriodUnit.MONTH)));
        rejects(
                "customers must be > 0, was 0 (nobody was asked)",
                () -> RetentionLogit.fit(RetentionByScore.ofCounts(NPS, new long[11], new long[11], YEAR)));
        rejects(
                "ridge must be finite and > 0, was 0.0 (fit(counts, form) is without one)",
                () -> RetentionLogit.fitRidge(SHEET, ScoreForm.linear(), 0));
        rejects("score must be from 0 to 10, was 11", () -> LINE.orThrow().retention(11));
        rejects("score must be from 0 to 10, was -1", () -> LINE.orThrow().retentions(new int[] {3, -1}));
        rejects(
                "name must be one of [intercept, score], was \"promoter\"",
                () -> LINE.orThrow().coefficient("promoter"));
        rejects(
                "name must not be the intercept, was \"intercept\" (one of [intercept, score])",
                () -> LINE.orThrow().oddsRatio("intercept"));
        rejects(
                "newScore of 10 must be from 0 to 10, was 11 (cap it at the end of the scale)",
                () -> LINE.orThrow().changeOfRetentionTo(s -> s + 1));
        rejects(
                "value of retention " + LINE.orThrow().retention(0).value()
                        + " must be finite, was Infinity (it must be finite on (0, 1))",
                () -> LINE.orThrow().changeOfValue(1, r -> r < 0.4 ? Double.POSITIVE_INFINITY : 1));
        rejects(
                "score must be finite, was NaN (a coefficient)",
                () -> LINE.orThrow().withParameters(0, Double.NaN));
        rejects(
                "parameters must be 2 values, was 1 (intercept, score)",
                () -> LINE.orThrow().withParameters(0));
        ScoreForm.ScoreClass low = new ScoreForm.ScoreClass("low", 0, 6);
        ScoreForm.ScoreClass high = new ScoreForm.ScoreClass("high", 8, 10);
        rejects(
                "form must have a class for score 7, was [low (0 to 6), high (8 to 10)] (classes cover the scale)",
                () -> RetentionLogit.fit(SHEET, new ScoreForm.Classes(List.of(low, high), "low")));
        RetentionByScore five =
                RetentionByScore.ofCounts(RatingScale.FIVE_POINT, new long[] {2, 2, 2, 2, 2}, new long[5], YEAR);
        rejects(
                "form must have classes from 1 to 5, was promoter (9 to 10)",
                () -> RetentionLogit.fit(five, ScoreForm.netPromoter()));
        rejects(
                "classes must be at least 2, was [low] (one class has nothing to compare with)",
                () -> new ScoreForm.Classes(List.of(low), "low"));
        rejects(
                "classes must have different names, none of them intercept, was [low, low]",
                () -> new ScoreForm.Classes(List.of(low, low), "low"));
        rejects(
                "base must be one of [low, high], was \"middle\"",
                () -> new ScoreForm.Classes(List.of(low, high), "middle"));
        rejects(
                "classes must not overlap, was low (0 to 6) and mid (6 to 7) (a score is of one class)",
                () -> new ScoreForm.Classes(List.of(new ScoreForm.ScoreClass("mid", 6, 7), low), "low"));
        rejects(
                "to must be >= from 3, was 2 (scores from lowest to highest)",
                () -> new ScoreForm.ScoreClass("empty", 3, 2));
        rejects("points must be from 1 to 10, was 11 (2 for top-2-box)", () -> ScoreForm.topBox(NPS, 11));
        fails(
                UndefinedRatioException.class,
                "McFadden's R^2 is undefined, because a constant retention explains everything",
                () -> RetentionLogit.fit(five)
                        .fold(m -> m, FitOutcome.NotConverged::bestSoFar)
                        .mcFadden());
    }

    @Test
    void nullsAreNamed() {
        RetentionLogit line = LINE.orThrow();
        rejectsNull("counts", () -> RetentionLogit.fit(null));
        rejectsNull("form", () -> RetentionLogit.fit(SHEET, (ScoreForm) null));
        rejectsNull("options", () -> RetentionLogit.fit(SHEET, ScoreForm.linear(), null));
        rejectsNull("name", () -> line.coefficient(null));
        rejectsNull("scores", () -> line.retentions(null));
        rejectsNull("newScore", () -> line.changeOfRetentionTo(null));
        rejectsNull("value", () -> line.changeOfValue(1, null));
        rejectsNull("parameters", () -> line.withParameters((double[]) null));
        rejectsNull("scale", () -> RetentionByScore.ofCounts(null, ASKED, RETAINED, YEAR));
        rejectsNull("asked", () -> RetentionByScore.ofCounts(NPS, null, RETAINED, YEAR));
        rejectsNull("retained", () -> RetentionByScore.ofCounts(NPS, ASKED, null, YEAR));
        rejectsNull("unit", () -> RetentionByScore.ofCounts(NPS, ASKED, RETAINED, null));
        rejectsNull("scores", () -> RetentionByScore.ofCustomers(NPS, null, new boolean[1], YEAR));
        rejectsNull("retained", () -> RetentionByScore.ofCustomers(NPS, new int[1], null, YEAR));
        rejectsNull("other", () -> SHEET.plus(null));
        rejectsNull("classes", () -> new ScoreForm.Classes(null, "a"));
        rejectsNull("classes[0]", () -> new ScoreForm.Classes(Arrays.asList((ScoreForm.ScoreClass) null), "a"));
        rejectsNull("scale", () -> ScoreForm.topBox(null, 2));
        rejectsNull("scale", () -> ScoreForm.everyScore(null));
    }

    @Test
    void travelsAndIsComparedByValue() {
        travels(SHEET);
        RetentionLogit arrived = travels(LINE.orThrow());
        assertEquals(LINE.orThrow().retention(3), arrived.retention(3));
        travels(CLASSES.orThrow());
        travels(CLASSES);
        assertNotEquals(LINE.orThrow(), CLASSES.orThrow());
        assertNotEquals(LINE.orThrow(), LINE.orThrow().withParameters(0, 0));
        assertNotEquals(
                LINE.orThrow(),
                RetentionLogit.fitRidge(SHEET, ScoreForm.linear(), 1).orThrow());
        rejects(
                "detractor must be finite, was NaN (a coefficient)",
                () -> tampered(CLASSES.orThrow(), CLASSES.orThrow().parameters()[2], Double.NaN));
    }

    /** Value and standard error to 1e-12. */
    private static void check(double value, double error, Estimate actual) {
        close(value, actual.value(), 1e-12);
        close(error, actual.standardError(), 1e-12);
    }
}
