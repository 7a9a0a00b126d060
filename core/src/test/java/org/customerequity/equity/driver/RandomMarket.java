package org.customerequity.equity.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.Inertia;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;

/** A market drawn at random, not all brands considered by everybody, with intercepts and inertia by brand. */
final class RandomMarket {
    final SplittableRandom random;
    final List<String> brands = new ArrayList<>();
    final List<SubDriver> drivers = List.of(SubDriver.value("price"), SubDriver.brand("image"));
    final DriverModel model;
    final BrandSurvey survey;
    final FirstPurchase first;

    RandomMarket(long seed) {
        this(seed, 1.5, 1);
    }

    /** Inertia within -+ {@code inertia}, driver coefficients within -+ {@code pull}. */
    RandomMarket(long seed, double inertia, double pull) {
        random = new SplittableRandom(seed);
        first = random.nextBoolean() ? FirstPurchase.NOW : FirstPurchase.AFTER_INTERVAL;
        int k = 2 + random.nextInt(4);
        for (int b = 0; b < k; b++) {
            brands.add("b" + b);
        }
        double[] parameters = new double[k - 1 + k + 2];
        for (int p = 0; p < parameters.length; p++) {
            double size = p < k - 1 ? 1 : p < 2 * k - 1 ? inertia : pull;
            parameters[p] = size * (2 * random.nextDouble() - 1);
        }
        model = DriverModel.of(brands, drivers, true, Inertia.BY_BRAND, parameters);
        BrandSurvey.Builder builder = BrandSurvey.of(drivers, brands);
        int n = 1 + random.nextInt(5);
        for (int i = 0; i < n; i++) {
            int last = random.nextInt(k);
            BrandAnswer answer = BrandAnswer.of("r" + i, brands.get(last))
                    .withFrequency(0.3 + 6 * random.nextDouble())
                    .withVolume(1 + random.nextInt(3))
                    .withWeight(0.5 + random.nextInt(3))
                    .withSegment("s" + random.nextInt(2));
            for (int b = 0; b < k; b++) {
                if (b == last || random.nextInt(3) > 0) {
                    answer = answer.withRating(brands.get(b), "price", 1 + random.nextInt(5))
                            .withRating(brands.get(b), "image", 1 + random.nextInt(5));
                }
            }
            builder.add(answer);
        }
        survey = builder.build();
    }

    Market market() {
        return market(brands, 2);
    }

    /** The same terms, in whatever order the brands are named. */
    Market market(List<String> inOrder, double years) {
        Market market = Market.of(1000, Horizon.ofYears(years), first);
        for (String brand : inOrder) {
            int b = brands.indexOf(brand);
            market = market.withBrand(brand, Contribution.of("EUR", 10 + b), DiscountRate.ofAnnual(0.05 + 0.02 * b));
        }
        return market;
    }

    BrandEquities equities() {
        return BrandEquities.of(model, survey, market());
    }
}
