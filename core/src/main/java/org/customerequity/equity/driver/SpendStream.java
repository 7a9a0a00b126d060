package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Currencies;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an improvement costs: amounts now and at the end of each period from now, known or estimated. Immutable.
 *
 * <pre>{@code
 *   E = sum over t = 0, 1, 2, ... of E_t / (1 + d)^t       d  discount per period
 * }</pre>
 */
public final class SpendStream implements Serializable {
    private static final long serialVersionUID = 1;

    private final Currency currency;
    private final List<Estimate> amounts;
    private final PeriodUnit unit;

    private SpendStream(Currency currency, List<Estimate> amounts, PeriodUnit unit) {
        this.currency = currency;
        this.amounts = List.copyOf(amounts);
        this.unit = unit;
    }

    /**
     * Known amounts: the first now, the others at the end of each year from now.
     *
     * @param amounts finite and {@code >= 0}, at least one
     */
    public static SpendStream of(String currencyCode, double... amounts) {
        List<Estimate> certain = new ArrayList<>();
        Objects.requireNonNull(amounts, "amounts");
        for (int t = 0; t < amounts.length; t++) {
            double amount = Require.nonNegative(amounts[t], "amounts[" + t + "]", "spend; a saving is no spend");
            certain.add(Estimate.of(amount, 0));
        }
        return ofEstimates(currencyCode, certain.toArray(Estimate[]::new));
    }

    /**
     * Amounts that are not known for sure, independent of each other and of the model.
     *
     * @param amounts on the linear scale (normal) or, as amounts of which only the magnitude is known, on the logarithmic one
     *     (lognormal); values {@code >= 0}, at least one
     */
    public static SpendStream ofEstimates(String currencyCode, Estimate... amounts) {
        Require.notEmpty(
                Objects.requireNonNull(amounts, "amounts").length,
                "amounts",
                "must not be empty",
                "0 where nothing is spent");
        for (int t = 0; t < amounts.length; t++) {
            String name = "amounts[" + t + "]";
            Estimate amount = Objects.requireNonNull(amounts[t], name);
            Require.nonNegative(amount.value(), name, "spend; a saving is no spend");
            if (amount.scale() == Estimate.Scale.LOGIT) {
                throw Require.bad(name, "must be on the linear or logarithmic scale", "an amount", amount);
            }
        }
        return new SpendStream(Currencies.of(currencyCode), List.of(amounts), PeriodUnit.YEAR);
    }

    /** The same amounts, one a {@code unit} apart. */
    public SpendStream every(PeriodUnit newUnit) {
        return new SpendStream(currency, amounts, Objects.requireNonNull(newUnit, "newUnit"));
    }

    /** The currency of the amounts. */
    public Currency currency() {
        return currency;
    }

    /** The amounts, the first now. */
    public List<Estimate> amounts() {
        return amounts;
    }

    /** The time between amounts. */
    public PeriodUnit unit() {
        return unit;
    }

    /** What all of it is worth now. */
    public CurrencyAmount presentValue(DiscountRate rate) {
        return new CurrencyAmount(currency, presentEstimate(rate).value());
    }

    /** What all of it is worth now, in {@link #currency()}, with the standard error of independent amounts. */
    public Estimate presentEstimate(DiscountRate rate) {
        Objects.requireNonNull(rate, "rate");
        double sum = 0;
        double squares = 0;
        for (int t = 0; t < amounts.size(); t++) {
            double factor = rate.factor(t, unit);
            double error = factor * amounts.get(t).standardError();
            sum += factor * amounts.get(t).value();
            squares += error * error;
        }
        return Estimate.of(sum, Math.sqrt(squares));
    }

    /** A present value under a draw of every uncertain amount. */
    double draw(DiscountRate rate, RandomGenerator random) {
        double sum = 0;
        for (int t = 0; t < amounts.size(); t++) {
            Estimate e = amounts.get(t);
            double amount = e.value();
            if (e.standardError() > 0) {
                double z = random.nextGaussian();
                amount = e.scale() == Estimate.Scale.LOG
                        ? amount * Math.exp(z * e.standardError() / amount)
                        : amount + z * e.standardError();
            }
            sum += rate.factor(t, unit) * amount;
        }
        return sum;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SpendStream other
                && currency.equals(other.currency)
                && amounts.equals(other.amounts)
                && unit == other.unit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(currency, amounts, unit);
    }

    /** {@code USD 400000.0, 300000.0 +- 20000.0, a year apart}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(currency.getCurrencyCode());
        for (int t = 0; t < amounts.size(); t++) {
            Estimate e = amounts.get(t);
            s.append(t == 0 ? " " : ", ").append(e.value());
            if (e.standardError() > 0) {
                s.append(" +- ").append(e.standardError());
            }
        }
        return amounts.size() == 1 ? s.toString() : s + ", a " + unit.noun() + " apart";
    }
}
