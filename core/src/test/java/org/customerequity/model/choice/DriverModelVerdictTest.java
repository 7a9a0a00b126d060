package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.junit.jupiter.api.Test;

/** What a survey cannot tell is said, with the column that is why. */
class DriverModelVerdictTest {
    private static final ChoiceSpecification DEFAULTS = ChoiceSpecification.defaults();
    private static final List<String> BRANDS = ThirtyRespondents.BRANDS;

    private static BrandSurvey changed(UnaryOperator<BrandAnswer> change) {
        BrandSurvey.Builder builder = BrandSurvey.of(ThirtyRespondents.DRIVERS, BRANDS);
        for (int i = 0; i < 30; i++) {
            builder.add(change.apply(ThirtyRespondents.answer(i)));
        }
        return builder.build();
    }

    private static String bought(BrandAnswer answer) {
        return answer.next().orElseThrow();
    }

    private static FitOutcome.NotConverged<DriverModel> failed(FitOutcome<DriverModel> outcome) {
        assertThrows(FitException.class, outcome::orThrow);
        return (FitOutcome.NotConverged<DriverModel>) outcome;
    }

    private static String reason(FitVerdict verdict, FitOutcome<DriverModel> outcome) {
        assertEquals(verdict, outcome.report().verdict());
        assertFalse(outcome.report().hasStandardErrors());
        return failed(outcome).reason();
    }

    @Test
    void nobodyWhoBoughtTwoRepeats() {
        BrandSurvey survey = changed(answer ->
                answer.lastBrand().equals("two") && bought(answer).equals("two") ? answer.withNext("three") : answer);
        assertEquals(
                "the choices are separated: inertia of two falls without bound, as none of 7 who bought it last choose it"
                        + " again; for no respondent does that speak for another brand than the one chosen (use"
                        + " Inertia.COMMON, or a Ridge ofAllCoefficients)",
                reason(FitVerdict.BOUNDARY, DriverModel.fit(survey, DEFAULTS.withInertia(Inertia.BY_BRAND))));
        assertTrue(DriverModel.fit(survey).isConverged());
        assertTrue(DriverModel.fit(
                        survey,
                        DEFAULTS.withInertia(Inertia.BY_BRAND)
                                .withTreatment(Ridge.of(1).ofAllCoefficients()))
                .isConverged());
        // a ridge on the sub-drivers alone leaves inertia free to run
        assertFalse(
                DriverModel.fit(survey, DEFAULTS.withInertia(Inertia.BY_BRAND).withTreatment(Ridge.of(1)))
                        .isConverged());
    }

    @Test
    void twoBrandsSeparatedAtOnceInOppositeDirections() {
        BrandSurvey survey = changed(answer -> switch (answer.lastBrand()) {
            case "two" -> bought(answer).equals("two") ? answer.withNext("three") : answer;
            case "one" -> answer.withNext("one");
            default -> answer;
        });
        String reason = reason(FitVerdict.BOUNDARY, DriverModel.fit(survey, DEFAULTS.withInertia(Inertia.BY_BRAND)));
        assertTrue(
                reason.startsWith(
                        "the choices are separated: inertia of one grows without bound, as all of 10 who bought"
                                + " it last choose it again and inertia of two falls without bound, as none of 7 who"),
                reason);
    }

    /** Whether there is a maximum does not depend on how much respondents count. */
    @Test
    void theLightestRespondentsSeparateToo() {
        BrandSurvey survey = changed(answer ->
                answer.lastBrand().equals("two") ? answer.withNext("three").withWeight(1e-9) : answer);
        String reason = reason(FitVerdict.BOUNDARY, DriverModel.fit(survey, DEFAULTS.withInertia(Inertia.BY_BRAND)));
        assertTrue(
                reason.startsWith("the choices are separated: inertia of two falls without bound, as none of 7"),
                reason);
    }

    @Test
    void everybodyRepeats() {
        BrandSurvey survey = changed(answer -> answer.withNext(answer.lastBrand()));
        assertEquals(
                "the choices are separated: inertia grows without bound, as all of 30 who bought it last choose it again;"
                        + " for no respondent does that speak for another brand than the one chosen (use a Ridge"
                        + " ofAllCoefficients)",
                reason(FitVerdict.BOUNDARY, DriverModel.fit(survey)));
    }

