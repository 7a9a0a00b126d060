package org.customerequity.history.policy;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * What becomes of purchases that came to nothing, after refunds, where a spend model needs amounts above 0. Set by
 * {@code PurchaseLog.withSpendPolicy}, which reports what it did; no total is ever negative there.
 *
 * <p>{@link ZeroValuePolicy} decides the same for all that a summary is used for, before it is made.
 *
 * @param treatment what becomes of them
 * @param minimum the least amount, {@code > 0}, for {@link Treatment#FLOOR}; 0 for the others
 */
public record SpendPolicy(Treatment treatment, double minimum) implements Serializable {
    /** What becomes of a purchase that came to nothing. */
    public enum Treatment {
        /** The first one in a customer's spend is an error that names customer and date. */
        REJECT,
        /** It counts in frequency and recency, but not in the spend: neither in its mean nor in its number. */
        DROP_FROM_SPEND,
        /** It is no purchase, as if never made. A customer without any other is left out. */
        DROP_PURCHASE,
        /** Every amount below the minimum becomes the minimum. */
        FLOOR
    }

    /** See {@link Treatment#REJECT}. */
    public static final SpendPolicy REJECT = new SpendPolicy(Treatment.REJECT, 0);

    /** See {@link Treatment#DROP_FROM_SPEND}. */
    public static final SpendPolicy DROP_FROM_SPEND = new SpendPolicy(Treatment.DROP_FROM_SPEND, 0);

    /** See {@link Treatment#DROP_PURCHASE}. */
    public static final SpendPolicy DROP_PURCHASE = new SpendPolicy(Treatment.DROP_PURCHASE, 0);

    public SpendPolicy {
        Objects.requireNonNull(treatment, "treatment");
        if (treatment == Treatment.FLOOR) {
            Require.positive(minimum, "minimum", "the least amount a purchase is taken to have, in the log's currency");
        } else if (minimum != 0) {
            throw Require.bad("minimum", "must be 0 unless amounts are floored", "see SpendPolicy.floor", minimum);
        } else {
            minimum = 0.0;
        }
    }

    /** See {@link Treatment#FLOOR}: {@code SpendPolicy.floor(0.01)} for a cent. */
    public static SpendPolicy floor(double minimum) {
        return new SpendPolicy(Treatment.FLOOR, minimum);
    }
}
