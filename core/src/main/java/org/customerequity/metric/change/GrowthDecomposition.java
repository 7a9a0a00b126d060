package org.customerequity.metric.change;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;
import org.customerequity.internal.Shapley;
import org.customerequity.metric.change.FactoredValue.Factor;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * The change of a value that is a product of factors, V = x_1 x_2 ... x_n, put down to the factors, with parts that add up to it.
 * Immutable.
 *
 * <pre>{@code
 *   log-mean Divisia   part of k = L(V1, V0) ln(x1_k / x0_k),   L(a, b) = (a - b) / ln(a / b),  L(a, a) = a
 *   Shapley            part of k = mean over the n! orders of moving one factor after the other of what moving k changes
 * }</pre>
 *
 * <p>Both are exact and do not depend on the order of the factors. They differ by the curvature that a large change has: in
 * Divisia's a factor that grows by a tenth has the same part as one that shrinks by an eleventh takes away; Shapley's is the
 * average of one-at-a-time changes, and allows factors that are zero or negative, where Divisia's is undefined. Neither says why
 * a factor moved.
 *
 * <p>With segments V is the sum of their products, and a part the sum of those of the segments; so the shift of customers between
 * good and poor segments is inside the part of the first factor. The forms with a mix set it apart as a line of its own: the first
 * factor of segment g is N w_g, with N the sum over segments and w_g the share. Divisia's takes {@code ln(N1 / N0)} and
 * {@code ln(w1_g / w0_g)}; Shapley's the mean over the two orders of N and w (Owen 1977). Both leave the other parts as they were.
 *
 * <p>What rounding leaves over, in the last place of the largest part, is given to that part. Standard errors by the delta method,
 * from factors that are given as {@link Estimate}, taken as independent of each other and between the dates.
 *
 * <p>Ang, The LMDI approach to decomposition analysis, Energy Policy 33(7), 2005; Shapley, A value for n-person games, 1953; Owen,
 * Values of games with a priori unions, 1977.
 */
public final class GrowthDecomposition implements Serializable {
    private static final long serialVersionUID = 1;

    /** The name of the line of the mix of segments. */
    public static final String MIX = "mix";

    /** How the change was shared out. */
    public enum Method {
        LOG_MEAN_DIVISIA,
        SHAPLEY
    }

    private final Method method;
    private final double before;
    private final double after;
    private final double changeError;
    private final List<GrowthEffect> effects;
    private final Map<String, GrowthDecomposition> segments;

    private GrowthDecomposition(
            Method method, Table table, List<GrowthEffect> effects, Map<String, GrowthDecomposition> segments) {
        this.method = method;
        this.before = table.total(0);
        this.after = table.total(1);
        this.changeError = table.changeError();
        this.effects = List.copyOf(effects);
        this.segments = segments;
    }

    /**
     * By logarithmic means.
     *
     * @throws IllegalArgumentException if the factors do not have the same names in the same order, or one is not positive at either
     *     date (see {@link #byShapley(FactoredValue, FactoredValue)})
     */
    public static GrowthDecomposition byLogMeanDivisia(FactoredValue before, FactoredValue after) {
        return divisia(Table.of(before, after), false, Map.of());
    }

    /**
     * By logarithmic means, summed over segments; the mix of segments is inside the first part.
     *
     * @param before by name of the segment
     * @param after of the same segments
     * @throws IllegalArgumentException if a segment is missing at one date, the factors differ, or one is not positive
     */
    public static GrowthDecomposition byLogMeanDivisia(
            Map<String, FactoredValue> before, Map<String, FactoredValue> after) {
        return divisiaOfSegments(before, after, false);
    }

    /**
     * The same with {@link #MIX} as a line of its own, after the first.
     *
     * @throws IllegalArgumentException as {@link #byLogMeanDivisia(Map, Map)}
     */
    public static GrowthDecomposition byLogMeanDivisiaWithMix(
            Map<String, FactoredValue> before, Map<String, FactoredValue> after) {
        return divisiaOfSegments(before, after, true);
    }

