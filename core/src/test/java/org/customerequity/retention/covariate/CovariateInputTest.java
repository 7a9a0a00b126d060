package org.customerequity.retention.covariate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.history.contract.SpellsBuilder;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.model.ModelText;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.junit.jupiter.api.Test;

/** What is asked of spells, paths and models, and how they refuse the rest. */
class CovariateInputTest {
    private static final PeriodUnit MONTH = PeriodUnit.MONTH;
    private static final CustomerIds IDS = CustomerIds.of(List.of("A", "B", "C"));
    private static final Spells SPELLS =
            Spells.ofRenewals(new int[] {0, 0, 1}, new int[] {2, 5, 4}, new boolean[] {true, false, true}, MONTH);
    private static final CovariateTable PRICES = CovariateTable.of(IDS).withNumbers("price", 10, 12, 10);
    private static final CovariateCoding CODING = CovariateCoding.of(PRICES);
    private static final ShiftedBetaGeometric SBG = new ShiftedBetaGeometric(0.8, 1.9, MONTH);

    private static Covariates price(double value) {
        return Covariates.none().with("price", value);
    }

    private static void refused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    // --- joining

    @Test
    void everySpellHasCovariatesOfItsOwnCustomer() {
        CovariateTable others =
                CovariateTable.of(CustomerIds.of(List.of("C", "A", "B"))).withNumbers("price", 3, 1, 2);
        CovariateSpells data = CovariateSpells.of(IDS, SPELLS, others);
        assertEquals(
                List.of(1.0, 2.0, 3.0),
                List.of(
                        data.covariates().numbers("price")[0],
                        data.covariates().numbers("price")[1],
                        data.covariates().numbers("price")[2]));
        CovariateTable missing = CovariateTable.of(CustomerIds.of(List.of("A"))).withNumbers("price", 3);
        refused(
                "covariates must be there for every customer of the histories, was \"B\", \"C\" (none were found for these)",
                () -> CovariateSpells.of(IDS, SPELLS, missing));
        refused(
                "rows must be one a spell, 3, was 2",
                () -> CovariateSpells.of(SPELLS, CovariateTable.ofRows(2).withNumbers("x", 1, 2)));
        refused(
                "rows must be one a cohort, 1, was 2",
                () -> CovariateSpells.of(
                        CohortCounts.of(MONTH, new long[] {5, 4}),
                        CovariateTable.ofRows(2).withNumbers("x", 1, 2)));
        refused(
                "ids must be one a spell, 3, was 1",
                () -> CovariateSpells.of(CustomerIds.of(List.of("A")), SPELLS, PRICES));
    }

    @Test
    void everySpellHasAPathThatReachesItsEnd() {
        TenurePath whole = TenurePath.constant(price(10));
        refused(
                "paths must be there for every customer, was \"B\", \"C\" (none were found for these)",
                () -> CovariateSpells.ofPaths(IDS, SPELLS, Map.of("A", whole)));
        refused(
                "paths must be of customers of the spells, was \"D\" (drop the others)",
                () -> CovariateSpells.ofPaths(IDS, SPELLS, Map.of("A", whole, "B", whole, "C", whole, "D", whole)));
        refused(
                "path of \"B\" must reach to tenure 5.0, where the contract was last seen, was 4.0 (covariates of the whole"
                        + " spell are needed)",
                () -> CovariateSpells.ofPaths(
                        IDS, SPELLS, Map.of("A", whole, "B", TenurePath.until(4, price(10)), "C", whole)));
        refused(
                "path of row 0 must reach to tenure 2.0, where the contract was last seen, was 1.0 (covariates of the whole"
                        + " spell are needed)",
                () -> CovariateSpells.ofPaths(SPELLS, List.of(TenurePath.until(1, price(10)), whole, whole)));
        refused("paths must be one a spell, 3, was 1", () -> CovariateSpells.ofPaths(SPELLS, List.of(whole)));
        refused(
                "path of row 1 must have the covariates of the first, of the same kinds, " + price(10) + ", was "
                        + Covariates.none() + " (what is not known needs a value and a flag beside it)",
                () -> CovariateSpells.ofPaths(SPELLS, List.of(whole, TenurePath.constant(Covariates.none()), whole)));
        Covariates more = price(10).with("channel", "ads");
        refused(
                "path of \"B\" must have the covariates of the first, of the same kinds, " + price(10) + ", was " + more
                        + " (what is not known needs a value and a flag beside it)",
                () -> CovariateSpells.ofPaths(
                        IDS, SPELLS, Map.of("A", whole, "B", TenurePath.constant(more), "C", whole)));
        Covariates word = Covariates.none().with("price", "high");
        refused(
                "path of row 2 must have the covariates of the first, of the same kinds, " + price(10) + ", was " + word
                        + " (what is not known needs a value and a flag beside it)",
                () -> CovariateSpells.ofPaths(SPELLS, List.of(whole, whole, TenurePath.constant(word))));
    }

