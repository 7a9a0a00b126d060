package org.customerequity.acquisition;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.retention.RetentionRate;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class PaybackPeriodTest {
    private static final PeriodicContribution MARGIN = PeriodicContribution.of("USD", 30, PeriodUnit.MONTH);

    private static final RetentionRate STAYS = RetentionRate.of(0.97, PeriodUnit.MONTH);

    private static AcquisitionCost cost(double perCustomer) {
        return AcquisitionCost.of(CurrencyAmount.of("USD", perCustomer), 1);
    }

    /** Sheet 01: CAC 250, margin 30. */
    @Test
    void numbersOfTheSheet() {
        close(
                8.33333333333,
                PaybackPeriod.plain(cost(250), MARGIN).orElseThrow().periods(),
                1e-11);
        PaybackPeriod surviving =
                PaybackPeriod.withSurvival(cost(250), MARGIN, STAYS).orElseThrow();
        close(9.44859425908, surviving.periods(), 1e-11);
        assertEquals(10, surviving.wholePeriods());
        PaybackPeriod discounted = PaybackPeriod.discounted(
                        cost(250), MARGIN, STAYS, DiscountRate.ofPerPeriod(0.01, PeriodUnit.MONTH))
                .orElseThrow();
        close(10.0345618739, discounted.periods(), 1e-10);
        assertEquals(11, discounted.wholePeriods());
        assertEquals(PeriodUnit.MONTH, discounted.unit());
    }

    /** The definition, period by period. */
    @Property
    void agreesWithAddingUpPeriodByPeriod(
            @ForAll @Scale(3) @DoubleRange(min = 1, max = 300) double perCustomer,
            @ForAll @Scale(4) @DoubleRange(max = 1) double r,
            @ForAll @Scale(4) @DoubleRange(max = 0.1) double d) {
        DiscountRate discount = DiscountRate.ofPerPeriod(d, PeriodUnit.MONTH);
        double rate = discount.perPeriod(PeriodUnit.MONTH);
        Optional<PaybackPeriod> payback =
                PaybackPeriod.discounted(cost(perCustomer), MARGIN, RetentionRate.of(r, PeriodUnit.MONTH), discount);
        double received = 0;
        double expected = Double.NaN;
        for (int k = 1; k <= 5_000; k++) {
            double margin = 30 * Math.pow(r, k - 1) / Math.pow(1 + rate, k);
            if (received + margin >= perCustomer) {
                expected = k - 1 + (perCustomer - received) / margin;
                break;
            }
            received += margin;
        }
        if (Double.isNaN(expected)) {
            // never, or so late that what is received no longer grows by a visible amount
            assertTrue(payback.isEmpty() || Math.abs(received / perCustomer - 1) < 1e-9);
        } else {
            // where the last margin is tiny its division magnifies rounding
            assertEquals(expected, payback.orElseThrow().periods(), 1e-9 * expected);
        }
    }

    @Property
    void dearerCustomersTakeLonger(
            @ForAll @Scale(3) @DoubleRange(min = 1, max = 900) double perCustomer,
            @ForAll @Scale(3) @DoubleRange(min = 1, max = 90) double more) {
        double cheap = PaybackPeriod.withSurvival(cost(perCustomer), MARGIN, STAYS)
                .orElseThrow()
                .periods();
        double dear = PaybackPeriod.withSurvival(cost(perCustomer + more), MARGIN, STAYS)
                .orElseThrow()
                .periods();
        assertTrue(cheap < dear);
        assertTrue(PaybackPeriod.plain(cost(perCustomer), MARGIN).orElseThrow().periods() <= cheap);
    }

    @Test
    void neverIsEmpty() {
        // the contribution of a whole life is 30 / 0.03 = 1,000
        assertTrue(PaybackPeriod.withSurvival(cost(999), MARGIN, STAYS).isPresent());
        assertTrue(PaybackPeriod.withSurvival(cost(1001), MARGIN, STAYS).isEmpty());
        PeriodicContribution loss = PeriodicContribution.of("USD", -1, PeriodUnit.MONTH);
        assertTrue(PaybackPeriod.plain(cost(250), loss).isEmpty());
        assertTrue(PaybackPeriod.plain(cost(250), PeriodicContribution.of("USD", 0, PeriodUnit.MONTH))
                .isEmpty());
        assertEquals(Optional.of(new PaybackPeriod(0, PeriodUnit.MONTH)), PaybackPeriod.plain(cost(0), MARGIN));
        assertEquals(
                0.5,
                PaybackPeriod.withSurvival(cost(15), MARGIN, RetentionRate.of(0, PeriodUnit.MONTH))
                        .orElseThrow()
                        .periods());
        assertTrue(PaybackPeriod.withSurvival(cost(31), MARGIN, RetentionRate.of(0, PeriodUnit.MONTH))
                .isEmpty());
    }

    /** Rates so close to 1 that a loop over periods would not end. */
    @Test
    void veryLongPaybackIsFound() {
        double periods = PaybackPeriod.withSurvival(cost(3e13), MARGIN, RetentionRate.of(1 - 1e-15, PeriodUnit.MONTH))
                .orElseThrow()
                .periods();
        close(1e12, periods, 1e-3);
    }

    /** A cost of so many margins to the cent is paid back after so many periods, by every way to count. */
    @Test
    void wholePeriodsOfExactRepayment() {
        ConstantRetention everybody = new ConstantRetention(1, PeriodUnit.MONTH);
        for (int cents = 1; cents < 500; cents++) {
            PeriodicContribution margin = PeriodicContribution.of("USD", cents / 100.0, PeriodUnit.MONTH);
            for (int n = 1; n <= 24; n++) {
                AcquisitionCost cost = cost(cents * n / 100.0);
                PaybackPeriod plain = PaybackPeriod.plain(cost, margin).orElseThrow();
                assertEquals(n, plain.wholePeriods());
                PaybackPeriod onCurve = PaybackPeriod.onCurve(
                                cost, margin, everybody, DiscountRate.NONE, Horizon.of(n, PeriodUnit.MONTH))
                        .orElseThrow();
                assertEquals(n, onCurve.wholePeriods());
                assertEquals(plain.periods(), onCurve.periods(), 1e-11 * n);
                double[] months = new double[n];
                Arrays.fill(months, cents / 100.0);
                assertEquals(
                        CohortPayback.Status.PAID_BACK,
                        CohortPayback.of(cost, PeriodUnit.MONTH, months).status(DiscountRate.NONE));
            }
        }
    }

    /** A cost that is all that ever comes in is approached and not reached; where nobody stays, one margin is all. */
    @Test
    void theLimitIsNotReached() {
        for (int percent = 50; percent < 100; percent++) {
            RetentionRate r = RetentionRate.of(percent / 100.0, PeriodUnit.MONTH);
            AcquisitionCost limit = cost(30 / (1 - percent / 100.0));
            assertEquals(Optional.empty(), PaybackPeriod.withSurvival(limit, MARGIN, r));
            assertEquals(
                    Optional.empty(),
                    PaybackPeriod.onCurve(
                            cost(30 / (1 - percent / 100.0) * (1 + 1e-15)),
                            MARGIN,
                            ConstantRetention.from(r),
                            DiscountRate.NONE,
                            Horizon.of(10_000, PeriodUnit.MONTH)));
        }
        RetentionRate nobody = RetentionRate.of(0, PeriodUnit.MONTH);
        assertEquals(
                Optional.of(new PaybackPeriod(1, PeriodUnit.MONTH)),
                PaybackPeriod.withSurvival(cost(30), MARGIN, nobody));
        // the second of two margins that matter is waited for
        assertEquals(
                2,
                PaybackPeriod.withSurvival(cost(30 + 30e-7), MARGIN, RetentionRate.of(1e-7, PeriodUnit.MONTH))
                        .orElseThrow()
                        .periods(),
                1e-6);
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "retention must be per month, as the margin is, was per year (convert it with RetentionRate.per)",
                () -> PaybackPeriod.withSurvival(cost(1), MARGIN, RetentionRate.of(0.9, PeriodUnit.YEAR)));
        rejects(
                "periods must be finite and >= 0, was -1.0 (since acquisition)",
                () -> new PaybackPeriod(-1, PeriodUnit.MONTH));
        assertThrows(
                CurrencyMismatchException.class,
                () -> PaybackPeriod.plain(AcquisitionCost.of(CurrencyAmount.of("EUR", 1), 1), MARGIN));
        fails(
                UndefinedRatioException.class,
                "acquisition spend in USD per customers acquired is undefined, because customers acquired is 0",
                () -> PaybackPeriod.plain(AcquisitionCost.of(CurrencyAmount.of("USD", 1), 0), MARGIN));
        travels(new PaybackPeriod(8.5, PeriodUnit.MONTH));
    }
}
