package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two brands have a closed form, however many the purchases: no recursion, no powers. */
class LongHorizonTest {
    private static final List<String> BRANDS = List.of("a", "b");
    private static final List<SubDriver> DRIVERS = List.of(SubDriver.value("price"));

    /**
     * {@code B_ta = pi_a + (1 - pi_a) l^t} from a, with l = 1 - M_ab - M_ba, so that
     * {@code V_a = m sum over t of delta^t (pi_a + (1 - pi_a) l^t)}: two geometric sums.
     */
    @ParameterizedTest
    @CsvSource({
        "1e4, 30, 2, 1, 0.1",
        "1e4, 3, 12, -1, 0.1",
        "1e4, 3, -12, 0.5, 0.3",
        "365, 100, 3, 0.2, 0",
        "52, 1, 30, 20, 0.05",
        "1, 40, -3, -0.5, 0.08",
        "1e-6, 1e6, 1, 1, 0.1",
        "1e-6, 3e6, 1, 1, 1e-7"
    })
    void closedForm(double frequency, double years, double inertia, double pull, double annual) {
        DriverModel model = DriverModel.of(BRANDS, DRIVERS, inertia, pull);
        BrandSurvey survey = BrandSurvey.of(DRIVERS, BRANDS)
                .add(BrandAnswer.of("r", "a")
                        .withFrequency(frequency)
                        .withRating("a", "price", 2)
                        .withRating("b", "price", 3))
                .build();
        DiscountRate discount = DiscountRate.ofAnnual(annual);
        Market market = Market.of(1, Horizon.ofYears(years), FirstPurchase.AFTER_INTERVAL)
                .withBrand("a", Contribution.of("EUR", 7), discount)
                .withBrand("b", Contribution.of("EUR", 7), discount);
        double leaveA = 1 / (1 + Math.exp(inertia - pull));
        double leaveB = 1 / (1 + Math.exp(inertia + pull));
        double longRun = leaveB / (leaveA + leaveB);
        double log = -Math.log1p(annual) / frequency;
        long n = (long) Math.floor(years * frequency + 1e-9);
        double lasting = geometric(log, 1, n);
        double fading = geometric(log, 1 - leaveA - leaveB, n);
        double a = 7 * (longRun * lasting + (1 - longRun) * fading);
        double b = 7 * (1 - longRun) * (lasting - fading);
        BrandEquities all = BrandEquities.of(model, survey, market);
        assertEquals(a, all.equity("a").value(), 1e-12 * a);
        // the closed form of b is a difference of two sums
        assertEquals(b, all.equity("b").value(), 1e-12 * b + 1e-14 * a);
        for (double[] slopes : all.gradient()) {
            for (double slope : slopes) {
                assertTrue(Double.isFinite(slope));
            }
        }
    }

    /** Sum for t = 1..n of (exp(log) ratio)^t. */
    private static double geometric(double log, double ratio, long n) {
        if (log == 0 && ratio == 1) {
            return n;
        }
        if (ratio == 1) {
            return Math.exp(log) * Math.expm1(n * log) / Math.expm1(log);
        }
        double q = Math.exp(log) * ratio;
        return q * (1 - Math.pow(q, n)) / (1 - q);
    }
}
