package org.customerequity.examples;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.customerequity.history.Transaction;
import org.customerequity.model.CustomerSimulator;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.value.PeriodUnit;

/** What would the transactions of a shop look like whose customers buy, leave and spend as the models say? */
public final class SampleGenerator {
    private static final int CUSTOMERS = 1_500;
    private static final long SEED = 2026;

    private SampleGenerator() {}

    /** Prints the bundled sample as CSV, in order of time. */
    public static void main(String[] args) {
        System.out.print(csv());
    }

    static String csv() {
        ParetoNbd buying = new ParetoNbd(0.7, 12, 0.5, 12, PeriodUnit.WEEK);
        GammaGamma spending = new GammaGamma(6, 4, 30);
        List<Transaction> transactions = CustomerSimulator.of(buying, spending, Currency.getInstance("USD"))
                .acquiredBetween(LocalDate.of(2023, 1, 1), LocalDate.of(2023, 12, 31))
                .until(SampleTransactions.UNTIL)
                .roundedToCurrency()
                .simulate(CUSTOMERS, new SplittableRandom(SEED));

        StringBuilder csv = new StringBuilder("customer,date,amount\n");
        transactions.stream()
                .sorted(Comparator.comparing(Transaction::time).thenComparing(Transaction::customer))
                .forEach(t -> csv.append(t.customer())
                        .append(',')
                        .append(t.date())
                        .append(',')
                        .append(String.format(Locale.ROOT, "%.2f", t.amount()))
                        .append('\n'));
        return csv.toString();
    }
}
