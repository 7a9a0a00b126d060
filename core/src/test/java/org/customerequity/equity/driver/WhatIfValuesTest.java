package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.customerequity.equity.driver.BestResponses.Move;
import org.customerequity.equity.driver.DriverContributions.Detail;
import org.customerequity.equity.driver.ImportancePerformance.Cut;
import org.customerequity.equity.driver.ImportancePerformance.Importance;
import org.customerequity.equity.driver.ImprovementRanking.By;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.junit.jupiter.api.Test;

/** What-if results as values: they travel, are equal where they say the same, refuse nulls by name, and say what is undefined. */
class WhatIfValuesTest {
    private static final DiscountRate TEN = DiscountRate.ofAnnualPercent(10);
    private static final RatingShift UP = RatingShift.by(0.2);

    private static List<Serializable> all(double points) {
        BrandEquities today = WhatIfFixture.today();
        RatingShift shift = RatingShift.by(points);
        Scenario scenario = Scenario.of("one", "value", shift)
                .andMarginBy("two", Contribution.of("USD", points))
                .andInertiaBy("one", points);
        Reactions reactions = Reactions.to(scenario).and("none", 1, Scenario.none());
        Move move = new Move("value", scenario, CurrencyAmount.of("USD", 0));
        BrandChange change = today.under(scenario).of("one");
        SpendStream spend = SpendStream.of("USD", 1000 * points);
        return List.of(
                shift,
                scenario,
                spend,
                today.under(scenario),
                change,
                change.costing(spend, TEN),
                change.simulate(100, new SplittableRandom(1)),
                reactions,
                ReactionTable.of(today, reactions),
                BestResponses.of(today, Map.of("one", List.of(move)), 5),
                ImprovementRanking.ofShift(today, "one", shift, spend, TEN, By.RETURN),
                ImprovementCurve.of(points, points),
                DriverBudgetCalculator.of(today, "one")
                        .withCurve("value", ImprovementCurve.of(points, 1e-6))
                        .split(1e6),
                DriverContributions.betweenBrands(today, "one", points > 0.2 ? "two" : "three", Detail.EQUITY_DRIVERS),
                ImportancePerformance.of(today, points > 0.2 ? "two" : "three", Importance.ELASTICITY, Cut.MEAN));
    }

    @Test
    void travelAndAreEqualWhereTheySayTheSame() throws IOException, ClassNotFoundException {
        List<Serializable> first = all(0.2);
        List<Serializable> again = all(0.2);
        List<Serializable> other = all(0.3);
        for (int v = 0; v < first.size(); v++) {
            Object back = roundTrip(first.get(v));
            assertEquals(first.get(v), back);
            assertEquals(first.get(v).hashCode(), back.hashCode());
            assertEquals(first.get(v).toString(), back.toString());
            assertEquals(first.get(v), again.get(v));
            assertNotEquals(first.get(v), other.get(v));
            assertFalse(first.get(v).toString().contains("@"), first.get(v)::toString);
        }
    }

    private static Object roundTrip(Serializable value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullsAreRefusedByName() {
        BrandEquities today = WhatIfFixture.certain();
        named("scenario", () -> today.under(null));
        named("brand", () -> today.improve(null, "value", UP));
        named("subDriver", () -> today.improve("one", null, UP));
        named("shift", () -> today.improve("one", "value", null));
        named("name", () -> UP.amongSegment(null));
        named("brand", () -> UP.amongBuyersOf(null));
        named("other", () -> Scenario.none().and(null));
        named("change", () -> Scenario.none().andMarginBy("one", null));
        named("spend", () -> today.improve("one", "value", UP).costing(null, TEN));
        named("rate", () -> today.improve("one", "value", UP).costing(WhatIfFixture.SPEND, null));
        named("amounts", () -> SpendStream.of("USD", (double[]) null));
        named("newUnit", () -> WhatIfFixture.SPEND.every(null));
        named("random", () -> WhatIfFixture.today().improve("one", "value", UP).simulate(100, null));
        named("today", () -> DriverBudgetCalculator.of(null, "one"));
        named("curve", () -> DriverBudgetCalculator.of(today, "one").withCurve("value", null));
        named("today", () -> ReactionTable.of(null, Reactions.to(Scenario.none())));
        named("move", () -> Reactions.to(null));
        named("moves", () -> BestResponses.of(today, null, 3));
        named("curves", () -> ImprovementRanking.ofSpend(today, "one", null, WhatIfFixture.SPEND, TEN, By.RETURN));
        named("by", () -> ImprovementRanking.ofShift(today, "one", UP, WhatIfFixture.SPEND, TEN, null));
        named("measure", () -> ImportancePerformance.of(today, "one", null, Cut.MEAN));
        named("cut", () -> ImportancePerformance.of(today, "one", Importance.ELASTICITY, null));
        named("detail", () -> DriverContributions.betweenBrands(today, "one", "two", null));
        named("after", () -> DriverContributions.betweenDates(today, null, "one", Detail.SUB_DRIVERS));
        named("random", () -> DriverContributions.betweenBrands(today, "one", "two", Detail.SUB_DRIVERS, 5, null));
    }

    private static void named(String argument, org.junit.jupiter.api.function.Executable call) {
        assertEquals(argument, assertThrows(NullPointerException.class, call).getMessage());
    }

    /** A brand nobody bought, rates or earns on: what has no value is empty or undefined, nothing is NaN. */
    @Test
    void aBrandNobodyBuys() {
        BrandSurvey.Builder builder = BrandSurvey.of(FiveRespondents.DRIVERS, FiveRespondents.BRANDS);
        for (int i = 0; i < 2; i++) {
            BrandAnswer answer = BrandAnswer.of("r" + i, "one").withFrequency(2);
            for (String brand : List.of("one", "two")) {
                for (int s = 0; s < 3; s++) {
                    answer = answer.withRating(
                            brand, FiveRespondents.DRIVERS.get(s).name(), 2 + s);
                }
            }
            builder.add(answer.withSegment(i == 0 ? "frequent" : "others"));
        }
        BrandEquities today = BrandEquities.of(
                WhatIfFixture.fit(WhatIfFixture.ERRORS),
                builder.build(),
                FiveRespondents.market(FirstPurchase.AFTER_INTERVAL));
        BrandChange nobody = today.improve("three", "value", UP);
        assertEquals(0, nobody.change().value());
        assertEquals(0, nobody.estimate().standardError());
        assertFalse(nobody.relativeChange().isDefined());
        assertEquals(0, nobody.shareAfter().value());
        assertTrue(nobody.retentionBefore().isEmpty());
        MarketingReturn wasted = nobody.costing(WhatIfFixture.SPEND, TEN);
        assertEquals(-1, wasted.roi().value());
        assertEquals(0, wasted.probabilityItPays());
        assertEquals(0, wasted.simulateRoi(100, new SplittableRandom(1)).probabilityAbove(0));
        assertTrue(nobody.all().toString().contains("-"));
        assertTrue(today.improve("one", "value", UP).retentionBefore().isPresent());
        // nothing anybody would say of brand three is known
        assertThrows(
                IllegalArgumentException.class,
                () -> ImportancePerformance.of(today, "three", Importance.STANDARD_DEVIATION, Cut.MEAN));
        DriverBudget nothing = DriverBudgetCalculator.of(today, "three")
                .withCurve("value", ImprovementCurve.of(0.5, 1e-6))
                .split(1e6);
        assertEquals(0, nothing.spend().value());
        assertEquals(0, nothing.marginalEquity());
    }
}
