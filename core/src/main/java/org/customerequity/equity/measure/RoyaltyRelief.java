package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Revenue;

/**
 * The value of a brand by relief from royalty: what its owner need not pay for a licence, after tax.
 *
 * <pre>{@code
 *   royalty saved   Y_t = R_t * royalty * (1 - tax)
 *   planned         sum t = 1..n of Y_t / (1 + d)^t
 *   terminal        Y_n (1 + g) / (d - g) / (1 + d)^n
 *
 *   R_t  revenue under the brand in year t, at the end of the year
 *   d    discount rate, effective annual
 *   g    growth a year after year n
 * }</pre>
 *
 * <p>ISO 10668:2010, Brand valuation: the royalty relief method of the income approach. The tax benefit of writing the brand
 * off is not in it.
 *
 * @param revenues one a year, the first one year from now, each {@code >= 0}
 * @param royaltyRate share of revenue that a licence would cost, in [0, 1]; {@code 0.04} means 4 %
 * @param taxRate in [0, 1]; {@code 0.25} means 25 %
 * @param discount the rate at which the savings are discounted
 */
public record RoyaltyRelief(List<Revenue> revenues, double royaltyRate, double taxRate, DiscountRate discount)
        implements Serializable {
    public RoyaltyRelief {
        revenues = IncomeValue.years(revenues, "revenues");
        IncomeValue.checkCurrencies(revenues.stream().map(Revenue::amount).toList());
        for (int t = 0; t < revenues.size(); t++) {
            Require.nonNegative(revenues.get(t).amount().value(), "revenues[" + t + "]", "under the brand");
        }
        royaltyRate = Require.fraction(royaltyRate, "royaltyRate", "0.04 means 4 % of revenue");
        taxRate = Require.fraction(taxRate, "taxRate", "0.25 means 25 %");
        Objects.requireNonNull(discount, "discount");
    }

    /**
     * One revenue a year, the first at the end of this year, before tax; see {@link #withTax}:
     * {@code RoyaltyRelief.of(0.04, DiscountRate.ofAnnual(0.09), "USD", 1000, 1050, 1100).withTax(0.25)}.
     */
    public static RoyaltyRelief of(double royaltyRate, DiscountRate discount, String currencyCode, double... revenues) {
        Objects.requireNonNull(revenues, "revenues");
        return new RoyaltyRelief(
                DoubleStream.of(revenues)
                        .mapToObj(revenue -> Revenue.of(currencyCode, revenue))
                        .toList(),
                royaltyRate,
                0,
                discount);
    }

    /** This valuation where the royalty would have saved tax at another rate. */
    public RoyaltyRelief withTax(double newTaxRate) {
        return new RoyaltyRelief(revenues, royaltyRate, newTaxRate, discount);
    }

    /** This valuation at another discount rate: one point of a sensitivity table. */
    public RoyaltyRelief withDiscount(DiscountRate newDiscount) {
        return new RoyaltyRelief(revenues, royaltyRate, taxRate, newDiscount);
    }

    /** The royalty saved after tax, year by year. */
    public List<CurrencyAmount> royaltiesSaved() {
        double kept = royaltyRate * (1 - taxRate);
        return revenues.stream().map(revenue -> revenue.amount().times(kept)).toList();
    }

    /** The present value of the royalties saved in the planned years, and nothing after them. */
    public CurrencyAmount plannedValue() {
        return IncomeValue.present(royaltiesSaved(), discount);
    }

    /**
     * With the years after the plan, in which revenue grows by {@code growth} a year for ever.
     *
     * @param growth {@code > -1} and below the discount rate; {@code 0.02} means 2 % a year
     * @throws IllegalArgumentException if {@code growth} is out of range
     */
    public IncomeValue valueWithPerpetuity(double growth) {
        return IncomeValue.withPerpetuity(royaltiesSaved(), discount, growth);
    }
}
