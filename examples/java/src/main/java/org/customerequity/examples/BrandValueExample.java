package org.customerequity.examples;

import java.util.List;
import java.util.Locale;
import org.customerequity.equity.measure.ChoiceBasedBrandValue;
import org.customerequity.equity.measure.ChoiceBasedBrandValue.Offer;
import org.customerequity.equity.measure.IncomeValue;
import org.customerequity.equity.measure.ProgrammeEconomics;
import org.customerequity.equity.measure.RevenuePremium;
import org.customerequity.equity.measure.RoyaltyRelief;
import org.customerequity.equity.measure.UnitSales;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicRevenue;

/** What is the brand worth in a year's sales, in a customer's choice and on the balance sheet, and does its club pay? */
public final class BrandValueExample {
    private BrandValueExample() {}

    /** Prints a revenue premium, brand values from choices, relief from royalty and a loyalty programme's net. */
    public static void main(String[] args) {
        RevenuePremium premium = RevenuePremium.of(
                        UnitSales.of(1_200_000, CurrencyAmount.of("EUR", 2.80)), // the brand
                        UnitSales.of(400_000, CurrencyAmount.of("EUR", 1.90))) // the private label
                .withUnitCost(CurrencyAmount.of("EUR", 1.10))
                .withSupport(CurrencyAmount.of("EUR", 250_000));
        System.out.printf(
                Locale.ROOT,
                "revenue premium      EUR %.0f, after cost and support %.0f%n",
                premium.revenuePremium().amount().value(),
                premium.netPremium().value());

        // intercepts and price coefficient of a logit of choices
        ChoiceBasedBrandValue choices = ChoiceBasedBrandValue.of(
                -0.45,
                Offer.of("Alba", 1.2, CurrencyAmount.of("EUR", 5)),
                Offer.of("Brio", 0.7, CurrencyAmount.of("EUR", 4.5)),
                Offer.of("Caro", 0, CurrencyAmount.of("EUR", 4)));
        for (String brand : List.of("Alba", "Brio")) {
            System.out.printf(
                    Locale.ROOT,
                    "%s beside Caro     worth EUR %.2f a choice, share %.3f, of it by the name %.3f%n",
                    brand,
                    choices.priceEquivalent(brand, "Caro").value(),
                    choices.share(brand),
                    choices.incrementalShare(brand, "Caro"));
        }

        // sales of three years, in millions
        IncomeValue relief = RoyaltyRelief.of(0.04, DiscountRate.ofAnnualPercent(9), "EUR", 1000, 1050, 1100)
                .withTax(0.25)
                .valueWithPerpetuity(0.02);
        System.out.printf(
                Locale.ROOT,
                "relief from royalty  EUR %.1f m, of it %.0f %% beyond the plan%n",
                relief.total().value(),
                100 * relief.terminalShare().value());

        ProgrammeEconomics club = ProgrammeEconomics.of(
                        PeriodicRevenue.of("EUR", 400, PeriodUnit.YEAR), MarginRatio.ofPercent(35))
                .withLift(0.08)
                .withEarnRate(0.02) // of revenue
                .withRedemption(0.72) // of the rewards issued
                .withRunningCost(CurrencyAmount.of("EUR", 3));
        System.out.printf(
                Locale.ROOT,
                "the club             EUR %.2f a member, breaks even at a lift of %.1f %%%n",
                club.net().value(),
                100 * club.breakEvenLift().orElseThrow());
        System.out.printf(
                Locale.ROOT,
                "rewards              EUR %.2f, %.0f %% of it for sales that came anyway%n",
                club.rewardCost().value(),
                100 * club.subsidyShare().value());
    }
}
