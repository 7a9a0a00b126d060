package org.customerequity.examples;

import java.io.PrintStream;
import java.util.Optional;

/**
 * What are the subscribers of this business worth, how does its revenue move, and what do new ones cost? Reads contracts and costs,
 * fits, values and reports; see {@code --help}.
 *
 * <p>Without {@code --contracts} it reports on a bundled synthetic business.
 */
public final class SubscriptionReport {
    private SubscriptionReport() {}

    /** Ends the process with status 1 on bad data and 2 on bad arguments. */
    public static void main(String[] args) {
        Program.exit(run(args, System.out, System.err, Progress.onTerminal(System.err)));
    }

    /** The whole program; answers its exit status. */
    static int run(String[] args, PrintStream out, PrintStream err, Progress progress) {
        return Program.run("subscription-report", err, progress, () -> {
            SubscriptionArguments arguments = SubscriptionArguments.parse(args);
            if (arguments.isGiven(SubscriptionOption.HELP)) {
                out.print(SubscriptionOption.usage());
            } else {
                report(arguments, out, progress);
            }
        });
    }

    private static void report(SubscriptionArguments arguments, PrintStream out, Progress progress) {
        boolean own = arguments.contracts().isPresent();
        Source source = arguments.contracts().map(Source::ofFile).orElse(SampleContracts.CONTRACTS);
        String title = own ? source.name() : "a BUNDLED SYNTHETIC SAMPLE (no real customers)";
        ContractFile.Contracts contracts = new ContractFile(
                        source, arguments.until(), arguments.currency(), arguments.skipBadRows(), progress)
                .read();
        Optional<Source> costs = own ? arguments.costs().map(Source::ofFile) : Optional.of(SampleContracts.COSTS);
        Optional<CostFile.Costs> ledger =
                costs.map(file -> new CostFile(file, arguments.currency(), arguments.skipBadRows(), progress).read());
        progress.report(
                "fitting retention curves to " + Text.count(contracts.log().size(), "customer"));
        SubscriptionAnalysis analysis =
                SubscriptionAnalysis.of(contracts, ledger.map(CostFile.Costs::ledger), arguments);
        String page = SubscriptionPage.of(title, arguments, analysis, ledger.map(CostFile.Costs::rows));
        progress.clear();
        out.print(page);
    }
}
