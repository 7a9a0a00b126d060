package org.customerequity.model.choice;

import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;

/** Answers drawn from a driver model with known coefficients: the generator of formula sheet 23, section 15. */
final class TinyMarket {
    static final double INERTIA = 0.849;
    static final double[] DRIVERS = {0.60, 0.35, 0.25};

    private static final List<String> BRANDS = ThirtyRespondents.BRANDS;
    private static final List<SubDriver> SUB_DRIVERS = ThirtyRespondents.DRIVERS;
    private static final double[][] QUALITY = {{0.3, 0, 0.2}, {0, 0.3, 0}, {-0.2, -0.1, 0}};
    private static final double[] SHARES = {0.40, 0.35, 0.25};

    private TinyMarket() {}

    static BrandSurvey survey(long seed, int respondents) {
        SplittableRandom random = new SplittableRandom(seed);
        BrandSurvey.Builder builder = BrandSurvey.of(SUB_DRIVERS, BRANDS);
        for (int i = 0; i < respondents; i++) {
            double halo = random.nextGaussian();
            double[][] ratings = new double[3][3];
            double[] utility = new double[3];
            int last = draw(random, SHARES);
            for (int b = 0; b < 3; b++) {
                for (int s = 0; s < 3; s++) {
                    double latent = 3 + QUALITY[b][s] + 0.5 * halo + 0.9 * random.nextGaussian();
                    ratings[b][s] = Math.max(1, Math.min(5, Math.floor(latent + 0.5)));
                    utility[b] += DRIVERS[s] * ratings[b][s];
                }
                utility[b] = Math.exp(utility[b] + (b == last ? INERTIA : 0));
            }
            BrandAnswer answer = BrandAnswer.of("r" + i, BRANDS.get(last)).withNext(BRANDS.get(draw(random, utility)));
            for (int b = 0; b < 3; b++) {
                for (int s = 0; s < 3; s++) {
                    answer = answer.withRating(BRANDS.get(b), SUB_DRIVERS.get(s).name(), ratings[b][s]);
                }
            }
            builder.add(answer);
        }
        return builder.build();
    }

    private static int draw(SplittableRandom random, double[] weights) {
        double sum = 0;
        for (double w : weights) {
            sum += w;
        }
        double u = random.nextDouble() * sum;
        int at = 0;
        while (at < weights.length - 1 && u >= weights[at]) {
            u -= weights[at++];
        }
        return at;
    }
}
