package org.customerequity.acquisition;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.acquisition.CohortPayback.Status;
import org.customerequity.retention.RetentionRate;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Payback observed, and on a curve; and the cost at which it is met. */
@Seeded
class CohortPaybackTest {
    private static final PeriodicContribution MARGIN = PeriodicContribution.of("USD", 30, PeriodUnit.MONTH);
    private static final ConstantRetention STAYS = new ConstantRetention(0.97, PeriodUnit.MONTH);
    private static final Horizon LIMIT = Horizon.ofYears(50);
    private static final DiscountRate ONE_PERCENT = DiscountRate.ofPerPeriod(0.01, PeriodUnit.MONTH);

    private static CurrencyAmount usd(double value) {
        return CurrencyAmount.of("USD", value);
    }

    private static AcquisitionCost cost(double spend, long customers) {
        return AcquisitionCost.of(usd(spend), customers);
    }

    private static CohortPayback cohort(double... contributions) {
        return CohortPayback.of(cost(1_000, 10), PeriodUnit.MONTH, contributions);
    }

    /** Sheet 01: CAC 250, margin 30, retention 0.97. */
    @Test
    void curveOfTheSheet() {
        close(
                9.44859425908,
                PaybackPeriod.onCurve(cost(250, 1), MARGIN, STAYS, DiscountRate.NONE, LIMIT)
                        .orElseThrow()
                        .periods(),
                1e-11);
        close(
                10.0345618739,
                PaybackPeriod.onCurve(cost(250, 1), MARGIN, STAYS, ONE_PERCENT, LIMIT)
                        .orElseThrow()
                        .periods(),
                1e-11);
        Horizon nine = Horizon.of(9, PeriodUnit.MONTH);
        assertEquals(Optional.empty(), PaybackPeriod.onCurve(cost(250, 1), MARGIN, STAYS, DiscountRate.NONE, nine));
        assertEquals(
                Optional.empty(),
                PaybackPeriod.onCurve(
                        cost(250, 1), MARGIN, STAYS, DiscountRate.NONE, Horizon.of(9.4, PeriodUnit.MONTH)));
        assertEquals(
                0,
                PaybackPeriod.onCurve(cost(0, 1), MARGIN, STAYS, DiscountRate.NONE, nine)
                        .orElseThrow()
                        .periods());
    }

    /** Where customers differ, those who stay bring the cost back sooner than their average retention says. */
    @Test
    void aCurveThatFlattensPaysBackEarlier() {
        ShiftedBetaGeometric curve = new ShiftedBetaGeometric(0.5, 2, PeriodUnit.MONTH);
        double constant = PaybackPeriod.onCurve(
                        cost(100, 1),
                        MARGIN,
                        new ConstantRetention(curve.retention(1), PeriodUnit.MONTH),
                        DiscountRate.NONE,
                        LIMIT)
                .orElseThrow()
                .periods();
        assertTrue(PaybackPeriod.onCurve(cost(100, 1), MARGIN, curve, DiscountRate.NONE, LIMIT)
                        .orElseThrow()
                        .periods()
                < constant);
    }

    /** The sum against the closed form, both ways. */
    @Property
    void constantCurveIsTheClosedForm(
            @ForAll @Scale(2) @DoubleRange(min = 1, max = 900) double perCustomer,
            @ForAll @Scale(3) @DoubleRange(min = 0.9, max = 1) double r,
            @ForAll @Scale(4) @DoubleRange(max = 0.02) double d) {
        DiscountRate discount = DiscountRate.ofPerPeriod(d, PeriodUnit.MONTH);
        ConstantRetention curve = new ConstantRetention(r, PeriodUnit.MONTH);
        Optional<PaybackPeriod> closed =
                PaybackPeriod.discounted(cost(perCustomer, 1), MARGIN, RetentionRate.of(r, PeriodUnit.MONTH), discount);
        Optional<PaybackPeriod> summed = PaybackPeriod.onCurve(cost(perCustomer, 1), MARGIN, curve, discount, LIMIT);
        if (summed.isPresent()) {
            double periods = summed.orElseThrow().periods();
            assertEquals(closed.orElseThrow().periods(), periods, 1e-9 * periods);
            // what may be paid for this payback is what was paid
            close(
                    perCustomer,
                    BreakEvenCost.byPayback(MARGIN, curve, discount, closed.orElseThrow())
                            .value(),
                    1e-11);
        } else {
            assertTrue(closed.isEmpty() || closed.orElseThrow().periods() > 599);
        }
    }

