package org.customerequity.equity.measure;

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

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Loyalty programmes: what a member brings, and how rewards are shared out. */
@Seeded
class ProgrammeEconomicsTest {
    private static final ProgrammeEconomics PROGRAMME = ProgrammeEconomics.of(
                    PeriodicRevenue.of("EUR", 400, PeriodUnit.YEAR), MarginRatio.of(0.35))
            .withLift(0.08)
            .withEarnRate(0.02)
            .withRedemption(0.72)
            .withRunningCost(euro(3));

    /** Sheet 22, section 6: 500,000 of base spend, lift 6 %, margin 45 %, rewards of 0.78 %, 9,000 to run it. */
    @Test
    void returnOnTheWholeProgramme() {
        ProgrammeEconomics programme = ProgrammeEconomics.of(
                        PeriodicRevenue.of("EUR", 500, PeriodUnit.YEAR), MarginRatio.of(0.45))
                .withLift(0.06)
                .withEarnRate(0.01)
                .withRedemption(0.78);
        close(366, programme.total(1000, euro(9000)).value(), 1e-12);
        close(0.0278666057561, programme.returnOnCost(1000, euro(9000)).value(), 3e-12);
        close(
                0.0583446404342,
                programme.withRunningCost(euro(9)).breakEvenLift().orElseThrow(),
                1e-12);
        // the cost of running it may be counted by member or in one sum
        close(
                programme.returnOnCost(1000, euro(9000)).value(),
                programme.withRunningCost(euro(9)).returnOnCost(1000, euro(0)).value(),
                1e-12);
        assertFalse(programme.returnOnCost(0, euro(0)).isDefined());
        rejects(
                "fixedCost must be finite and >= 0, was -1.0 (of the programme in one period)",
                () -> programme.returnOnCost(1, euro(-1)));
    }

    private static CurrencyAmount euro(double value) {
        return CurrencyAmount.of("EUR", value);
    }

    private static ProgrammeEconomics programme(
            double base, double margin, double lift, double earn, double redemption, double fee) {
        return new ProgrammeEconomics(
                PeriodicRevenue.of("EUR", base, PeriodUnit.MONTH),
                MarginRatio.of(margin),
                lift,
                earn,
                redemption,
                euro(fee));
    }

    /** Sheet 12, programme economics: the net; the rest by hand. */
    @Test
    void theSheet() {
        close(1.9792, PROGRAMME.net().value(), 1e-13);
        close(32, PROGRAMME.incrementalRevenue().amount().value(), 1e-14);
        close(11.2, PROGRAMME.incrementalContribution().amount().value(), 1e-14);
        close(8.64, PROGRAMME.rewardsIssued().value(), 1e-14);
        close(6.2208, PROGRAMME.rewardCost().value(), 1e-14);
        close(2.4192, PROGRAMME.breakage().value(), 1e-14);
        close(5.76, PROGRAMME.subsidy().value(), 1e-14);
        close(0.4608, PROGRAMME.incrementalRewardCost().value(), 1e-14);
        close(1 / 1.08, PROGRAMME.subsidyShare().value(), 1e-14);
        close(8.76 / 134.24, PROGRAMME.breakEvenLift().orElseThrow(), 1e-14);
        close(8.2 / 8.64, PROGRAMME.breakEvenRedemption().orElseThrow(), 1e-13);
        close(1.9792 * 50_000 - 60_000, PROGRAMME.total(50_000, euro(60_000)).value(), 1e-12);
        assertEquals(OptionalLong.of(30_316), PROGRAMME.breakEvenMembers(euro(60_000)));
        close(
                0.01 * 1_000_000 * 0.72,
                PROGRAMME.pointLiability(1_000_000, euro(0.01)).value(),
                1e-14);
    }

    /** Who says nothing of redemption has counted the whole cost, not none. */
    @Test
    void rewardsAreUsedUnlessSaidOtherwise() {
        ProgrammeEconomics programme =
                ProgrammeEconomics.of(PeriodicRevenue.of("EUR", 400, PeriodUnit.YEAR), MarginRatio.of(0.35));
        assertEquals(0, programme.net().value(), 0);
        programme = programme.withEarnRate(0.02);
        assertEquals(1, programme.redemption(), 0);
        close(400 * 0.02, programme.rewardCost().value(), 1e-15);
        assertEquals(0, programme.breakage().value(), 0);
        assertEquals(PROGRAMME, programme.withRedemption(0.72).withLift(0.08).withRunningCost(euro(3)));
    }