    @Test
    void nobodyBuysABrand() {
        BrandSurvey survey = changed(answer -> bought(answer).equals("two") ? answer.withNext("one") : answer);
        String reason = reason(FitVerdict.BOUNDARY, DriverModel.fit(survey, DEFAULTS.withIntercepts()));
        assertTrue(
                reason.startsWith("the choices are separated: intercept of two falls without bound, as none of 30 who"
                        + " consider it choose it;"),
                reason);
    }

    /** Everybody buys what is rated best on value plus brand: complete separation by two columns together. */
    @Test
    void ratingsThatPredictEveryChoice() {
        BrandSurvey survey = best(TinyMarket.survey(3, 200));
        FitOutcome<DriverModel> outcome = DriverModel.fit(survey, DEFAULTS.withInertia(Inertia.NONE));
        assertEquals(
                "the choices are separated: value grows without bound and brand grows without bound; for no respondent"
                        + " does that speak for another brand than the one chosen (use a Ridge)",
                reason(FitVerdict.BOUNDARY, outcome));
        assertTrue(DriverModel.fit(survey, Ridge.of(0.5)).isConverged());
    }

    /** Those of the survey who rate one brand best by value plus brand buy it. */
    private static BrandSurvey best(BrandSurvey from) {
        BrandSurvey.Builder builder = BrandSurvey.of(from.subDrivers(), from.brands());
        for (int i = 0; i < from.size(); i++) {
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            int ties = 0;
            for (int b = 0; b < 3; b++) {
                double u = from.rating(i, b, 0) + from.rating(i, b, 1);
                ties = u > most ? 1 : ties + (u == most ? 1 : 0);
                best = u > most ? b : best;
                most = Math.max(most, u);
            }
            if (ties == 1) {
                builder.add(copy(from, i).withNext(BRANDS.get(best)));
            }
        }
        return builder.build();
    }

    private static BrandAnswer copy(BrandSurvey from, int i) {
        BrandAnswer answer = BrandAnswer.of(from.id(i), BRANDS.get(from.lastBrand(i)));
        for (int b = 0; b < 3; b++) {
            for (int s = 0; s < 3; s++) {
                answer = answer.withRating(
                        BRANDS.get(b), from.subDrivers().get(s).name(), from.rating(i, b, s));
            }
        }
        return answer;
    }

    @Test
    void strongButNotSeparatedConverges() {
        BrandSurvey separated = best(TinyMarket.survey(3, 200));
        BrandSurvey.Builder builder = BrandSurvey.of(separated.subDrivers(), BRANDS);
        for (int i = 0; i < separated.size(); i++) {
            BrandAnswer answer = copy(separated, i);
            int chosen = separated.choiceShare(i, 0) == 1 ? 0 : separated.choiceShare(i, 1) == 1 ? 1 : 2;
            // two respondents choose otherwise than their ratings say
            builder.add(answer.withNext(BRANDS.get(i % 60 == 7 ? (chosen + 1) % 3 : chosen)));
        }
        FitOutcome<DriverModel> outcome = DriverModel.fit(builder.build());
        assertEquals(FitVerdict.CONVERGED, outcome.report().verdict(), outcome::toString);
    }

    private static BrandSurvey withFourth(java.util.function.ToDoubleBiFunction<Integer, Integer> rating) {
        List<SubDriver> four = new ArrayList<>(ThirtyRespondents.DRIVERS);
        four.add(SubDriver.value("price"));
        BrandSurvey.Builder builder = BrandSurvey.of(four, BRANDS);
        for (int i = 0; i < 30; i++) {
            BrandAnswer answer = ThirtyRespondents.answer(i);
            for (int b = 0; b < 3; b++) {
                answer = answer.withRating(BRANDS.get(b), "price", rating.applyAsDouble(i, b));
            }
            builder.add(answer);
        }
        return builder.build();
    }

    private static double rating(int i, int b, int s) {
        return ThirtyRespondents.LINES[i].charAt(2 + 3 * b + s) - '0';
    }

