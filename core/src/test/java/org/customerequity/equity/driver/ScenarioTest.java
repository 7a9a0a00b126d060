package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import org.customerequity.value.Contribution;
import org.customerequity.value.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenarios against formula sheets 04 and 23, sections 8, 11 and 12. */
class ScenarioTest {
    private static final BrandEquities TODAY = WhatIfFixture.certain();

    private static double[] changes(Scenario scenario) {
        EquityChange change = TODAY.under(scenario);
        return change.brands().stream()
                .mapToDouble(b -> change.of(b).change().value())
                .toArray();
    }

    private static double one(RatingShift shift) {
        return TODAY.improve("one", "value", shift).change().value();
    }

    @Test
    void answersOfRivals() {
        RatingShift up = RatingShift.by(0.2);
        Scenario own = Scenario.of("one", "value", up);
        Scenario two = Scenario.of("two", "value", up);
        assertArrayEquals(new double[] {2902397.65125, -2231091.60018, -578145.115036}, changes(own), 1e-4);
        assertArrayEquals(new double[] {-2651007.2335, 4132999.52357, -2088719.05211}, changes(own.and(two)), 1e-4);
        assertArrayEquals(
                new double[] {-4719912.03646, 2662570.4949, 2194212.829},
                changes(own.and(two).and("three", "value", up)),
                1e-4);
        assertArrayEquals(new double[] {-5394178.49914, 6255683.97272, -1559297.60582}, changes(two), 1e-4);
    }

    @ParameterizedTest
    @CsvSource({"value, 37000387.4206", "brand, 21583559.3287", "relationship, 15416828.0919"})
    void aSmallUncappedShiftIsTheSlopeOfASheet(String driver, double slope) {
        double up = TODAY.improve("one", driver, RatingShift.by(1e-3).uncapped())
                .change()
                .value();
        double down = TODAY.improve("one", driver, RatingShift.by(-1e-3).uncapped())
                .change()
                .value();
        // central difference: error of the order of the square of the step
        assertEquals(slope, (up - down) / 2e-3, 1e-6 * slope);
    }

    @ParameterizedTest
    @CsvSource({"value, 0.711106746", "brand, 0.405669932", "relationship, 0.246014321"})
    void aSmallFactorIsTheElasticity(String driver, double elasticity) {
        BrandChange up =
                TODAY.improve("one", driver, RatingShift.scaledBy(1.001).uncapped());
        BrandChange down =
                TODAY.improve("one", driver, RatingShift.scaledBy(0.999).uncapped());
        double slope = (up.relativeChange().value() - down.relativeChange().value()) / 2e-3;
        assertEquals(elasticity, slope, 1e-6);
    }

    @ParameterizedTest
    @CsvSource({
        "value, 0.744843944309, 0.797109221465, 0.876944713758, 0.905697304582",
        "brand, 0.788979617864, 0.816412571415, 0.862901524576, 0.882208687672",
        "relationship, 0.80500517776, 0.823728329255, 0.856919726071, 0.871481049891"
    })
    void retentionByLevelOfADriver(String driver, double m1, double m05, double p05, double p1) {
        double[] shift = {-1, -0.5, 0.5, 1};
        double[] expected = {m1, m05, p05, p1};
        for (int j = 0; j < 4; j++) {
            BrandChange change =
                    TODAY.improve("one", driver, RatingShift.by(shift[j]).uncapped());
            assertEquals(expected[j], change.retentionAfter().orElseThrow(), 1e-12);
            assertEquals(0.841019884851, change.retentionBefore().orElseThrow(), 1e-12);
        }
    }

    @Test
    void sharesSumToOne() {
        EquityChange change = TODAY.under(Scenario.of("one", "value", RatingShift.by(1)));
        double before = 0;
        double after = 0;
        for (String brand : change.brands()) {
            before += change.of(brand).shareBefore().value();
            after += change.of(brand).shareAfter().value();
        }
        assertEquals(1, before, 1e-15);
        assertEquals(1, after, 1e-15);
        assertEquals(0.555236932302, change.of("one").shareBefore().value(), 1e-12);
        assertEquals(
                change.of("one").after().value(),
                change.of("one").before().plus(change.of("one").change()).value(),
                1e-6);
        double sum = 0;
        for (double c : changes(Scenario.of("one", "value", RatingShift.by(1)))) {
            sum += c;
        }
        assertEquals(sum, change.total().value(), 1e-6);
    }

    @Test
    void reachOfOneShiftIsAShareOfItsEffect() {
        double all = one(RatingShift.by(0.2));
        assertEquals(0.3 * all, one(RatingShift.by(0.2).reaching(0.3)), 1e-9 * all);
        assertEquals(0, one(RatingShift.by(0.2).reaching(0)));
        assertEquals(all, one(RatingShift.by(0.2).reaching(1)));
    }