    /** Purchase by purchase: a member's basket is walked through, each euro with its own reward, used or not. */
    @Test
    void theSameFromSimulatedPurchases() {
        SplittableRandom random = new SplittableRandom(7);
        int members = 400_000;
        double net = 0;
        double subsidy = 0;
        for (int i = 0; i < members; i++) {
            // any distribution with the same means will do
            double base = 800 * random.nextDouble();
            double extra = base * 0.16 * random.nextDouble();
            double used = random.nextDouble() < 0.72 ? 1 : 0;
            net += extra * 0.35 - (base + extra) * 0.02 * used - 3;
            subsidy += base * 0.02 * used;
        }
        // standard errors of the means: 0.02 and 0.01
        assertEquals(1.9792, net / members, 0.1);
        assertEquals(PROGRAMME.subsidy().value(), subsidy / members, 0.05);
    }

    @Property
    void partsAddUpAndBreakEvenBreaksEven(
            @ForAll @Scale(6) @DoubleRange(min = 0.01, max = 1e4) double base,
            @ForAll @Scale(6) @DoubleRange(min = -0.2, max = 0.9) double margin,
            @ForAll @Scale(6) @DoubleRange(min = -1, max = 3) double lift,
            @ForAll @Scale(6) @DoubleRange(max = 0.3) double earn,
            @ForAll @Scale(6) @DoubleRange(max = 1) double redemption,
            @ForAll @Scale(6) @DoubleRange(max = 50) double fee) {
        ProgrammeEconomics p = programme(base, margin, lift, earn, redemption, fee);
        double size = base * (2 + Math.abs(lift)) + fee;
        assertEquals(
                p.rewardCost().value(),
                p.subsidy().plus(p.incrementalRewardCost()).value(),
                1e-15 * size);
        assertEquals(
                p.rewardsIssued().value(), p.rewardCost().plus(p.breakage()).value(), 1e-15 * size);
        // without its programme a member brings B m: the programme is worth what changes
        double before = base * margin;
        double after = base * (1 + lift) * (margin - earn * redemption) - fee;
        assertEquals(after - before, p.net().value(), 1e-14 * size);
        p.breakEvenLift().ifPresent(l -> assertEquals(0, p.withLift(l).net().value(), 1e-14 * (base * (1 + l) + fee)));
        assertEquals(margin > earn * redemption, p.breakEvenLift().isPresent());
        OptionalDouble q = p.breakEvenRedemption();
        if (q.isPresent() && q.getAsDouble() <= 1) {
            assertEquals(0, p.withRedemption(q.getAsDouble()).net().value(), 1e-14 * size);
        } else if (q.isPresent()) {
            assertTrue(p.withRedemption(1).net().value() >= -1e-14 * size);
        } else {
            assertTrue(earn == 0 || lift == -1 || p.withRedemption(0).net().value() < 0);
        }
    }

    @Property
    void breakEvenMembersAreTheFewest(
            @ForAll @Scale(6) @DoubleRange(min = -0.1, max = 0.5) double lift,
            @ForAll @DoubleRange(max = 1e6) double fixed) {
        ProgrammeEconomics p = PROGRAMME.withLift(lift);
        OptionalLong least = p.breakEvenMembers(euro(fixed));
        if (least.isPresent()) {
            long members = least.getAsLong();
            assertTrue(p.total(members, euro(fixed)).value() >= -1e-9 * fixed);
            assertTrue(members == 0 || p.total(members - 1, euro(fixed)).value() < 1e-9 * fixed);
        } else {
            assertTrue(p.net().value() <= 0);
        }
    }

    /** 2.1 over 0.3 rounds to more than 7, and 7 members are enough all the same. */
    @Property
    void breakEvenMembersOfRoundAmounts(
            @ForAll @IntRange(min = 1, max = 60) int tenths, @ForAll @IntRange(max = 9999) int n) {
        ProgrammeEconomics p = programme(tenths / 10.0, 1, 1, 0, 0, 0);
        CurrencyAmount fixed = euro(Math.nextDown(n * (tenths / 10.0)));
        long least = p.breakEvenMembers(n == 0 ? euro(0) : fixed).orElseThrow();
        assertTrue(p.total(least, n == 0 ? euro(0) : fixed).value() >= 0);
        assertTrue(least == 0 || p.total(least - 1, fixed).value() < 0);
        assertEquals(OptionalLong.of(7), programme(0.3, 1, 1, 0, 0, 0).breakEvenMembers(euro(2.1)));
    }

