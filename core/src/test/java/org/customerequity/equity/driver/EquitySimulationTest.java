package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.customerequity.model.choice.ChoiceCoefficients;
import org.customerequity.survey.brand.BrandSurvey;
import org.junit.jupiter.api.Test;

/** Customers who choose brand after brand, each by the highest of utilities with Gumbel errors: no probability is computed. */
class EquitySimulationTest {
    private static final int CUSTOMERS = 20_000 * Integer.getInteger("customerequity.sweep", 1);

    @Test
    void lifetimeValuesAreThoseOfChoosingCustomers() {
        BrandSurvey survey = FiveRespondents.survey();
        Market market = FiveRespondents.market(FirstPurchase.AFTER_INTERVAL);
        BrandEquities equities = BrandEquities.of(FiveRespondents.MODEL, survey, market);
        SplittableRandom random = new SplittableRandom(19740101);
        for (int i = 0; i < survey.size(); i++) {
            double[] sum = new double[3];
            double[] squares = new double[3];
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                double[] value = live(survey, market, i, random);
                for (int b = 0; b < 3; b++) {
                    sum[b] += value[b];
                    squares[b] += value[b] * value[b];
                }
            }
            for (int b = 0; b < 3; b++) {
                double mean = sum[b] / CUSTOMERS;
                double error = Math.sqrt((squares[b] / CUSTOMERS - mean * mean) / CUSTOMERS);
                // 15 comparisons: the largest of them is beyond 4 errors once in a thousand seeds
                assertEquals(equities.lifetimeValues(i)[b], mean, 4 * error, "respondent " + i + ", brand " + b);
            }
        }
    }

    private static double[] live(BrandSurvey survey, Market market, int i, SplittableRandom random) {
        ChoiceCoefficients c = FiveRespondents.MODEL.coefficients();
        double[] value = new double[3];
        int last = survey.lastBrand(i);
        double f = survey.frequency(i);
        for (int t = 1; t <= 3 * f; t++) {
            int chosen = 0;
            double highest = Double.NEGATIVE_INFINITY;
            for (int b = 0; b < 3; b++) {
                double u = (b == last ? c.inertia(b) : 0) - Math.log(random.nextExponential());
                for (int s = 0; s < 3; s++) {
                    u += c.driver(s) * survey.rating(i, b, s);
                }
                if (u > highest) {
                    highest = u;
                    chosen = b;
                }
            }
            last = chosen;
            String brand = FiveRespondents.BRANDS.get(chosen);
            double margin = market.contribution(brand, survey.segments().get(survey.segment(i)))
                    .amount()
                    .value();
            value[chosen] += survey.volume(i)
                    * margin
                    * Math.pow(1 + market.discount(brand).effectiveAnnual(), -t / f);
        }
        return value;
    }
}
