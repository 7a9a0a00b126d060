package org.customerequity.segment.lens;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * From the total of one period to that of the next, by what customers did. The parts add up:
 * {@code closing = opening + fromNew + fromReactivated + fromLapsed + up + down}.
 *
 * @param opening total of the first period
 * @param fromNew of customers whose first purchase is in the second period
 * @param fromReactivated of older customers who were absent in the first period
 * @param fromLapsed less what those brought who are absent in the second; not above 0 for revenue
 * @param up of customers of both periods who brought more
 * @param down of customers of both periods who brought less; not above 0
 * @param closing total of the second period
 * @param upCustomers how many brought more
 * @param downCustomers how many brought less
 * @param flatCustomers how many brought the same
 */
public record ValueBridge(
        double opening,
        double fromNew,
        double fromReactivated,
        double fromLapsed,
        double up,
        double down,
        double closing,
        long upCustomers,
        long downCustomers,
        long flatCustomers)
        implements Serializable {
    public ValueBridge {
        opening = Require.finite(opening, "opening", "");
        fromNew = Require.finite(fromNew, "fromNew", "");
        fromReactivated = Require.finite(fromReactivated, "fromReactivated", "");
        fromLapsed = Require.finite(fromLapsed, "fromLapsed", "");
        up = Require.nonNegative(up, "up", "");
        down = Require.finite(down, "down", "");
        closing = Require.finite(closing, "closing", "");
        if (down > 0) {
            throw Require.bad("down", "must be <= 0", "of customers who brought less", down);
        }
        Require.nonNegative(upCustomers, "upCustomers", "");
        Require.nonNegative(downCustomers, "downCustomers", "");
        Require.nonNegative(flatCustomers, "flatCustomers", "");
        double rest = opening + fromNew + fromReactivated + fromLapsed + up + down - closing;
        double scale =
                Math.abs(opening) + Math.abs(fromNew) + Math.abs(fromReactivated) + Math.abs(fromLapsed) + up - down;
        if (Math.abs(rest) > 1e-9 * (scale + Math.abs(closing))) {
            throw Require.bad("closing", "must be what the parts add up to", "off by " + rest, closing);
        }
    }

    /** Closing less opening. */
    public double change() {
        return closing - opening;
    }
}
