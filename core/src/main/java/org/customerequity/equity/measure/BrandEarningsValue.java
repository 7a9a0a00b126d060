package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;

/**
 * The income approach to the value of a brand, as Interbrand made it known: the part of a business's economic profit that is due
 * to its brand, discounted by a rate that reflects the strength of the brand.
 *
 * <pre>{@code
 *   brand earnings   E_t = role * EP_t
 *   planned          sum t = 1..n of E_t / (1 + d)^t
 *   terminal         E_n (1 + g) / (d - g) / (1 + d)^n
 *
 *   EP_t  economic profit of year t, after tax and after the cost of all capital, at the end of the year
 *   role  role-of-brand index: the share of demand that the brand accounts for
 *   d     brand-strength rate, effective annual
 *   g     growth a year after year n
 * }</pre>
 *
 * <p>How Interbrand gets from a strength score to a rate is not published: the rate is an input here. ISO 10668:2010 has the
 * general requirements for such a valuation.
 *
 * @param economicProfits one amount a year, the first one year from now; a year of loss is allowed
 * @param roleOfBrand in [0, 1]; {@code 0.35} means that 35 % of economic profit is due to the brand
 * @param discount the brand-strength rate
 */
public record BrandEarningsValue(List<CurrencyAmount> economicProfits, double roleOfBrand, DiscountRate discount)
        implements Serializable {
    public BrandEarningsValue {
        economicProfits = IncomeValue.years(economicProfits, "economicProfits");
        IncomeValue.checkCurrencies(economicProfits);
        roleOfBrand = Require.fraction(roleOfBrand, "roleOfBrand", "0.35 means 35 % of economic profit");
        Objects.requireNonNull(discount, "discount");
    }

    /**
     * One economic profit a year, the first at the end of this year:
     * {@code BrandEarningsValue.of(0.35, DiscountRate.ofAnnual(0.09), "USD", 100, 110, 118, 124, 128)}.
     */
    public static BrandEarningsValue of(
            double roleOfBrand, DiscountRate discount, String currencyCode, double... economicProfits) {
        Objects.requireNonNull(economicProfits, "economicProfits");
        return new BrandEarningsValue(
                DoubleStream.of(economicProfits)
                        .mapToObj(profit -> CurrencyAmount.of(currencyCode, profit))
                        .toList(),
                roleOfBrand,
                discount);
    }

    /** This valuation at another brand-strength rate: one point of a sensitivity table. */
    public BrandEarningsValue withDiscount(DiscountRate newDiscount) {
        return new BrandEarningsValue(economicProfits, roleOfBrand, newDiscount);
    }

    /** Economic profit times the role of the brand, year by year. */
    public List<CurrencyAmount> brandEarnings() {
        return economicProfits.stream().map(profit -> profit.times(roleOfBrand)).toList();
    }

    /** The present value of the brand earnings of the planned years, and nothing after them. */
    public CurrencyAmount plannedValue() {
        return IncomeValue.present(brandEarnings(), discount);
    }

    /**
     * With the years after the plan, in which brand earnings grow by {@code growth} a year for ever.
     *
     * @param growth {@code > -1} and below the brand-strength rate; {@code 0.02} means 2 % a year
     * @throws IllegalArgumentException if {@code growth} is out of range, or the last planned year has a loss
     */
    public IncomeValue valueWithPerpetuity(double growth) {
        Require.nonNegative(
                economicProfits.get(economicProfits.size() - 1).value(),
                "economic profit of the last year",
                "a loss that grows for ever is no plan");
        return IncomeValue.withPerpetuity(brandEarnings(), discount, growth);
    }
}