    // --- paths and calendars

    @Test
    void aPathHasNeitherGapsNorOverlaps() {
        TenurePath.Piece first = new TenurePath.Piece(0, 12, price(10));
        refused(
                "from of pieces[1] must be 12.0, where the one before ends, was 13.0 (there is a gap)",
                () -> new TenurePath(List.of(first, new TenurePath.Piece(13, 20, price(12)))));
        refused(
                "from of pieces[1] must be 12.0, where the one before ends, was 11.0 (they overlap)",
                () -> new TenurePath(List.of(first, new TenurePath.Piece(11, 20, price(12)))));
        refused(
                "from of pieces[0] must be 0.0, where the one before ends, was 1.0 (there is a gap)",
                () -> new TenurePath(List.of(new TenurePath.Piece(1, 20, price(12)))));
        refused("until must be > from 3.0, was 3.0 (a tenure)", () -> new TenurePath.Piece(3, 3, price(1)));
        refused("until must be > from 3.0, was NaN (a tenure)", () -> new TenurePath.Piece(3, Double.NaN, price(1)));
        refused(
                "from must be finite and >= 0, was NaN (a tenure)",
                () -> new TenurePath.Piece(Double.NaN, 4, price(1)));
        refused("pieces must have one, was empty (from tenure 0)", () -> new TenurePath(List.of()));
        TenurePath path = new TenurePath(List.of(first)).thenUntil(24, price(12));
        assertEquals(price(10), path.at(12));
        assertEquals(price(12), path.at(12.001));
        refused("tenure must be <= 24.0, where the path ends, was 25.0 (say what holds later)", () -> path.at(25));
        assertEquals(
                "the path has no end after which something else could hold",
                assertThrows(
                                IllegalStateException.class,
                                () -> path.thenForEver(price(9)).thenForEver(price(8)))
                        .getMessage());
    }

    private static CovariateCalendar.Entry year(int year, double price) {
        return new CovariateCalendar.Entry(ReportingPeriod.ofYear(year), price(price));
    }

    /** The renewals of SpellsBuilder, the last of which is on the last day of the window. */
    @Test
    void aRenewalHasThePriceOfItsDay() {
        CovariateCalendar prices = CovariateCalendar.of(List.of(year(2026, 12), year(2025, 10)));
        LocalDate start = LocalDate.of(2025, 1, 31);
        TenurePath path = prices.pathOfRenewals(start, MONTH, Covariates.none().with("channel", "ads"));
        // renewals 1 to 11 fall on 28 February to 31 December 2025, 12 to 23 on 31 January to 31 December 2026
        assertEquals(
                List.of(11.0, 23.0),
                path.pieces().stream().map(TenurePath.Piece::until).toList());
        assertEquals(Covariates.none().with("channel", "ads").with("price", 10), path.at(11));
        assertEquals(12, path.at(12).number("price"));
        Spells seen = SpellsBuilder.per(MONTH)
                .until(LocalDate.of(2026, 12, 31))
                .active(start)
                .toRenewals();
        assertEquals(seen.last(0), path.end());
        // a year later the first renewal is not known any more
        refused(
                "start must have the first renewal within the calendar, 2025-01-01 to 2027-01-01, was 2026-12-31 (the"
                        + " covariates of a contract are needed from its beginning on)",
                () -> prices.pathOfRenewals(LocalDate.of(2026, 12, 31), MONTH, Covariates.none()));
        assertEquals(
                1,
                prices.pathOfRenewals(LocalDate.of(2024, 12, 31), MONTH, Covariates.none())
                                .pieces()
                                .get(0)
                                .until()
                        - 11);
        refused(
                "name must be new, was \"price\" (each covariate once)",
                () -> prices.pathOfRenewals(start, MONTH, price(3)));
    }

