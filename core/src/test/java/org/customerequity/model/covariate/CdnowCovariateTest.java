package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.CdnowLog;
import org.junit.jupiter.api.Test;

/** CDNOW with one covariate, whether the first day's spend exceeds 25 dollars: the fits of formula sheet 19. */
class CdnowCovariateTest {
    /** Customers are numbered as in the summary; rows of the first day are summed. */
    static PurchaseHistories withFirstSpend() {
        Map<Integer, LocalDate> first = new HashMap<>();
        Map<Integer, Double> spend = new HashMap<>();
        CdnowLog.transactions().forEach(t -> {
            int id = Integer.parseInt(t.customer());
            LocalDate day = t.date();
            if (!first.containsKey(id) || day.isBefore(first.get(id))) {
                first.put(id, day);
                spend.put(id, 0.0);
            }
            if (day.equals(first.get(id))) {
                spend.merge(id, t.amount(), Double::sum);
            }
        });
        PurchaseHistories histories = Cdnow.calibration();
        double[] z = IntStream.rangeClosed(1, histories.size())
                .mapToDouble(id -> spend.get(id) > 25 ? 1 : 0)
                .toArray();
        assertEquals(1111, DoubleStream.of(z).sum(), 0.0);
        return histories.withCovariates(CovariateTable.ofRows(z.length).withNumbers("z", z));
    }

    private static CovariateSpecification z(PurchaseModelFamily family) {
        return CovariateSpecification.of(family)
                .withPurchaseCovariates("z")
                .withDropoutCovariates("z")
                .withoutStandardising("z");
    }

    private static FitOutcome<CovariatePurchaseModel> assertFit(
            CovariateSpecification spec, double logLikelihood, double... natural) {
        FitOutcome<CovariatePurchaseModel> fit = spec.fit(withFirstSpend());
        assertTrue(fit.isConverged(), fit::toString);
        assertEquals(logLikelihood, fit.report().logLikelihood(), 1e-5);
        double[] estimates = fit.report().estimates();
        assertEquals(natural.length, estimates.length);
        for (int j = 0; j < natural.length; j++) {
            boolean log = fit.report().parameterNames().get(j).startsWith("ln ");
            double scale = Math.max(1, Math.abs(natural[j]));
            assertEquals(natural[j], log ? Math.exp(estimates[j]) : estimates[j], 1e-3 * scale);
        }
        return fit;
    }

    @Test
    void paretoNbd() {
        var fit = assertFit(
                z(PurchaseModelFamily.PARETO_NBD),
                -9581.056468156,
                .572437,
                13.0433,
                .580658,
                9.53862,
                .353444,
                -.224275);
        PurchaseHistories plain = Cdnow.calibration();
        LikelihoodRatioTest test = LikelihoodRatioTest.of(ParetoNbd.fit(plain).report(), fit.report());
        assertEquals(27.84, test.statistic(), 5e-3);
        assertEquals(2, test.degreesOfFreedom());
        assertFit(
                z(PurchaseModelFamily.PARETO_NBD).withEqualCoefficient("z"),
                -9585.958016971,
                .554896,
                13.1313,
                .575236,
                14.0080,
                .381849);
    }

    @Test
    void paretoNbdPenalised() {
        PurchaseHistories histories = withFirstSpend();
        double[][] sheet = {
            {.01, .293735, -.113797, -9581.763019, -4.06622905}, {.1, .102870, -.030992, -9588.551375, -4.06927110}
        };
        for (double[] row : sheet) {
            CovariateSpecification spec =
                    z(PurchaseModelFamily.PARETO_NBD).withPrior(PriorStrength.perCustomer(row[0], row[0]));
            FitOutcome<CovariatePurchaseModel> fit = spec.fit(histories);
            assertEquals(row[1], fit.report().parameter("purchases: z").value(), 1e-5);
            assertEquals(row[2], fit.report().parameter("dropout: z").value(), 1e-5);
            assertEquals(row[3], fit.report().logLikelihood(), 1e-5);
            assertEquals(row[4], spec.objectivePerCustomer(fit.orThrow(), histories), 1e-8);
        }
    }

    @Test
    void bgNbd() {
        assertFit(
                z(PurchaseModelFamily.BG_NBD).withDropoutForm(DropoutForm.TWO_INDEX),
                -9567.675160502,
                .249668,
                6.03788,
                .537691,
                1.45074,
                .532591,
                .680429,
                .913006);
        assertFit(
                z(PurchaseModelFamily.BG_NBD),
                -9568.840388808,
                .249662,
                6.05805,
                3.25711,
                -1.115166,
                .538602,
                -.030153);
    }

    @Test
    void mbgNbd() {
        assertFit(
                z(PurchaseModelFamily.MBG_NBD).withDropoutForm(DropoutForm.TWO_INDEX),
                -9565.228947342,
                .540721,
                7.27594,
                .780797,
                1.079695,
                .260671,
                .338604,
                .868404);
        assertFit(
                z(PurchaseModelFamily.MBG_NBD),
                -9567.309141185,
                .563761,
                7.54841,
                2.38090,
                -.352861,
                .290340,
                -.355030);
    }
}
