package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.customerequity.Checks;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.pooling.PoolingEstimator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** What a specification refuses, and how it says so. */
class CovariateSpecificationTest {
    private static final CovariateSpecification PARETO = CovariateSpecification.of(PurchaseModelFamily.PARETO_NBD);

    private static CovariateSpecification onPurchases(String... names) {
        return PARETO.withPurchaseCovariates(names);
    }

    @Test
    void defaultsOfTheFamilies() {
        assertEquals(DropoutForm.RATE, PARETO.dropoutForm());
        assertEquals(1, PARETO.k());
        CovariateSpecification cnbd = CovariateSpecification.of(PurchaseModelFamily.MBG_CNBD);
        assertEquals(DropoutForm.MEAN, cnbd.dropoutForm());
        assertFalse(cnbd.hasK());
        Checks.fails(
                IllegalStateException.class,
                "k must be given (CovariateSpecification.withK) or chosen by a fit",
                cnbd::k);
        assertEquals(PriorStrength.none(), PARETO.prior());
        assertTrue(PARETO.prior().isNone());
    }

    @Test
    void whatAFamilyHasNot() {
        Checks.rejects(
                "family must be one in which customers leave, was NBD (the NBD takes no covariates)",
                () -> CovariateSpecification.of(PurchaseModelFamily.NBD));
        Checks.rejects(
                "newForm must be one that the Pareto/NBD has, was MEAN (RATE)",
                () -> PARETO.withDropoutForm(DropoutForm.MEAN));
        Checks.rejects(
                "newForm must be one that the BG/NBD has, was RATE (MEAN, TWO_INDEX or ONE_INDEX)",
                () -> CovariateSpecification.of(PurchaseModelFamily.BG_NBD).withDropoutForm(DropoutForm.RATE));
        Checks.rejects("newK must be 1 in the Pareto/NBD, was 2 (only the CNBD knows others)", () -> PARETO.withK(2));
        Checks.rejects("newK must be > 0, was 0 (hidden events a purchase)", () -> PARETO.withK(0));
    }

    @Test
    void namesAreCheckedAtOnce() {
        Checks.rejects("names must differ, was [age, age] (each covariate once)", () -> onPurchases("age", "age"));
        Checks.rejects("names must not be blank, was \" \" (of covariates)", () -> PARETO.withDropoutCovariates(" "));
        Checks.rejectsNull("names", () -> PARETO.withPurchaseCovariates((String[]) null));
    }

    @Test
    void strengthsAreNotNegative() {
        Checks.rejects(
                "n must be finite and >= 0, was -1.0 (customers that the prior is worth)",
                () -> PriorStrength.worthObservations(-1));
        Checks.rejects(
                "k1 must be finite and >= 0, was NaN (strength on the purchases)",
                () -> PriorStrength.perCustomer(Double.NaN, 0));
        Checks.rejects(
                "k2 must be finite and >= 0, was -0.1 (strength on the dropout)",
                () -> PriorStrength.perCustomer(0, -0.1));
        assertEquals(PriorStrength.none(), PriorStrength.worthObservations(0));
        assertEquals(
                "PriorStrength[worth 50.0 observations]",
                PriorStrength.worthObservations(50).toString());
        assertEquals(
                "PriorStrength[per customer 0.1 on purchases, 0.2 on dropout]",
                PriorStrength.perCustomer(0.1, 0.2).toString());
    }

    @Test
    void covariatesThatSayNothingAreNamed() {
        PurchaseHistories histories = Sixteen.histories();
        CovariateTable more = Sixteen.table()
                .withNumbers(
                        "w",
                        Collections.nCopies(16, 3.0).stream()
                                .mapToDouble(w -> w)
                                .toArray())
                .withNumbers("double", Sixteen.table().numbers("v"))
                .withCategories("land", Collections.nCopies(16, "NL"));
        PurchaseHistories known = histories.withCovariates(more);
        Checks.rejects(
                "covariate \"w\" must differ between customers, was always 3.0 (what is the same for all cannot be told"
                        + " from the baseline)",
                () -> onPurchases("u", "w").fit(known));
        Checks.rejects(
                "covariate \"land\" must differ between customers, was always \"NL\" (what is the same for all cannot be"
                        + " told from the baseline)",
                () -> PARETO.withDropoutCovariates("land").fit(known));
        Checks.rejects(
                "covariate \"double\" must say something that the others do not, was made up of [v] (leave one of them"
                        + " out)",
                () -> onPurchases("u", "v", "double").fit(known));
        // one on either process is fine
        assertTrue(onPurchases("v").withDropoutCovariates("double").fit(known).isConverged());
        Checks.rejects(
                "covariates must have \"age\", was [u, v]",
                () -> onPurchases("age").fit(histories));
    }

