package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.testing.Seeded;

/** Laws of the fit, on surveys drawn at random. */
@Seeded
class DriverModelFitProperties {
    private static final ChoiceSpecification DEFAULTS = ChoiceSpecification.defaults();
    private static final List<String> BRANDS = ThirtyRespondents.BRANDS;
    private static final List<SubDriver> DRIVERS = ThirtyRespondents.DRIVERS;

    /** The same answers again, each changed by hand. */
    private interface Change {
        BrandAnswer of(BrandAnswer answer, int i);
    }

    private static BrandSurvey rebuilt(BrandSurvey survey, List<String> brands, RatingScale scale, Change change) {
        BrandSurvey.Builder builder = BrandSurvey.of(DRIVERS, brands).withScale(scale);
        for (int i = 0; i < survey.size(); i++) {
            builder.add(change.of(answer(survey, i, survey.id(i)), i));
        }
        return builder.build();
    }

    private static BrandAnswer answer(BrandSurvey survey, int i, String id) {
        BrandAnswer answer = BrandAnswer.of(id, survey.brands().get(survey.lastBrand(i)))
                .withNext(survey.brands().get(chosen(survey, i)));
        for (int b = 0; b < 3; b++) {
            for (int s = 0; s < 3; s++) {
                answer =
                        answer.withRating(survey.brands().get(b), DRIVERS.get(s).name(), survey.rating(i, b, s));
            }
        }
        return answer;
    }

    private static int chosen(BrandSurvey survey, int i) {
        return IntStream.range(0, 3)
                .filter(b -> survey.choiceShare(i, b) == 1)
                .findFirst()
                .orElseThrow();
    }

    /** With other ratings, on a scale where they have room. */
    private static BrandSurvey rerated(BrandSurvey survey, BrandSurvey.RatingFunction rating) {
        return rebuilt(survey, survey.brands(), RatingScale.of(0, 600), (answer, i) -> {
            BrandAnswer out = answer;
            for (int b = 0; b < 3; b++) {
                for (int s = 0; s < 3; s++) {
                    out = out.withRating(
                            survey.brands().get(b),
                            DRIVERS.get(s).name(),
                            rating.apply(i, b, s, survey.rating(i, b, s)));
                }
            }
            return out;
        });
    }

    private static void assertSame(FitOutcome<DriverModel> expected, FitOutcome<DriverModel> actual) {
        assertArrayEquals(expected.orThrow().parameters(), actual.orThrow().parameters(), 1e-10);
        double[][] a = expected.report().covariance();
        double[][] b = actual.report().covariance();
        for (int j = 0; j < a.length; j++) {
            assertArrayEquals(a[j], b[j], 1e-10);
        }
    }

    @Property(tries = 30)
    void allFactorsKeptIsTheDirectFit(@ForAll @LongRange(max = 9999) long seed, @ForAll boolean intercepts) {
        BrandSurvey survey = TinyMarket.survey(seed, 200);
        ChoiceSpecification base = intercepts ? DEFAULTS.withIntercepts() : DEFAULTS;
        FitOutcome<DriverModel> direct = DriverModel.fit(survey, base);
        for (PrincipalComponents all : List.of(PrincipalComponents.factors(3), PrincipalComponents.keeping(1))) {
            FitOutcome<DriverModel> kept = DriverModel.fit(survey, base.withTreatment(all));
            assertSame(direct, kept);
            assertTrue(kept.report().isLikelihood());
        }
        ChoiceSpecification robust = base.withErrors(CoefficientErrors.robust());
        assertSame(
                DriverModel.fit(survey, robust),
                DriverModel.fit(survey, robust.withTreatment(PrincipalComponents.factors(3))));
    }

    @Property(tries = 20)
    void aRidgeOfZeroIsTheDirectFit(@ForAll @LongRange(max = 9999) long seed) {
        BrandSurvey survey = TinyMarket.survey(seed, 200);
        FitOutcome<DriverModel> direct = DriverModel.fit(survey);
        FitOutcome<DriverModel> ridge = DriverModel.fit(survey, Ridge.of(0));
        assertEquals(direct, ridge);
        assertEquals(4, Ridge.of(0).effectiveParameters(direct.orThrow(), survey), 1e-12);
    }

