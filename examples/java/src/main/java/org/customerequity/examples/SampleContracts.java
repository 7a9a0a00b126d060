package org.customerequity.examples;

import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import org.customerequity.acquisition.AcquisitionLedger;
import org.customerequity.history.contract.ContractLog;

/**
 * The contracts and the costs that come with the examples: three years of a subscription business in USD. They are synthetic, of
 * no real business; {@link ContractGenerator} made them.
 */
public final class SampleContracts {
    /** The last day on which contracts were seen. */
    public static final LocalDate UNTIL = LocalDate.of(2025, 12, 31);

    static final Source CONTRACTS = Source.bundled("synthetic-contracts.csv");
    static final Source COSTS = Source.bundled("synthetic-costs.csv");

    private static final Currency USD = Currency.getInstance("USD");

    private SampleContracts() {}

    /** All contracts, per month. */
    public static ContractLog log() {
        return read().log();
    }

    /** Where each customer came from. */
    public static Map<String, String> channels() {
        return read().channels();
    }

    /** What acquisition cost, by month, channel and kind; whom it won is not booked yet. */
    public static AcquisitionLedger.Builder costs() {
        return new CostFile(COSTS, USD, false, Progress.silent()).read().ledger();
    }

    private static ContractFile.Contracts read() {
        return new ContractFile(CONTRACTS, UNTIL, USD, false, Progress.silent()).read();
    }
}
