package org.customerequity.benchmarks;

import java.util.SplittableRandom;

/**
 * A seeded transaction log of a realistic shape, in the order of time: five rows a customer on average, the next row by
 * any customer, amounts in cents. Each row has a string of its own, as a file or a message would give it.
 */
final class TransactionLog {
    static final int FIRST_DAY = 18_262; // 2020-01-01
    static final int DAYS = 731;

    final String[] customers;
    final int[] days;
    final double[] amounts;

    TransactionLog(int rows) {
        SplittableRandom random = new SplittableRandom(20050901L);
        customers = new String[rows];
        days = new int[rows];
        amounts = new double[rows];
        for (int i = 0; i < rows; i++) {
            customers[i] = "C" + (10_000_000 + random.nextInt(rows / 5));
            days[i] = FIRST_DAY + (int) ((long) DAYS * i / rows);
            amounts[i] = random.nextInt(1, 20_000) / 100.0;
        }
    }
}
