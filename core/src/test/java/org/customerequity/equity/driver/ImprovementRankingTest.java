package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.customerequity.equity.driver.ImprovementRanking.By;
import org.customerequity.value.DiscountRate;
import org.junit.jupiter.api.Test;

class ImprovementRankingTest {
    private static final DiscountRate TEN = DiscountRate.ofAnnualPercent(10);
    private static final BrandEquities TODAY = WhatIfFixture.certain();
    private static final RatingShift UP = RatingShift.by(0.2);

    private static List<String> order(ImprovementRanking ranking) {
        return ranking.lines().stream().map(line -> line.subDriver().name()).toList();
    }

    /** Sheet 04: 246 %, 224 % and 99 %, though the coefficient of brand is above that of relationship. */
    @Test
    void theSameShiftForTheSameSpend() {
        ImprovementRanking ranking = ImprovementRanking.ofShift(TODAY, "one", UP, WhatIfFixture.SPEND, TEN, By.RETURN);
        assertEquals(List.of("value", "relationship", "brand"), order(ranking));
        assertEquals(2.46341337082, ranking.best().result().roi().value(), 1e-11);
        assertEquals(37000387.4206, ranking.best().perPoint().value(), 1e-3);
        assertEquals(UP, ranking.best().shift());
        assertEquals("one", ranking.brand());
        assertEquals(By.RETURN, ranking.by());
    }

    @Test
    void theSameSpendAlongCurves() {
        SpendStream spend = SpendStream.of("USD", 500_000);
        ImprovementRanking ranking = ImprovementRanking.ofSpend(
                TODAY,
                "one",
                Map.of("value", ImprovementCurve.of(0.1, 1e-6), "brand", ImprovementCurve.of(0.8, 2e-6)),
                spend,
                TEN,
                By.NET_VALUE);
        assertEquals(List.of("brand", "value"), order(ranking));
        assertEquals(
                TODAY.improve("one", "brand", RatingShift.by(0.8 * (1 - Math.exp(-1))))
                                .change()
                                .value()
                        - 500_000,
                ranking.best().result().netValue().value(),
                1e-6);
    }

    @Test
    void readsWell() {
        assertEquals(
                String.join(
                        System.lineSeparator(),
                        "one                  change          spend      net value   return %   USD",
                        "value               2902398         838017        2064381      246.3",
                        "relationship        2713600         838017        1875583      223.8",
                        "brand               1670290         838017         832273       99.3"),
                ImprovementRanking.ofShift(TODAY, "one", UP, WhatIfFixture.SPEND, TEN, By.RETURN)
                        .toString());
    }

    @Test
    void badInputIsNamed() {
        SpendStream nothing = SpendStream.of("USD", 0);
        assertMessage(
                "spend must be > 0 to rank by return, was 0.0 (rank by NET_VALUE)",
                () -> ImprovementRanking.ofShift(TODAY, "one", UP, nothing, TEN, By.RETURN));
        assertEquals(
                List.of("value", "relationship", "brand"),
                order(ImprovementRanking.ofShift(TODAY, "one", UP, nothing, TEN, By.NET_VALUE)));
        assertMessage(
                "name must be one of [value, brand, relationship], was \"speed\" (a sub-driver)",
                () -> ImprovementRanking.ofSpend(
                        TODAY, "one", Map.of("speed", ImprovementCurve.of(1, 1)), nothing, TEN, By.NET_VALUE));
        assertMessage(
                "curves must not be empty, was empty (one a sub-driver that can be improved)",
                () -> ImprovementRanking.ofSpend(TODAY, "one", Map.of(), nothing, TEN, By.NET_VALUE));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
