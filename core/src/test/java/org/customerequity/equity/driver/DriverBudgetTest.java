package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.model.choice.DriverModel;
import org.junit.jupiter.api.Test;

/** Formula sheet 23, section 10. */
class DriverBudgetTest {
    private static final double[] CEILING = {0.6, 0.8, 0.5};
    private static final double[] RATE = {1.2e-6, 0.6e-6, 1.6e-6};
    private static final double[] COEFFICIENT = {0.60, 0.35, 0.25};
    private static final BrandEquities TODAY = WhatIfFixture.certain();
    private static final DriverBudgetCalculator SMOOTH = calculator(TODAY).uncapped();

    private static DriverBudgetCalculator calculator(BrandEquities today) {
        return DriverBudgetCalculator.of(today, "one")
                .withCurve("value", ImprovementCurve.of(CEILING[0], RATE[0]))
                .withCurve("brand", ImprovementCurve.of(CEILING[1], RATE[1]))
                .withCurve("relationship", ImprovementCurve.of(CEILING[2], RATE[2]));
    }

    private static double[] spends(DriverBudget split) {
        return split.lines().stream().mapToDouble(line -> line.spend().value()).toArray();
    }

    private static double equity(boolean capped, double... spend) {
        Scenario all = Scenario.none();
        for (int k = 0; k < 3; k++) {
            RatingShift shift =
                    RatingShift.by(ImprovementCurve.of(CEILING[k], RATE[k]).points(spend[k]));
            all = all.and("one", FiveRespondents.DRIVERS.get(k).name(), capped ? shift : shift.uncapped());
        }
        return TODAY.under(all).of("one").after().value();
    }

    @Test
    void twoMillion() {
        DriverBudget split = SMOOTH.split(2_000_000);
        assertArrayEquals(new double[] {1081445.42, 588788.156, 329766.425}, spends(split), 0.01);
        assertEquals(248770147.396, split.equity().value(), 1e-3);
        assertEquals(6.52231929, split.marginalEquity(), 1e-8);
        assertEquals(248770147.396 - 247456655.422, split.gainOverEqualSplit().value(), 2e-3);
        assertEquals(2_000_000, split.spend().value(), 1e-8);
        assertEquals(0, split.residual(), 1e-9);
        assertEquals(List.of(), split.unfunded());
        assertEquals(
                split.equity().value(),
                TODAY.under(split.scenario()).of("one").after().value(),
                1e-6);
    }

    @Test
    void aSmallBudgetGoesToOneDriver() {
        DriverBudget split = SMOOTH.split(500_000);
        assertArrayEquals(new double[] {500_000, 0, 0}, spends(split), 1e-9);
        assertEquals(235518535.128, split.equity().value(), 1e-3);
        assertEquals(13.8445013, split.of("value").marginalEquity(), 1e-7);
        assertEquals(9.81023789, split.of("brand").marginalEquity(), 1e-8);
        assertEquals(11.6788546, split.of("relationship").marginalEquity(), 1e-7);
        assertEquals(FiveRespondents.DRIVERS.subList(1, 3), split.unfunded());
        assertEquals(
                split.equity().value() - equity(false, 5e5 / 3, 5e5 / 3, 5e5 / 3),
                split.gainOverEqualSplit().value(),
                1e-6);
        assertEquals(0, split.residual(), 1e-12);
    }

    @Test
    void withoutLimitTheLastUnitEarnsItselfBack() {
        DriverBudget split = SMOOTH.unlimited();
        // the equity is flat at its summit: spends are known to the root of the equity's digits
        assertArrayEquals(new double[] {2622680.7, 3671258.7, 1485692.9}, spends(split), 0.1);
        assertEquals(265655590.322, split.equity().value(), 0.1);
        assertEquals(32096404.1219, split.netValue().value(), 1e-3);
        assertEquals(1, split.marginalEquity(), 1e-7);
        assertEquals(0, split.residual(), 1e-7);
    }

    /** Grid of 60 steps: sheet 23 names its best point. */
    @Test
    void beatsTheGridByLessThanItsWidth() {
        double best = 0;
        double[] at = {};
        for (int a = 0; a <= 60; a++) {
            for (int b = 0; a + b <= 60; b++) {
                double[] spend = {a * 2e6 / 60, b * 2e6 / 60, (60 - a - b) * 2e6 / 60};
                double equity = equity(false, spend);
                if (equity > best) {
                    best = equity;
                    at = spend;
                }
            }
        }
        assertArrayEquals(new double[] {1066666.7, 600000, 333333.33}, at, 0.1);
        assertEquals(248768975.912, best, 1e-3);
        double ours = SMOOTH.split(2_000_000).equity().value();
        assertTrue(ours > best && ours - best < 6.6 * 2e6 / 60);
    }

