package org.customerequity.survey.brand;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small surveys for tests. */
final class Surveys {
    static final List<String> BRANDS = List.of("one", "two", "three");
    static final List<SubDriver> DRIVERS = List.of(SubDriver.value("quality"), SubDriver.brand("image"));

    private Surveys() {}

    static BrandSurvey.Builder builder() {
        return BrandSurvey.of(DRIVERS, BRANDS);
    }

    /** Who bought brand one last and rates it and brand two. */
    static BrandAnswer answer(String id, double quality1, double image1, double quality2, double image2) {
        return BrandAnswer.of(id, "one")
                .withRatings("one", DRIVERS, quality1, image1)
                .withRatings("two", DRIVERS, quality2, image2);
    }

    /** Complete answers of everything a survey holds, with some brands not considered. */
    static List<BrandAnswer> random(int respondents, long seed) {
        return random(respondents, seed, 0);
    }

    /** The same with gaps: each rating is left out with that probability. */
    static List<BrandAnswer> random(int respondents, long seed, double gaps) {
        SplittableRandom random = new SplittableRandom(seed);
        List<BrandAnswer> answers = new ArrayList<>();
        for (int i = 0; i < respondents; i++) {
            int last = random.nextInt(3);
            int next = random.nextInt(3);
            BrandAnswer answer = BrandAnswer.of("r" + i, BRANDS.get(last))
                    .withFrequency(1 + random.nextInt(12))
                    .withVolume(0.5 + random.nextDouble())
                    .withWeight(0.25 + random.nextDouble())
                    .withSegment("segment " + random.nextInt(3));
            for (int b = 0; b < 3; b++) {
                if (b == last || b == next || random.nextInt(3) > 0) {
                    double[] points = {1 + random.nextInt(5), 1 + random.nextInt(5)};
                    for (int s = 0; s < 2; s++) {
                        points[s] = random.nextDouble() < gaps ? Double.NaN : points[s];
                    }
                    answer = answer.withRatings(BRANDS.get(b), DRIVERS, points);
                }
            }
            boolean rated = answer.ratings().containsKey(BRANDS.get(next)) || next == last;
            answers.add(random.nextInt(5) > 0 && rated ? answer.withNext(BRANDS.get(next)) : answer);
        }
        return answers;
    }

    /** The answers as columns. */
    static SurveyColumns columns(List<BrandAnswer> answers) {
        int n = answers.size();
        List<String> ids = new ArrayList<>();
        List<String> segments = new ArrayList<>();
        int[] last = new int[n];
        double[] ratings = new double[n * 6];
        double[] shares = new double[n * 3];
        double[] frequency = new double[n];
        double[] volume = new double[n];
        double[] weight = new double[n];
        for (int i = 0; i < n; i++) {
            BrandAnswer a = answers.get(i);
            ids.add(a.id());
            segments.add(a.segment());
            last[i] = BRANDS.indexOf(a.lastBrand());
            frequency[i] = a.frequency();
            volume[i] = a.volume();
            weight[i] = a.weight();
            for (int b = 0; b < 3; b++) {
                String brand = BRANDS.get(b);
                shares[i * 3 + b] = a.nextShares().getOrDefault(brand, 0.0);
                for (int s = 0; s < 2; s++) {
                    ratings[(i * 3 + b) * 2 + s] = a.ratings()
                            .getOrDefault(brand, java.util.Map.of())
                            .getOrDefault(DRIVERS.get(s).name(), Double.NaN);
                }
            }
        }
        return SurveyColumns.of(ids, last, ratings)
                .withNextShares(shares)
                .withFrequency(frequency)
                .withVolume(volume)
                .withWeights(weight)
                .withSegments(segments);
    }
}
