package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.fit.FitException;
import org.customerequity.fit.VuongTest;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.model.purchase.GGompertzNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {
    private static final List<PurchaseModelFamily> FOUR = List.of(
            PurchaseModelFamily.NBD,
            PurchaseModelFamily.BG_NBD,
            PurchaseModelFamily.MBG_NBD,
            PurchaseModelFamily.PARETO_NBD);

    /** Sheet 21, section 6: log-likelihoods, and Vuong's z of BG/NBD against Pareto/NBD. */
    @Test
    void cdnowWithoutAHoldout() {
        ModelComparison two = ModelComparison.of(
                List.of(PurchaseModelFamily.PARETO_NBD, PurchaseModelFamily.BG_NBD), Cdnow.calibration());
        ModelComparison.Candidate bg = two.chosen();
        assertEquals(PurchaseModelFamily.BG_NBD, bg.family());
        assertEquals(-9582.42920667, bg.logLikelihood(), 1e-6);
        assertEquals(2 * 9582.42920667 + 8, bg.aic(), 1e-6);
        assertEquals(2 * 9582.42920667 + 4 * Math.log(2357), bg.bic(), 1e-6);
        ModelComparison.Candidate pareto = two.candidate(PurchaseModelFamily.PARETO_NBD);
        assertEquals(-9594.9761789, pareto.logLikelihood(), 1e-6);
        VuongTest vuong = pareto.leaderAgainstThis().orElseThrow();
        assertEquals(1.212682, vuong.statistic(), 5e-6);
        assertEquals(0.22525, vuong.pValue(), 5e-6);
        assertTrue(pareto.isContender());
        assertEquals(
                "BG/NBD has the lowest AIC, 19172.86. The fit does not tell it from Pareto/NBD (AIC higher by 25.09, Vuong's"
                        + " p 0.23). BG/NBD is chosen; a holdout would say more.",
                two.reason());
    }

    /** The holdout decides between models that the calibration cannot tell apart. */
    @Test
    void cdnowWithAHoldout() {
        PurchaseLog log = CdnowLog.log();
        ModelComparison all = ModelComparison.of(
                List.of(
                        PurchaseModelFamily.NBD,
                        PurchaseModelFamily.BG_NBD,
                        PurchaseModelFamily.MBG_NBD,
                        PurchaseModelFamily.BG_CNBD,
                        PurchaseModelFamily.MBG_CNBD,
                        PurchaseModelFamily.PARETO_NBD),
                log,
                CdnowLog.CALIBRATION_END);
        assertEquals(PurchaseModelFamily.PARETO_NBD, all.chosen().family());
        ModelComparison.Candidate bg = all.candidate(PurchaseModelFamily.BG_NBD);
        assertEquals(3769.42096, bg.scores().orElseThrow().poissonDeviance(), 1e-4);
        assertTrue(bg.isContender());
        ModelComparison.Candidate nbd = all.candidate(PurchaseModelFamily.NBD);
        assertFalse(nbd.isContender());
        assertEquals(2, nbd.nestedTest().orElseThrow().degreesOfFreedom());
        assertTrue(nbd.leaderAgainstThis().isEmpty());
        // CDNOW is not regular: k = 1 for both, which are then the models of random moments with one more parameter
        ModelComparison.Candidate cnbd = all.candidate(PurchaseModelFamily.MBG_CNBD);
        assertFalse(cnbd.isContender());
        assertEquals(2 + all.candidate(PurchaseModelFamily.MBG_NBD).aic(), cnbd.aic(), 1e-5);
        String reason = all.reason();
        assertTrue(reason.startsWith("MBG/NBD has the lowest AIC, 19172.27; higher by NBD ("), reason);
        assertTrue(reason.contains("MBG/CNBD-k gains nothing on MBG/NBD, which has fewer parameters."), reason);
        assertTrue(
                reason.contains("Of these Pareto/NBD forecast the holdout best and is chosen: Poisson deviance "),
                reason);

        // a split has the same customers, but no intervals
        ModelComparison split = ModelComparison.of(
                List.of(PurchaseModelFamily.PARETO_NBD, PurchaseModelFamily.BG_CNBD, PurchaseModelFamily.BG_NBD),
                CdnowLog.transactions()
                        .collect(CdnowLog.rules()
                                .calibrateUntil(CdnowLog.CALIBRATION_END)
                                .toSplit()));
        assertEquals(bg.scores(), split.candidate(PurchaseModelFamily.BG_NBD).scores());
        assertTrue(split.candidate(PurchaseModelFamily.BG_CNBD).outcome().isEmpty());
        assertTrue(
                split.reason()
                        .endsWith("Not fitted: BG/CNBD-k: histories must have intervals for the BG/CNBD-k, had none"
                                + " (PurchaseLog.histories or PurchaseHistories.withLogIntervals)."),
                split.reason());
    }

    /** Where nobody leaves, the models with dropout fit no better, and the simple one is chosen whatever the order. */
    @Test
    void whereNobodyLeavesTheNbdIsChosen() {
        double[] age = new double[2000];
        Arrays.setAll(age, i -> 30 + i % 10);
        PurchaseHistories histories = new Nbd(0.9, 8, PeriodUnit.WEEK)
                .simulateHistories(
                        PurchaseHistories.ofColumns(new int[2000], new double[2000], age, PeriodUnit.WEEK),
                        new SplittableRandom(11));
        ModelComparison comparison = ModelComparison.of(histories);
        assertEquals(PurchaseModelFamily.NBD, comparison.chosen().family(), comparison.toString());
        ModelComparison reversed = ModelComparison.of(
                List.of(PurchaseModelFamily.PARETO_NBD, PurchaseModelFamily.BG_NBD, PurchaseModelFamily.NBD),
                histories);
        assertEquals(PurchaseModelFamily.NBD, reversed.chosen().family(), reversed.toString());
        for (ModelComparison.Candidate candidate : reversed.candidates()) {
            assertEquals(candidate == reversed.chosen(), candidate.isContender(), candidate.toString());
        }
    }

    /** Data made by one model, 4,000 customers: that one is chosen, or one that cannot be told from it. */
    @Test
    void theTruthIsAContender() {
        double[] age = new double[4000];
        Arrays.setAll(age, i -> 60 + i % 7);
        PurchaseHistories like = PurchaseHistories.ofColumns(new int[4000], new double[4000], age, PeriodUnit.WEEK);
        ModelComparison byMbg =
                ModelComparison.of(FOUR, CdnowLog.MBG_NBD.simulateHistories(like, new SplittableRandom(1)));
        assertTrue(byMbg.candidate(PurchaseModelFamily.MBG_NBD).isContender(), byMbg.toString());
        ModelComparison byPareto =
                ModelComparison.of(FOUR, CdnowLog.PARETO_NBD.simulateHistories(like, new SplittableRandom(1)));
        assertTrue(byPareto.candidate(PurchaseModelFamily.PARETO_NBD).isContender(), byPareto.toString());
        assertFalse(byPareto.candidate(PurchaseModelFamily.NBD).isContender());
    }

    /** Lives whose hazard falls, but not to 0: the GGompertz/NBD is tested against the Pareto/NBD at the edge, with half of chi-square. */
    @Test
    void theParetoNbdIsTestedAtTheEdgeOfTheGGompertzNbd() {
        double[] age = new double[1500];
        Arrays.setAll(age, i -> 70 + i % 5);
        PurchaseHistories like = PurchaseHistories.ofColumns(new int[1500], new double[1500], age, PeriodUnit.WEEK);
        ModelComparison comparison = ModelComparison.of(
                List.of(PurchaseModelFamily.PARETO_NBD, PurchaseModelFamily.GGOMPERTZ_NBD),
                new GGompertzNbd(3, 6, 0.1, 0.3, 0.05, PeriodUnit.WEEK)
                        .simulateHistories(like, new SplittableRandom(2)));
        assertEquals(PurchaseModelFamily.GGOMPERTZ_NBD, comparison.chosen().family(), comparison.toString());
        ModelComparison.Candidate pareto = comparison.candidate(PurchaseModelFamily.PARETO_NBD);
        assertFalse(pareto.isContender());
        assertTrue(pareto.leaderAgainstThis().isEmpty());
        double statistic = 2 * (comparison.chosen().logLikelihood() - pareto.logLikelihood());
        assertEquals(1, pareto.nestedTest().orElseThrow().degreesOfFreedom());
        assertEquals(statistic, pareto.nestedTest().orElseThrow().statistic(), 1e-9);
        assertTrue(statistic > 10, comparison.toString());
    }

    @Test
    void withoutRepeatersThereIsNoChoiceAndTheReasonsAreTold() {
        ModelComparison none = ModelComparison.of(
                FOUR, PurchaseHistories.ofColumns(new int[3], new double[3], new double[] {4, 5, 6}, PeriodUnit.WEEK));
        assertFalse(none.hasChoice());
        FitException e = assertThrows(FitException.class, none::chosen);
        assertTrue(
                e.getMessage().startsWith("no model could be fitted: NBD: none of the 3 customers has bought again"),
                e.getMessage());
        assertTrue(none.reason().startsWith("No model could be fitted: NBD: none of the 3"), none.reason());
        assertTrue(none.candidate(PurchaseModelFamily.NBD).failure().isPresent());
        assertThrows(
                FitException.class,
                () -> none.candidate(PurchaseModelFamily.NBD).model());
    }

    @Test
    void badArgumentsAreNamed() {
        PurchaseHistories one =
                PurchaseHistories.ofColumns(new int[] {1}, new double[] {2}, new double[] {4}, PeriodUnit.WEEK);
        assertMessage(
                "families must name at least one, was empty (see PurchaseModelFamily)",
                () -> ModelComparison.of(List.of(), one));
        assertMessage(
                "families must name each once, was [NBD, NBD]",
                () -> ModelComparison.of(List.of(PurchaseModelFamily.NBD, PurchaseModelFamily.NBD), one));
        assertMessage(
                "families must all be of purchases at any time, or all of opportunities, was [NBD, BG_BB]"
                        + " (a density and a probability cannot be compared; HoldoutScores can)",
                () -> ModelComparison.of(List.of(PurchaseModelFamily.NBD, PurchaseModelFamily.BG_BB), one));
        PurchaseLog log = CdnowLog.log();
        assertMessage(
                "calibrationEnd must be before the last day 1998-06-30, was 1998-06-30 (leave days to judge by)",
                () -> ModelComparison.of(FOUR, log, LocalDate.of(1998, 6, 30)));
        ModelComparison comparison = ModelComparison.of(List.of(PurchaseModelFamily.NBD), log.histories());
        assertMessage(
                "family must be one of those compared, [NBD], was BG_NBD",
                () -> comparison.candidate(PurchaseModelFamily.BG_NBD));
    }

    private static void assertMessage(String message, Runnable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
        assertEquals(message, e.getMessage());
    }
}
