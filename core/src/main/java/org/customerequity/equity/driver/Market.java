package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Revenue;
import org.jspecify.annotations.Nullable;

/**
 * The market in which brands compete for the customers a survey stands for: how many there are, how far ahead they are valued,
 * and what each brand earns on a unit of volume. Immutable; each {@code with} returns a changed copy.
 *
 * <pre>{@code
 *   Market.of(43_700_000, Horizon.ofYears(3), FirstPurchase.AFTER_INTERVAL)
 *       .withBrand("American", Contribution.of("USD", 30), DiscountRate.ofAnnualPercent(10))
 *       .withBrand(...)
 * }</pre>
 */
public final class Market implements Serializable {
    private static final long serialVersionUID = 1;

    private final double customers;
    private final Horizon horizon;
    private final FirstPurchase firstPurchase;
    private final Map<String, Terms> brands;

    /** What a brand earns, its discount, and its price if it is given. */
    record Terms(
            Contribution perUnit,
            Map<String, Contribution> bySegment,
            DiscountRate discount,
            @Nullable Revenue price) implements Serializable {}

    private Market(double customers, Horizon horizon, FirstPurchase firstPurchase, Map<String, Terms> brands) {
        this.customers = customers;
        this.horizon = horizon;
        this.firstPurchase = firstPurchase;
        this.brands = Collections.unmodifiableMap(brands);
    }

    /**
     * A market without brands yet.
     *
     * @param customers of the whole market, not of one brand; finite and {@code > 0}
     * @param horizon finite; as long as frequency, volume and ratings may be taken to stay as they are
     */
    public static Market of(double customers, Horizon horizon, FirstPurchase firstPurchase) {
        if (Objects.requireNonNull(horizon, "horizon").isForever()) {
            throw Require.bad("horizon", "must be finite", "some years ahead, such as Horizon.ofYears(3)", horizon);
        }
        return new Market(
                Require.positive(customers, "customers", "of the whole market, not of one brand"),
                horizon,
                Objects.requireNonNull(firstPurchase, "firstPurchase"),
                new LinkedHashMap<>());
    }

    /**
     * With a brand's contribution on a unit of volume, and its discount rate; earlier terms of the brand, those of segments and its
     * price too, are gone.
     *
     * @param perUnit of the survey's volume: on a ticket, or on a unit of money where volumes are money
     * @throws CurrencyMismatchException if another brand earns in another currency
     */
    public Market withBrand(String brand, Contribution perUnit, DiscountRate discount) {
        return with(
                brand,
                new Terms(
                        Objects.requireNonNull(perUnit, "perUnit"),
                        Map.of(),
                        Objects.requireNonNull(discount, "discount"),
                        null));
    }

    /** With another contribution of a brand on a unit of volume bought by one segment. */
    public Market withSegment(String brand, String segment, Contribution perUnit) {
        Terms terms = terms(brand);
        Map<String, Contribution> all = new LinkedHashMap<>(terms.bySegment());
        all.put(Require.nonBlank(segment, "segment", "as in the survey"), Objects.requireNonNull(perUnit, "perUnit"));
        return with(
                brand, new Terms(terms.perUnit(), Collections.unmodifiableMap(all), terms.discount(), terms.price()));
    }

    /**
     * With what a brand takes for a unit of volume: for market shares by revenue; equity does not need it.
     *
     * @param perUnit above 0; 1 where volumes are money
     * @throws CurrencyMismatchException if brands earn in another currency
     */
    public Market withPrice(String brand, Revenue perUnit) {
        Terms terms = terms(brand);
        Require.positive(
                Objects.requireNonNull(perUnit, "perUnit").amount().value(), "perUnit", "1 where volumes are money");
        if (!perUnit.amount().currency().equals(currency())) {
            throw new CurrencyMismatchException(currency(), perUnit.amount().currency());
        }
        return with(brand, new Terms(terms.perUnit(), terms.bySegment(), terms.discount(), perUnit));
    }

    /** With another number of customers of the whole market. */
    public Market withCustomers(double newCustomers) {
        Require.positive(newCustomers, "newCustomers", "of the whole market, not of one brand");
        return new Market(newCustomers, horizon, firstPurchase, brands);
    }

    private Market with(String brand, Terms terms) {
        Require.nonBlank(brand, "brand", "as in the survey");
        for (Contribution c : contributions(terms)) {
            if (!brands.isEmpty() && !c.amount().currency().equals(currency())) {
                throw new CurrencyMismatchException(currency(), c.amount().currency());
            }
        }
        Map<String, Terms> all = new LinkedHashMap<>(brands);
        all.put(brand, terms);
        return new Market(customers, horizon, firstPurchase, all);
    }

    private static List<Contribution> contributions(Terms terms) {
        List<Contribution> all = new ArrayList<>(terms.bySegment().values());
        all.add(terms.perUnit());
        return all;
    }

    /** How many customers the whole market has. */
    public double customers() {
        return customers;
    }

    /** How far ahead customers are valued. */
    public Horizon horizon() {
        return horizon;
    }

    /** When the first purchase that counts is made. */
    public FirstPurchase firstPurchase() {
        return firstPurchase;
    }

    /** The brands for which terms are given. */
    public List<String> brands() {
        return List.copyOf(brands.keySet());
    }

    /** The currency in which all brands earn. */
    public Currency currency() {
        if (brands.isEmpty()) {
            throw new IllegalStateException("the market has no brands: see withBrand");
        }
        return brands.values().iterator().next().perUnit().amount().currency();
    }

    /** The contribution of a brand on a unit of volume bought by a segment. */
    public Contribution contribution(String brand, String segment) {
        Terms terms = terms(brand);
        return terms.bySegment().getOrDefault(Objects.requireNonNull(segment, "segment"), terms.perUnit());
    }

    /** What a brand takes for a unit of volume, where that was given. */
    public Optional<Revenue> price(String brand) {
        return Optional.ofNullable(terms(brand).price());
    }

    /** The segments for which a brand has a contribution of its own. */
    public List<String> segments(String brand) {
        return List.copyOf(terms(brand).bySegment().keySet());
    }

    /** The discount rate of a brand. */
    public DiscountRate discount(String brand) {
        return terms(brand).discount();
    }

    private Terms terms(String brand) {
        Terms terms = brands.get(Objects.requireNonNull(brand, "brand"));
        if (terms == null) {
            throw Require.bad("brand", "must be one of " + brands.keySet(), "see withBrand", '"' + brand + '"');
        }
        return terms;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Market other
                && customers == other.customers
                && horizon.equals(other.horizon)
                && firstPurchase == other.firstPurchase
                && brands.equals(other.brands);
    }

    @Override
    public int hashCode() {
        return Objects.hash(customers, horizon, firstPurchase, brands);
    }

    @Override
    public String toString() {
        return customers + " customers, " + horizon + ", first purchase " + firstPurchase + ", brands "
                + brands.keySet();
    }
}
