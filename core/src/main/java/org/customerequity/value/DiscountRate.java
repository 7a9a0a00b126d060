package org.customerequity.value;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * The time value of money, held as an effective annual rate.
 *
 * <p>There is no default rate in this library: whoever values the future says at what rate.
 *
 * <pre>{@code
 *   per period    d = (1 + annual)^(years per period) - 1      effective, not annual / periods
 *   continuous    delta = ln(1 + annual) * (years per period)
 * }</pre>
 *
 * @param effectiveAnnual fraction per year; {@code 0.10} means ten per cent; finite and {@code >= 0}
 */
public record DiscountRate(double effectiveAnnual) implements Serializable {
    /** Money later is worth as much as money now. */
    public static final DiscountRate NONE = new DiscountRate(0);

    public DiscountRate {
        effectiveAnnual = Require.nonNegative(effectiveAnnual, "effectiveAnnual", "0.10 means 10 %");
    }

    /**
     * {@code 0.10} for ten per cent a year, effective. A nominal 12 % a year charged every month is another rate:
     * {@code ofPerPeriod(0.01, PeriodUnit.MONTH)}, 12.68 % a year.
     *
     * @param fraction in [0, 1]: more is nearly always a per cent by mistake, and can be said with {@link #ofAnnualPercent}
     */
    public static DiscountRate ofAnnual(double fraction) {
        if (fraction > 1) {
            throw Require.bad(
                    "fraction",
                    "must be <= 1",
                    "0.10 means 10 %; above 100 % use DiscountRate.ofAnnualPercent",
                    fraction);
        }
        return new DiscountRate(fraction);
    }

    /** {@code 10} for ten per cent a year. */
    public static DiscountRate ofAnnualPercent(double percent) {
        return new DiscountRate(Require.nonNegative(percent, "percent", "10 means 10 %") / 100);
    }

    /** The annual rate equivalent to {@code fraction} charged once per {@code unit}. */
    public static DiscountRate ofPerPeriod(double fraction, PeriodUnit unit) {
        Require.nonNegative(fraction, "fraction", "0.01 means 1 % per period");
        return new DiscountRate(Math.expm1(Math.log1p(fraction) / unit.years()));
    }

    /** The annual rate equivalent to the continuous rate {@code delta} per {@code unit}: a discount of exp(-delta t). */
    public static DiscountRate ofContinuous(double delta, PeriodUnit unit) {
        Require.nonNegative(delta, "delta", "0.0027 per week is about 15 % a year");
        return new DiscountRate(Math.expm1(delta / unit.years()));
    }

    /** The rate which, compounded once per {@code unit}, gives this annual rate. */
    public double perPeriod(PeriodUnit unit) {
        return Math.expm1(Math.log1p(effectiveAnnual) * unit.years());
    }

    /** The continuous rate per {@code unit}: ln(1 + annual) times the years of the unit. */
    public double continuousPer(PeriodUnit unit) {
        return Math.log1p(effectiveAnnual) * unit.years();
    }

    /** What one unit of money after {@code count} periods is worth today: in (0, 1], or 0 where that underflows. */
    public double factor(double count, PeriodUnit unit) {
        Require.nonNegative(count, "count", "periods from today");
        return Math.exp(-continuousPer(unit) * count);
    }
}