    /**
     * By the mean over all orders.
     *
     * @throws IllegalArgumentException if the factors do not have the same names in the same order
     */
    public static GrowthDecomposition byShapley(FactoredValue before, FactoredValue after) {
        return shapley(Table.of(before, after), false, Map.of());
    }

    /**
     * By the mean over all orders, of all segments at once; the mix of segments is inside the first part. A segment that is given at
     * one date only has 0 of the first factor at the other, and the same of the others.
     *
     * @throws IllegalArgumentException if there is no segment or the factors differ
     */
    public static GrowthDecomposition byShapley(Map<String, FactoredValue> before, Map<String, FactoredValue> after) {
        return shapleyOfSegments(before, after, false);
    }

    /**
     * The same with {@link #MIX} as a line of its own, after the first.
     *
     * @throws IllegalArgumentException if there is no segment, the factors differ, or the first factor does not add up to more than 0
     *     at both dates
     */
    public static GrowthDecomposition byShapleyWithMix(
            Map<String, FactoredValue> before, Map<String, FactoredValue> after) {
        return shapleyOfSegments(before, after, true);
    }

    private static GrowthDecomposition divisiaOfSegments(
            Map<String, FactoredValue> before, Map<String, FactoredValue> after, boolean mix) {
        Table table = Table.of(before, after);
        table.requireNames(mix);
        Map<String, GrowthDecomposition> segments = new LinkedHashMap<>();
        for (int g = 0; g < table.size(); g++) {
            segments.put(table.segment(g), divisia(table.only(g), false, Map.of()));
        }
        return divisia(table, mix, Collections.unmodifiableMap(segments));
    }

    private static GrowthDecomposition shapleyOfSegments(
            Map<String, FactoredValue> before, Map<String, FactoredValue> after, boolean mix) {
        Table table = Table.of(before, after);
        table.requireNames(mix);
        if (mix) {
            table.requireFirst();
        }
        Map<String, GrowthDecomposition> segments = new LinkedHashMap<>();
        for (int g = 0; g < table.size(); g++) {
            segments.put(table.segment(g), shapley(table.only(g), false, Map.of()));
        }
        return shapley(table, mix, Collections.unmodifiableMap(segments));
    }

    private static GrowthDecomposition divisia(Table table, boolean mix, Map<String, GrowthDecomposition> segments) {
        table.requirePositive();
        int n = table.names.size();
        double[] mean = new double[table.size()];
        double sumOfMeans = 0;
        Sum[] lines = new Sum[mix ? n + 1 : n];
        for (int line = 0; line < lines.length; line++) {
            lines[line] = Sum.create();
        }
        double growthOfFirst = mix ? LogMean.logRatio(table.first[1], table.first[0]) : 0;
        for (int g = 0; g < table.size(); g++) {
            mean[g] = LogMean.of(table.product[1][g], table.product[0][g]);
            sumOfMeans += mean[g];
            for (int k = 0; k < n; k++) {
                double growth = LogMean.logRatio(table.value[1][g][k], table.value[0][g][k]);
                if (mix && k == 0) {
                    lines[0].addProduct(mean[g], growthOfFirst);
                    double share = LogMean.logRatio(
                            table.value[1][g][0] / table.first[1], table.value[0][g][0] / table.first[0]);
                    lines[1].addProduct(mean[g], share);
                } else {
                    lines[mix ? k + 1 : k].addProduct(mean[g], growth);
                }
            }
        }
        double[] parts = new double[lines.length];
        double[] variance = new double[lines.length];
        for (int line = 0; line < parts.length; line++) {
            parts[line] = lines[line].getAsDouble();
        }
        for (Input input : table.inputs) {
            int g = input.segment();
            int date = input.date();
            double x = table.value[date][g][input.factor()];
            double sign = date == 1 ? 1 : -1;
            double slope = date == 1
                    ? LogMean.slope(table.product[1][g], table.product[0][g])
                    : LogMean.slope(table.product[0][g], table.product[1][g]);
            double ofMean = slope * table.product[date][g] / x;
            double[] gradient = new double[parts.length];
            for (int k = 0; k < n; k++) {
                double growth = LogMean.logRatio(table.value[1][g][k], table.value[0][g][k]);
                gradient[mix && k > 0 ? k + 1 : k] = ofMean * growth + (k == input.factor() ? sign * mean[g] / x : 0);
            }
            if (mix) {
                double number =
                        ofMean * growthOfFirst + (input.factor() == 0 ? sign * sumOfMeans / table.first[date] : 0);
                gradient[1] = gradient[0] - number;
                gradient[0] = number;
            }
            addSquares(variance, gradient, input.error());
        }
        return table.decomposition(Method.LOG_MEAN_DIVISIA, parts, variance, mix, segments);
    }

