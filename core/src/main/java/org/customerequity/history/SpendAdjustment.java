package org.customerequity.history;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.history.policy.SpendPolicy;
import org.customerequity.internal.Require;

/**
 * What a {@link SpendPolicy} did to a log of purchases.
 *
 * <pre>{@code
 *   DROP_PURCHASE   purchasesBefore = purchases + purchasesTouched      amountBefore = amount + amountTouched
 *   FLOOR           purchasesBefore = purchases                         amountBefore = amount - amountAdded
 *   otherwise       purchasesBefore = purchases                         amountBefore = amount
 * }</pre>
 *
 * @param policy what was asked for
 * @param purchasesTouched purchases left out of the spend, left out altogether, or raised to the minimum
 * @param amountTouched what these came to before; 0 unless amounts were raised, because no total is negative
 * @param purchasesBefore all purchases before
 * @param purchases all purchases after
 * @param customersBefore customers before
 * @param customers customers after
 * @param amountBefore sum of all purchases before
 * @param amount sum of all purchases after
 */
public record SpendAdjustment(
        SpendPolicy policy,
        long purchasesTouched,
        double amountTouched,
        long purchasesBefore,
        long purchases,
        long customersBefore,
        long customers,
        double amountBefore,
        double amount)
        implements Serializable {
    public SpendAdjustment {
        Objects.requireNonNull(policy, "policy");
        Require.nonNegative(purchasesTouched, "purchasesTouched", "");
        Require.nonNegative(amountTouched, "amountTouched", "");
        Require.nonNegative(purchases, "purchases", "");
        Require.nonNegative(customers, "customers", "");
        Require.nonNegative(amount, "amount", "");
        Require.nonNegative(amountBefore, "amountBefore", "");
        if (purchasesBefore < purchases) {
            throw Require.bad("purchasesBefore", "must be >= purchases " + purchases, "none is added", purchasesBefore);
        }
        if (customersBefore < customers) {
            throw Require.bad("customersBefore", "must be >= customers " + customers, "none is added", customersBefore);
        }
    }

    /** What raising amounts to the minimum added. */
    public double amountAdded() {
        return amount - amountBefore;
    }
}
