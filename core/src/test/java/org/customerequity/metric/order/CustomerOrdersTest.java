package org.customerequity.metric.order;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Interval;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Order value, frequency, repeat rate and customer value. */
@Seeded
class CustomerOrdersTest {
    private static final Currency USD = Currency.getInstance("USD");

    /** The ten customers of sheet 22, section 1. */
    private static final double[] REVENUE = {120, 45, 300, 60, 15, 220, 90, 75, 410, 30};

    private static final int[] ORDERS = {2, 1, 4, 1, 1, 3, 2, 1, 5, 1};

    private static CustomerOrders month() {
        return CustomerOrders.ofColumns(REVENUE, ORDERS, USD, PeriodUnit.MONTH);
    }

    @Test
    void numbersOfTheKpiSheet() {
        CustomerOrders month = month();
        assertEquals(10, month.customers());
        assertEquals(CurrencyAmount.of("USD", 65), month.averageOrderValue().value());
        close(6.22902122868, month.averageOrderValue().sums().standardError(), 2e-12);
        assertEquals(2.1, month.purchaseFrequency().value());
        close(0.458257569496, month.purchaseFrequency().sums().standardError(), 2e-12);
        assertEquals(0.5, month.repeatPurchaseRate().value());
        Interval repeat = month.repeatPurchaseRate().confidenceInterval(0.95);
        close(0.236593090513, repeat.lower(), 2e-12);
        close(0.763406909487, repeat.upper(), 2e-12);
        assertEquals(
                PeriodicRevenue.of("USD", 136.5, PeriodUnit.MONTH),
                month.customerValue().value());
        close(41.5066929007, month.customerValue().sums().standardError(), 2e-12);
        assertEquals(
                2 * 1.959963984540054 * 41.5066929007,
                month.customerValue().confidenceInterval(0.95).width(),
                1e-8);
        // the mean of customers' own averages is another figure
        double mean = 0;
        for (int i = 0; i < 10; i++) {
            mean += REVENUE[i] / ORDERS[i] / 10;
        }
        close(56.0333333333, mean, 1e-11);
    }

    /** Sheet 01, from totals. */
    @Test
    void numbersOfTheOrderSheet() {
        assertEquals(
                CurrencyAmount.of("USD", 5),
                AverageOrderValue.of(Revenue.of("USD", 10_000), 2_000).value());
        AverageOrderValue orderValue = AverageOrderValue.of(Revenue.of("USD", 54_000), 900);
        PurchaseFrequency frequency = PurchaseFrequency.of(900, 400, PeriodUnit.MONTH);
        assertEquals(CurrencyAmount.of("USD", 60), orderValue.value());
        assertEquals(2.25, frequency.value());
        CustomerValue value = CustomerValue.of(orderValue, frequency);
        assertEquals(PeriodicRevenue.of("USD", 135, PeriodUnit.MONTH), value.value());
        assertEquals(
                PeriodicContribution.of("USD", 54, PeriodUnit.MONTH),
                value.value().times(MarginRatio.of(0.4)));
        assertEquals(0.375, RepeatPurchaseRate.of(150, 400).value());
    }

