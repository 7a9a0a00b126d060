package org.customerequity.acquisition;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.customerequity.acquisition.AcquisitionExpense.MEDIA;
import static org.customerequity.acquisition.AcquisitionExpense.ONBOARDING;
import static org.customerequity.acquisition.AcquisitionExpense.SALARIES;
import static org.customerequity.acquisition.AcquisitionExpense.TOOLS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.retention.ChurnRate;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Acquisition cost, its definitions, and unit economics. */
@Seeded
class AcquisitionCostTest {
    private static final AcquisitionSpend SPEND =
            AcquisitionSpend.of(MEDIA, usd(90_000)).plus(SALARIES, usd(45_000)).plus(TOOLS, usd(15_000));

    private static final AcquiredCustomers CUSTOMERS = AcquiredCustomers.of(360, 240);

    private static CurrencyAmount usd(double value) {
        return CurrencyAmount.of("USD", value);
    }

    /** Sheet 01. */
    @Test
    void fourDefinitionsOfOneLedger() {
        assertEquals(usd(150), AcquisitionCost.simple(SPEND, 600).perCustomer());
        assertEquals(usd(250), AcquisitionCost.fullyLoaded(SPEND, 600).perCustomer());
        assertEquals(usd(250), AcquisitionCost.blended(SPEND, CUSTOMERS).perCustomer());
        assertEquals(usd(250), AcquisitionCost.paid(SPEND, CUSTOMERS).perCustomer());
        AcquisitionCost stated = AcquisitionCost.of(usd(500), 50);
        assertEquals(usd(10), stated.perCustomer());
        assertEquals("USD 10.0 per customer (USD 500.0 / 50, stated)", stated.toString());
        assertEquals(
                "USD 250.0 per customer (USD 150000.0 / 600, fully loaded)",
                AcquisitionCost.fullyLoaded(SPEND, 600).toString());
    }

    @Test
    void definitionsDoNotAdd() {
        AcquisitionCost loaded = AcquisitionCost.fullyLoaded(SPEND, 600);
        rejects(
                "other must be a cost by the definition FULLY_LOADED, was SIMPLE (costs of different scope do not add)",
                () -> loaded.plus(AcquisitionCost.simple(SPEND, 600)));
        assertEquals(
                usd(200), loaded.plus(AcquisitionCost.fullyLoaded(SPEND, 900)).perCustomer());
        assertThrows(
                CurrencyMismatchException.class,
                () -> AcquisitionCost.of(usd(1), 1).plus(AcquisitionCost.of(CurrencyAmount.of("EUR", 1), 1)));
    }

    @Test
    void nobodyAcquiredIsUndefined() {
        AcquisitionCost none = AcquisitionCost.of(usd(500), 0);
        assertFalse(none.isDefined());
        assertEquals(Optional.empty(), none.asOptional());
        assertEquals("undefined (USD 500.0 / 0, stated)", none.toString());
        String why = "acquisition spend in USD per customers acquired is undefined, because customers acquired is 0";
        fails(UndefinedRatioException.class, why, none::perCustomer);
        fails(UndefinedRatioException.class, why, () -> none.valueToCost(Contribution.of("USD", 1)));
        assertEquals(usd(20), none.plus(AcquisitionCost.of(usd(500), 50)).perCustomer());
    }

    @Property
    void mergingIsSpendOverCustomers(
            @ForAll @Scale(2) @DoubleRange(max = 1e6) double a,
            @ForAll @Scale(2) @DoubleRange(max = 1e6) double b,
            @ForAll @IntRange(min = 1, max = 1000) int m,
            @ForAll @IntRange(min = 1, max = 1000) int n) {
        AcquisitionCost both = AcquisitionCost.of(usd(a), m).plus(AcquisitionCost.of(usd(b), n));
        close((a + b) / (m + n), both.perCustomer().value(), 1e-15);
        assertEquals(both, AcquisitionCost.of(usd(b), n).plus(AcquisitionCost.of(usd(a), m)));
    }

