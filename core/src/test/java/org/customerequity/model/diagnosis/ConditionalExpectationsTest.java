package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

@Seeded
class ConditionalExpectationsTest {
    /** oracles: mean holdout transactions by calibration frequency. */
    @Test
    void cdnowByFrequency() {
        double[][] table = {
            {1411, 0.236712, 0.225087, 0.185161, 0.138447},
            {439, 0.697039, 0.523131, 0.551358, 0.599471},
            {214, 1.392523, 1.044134, 1.048952, 1.195837},
            {100, 1.560000, 1.520280, 1.492933, 1.713843},
            {62, 2.532258, 2.163866, 2.104309, 2.398308},
            {38, 2.947368, 2.653846, 2.563553, 2.907208},
            {29, 3.862069, 3.504042, 3.360821, 3.818559},
            {64, 6.359375, 6.157191, 5.848509, 6.403067},
        };
        PurchaseModel[] models = {CdnowLog.BG_NBD, CdnowLog.MBG_NBD, CdnowLog.PARETO_NBD};
        PurchaseHistories histories = Cdnow.calibration();
        for (int m = 0; m < models.length; m++) {
            List<ConditionalExpectations.Group> groups = ConditionalExpectations.byFrequency(
                            histories, models[m].expectedPurchases(histories, Span.ofWeeks(0, 39)), Cdnow.holdout(), 7)
                    .groups();
            assertEquals(8, groups.size());
            for (int x = 0; x < 8; x++) {
                assertEquals(x, groups.get(x).from());
                assertEquals(
                        x == 7 ? Double.POSITIVE_INFINITY : x + 1, groups.get(x).to());
                assertEquals(table[x][0], groups.get(x).customers());
                assertEquals(table[x][1], groups.get(x).meanActual(), 5e-7);
                assertEquals(table[x][2 + m], groups.get(x).meanPredicted(), 6e-7);
            }
        }
    }

    @Test
    void byHand() {
        PurchaseHistories histories = PurchaseHistories.ofColumns(
                new int[] {0, 2, 1, 0}, new double[] {0, 9.5, 3, 0}, new double[] {10, 10, 10, 2}, PeriodUnit.WEEK);
        double[] predicted = {0.5, 2, 1, 0.25};
        int[] actual = {0, 3, 0, 1};
        assertEquals(
                List.of(
                        new ConditionalExpectations.Group(0, 4, 3, 1, 1.75),
                        new ConditionalExpectations.Group(8, 12, 1, 3, 2)),
                ConditionalExpectations.byRecency(histories, predicted, actual, 4)
                        .groups());
        assertEquals(
                List.of(
                        new ConditionalExpectations.Group(0, 4, 2, 4, 2.25),
                        new ConditionalExpectations.Group(4, 8, 1, 0, 1),
                        new ConditionalExpectations.Group(8, 12, 1, 0, 0.5)),
                ConditionalExpectations.bySilence(histories, predicted, actual, 4)
                        .groups());
    }

    @Property(tries = 200)
    void everybodyIsInOneGroup(@ForAll @IntRange(min = 1, max = 50) int n, @ForAll Random random) {
        int[] x = random.ints(n, 0, 5).toArray();
        double[] age = random.doubles(n, 1, 50).toArray();
        double[] recency = new double[n];
        for (int i = 0; i < n; i++) {
            recency[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
        }
        PurchaseHistories histories = PurchaseHistories.ofColumns(x, recency, age, PeriodUnit.WEEK);
        double[] predicted = random.doubles(n).toArray();
        int[] actual = random.ints(n, 0, 3).toArray();
        HoldoutScores all = HoldoutScores.of(predicted, actual);
        double width = 0.5 + 9 * random.nextDouble();
        for (ConditionalExpectations table : List.of(
                ConditionalExpectations.byFrequency(histories, predicted, actual, 3),
                ConditionalExpectations.byRecency(histories, predicted, actual, width),
                ConditionalExpectations.bySilence(histories, predicted, actual, width))) {
            assertEquals(
                    n,
                    table.groups().stream()
                            .mapToInt(ConditionalExpectations.Group::customers)
                            .sum());
            assertEquals(
                    all.actual(),
                    table.groups().stream()
                            .mapToLong(ConditionalExpectations.Group::actual)
                            .sum());
            assertEquals(
                    all.predicted(),
                    table.groups().stream()
                            .mapToDouble(ConditionalExpectations.Group::predicted)
                            .sum(),
                    1e-12 * n);
            for (int g = 1; g < table.groups().size(); g++) {
                assertTrue(table.groups().get(g).from()
                        >= table.groups().get(g - 1).to());
            }
        }
    }

    @Test
    void badArgumentsAreNamed() {
        PurchaseHistories one =
                PurchaseHistories.ofColumns(new int[] {1}, new double[] {5}, new double[] {9}, PeriodUnit.WEEK);
        assertMessage(
                "last must be > 0, was 0 (the frequency from which on all are one group)",
                () -> ConditionalExpectations.byFrequency(one, new double[] {1}, new int[] {1}, 0));
        assertMessage(
                "width must be finite and > 0, was 0.0 (of a group, in the unit of the histories)",
                () -> ConditionalExpectations.byRecency(one, new double[] {1}, new int[] {1}, 0));
        assertMessage(
                "width must be at least a millionth of the longest, 5.0, was 1.0E-9",
                () -> ConditionalExpectations.byRecency(one, new double[] {1}, new int[] {1}, 1e-9));
        assertMessage(
                "actual must have as many customers as calibration, 1, was 2",
                () -> ConditionalExpectations.bySilence(one, new double[] {1, 1}, new int[] {1, 1}, 1));
    }

    private static void assertMessage(String message, Runnable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
        assertEquals(message, e.getMessage());
    }
}
