package org.customerequity.retention.curve;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;
import org.customerequity.value.Ratio;

/**
 * The hazard in one band of tenure, as counted: who left of those who could have.
 *
 * <pre>{@code
 *   renewals     h = lapses / renewals that fell due,  a probability per renewal
 *   continuous   h = lapses / time under observation,  a rate per unit of time
 * }</pre>
 *
 * <p>Bands are {@code (from, to]}, since nobody leaves at tenure 0; customers count only from the tenure at which they were first
 * observed. Hazards of disjoint customers in the same band add, see {@link #plus}.
 *
 * @param from tenure that the band follows, finite and {@code >= 0}
 * @param to last tenure of the band, {@code > from}
 * @param isDiscrete whether tenures are counted in renewals
 * @param lapses who left in the band, {@code >= 0}
 * @param exposure renewals that fell due in the band, or time observed in it, {@code >= 0}
 */
public record TenureHazard(double from, double to, boolean isDiscrete, long lapses, double exposure)
        implements Serializable {
    public TenureHazard {
        from = Require.nonNegative(from, "from", "tenure that the band follows");
        Require.positive(to, "to", "last tenure of the band");
        if (!(to > from)) {
            throw Require.bad("to", "must be > from " + from, "last tenure of the band", to);
        }
        Require.nonNegative(lapses, "lapses", "customers who left");
        exposure = Require.nonNegative(exposure, "exposure", "renewals due or time observed");
        if (isDiscrete && !(exposure == Math.rint(exposure) && lapses <= exposure)) {
            throw Require.bad(
                    "exposure", "must be a whole number >= lapses " + lapses, "renewals that fell due", exposure);
        }
        if (!isDiscrete && lapses > 0 && exposure == 0) {
            throw Require.bad("exposure", "must be > 0 where somebody left", "time observed", exposure);
        }
    }

    /**
     * The hazard of each band between consecutive edges.
     *
     * @param edges ascending, from 0 or later; whole numbers where spells are counted in renewals. {@code 0, 1, 2, 3, 6, 12} is five
     *     bands
     */
    public static List<TenureHazard> table(Spells spells, double... edges) {
        Objects.requireNonNull(spells, "spells");
        Objects.requireNonNull(edges, "edges");
        if (edges.length < 2) {
            throw Require.bad("edges", "must be at least 2", "0, 1, 2 is two bands", edges.length);
        }
        for (int b = 0; b < edges.length; b++) {
            Require.nonNegative(edges[b], "edges[" + b + "]", "a tenure");
            if (b > 0 && !(edges[b] > edges[b - 1])) {
                throw Require.bad("edges[" + b + "]", "must be > the one before, " + edges[b - 1], "", edges[b]);
            }
            if (spells.isDiscrete() && edges[b] != Math.rint(edges[b])) {
                throw Require.bad("edges[" + b + "]", "must be a whole number", "the spells count renewals", edges[b]);
            }
        }
        int bands = edges.length - 1;
        long[] lapses = new long[bands];
        double[] exposure = new double[bands];
        for (int i = 0; i < spells.size(); i++) {
            double entry = spells.entry(i);
            double last = spells.last(i);
            for (int b = band(edges, entry); b < bands && edges[b] < last; b++) {
                exposure[b] += Math.max(0, Math.min(last, edges[b + 1]) - Math.max(entry, edges[b]));
                if (spells.lapsed(i) && last <= edges[b + 1]) {
                    lapses[b]++;
                }
            }
        }
        List<TenureHazard> rows = new ArrayList<>(bands);
        for (int b = 0; b < bands; b++) {
            rows.add(new TenureHazard(edges[b], edges[b + 1], spells.isDiscrete(), lapses[b], exposure[b]));
        }
        return List.copyOf(rows);
    }

    /** The first band that a tenure does not lie behind. */
    private static int band(double[] edges, double tenure) {
        int at = Arrays.binarySearch(edges, tenure);
        return Math.max(0, at >= 0 ? at : -at - 2);
    }

    /** Whether anybody was observed in the band. */
    public boolean isDefined() {
        return exposure > 0;
    }

    /**
     * Lapses over exposure.
     *
     * @throws org.customerequity.value.UndefinedRatioException if nobody was observed in the band
     */
    public double value() {
        return Ratio.of(lapses, "lapses", exposure, isDiscrete ? "renewals due" : "time observed")
                .value();
    }

    /**
     * Counted in renewals, Wilson's interval of a proportion; in continuous time, the exact one of a Poisson rate (Garwood 1936):
     *
     * <pre>{@code
     *   [ chi2(2x; (1-level)/2) / 2e,  chi2(2x+2; (1+level)/2) / 2e ]        lower limit 0 at x = 0
     * }</pre>
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws org.customerequity.value.UndefinedRatioException if nobody was observed in the band
     */
    public Interval confidenceInterval(double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        value();
        if (isDiscrete) {
            return Proportion.of(lapses, (long) exposure).confidenceInterval(level);
        }
        double tail = (1 - level) / 2;
        double lower = lapses == 0
                ? 0
                : ChiSquaredDistribution.of(2.0 * lapses).inverseCumulativeProbability(tail) / (2 * exposure);
        double upper = ChiSquaredDistribution.of(2.0 * lapses + 2).inverseSurvivalProbability(tail) / (2 * exposure);
        return new Interval(lower, upper, level);
    }

    /** Both together, of disjoint customers in the same band. */
    public TenureHazard plus(TenureHazard other) {
        if (Objects.requireNonNull(other, "other").from != from || other.to != to || other.isDiscrete != isDiscrete) {
            throw Require.bad("other", "must be of the same band (" + from + ", " + to + "] and kind", "", other);
        }
        return new TenureHazard(from, to, isDiscrete, Math.addExact(lapses, other.lapses), exposure + other.exposure);
    }
}
