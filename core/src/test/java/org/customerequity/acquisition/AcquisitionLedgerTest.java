package org.customerequity.acquisition;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.customerequity.acquisition.AcquisitionExpense.MEDIA;
import static org.customerequity.acquisition.AcquisitionExpense.SALARIES;
import static org.customerequity.acquisition.AcquisitionExpense.TOOLS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.acquisition.AcquisitionCost.Definition;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class AcquisitionLedgerTest {
    private static final ReportingPeriod JANUARY = ReportingPeriod.ofMonth(2026, 1);
    private static final ReportingPeriod FEBRUARY = ReportingPeriod.ofMonth(2026, 2);
    private static final ReportingPeriod MARCH = ReportingPeriod.ofMonth(2026, 3);

    /** Together the numbers of sheet 01: media 90,000, salaries 45,000, tools 15,000, 600 customers, 360 of them paid. */
    private static final AcquisitionLedger SHEET = ledger().spend("search", JANUARY, MEDIA, usd(30_000))
            .spend("social", JANUARY, MEDIA, usd(10_000))
            .won("search", JANUARY, AcquiredCustomers.of(120, 0))
            .won("social", JANUARY, AcquiredCustomers.of(40, 0))
            .won("direct", JANUARY, AcquiredCustomers.of(0, 100))
            .sharedSpend(JANUARY, SALARIES, usd(20_000))
            .spend("search", MARCH, MEDIA, usd(50_000))
            .won("search", MARCH, AcquiredCustomers.of(200, 0))
            .won("direct", MARCH, AcquiredCustomers.of(0, 140))
            .sharedSpend(MARCH, SALARIES, usd(25_000))
            .sharedSpend(MARCH, TOOLS, usd(15_000))
            .build();

    private static CurrencyAmount usd(double value) {
        return CurrencyAmount.of("USD", value);
    }

    private static AcquisitionLedger.Builder ledger() {
        return AcquisitionLedger.builder("USD", PeriodUnit.MONTH);
    }

    @Test
    void definitionsOfTheSheet() {
        assertEquals(usd(150), SHEET.cost(Definition.SIMPLE).perCustomer());
        assertEquals(usd(250), SHEET.cost(Definition.FULLY_LOADED).perCustomer());
        assertEquals(usd(250), SHEET.cost(Definition.BLENDED).perCustomer());
        assertEquals(usd(250), SHEET.cost(Definition.PAID).perCustomer());
        close(
                150_000 / 360.0,
                SHEET.cost(Definition.PAID_FULLY_LOADED).perCustomer().value(),
                1e-15);
        assertEquals(
                "acquisition ledger of 3 channels, 3 months: USD 150000.0 spent, 600 customers won", SHEET.toString());
    }

    @Test
    void narrowing() {
        assertEquals(List.of("direct", "search", "social"), SHEET.channels());
        assertEquals(List.of(JANUARY, FEBRUARY, MARCH), SHEET.periods());
        assertEquals(
                usd(250),
                SHEET.channel("search").during(MARCH).cost(Definition.PAID).perCustomer());
        assertEquals(usd(60_000), SHEET.shared().spend().total());
        assertEquals(
                usd(60_000),
                SHEET.during(ReportingPeriod.of(JANUARY.from(), FEBRUARY.to()))
                        .spend()
                        .total());
        Map<ReportingPeriod, AcquisitionCost> series = SHEET.costs(Definition.PAID);
        assertEquals(List.of(JANUARY, FEBRUARY, MARCH), List.copyOf(series.keySet()));
        assertFalse(series.get(FEBRUARY).isDefined());
        assertEquals(usd(250), series.get(JANUARY).perCustomer());
        assertEquals(
                Map.of("direct", Optional.empty(), "search", Optional.of(usd(250)), "social", Optional.of(usd(250))),
                Map.of(
                        "direct",
                                SHEET.costsByChannel(Definition.PAID)
                                        .get("direct")
                                        .asOptional(),
                        "search",
                                SHEET.costsByChannel(Definition.PAID)
                                        .get("search")
                                        .asOptional(),
                        "social",
                                SHEET.costsByChannel(Definition.PAID)
                                        .get("social")
                                        .asOptional()));
    }

    @Test
    void sharedSpendBelongsToNoChannelUntilAllocated() {
        fails(
                IllegalStateException.class,
                "spend must all belong to channels, but USD 60000.0 is shared (allocate it with"
                        + " AcquisitionLedger.allocated)",
                () -> SHEET.costsByChannel(Definition.FULLY_LOADED));
        AcquisitionLedger byMedia = SHEET.allocated(SharedCostKey.BY_MEDIA_SPEND);
        // January 3 : 1, March all to search
        assertEquals(
                usd(80_000 + 15_000 + 40_000), byMedia.channel("search").spend().total());
        assertEquals(usd(10_000 + 5_000), byMedia.channel("social").spend().total());
        assertEquals(
                usd(0),
                byMedia.costsByChannel(Definition.FULLY_LOADED).get("direct").spend());
        AcquisitionLedger byCustomers = SHEET.allocated(SharedCostKey.BY_CUSTOMERS);
        close(
                20_000 * 100 / 260.0 + 40_000 * 140 / 340.0,
                byCustomers.channel("direct").spend().total().value(),
                1e-15);
        AcquisitionLedger stated = SHEET.allocated(SharedCostKey.ofWeights(Map.of("direct", 1.0, "search", 3.0)));
        assertEquals(usd(15_000), stated.channel("direct").spend().total());
        assertEquals(usd(80_000 + 45_000), stated.channel("search").spend().total());
        assertEquals(usd(10_000), stated.channel("social").spend().total());
        for (AcquisitionLedger ledger : List.of(byMedia, byCustomers, stated)) {
            assertEquals(SHEET.spend(), ledger.spend());
            assertEquals(usd(0), ledger.shared().spend().total());
            assertEquals(SHEET.customers(), ledger.customers());
        }
        AcquisitionLedger nobody = ledger().sharedSpend(JANUARY, TOOLS, usd(5)).build();
        rejects(
                "key must have something to go by in 2026-01-01 to 2026-01-31, was MEDIA_SPEND (use another key, or book"
                        + " the spend to a channel)",
                () -> nobody.allocated(SharedCostKey.BY_MEDIA_SPEND));
    }

    @Test
    void lagMovesSpendToTheCustomersItWins() {
        AcquisitionLedger ledger = ledger().spend("tv", JANUARY, MEDIA, usd(1_000))
                .spend("tv", FEBRUARY, MEDIA, usd(4_000))
                .spend("tv", MARCH, MEDIA, usd(2_000))
                .won("tv", FEBRUARY, AcquiredCustomers.of(10, 0))
                .won("tv", MARCH, AcquiredCustomers.of(40, 0))
                .build();
        ReportingPeriod both = ReportingPeriod.of(FEBRUARY.from(), MARCH.to());
        assertEquals(usd(100), ledger.laggedCost(Definition.SIMPLE, both, 1).perCustomer());
        assertEquals(usd(100), ledger.laggedCost(Definition.SIMPLE, MARCH, 1).perCustomer());
        assertEquals(ledger.during(both).cost(Definition.SIMPLE), ledger.laggedCost(Definition.SIMPLE, both, 0));
        // March: 0.5 x 2,000 + 0.3 x 4,000 + 0.2 x 1,000
        assertEquals(
                usd(2_400 / 40.0),
                ledger.distributedLagCost(Definition.FULLY_LOADED, MARCH, 0.5, 0.3, 0.2)
                        .perCustomer());
        rejects(
                "window must be inside the ledger with 2 months before it, was 2026-02-01 to 2026-03-31 of 2026-01-01 to"
                        + " 2026-03-31 (spend before the ledger begins would be missing)",
                () -> ledger.laggedCost(Definition.SIMPLE, both, 2));
        rejects(
                "weights must add up to 1, was 0.8 (all spend works some time)",
                () -> ledger.distributedLagCost(Definition.SIMPLE, MARCH, 0.5, 0.3));
        rejects(
                "lag must be >= 0, was -1 (periods from spend to customer)",
                () -> ledger.laggedCost(Definition.SIMPLE, MARCH, -1));
    }

    /** With the lag in every window, spend and customers of all windows add up to those of the whole. */
    @Property
    void laggedCostIsSpendShiftedByHand(@ForAll @IntRange(max = 5) int lag, @ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AcquisitionLedger.Builder builder = ledger();
        List<ReportingPeriod> months = ReportingPeriod.ofYear(2025).split(PeriodUnit.MONTH);
        double[] spend = new double[12];
        long[] won = new long[12];
        for (int t = 0; t < 12; t++) {
            spend[t] = random.nextInt(1_000);
            won[t] = random.nextInt(50);
            builder.spend("a", months.get(t), MEDIA, usd(spend[t]))
                    .won("a", months.get(t), AcquiredCustomers.of(won[t], 0));
        }
        AcquisitionLedger ledger = builder.build();
        ReportingPeriod window = ReportingPeriod.of(
                months.get(lag).from(), ReportingPeriod.ofYear(2025).to());
        AcquisitionCost cost = ledger.laggedCost(Definition.SIMPLE, window, lag);
        double expected = 0;
        long customers = 0;
        for (int t = lag; t < 12; t++) {
            expected += spend[t - lag];
            customers += won[t];
        }
        assertEquals(usd(expected), cost.spend());
        assertEquals(customers, cost.customers());
    }

    /** Without a lag the lagged cost is the cost, to the last digit. */
    @Property
    void noLagIsTheCostItself(@ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AcquisitionLedger.Builder builder = ledger();
        for (ReportingPeriod month : ReportingPeriod.ofYear(2025).split(PeriodUnit.MONTH)) {
            builder.spend("a", month, MEDIA, usd(random.nextInt(100_000) / 100.0))
                    .sharedSpend(month, TOOLS, usd(random.nextInt(100_000) / 100.0))
                    .won("a", month, AcquiredCustomers.of(1 + random.nextInt(50), 0));
        }
        AcquisitionLedger ledger = builder.build();
        for (Definition definition : List.of(Definition.SIMPLE, Definition.FULLY_LOADED)) {
            assertEquals(ledger.cost(definition), ledger.laggedCost(definition, ReportingPeriod.ofYear(2025), 0));
        }
    }

    @Test
    void marginalCost() {
        AcquisitionCost less = AcquisitionCost.of(usd(10_000), 200);
        AcquisitionCost more = AcquisitionCost.of(usd(16_000), 240);
        MarginalCost next = MarginalCost.between(more, less);
        assertEquals(usd(150), next.perCustomer());
        assertEquals(next, MarginalCost.between(less, more));
        assertEquals(Optional.of(usd(150)), next.asOptional());
        assertEquals(MarginalCost.Verdict.ROSE, next.verdict());
        MarginalCost flat = MarginalCost.between(less, AcquisitionCost.of(usd(11_000), 200));
        assertEquals(MarginalCost.Verdict.DID_NOT_RISE, flat.verdict());
        fails(
                UndefinedRatioException.class,
                "marginal cost is undefined, because for USD 1000.0 more customers changed by 0",
                flat::perCustomer);
        MarginalCost fell = MarginalCost.between(less, AcquisitionCost.of(usd(11_000), 190));
        assertEquals(MarginalCost.Verdict.FELL, fell.verdict());
        assertEquals(-10, fell.extraCustomers());
        assertEquals(Optional.empty(), fell.asOptional());
        assertEquals(
                MarginalCost.Verdict.SAME_SPEND,
                MarginalCost.between(less, AcquisitionCost.of(usd(10_000), 500)).verdict());
        rejects(
                "higher must have spend >= USD 16000.0, was USD 10000.0 (MarginalCost.between sorts)",
                () -> new MarginalCost(more, less));
        rejects(
                "higher must be a cost by the definition STATED, was FULLY_LOADED (costs of different scope do not"
                        + " compare)",
                () -> MarginalCost.between(less, SHEET.cost(Definition.FULLY_LOADED)));
        travels(next);
        Map<ReportingPeriod, MarginalCost> series = SHEET.marginalCosts(Definition.PAID);
        assertEquals(List.of(FEBRUARY, MARCH), List.copyOf(series.keySet()));
        assertEquals(usd(250), series.get(MARCH).perCustomer());
    }

    /** Average of both levels is the average of the lower and the marginal, each by its customers. */
    @Property
    void averageIsMadeOfMarginal(
            @ForAll @IntRange(max = 1_000) int spend,
            @ForAll @IntRange(min = 1, max = 1_000) int extra,
            @ForAll @IntRange(min = 1, max = 100) int customers,
            @ForAll @IntRange(min = 1, max = 100) int more) {
        AcquisitionCost low = AcquisitionCost.of(usd(spend), customers);
        AcquisitionCost high = AcquisitionCost.of(usd(spend + extra), customers + more);
        double parts = low.perCustomer().value() * customers
                + MarginalCost.between(low, high).perCustomer().value() * more;
        close(high.perCustomer().value(), parts / (customers + more), 1e-14);
    }

    /** Any order of entries, cut into any parts merged in any order: the same ledger to the last digit. */
    @Property(tries = 300)
    void mergingIsBookingAtOnce(@ForAll int seed, @ForAll @IntRange(min = 1, max = 5) int parts) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Consumer<AcquisitionLedger.Builder>> entries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String channel = "c" + random.nextInt(3);
            ReportingPeriod month = ReportingPeriod.ofMonth(2026, 1 + random.nextInt(12));
            AcquisitionExpense kind = AcquisitionExpense.values()[random.nextInt(5)];
            double amount = Math.pow(10, random.nextInt(-9, 9)) * random.nextDouble();
            long won = random.nextInt(9);
            entries.add(
                    random.nextInt(3) == 0
                            ? b -> b.won(channel, month, AcquiredCustomers.of(won, 1))
                            : b -> b.spend(channel, month, kind, usd(amount))
                                    .sharedSpend(month, kind, usd(amount / 3)));
        }
        AcquisitionLedger.Builder whole = ledger();
        entries.forEach(entry -> entry.accept(whole));
        Collections.shuffle(entries, new Random(seed));
        List<AcquisitionLedger> pieces = new ArrayList<>();
        for (int p = 0; p < parts; p++) {
            AcquisitionLedger.Builder piece = ledger();
            for (int i = p; i < entries.size(); i += parts) {
                entries.get(i).accept(piece);
            }
            pieces.add(piece.build());
        }
        AcquisitionLedger left = pieces.stream().reduce(ledger().build(), AcquisitionLedger::plus);
        Collections.reverse(pieces);
        AcquisitionLedger right = pieces.stream().reduce(ledger().build(), (a, b) -> b.plus(a));
        assertEquals(whole.build(), left);
        assertEquals(left, right);
        assertEquals(left.hashCode(), right.hashCode());
        assertEquals(left.spend(), right.spend());
        // shared out and put together again, nothing is lost
        AcquisitionLedger allocated = left.allocated(SharedCostKey.ofWeights(Map.of("c0", 1.0, "c1", 2.0, "c7", 0.1)));
        assertEquals(left.spend(), allocated.spend());
        assertTrue(allocated.costsByChannel(Definition.FULLY_LOADED).values().stream()
                .allMatch(cost -> cost.spend().value() >= 0));
    }

    @Test
    void emptyIsNeutral() {
        AcquisitionLedger empty = ledger().build();
        assertEquals(SHEET, empty.plus(SHEET));
        assertEquals(List.of(), empty.periods());
        assertEquals(Map.of(), empty.costs(Definition.SIMPLE));
        assertFalse(empty.cost(Definition.SIMPLE).isDefined());
        // what cost nothing is no entry of its kind, but its period is known
        AcquisitionLedger free = ledger().spend("a", MARCH, MEDIA, usd(0)).build();
        assertEquals(ledger().won("a", MARCH, AcquiredCustomers.of(0, 0)).build(), free);
        assertEquals(List.of(MARCH), free.periods());
        // nobody bears a share of nothing
        assertEquals(
                List.of("b"),
                ledger().sharedSpend(MARCH, TOOLS, usd(7))
                        .build()
                        .allocated(SharedCostKey.ofWeights(Map.of("a", 0.0, "b", 1.0)))
                        .channels());
        travels(SHEET);
        travels(SharedCostKey.ofWeights(Map.of("a", 1.0)));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "period must be a calendar month, was 2026-01-01 to 2026-03-31 (ReportingPeriod.containing(day,"
                        + " PeriodUnit.MONTH))",
                () -> ledger().spend("a", ReportingPeriod.ofQuarter(2026, 1), MEDIA, usd(1)));
        rejects(
                "channel must not be blank, was \" \" (sharedSpend is for what serves all channels)",
                () -> ledger().won(" ", JANUARY, AcquiredCustomers.of(1, 0)));
        rejects(
                "amount must be finite and >= 0, was -1.0 (book a credit against what it reduces)",
                () -> ledger().sharedSpend(JANUARY, MEDIA, usd(-1)));
        assertThrows(
                CurrencyMismatchException.class,
                () -> ledger().spend("a", JANUARY, MEDIA, CurrencyAmount.of("EUR", 1)));
        rejects(
                "name must be one of [direct, search, social], was \"tv\" (a channel of the ledger)",
                () -> SHEET.channel("tv"));
        rejects(
                "period must be whole calendar months, was 2026-01-01 to 2026-01-15 (the ledger is not kept by day)",
                () -> SHEET.during(
                        ReportingPeriod.of(JANUARY.from(), JANUARY.from().plusDays(15))));
        rejects(
                "definition must be a rule, was STATED (AcquisitionCost.of states both)",
                () -> SHEET.cost(Definition.STATED));
        rejects(
                "other must be kept by month, was by year (book its entries anew)",
                () -> SHEET.plus(
                        AcquisitionLedger.builder("USD", PeriodUnit.YEAR).build()));
        assertThrows(
                CurrencyMismatchException.class,
                () -> SHEET.plus(AcquisitionLedger.builder(Currency.getInstance("EUR"), PeriodUnit.MONTH)
                        .build()));
        rejects(
                "sum of weights must be finite and > 0, was 0.0 (somebody bears the cost)",
                () -> SharedCostKey.ofWeights(Map.of("a", 0.0)));
        rejects(
                "weights must be empty, was {a=1.0} (only stated weights have any)",
                () -> new SharedCostKey(SharedCostKey.Basis.CUSTOMERS, Map.of("a", 1.0)));
        rejectsNull("period", () -> ledger().sharedSpend(null, MEDIA, usd(1)));
        rejectsNull("amount", () -> ledger().sharedSpend(JANUARY, MEDIA, null));
        rejectsNull("key", () -> SHEET.allocated(null));
    }
}