    @Test
    void dataThatCannotCarryThem() {
        PurchaseHistories histories = Sixteen.histories();
        Checks.rejects(
                "covariates must leave at most as many parameters as customers who bought again, 7, was 8 parameters"
                        + " (more than the data can carry: take fewer covariates or merge categories)",
                () -> Sixteen.both(PurchaseModelFamily.PARETO_NBD)
                        .fit(histories.select(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13)));
        Checks.fails(
                IllegalStateException.class,
                "histories must have covariates (PurchaseHistories.withCovariates)",
                () -> onPurchases("u")
                        .fit(PurchaseHistories.ofColumns(
                                new int[] {1}, new double[] {1}, new double[] {2}, PeriodUnit.WEEK)));
        Checks.rejects(
                "histories must have at least one customer, was empty (there is nothing to fit to)",
                () -> onPurchases("u").fit(histories.select()));
        Checks.rejects(
                "histories must have intervals for the BG/CNBD-k, had none (PurchaseLog.histories or"
                        + " PurchaseHistories.withLogIntervals)",
                () -> Sixteen.both(PurchaseModelFamily.BG_CNBD).fit(histories));
        FitOutcome<CovariatePurchaseModel> few =
                Sixteen.both(PurchaseModelFamily.PARETO_NBD).fit(histories);
        assertEquals(
                List.of("Only 12 of 16 customers bought again: 8 parameters deserve 40 or more."),
                few.report().warnings().subList(0, 1));
        PurchaseHistories nobody = histories.filter(i -> histories.frequency(i) == 0);
        FitOutcome<CovariatePurchaseModel> none = onPurchases("u").fit(nobody);
        assertEquals(FitVerdict.BOUNDARY, none.report().verdict());
        assertTrue(none.toString().contains("none of the 4 customers has bought again"), none::toString);
    }

    @Test
    void equalAndFixedCoefficientsMustBeThere() {
        PurchaseHistories histories = Sixteen.histories();
        Checks.rejects(
                "equal coefficients must be of covariates that bear on buying and on leaving, was \"u\" (name it in both)",
                () -> onPurchases("u").withEqualCoefficient("u").fit(histories));
        Checks.rejects(
                "equal coefficients must be of a form with one coefficient of leaving a column, was \"u\" (not of"
                        + " TWO_INDEX)",
                () -> Sixteen.both(PurchaseModelFamily.BG_NBD)
                        .withDropoutForm(DropoutForm.TWO_INDEX)
                        .withEqualCoefficient("u")
                        .fit(histories));
        Checks.rejects(
                "fixed coefficients must be of columns in the model, [purchases: u], was \"dropout: u\" (name the covariate"
                        + " of that process too)",
                () -> onPurchases("u")
                        .withFixedCoefficient(CovariateProcess.DROPOUT, "u", 1)
                        .fit(histories));
        Checks.rejects(
                "equal coefficients must be free, was u is fixed too (fix both, or let both be estimated)",
                () -> Sixteen.both(PurchaseModelFamily.PARETO_NBD)
                        .withEqualCoefficient("u")
                        .withFixedCoefficient(CovariateProcess.PURCHASES, "u", 1)
                        .fit(histories));
        Checks.rejects(
                "perUnit must be finite, was NaN (coefficient of u)",
                () -> PARETO.withFixedCoefficient(CovariateProcess.DROPOUT, "u", Double.NaN));
    }

