package org.customerequity.history.covariate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * How covariates become the columns of a design: numbers centred and scaled, categories as zeros and ones against a reference.
 * Learnt once, from the customers a model is fitted to, and kept with the model, so that a customer who comes later is measured as
 * they were. Immutable.
 *
 * <pre>{@code
 *   z = (value - mean) / standard deviation             a number; divisor n
 *   z = value                                           a flag: a number that is 0 or 1 for every customer
 *   z_level = 1 where the category is level, else 0     every level but the reference
 *
 *   CovariateCoding coding = CovariateCoding.of(table, "age", "channel").withReference("channel", "organic");
 *   coding.columns();       // [age, channel=ads, channel=search]
 * }</pre>
 *
 * <p>There is no column of ones: a model has a baseline, the customer whose columns are all 0. The reference is the most frequent
 * category (the first in the alphabet among equals) unless {@link #withReference} says another.
 */
public final class CovariateCoding implements Serializable {
    private static final long serialVersionUID = 1;

    private static final CovariateCoding NONE = new CovariateCoding(List.of());

    /** A column of which less is left, relative, when those before it are taken out, is their sum. */
    private static final double COLLINEAR = 1e-8;

    /** How many columns a message names. */
    private static final int NAMED = 6;

    private final List<CodedCovariate> covariates;

    private CovariateCoding(List<CodedCovariate> covariates) {
        this.covariates = covariates;
    }

    /** Of no covariates: a design without columns. */
    public static CovariateCoding none() {
        return NONE;
    }

    /** Learnt from all covariates of a table. See {@link #of(CovariateTable, List)}. */
    public static CovariateCoding of(CovariateTable table) {
        return of(table, Objects.requireNonNull(table, "table").names());
    }

    /** Learnt from some covariates of a table. See {@link #of(CovariateTable, List)}. */
    public static CovariateCoding of(CovariateTable table, String... names) {
        return of(table, List.of(names));
    }

    /**
     * Learnt from some covariates of a table, in the order of the names.
     *
     * @throws IllegalArgumentException if there are no customers, a name is not in the table or comes twice, or a covariate is the
     *     same for all customers
     */
    public static CovariateCoding of(CovariateTable table, List<String> names) {
        Require.notEmpty(
                Objects.requireNonNull(table, "table").size(), "table", "must have customers to learn from", "");
        List<CodedCovariate> coded = new ArrayList<>();
        for (String name : names) {
            coded.add(table.isNumber(name) ? number(name, table.numbersShared(name)) : category(name, table));
        }
        return ofCovariates(coded);
    }

    /**
     * A coding again, from what {@link #covariates()} said when it was stored.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public static CovariateCoding ofCovariates(List<CodedCovariate> covariates) {
        List<CodedCovariate> copy = List.copyOf(covariates);
        List<String> names = copy.stream().map(CodedCovariate::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw Require.bad("names", "must differ", "each covariate once", names);
        }
        return copy.isEmpty() ? NONE : new CovariateCoding(copy);
    }

    private static CodedCovariate number(String name, double[] values) {
        double size = 0;
        boolean flag = true;
        for (double value : values) {
            size = Math.max(size, Math.abs(value));
            flag &= value == 0 || value == 1;
        }
        if (size == 0) {
            throw constant(name, values[0]);
        }
        // in units of the largest, so that no square overflows or vanishes
        double mean = 0;
        for (double value : values) {
            mean += value / size / values.length;
        }
        double rest = 0;
        double squares = 0;
        for (double value : values) {
            double d = value / size - mean;
            rest += d;
            squares += d * d;
        }
        mean += rest / values.length;
        double scale = size * Math.sqrt(Math.max(0, squares - rest * rest / values.length) / values.length);
        if (!(scale > 1e-12 * size) || Arrays.stream(values).allMatch(v -> v == values[0])) {
            throw constant(name, values[0]);
        }
        return flag ? new CodedCovariate.Number(name, 0, 1) : new CodedCovariate.Number(name, size * mean, scale);
    }

    private static CodedCovariate category(String name, CovariateTable table) {
        List<String> levels = table.levels(name);
        if (levels.size() < 2) {
            throw constant(name, '"' + levels.get(0) + '"');
        }
        int[] count = new int[levels.size()];
        for (int code : table.codes(name)) {
            count[code]++;
        }
        int most = 0;
        for (int k = 1; k < count.length; k++) {
            most = count[k] > count[most] ? k : most;
        }
        return against(name, levels.get(most), levels);
    }

    private static CodedCovariate.Category against(String name, String reference, List<String> levels) {
        return new CodedCovariate.Category(
                name,
                reference,
                levels.stream().filter(level -> !level.equals(reference)).toList());
    }

    private static IllegalArgumentException constant(String name, Object value) {
        return Require.bad(
                "covariate \"" + name + '"',
                "must differ between customers",
                "what is the same for all cannot be told from the baseline",
                "always " + value);
    }

    /**
     * This coding with a category measured against another.
     *
     * @throws IllegalArgumentException if there is no such category, or the name is of a number
     */
    public CovariateCoding withReference(String name, String reference) {
        List<CodedCovariate> changed = new ArrayList<>(covariates);
        int at = Require.indexOf(name, names(), "name", "of a covariate");
        if (!(covariates.get(at) instanceof CodedCovariate.Category old)) {
            throw Require.bad("name", "must be of a category", "a number has no reference", '"' + name + '"');
        }
        List<String> levels = new ArrayList<>(old.levels());
        levels.add(old.reference());
        levels.sort(null);
        Require.indexOf(reference, levels, "reference", "categories that occur");
        changed.set(at, against(name, reference, levels));
        return new CovariateCoding(List.copyOf(changed));
    }

    /**
     * This coding with a number taken as it is: centre 0 and scale 1, as a flag of zeros and ones is anyway.
     *
     * @throws IllegalArgumentException if there is no number of that name
     */
    public CovariateCoding withoutStandardising(String name) {
        List<CodedCovariate> changed = new ArrayList<>(covariates);
        int at = Require.indexOf(name, names(), "name", "of a covariate");
        if (!(covariates.get(at) instanceof CodedCovariate.Number)) {
            throw Require.bad("name", "must be of a number", "categories are not standardised", '"' + name + '"');
        }
        changed.set(at, new CodedCovariate.Number(name, 0, 1));
        return new CovariateCoding(List.copyOf(changed));
    }

    /** The covariates, in the order of their columns. */
    public List<CodedCovariate> covariates() {
        return covariates;
    }

    /** Names of the covariates. */
    public List<String> names() {
        return covariates.stream().map(CodedCovariate::name).toList();
    }

    /** Names of the columns: {@code age}, {@code channel=search}. */
    public List<String> columns() {
        return covariates.stream().flatMap(c -> c.columns().stream()).toList();
    }

    /**
     * The row of one customer, as long as {@link #columns()}.
     *
     * @throws IllegalArgumentException if a covariate is missing, of the wrong kind, or a category that was not seen when the coding
     *     was learnt
     */
    public double[] encode(Covariates customer) {
        Objects.requireNonNull(customer, "customer");
        double[] row = new double[columns().size()];
        int at = 0;
        for (CodedCovariate covariate : covariates) {
            if (covariate instanceof CodedCovariate.Number n) {
                row[at++] = (customer.number(n.name()) - n.centre()) / n.scale();
            } else if (covariate instanceof CodedCovariate.Category c) {
                int level = level(c, customer.category(c.name()));
                if (level >= 0) {
                    row[at + level] = 1;
                }
                at += c.levels().size();
            }
        }
        return row;
    }

    /**
     * The columns of many customers: {@code encode(table)[column][row]}.
     *
     * @throws IllegalArgumentException as {@link #encode(Covariates)}
     */
    public double[][] encode(CovariateTable table) {
        double[][] out = new double[columns().size()]
                [Objects.requireNonNull(table, "table").size()];
        int at = 0;
        for (CodedCovariate covariate : covariates) {
            if (covariate instanceof CodedCovariate.Number n) {
                double[] values = table.numbersShared(n.name());
                for (int i = 0; i < values.length; i++) {
                    out[at][i] = (values[i] - n.centre()) / n.scale();
                }
                at++;
            } else if (covariate instanceof CodedCovariate.Category c) {
                int[] place = table.levels(c.name()).stream()
                        .mapToInt(level -> level(c, level))
                        .toArray();
                int[] codes = table.codes(c.name());
                for (int i = 0; i < codes.length; i++) {
                    if (place[codes[i]] >= 0) {
                        out[at + place[codes[i]]][i] = 1;
                    }
                }
                at += c.levels().size();
            }
        }
        return out;
    }

    /**
     * The columns of many customers as a table of numbers named {@link #columns()}, with the identifiers of theirs: so categories ride
     * on paths, which hold numbers only.
     *
     * <pre>{@code
     *   CovariateCoding coding = CovariateCoding.of(table, "channel").withReference("channel", "organic");
     *   CovariatePaths all = paths.withConstants(coding.asTable(table));      // channel=ads, channel=search
     * }</pre>
     *
     * <p>Numbers are coded too; {@link #withoutStandardising} leaves them as they are.
     *
     * @throws IllegalArgumentException as {@link #encode(Covariates)}
     */
    public CovariateTable asTable(CovariateTable table) {
        double[][] coded = encode(table);
        CovariateTable out = table.hasIds() ? CovariateTable.of(table.ids()) : CovariateTable.ofRows(table.size());
        List<String> names = columns();
        for (int j = 0; j < coded.length; j++) {
            out = out.withNumbers(names.get(j), coded[j]);
        }
        return out;
    }

    /** The place of a category among the levels; -1 for the reference. */
    private static int level(CodedCovariate.Category c, String category) {
        int level = c.levels().indexOf(category);
        if (level < 0 && !category.equals(c.reference())) {
            throw Require.bad(
                    c.name(),
                    "must be a category that was seen in the fit, " + c.reference() + " or one of " + c.levels(),
                    "a model knows nothing of others",
                    '"' + category + '"');
        }
        return level;
    }

    /**
     * Refuses columns that a baseline and other columns make up, or nearly (to {@value #COLLINEAR} of their length): their
     * coefficients cannot be told apart. The message names the column and those that make it up.
     *
     * @param design as {@link #encode(CovariateTable)} gives it
     */
    public void requireIndependent(double[][] design) {
        List<String> names = columns();
        int n = design.length == 0 ? 0 : design[0].length;
        double[][] basis = new double[design.length][];
        double[][] made = new double[design.length][];
        for (int j = 0; j < design.length; j++) {
            double[] left = centred(design[j]);
            double whole = length(left);
            if (whole == 0) {
                throw constant(names.get(j), design[j][0]);
            }
            // what each column before adds to this one, in terms of the columns themselves
            double[] share = new double[design.length];
            for (int twice = 0; twice < 2; twice++) {
                for (int k = 0; k < j; k++) {
                    double along = dot(basis[k], left);
                    for (int i = 0; i < n; i++) {
                        left[i] -= along * basis[k][i];
                    }
                    for (int m = 0; m <= k; m++) {
                        share[m] += along * made[k][m];
                    }
                }
            }
            double rest = length(left);
            if (!(rest > COLLINEAR * whole)) {
                throw collinear(names, design, share, j);
            }
            made[j] = new double[design.length];
            for (int m = 0; m < j; m++) {
                made[j][m] = -share[m] / rest;
            }
            made[j][j] = 1 / rest;
            for (int i = 0; i < n; i++) {
                left[i] /= rest;
            }
            basis[j] = left;
        }
    }

    private static IllegalArgumentException collinear(List<String> names, double[][] design, double[] share, int j) {
        List<String> others = new ArrayList<>();
        double whole = length(centred(design[j]));
        for (int m = 0; m < j; m++) {
            if (Math.abs(share[m]) * length(centred(design[m])) > 1e-6 * whole) {
                others.add(names.get(m));
            }
        }
        return Require.bad(
                "covariate \"" + names.get(j) + '"',
                "must say something that the others do not",
                "leave one of them out",
                "made up of "
                        + (others.isEmpty()
                                ? "the baseline"
                                : others.size() > NAMED
                                        ? others.subList(0, NAMED) + " and " + (others.size() - NAMED) + " more"
                                        : others));
    }

    private static double[] centred(double[] column) {
        double mean = Arrays.stream(column).average().orElse(0);
        double[] out = column.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] -= mean;
        }
        // a constant leaves rounding errors of its size
        double largest = Arrays.stream(column).map(Math::abs).max().orElse(0);
        if (Arrays.stream(out).allMatch(x -> Math.abs(x) <= 1e-14 * largest)) {
            Arrays.fill(out, 0);
        }
        return out;
    }

    private static double length(double[] column) {
        return Math.sqrt(dot(column, column));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CovariateCoding other && covariates.equals(other.covariates);
    }

    @Override
    public int hashCode() {
        return covariates.hashCode();
    }

    /** {@code CovariateCoding[age, channel=ads, channel=search]}. */
    @Override
    public String toString() {
        return "CovariateCoding" + columns();
    }
}
