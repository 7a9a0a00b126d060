package org.customerequity.history.contract;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The contract spells of many customers as columns, counted in renewals or in continuous time. Immutable: columns are checked
 * once and copied in.
 *
 * <p>From dates, with an observation window, by {@link SpellsBuilder}.
 */
public final class Spells implements Serializable {
    private static final long serialVersionUID = 1;

    /** As many tenures as a table of renewals may have rows. */
    private static final int MOST_RENEWALS = 10_000_000;

    private final double[] entry;
    private final double[] last;
    private final boolean[] lapsed;
    private final PeriodUnit unit;
    private final boolean discrete;

    private Spells(double[] entry, double[] last, boolean[] lapsed, PeriodUnit unit, boolean discrete) {
        this.entry = entry;
        this.last = last;
        this.lapsed = lapsed;
        this.unit = Objects.requireNonNull(unit, "unit");
        this.discrete = discrete;
    }

    /**
     * Spells whose tenures are whole numbers of renewals, {@code unit} apart. A row must hold what {@link Spell} asks of one
     * customer; the message of a row that does not names it.
     *
     * @param entry renewals made when first observed
     * @param last renewals made when last seen active, or the renewal at which the customer left
     * @param lapsed whether the customer left at {@code last}
     */
    public static Spells ofRenewals(int[] entry, int[] last, boolean[] lapsed, PeriodUnit unit) {
        return checked(
                Arrays.stream(entry).asDoubleStream().toArray(),
                Arrays.stream(last).asDoubleStream().toArray(),
                lapsed.clone(),
                unit,
                true);
    }

    /** Spells in continuous time, counted in {@code unit}. */
    public static Spells ofTimes(double[] entry, double[] last, boolean[] lapsed, PeriodUnit unit) {
        return checked(entry.clone(), last.clone(), lapsed.clone(), unit, false);
    }

    /** Spells counted in renewals: every tenure a whole number. */
    public static Spells ofRenewals(List<Spell> spells, PeriodUnit unit) {
        return from(spells, unit, true);
    }

    /** Spells in continuous time. */
    public static Spells ofTimes(List<Spell> spells, PeriodUnit unit) {
        return from(spells, unit, false);
    }

    private static Spells from(List<Spell> spells, PeriodUnit unit, boolean discrete) {
        int n = Objects.requireNonNull(spells, "spells").size();
        boolean[] lapsed = new boolean[n];
        for (int i = 0; i < n; i++) {
            lapsed[i] =
                    Objects.requireNonNull(spells.get(i), "spells[" + i + "]").lapsed();
        }
        return checked(
                spells.stream().mapToDouble(Spell::entry).toArray(),
                spells.stream().mapToDouble(Spell::last).toArray(),
                lapsed,
                unit,
                discrete);
    }

    private static Spells checked(double[] e, double[] t, boolean[] lapsed, PeriodUnit unit, boolean discrete) {
        sameLength(e.length, t.length, "last");
        sameLength(e.length, lapsed.length, "lapsed");
        for (int i = 0; i < e.length; i++) {
            try {
                new Spell(e[i], t[i], lapsed[i]);
                if (discrete) {
                    whole(e[i], "entry");
                    whole(t[i], "last");
                }
            } catch (IllegalArgumentException bad) {
                throw new IllegalArgumentException("row " + i + ": " + bad.getMessage(), bad);
            }
        }
        return new Spells(e, t, lapsed, unit, discrete);
    }

    private static void whole(double tenure, String name) {
        if (tenure != Math.rint(tenure)) {
            throw Require.bad(name, "must be a whole number of renewals", "use ofTimes for continuous time", tenure);
        }
        if (tenure > MOST_RENEWALS) {
            throw Require.bad(name, "must be <= " + MOST_RENEWALS, "renewals are tabulated one by one", tenure);
        }
    }

    private static void sameLength(int rows, int length, String name) {
        if (rows != length) {
            throw Require.bad(name, "must have one value a row, " + rows, "", length);
        }
    }

    /** How many customers. */
    public int size() {
        return entry.length;
    }

    /** What tenures are counted in. */
    public PeriodUnit unit() {
        return unit;
    }

    /** Whether tenures are counted in renewals. */
    public boolean isDiscrete() {
        return discrete;
    }

    /** Tenure of row {@code i} when first observed. */
    public double entry(int i) {
        return entry[i];
    }

    /** Tenure of row {@code i} when last seen. */
    public double last(int i) {
        return last[i];
    }

    /** Whether row {@code i} lapsed when last seen. */
    public boolean lapsed(int i) {
        return lapsed[i];
    }

    /** One customer. */
    public Spell row(int i) {
        return new Spell(entry[i], last[i], lapsed[i]);
    }

    /** How many lapsed while observed. */
    public int lapses() {
        int count = 0;
        for (boolean event : lapsed) {
            count += event ? 1 : 0;
        }
        return count;
    }

    /** Equal in every row, and in unit and kind. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Spells other
                && unit == other.unit
                && discrete == other.discrete
                && Arrays.equals(entry, other.entry)
                && Arrays.equals(last, other.last)
                && Arrays.equals(lapsed, other.lapsed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, discrete, Arrays.hashCode(entry), Arrays.hashCode(last), Arrays.hashCode(lapsed));
    }

    /** {@code 12 spells per year, 7 lapsed}. */
    @Override
    public String toString() {
        return size() + " spells per " + unit.noun() + ", " + lapses() + " lapsed";
    }
}