    private static GrowthDecomposition shapley(Table table, boolean mix, Map<String, GrowthDecomposition> segments) {
        double[] parts = lines(table, mix, table::at);
        double[] variance = new double[parts.length];
        for (Input input : table.inputs) {
            double[] gradient = lines(table, mix, (set, mixDate) -> table.slope(set, mixDate, input));
            addSquares(variance, gradient, input.error());
        }
        return table.decomposition(Method.SHAPLEY, parts, variance, mix, segments);
    }

    /** A value of the table by the set of factors that have moved, and the date of the mix. */
    @FunctionalInterface
    private interface Game {
        double at(int set, int mixDate);
    }

    private static double[] lines(Table table, boolean mix, Game game) {
        int n = table.names.size();
        double[] parts = exact(n, set -> game.at(set, set & 1));
        if (!mix) {
            return parts;
        }
        // the number moves before the mix, and after it
        double early = exact(n, set -> game.at(set, 0))[0];
        double late = exact(n, set -> game.at(set, 1))[0];
        double[] out = new double[n + 1];
        out[0] = 0.5 * (early + late);
        out[1] = parts[0] - out[0];
        System.arraycopy(parts, 1, out, 2, n - 1);
        return out;
    }

    private static double[] exact(int players, IntToDoubleFunction game) {
        return Shapley.exact(players, game);
    }

    private static void addSquares(double[] variance, double[] gradient, double error) {
        for (int line = 0; line < variance.length; line++) {
            double effect = gradient[line] * error;
            variance[line] += effect * effect;
        }
    }

    /** How the change was shared out. */
    public Method method() {
        return method;
    }

    /** The value at the first date. */
    public double before() {
        return before;
    }

    /** The value at the second date. */
    public double after() {
        return after;
    }

    /** After less before. */
    public double change() {
        return after - before;
    }

    /**
     * The change with its standard error.
     *
     * @throws IllegalStateException if no factor was given a standard error
     */
    public Estimate changeEstimate() {
        return GrowthEffect.estimate("change", change(), changeError);
    }

    /** The part of every factor in their order, with {@link #MIX} second where it was asked for. They add up to the change. */
    public List<GrowthEffect> effects() {
        return effects;
    }

    /**
     * The part of one factor.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public GrowthEffect effect(String factor) {
        List<String> names = effects.stream().map(GrowthEffect::factor).toList();
        return effects.get(Require.indexOf(factor, names, "factor", "as it was named"));
    }

    /** The change of every segment, by name in alphabetical order; empty where there are none. Their parts add up to these. */
    public Map<String, GrowthDecomposition> segments() {
        return segments;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof GrowthDecomposition other
                && method == other.method
                && before == other.before
                && after == other.after
                && changeError == other.changeError
                && effects.equals(other.effects)
                && segments.equals(other.segments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, before, after, changeError, effects, segments);
    }

    /** {@code 1185.0 -> 1510.0: customers +206.7, orders per customer -48.7, order value +167.0}, with all digits. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder().append(before).append(" -> ").append(after);
        String separator = ": ";
        for (GrowthEffect effect : effects) {
            out.append(separator)
                    .append(effect.factor())
                    .append(effect.amount() < 0 ? " " : " +")
                    .append(effect.amount());
            separator = ", ";
        }
        return out.toString();
    }

    /** A factor that is uncertain: of one segment at one date, or at both at once where it is borrowed. */
    private record Input(int segment, int factor, int date, boolean both, double error) {}

