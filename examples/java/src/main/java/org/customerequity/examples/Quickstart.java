package org.customerequity.examples;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What are the customers in this file of transactions worth? Reads, fits, checks, values and reports; see {@code --help}.
 *
 * <p>Without {@code --transactions} it reports on a bundled sample of synthetic customers.
 */
public final class Quickstart {
    private Quickstart() {}

    /** Ends the process with status 1 on bad data and 2 on bad arguments. */
    public static void main(String[] args) {
        Program.exit(run(args, System.out, System.err, Progress.onTerminal(System.err)));
    }

    /** The whole program; answers its exit status. */
    static int run(String[] args, PrintStream out, PrintStream err, Progress progress) {
        return Program.run("quickstart", err, progress, () -> {
            Arguments arguments = Arguments.parse(args);
            if (arguments.isGiven(Option.HELP)) {
                out.print(Option.usage());
            } else {
                report(arguments, out, progress);
            }
        });
    }

    private static void report(Arguments given, PrintStream out, Progress progress) {
        Optional<Path> file = given.transactions();
        Arguments arguments = file.isPresent() ? given : SampleTransactions.windowOf(given);
        Source source = file.isPresent() ? Source.ofFile(file.get()) : SampleTransactions.SOURCE;
        String title = file.isPresent() ? source.name() : "a BUNDLED SYNTHETIC SAMPLE (no real customers)";
        Optional<OutFolder> folder =
                arguments.out().map(path -> OutFolder.of(path, Results.CUSTOMERS, Results.SUMMARY));

        Transactions transactions = Transactions.read(source, arguments, progress);
        Analysis analysis = Analysis.of(transactions, arguments, progress);
        String report = Report.of(title, arguments, transactions, analysis);
        folder.ifPresent(there -> Results.write(there, title, arguments, transactions, analysis));
        progress.clear();
        out.print(report);
    }
}
