package org.customerequity.examples;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.segment.MigrationMatrix;
import org.customerequity.segment.Segmentation;
import org.customerequity.segment.rfm.RfmMeasures;
import org.customerequity.segment.rfm.RfmMoney;
import org.customerequity.segment.rfm.RfmResponse;
import org.customerequity.segment.rfm.RfmScores;
import org.customerequity.segment.rfm.RfmScoring;
import org.customerequity.segment.rfm.RfmTies;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;

/** Do segments by recency, frequency and money say who buys next year, and how long does a customer stay in one? */
public final class RfmAndMigrationExample {
    private static final LocalDate THEN = LocalDate.of(2024, 12, 31);

    private RfmAndMigrationExample() {}

    /** Prints segments of a year ago, what came of them, which are worth a letter, and who moved where. */
    public static void main(String[] args) {
        // snippet:start rfm-and-migration
        PurchaseLog now = SampleTransactions.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(SampleTransactions.UNTIL)
                        .toLog());
        PurchaseLog then = now.until(THEN);
        RfmScoring scoring = RfmScoring.independent(RfmTies.EQUAL_SCORES);
        RfmScores scores = scoring.score(RfmMeasures.from(then, RfmMoney.TOTAL));
        Segmentation before = scores.conventionalSegments();
        int[] purchases = now.purchasesBetween(THEN, SampleTransactions.UNTIL);
        boolean[] bought = new boolean[then.size()];
        for (int row = 0; row < bought.length; row++) {
            bought[row] = purchases[row] > 0;
        }
        before.proportions(bought).forEach((segment, share) -> {
            if (share.isDefined()) { // there is nobody new: the last first purchase is of 2023
                System.out.printf(
                        Locale.ROOT,
                        "%-19s %4d customers, %.3f bought in 2025%n",
                        segment,
                        share.trials(),
                        share.value());
            }
        });
        RfmResponse letter = RfmResponse.of(before, bought, CurrencyAmount.of("USD", 6), CurrencyAmount.of("USD", 20));
        System.out.printf(
                Locale.ROOT,
                "a letter pays from %.2f: surely to %s%n",
                letter.breakEvenResponse(),
                letter.cellsThatPaySurely(0.95));
        // snippet:end

        Segmentation after =
                scoring.score(RfmMeasures.from(now, RfmMoney.TOTAL)).conventionalSegments();
        MigrationMatrix moves = MigrationMatrix.of(before, after);
        System.out.println(moves);
        for (String segment : List.of("champions", "hibernating")) {
            Proportion stayed = moves.share(segment, segment);
            System.out.printf(
                    Locale.ROOT, "%s still %s: %d of %d%n", segment, segment, stayed.successes(), stayed.trials());
        }
    }
}
