package org.customerequity.benchmarks;

import java.util.Currency;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.retention.CustomerMovements;
import org.customerequity.retention.revenue.RevenueBook;
import org.customerequity.retention.revenue.RevenueMovements;
import org.customerequity.value.ReportingPeriod;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From columns to movements, of customers and of their revenue, beside a bare loop of sums. Run with {@code -prof gc}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class MovementsBenchmark {
    @Param({"1000000"})
    int customers;

    // not final: a constant could be folded into the loop
    ReportingPeriod period = ReportingPeriod.ofMonth(2026, 3);
    Currency currency = Currency.getInstance("USD");
    double[] start;
    double[] end;
    boolean[] atStart;
    boolean[] atEnd;
    boolean[] before;
    RevenueBook book;

    @Setup
    public void simulateCustomers() {
        SplittableRandom random = new SplittableRandom(20260301L);
        start = new double[customers];
        end = new double[customers];
        atStart = new boolean[customers];
        atEnd = new boolean[customers];
        before = new boolean[customers];
        for (int i = 0; i < customers; i++) {
            start[i] = random.nextInt(10) < 2 ? 0 : 10 + random.nextInt(90);
            double fate = random.nextDouble();
            double grown = start[i] == 0 ? 10 + random.nextInt(90) : start[i] * (0.8 + 0.5 * random.nextDouble());
            end[i] = fate < 0.05 ? 0 : fate < 0.8 ? start[i] : grown;
            atStart[i] = start[i] > 0;
            atEnd[i] = end[i] > 0;
            before[i] = random.nextBoolean();
        }
        book = RevenueBook.of(period, currency, start, end, before);
    }

    @Benchmark
    public double baselineBareSums() {
        double acquired = 0;
        double back = 0;
        double grown = 0;
        double shrunk = 0;
        double lost = 0;
        for (int i = 0; i < customers; i++) {
            double s = start[i];
            double e = end[i];
            if (s > 0) {
                if (e > 0) {
                    grown += Math.max(0, e - s);
                    shrunk += Math.max(0, s - e);
                } else {
                    lost += s;
                }
            } else if (before[i]) {
                back += e;
            } else {
                acquired += e;
            }
        }
        return acquired + back + grown - shrunk - lost;
    }

    @Benchmark
    public CustomerMovements customers() {
        return CustomerMovements.ofColumns(period, atStart, atEnd, before);
    }

    /** With checks and copies of the columns. */
    @Benchmark
    public RevenueMovements revenueFromColumns() {
        return RevenueBook.of(period, currency, start, end, before).netByCustomer();
    }

    @Benchmark
    public RevenueMovements revenueFromBook() {
        return book.netByCustomer();
    }
}
