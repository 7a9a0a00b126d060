package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.Inertia;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;

/** Laws of sheet 15, item 5, and equities by every path that purchases can take. */
@Seeded
class BrandEquitiesProperties {
    /** All K^T sequences of brands, each with its probability: nothing of the chain's algebra. */
    @Property(tries = 60)
    void everyPathOfPurchases(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int purchases) {
        RandomMarket of = new RandomMarket(seed);
        double frequency = of.survey.frequency(0);
        Market market = of.market(of.brands, (purchases + 0.5) / frequency);
        BrandEquities all = BrandEquities.of(of.model, of.survey, market);
        double[][] m = SwitchingMatrix.of(of.model, of.survey, 0).rows();
        int k = of.brands.size();
        double[] value = new double[k];
        int[] path = new int[of.first == FirstPurchase.NOW ? purchases + 1 : purchases];
        long paths = Math.round(Math.pow(k, path.length));
        for (long code = 0; code < paths; code++) {
            long rest = code;
            double probability = 1;
            int at = of.survey.lastBrand(0);
            for (int t = 0; t < path.length; t++) {
                path[t] = (int) (rest % k);
                rest /= k;
                probability *= m[at][path[t]];
                at = path[t];
            }
            for (int t = 0; t < path.length && probability > 0; t++) {
                int b = path[t];
                double years = (of.first == FirstPurchase.NOW ? t : t + 1) / frequency;
                value[b] += probability * of.survey.volume(0) * (10 + b) * Math.pow(1 + 0.05 + 0.02 * b, -years);
            }
        }
        for (int b = 0; b < k; b++) {
            assertEquals(value[b], all.lifetimeValues(0)[b], 1e-12 * value[b]);
        }
    }

    /** Dense powers of the matrix, over years of purchases. */
    @Property(tries = 300)
    void powersOfTheMatrix(@ForAll long seed, @ForAll @DoubleRange(min = 0.05, max = 60) double years) {
        RandomMarket of = new RandomMarket(seed);
        BrandEquities all = BrandEquities.of(of.model, of.survey, of.market(of.brands, years));
        for (int i = 0; i < of.survey.size(); i++) {
            SwitchingMatrix m = SwitchingMatrix.of(of.model, of.survey, i);
            assertArrayEqual(powers(of, m, i, years), all.lifetimeValues(i));
        }
    }

    private static double[] powers(RandomMarket of, SwitchingMatrix matrix, int i, double years) {
        int k = of.brands.size();
        double[][] m = matrix.rows();
        double[] x = new double[k];
        x[of.survey.lastBrand(i)] = 1;
        double[] value = new double[k];
        int last = (int) Math.floor(years * of.survey.frequency(i) + 1e-9);
        for (int t = of.first == FirstPurchase.NOW ? 0 : 1; t <= last; t++) {
            double[] y = new double[k];
            for (int a = 0; a < k; a++) {
                for (int b = 0; b < k; b++) {
                    y[b] += x[a] * m[a][b];
                }
            }
            x = y;
            assertEquals(1, Arrays.stream(x).sum(), 1e-13);
            for (int b = 0; b < k; b++) {
                value[b] += of.survey.volume(i)
                        * (10 + b)
                        * x[b]
                        * Math.pow(1 + 0.05 + 0.02 * b, -t / of.survey.frequency(i));
            }
        }
        return value;
    }

    /** Against differences of the fourth order, in every parameter. */
    @Property(tries = 100)
    void gradient(@ForAll long seed) {
        RandomMarket of = new RandomMarket(seed);
        double[][] gradient = of.equities().gradient();
        Sums sums = new Sums(of.model, of.survey);
        for (int b = 0; b < of.brands.size(); b++) {
            int j = b;
            double[] expected = sums.slope(m ->
                    BrandEquities.of((DriverModel) m, of.survey, of.market()).equities()[j]);
            double size = of.equities().equities()[b];
            assertArrayEquals(expected, gradient[b], 1e-9 * size);
        }
    }

    @Property(tries = 300)
    void otherNamesForTheSameBrandsPermuteResults(@ForAll long seed) {
        RandomMarket of = new RandomMarket(seed);
        List<String> order = new ArrayList<>(of.brands);
        Collections.shuffle(order, new Random(seed));
        int k = order.size();
        double[] parameters = new double[2 * k + 1];
        for (int b = 0; b < k; b++) {
            int old = of.brands.indexOf(order.get(b));
            if (b > 0) {
                parameters[b - 1] = of.model.coefficients().intercept(old)
                        - of.model.coefficients().intercept(of.brands.indexOf(order.get(0)));
            }
            parameters[k - 1 + b] = of.model.coefficients().inertia(old);
        }
        parameters[2 * k - 1] = of.model.coefficients().driver(0);
        parameters[2 * k] = of.model.coefficients().driver(1);
        BrandEquities other = BrandEquities.of(
                DriverModel.of(order, of.drivers, true, Inertia.BY_BRAND, parameters),
                reordered(of, order),
                of.market(order, 2));
        for (String brand : order) {
            double expected = of.equities().equity(brand).value();
            assertEquals(expected, other.equity(brand).value(), 1e-13 * expected);
        }
    }

