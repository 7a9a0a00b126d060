package org.customerequity.metric.service;

import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Any number of durations in bounded memory: count, sum, mean, geometric mean, least and greatest exactly, percentiles with a stated
 * relative error. Filled row by row, in a stream or on each partition of a cluster, and merged; what comes out does not depend on
 * the order of rows or merges, to the last bit.
 *
 * <pre>{@code
 *   g               = (1 + a) / (1 - a)                  a the relative error
 *   bucket of x     = ceil(ln x / ln g),  0 on its own
 *   quantile of p   = 2 g^i / (g + 1) of the bucket i that holds the nearest rank, ceil(n p)
 *   |quantile - x|  <= a x                               x the duration of that rank
 * }</pre>
 *
 * <p>Masson, Rim and Lee, DDSketch, Proceedings of the VLDB Endowment 12(12), 2019. Buckets are counted between the least and the
 * greatest seen; from 1e-9 to 1e12 they are at most {@code 48.4 / ln g + 1}, which is 2,420 at an error of 1 %, of 8 bytes each. Where machines differ in the last place of {@link Math#log}, a duration on the
 * edge of two buckets may be in either, which is as near.
 *
 * <p>All figures are of finished cases. While cases are open, those that take long are missing: figures are too short. {@link
 * #openShare} says how many; above some 5 %, use {@link DurationSample#quantile}, which takes them into account. Not safe for
 * several threads at once: fill one each and merge.
 */
public final class DurationSketch implements Serializable {
    private static final long serialVersionUID = 1;

    private static final double LEAST = 1e-9;
    private static final double GREATEST = 1e12;

    /** A bucket more than needed on each side of a new one, so that growing is rare. */
    private static final int SLACK = 32;

    private final DurationDefinition definition;
    private final double relativeError;
    private final double logBase;
    private final double bucketsPerLog;
    private final ExactSum sum = new ExactSum();
    private final ExactSum logs = new ExactSum();
    private long[] counts = new long[0];
    private int first;
    private long zeros;
    private long finished;
    private long open;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    private DurationSketch(DurationDefinition definition, double relativeError) {
        this.definition = Objects.requireNonNull(definition, "definition");
        if (!(relativeError >= 1e-4 && relativeError <= 0.5)) {
            throw Require.bad("relativeError", "must be in [0.0001, 0.5]", "0.01 means 1 %", relativeError);
        }
        this.relativeError = relativeError;
        this.logBase = Math.log1p(relativeError) - Math.log1p(-relativeError);
        this.bucketsPerLog = 1 / logBase;
    }

    /**
     * Nothing yet.
     *
     * @param relativeError of percentiles, in [0.0001, 0.5]; {@code 0.01} means 1 %
     */
    public static DurationSketch of(DurationDefinition definition, double relativeError) {
        return new DurationSketch(definition, relativeError);
    }

    /**
     * One finished case.
     *
     * @param duration in the unit of the definition: 0, or from 1e-9 to 1e12
     */
    public void add(double duration) {
        if (duration == 0) {
            zeros++;
            least = 0;
            greatest = Math.max(greatest, 0);
        } else {
            if (!(duration >= LEAST && duration <= GREATEST)) {
                throw Require.bad("duration", "must be 0 or in [1e-9, 1e12]", "or choose another unit", duration);
            }
            double log = Math.log(duration);
            int slot = (int) Math.ceil(log * bucketsPerLog) - first;
            if (slot < 0 || slot >= counts.length) {
                slot = grow(slot);
            }
            counts[slot]++;
            sum.add(duration);
            logs.addRounded(log);
            if (duration < least) {
                least = duration;
            }
            if (duration > greatest) {
                greatest = duration;
            }
        }
        finished++;
    }

    /** A finished case by its start and its stop, by the clock of the definition. */
    public void add(Instant start, Instant stop) {
        add(definition.elapsed(start, stop));
    }

    /** Finished cases. A refused one leaves those before it added. */
    public void addAll(double[] durations) {
        Objects.requireNonNull(durations, "durations");
        for (double duration : durations) {
            add(duration);
        }
    }

    /** So many cases that have started and not stopped: counted, but in no other figure. */
    public void addOpen(long cases) {
        open = Math.addExact(open, Require.nonNegative(cases, "cases", "that are still open"));
    }

    /** Takes over what the other holds, which stays as it is; answers this. */
    public DurationSketch combine(DurationSketch other) {
        Objects.requireNonNull(other, "other");
        definition.requireLike(other.definition);
        if (relativeError != other.relativeError) {
            throw Require.bad(
                    "other",
                    "must have the relative error " + relativeError,
                    "buckets of another width cannot be added",
                    other.relativeError);
        }
        long bothFinished = Math.addExact(finished, other.finished);
        long bothOpen = Math.addExact(open, other.open);
        int from = other.lowestBucket();
        int to = other.highestBucket();
        if (from <= to) {
            if (from - first < 0 || from - first >= counts.length) {
                grow(from - first);
            }
            if (to - first >= counts.length) {
                grow(to - first);
            }
            for (int i = from; i <= to; i++) {
                counts[i - first] += other.counts[i - other.first];
            }
        }
        sum.add(other.sum);
        logs.add(other.logs);
        zeros += other.zeros;
        finished = bothFinished;
        open = bothOpen;
        least = Math.min(least, other.least);
        greatest = Math.max(greatest, other.greatest);
        return this;
    }

    /** Makes room for a slot outside the array, and returns where it is now. */
    private int grow(int slot) {
        if (counts.length == 0) {
            first += slot - SLACK;
            counts = new long[2 * SLACK];
            return SLACK;
        }
        int below = slot < 0 ? -slot + SLACK : 0;
        int above = slot >= counts.length ? slot - counts.length + 1 + SLACK : 0;
        long[] wider = new long[below + counts.length + above];
        System.arraycopy(counts, 0, wider, below, counts.length);
        counts = wider;
        first -= below;
        return slot + below;
    }

    private int lowestBucket() {
        int slot = 0;
        while (slot < counts.length && counts[slot] == 0) {
            slot++;
        }
        return first + slot;
    }

    private int highestBucket() {
        int slot = counts.length - 1;
        while (slot >= 0 && counts[slot] == 0) {
            slot--;
        }
        return first + slot;
    }

    /** Which durations. */
    public DurationDefinition definition() {
        return definition;
    }

    /** The relative error of percentiles. */
    public double relativeError() {
        return relativeError;
    }

    /** How many cases have finished. */
    public long finished() {
        return finished;
    }

    /** How many cases were still open. */
    public long open() {
        return open;
    }

    /** Open cases of all. Above some 5 %, figures of finished cases are too short to be of use. */
    public Proportion openShare() {
        return Proportion.of(open, Math.addExact(open, finished));
    }

    /** The sum of all durations, to the nearest double. */
    public double sum() {
        return sum.value();
    }

    /**
     * The mean.
     *
     * @throws UndefinedRatioException if nothing has finished, as all figures below
     */
    public double mean() {
        requireFinished("mean");
        return sum.value() / finished;
    }

    /** {@code exp(mean of ln x)}, which long cases move less than the mean; 0 if any duration is 0. */
    public double geometricMean() {
        requireFinished("geometric mean");
        return zeros > 0 ? 0 : Math.exp(logs.roundedValue() / finished);
    }

    /** The shortest. */
    public double min() {
        requireFinished("min");
        return least;
    }

    /** The longest. */
    public double max() {
        requireFinished("max");
        return greatest;
    }

    /**
     * The duration within which a share p of the finished cases were done, with the relative error of this sketch: it may lie
     * outside the shortest and the longest by as much.
     *
     * @param p in [0, 1]; {@code 0.95} is the 95th percentile
     */
    public double finishedQuantile(double p) {
        requireFinished("quantile");
        long rank = QuantileInterval.nearestRank(finished, p);
        // 2 g^i / (g + 1) = g^i (1 - a)
        return rank <= zeros ? 0 : Math.exp(bucket(rank) * logBase) * (1 - relativeError);
    }

    /**
     * An interval that holds the one of {@link QuantileInterval} between exact order statistics: its limits are the far edges of
     * their buckets, so that it is wider by at most the factor g on each side, and its coverage at least as great.
     *
     * @param p in (0, 1)
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public QuantileInterval finishedQuantileInterval(double p, double level) {
        requireFinished("interval of a quantile");
        QuantileInterval.Ranks ranks = QuantileInterval.Ranks.of(finished, p, level);
        double lower = ranks.lower() <= zeros ? 0 : Math.max(least, Math.exp((bucket(ranks.lower()) - 1) * logBase));
        double upper = Double.POSITIVE_INFINITY;
        if (ranks.upper() <= zeros) {
            upper = 0;
        } else if (ranks.upper() <= finished) {
            upper = Math.min(greatest, Math.exp(bucket(ranks.upper()) * logBase));
        }
        return new QuantileInterval(ranks.lower(), ranks.upper(), ranks.coverage(), new Interval(lower, upper, level));
    }

    /** The bucket of a rank above the zeros. */
    private int bucket(long rank) {
        long below = zeros;
        int slot = -1;
        while (below < rank) {
            below += counts[++slot];
        }
        return first + slot;
    }

    private void requireFinished(String figure) {
        if (finished == 0) {
            throw new UndefinedRatioException(
                    figure + " of " + definition.name() + " is undefined, because no case has finished");
        }
    }

    /** How many buckets are held, used or not. */
    public int buckets() {
        return counts.length;
    }

    /** Whether both hold the same, in whatever order it came. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (!(o instanceof DurationSketch other)
                || !definition.equals(other.definition)
                || relativeError != other.relativeError
                || finished != other.finished
                || zeros != other.zeros
                || open != other.open
                || least != other.least
                || greatest != other.greatest
                || !sum.sameAs(other.sum)
                || !logs.sameAs(other.logs)) {
            return false;
        }
        int from = lowestBucket();
        int to = highestBucket();
        return from > to
                || from == other.lowestBucket()
                        && to == other.highestBucket()
                        && Arrays.equals(
                                counts,
                                from - first,
                                to - first + 1,
                                other.counts,
                                from - other.first,
                                to - other.first + 1);
    }

    @Override
    public int hashCode() {
        return Objects.hash(definition, relativeError, finished, zeros, open, sum.hash(), logs.hash());
    }

    /** {@code first response time in minutes, ..: 16 finished, 2 open, percentiles within a relative 0.01}. */
    @Override
    public String toString() {
        return definition + ": " + finished + " finished, " + open + " open, percentiles within a relative "
                + relativeError;
    }
}
