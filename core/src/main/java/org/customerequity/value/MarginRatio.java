package org.customerequity.value;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * Contribution per unit of revenue: the step from what customers pay to what they are worth.
 *
 * @param fraction at most 1; negative where serving costs more than it earns; {@code 0.30} means 30 %
 */
public record MarginRatio(double fraction) implements Serializable {
    public MarginRatio {
        if (!(fraction <= 1 && fraction > Double.NEGATIVE_INFINITY)) {
            throw Require.bad("fraction", "must be finite and <= 1", "0.30 means 30 %", fraction);
        }
        fraction += 0.0;
    }

    /** {@code 0.30} for thirty per cent. */
    public static MarginRatio of(double fraction) {
        return new MarginRatio(fraction);
    }

    /** {@code 30} for thirty per cent. */
    public static MarginRatio ofPercent(double percent) {
        if (!(percent <= 100 && percent > Double.NEGATIVE_INFINITY)) {
            throw Require.bad("percent", "must be finite and <= 100", "30 means 30 %", percent);
        }
        return new MarginRatio(percent / 100);
    }
}
