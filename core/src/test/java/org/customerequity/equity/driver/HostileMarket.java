package org.customerequity.equity.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.Inertia;
import org.customerequity.model.choice.SegmentedDriverModel;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;

/**
 * A market as no textbook has it: up to eight brands, respondents who consider one, inertia from -50 to 700, utilities a thousand apart,
 * purchases from one in a million years to many a day, no discount, losses on every purchase, respondents without weight, ratings of
 * 0 to 1000, a model a segment.
 */
final class HostileMarket {
    private static final List<SubDriver> DRIVERS =
            List.of(SubDriver.value("price"), SubDriver.brand("image"), SubDriver.relationship("trust"));

    final SplittableRandom random;
    final List<String> brands = new ArrayList<>();
    final List<SubDriver> drivers;
    final ChoiceModel model;
    final BrandSurvey survey;
    final Market market;
    final double top;
    final double[] margin;
    final double[] discount;
    final double years;
    final boolean now;

    HostileMarket(long seed) {
        random = new SplittableRandom(seed);
        int k = 2 + random.nextInt(7);
        for (int b = 0; b < k; b++) {
            brands.add("b" + b);
        }
        drivers = DRIVERS.subList(0, 1 + random.nextInt(3));
        boolean fine = random.nextInt(3) == 0;
        RatingScale scale = fine ? RatingScale.of(0, 1000) : RatingScale.FIVE_POINT;
        top = scale.highest();
        boolean wild = random.nextInt(3) == 0;
        boolean segments = random.nextBoolean();
        if (segments) {
            model = SegmentedDriverModel.of(List.of("s0", "s1"), List.of(choice(k, wild), choice(k, wild)));
        } else {
            model = choice(k, wild);
        }
        double[] all = {1e-9, 1e-3, 1, 3, 100};
        years = all[random.nextInt(all.length)];
        now = random.nextBoolean();
        BrandSurvey.Builder builder = BrandSurvey.of(drivers, brands).withScale(scale);
        int n = 2 + random.nextInt(6);
        for (int i = 0; i < n; i++) {
            double often = Math.pow(10, -6 + 10 * random.nextDouble());
            if (random.nextInt(3) == 0) {
                // purchases that come to a whole number at the horizon
                often = (1 + random.nextInt(40)) / years;
            }
            BrandAnswer answer = BrandAnswer.of("r" + i, brands.get(random.nextInt(k)))
                    .withFrequency(Math.min(often, 400 / years))
                    .withVolume(Math.pow(10, 4 * random.nextDouble() - 2))
                    .withWeight(i != 1 && random.nextInt(4) == 0 ? 0 : Math.pow(10, 2 * random.nextDouble() - 1))
                    .withSegment("s" + i % 2);
            int last = brands.indexOf(answer.lastBrand());
            boolean lonely = random.nextInt(6) == 0;
            for (int b = 0; b < k; b++) {
                if (b == last || !lonely && random.nextInt(3) > 0) {
                    for (SubDriver d : drivers) {
                        double rating = fine ? Math.rint(1000 * random.nextDouble()) : 1 + random.nextInt(5);
                        answer = answer.withRating(brands.get(b), d.name(), rating);
                    }
                }
            }
            builder.add(answer);
        }
        survey = builder.build();
        margin = new double[k];
        discount = new double[k];
        Market built = Market.of(1e6, Horizon.ofYears(years), now ? FirstPurchase.NOW : FirstPurchase.AFTER_INTERVAL);
        for (int b = 0; b < k; b++) {
            margin[b] = random.nextInt(5) == 0 ? -8 : random.nextInt(8) == 0 ? 0 : 1 + 10 * random.nextDouble();
            discount[b] = random.nextInt(4) == 0 ? 0 : 0.3 * random.nextDouble();
            built = built.withBrand(
                    brands.get(b), Contribution.of("EUR", margin[b]), DiscountRate.ofAnnual(discount[b]));
        }
        market = built;
    }