    @Test
    void breakEvenCosts() {
        Contribution value = Contribution.of("USD", 1_000);
        assertEquals(usd(1_000), BreakEvenCost.byValue(value));
        assertEquals(usd(1_000 / 3.0), BreakEvenCost.byRatio(value, 3));
        close(
                3,
                AcquisitionCost.of(BreakEvenCost.byRatio(value, 3), 1)
                        .valueToCost(value)
                        .value(),
                1e-15);
        // a year at 0.97: 30 (1 - 0.97^12) / 0.03
        PaybackPeriod year = new PaybackPeriod(1, PeriodUnit.YEAR);
        close(
                1_000 * (1 - Math.pow(0.97, 12)),
                BreakEvenCost.byPayback(MARGIN, STAYS, DiscountRate.NONE, year).value(),
                1e-14);
        assertEquals(
                usd(0),
                BreakEvenCost.byPayback(MARGIN, STAYS, DiscountRate.NONE, new PaybackPeriod(0, PeriodUnit.MONTH)));
        // for ever, what a payback limit allows is the value
        close(
                30 * STAYS.discountedLifetime(0, ONE_PERCENT, CashFlowTiming.END_OF_PERIOD, Horizon.FOREVER),
                BreakEvenCost.byPayback(MARGIN, STAYS, ONE_PERCENT, new PaybackPeriod(5_000, PeriodUnit.MONTH))
                        .value(),
                1e-13);
        rejects(
                "lifetimeValue must be finite and >= 0, was -1.0 (who is worth less than nothing is bought at no cost)",
                () -> BreakEvenCost.byValue(Contribution.of("USD", -1)));
        rejects("ratio must be finite and > 0, was 0.0 (3 for LTV:CAC of 3)", () -> BreakEvenCost.byRatio(value, 0));
        rejects(
                "margin must be finite and >= 0, was -1.0 (who brings nothing never pays back)",
                () -> BreakEvenCost.byPayback(
                        PeriodicContribution.of("USD", -1, PeriodUnit.MONTH), STAYS, ONE_PERCENT, year));
    }

    @Test
    void notYetIsNotNever() {
        assertEquals(Status.NOT_YET, cohort(400, 300).status(DiscountRate.NONE));
        assertEquals(Status.NOT_YET, cohort().status(DiscountRate.NONE));
        assertEquals(
                Status.NEVER,
                CohortPayback.ofFinished(cost(1_000, 10), PeriodUnit.MONTH, 400, 300)
                        .status(DiscountRate.NONE));
        CohortPayback paid = cohort(400, 300, 600);
        assertEquals(Status.PAID_BACK, paid.status(DiscountRate.NONE));
        assertEquals(2.5, paid.firstPayback(DiscountRate.NONE).orElseThrow().periods());
        assertEquals(usd(70), paid.cumulativePerCustomer(2, DiscountRate.NONE));
        assertEquals(usd(0), paid.cumulativePerCustomer(0, DiscountRate.NONE));
        close(
                (400 / 1.01 + 300 / 1.01 / 1.01) / 10,
                paid.cumulativePerCustomer(2, ONE_PERCENT).value(),
                1e-14);
        assertEquals(
                0,
                CohortPayback.of(cost(0, 3), PeriodUnit.MONTH)
                        .firstPayback(DiscountRate.NONE)
                        .orElseThrow()
                        .periods());
        assertEquals(
                "cohort of 10 customers, 3 months, under way; USD 100.0 per customer (USD 1000.0 / 10, stated)",
                paid.toString());
    }

    /** A recall in the fourth month: back under water, and out again in the fifth. */
    @Test
    void firstAndFinalPaybackDiffer() {
        CohortPayback cohort = cohort(400, 300, 600, -500, 400);
        assertEquals(2.5, cohort.firstPayback(DiscountRate.NONE).orElseThrow().periods());
        assertEquals(4.5, cohort.finalPayback(DiscountRate.NONE).orElseThrow().periods());
        CohortPayback under = cohort(400, 300, 600, -500);
        assertEquals(2.5, under.firstPayback(DiscountRate.NONE).orElseThrow().periods());
        assertEquals(Optional.empty(), under.finalPayback(DiscountRate.NONE));
        assertEquals(Status.NOT_YET, under.status(DiscountRate.NONE));
    }

