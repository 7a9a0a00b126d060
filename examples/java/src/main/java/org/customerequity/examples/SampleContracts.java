package org.customerequity.examples;

import java.time.LocalDate;

/**
 * The contracts and the costs that come with the examples: three years of a subscription business in USD. They are synthetic, of
 * no real business; {@link ContractGenerator} made them.
 */
final class SampleContracts {
    static final Source CONTRACTS = Source.bundled("synthetic-contracts.csv");
    static final Source COSTS = Source.bundled("synthetic-costs.csv");

    /** The last day on which contracts were seen. */
    static final LocalDate UNTIL = LocalDate.of(2025, 12, 31);

    private SampleContracts() {}
}
