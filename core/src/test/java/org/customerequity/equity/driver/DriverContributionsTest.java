package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.equity.driver.DriverContributions.Detail;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.junit.jupiter.api.Test;

/** Formula sheet 23, section 7. */
class DriverContributionsTest {
    private static final BrandEquities TODAY = WhatIfFixture.certain();
    private static final Market MARKET = FiveRespondents.market(FirstPurchase.AFTER_INTERVAL);
    private static final double[][] MOVES = {{0.3, 0.1, -0.2}, {0, 0, 0.2}, {0.1, 0, 0}};

    private static BrandEquities later() {
        BrandSurvey survey =
                FiveRespondents.survey().mapRatings((i, b, s, x) -> Math.min(5, Math.max(1, x + MOVES[b][s])));
        return BrandEquities.of(FiveRespondents.MODEL, survey, MARKET);
    }

    private static double sum(DriverContributions c) {
        return c.lines().stream().mapToDouble(line -> line.amount().value()).sum();
    }

    private static void check(DriverContributions c, String line, double expected) {
        assertEquals(expected, c.of(line).amount().value(), 1e-11 * 1e8, line);
    }

    @Test
    void betweenBrands() {
        DriverContributions c = DriverContributions.betweenBrands(TODAY, "one", "two", Detail.SUB_DRIVERS);
        assertEquals(-100229480.118, c.total().value(), 1e-3);
        check(c, "value", -21791326.8154);
        check(c, "brand", -29057098.0536);
        check(c, "relationship", -6936653.90745);
        check(c, DriverContributions.MARGIN, -15448128.9133);
        assertEquals(0.0, c.of(DriverContributions.DISCOUNT).amount().value());
        check(c, DriverContributions.STARTING_POSITION, -26996272.4284);
        assertEquals(c.total().value(), sum(c), 1e-7);
        assertEquals(0, c.of("value").standardError());
    }

    @Test
    void betweenDates() {
        DriverContributions c = DriverContributions.betweenDates(TODAY, later(), "one", Detail.SUB_DRIVERS);
        assertEquals(-1360199.67281, c.total().value(), 1e-4);
        check(c, "value", 4354635.49274);
        check(c, "brand", 847363.472763);
        check(c, "relationship", -3215087.30572);
        check(c, DriverContributions.RIVALS, -3347111.3326);
        for (String line : List.of(
                DriverContributions.MARGIN,
                DriverContributions.DISCOUNT,
                DriverContributions.COEFFICIENTS,
                DriverContributions.CUSTOMERS,
                DriverContributions.RESPONDENTS)) {
            assertEquals(0.0, c.of(line).amount().value(), line);
        }
        assertEquals(c.total().value(), sum(c), 1e-7);
    }

    /** The mean over all orders of what each item adds in its turn. */
    @Test
    void isTheMeanOverAllOrders() {
        String[] items = {"value", "brand", "relationship", DriverContributions.MARGIN};
        double[] sum = new double[4];
        List<List<Integer>> orders = new ArrayList<>();
        permute(new ArrayList<>(List.of(0, 1, 2, 3)), 0, orders);
        assertEquals(24, orders.size());
        for (List<Integer> order : orders) {
            boolean[] on = new boolean[4];
            double before = TODAY.equity("one").value();
            for (int item : order) {
                on[item] = true;
                double after = asTwo(on);
                sum[item] += after - before;
                before = after;
            }
        }
        DriverContributions c = DriverContributions.betweenBrands(TODAY, "one", "two", Detail.SUB_DRIVERS);
        for (int k = 0; k < 4; k++) {
            check(c, items[k], sum[k] / 24);
        }
    }

    /** Brand one with the ratings, and at last the margins, of brand two. */
    private static double asTwo(boolean... on) {
        BrandSurvey survey = FiveRespondents.survey();
        BrandSurvey mixed = survey.mapRatings((i, b, s, x) -> b == 0 && on[s] ? survey.rating(i, 1, s) : x);
        Market market = on[3]
                ? MARKET.withBrand("one", Contribution.of("USD", 28), DiscountRate.ofAnnual(0.10))
                        .withSegment("one", "frequent", Contribution.of("USD", 22))
                : MARKET;
        return BrandEquities.of(FiveRespondents.MODEL, mixed, market)
                .equity("one")
                .value();
    }

    private static void permute(List<Integer> items, int from, List<List<Integer>> out) {
        if (from == items.size()) {
            out.add(List.copyOf(items));
        }
        for (int j = from; j < items.size(); j++) {
            Collections.swap(items, from, j);
            permute(items, from + 1, out);
            Collections.swap(items, from, j);
        }
    }

    @Test
    void sampledOrdersAgreeWithinTheirErrors() {
        DriverContributions exact = DriverContributions.betweenDates(TODAY, later(), "one", Detail.SUB_DRIVERS);
        DriverContributions sampled = DriverContributions.betweenDates(
                TODAY, later(), "one", Detail.SUB_DRIVERS, 20, new SplittableRandom(2));
        for (DriverContributions.Line line : exact.lines()) {
            DriverContributions.Line other = sampled.of(line.name());
            assertEquals(line.amount().value(), other.amount().value(), 4 * other.standardError() + 1e-6);
        }
        assertTrue(sampled.of("value").standardError() > 0);
        assertEquals(
                sampled.of("value").standardError(),
                sampled.of("value").estimate().standardError());
        assertEquals(exact.total().value(), sum(sampled), 1e-7);
        DriverContributions brands =
                DriverContributions.betweenBrands(TODAY, "one", "two", Detail.SUB_DRIVERS, 20, new SplittableRandom(2));
        assertEquals(-100229480.118, sum(brands), 1e-3);
    }

