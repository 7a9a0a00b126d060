package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SplittableRandom;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PurchaseModelFamilyTest {
    private static final MbgNbd TRUTH = new MbgNbd(0.6, 5, 0.9, 2.5, PeriodUnit.WEEK);

    /** 300 customers of three acquisition weeks, with intervals. */
    private static PurchaseHistories histories() {
        double[] age = new double[300];
        for (int i = 0; i < age.length; i++) {
            age[i] = 40 + i % 3;
        }
        PurchaseHistories like = PurchaseHistories.ofColumns(new int[300], new double[300], age, PeriodUnit.WEEK);
        return TRUTH.simulateHistories(like, new SplittableRandom(3));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BG_BB")
    void fitsWhatTheModelItselfFits(PurchaseModelFamily family) {
        PurchaseHistories histories = histories();
        FitOutcome<PurchaseModel> outcome = family.fit(histories);
        Map<PurchaseModelFamily, FitOutcome<? extends PurchaseModel>> own = Map.of(
                PurchaseModelFamily.NBD, Nbd.fit(histories),
                PurchaseModelFamily.BG_NBD, BgNbd.fit(histories),
                PurchaseModelFamily.MBG_NBD, MbgNbd.fit(histories),
                PurchaseModelFamily.BG_CNBD, BgCnbd.fitChoosingK(histories).chosen(),
                PurchaseModelFamily.MBG_CNBD, MbgCnbd.fitChoosingK(histories).chosen(),
                PurchaseModelFamily.PARETO_NBD, ParetoNbd.fit(histories),
                PurchaseModelFamily.GGOMPERTZ_NBD, GGompertzNbd.fit(histories));
        assertEquals(own.get(family), outcome);
        int chosenK = family.needsIntervals() ? 1 : 0;
        assertEquals(
                family.parameterCount() - chosenK,
                outcome.report().parameterNames().size());
    }

    @Test
    void theBgBbCountsOpportunities() {
        PurchaseHistories years = PurchaseHistories.ofColumns(
                new int[] {0, 1, 3, 2, 0, 1},
                new double[] {0, 2, 4, 5, 0, 5},
                new double[] {6, 6, 6, 6, 6, 6},
                PeriodUnit.YEAR);
        assertEquals(BgBb.fit(years), PurchaseModelFamily.BG_BB.fit(years));
        assertTrue(PurchaseModelFamily.BG_BB.needsOpportunities());
        assertFalse(PurchaseModelFamily.BG_NBD.needsOpportunities());
        assertEquals(
                "histories must count whole opportunities for the BG/BB, at most one purchase each, had frequency 3, recency 2.0"
                        + " and age 6.0 in row 0 (a purchase at any time is for the other models)",
                PurchaseModelFamily.BG_BB
                        .obstacle(PurchaseHistories.ofColumns(
                                new int[] {3}, new double[] {2}, new double[] {6}, PeriodUnit.YEAR))
                        .orElseThrow());
    }

    @Test
    void whatIsMissingIsNamed() {
        PurchaseHistories bare = PurchaseHistories.ofColumns(
                new int[] {1, 0}, new double[] {3, 0}, new double[] {6.5, 6}, PeriodUnit.WEEK);
        String message = "histories must have intervals for the BG/CNBD-k, had none"
                + " (PurchaseLog.histories or PurchaseHistories.withLogIntervals)";
        assertEquals(message, PurchaseModelFamily.BG_CNBD.obstacle(bare).orElseThrow());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> PurchaseModelFamily.BG_CNBD.fit(bare));
        assertEquals(message, e.getMessage());
        assertTrue(PurchaseModelFamily.PARETO_NBD.obstacle(bare).isEmpty());
    }

    @Test
    void aFitThatFailsKeepsItsReason() {
        PurchaseHistories nobody =
                PurchaseHistories.ofColumns(new int[3], new double[3], new double[] {4, 5, 6}, PeriodUnit.WEEK);
        FitOutcome<PurchaseModel> outcome = PurchaseModelFamily.MBG_NBD.fit(nobody, FitOptions.defaults());
        FitOutcome.NotConverged<?> no = assertInstanceOf(FitOutcome.NotConverged.class, outcome);
        assertTrue(no.reason().startsWith("none of the 3 customers has bought again"), no.reason());
        assertInstanceOf(MbgNbd.class, no.bestSoFar());
    }

    @ParameterizedTest
    @CsvSource({
        "bg-nbd, BG_NBD",
        "BG/NBD, BG_NBD",
        "BG_NBD, BG_NBD",
        "' mbg-nbd ', MBG_NBD",
        "nbd, NBD",
        "Pareto/NBD, PARETO_NBD",
        "bg-cnbd, BG_CNBD",
        "BG/CNBD-k, BG_CNBD",
        "mbg-cnbd-k, MBG_CNBD",
        "bg-bb, BG_BB"
    })
    void parsesEverySpelling(String name, PurchaseModelFamily family) {
        assertEquals(family, PurchaseModelFamily.parse(name));
    }

    @ParameterizedTest
    @EnumSource
    void namesAndStories(PurchaseModelFamily family) {
        assertEquals(family, PurchaseModelFamily.parse(family.code()));
        assertEquals(family, PurchaseModelFamily.parse(family.title()));
        assertTrue(family.story().endsWith("."), family.story());
    }

    @Test
    void anUnknownNameListsTheKnown() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> PurchaseModelFamily.parse("bgnbd"));
        assertTrue(e.getMessage().startsWith("name must be one of nbd, bg-nbd, mbg-nbd, "), e.getMessage());
        assertTrue(e.getMessage().endsWith(", was \"bgnbd\""), e.getMessage());
    }
}
