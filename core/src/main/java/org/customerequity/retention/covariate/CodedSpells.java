package org.customerequity.retention.covariate;

import java.util.Arrays;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.internal.DistinctRows;

/** Spells as a likelihood reads them: coded, cut at the changes of covariates, and equal ones counted once. */
final class CodedSpells {
    /** Still active when last seen. */
    static final byte ACTIVE = 0;
    /** Left in the period that ends at the tenure last seen, no nearer known. */
    static final byte WITHIN = 1;
    /** Left at the tenure last seen. */
    static final byte AT = 2;

    /** The coded covariates, row after row, each distinct row once. */
    final double[] z;

    final int columns;
    final int distinctRows;

    final double[] entry;
    final double[] last;
    final byte[] kind;
    final double[] weight;
    /** The first piece of each spell, and the number of pieces at the end. */
    final int[] first;

    final double[] until;
    /** Which of the distinct rows holds on a piece. */
    final int[] row;

    private CodedSpells(
            double[] z,
            int columns,
            double[] entry,
            double[] last,
            byte[] kind,
            double[] weight,
            int[] first,
            double[] until,
            int[] row) {
        this.z = z;
        this.columns = columns;
        distinctRows = columns == 0 ? 1 : z.length / columns;
        this.entry = entry;
        this.last = last;
        this.kind = kind;
        this.weight = weight;
        this.first = first;
        this.until = until;
        this.row = row;
    }

    static CodedSpells of(CovariateSpells data, CovariateCoding coding, double unitOfTime) {
        double[][] design = coding.encode(data.covariates());
        coding.requireIndependent(design);
        int[] place = new int[data.covariates().size()];
        double[] z = distinct(design, place);
        CodedSpells all = data.isCohorts()
                ? ofCohorts(z, design.length, place, data.cohorts())
                : data.isChanging()
                        ? ofPaths(z, design.length, place, data)
                        : ofSpells(z, design.length, place, data.spells());
        for (double[] tenures : new double[][] {all.entry, all.last, all.until}) {
            for (int i = 0; i < tenures.length; i++) {
                tenures[i] /= unitOfTime;
            }
        }
        return all;
    }

    int size() {
        return entry.length;
    }

    int mostPieces() {
        int most = 0;
        for (int i = 0; i < size(); i++) {
            most = Math.max(most, first[i + 1] - first[i]);
        }
        return most;
    }

    private static CodedSpells ofSpells(double[] z, int columns, int[] place, Spells spells) {
        int[] key = new int[spells.size()];
        double[] entry = new double[key.length];
        double[] last = new double[key.length];
        byte lapse = spells.isDiscrete() ? WITHIN : AT;
        for (int i = 0; i < key.length; i++) {
            key[i] = 3 * place[i] + (spells.lapsed(i) ? lapse : ACTIVE);
            entry[i] = spells.entry(i);
            last[i] = spells.last(i);
        }
        DistinctRows rows = DistinctRows.of(key, entry, last);
        int n = rows.size();
        double[] e = new double[n];
        double[] t = new double[n];
        byte[] kind = new byte[n];
        double[] weight = new double[n];
        int[] row = new int[n];
        for (int i = 0; i < n; i++) {
            e[i] = rows.recency(i);
            t[i] = rows.age(i);
            kind[i] = (byte) (rows.frequency(i) % 3);
            row[i] = rows.frequency(i) / 3;
            weight[i] = rows.weight(i);
        }
        return onePieceEach(z, columns, e, t, kind, weight, row);
    }

    private static CodedSpells onePieceEach(
            double[] z, int columns, double[] entry, double[] last, byte[] kind, double[] weight, int[] row) {
        int[] first = new int[entry.length + 1];
        Arrays.setAll(first, i -> i);
        double[] until = new double[entry.length];
        Arrays.fill(until, Double.POSITIVE_INFINITY);
        return new CodedSpells(z, columns, entry, last, kind, weight, first, until, row);
    }

    /** Each cohort as those who left at each renewal, and those who are left. */
    private static CodedSpells ofCohorts(double[] z, int columns, int[] place, CohortCounts cohorts) {
        int most = 0;
        for (int c = 0; c < cohorts.size(); c++) {
            most += cohorts.renewals(c) + 1;
        }
        double[] last = new double[most];
        byte[] kind = new byte[most];
        double[] weight = new double[most];
        int[] row = new int[most];
        int n = 0;
        for (int c = 0; c < cohorts.size(); c++) {
            for (int t = 1; t <= cohorts.renewals(c) + 1; t++) {
                boolean rest = t > cohorts.renewals(c);
                long count = cohorts.survivors(c, t - 1) - (rest ? 0 : cohorts.survivors(c, t));
                if (count > 0) {
                    last[n] = rest ? t - 1 : t;
                    kind[n] = rest ? ACTIVE : WITHIN;
                    weight[n] = count;
                    row[n++] = place[c];
                }
            }
        }
        return onePieceEach(
                z,
                columns,
                new double[n],
                Arrays.copyOf(last, n),
                Arrays.copyOf(kind, n),
                Arrays.copyOf(weight, n),
                Arrays.copyOf(row, n));
    }

    private static CodedSpells ofPaths(double[] z, int columns, int[] place, CovariateSpells data) {
        Spells spells = data.spells();
        int n = spells.size();
        double[] entry = new double[n];
        double[] last = new double[n];
        byte[] kind = new byte[n];
        double[] weight = new double[n];
        int[] first = new int[n + 1];
        Arrays.fill(weight, 1);
        for (int i = 0; i < n; i++) {
            entry[i] = spells.entry(i);
            last[i] = spells.last(i);
            kind[i] = !spells.lapsed(i) ? ACTIVE : spells.isDiscrete() ? WITHIN : AT;
            first[i + 1] = data.first(i + 1);
        }
        double[] until = new double[place.length];
        Arrays.setAll(until, data::until);
        return new CodedSpells(z, columns, entry, last, kind, weight, first, until, place);
    }

    /** The distinct rows of a design of columns, one after the other; for each row, which of them it is. */
    private static double[] distinct(double[][] design, int[] place) {
        int columns = design.length;
        if (columns == 0) {
            return new double[0];
        }
        int n = place.length;
        int capacity = Integer.highestOneBit(Math.max(8, n + n / 2)) * 2;
        int[] slots = new int[capacity];
        Arrays.fill(slots, -1);
        int[] firstOf = new int[n];
        int distinct = 0;
        for (int i = 0; i < n; i++) {
            int slot = hash(design, i) & (capacity - 1);
            while (slots[slot] >= 0 && !alike(design, firstOf[slots[slot]], i)) {
                slot = (slot + 1) & (capacity - 1);
            }
            if (slots[slot] < 0) {
                firstOf[distinct] = i;
                slots[slot] = distinct++;
            }
            place[i] = slots[slot];
        }
        double[] z = new double[distinct * columns];
        for (int d = 0; d < distinct; d++) {
            for (int j = 0; j < columns; j++) {
                z[d * columns + j] = design[j][firstOf[d]];
            }
        }
        return z;
    }

    private static int hash(double[][] design, int i) {
        long h = 0;
        for (double[] column : design) {
            h = (h ^ Double.doubleToRawLongBits(column[i] + 0.0)) * 0x9E3779B97F4A7C15L;
            h ^= h >>> 29;
        }
        return (int) (h >>> 32);
    }

    private static boolean alike(double[][] design, int a, int b) {
        for (double[] column : design) {
            if (column[a] != column[b]) {
                return false;
            }
        }
        return true;
    }
}
