package org.customerequity.metric.service;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.customerequity.metric.MetricDefinition.OpenCases;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.metric.ShareMetric;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Interval;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Shares of contacts, stocks and flows, what was due, what a bot saves. */
@Seeded
class ServiceMetricsTest {
    private static final ReportingPeriod MARCH = ReportingPeriod.ofMonth(2026, 3);
    private static final ReportingPeriod APRIL = ReportingPeriod.ofMonth(2026, 4);
    private static final ServiceMetrics METRICS = ServiceMetrics.during(MARCH);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static CurrencyAmount euro(double value) {
        return CurrencyAmount.of("EUR", value);
    }

    @Test
    void sharesOfContacts() {
        ShareMetric deflection = METRICS.deflectionRate(7, 300, 900);
        assertEquals(0.25, deflection.value());
        assertEquals(OpenCases.LEFT_OUT, deflection.definition().openCases());
        assertEquals(
                "demand of the period, solved meaning no assisted contact within 7 days",
                deflection.definition().population());
        assertEquals(0.42, METRICS.containmentRate(2100, 5000).value());
        assertEquals(
                "escalation rate: 0.24 (312 / 1300), 2026-03-01 to 2026-03-31",
                METRICS.escalationRate(312, 1300).toString());
        assertEquals(
                Polarity.LOWER_IS_BETTER,
                METRICS.escalationRate(1, 2).definition().polarity());
        assertEquals(0.7, METRICS.firstContactResolutionRate(7, 70, 100).value());
        ShareMetric missed = METRICS.missedEnquiryRate(Duration.ofHours(24), 3, 60);
        assertEquals(0.05, missed.value());
        assertEquals(Polarity.LOWER_IS_BETTER, missed.definition().polarity());
        assertTrue(missed.definition().population().endsWith("not answered within PT24H"));
        assertFalse(METRICS.deflectionRate(7, 0, 0).isDefined());
        travels(METRICS);
        travels(deflection);
    }

    /** Periods and desks add, limits do not. */
    @Property
    void sharesAdd(
            @ForAll @LongRange(max = 1000) long a,
            @ForAll @LongRange(max = 1000) long b,
            @ForAll @LongRange(max = 1000) long c,
            @ForAll @LongRange(min = 1, max = 1000) long d) {
        ShareMetric both = METRICS.deflectionRate(7, a, b)
                .plus(ServiceMetrics.during(APRIL).deflectionRate(7, c, d));
        assertEquals((a + c) / (double) (a + b + c + d), both.value(), 1e-15);
        assertThrows(
                IllegalArgumentException.class,
                () -> METRICS.deflectionRate(7, a, b).plus(METRICS.deflectionRate(14, c, d)));
        assertThrows(
                IllegalArgumentException.class,
                () -> METRICS.missedEnquiryRate(Duration.ofHours(4), 0, b)
                        .plus(METRICS.missedEnquiryRate(Duration.ofHours(24), 0, d)));
        assertThrows(
                IllegalArgumentException.class,
                () -> METRICS.containmentRate(0, b).plus(METRICS.escalationRate(0, d)));
        // each contact that was deflected was contained, if the bot is all the self-service there is
        assertTrue(METRICS.containmentRate(a + c, a + c + b + d).value()
                >= METRICS.deflectionRate(7, a, c + b + d).value());
    }

    /** Sheet 22, section 4. */
    @Test
    void backlogOfTheSheet() {
        Backlog backlog = Backlog.of(MARCH, 340, 1280, 1210);
        assertEquals(410, backlog.end());
        assertEquals(backlog, Backlog.reconciled(MARCH, 340, 1280, 1210, 410));
        close(410.0 / 1280, backlog.rate().value(), 1e-15);
        close(7.45454545455, backlog.days(22).value(), 1e-11);
        close(6.81818181818, backlog.meanDaysInSystem(22).value(), 1e-11);
        assertEquals(backlog.meanDaysInSystem(22), backlog.meanDaysInSystem(375, 22));
        assertFalse(Backlog.of(MARCH, 3, 4, 0).days(22).isDefined());
        assertThrows(
                IllegalArgumentException.class,
                () -> backlog.rate().plus(Backlog.of(APRIL, 410, 1, 1).rate()));
        travels(backlog);
    }

