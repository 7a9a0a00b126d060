package org.customerequity.acquisition;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * Customers won in one period, by whether paid media is credited with them.
 *
 * @param paid attributed to paid media, {@code >= 0}
 * @param organic all others, {@code >= 0}
 */
public record AcquiredCustomers(long paid, long organic) implements Serializable {
    public AcquiredCustomers {
        Require.nonNegative(paid, "paid", "customers attributed to paid media");
        Require.nonNegative(organic, "organic", "customers not attributed to paid media");
    }

    /** {@code AcquiredCustomers.of(360, 240)}: paid, then organic. */
    public static AcquiredCustomers of(long paid, long organic) {
        return new AcquiredCustomers(paid, organic);
    }

    /** Paid and organic together. */
    public long total() {
        return Math.addExact(paid, organic);
    }

    /** The customers of two periods, or of two regions. */
    public AcquiredCustomers plus(AcquiredCustomers other) {
        return new AcquiredCustomers(Math.addExact(paid, other.paid), Math.addExact(organic, other.organic));
    }
}
