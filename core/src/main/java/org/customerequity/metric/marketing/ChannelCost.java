package org.customerequity.metric.marketing;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;

/**
 * What one channel handled in a period, and what that cost before overhead.
 *
 * @param channel its name
 * @param labour {@code >= 0}
 * @param platform {@code >= 0}, in the same currency
 * @param handled interactions, {@code >= 0}
 * @param minutes worked on them, {@code >= 0}: the key by which overhead is shared out
 */
public record ChannelCost(String channel, CurrencyAmount labour, CurrencyAmount platform, long handled, double minutes)
        implements Serializable {
    public ChannelCost {
        Require.nonBlank(channel, "channel", "such as phone");
        Require.nonNegative(Objects.requireNonNull(labour, "labour").value(), "labour", "of " + channel);
        Require.nonNegative(Objects.requireNonNull(platform, "platform").value(), "platform", "of " + channel);
        CurrencyMismatchException.check(labour.currency(), platform.currency());
        Require.nonNegative(handled, "handled", "interactions of " + channel);
        minutes = Require.nonNegative(minutes, "minutes", "worked in " + channel);
    }

    /** Labour and platform. */
    public CurrencyAmount direct() {
        return labour.plus(platform);
    }

    ChannelCost plus(ChannelCost other) {
        return new ChannelCost(
                channel,
                labour.plus(other.labour),
                platform.plus(other.platform),
                Math.addExact(handled, other.handled),
                minutes + other.minutes);
    }
}
