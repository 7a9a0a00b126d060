package org.customerequity.retention.revenue;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.customerequity.history.contract.Contract;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.ContractLogBuilder;
import org.customerequity.history.contract.Ending;
import org.customerequity.retention.CustomerMovements;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.ReportingPeriod;
import org.junit.jupiter.api.Test;

@Seeded
class RevenueOfContractsTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final ReportingPeriod MARCH = ReportingPeriod.ofMonth(2026, 3);

    private static LocalDate day(int month, int day) {
        return LocalDate.of(2026, month, day);
    }

    private static CurrencyAmount usd(double amount) {
        return CurrencyAmount.of("USD", amount);
    }

    private static ContractLogBuilder monthly() {
        return ContractLog.per(PeriodUnit.MONTH).withCurrency("USD").builder();
    }

    private static ContractLog nine() {
        return monthly()
                .add("stays", day(1, 1), 10)
                .add("notice", day(1, 1), day(3, 15), 20, Ending.VOLUNTARY)
                .add("card", day(1, 1), day(3, 1), 30, Ending.INVOLUNTARY)
                .add("upgrade", day(1, 1), day(3, 10), 40, Ending.UNKNOWN)
                .add("upgrade", day(3, 10), 55)
                .add("new", day(3, 31), 60)
                .add("within", day(3, 2), day(3, 9), 70, Ending.VOLUNTARY)
                .add("back", day(1, 1), day(2, 11), 80, Ending.VOLUNTARY)
                .add("back", day(3, 20), 85)
                .add("pauses", day(1, 1), day(3, 21), 90, Ending.VOLUNTARY)
                .add("pauses", day(4, 20), 90)
                .add("free", day(1, 1), day(3, 5), 0, Ending.UNKNOWN)
                .add("free", day(3, 5), 15)
                .build();
    }

    @Test
    void everyKindOfMovement() {
        RevenueMovements moved =
                RevenueBook.from(nine(), MARCH, Pauses.asChurn()).netByCustomer();
        assertEquals(usd(10 + 20 + 30 + 40 + 90), moved.start());
        assertEquals(usd(60 + 15), moved.acquired());
        assertEquals(usd(85), moved.reactivated());
        assertEquals(usd(15), moved.expansion());
        assertEquals(usd(20 + 90), moved.churn(Ending.VOLUNTARY));
        assertEquals(usd(30), moved.churn(Ending.INVOLUNTARY));
        assertEquals(usd(0), moved.churn(Ending.UNKNOWN));
        assertEquals(usd(10 + 55 + 60 + 85 + 15), moved.end());
        assertEquals(Proportion.of(2, 5), moved.logoRetention());
    }

    /** 37 days lie between the contracts of who is back, 30 between those of who pauses. */
    @Test
    void pausesAsContraction() {
        RevenueMovements short30 =
                RevenueBook.from(nine(), MARCH, Pauses.asContraction(30)).netByCustomer();
        assertEquals(usd(90), short30.contraction());
        assertEquals(usd(20), short30.churn(Ending.VOLUNTARY));
        assertEquals(usd(85), short30.reactivated());
        assertEquals(Proportion.of(3, 5), short30.logoRetention());
        RevenueMovements short29 =
                RevenueBook.from(nine(), MARCH, Pauses.asContraction(29)).netByCustomer();
        assertEquals(usd(0), short29.contraction());
        RevenueMovements long37 =
                RevenueBook.from(nine(), MARCH, Pauses.asContraction(37)).netByCustomer();
        assertEquals(usd(0), long37.reactivated());
        assertEquals(usd(15 + 85), long37.expansion());
        assertEquals(Proportion.of(4, 6), long37.logoRetention());
        // and in April the pause is over
        RevenueMovements april = RevenueBook.from(nine(), ReportingPeriod.ofMonth(2026, 4), Pauses.asContraction(30))
                .netByCustomer();
        assertEquals(usd(90), april.expansion());
        rejects("mostDays must be > 0, was 0 (use asChurn where there are no pauses)", () -> Pauses.asContraction(0));
        rejects("mostDays must be >= 0, was -1 (without a paid contract)", () -> new Pauses(-1));
    }

    /** Who tried for nothing and buys ten days later is new; who parks on a free plan between two paid ones has paused. */
    @Test
    void freeContractsAreNoSidesOfAPause() {
        ContractLog log = monthly()
                .add("tried", day(1, 1), day(1, 15), 0, Ending.UNKNOWN)
                .add("tried", day(1, 25), 120)
                .add("parks", day(1, 1), day(1, 15), 30, Ending.UNKNOWN)
                .add("parks", day(1, 15), day(1, 25), 0, Ending.UNKNOWN)
                .add("parks", day(1, 25), 40)
                .add("ends free", day(1, 1), day(1, 22), 50, Ending.VOLUNTARY)
                .add("ends free", day(2, 2), 0)
                .build();
        RevenueMovements moved = RevenueBook.from(
                        log, ReportingPeriod.of(day(1, 20), day(2, 1)), Pauses.asContraction(30))
                .netByCustomer();
        assertEquals(usd(50), moved.start());
        assertEquals(usd(120), moved.acquired());
        assertEquals(usd(40), moved.expansion());
        assertEquals(usd(0), moved.reactivated());
        assertEquals(usd(50), moved.churn(Ending.VOLUNTARY));
        assertEquals(usd(0), moved.contraction());
    }

    @Test
    void aPricePerYearIsATwelfthPerMonth() {
        ContractLog yearly = ContractLog.per(PeriodUnit.YEAR)
                .withCurrency("USD")
                .builder()
                .add("A", day(1, 1), 1200)
                .build();
        assertEquals(
                usd(100),
                RevenueBook.from(yearly, MARCH, Pauses.asChurn())
                        .netByCustomer()
                        .end());
        ContractLog without = ContractLog.per(PeriodUnit.MONTH)
                .builder()
                .add("A", day(1, 1), 1)
                .build();
        String message = "log must have a currency, was ContractLog[1 contracts of 1 customers, per month]"
                + " (ContractLog.per(MONTH).withCurrency(\"USD\"))";
        rejects(message, () -> RevenueBook.from(without, MARCH, Pauses.asChurn()));
        rejects(message, () -> RecurringRevenue.from(without, day(1, 1)));
    }

    /**
     * A leaves in May and B comes in February and grows: of A and C, customers of the first day, half the money is left; the months tell
     * another story.
     */
    @Test
    void trailingRetentionIsNotTheProductOfMonths() {
        LocalDate earlier = LocalDate.of(2025, 6, 1);
        ContractLog log = monthly()
                .add("A", earlier, day(5, 10), 100, Ending.VOLUNTARY)
                .add("B", day(2, 1), day(9, 1), 100, Ending.UNKNOWN)
                .add("B", day(9, 1), 200)
                .add("C", earlier, 100)
                .build();
        ReportingPeriod year = ReportingPeriod.ofYear(2026);
        RevenueMovements trailing =
                RevenueBook.from(log, year, Pauses.asChurn()).netByCustomer();
        assertEquals(0.5, trailing.netRevenueRetention().value());
        assertEquals(0.5, trailing.grossRevenueRetention().value());
        RevenueWaterfall months = RevenueWaterfall.from(log, year, PeriodUnit.MONTH, Pauses.asChurn());
        assertEquals(12, months.steps().size());
        close(2 / 3.0 * 1.5, months.productOfNetRevenueRetention(), 1e-15);
        close(2 / 3.0, months.productOfGrossRevenueRetention(), 1e-15);
        assertEquals(year, months.period());
        assertEquals("RevenueWaterfall[12 steps, 2026-01-01 to 2026-12-31, USD 200.0 to USD 300.0]", months.toString());
        assertEquals(usd(600), months.plus(months).steps().get(11).end());
        travels(months);
    }

    @Test
    void whatDoesNotChain() {
        ReportingPeriod april = ReportingPeriod.ofMonth(2026, 4);
        RevenueMovements march = RevenueMovements.of(MARCH, USD, 100, 10, 0, 0, 0, 5, 105);
        rejects(
                "steps[1].start must be the end of the one before, USD 105.0, was USD 105.02 (the same customers at the same"
                        + " rates of exchange)",
                () -> new RevenueWaterfall(
                        List.of(march, RevenueMovements.of(april, USD, 105.02, 0, 0, 0, 0, 0, 105.02))));
        rejects(
                "steps[1] must begin on 2026-04-01, where the one before ends, was 2026-03-01 to 2026-03-31 (without a gap"
                        + " and without counting a day twice)",
                () -> new RevenueWaterfall(List.of(march, march)));
        rejects(
                "currency must be USD, was EUR (convert before you combine)",
                () -> new RevenueWaterfall(List.of(march, RevenueMovements.none(april, Currency.getInstance("EUR")))));
        rejects(
                "steps must not be empty, was empty (movements of at least one period)",
                () -> new RevenueWaterfall(List.of()));
    }

    @Test
    void threeFiguresCalledArr() {
        ContractLog log = monthly()
                .add("open end", day(1, 1), 10)
                .add("a year", day(1, 1), LocalDate.of(2027, 1, 1), 20, Ending.UNKNOWN)
                .add("a day less", day(1, 1), LocalDate.of(2026, 12, 31), 30, Ending.UNKNOWN)
                .add("signed", day(7, 1), LocalDate.of(2028, 7, 1), 40, Ending.UNKNOWN)
                .add("gone", day(1, 1), day(2, 1), 50, Ending.UNKNOWN)
                .build();
        RecurringRevenue june = RecurringRevenue.from(log, day(6, 30));
        assertEquals(usd(60), june.monthly());
        assertEquals(usd(720), june.annualRunRate());
        assertEquals(usd(240), june.annualOfYearTerms());
        assertEquals(usd(1200), june.annualContracted());
        assertEquals(usd(1440), june.plus(june).annualRunRate());
        rejects(
                "other must be of the day 2026-06-30, was 2026-07-01 (revenue of two days does not add)",
                () -> june.plus(RecurringRevenue.from(log, day(7, 1))));
        rejects(
                "monthly must be finite and >= 0, was -1.0 (recurring revenue)",
                () -> new RecurringRevenue(day(6, 30), usd(-1), usd(0), usd(0)));
        rejects(
                "monthlyOfYearTerms must be <= monthly USD 1.0, was USD 2.0 (a part of it)",
                () -> new RecurringRevenue(day(6, 30), usd(1), usd(2), usd(0)));
    }

    /** What takes the place of a contract that runs adds the difference, and what comes on top all of it. */
    @Test
    void aNewPriceIsNotContractedTwice() {
        ContractLog log = monthly()
                .add("price rise", day(1, 1), day(7, 1), 100, Ending.UNKNOWN)
                .add("price rise", day(7, 1), 120)
                .add("price cut", day(1, 1), day(7, 1), 100, Ending.UNKNOWN)
                .add("price cut", day(7, 1), 70)
                .add("on top", day(1, 1), 100)
                .add("on top", day(8, 1), 30)
                .add("steps", day(7, 1), LocalDate.of(2027, 7, 1), 10, Ending.UNKNOWN)
                .add("steps", LocalDate.of(2027, 7, 1), 25)
                .add("free", day(1, 1), day(7, 1), 0, Ending.UNKNOWN)
                .add("free", day(7, 1), 5)
                .build();
        RecurringRevenue june = RecurringRevenue.from(log, day(6, 1));
        assertEquals(usd(300), june.monthly());
        assertEquals(usd(20 + 30 + 25 + 5), june.monthlyNotYetLive());
        assertEquals(usd(12 * 380), june.annualContracted());
        // when all is live, what was contracted is the run rate, but for the price cut and the second step
        assertEquals(usd(12 * 335), RecurringRevenue.from(log, day(8, 1)).annualRunRate());
        assertEquals(usd(15), RecurringRevenue.from(log, day(8, 1)).monthlyNotYetLive());
    }

    /** Contracts by chance: what is contracted is never below what is paid, and by customer the most that any day to come has. */
    @Property(tries = 200)
    void contractedIsTheMostOfEachCustomer(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ContractLogBuilder builder = monthly();
        for (int i = 0; i < 30; i++) {
            LocalDate start = day(1, 1).plusDays(random.nextInt(100));
            builder.add("C" + random.nextInt(8), start, start.plusDays(1 + random.nextInt(60)), i + 1, Ending.UNKNOWN);
        }
        ContractLog log = builder.build();
        LocalDate day = day(1, 1).plusDays(random.nextInt(120));
        double expected = 0;
        for (int row = 0; row < log.size(); row++) {
            double most = 0;
            for (int ahead = 0; ahead < 200; ahead++) {
                most = Math.max(most, revenue(log, row, day.plusDays(ahead)));
            }
            expected += most;
        }
        assertEquals(
                12 * expected,
                RecurringRevenue.from(log, day).annualContracted().value(),
                1e-9);
    }

    /** Contracts by chance: each month chains, and its lines are those found by asking each contract. */
    @Property(tries = 200)
    void monthsChainAndAgreeWithTheContracts(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ContractLogBuilder builder = monthly();
        for (int i = 0; i < 40; i++) {
            LocalDate start = day(1, 1).plusDays(random.nextInt(300));
            builder.add(
                    "C" + random.nextInt(15),
                    start,
                    start.plusDays(1 + random.nextInt(150)),
                    1 + random.nextInt(50) / 10.0 + i * 1e-6,
                    Ending.values()[random.nextInt(3)]);
        }
        ContractLog log = builder.build();
        ReportingPeriod year = ReportingPeriod.ofYear(2026);
        RevenueWaterfall churn = RevenueWaterfall.from(log, year, PeriodUnit.MONTH, Pauses.asChurn());
        RevenueWaterfall pauses = RevenueWaterfall.from(log, year, PeriodUnit.MONTH, Pauses.asContraction(45));
        for (int month = 0; month < 12; month++) {
            RevenueMovements moved = churn.steps().get(month);
            double acquired = 0;
            double back = 0;
            double lost = 0;
            double grown = 0;
            for (int row = 0; row < log.size(); row++) {
                double s = revenue(log, row, moved.period().from().minusDays(1));
                double e = revenue(log, row, moved.period().lastDay());
                boolean first = !log.firstStart(row).isBefore(moved.period().from());
                acquired += s == 0 && first ? e : 0;
                back += s == 0 && !first ? e : 0;
                lost += e == 0 ? s : 0;
                grown += s > 0 && e > s ? e - s : 0;
            }
            assertEquals(acquired, moved.acquired().value(), 1e-9);
            assertEquals(back, moved.reactivated().value(), 1e-9);
            assertEquals(lost, moved.churn().value(), 1e-9);
            assertEquals(grown, moved.expansion().value(), 1e-9);
            // money and people of one log tell of the same customers
            CustomerMovements people = CustomerMovements.from(log, moved.period());
            assertEquals(Proportion.of(people.retained(), people.start()), moved.logoRetention());
            // a pause takes from churn and reactivation what it gives to contraction and expansion
            RevenueMovements paused = pauses.steps().get(month);
            assertEquals(moved.end().value(), paused.end().value());
            assertTrue(paused.churn().value() <= moved.churn().value());
            assertEquals(
                    moved.churn().value() + moved.contraction().value(),
                    paused.churn().value() + paused.contraction().value(),
                    1e-9);
            assertEquals(
                    moved.reactivated().value() + moved.expansion().value(),
                    paused.reactivated().value() + paused.expansion().value(),
                    1e-9);
        }
    }

    private static double revenue(ContractLog log, int row, LocalDate day) {
        double sum = 0;
        for (Contract contract : log.contracts(row)) {
            sum += contract.isActiveOn(day) ? contract.price() : 0;
        }
        return sum;
    }
}
