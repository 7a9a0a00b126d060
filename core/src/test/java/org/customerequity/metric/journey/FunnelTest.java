package org.customerequity.metric.journey;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.metric.MetricDefinition.Clock;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Interval;
import org.customerequity.value.ReportingPeriod;
import org.junit.jupiter.api.Test;

/** Funnels by the cohort clock and by the event clock. */
@Seeded
class FunnelTest {
    private static final ReportingPeriod MARCH = ReportingPeriod.ofMonth(2026, 3);
    private static final ReportingPeriod APRIL = ReportingPeriod.ofMonth(2026, 4);
    private static final FunnelStages LEAD = FunnelStages.lead("2026-01");
    private static final FunnelStages THREE = FunnelStages.of("visit", "basket", "order");

    private static Funnel leads() {
        return Funnel.of(LEAD, MARCH, 12_000, 960, 384, 192, 48);
    }

    /** Sheet 22, section 3. */
    @Test
    void numbersOfTheSheet() {
        double[] expected = {0.08, 0.4, 0.5, 0.25};
        for (int step = 0; step < 4; step++) {
            close(expected[step], leads().stepRate(step).value(), 1e-15);
            close(1 - expected[step], leads().dropOff(step).value(), 1e-15);
        }
        assertEquals(0.004, leads().overall().value());
        Interval interval = leads().overall().confidenceInterval(0.95);
        close(0.00301848774022, interval.lower(), 2e-12);
        close(0.00529897123016, interval.upper(), 2e-12);

        Funnel journey = Funnel.of(FunnelStages.JOURNEY, MARCH, 50_000, 9_000, 2_700, 1_890, 756);
        double[] steps = {0.18, 0.3, 0.7, 0.4};
        for (int step = 0; step < 4; step++) {
            close(steps[step], journey.stepRate(step).value(), 1e-15);
        }
        assertEquals(
                List.of("awareness", "consideration", "decision", "post-purchase", "loyalty"),
                FunnelStages.JOURNEY.names());
        assertEquals(0.05, leads().rate("lead", "win").value());
        assertEquals(384, leads().reached("MQL (rules 2026-01)"));
        assertEquals(192, leads().reached(3));
        assertEquals(12_000, leads().entered());
        assertEquals(LEAD, leads().stages());
        assertEquals(OptionalLong.empty(), leads().followedDays());
    }

    @Test
    void ratesSayWhatTheyAre() {
        assertEquals(
                "visitor to lead rate: lead / visitor, of entrants of the period",
                leads().stepRate(0).definition().toString());
        assertEquals(Clock.COHORT, leads().overall().definition().clock());
        assertEquals(Polarity.LOWER_IS_BETTER, leads().dropOff(0).definition().polarity());
        assertEquals("lead drop-off", leads().dropOff(1).definition().name());
        assertEquals(
                "visitor to lead flow ratio: 1.5 (3.0 / 2.0), 2026-03-01 to 2026-03-31",
                FunnelFlow.of(LEAD, MARCH, 2, 3, 0, 0, 0).flowRatio(0).toString());
        assertFalse(Funnel.of(THREE, MARCH, 5, 0, 0).stepRate(1).isDefined());
    }

    /** Skipping allowed: who is in a later stage is in all before it; rates multiply. */
    @Property
    void countedByPerson(
            @ForAll @Size(max = 60) List<@IntRange(max = 4) Integer> furthest, @ForAll @IntRange(max = 60) int at) {
        int[] column = furthest.stream().mapToInt(x -> x).toArray();
        Funnel funnel = Funnel.ofFurthest(LEAD, MARCH, column);
        double product = 1;
        boolean defined = true;
        for (int s = 0; s < 5; s++) {
            int stage = s;
            assertEquals(furthest.stream().filter(x -> x >= stage).count(), funnel.reached(s));
            if (s < 4) {
                defined &= funnel.stepRate(s).isDefined();
                product *= funnel.stepRate(s).asOptional().orElse(0);
                assertEquals(
                        funnel.reached(s),
                        funnel.stepRate(s).counts().successes()
                                + funnel.dropOff(s).counts().successes());
            }
        }
        if (defined) {
            assertEquals(funnel.overall().value(), product, 1e-14);
        }
        int cut = Math.min(at, column.length);
        Funnel left = Funnel.ofFurthest(LEAD, MARCH, Arrays.copyOf(column, cut));
        Funnel right = Funnel.ofFurthest(LEAD, MARCH, Arrays.copyOfRange(column, cut, column.length));
        assertEquals(funnel, left.plus(right));
        assertEquals(funnel, right.plus(left));
        assertEquals(funnel, travels(funnel));
    }

