package org.customerequity.decision;

import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;

/**
 * What it is worth to know the truth before deciding, at most: the expected value of perfect information. A study that costs more is
 * not worth it, whatever it finds.
 *
 * <pre>{@code
 *   go or not, gain ~ N(mu, s^2)   EVPI = E max(0, gain) - max(0, mu) = s phi(mu/s) - |mu| Phi(-|mu|/s)
 *   several choices, from draws    EVPI = mean over draws of (the best - the one that is best on average)
 * }</pre>
 *
 * <p>Raiffa and Schlaifer, Applied Statistical Decision Theory, 1961, section 5.4. A real study tells less than the truth:
 * {@link TargetingValue} has the same form with the standard deviation of what it would tell.
 */
public final class ValueOfInformation {
    private ValueOfInformation() {}

    /**
     * Go, for a gain that is normal about its estimate, or do nothing, for none.
     *
     * @param gain net present value of going, with its standard error
     * @return in the unit of the gain, {@code >= 0}; largest where it is as likely to gain as to lose
     */
    public static double perfect(Estimate gain) {
        double s = Objects.requireNonNull(gain, "gain").standardError();
        return s == 0 ? 0 : s * NormalLoss.unit(Math.abs(gain.value()) / s);
    }

    /**
     * The choice of one of several actions, from draws of what each would gain.
     *
     * @param gain {@code [action][draw]}, drawn together, finite; doing nothing is an action too, with gain 0 in every draw
     * @return in the unit of the gain, {@code >= 0}
     */
    public static double perfect(double[][] gain) {
        Require.notEmpty(
                Objects.requireNonNull(gain, "gain").length, "gain", "must have an action", "doing nothing is one");
        for (int a = 0; a < gain.length; a++) {
            Objects.requireNonNull(gain[a], "gain[" + a + "]");
        }
        int draws = gain[0].length;
        Require.notEmpty(draws, "gain[0]", "must have a draw", "");
        for (int a = 0; a < gain.length; a++) {
            if (gain[a].length != draws) {
                throw Require.bad(
                        "gain[" + a + "]", "must have as many draws as the first, " + draws, "", gain[a].length);
            }
            for (int d = 0; d < draws; d++) {
                if (!Double.isFinite(gain[a][d])) {
                    throw Require.bad("gain[" + a + "][" + d + "]", "must be finite", "", gain[a][d]);
                }
            }
        }
        // differences draw by draw, here and below, so that large gains do not cancel
        int best = 0;
        for (int a = 1; a < gain.length; a++) {
            Sum more = Sum.create();
            for (int d = 0; d < draws; d++) {
                more.add(gain[a][d]).add(-gain[best][d]);
            }
            if (Require.finite(more.getAsDouble(), "sum of gain[" + a + "]", "in a larger unit") > 0) {
                best = a;
            }
        }
        Sum regret = Sum.create();
        for (int d = 0; d < draws; d++) {
            double most = gain[best][d];
            for (double[] action : gain) {
                most = Math.max(most, action[d]);
            }
            regret.add(most - gain[best][d]);
        }
        return Require.finite(regret.getAsDouble(), "sum of gain", "in a larger unit") / draws;
    }
}
