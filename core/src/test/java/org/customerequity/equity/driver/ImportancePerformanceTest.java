package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.customerequity.equity.driver.ImportancePerformance.Cut;
import org.customerequity.equity.driver.ImportancePerformance.Importance;
import org.customerequity.equity.driver.ImportancePerformance.Quadrant;
import org.customerequity.survey.brand.BrandSurvey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formula sheet 23, section 6. */
class ImportancePerformanceTest {
    private static final BrandEquities TODAY = WhatIfFixture.certain();

    @ParameterizedTest
    @CsvSource({
        "value, 0.594258241123, -0.8, 0.711106746, 37000387.4206",
        "brand, 0.291833285741, -0.6, 0.405669932, 21583559.3287",
        "relationship, 0.253546276419, -0.4, 0.246014321, 15416828.0919"
    })
    void numbersOfTheSheet(String driver, double deviation, double gap, double elasticity, double perPoint) {
        ImportancePerformance.Line line = of(Importance.STANDARD_DEVIATION).of(driver);
        assertEquals(deviation, line.importance(), 1e-12);
        assertEquals(3.4, line.performance(), 1e-15);
        assertEquals(gap, line.gapToBestRival(), 1e-15);
        assertEquals(elasticity, of(Importance.ELASTICITY).of(driver).importance(), 1e-9);
        assertEquals(perPoint, of(Importance.EQUITY_PER_POINT).of(driver).importance(), 1e-11 * perPoint);
    }

    private static ImportancePerformance of(Importance measure) {
        return ImportancePerformance.of(TODAY, "one", measure, Cut.MEAN);
    }

    @Test
    void shapleySharesSumToOneAndFollowTheGains() {
        ImportancePerformance shares = of(Importance.SHAPLEY_SHARE);
        double sum = 0;
        for (ImportancePerformance.Line line : shares.lines()) {
            sum += line.importance();
        }
        assertEquals(1, sum, 1e-15);
        // by hand, over the six orders of three sub-drivers
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        double[] part = new double[3];
        for (int[] order : orders) {
            Scenario all = Scenario.none();
            double before = 0;
            for (int s : order) {
                all = all.and("one", FiveRespondents.DRIVERS.get(s).name(), RatingShift.by(1));
                double after = TODAY.under(all).of("one").change().value();
                part[s] += (after - before) / 6;
                before = after;
            }
        }
        for (int s = 0; s < 3; s++) {
            double expected = part[s] / (part[0] + part[1] + part[2]);
            assertEquals(
                    expected, shares.of(FiveRespondents.DRIVERS.get(s).name()).importance(), 1e-12);
        }
    }

    @Test
    void quadrants() {
        // all rated 3.4: on the mean, which is high, and above the middle of the scale
        ImportancePerformance mean = of(Importance.STANDARD_DEVIATION);
        assertEquals(Quadrant.KEEP_UP, mean.of("value").quadrant());
        assertEquals(Quadrant.POSSIBLE_OVERKILL, mean.of("brand").quadrant());
        double[] move = {-0.6, 0, 0.2};
        BrandSurvey moved = FiveRespondents.survey().mapRatings((i, b, s, x) -> b == 0 ? x + move[s] : x);
        BrandEquities other = BrandEquities.of(FiveRespondents.MODEL, moved, FiveRespondents.market(FirstPurchase.NOW));
        ImportancePerformance low =
                ImportancePerformance.of(other, "one", Importance.EQUITY_PER_POINT, Cut.SCALE_MIDPOINT);
        assertEquals(2.8, low.of("value").performance(), 1e-15);
        assertEquals(Quadrant.CONCENTRATE, low.of("value").quadrant());
        assertEquals(Quadrant.POSSIBLE_OVERKILL, low.of("relationship").quadrant());
        ImportancePerformance byMean = ImportancePerformance.of(other, "one", Importance.EQUITY_PER_POINT, Cut.MEAN);
        assertEquals(Quadrant.POSSIBLE_OVERKILL, byMean.of("brand").quadrant());
        BrandSurvey worse = FiveRespondents.survey().mapRatings((i, b, s, x) -> b == 0 && s == 2 ? x - 2 : x);
        ImportancePerformance last = ImportancePerformance.of(
                BrandEquities.of(FiveRespondents.MODEL, worse, FiveRespondents.market(FirstPurchase.NOW)),
                "one",
                Importance.ELASTICITY,
                Cut.MEAN);
        assertEquals(Quadrant.LOW_PRIORITY, last.of("relationship").quadrant());
        assertEquals(Cut.MEAN, last.cut());
        assertEquals(Importance.ELASTICITY, last.measure());
        assertEquals("one", last.brand());
    }

    @Test
    void weightsCountInRatingsAndGaps() {
        BrandEquities weighted = BrandEquities.of(
                FiveRespondents.MODEL, FiveRespondents.weighted(), FiveRespondents.market(FirstPurchase.NOW));
        ImportancePerformance.Line line = ImportancePerformance.of(
                        weighted, "one", Importance.STANDARD_DEVIATION, Cut.MEAN)
                .of("value");
        // ratings 4 3 2 5 3, best rivals 3 4 5 4 5, weights 1 1 1 0.5 2
        assertEquals((4 + 3 + 2 + 2.5 + 6) / 5.5, line.performance(), 1e-15);
        assertEquals((1 - 1 - 3 + 0.5 - 4) / 5.5, line.gapToBestRival(), 1e-15);
        assertEquals(0.594258241123, line.importance(), 1e-12);
    }

    @Test
    void classesAreAveraged() {
        TwoClasses model = TwoClasses.example();
        BrandEquities mixed =
                BrandEquities.of(model, FiveRespondents.survey(), FiveRespondents.market(FirstPurchase.NOW));
        double share = 0;
        for (double[] q : model.membership(FiveRespondents.survey())) {
            share += q[0] / 5;
        }
        double expected = 0.594258241123 / 0.6 * (share * 1.2 + (1 - share) * 0.1);
        ImportancePerformance table = ImportancePerformance.of(mixed, "one", Importance.STANDARD_DEVIATION, Cut.MEAN);
        assertEquals(expected, table.of("value").importance(), 1e-11);
    }

    @Test
    void linesAreSortedAndReadWell() {
        ImportancePerformance table = of(Importance.EQUITY_PER_POINT);
        assertEquals(
                List.of("value", "brand", "relationship"),
                table.lines().stream().map(line -> line.subDriver().name()).toList());
        assertEquals(
                String.join(
                        System.lineSeparator(),
                        "one              importance   rating      gap",
                        "value              37000387     3.40    -0.80   keep up",
                        "brand              21583559     3.40    -0.60   possible overkill",
                        "relationship       15416828     3.40    -0.40   possible overkill"),
                table.toString());
        assertTrue(of(Importance.ELASTICITY).toString().contains("0.711"));
    }

    @Test
    void badInputIsNamed() {
        assertEquals(
                "brand must be one of [one, two, three], was \"four\"",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ImportancePerformance.of(TODAY, "four", Importance.ELASTICITY, Cut.MEAN))
                        .getMessage());
        assertEquals(
                "subDriver must be one of [value, brand, relationship], was \"speed\"",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> of(Importance.ELASTICITY).of("speed"))
                        .getMessage());
    }
}