    /** Values by date, segment and factor. */
    private static final class Table {
        private final List<String> names;
        private final List<String> segments;
        /** {@code [date][segment][factor]}. */
        private final double[][][] value;
        /** {@code [date][segment]}. */
        private final double[][] product;
        /** The first factor, summed over segments. */
        private final double[] first = new double[2];

        private final List<Input> inputs;

        private Table(List<String> names, List<String> segments, double[][][] value, List<Input> inputs) {
            this.names = names;
            this.segments = segments;
            this.value = value;
            this.inputs = inputs;
            this.product = new double[2][segments.size()];
            for (int date = 0; date < 2; date++) {
                for (int g = 0; g < segments.size(); g++) {
                    double p = 1;
                    for (double x : value[date][g]) {
                        p *= x;
                    }
                    product[date][g] = Require.finite(p, "product of " + names, "scale the factors down");
                    first[date] += value[date][g][0];
                }
            }
        }

        static Table of(FactoredValue before, FactoredValue after) {
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
            return of(List.of(""), List.of(before), List.of(after), List.of(false));
        }

        static Table of(Map<String, FactoredValue> before, Map<String, FactoredValue> after) {
            TreeSet<String> segments =
                    new TreeSet<>(Objects.requireNonNull(before, "before").keySet());
            segments.addAll(Objects.requireNonNull(after, "after").keySet());
            Require.notEmpty(segments.size(), "segments", "must be at least one", "");
            List<FactoredValue> first = new ArrayList<>();
            List<FactoredValue> second = new ArrayList<>();
            List<Boolean> borrowed = new ArrayList<>();
            for (String segment : segments) {
                FactoredValue a = before.get(segment);
                FactoredValue b = after.get(segment);
                borrowed.add(a == null || b == null);
                first.add(a != null ? a : withoutFirst(Objects.requireNonNull(b, "after of segment " + segment)));
                second.add(b != null ? b : withoutFirst(Objects.requireNonNull(a, "before of segment " + segment)));
            }
            return of(List.copyOf(segments), first, second, borrowed);
        }

        private static FactoredValue withoutFirst(FactoredValue there) {
            List<Factor> factors = new ArrayList<>(there.factors());
            factors.set(0, new Factor(factors.get(0).name(), 0, 0));
            return new FactoredValue(factors);
        }

        private static Table of(
                List<String> segments, List<FactoredValue> before, List<FactoredValue> after, List<Boolean> borrowed) {
            List<String> names = before.get(0).names();
            double[][][] value = new double[2][segments.size()][names.size()];
            List<Input> inputs = new ArrayList<>();
            for (int date = 0; date < 2; date++) {
                for (int g = 0; g < segments.size(); g++) {
                    FactoredValue at = (date == 0 ? before : after).get(g);
                    if (!at.names().equals(names)) {
                        String where = segments.get(g).isEmpty() ? "" : " of segment " + segments.get(g);
                        throw Require.bad(
                                (date == 0 ? "before" : "after") + where,
                                "must have the factors " + names,
                                "the same in the same order",
                                at.names());
                    }
                    for (int k = 0; k < names.size(); k++) {
                        Factor factor = at.factors().get(k);
                        value[date][g][k] = factor.value();
                        boolean both = borrowed.get(g) && k > 0;
                        if (factor.standardError() > 0 && !(both && date == 1)) {
                            inputs.add(new Input(g, k, date, both, factor.standardError()));
                        }
                    }
                }
            }
            return new Table(names, segments, value, inputs);
        }

        Table only(int g) {
            List<Input> own = inputs.stream()
                    .filter(input -> input.segment() == g)
                    .map(input -> new Input(0, input.factor(), input.date(), input.both(), input.error()))
                    .toList();
            return new Table(names, List.of(segments.get(g)), new double[][][] {{value[0][g]}, {value[1][g]}}, own);
        }

        int size() {
            return segments.size();
        }

        String segment(int g) {
            return segments.get(g);
        }

        double total(int date) {
            return Require.finite(Sum.of(product[date]).getAsDouble(), "value", "scale the factors down");
        }

        void requirePositive() {
            for (int date = 0; date < 2; date++) {
                for (int g = 0; g < size(); g++) {
                    for (int k = 0; k < names.size(); k++) {
                        require(value[date][g][k], names.get(k), g, date);
                    }
                    require(product[date][g], "product", g, date);
                }
            }
        }

