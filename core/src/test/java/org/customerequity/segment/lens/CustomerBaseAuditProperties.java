package org.customerequity.segment.lens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.segment.MigrationMatrix;
import org.customerequity.segment.lens.CohortComparison.Figure;
import org.customerequity.segment.lens.TwoPeriods.Movement;
import org.customerequity.testing.Seeded;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;

/** The audit against what the list of transactions says, found again and again from the beginning. */
@Seeded
class CustomerBaseAuditProperties {
    private static final LocalDate BEGIN = LocalDate.of(2020, 11, 12);
    private static final LocalDate END = LocalDate.of(2022, 2, 28);
    private static final double MARGIN = 0.3;

    private static List<Transaction> drawn(int customers, long seed) {
        Random random = new Random(seed);
        List<Transaction> all = new ArrayList<>();
        int days = (int) (END.toEpochDay() - BEGIN.toEpochDay());
        for (int i = 0; i < customers; i++) {
            int purchases = 1 + random.nextInt(random.nextInt(12) + 1);
            for (int j = 0; j < purchases; j++) {
                all.add(Transaction.of(
                        String.format("k%03d", i),
                        BEGIN.plusDays(random.nextInt(days + 1)),
                        random.nextInt(20) == 0 ? 0 : random.nextInt(100_000) / 100.0));
            }
        }
        Collections.shuffle(all, random);
        return all;
    }

