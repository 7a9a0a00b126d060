package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOutcome;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.EquityDriver;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.junit.jupiter.api.Test;

class DriverTableTest {
    private static final BrandSurvey THIRTY = ThirtyRespondents.survey();

    /** The example of formula sheet 04, for sheet 23, section 6; the last respondent does not consider brand three. */
    private static BrandSurvey five(boolean all) {
        int[][][] ratings = {
            {{4, 3, 5}, {3, 4, 2}, {2, 3, 3}},
            {{3, 3, 2}, {4, 4, 4}, {3, 2, 2}},
            {{2, 4, 3}, {3, 3, 3}, {5, 4, 4}},
            {{5, 5, 4}, {4, 3, 3}, {3, 4, 2}},
            {{3, 2, 3}, {5, 4, 3}, {4, 4, 5}}
        };
        BrandSurvey.Builder builder = BrandSurvey.of(ThirtyRespondents.DRIVERS, ThirtyRespondents.BRANDS);
        for (int i = 0; i < 5; i++) {
            BrandAnswer answer = BrandAnswer.of("r" + i, "two").withNext("two").withWeight(all ? 1 : i == 4 ? 2 : 1);
            for (int b = 0; b < (all || i < 4 ? 3 : 2); b++) {
                for (int s = 0; s < 3; s++) {
                    answer = answer.withRating(
                            ThirtyRespondents.BRANDS.get(b),
                            ThirtyRespondents.DRIVERS.get(s).name(),
                            ratings[i][b][s]);
                }
            }
            builder.add(answer);
        }
        return builder.build();
    }

    private static double[] column(BrandRatings ratings, ToDoubleFunction<BrandRatings.Row> figure) {
        return ratings.rows().stream().mapToDouble(figure).toArray();
    }

    @Test
    void ratingsBesideRivals() {
        BrandRatings ratings = BrandRatings.of(five(true), "one");
        assertArrayEquals(new double[] {3.4, 3.4, 3.4}, column(ratings, BrandRatings.Row::mean), 1e-15);
        assertArrayEquals(new double[] {-0.8, -0.6, -0.4}, column(ratings, BrandRatings.Row::gap), 1e-15);
        assertArrayEquals(new double[] {4.2, 4, 3.8}, column(ratings, BrandRatings.Row::meanOfBestOfRivals), 1e-15);
        // means of two: 3.8, 3.6, 3; of three: 3.4, 3.4, 3.2
        assertArrayEquals(new double[] {3.8, 3.6, 3.2}, column(ratings, BrandRatings.Row::meanOfBestRival), 1e-15);
        assertEquals(
                List.of("two", "two", "three"),
                ratings.rows().stream().map(BrandRatings.Row::bestRival).toList());
    }

    @Test
    void ratingsAreWeightedAndOfThoseWhoConsiderABrand() {
        BrandRatings ratings = BrandRatings.of(five(false), "three");
        BrandRatings.Row value = ratings.rows().get(0);
        assertEquals((2 + 3 + 5 + 3) / 4.0, value.mean(), 1e-15);
        assertEquals((4 + 4 + 3 + 5) / 4.0, value.meanOfBestOfRivals(), 1e-15);
        assertEquals(value.mean() - value.meanOfBestOfRivals(), value.gap(), 1e-15);
        assertEquals((3 + 4 + 3 + 4 + 2 * 5) / 6.0, value.meanOfBestRival(), 1e-15);
        assertEquals("two", value.bestRival());
        BrandSurvey alone = five(false).rows(4);
        assertEquals(
                "brand must be considered, beside a rival, by a respondent of some weight, was \"three\"",
                assertThrows(IllegalArgumentException.class, () -> BrandRatings.of(alone, "three"))
                        .getMessage());
    }

    @Test
    void rowsOfAFit() {
        FitOutcome<DriverModel> outcome = DriverModel.fit(THIRTY);
        DriverTable table = DriverTable.of(outcome);
        DriverTable.SubDriverCoefficient value = table.subDriver("value");
        assertEquals(EquityDriver.VALUE, value.subDriver().driver());
        assertEquals(outcome.report().parameter("value"), value.estimate());
        // erfc(2.99598109182 / sqrt(2)) by mpmath
        assertEquals(0.0027356339604467, value.pValue(), 1e-13);
        assertEquals(1, new DriverTable.Coefficient("none", Estimate.of(0, 1)).pValue(), 0.0);
        Interval interval = value.estimate().confidenceInterval(0.95);
        assertEquals(1.74564782074 - 1.959963984540054 * 0.582663163498, interval.lower(), 1e-10);
        assertEquals(
                "name must be one of [value, brand, relationship], was \"price\" (a sub-driver)",
                assertThrows(IllegalArgumentException.class, () -> table.subDriver("price"))
                        .getMessage());
        assertEquals(
                "outcome",
                assertThrows(NullPointerException.class, () -> DriverTable.of(null))
                        .getMessage());
    }

    @Test
    void text() {
        DriverTable table = DriverTable.of(DriverModel.fit(THIRTY));
        assertEquals("""
                              driver        coefficient  std. error        z       p
                inertia                          2.2222      0.8319     2.67  0.0076
                value         VALUE              1.7456      0.5827     3.00  0.0027
                brand         BRAND             -0.0626      0.4289    -0.15  0.8840
                relationship  RELATIONSHIP       0.7866      0.4039     1.95  0.0515""", table.toString());
        assertEquals("""
                              driver        coefficient  std. error        z       p   mean  best of rivals  best rival
                inertia                          2.2222      0.8319     2.67  0.0076
                value         VALUE              1.7456      0.5827     3.00  0.0027   3.13            3.10  2.67 one
                brand         BRAND             -0.0626      0.4289    -0.15  0.8840   3.03            3.13  2.57 three
                relationship  RELATIONSHIP       0.7866      0.4039     1.95  0.0515   3.40            3.20  2.77 three""", table.toText(BrandRatings.of(THIRTY, "two")));
        BrandRatings other =
                new BrandRatings("two", List.of(new BrandRatings.Row(SubDriver.value("price"), 3, 3, 0, "one", 3)));
        assertEquals(
                "ratings must be of the sub-drivers of the table, " + ThirtyRespondents.DRIVERS + ", was "
                        + List.of(SubDriver.value("price")),
                assertThrows(IllegalArgumentException.class, () -> table.toText(other))
                        .getMessage());
    }

    @Test
    void aFitThatFailedHasNoTable() {
        assertThrows(FitException.class, () -> DriverTable.of(DriverModel.fit(THIRTY.rows(0, 1))));
    }
}