    /**
     * All drivers of one model work through one number, the utility of the brand: the best split is then that of a sum of curves,
     * filled to one level, whatever the respondents are like.
     */
    @Test
    void isTheFillOfCurvesInUtility() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 20; trial++) {
            double budget = 5e6 * random.nextDouble();
            double[] spends = spends(SMOOTH.split(budget));
            // bisection for the level, as an independent route
            double low = 1e-12;
            double high = 1e-6;
            for (int step = 0; step < 200; step++) {
                double middle = Math.sqrt(low * high);
                double sum = 0;
                for (double x : fill(middle)) {
                    sum += x;
                }
                low = sum > budget ? middle : low;
                high = sum > budget ? high : middle;
            }
            assertArrayEquals(fill(low), spends, 1e-8 * budget);
        }
    }

    private static double[] fill(double level) {
        double[] x = new double[3];
        Arrays.setAll(x, k -> Math.max(0, Math.log(COEFFICIENT[k] * CEILING[k] * RATE[k] / level) / RATE[k]));
        return x;
    }

    /** With classes that want different things no closed form is left: the conditions of a summit, and random splits. */
    @Test
    void severalClassesHaveASummitToo() {
        BrandEquities mixed = BrandEquities.of(
                TwoClasses.example(), FiveRespondents.survey(), FiveRespondents.market(FirstPurchase.NOW));
        DriverBudgetCalculator calculator = calculator(mixed).uncapped();
        SplittableRandom random = new SplittableRandom(3);
        for (double budget : new double[] {2e5, 1e6, 3e6}) {
            DriverBudget split = calculator.split(budget);
            assertEquals(0, split.residual(), 1e-7);
            for (int trial = 0; trial < 300; trial++) {
                double a = random.nextDouble();
                double b = random.nextDouble();
                double[] part = {Math.min(a, b), Math.abs(a - b), 1 - Math.max(a, b)};
                Scenario all = Scenario.none();
                for (int k = 0; k < 3; k++) {
                    double points = ImprovementCurve.of(CEILING[k], RATE[k]).points(budget * part[k]);
                    RatingShift shift = RatingShift.by(points).uncapped();
                    all = all.and("one", FiveRespondents.DRIVERS.get(k).name(), shift);
                }
                assertTrue(mixed.under(all).of("one").after().value()
                        <= split.equity().value());
            }
        }
        DriverBudget free = calculator.unlimited();
        assertEquals(0, free.residual(), 1e-6);
        assertEquals(
                free.equity().value(),
                calculator.split(free.spend().value()).equity().value(),
                1e-9 * free.equity().value());
    }

    @Test
    void beatsRandomSplitsWithAndWithoutCaps() {
        SplittableRandom random = new SplittableRandom(8);
        double smooth = SMOOTH.split(2_000_000).equity().value();
        double capped = calculator(TODAY).split(2_000_000).equity().value();
        for (int trial = 0; trial < 1000; trial++) {
            double a = random.nextDouble();
            double b = random.nextDouble();
            double[] spend = {2e6 * Math.min(a, b), 2e6 * Math.abs(a - b), 2e6 * (1 - Math.max(a, b))};
            assertTrue(equity(false, spend) <= smooth);
            assertTrue(equity(true, spend) <= capped * (1 + 1e-12));
        }
        assertTrue(capped < smooth);
    }

    /** Ceilings above a point take those who rate 4 to the top: a kink in the middle of the curve. */
    @Test
    void endsOfTheScaleMakeKinks() {
        DriverBudgetCalculator kinked = DriverBudgetCalculator.of(TODAY, "one")
                .withCurve("value", ImprovementCurve.of(2.5, 1e-6))
                .withCurve("brand", ImprovementCurve.of(2.5, 1e-6))
                .withCurve("relationship", ImprovementCurve.of(2.5, 1e-6));
        SplittableRandom random = new SplittableRandom(8);
        for (double budget : new double[] {3e5, 1e6, 1.7e6, 4e6}) {
            DriverBudget split = kinked.split(budget);
            assertEquals(budget, split.spend().value(), 1e-6);
            double[] best = spends(split);
            for (int trial = 0; trial < 300; trial++) {
                double width = Math.pow(10, -4 * random.nextDouble());
                double[] spend = new double[3];
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    spend[k] = (1 - width) * best[k] / budget + width * -Math.log(random.nextDouble());
                    sum += spend[k];
                }
                Scenario all = Scenario.none();
                for (int k = 0; k < 3; k++) {
                    all = all.and(
                            "one",
                            FiveRespondents.DRIVERS.get(k).name(),
                            RatingShift.by(ImprovementCurve.of(2.5, 1e-6).points(budget * spend[k] / sum)));
                }
                double other = TODAY.under(all).of("one").after().value();
                assertTrue(other <= split.equity().value() * (1 + 1e-10), () -> budget + " " + Arrays.toString(spend));
            }
        }
    }

    @Test
    void moreMoneyIsNeverWorse() {
        double before = TODAY.equity("one").value();
        double marginal = Double.POSITIVE_INFINITY;
        for (double budget = 0; budget <= 4e6; budget += 2.5e5) {
            DriverBudget split = calculator(TODAY).split(budget);
            assertTrue(split.equity().value() >= before);
            assertTrue(split.marginalEquity() <= marginal * (1 + 1e-9));
            before = split.equity().value();
            marginal = split.marginalEquity();
        }
    }

    @Test
    void nothingIsSpentWhereItHurts() {
        BrandEquities unloved = BrandEquities.of(
                DriverModel.of(FiveRespondents.BRANDS, FiveRespondents.DRIVERS, 0.849, -0.6, -0.35, 0),
                FiveRespondents.survey(),
                FiveRespondents.market(FirstPurchase.NOW));
        DriverBudget split = calculator(unloved).uncapped().split(1e6);
        assertEquals(0, split.spend().value());
        assertEquals(0, split.equityGain().value());
        assertEquals(Scenario.none(), split.scenario());
        assertEquals(0, calculator(unloved).unlimited().spend().value());
    }

    @Test
    void curves() {
        ImprovementCurve curve = ImprovementCurve.through(1e6, 0.3, 0.6);
        assertEquals(0.3, curve.points(1e6), 1e-15);
        assertEquals(Math.log(2) / 1e6, curve.rate(), 1e-20);
        assertEquals(1e6, curve.spendFor(0.3), 1e-8);
        assertEquals((curve.points(1e6 + 1) - curve.points(1e6 - 1)) / 2, curve.slope(1e6), 1e-15);
        assertEquals(0, curve.points(0));
    }

    @Test
    void badInputIsNamed() {
        assertMessage(
                "ceiling must be finite and > 0, was 0.0 (rating points that no spend exceeds)",
                () -> ImprovementCurve.of(0, 1));
        assertMessage(
                "rate must be finite and > 0, was -1.0 (per unit of money; 1e-6 where a million makes most of it)",
                () -> ImprovementCurve.of(1, -1));
        assertMessage(
                "ceiling must be > points 0.3, was 0.3 (what no spend exceeds)",
                () -> ImprovementCurve.through(1e6, 0.3, 0.3));
        assertMessage(
                "points must be >= 0 and < ceiling 1.0, was 1.0 (no spend reaches it)",
                () -> ImprovementCurve.of(1, 1).spendFor(1));
        assertMessage(
                "budget must be finite and >= 0, was -1.0 (present value in the market's currency)",
                () -> SMOOTH.split(-1));
        assertMessage(
                "curves must not be empty, was empty (see withCurve)",
                () -> DriverBudgetCalculator.of(TODAY, "one").split(1));
        assertMessage(
                "brand must be one of [one, two, three], was \"four\"", () -> DriverBudgetCalculator.of(TODAY, "four"));
        assertMessage(
                "subDriver must be one of [value, brand, relationship], was \"speed\" (those with a curve)",
                () -> SMOOTH.split(1).of("speed"));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void readsWell() {
        assertEquals(
                String.join(
                        System.lineSeparator(),
                        "one: spend 500000, equity gain 9738981, 2424971 more than an equal split",
                        "sub-driver            spend   points   marginal",
                        "value                500000    0.271     13.845",
                        "brand                     0    0.000      9.810",
                        "relationship              0    0.000     11.679"),
                SMOOTH.split(500_000).toString());
    }

    /** Where the curves have long been at their ceilings every split is best, and none misses a condition. */
    @Test
    void onAPlateauNoConditionIsMissed() {
        DriverBudget split = DriverBudgetCalculator.of(
                        BrandEquities.of(
                                FiveRespondents.MODEL,
                                FiveRespondents.survey(),
                                FiveRespondents.market(FirstPurchase.AFTER_INTERVAL)),
                        "one")
                .withCurve("value", ImprovementCurve.of(0.05, 1e-3))
                .withCurve("brand", ImprovementCurve.of(0.03, 1e-4))
                .split(5_000_000);
        assertEquals(5_000_000, split.spend().value(), 1e-3);
        assertTrue(split.marginalEquity() < 1e-15, split::toString);
        assertEquals(0, split.residual(), 0.0);
    }
}
