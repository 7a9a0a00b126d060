package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.customerequity.fit.Bootstrap;
import org.customerequity.fit.FitOutcome;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.junit.jupiter.api.Test;

/** Values travel, are equal by what they hold, and refuse nothing-at-all by its name. */
class DriverValuesTest {
    private static final BrandSurvey SURVEY = FiveRespondents.survey();
    private static final Market MARKET = FiveRespondents.market(FirstPurchase.NOW);
    private static final BrandEquities EQUITIES = BrandEquities.of(BrandEquitiesTest.FITTED, SURVEY, MARKET);

    @Test
    void travel() throws Exception {
        BrandEquities given = BrandEquities.of(FiveRespondents.MODEL, SURVEY, MARKET);
        assertNotEquals(given, EQUITIES);
        assertNotEquals(given.switching(), EQUITIES.switching());
        for (Object value : List.of(
                MARKET,
                given,
                EQUITIES,
                EQUITIES.switching(),
                EQUITIES.elasticities(),
                EQUITIES.draws(100, new SplittableRandom(1)),
                ImpliedRetention.of(EQUITIES, "one", "value", 0, 1),
                SwitchingMatrix.of(FiveRespondents.MODEL, SURVEY, 0))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(value);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                Object back = in.readObject();
                assertEquals(value, back);
                assertEquals(value.hashCode(), back.hashCode());
                assertEquals(value.toString(), back.toString());
                assertTrue(value.toString().length() < 400, value::toString);
            }
        }
    }

    @Test
    void say() {
        assertEquals(
                "EquityDraws[100 of [one, two, three], 0 failed]",
                EQUITIES.draws(100, new SplittableRandom(1)).toString());
        assertTrue(EQUITIES.toString().startsWith("BrandEquities[one USD 2.388"), EQUITIES::toString);
        assertTrue(EQUITIES.elasticities().toString().startsWith("DriverElasticities of BrandEquities["));
        assertEquals(FiveRespondents.MODEL, EQUITIES.model());
        assertEquals(SURVEY, EQUITIES.survey());
        assertEquals(MARKET, EQUITIES.market());
    }

    private static void named(String argument, Supplier<?> call) {
        assertEquals(
                argument, assertThrows(NullPointerException.class, call::get).getMessage());
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void refuseNull() {
        Contribution dollar = Contribution.of("USD", 1);
        DiscountRate ten = DiscountRate.ofAnnual(0.1);
        named("horizon", () -> Market.of(1, null, FirstPurchase.NOW));
        named("firstPurchase", () -> Market.of(1, Horizon.ofYears(1), null));
        named("brand", () -> MARKET.withBrand(null, dollar, ten));
        named("perUnit", () -> MARKET.withBrand("one", null, ten));
        named("discount", () -> MARKET.withBrand("one", dollar, null));
        named("brand", () -> MARKET.withSegment(null, "others", dollar));
        named("segment", () -> MARKET.withSegment("one", null, dollar));
        named("perUnit", () -> MARKET.withSegment("one", "others", null));
        named("segment", () -> MARKET.contribution("one", null));
        named("model", () -> BrandEquities.of((ChoiceModel) null, SURVEY, MARKET));
        named("fit", () -> BrandEquities.of((FitOutcome<? extends ChoiceModel>) null, SURVEY, MARKET));
        named("survey", () -> BrandEquities.of(FiveRespondents.MODEL, null, MARKET));
        named("market", () -> BrandEquities.of(FiveRespondents.MODEL, SURVEY, null));
        named("brand", () -> EQUITIES.equity(null));
        named("segment", () -> EQUITIES.equity("one", null));
        named("brand", () -> EQUITIES.lifetimeValues(null));
        named("random", () -> EQUITIES.draws(100, null));
        Bootstrap hundred = Bootstrap.ofResamples(100);
        SplittableRandom random = new SplittableRandom(1);
        named("fit", () -> BrandEquities.bootstrap(SURVEY, MARKET, null, hundred, random));
        named("resamples", () -> BrandEquities.bootstrap(SURVEY, MARKET, s -> null, null, random));
        named("ahead", () -> EQUITIES.switching().shareOfVolumeWithin(null, "one"));
        named("brands", () -> SwitchingMatrix.of(null, new double[1][1], 1));
        named("rows", () -> SwitchingMatrix.of(List.of("a"), null, 1));
        named("rows[0]", () -> SwitchingMatrix.of(List.of("a"), new double[1][], 1));
        named("model", () -> SwitchingMatrix.of(null, SURVEY, 0));
        named("survey", () -> SwitchingMatrix.of(FiveRespondents.MODEL, null, 0));
        named("equities", () -> ImpliedRetention.of(null, "one", "value", 1));
        named("shifts", () -> ImpliedRetention.of(EQUITIES, "one", "value", (double[]) null));
    }
}