    @Test
    void aFixedCoefficientIsOfTheCovariateAsItIs() {
        PurchaseHistories histories = Sixteen.histories();
        FitOutcome<CovariatePurchaseModel> free =
                Sixteen.both(PurchaseModelFamily.PARETO_NBD).fit(histories);
        double v = free.report().parameter("dropout: v").value();
        FitOutcome<CovariatePurchaseModel> fixed = PARETO.withPurchaseCovariates("u", "v")
                .withDropoutCovariates("u", "v")
                .withFixedCoefficient(CovariateProcess.DROPOUT, "v", v)
                .fit(histories);
        assertEquals(free.report().logLikelihood(), fixed.report().logLikelihood(), 1e-9);
        assertFalse(fixed.report().parameterNames().contains("dropout: v"));
        assertEquals(
                List.of(new FixedCoefficient(CovariateProcess.DROPOUT, "v", v)),
                fixed.orThrow().specification().fixedCoefficients());
        assertEquals(fixed.orThrow(), Checks.travels(fixed.orThrow()));
    }

    @Test
    void codingsAsAskedFor() {
        PurchaseHistories histories = Shops.histories(PurchaseModelFamily.BG_NBD, 400, 7);
        CovariateSpecification spec = Shops.specification(PurchaseModelFamily.BG_NBD);
        CovariatePurchaseModel asIs = spec.withoutStandardising("age")
                .withReference("channel", "search")
                .fit(histories)
                .orThrow();
        assertEquals(
                List.of(
                        new CodedCovariate.Category("channel", "search", List.of("ads", "organic")),
                        new CodedCovariate.Number("age", 0, 1)),
                asIs.coding().covariates());
        assertEquals(
                "organic",
                ((CodedCovariate.Category) spec.fit(histories)
                                .orThrow()
                                .coding()
                                .covariates()
                                .get(0))
                        .reference());
        // the same customers, whatever the reference
        assertEquals(
                spec.fit(histories).report().logLikelihood(),
                spec.withReference("channel", "search").fit(histories).report().logLikelihood(),
                1e-8);
    }

    private static final CovariateCoding CODED =
            CovariateCoding.of(Shops.customers(50, 1)).withReference("channel", "organic");

    /** Each fit would measure age by its own customers, and a category against its own most frequent. */
    @Test
    void aCodingMayBeGiven() {
        PurchaseHistories histories = Shops.histories(PurchaseModelFamily.BG_NBD, 400, 7);
        CovariateSpecification spec = Shops.specification(PurchaseModelFamily.BG_NBD);
        CovariatePurchaseModel given = spec.withCoding(CODED).fit(histories).orThrow();
        CovariatePurchaseModel learnt = spec.fit(histories).orThrow();
        assertEquals(CODED, given.coding());
        assertNotEquals(CODED, learnt.coding());
        assertArrayEquals(learnt.logLikelihood(histories), given.logLikelihood(histories), 1e-6);
        // of a coding of more, what is needed
        assertEquals(
                List.of("age"),
                spec.withDropoutCovariates()
                        .withPurchaseCovariates("age")
                        .withCoding(CODED)
                        .coding(histories.covariates())
                        .names());
        Checks.rejects(
                "covariate must be one of [channel, age], was \"weight\" (the coding that was given)",
                () -> spec.withPurchaseCovariates("weight").withCoding(CODED).coding(histories.covariates()));
        assertEquals(
                "CovariateSpecification[BG/NBD, purchases [channel, age], dropout [channel, age] MEAN,"
                        + " CovariateCoding[channel=ads, channel=search, age]]",
                spec.withCoding(CODED).toString());
    }

    /** Segments whose customers differ in age: measured alike, one model is theirs all; each by its own, it is not. */
    @Test
    void segmentsArePooledInColumnsThatMeanTheSame() {
        PurchaseHistories all = Shops.histories(PurchaseModelFamily.BG_NBD, 600, 11);
        double[] ages = all.covariates().numbers("age");
        int[] young = IntStream.range(0, 600).filter(i -> ages[i] < 42).toArray();
        int[] old = IntStream.range(0, 600).filter(i -> ages[i] >= 42).toArray();
        CovariateSpecification spec = CovariateSpecification.of(PurchaseModelFamily.BG_NBD)
                .withPurchaseCovariates("age")
                .withDropoutCovariates("age");
        CovariateCoding coding = spec.coding(all.covariates());
        CovariateSpecification alike = spec.withCoding(coding);
        Map<String, Likelihood> parts = new LinkedHashMap<>();
        parts.put("young", alike.likelihood(all.select(young)));
        parts.put("old", alike.likelihood(all.select(old)));
        FitOutcome<CovariatePurchaseModel> pooled = PoolingEstimator.of(
                        parts, theta -> CovariatePurchaseModel.of(spec, coding, all.unit(), theta))
                .pooled();
        FitReport together = spec.fit(all).report();
        assertEquals(together.logLikelihood(), pooled.report().logLikelihood(), 1e-6);
        assertArrayEquals(together.estimates(), pooled.report().estimates(), 1e-4);
    }