    @Test
    void timesChangeOnTheDayItself() {
        CovariateCalendar prices = CovariateCalendar.of(List.of(year(2025, 10), year(2026, 12)));
        TenurePath path = prices.pathOfTimes(LocalDate.of(2025, 12, 22), PeriodUnit.DAY, Covariates.none());
        assertEquals(
                List.of(10.0, 375.0),
                path.pieces().stream().map(TenurePath.Piece::until).toList());
        refused(
                "start must have the start within the calendar, 2025-01-01 to 2027-01-01, was 2024-12-31 (the covariates of"
                        + " a contract are needed from its beginning on)",
                () -> prices.pathOfTimes(LocalDate.of(2024, 12, 31), PeriodUnit.DAY, Covariates.none()));
        refused(
                "from of entries[1] must be 2026-01-01, where the one before ends, was 2027-01-01 (there is a gap)",
                () -> CovariateCalendar.of(List.of(year(2025, 10), year(2027, 12))));
        refused(
                "from of entries[1] must be 2026-01-01, where the one before ends, was 2025-07-01 (they overlap)",
                () -> CovariateCalendar.of(List.of(
                        year(2025, 10), new CovariateCalendar.Entry(ReportingPeriod.ofQuarter(2025, 3), price(9)))));
        refused("entries must have a period, was empty (with its covariates)", () -> CovariateCalendar.of(List.of()));
    }

    // --- fits

    private static FitOutcome<CovariateRetention> fit(CovariateSpells data, CovariateEffect effect) {
        return CovariateRetention.fit(
                data, CovariateCoding.of(data.covariates()), CurveFamily.SHIFTED_BETA_GEOMETRIC, effect);
    }

    @Test
    void dataTooThinAreNotFitted() {
        FitOutcome<CovariateRetention> few =
                fit(CovariateSpells.of(IDS, SPELLS, PRICES), CovariateEffect.PROPORTIONAL_HAZARD);
        assertFalse(few.isConverged());
        assertEquals(
                "only 2 customers have left, fewer than the 3 parameters",
                ((FitOutcome.NotConverged<CovariateRetention>) few).reason());
        Spells staying = Spells.ofRenewals(new int[3], new int[] {2, 5, 4}, new boolean[3], MONTH);
        FitOutcome<CovariateRetention> nobody = fit(CovariateSpells.of(staying, PRICES), CovariateEffect.MEAN_CHURN);
        assertEquals(
                "nobody has left: the likelihood rises towards a curve that stays at 1",
                ((FitOutcome.NotConverged<CovariateRetention>) nobody).reason());
    }

    /** All of one channel leave at once and none of the other ever: the coefficient has no end. */
    @Test
    void separatedGroupsAreOnTheBoundary() {
        int n = 60;
        int[] last =
                IntStream.range(0, n).map(i -> i % 2 == 0 ? 1 + i % 4 / 2 : 9).toArray();
        boolean[] lapsed = new boolean[n];
        for (int i = 0; i < n; i += 2) {
            lapsed[i] = true;
        }
        CovariateTable table = CovariateTable.ofRows(n)
                .withNumbers(
                        "x", IntStream.range(0, n).mapToDouble(i -> 1 - i % 2).toArray());
        FitOutcome<CovariateRetention> fit = fit(
                CovariateSpells.of(Spells.ofRenewals(new int[n], last, lapsed, MONTH), table),
                CovariateEffect.PROPORTIONAL_HAZARD);
        assertEquals(FitVerdict.BOUNDARY, fit.report().verdict());
        assertEquals(
                "nobody left at one of the two values of \"hazard: x\": its coefficient has no end",
                ((FitOutcome.NotConverged<CovariateRetention>) fit).reason());
    }

    @Test
    void columnsThatSayNothingAreNamed() {
        CovariateTable same = CovariateTable.ofRows(3).withNumbers("x", 1, 2, 3).withNumbers("y", 2, 4, 6);
        refused(
                "covariate \"y\" must say something that the others do not, was made up of [x] (leave one of them out)",
                () -> fit(CovariateSpells.of(SPELLS, same), CovariateEffect.MEAN_CHURN));
        CovariateTable constant = CovariateTable.ofRows(3).withNumbers("x", 1, 1, 1);
        refused(
                "covariate \"x\" must differ between customers, was always 1.0 (what is the same for all cannot be told from"
                        + " the baseline)",
                () -> fit(CovariateSpells.of(SPELLS, constant), CovariateEffect.MEAN_CHURN));
    }

