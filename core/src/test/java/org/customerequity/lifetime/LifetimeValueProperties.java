package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Currency;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.SpendSummary;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.testing.Seeded;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;

@Seeded
class LifetimeValueProperties {
    private static final LifetimeValueModel MODEL = LifetimeValueModel.of(
                    new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK), new GammaGamma(6.25, 3.74, 15.44))
            .withMargin(0.3)
            .withDiscount(DiscountRate.ofAnnual(0.15))
            .withHorizon(Horizon.ofYears(3))
            .withCurrency(Currency.getInstance("USD"));

    private static PurchaseHistory history(int x, double recencyShare, double age, double mean) {
        return PurchaseHistory.of(x, x == 0 ? 0 : recencyShare * age, age, PeriodUnit.WEEK)
                .withSpend(x == 0 ? SpendSummary.none() : SpendSummary.of(x, mean));
    }

    @Property(tries = 60)
    void valueIsProportionalToMarginAndItsErrorToo(
            @ForAll @IntRange(max = 40) int x,
            @ForAll @DoubleRange(max = 1) double recencyShare,
            @ForAll @DoubleRange(min = 1, max = 200) double age,
            @ForAll @DoubleRange(min = 0.1, max = 500) double mean) {
        PurchaseHistory history = history(x, recencyShare, age, mean);
        LifetimeValue thirty = MODEL.value(history);
        LifetimeValue sixty = MODEL.withMargin(0.6).value(history);
        assertEquals(
                2 * thirty.amount().value(),
                sixty.amount().value(),
                1e-12 * sixty.amount().value());
        assertEquals(2 * thirty.outcomeDeviation(), sixty.outcomeDeviation(), 1e-9 * sixty.outcomeDeviation());
        assertTrue(thirty.outcomeDeviation() >= 0);
    }

    @Property(tries = 60)
    void longerHorizonsAreWorthMoreAndHigherRatesLess(
            @ForAll @IntRange(max = 40) int x,
            @ForAll @DoubleRange(max = 1) double recencyShare,
            @ForAll @DoubleRange(min = 1, max = 200) double age,
            @ForAll @DoubleRange(min = 0.01, max = 1) double annual,
            @ForAll @DoubleRange(min = 0.1, max = 20) double years) {
        PurchaseHistory history = history(x, recencyShare, age, 30);
        LifetimeValueModel model =
                MODEL.withDiscount(DiscountRate.ofAnnual(annual)).withHorizon(Horizon.ofYears(years));
        double value = model.value(history).amount().value();
        double longer = model.withHorizon(Horizon.ofYears(2 * years))
                .value(history)
                .amount()
                .value();
        double forever =
                model.withHorizon(Horizon.FOREVER).value(history).amount().value();
        double dearer = model.withDiscount(new DiscountRate(2 * annual))
                .value(history)
                .amount()
                .value();
        assertTrue(value <= longer && longer <= forever * (1 + 1e-12), value + ", " + longer + ", " + forever);
        assertTrue(dearer <= value, dearer + " at the double rate, " + value);
    }

    @Property(tries = 60)
    void theTimeUnitDoesNotMatter(
            @ForAll @IntRange(max = 40) int x,
            @ForAll @DoubleRange(max = 1) double recencyShare,
            @ForAll @DoubleRange(min = 1, max = 200) double age) {
        LifetimeValueModel days = LifetimeValueModel.of(
                        new BgNbd(0.243, 7 * 4.414, 0.793, 2.426, PeriodUnit.DAY), new GammaGamma(6.25, 3.74, 15.44))
                .withMargin(0.3)
                .withDiscount(DiscountRate.ofAnnual(0.15))
                .withHorizon(Horizon.ofYears(3))
                .withCurrency(Currency.getInstance("USD"));
        PurchaseHistory inWeeks = history(x, recencyShare, age, 30);
        PurchaseHistory inDays = PurchaseHistory.of(x, 7 * inWeeks.recency(), 7 * inWeeks.age(), PeriodUnit.DAY)
                .withSpend(inWeeks.spend());
        double expected = MODEL.value(inWeeks).amount().value();
        assertEquals(expected, days.value(inDays).amount().value(), 1e-11 * expected);
    }
}
