package org.customerequity.segment.lens;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Proportion;
import org.jspecify.annotations.Nullable;

/**
 * Who moved from which band of the first period to which band of the second. Bands are of equal number within their period, 1 the
 * best; besides them there are customers who were not active, and those who were not yet customers. Immutable.
 *
 * <p>Ranks are relative: where all buy more, nobody moves.
 */
public final class BandMigration implements Serializable {
    private static final long serialVersionUID = 1;

    private final Measure by;
    private final int bands;
    /** {@code [from][to]}: bands, then not active; from has one row more, new. */
    private final long[][] counts;

    BandMigration(Measure by, int bands, long[][] counts) {
        this.by = by;
        this.bands = bands;
        this.counts = counts;
    }

    /** What customers were ranked by. */
    public Measure by() {
        return by;
    }

    /** How many bands each period has. */
    public int bands() {
        return bands;
    }

    /** Customers who moved from one band to another, or stayed. */
    public long customers(int fromBand, int toBand) {
        return counts[index(fromBand, "fromBand")][index(toBand, "toBand")];
    }

    /** Customers of a band of the first period who did not buy in the second. */
    public long lapsed(int fromBand) {
        return counts[index(fromBand, "fromBand")][bands];
    }

    /** Older customers who did not buy in the first period, by their band in the second. */
    public long reactivated(int toBand) {
        return counts[bands][index(toBand, "toBand")];
    }

    /** Customers whose first purchase is in the second period, by their band in it. */
    public long acquired(int toBand) {
        return counts[bands + 1][index(toBand, "toBand")];
    }

    /** Older customers who bought in neither. */
    public long stillInactive() {
        return counts[bands][bands];
    }

    /** Of the customers of one band, the share that moved to another, or stayed. */
    public Proportion share(int fromBand, int toBand) {
        return Proportion.of(
                customers(fromBand, toBand),
                Arrays.stream(counts[index(fromBand, "fromBand")]).sum());
    }

    private int index(int band, String name) {
        if (band < 1 || band > bands) {
            throw Require.bad(name, "must be from 1 to " + bands, "1 is the best", band);
        }
        return band - 1;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BandMigration other && by == other.by && Arrays.deepEquals(counts, other.counts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(by, Arrays.deepHashCode(counts));
    }

    /** A summary, not the table. */
    @Override
    public String toString() {
        return "BandMigration[" + bands + " bands by " + by + "]";
    }
}