        private void require(double x, String what, int g, int date) {
            if (!(x > 0)) {
                throw Require.bad(
                        what
                                + (segments.get(g).isEmpty() ? "" : " of segment " + segments.get(g))
                                + (date == 0 ? " before" : " after"),
                        "must be > 0 for log-mean Divisia parts",
                        "byShapley allows what is not",
                        x);
            }
        }

        void requireNames(boolean mix) {
            if (mix && names.contains(MIX)) {
                throw Require.bad("factors", "must not be named " + MIX, "that is the line of the segments", names);
            }
        }

        void requireFirst() {
            for (int date = 0; date < 2; date++) {
                if (!(first[date] > 0)) {
                    throw Require.bad(
                            names.get(0) + (date == 0 ? " before" : " after"),
                            "must add up to more than 0 over the segments",
                            "a mix is shares of it",
                            first[date]);
                }
            }
        }

        /** The total with the factors in the set at the second date; the first factor with its mix at {@code mixDate}. */
        double at(int set, int mixDate) {
            Sum sum = Sum.create();
            for (int g = 0; g < size(); g++) {
                sum.add(firstOf(g, set & 1, mixDate) * others(g, set, 0));
            }
            return sum.getAsDouble();
        }

        /** Its slope in one input. */
        double slope(int set, int mixDate, Input input) {
            return input.both()
                    ? slope(set, mixDate, input, 0) + slope(set, mixDate, input, 1)
                    : slope(set, mixDate, input, input.date());
        }

        private double slope(int set, int mixDate, Input input, int date) {
            int h = input.segment();
            int j = input.factor();
            int number = set & 1;
            if (j > 0) {
                return (set >> j & 1) == date ? firstOf(h, number, mixDate) * others(h, set, j) : 0;
            }
            if (number == mixDate) {
                return date == number ? others(h, set, 0) : 0;
            }
            double scale = first[number] / first[mixDate];
            double sum = date == mixDate ? scale * others(h, set, 0) : 0;
            double ofScale = date == number ? 1 / first[mixDate] : -scale / first[mixDate];
            for (int g = 0; g < size(); g++) {
                sum += ofScale * value[mixDate][g][0] * others(g, set, 0);
            }
            return sum;
        }

        private double firstOf(int g, int number, int mixDate) {
            double x = value[mixDate][g][0];
            return number == mixDate ? x : x * (first[number] / first[mixDate]);
        }

        /** The product of all factors but the first, and but {@code left}. */
        private double others(int g, int set, int left) {
            double p = 1;
            for (int k = 1; k < names.size(); k++) {
                if (k != left) {
                    p *= value[set >> k & 1][g][k];
                }
            }
            return p;
        }

        double changeError() {
            double variance = 0;
            int all = (1 << names.size()) - 1;
            for (Input input : inputs) {
                double slope = slope(all, 1, input) - slope(0, 0, input);
                variance += slope * slope * input.error() * input.error();
            }
            return Math.sqrt(variance);
        }

        GrowthDecomposition decomposition(
                Method method,
                double[] parts,
                double[] variance,
                boolean mix,
                Map<String, GrowthDecomposition> segmentParts) {
            settle(parts, total(1) - total(0));
            List<GrowthEffect> effects = new ArrayList<>(parts.length);
            for (int line = 0; line < parts.length; line++) {
                String name = !mix || line == 0 ? names.get(line) : line == 1 ? MIX : names.get(line - 1);
                effects.add(new GrowthEffect(name, parts[line], Math.sqrt(variance[line])));
            }
            return new GrowthDecomposition(method, this, effects, segmentParts);
        }

        /** What rounding leaves over goes to the largest part. */
        private static void settle(double[] parts, double change) {
            Sum rest = Sum.of(change);
            int largest = 0;
            for (int k = 0; k < parts.length; k++) {
                rest.add(-parts[k]);
                largest = Math.abs(parts[k]) > Math.abs(parts[largest]) ? k : largest;
            }
            parts[largest] += rest.getAsDouble();
        }
    }
}
