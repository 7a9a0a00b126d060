package org.customerequity.lifetime.formula;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The value of a customer who is always a share, with predicted purchases ahead and contacts that cost money in each channel.
 * Immutable.
 *
 * <pre>{@code
 *   sum y = 1..Y of CM(y) (1+d)^-(y / f)  -  sum l = 1..n of [sum over channels of c x(l)] (1+d)^-(l-1)
 *
 *   CM(y)  predicted contribution of the y-th purchase ahead
 *   f      purchases a year, so that the y-th is y / f years ahead
 *   c, x   cost of one contact, contacts in year l, paid at the start of the year
 *   d      discount a year
 * }</pre>
 *
 * <p>R. Venkatesan and V. Kumar, A Customer Lifetime Value Framework for Customer Selection and Resource Allocation Strategy,
 * Journal of Marketing 68(4), 2004.
 */
public final class VenkatesanKumar implements Serializable {
    private static final long serialVersionUID = 1;

    private final Currency currency;
    private final double[] margins;
    private final double purchasesPerYear;
    private final DiscountRate discount;
    private final LinkedHashMap<String, Channel> channels;

    private VenkatesanKumar(
            Currency currency,
            double[] margins,
            double purchasesPerYear,
            DiscountRate discount,
            LinkedHashMap<String, Channel> channels) {
        this.currency = currency;
        this.margins = margins;
        this.purchasesPerYear = purchasesPerYear;
        this.discount = discount;
        this.channels = channels;
    }

    private record Channel(double cost, double present) implements Serializable {}

    /**
     * Without contacts; see {@link #withContacts}.
     *
     * @param purchasesPerYear f, {@code > 0}
     * @param margins CM(1), CM(2), ...; may be negative, or none
     */
    public static VenkatesanKumar of(
            Currency currency, DiscountRate discount, double purchasesPerYear, double... margins) {
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(discount, "discount");
        Require.positive(purchasesPerYear, "purchasesPerYear", "a frequency");
        double[] copy = Objects.requireNonNull(margins, "margins").clone();
        for (int y = 0; y < copy.length; y++) {
            copy[y] = Require.finite(copy[y], "margins[" + y + "]", "contribution of a purchase");
        }
        return new VenkatesanKumar(currency, copy, purchasesPerYear, discount, new LinkedHashMap<>());
    }

    /**
     * With contacts through one more channel.
     *
     * @param channel its name, once
     * @param costPerContact {@code >= 0}
     * @param contactsByYear in years 1, 2, ..., each {@code >= 0}
     */
    public VenkatesanKumar withContacts(String channel, CurrencyAmount costPerContact, double... contactsByYear) {
        Require.nonBlank(channel, "channel", "such as telephone");
        if (channels.containsKey(channel)) {
            throw Require.bad("channel", "must be new", "give all its contacts at once", '"' + channel + '"');
        }
        CurrencyMismatchException.check(currency, costPerContact.currency());
        double cost = Require.nonNegative(costPerContact.value(), "costPerContact", "");
        double present = 0;
        Objects.requireNonNull(contactsByYear, "contactsByYear");
        for (int l = 0; l < contactsByYear.length; l++) {
            present += Require.nonNegative(contactsByYear[l], "contactsByYear[" + l + "]", "contacts in a year")
                    * discount.factor(l, PeriodUnit.YEAR);
        }
        LinkedHashMap<String, Channel> all = new LinkedHashMap<>(channels);
        all.put(channel, new Channel(cost, present));
        return new VenkatesanKumar(currency, margins, purchasesPerYear, discount, all);
    }

    /** The purchases ahead, in money of today. */
    public Contribution grossValue() {
        double sum = 0;
        for (int y = 1; y <= margins.length; y++) {
            sum += margins[y - 1] * discount.factor(y / purchasesPerYear, PeriodUnit.YEAR);
        }
        return new Contribution(new CurrencyAmount(currency, sum));
    }

    /** What the contacts of each channel cost, in money of today, in the order they were given. */
    public Map<String, CurrencyAmount> contactCosts() {
        Map<String, CurrencyAmount> out = new LinkedHashMap<>();
        channels.forEach((name, c) -> out.put(name, new CurrencyAmount(currency, c.cost * c.present)));
        return Collections.unmodifiableMap(out);
    }

    /** The value: purchases less contacts. */
    public Contribution value() {
        double costs = 0;
        for (Channel c : channels.values()) {
            costs += c.cost * c.present;
        }
        return grossValue().plus(new Contribution(new CurrencyAmount(currency, -costs)));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof VenkatesanKumar other
                && currency.equals(other.currency)
                && discount.equals(other.discount)
                && purchasesPerYear == other.purchasesPerYear
                && Arrays.equals(margins, other.margins)
                && channels.equals(other.channels);
    }

    @Override
    public int hashCode() {
        return Objects.hash(currency, discount, purchasesPerYear, Arrays.hashCode(margins), channels);
    }

    /** {@code 7 purchases, 2.0 a year, contacts by [telephone, mail]}. */
    @Override
    public String toString() {
        return margins.length + " purchases, " + purchasesPerYear + " a year, contacts by " + channels.keySet();
    }
}
