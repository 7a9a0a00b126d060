package org.customerequity.examples;

import java.util.List;
import java.util.Locale;
import org.customerequity.retention.RetentionByScore;
import org.customerequity.retention.RetentionLogit;
import org.customerequity.survey.CronbachAlpha;
import org.customerequity.survey.ItemAnswers;
import org.customerequity.survey.RatingScale;
import org.customerequity.value.Estimate;
import org.customerequity.value.PeriodUnit;

/** Do our four questions on trust measure one thing, and how much more often do customers stay who recommend us? */
public final class ReliabilityAndRetentionExample {
    private ReliabilityAndRetentionExample() {}

    /** Prints the reliability of a driver's items, then retention by score and what one point more would be worth. */
    public static void main(String[] args) {
        ItemAnswers trust =
                ItemAnswers.ofRespondents(List.of("honest", "keeps promises", "competent", "cares"), new double[][] {
                    {6, 5, 6, 7}, {4, 4, 5, 4}, {7, 6, 7, 6}, {3, 2, 3, 4}, {5, 5, 4, 5},
                    {2, 3, 2, 2}, {6, 7, 6, 6}, {4, 3, 4, 5}, {5, 6, 5, 5}, {3, 3, 4, 3}
                });
        CronbachAlpha alpha = CronbachAlpha.of(trust);
        System.out.printf(
                Locale.ROOT,
                "alpha               %.3f %s%n",
                alpha.value(),
                between(
                        alpha.confidenceInterval(0.95).lower(),
                        alpha.confidenceInterval(0.95).upper()));
        double[] without = alpha.alphaIfItemDeleted();
        for (int j = 0; j < without.length; j++) {
            System.out.printf(
                    Locale.ROOT, "  without %-14s %.3f%n", alpha.itemNames().get(j), without[j]);
        }

        // asked a year ago how likely they recommend us, 0 to 10, and how many of them are still customers
        RetentionByScore counts = RetentionByScore.ofCounts(
                RatingScale.ZERO_TO_TEN,
                new long[] {8, 5, 9, 12, 15, 30, 34, 62, 88, 70, 67},
                new long[] {3, 2, 4, 6, 8, 17, 21, 44, 68, 57, 56},
                PeriodUnit.YEAR);
        RetentionLogit line = RetentionLogit.fit(counts).orThrow();
        for (int score : new int[] {3, 7, 10}) {
            Estimate retention = line.retention(score);
            System.out.printf(
                    Locale.ROOT,
                    "a score of %2d stays with probability %.3f %s%n",
                    score,
                    retention.value(),
                    between(
                            retention.confidenceInterval(0.95).lower(),
                            retention.confidenceInterval(0.95).upper()));
        }
        Estimate value = line.changeOfValue(1, r -> 100 * r / (1.1 - r)); // 100 a year, discounted at 10 %
        System.out.printf(
                Locale.ROOT,
                "one point more      EUR %.2f a customer, give or take %.2f, if scores cause retention%n",
                value.value(),
                value.standardError());
    }

    private static String between(double lower, double upper) {
        return String.format(Locale.ROOT, "[%.3f, %.3f]", lower, upper);
    }
}
