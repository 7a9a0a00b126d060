package org.customerequity.history;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.customerequity.history.policy.EarlierCustomers;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.ZeroValuePolicy;

/**
 * The rules again, written as they are said: sorted maps of lists, one customer after the other, with days merged. The
 * independent route that the summariser is compared with.
 */
final class NaiveSummary {
    record Row(String customer, LocalDate date, double amount) {}

    record History(int frequency, long recencyDays, long ageDays, int spendCount, double meanSpend) {}

    record Holdout(int purchases, double spend) {}

    final Map<String, History> histories =
            new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    final Map<String, Holdout> holdouts = new TreeMap<>();
    double amount;
    long purchases;

    NaiveSummary(
            List<Row> rows,
            LocalDate start,
            LocalDate calibrationEnd,
            LocalDate end,
            RefundPolicy refunds,
            ZeroValuePolicy zeros,
            EarlierCustomers earlier,
            MeanSpend mean) {
        Map<String, TreeMap<LocalDate, List<Double>>> byCustomer = new TreeMap<>();
        for (Row row : rows) {
            byCustomer
                    .computeIfAbsent(row.customer(), c -> new TreeMap<>())
                    .computeIfAbsent(row.date(), d -> new ArrayList<>())
                    .add(row.amount());
        }
        byCustomer.forEach((customer, days) -> {
            if (earlier == EarlierCustomers.DROP && !days.headMap(start).isEmpty()) {
                return;
            }
            TreeMap<LocalDate, Double> before = settle(days.subMap(start, true, calibrationEnd, true), refunds, zeros);
            if (before.isEmpty()) {
                return;
            }
            LocalDate first = before.firstKey();
            List<Double> spends = new ArrayList<>(
                    (mean == MeanSpend.OF_ALL_PURCHASES ? before : before.tailMap(first, false)).values());
            if (zeros == ZeroValuePolicy.COUNT_WITHOUT_SPEND) {
                spends.removeIf(spend -> spend == 0);
            }
            double sum = spends.stream().mapToDouble(x -> x).sum();
            histories.put(
                    customer,
                    new History(
                            before.size() - 1,
                            before.lastKey().toEpochDay() - first.toEpochDay(),
                            calibrationEnd.toEpochDay() - first.toEpochDay(),
                            spends.size(),
                            spends.isEmpty() ? 0 : sum / spends.size()));
            TreeMap<LocalDate, Double> after = settle(days.subMap(calibrationEnd, false, end, true), refunds, zeros);
            double spend = after.values().stream().mapToDouble(x -> x).sum();
            holdouts.put(customer, new Holdout(after.size(), spend));
            purchases += before.size() + after.size();
            amount += before.values().stream().mapToDouble(x -> x).sum() + spend;
        });
    }

    private static TreeMap<LocalDate, Double> settle(
            Map<LocalDate, List<Double>> days, RefundPolicy refunds, ZeroValuePolicy zeros) {
        TreeMap<LocalDate, Double> totals = new TreeMap<>();
        days.forEach((day, amounts) -> {
            double bought =
                    amounts.stream().filter(a -> a > 0).mapToDouble(a -> a).sum();
            double refunded =
                    -amounts.stream().filter(a -> a < 0).mapToDouble(a -> a).sum();
            if (amounts.stream().anyMatch(a -> a >= 0)) {
                totals.put(day, bought);
            }
            if (refunds == RefundPolicy.NET_CUSTOMER) {
                for (LocalDate at : new ArrayList<>(totals.descendingKeySet())) {
                    double taken = Math.min(refunded, totals.get(at));
                    totals.put(at, totals.get(at) - taken);
                    refunded -= taken;
                }
            } else if (refunds == RefundPolicy.NET_DAY && refunded > 0) {
                if (refunded > bought) {
                    throw new IllegalArgumentException("too much on " + day);
                }
                totals.put(day, bought - refunded);
            }
        });
        if (zeros == ZeroValuePolicy.DROP) {
            totals.values().removeIf(total -> total == 0);
        }
        return totals;
    }
}
