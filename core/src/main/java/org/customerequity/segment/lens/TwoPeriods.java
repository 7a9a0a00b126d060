package org.customerequity.segment.lens;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.metric.change.GrowthDecomposition;
import org.customerequity.segment.MigrationMatrix;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Lens 2: a period and the one after it. Who stayed, who left, who came, and what that did to revenue and profit? Immutable.
 *
 * <p>Lapsed means no purchase in the second period, not gone for good: without a contract nobody says goodbye.
 */
public final class TwoPeriods implements Serializable {
    private static final long serialVersionUID = 1;

    /** The segment of {@link #migration} of customers known by then who did not buy in the period. */
    public static final String NOT_ACTIVE = "not active";

    /** What a customer did. */
    public enum Movement {
        /** Bought in both periods. */
        BOTH,
        /** Bought in the first, not in the second. */
        LAPSED,
        /** Made the first purchase ever in the second. */
        NEW,
        /** Bought in the second and before the first, but not in the first. */
        REACTIVATED
    }

    private final Slice first;
    private final Slice second;
    /** Of each row of the second, whether this is the period of its first purchase. */
    private final boolean[] acquired;
    /** Customers acquired before the second period. */
    private final long older;

    TwoPeriods(Slice first, Slice second, boolean[] acquired, long older) {
        this.first = first;
        this.second = second;
        this.acquired = acquired;
        this.older = older;
    }

    /** Totals of the first period. */
    public PeriodTotals first() {
        return first.totals();
    }

    /** Totals of the second period. */
    public PeriodTotals second() {
        return second.totals();
    }

    /** How many customers made the movement. */
    public int customers(Movement movement) {
        return rows(movement).length;
    }

    /** Who made the movement, as rows of the log. */
    public int[] rows(Movement movement) {
        Objects.requireNonNull(movement, "movement");
        int[] out = new int[first.size() + second.size()];
        int n = 0;
        for (Walk walk = new Walk(); walk.next(); ) {
            if (walk.movement() == movement) {
                out[n++] = walk.row;
            }
        }
        return Arrays.copyOf(out, n);
    }

    /** Of the customers of the first period, those who bought in the second too. */
    public Proportion repeatRate() {
        return Proportion.of(customers(Movement.BOTH), first.size());
    }

    /** From the revenue of the first period to that of the second. */
    public ValueBridge revenueBridge() {
        return bridge(first.revenue, second.revenue);
    }

    /** From the profit of the first period to that of the second. */
    public ValueBridge profitBridge() {
        return bridge(first.profit, second.profit);
    }

    private ValueBridge bridge(double[] before, double[] after) {
        Sum fromNew = Sum.create();
        Sum fromReactivated = Sum.create();
        Sum fromLapsed = Sum.create();
        Sum up = Sum.create();
        Sum down = Sum.create();
        long ups = 0;
        long downs = 0;
        long flats = 0;
        for (Walk walk = new Walk(); walk.next(); ) {
            switch (walk.movement()) {
                case NEW -> fromNew.add(after[walk.inSecond]);
                case REACTIVATED -> fromReactivated.add(after[walk.inSecond]);
                case LAPSED -> fromLapsed.add(-before[walk.inFirst]);
                case BOTH -> {
                    double was = before[walk.inFirst];
                    double is = after[walk.inSecond];
                    if (is > was) {
                        up.add(is).add(-was);
                        ups++;
                    } else if (is < was) {
                        down.add(is).add(-was);
                        downs++;
                    } else {
                        flats++;
                    }
                }
            }
        }
        return new ValueBridge(
                Sum.of(before).getAsDouble(),
                fromNew.getAsDouble(),
                fromReactivated.getAsDouble(),
                fromLapsed.getAsDouble(),
                up.getAsDouble(),
                down.getAsDouble(),
                Sum.of(after).getAsDouble(),
                ups,
                downs,
                flats);
    }

    /**
     * Who moved from which band of the first period to which band of the second. The segments are {@code band 1}, the best, to the last
     * band, of equal number within their period, and then {@link #NOT_ACTIVE}: older customers without a purchase in that period.
     * Customers whose first purchase is in the second come from {@link MigrationMatrix#NOT_IN_BASE}. Bands are relative: where all
     * buy more, nobody moves.
     *
     * @param by what customers are ranked by, in each period for itself; equal values rank in the order of the log's rows
     * @param bands at most as many as either period has customers
     */
    public MigrationMatrix migration(Measure by, int bands) {
        int[] from = Bands.of(first.values(by), bands);
        int[] to = Bands.of(second.values(by), bands);
        // after the bands: not active, and then not in the base
        long[][] counts = new long[bands + 2][bands + 2];
        long seen = 0;
        for (Walk walk = new Walk(); walk.next(); ) {
            Movement movement = walk.movement();
            int row = walk.inFirst >= 0 ? from[walk.inFirst] : movement == Movement.NEW ? bands + 1 : bands;
            int column = walk.inSecond >= 0 ? to[walk.inSecond] : bands;
            counts[row][column]++;
            seen += movement == Movement.NEW ? 0 : 1;
        }
        counts[bands][bands] = older - seen;
        List<String> names = new ArrayList<>(bands + 1);
        for (int band = 1; band <= bands; band++) {
            names.add("band " + band);
        }
        names.add(NOT_ACTIVE);
        return MigrationMatrix.ofCounts(names, counts);
    }

    /**
     * The change of revenue put down to customers, orders per customer and order value.
     *
     * @throws UndefinedRatioException if a period has no customers
     * @throws IllegalArgumentException if a period has no revenue, by Divisia's method
     */
    public GrowthDecomposition revenueGrowth(GrowthDecomposition.Method method) {
        return CustomerBaseAudit.growth(first().revenueFactors(), second().revenueFactors(), method);
    }

    /**
     * The change of profit put down to customers, orders per customer, order value and margin.
     *
     * @throws UndefinedRatioException if a period has no customers or no revenue
     * @throws IllegalArgumentException if a period has no profit, by Divisia's method
     */
    public GrowthDecomposition profitGrowth(GrowthDecomposition.Method method) {
        return CustomerBaseAudit.growth(first().profitFactors(), second().profitFactors(), method);
    }

    /** Both slices at once, by rising row. */
    private final class Walk {
        private int a;
        private int b;
        private int row;
        /** Where the row is, or -1. */
        private int inFirst;

        private int inSecond;

        boolean next() {
            boolean moreA = a < first.size();
            boolean moreB = b < second.size();
            if (!moreA && !moreB) {
                return false;
            }
            int rowA = moreA ? first.row[a] : Integer.MAX_VALUE;
            int rowB = moreB ? second.row[b] : Integer.MAX_VALUE;
            row = Math.min(rowA, rowB);
            inFirst = rowA == row ? a++ : -1;
            inSecond = rowB == row ? b++ : -1;
            return true;
        }

        Movement movement() {
            if (inSecond < 0) {
                return Movement.LAPSED;
            }
            if (inFirst >= 0) {
                return Movement.BOTH;
            }
            return acquired[inSecond] ? Movement.NEW : Movement.REACTIVATED;
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof TwoPeriods other
                && older == other.older
                && first.equals(other.first)
                && second.equals(other.second)
                && Arrays.equals(acquired, other.acquired);
    }

    @Override
    public int hashCode() {
        return Objects.hash(first, second, older);
    }

    /** Totals of both. */
    @Override
    public String toString() {
        return "TwoPeriods[" + first() + ", " + second() + "]";
    }
}
