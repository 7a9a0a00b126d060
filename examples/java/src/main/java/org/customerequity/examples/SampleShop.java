package org.customerequity.examples;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import org.customerequity.history.Transaction;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.CovariateTableBuilder;
import org.customerequity.history.covariate.Covariates;

/**
 * The shop whose customers are known by more than their purchases: 1,200 of them, acquired in 2024, with channel and age. They are
 * synthetic, of no real business; {@link ShopGenerator} made them, and says how.
 */
public final class SampleShop {
    /** The last day on which purchases were seen. */
    public static final LocalDate UNTIL = LocalDate.of(2025, 12, 31);

    static final Source TRANSACTIONS = Source.bundled("synthetic-shop.csv");
    static final Source CUSTOMERS = Source.bundled("synthetic-shop-customers.csv");

    private static final String HINT = "of the customers of the sample shop";

    private SampleShop() {}

    /** All purchases, in order of time. */
    public static List<Transaction> list() {
        List<Transaction> transactions = new ArrayList<>();
        new TransactionFile(TRANSACTIONS, Columns.DEFAULT, false, Progress.silent())
                .read(
                        TransactionFile.Limits.NONE,
                        (line, customer, date, amount) -> transactions.add(Transaction.of(customer, date, amount)));
        return List.copyOf(transactions);
    }

    /** Channel and age of every customer. */
    public static CovariateTable covariates() {
        CovariateTableBuilder table = CovariateTable.builder();
        CsvFile file = new CsvFile(CUSTOMERS, false, Progress.silent());
        int[] at = new int[3];
        List<String> columns = List.of("customer", "channel", "age");
        file.read(
                columns,
                header -> {
                    for (int j = 0; j < at.length; j++) {
                        at[j] = file.column(columns.get(j), header, HINT);
                    }
                },
                row -> table.add(
                        field(file, row, at, columns, 0),
                        Covariates.none()
                                .with("channel", field(file, row, at, columns, 1))
                                .with("age", Double.parseDouble(field(file, row, at, columns, 2)))));
        return table.build();
    }

    private static String field(CsvFile file, CsvRecord row, int[] at, List<String> columns, int j) {
        return file.field(row, at[j], columns.get(j));
    }

    /** November and December. */
    public static boolean isSeason(LocalDate day) {
        return day.getMonth().compareTo(Month.NOVEMBER) >= 0;
    }
}
