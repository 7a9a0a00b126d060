package org.customerequity.model.purchase;

import static org.customerequity.model.purchase.ParetoNbdOracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParetoNbdTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final ParetoNbd PUBLISHED = new ParetoNbd(.553, 10.578, .606, 11.669, WEEK);
    private static final DiscountRate FIFTEEN = DiscountRate.ofContinuous(Math.log(1.15) / 52, WEEK);

    /** Sets A, B, C, D and F of the count tables: s = 1 in B and F, alpha = beta in F, alpha far from beta in C and D. */
    private static ParetoNbd set(String name) {
        return switch (name) {
            case "A" -> new ParetoNbd(0.6, 9.5, 0.7, 13, WEEK);
            case "B" -> new ParetoNbd(1.2, 7, 1, 20, WEEK);
            case "C" -> new ParetoNbd(2, 800, 1.5, 0.5, WEEK);
            case "D" -> new ParetoNbd(0.8, 0.05, 2.2, 60, WEEK);
            default -> new ParetoNbd(1.1, 20, 1, 20, WEEK);
        };
    }

    private static PurchaseHistory history(int x, double tx, double t) {
        return PurchaseHistory.of(x, tx, t, WEEK);
    }

    private static Span weeks(double from, double to) {
        return Span.ofWeeks(from, to);
    }

    /** CDNOW, parameters of Fader, Hardie and Lee 2005: published digits, and 12 digits computed apart from this library. */
    @Test
    void reproducesThePublishedCustomers() {
        PurchaseHistory ann = history(2, 30.43, 38.86);
        assertClose(-9.55428324515, PUBLISHED.logLikelihood(ann), 1e-11, "LL");
        assertClose(0.869167559153, PUBLISHED.probabilityAlive(ann), 1e-11, "P(alive)");
        assertClose(1.45512319326, PUBLISHED.expectedPurchases(ann, weeks(0, 39)), 1e-11, "E[Y(39)]");
        assertClose(6.50173053756, PUBLISHED.discountedPurchases(ann, FIFTEEN, Horizon.FOREVER), 1e-11, "DERT");
        PurchaseHistory once = history(0, 0, 38.86);
        assertClose(-0.521046294081, PUBLISHED.logLikelihood(once), 1e-11, "LL");
        assertClose(0.478457669515, PUBLISHED.discountedPurchases(once, FIFTEEN, Horizon.FOREVER), 1e-11, "DERT");
        assertClose(
                20.7160828889,
                PUBLISHED.discountedPurchases(history(7, 35, 38.86), FIFTEEN, Horizon.FOREVER),
                1e-11,
                "DERT");
        PurchaseHistory often = history(26, 30.86, 31);
        assertClose(0.997918731055, PUBLISHED.probabilityAlive(often), 1e-11, "P(alive)");
        // 25.46 in the paper, at parameters of more digits
        assertClose(25.4584729514, PUBLISHED.expectedPurchases(often, weeks(0, 52)), 1e-11, "E[Y(52)]");
        PurchaseHistory fresh = PurchaseHistory.newCustomer(WEEK);
        double[] times = {1, 2, 9, 52};
        double[] expected = {0.050979843246, 0.0995754005728, 0.391158584728, 1.47299680338};
        for (int i = 0; i < times.length; i++) {
            assertClose(expected[i], PUBLISHED.expectedPurchases(fresh, weeks(0, times[i])), 1e-11, "E[X(t)]");
        }
        assertClose(3.96407055188, PUBLISHED.discountedPurchases(fresh, FIFTEEN, Horizon.FOREVER), 1e-11, "DET");
    }

    @Test
    void reproducesTheBranchesOfTheParameters() {
        PurchaseHistory ann = history(2, 30.43, 38.86);
        ParetoNbd swapped = new ParetoNbd(.553, 10.578 + 1.091, .606, 10.578, WEEK);
        assertClose(-9.59939967512, swapped.logLikelihood(ann), 1e-11, "alpha > beta");
        assertClose(0.866923429515, swapped.probabilityAlive(ann), 1e-11, "alpha > beta");
        ParetoNbd equal = new ParetoNbd(.553, 11, .606, 11, WEEK);
        assertClose(-9.5803059753, equal.logLikelihood(ann), 1e-11, "alpha = beta");
        assertClose(0.867651446304, equal.probabilityAlive(ann), 1e-11, "alpha = beta");
        ParetoNbd one = PUBLISHED.withParameters(.553, 10.578, 1, 11.669);
        assertClose(0.895763236886, one.expectedPurchases(PurchaseHistory.newCustomer(WEEK), weeks(0, 39)), 1e-11, "");
        assertClose(1.18605228228, one.expectedPurchases(ann, weeks(0, 39)), 1e-11, "s = 1");
    }

    /** Probabilities of a count, computed at 40 digits; the deepest is 1e-115. */
    @ParameterizedTest
    @CsvSource({
        "A, 0, 0, 0, 0, 5, 9, 0.85818268430380829",
        "A, 0, 0, 0, 3, 5, 9, 0.0063302719356412456",
        "A, 0, 0, 0, 0, 20, 60, 0.7274929960263152",
        "A, 0, 0, 0, 7, 20, 60, 0.0092517186755080863",
        "A, 0, 0, 0, 12, 0, 0.05, 1.0380106745168899e-28",
        "A, 0, 0, 0, 200, 0, 300, 2.3449230634747495e-6",
        "A, 0, 0, 0, 15, 30, 30.5, 2.8666714072779166e-21",
        "B, 0, 0, 0, 2, 4, 30, 0.10171116522503995",
        "C, 0, 0, 0, 1, 10, 50, 0.00027101056626240298",
        "D, 0, 0, 0, 30, 3, 11, 0.0059045753890546705",
        "F, 0, 0, 0, 50, 0, 0.1, 1.0659163470244345e-115",
        "A, 3, 21, 30, 0, 0, 13, 0.5420728165243891",
        "A, 3, 21, 30, 2, 0, 13, 0.12766652747905193",
        "A, 3, 21, 30, 2, 8, 21, 0.11486836430183079",
        "A, 0, 0, 30, 1, 8, 21, 0.032847824947369634",
        "B, 40, 29, 30, 55, 2, 44, 0.014044715913936952",
        "C, 1, 2, 30, 0, 8, 21, 0.99944631397965693",
        "A, 3, 21, 30, 20, 0, 1, 3.9908251232260178e-30",
        "A, 250, 51, 52, 240, 0, 50, 0.0020883968595409091"
    })
    void probabilityOfACount(String set, int x, double tx, double t, int n, double t1, double t2, double expected) {
        double actual = set(set).probabilityOfPurchases(history(x, tx, t), n, weeks(t1, t2));
        // where the last row of the table is the end of observation, 200 ln's of the count are summed
        assertClose(expected, actual, 2e-13, set + " " + n);
        assertClose(
                Math.log(expected),
                set(set).logProbabilityOfPurchases(history(x, tx, t), n, weeks(t1, t2)),
                1e-12,
                set + " " + n);
    }

    /** The time to the next purchase is beyond u exactly if none is made in (0, u]. */
    @ParameterizedTest
    @CsvSource({
        "A, 3, 21, 30, 0.77033799168648679, 0.21950959439824276, 0.57652042831618463",
        "A, 1, 1, 30, 0.18120867112220994, 0.025146580910648296, 0.08755876470482992",
        "B, 12, 16.5, 17, 0.98445193138139399, 0.82696663263126409, 0.93722242244920995",
        "C, 1, 2, 30, 0.021449148867676653, 0.00027997789352813768, 0.0011910126955954816"
    })
    void noPurchaseIsALaterNextOne(
            String set, int x, double tx, double t, double alive, double within4, double within26) {
        PurchaseHistory h = history(x, tx, t);
        assertClose(alive, set(set).probabilityAlive(h), 1e-13, "P(alive)");
        assertEquals(1 - within4, set(set).probabilityOfPurchases(h, 0, weeks(0, 4)), 2e-15);
        assertEquals(1 - within26, set(set).probabilityOfPurchases(h, 0, weeks(0, 26)), 2e-15);
    }

    /** E[lambda] = (r/alpha) L(r+1)/L and E[mu] = (s/beta) L(s+1)/L. */
    @ParameterizedTest
    @CsvSource({
        "A, 3, 21, 30, 0.094637460577079462, 0.022990743439405321",
        "A, 1, 1, 30, 0.095251597229599602, 0.077642527502627529",
        "B, 12, 16.5, 17, 0.55009495511239508, 0.027453267773392664",
        "C, 1, 2, 30, 0.0037247718575552922, 0.60422488520234186"
    })
    void likelihoodGivesThePosteriorMeans(String set, int x, double tx, double t, double lambda, double mu) {
        ParetoNbd m = set(set);
        PurchaseHistory h = history(x, tx, t);
        double base = m.logLikelihood(h);
        ParetoNbd moreRate = m.withParameters(m.r() + 1, m.alpha(), m.s(), m.beta());
        ParetoNbd moreDropout = m.withParameters(m.r(), m.alpha(), m.s() + 1, m.beta());
        assertClose(lambda, m.r() / m.alpha() * Math.exp(moreRate.logLikelihood(h) - base), 1e-12, "lambda");
        assertClose(mu, m.s() / m.beta() * Math.exp(moreDropout.logLikelihood(h) - base), 1e-12, "mu");
    }

    /** If alpha = beta and t1 = 0 the dropout part is an incomplete beta function. */
    @Test
    void countAtEqualScalesIsAnIncompleteBeta() {
        ParetoNbd f = set("F");
        for (int n : new int[] {0, 1, 4, 30}) {
            for (double u : new double[] {0.01, 3, 700}) {
                double w = u / (20 + u);
                double logInside =
                        org.customerequity.internal.IncompleteBeta.logRegularized(w, 20 / (20 + u), n + 1, 2.1)
                                + org.customerequity.internal.SpecialFunctions.logBeta(n + 1, 2.1)
                                + org.customerequity.internal.SpecialFunctions.logRising(1.1, n)
                                - org.customerequity.internal.SpecialFunctions.logGamma(n + 1);
                double whole = Math.exp(logInside)
                        + Math.exp(ParetoNbdKernel.logNegativeBinomial(n, 1.1, 20, u) - Math.log1p(u / 20));
                assertClose(
                        whole,
                        f.probabilityOfPurchases(PurchaseHistory.newCustomer(WEEK), n, weeks(0, u)),
                        1e-13,
                        n + " in " + u);
            }
        }
    }

    /** Discounting and variances by another route: by parts, and by summing the distribution. */
    @ParameterizedTest
    @CsvSource({"A, 3, 21, 30", "B, 12, 16.5, 17", "D, 2, 1, 9", "F, 0, 0, 30", "F, 40, 12, 12.5"})
    void closedFormsAgreeWithTheGeneralDefaults(String set, int x, double tx, double t) {
        ParetoNbd m = set(set);
        PurchaseModel general = new PurchaseModelContract.EssentialsOnly(m);
        PurchaseHistory h = history(x, tx, t);
        Horizon year = Horizon.of(52, WEEK);
        assertClose(
                general.discountedPurchases(h, FIFTEEN, year), m.discountedPurchases(h, FIFTEEN, year), 1e-11, "det");
        DiscountRate dear = DiscountRate.ofContinuous(0.05, WEEK);
        assertClose(
                general.discountedPurchases(h, dear, Horizon.FOREVER),
                m.discountedPurchases(h, dear, Horizon.FOREVER),
                1e-10,
                "dert");
        assertClose(
                general.varianceOfPurchases(h, weeks(0, 20)),
                m.varianceOfPurchases(h, weeks(0, 20)),
                1e-10,
                "variance");
        assertClose(
                general.varianceOfPurchases(h, weeks(7, 20)),
                m.varianceOfPurchases(h, weeks(7, 20)),
                1e-10,
                "variance later");
    }

    @Test
    void discountedVarianceAgreesWithTheGeneralDefault() {
        ParetoNbd m = set("A");
        PurchaseHistory h = history(3, 21, 30);
        DiscountRate dear = DiscountRate.ofContinuous(0.05, WEEK);
        Horizon months = Horizon.of(20, WEEK);
        assertClose(
                new PurchaseModelContract.EssentialsOnly(m).varianceOfDiscountedPurchases(h, dear, months),
                m.varianceOfDiscountedPurchases(h, dear, months),
                1e-7,
                "variance");
    }

    /** Means, variances and frequencies of 200,000 drawn futures, each within 4 standard errors. */
    @Test
    void simulationAgrees() {
        ParetoNbd m = new ParetoNbd(0.9, 6, 1.8, 45, WEEK);
        PurchaseHistory h = history(4, 20, 26);
        double delta = 0.02;
        DiscountRate rate = DiscountRate.ofContinuous(delta, WEEK);
        Horizon horizon = Horizon.of(30, WEEK);
        SplittableRandom random = new SplittableRandom(20050901);
        int draws = 200_000;
        double[] sums = new double[4];
        double[] squares = new double[4];
        int[] counts = new int[5];
        double meanLate = m.expectedPurchases(h, weeks(10, 30));
        double meanValue = m.discountedPurchases(h, rate, horizon);
        for (int i = 0; i < draws; i++) {
            double[] times = m.simulatePurchases(h, 30, random);
            double late = 0;
            double value = 0;
            for (double time : times) {
                assertTrue(time > 0 && time <= 30);
                late += time > 10 ? 1 : 0;
                value += Math.exp(-delta * time);
            }
            counts[Math.min(4, times.length)]++;
            double[] y = {late, (late - meanLate) * (late - meanLate), value, (value - meanValue) * (value - meanValue)
            };
            for (int k = 0; k < y.length; k++) {
                sums[k] += y[k];
                squares[k] += y[k] * y[k];
            }
        }
        double[] expected = {
            meanLate,
            m.varianceOfPurchases(h, weeks(10, 30)),
            meanValue,
            m.varianceOfDiscountedPurchases(h, rate, horizon)
        };
        for (int k = 0; k < expected.length; k++) {
            double mean = sums[k] / draws;
            double se = Math.sqrt((squares[k] / draws - mean * mean) / draws);
            assertEquals(expected[k], mean, 4 * se, "statistic " + k);
        }
        for (int n = 0; n < 4; n++) {
            double p = m.probabilityOfPurchases(h, n, weeks(0, 30));
            assertEquals(p, (double) counts[n] / draws, 4 * Math.sqrt(p * (1 - p) / draws), n + " purchases");
        }
    }

    @Test
    void simulationIsRepeatable() {
        PurchaseHistory h = history(7, 35, 38.86);
        assertArrayEquals(
                PUBLISHED.simulatePurchases(h, 52, new SplittableRandom(1)),
                PUBLISHED.simulatePurchases(h, 52, new SplittableRandom(1)));
        assertEquals(0, PUBLISHED.simulatePurchases(h, 0, new SplittableRandom(1)).length);
    }

    @Test
    void whoHasJustBoughtIsAlive() {
        PurchaseHistory now = history(3, 12, 12);
        assertEquals(1, PUBLISHED.probabilityAlive(now));
        assertEquals(Double.NEGATIVE_INFINITY, PUBLISHED.logOddsOfHavingLeft(now));
        assertEquals(1, PUBLISHED.probabilityAlive(PurchaseHistory.newCustomer(WEEK)));
        assertEquals(0, PUBLISHED.logLikelihood(PurchaseHistory.newCustomer(WEEK)));
    }

    @Test
    void emptySpansHoldNothing() {
        PurchaseHistory h = history(3, 12, 13);
        assertEquals(0, PUBLISHED.expectedPurchases(h, weeks(4, 4)));
        assertEquals(1, PUBLISHED.probabilityOfPurchases(h, 0, weeks(4, 4)));
        assertEquals(0, PUBLISHED.probabilityOfPurchases(h, 1, weeks(4, 4)));
        assertEquals(0, PUBLISHED.varianceOfPurchases(h, weeks(4, 4)));
    }

    @Test
    void spansAndHorizonsInAnyUnit() {
        PurchaseHistory h = history(3, 12, 13);
        assertClose(
                PUBLISHED.expectedPurchases(h, weeks(1, 4)),
                PUBLISHED.expectedPurchases(h, Span.ofDays(7, 28)),
                1e-15,
                "days");
        assertClose(
                PUBLISHED.discountedPurchases(h, FIFTEEN, Horizon.of(70, PeriodUnit.DAY)),
                PUBLISHED.discountedPurchases(h, FIFTEEN, Horizon.of(10, WEEK)),
                1e-14,
                "days");
    }

    @Test
    void refusesWhatItCannotAnswer() {
        assertMessage(
                "r must be finite and > 0, was 0.0 (shape of the purchase rates)",
                () -> new ParetoNbd(0, 1, 1, 1, WEEK));
        assertMessage(
                "beta must be finite and > 0, was NaN (a time, in the model's unit)",
                () -> new ParetoNbd(1, 1, 1, Double.NaN, WEEK));
        assertMessage(
                "parameters must be 4 values, was 3 (r, alpha, s, beta)", () -> PUBLISHED.withParameters(1, 2, 3));
        PurchaseHistory days = PurchaseHistory.of(1, 2, 3, PeriodUnit.DAY);
        assertMessage(
                "histories must be in the model's unit WEEK, were in DAY"
                        + " (build them per WEEK, or fit the model to histories per DAY)",
                () -> PUBLISHED.probabilityAlive(days));
        PurchaseHistory h = history(1, 2, 3);
        assertMessage(
                "n must be >= 0, was -1 (purchases in the span)",
                () -> PUBLISHED.probabilityOfPurchases(h, -1, weeks(0, 1)));
        assertMessage(
                "later must be finite and >= 0, was -1.0 (periods of the model's unit after the end of observation)",
                () -> PUBLISHED.probabilityAlive(h, -1));
        assertMessage(
                "discount must be > 0 for a horizon without end, was 0.0"
                        + " (the sum need not converge; use Horizon.ofYears for an end)",
                () -> PUBLISHED.discountedPurchases(h, DiscountRate.NONE, Horizon.FOREVER));
        PurchaseHistories none = PurchaseHistories.ofColumns(new int[0], new double[0], new double[0], WEEK);
        assertMessage(
                "histories must have at least one customer, was empty (there is nothing to fit to)",
                () -> ParetoNbd.fit(none));
        assertEquals(0, PUBLISHED.probabilityAlive(none).length);
        assertThrows(NullPointerException.class, () -> PUBLISHED.expectedPurchases(h, null));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void survivesSerialization() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(PUBLISHED);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(PUBLISHED, in.readObject());
        }
    }

    /** A continued fraction near the end of its convergence once gave columns 2.7e-12 away from the single form. */
    @ParameterizedTest
    @CsvSource({"1e-4, 0.9999", "1e-4, 0.0999", "1e-4, 0.101", "0.9999, 1e-4", "0.0999, 1e-4"})
    void columnsAgreeWithTheSingleFormHoweverFarAlphaIsFromBeta(double alpha, double beta) {
        ParetoNbd model = new ParetoNbd(1e-4, alpha, 1e4, beta, WEEK);
        double[] age = new double[300];
        for (int i = 0; i < age.length; i++) {
            age[i] = 1e-5 + 1e-7 * i;
        }
        PurchaseHistories h = PurchaseHistories.ofColumns(new int[300], new double[300], age, WEEK);
        double[] alive = model.probabilityAlive(h);
        for (int i = 0; i < age.length; i++) {
            double single = model.probabilityAlive(h.row(i));
            assertEquals(single, alive[i], 1e-12 * single, "age " + age[i]);
        }
        if (alpha == 1e-4 && beta == 0.9999) {
            PurchaseHistory one = PurchaseHistory.of(0, 0, 1.8895903979291177E-5, WEEK);
            // the integral of logOddsDead at 50 digits
            assertEquals(0.8278050111931538, model.probabilityAlive(one), 1e-14);
        }
    }
}
