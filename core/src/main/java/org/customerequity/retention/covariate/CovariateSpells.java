package org.customerequity.retention.covariate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * Contract spells, or cohorts, with the covariates of each: what a {@link CovariateRetention} is fitted to. Immutable.
 *
 * <pre>{@code
 *   CovariateSpells data = CovariateSpells.of(ids, spells, table);                joined by identifier
 *   CovariateSpells data = CovariateSpells.of(cohorts, oneRowACohort);
 *   CovariateSpells data = CovariateSpells.ofPaths(ids, spells, pathById);        covariates that change
 * }</pre>
 *
 * <p>Every spell has covariates, and a path reaches at least to where its spell was last seen; what is missing is refused with the
 * customer's name.
 */
public final class CovariateSpells implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int NAMED = 3;

    private final @Nullable Spells spells;
    private final @Nullable CohortCounts cohorts;

    /** One row a piece of a path; one a spell or cohort where covariates do not change. */
    private final CovariateTable rows;

    /** The first row of each spell, and the number of rows at the end. */
    private final int[] first;

    /** Until which tenure each row holds. */
    private final double[] until;

    private CovariateSpells(
            @Nullable Spells spells, @Nullable CohortCounts cohorts, CovariateTable rows, int[] first, double[] until) {
        this.spells = spells;
        this.cohorts = cohorts;
        this.rows = rows;
        this.first = first;
        this.until = until;
    }

    /**
     * Spells of these customers, in their order, joined to their covariates by identifier.
     *
     * @throws IllegalArgumentException if a customer has no covariates, or somebody in the table is none of these customers
     */
    public static CovariateSpells of(CustomerIds ids, Spells spells, CovariateTable table) {
        Objects.requireNonNull(table, "table");
        requireOneEach(ids, spells);
        return of(spells, table.forCustomers(ids));
    }

    /** Spells with one row of covariates each, in the same order. */
    public static CovariateSpells of(Spells spells, CovariateTable rows) {
        Objects.requireNonNull(spells, "spells");
        requireRows(rows, spells.size(), "spell");
        return constant(spells, null, rows);
    }

    /** Cohorts with one row of covariates each, in the same order: their channel, their year. */
    public static CovariateSpells of(CohortCounts cohorts, CovariateTable rows) {
        Objects.requireNonNull(cohorts, "cohorts");
        requireRows(rows, cohorts.size(), "cohort");
        return constant(null, cohorts, rows);
    }

    private static CovariateSpells constant(
            @Nullable Spells spells, @Nullable CohortCounts cohorts, CovariateTable rows) {
        int[] first = new int[rows.size() + 1];
        Arrays.setAll(first, i -> i);
        double[] until = new double[rows.size()];
        Arrays.fill(until, Double.POSITIVE_INFINITY);
        return new CovariateSpells(spells, cohorts, rows, first, until);
    }

    /**
     * Spells of these customers with the paths of their covariates.
     *
     * @throws IllegalArgumentException if a customer has no path, there is a path of somebody else, or a path ends before its
     *     spell
     */
    public static CovariateSpells ofPaths(CustomerIds ids, Spells spells, Map<String, TenurePath> paths) {
        Objects.requireNonNull(paths, "paths");
        requireOneEach(ids, spells);
        List<TenurePath> inOrder = new ArrayList<>(ids.size());
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            TenurePath path = paths.get(ids.get(i));
            if (path == null) {
                missing.add('"' + ids.get(i) + '"');
            } else {
                inOrder.add(path);
            }
        }
        if (!missing.isEmpty()) {
            throw Require.bad("paths", "must be there for every customer", "none were found for these", some(missing));
        }
        if (paths.size() > ids.size()) {
            List<String> strangers = paths.keySet().stream()
                    .filter(id -> !ids.contains(id))
                    .sorted()
                    .map(id -> '"' + id + '"')
                    .toList();
            throw Require.bad("paths", "must be of customers of the spells", "drop the others", some(strangers));
        }
        return ofPaths(spells, inOrder, ids);
    }

    /** Spells with one path each, in the same order. */
    public static CovariateSpells ofPaths(Spells spells, List<TenurePath> paths) {
        Objects.requireNonNull(spells, "spells");
        if (Objects.requireNonNull(paths, "paths").size() != spells.size()) {
            throw Require.bad("paths", "must be one a spell, " + spells.size(), "", paths.size());
        }
        return ofPaths(spells, paths, null);
    }

    private static CovariateSpells ofPaths(Spells spells, List<TenurePath> paths, @Nullable CustomerIds ids) {
        int[] first = new int[paths.size() + 1];
        List<TenurePath.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            TenurePath path = Objects.requireNonNull(paths.get(i), "paths[" + i + "]");
            if (path.end() < spells.last(i)) {
                throw Require.bad(
                        path(ids, i),
                        "must reach to tenure " + spells.last(i) + ", where the contract was last seen",
                        "covariates of the whole spell are needed",
                        path.end());
            }
            // what holds after the spell says nothing of it
            for (TenurePath.Piece piece : path.pieces()) {
                requireAlike(path(ids, i), paths.get(0), piece.covariates());
                if (piece.from() < spells.last(i) || piece.from() == 0) {
                    pieces.add(piece);
                }
            }
            first[i + 1] = pieces.size();
        }
        return new CovariateSpells(
                spells,
                null,
                table(pieces.stream().map(TenurePath.Piece::covariates).toList()),
                first,
                pieces.stream().mapToDouble(TenurePath.Piece::until).toArray());
    }

    private static String path(@Nullable CustomerIds ids, int i) {
        return "path of " + (ids == null ? "row " + i : '"' + ids.get(i) + '"');
    }

    /** What only some have would be lost, or missed, in a table. */
    private static void requireAlike(String name, TenurePath first, Covariates covariates) {
        Covariates example = first.pieces().get(0).covariates();
        boolean alike = Set.copyOf(example.names()).equals(Set.copyOf(covariates.names()))
                && example.names().stream().allMatch(one -> example.isNumber(one) == covariates.isNumber(one));
        if (!alike) {
            throw Require.bad(
                    name,
                    "must have the covariates of the first, of the same kinds, " + example,
                    "what is not known needs a value and a flag beside it",
                    covariates);
        }
    }

    private static CovariateTable table(List<Covariates> rows) {
        CovariateTable table = CovariateTable.ofRows(rows.size());
        for (String name : rows.isEmpty() ? List.<String>of() : rows.get(0).names()) {
            table = rows.get(0).isNumber(name)
                    ? table.withNumbers(
                            name,
                            rows.stream().mapToDouble(row -> row.number(name)).toArray())
                    : table.withCategories(
                            name, rows.stream().map(row -> row.category(name)).toList());
        }
        return table;
    }

    private static void requireOneEach(CustomerIds ids, Spells spells) {
        Objects.requireNonNull(ids, "ids");
        Objects.requireNonNull(spells, "spells");
        if (ids.size() != spells.size()) {
            throw Require.bad("ids", "must be one a spell, " + spells.size(), "", ids.size());
        }
    }

    private static void requireRows(CovariateTable rows, int size, String what) {
        if (Objects.requireNonNull(rows, "rows").size() != size) {
            throw Require.bad("rows", "must be one a " + what + ", " + size, "", rows.size());
        }
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    /** How many spells, or cohorts. */
    public int size() {
        return first.length - 1;
    }

    /** What tenures are counted in. */
    public PeriodUnit unit() {
        return spells != null ? spells.unit() : cohorts().unit();
    }

    /** Whether these are cohorts and not single spells. */
    public boolean isCohorts() {
        return spells == null;
    }

    /**
     * The spells without their covariates.
     *
     * @throws IllegalStateException if these are cohorts
     */
    public Spells spells() {
        if (spells == null) {
            throw new IllegalStateException("these are cohorts: ask cohorts()");
        }
        return spells;
    }

    /**
     * The cohorts without their covariates.
     *
     * @throws IllegalStateException if these are spells
     */
    public CohortCounts cohorts() {
        if (cohorts == null) {
            throw new IllegalStateException("these are spells: ask spells()");
        }
        return cohorts;
    }

    /** Whether the covariates of some spell change with its tenure. */
    public boolean isChanging() {
        return rows.size() > size();
    }

    /**
     * The covariates, to learn a coding from: a row a spell or cohort, in their order, or, where they change, a row a piece of a path.
     */
    public CovariateTable covariates() {
        return rows;
    }

    /** The first row of a spell; at {@link #size()}, how many rows. */
    int first(int i) {
        return first[i];
    }

    /** Until which tenure a row holds. */
    double until(int row) {
        return until[row];
    }

    /** Equal spells or cohorts with equal covariates. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CovariateSpells other
                && Objects.equals(spells, other.spells)
                && Objects.equals(cohorts, other.cohorts)
                && rows.equals(other.rows)
                && Arrays.equals(first, other.first)
                && Arrays.equals(until, other.until);
    }

    @Override
    public int hashCode() {
        return Objects.hash(spells, cohorts, rows, Arrays.hashCode(until));
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "CovariateSpells[" + (spells != null ? spells : cohorts) + ", " + rows.names()
                + (isChanging() ? " changing with tenure" : "") + "]";
    }
}
