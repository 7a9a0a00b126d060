package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.Checks;
import org.customerequity.fit.Bootstrap;
import org.customerequity.fit.BootstrapDraws;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.pooling.PoolingEstimator;
import org.customerequity.history.CalibrationSplit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.CovariateTableBuilder;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.lifetime.LifetimeValue;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.lifetime.LifetimeValues;
import org.customerequity.lifetime.ValueTotal;
import org.customerequity.model.diagnosis.HoldoutScores;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.model.purchase.RatesModel;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** What is built on a fit with covariates: values with their uncertainty, holdout, resamples, segments. */
class CovariateValueTest {
    private static final DiscountRate RATE = DiscountRate.ofAnnualPercent(10);
    private static final Horizon YEAR = Horizon.of(52, PeriodUnit.WEEK);
    private static final PurchaseHistories HISTORIES = Shops.histories(PurchaseModelFamily.PARETO_NBD, 500, 31);
    private static final FitOutcome<CovariatePurchaseModel> FIT =
            Shops.specification(PurchaseModelFamily.PARETO_NBD).fit(HISTORIES);

    /** Everybody spends 20: only the model of buying is uncertain. */
    private static LifetimeValueModel values() {
        FitOutcome<ConstantSpend> spending = new FitOutcome.Converged<>(
                new ConstantSpend(20), FitReport.ofCertain(List.of("amount"), new double[] {20}, 500));
        return LifetimeValueModel.of(FIT, spending)
                .withMargin(0.5)
                .withDiscount(RATE)
                .withHorizon(YEAR)
                .withCurrency("EUR");
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    @Test
    void aBaseHasTheErrorOfTheDeltaMethod() {
        LifetimeValues each = values().value(HISTORIES);
        ValueTotal total = each.total();
        double own = 0;
        for (int i = 0; i < HISTORIES.size(); i++) {
            PurchaseHistory one = HISTORIES.row(i);
            own += 10 * FIT.orThrow().modelOf(one.covariates()).discountedPurchases(one, RATE, YEAR);
        }
        assertEquals(own, total.total().value(), 1e-9 * own);
        Estimate expected =
                DeltaMethod.of(FIT, m -> 10 * sum(m.discountedPurchases(HISTORIES, RATE, YEAR)), Estimate.Scale.LINEAR);
        assertEquals(expected.standardError(), total.parameterError(), 1e-6 * total.parameterError());
        assertTrue(total.confidenceInterval(0.95).contains(own));
    }

    @Test
    void aNewCustomerIsKnownByCovariatesAlone() {
        Covariates known = Covariates.none().with("channel", "ads").with("age", 30);
        LifetimeValue value = values().valueOfNewCustomer(known);
        PurchaseHistory fresh = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        RatesModel own = FIT.orThrow().modelOf(known);
        double expected = 10 * (1 + own.discountedPurchases(fresh, RATE, YEAR));
        assertEquals(expected, value.amount().value(), 1e-12 * expected);
        Estimate delta = DeltaMethod.of(
                FIT, m -> 10 * (1 + m.modelOf(known).discountedPurchases(fresh, RATE, YEAR)), Estimate.Scale.LINEAR);
        assertEquals(delta.standardError(), value.standardError(), 1e-6 * delta.standardError());
        assertTrue(value.confidenceInterval(0.95).contains(expected));
        Checks.rejects("covariates must have \"channel\", was none (Covariates.with)", values()::valueOfNewCustomer);
    }

    /** A split of the log, with a table that also knows customers who came later. */
    @Test
    void aHoldoutIsScored() {
        SplittableRandom random = new SplittableRandom(5);
        LocalDate first = LocalDate.of(2021, 1, 1);
        List<Transaction> log = new ArrayList<>();
        CovariateTableBuilder rows = CovariateTable.builder();
        for (int i = 0; i < 300; i++) {
            boolean ads = i % 3 == 0;
            rows.add("c" + i, Covariates.none().with("channel", ads ? "ads" : "organic"));
            int day = i < 290 ? random.nextInt(60) : 200;
            for (int k = 0; k < 1 + random.nextInt(ads ? 9 : 4) && day < 365; k++) {
                log.add(Transaction.of("c" + i, first.plusDays(day), 10));
                day += 1 + random.nextInt(60);
            }
        }
        CalibrationSplit bare = log.stream()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(first.plusDays(364))
                        .calibrateUntil(first.plusDays(180))
                        .toSplit());
        CalibrationSplit split = bare.withCovariates(rows.build());
        assertEquals(290, split.size());
        assertFalse(bare.calibration().hasCovariates());
        for (int i = 0; i < split.size(); i++) {
            int number = Integer.parseInt(split.calibration().ids().get(i).substring(1));
            assertEquals(
                    number % 3 == 0 ? "ads" : "organic",
                    split.calibration().row(i).covariates().category("channel"));
            assertEquals(bare.holdoutPurchases(i), split.holdoutPurchases(i));
        }
        CovariatePurchaseModel model = CovariateSpecification.of(PurchaseModelFamily.MBG_NBD)
                .withPurchaseCovariates("channel")
                .fit(split.calibration())
                .fold(fitted -> fitted, FitOutcome.NotConverged::bestSoFar);
        double predicted = sum(model.expectedPurchases(split.calibration(), split.holdout()));
        assertEquals(
                predicted - split.totalHoldoutPurchases(),
                HoldoutScores.of(model, split).bias(),
                1e-9 * predicted);
        Checks.rejectsNull("table", () -> split.withCovariates(null));
    }

