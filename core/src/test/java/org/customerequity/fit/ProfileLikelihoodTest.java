package org.customerequity.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

class ProfileLikelihoodTest {
    private static final FitOutcome<HighEnd> FITTED = HighEnd.fit(HighEnd.CUSTOMERS);
    private static final ProfileLikelihood<HighEnd> PROFILE =
            ProfileLikelihood.of(HighEnd.likelihood(HighEnd.CUSTOMERS), FITTED);

    private static void near(double lower, double upper, Interval actual, double relative) {
        assertEquals(lower, actual.lower(), relative * lower, actual::toString);
        assertEquals(upper, actual.upper(), relative * upper, actual::toString);
    }

    /** Sheet 21, section 2; nine digits are given. */
    @Test
    void highEndMatchesTheReference() {
        near(0.506195546, 0.943342659, PROFILE.parameter("alpha", 0.95), 2e-9);
        near(2.61854132, 5.96312492, PROFILE.parameter("beta", 0.95), 2e-9);
        near(0.339761068, 0.415922846, PROFILE.quantity(m -> m.survival(12), Estimate.Scale.LOGIT, 0.95), 2e-9);
    }

    /** Where the interval ends, another route must find the level: the profile by golden section over the other parameter. */
    @Test
    void theLimitsAreWhereTheProfileHasFallen() {
        Likelihood likelihood = HighEnd.likelihood(HighEnd.CUSTOMERS);
        double max = FITTED.report().logLikelihood();
        for (double level : new double[] {0.5, 0.9, 0.999}) {
            Interval alpha = PROFILE.parameter("alpha", level);
            for (double limit : new double[] {alpha.lower(), alpha.upper()}) {
                double low = -5;
                double high = 8;
                while (high - low > 1e-9) {
                    double third = (high - low) / 3;
                    double left = likelihood.value(new double[] {Math.log(limit), low + third});
                    double right = likelihood.value(new double[] {Math.log(limit), high - third});
                    if (left < right) {
                        low += third;
                    } else {
                        high -= third;
                    }
                }
                double fall = 2 * (max - likelihood.value(new double[] {Math.log(limit), low}));
                double z = Estimate.of(0, 1).confidenceInterval(level).upper();
                // the likelihood of 1611 is right to about 1e-12
                assertEquals(z * z, fall, 1e-8);
            }
        }
    }

    /** The interval of a quantity is that of the parameter it is a function of, on whatever scale it is asked for. */
    @Test
    void itDoesNotDependOnHowTheQuantityIsWritten() {
        Interval alpha = PROFILE.parameter("alpha", 0.95);
        near(alpha.lower(), alpha.upper(), PROFILE.quantity(HighEnd::alpha, Estimate.Scale.LOG, 0.95), 1e-8);
        near(alpha.lower(), alpha.upper(), PROFILE.quantity(HighEnd::alpha, Estimate.Scale.LINEAR, 0.95), 1e-8);
        Interval inverse = PROFILE.quantity(m -> 1 / m.alpha(), Estimate.Scale.LOG, 0.95);
        near(1 / alpha.upper(), 1 / alpha.lower(), inverse, 1e-8);
        Interval share = PROFILE.quantity(m -> m.alpha() / (1 + m.alpha()), Estimate.Scale.LOGIT, 0.95);
        near(alpha.lower() / (1 + alpha.lower()), alpha.upper() / (1 + alpha.upper()), share, 1e-8);
    }

    /**
     * Customers who leave at one common rate (sheet 21, section 9): any alpha and beta of that mean will do from some hundreds on,
     * so that the data set no upper limit; the survival they know well.
     */
    @Test
    void aLimitThatTheDataDoNotSetIsOpen() {
        // a hair of heterogeneity, so that there is a maximum
        int[] customers = {1000, 800, 645, 522, 424, 345};
        FitOutcome<HighEnd> fitted = HighEnd.fit(customers);
        ProfileLikelihood<HighEnd> profile = ProfileLikelihood.of(HighEnd.likelihood(customers), fitted);
        Interval alpha = profile.parameter("alpha", 0.95);
        assertTrue(alpha.lower() > 1 && alpha.lower() < fitted.orThrow().alpha(), alpha::toString);
        assertEquals(Double.POSITIVE_INFINITY, alpha.upper());
        Interval mean = profile.quantity(m -> m.alpha() / (m.alpha() + m.beta()), Estimate.Scale.LOGIT, 0.95);
        assertTrue(mean.lower() > 0.18 && mean.upper() < 0.225, mean::toString);
    }