    /** A search in coefficients of 1000 a unit, or beside a baseline of the year 0, ends nowhere and would say so wrongly. */
    @Test
    void whatIsLeftAsItIsMustBeOfOrderOne() {
        PurchaseHistories histories = Shops.histories(PurchaseModelFamily.BG_NBD, 400, 7);
        double[] ages = histories.covariates().numbers("age");
        CovariateSpecification spec = CovariateSpecification.of(PurchaseModelFamily.BG_NBD)
                .withPurchaseCovariates("age")
                .withoutStandardising("age");
        for (double factor : new double[] {1e-4, 100}) {
            double[] scaled = Arrays.stream(ages).map(age -> factor * age).toArray();
            double most = Arrays.stream(scaled).max().orElseThrow();
            PurchaseHistories other =
                    histories.withCovariates(CovariateTable.ofRows(400).withNumbers("age", scaled));
            Checks.rejects(
                    "covariate \"age\" must be at most of a size between 0.3 and 1000.0 to be left as it is, was "
                            + most
                            + " (let it be standardised: CovariatePurchaseModel.coefficientsPerUnit says what a unit does)",
                    () -> spec.fit(other));
        }
        // within, scaling scales the coefficient and nothing else
        double[] decades = Arrays.stream(ages).map(age -> age / 10).toArray();
        FitReport a = spec.fit(histories).report();
        FitReport b = spec.fit(
                        histories.withCovariates(CovariateTable.ofRows(400).withNumbers("age", decades)))
                .report();
        assertEquals(a.verdict(), b.verdict());
        assertEquals(a.logLikelihood(), b.logLikelihood(), 1e-7);
        assertEquals(10 * a.estimates()[4], b.estimates()[4], 1e-5);
        assertEquals(10 * a.standardErrors()[4], b.standardErrors()[4], 1e-5);
    }

    @Test
    void theRegularityIsThatOfThePlainFitUnlessGiven() {
        PurchaseHistories histories = Shops.histories(PurchaseModelFamily.MBG_CNBD, 800, 7);
        CovariateSpecification spec = CovariateSpecification.of(PurchaseModelFamily.MBG_CNBD)
                .withPurchaseCovariates("channel", "age")
                .withDropoutCovariates("channel", "age");
        assertEquals(2, spec.fit(histories).orThrow().specification().k());
        assertEquals(1, spec.withK(1).fit(histories).orThrow().specification().k());
        assertTrue(spec.withK(1).fit(histories).report().logLikelihood()
                < spec.fit(histories).report().logLikelihood());
    }

    @Test
    void comparedByWhatTheySay() {
        CovariateSpecification spec = Shops.specification(PurchaseModelFamily.BG_NBD);
        assertEquals(spec, Shops.specification(PurchaseModelFamily.BG_NBD));
        assertEquals(spec, Checks.travels(spec));
        for (CovariateSpecification other : List.of(
                spec.withPurchaseCovariates("age"),
                spec.withDropoutCovariates("age"),
                spec.withDropoutForm(DropoutForm.TWO_INDEX),
                spec.withEqualCoefficient("age"),
                spec.withFixedCoefficient(CovariateProcess.DROPOUT, "age", 1),
                spec.withReference("channel", "ads"),
                spec.withoutStandardising("age"),
                spec.withCoding(CODED),
                spec.withPrior(PriorStrength.worthObservations(1)))) {
            assertNotEquals(spec, other);
            assertEquals(other, Checks.travels(other));
        }
        assertEquals(
                "CovariateSpecification[BG/NBD, purchases [channel, age], dropout [channel, age] MEAN]",
                spec.toString());
    }
}