    @Test
    void aLiftWithAnErrorIsANetWithAnError() {
        Estimate net = PROGRAMME.netEstimate(Estimate.of(0.08, 0.03));
        close(1.9792, net.value(), 1e-13);
        // the net at both ends of the interval of the lift
        Interval ends = net.confidenceInterval(0.95);
        close(PROGRAMME.withLift(0.08 - 1.959963984540054 * 0.03).net().value(), ends.lower(), 1e-12);
        close(PROGRAMME.withLift(0.08 + 1.959963984540054 * 0.03).net().value(), ends.upper(), 1e-12);
    }

    @Test
    void whatNeverPaysSaysSo() {
        assertEquals(
                OptionalDouble.empty(), programme(400, 0.01, 0.5, 0.02, 0.72, 0).breakEvenLift());
        assertEquals(
                OptionalDouble.empty(), programme(0, 0.35, 0.5, 0.02, 0.72, 1).breakEvenLift());
        assertEquals(
                OptionalDouble.empty(), programme(400, 0.35, 0, 0.02, 0.72, 1).breakEvenRedemption());
        assertEquals(OptionalDouble.empty(), programme(400, 0.35, 0.1, 0, 0, 1).breakEvenRedemption());
        assertTrue(
                programme(400, 0.35, 0.9, 0.02, 0.72, 1).breakEvenRedemption().orElseThrow() > 1);
        assertEquals(OptionalLong.empty(), PROGRAMME.withLift(0).breakEvenMembers(euro(1)));
        assertEquals(OptionalLong.of(0), PROGRAMME.breakEvenMembers(euro(0)));
        assertEquals(OptionalLong.empty(), PROGRAMME.withLift(0).breakEvenMembers(euro(0)));
        assertFalse(programme(400, 0.35, 0.1, 0, 0, 1).subsidyShare().isDefined());
    }

    @Test
    void badInputIsNamed() {
        rejects("lift must be >= -1, was -2.0 (0.08 means 8 % more)", () -> PROGRAMME.withLift(-2));
        rejects("lift must be finite, was NaN (0.08 means 8 % more)", () -> PROGRAMME.withLift(Double.NaN));
        rejects("earnRate must be in [0, 1], was 2.0 (0.02 means 2 % back)", () -> PROGRAMME.withEarnRate(2));
        rejects(
                "redemption must be in [0, 1], was 72.0 (0.72 means 72 % of rewards are used)",
                () -> PROGRAMME.withRedemption(72));
        rejects(
                "runningCost must be finite and >= 0, was -1.0 (running cost of one member)",
                () -> PROGRAMME.withRunningCost(euro(-1)));
        rejects(
                "baseline must be finite and >= 0, was -1.0 (revenue of a member without the programme)",
                () -> programme(-1, 0.3, 0, 0, 0, 0));
        rejects("members must be >= 0, was -1 (of the programme)", () -> PROGRAMME.total(-1, euro(0)));
        rejects(
                "fixedCost must be finite and >= 0, was -1.0 (of the programme in one period)",
                () -> PROGRAMME.total(1, euro(-1)));
        rejects(
                "outstandingPoints must be finite and >= 0, was -1.0 (not yet used)",
                () -> PROGRAMME.pointLiability(-1, euro(1)));
        rejects(
                "pointValue must be finite and >= 0, was -1.0 (what one point buys)",
                () -> PROGRAMME.pointLiability(1, euro(-1)));
        CurrencyAmount dollar = CurrencyAmount.of("USD", 1);
        assertThrows(CurrencyMismatchException.class, () -> PROGRAMME.withRunningCost(dollar));
        assertThrows(CurrencyMismatchException.class, () -> PROGRAMME.total(1, dollar));
        assertThrows(CurrencyMismatchException.class, () -> PROGRAMME.breakEvenMembers(dollar));
    }