    /**
     * No published figures: held against the Wald interval, from which it may differ by what is curved. Dropout is known less well
     * upwards: both its limits are higher. The parameters' own limits are those of a quantity, which is computed by differences.
     */
    @Test
    void cdnowsDropoutIsKnownLessWellUpwards() {
        PurchaseHistories histories = Cdnow.calibration();
        FitOutcome<BgNbd> fitted = BgNbd.fit(histories);
        ProfileLikelihood<BgNbd> profile = ProfileLikelihood.of(BgNbd.likelihood(histories), fitted);
        for (String name : fitted.report().parameterNames()) {
            Interval own = profile.parameter(name, 0.95);
            Interval wald = fitted.report().parameter(name).confidenceInterval(0.95);
            boolean dropout = name.equals("a") || name.equals("b");
            // ln of the profile's limit over Wald's: near 0 for rates, whose errors are small
            double lower = Math.log(own.lower() / wald.lower());
            double upper = Math.log(own.upper() / wald.upper());
            assertTrue(dropout ? lower > 0.02 && lower < 0.05 : Math.abs(lower) < 0.003, name + " " + own);
            assertTrue(dropout ? upper > 0.04 && upper < 0.07 : Math.abs(upper) < 0.003, name + " " + own);
        }
        Interval b = profile.parameter("b", 0.95);
        near(b.lower(), b.upper(), profile.quantity(BgNbd::b, Estimate.Scale.LOG, 0.95), 1e-7);
        PurchaseHistory newcomer = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        Span ahead = Span.ofWeeks(0, 39);
        Interval expected = profile.quantity(m -> m.expectedPurchases(newcomer, ahead), Estimate.Scale.LOG, 0.95);
        Interval wald = DeltaMethod.of(fitted, m -> m.expectedPurchases(newcomer, ahead), Estimate.Scale.LOG)
                .confidenceInterval(0.95);
        near(wald.lower(), wald.upper(), expected, 0.005);
    }

    @Test
    void whatIsNotTheFitsLikelihoodIsRefused() {
        Likelihood other = HighEnd.likelihood(1000, 631, 468, 382, 326, 289, 262, 241);
        String message = assertThrows(IllegalArgumentException.class, () -> ProfileLikelihood.of(other, FITTED))
                .getMessage();
        assertTrue(message.startsWith("likelihood must be that of the fit, -1611.15814"), message);
        assertTrue(message.endsWith(" (the data that were fitted)"), message);
        PurchaseHistories two =
                PurchaseHistories.ofColumns(new int[] {1}, new double[] {1}, new double[] {2}, PeriodUnit.WEEK);
        assertEquals(
                "likelihood must have the parameters of the fit, [alpha, beta], was [r, alpha, a, b]",
                assertThrows(IllegalArgumentException.class, () -> ProfileLikelihood.of(BgNbd.likelihood(two), FITTED))
                        .getMessage());
        assertEquals(
                "name must be one of [alpha, beta], was \"gamma\"",
                assertThrows(IllegalArgumentException.class, () -> PROFILE.parameter("gamma", 0.95))
                        .getMessage());
        assertEquals(
                "level must be in (0, 1), was 95.0 (0.95 means 95 %)",
                assertThrows(IllegalArgumentException.class, () -> PROFILE.parameter("alpha", 95))
                        .getMessage());
        assertEquals(
                "quantity must be in (0, 1), was 4.0 (on the logit scale, at the estimates)",
                assertThrows(IllegalArgumentException.class, () -> PROFILE.quantity(m -> 4, Estimate.Scale.LOGIT, 0.95))
                        .getMessage());
        assertEquals(
                "quantity must depend on the parameters, was 4.0 near the estimates",
                assertThrows(ArithmeticException.class, () -> PROFILE.quantity(m -> 4, Estimate.Scale.LINEAR, 0.95))
                        .getMessage());
    }
}