    private static BrandSurvey reordered(RandomMarket of, List<String> order) {
        BrandSurvey.Builder builder = BrandSurvey.of(of.drivers, order);
        for (int i = 0; i < of.survey.size(); i++) {
            BrandAnswer answer = BrandAnswer.of(of.survey.id(i), of.brands.get(of.survey.lastBrand(i)))
                    .withFrequency(of.survey.frequency(i))
                    .withVolume(of.survey.volume(i))
                    .withWeight(of.survey.weight(i));
            for (int b = 0; b < order.size(); b++) {
                if (of.survey.considers(i, b)) {
                    answer = answer.withRating(of.brands.get(b), "price", of.survey.rating(i, b, 0))
                            .withRating(of.brands.get(b), "image", of.survey.rating(i, b, 1));
                }
            }
            builder.add(answer);
        }
        return builder.build();
    }

    /** A point more on every brand's ratings, and the same number on every intercept: a constant in every utility. */
    @Property(tries = 300)
    void aConstantInAllUtilitiesChangesNothing(
            @ForAll long seed, @ForAll @DoubleRange(min = -100, max = 100) double more) {
        RandomMarket of = new RandomMarket(seed);
        BrandSurvey higher = of.survey.mapRatings((i, b, s, x) -> s == 0 ? x + more : x);
        BrandEquities other = BrandEquities.of(of.model, higher, of.market());
        for (String brand : of.brands) {
            double expected = of.equities().equity(brand).value();
            assertEquals(expected, other.equity(brand).value(), 1e-11 * expected);
        }
    }

    @Property(tries = 300)
    void sharesSumToOne(@ForAll long seed) {
        RandomMarket of = new RandomMarket(seed);
        BrandEquities all = of.equities();
        BrandSwitching switching = all.switching();
        double last = 0;
        double next = 0;
        double longRun = 0;
        double volume = 0;
        double gain = 0;
        for (String brand : of.brands) {
            last += switching.shareOfLastPurchases(brand);
            next += switching.nextShareOfVolume(brand);
            longRun += switching.longRunShareOfVolume(brand);
            volume += switching.lastShareOfVolume(brand);
            gain += switching.netGain(brand);
        }
        assertArrayEquals(new double[] {1, 1, 1, 1}, new double[] {last, next, longRun, volume}, 1e-14);
        assertEquals(0, gain, 1e-10);
        if (Arrays.stream(all.equities()).sum() > 0) {
            assertEquals(
                    1, of.brands.stream().mapToDouble(b -> all.share(b).value()).sum(), 1e-14);
        }
    }

    /** With inertia without bounds, each respondent is an annuity to the brand bought last: sheet 15. */
    @Property(tries = 300)
    void boundlessInertiaKeepsTheLastBrand(
            @ForAll long seed, @ForAll @DoubleRange(min = 60, max = 1e6) double inertia) {
        RandomMarket of = new RandomMarket(seed);
        DriverModel faithful = DriverModel.of(of.brands, of.drivers, inertia, 0.5, -0.5);
        BrandEquities all = BrandEquities.of(faithful, of.survey, of.market());
        for (int i = 0; i < of.survey.size(); i++) {
            double[] value = all.lifetimeValues(i);
            for (int b = 0; b < value.length; b++) {
                double expected = b == of.survey.lastBrand(i) ? annuity(of, i, b) : 0;
                assertEquals(expected, value[b], 1e-13 * (1 + expected));
            }
        }
    }

    /** Who considers one brand buys no other, whatever the coefficients. */
    @Property(tries = 300)
    void oneBrandConsideredIsAnAnnuity(@ForAll long seed, @ForAll @DoubleRange(min = -800, max = 800) double inertia) {
        RandomMarket of = new RandomMarket(seed);
        DriverModel model = DriverModel.of(of.brands, of.drivers, inertia, 3, -2);
        String only = of.brands.get(of.survey.lastBrand(0));
        BrandSurvey survey = BrandSurvey.of(of.drivers, of.brands)
                .add(BrandAnswer.of("r0", only)
                        .withFrequency(of.survey.frequency(0))
                        .withVolume(of.survey.volume(0))
                        .withRating(only, "price", 2)
                        .withRating(only, "image", 2))
                .build();
        BrandEquities all = BrandEquities.of(model, survey, of.market());
        double[] value = all.lifetimeValues(0);
        for (int b = 0; b < value.length; b++) {
            double expected = b == of.survey.lastBrand(0) ? annuity(of, 0, b) : 0;
            assertEquals(expected, value[b], 1e-13 * expected);
        }
        for (double[] slopes : all.gradient()) {
            assertArrayEquals(new double[slopes.length], slopes, 1e-11);
        }
    }

    private static double annuity(RandomMarket of, int i, int b) {
        double f = of.survey.frequency(i);
        int last = (int) Math.floor(2 * f + 1e-9);
        double step = Math.pow(1.05 + 0.02 * b, -1 / f);
        double sum = 0;
        for (int t = of.first == FirstPurchase.NOW ? 0 : 1; t <= last; t++) {
            sum += Math.pow(step, t);
        }
        return of.survey.volume(i) * (10 + b) * sum;
    }

