package org.customerequity.examples;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.customerequity.acquisition.AcquiredCustomers;
import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.acquisition.AcquisitionLedger;
import org.customerequity.acquisition.ChannelReport;
import org.customerequity.acquisition.SharedCostKey;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.SpellsBuilder;
import org.customerequity.lifetime.formula.CurveLifetimeValue;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;

/** Which channel brings customers who are worth what they cost, when each channel has a retention curve of its own? */
public final class ChannelReportExample {
    private ChannelReportExample() {}

    /** Prints the cost of a customer by several definitions, and channels side by side. */
    public static void main(String[] args) {
        ContractLog contracts = SampleContracts.log();
        Map<String, String> channels = SampleContracts.channels();
        ReportingPeriod year = ReportingPeriod.ofYear(2025);

        AcquisitionLedger.Builder booked = SampleContracts.costs();
        for (int row = 0; row < contracts.size(); row++) {
            String channel = channels.get(contracts.ids().get(row));
            booked.won(
                    channel,
                    ReportingPeriod.containing(contracts.firstStart(row), PeriodUnit.MONTH),
                    channel.equals("organic") ? AcquiredCustomers.of(0, 1) : AcquiredCustomers.of(1, 0));
        }
        // snippet:start channel-report
        AcquisitionLedger ledger = booked.build().during(year);
        for (AcquisitionCost.Definition definition : List.of(
                AcquisitionCost.Definition.SIMPLE,
                AcquisitionCost.Definition.PAID,
                AcquisitionCost.Definition.PAID_FULLY_LOADED,
                AcquisitionCost.Definition.BLENDED)) {
            AcquisitionCost cost = ledger.cost(definition);
            System.out.printf(
                    Locale.ROOT,
                    "%-17s  %6.2f = %8.2f / %d%n",
                    definition,
                    cost.perCustomer().value(),
                    cost.spend().value(),
                    cost.customers());
        }
        Map<String, AcquisitionCost> costs =
                ledger.allocated(SharedCostKey.BY_CUSTOMERS).costsByChannel(AcquisitionCost.Definition.FULLY_LOADED);
        Map<String, Contribution> values = new TreeMap<>();
        for (String channel : costs.keySet()) {
            values.put(
                    channel,
                    valueOfNew(contracts.filter(
                            row -> channels.get(contracts.ids().get(row)).equals(channel))));
        }
        ChannelReport report = ChannelReport.of(costs, values);
        for (ChannelReport.Row row : report.rows()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-8s  %4d customers, cost %3.0f each, worth %3.0f, %4.1f %% of the spend for %4.1f %% of the value%n",
                    row.channel(),
                    row.cost().customers(),
                    row.cost().perCustomer().value(),
                    row.valuePerCustomer().amount().value(),
                    100 * report.shareOfSpend(row.channel()).value(),
                    100 * report.shareOfValue(row.channel()).value());
        }
        // snippet:end
    }

    /** Expected contribution of a new customer in five years, by the curve and the first prices of these. */
    private static Contribution valueOfNew(ContractLog log) {
        BetaDiscreteWeibull curve = BetaDiscreteWeibull.fit(SpellsBuilder.per(PeriodUnit.MONTH)
                        .until(SampleContracts.UNTIL)
                        .spellsOf(log, 0)
                        .toRenewals())
                .orThrow();
        double price = 0;
        for (int row = 0; row < log.size(); row++) {
            price += log.contracts(row).get(0).price() / log.size();
        }
        return CurveLifetimeValue.of(
                        Revenue.of("USD", price).perPeriod(PeriodUnit.MONTH).times(MarginRatio.ofPercent(80)),
                        DiscountRate.ofAnnualPercent(10),
                        CashFlowTiming.IMMEDIATE_COUNTED)
                .withHorizon(Horizon.ofYears(5))
                .value(curve);
    }
}