    /** Each shift finds its own people: the four sets of those reached, weighted. */
    @Test
    void reachOfSeveralShiftsIsIndependent() {
        RatingShift v = RatingShift.by(0.2);
        RatingShift b = RatingShift.by(0.5);
        double onlyValue = changes(Scenario.of("one", "value", v))[0];
        double onlyBrand = changes(Scenario.of("one", "brand", b))[0];
        double both = changes(Scenario.of("one", "value", v).and("one", "brand", b))[0];
        double expected = 0.3 * 0.4 * onlyValue + 0.7 * 0.6 * onlyBrand + 0.3 * 0.6 * both;
        Scenario partly = Scenario.of("one", "value", v.reaching(0.3)).and("one", "brand", b.reaching(0.6));
        assertEquals(expected, changes(partly)[0], 1e-9 * expected);
    }

    @Test
    void reachBySegmentAndLastBrandAddsUp() {
        double all = one(RatingShift.by(0.2));
        double frequent = one(RatingShift.by(0.2).amongSegment("frequent"));
        double others = one(RatingShift.by(0.2).amongSegment("others"));
        assertEquals(all, frequent + others, 1e-9 * all);
        double byLast = 0;
        for (String brand : FiveRespondents.BRANDS) {
            double part = one(RatingShift.by(0.2).amongBuyersOf(brand));
            assertTrue(part > 0, brand);
            byLast += part;
        }
        assertEquals(all, byLast, 1e-9 * all);
        // respondent four alone is frequent, and rates brand one 5 on value already
        assertEquals(0, frequent);
        assertTrue(one(RatingShift.by(0.2).uncapped().amongSegment("frequent")) > 0);
    }

    @Test
    void ratingsStopAtTheEndsOfTheScaleUnlessTold() {
        assertEquals(one(RatingShift.to(5)), one(RatingShift.by(4)));
        assertEquals(one(RatingShift.to(5)), one(RatingShift.scaledBy(10)));
        assertEquals(one(RatingShift.to(1)), one(RatingShift.by(-9)));
        assertTrue(one(RatingShift.by(0.2).uncapped()) > one(RatingShift.by(0.2)));
        // an uncapped shift is not undone by a capped one after it
        Scenario up = Scenario.of("one", "value", RatingShift.by(0.5).uncapped());
        assertTrue(changes(up.and("one", "value", RatingShift.by(0.1)))[0] > changes(up)[0]);
        assertMessage(
                "rating of one on value by r4 must stay from 1 to 5 after the shift, was 5.2"
                        + " (a shift stops at the ends unless told to reject)",
                () -> one(RatingShift.by(0.2).rejectingBeyondScale()));
        assertEquals(
                one(RatingShift.by(0.2).amongSegment("others")),
                one(RatingShift.by(0.2).rejectingBeyondScale().amongSegment("others")));
    }

    @Test
    void aMarginChangesEquityInProportion() {
        double before = TODAY.equity("two").value();
        // 28 and 22 for the frequent: both 10 % up is not the same as 2.8 up
        EquityChange change = TODAY.under(Scenario.none().andMarginBy("two", Contribution.of("USD", 2.8)));
        assertEquals(0, change.of("one").change().value());
        double frequent = 109.074280192 * 200_000;
        assertEquals(
                0.1 * (before - frequent) + 2.8 / 22 * frequent,
                change.of("two").change().value(),
                1e-3);
    }

    /** Elasticity of equity to inertia: sheet 23, section 8. */
    @Test
    void inertiaFavoursTheBrandWithMoreBuyersThanItsRatingsGive() {
        double[] elasticity = {0.0567976577674, -0.0334550283391, -0.177960361935};
        double step = 1e-4 * 0.849;
        Scenario up = Scenario.none();
        Scenario down = Scenario.none();
        for (String brand : FiveRespondents.BRANDS) {
            up = up.andInertiaBy(brand, step);
            down = down.andInertiaBy(brand, -step);
        }
        for (int b = 0; b < 3; b++) {
            String brand = FiveRespondents.BRANDS.get(b);
            double slope = (TODAY.under(up).of(brand).relativeChange().value()
                            - TODAY.under(down).of(brand).relativeChange().value())
                    / 2e-4;
            assertEquals(elasticity[b], slope, 1e-8);
        }
    }

    /** Who belongs to which class is told by the answers of today, not by those an improvement would bring. */
    @Test
    void respondentsKeepTheirClass() {
        TwoClasses model = TwoClasses.example();
        BrandEquities mixed =
                BrandEquities.of(model, FiveRespondents.survey(), FiveRespondents.market(FirstPurchase.AFTER_INTERVAL));
        double[][] classes = model.membership(FiveRespondents.survey());
        double expected = 0;
        for (int c = 0; c < 2; c++) {
            double[] p = java.util.Arrays.copyOfRange(model.parameters(), 4 * c, 4 * c + 4);
            BrandEquities ofClass = BrandEquities.of(
                    FiveRespondents.MODEL.withParameters(p),
                    FiveRespondents.survey().mapRatings((i, b, s, x) -> b == 0 && s == 0 ? x + 0.7 : x),
                    FiveRespondents.market(FirstPurchase.AFTER_INTERVAL));
            double[] values = ofClass.lifetimeValues("one");
            for (int i = 0; i < 5; i++) {
                expected += classes[i][c] * values[i] * 200_000;
            }
        }
        double after = mixed.improve("one", "value", RatingShift.by(0.7).uncapped())
                .after()
                .value();
        assertEquals(expected, after, 1e-12 * expected);
    }

