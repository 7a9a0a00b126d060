package org.customerequity.metric.investment;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.PeriodUnit;

/**
 * What freed working time is worth.
 *
 * <pre>{@code
 *   saving of a period = hours x wage x loading x realisation
 * }</pre>
 *
 * @param hours freed per period, finite and {@code >= 0}
 * @param wage per hour, {@code >= 0}
 * @param loading what an hour costs per unit of wage: {@code 1.25} adds a quarter for social security and the like; {@code >= 1}
 * @param realisation the share of freed time that is really used for other work or not paid for, in [0, 1]; freed minutes that
 *     nobody uses save nothing
 * @param unit the period
 */
public record LabourSaving(double hours, CurrencyAmount wage, double loading, double realisation, PeriodUnit unit)
        implements Serializable {
    public LabourSaving {
        hours = Require.nonNegative(hours, "hours", "freed per period");
        Objects.requireNonNull(wage, "wage");
        Require.nonNegative(wage.value(), "wage", "per hour");
        if (!(loading >= 1 && loading < Double.POSITIVE_INFINITY)) {
            throw Require.bad("loading", "must be finite and >= 1", "1.25 adds 25 % to the wage", loading);
        }
        realisation = Require.fraction(realisation, "realisation", "0.70 means 70 % of freed time is used");
        Objects.requireNonNull(unit, "unit");
    }

    /** The saving of one full period. */
    public CurrencyAmount perPeriod() {
        return wage.times(hours * loading * realisation);
    }

    /**
     * The savings of periods 1, 2, ..., each at the end of its period.
     *
     * @param ramp the share of the full saving in each period: {@code 0.4, 0.8, 1} while people learn; each finite and {@code >= 0}
     */
    public CashFlows toCashFlows(double... ramp) {
        double[] amounts = Objects.requireNonNull(ramp, "ramp").clone();
        double full = perPeriod().value();
        for (int t = 0; t < amounts.length; t++) {
            amounts[t] = full * Require.nonNegative(amounts[t], "ramp[" + t + "]", "0.4 means 40 % of the full saving");
        }
        return CashFlows.firstAfterOnePeriod(wage.currency(), unit, amounts);
    }
}