    /** Kumar and Shah's two tiers, by hand. */
    @Test
    void aBudgetInTwoTiers() {
        RewardBudget budget = RewardBudget.of(euro(1000), 0.6);
        double[] spend = {100, 300, 0, 200};
        double[] uplift = {50, -20, 150, 0};
        assertArrayEquals(new double[] {100, 300, 0, 200}, budget.firstTier(spend), 1e-12);
        assertArrayEquals(new double[] {100, 0, 300, 0}, budget.secondTier(uplift), 1e-12);
        assertArrayEquals(new double[] {200, 300, 300, 200}, budget.allocate(spend, uplift), 1e-12);
        // a tier without money needs nobody to get it
        assertArrayEquals(
                new double[] {1000, 0},
                RewardBudget.of(euro(1000), 0).allocate(new double[2], new double[] {3, -1}),
                1e-12);
    }

    @Property
    void theBudgetIsSpentAndNobodyIsCharged(
            @ForAll @Size(min = 1, max = 30) List<@Scale(6) @DoubleRange(min = -1e6, max = 1e6) Double> uplift,
            @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double share,
            @ForAll @Scale(6) @DoubleRange(min = 1, max = 1e3) double factor) {
        double[] u = uplift.stream().mapToDouble(x -> x).toArray();
        u[0] = Math.abs(u[0]) + 1;
        double[] spend = Arrays.stream(u).map(x -> Math.abs(x) + 1).toArray();
        RewardBudget budget = RewardBudget.of(euro(5000), share);
        double[] rewards = budget.allocate(spend, u);
        close(5000, Arrays.stream(rewards).sum(), 1e-14);
        assertTrue(Arrays.stream(rewards).allMatch(x -> x >= 0));
        // the unit of either column does not matter
        double[] other = budget.allocate(
                Arrays.stream(spend).map(x -> x * factor).toArray(),
                Arrays.stream(u).map(x -> x / factor).toArray());
        assertArrayEquals(rewards, other, 1e-10);
    }

    @Test
    void aBudgetNeedsSomebodyToGetIt() {
        RewardBudget budget = RewardBudget.of(euro(1000), 0.6);
        fails(
                UndefinedRatioException.class,
                "shares of the budget are undefined, because no uplift is positive",
                () -> budget.secondTier(new double[] {-1, 0}));
        fails(
                UndefinedRatioException.class,
                "shares of the budget are undefined, because no currentValue is positive",
                () -> budget.firstTier(new double[0]));
        rejects(
                "uplift[1] must be finite, was NaN (in lifetime value)",
                () -> budget.secondTier(new double[] {1, Double.NaN}));
        rejects(
                "currentValue[0] must be finite and >= 0, was -1.0 (such as spend)",
                () -> budget.firstTier(new double[] {-1}));
        rejects(
                "uplift must have as many rows as currentValue, 2, was 1",
                () -> budget.allocate(new double[2], new double[1]));
        rejects(
                "firstTierShare must be in [0, 1], was 60.0 (0.6 means 60 % rewards current behaviour)",
                () -> RewardBudget.of(euro(1), 60));
        rejects("amount must be finite and >= 0, was -1.0 (to be shared out)", () -> RewardBudget.of(euro(-1), 0.6));
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullsAreNamed() {
        rejectsNull("baseline", () -> ProgrammeEconomics.of(null, MarginRatio.of(0.3)));
        rejectsNull("margin", () -> ProgrammeEconomics.of(PeriodicRevenue.of("EUR", 400, PeriodUnit.YEAR), null));
        rejectsNull("runningCost", () -> PROGRAMME.withRunningCost(null));
        rejectsNull("estimatedLift", () -> PROGRAMME.netEstimate(null));
        rejectsNull("fixedCost", () -> PROGRAMME.total(1, null));
        rejectsNull("fixedCost", () -> PROGRAMME.breakEvenMembers(null));
        rejectsNull("pointValue", () -> PROGRAMME.pointLiability(1, null));
        rejectsNull("amount", () -> RewardBudget.of(null, 0.5));
        RewardBudget budget = RewardBudget.of(euro(1), 0.5);
        rejectsNull("currentValue", () -> budget.firstTier(null));
        rejectsNull("uplift", () -> budget.secondTier(null));
        rejectsNull("currentValue", () -> budget.allocate(null, new double[0]));
        rejectsNull("uplift", () -> budget.allocate(new double[0], null));
    }

    @Test
    void travel() {
        assertEquals(PROGRAMME.net(), travels(PROGRAMME).net());
        assertEquals(0.5, travels(RewardBudget.of(euro(1), 0.5)).firstTierShare());
    }
}