    @Test
    void aSubDriverThatDoesNotVaryBetweenBrands() {
        BrandSurvey byRespondent = withFourth((i, b) -> 1 + i % 5);
        String same =
                "price is not identified: for no respondent does it differ between the brands considered (leave it"
                        + " out)";
        assertEquals(same, reason(FitVerdict.NOT_CONVERGED, DriverModel.fit(byRespondent)));
        assertEquals(same, reason(FitVerdict.NOT_CONVERGED, DriverModel.fit(byRespondent, Ridge.of(1))));
        assertTrue(failed(DriverModel.fit(byRespondent)).report().iterations() == 0
                && assertThrows(
                                FitException.class,
                                () -> DriverModel.fit(byRespondent).orThrow())
                        .getMessage()
                        .startsWith("fit not tried: price is not identified"));
        FitOutcome<DriverModel> factors = DriverModel.fit(byRespondent, PrincipalComponents.factors(2));
        assertEquals(
                "For no respondent does price differ between the brands considered: its coefficient is that of its"
                        + " likeness to others.",
                factors.report().warnings().get(0));
        BrandSurvey constant = withFourth((i, b) -> 3);
        for (Collinearity any : List.of(Collinearity.direct(), PrincipalComponents.factors(2), Ridge.of(1))) {
            assertEquals(
                    "price is not identified: all its ratings are the same (leave it out)",
                    reason(FitVerdict.NOT_CONVERGED, DriverModel.fit(constant, any)));
        }
        assertEquals(
                "ratings of price must differ, was all 3.0 (leave the sub-driver out)",
                assertThrows(IllegalArgumentException.class, () -> RatingComponents.of(constant))
                        .getMessage());
    }

    @Test
    void aSubDriverThatIsACombinationOfOthers() {
        BrandSurvey twin = withFourth((i, b) -> rating(i, b, 1));
        String reason =
                "price is not identified: within every respondent it is a combination of brand (leave one out; one"
                        + " model of a survey may use PrincipalComponents or Ridge)";
        assertEquals(reason, reason(FitVerdict.NOT_CONVERGED, DriverModel.fit(twin)));
        BrandSurvey sum = withFourth((i, b) -> (rating(i, b, 0) + rating(i, b, 2)) / 2);
        assertTrue(reason(FitVerdict.NOT_CONVERGED, DriverModel.fit(sum))
                .contains("combination of value, relationship ("));
        // what shares a coefficient does so equally
        for (Collinearity cure : List.of(PrincipalComponents.keeping(0.999), Ridge.of(1))) {
            DriverModel model = DriverModel.fit(twin, cure).orThrow();
            assertEquals(model.coefficients().driver(1), model.coefficients().driver(3), 1e-10, cure::toString);
        }
        RatingComponents components = RatingComponents.of(twin);
        assertEquals(Double.POSITIVE_INFINITY, components.varianceInflation(3));
        assertEquals(Double.POSITIVE_INFINITY, components.conditionNumber());
        assertTrue(components.varianceInflation(0) < 2);
        assertEquals(
                "factors must be at most those with any variance, 3, was 4 (see RatingComponents)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> DriverModel.fit(twin, PrincipalComponents.factors(4)))
                        .getMessage());
        assertEquals(3, PrincipalComponents.keeping(1).factorsOf(components));
    }

    @Test
    void aSubDriverThatIsAnIntercept() {
        BrandSurvey survey = withFourth((i, b) -> 1 + b * b);
        assertTrue(DriverModel.fit(survey).isConverged());
        assertEquals(
                "price is not identified: within every respondent it is a combination of intercept of two, intercept of"
                        + " three (leave one out; one model of a survey may use PrincipalComponents or Ridge)",
                reason(FitVerdict.NOT_CONVERGED, DriverModel.fit(survey, DEFAULTS.withIntercepts())));
    }

    @Test
    void aLastBrandOfNobody() {
        BrandSurvey.Builder builder = BrandSurvey.of(ThirtyRespondents.DRIVERS, BRANDS);
        for (int i = 0; i < 30; i++) {
            if (!ThirtyRespondents.answer(i).lastBrand().equals("two")) {
                builder.add(ThirtyRespondents.answer(i));
            }
        }
        assertEquals(
                "inertia of two is not identified: for no respondent does it differ between the brands considered (nobody"
                        + " bought the brand last: use Inertia.COMMON)",
                reason(
                        FitVerdict.NOT_CONVERGED,
                        DriverModel.fit(builder.build(), DEFAULTS.withInertia(Inertia.BY_BRAND))));
    }

