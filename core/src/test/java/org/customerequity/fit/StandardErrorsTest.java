package org.customerequity.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** Delta method and robust errors, held to the figures of sheet 21, section 1. */
class StandardErrorsTest {
    private static final FitOutcome<HighEnd> HIGH_END = HighEnd.fit(HighEnd.CUSTOMERS);
    private static final Span WEEKS_39 = Span.ofWeeks(0, 39);

    @Test
    void highEndMatchesTheReference() {
        Estimate survival = DeltaMethod.of(HIGH_END, m -> m.survival(12), Estimate.Scale.LOGIT);
        assertEquals(0.377999071597, survival.value(), 1e-11);
        assertEquals(0.0194277017776, survival.standardError(), 1e-10);
        Interval at95 = survival.confidenceInterval(0.95);
        assertEquals(0.340739076487, at95.lower(), 1e-10);
        assertEquals(0.416757797575, at95.upper(), 1e-10);
        // discounted expected residual lifetime before the first renewal, at 10 %
        Estimate value = DeltaMethod.of(
                HIGH_END,
                m -> {
                    double sum = 0;
                    double stay = 1;
                    for (int t = 0; t < 2000; t++) {
                        double retention = (m.beta() + t) / (m.alpha() + m.beta() + t);
                        stay *= retention / (t == 0 ? 1 : 1.1);
                        sum += stay;
                    }
                    return sum;
                },
                Estimate.Scale.LOG);
        assertEquals(5.41447884536, value.value(), 1e-9);
        assertEquals(0.0296585639972 * value.value(), value.standardError(), 1e-9);
    }

    @Test
    void cdnowMatchesTheReference() {
        FitOutcome<BgNbd> fitted = BgNbd.fit(Cdnow.calibration());
        PurchaseHistory newcomer = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        Estimate expected = DeltaMethod.of(fitted, m -> m.expectedPurchases(newcomer, WEEKS_39), Estimate.Scale.LOG);
        assertEquals(1.19501004065, expected.value(), 1e-8);
        assertEquals(0.05347015, expected.standardError(), 1e-8);
        Estimate rate = DeltaMethod.of(fitted, m -> m.r() / m.alpha(), Estimate.Scale.LOG);
        assertEquals(0.0549652010727, rate.value(), 1e-9);
        assertEquals(0.003060226, rate.standardError(), 1e-9);
        Estimate dropout = DeltaMethod.of(fitted, m -> m.a() / (m.a() + m.b()), Estimate.Scale.LOGIT);
        assertEquals(0.246338674083, dropout.value(), 1e-8);
        assertEquals(0.01974317, dropout.standardError(), 1e-8);
    }

    @Test
    void cdnowsRobustErrorsMatchTheReference() {
        PurchaseHistories histories = Cdnow.calibration();
        FitOutcome<BgNbd> robust = RobustErrors.of(BgNbd.fit(histories), m -> m.logLikelihood(histories));
        double[][] covariance = robust.report().logCovariance();
        double[] errors = IntStream.range(0, 4)
                .mapToDouble(j -> Math.sqrt(covariance[j][j]))
                .toArray();
        assertArrayEquals(new double[] {0.059324858, 0.10537785, 0.22827149, 0.28176071}, errors, 1e-8);
        // section 7: the parameter error of the total of all customers in 39 weeks
        Estimate total = DeltaMethod.of(
                robust,
                m -> Arrays.stream(m.expectedPurchases(histories, WEEKS_39)).sum(),
                Estimate.Scale.LINEAR);
        assertEquals(1653.40869794, total.value(), 1e-5);
        assertEquals(75.0974, total.standardError(), 1e-4);
    }

