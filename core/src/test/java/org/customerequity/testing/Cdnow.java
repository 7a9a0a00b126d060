package org.customerequity.testing;

import java.util.Currency;
import java.util.stream.IntStream;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.value.PeriodUnit;

/**
 * The 2,357 customers of the CDNOW sample (Fader, Hardie and Lee 2005), weeks 1 to 39, with whole days over 7 as times. The
 * file is not committed; a test that asks for it is skipped where it is absent.
 */
public final class Cdnow {
    private Cdnow() {}

    /** Which customers to take. */
    public interface Choice {
        /** By repeat purchases and their mean spend. */
        boolean takes(int frequency, double meanSpend);
    }

    /** The calibration period, in weeks and US dollars. */
    public static PurchaseHistories calibration() {
        OracleTable table = OracleTable.shared("data/cdnow_summary.csv");
        int n = table.size();
        int[] x = IntStream.range(0, n).map(i -> (int) table.get(i, "x")).toArray();
        double[] tx = IntStream.range(0, n)
                .mapToDouble(i -> table.get(i, "t_x_days") / 7)
                .toArray();
        double[] age = IntStream.range(0, n)
                .mapToDouble(i -> table.get(i, "T_days") / 7)
                .toArray();
        double[] mean =
                IntStream.range(0, n).mapToDouble(i -> table.get(i, "m_x")).toArray();
        return PurchaseHistories.ofColumns(x, tx, age, PeriodUnit.WEEK).withSpend(x, mean, Currency.getInstance("USD"));
    }

    /** Purchases of the same customers in the 39 weeks after. */
    public static int[] holdout() {
        OracleTable table = OracleTable.shared("data/cdnow_summary.csv");
        return IntStream.range(0, table.size())
                .map(i -> (int) table.get(i, "x_star"))
                .toArray();
    }

    /** The rows of {@link #calibration()} that a choice takes. */
    public static int[] rows(Choice choice) {
        PurchaseHistories all = calibration();
        return IntStream.range(0, all.size())
                .filter(i -> choice.takes(all.frequency(i), all.meanSpend(i)))
                .toArray();
    }
}
