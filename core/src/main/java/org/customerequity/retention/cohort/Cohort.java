package org.customerequity.retention.cohort;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * Which customers a row of a cohort table is of. Ordered by label, then by start.
 *
 * @param label of the caller, such as a channel, product or band of the first order; empty where there is none
 * @param start when they came, as {@code 2026}, {@code 2026-Q1}, {@code 2026-03}, {@code 2026-W10} or {@code 2026-03-15}; empty where
 *     the label says all
 */
public record Cohort(String label, String start) implements Serializable, Comparable<Cohort> {
    // a shorter text first, so that cohort 9 comes before cohort 10
    private static final Comparator<Cohort> ORDER = Comparator.comparing(Cohort::label)
            .thenComparingInt(cohort -> cohort.start.length())
            .thenComparing(Cohort::start);

    public Cohort {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(start, "start");
        if (label.isEmpty() && start.isEmpty()) {
            throw Require.bad("label", "must not be empty where start is", "a cohort needs a name", "\"\"");
        }
    }

    /** Those who came at a time, without a label. */
    public static Cohort starting(String start) {
        return new Cohort("", start);
    }

    /** Those of a label, whenever they came. */
    public static Cohort labelled(String label) {
        return new Cohort(label, "");
    }

    /** {@code paid 2026-03}. */
    public String name() {
        return label.isEmpty() || start.isEmpty() ? label + start : label + " " + start;
    }

    @Override
    public int compareTo(Cohort other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name();
    }
}