    @Property(tries = 20)
    void aStrongerRidgePullsNearerToZero(
            @ForAll @LongRange(max = 9999) long seed, @ForAll @DoubleRange(min = 0.1, max = 50) double lambda) {
        BrandSurvey survey = TinyMarket.survey(seed, 200);
        RatingComponents components = RatingComponents.of(survey);
        double[] size = new double[2];
        double[] free = new double[2];
        double[] loglik = new double[2];
        for (int k = 0; k < 2; k++) {
            Ridge ridge = Ridge.of(k == 0 ? lambda : 2 * lambda);
            FitOutcome<DriverModel> outcome = DriverModel.fit(survey, ridge);
            for (int s = 0; s < 3; s++) {
                double b = outcome.orThrow().coefficients().driver(s) * components.standardDeviation(s);
                size[k] += b * b;
            }
            free[k] = ridge.effectiveParameters(outcome.orThrow(), survey);
            loglik[k] = outcome.report().logLikelihood();
        }
        assertTrue(size[1] < size[0]);
        assertTrue(1 < free[1] && free[1] < free[0] && free[0] < 4);
        assertTrue(loglik[1] < loglik[0]);
    }

    @Property(tries = 20)
    void anotherReferenceShiftsTheInterceptsAlone(@ForAll @LongRange(max = 9999) long seed) {
        BrandSurvey survey = TinyMarket.survey(seed, 300);
        ChoiceSpecification full = DEFAULTS.withIntercepts().withInertia(Inertia.BY_BRAND);
        List<String> turned = List.of("three", "one", "two");
        BrandSurvey relabelled = rebuilt(survey, turned, RatingScale.FIVE_POINT, (answer, i) -> answer);
        ChoiceCoefficients a = DriverModel.fit(survey, full).orThrow().coefficients();
        ChoiceCoefficients b = DriverModel.fit(relabelled, full).orThrow().coefficients();
        double shift = a.intercept(BRANDS.indexOf("three"));
        for (int k = 0; k < 3; k++) {
            int was = BRANDS.indexOf(turned.get(k));
            assertEquals(a.intercept(was) - shift, b.intercept(k), 1e-9);
            assertEquals(a.inertia(was), b.inertia(k), 1e-9);
            assertEquals(a.driver(k), b.driver(k), 1e-9);
        }
        assertEquals(
                ChoiceStatistics.of(DriverModel.fit(survey), survey).hitRate(),
                ChoiceStatistics.of(DriverModel.fit(relabelled), relabelled).hitRate(),
                1e-12);
    }

    @Property(tries = 20)
    void aConstantOfARespondentChangesNothing(
            @ForAll @LongRange(max = 9999) long seed, @ForAll @IntRange(min = 1, max = 100) int most) {
        BrandSurvey survey = TinyMarket.survey(seed, 200);
        BrandSurvey moved = rerated(survey, (i, b, s, x) -> x + (i * 31 + s * 17) % most);
        assertSame(DriverModel.fit(survey), DriverModel.fit(moved));
    }

    @Property(tries = 20)
    void ratingsTimesAHundredAreCoefficientsOverAHundred(@ForAll @LongRange(max = 9999) long seed) {
        BrandSurvey survey = TinyMarket.survey(seed, 200);
        BrandSurvey larger = rerated(survey, (i, b, s, x) -> 100 * x);
        for (Collinearity treatment : List.of(Collinearity.direct(), PrincipalComponents.factors(2), Ridge.of(3))) {
            double[] a = DriverModel.fit(survey, treatment).orThrow().parameters();
            double[] b = DriverModel.fit(larger, treatment).orThrow().parameters();
            assertEquals(a[0], b[0], 1e-10);
            for (int s = 1; s < 4; s++) {
                assertEquals(a[s], 100 * b[s], 1e-10);
            }
        }
    }

    @Property(tries = 20)
    void aRespondentTwiceIsAWeightOfTwo(@ForAll @LongRange(max = 9999) long seed) {
        BrandSurvey survey = TinyMarket.survey(seed, 100);
        BrandSurvey.Builder twice = BrandSurvey.of(DRIVERS, BRANDS);
        for (int i = 0; i < 100; i++) {
            twice.add(answer(survey, i, "a" + i));
            if (i % 3 == 0) {
                twice.add(answer(survey, i, "b" + i));
            }
        }
        BrandSurvey weighted =
                rebuilt(survey, BRANDS, RatingScale.FIVE_POINT, (answer, i) -> answer.withWeight(i % 3 == 0 ? 2 : 1));
        FitOutcome<DriverModel> a = DriverModel.fit(twice.build());
        FitOutcome<DriverModel> b = DriverModel.fit(weighted);
        assertArrayEquals(a.orThrow().parameters(), b.orThrow().parameters(), 1e-10);
        assertEquals(a.report().logLikelihood(), b.report().logLikelihood(), 1e-10);
    }