    @Test
    void familyEffectAndDataBelongTogether() {
        CovariateSpells still = CovariateSpells.of(IDS, SPELLS, PRICES);
        refused(
                "family must be discrete, as the spells are, was WEIBULL_GAMMA (or use Spells.ofTimes)",
                () -> CovariateRetention.fit(
                        still, CODING, CurveFamily.WEIBULL_GAMMA, CovariateEffect.PROPORTIONAL_HAZARD));
        refused(
                "effect must be PROPORTIONAL_HAZARD in continuous time, was MEAN_CHURN (a rate has no chance to leave to"
                        + " shift)",
                () -> CovariateRetention.of(new WeibullGamma(1, 5, 1, MONTH), CODING, CovariateEffect.MEAN_CHURN, 0.5));
        TenurePath path = TenurePath.until(1, price(10)).thenForEver(price(12));
        CovariateSpells changing = CovariateSpells.ofPaths(SPELLS, List.of(path, path, path));
        refused(
                "effect must be PROPORTIONAL_HAZARD where covariates change, was TWO_INDEX (the shapes of a beta"
                        + " distribution are those of a customer, not of a period)",
                () -> CovariateRetention.fit(
                        changing, CODING, CurveFamily.SHIFTED_BETA_GEOMETRIC, CovariateEffect.TWO_INDEX));
        refused(
                "baseline must be a ShiftedBetaGeometric, BetaDiscreteWeibull, ExponentialGamma or WeibullGamma, was"
                        + " ConstantRetention (customers who differ)",
                () -> CovariateRetention.of(new ConstantRetention(0.9, MONTH), CODING, CovariateEffect.MEAN_CHURN, 1));
        refused(
                "parameters must be 3 values, was 4 (ln alpha, ln beta, hazard: price)",
                () -> CovariateRetention.of(SBG, CODING, CovariateEffect.PROPORTIONAL_HAZARD, 1, 2));
        refused(
                "hazard: price must be finite, was NaN",
                () -> CovariateRetention.of(SBG, CODING, CovariateEffect.PROPORTIONAL_HAZARD, Double.NaN));
    }

    // --- curves

    @Test
    void aCurveNeedsItsCovariates() {
        CovariateRetention model = CovariateRetention.of(SBG, CODING, CovariateEffect.PROPORTIONAL_HAZARD, 0.5);
        refused(
                "covariates must have \"price\", was [channel] (Covariates.with)",
                () -> model.curve(Covariates.none().with("channel", "ads")));
        refused(
                "covariates must have |g'z| <= 50.0, was 530.3300858899107 (far outside those of the fit [price])",
                () -> model.curve(price(1000 + 32.0 / 3)));
        CovariateRetention mean = CovariateRetention.of(SBG, CODING, CovariateEffect.MEAN_CHURN, 0.5);
        assertEquals(
                "hazards have a ratio with PROPORTIONAL_HAZARD only, the effect is MEAN_CHURN",
                assertThrows(IllegalStateException.class, () -> mean.hazardRatio(price(1)))
                        .getMessage());
        TenurePath path = TenurePath.until(3, price(10)).thenUntil(9, price(12));
        refused(
                "path must be constant where the effect is MEAN_CHURN, was 2 pieces to tenure 9.0 (TenurePath.constant;"
                        + " covariates that change need PROPORTIONAL_HAZARD)",
                () -> mean.curve(path));
        RetentionCurve curve = model.curve(path);
        refused(
                "tenure must be <= 9.0, where the multipliers end, was 10.0 (say what holds later)",
                () -> curve.survival(10));
        refused(
                "horizon must not go beyond tenure 9.0, where the multipliers end, was Infinity from tenure 3.0 (say what holds later)",
                () -> curve.discountedResidualLifetime(2, DiscountRate.ofAnnualPercent(10)));
        assertTrue(
                model.curve(path.thenForEver(price(12))).discountedResidualLifetime(2, DiscountRate.ofAnnualPercent(10))
                        > 0);
    }

