package org.customerequity.benchmarks;

import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.customerequity.equity.AggregateEquity;
import org.customerequity.equity.CustomerEquity;
import org.customerequity.equity.EquityBridge;
import org.customerequity.equity.EquityDecomposition;
import org.customerequity.equity.EquityFactor;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.lifetime.CustomerValues;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
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

/**
 * The bridge between two lists of customers of which nine in ten are on both, beside a map of strings that only adds up new, lost
 * and stayed; and the split of an aggregate change by factor, of one base and of ten segments with standard errors.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class EquityChangeBenchmark {
    @Param({"1000", "1000000"})
    int customers;

    CustomerEquity opening;
    CustomerEquity closing;
    AggregateEquity before = aggregate(10_000, 60, 0.80, 0.10);
    AggregateEquity after = aggregate(11_200, 58, 0.82, 0.11);
    Map<String, AggregateEquity> segmentsBefore = new HashMap<>();
    Map<String, AggregateEquity> segmentsAfter = new HashMap<>();

    @Setup
    public void simulateCustomers() {
        BgNbd buying = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
        PurchaseHistories rows = SimulatedCustomers.inDays(buying, customers);
        LifetimeValueModel model = LifetimeValueModel.of(buying, new ConstantSpend(30))
                .withMargin(0.3)
                .withDiscount(DiscountRate.ofAnnual(0.10))
                .withHorizon(Horizon.ofYears(2))
                .withCurrency(Currency.getInstance("USD"));
        opening = CustomerEquity.ofCurrent(model.value(rows.withIds(ids(0))));
        closing = CustomerEquity.ofCurrent(model.value(rows.withIds(ids(customers / 10))));
        for (int g = 0; g < 10; g++) {
            segmentsBefore.put("segment " + g, uncertain(aggregate(1000 + g, 60 + g, 0.80, 0.10)));
            segmentsAfter.put("segment " + g, uncertain(aggregate(1100 - g, 58 + g, 0.82, 0.11)));
        }
    }

    private CustomerIds ids(int from) {
        return CustomerIds.of(IntStream.range(from, from + customers)
                .mapToObj(i -> "customer-" + i)
                .toList());
    }

    private static AggregateEquity aggregate(double customers, double margin, double retention, double discount) {
        return AggregateEquity.of(
                customers,
                PeriodicContribution.of("USD", margin, PeriodUnit.YEAR),
                RetentionRate.of(retention, PeriodUnit.YEAR),
                DiscountRate.ofAnnual(discount),
                CashFlowTiming.AFTER_FIRST);
    }

    private static AggregateEquity uncertain(AggregateEquity equity) {
        return equity.withStandardError(EquityFactor.MARGIN, 2).withStandardError(EquityFactor.RETENTION, 0.01);
    }

    @Benchmark
    public EquityBridge bridge() {
        return EquityBridge.between(opening, closing);
    }

    /** What one would write by hand. */
    @Benchmark
    public double[] mapOfStrings() {
        CustomerValues first = opening.values();
        CustomerValues second = closing.values();
        List<String> names = first.ids().asList();
        Map<String, Integer> rows = new HashMap<>(2 * first.size());
        for (int i = 0; i < first.size(); i++) {
            rows.put(names.get(i), i);
        }
        double[] sums = new double[3];
        List<String> later = second.ids().asList();
        for (int i = 0; i < second.size(); i++) {
            Integer was = rows.remove(later.get(i));
            if (was == null) {
                sums[0] += second.value(i);
            } else {
                sums[1] += second.value(i) - first.value(was);
            }
        }
        for (int row : rows.values()) {
            sums[2] -= first.value(row);
        }
        return sums;
    }

    @Benchmark
    public EquityDecomposition decomposition() {
        return EquityDecomposition.between(before, after);
    }

    @Benchmark
    public EquityDecomposition decompositionBySegment() {
        return EquityDecomposition.bySegment(segmentsBefore, segmentsAfter);
    }
}
