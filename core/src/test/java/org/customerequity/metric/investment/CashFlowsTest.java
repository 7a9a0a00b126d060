package org.customerequity.metric.investment;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.customerequity.metric.investment.InternalRate.Verdict;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Value now, internal rates and payback: sheet 22 section 5, roots that were put in, laws. */
@Seeded
class CashFlowsTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    private static final DiscountRate TEN = DiscountRate.ofAnnual(0.1);
    private static final CashFlows SHEET = yearly(-60000, 18000, 26000, 30000, 30000);

    private static CashFlows yearly(double... amounts) {
        return CashFlows.firstNow(EUR, YEAR, amounts);
    }

    private static double npv(CashFlows flows, double rate) {
        return flows.netPresentValue(DiscountRate.ofPerPeriod(rate, flows.unit()))
                .value();
    }

    private static double npvAt(double[] amounts, double rate) {
        double sum = 0;
        for (int t = amounts.length - 1; t >= 0; t--) {
            sum = sum / (1 + rate) + amounts[t];
        }
        return sum;
    }

    @Test
    void theSheet() {
        close(20881.0873574, npv(SHEET, 0.1), 1e-11);
        InternalRate irr = SHEET.internalRate();
        assertEquals(Verdict.UNIQUE, irr.verdict());
        close(0.238726288744, irr.rate(), 2e-12);
        close(0.238726288744, irr.annualRate(), 2e-12);
        close(2.53333333333, SHEET.payback().orElseThrow(), 2e-12);
        close(2.98266666667, SHEET.discountedPayback(TEN).orElseThrow(), 2e-12);
        close(2.53333333333, SHEET.finalPayback().orElseThrow(), 2e-12);
        close(1.73333333333, SHEET.multipleOnInvestedCapital().value(), 2e-12);
        close(0.733333333333, SHEET.returnOnInvestment().value(), 2e-12);
        close(1.34801812262, SHEET.profitabilityIndex(TEN).value(), 3e-12);
        close(1.34801812262, SHEET.profitabilityIndexOfInitialOutlay(TEN).value(), 3e-12);
        close(0.185268159502, SHEET.modifiedInternalRate(TEN, TEN).orElseThrow(), 3e-12);
        close(6587.3734109, SHEET.equivalentAnnuity(TEN).value(), 1e-11);
        assertEquals(104000, SHEET.inflows().value());
        assertEquals(60000, SHEET.outflows().value());
        assertEquals(44000, SHEET.total().value());
        assertEquals("5 flows in EUR over 4.0 years", SHEET.toString());
    }

    /** Sheet 22: two rates, and a value above zero only between them, with its maximum at 1.32 * 2 / 2.3 - 1. */
    @Test
    void twoRates() {
        CashFlows flows = yearly(-1000, 2300, -1320);
        InternalRate irr = flows.internalRate();
        assertEquals(Verdict.SEVERAL, irr.verdict());
        assertArrayEquals(new double[] {0.1, 0.2}, irr.rates(), 1e-13);
        assertEquals(2, irr.signChanges());
        assertTrue(irr.asOptional().isEmpty());
        assertTrue(irr.positiveRate().isEmpty());
        String message = "the internal rate of return must be unique, was " + irr
                + " (compare net present values at the rate that applies)";
        fails(IllegalStateException.class, message, irr::rate);
        assertTrue(irr.toString().startsWith("SEVERAL [0."));
        close(1.89393939394, npv(flows, 0.147826086957), 1e-11);
        assertTrue(npv(flows, 0.099) < 0 && npv(flows, 0.101) > 0 && npv(flows, 0.199) > 0 && npv(flows, 0.201) < 0);
        travels(irr);
    }

    @Test
    void verdicts() {
        assertEquals(Verdict.NO_SIGN_CHANGE, yearly(1, 2, 3).internalRate().verdict());
        assertEquals(
                Verdict.NO_SIGN_CHANGE, CashFlows.none(EUR, YEAR).internalRate().verdict());
        // 1 - 2u + 2u^2 has no real root
        assertEquals(Verdict.NO_RATE, yearly(1, -2, 2).internalRate().verdict());
        // (1 - 1.1 u)^2: the value touches zero at 10 %
        InternalRate touching = yearly(-1, 2.2, -1.21).internalRate();
        assertEquals(Verdict.UNIQUE, touching.verdict());
        assertEquals(0.1, touching.rate(), 1e-7);
        // Norstrom: -100 -50 +200 -20 cumulates to - - + +, one positive rate; the other is near -0.9
        InternalRate norstrom = yearly(-100, -50, 200, -20).internalRate();
        assertEquals(Verdict.ONE_POSITIVE, norstrom.verdict());
        assertEquals(2, norstrom.rates().length);
        double positive = norstrom.positiveRate().orElseThrow();
        assertEquals(0, npvAt(new double[] {-100, -50, 200, -20}, positive), 1e-11);
        assertTrue(norstrom.rates()[0] < 0);
        // money lost: a rate below zero
        close(-0.5, yearly(-100, 50).internalRate().rate(), 1e-14);
        assertTrue(yearly(-100, 50).internalRate().positiveRate().isEmpty());
    }

    /** Roots that were put in come out: the product of (1 - (1 + d) u). */
    @Property
    void rootsPutInComeOut(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = -80, max = 300) Integer> percent,
            @ForAll boolean negative) {
        double[] rates =
                percent.stream().distinct().sorted().mapToDouble(p -> p / 100.0).toArray();
        double[] flows = {negative ? -1000 : 1000};
        double nearest = 9;
        for (int i = 0; i < rates.length; i++) {
            nearest = i == 0 ? nearest : Math.min(nearest, rates[i] - rates[i - 1]);
            double[] next = Arrays.copyOf(flows, flows.length + 1);
            for (int k = 0; k < flows.length; k++) {
                next[k + 1] -= flows[k] * (1 + rates[i]);
            }
            flows = next;
        }
        InternalRate irr = yearly(flows).internalRate();
        // neighbours a per cent apart in five are as good as one: the flows themselves are rounded
        if (nearest >= 0.1 || rates.length < 3) {
            assertArrayEquals(rates, irr.rates(), 1e-7 / Math.min(1, nearest * nearest));
        }
        assertTrue(irr.rates().length <= irr.signChanges());
    }

    /** A fine grid sees no crossing that was missed; and every rate makes the value zero. */
    @Property(tries = 600)
    void everyCrossingIsFound(@ForAll @IntRange(min = 2, max = 12) int n, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] amounts = new double[n];
        for (int t = 0; t < n; t++) {
            amounts[t] = Math.rint(random.nextDouble() * 400 - 200);
        }
        InternalRate irr = yearly(amounts).internalRate();
        double scale = Arrays.stream(amounts).map(Math::abs).sum();
        for (double rate : irr.rates()) {
            if (rate > -0.5) {
                assertEquals(0, npvAt(amounts, rate), 1e-12 * scale * Math.pow(1 + Math.max(0, -rate * 2), n));
            }
        }
        int crossings = 0;
        double before = npvAt(amounts, -0.5);
        for (double x = Math.log(0.5); x < Math.log(21); x += 0.002) {
            double after = npvAt(amounts, Math.expm1(x));
            crossings += before * after < 0 ? 1 : 0;
            before = after;
        }
        long found = Arrays.stream(irr.rates()).filter(d -> d > -0.5 && d < 20).count();
        assertTrue(found >= crossings, () -> Arrays.toString(amounts) + irr);
        if (irr.verdict() == Verdict.ONE_POSITIVE) {
            assertTrue(irr.positiveRate().isPresent());
        }
    }

    /** Microsoft's documentation of XIRR: 0.373362535 by years of 365 days. */
    @Test
    void datedFlows() {
        LocalDate today = LocalDate.of(2008, 1, 1);
        CashFlows flows = CashFlows.ofDates(
                EUR,
                today,
                List.of(
                        LocalDate.of(2008, 10, 30),
                        today,
                        LocalDate.of(2008, 3, 1),
                        LocalDate.of(2009, 2, 15),
                        LocalDate.of(2009, 4, 1)),
                4250,
                -10000,
                2750,
                3250,
                2750);
        double rate = flows.internalRate().rate();
        assertEquals(0.373362535, Math.expm1(Math.log1p(rate) * 365 / 365.25), 0.5e-8);
        assertEquals(0, npv(flows, rate), 1e-9);
        // ten for one within a day: more a year than a double can say
        assertEquals(
                Double.POSITIVE_INFINITY,
                CashFlows.ofDates(EUR, today, List.of(today, today.plusDays(1)), -1, 10)
                        .internalRate()
                        .rate());
        assertArrayEquals(
                new double[] {3},
                CashFlows.ofDates(EUR, today, List.of(today, today), 1, 2).amounts());
    }

    @Test
    void threeTimings() {
        double[] amounts = {-100, 60, 70};
        double textbook = npv(CashFlows.firstNow(EUR, YEAR, amounts), 0.1);
        close(-100 + 60 / 1.1 + 70 / 1.21, textbook, 1e-13);
        close(textbook / 1.1, npv(CashFlows.firstAfterOnePeriod(EUR, YEAR, amounts), 0.1), 1e-13);
        close(
                -100 + 60 / Math.sqrt(1.1) + 70 / Math.pow(1.1, 1.5),
                npv(CashFlows.firstNowThenMidPeriods(EUR, YEAR, amounts), 0.1),
                1e-13);
        assertArrayEquals(
                new double[] {0, 0.5, 1.5},
                CashFlows.firstNowThenMidPeriods(EUR, YEAR, amounts).moments());
        CashFlows monthly = CashFlows.firstNow(EUR, PeriodUnit.MONTH, amounts);
        close(
                Math.expm1(12 * Math.log1p(monthly.internalRate().rate())),
                monthly.internalRate().annualRate(),
                1e-12);
    }

    @Test
    void payback() {
        CashFlows reopened = yearly(-100, 150, -80, 40);
        close(2 / 3.0, reopened.payback().orElseThrow(), 1e-15);
        close(2.75, reopened.finalPayback().orElseThrow(), 1e-15);
        assertTrue(yearly(-100, 150, -80).finalPayback().isEmpty());
        assertTrue(yearly(-100, 50).payback().isEmpty());
        assertEquals(OptionalDouble.of(0), yearly(100, 50).payback());
        assertEquals(OptionalDouble.of(0), yearly(100, 50).finalPayback());
        assertTrue(yearly(100, -150).payback().isEmpty());
        assertTrue(yearly(-100, 105).discountedPayback(TEN).isEmpty());
        assertTrue(yearly(-100, 105).discountedFinalPayback(TEN).isEmpty());
        close(1, yearly(-100, 100).payback().orElseThrow(), 1e-15);
    }

    @Property
    void valueIsAdditiveAndScales(
            @ForAll @Size(max = 8) List<@IntRange(min = -500, max = 500) Integer> first,
            @ForAll @Size(max = 8) List<@IntRange(min = -500, max = 500) Integer> second,
            @ForAll @Size(max = 8) List<@IntRange(min = -500, max = 500) Integer> third,
            @ForAll @Scale(4) @DoubleRange(max = 0.9) double d) {
        CashFlows a = yearly(first.stream().mapToDouble(x -> x).toArray());
        CashFlows b = CashFlows.firstNowThenMidPeriods(
                EUR, YEAR, second.stream().mapToDouble(x -> x).toArray());
        CashFlows c = yearly(third.stream().mapToDouble(x -> x).toArray());
        assertEquals(npv(a, d) + npv(b, d), npv(a.plus(b), d), 1e-9);
        assertEquals(a.plus(b), b.plus(a));
        assertEquals(a.plus(b).plus(c), a.plus(b.plus(c)));
        assertEquals(a, a.plus(CashFlows.none(EUR, YEAR)));
        assertEquals(3 * npv(a, d), npv(a.times(3), d), 1e-9);
        assertArrayEquals(a.internalRate().rates(), a.times(-8).internalRate().rates(), 0);
        assertEquals(a.total().value(), npv(a, 0), 1e-9);
    }

    /** Outlay, then inflows: value falls with the rate, is zero at the internal one, and the modified one lies between. */
    @Property
    void conventionalFlows(
            @ForAll @IntRange(min = 1, max = 1000) int outlay,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 500) Integer> inflows,
            @ForAll @Scale(4) @DoubleRange(max = 0.9) double d) {
        double[] amounts = new double[inflows.size() + 1];
        amounts[0] = -outlay;
        for (int t = 1; t < amounts.length; t++) {
            amounts[t] = inflows.get(t - 1);
        }
        CashFlows flows = yearly(amounts);
        assertTrue(npv(flows, d) > npv(flows, d + 0.01));
        InternalRate irr = flows.internalRate();
        assertEquals(Verdict.UNIQUE, irr.verdict());
        double rate = irr.rate();
        double scale = 0;
        for (int t = 0; t < amounts.length; t++) {
            scale += Math.abs(amounts[t]) * Math.pow(1 + rate, -t);
        }
        assertEquals(0, npvAt(amounts, rate), 1e-12 * scale);
        if (Math.abs(rate - d) > 1e-9) {
            assertEquals(rate > d, npv(flows, d) > 0);
        }
        DiscountRate discount = DiscountRate.ofPerPeriod(d, YEAR);
        double modified = flows.modifiedInternalRate(discount, discount).orElseThrow();
        assertTrue(modified >= Math.min(d, rate) - 1e-12 && modified <= Math.max(d, rate) + 1e-12);
        assertEquals(npv(flows, d) > 0, flows.profitabilityIndex(discount).value() > 1);
        assertEquals(flows.total().value() >= 0, flows.payback().isPresent());
        assertEquals(flows.payback(), flows.finalPayback());
        flows.discountedPayback(discount)
                .ifPresent(p -> assertTrue(p >= flows.payback().orElseThrow() - 1e-9));
        // the annuity is worth what the flows are
        double[] annuity = new double[amounts.length - 1];
        Arrays.fill(annuity, flows.equivalentAnnuity(discount).value());
        assertEquals(npv(flows, d), npv(CashFlows.firstAfterOnePeriod(EUR, YEAR, annuity), d), 1e-9 * scale);
    }

    @Test
    void undefined() {
        CashFlows gift = yearly(0, 100);
        assertFalse(gift.multipleOnInvestedCapital().isDefined());
        assertFalse(gift.returnOnInvestment().isDefined());
        assertFalse(gift.profitabilityIndex(TEN).isDefined());
        assertFalse(gift.profitabilityIndexOfInitialOutlay(TEN).isDefined());
        assertTrue(gift.modifiedInternalRate(TEN, TEN).isEmpty());
        fails(
                IllegalStateException.class,
                "an equivalent annuity needs a flow after now, and there is none",
                () -> yearly(-5).equivalentAnnuity(TEN));
        close(50, yearly(-100, 100, 100).equivalentAnnuity(DiscountRate.NONE).value(), 1e-15);
    }

    /** What is paid back to the cent is paid back, whatever doubles add up to: rates of 0.01 to 19.99, 1 to 24 of them. */
    @Test
    void exactRepaymentIsRepayment() {
        for (int cents = 1; cents < 2000; cents++) {
            for (int n = 1; n <= 24; n++) {
                double[] amounts = new double[n + 2];
                Arrays.fill(amounts, 1, n + 1, cents / 100.0);
                amounts[0] = -(cents * n) / 100.0;
                CashFlows flows = yearly(amounts);
                assertEquals(n, flows.payback().orElseThrow(), 1e-11 * n);
                assertEquals(n, flows.finalPayback().orElseThrow(), 1e-11 * n);
            }
        }
        // a cent short is short
        assertTrue(yearly(-249.91, 35.7, 35.7, 35.7, 35.7, 35.7, 35.7, 35.7)
                .payback()
                .isEmpty());
        close(1.5, yearly(100, -300, 400).payback().orElseThrow(), 1e-15);
    }

    /** Beyond the range of a double no figure is made up: such flows are refused, and large ones within it are as good as small. */
    @Test
    void theEndsOfTheRange() {
        rejects(
                "amounts must add up to a finite sum, was Infinity (inflows and outflows together)",
                () -> yearly(-1e308, -1e308, 1e308, 1e308));
        rejects(
                "amounts must add up to a finite sum, was Infinity (inflows and outflows together)",
                () -> yearly(-1.7e308, 1).plus(yearly(-1.7e308, 1)));
        double[] apart = new double[41];
        apart[0] = -2e307;
        apart[20] = 4.6e307;
        apart[40] = -2.64e307;
        double[] roots = yearly(apart).internalRate().rates();
        assertArrayEquals(new double[] {Math.pow(1.1, 0.05) - 1, Math.pow(1.2, 0.05) - 1}, roots, 1e-14);
        double[] small = {-1, 2.3, -1.32, 0.5, -2, 3, -1, 0.7};
        for (double unit : new double[] {1e-300, 1e307}) {
            CashFlows scaled = yearly(Arrays.stream(small).map(a -> a * unit).toArray());
            assertArrayEquals(
                    yearly(small).internalRate().rates(), scaled.internalRate().rates(), 1e-12);
            close(
                    yearly(small).modifiedInternalRate(TEN, TEN).orElseThrow(),
                    scaled.modifiedInternalRate(TEN, TEN).orElseThrow(),
                    1e-13);
        }
    }

    /** Flows that end at zero but for rounding have the rate 0, which is not positive. */
    @Test
    void cumulatedToZeroButForRounding() {
        // in doubles the sum of these is 6e-17, which is positive
        InternalRate rate = yearly(0.6, -0.9, 0.3).internalRate();
        assertEquals(Verdict.SEVERAL, rate.verdict());
        assertArrayEquals(new double[] {-0.5, 0}, rate.rates(), 1e-15);
        assertEquals(0, rate.rates()[1]);
        assertTrue(rate.positiveRate().isEmpty());
        assertEquals(0, yearly(-0.3, 0.1, 0.2).internalRate().rate());
        close(1e-9, yearly(-1e9, 1e9 + 1).internalRate().rate(), 1e-7);
    }

    @Test
    void valueOfLaterFlowsKeepsItsDigitsBesideALargeOutlay() {
        close(
                1e-3 / 1.1 / 1e12,
                yearly(-1e12, 1e-3).profitabilityIndexOfInitialOutlay(TEN).value(),
                1e-14);
    }

    @Test
    void badInput() {
        LocalDate today = LocalDate.of(2026, 3, 1);
        rejects("amounts[1] must be finite, was NaN (outflows are negative)", () -> yearly(1, Double.NaN));
        rejects(
                "dates[0] must not be before today 2026-03-01, was 2026-02-28 (leave out what is past)",
                () -> CashFlows.ofDates(EUR, today, List.of(today.minusDays(1)), 1));
        rejects(
                "dates must be 2, was 1 (one for each amount)",
                () -> CashFlows.ofDates(EUR, today, List.of(today), 1, 2));
        rejects(
                "other must be by year, was by month (make both in one unit)",
                () -> SHEET.plus(CashFlows.none(EUR, PeriodUnit.MONTH)));
        assertThrows(
                CurrencyMismatchException.class, () -> SHEET.plus(CashFlows.none(Currency.getInstance("USD"), YEAR)));
        rejects("factor must be finite, was Infinity", () -> SHEET.times(Double.POSITIVE_INFINITY));
        rejectsNull("other", () -> SHEET.plus(null));
        rejectsNull("discount", () -> SHEET.netPresentValue(null));
        rejectsNull("currency", () -> CashFlows.firstNow(null, YEAR, 1));
        travels(SHEET);
    }
}