    @Property
    void valueIsOrderValueTimesFrequency(
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 9) Integer> orders) {
        double[] revenue = new double[orders.size()];
        Arrays.setAll(revenue, i -> 10 + 7.5 * i);
        CustomerOrders all = CustomerOrders.ofColumns(
                revenue, orders.stream().mapToInt(x -> x).toArray(), USD, PeriodUnit.WEEK);
        double product = all.averageOrderValue().value().value()
                * all.purchaseFrequency().value();
        close(product, all.customerValue().value().amount().value(), 1e-14);
        close(
                product,
                CustomerValue.of(all.averageOrderValue(), all.purchaseFrequency())
                        .value()
                        .amount()
                        .value(),
                1e-14);
    }

    @Property
    void piecesMergeToTheWhole(@ForAll @IntRange(max = 10) int at) {
        CustomerOrders first =
                CustomerOrders.ofColumns(Arrays.copyOf(REVENUE, at), Arrays.copyOf(ORDERS, at), USD, PeriodUnit.MONTH);
        CustomerOrders merged = first;
        for (int i = at; i < 10; i++) {
            merged = merged.plusCustomer(REVENUE[i], ORDERS[i]);
        }
        CustomerOrders second = CustomerOrders.none(USD, PeriodUnit.MONTH);
        for (int i = at; i < 10; i++) {
            second = second.plusCustomer(REVENUE[i], ORDERS[i]);
        }
        for (CustomerOrders whole : new CustomerOrders[] {merged, first.plus(second), second.plus(first)}) {
            assertEquals(10, whole.customers());
            assertEquals(65, whole.averageOrderValue().value().value());
            close(6.22902122868, whole.averageOrderValue().sums().standardError(), 2e-12);
            close(0.458257569496, whole.purchaseFrequency().sums().standardError(), 2e-12);
            close(41.5066929007, whole.customerValue().sums().standardError(), 2e-12);
            assertEquals(RepeatPurchaseRate.of(5, 10), whole.repeatPurchaseRate());
        }
    }

    @Test
    void smallTypesMergeToo() {
        assertEquals(
                AverageOrderValue.of(Revenue.of("USD", 30), 3),
                AverageOrderValue.of(Revenue.of("USD", 10), 1).plus(AverageOrderValue.of(Revenue.of("USD", 20), 2)));
        assertEquals(
                PurchaseFrequency.of(5, 3, PeriodUnit.WEEK),
                PurchaseFrequency.of(2, 1, PeriodUnit.WEEK).plus(PurchaseFrequency.of(3, 2, PeriodUnit.WEEK)));
        assertEquals(RepeatPurchaseRate.of(3, 10), RepeatPurchaseRate.of(1, 4).plus(RepeatPurchaseRate.of(2, 6)));
        CustomerValue value = month().customerValue();
        assertEquals(136.5, value.plus(value).value().amount().value());
        assertThrows(
                CurrencyMismatchException.class,
                () -> AverageOrderValue.of(Revenue.of("USD", 1), 1)
                        .plus(AverageOrderValue.of(Revenue.of("EUR", 1), 1)));
        rejects(
                "other must be per week, was per month (figures of different periods do not add)",
                () -> PurchaseFrequency.of(2, 1, PeriodUnit.WEEK).plus(PurchaseFrequency.of(2, 1, PeriodUnit.MONTH)));
    }

    @Test
    void fromHistories() {
        PurchaseHistories histories = PurchaseHistories.ofColumns(
                        new int[] {2, 0, 1, 0},
                        new double[] {20, 0, 3, 0},
                        new double[] {30, 30, 10, 2},
                        PeriodUnit.WEEK)
                .withSpend(new int[] {2, 0, 1, 0}, new double[] {15, 0, 60, 0}, USD);
        AverageOrderValue repeatOrders = AverageOrderValue.ofCountedSpend(histories);
        assertEquals(CurrencyAmount.of("USD", 30), repeatOrders.value());
        assertEquals(2, repeatOrders.sums().units());
        assertEquals(RepeatPurchaseRate.of(2, 4), RepeatPurchaseRate.of(histories));
        assertEquals(RepeatPurchaseRate.of(1, 2), RepeatPurchaseRate.observedFor(histories, 12));
        fails(
                IllegalStateException.class,
                "histories must have amounts in a named currency (see PurchaseHistories.withSpend)",
                () -> AverageOrderValue.ofCountedSpend(PurchaseHistories.ofColumns(
                        new int[] {0}, new double[] {0}, new double[] {1}, PeriodUnit.WEEK)));
        rejects(
                "minimumAge must be finite and >= 0, was NaN (in the unit of the histories)",
                () -> RepeatPurchaseRate.observedFor(histories, Double.NaN));
    }

    @Test
    void nothingIsUndefined() {
        CustomerOrders none = CustomerOrders.none(USD, PeriodUnit.MONTH);
        assertFalse(none.averageOrderValue().isDefined());
        assertFalse(none.purchaseFrequency().isDefined());
        assertFalse(none.repeatPurchaseRate().isDefined());
        assertFalse(none.customerValue().isDefined());
        assertEquals(Optional.empty(), none.averageOrderValue().asOptional());
        assertEquals(OptionalDouble.empty(), none.purchaseFrequency().asOptional());
        assertEquals(OptionalDouble.empty(), none.repeatPurchaseRate().asOptional());
        assertEquals(Optional.empty(), none.customerValue().asOptional());
        fails(
                UndefinedRatioException.class,
                "revenue per orders is undefined, because orders is 0",
                () -> none.averageOrderValue().value());
        fails(
                UndefinedRatioException.class,
                "orders per customers is undefined, because customers is 0",
                () -> none.purchaseFrequency().value());
        String why = "repeat customers per customers is undefined, because customers is 0";
        fails(
                UndefinedRatioException.class,
                why,
                () -> none.repeatPurchaseRate().value());
        fails(
                UndefinedRatioException.class,
                why,
                () -> none.repeatPurchaseRate().confidenceInterval(0.95));
        fails(
                UndefinedRatioException.class,
                "standard error of revenue per orders is undefined, because only totals are known (give one row a"
                        + " customer)",
                () -> AverageOrderValue.of(Revenue.of("USD", 10), 2).confidenceInterval(0.95));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "orders[1] must be >= 1, was 0 (leave out customers without an order)",
                () -> CustomerOrders.ofColumns(new double[] {1, 2}, new int[] {1, 0}, USD, PeriodUnit.MONTH));
        rejects(
                "orders must have as many rows as revenue, 2, was 1",
                () -> CustomerOrders.ofColumns(new double[] {1, 2}, new int[] {1}, USD, PeriodUnit.MONTH));
        rejects(
                "revenue[0] must be finite, was NaN",
                () -> CustomerOrders.none(USD, PeriodUnit.MONTH).plusCustomer(Double.NaN, 1));
        rejects(
                "other must be per month, was per year (figures of different periods do not add)",
                () -> month().plus(CustomerOrders.none(USD, PeriodUnit.YEAR)));
        assertThrows(
                CurrencyMismatchException.class,
                () -> month().plus(CustomerOrders.none(Currency.getInstance("EUR"), PeriodUnit.MONTH)));
        rejects(
                "orders must be >= customers 3, was 2 (each of them ordered at least once)",
                () -> PurchaseFrequency.of(2, 3, PeriodUnit.WEEK));
        rejects("orders must be >= 0, was -1", () -> AverageOrderValue.of(Revenue.of("USD", 1), -1));
        rejects(
                "repeaters must be <= customers 2, was 3 (a repeater is a customer too)",
                () -> RepeatPurchaseRate.of(3, 2));
        rejects(
                "frequency must count the same orders as the order value, 900.0, was 800.0 (one period, one set of"
                        + " customers)",
                () -> CustomerValue.of(
                        AverageOrderValue.of(Revenue.of("USD", 1), 900),
                        PurchaseFrequency.of(800, 400, PeriodUnit.WEEK)));
    }

    @Test
    void theyTravel() {
        travels(month());
        travels(month().averageOrderValue());
        travels(month().purchaseFrequency());
        travels(month().repeatPurchaseRate());
        travels(month().customerValue());
    }

    @Test
    void figuresAreDefinedWhereSomebodyOrdered() {
        CustomerOrders month = month();
        assertTrue(month.averageOrderValue().isDefined());
        assertTrue(month.purchaseFrequency().isDefined());
        assertTrue(month.repeatPurchaseRate().isDefined());
        assertTrue(month.customerValue().isDefined());
        assertEquals(
                Optional.of(month.averageOrderValue().value()),
                month.averageOrderValue().asOptional());
        assertEquals(
                OptionalDouble.of(month.purchaseFrequency().value()),
                month.purchaseFrequency().asOptional());
        assertEquals(
                OptionalDouble.of(month.repeatPurchaseRate().value()),
                month.repeatPurchaseRate().asOptional());
        assertEquals(
                Optional.of(month.customerValue().value()),
                month.customerValue().asOptional());
        double z = 1.959963984540054;
        assertEquals(
                65 - z * 6.22902122868,
                month.averageOrderValue().confidenceInterval(0.95).lower(),
                1e-9);
        assertEquals(
                2.1 + z * 0.458257569496,
                month.purchaseFrequency().confidenceInterval(0.95).upper(),
                1e-9);
        assertEquals(1, PurchaseFrequency.of(3, 3, PeriodUnit.WEEK).value());
        assertEquals(1, RepeatPurchaseRate.of(3, 3).value());
    }

    @Test
    void customerValuesMergeInOneCurrencyAndPeriodOnly() {
        CustomerValue value = month().customerValue();
        rejects(
                "currency must be USD, was EUR (convert before you combine)",
                () -> value.plus(CustomerOrders.none(Currency.getInstance("EUR"), PeriodUnit.MONTH)
                        .customerValue()));
        rejects(
                "other must be per month, was per week (figures of different periods do not add)",
                () -> value.plus(CustomerOrders.none(USD, PeriodUnit.WEEK).customerValue()));
    }

    @Test
    void customersObservedExactlyLongEnoughCount() {
        PurchaseHistories histories = PurchaseHistories.ofColumns(
                new int[] {3, 0, 0}, new double[] {9, 0, 0}, new double[] {12, 12, 11}, PeriodUnit.WEEK);
        assertEquals(RepeatPurchaseRate.of(1, 2), RepeatPurchaseRate.observedFor(histories, 12));
        assertEquals(RepeatPurchaseRate.of(1, 3), RepeatPurchaseRate.observedFor(histories, 11));
    }
}
