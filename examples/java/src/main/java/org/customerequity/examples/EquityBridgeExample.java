package org.customerequity.examples;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.customerequity.equity.AggregateEquity;
import org.customerequity.equity.CustomerEquity;
import org.customerequity.equity.EquityBridge;
import org.customerequity.equity.EquityDecomposition;
import org.customerequity.equity.EquityEffect;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;

/** Equity rose in a year: which customers made the difference, and was it their number, their margin or their loyalty? */
public final class EquityBridgeExample {
    private static final String LEDGER = "Ann 2025-01-10 30, Ann 2025-06-02 35, Ann 2025-11-20 32, Ann 2026-03-05 40,"
            + "Ann 2026-07-14 38, Ann 2026-12-01 41, Bob 2025-02-01 25, Bob 2025-07-01 25, Bob 2025-12-15 25,"
            + "Cem 2025-03-03 60, Cem 2025-05-03 55, Cem 2025-12-03 58, Cem 2026-10-07 57, Dee 2026-04-04 45,"
            + "Dee 2026-11-11 50";

    private EquityBridgeExample() {}

    /** Prints the bridge of a few customers, then the parts of the change of a whole base. */
    public static void main(String[] args) {
        List<Transaction> ledger = Arrays.stream(LEDGER.split(", *"))
                .map(EquityBridgeExample::transaction)
                .toList();
        LifetimeValueModel model = LifetimeValueModel.of(
                        new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK), new GammaGamma(6.25, 3.74, 15.44))
                .withMargin(0.30)
                .withDiscount(DiscountRate.ofAnnualPercent(10))
                .withHorizon(Horizon.ofYears(3));
        EquityBridge bridge = EquityBridge.between(
                equity(ledger, model, LocalDate.of(2025, 12, 31)),
                equity(ledger, model, LocalDate.of(2026, 12, 31)),
                EquityBridge.Rules.EXACT.withAliveFrom(0.5)); // a customer is who is more likely one than not
        for (EquityBridge.Line line : bridge.lines()) {
            if (line.customers() > 0) {
                System.out.printf(
                        Locale.ROOT,
                        "%-6s %s  %5.2f to %5.2f%n",
                        line.movement().name().toLowerCase(Locale.ROOT),
                        bridge.customers(line.movement()),
                        line.opening().value(),
                        line.closing().value());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "all          %6.2f to %6.2f%n",
                bridge.opening().value(),
                bridge.closing().value());

        EquityDecomposition parts = EquityDecomposition.between(base(10_000, 100, 0.80), base(11_500, 96, 0.83));
        for (EquityEffect effect : parts.effects()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-9s %+8.0f%n",
                    effect.factor().name().toLowerCase(Locale.ROOT),
                    effect.amount().value());
        }
        System.out.printf(Locale.ROOT, "change    %+8.0f%n", parts.change().value());
    }

    private static Transaction transaction(String text) {
        String[] cells = text.split(" ");
        return Transaction.of(cells[0], LocalDate.parse(cells[1]), Double.parseDouble(cells[2]));
    }

    private static CustomerEquity equity(List<Transaction> ledger, LifetimeValueModel model, LocalDate date) {
        PurchaseHistories histories = ledger.stream()
                .filter(t -> !t.date().isAfter(date))
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(date)
                        .withCurrency("USD")
                        .toHistories());
        return CustomerEquity.ofCurrent(model.value(histories));
    }

    private static AggregateEquity base(double customers, double margin, double retention) {
        return AggregateEquity.of(
                customers,
                PeriodicContribution.of("USD", margin, PeriodUnit.YEAR),
                RetentionRate.of(retention, PeriodUnit.YEAR),
                DiscountRate.ofAnnualPercent(10),
                CashFlowTiming.AFTER_FIRST);
    }
}
