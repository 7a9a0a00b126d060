package org.customerequity.value;

import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueSerializationTest {
    static Stream<Object> values() {
        CurrencyAmount amount = CurrencyAmount.of("EUR", 2.5);
        return Stream.of(
                amount,
                Money.of("EUR", "2.50"),
                DiscountRate.ofAnnual(0.1),
                PeriodUnit.WEEK,
                CashFlowTiming.END_OF_PERIOD,
                ValueBasis.CONTRIBUTION,
                Horizon.FOREVER,
                Horizon.ofYears(3),
                Span.ofWeeks(1, 2),
                Ratio.of(1, "revenue", 2, "orders"),
                RatioOfSums.empty("revenue", "orders").plusUnit(3, 2).plusUnit(1, 1),
                Proportion.of(1, 2),
                new Interval(0, 1, 0.95),
                Estimate.ofPositive(1, 0.5),
                MarginRatio.of(0.3),
                new Revenue(amount),
                new Contribution(amount),
                new PeriodicRevenue(amount, PeriodUnit.MONTH),
                new PeriodicContribution(amount, PeriodUnit.MONTH));
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyValueTravels(Object value) {
        assertEquals(value.toString(), travels(value).toString());
    }

    @Test
    void aTamperedStreamIsRejectedWithTheConstructorsMessage() {
        rejects(
                "effectiveAnnual must be finite and >= 0, was NaN (0.10 means 10 %)",
                () -> tampered(DiscountRate.ofAnnual(0.1), 0.1, Double.NaN));
        rejects(
                "value must be finite, was Infinity (an amount of EUR)",
                () -> tampered(CurrencyAmount.of("EUR", 2.5), 2.5, Double.POSITIVE_INFINITY));
        rejects("successes must be <= trials 7, was 9", () -> tampered(Proportion.of(3, 7), 3L, 9L));
        rejects("lower must be <= upper 1.5, was 2.0", () -> tampered(new Interval(0.5, 1.5, 0.95), 0.5, 2.0));
        rejects(
                "from must be finite and >= 0, was -1.0 (periods from the end of observation or the first purchase)",
                () -> tampered(Span.ofWeeks(1.5, 2), 1.5, -1.0));
    }
}
