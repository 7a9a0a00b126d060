package org.customerequity.retention.cohort;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.Require;
import org.customerequity.retention.curve.EmpiricalCurve;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * How many first buyers buy again, and after how many days: the cohort repeat purchase rate. Immutable.
 *
 * <pre>{@code
 *   rateWithin(h)    bought again within h days / all,   of the buyers who were observed for h days or more
 *   shareWithin(h)   1 - S(h), S after Kaplan and Meier,  of all buyers, the young ones for as long as they were observed
 * }</pre>
 *
 * <p>Not to be taken for the repeat purchase rate of a period, customers with two orders in it over those with one, in which a buyer
 * of the last day counts as one who did not return. Buying again is a purchase on a later day than the first; a customer first seen
 * on the last day was observed for 0 days.
 */
public final class RepeatPurchases implements Serializable {
    private static final long serialVersionUID = 1;

    /** For each buyer days observed, and days to the second purchase or -1, as observed * 2^32 + gap + 1; ascending. */
    private final long[] buyers;

    private RepeatPurchases(long[] buyers) {
        this.buyers = buyers;
    }

    /** The buyers of a log. */
    public static RepeatPurchases of(PurchaseLog log) {
        return of(log, null);
    }

    /** The buyers of a log whose first purchase was in a period: one cohort. */
    public static RepeatPurchases acquiredIn(ReportingPeriod period, PurchaseLog log) {
        return of(log, Objects.requireNonNull(period, "period"));
    }

    private static RepeatPurchases of(PurchaseLog log, @Nullable ReportingPeriod period) {
        Objects.requireNonNull(log, "log");
        int lastDay = Math.toIntExact(log.lastDay().toEpochDay());
        long[] buyers = new long[log.size()];
        int n = 0;
        for (int i = 0; i < buyers.length; i++) {
            int first = log.epochDay(i, 0);
            if (period != null
                    && !(period.from().toEpochDay() <= first
                            && first < period.to().toEpochDay())) {
                continue;
            }
            int gap = -1;
            for (int j = 1; j < log.purchases(i) && gap < 0; j++) {
                int day = log.epochDay(i, j);
                gap = day > first ? day - first : -1;
            }
            buyers[n++] = (long) (lastDay - first) << 32 | gap + 1;
        }
        long[] sorted = Arrays.copyOf(buyers, n);
        Arrays.sort(sorted);
        return new RepeatPurchases(sorted);
    }

    /** How many buyers. */
    public int size() {
        return buyers.length;
    }

    /** Buyers who have bought again so far, whenever that was. */
    public int repeaters() {
        int count = 0;
        for (long buyer : buyers) {
            count += gap(buyer) >= 0 ? 1 : 0;
        }
        return count;
    }

    private static int observed(long buyer) {
        return (int) (buyer >>> 32);
    }

    private static int gap(long buyer) {
        return (int) buyer - 1;
    }

    /**
     * Buyers who bought again within so many days, of those who were observed for that long; undefined where nobody was.
     *
     * @param days {@code >= 1}
     */
    public Proportion rateWithin(int days) {
        Require.positive(days, "days", "30 for a month of days");
        long again = 0;
        long old = 0;
        for (long buyer : buyers) {
            if (observed(buyer) >= days) {
                old++;
                again += gap(buyer) >= 0 && gap(buyer) <= days ? 1 : 0;
            }
        }
        return Proportion.of(again, old);
    }

    /**
     * The days to the second purchase as a curve: {@code survival(t)} is the share that has not bought again by day t.
     *
     * @throws IllegalArgumentException if nobody was observed for a day
     */
    public EmpiricalCurve curve() {
        int n = buyers.length;
        Require.notEmpty(n, "buyers", "must be at least one", "the log has no first purchase in the period");
        int[] last = new int[n];
        boolean[] again = new boolean[n];
        for (int i = 0; i < n; i++) {
            again[i] = gap(buyers[i]) >= 0;
            last[i] = again[i] ? gap(buyers[i]) : observed(buyers[i]);
        }
        return EmpiricalCurve.of(Spells.ofRenewals(new int[n], last, again, PeriodUnit.DAY));
    }

    /**
     * The share that buys again within so many days, from all buyers.
     *
     * @param days at most as many as the longest waiting buyer was observed
     */
    public double shareWithin(int days) {
        return 1 - curveTo(days).survival(days);
    }

    /** The log-log interval of {@link #shareWithin}. */
    public Interval shareWithinInterval(int days, double level) {
        EmpiricalCurve curve = curveTo(days);
        // where all have bought again, nothing changes any more
        Interval staying = curve.confidenceInterval(Math.min(days, curve.supportedTo()), level);
        return new Interval(1 - staying.upper(), 1 - staying.lower(), level);
    }

    private EmpiricalCurve curveTo(int days) {
        Require.positive(days, "days", "30 for a month of days");
        EmpiricalCurve curve = curve();
        if (days > curve.supportedTo() && curve.survival(curve.supportedTo()) > 0) {
            throw Require.bad(
                    "days", "must be <= " + (int) curve.supportedTo(), "nobody was waited for any longer", days);
        }
        return curve;
    }

    /** The buyers of both, none of whom may be in both. */
    public RepeatPurchases plus(RepeatPurchases other) {
        Objects.requireNonNull(other, "other");
        long[] all = Arrays.copyOf(buyers, buyers.length + other.buyers.length);
        System.arraycopy(other.buyers, 0, all, buyers.length, other.buyers.length);
        Arrays.sort(all);
        return new RepeatPurchases(all);
    }

    /** The same observations, in any order. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RepeatPurchases other && Arrays.equals(buyers, other.buyers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(buyers);
    }

    /** {@code 1160 of 2357 buyers bought again}. */
    @Override
    public String toString() {
        return repeaters() + " of " + size() + " buyers bought again";
    }
}
