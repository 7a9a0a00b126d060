package org.customerequity.fit.posterior;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.Quantiles;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Whether the chains of one quantity agree, and how many independent draws theirs are worth.
 *
 * <pre>{@code
 *   chains are cut in halves: m sequences of N;  W  mean of their variances,  V = (N-1)/N W + variance of their means
 *
 *   R-hat   sqrt(V / W)                                 1 where sequences agree
 *   ESS     m N / tau,   tau = -1 + 2 sum of P_k,   P_k = rho_2k + rho_(2k+1),  down to the first negative, never rising
 *   rho_t   1 - (W - mean autocovariance at lag t) / V
 * }</pre>
 *
 * <p>{@link #splitRhat} and {@link #meanEss} are these of the draws themselves. {@link #bulkRhat} and {@link #bulkEss} are these
 * of normal scores of the draws' ranks, {@code Phi^-1((rank - 3/8) / (S + 1/4))}, which have a variance whatever the draws have;
 * {@link #foldedRhat} of the scores of distances from the median: chains that differ in spread. {@link #tailEss} is the lesser
 * ESS of being below the 5 % and the 95 % quantile. {@link MixingRule} says which values are good enough.
 *
 * <p>The definitions in use differ in the longest lag, N - 1, of which a sequence has one product: {@link #meanEss} leaves it
 * out, the others do not. It matters for chains of some ten draws, or that did not mix.
 *
 * <p>Draws that are all equal have no R-hat and no ESS; {@link #isConstant} says so. The middle draw of chains of odd length
 * belongs to neither half. Immutable.
 *
 * <p>A. Gelman and D. B. Rubin, Inference from Iterative Simulation Using Multiple Sequences, Statistical Science 7(4), 1992;
 * C. J. Geyer, Practical Markov Chain Monte Carlo, the same issue; A. Vehtari et al., Rank-Normalization, Folding, and
 * Localization, Bayesian Analysis 16(2), 2021, section 4.
 */
public final class ChainDiagnostics implements Serializable {
    private static final long serialVersionUID = 1;

    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);
    private static final int FEWEST = 4;

    /** Powers of two up to which squares, and sums of them, have place in a double. */
    private static final int SQUARABLE = 400;

    private final int chains;
    private final int drawsPerChain;
    private final double mean;
    private final double deviation;
    private final boolean constant;
    private final double splitRhat;
    private final double bulkRhat;
    private final double foldedRhat;
    private final double meanEss;
    private final double bulkEss;
    private final double tailEss;

    private ChainDiagnostics(double[][] raw, double[] rawSorted) {
        this.chains = raw.length;
        this.drawsPerChain = raw[0].length;
        this.constant = rawSorted[0] == rawSorted[rawSorted.length - 1];
        double unit = unit(rawSorted);
        double[][] draws = raw;
        double[] sorted = rawSorted;
        if (unit != 1) {
            draws = Arrays.stream(raw).map(chain -> over(chain, unit)).toArray(double[][]::new);
            sorted = over(rawSorted, unit);
        }
        double[] moments = moments(draws);
        this.mean = moments[0] * unit;
        this.deviation = moments[1] * unit;
        double[][] halves = halves(draws);
        Sequences plain = new Sequences(halves);
        this.splitRhat = plain.rhat();
        this.meanEss = plain.ess(plain.length - 2);
        // of the draws in the halves, which of an odd chain are not all
        double[] ordered = drawsPerChain % 2 == 0 ? sorted : sorted(halves);
        Sequences bulk = new Sequences(normalScores(halves, ordered));
        this.bulkRhat = bulk.rhat();
        this.bulkEss = bulk.ess(bulk.length - 1);
        double[][] folded = distances(halves, Quantiles.ofSorted(ordered, 0.5));
        this.foldedRhat = new Sequences(normalScores(folded, sorted(folded))).rhat();
        this.tailEss = tail(halves, ordered, bulkEss);
    }

    /**
     * Of the chains of one quantity.
     *
     * @param draws one row a chain, all of the same length, at least 4; finite
     */
    public static ChainDiagnostics of(double[][] draws) {
        requireChains(draws);
        return new ChainDiagnostics(draws, sorted(draws));
    }

    /** The caller has checked and sorted. */
    static ChainDiagnostics of(double[][] draws, double[] sorted) {
        return new ChainDiagnostics(draws, sorted);
    }

    static void requireChains(double[][] draws) {
        Require.notEmpty(Objects.requireNonNull(draws, "draws").length, "draws", "must be at least one chain", "");
        for (int c = 0; c < draws.length; c++) {
            String name = "draws[" + c + "]";
            int length = Objects.requireNonNull(draws[c], name).length;
            if (length < FEWEST) {
                throw Require.bad(name, "must be >= " + FEWEST + " draws", "two in each half of a chain", length);
            }
            if (length != draws[0].length) {
                throw Require.bad(name, "must be as long as the first chain, " + draws[0].length, "", length);
            }
            for (int d = 0; d < length; d++) {
                if (!Double.isFinite(draws[c][d])) {
                    throw Require.bad(name + "[" + d + "]", "must be finite", "", draws[c][d]);
                }
            }
        }
    }

    /** How many chains. */
    public int chains() {
        return chains;
    }

    /** The length of each. */
    public int drawsPerChain() {
        return drawsPerChain;
    }

    /** The mean of all draws. */
    public double mean() {
        return mean;
    }

    /** The standard deviation of all draws, with divisor S - 1. */
    public double standardDeviation() {
        return deviation;
    }

    /** Whether all draws are equal: R-hat and effective sample sizes are undefined then, and asking for them throws. */
    public boolean isConstant() {
        return constant;
    }

    /**
     * The greater of {@link #bulkRhat} and {@link #foldedRhat}.
     *
     * @throws ArithmeticException if all draws are equal
     */
    public double rhat() {
        return Math.max(bulkRhat(), foldedRhat());
    }

    /**
     * R-hat of the draws themselves, split chains; infinite where every chain stays at a value of its own.
     *
     * @throws ArithmeticException if all draws are equal
     */
    public double splitRhat() {
        return defined(splitRhat, "R-hat");
    }

    /**
     * R-hat of the normal scores of the draws' ranks.
     *
     * @throws ArithmeticException if all draws are equal
     */
    public double bulkRhat() {
        return defined(bulkRhat, "R-hat");
    }

    /**
     * R-hat of the normal scores of the ranks of the distances from the median; 1 where all are at one distance.
     *
     * @throws ArithmeticException if all draws are equal
     */
    public double foldedRhat() {
        return defined(foldedRhat, "R-hat");
    }

    /**
     * The effective sample size for the mean: of the draws themselves, without ranks.
     *
     * @throws ArithmeticException if all draws are equal
     */
    public double meanEss() {
        return defined(meanEss, "effective sample size");
    }

    /**
     * The effective sample size of the normal scores: for the middle of the distribution.
     *
     * @throws ArithmeticException if all draws are equal
     */
    public double bulkEss() {
        return defined(bulkEss, "effective sample size");
    }

    /**
     * The effective sample size for the 5 % and 95 % quantiles, the lesser of both. Of quantities with few values, where nothing
     * lies beyond either, it is {@link #bulkEss}.
     *
     * @throws ArithmeticException if all draws are equal
     */
    public double tailEss() {
        return defined(tailEss, "effective sample size");
    }

    /** The standard error of {@link #mean} as the mean of the posterior: sd / sqrt({@link #meanEss}); 0 of a constant. */
    public double monteCarloError() {
        return constant ? 0 : deviation / Math.sqrt(meanEss);
    }

    private double defined(double value, String what) {
        if (constant) {
            throw new ArithmeticException(what + " must be of draws that differ, was of "
                    + (long) chains * drawsPerChain + " draws of " + mean);
        }
        return value;
    }

    /** 1, but for draws so large or small that their squares are not doubles: then the power of two below the greatest. */
    private static double unit(double[] sorted) {
        int exponent = Math.getExponent(Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1])));
        return Math.abs(exponent) <= SQUARABLE ? 1 : Math.scalb(1.0, exponent);
    }

    private static double[] over(double[] values, double unit) {
        return Arrays.stream(values).map(v -> v / unit).toArray();
    }

    private static double[] moments(double[][] draws) {
        double first = draws[0][0];
        double count = (double) draws.length * draws[0].length;
        double sum = 0;
        for (double[] chain : draws) {
            for (double v : chain) {
                sum += v - first;
            }
        }
        double mean = first + sum / count;
        double squares = 0;
        for (double[] chain : draws) {
            for (double v : chain) {
                squares += (v - mean) * (v - mean);
            }
        }
        return new double[] {mean, Math.sqrt(squares / (count - 1))};
    }

    static double[] sorted(double[][] draws) {
        double[] all = new double[draws.length * draws[0].length];
        for (int c = 0; c < draws.length; c++) {
            System.arraycopy(draws[c], 0, all, c * draws[c].length, draws[c].length);
        }
        Arrays.sort(all);
        return all;
    }

    private static double[][] halves(double[][] draws) {
        int length = draws[0].length;
        int half = length / 2;
        double[][] out = new double[2 * draws.length][];
        for (int c = 0; c < draws.length; c++) {
            out[2 * c] = Arrays.copyOfRange(draws[c], 0, half);
            out[2 * c + 1] = Arrays.copyOfRange(draws[c], length - half, length);
        }
        return out;
    }

    /** Equal draws have their mean rank. */
    private static double[][] normalScores(double[][] draws, double[] sorted) {
        double[] scoreAt = new double[sorted.length];
        for (int from = 0; from < sorted.length; ) {
            int to = from + 1;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            double rank = (from + 1 + to) / 2.0;
            scoreAt[from] = STANDARD.inverseCumulativeProbability((rank - 0.375) / (sorted.length + 0.25));
            Arrays.fill(scoreAt, from + 1, to, scoreAt[from]);
            from = to;
        }
        double[][] out = new double[draws.length][];
        for (int c = 0; c < draws.length; c++) {
            out[c] = new double[draws[c].length];
            for (int d = 0; d < out[c].length; d++) {
                out[c][d] = scoreAt[Arrays.binarySearch(sorted, draws[c][d])];
            }
        }
        return out;
    }

    private static double[][] distances(double[][] draws, double centre) {
        double[][] out = new double[draws.length][];
        for (int c = 0; c < draws.length; c++) {
            out[c] = Arrays.stream(draws[c]).map(v -> Math.abs(v - centre)).toArray();
        }
        return out;
    }

    private static double tail(double[][] halves, double[] sorted, double otherwise) {
        double least = Double.POSITIVE_INFINITY;
        for (double p : new double[] {0.05, 0.95}) {
            double quantile = Quantiles.ofSorted(sorted, p);
            if (quantile < sorted[sorted.length - 1]) {
                double[][] below = new double[halves.length][];
                for (int c = 0; c < halves.length; c++) {
                    below[c] = Arrays.stream(halves[c])
                            .map(v -> v <= quantile ? 1 : 0)
                            .toArray();
                }
                least = Math.min(least, new Sequences(below).ess(below[0].length - 1));
            }
        }
        return least < Double.POSITIVE_INFINITY ? least : otherwise;
    }

    /** Sequences of equal length: their variances within and between. */
    private static final class Sequences {
        private final double[][] centred;
        private final int length;
        private final double within;
        private final double total;

        Sequences(double[][] sequences) {
            length = sequences[0].length;
            centred = new double[sequences.length][length];
            double[] means = new double[sequences.length];
            double sum = 0;
            for (int c = 0; c < means.length; c++) {
                means[c] = Arrays.stream(sequences[c]).average().orElseThrow();
                double squares = 0;
                for (int d = 0; d < length; d++) {
                    centred[c][d] = sequences[c][d] - means[c];
                    squares += centred[c][d] * centred[c][d];
                }
                sum += isConstant(sequences[c]) ? 0 : squares / (length - 1);
            }
            within = sum / means.length;
            total = (length - 1.0) / length * within + variance(means);
        }

        private static boolean isConstant(double[] sequence) {
            for (double v : sequence) {
                if (v != sequence[0]) {
                    return false;
                }
            }
            return true;
        }

        private static double variance(double[] values) {
            double mean = Arrays.stream(values).average().orElseThrow();
            double squares = 0;
            for (double v : values) {
                squares += (v - mean) * (v - mean);
            }
            return squares / (values.length - 1);
        }

        double rhat() {
            return total > 0 ? Math.sqrt(total / within) : 1;
        }

        /**
         * At most S log10(S), as chains that swing from side to side would otherwise be worth anything.
         *
         * @param longest lag that is added up
         */
        double ess(int longest) {
            double size = (double) centred.length * length;
            double sum = 0;
            double last = Double.POSITIVE_INFINITY;
            for (int lag = 0; lag == 0 || lag + 1 <= longest; lag += 2) {
                double pair = correlation(lag) + correlation(lag + 1);
                if (!(pair >= 0)) {
                    break;
                }
                last = Math.min(last, pair);
                sum += last;
            }
            return size / Math.max(2 * sum - 1, 1 / Math.log10(size));
        }

        private double correlation(int lag) {
            if (lag == 0) {
                return 1;
            }
            double sum = 0;
            for (double[] c : centred) {
                for (int d = lag; d < length; d++) {
                    sum += c[d] * c[d - lag];
                }
            }
            return 1 - (within - sum / ((length - 1.0) * centred.length)) / total;
        }
    }

    /** Equal in every number. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ChainDiagnostics other
                && chains == other.chains
                && drawsPerChain == other.drawsPerChain
                && constant == other.constant
                && Arrays.equals(numbers(), other.numbers());
    }

    @Override
    public int hashCode() {
        return Objects.hash(chains, drawsPerChain, constant, Arrays.hashCode(numbers()));
    }

    private double[] numbers() {
        return new double[] {mean, deviation, splitRhat, bulkRhat, foldedRhat, meanEss, bulkEss, tailEss};
    }

    /** {@code ChainDiagnostics[4 chains of 1000, mean 0.66, sd 0.1, R-hat 1.003, bulk ESS 812, tail ESS 940]}. */
    @Override
    public String toString() {
        String size = "ChainDiagnostics[" + chains + " chains of " + drawsPerChain + ", ";
        return constant
                ? size + "constant " + mean + "]"
                : String.format(
                        Locale.ROOT,
                        "%smean %.6g, sd %.4g, R-hat %.3f, bulk ESS %.0f, tail ESS %.0f]",
                        size,
                        mean,
                        deviation,
                        rhat(),
                        bulkEss,
                        tailEss);
    }
}
