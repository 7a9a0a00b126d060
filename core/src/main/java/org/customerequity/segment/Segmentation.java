package org.customerequity.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.Require;
import org.customerequity.value.Proportion;
import org.customerequity.value.RatioOfSums;
import org.jspecify.annotations.Nullable;

/**
 * Every customer in one segment: named segments in an order, and one of them a row. Immutable.
 *
 * <p>It comes from rules ({@link SegmentRules}), value tiers ({@link ValueTiers#segmentation}), RFM scores, clusters, or from
 * labels of the caller's own ({@link #ofLabels}): age band, region, lifestyle. Two of the same customers are crossed by
 * {@link CrossTable}; two dates are compared by {@link MigrationMatrix}; the values of the segments by
 * {@link SegmentComparison}. A segment may be empty.
 */
public final class Segmentation implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<String> names;
    private final int[] segment;
    private final @Nullable CustomerIds ids;

    private Segmentation(List<String> names, int[] segment, @Nullable CustomerIds ids) {
        this.names = List.copyOf(Objects.requireNonNull(names, "names"));
        this.segment = segment;
        this.ids = ids;
        checkNames(this.names, "names");
        for (int row = 0; row < segment.length; row++) {
            if (segment[row] < 0 || segment[row] >= this.names.size()) {
                throw Require.bad(
                        "segment[" + row + "]",
                        "must be in [0, " + this.names.size() + ")",
                        "a place in names",
                        segment[row]);
            }
        }
        if (ids != null && ids.size() != segment.length) {
            throw Require.bad("ids", "must be one a row, " + segment.length, "", ids.size());
        }
    }

    /**
     * One label a row. The segments are the distinct labels in their natural order, so that the order of the rows does not
     * matter.
     *
     * @param labels not blank, at least one
     */
    public static Segmentation ofLabels(List<String> labels) {
        Require.notEmpty(Objects.requireNonNull(labels, "labels").size(), "labels", "must not be empty", "one a row");
        TreeSet<String> names = new TreeSet<>();
        int row = 0;
        for (String label : labels) {
            if (label == null || names.add(label)) {
                Require.nonBlank(label, "labels[" + row + "]", "such as north");
            }
            row++;
        }
        return ofLabels(List.copyOf(names), labels);
    }

    /**
     * One label a row, of these segments.
     *
     * @param names distinct, in the order to report them: of tiers, best first
     * @param labels each one of {@code names}
     */
    public static Segmentation ofLabels(List<String> names, List<String> labels) {
        Objects.requireNonNull(labels, "labels");
        Map<String, Integer> places = new LinkedHashMap<>();
        for (String name : Objects.requireNonNull(names, "names")) {
            places.put(Objects.requireNonNull(name, "names"), places.size());
        }
        int[] segment = new int[labels.size()];
        int row = 0;
        // by its iterator, since a linked list would take n^2 steps to give its rows by number
        for (String label : labels) {
            Integer at = label == null ? null : places.get(label);
            if (at == null) {
                Objects.requireNonNull(label, "labels[" + row + "]");
                throw Require.bad("labels[" + row + "]", "must be one of " + names, "", '"' + label + '"');
            }
            segment[row++] = at;
        }
        return new Segmentation(names, segment, null);
    }

    /**
     * One place in {@code names} a row, from 0. The array is copied.
     *
     * @param names distinct, not blank, at least one
     */
    public static Segmentation ofIndexes(List<String> names, int[] segment) {
        return new Segmentation(
                names, Objects.requireNonNull(segment, "segment").clone(), null);
    }

    /** This with one identifier a row. */
    public Segmentation withIds(CustomerIds newIds) {
        return new Segmentation(names, segment, Objects.requireNonNull(newIds, "newIds"));
    }

    /** The segments, in their order. */
    public List<String> names() {
        return names;
    }

    /** How many customers. */
    public int size() {
        return segment.length;
    }

    /** The place in {@link #names()} of the segment of row {@code row}. */
    public int segment(int row) {
        return segment[Objects.checkIndex(row, segment.length)];
    }

    /** The segment of row {@code row}. */
    public String label(int row) {
        return names.get(segment(row));
    }

    /**
     * The segment of a customer.
     *
     * @throws IllegalStateException if rows have no identifiers
     */
    public String label(String id) {
        return label(ids().indexOf(id));
    }

    /** A copy of the column of places in {@link #names()}. */
    public int[] segments() {
        return segment.clone();
    }

    /** Whether rows have identifiers. */
    public boolean hasIds() {
        return ids != null;
    }

    /**
     * The identifiers, in the order of the rows.
     *
     * @throws IllegalStateException if there are none
     */
    public CustomerIds ids() {
        if (ids == null) {
            throw new IllegalStateException("segmentation must have identifiers (Segmentation.withIds)");
        }
        return ids;
    }

    /** How many customers are in each segment, in the order of {@link #names()}. */
    public int[] counts() {
        int[] counts = new int[names.size()];
        for (int s : segment) {
            counts[s]++;
        }
        return counts;
    }

    /** How many of all customers are in this segment, with an interval by Wilson. */
    public Proportion share(String name) {
        return Proportion.of(counts()[place(name)], segment.length);
    }

    /** The rows of a segment, ascending: what {@code PurchaseHistories.select} takes. */
    public int[] rows(String name) {
        int wanted = place(name);
        int[] rows = new int[counts()[wanted]];
        int found = 0;
        for (int row = 0; row < segment.length; row++) {
            if (segment[row] == wanted) {
                rows[found++] = row;
            }
        }
        return rows;
    }

    /** The given rows, in that order, with the same segments, of which some may now be empty; without identifiers. */
    public Segmentation select(int... rows) {
        int[] selected = new int[Objects.requireNonNull(rows, "rows").length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = segment(rows[i]);
        }
        return new Segmentation(names, selected, null);
    }

    /**
     * Both at once: a segment for every pair, named {@code "gold / north"}, those of this one varying slowest.
     *
     * @param other of the same customers in the same order; where only one of the two has identifiers, the result has them
     */
    public Segmentation crossedWith(Segmentation other) {
        requireSameCustomers(other, "other");
        List<String> pairs = new ArrayList<>();
        for (String mine : names) {
            for (String theirs : other.names) {
                pairs.add(mine + " / " + theirs);
            }
        }
        int[] pair = new int[segment.length];
        for (int row = 0; row < pair.length; row++) {
            pair[row] = segment[row] * other.names.size() + other.segment[row];
        }
        return new Segmentation(pairs, pair, ids == null ? other.ids : ids);
    }

    /**
     * How many of each segment have a property: who responded, who churned. Keys are the segments in their order.
     *
     * @param success one a row
     */
    public Map<String, Proportion> proportions(boolean[] success) {
        requireRows(Objects.requireNonNull(success, "success").length, "success");
        long[] hits = new long[names.size()];
        for (int row = 0; row < segment.length; row++) {
            hits[segment[row]] += success[row] ? 1 : 0;
        }
        int[] counts = counts();
        Map<String, Proportion> out = new LinkedHashMap<>();
        for (int s = 0; s < counts.length; s++) {
            out.put(names.get(s), Proportion.of(hits[s], counts[s]));
        }
        return Collections.unmodifiableMap(out);
    }

    /**
     * Sum over sum in each segment, with the customer as the unit: revenue per order. Keys are the segments in their order.
     *
     * @param numerators finite, one a row
     * @param denominators finite and {@code >= 0}, one a row
     */
    public Map<String, RatioOfSums> ratios(
            double[] numerators, String numeratorName, double[] denominators, String denominatorName) {
        Objects.requireNonNull(numerators, "numerators");
        Objects.requireNonNull(denominators, "denominators");
        Objects.requireNonNull(numeratorName, "numeratorName");
        Objects.requireNonNull(denominatorName, "denominatorName");
        requireRows(numerators.length, numeratorName);
        requireRows(denominators.length, denominatorName);
        double[][] y = divided(numerators);
        double[][] x = divided(denominators);
        Map<String, RatioOfSums> out = new LinkedHashMap<>();
        for (int s = 0; s < y.length; s++) {
            out.put(names.get(s), RatioOfSums.ofColumns(y[s], numeratorName, x[s], denominatorName));
        }
        return Collections.unmodifiableMap(out);
    }

    /** A column by segment, each in the order of the rows. */
    double[][] divided(double[] column) {
        int[] counts = counts();
        double[][] groups = new double[counts.length][];
        for (int s = 0; s < groups.length; s++) {
            groups[s] = new double[counts[s]];
        }
        int[] next = new int[counts.length];
        for (int row = 0; row < segment.length; row++) {
            int s = segment[row];
            groups[s][next[s]++] = column[row];
        }
        return groups;
    }

    /** The place of a name. */
    int place(String name) {
        return Require.indexOf(name, names, "name", "");
    }

    void requireRows(int rows, String name) {
        if (rows != segment.length) {
            throw Require.bad(name, "must be one a customer, " + segment.length, "", rows);
        }
    }

    void requireSameCustomers(Segmentation other, String name) {
        Objects.requireNonNull(other, name).requireRowsOf(this, name);
    }

    private void requireRowsOf(Segmentation first, String name) {
        if (segment.length != first.segment.length || ids != null && first.ids != null && !ids.equals(first.ids)) {
            throw Require.bad(name, "must be of the same customers in the same order", "" + first, this);
        }
    }

    static void checkNames(List<String> names, String argument) {
        Require.notEmpty(names.size(), argument, "must not be empty", "at least one segment");
        for (int i = 0; i < names.size(); i++) {
            Require.nonBlank(names.get(i), argument + "[" + i + "]", "such as gold");
        }
        if (new HashSet<>(names).size() != names.size()) {
            throw Require.bad(argument, "must be distinct", "", names);
        }
    }

    /** Equal segments, rows and identifiers. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Segmentation other
                && names.equals(other.names)
                && Arrays.equals(segment, other.segment)
                && Objects.equals(ids, other.ids);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + Arrays.hashCode(segment);
    }

    /** A summary, not the rows: {@code Segmentation[10 customers: gold 2, iron 8]}. */
    @Override
    public String toString() {
        int[] counts = counts();
        StringBuilder text = new StringBuilder("Segmentation[" + segment.length + " customers:");
        int shown = Math.min(names.size(), 12);
        for (int s = 0; s < shown; s++) {
            text.append(s == 0 ? " " : ", ").append(names.get(s)).append(' ').append(counts[s]);
        }
        return text.append(shown < names.size() ? ", … " + names.size() + " segments]" : "]")
                .toString();
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return new Segmentation(names, segment, ids);
    }
}
