package org.customerequity.survey;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.customerequity.internal.Require;
import org.customerequity.internal.Shares;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the same respondents to several questions that are meant to measure one thing: what {@link CronbachAlpha} is
 * computed from. Immutable.
 *
 * <p>An unanswered question is {@code NaN}, and stays unanswered until {@link #withoutIncomplete()} leaves its respondent out
 * or {@link #respondentMeans} does without it: never 0, never filled in. A question put the other way round is turned by
 * {@link #reversed}.
 */
public final class ItemAnswers implements Serializable {
    private static final long serialVersionUID = 1;

    /** Beyond this, squares of answers are not finite. */
    private static final double LARGEST = 1e100;

    private final List<String> names;
    private final double[][] columns;
    private final @Nullable RatingScale scale;
    private final int leftOut;

    private ItemAnswers(List<String> names, double[][] columns, @Nullable RatingScale scale, int leftOut) {
        this.names = names;
        this.columns = columns;
        this.scale = scale;
        this.leftOut = leftOut;
    }

    /**
     * One column an item, one row a respondent: {@code ItemAnswers.ofColumns(List.of("easy", "fast"), easy, fast)}.
     *
     * @param itemNames different ones, in the order of the columns
     * @param columns of one length, finite and within +-1e100; {@code NaN} where a respondent did not answer
     */
    public static ItemAnswers ofColumns(List<String> itemNames, double[]... columns) {
        List<String> names = names(itemNames, Objects.requireNonNull(columns, "columns").length, "columns");
        double[][] copy = new double[columns.length][];
        for (int j = 0; j < copy.length; j++) {
            copy[j] = Objects.requireNonNull(columns[j], "columns[" + j + "]").clone();
            if (copy[j].length != copy[0].length) {
                throw Require.bad(
                        "columns[" + j + "]",
                        "must have one answer a respondent, " + copy[0].length,
                        "NaN for none",
                        copy[j].length);
            }
        }
        return checked(names, copy, null, 0);
    }

    /**
     * One row a respondent, with an answer to each item in the order of their names.
     *
     * @param itemNames different ones
     * @param rows each finite and within +-1e100; {@code NaN} where the respondent did not answer
     */
    public static ItemAnswers ofRespondents(List<String> itemNames, double[]... rows) {
        Objects.requireNonNull(rows, "rows");
        int items = Objects.requireNonNull(itemNames, "itemNames").size();
        List<String> names = names(itemNames, items, "rows");
        double[][] columns = new double[items][rows.length];
        for (int i = 0; i < rows.length; i++) {
            double[] row = Objects.requireNonNull(rows[i], "rows[" + i + "]");
            if (row.length != items) {
                throw Require.bad(
                        "rows[" + i + "]", "must have one answer an item, " + items, "NaN for none", row.length);
            }
            for (int j = 0; j < items; j++) {
                columns[j][i] = row[j];
            }
        }
        return checked(names, columns, null, 0);
    }

    /**
     * One column an item, every question answered with a point of the scale.
     *
     * @param scale of all items
     * @param itemNames different ones, in the order of the columns
     * @param columns of one length
     */
    public static ItemAnswers ofRatings(RatingScale scale, List<String> itemNames, int[]... columns) {
        Objects.requireNonNull(scale, "scale");
        double[][] copy = new double[Objects.requireNonNull(columns, "columns").length][];
        for (int j = 0; j < copy.length; j++) {
            copy[j] = Arrays.stream(Objects.requireNonNull(columns[j], "columns[" + j + "]"))
                    .asDoubleStream()
                    .toArray();
        }
        return ofColumns(itemNames, copy).onScale(scale);
    }

    private static List<String> names(List<String> given, int expected, String what) {
        Objects.requireNonNull(given, "itemNames");
        for (int j = 0; j < given.size(); j++) {
            Require.nonBlank(given.get(j), "itemNames[" + j + "]", "an item is known by its name");
        }
        List<String> names = List.copyOf(given);
        Require.notEmpty(names.size(), "itemNames", "must name at least one item", "");
        if (names.size() != expected) {
            throw Require.bad("itemNames", "must be as many as " + what + ", " + expected, "", names.size());
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw Require.bad("itemNames", "must be different", "an item is known by its name", names);
        }
        return names;
    }

    /** Takes the columns as its own. */
    private static ItemAnswers checked(
            List<String> names, double[][] columns, @Nullable RatingScale scale, int leftOut) {
        for (int j = 0; j < columns.length; j++) {
            for (int i = 0; i < columns[j].length; i++) {
                double x = columns[j][i];
                if (Math.abs(x) > LARGEST) {
                    throw bad(names.get(j), i, "must be finite and within +-1e100", "NaN where there is no answer", x);
                }
                if (scale != null && (x < scale.lowest() || x > scale.highest())) {
                    throw bad(
                            names.get(j),
                            i,
                            "must be from " + scale.lowest() + " to " + scale.highest(),
                            "NaN where there is no answer",
                            x);
                }
            }
        }
        return new ItemAnswers(names, columns, scale, leftOut);
    }

    private static IllegalArgumentException bad(String item, int row, String rule, String hint, double x) {
        return Require.bad("answer " + row + " to " + item, rule, hint, x);
    }

    /**
     * These answers, given on this scale; they need not be whole numbers.
     *
     * @throws IllegalArgumentException if an answer lies outside of it
     */
    public ItemAnswers onScale(RatingScale newScale) {
        return checked(names, columns, Objects.requireNonNull(newScale, "newScale"), leftOut);
    }

    /**
     * With the answers to these items turned round, {@code lowest + highest - x}: of questions in which agreement means the
     * opposite of what it means in the others.
     *
     * @throws IllegalStateException if the answers are on no scale
     * @throws IllegalArgumentException if there is no item of that name, or one is named twice
     */
    public ItemAnswers reversed(String... items) {
        if (scale == null) {
            throw new IllegalStateException("answers must be on a scale to be reversed (see ItemAnswers.onScale)");
        }
        double[][] turned = columns.clone();
        for (String item : Objects.requireNonNull(items, "items")) {
            int at = indexOf(item);
            if (turned[at] != columns[at]) {
                throw Require.bad(
                        "items", "must be different", "turned twice, an item is as it was", Arrays.asList(items));
            }
            double sum = (double) scale.lowest() + scale.highest();
            turned[at] = Arrays.stream(turned[at]).map(x -> sum - x).toArray();
        }
        return new ItemAnswers(names, turned, scale, leftOut);
    }

    /** Without those who left a question unanswered (listwise deletion); {@link #leftOut()} then says how many. */
    public ItemAnswers withoutIncomplete() {
        BitSet incomplete = incompleteRows();
        if (incomplete.isEmpty()) {
            return this;
        }
        int[] complete = IntStream.range(0, respondents())
                .filter(i -> !incomplete.get(i))
                .toArray();
        double[][] kept = new double[columns.length][];
        for (int j = 0; j < kept.length; j++) {
            double[] column = columns[j];
            kept[j] = Arrays.stream(complete).mapToDouble(i -> column[i]).toArray();
        }
        return new ItemAnswers(names, kept, scale, leftOut + respondents() - complete.length);
    }

    /** Without one item, as where it does not belong to the others. */
    public ItemAnswers withoutItem(String item) {
        int at = indexOf(item);
        if (names.size() == 1) {
            throw Require.bad("item", "must not be the only one", "", '"' + item + '"');
        }
        int[] kept = IntStream.range(0, names.size()).filter(j -> j != at).toArray();
        return new ItemAnswers(
                Arrays.stream(kept).mapToObj(names::get).toList(),
                Arrays.stream(kept).mapToObj(j -> columns[j]).toArray(double[][]::new),
                scale,
                leftOut);
    }

    /** How many respondents these answers are of. */
    public int respondents() {
        return columns[0].length;
    }

    /** How many respondents left at least one question unanswered. */
    public int incomplete() {
        return incompleteRows().cardinality();
    }

    private BitSet incompleteRows() {
        BitSet rows = new BitSet(respondents());
        for (double[] column : columns) {
            for (int i = 0; i < column.length; i++) {
                if (Double.isNaN(column[i])) {
                    rows.set(i);
                }
            }
        }
        return rows;
    }

    /** How many respondents {@link #withoutIncomplete()} has left out. */
    public int leftOut() {
        return leftOut;
    }

    /** Names of the items. */
    public List<String> itemNames() {
        return names;
    }

    /** The scale, or empty where none was given. */
    public Optional<RatingScale> scale() {
        return Optional.ofNullable(scale);
    }

    /** A copy of the answers to an item, one a respondent; {@code NaN} where there is none. */
    public double[] answers(String item) {
        return columns[indexOf(item)].clone();
    }

    /**
     * The mean answer of every respondent over the items he answered; {@code NaN} for who answered fewer than this share.
     *
     * @param leastAnswered share of the items in (0, 1]: 0.5 for at least half, 1 for all
     */
    public double[] respondentMeans(double leastAnswered) {
        if (!(leastAnswered > 0 && leastAnswered <= 1)) {
            throw Require.bad("leastAnswered", "must be in (0, 1]", "0.5 means at least half", leastAnswered);
        }
        double[] means = new double[respondents()];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            int answered = 0;
            for (double[] column : columns) {
                if (!Double.isNaN(column[i])) {
                    sum += column[i];
                    answered++;
                }
            }
            boolean enough = answered > 0 && Shares.isAtLeast(answered, columns.length, leastAnswered);
            means[i] = enough ? sum / answered : Double.NaN;
        }
        return means;
    }

    private int indexOf(String item) {
        int at = names.indexOf(Objects.requireNonNull(item, "item"));
        if (at < 0) {
            throw Require.bad("item", "must be one of " + names, "", '"' + item + '"');
        }
        return at;
    }

    /** The answers themselves, for the package; not to be changed. */
    double[][] columns() {
        return columns;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ItemAnswers other
                && names.equals(other.names)
                && Arrays.deepEquals(columns, other.columns)
                && Objects.equals(scale, other.scale)
                && leftOut == other.leftOut;
    }

    @Override
    public int hashCode() {
        return Objects.hash(names, Arrays.deepHashCode(columns), scale, leftOut);
    }

    /** {@code answers of 120 respondents to [easy, fast]}. */
    @Override
    public String toString() {
        return "answers of " + respondents() + " respondents to " + names;
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        ItemAnswers plain = ofColumns(names, columns);
        return checked(plain.names, plain.columns, scale, Require.nonNegative(leftOut, "leftOut", ""));
    }
}
