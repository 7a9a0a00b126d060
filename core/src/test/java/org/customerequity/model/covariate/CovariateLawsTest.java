package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.fit.CoefficientTable;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** What must be so of every fit with covariates, whoever the customers are. */
@Seeded
class CovariateLawsTest {
    private static final int TRIES = 7;

    private static PurchaseModelFamily family(int i) {
        return Shops.FAMILIES.get(i);
    }

    private static void assertSame(FitReport a, FitReport b) {
        assertEquals(a.logLikelihood(), b.logLikelihood(), 1e-8 * Math.abs(a.logLikelihood()));
        assertArrayEquals(a.estimates(), b.estimates(), 2e-5);
    }

    private static CovariateTable withAges(CovariateTable table, double[] ages) {
        return CovariateTable.ofRows(table.size())
                .withCategories("channel", table.categories("channel"))
                .withNumbers("age", ages);
    }

    @Property(tries = TRIES)
    void scalingACovariateScalesItsCoefficientAndNothingElse(
            @ForAll @IntRange(max = 6) int i,
            @ForAll @DoubleRange(min = 0.01, max = 100) double factor,
            @ForAll @IntRange(min = 1, max = 1000) int seed) {
        PurchaseHistories histories = Shops.histories(family(i), 300, seed);
        double[] ages = histories.covariates().numbers("age");
        double[] scaled = Arrays.stream(ages).map(age -> factor * age).toArray();
        PurchaseHistories other = histories.withCovariates(withAges(histories.covariates(), scaled));
        CovariateSpecification spec = Shops.specification(family(i));
        // centred and scaled, nothing changes at all
        FitReport coded = spec.fit(histories).report();
        assertSame(coded, spec.fit(other).report());
        if (!coded.hasStandardErrors()) {
            return;
        }
        // a unit of the covariate as it is means 1/factor of what it did
        CoefficientTable before = perUnit(spec.fit(histories));
        CoefficientTable after = perUnit(spec.fit(other));
        for (CoefficientTable.Row row : before.rows()) {
            double share = row.name().endsWith(": age") ? factor : 1;
            double now = after.row(row.name()).estimate().value() * share;
            assertEquals(row.estimate().value(), now, 1e-4 * (1e-3 + Math.abs(now)), row.name());
        }
    }

    private static CoefficientTable perUnit(FitOutcome<CovariatePurchaseModel> fit) {
        return fit.orThrow().coefficientsPerUnit(fit.report());
    }

    @Property(tries = TRIES)
    void theOrderOfTheCustomersDoesNotMatter(
            @ForAll @IntRange(max = 6) int i, @ForAll @IntRange(min = 1, max = 1000) int seed) {
        PurchaseHistories histories = Shops.histories(family(i), 300, seed);
        int[] order = IntStream.range(0, 300).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int k = 299; k > 0; k--) {
            int j = random.nextInt(k + 1);
            int swap = order[k];
            order[k] = order[j];
            order[j] = swap;
        }
        CovariateSpecification spec = Shops.specification(family(i));
        assertSame(
                spec.fit(histories).report(), spec.fit(histories.select(order)).report());
    }

    @Property(tries = TRIES)
    void countingTimeInDaysMovesTheTimesAndNoCoefficient(
            @ForAll @IntRange(max = 5) int i, @ForAll @IntRange(min = 1, max = 1000) int seed) {
        PurchaseHistories weeks = Shops.histories(family(i), 300, seed);
        double[] logs = IntStream.range(0, weeks.size())
                .mapToDouble(k -> weeks.sumOfLogIntervals(k) + weeks.frequency(k) * Math.log(7))
                .toArray();
        PurchaseHistories days = PurchaseHistories.ofColumns(
                        weeks.frequencies(), times(weeks.recencies()), times(weeks.ages()), PeriodUnit.DAY)
                .withLogIntervals(logs)
                .withCovariates(weeks.covariates());
        CovariateSpecification spec = Shops.specification(family(i));
        FitReport byWeek = spec.fit(weeks).report();
        FitReport byDay = spec.fit(days).report();
        double bought = Arrays.stream(weeks.frequencies()).sum();
        assertEquals(byWeek.logLikelihood() - bought * Math.log(7), byDay.logLikelihood(), 1e-6);
        if (!byWeek.hasStandardErrors()) {
            return;
        }
        double[] moved = byWeek.estimates();
        moved[1] += Math.log(7);
        if (family(i) == PurchaseModelFamily.PARETO_NBD) {
            moved[3] += Math.log(7);
        } else if (family(i) == PurchaseModelFamily.GGOMPERTZ_NBD) {
            moved[2] -= Math.log(7);
        }
        assertArrayEquals(moved, byDay.estimates(), 1e-4);
    }

    private static double[] times(double[] weeks) {
        return DoubleStream.of(weeks).map(w -> 7 * w).toArray();
    }

    /** Unit information: n customers' worth of none halves an effect at n = N, in every family, process and unit. */
    @Test
    void aPriorWorthAsMuchAsTheDataHalvesTheCoefficients() {
        for (PurchaseModelFamily family : Shops.FAMILIES) {
            int n = family == PurchaseModelFamily.GGOMPERTZ_NBD ? 500 : 2000;
            PurchaseHistories histories = Shops.histories(family, n, 77);
            CovariateSpecification spec = Shops.specification(family).withDropoutCovariates();
            FitOutcome<CovariatePurchaseModel> free = spec.fit(histories);
            FitOutcome<CovariatePurchaseModel> half =
                    spec.withPrior(PriorStrength.worthObservations(n)).fit(histories);
            for (CoefficientTable.Row row : CoefficientTable.of(free.report())
                    .startingWith("purchases: ")
                    .rows()) {
                double shrunk = half.report().parameter(row.name()).value();
                double se = row.estimate().standardError();
                // the log-likelihood is no exact parabola, and its curvature at 0 not that at the maximum
                assertEquals(
                        row.estimate().value() / 2,
                        shrunk,
                        0.15 * Math.abs(row.estimate().value()) + 0.3 * se,
                        family + " " + row.name());
            }
            FitReport barely = spec.withPrior(PriorStrength.worthObservations(1e-6))
                    .fit(histories)
                    .report();
            assertArrayEquals(free.report().estimates(), barely.estimates(), 1e-6);
            FitReport none = spec.withPrior(PriorStrength.worthObservations(1e9))
                    .fit(histories)
                    .report();
            for (int j = none.estimates().length - 3; j < none.estimates().length; j++) {
                assertEquals(0, none.estimates()[j], 1e-4);
            }
        }
    }

    @Property(tries = TRIES)
    void moreCoefficientsNeverFitWorse(
            @ForAll @IntRange(max = 6) int i, @ForAll @IntRange(min = 1, max = 1000) int seed) {
        PurchaseHistories histories = Shops.histories(family(i), 300, seed);
        CovariateSpecification full = Shops.specification(family(i));
        FitOutcome<CovariatePurchaseModel> rich = full.fit(histories);
        FitOutcome<CovariatePurchaseModel> poor =
                full.withDropoutCovariates("age").fit(histories);
        if (!rich.isConverged() || !poor.isConverged()) {
            return;
        }
        assertTrue(rich.report().logLikelihood() >= poor.report().logLikelihood() - 1e-7);
        assertEquals(2, LikelihoodRatioTest.of(poor.report(), rich.report()).degreesOfFreedom());
    }
}
