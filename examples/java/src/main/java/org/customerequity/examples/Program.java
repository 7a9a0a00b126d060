package org.customerequity.examples;

import java.io.PrintStream;

/** What both quick starts do around their work: a refusal becomes one line and an exit status. */
final class Program {
    private Program() {}

    /** Ends the process unless all went well. */
    static void exit(int status) {
        System.out.flush();
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Does the work; answers the exit status. */
    static int run(String name, PrintStream err, Progress progress, Runnable work) {
        try {
            work.run();
            return 0;
        } catch (Refusal refusal) {
            progress.clear();
            err.print(name + ": " + refusal.getMessage() + '\n');
            return refusal.status();
        }
    }
}
