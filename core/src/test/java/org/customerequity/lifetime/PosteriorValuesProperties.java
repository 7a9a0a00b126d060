package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.testing.Seeded;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;

@Seeded
class PosteriorValuesProperties {
    private static final ParetoNbd BUYING = new ParetoNbd(0.553, 10.578, 0.606, 11.669, PeriodUnit.WEEK);
    private static final GammaGamma SPENDING = new GammaGamma(6.25, 3.74, 15.44);
    private static final LifetimeValueModel TERMS = LifetimeValueModel.of(BUYING, SPENDING)
            .withMargin(0.3)
            .withDiscount(DiscountRate.ofAnnual(0.15))
            .withHorizon(Horizon.ofYears(1));

    private static PosteriorValues values(long seed, double spread, LifetimeValueModel terms) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 12;
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] age = new double[n];
        double[] mean = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(6);
            age[i] = 1 + 80 * random.nextDouble();
            tx[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
            mean[i] = x[i] == 0 ? 0 : 5 + 60 * random.nextDouble();
        }
        PurchaseHistories histories = PurchaseHistories.ofColumns(x, tx, age, PeriodUnit.WEEK)
                .withSpend(x, mean, Currency.getInstance("EUR"));
        double[][][] draws = new double[2][5][4];
        for (int d = 0; d < 10; d++) {
            Arrays.setAll(draws[d / 5][d % 5], j -> BUYING.parameters()[j] * Math.exp(spread * random.nextGaussian()));
        }
        Posterior<ParetoNbd> buying = Posterior.of(BUYING, ParameterDraws.of(BUYING.parameterNames(), draws));
        return PosteriorValues.of(buying, SPENDING, terms, histories);
    }

    @Property(tries = 40)
    void groupsAddUpDrawByDraw(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 0.5) double spread,
            @ForAll @IntRange(min = 1, max = 5) int groups) {
        PosteriorValues values = values(seed, spread, TERMS);
        int[] group = new SplittableRandom(seed).ints(12, 0, groups).toArray();
        assertAddUp(values.expectedDraws(new int[12], 1)[0], values.expectedDraws(group, groups));
        assertAddUp(
                values.simulatedDraws(new int[12], 1, new SplittableRandom(seed))[0],
                values.simulatedDraws(group, groups, new SplittableRandom(seed)));
        double[] sums = values.expectedTotals(group, groups).stream()
                .mapToDouble(total -> total.mean())
                .toArray();
        assertEquals(
                values.total().value(),
                Arrays.stream(sums).sum(),
                1e-12 * values.total().value());
        assertEquals(
                values.total().value(),
                Arrays.stream(values.toArray()).sum(),
                1e-12 * values.total().value());
    }

    private static void assertAddUp(double[] total, double[][] byGroup) {
        for (int d = 0; d < total.length; d++) {
            double sum = 0;
            for (double[] draws : byGroup) {
                sum += draws[d];
            }
            assertEquals(total[d], sum, 1e-12 * total[d]);
        }
    }

    @Property(tries = 40)
    void valuesAreProportionalToTheMarginAndLessForAHigherRate(
            @ForAll long seed, @ForAll @DoubleRange(max = 0.5) double spread) {
        PosteriorValues values = values(seed, spread, TERMS);
        PosteriorValues doubled = values(seed, spread, TERMS.withMargin(0.6));
        PosteriorValues dearer = values(seed, spread, TERMS.withDiscount(DiscountRate.ofAnnual(0.3)));
        for (int i = 0; i < values.size(); i++) {
            assertEquals(2 * values.value(i), doubled.value(i), 1e-12 * doubled.value(i));
            assertEquals(2 * values.standardDeviation(i), doubled.standardDeviation(i), 1e-9 * doubled.value(i));
            assertTrue(dearer.value(i) <= values.value(i));
            assertTrue(values.probabilityAlive(i) >= 0 && values.probabilityAlive(i) <= 1);
        }
    }

    @Property(tries = 20)
    void theSameSeedGivesTheSameTotals(@ForAll long seed) {
        PosteriorValues values = values(seed, 0.3, TERMS);
        assertEquals(
                values.simulatedTotal(new SplittableRandom(seed)), values.simulatedTotal(new SplittableRandom(seed)));
        assertEquals(
                values.simulatedTotal(new SplittableRandom(seed)),
                values.simulatedTotals(new int[12], 1, new SplittableRandom(seed))
                        .get(0));
    }
}
