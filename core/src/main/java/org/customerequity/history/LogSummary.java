package org.customerequity.history;

import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/** Sums a log of purchases up, a row at a time, in the order in which {@link Settlement} does: to the same bits. */
final class LogSummary {
    private final PurchaseLog log;
    private final boolean leaveZerosOut;
    private final double momentsPerUnit;
    private final int[] frequency;
    private final double[] recency;
    private final double[] age;
    private final int[] spendCount;
    private final double[] meanSpend;
    private double @Nullable [] sumOfLogIntervals;
    private double @Nullable [] meanOfLogs;
    private double @Nullable [] scatterOfLogs;
    private double[] logs = new double[16];

    LogSummary(PurchaseLog log, int firstInMean, boolean leaveZerosOut, boolean timed) {
        this.log = log;
        this.leaveZerosOut = leaveZerosOut;
        int n = log.size();
        frequency = new int[n];
        recency = new double[n];
        age = new double[n];
        spendCount = firstInMean == 1 && !leaveZerosOut ? frequency : new int[n];
        meanSpend = new double[n];
        sumOfLogIntervals = new double[n];
        meanOfLogs = new double[n];
        scatterOfLogs = new double[n];
        PeriodUnit unit = log.unit();
        momentsPerUnit = timed ? unit.days() * CustomerEvents.NANOS_PER_DAY : unit.days();
        long lastDay = log.lastDay().toEpochDay();
        long observationEnd = timed ? (lastDay + 1) * CustomerEvents.NANOS_PER_DAY : lastDay;
        for (int i = 0; i < n; i++) {
            int from = log.start(i);
            int to = from + log.purchases(i);
            long first = log.moment(from);
            frequency[i] = to - from - 1;
            recency[i] = (log.moment(to - 1) - first) / momentsPerUnit;
            age[i] = (observationEnd - first) / momentsPerUnit;
            sumUpIntervals(i, from, to);
            sumUpSpend(i, from + firstInMean, to);
        }
    }

    private void sumUpIntervals(int row, int from, int to) {
        if (sumOfLogIntervals == null) {
            return;
        }
        CustomerEvents.CompensatedSum sum = new CustomerEvents.CompensatedSum();
        for (int p = from + 1; p < to; p++) {
            long interval = log.moment(p) - log.moment(p - 1);
            if (interval == 0) {
                sumOfLogIntervals = null;
                return;
            }
            sum.add(Math.log(interval / momentsPerUnit));
        }
        sumOfLogIntervals[row] = sum.value();
    }

    private void sumUpSpend(int row, int from, int to) {
        int count = 0;
        CustomerEvents.CompensatedSum sum = new CustomerEvents.CompensatedSum();
        for (int p = from; p < to; p++) {
            double amount = log.amount(p);
            sum.add(amount);
            count += amount > 0 || !leaveZerosOut ? 1 : 0;
        }
        spendCount[row] = count;
        if (count > 0) {
            meanSpend[row] = finite(row, to - 1, sum.value()) / count;
            sumUpLogs(row, from, to, count);
        }
    }

    private void sumUpLogs(int row, int from, int to, int count) {
        if (meanOfLogs == null || scatterOfLogs == null) {
            return;
        }
        if (count > logs.length) {
            logs = new double[2 * count];
        }
        CustomerEvents.CompensatedSum sum = new CustomerEvents.CompensatedSum();
        int n = 0;
        for (int p = from; p < to; p++) {
            double amount = log.amount(p);
            if (amount > 0) {
                logs[n] = Math.log(amount);
                sum.add(logs[n++]);
            }
        }
        if (n < count) {
            meanOfLogs = null;
            scatterOfLogs = null;
            return;
        }
        double mean = sum.value() / n;
        double scatter = 0;
        for (int j = 0; j < n; j++) {
            scatter += (logs[j] - mean) * (logs[j] - mean);
        }
        meanOfLogs[row] = mean;
        scatterOfLogs[row] = n == 1 ? 0 : scatter;
    }

    private double finite(int row, int purchase, double spend) {
        if (!Double.isFinite(spend)) {
            throw DataException.of(
                    log.ids().get(row),
                    log.day(row, purchase - log.start(row)),
                    "spend",
                    "must be finite",
                    "amounts add up to more than a double holds",
                    spend);
        }
        return spend;
    }

    PurchaseHistories histories() {
        return PurchaseHistories.trusted(
                        frequency,
                        recency,
                        age,
                        log.unit(),
                        spendCount,
                        meanSpend,
                        log.currency().orElse(null),
                        log.ids())
                .trustedLogs(sumOfLogIntervals, meanOfLogs, scatterOfLogs);
    }
}
