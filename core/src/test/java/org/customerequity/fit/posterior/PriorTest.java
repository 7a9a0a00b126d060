package org.customerequity.fit.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

class PriorTest {
    private static final Likelihood LIKELIHOOD = Nbd.likelihood(PurchaseHistories.ofColumns(
            new int[] {2, 0}, new double[] {30, 0}, new double[] {40, 50}, PeriodUnit.WEEK));

    private static double[] drawn(Prior prior, int j) {
        SplittableRandom random = new SplittableRandom(1);
        double[] out = new double[20_001];
        Arrays.setAll(out, i -> prior.simulate(LIKELIHOOD, random)[j]);
        Arrays.sort(out);
        return out;
    }

    /** A median and 2.5 % and 97.5 % quantiles: of the caller's units where they are said, of the likelihood's elsewhere. */
    @Test
    void draws() {
        Prior prior = Prior.standard().withNormal("alpha", 12, 0.5);
        double[] alpha = drawn(prior, 1);
        assertEquals(12, alpha[10_000], 0.2);
        assertEquals(12 * Math.exp(0.5 * 1.959964), alpha[19_500], 2);
        assertEquals(12 * Math.exp(-0.5 * 1.959964), alpha[500], 0.3);
        double[] r = drawn(prior, 0);
        assertEquals(1, r[10_000], 0.05);
        assertEquals(1.5 * 1.959964, Math.log(r[19_500]), 0.1);
        // alpha is a time: of the likelihood's own unit
        assertEquals(
                LIKELIHOOD.units()[1],
                drawn(Prior.ofDeviation(0.2), 1)[10_000],
                0.01 * LIKELIHOOD.units()[1]);
    }

    @Test
    void saysWhatItIs() {
        assertEquals("Prior[all: 0 sd 1.5]", Prior.standard().toString());
        assertEquals("Prior[all: flat]", Prior.flat().toString());
        assertEquals(
                "Prior[a: flat, b: 2.0 sd 0.5, others: 0 sd 0.7]",
                Prior.ofDeviation(0.7).withNormal("b", 2, 0.5).withFlat("a").toString());
        assertEquals(Prior.standard(), Prior.ofDeviation(1.5));
        assertEquals(Prior.standard().hashCode(), Prior.ofDeviation(1.5).hashCode());
        assertEquals(
                Prior.flat().withNormal("b", 2, 0.5), Prior.flat().withFlat("b").withNormal("b", 2, 0.5));
        assertNotEquals(Prior.flat(), Prior.standard());
    }

    @Test
    void refusesWhatIsNoDistribution() {
        refused("deviation must be finite and > 0, was 0.0 (1.5 is the standard)", () -> Prior.ofDeviation(0));
        refused(
                "newDeviation must be finite and > 0, was Infinity (withFlat for none)",
                () -> Prior.flat().withNormal("r", 1, Double.POSITIVE_INFINITY));
        refused(
                "centre must be finite, was NaN (the median, in the units of the parameter)",
                () -> Prior.flat().withNormal("r", Double.NaN, 1));
        refused(
                "centre of r must be finite and > 0, was -1.0 (the median of a positive parameter, not its log)",
                () -> Prior.standard().withNormal("r", -1, 1).simulate(LIKELIHOOD, new SplittableRandom(1)));
        assertEquals(
                "prior of r must be a distribution to be drawn from, was flat (withNormal)",
                assertThrows(
                                IllegalStateException.class,
                                () -> Prior.flat().simulate(LIKELIHOOD, new SplittableRandom(1)))
                        .getMessage());
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
