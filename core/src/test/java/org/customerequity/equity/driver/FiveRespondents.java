package org.customerequity.equity.driver;

import java.util.List;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;

/** The worked example of formula sheet 04: three brands, five respondents. */
final class FiveRespondents {
    static final List<String> BRANDS = List.of("one", "two", "three");
    static final List<SubDriver> DRIVERS =
            List.of(SubDriver.value("value"), SubDriver.brand("brand"), SubDriver.relationship("relationship"));
    static final DriverModel MODEL = DriverModel.of(BRANDS, DRIVERS, 0.849, 0.60, 0.35, 0.25);

    private static final int[][][] RATINGS = {
        {{4, 3, 5}, {3, 4, 2}, {2, 3, 3}},
        {{3, 3, 2}, {4, 4, 4}, {3, 2, 2}},
        {{2, 4, 3}, {3, 3, 3}, {5, 4, 4}},
        {{5, 5, 4}, {4, 3, 3}, {3, 4, 2}},
        {{3, 2, 3}, {5, 4, 3}, {4, 4, 5}}
    };
    private static final int[] LAST = {0, 1, 2, 0, 2};
    private static final double[] FREQUENCY = {2, 4, 1, 12, 0.5};
    private static final double[] VOLUME = {1, 2, 1, 1.5, 3};
    private static final double[] WEIGHT = {1, 1, 1, 0.5, 2};

    private FiveRespondents() {}

    static BrandSurvey survey() {
        return survey(false);
    }

    static BrandSurvey weighted() {
        return survey(true);
    }

    private static BrandSurvey survey(boolean weighted) {
        BrandSurvey.Builder builder = BrandSurvey.of(DRIVERS, BRANDS);
        for (int i = 0; i < 5; i++) {
            BrandAnswer answer = BrandAnswer.of("r" + (i + 1), BRANDS.get(LAST[i]))
                    .withFrequency(FREQUENCY[i])
                    .withVolume(VOLUME[i])
                    .withWeight(weighted ? WEIGHT[i] : 1)
                    .withSegment(i == 3 ? "frequent" : "others");
            for (int b = 0; b < 3; b++) {
                for (int s = 0; s < 3; s++) {
                    answer = answer.withRating(BRANDS.get(b), DRIVERS.get(s).name(), RATINGS[i][b][s]);
                }
            }
            builder.add(answer);
        }
        return builder.build();
    }

    static Market market(FirstPurchase firstPurchase) {
        return market(firstPurchase, Horizon.ofYears(3));
    }

    static Market market(FirstPurchase firstPurchase, Horizon horizon) {
        return Market.of(1_000_000, horizon, firstPurchase)
                .withBrand("one", Contribution.of("USD", 30), DiscountRate.ofAnnual(0.10))
                .withBrand("two", Contribution.of("USD", 28), DiscountRate.ofAnnual(0.10))
                .withBrand("three", Contribution.of("USD", 35), DiscountRate.ofAnnual(0.12))
                .withSegment("one", "frequent", Contribution.of("USD", 24))
                .withSegment("two", "frequent", Contribution.of("USD", 22))
                .withSegment("three", "frequent", Contribution.of("USD", 30));
    }
}