    /** The middle of the sandwich in closed form, from the scores of the two parameters. */
    @Test
    void robustErrorsAreTheSandwichInClosedForm() {
        HighEnd model = HIGH_END.orThrow();
        int[] n = HighEnd.CUSTOMERS;
        double[][] middle = new double[2][2];
        for (int t = 1; t <= n.length; t++) {
            boolean left = t < n.length;
            double many = left ? n[t - 1] - n[t] : n[t - 1];
            double both = 0;
            double stayed = 0;
            for (int i = 0; i < t - 1; i++) {
                stayed += 1 / (model.beta() + i);
            }
            for (int i = 0; i < (left ? t : t - 1); i++) {
                both += 1 / (model.alpha() + model.beta() + i);
            }
            double[] g = {model.alpha() * ((left ? 1 / model.alpha() : 0) - both), model.beta() * (stayed - both)};
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    middle[i][j] += many * g[i] * g[j];
                }
            }
        }
        double[][] c = HIGH_END.report().logCovariance();
        double[][] robust =
                RobustErrors.of(HIGH_END, m -> m.logLikelihoods(n)).report().logCovariance();
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                double exact = 0;
                for (int k = 0; k < 2; k++) {
                    for (int l = 0; l < 2; l++) {
                        exact += c[i][k] * middle[k][l] * c[l][j];
                    }
                }
                assertEquals(exact, robust[i][j], 1e-9 * Math.abs(exact));
            }
        }
    }

    /** Each customer twice, in one cluster: the errors of the data before they were doubled, where the naive ones shrink. */
    @Test
    void copiesInOneClusterCarryNoInformation() {
        int[] doubled = Arrays.stream(HighEnd.CUSTOMERS).map(n -> 2 * n).toArray();
        FitOutcome<HighEnd> twice = HighEnd.fit(doubled);
        // rows of those who left at one time lie together, an even number each: pairs of neighbours are alike
        int[] pairs = IntStream.range(0, doubled[0]).map(i -> i / 2).toArray();
        double[] clustered = RobustErrors.ofClusters(twice, m -> m.logLikelihoods(doubled), pairs)
                .report()
                .standardErrors();
        double[] once = RobustErrors.of(HIGH_END, m -> m.logLikelihoods(HighEnd.CUSTOMERS))
                .report()
                .standardErrors();
        assertArrayEquals(once, clustered, 1e-7);
        double[] each =
                RobustErrors.of(twice, m -> m.logLikelihoods(doubled)).report().standardErrors();
        assertEquals(once[0], each[0] * Math.sqrt(2), 1e-7);
    }

    /** One row for all who left at one renewal says what a row for each says. */
    @Test
    void rowsMayStandForManyCustomers() {
        int[] n = HighEnd.CUSTOMERS;
        int[] counts = IntStream.range(0, n.length)
                .map(t -> t + 1 < n.length ? n[t] - n[t + 1] : n[t])
                .toArray();
        int[] first = IntStream.range(0, n.length).map(t -> n[0] - n[t]).toArray();
        double[] counted = RobustErrors.ofCounts(
                        HIGH_END,
                        m -> Arrays.stream(first)
                                .mapToDouble(i -> m.logLikelihoods(n)[i])
                                .toArray(),
                        counts)
                .report()
                .standardErrors();
        double[] each =
                RobustErrors.of(HIGH_END, m -> m.logLikelihoods(n)).report().standardErrors();
        assertArrayEquals(each, counted, 1e-10);
        assertEquals(
                "customers must be one count a row, 1000, was 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> RobustErrors.ofCounts(HIGH_END, m -> m.logLikelihoods(n), new int[3]))
                        .getMessage());
    }

    /** A column's errors are those of its rows, one by one. */
    @Test
    void columnsAgreeWithSingleQuantities() {
        double[] column =
                DeltaMethod.standardErrors(HIGH_END, m -> new double[] {m.survival(1), m.survival(5), m.survival(30)});
        int[] years = {1, 5, 30};
        for (int i = 0; i < years.length; i++) {
            int year = years[i];
            Estimate one = DeltaMethod.of(HIGH_END, m -> m.survival(year), Estimate.Scale.LINEAR);
            assertEquals(one.standardError(), column[i], 1e-9 * column[i]);
        }
    }

    /** Of a parameter, the delta method knows what the report says. */
    @Test
    void aParametersErrorIsTheReports() {
        for (Estimate.Scale scale : new Estimate.Scale[] {Estimate.Scale.LINEAR, Estimate.Scale.LOG}) {
            Estimate beta = DeltaMethod.of(HIGH_END, HighEnd::beta, scale);
            Estimate reported = HIGH_END.report().parameter("beta");
            assertEquals(reported.standardError(), beta.standardError(), 1e-9);
        }
    }

    @Test
    void whatDoesNotBelongToTheFitIsRefused() {
        int[] other = {1000, 631, 468, 382, 326, 289, 262, 241};
        String message = assertThrows(
                        IllegalArgumentException.class, () -> RobustErrors.of(HIGH_END, m -> m.logLikelihoods(other)))
                .getMessage();
        assertTrue(message.startsWith("logLikelihoods must add up to that of the fit, -1611.158"), message);
        assertTrue(message.endsWith("(the customers that were fitted)"), message);
        assertEquals(
                "logLikelihoods[0] must be finite, was NaN (leave out customers that carried no likelihood)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> RobustErrors.of(HIGH_END, m -> new double[] {Double.NaN}))
                        .getMessage());
        assertEquals(
                "clusters must be one a customer, 1000, was 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> RobustErrors.ofClusters(
                                        HIGH_END, m -> m.logLikelihoods(HighEnd.CUSTOMERS), new int[3]))
                        .getMessage());
        assertEquals(
                "clusters must be more than the parameters, 2, was 1 (some tens, better)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> RobustErrors.ofClusters(
                                        HIGH_END, m -> m.logLikelihoods(HighEnd.CUSTOMERS), new int[1000]))
                        .getMessage());
        assertEquals(
                "quantity must be finite and > 0, was -1.0 (on the logarithmic scale, at the estimates)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> DeltaMethod.of(HIGH_END, m -> -1, Estimate.Scale.LOG))
                        .getMessage());
        assertEquals(
                "quantity must be finite around the estimates, was not near alpha = "
                        + HIGH_END.orThrow().alpha(),
                assertThrows(
                                ArithmeticException.class,
                                () -> DeltaMethod.of(
                                        HIGH_END,
                                        m -> m.equals(HIGH_END.orThrow()) ? 1 : Double.NaN,
                                        Estimate.Scale.LINEAR))
                        .getMessage());
    }
}