    private static PurchaseLog log(List<Transaction> transactions) {
        return transactions.stream()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .from(BEGIN)
                        .until(END)
                        .toLog());
    }

    /** Days of a customer in order, with what was bought on them. */
    private static Map<String, TreeMap<LocalDate, Double>> byCustomer(List<Transaction> transactions) {
        Map<String, TreeMap<LocalDate, Double>> out = new TreeMap<>();
        for (Transaction t : transactions) {
            out.computeIfAbsent(t.customer(), k -> new TreeMap<>()).merge(t.date(), t.amount(), Double::sum);
        }
        return out;
    }

    private static double spent(TreeMap<LocalDate, Double> days, ReportingPeriod period) {
        double sum = 0;
        for (Map.Entry<LocalDate, Double> day : days.entrySet()) {
            sum += period.contains(day.getKey()) ? day.getValue() : 0;
        }
        return sum;
    }

    private static long count(TreeMap<LocalDate, Double> days, ReportingPeriod period) {
        return days.keySet().stream().filter(period::contains).count();
    }

    @Property(tries = 150)
    void everyLensIsWhatTheTransactionsSay(
            @ForAll @IntRange(min = 1, max = 60) int customers, @ForAll long seed, @ForAll boolean months) {
        List<Transaction> transactions = drawn(customers, seed);
        Map<String, TreeMap<LocalDate, Double>> base = byCustomer(transactions);
        PurchaseLog log = log(transactions);
        PeriodUnit unit = months ? PeriodUnit.MONTH : PeriodUnit.QUARTER;
        CustomerBaseAudit audit = CustomerBaseAudit.of(log, unit, MarginRatio.of(MARGIN));
        WholeBase whole = audit.wholeBase();
        CohortComparison cohorts = audit.cohorts();
        List<ReportingPeriod> periods = audit.periods();
        assertEquals(ReportingPeriod.containing(BEGIN, unit), periods.get(0));
        assertEquals(ReportingPeriod.containing(END, unit), periods.get(periods.size() - 1));
        for (int p = 0; p < periods.size(); p++) {
            ReportingPeriod period = periods.get(p);
            List<TreeMap<LocalDate, Double>> active =
                    base.values().stream().filter(c -> count(c, period) > 0).toList();
            double revenue = active.stream().mapToDouble(c -> spent(c, period)).sum();
            OnePeriod one = audit.onePeriod(period);
            assertEquals(active.size(), one.totals().customers());
            assertEquals(
                    active.stream().mapToLong(c -> count(c, period)).sum(),
                    one.totals().orders());
            assertEquals(revenue, one.totals().revenue(), 1e-9);
            assertEquals(revenue * MARGIN, one.totals().profit(), 1e-9);
            assertEquals(
                    active.stream().filter(c -> count(c, period) == 1).count(),
                    one.oneOrderShare().successes());
            double[] sorted =
                    active.stream().mapToDouble(c -> spent(c, period)).sorted().toArray();
            if (sorted.length > 0) {
                assertEquals(
                        sorted[sorted.length / 2],
                        one.revenue()
                                .quantile(sorted.length == 1 ? 0 : (double) (sorted.length / 2) / (sorted.length - 1)),
                        1e-9);
            }
            if (revenue > 0) {
                int top = Math.max(1, (int) Math.floor(0.2 * sorted.length + 0.5));
                double best = Arrays.stream(sorted).skip(sorted.length - top).sum();
                assertEquals(best / revenue, one.revenue().shareOfTopCustomers(0.2), 1e-12);
            }
            // lens 5: columns
            PeriodTotals column = whole.totals(period);
            assertEquals(one.totals().customers(), column.customers());
            assertEquals(one.totals().orders(), column.orders());
            assertEquals(one.totals().revenue(), column.revenue(), 1e-15 * column.revenue());
            for (int c = 0; c <= p; c++) {
                ReportingPeriod cohort = periods.get(c);
                double own = base.values().stream()
                        .filter(k -> cohort.contains(k.firstKey()))
                        .mapToDouble(k -> spent(k, period))
                        .sum();
                long many = base.values().stream()
                        .filter(k -> cohort.contains(k.firstKey()) && count(k, period) > 0)
                        .count();
                assertEquals(own, whole.cell(cohort, period).revenue(), 1e-9);
                assertEquals(many, whole.cell(cohort, period).customers());
                assertEquals(own, whole.matrix(Measure.REVENUE)[c][p], 1e-9);
                if (p < whole.completePeriods() && whole.acquired(cohort) > 0) {
                    assertEquals(
                            own / whole.acquired(cohort),
                            cohorts.value(Figure.REVENUE_PER_ACQUIRED, cohort, p - c),
                            1e-9);
                    assertEquals(
                            audit.cohort(cohort).cumulativeRevenuePerAcquired()[p - c],
                            cohorts.figures(Figure.CUMULATIVE_REVENUE_PER_ACQUIRED)[c][p - c],
                            1e-9);
                }
            }
            if (p > 0) {
                bridge(audit, base, periods.get(p - 1), period);
            }
        }
    }

    private static void bridge(
            CustomerBaseAudit audit,
            Map<String, TreeMap<LocalDate, Double>> base,
            ReportingPeriod a,
            ReportingPeriod b) {
        TwoPeriods two = audit.twoPeriods(a, b);
        double[] parts = new double[5];
        long[] moved = new long[4];
        for (TreeMap<LocalDate, Double> c : base.values()) {
            boolean inA = count(c, a) > 0;
            boolean inB = count(c, b) > 0;
            double change = spent(c, b) - spent(c, a);
            if (inA && inB) {
                moved[0]++;
                parts[change > 0 ? 3 : 4] += change;
            } else if (inA) {
                moved[1]++;
                parts[2] += change;
            } else if (inB && b.contains(c.firstKey())) {
                moved[2]++;
                parts[0] += change;
            } else if (inB) {
                moved[3]++;
                parts[1] += change;
            }
        }
        for (Movement movement : Movement.values()) {
            assertEquals(moved[movement.ordinal()], two.customers(movement));
        }
        ValueBridge bridge = two.revenueBridge();
        assertArrayEquals(
                parts,
                new double[] {
                    bridge.fromNew(), bridge.fromReactivated(), bridge.fromLapsed(), bridge.up(), bridge.down()
                },
                1e-9);
        // it adds up
        double sum = bridge.opening()
                + bridge.fromNew()
                + bridge.fromReactivated()
                + bridge.fromLapsed()
                + bridge.up()
                + bridge.down();
        assertEquals(bridge.closing(), sum, 1e-14 * (bridge.opening() + bridge.fromNew() + bridge.closing() + 1));
        assertEquals(moved[0], bridge.upCustomers() + bridge.downCustomers() + bridge.flatCustomers());
        long bands = Math.min(3, Math.min(two.first().customers(), two.second().customers()));
        if (bands > 0) {
            migration(two, (int) bands, base, a, b);
        }
    }

    private static void migration(
            TwoPeriods two,
            int bands,
            Map<String, TreeMap<LocalDate, Double>> base,
            ReportingPeriod a,
            ReportingPeriod b) {
        MigrationMatrix table = two.migration(Measure.REVENUE, bands);
        long all = 0;
        for (long[] row : table.counts()) {
            all += Arrays.stream(row).sum();
        }
        assertEquals(
                base.values().stream()
                        .filter(c -> c.firstKey().isBefore(b.to()))
                        .count(),
                all);
        assertEquals(two.customers(Movement.NEW), table.appearedShare().successes());
        assertEquals(0, table.disappearedShare().successes());
        // ranked by sorting, stable in the order of the rows
        List<String> first = ranked(base, a);
        List<String> second = ranked(base, b);
        long best = first.stream()
                .filter(k -> band(first, k, bands) == 0 && second.contains(k) && band(second, k, bands) == 0)
                .count();
        assertEquals(best, table.count("band 1", "band 1"));
    }

    private static int band(List<String> ranked, String customer, int bands) {
        return ranked.indexOf(customer) * bands / ranked.size();
    }

    private static List<String> ranked(Map<String, TreeMap<LocalDate, Double>> base, ReportingPeriod period) {
        return base.entrySet().stream()
                .filter(c -> count(c.getValue(), period) > 0)
                .sorted(Comparator.comparingDouble(c -> -spent(c.getValue(), period)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Disjoint customers add up, in either order, to what all of them are at once. */
    @Property(tries = 100)
    void disjointCustomersMerge(@ForAll @IntRange(min = 3, max = 60) int customers, @ForAll long seed) {
        List<Transaction> transactions = drawn(customers, seed);
        WholeBase all = base(transactions);
        WholeBase[] parts = new WholeBase[3];
        for (int part = 0; part < 3; part++) {
            int mine = part;
            parts[part] = base(transactions.stream()
                    .filter(t -> Integer.parseInt(t.customer().substring(1)) % 3 == mine)
                    .toList());
        }
        WholeBase merged = parts[0].plus(parts[1]).plus(parts[2]);
        WholeBase turned = parts[2].plus(parts[1].plus(parts[0]));
        assertEquals(parts[0].plus(parts[1]), parts[1].plus(parts[0]));
        assertArrayEquals(all.activeCustomers(), merged.activeCustomers());
        for (Measure measure : Measure.values()) {
            for (int c = 0; c < all.periods().size(); c++) {
                assertArrayEquals(all.matrix(measure)[c], merged.matrix(measure)[c], 1e-9);
                assertArrayEquals(all.matrix(measure)[c], turned.matrix(measure)[c], 1e-9);
            }
        }
    }

    private static WholeBase base(List<Transaction> transactions) {
        return CustomerBaseAudit.of(log(transactions), PeriodUnit.MONTH, MarginRatio.of(MARGIN))
                .wholeBase();
    }

    /** Bands are a partition of nearly equal parts, best first. */
    @Property
    void bandsPartition(
            @ForAll @IntRange(min = 1, max = 60) int n,
            @ForAll @IntRange(min = 1, max = 12) int wanted,
            @ForAll long seed) {
        int bands = Math.min(n, wanted);
        Random random = new Random(seed);
        double[] values = random.ints(n, -4, 9).asDoubleStream().toArray();
        int[] band = Bands.of(values, bands);
        int[] size = new int[bands];
        for (int i = 0; i < n; i++) {
            size[band[i]]++;
            for (int j = 0; j < n; j++) {
                assertTrue(values[i] <= values[j] || band[i] <= band[j]);
                assertTrue(values[i] != values[j] || i > j || band[i] <= band[j]);
            }
        }
        assertEquals(n, Arrays.stream(size).sum());
        assertTrue(Arrays.stream(size).allMatch(s -> s == n / bands || s == n / bands + 1));
    }
}
