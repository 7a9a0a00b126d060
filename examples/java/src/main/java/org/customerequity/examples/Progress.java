package org.customerequity.examples;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line on standard error that says what long work is at, where someone sits at a terminal; else nothing. */
final class Progress {
    private static final long SILENT_NANOS = 500_000_000;
    private static final int WIDTH = 60;

    private final PrintStream out;
    private final boolean visible;
    private final long silentNanos;
    private final long start = System.nanoTime();
    private boolean dirty;

    private Progress(PrintStream out, boolean visible, long silentNanos) {
        this.out = out;
        this.visible = visible;
        this.silentNanos = silentNanos;
    }

    static Progress silent() {
        return new Progress(System.err, false, SILENT_NANOS);
    }

    /** Shows what happens, whether or not anybody looks, once it has taken longer than {@code silentNanos}. */
    static Progress on(PrintStream out, long silentNanos) {
        return new Progress(out, true, silentNanos);
    }

    /** Shows what happens if this process has a terminal. */
    static Progress onTerminal(PrintStream out) {
        return new Progress(out, isTerminal(System.console()), SILENT_NANOS);
    }

    /** From JDK 22 on there may be a console without a terminal, and a method that tells. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    void report(String what) {
        if (visible && System.nanoTime() - start >= silentNanos) {
            out.print("\r" + String.format(Locale.ROOT, "%-" + WIDTH + "." + WIDTH + "s", what));
            out.flush();
            dirty = true;
        }
    }

    void report(String what, long done, long all) {
        if (all > 0) {
            report(Text.percent(Math.min(1, (double) done / all), 0) + " " + what);
        }
    }

    /** Takes the line away. */
    void clear() {
        if (dirty) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            out.flush();
            dirty = false;
        }
    }
}
