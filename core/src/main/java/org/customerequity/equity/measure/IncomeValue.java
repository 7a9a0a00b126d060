package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;

/**
 * A present value in two parts that deserve unequal trust: of the years that were planned one by one, and of all years after
 * them.
 *
 * @param planned present value of the planned years
 * @param terminal present value of the perpetuity after them
 */
public record IncomeValue(CurrencyAmount planned, CurrencyAmount terminal) implements Serializable {
    public IncomeValue {
        Objects.requireNonNull(planned, "planned");
        Objects.requireNonNull(terminal, "terminal");
        CurrencyMismatchException.check(planned.currency(), terminal.currency());
    }

    /** Planned years and perpetuity together. */
    public CurrencyAmount total() {
        return planned.plus(terminal);
    }

    /**
     * The terminal value's share of the total: above one half the assumption about growth says more than the plan does. Above
     * 1 where the planned years lose money.
     *
     * @throws UndefinedRatioException if the total is not positive
     */
    public Ratio terminalShare() {
        double total = total().value();
        if (!(total > 0)) {
            throw new UndefinedRatioException(
                    "share of terminal value is undefined, because the total is not positive, " + total());
        }
        return Ratio.of(terminal.value(), "terminal value", total, "total value");
    }

    /** The sum over t = 1..n of x_t / (1 + d)^t: amounts at the end of each year. */
    static CurrencyAmount present(List<CurrencyAmount> amounts, DiscountRate discount) {
        double sum = 0;
        for (int t = amounts.size(); t >= 1; t--) {
            sum = (sum + amounts.get(t - 1).value()) / (1 + discount.effectiveAnnual());
        }
        return new CurrencyAmount(amounts.get(0).currency(), sum);
    }

    /** The planned years, and after them x_n (1 + g) / (d - g) at the end of year n. */
    static IncomeValue withPerpetuity(List<CurrencyAmount> amounts, DiscountRate discount, double growth) {
        double d = discount.effectiveAnnual();
        if (!(growth > -1 && growth < d)) {
            throw Require.bad(
                    "growth", "must be > -1 and < the discount rate " + d, "0.02 means 2 % a year for ever", growth);
        }
        int n = amounts.size();
        CurrencyAmount last = amounts.get(n - 1);
        return new IncomeValue(
                present(amounts, discount),
                last.times((1 + growth) / (d - growth) * discount.factor(n, PeriodUnit.YEAR)));
    }

    /** A copy of what came in, checked. */
    static <T> List<T> years(List<T> amounts, String name) {
        Objects.requireNonNull(amounts, name);
        for (int t = 0; t < amounts.size(); t++) {
            Objects.requireNonNull(amounts.get(t), name + "[" + t + "]");
        }
        Require.notEmpty(amounts.size(), name, "must have a year", "one amount a year, at its end");
        return List.copyOf(amounts);
    }

    static void checkCurrencies(List<CurrencyAmount> amounts) {
        for (CurrencyAmount amount : amounts) {
            CurrencyMismatchException.check(amounts.get(0).currency(), amount.currency());
        }
    }
}