    private DriverModel choice(int k, boolean wild) {
        double[] parameters = new double[k - 1 + k + drivers.size()];
        for (int p = 0; p < parameters.length; p++) {
            double z = 2 * random.nextDouble() - 1;
            boolean inert = p >= k - 1 && p < 2 * k - 1;
            parameters[p] = inert ? wild ? -50 + 750 * random.nextDouble() : 2 * z : p < k - 1 ? z : z * 5 / top;
            if (wild && p < k - 1) {
                parameters[p] = 1000 * z;
            }
        }
        return DriverModel.of(brands, drivers, true, Inertia.BY_BRAND, parameters);
    }

    /** Any covariance: that of random directions. */
    FitOutcome<ChoiceModel> fit() {
        double[] theta = model.parameters();
        double[][] covariance = new double[theta.length][theta.length];
        for (int d = 0; d < theta.length + 1; d++) {
            double[] v = new double[theta.length];
            for (int p = 0; p < v.length; p++) {
                v[p] = (random.nextDouble() - 0.5) * 0.1 * (Math.abs(theta[p]) + 1 / top);
            }
            for (int p = 0; p < v.length; p++) {
                for (int q = 0; q < v.length; q++) {
                    covariance[p][q] += v[p] * v[q];
                }
            }
        }
        return new FitOutcome.Converged<>(
                model,
                FitReport.ofCoefficients(
                        FitVerdict.CONVERGED, model.parameterNames(), theta, covariance, -100, 0, 5, 5, List.of()));
    }

    BrandEquities equities() {
        return BrandEquities.of(fit(), survey, market);
    }

    /** Row by row from logarithms. */
    double[][] dense(BrandSurvey of, int i, ChoiceModel by) {
        int k = brands.size();
        int c = by.classes() == 1 ? 0 : of.segment(i);
        double[][] rows = new double[k][k];
        for (int from = 0; from < k; from++) {
            double[] u = new double[k];
            for (int to = 0; to < k; to++) {
                u[to] = !of.considers(i, to)
                        ? Double.NEGATIVE_INFINITY
                        : by.coefficients(c).utility(of, i, to)
                                + (from == to ? by.coefficients(c).inertia(to) : 0);
            }
            double highest = Arrays.stream(u).max().orElseThrow();
            double sum = 0;
            for (double x : u) {
                sum += Math.exp(x - highest);
            }
            for (int to = 0; to < k; to++) {
                rows[from][to] = Math.exp(u[to] - highest) / sum;
            }
        }
        return rows;
    }

    /** By powers of the dense matrix. */
    double[] lifetimeValue(BrandSurvey of, int i, ChoiceModel by) {
        int k = brands.size();
        double[][] m = dense(of, i, by);
        double f = of.frequency(i);
        double[] x = new double[k];
        x[of.lastBrand(i)] = 1;
        double[] value = new double[k];
        int last = (int) Math.floor(years * f + 1e-9);
        for (int t = now ? 0 : 1; t <= last; t++) {
            double[] y = new double[k];
            for (int a = 0; a < k; a++) {
                for (int b = 0; b < k; b++) {
                    y[b] += x[a] * m[a][b];
                }
            }
            x = y;
            for (int b = 0; b < k; b++) {
                value[b] += of.volume(i) * margin[b] * x[b] * Math.exp(-Math.log1p(discount[b]) * t / f);
            }
        }
        return value;
    }

    double[] equities(BrandSurvey of, ChoiceModel by) {
        double[] sum = new double[brands.size()];
        double weight = 0;
        for (int i = 0; i < of.size(); i++) {
            double[] value = lifetimeValue(of, i, by);
            for (int b = 0; b < sum.length; b++) {
                sum[b] += of.weight(i) * value[b];
            }
            weight += of.weight(i);
        }
        for (int b = 0; b < sum.length; b++) {
            sum[b] *= 1e6 / weight;
        }
        return sum;
    }
}
