package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.customerequity.history.contract.CohortCounts;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.junit.jupiter.api.Test;

/** The example of Fader and Hardie 2010: five yearly cohorts of 10,000, valued by age and at one blended rate. */
class HeterogeneityCostTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    private static final DiscountRate TEN_PERCENT = DiscountRate.ofAnnual(0.10);
    private static final double[] ACQUIRED = {10_000, 10_000, 10_000, 10_000, 10_000};
    private static final int[] RENEWALS = {4, 3, 2, 1, 0};
    private static final PeriodicContribution HUNDRED = PeriodicContribution.of("USD", 100, YEAR);

    @Test
    void theBaseOfThePaper() {
        HeterogeneityCost cost = HeterogeneityCost.ofExpected(
                new ShiftedBetaGeometric(3.80, 15.20, YEAR), ACQUIRED, RENEWALS, TEN_PERCENT);
        double[] active = {4390.6909, 5307.4286, 6480, 8000, 10000};
        double[] residual = {3.84213402403, 3.71681153873, 3.58654365654, 3.45100032891, 3.30981842103};
        for (int c = 0; c < 5; c++) {
            assertEquals(active[c], cost.cohorts().get(c).customers(), 1e-4);
            assertEquals(residual[c], cost.cohorts().get(c).residualLifetime(), 1e-11);
        }
        assertEquals(34178.119, cost.customers(), 1e-3);
        assertEquals(0.811688710307, cost.blendedRetention(), 1e-12);
        assertEquals(3.09685264941, cost.multiple(), 1e-11);
        assertEquals(10584459.99, cost.valueAtOneRate(HUNDRED).amount().value(), 5e-3);
        assertEquals(12054332.44, cost.value(HUNDRED).amount().value(), 5e-3);
        assertEquals(0.121937, cost.understatement(), 5e-7);
    }

    @Test
    void strongHeterogeneity() {
        ShiftedBetaGeometric curve = new ShiftedBetaGeometric(.067, .267, YEAR);
        double[] oldest = {10000, 7994, 7593, 7375, 7226};
        for (int t = 0; t < 5; t++) {
            assertEquals(oldest[t], 10_000 * curve.survival(t), 0.5);
        }
        HeterogeneityCost cost = HeterogeneityCost.ofExpected(curve, ACQUIRED, RENEWALS, TEN_PERCENT);
        assertEquals(21985639.67, cost.valueAtOneRate(HUNDRED).amount().value(), 5e-3);
        assertEquals(37487336.46, cost.value(HUNDRED).amount().value(), 5e-3);
        assertEquals(0.413518, cost.understatement(), 5e-7);
    }

    @Test
    void ofAnObservedBase() {
        CohortCounts cohorts = CohortCounts.of(
                YEAR,
                new long[] {1000, 820, 700, 615, 550},
                new long[] {1200, 980, 835, 735},
                new long[] {1500, 1230, 1050},
                new long[] {1800, 1480},
                new long[] {2000});
        ShiftedBetaGeometric curve = ShiftedBetaGeometric.fit(cohorts).orThrow();
        HeterogeneityCost cost = HeterogeneityCost.of(curve, cohorts, TEN_PERCENT);
        assertEquals((550 + 735 + 1050 + 1480) / (615.0 + 835 + 1230 + 1800), cost.blendedRetention(), 1e-15);
        double total = 70728.5049 + 90034.7794 + 121072.944 + 157832.583 + 191738.587;
        assertEquals(
                total,
                cost.value(PeriodicContribution.of("EUR", 20, YEAR)).amount().value(),
                1e-6 * total);
        assertEquals(550 + 735 + 1050 + 1480 + 2000, cost.customers(), 0.0);
    }

    /** Without differences between customers, age does not matter. */
    @Test
    void alikeCustomersCostNothing() {
        HeterogeneityCost cost =
                HeterogeneityCost.ofExpected(new ConstantRetention(0.8, YEAR), ACQUIRED, RENEWALS, TEN_PERCENT);
        assertEquals(0, cost.understatement(), 1e-14);
        assertEquals(0.8, cost.blendedRetention(), 1e-15);
    }

    @Test
    void refusals() {
        ConstantRetention curve = new ConstantRetention(0.8, YEAR);
        assertEquals(
                "renewals must be > 0 in some cohort, was 0.0 (or there is no retention to blend)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> HeterogeneityCost.of(curve, CohortCounts.of(YEAR, new long[] {5}), TEN_PERCENT))
                        .getMessage());
        assertEquals(
                "unit must be the curve's, YEAR, was MONTH (of the cohorts)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> HeterogeneityCost.of(
                                        curve, CohortCounts.of(PeriodUnit.MONTH, new long[] {5, 4}), TEN_PERCENT))
                        .getMessage());
        assertEquals(
                "renewals must have one value a cohort, 5, was 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> HeterogeneityCost.ofExpected(curve, ACQUIRED, new int[] {1}, TEN_PERCENT))
                        .getMessage());
        HeterogeneityCost cost = HeterogeneityCost.ofExpected(curve, ACQUIRED, RENEWALS, TEN_PERCENT);
        assertEquals(
                "contribution must be per year, was per month (as the curve is)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> cost.value(PeriodicContribution.of("EUR", 20, PeriodUnit.MONTH)))
                        .getMessage());
    }
}