    /** Flows add, the stock takes the first and the last; desks add both; in whatever order. */
    @Property
    void stocksAndFlows(
            @ForAll @LongRange(max = 1000) long start,
            @ForAll @LongRange(max = 1000) long in,
            @ForAll @LongRange(max = 1000) long in2,
            @ForAll @LongRange(max = 1000) long in3,
            @ForAll @DoubleRange(max = 1) double share) {
        long out = (long) (share * (start + in));
        Backlog march = Backlog.of(MARCH, start, in, out);
        Backlog april = Backlog.of(APRIL, march.end(), in2, (long) (share * in2));
        Backlog may = Backlog.of(ReportingPeriod.ofMonth(2026, 5), april.end(), in3, 0);
        Backlog spring = march.followedBy(april).followedBy(may);
        assertEquals(march.followedBy(april.followedBy(may)), spring);
        assertEquals(may.end(), spring.end());
        assertEquals(start, spring.start());
        assertEquals(in + in2 + in3, spring.arrived());
        Backlog desk = Backlog.of(MARCH, in2, in3, 0);
        assertEquals(march.plus(desk), desk.plus(march));
        assertEquals(march.end() + desk.end(), march.plus(desk).end());
    }

    /** Little's law is exact where the system is empty at both ends: the stock day by day against the times of the cases. */
    @Property
    void littlesLaw(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int cases) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] stock = new double[31];
        double days = 0;
        for (int i = 0; i < cases; i++) {
            int from = random.nextInt(31);
            int to = from + random.nextInt(31 - from);
            for (int day = from; day < to; day++) {
                stock[day]++;
            }
            days += to - from;
        }
        double mean = java.util.Arrays.stream(stock).sum() / 31;
        assertEquals(
                days / cases,
                Backlog.of(MARCH, 0, cases, cases).meanDaysInSystem(mean, 31).value(),
                1e-12);
    }

    /** Sheet 22, section 4: 913 of 1,000. */
    @Test
    void onTimeOfTheSheet() {
        DueCases due = new DueCases(MARCH, "tickets", 913, 60, 27, 500);
        assertEquals(1000, due.due());
        ShareMetric rate = due.onTimeRate();
        assertEquals(0.913, rate.value());
        Interval wilson = rate.confidenceInterval(0.95);
        close(0.893913518943, wilson.lower(), 1e-11);
        close(0.928925578548, wilson.upper(), 1e-11);
        assertEquals(
                "tickets whose due time fell in the period, until now",
                rate.definition().population());
        assertNotEquals(
                rate.definition(),
                new DueCases(MARCH, "deliveries", 1, 0, 0, 0).onTimeRate().definition());
        travels(due);
    }

    @Test
    void openAndPastDueIsLate() {
        Instant asOf = Instant.parse("2026-03-20T12:00:00Z");
        Instant[] due = {
            // in time, to the second
            Instant.parse("2026-03-10T12:00:00Z"),
            Instant.parse("2026-03-10T12:00:00Z"),
            // open: past due, due now, due later
            Instant.parse("2026-03-20T11:00:00Z"),
            asOf,
            Instant.parse("2026-03-20T12:00:01Z"),
            // done, but due later
            Instant.parse("2026-03-25T12:00:00Z"),
            // the first and the last moment of March in Berlin, and their neighbours
            Instant.parse("2026-02-28T23:00:00Z"),
            Instant.parse("2026-02-28T22:59:59Z"),
            Instant.parse("2026-03-31T22:00:00Z"),
        };
        Instant[] finished = {
            Instant.parse("2026-03-10T12:00:00Z"),
            Instant.parse("2026-03-10T12:00:01Z"),
            Instant.MAX,
            Instant.MAX,
            Instant.MAX,
            Instant.parse("2026-03-01T00:00:00Z"),
            Instant.parse("2026-02-01T00:00:00Z"),
            Instant.parse("2026-02-01T00:00:00Z"),
            Instant.parse("2026-02-01T00:00:00Z"),
        };
        DueCases cases = DueCases.ofColumns(MARCH, "tickets", BERLIN, asOf, due, finished);
        assertEquals(new DueCases(MARCH, "tickets", 2, 1, 2, 2), cases);
        assertEquals(0.4, cases.onTimeRate().value());
    }

    /** Split in any way, cases add up to those counted at once; later, nobody is less late. */
    @Property(tries = 200)
    void dueCasesAdd(@ForAll long seed, @ForAll @IntRange(max = 60) int n, @ForAll @IntRange(max = 31) int day) {
        SplittableRandom random = new SplittableRandom(seed);
        Instant begin = LocalDate.of(2026, 3, 1).atStartOfDay(BERLIN).toInstant();
        Instant asOf = begin.plus(Duration.ofDays(day));
        Instant[] due = new Instant[n];
        Instant[] finished = new Instant[n];
        long past = 0;
        for (int i = 0; i < n; i++) {
            due[i] = begin.plusSeconds(random.nextInt(30 * 86400));
            Instant done = begin.plusSeconds(random.nextInt(30 * 86400));
            finished[i] = done.isAfter(asOf) ? Instant.MAX : done;
            past += due[i].isAfter(asOf) ? 0 : 1;
        }
        DueCases all = DueCases.ofColumns(MARCH, "tickets", BERLIN, asOf, due, finished);
        int cut = n == 0 ? 0 : random.nextInt(n);
        DueCases a = DueCases.ofColumns(
                MARCH,
                "tickets",
                BERLIN,
                asOf,
                java.util.Arrays.copyOf(due, cut),
                java.util.Arrays.copyOf(finished, cut));
        DueCases b = DueCases.ofColumns(
                MARCH,
                "tickets",
                BERLIN,
                asOf,
                java.util.Arrays.copyOfRange(due, cut, n),
                java.util.Arrays.copyOfRange(finished, cut, n));
        assertEquals(all, a.plus(b));
        assertEquals(all, b.plus(a));
        assertEquals(past, all.due());
        assertEquals(n, all.due() + all.notYetDue());
        DueCases later = DueCases.ofColumns(MARCH, "tickets", BERLIN, asOf.plus(Duration.ofDays(3)), due, finished);
        assertTrue(later.finishedLate() + later.openPastDue() >= all.finishedLate() + all.openPastDue());
        assertTrue(later.onTime() >= all.onTime());
    }

    /** Sheet 22, section 4. */
    @Test
    void botOfTheSheet() {
        BotCost cost = new BotCost(5000, 0.42, euro(0.35), euro(6.20));
        close(19730, cost.withBot().value(), 1e-14);
        assertEquals(euro(31_000), cost.withoutBot());
        close(11_270, cost.saving().value(), 1e-14);
        close(0.0564516129032, cost.breakEvenContainment(), 1e-11);
        assertEquals(cost, BotCost.of(METRICS.containmentRate(2100, 5000), euro(0.35), euro(6.20)));
        travels(cost);
    }

    /** What is saved is the difference, contact by contact, and nothing at the break-even. */
    @Property
    void botSavesTheDifference(
            @ForAll @IntRange(max = 1000) int contacts,
            @ForAll @DoubleRange(max = 1) double share,
            @ForAll @DoubleRange(max = 5) double bot,
            @ForAll @DoubleRange(min = 0.5, max = 20) double agent) {
        int contained = (int) (share * contacts);
        double byContact = 0;
        for (int i = 0; i < contacts; i++) {
            byContact += bot + (i < contained ? 0 : agent);
        }
        if (contacts > 0) {
            BotCost cost = BotCost.of(METRICS.containmentRate(contained, contacts), euro(bot), euro(agent));
            assertEquals(byContact, cost.withBot().value(), 1e-9 * (1 + byContact));
            assertEquals(
                    cost.withoutBot().minus(cost.withBot()).value(),
                    cost.saving().value(),
                    1e-9 * (1 + byContact));
        }
        double even = bot / agent;
        if (even <= 1) {
            BotCost atBreakEven = new BotCost(contacts, even, euro(bot), euro(agent));
            assertEquals(even, atBreakEven.breakEvenContainment());
            assertEquals(0, atBreakEven.saving().value(), 1e-11);
        }
    }

    @Test
    void badInput() {
        rejects(
                "withinDays must be > 0, was 0 (7 means no return within a week)",
                () -> METRICS.deflectionRate(0, 1, 1));
        rejects(
                "withinDays must be > 0, was -1 (7 means no return within a week)",
                () -> METRICS.firstContactResolutionRate(-1, 1, 1));
        rejects("solvedInSelfService must be >= 0, was -1", () -> METRICS.deflectionRate(7, -1, 1));
        rejects("assistedContacts must be >= 0, was -1", () -> METRICS.deflectionRate(7, 1, -1));
        rejects(
                "handed to a higher tier must be <= handled 5, was 6 (a part of them)",
                () -> METRICS.escalationRate(6, 5));
        rejects(
                "within must be > 0, was PT0S (such as Duration.ofHours(24))",
                () -> METRICS.missedEnquiryRate(Duration.ZERO, 1, 2));
        rejectsNull("within", () -> METRICS.missedEnquiryRate(null, 1, 2));
        rejectsNull("period", () -> ServiceMetrics.during(null));
        rejects(
                "closed must be <= start + arrived 7, was 8 (no other case was there)",
                () -> Backlog.of(MARCH, 3, 4, 8));
        rejects(
                "end must be start + arrived - closed = 410, was 400 (a case opened again arrives again; cancelled and"
                        + " merged cases are closed)",
                () -> Backlog.reconciled(MARCH, 340, 1280, 1210, 400));
        Backlog backlog = Backlog.of(MARCH, 340, 1280, 1210);
        rejects(
                "workingDays must be > 0 and <= 31, was 32.0 (days of 2026-03-01 to 2026-03-31)",
                () -> backlog.days(32));
        rejects(
                "workingDays must be > 0 and <= 31, was NaN (days of 2026-03-01 to 2026-03-31)",
                () -> backlog.meanDaysInSystem(Double.NaN));
        rejects("meanBacklog must be finite and >= 0, was -1.0 (open cases)", () -> backlog.meanDaysInSystem(-1, 22));
        rejects(
                "next must begin on 2026-04-01, was 2026-03-01 to 2026-03-31 (the day after this period)",
                () -> backlog.followedBy(backlog));
        rejects(
                "next.start must be the end of this period, 410, was 400",
                () -> backlog.followedBy(Backlog.of(APRIL, 400, 0, 0)));
        rejects(
                "other must be of the period 2026-03-01 to 2026-03-31, was 2026-04-01 to 2026-04-30 (stocks of two dates do"
                        + " not add)",
                () -> backlog.plus(Backlog.of(APRIL, 400, 0, 0)));
        rejects("start must be >= 0, was -1 (open cases)", () -> Backlog.of(MARCH, -1, 0, 0));
        rejectsNull("period", () -> Backlog.of(null, 1, 0, 0));
        rejectsNull("other", () -> backlog.plus(null));
        rejectsNull("next", () -> backlog.followedBy(null));

        Instant asOf = Instant.parse("2026-03-20T12:00:00Z");
        Instant[] one = {asOf};
        rejects(
                "finished[0] must not be after asOf 2026-03-20T12:00:00Z, was 2026-03-20T12:00:01Z (Instant.MAX where still"
                        + " open)",
                () -> DueCases.ofColumns(MARCH, "tickets", BERLIN, asOf, one, new Instant[] {asOf.plusSeconds(1)}));
        rejects(
                "finished must have as many rows as due, 1, was 0",
                () -> DueCases.ofColumns(MARCH, "tickets", BERLIN, asOf, one, new Instant[0]));
        rejectsNull("due[0]", () -> DueCases.ofColumns(MARCH, "tickets", BERLIN, asOf, new Instant[1], one));
        rejectsNull("finished[0]", () -> DueCases.ofColumns(MARCH, "tickets", BERLIN, asOf, one, new Instant[1]));
        rejectsNull("zone", () -> DueCases.ofColumns(MARCH, "tickets", null, asOf, one, one));
        rejects("what must not be blank, was \" \" (such as tickets)", () -> new DueCases(MARCH, " ", 1, 0, 0, 0));
        rejects("onTime must be >= 0, was -1", () -> new DueCases(MARCH, "tickets", -1, 0, 0, 0));
        rejects(
                "other must be of tickets, was deliveries (only like cases add)",
                () -> new DueCases(MARCH, "tickets", 1, 0, 0, 0).plus(new DueCases(MARCH, "deliveries", 1, 0, 0, 0)));

        rejects(
                "contained must be in [0, 1], was 42.0 (0.42 means 42 % are not handed over)",
                () -> new BotCost(1, 42, euro(1), euro(1)));
        rejects("perBotSession must be finite and >= 0, was -1.0", () -> new BotCost(1, 0.4, euro(-1), euro(1)));
        rejects(
                "containment must be a containment rate, was escalation rate (see ServiceMetrics)",
                () -> BotCost.of(METRICS.escalationRate(1, 2), euro(1), euro(1)));
        assertThrows(CurrencyMismatchException.class, () -> new BotCost(1, 0.4, euro(1), CurrencyAmount.of("USD", 1)));
        fails(
                UndefinedRatioException.class,
                "break-even containment is undefined, because perAgentContact is 0",
                () -> new BotCost(1, 0.4, euro(1), euro(0)).breakEvenContainment());
        rejectsNull("perAgentContact", () -> new BotCost(1, 0.4, euro(1), null));
    }
}
