package org.customerequity.segment.rfm;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.Require;
import org.customerequity.segment.CustomerFeatures;
import org.customerequity.segment.SegmentRules;
import org.customerequity.segment.Segmentation;
import org.jspecify.annotations.Nullable;

/** The scores of customers for recency, frequency and money. Immutable; made by {@link RfmScoring} or {@link RfmBreaks}. */
public final class RfmScores implements Serializable {
    private static final long serialVersionUID = 1;

    /** How many classes recency, frequency and money have. */
    private final int[] classes;

    /** From 1 to the number of classes, which is best: as they are written only when asked. */
    private final int[] recency;

    private final int[] frequency;
    private final int[] money;
    private final boolean oneIsBest;
    private final @Nullable CustomerIds ids;

    /** For the scorings, which give up the arrays. */
    RfmScores(
            int[] classes, int[] recency, int[] frequency, int[] money, boolean oneIsBest, @Nullable CustomerIds ids) {
        this.classes = classes;
        this.recency = recency;
        this.frequency = frequency;
        this.money = money;
        this.oneIsBest = oneIsBest;
        this.ids = ids;
    }

    /** How many customers. */
    public int size() {
        return recency.length;
    }

    /** Whether 1 is the best score, rather than the highest number. */
    public boolean oneIsBest() {
        return oneIsBest;
    }

    /** The score of row {@code i} for recency. */
    public int recency(int i) {
        return written(recency[i], 0);
    }

    /** The score of row {@code i} for frequency. */
    public int frequency(int i) {
        return written(frequency[i], 1);
    }

    /** The score of row {@code i} for money. */
    public int money(int i) {
        return written(money[i], 2);
    }

    /** The three scores of row {@code i}: {@code 554}, or {@code 10-9-3} where a measure has more than 9 classes. */
    public String code(int i) {
        return code(recency[i], frequency[i], money[i]);
    }

    /** The codes of all rows. */
    public List<String> codes() {
        List<String> codes = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            codes.add(code(i));
        }
        return codes;
    }

    /** Every cell that holds a customer as a segment named by its code, best first: 555 before 554 before 545. */
    public Segmentation cells() {
        int[] place = new int[classes[0] * classes[1] * classes[2]];
        for (int i = 0; i < size(); i++) {
            place[cell(i)] = 1;
        }
        List<String> names = new ArrayList<>();
        for (int c = place.length - 1; c >= 0; c--) {
            if (place[c] > 0) {
                place[c] = names.size();
                names.add(code(c / (classes[1] * classes[2]) + 1, c / classes[2] % classes[1] + 1, c % classes[2] + 1));
            }
        }
        return segmentation(names, place);
    }

    /**
     * Named segments by rules over three numbers: {@code R}, {@code F} and {@code M}, from 1 to the number of classes, which is the
     * best, also where 1 is written for the best.
     *
     * @throws IllegalArgumentException if no rule takes some cell, whether or not it holds a customer, and there is no default
     */
    public Segmentation segments(SegmentRules rules) {
        Objects.requireNonNull(rules, "rules");
        int cells = classes[0] * classes[1] * classes[2];
        double[] r = new double[cells];
        double[] f = new double[cells];
        double[] m = new double[cells];
        for (int c = 0; c < cells; c++) {
            r[c] = c / (classes[1] * classes[2]) + 1;
            f[c] = c / classes[2] % classes[1] + 1;
            m[c] = c % classes[2] + 1;
        }
        Segmentation ofCells = rules.assign(CustomerFeatures.ofColumns(List.of("R", "F", "M"), r, f, m));
        return segmentation(ofCells.names(), ofCells.segments());
    }

    /**
     * The segments of {@link RfmSegments#conventional()}.
     *
     * @throws IllegalArgumentException if recency or frequency has not five classes
     */
    public Segmentation conventionalSegments() {
        if (classes[0] != 5 || classes[1] != 5) {
            throw Require.bad(
                    "classes of recency and frequency",
                    "must be 5 and 5",
                    "for others give SegmentRules of your own",
                    classes[0] + " and " + classes[1]);
        }
        return segments(RfmSegments.conventional());
    }

    private Segmentation segmentation(List<String> names, int[] ofCell) {
        int[] segment = new int[size()];
        for (int i = 0; i < segment.length; i++) {
            segment[i] = ofCell[cell(i)];
        }
        Segmentation out = Segmentation.ofIndexes(names, segment);
        return ids == null ? out : out.withIds(ids);
    }

    private int cell(int i) {
        return ((recency[i] - 1) * classes[1] + frequency[i] - 1) * classes[2] + money[i] - 1;
    }

    private int written(int score, int measure) {
        return oneIsBest ? classes[measure] + 1 - score : score;
    }

    private String code(int r, int f, int m) {
        boolean wide = classes[0] > 9 || classes[1] > 9 || classes[2] > 9;
        String between = wide ? "-" : "";
        return written(r, 0) + between + written(f, 1) + between + written(m, 2);
    }

    /** Equal scores, classes, direction and identifiers. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RfmScores other
                && oneIsBest == other.oneIsBest
                && Arrays.equals(classes, other.classes)
                && Arrays.equals(recency, other.recency)
                && Arrays.equals(frequency, other.frequency)
                && Arrays.equals(money, other.money)
                && Objects.equals(ids, other.ids);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(recency), Arrays.hashCode(frequency), Arrays.hashCode(money), oneIsBest);
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "RfmScores[" + size() + " customers, classes " + classes[0] + " x " + classes[1] + " x " + classes[2]
                + ", best " + (oneIsBest ? "1" : "highest") + "]";
    }

    // checks what came from a stream
    private Object readResolve() {
        if (classes.length != 3) {
            throw Require.bad("classes", "must be three", "", classes.length);
        }
        int[][] columns = {recency, frequency, money};
        for (int c = 0; c < 3; c++) {
            if (columns[c].length != recency.length) {
                throw Require.bad("scores", "must be of equal length", "", columns[c].length);
            }
            for (int score : columns[c]) {
                if (score < 1 || score > classes[c]) {
                    throw Require.bad("score", "must be in [1, " + classes[c] + "]", "", score);
                }
            }
        }
        return this;
    }
}