    @Test
    void groupsOfOneAreTheSubDrivers() {
        DriverContributions fine = DriverContributions.betweenBrands(TODAY, "one", "three", Detail.SUB_DRIVERS);
        DriverContributions coarse = DriverContributions.betweenBrands(TODAY, "one", "three", Detail.EQUITY_DRIVERS);
        // each equity driver has one sub-driver here, of the same name
        assertEquals(fine, coarse);
        assertTrue(fine.of(DriverContributions.DISCOUNT).amount().value() < 0);
    }

    /** Two brands of equal ratings, terms and buyers are worth the same, and everything has the same part with opposite sign. */
    @Test
    void theOtherWayRoundIsNotTheOpposite() {
        DriverContributions there = DriverContributions.betweenBrands(TODAY, "one", "two", Detail.SUB_DRIVERS);
        DriverContributions back = DriverContributions.betweenBrands(TODAY, "two", "one", Detail.SUB_DRIVERS);
        assertEquals(there.total().value(), -back.total().value(), 1e-6);
        assertTrue(back.of("value").amount().value() > 0);
    }

    @Test
    void wavesOfDifferentPeopleAreComparedByMeans() {
        BrandSurvey moved = FiveRespondents.survey().mapRatings((i, b, s, x) -> x + MOVES[b][s]);
        BrandEquities after = BrandEquities.of(FiveRespondents.MODEL, moved, MARKET);
        DriverContributions same = DriverContributions.betweenDates(TODAY, after, "one", Detail.SUB_DRIVERS);
        DriverContributions waves = DriverContributions.betweenWaves(TODAY, after, "one", Detail.SUB_DRIVERS);
        for (DriverContributions.Line line : same.lines()) {
            assertEquals(line.amount().value(), waves.of(line.name()).amount().value(), 1e-6, line.name());
        }
        // half of the people asked again: no comparison by id, and the rest is who they are
        BrandEquities fewer = BrandEquities.of(FiveRespondents.MODEL, moved.rows(0, 1, 3), MARKET);
        DriverContributions other = DriverContributions.betweenWaves(TODAY, fewer, "one", Detail.SUB_DRIVERS);
        assertEquals(other.total().value(), sum(other), 1e-6);
        assertTrue(Math.abs(other.of(DriverContributions.RESPONDENTS).amount().value()) > 1e6);
        assertEquals(
                sum(other),
                sum(DriverContributions.betweenWaves(
                        TODAY, fewer, "one", Detail.EQUITY_DRIVERS, 5, new SplittableRandom(1))),
                1e-6);
    }

    @Test
    void termsAndCoefficientsHaveLines() {
        Market bigger = Market.of(1_200_000, Horizon.ofYears(3), FirstPurchase.AFTER_INTERVAL)
                .withBrand("one", Contribution.of("USD", 33), DiscountRate.ofAnnual(0.12))
                .withBrand("two", Contribution.of("USD", 1), DiscountRate.ofAnnual(0.10))
                .withBrand("three", Contribution.of("USD", 1), DiscountRate.ofAnnual(0.12));
        BrandEquities after = BrandEquities.of(
                FiveRespondents.MODEL.withParameters(1.2, 0.6, 0.35, 0.25), FiveRespondents.survey(), bigger);
        DriverContributions c = DriverContributions.betweenDates(TODAY, after, "one", Detail.SUB_DRIVERS);
        assertTrue(c.of(DriverContributions.CUSTOMERS).amount().value() > 0);
        assertTrue(c.of(DriverContributions.MARGIN).amount().value() > 0);
        assertTrue(c.of(DriverContributions.DISCOUNT).amount().value() < 0);
        assertTrue(c.of(DriverContributions.COEFFICIENTS).amount().value() > 0);
        assertEquals(0.0, c.of(DriverContributions.RIVALS).amount().value());
        assertEquals(0.0, c.of(DriverContributions.RESPONDENTS).amount().value());
        assertEquals(c.after().value() - c.before().value(), sum(c), 1e-6);
    }

    @Test
    void badInputIsNamed() {
        assertMessage(
                "to must be another brand than from, was \"one\"",
                () -> DriverContributions.betweenBrands(TODAY, "one", "one", Detail.SUB_DRIVERS));
        assertMessage(
                "brand must be one of [one, two, three], was \"four\"",
                () -> DriverContributions.betweenBrands(TODAY, "one", "four", Detail.SUB_DRIVERS));
        BrandEquities fewer =
                BrandEquities.of(FiveRespondents.MODEL, FiveRespondents.survey().rows(0, 1), MARKET);
        assertMessage(
                "respondents of after must be those of before, by id, was 2 respondents"
                        + " (see betweenWaves for surveys of different people)",
                () -> DriverContributions.betweenDates(TODAY, fewer, "one", Detail.SUB_DRIVERS));
        BrandEquities now = BrandEquities.of(
                FiveRespondents.MODEL, FiveRespondents.survey(), FiveRespondents.market(FirstPurchase.NOW));
        assertMessage(
                "first purchase of after must be that of before, AFTER_INTERVAL, was NOW",
                () -> DriverContributions.betweenDates(TODAY, now, "one", Detail.SUB_DRIVERS));
        assertMessage(
                "name must be one of [value, brand, relationship, margin, discount rate, starting position],"
                        + " was \"luck\"",
                () -> DriverContributions.betweenBrands(TODAY, "one", "two", Detail.SUB_DRIVERS)
                        .of("luck"));
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
                        "one                      225779554   USD",
                        "value                    -21791327",
                        "brand                    -29057098",
                        "relationship              -6936654",
                        "margin                   -15448129",
                        "discount rate                    0",
                        "starting position        -26996272",
                        "two                      125550074"),
                DriverContributions.betweenBrands(TODAY, "one", "two", Detail.SUB_DRIVERS)
                        .toString());
    }
}