    @Test
    void monthsJoin() {
        Funnel two = leads().plus(Funnel.of(LEAD, APRIL, 8_000, 640, 256, 128, 32));
        assertEquals(ReportingPeriod.of(MARCH.from(), APRIL.to()), two.period());
        assertEquals(80, two.reached("win"));
        assertEquals(
                "visitor 12000, lead 960, MQL (rules 2026-01) 384, SQL (rules 2026-01) 192, win 48 of 2026-03-01 to"
                        + " 2026-03-31",
                leads().toString());
        rejects(
                "other must have the stages [visit, basket, order], was [a, b] (only like funnels add)",
                () -> Funnel.of(THREE, MARCH, 1, 1, 1).plus(Funnel.of(FunnelStages.of("a", "b"), MARCH, 1, 1)));
        // another version of the rules is another stage
        assertNotEquals(LEAD, FunnelStages.lead("2026-02"));
    }

    /** By hand: three days after entry. */
    @Test
    void everybodyIsFollowedForTheSameTime() {
        int first = (int) MARCH.from().toEpochDay();
        int none = Funnel.NOT_REACHED;
        int[][] reachedOn = {
            // visits; the last but one entered before the period, the last after it
            {first, first + 5, first + 30, first + 2, first - 1, first + 31, none},
            {first + 1, none, first + 31, none, first, first + 31, first + 9},
            {first + 3, first + 9, first + 33, first + 2, first, first + 31, none}
        };
        LocalDate asOf = MARCH.lastDay().plusDays(3);
        Funnel followed = Funnel.followed(THREE, MARCH, 3, asOf, reachedOn);
        // one came to the basket without a visit on record, another ordered without a basket
        assertEquals(5, followed.entered());
        assertEquals(4, followed.reached("basket"));
        assertEquals(3, followed.reached("order"));
        assertEquals(OptionalLong.of(3), followed.followedDays());
        assertEquals(
                "entrants of the period, each followed for 3 days",
                followed.overall().definition().population());
        assertEquals(
                4, Funnel.followed(THREE, MARCH, 4, asOf.plusDays(1), reachedOn).reached("order"));
        assertEquals(
                4, Funnel.followed(THREE, MARCH, 9, asOf.plusDays(9), reachedOn).reached("order"));
        assertEquals(travels(followed), followed);
        rejects(
                "asOf must not be before 2026-04-03, was 2026-04-02 (the last to enter must have had 3 days; for younger"
                        + " cohorts see TimeInStage)",
                () -> Funnel.followed(THREE, MARCH, 3, asOf.minusDays(1), reachedOn));
        rejects(
                "other must be followed as long, 3 days, was for a time not stated (cohorts of different age do not add)",
                () -> followed.plus(Funnel.of(THREE, MARCH, 1, 1, 1)));
        rejects(
                "other must be followed as long, for a time not stated, was 3 days (cohorts of different age do not add)",
                () -> Funnel.of(THREE, MARCH, 1, 1, 1).plus(followed));
        rejects(
                "reachedOn must be 3 columns, was 2 (one a stage)",
                () -> Funnel.followed(THREE, MARCH, 3, asOf, new int[2][]));
        rejects(
                "reachedOn[2] must have as many rows as the first, 1, was 2",
                () -> Funnel.followed(THREE, MARCH, 3, asOf, new int[][] {{1}, {1}, {1, 2}}));
        rejects("days must be >= 0, was -1 (of follow-up)", () -> Funnel.followed(THREE, MARCH, -1, asOf, reachedOn));
        rejectsNull("reachedOn[0]", () -> Funnel.followed(THREE, MARCH, 3, asOf, new int[3][]));
        rejectsNull("asOf", () -> Funnel.followed(THREE, MARCH, 3, null, reachedOn));
    }

