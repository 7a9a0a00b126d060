package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandSurvey;
import org.jspecify.annotations.Nullable;

/**
 * The coefficients of the utility of a brand k for respondent i who bought brand j last.
 *
 * <pre>{@code
 *   U_ijk = a_k + 1{j = k} b0_k + x_ik . b
 *   P_ijk = exp(U_ijk) / sum over considered k' of exp(U_ijk')
 *
 *   a_k   intercept of the brand            x_ik  ratings of brand k by i
 *   b0_k  inertia of the brand              b     one coefficient a sub-driver, per point of the scale
 * }</pre>
 *
 * <p>Rust, Lemon and Zeithaml, Return on Marketing, Journal of Marketing 68(1), 2004, equations 1 and 2, where intercepts are 0 and
 * inertia is common. Immutable.
 */
public final class ChoiceCoefficients implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] intercepts;
    private final double[] inertia;
    private final double[] drivers;

    private ChoiceCoefficients(double[] intercepts, double[] inertia, double[] drivers) {
        this.intercepts = intercepts;
        this.inertia = inertia;
        this.drivers = drivers;
    }

    /**
     * Coefficients from arrays.
     *
     * @param intercepts one a brand, finite; any constant added to all of them changes nothing
     * @param inertia one a brand, finite
     * @param drivers one a sub-driver, finite
     */
    public static ChoiceCoefficients of(double[] intercepts, double[] inertia, double[] drivers) {
        Require.notEmpty(intercepts.length, "intercepts", "must not be empty", "one a brand, 0 where there are none");
        if (inertia.length != intercepts.length) {
            throw Require.bad("inertia", "must be one a brand, " + intercepts.length, "", inertia.length);
        }
        return new ChoiceCoefficients(
                finite(intercepts, "intercepts"), finite(inertia, "inertia"), finite(drivers, "drivers"));
    }

    private static double[] finite(double[] x, String name) {
        for (int i = 0; i < x.length; i++) {
            Require.finite(x[i], name + "[" + i + "]", "a coefficient");
        }
        return x.clone();
    }

    /** How many brands. */
    public int brands() {
        return intercepts.length;
    }

    /** How many sub-drivers. */
    public int subDrivers() {
        return drivers.length;
    }

    /** The intercept of a brand. */
    public double intercept(int brand) {
        return intercepts[brand];
    }

    /** The inertia of a brand. */
    public double inertia(int brand) {
        return inertia[brand];
    }

    /** The coefficient of a sub-driver, per point of the scale. */
    public double driver(int subDriver) {
        return drivers[subDriver];
    }

    /** The utility of a considered brand without inertia; NaN where respondent {@code i} does not consider it. */
    public double utility(BrandSurvey survey, int i, int brand) {
        double sum = intercepts[brand];
        for (int s = 0; s < drivers.length; s++) {
            sum += drivers[s] * survey.rating(i, brand, s);
        }
        return sum;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ChoiceCoefficients other
                && Arrays.equals(intercepts, other.intercepts)
                && Arrays.equals(inertia, other.inertia)
                && Arrays.equals(drivers, other.drivers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(intercepts), Arrays.hashCode(inertia), Arrays.hashCode(drivers));
    }

    @Override
    public String toString() {
        return "intercepts " + Arrays.toString(intercepts) + ", inertia " + Arrays.toString(inertia) + ", drivers "
                + Arrays.toString(drivers);
    }
}
