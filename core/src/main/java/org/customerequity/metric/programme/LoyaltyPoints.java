package org.customerequity.metric.programme;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;

/**
 * Loyalty points in the books: what they cost when they are issued, what is owed, and how much of a sale is put off until they are
 * used.
 *
 * <pre>{@code
 *   reward cost   points issued      x (1 - breakage) x cost per point
 *   liability     points outstanding x (1 - breakage) x cost per point
 *   deferred      revenue x S / (revenue + S),   S = points x (1 - breakage) x selling value of a point
 * }</pre>
 *
 * <p>Deferral is by relative selling prices, as IFRS 15 and ASC 606 have it where points are a right to goods: of what the customer
 * paid, the points' part is earned when they are used. An entity that carries points at cost uses the liability; not both.
 *
 * <p>Breakage is an estimate, from how points of earlier cohorts were used, and is revalued at each date; see {@link
 * #liabilityChange}. It is a share of points issued; of older points outstanding it is higher, and is then given as theirs.
 *
 * @param costPerPoint what a point costs when it is used, {@code >= 0}
 * @param breakage share of points never used, in [0, 1]; {@code 0.22} means 22 %
 */
public record LoyaltyPoints(CurrencyAmount costPerPoint, double breakage) implements Serializable {
    public LoyaltyPoints {
        Require.nonNegative(
                Objects.requireNonNull(costPerPoint, "costPerPoint").value(), "costPerPoint", "when it is used");
        breakage = Require.fraction(breakage, "breakage", "0.22 means 22 % of points are never used");
    }

    /** {@code LoyaltyPoints.of(CurrencyAmount.of("EUR", 0.008), 0.22)}. */
    public static LoyaltyPoints of(CurrencyAmount costPerPoint, double breakage) {
        return new LoyaltyPoints(costPerPoint, breakage);
    }

    /** With another breakage, as of another date. */
    public LoyaltyPoints withBreakage(double newBreakage) {
        return new LoyaltyPoints(costPerPoint, newBreakage);
    }

    /** The expected cost of points issued: {@code points x (1 - breakage) x cost per point}. */
    public CurrencyAmount rewardCost(long pointsIssued) {
        return expected(Require.nonNegative(pointsIssued, "pointsIssued", ""));
    }

    /** What is owed for points not yet used: {@code points x (1 - breakage) x cost per point}. */
    public CurrencyAmount liability(long pointsOutstanding) {
        return expected(Require.nonNegative(pointsOutstanding, "pointsOutstanding", ""));
    }

    /**
     * By how much the liability moves when breakage is estimated anew: positive where it grows, and then a cost of the period.
     *
     * @param newBreakage in [0, 1]
     */
    public CurrencyAmount liabilityChange(long pointsOutstanding, double newBreakage) {
        Require.fraction(newBreakage, "newBreakage", "0.22 means 22 % of points are never used");
        Require.nonNegative(pointsOutstanding, "pointsOutstanding", "");
        return costPerPoint.times(pointsOutstanding * (breakage - newBreakage));
    }

    private CurrencyAmount expected(long points) {
        return costPerPoint.times(points * (1 - breakage));
    }

    /**
     * The part of a sale's revenue that belongs to the points given with it, and is put off.
     *
     * @param sale what the customer paid for goods and points together, at the goods' own selling price; {@code >= 0}
     * @param pointsGiven with it
     * @param sellingValuePerPoint what a customer would pay for a point, {@code >= 0}; not what it costs
     * @throws UndefinedRatioException if neither goods nor points have a value
     */
    public Revenue deferredRevenue(Revenue sale, long pointsGiven, CurrencyAmount sellingValuePerPoint) {
        CurrencyAmount paid = Objects.requireNonNull(sale, "sale").amount();
        Objects.requireNonNull(sellingValuePerPoint, "sellingValuePerPoint");
        CurrencyMismatchException.check(paid.currency(), sellingValuePerPoint.currency());
        Require.nonNegative(paid.value(), "sale", "");
        Require.nonNegative(sellingValuePerPoint.value(), "sellingValuePerPoint", "");
        Require.nonNegative(pointsGiven, "pointsGiven", "");
        double points = pointsGiven * (1 - breakage) * sellingValuePerPoint.value();
        if (paid.value() + points == 0) {
            throw new UndefinedRatioException("deferred revenue is undefined, because sale and points are worth 0");
        }
        return sale.times(points / (paid.value() + points));
    }

    /** What of the sale is earned at once: the rest of {@link #deferredRevenue}. */
    public Revenue revenueNow(Revenue sale, long pointsGiven, CurrencyAmount sellingValuePerPoint) {
        Revenue deferred = deferredRevenue(sale, pointsGiven, sellingValuePerPoint);
        return new Revenue(sale.amount().minus(deferred.amount()));
    }
}