    /** Following longer never loses anybody. */
    @Property(tries = 200)
    void longerIsNotLess(@ForAll @LongRange(max = 100_000) long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int first = (int) MARCH.from().toEpochDay();
        int[][] reachedOn = new int[3][40];
        for (int[] column : reachedOn) {
            Arrays.setAll(column, i -> random.nextInt(3) == 0 ? Funnel.NOT_REACHED : first + random.nextInt(60));
        }
        Funnel shorter = Funnel.followed(THREE, MARCH, 5, LocalDate.of(2026, 5, 1), reachedOn);
        Funnel longer = Funnel.followed(THREE, MARCH, 20, LocalDate.of(2026, 5, 1), reachedOn);
        assertEquals(shorter.entered(), longer.entered());
        for (int s = 0; s < 3; s++) {
            assertTrue(shorter.reached(s) <= longer.reached(s));
        }
    }

    @Test
    void flowsMayExceedOne() {
        FunnelFlow flow = FunnelFlow.of(THREE, MARCH, 100, 120, 60);
        assertEquals(1.2, flow.flowRatio(0).value());
        assertEquals(0.6, flow.flowRatio("visit", "order").value());
        assertEquals(0.5, flow.flowRatio("basket", "order").value());
        assertEquals(120, flow.events(1));
        assertEquals(THREE, flow.stages());
        assertEquals(MARCH, flow.period());
        FunnelFlow april = FunnelFlow.of(THREE, APRIL, 300, 80, 40);
        assertEquals(0.5, flow.plus(april).flowRatio(0).value());
        assertEquals(flow.plus(april), april.plus(flow));
        assertEquals(
                flow.flowRatio(0).plus(april.flowRatio(0)), flow.plus(april).flowRatio(0));
        assertEquals(
                "visit 100, basket 120, order 60 in 2026-03-01 to 2026-03-31",
                travels(flow).toString());
        assertNotEquals(flow, april);
        rejects("events must be 3 counts, was 2 (one a stage)", () -> FunnelFlow.of(THREE, MARCH, 1, 2));
        rejects("events[1] must be >= 0, was -2 (basket)", () -> FunnelFlow.of(THREE, MARCH, 1, -2, 3));
        rejectsNull("events", () -> FunnelFlow.of(THREE, MARCH, (long[]) null));
        rejectsNull("other", () -> flow.plus(null));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "reached[2] must be <= reached[1] 4, was 5 (who reached a stage counts in all before; events of one period"
                        + " are a FunnelFlow)",
                () -> Funnel.of(THREE, MARCH, 9, 4, 5));
        rejects("reached must be 3 counts, was 1 (one a stage)", () -> Funnel.of(THREE, MARCH, 9));
        rejects("reached[0] must be >= 0, was -9 (visit)", () -> Funnel.of(THREE, MARCH, -9, 1, 1));
        rejects(
                "furthest[1] must be 0 to 2, was 3 (index of a stage)",
                () -> Funnel.ofFurthest(THREE, MARCH, new int[] {0, 3}));
        rejects("step must be 0 to 3, was 4 (0 is from visitor)", () -> leads().stepRate(4));
        rejects("step must be 0 to 3, was -1 (0 is from visitor)", () -> leads().dropOff(-1));
        rejects(
                "to must come after lead, was visitor (in the order [visitor, lead, MQL (rules 2026-01), SQL (rules"
                        + " 2026-01), win])",
                () -> leads().rate("lead", "visitor"));
        rejects(
                "stage must be one of [visit, basket, order], was \"paid\" (as the funnel names them)",
                () -> Funnel.of(THREE, MARCH, 1, 1, 1).reached("paid"));
        rejects("names must be at least two stages, was [a] (from where to where)", () -> FunnelStages.of("a"));
        rejects("names must be distinct, was [a, a]", () -> FunnelStages.of("a", "a"));
        rejects("names[1] must not be blank, was \" \" (a stage)", () -> FunnelStages.of("a", " "));
        rejects("rulesVersion must not be blank, was \"\" (which rules qualify a lead)", () -> FunnelStages.lead(""));
        rejectsNull("names[0]", () -> FunnelStages.of((String) null));
        rejectsNull("stages", () -> Funnel.of(null, MARCH, 1, 1));
        rejectsNull("period", () -> Funnel.of(THREE, null, 1, 1, 1));
        rejectsNull("furthest", () -> Funnel.ofFurthest(THREE, MARCH, null));
        rejectsNull("other", () -> leads().plus(null));
        travels(LEAD);
    }
}