    @Test
    void modelsAndDataAreComparedByValue() {
        CovariateRetention model = CovariateRetention.of(SBG, CODING, CovariateEffect.PROPORTIONAL_HAZARD, 0.5);
        assertEquals(model, CovariateRetention.of(SBG, CODING, CovariateEffect.PROPORTIONAL_HAZARD, 0.5));
        assertEquals(
                model.hashCode(),
                CovariateRetention.of(SBG, CODING, CovariateEffect.PROPORTIONAL_HAZARD, 0.5)
                        .hashCode());
        assertNotEquals(model, CovariateRetention.of(SBG, CODING, CovariateEffect.MEAN_CHURN, 0.5));
        assertNotEquals(model, CovariateRetention.of(SBG, CODING, CovariateEffect.PROPORTIONAL_HAZARD, 0.6));
        assertEquals(model, model.withParameters(model.parameters()));
        assertEquals(CovariateSpells.of(IDS, SPELLS, PRICES), CovariateSpells.of(IDS, SPELLS, PRICES));
        assertNotEquals(
                CovariateSpells.of(IDS, SPELLS, PRICES),
                CovariateSpells.ofPaths(
                        SPELLS,
                        List.of(
                                TenurePath.constant(price(10)),
                                TenurePath.constant(price(12)),
                                TenurePath.constant(price(9)))));
        assertEquals(
                "CovariateRetention[PROPORTIONAL_HAZARD, per month, ln alpha=-0.2231435513142097, ln beta=0.6418538861723947,"
                        + " hazard: price=0.5]",
                model.toString());
        assertEquals(
                "CovariateSpells[3 spells per month, 2 lapsed, [price]]",
                CovariateSpells.of(IDS, SPELLS, PRICES).toString());
    }

    @Test
    void summariesDoNotListEverything() {
        assertEquals(
                "TenurePath[2 pieces to tenure 9.0]",
                TenurePath.until(3, price(10)).thenUntil(9, price(12)).toString());
        assertEquals(
                "TenurePath[1 piece for ever]", TenurePath.constant(price(1)).toString());
        assertEquals(
                "CovariateCalendar[2 periods, 2025-01-01 to 2027-01-01]",
                CovariateCalendar.of(List.of(year(2025, 10), year(2026, 12))).toString());
    }

    private static void named(String argument, Runnable call) {
        assertEquals(
                argument, assertThrows(NullPointerException.class, call::run).getMessage());
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullsAreNamed() {
        named("pieces", () -> new TenurePath(null));
        named("covariates", () -> TenurePath.constant(null));
        named("entries", () -> CovariateCalendar.of(null));
        named("table", () -> CovariateSpells.of(IDS, SPELLS, null));
        named("ids", () -> CovariateSpells.of(null, SPELLS, PRICES));
        named("spells", () -> CovariateSpells.of(IDS, null, PRICES));
        named("paths", () -> CovariateSpells.ofPaths(IDS, SPELLS, null));
        named("rows", () -> CovariateSpells.of(SPELLS, null));
        named("coding", () -> CovariateRetention.of(SBG, null, CovariateEffect.MEAN_CHURN));
        named("effect", () -> CovariateRetention.of(SBG, CODING, null, 1));
        named(
                "data",
                () -> CovariateRetention.likelihood(
                        null, CODING, CurveFamily.SHIFTED_BETA_GEOMETRIC, CovariateEffect.MEAN_CHURN));
        CovariateRetention model = CovariateRetention.of(SBG, CODING, CovariateEffect.PROPORTIONAL_HAZARD, 0.5);
        named("customer", () -> model.curve((Covariates) null));
        named("path", () -> model.curve((TenurePath) null));
        named("parameters", () -> model.withParameters((double[]) null));
    }

    @Test
    void aModelSurvivesAsText() {
        CovariateRetention model = CovariateRetention.of(
                SBG,
                CovariateCoding.of(PRICES.withCategories("channel", List.of("ads", "organic", "organic"))),
                CovariateEffect.TWO_INDEX,
                0.5,
                -0.25,
                0.125,
                2);
        String text = ModelText.write(model);
        assertTrue(
                text.startsWith(
                        "{\"customer-equity\": 1, \"model\": \"retention with covariates\", \"unit\": \"MONTH\","
                                + " \"family\": \"SHIFTED_BETA_GEOMETRIC\", \"effect\": \"TWO_INDEX\", \"coding\": [{\"name\":"),
                text);
        assertEquals(model, ModelText.read(text, CovariateRetention.class));
        refused(
                "text: parameters must be 6 values, was 5 (ln alpha, ln beta, alpha: price, alpha: channel=ads, beta: price,"
                        + " beta: channel=ads)",
                () -> ModelText.read(text.replace(", 2.0]", "]"), CovariateRetention.class));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> ModelText.read(text.replace("TWO_INDEX", "ONE_INDEX"), CovariateRetention.class))
                .getMessage()
                .contains("ONE_INDEX"));
    }
}
