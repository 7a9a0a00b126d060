package org.customerequity.examples;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.customerequity.history.Transaction;

/**
 * The transactions that come with the examples: 1,500 customers of a shop in USD, acquired in 2023. They are synthetic, of no
 * real business; {@link SampleGenerator} made them.
 */
public final class SampleTransactions {
    /** The last day on which purchases were seen. */
    public static final LocalDate UNTIL = LocalDate.of(2025, 12, 31);

    static final LocalDate CALIBRATE_UNTIL = LocalDate.of(2024, 12, 31);
    static final Source SOURCE = Source.bundled("synthetic-transactions.csv");

    private SampleTransactions() {}

    /** All of them, in order of time. */
    public static List<Transaction> list() {
        List<Transaction> transactions = new ArrayList<>();
        new TransactionFile(SOURCE, Columns.DEFAULT, false, Progress.silent())
                .read(
                        TransactionFile.Limits.NONE,
                        (line, customer, date, amount) -> transactions.add(Transaction.of(customer, date, amount)));
        return List.copyOf(transactions);
    }

    /** With the sample's own end of observation and of calibration, unless another end is asked for. */
    static Arguments windowOf(Arguments arguments) {
        return arguments.isGiven(Option.UNTIL)
                ? arguments
                : arguments
                        .orElse(Option.UNTIL, UNTIL.toString())
                        .orElse(Option.CALIBRATE_UNTIL, CALIBRATE_UNTIL.toString());
    }
}