    @Test
    void ledger() {
        assertEquals(usd(150_000), SPEND.total());
        assertEquals(usd(45_000), SPEND.amount(SALARIES));
        assertEquals(usd(0), SPEND.amount(ONBOARDING));
        assertEquals(usd(180_000), SPEND.plus(SPEND).amount(MEDIA));
        assertEquals(usd(90_001), SPEND.plus(MEDIA, usd(1)).amount(MEDIA));
        assertThrows(UnsupportedOperationException.class, () -> SPEND.amounts().clear());
        Map<AcquisitionExpense, CurrencyAmount> mine = new EnumMap<>(MEDIA.getDeclaringClass());
        mine.put(MEDIA, usd(1));
        AcquisitionSpend copied = new AcquisitionSpend(mine);
        mine.put(TOOLS, usd(1));
        assertEquals(usd(1), copied.total());
        assertEquals(AcquiredCustomers.of(720, 480), CUSTOMERS.plus(CUSTOMERS));
        assertEquals(600, CUSTOMERS.total());
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "spend must be >= 0, was USD -1.0 (money spent on winning customers)",
                () -> AcquisitionCost.of(usd(-1), 1));
        rejects("customers must be >= 0, was -1 (customers won by the spend)", () -> AcquisitionCost.of(usd(1), -1));
        rejects(
                "amount of MEDIA must be >= 0, was USD -1.0 (book a credit against what it reduces)",
                () -> AcquisitionSpend.of(MEDIA, usd(-1)));
        rejects(
                "amounts must not be empty, was {} (at least one, so that the currency is known)",
                () -> new AcquisitionSpend(Map.of()));
        rejects("paid must be >= 0, was -1 (customers attributed to paid media)", () -> AcquiredCustomers.of(-1, 0));
        rejects(
                "organic must be >= 0, was -1 (customers not attributed to paid media)",
                () -> AcquiredCustomers.of(0, -1));
        assertThrows(CurrencyMismatchException.class, () -> SPEND.plus(TOOLS, CurrencyAmount.of("EUR", 1)));
        rejectsNull("spend", () -> AcquisitionCost.of(null, 1));
        rejectsNull("kind", () -> AcquisitionSpend.of(null, usd(1)));
    }

    /** Sheet 01: ARPA 40, gross margin 75 %, churn 3 %, CAC 250. */
    @Test
    void unitEconomicsOfTheSheet() {
        PeriodicContribution margin =
                PeriodicRevenue.of("USD", 40, PeriodUnit.MONTH).times(MarginRatio.ofPercent(75));
        ChurnRate churn = ChurnRate.of(0.03, PeriodUnit.MONTH);
        UnitEconomics economics = UnitEconomics.of(margin, churn, AcquisitionCost.fullyLoaded(SPEND, 600));
        close(1000, economics.lifetimeValue().amount().value(), 1e-15);
        close(4, economics.valueToCost().value(), 1e-15);
        close(750, economics.netValue().value(), 1e-15);
        close(9.44859425908, economics.payback().orElseThrow().periods(), 1e-11);
    }

    /** Two channels: the pooled ratio is total value over total spend, between the two, not their mean. */
    @Test
    void ratiosOfTwoChannelsMerge() {
        Contribution value = Contribution.of("USD", 100);
        AcquisitionCost cheap = AcquisitionCost.of(usd(1_000), 100);
        AcquisitionCost dear = AcquisitionCost.of(usd(5_000), 100);
        assertEquals(10, cheap.valueToCost(value).value());
        assertEquals(2, dear.valueToCost(value).value());
        assertEquals(
                20_000.0 / 6_000,
                cheap.valueToCost(value).plus(dear.valueToCost(value)).value());
        assertEquals(
                cheap.plus(dear).valueToCost(value), cheap.valueToCost(value).plus(dear.valueToCost(value)));
        fails(
                UndefinedRatioException.class,
                "lifetime value of customers acquired per acquisition spend is undefined, because acquisition spend is"
                        + " 0",
                () -> AcquisitionCost.of(usd(0), 5).valueToCost(value).value());
    }

    @Test
    void unitEconomicsNeedOnePeriodAndOneCurrency() {
        PeriodicContribution margin = PeriodicContribution.of("USD", 30, PeriodUnit.MONTH);
        AcquisitionCost cost = AcquisitionCost.of(usd(250), 1);
        rejects(
                "churn must be per month, as the margin is, was per year (convert it with ChurnRate.per)",
                () -> UnitEconomics.of(margin, ChurnRate.of(0.3, PeriodUnit.YEAR), cost));
        assertThrows(
                CurrencyMismatchException.class,
                () -> UnitEconomics.of(
                        PeriodicContribution.of("EUR", 30, PeriodUnit.MONTH),
                        ChurnRate.of(0.3, PeriodUnit.MONTH),
                        cost));
        fails(
                UndefinedRatioException.class,
                "expected months as a customer are undefined, because churn is 0: nobody leaves",
                () -> UnitEconomics.of(margin, ChurnRate.of(0, PeriodUnit.MONTH), cost)
                        .valueToCost());
    }

    @Test
    void theyTravel() {
        travels(SPEND);
        travels(CUSTOMERS);
        travels(AcquisitionCost.of(usd(500), 50));
        travels(UnitEconomics.of(
                PeriodicContribution.of("USD", 30, PeriodUnit.MONTH),
                ChurnRate.ofCounts(3, 100, PeriodUnit.MONTH),
                AcquisitionCost.of(usd(500), 50)));
        rejects(
                "customers must be >= 0, was -1 (customers won by the spend)",
                () -> tampered(AcquisitionCost.of(usd(500), 50), 50L, -1L));
    }

    @Test
    void valueAndCostAreInOneCurrency() {
        rejects(
                "currency must be USD, was EUR (convert before you combine)",
                () -> AcquisitionCost.of(usd(1), 1).valueToCost(Contribution.of("EUR", 1)));
        assertEquals(Optional.of(usd(10)), AcquisitionCost.of(usd(500), 50).asOptional());
        // a kind that cost nothing may be written down
        assertEquals(usd(0), AcquisitionSpend.of(MEDIA, usd(0)).total());
    }
}
