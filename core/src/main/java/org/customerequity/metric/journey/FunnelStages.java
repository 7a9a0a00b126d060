package org.customerequity.metric.journey;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.customerequity.internal.Require;

/**
 * The named stages of a funnel, first to last.
 *
 * @param names at least two, distinct
 */
public record FunnelStages(List<String> names) implements Serializable {
    /** Awareness, consideration, decision, post-purchase, loyalty. */
    public static final FunnelStages JOURNEY = of("awareness", "consideration", "decision", "post-purchase", "loyalty");

    public FunnelStages {
        Objects.requireNonNull(names, "names");
        for (int i = 0; i < names.size(); i++) {
            Require.nonBlank(names.get(i), "names[" + i + "]", "a stage");
        }
        names = List.copyOf(names);
        if (names.size() < 2) {
            throw Require.bad("names", "must be at least two stages", "from where to where", names);
        }
        Set<String> distinct = new HashSet<>(names);
        if (distinct.size() < names.size()) {
            throw Require.bad("names", "must be distinct", "", names);
        }
    }

    /** {@code FunnelStages.of("visit", "basket", "checkout", "order")}. */
    public static FunnelStages of(String... names) {
        Objects.requireNonNull(names, "names");
        for (int i = 0; i < names.length; i++) {
            Objects.requireNonNull(names[i], "names[" + i + "]");
        }
        return new FunnelStages(List.of(names));
    }

    /**
     * Visitor, lead, MQL, SQL, win. What makes a lead marketing-qualified or sales-qualified is the business's own rule; its version
     * is part of the names, so that counts by two rules do not add.
     *
     * @param rulesVersion {@code 2026-01}
     */
    public static FunnelStages lead(String rulesVersion) {
        Require.nonBlank(rulesVersion, "rulesVersion", "which rules qualify a lead");
        return of("visitor", "lead", "MQL (rules " + rulesVersion + ")", "SQL (rules " + rulesVersion + ")", "win");
    }

    /** How many. */
    public int size() {
        return names.size();
    }

    /** The place of a stage, from 0. */
    public int indexOf(String stage) {
        return Require.indexOf(stage, names, "stage", "as the funnel names them");
    }

    void requireStep(int step) {
        if (step < 0 || step >= size() - 1) {
            throw Require.bad("step", "must be 0 to " + (size() - 2), "0 is from " + names.get(0), step);
        }
    }

    void requireForward(int first, int last) {
        if (last <= first) {
            throw Require.bad("to", "must come after " + names.get(first), "in the order " + names, names.get(last));
        }
    }

    void requireSame(FunnelStages other) {
        if (!equals(other)) {
            throw Require.bad("other", "must have the stages " + names, "only like funnels add", other.names);
        }
    }
}
