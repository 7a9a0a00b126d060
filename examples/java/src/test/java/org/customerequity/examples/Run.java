package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One run of a quick start, in this process. */
record Run(int status, String out, String err) {
    /** A quick start: its {@code run}. */
    interface Main {
        int run(String[] args, PrintStream out, PrintStream err, Progress progress);
    }

    static Run of(String... args) {
        return of(Quickstart::run, args);
    }

    static Run of(Main main, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = main.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Progress.silent());
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The lines from the one that begins so to the next empty one; fails where there is none, or the run did. */
    List<String> section(String heading) {
        assertEquals(0, status, err);
        List<String> lines = out.lines().toList();
        int from = 0;
        while (!lines.get(from).startsWith(heading)) {
            from++;
        }
        int to = from;
        while (to < lines.size() && !lines.get(to).isEmpty()) {
            to++;
        }
        return lines.subList(from, to);
    }
}
