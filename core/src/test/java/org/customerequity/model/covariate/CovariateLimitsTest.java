package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Data that a simpler model describes as well, found by fits with covariates as by plain ones. */
class CovariateLimitsTest {
    private static final Pattern LOSS =
            Pattern.compile("in which (.*): its log-likelihood is lower by only ([-+.0-9e]+)\\.");

    private static List<Double> losses(FitReport report) {
        return report.warnings().stream()
                .flatMap(warning -> {
                    Matcher matcher = LOSS.matcher(warning);
                    return matcher.find() ? Stream.of(Double.valueOf(matcher.group(2))) : Stream.of();
                })
                .sorted()
                .toList();
    }

    private static boolean says(FitReport report, String what) {
        return report.warnings().stream().anyMatch(warning -> warning.contains(" in which " + what + ":"));
    }

    /** Baselines near a limit: rates, then chances or hazards, that hardly differ. */
    private static double[] nearLimits(PurchaseModelFamily family) {
        return switch (family) {
            case PARETO_NBD -> new double[] {4, 5.5, 1.6, 5};
            case GGOMPERTZ_NBD -> new double[] {4, 5.5, -2.5, 1.6, 4};
            case BG_BB -> new double[] {4, -0.6, 3.5, -3};
            case BG_CNBD, MBG_CNBD -> new double[] {4, 4.9, 3.5, -1.6};
            default -> new double[] {4, 5.5, 3.5, -1.6};
        };
    }

    /** Baselines of customers who hardly leave. */
    private static double[] loyal(PurchaseModelFamily family) {
        return switch (family) {
            case PARETO_NBD -> new double[] {1, 3, -1, 5.5};
            case GGOMPERTZ_NBD -> new double[] {1, 3, -2.5, -1, 5};
            case BG_BB -> new double[] {1, -0.6, 1, -5};
            case BG_CNBD, MBG_CNBD -> new double[] {1, 2.4, 1, -4.5};
            default -> new double[] {1, 3, 1, -4.5};
        };
    }

    private static PurchaseHistories histories(PurchaseModelFamily family, double[] baselines, long seed) {
        CovariateSpecification spec = CovariateSpecification.of(family);
        CovariateSpecification bare = spec.isRegular() ? spec.withK(2) : spec;
        CovariateTable table = Shops.customers(400, seed);
        CovariatePurchaseModel truth = CovariatePurchaseModel.of(bare, bare.coding(table), PeriodUnit.WEEK, baselines);
        return truth.simulateHistories(Shops.observed(table, seed), new SplittableRandom(seed));
    }

    /** Without covariates the simpler models are those of the plain fit, found by a search of its own; so is what they lose. */
    @Test
    void withoutCovariatesAsThePlainFitHasIt() {
        int seen = 0;
        int loyal = 0;
        for (PurchaseModelFamily family : Shops.FAMILIES) {
            // whose plain fit knows the Pareto/NBD as a limit too
            if (family == PurchaseModelFamily.GGOMPERTZ_NBD) {
                continue;
            }
            for (long seed = 1; seed <= 6; seed++) {
                PurchaseHistories histories = histories(family, seed > 3 ? nearLimits(family) : loyal(family), seed);
                FitReport plain = family.fit(histories).report();
                FitReport bare =
                        CovariateSpecification.of(family).fit(histories).report();
                String of = family + " " + seed + "\n" + plain.warnings() + "\n" + bare.warnings();
                if (plain.verdict() == FitVerdict.CONVERGED || plain.verdict() == FitVerdict.CONVERGED_FLAT) {
                    assertEquals(plain.verdict(), bare.verdict(), of);
                    List<Double> expected = losses(plain);
                    List<Double> found = losses(bare);
                    assertEquals(expected.size(), found.size(), of);
                    for (int i = 0; i < expected.size(); i++) {
                        assertEquals(expected.get(i), found.get(i), 1e-3 + 0.01 * expected.get(i), of);
                    }
                    seen += expected.size();
                    loyal += says(bare, "nobody leaves") ? 1 : 0;
                }
            }
        }
        assertTrue(seen >= 15 && loyal >= 1, "limits compared: " + seen + ", of them without dropout " + loyal);
    }

    /** With covariates too, each form says what its customers have in common, and its loss is not negative. */
    @Test
    void withCovariates() {
        int rates = 0;
        int chances = 0;
        int hazards = 0;
        for (PurchaseModelFamily family : Shops.FAMILIES) {
            CovariateSpecification spec = CovariateSpecification.of(family)
                    .withPurchaseCovariates("channel")
                    .withDropoutCovariates("age");
            FitReport report =
                    spec.fit(histories(family, nearLimits(family), 2)).report();
            if (!losses(report).isEmpty()) {
                assertEquals(FitVerdict.CONVERGED_FLAT, report.verdict());
            }
            rates += says(report, "customers of equal covariates buy at one common rate") ? 1 : 0;
            chances += says(report, "customers of equal covariates leave with one common chance") ? 1 : 0;
            hazards += says(report, "customers of equal covariates have one common hazard of leaving") ? 1 : 0;
        }
        assertTrue(rates >= 3 && chances >= 4 && hazards >= 2, rates + " " + chances + " " + hazards);
    }
}
