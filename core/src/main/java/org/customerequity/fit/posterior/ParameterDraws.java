package org.customerequity.fit.posterior;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Draws of named parameters by several chains: what a sampler leaves behind. Immutable; one array inside.
 *
 * <p>Draws are counted chain after chain: of 4 chains of 1,000, draw 1,000 is the first of the second chain.
 */
public final class ParameterDraws implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<String> names;
    private final int chains;
    private final int length;

    /** Parameter by parameter, chain by chain. */
    private final double[] values;

    private ParameterDraws(List<String> names, int chains, int length, double[] values) {
        this.names = names;
        this.chains = chains;
        this.length = length;
        this.values = values;
    }

    /**
     * From what chains have drawn.
     *
     * @param names of the parameters, different from each other
     * @param draws of each chain the draws in their order, of each draw the parameters in the order of the names; chains of the
     *     same length, at least 4; finite
     */
    public static ParameterDraws of(List<String> names, double[][][] draws) {
        List<String> own = List.copyOf(Objects.requireNonNull(names, "names"));
        Require.notEmpty(own.size(), "names", "must be at least one", "");
        own.forEach(name -> Require.nonBlank(name, "name", ""));
        if (new HashSet<>(own).size() < own.size()) {
            throw Require.bad("names", "must differ from each other", "", own);
        }
        Require.notEmpty(Objects.requireNonNull(draws, "draws").length, "draws", "must be at least one chain", "");
        int length = Objects.requireNonNull(draws[0], "draws[0]").length;
        double[] values = new double[Math.multiplyExact(Math.multiplyExact(own.size(), draws.length), length)];
        for (int c = 0; c < draws.length; c++) {
            int rows = Objects.requireNonNull(draws[c], "draws[" + c + "]").length;
            if (rows != length) {
                throw Require.bad("draws[" + c + "]", "must be as long as the first chain, " + length, "", rows);
            }
            for (int d = 0; d < length; d++) {
                String where = "draws[" + c + "][" + d + "]";
                double[] row = Objects.requireNonNull(draws[c][d], where);
                if (row.length != own.size()) {
                    throw Require.bad(where, "must be " + own.size() + " values", String.join(", ", own), row.length);
                }
                for (int j = 0; j < row.length; j++) {
                    if (!Double.isFinite(row[j])) {
                        throw Require.bad(own.get(j) + " of " + where, "must be finite", "", row[j]);
                    }
                    values[(j * draws.length + c) * length + d] = row[j];
                }
            }
        }
        if (length < 4) {
            throw Require.bad("draws", "must be >= 4 a chain", "two in each half", length);
        }
        return new ParameterDraws(own, draws.length, length, values);
    }

    /** The parameters, in their order. */
    public List<String> names() {
        return names;
    }

    /** How many chains. */
    public int chainCount() {
        return chains;
    }

    /** The length of each. */
    public int drawsPerChain() {
        return length;
    }

    /** How many draws, all chains together. */
    public int size() {
        return chains * length;
    }

    /**
     * The parameters of draw {@code i}, a copy in the order of their names.
     *
     * @param i from 0 to {@code size() - 1}
     */
    public double[] draw(int i) {
        Objects.checkIndex(i, size());
        double[] out = new double[names.size()];
        for (int j = 0; j < out.length; j++) {
            out[j] = values[j * size() + i];
        }
        return out;
    }

    /**
     * All draws of a parameter, chain after chain; a copy.
     *
     * @throws IllegalArgumentException if there is no parameter of that name
     */
    public double[] values(String name) {
        int from = place(name) * size();
        return Arrays.copyOfRange(values, from, from + size());
    }

    /**
     * The draws of a parameter, one row a chain; a copy.
     *
     * @throws IllegalArgumentException if there is no parameter of that name
     */
    public double[][] chains(String name) {
        return split(values(name), chains);
    }

    /**
     * Whether the chains of a parameter agree.
     *
     * @throws IllegalArgumentException if there is no parameter of that name
     */
    public ChainDiagnostics diagnostics(String name) {
        return ChainDiagnostics.of(chains(name));
    }

    /**
     * Where a parameter lies.
     *
     * @throws IllegalArgumentException if there is no parameter of that name
     */
    public DrawSummary summary(String name) {
        return DrawSummary.of(chains(name));
    }

    /** Every so-manieth draw of each chain, the last among them: for figures that take long. */
    public ParameterDraws thinned(int every) {
        Require.positive(every, "every", "2 keeps half of the draws");
        if (length / every < 4) {
            throw Require.bad("every", "must leave 4 of the " + length + " draws of a chain", "", every);
        }
        int shorter = length / every;
        double[] kept = new double[names.size() * chains * shorter];
        for (int row = 0; row < names.size() * chains; row++) {
            for (int d = 0; d < shorter; d++) {
                kept[row * shorter + d] = values[row * length + length - 1 - (shorter - 1 - d) * every];
            }
        }
        return new ParameterDraws(names, chains, shorter, kept);
    }

    /** One line a parameter: mean, standard deviation, quantiles, R-hat and effective sample sizes. */
    public String table() {
        int width = Math.max(9, names.stream().mapToInt(String::length).max().orElseThrow());
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "%-" + width + "s %11s %11s %11s %11s %11s %7s %9s %9s",
                "parameter",
                "mean",
                "sd",
                "2.5 %",
                "median",
                "97.5 %",
                "R-hat",
                "bulk ESS",
                "tail ESS"));
        for (String name : names) {
            DrawSummary summary = summary(name);
            ChainDiagnostics chainsAgree = summary.diagnostics();
            out.append(String.format(
                    Locale.ROOT,
                    "%n%-" + width + "s %11.5g %11.4g %11.5g %11.5g %11.5g ",
                    name,
                    summary.mean(),
                    summary.standardDeviation(),
                    summary.quantile(0.025),
                    summary.median(),
                    summary.quantile(0.975)));
            out.append(
                    chainsAgree.isConstant()
                            ? "constant"
                            : String.format(
                                    Locale.ROOT,
                                    "%7.3f %9.0f %9.0f",
                                    chainsAgree.rhat(),
                                    chainsAgree.bulkEss(),
                                    chainsAgree.tailEss()));
        }
        return out.toString();
    }

    /** Values of all chains, one after the other, as one row a chain. */
    static double[][] split(double[] all, int chains) {
        int length = all.length / chains;
        double[][] out = new double[chains][];
        for (int c = 0; c < chains; c++) {
            out[c] = Arrays.copyOfRange(all, c * length, (c + 1) * length);
        }
        return out;
    }

    private int place(String name) {
        return Require.indexOf(name, names, "name", "");
    }

    /** Equal names and draws. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ParameterDraws other
                && names.equals(other.names)
                && chains == other.chains
                && Arrays.equals(values, other.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(names, chains, Arrays.hashCode(values));
    }

    /** {@code ParameterDraws[r, alpha: 4 chains of 1000]}; {@link #table} has the numbers. */
    @Override
    public String toString() {
        return "ParameterDraws[" + String.join(", ", names) + ": " + chains + " chains of " + length + "]";
    }
}