    /** A cohort that behaves as the curve does pays back when the curve says. */
    @Property
    void expectedContributionsPayBackOnTheCurve(
            @ForAll @Scale(2) @DoubleRange(min = 1, max = 500) double perCustomer,
            @ForAll @Scale(3) @DoubleRange(min = 0.9, max = 1) double r) {
        ConstantRetention curve = new ConstantRetention(r, PeriodUnit.MONTH);
        double[] survival = curve.survivals(60);
        double[] contributions = new double[60];
        for (int k = 0; k < 60; k++) {
            contributions[k] = 7 * 30 * survival[k];
        }
        Optional<PaybackPeriod> observed = CohortPayback.of(cost(7 * perCustomer, 7), PeriodUnit.MONTH, contributions)
                .finalPayback(ONE_PERCENT);
        Optional<PaybackPeriod> expected = PaybackPeriod.onCurve(
                cost(perCustomer, 1), MARGIN, curve, ONE_PERCENT, Horizon.of(60, PeriodUnit.MONTH));
        assertEquals(expected.isPresent(), observed.isPresent());
        expected.ifPresent(e -> assertEquals(e.periods(), observed.orElseThrow().periods(), 1e-9));
    }

    /** Any order; over the ages that all have reached; the finished have reached all. */
    @Property
    void cohortsMerge(
            @ForAll @IntRange(max = 6) int m,
            @ForAll @IntRange(max = 6) int n,
            @ForAll @IntRange(max = 7) int whichFinished,
            @ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CohortPayback[] c = new CohortPayback[3];
        int[] ages = {m, n, 4};
        for (int i = 0; i < 3; i++) {
            double[] whole = random.ints(ages[i], -50, 100).asDoubleStream().toArray();
            AcquisitionCost cost = cost(random.nextInt(500), 1 + random.nextInt(9));
            c[i] = (whichFinished >> i & 1) == 1
                    ? CohortPayback.ofFinished(cost, PeriodUnit.MONTH, whole)
                    : CohortPayback.of(cost, PeriodUnit.MONTH, whole);
        }
        assertEquals(c[0].plus(c[1]).plus(c[2]), c[0].plus(c[1].plus(c[2])));
        assertEquals(c[0].plus(c[1]), c[1].plus(c[0]));
        CohortPayback all = c[0].plus(c[1]).plus(c[2]);
        assertEquals(whichFinished == 7, all.isFinished());
        for (int k = 0; k <= all.ages(); k++) {
            double sum = 0;
            long customers = 0;
            for (CohortPayback one : c) {
                int reached = Math.min(k, one.ages());
                sum += one.cumulativePerCustomer(reached, DiscountRate.NONE).value()
                        * one.cost().customers();
                customers += one.cost().customers();
            }
            assertEquals(
                    sum / customers,
                    all.cumulativePerCustomer(k, DiscountRate.NONE).value(),
                    1e-12);
        }
    }

    @Test
    void sumsBeyondTheRangeAreRefused() {
        CohortPayback huge = cohort(-1.7e308, -1.7e308, 1.7e308, 1.7e308, 1.7e308);
        rejects("sum of contributions must be finite, was -Infinity", () -> huge.finalPayback(DiscountRate.NONE));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "contributions[1] must be finite, was NaN (leave out what is not yet observed)",
                () -> cohort(1, Double.NaN));
        rejects(
                "k must be from 0 to 1, was 2 (ages not yet observed are not known)",
                () -> cohort(1).cumulativePerCustomer(2, DiscountRate.NONE));
        assertThrows(UndefinedRatioException.class, () -> CohortPayback.of(cost(5, 0), PeriodUnit.MONTH, 1));
        rejects(
                "other must be by month, was by year",
                () -> cohort(1).plus(CohortPayback.of(cost(5, 1), PeriodUnit.YEAR, 1)));
        rejects(
                "curve must be per month, as the margin is, was per year",
                () -> PaybackPeriod.onCurve(
                        cost(5, 1), MARGIN, new ConstantRetention(0.5, PeriodUnit.YEAR), ONE_PERCENT, LIMIT));
        rejects(
                "limit must be <= 1000000 months, was Infinity (how far ahead is looked)",
                () -> PaybackPeriod.onCurve(cost(5, 1), MARGIN, STAYS, ONE_PERCENT, Horizon.FOREVER));
        travels(cohort(1, 2));
    }
}