    @Property(tries = 20)
    void theUnitOfWeightsDoesNotMatter(
            @ForAll @LongRange(max = 9999) long seed, @ForAll @IntRange(min = -6, max = 6) int power) {
        double unit = Math.pow(10, power);
        BrandSurvey survey = TinyMarket.survey(seed, 100);
        BrandSurvey even = rebuilt(survey, BRANDS, RatingScale.FIVE_POINT, (answer, i) -> answer.withWeight(unit));
        assertEquals(DriverModel.fit(survey), DriverModel.fit(even));
        BrandSurvey a = rebuilt(survey, BRANDS, RatingScale.FIVE_POINT, (answer, i) -> answer.withWeight(1 + i % 4));
        BrandSurvey b =
                rebuilt(survey, BRANDS, RatingScale.FIVE_POINT, (answer, i) -> answer.withWeight(unit * (1 + i % 4)));
        for (Collinearity treatment : List.of(Collinearity.direct(), Ridge.of(2))) {
            assertSame(DriverModel.fit(a, treatment), DriverModel.fit(b, treatment));
        }
    }

    /** Ten purchases of a respondent are their shares; clustered by respondent, the errors are those of shares too. */
    @Property(tries = 10)
    void sharesAreRepeatedChoices(@ForAll @LongRange(max = 9999) long seed) {
        BrandSurvey survey = TinyMarket.survey(seed, 60);
        BrandSurvey.Builder repeated = BrandSurvey.of(DRIVERS, BRANDS);
        List<Integer> cluster = new ArrayList<>();
        BrandSurvey shares = rebuilt(survey, BRANDS, RatingScale.FIVE_POINT, (answer, i) -> {
            int first = chosen(survey, i);
            int times = 1 + i % 9;
            for (int t = 0; t < 10; t++) {
                repeated.add(
                        answer(survey, i, "r" + i + "-" + t).withNext(BRANDS.get(t < times ? first : (first + 1) % 3)));
                cluster.add(i);
            }
            Map<String, Double> split = new LinkedHashMap<>();
            split.put(BRANDS.get(first), times / 10.0);
            split.put(BRANDS.get((first + 1) % 3), 1 - times / 10.0);
            return answer.withNextShares(split);
        });
        FitOutcome<DriverModel> byShare = DriverModel.fit(shares);
        FitOutcome<DriverModel> byChoice = DriverModel.fit(
                repeated.build(),
                DEFAULTS.withErrors(CoefficientErrors.clustered(
                        cluster.stream().mapToInt(i -> i).toArray())));
        assertSame(byShare, byChoice);
        assertEquals(10 * byShare.report().logLikelihood(), byChoice.report().logLikelihood(), 1e-8);
    }

    @Property(tries = 20)
    void theOrderOfRespondentsDoesNotMatter(@ForAll @LongRange(max = 9999) long seed) {
        BrandSurvey survey = TinyMarket.survey(seed, 100);
        int[] order = IntStream.range(0, 100).map(i -> i * 37 % 100).toArray();
        assertSame(DriverModel.fit(survey), DriverModel.fit(survey.rows(order)));
    }

    /** Of small surveys many are separated. Along that direction the likelihood reaches its supremum; the others have a maximum. */
    @Property(tries = 300)
    void eitherSeparatedOrAMaximum(
            @ForAll @LongRange(max = 99999) long seed,
            @ForAll @IntRange(min = 13, max = 40) int respondents,
            @ForAll boolean intercepts,
            @ForAll boolean byBrand) {
        BrandSurvey survey = TinyMarket.survey(seed, respondents);
        Inertia inertia = byBrand ? Inertia.BY_BRAND : Inertia.COMMON;
        ChoiceSpecification specification = DEFAULTS.withInertia(inertia);
        FitOutcome<DriverModel> outcome =
                DriverModel.fit(survey, intercepts ? specification.withIntercepts() : specification);
        if (outcome instanceof FitOutcome.NotConverged<DriverModel> no
                && no.reason().contains("not identified")) {
            return;
        }
        SurveyDesign design = SurveyDesign.of(survey, intercepts, inertia);
        LogitFitter fitter = new LogitFitter(design.rows);
        double[] zeros = new double[design.names.size()];
        LogitFit end = fitter.maximize(design.ones(), zeros, zeros, 200);
        Optional<double[]> direction = Separation.find(fitter, end, design.ones(), zeros);
        if (direction.isPresent()) {
            assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict());
            double[] far = end.coefficients.clone();
            for (int c = 0; c < far.length; c++) {
                far[c] += 3 * direction.get()[c] / fitter.scale(c);
            }
            double there = LogitKernel.value(design.rows, design.ones(), far);
            assertTrue(there > end.logLikelihood - 0.02, () -> there + " after " + end.logLikelihood);
        } else {
            FitReport report = outcome.report();
            assertEquals(FitVerdict.CONVERGED, report.verdict(), outcome::toString);
            assertTrue(report.gradientNorm() < 1e-10, report::toString);
            for (int j = 0; j < zeros.length; j++) {
                assertTrue(report.standardErrors()[j] < 100, report::toString);
            }
        }
    }
}