    /** Years or months: the same horizon, the same discount. */
    @Property(tries = 200)
    void unitsOfTimeDoNotMatter(@ForAll long seed) {
        RandomMarket of = new RandomMarket(seed);
        Market months = Market.of(1000, Horizon.of(24, PeriodUnit.MONTH), of.first);
        for (int b = 0; b < of.brands.size(); b++) {
            double monthly = Math.pow(1.05 + 0.02 * b, 1 / 12.0) - 1;
            months = months.withBrand(
                    of.brands.get(b),
                    Contribution.of("EUR", 10 + b),
                    DiscountRate.ofPerPeriod(monthly, PeriodUnit.MONTH));
        }
        double[] expected = of.equities().equities();
        double[] actual = BrandEquities.of(of.model, of.survey, months).equities();
        for (int b = 0; b < expected.length; b++) {
            assertEquals(expected[b], actual[b], 1e-13 * expected[b]);
        }
    }

    /** The same respondent twice, or once with twice the weight. */
    @Property(tries = 200)
    void duplicatesAreWeights(@ForAll long seed) {
        RandomMarket of = new RandomMarket(seed);
        int n = of.survey.size();
        int[] twice = new int[n + 1];
        for (int i = 0; i < n; i++) {
            twice[i] = i;
        }
        BrandSurvey.Builder heavier = BrandSurvey.of(of.drivers, of.brands);
        for (int i = 0; i < n; i++) {
            BrandAnswer answer = BrandAnswer.of("r" + i, of.brands.get(of.survey.lastBrand(i)))
                    .withFrequency(of.survey.frequency(i))
                    .withVolume(of.survey.volume(i))
                    .withWeight((i == 0 ? 2 : 1) * of.survey.weight(i));
            for (int b = 0; b < of.brands.size(); b++) {
                if (of.survey.considers(i, b)) {
                    answer = answer.withRating(of.brands.get(b), "price", of.survey.rating(i, b, 0))
                            .withRating(of.brands.get(b), "image", of.survey.rating(i, b, 1));
                }
            }
            heavier.add(answer);
        }
        double[] expected =
                BrandEquities.of(of.model, heavier.build(), of.market()).equities();
        double[] actual =
                BrandEquities.of(of.model, of.survey.rows(twice), of.market()).equities();
        for (int b = 0; b < expected.length; b++) {
            assertEquals(expected[b], actual[b], 1e-13 * expected[b]);
        }
    }

    /** Inertia to -+ 700, utilities apart by thousands, any frequency: nothing overflows, probabilities are probabilities. */
    @Property(tries = 2000)
    void extremeCoefficients(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 1, max = 700) double inertia,
            @ForAll @DoubleRange(min = 1, max = 1000) double pull) {
        RandomMarket of = new RandomMarket(seed, inertia, pull);
        BrandEquities all = of.equities();
        for (double equity : all.equities()) {
            assertTrue(equity >= 0 && equity < 1e8, () -> "equity " + equity);
        }
        for (double[] slopes : all.gradient()) {
            for (double slope : slopes) {
                assertTrue(Double.isFinite(slope));
            }
        }
        for (int i = 0; i < of.survey.size(); i++) {
            SwitchingMatrix m = SwitchingMatrix.of(of.model, of.survey, i);
            assertRowsEqualLogSums(of, m, i);
            assertArrayEqual(powers(of, m, i, 2), all.lifetimeValues(i));
        }
        BrandSwitching switching = all.switching();
        double sum = 0;
        for (String brand : of.brands) {
            sum += switching.longRunShareOfVolume(brand);
        }
        assertEquals(1, sum, 1e-14);
    }

    /** Right to their last digits, however small. */
    private static void assertArrayEqual(double[] expected, double[] actual) {
        for (int b = 0; b < expected.length; b++) {
            assertEquals(expected[b], actual[b], 1e-12 * expected[b] + 1e-290);
        }
    }

    /** Each entry from its logarithm, U - ln sum exp U. */
    private static void assertRowsEqualLogSums(RandomMarket of, SwitchingMatrix m, int i) {
        int k = of.brands.size();
        for (int from = 0; from < k; from++) {
            double[] u = new double[k];
            double highest = Double.NEGATIVE_INFINITY;
            for (int to = 0; to < k; to++) {
                u[to] = of.survey.considers(i, to)
                        ? of.model.coefficients().utility(of.survey, i, to)
                                + (from == to ? of.model.coefficients().inertia(to) : 0)
                        : Double.NEGATIVE_INFINITY;
                highest = Math.max(highest, u[to]);
            }
            double sum = 0;
            for (double x : u) {
                sum += Math.exp(x - highest);
            }
            for (int to = 0; to < k; to++) {
                double expected = Math.exp(u[to] - highest) / sum;
                // utilities of 1e4 have units in the last place of 1e-12
                assertEquals(expected, m.rows()[from][to], 1e-11 * expected + 1e-300);
            }
        }
    }
}