    private static final CovariateTable RARE = rare();

    /** 200 customers, of whom two came by post. */
    private static CovariateTable rare() {
        List<String> channels = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            channels.add(i < 2 ? "post" : i % 3 == 0 ? "ads" : "organic");
        }
        return CovariateTable.ofRows(200).withCategories("channel", channels);
    }

    private static PurchaseHistories rareHistories() {
        CovariateSpecification spec =
                CovariateSpecification.of(PurchaseModelFamily.MBG_NBD).withPurchaseCovariates("channel");
        return CovariatePurchaseModel.of(spec, CovariateCoding.of(RARE), PeriodUnit.WEEK, 0.2, 2, 1.2, -1.6, 0.5, 0.2)
                .simulateHistories(Shops.observed(RARE, 3), new SplittableRandom(3));
    }

    /** A resample without the rare category is a failed one, counted, and no end of the bootstrap; names stay the same. */
    @Test
    void resamplesOfAGivenCoding() {
        PurchaseHistories rows = rareHistories();
        CovariateSpecification spec = CovariateSpecification.of(PurchaseModelFamily.MBG_NBD)
                .withPurchaseCovariates("channel")
                .withCoding(CovariateCoding.of(RARE));
        BootstrapDraws<CovariatePurchaseModel> draws = Bootstrap.ofResamples(100)
                .cases(200, taken -> spec.fit(rows.select(taken)).orThrow(), new SplittableRandom(1));
        // both are missed with a probability of 0.99^200 = 0.13
        assertTrue(draws.failures().size() >= 4 && draws.failures().size() <= 40, () -> draws.toString());
        assertTrue(
                draws.failures().stream().anyMatch(f -> f.contains("covariate \"channel=post\" must differ")),
                () -> draws.failures().toString());
        int ads = draws.original().parameterNames().indexOf("purchases: channel=ads");
        for (CovariatePurchaseModel model : draws.draws()) {
            assertEquals(draws.original().parameterNames(), model.parameterNames());
        }
        double wald = spec.fit(rows).report().standardErrors()[ads];
        assertEquals(1, draws.standardError(m -> m.parameters()[ads]) / wald, 0.35);
        // what no coding was given for is a mistake of the caller's
        PurchaseHistories without = rows.select(IntStream.range(2, 200).toArray());
        FitOutcome<CovariatePurchaseModel> outcome = spec.fit(without);
        assertFalse(outcome.isConverged());
        assertEquals(
                "covariate \"channel=post\" must differ between customers, was always 0.0 (what is the same for all cannot"
                        + " be told from the baseline)",
                outcome.fold(m -> "", FitOutcome.NotConverged::reason));
    }

    /** A segment without the category learns its effect from the others. */
    @Test
    void aSegmentWithoutACategoryIsPooled() {
        PurchaseHistories rows = rareHistories();
        CovariateCoding coding = CovariateCoding.of(RARE);
        CovariateSpecification spec = CovariateSpecification.of(PurchaseModelFamily.MBG_NBD)
                .withPurchaseCovariates("channel")
                .withCoding(coding);
        Map<String, Likelihood> segments = new LinkedHashMap<>();
        segments.put("a", spec.likelihood(rows.select(IntStream.range(0, 100).toArray())));
        segments.put("b", spec.likelihood(rows.select(IntStream.range(100, 200).toArray())));
        FitReport pooled = PoolingEstimator.of(
                        segments, theta -> CovariatePurchaseModel.of(spec, coding, PeriodUnit.WEEK, theta))
                .pooled()
                .report();
        assertEquals(spec.fit(rows).report().logLikelihood(), pooled.logLikelihood(), 1e-7);
    }
}