    @Test
    void tooFew() {
        BrandSurvey three = ThirtyRespondents.survey().rows(0, 1, 2);
        assertEquals(
                "there are 3 respondents with a choice for 4 coefficients (ask more, leave sub-drivers out, keep fewer"
                        + " factors, or use a Ridge)",
                reason(FitVerdict.NOT_CONVERGED, DriverModel.fit(three)));
        int[] clusters = new int[30];
        Arrays.setAll(clusters, i -> 100 - i % 4);
        assertEquals(
                "clusters are 4, and must be more than the 4 coefficients (some tens, better; or"
                        + " CoefficientErrors.robust)",
                reason(
                        FitVerdict.NOT_CONVERGED,
                        DriverModel.fit(
                                ThirtyRespondents.survey(),
                                DEFAULTS.withErrors(CoefficientErrors.clustered(clusters)))));
        assertTrue(reason(
                        FitVerdict.NOT_CONVERGED,
                        DriverModel.fit(ThirtyRespondents.survey(), DEFAULTS.withErrors(CoefficientErrors.bySegment())))
                .startsWith("clusters are 1, "));
        FitOutcome.NotConverged<DriverModel> early =
                failed(DriverModel.fit(ThirtyRespondents.survey(), DEFAULTS.withOptions(new FitOptions(1))));
        assertEquals("not converged after 1 iterations", early.reason());
    }

    @Test
    void whoIsLeftOutIsCounted() {
        BrandSurvey.Builder builder = BrandSurvey.of(ThirtyRespondents.DRIVERS, BRANDS);
        for (int i = 0; i < 30; i++) {
            builder.add(ThirtyRespondents.answer(i));
        }
        BrandAnswer first = ThirtyRespondents.answer(0);
        Map<String, Double> ratings = first.ratings().get("three");
        BrandAnswer alone = BrandAnswer.of("alone", "three").withNext("three");
        BrandAnswer silent = BrandAnswer.of("silent", "three");
        BrandAnswer nobody = BrandAnswer.of("nobody", "three").withNext("one").withWeight(0);
        for (Map.Entry<String, Double> e : ratings.entrySet()) {
            alone = alone.withRating("three", e.getKey(), e.getValue());
            silent = silent.withRating("three", e.getKey(), e.getValue());
            nobody = nobody.withRating("three", e.getKey(), e.getValue()).withRating("one", e.getKey(), 5);
        }
        BrandSurvey survey = builder.add(alone).add(silent).add(nobody).build();
        FitOutcome<DriverModel> outcome = DriverModel.fit(survey);
        assertEquals(30, outcome.report().observations());
        assertEquals(
                List.of(
                        "Of 33 respondents, 1 was left out, whose next choice is not known.",
                        "Of 33 respondents, 1 was left out, whose weight is 0.",
                        "Of 33 respondents, 1 was left out, whose consideration set is one brand, so that there is"
                                + " nothing to choose."),
                outcome.report().warnings());
        assertEquals(DriverModel.fit(ThirtyRespondents.survey()).orThrow(), outcome.orThrow());
        assertTrue(outcome.report().isLikelihood());
        assertEquals(
                "survey must have a respondent of some weight who considers two brands and chooses the next, was 3"
                        + " respondents, 3 brands, 3 sub-drivers on 1 to 5 (see BrandAnswer.withNext)",
                assertThrows(IllegalArgumentException.class, () -> DriverModel.fit(survey.rows(30, 31, 32)))
                        .getMessage());
    }

    @Test
    void collinearRatingsAreMentioned() {
        BrandSurvey survey = withFourth((i, b) -> Math.min(5, rating(i, b, 1) + ((7 * i + 5 * b) % 6 == 0 ? 1 : 0)));
        assertTrue(
                DriverModel.fit(survey).report().warnings().stream()
                        .anyMatch(w -> w.startsWith("Ratings are collinear: the variance inflation of ")
                                && w.endsWith(" (see PrincipalComponents, Ridge).")),
                () -> DriverModel.fit(survey).report().warnings().toString());
    }
}
