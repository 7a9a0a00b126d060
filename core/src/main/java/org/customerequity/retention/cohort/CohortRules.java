package org.customerequity.retention.cohort;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;

/**
 * How customers are put into the rows of a cohort table, and what they do into its columns.
 *
 * <pre>{@code
 *   CohortTable table = CohortRules.per(PeriodUnit.MONTH, CohortClock.TENURE).tableOf(log);
 *   CohortTable bands = CohortRules.per(PeriodUnit.DAY, CohortClock.TENURE)
 *       .withCohortsPer(PeriodUnit.MONTH)
 *       .withBrackets(0, 1, 8, 31, 91)
 *       .tableOf(log, channels::get);
 * }</pre>
 *
 * @param ageUnit what ages are counted in; months, quarters and years are those of the calendar, not of average length
 * @param clock where an age begins
 * @param cohortUnit the calendar period whose new customers form a cohort; weeks begin on Monday
 * @param edges where brackets of ages begin, and after the last one ends; empty where every age is a column of its own
 */
public record CohortRules(PeriodUnit ageUnit, CohortClock clock, PeriodUnit cohortUnit, List<Integer> edges)
        implements Serializable {
    public CohortRules {
        Objects.requireNonNull(ageUnit, "ageUnit");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(cohortUnit, "cohortUnit");
        edges = List.copyOf(Objects.requireNonNull(edges, "edges"));
        if (edges.size() == 1) {
            throw Require.bad("edges", "must be none or at least 2", "0, 1, 7 is two brackets", edges);
        }
        for (int j = 0; j < edges.size(); j++) {
            Require.nonNegative(edges.get(j).intValue(), "edges[" + j + "]", "an age");
            if (j > 0 && edges.get(j) <= edges.get(j - 1)) {
                throw Require.bad(
                        "edges[" + j + "]", "must be > the one before, " + edges.get(j - 1), "", edges.get(j));
            }
        }
    }

    /** Cohorts of one calendar {@code unit}, every age of one {@code unit} a column. */
    public static CohortRules per(PeriodUnit unit, CohortClock clock) {
        return new CohortRules(unit, clock, unit, List.of());
    }

    /** The same ages for cohorts of another calendar period. */
    public CohortRules withCohortsPer(PeriodUnit newUnit) {
        return new CohortRules(ageUnit, clock, newUnit, edges);
    }

    /**
     * Columns of several ages each: {@code withBrackets(0, 1, 7, 30)} is {@code [0, 1)}, {@code [1, 7)} and {@code [7, 30)}. A customer
     * counts once in a bracket, however often active there.
     *
     * @param newEdges at least two ages, ascending, from 0 or later
     */
    public CohortRules withBrackets(int... newEdges) {
        if (Objects.requireNonNull(newEdges, "newEdges").length < 2) {
            throw Require.bad("newEdges", "must be at least 2", "0, 1, 7 is two brackets", newEdges.length);
        }
        return new CohortRules(
                ageUnit, clock, cohortUnit, Arrays.stream(newEdges).boxed().toList());
    }

    /** Takes customers one by one, observed to the end of {@code lastDay}. */
    public CohortTableBuilder builder(LocalDate lastDay) {
        return new CohortTableBuilder(this, lastDay);
    }

    /** The table of a purchase log: a customer's first day is that of the first purchase, and activity is to buy. */
    public CohortTable tableOf(PurchaseLog log) {
        return builder(Objects.requireNonNull(log, "log").lastDay()).addAll(log).toTable();
    }

    /**
     * The table of a purchase log whose cohorts are divided by a label.
     *
     * @param label of a customer's identifier: a channel, a product, a band of the first order
     */
    public CohortTable tableOf(PurchaseLog log, Function<String, String> label) {
        return builder(Objects.requireNonNull(log, "log").lastDay())
                .addAll(log, label)
                .toTable();
    }

    /**
     * The table of an activity log as it was at the end of {@code lastDay}: a customer's first day is the first active one. Where
     * customers signed up before, {@link #builder} takes that day.
     */
    public CohortTable tableOf(ActivityLog log, LocalDate lastDay) {
        return builder(lastDay).addAll(log).toTable();
    }

    /**
     * The table of an activity log whose cohorts are divided by a label.
     *
     * @param label of a customer's identifier
     */
    public CohortTable tableOf(ActivityLog log, LocalDate lastDay, Function<String, String> label) {
        return builder(lastDay).addAll(log, label).toTable();
    }

    /** The table of a contract log as of {@code lastDay}: contracts in force and recurring revenue, see {@link CohortTableBuilder}. */
    public CohortTable tableOf(ContractLog log, LocalDate lastDay) {
        return builder(lastDay).addAll(log).toTable();
    }

    /**
     * The table of a contract log whose cohorts are divided by a label.
     *
     * @param label of a customer's identifier
     */
    public CohortTable tableOf(ContractLog log, LocalDate lastDay, Function<String, String> label) {
        return builder(lastDay).addAll(log, label).toTable();
    }
}