    @Test
    void intervalsOfAllBrands() {
        EquityChange change = WhatIfFixture.today().under(Scenario.of("one", "value", RatingShift.by(0.2)));
        for (String brand : change.brands()) {
            BrandChange of = change.of(brand);
            SimulatedValue draws = of.simulate(2000, new SplittableRandom(4));
            Interval delta = of.confidenceInterval(0.95);
            assertEquals(of.estimate().standardError(), draws.standardError(), 0.06 * draws.standardError(), brand);
            assertEquals(delta.lower(), draws.confidenceInterval(0.95).lower(), 0.1 * delta.width(), brand);
            assertEquals(delta.upper(), draws.confidenceInterval(0.95).upper(), 0.1 * delta.width(), brand);
            assertTrue(delta.contains(of.change().value()));
        }
        assertEquals(
                change.of("one").simulate(100, new SplittableRandom(9)),
                change.of("one").simulate(100, new SplittableRandom(9)));
    }

    @Test
    void badInputIsNamed() {
        RatingShift up = RatingShift.by(0.2);
        assertMessage("brand must be one of [one, two, three], was \"four\"", () -> TODAY.improve("four", "value", up));
        assertMessage(
                "name must be one of [value, brand, relationship], was \"speed\" (a sub-driver)",
                () -> TODAY.improve("one", "speed", up));
        assertMessage(
                "brand must be one of [one, two, three], was \"four\"",
                () -> TODAY.under(Scenario.none().andInertiaBy("four", 1)));
        assertMessage(
                "brand must be one of [one, two, three], was \"four\"",
                () -> TODAY.under(Scenario.none().andMarginBy("four", Contribution.of("USD", 1))));
        assertMessage("share must be in [0, 1], was 1.2 (of respondents reached)", () -> up.reaching(1.2));
        assertMessage("share must be in [0, 1], was NaN (of respondents reached)", () -> up.reaching(Double.NaN));
        assertMessage(
                "points must be finite, was NaN (of the scale; 0.2 is a fifth of a point up)",
                () -> RatingShift.by(Double.NaN));
        assertMessage("factor must be finite and >= 0, was -1.0 (1.05 is 5 % up)", () -> RatingShift.scaledBy(-1));
        assertMessage(
                "level must be from 1 to 5, was 6.0 (the ends of the scale; see uncapped)",
                () -> one(RatingShift.to(6)));
        assertMessage("segment must be one of [others, frequent], was \"young\"", () -> one(up.amongSegment("young")));
        assertMessage("brand must be one of [one, two, three], was \"four\"", () -> one(up.amongBuyersOf("four")));
        Scenario wide = Scenario.none();
        for (int j = 0; j < 6; j++) {
            wide = wide.and("one", "value", up.reaching(0.5));
        }
        Scenario six = wide;
        assertMessage(
                "scenario must have at most 5 shifts with a reach below 1, was 6 (every set of those reached is valued)",
                () -> TODAY.under(six));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void readsWell() {
        assertEquals(
                "one value by 0.2, reaching 0.4, among segment others, among buyers of two; two margin by USD -4.0;"
                        + " two inertia by 0.1",
                Scenario.of(
                                "one",
                                "value",
                                RatingShift.by(0.2)
                                        .reaching(0.4)
                                        .amongSegment("others")
                                        .amongBuyersOf("two"))
                        .andMarginBy("two", Contribution.of("USD", -4))
                        .andInertiaBy("two", 0.1)
                        .toString());
        assertEquals("no change", Scenario.none().toString());
        assertEquals(
                "scaled by 1.1, uncapped", RatingShift.scaledBy(1.1).uncapped().toString());
        assertEquals(
                "to 4.0, rejecting beyond scale",
                RatingShift.to(4).rejectingBeyondScale().toString());
        assertEquals(Optional.of("two"), RatingShift.to(4).amongBuyersOf("two").lastBrand());
        assertEquals(Optional.of("x"), RatingShift.to(4).amongSegment("x").segment());
        assertEquals(
                String.join(
                        System.lineSeparator(),
                        "one value by 0.2",
                        "brand    equity before            after           change        %   USD",
                        "one          225779554        228681951          2902398     1.29",
                        "two          125550074        123318982         -2231092    -1.78",
                        "three         55306784         54728639          -578145    -1.05"),
                TODAY.under(Scenario.of("one", "value", RatingShift.by(0.2))).toString());
    }
}
