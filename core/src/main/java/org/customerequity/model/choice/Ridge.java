package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.survey.brand.BrandSurvey;
import org.jspecify.annotations.Nullable;

/**
 * A pull of the coefficients towards 0, which steadies those of collinear ratings and keeps those of separated choices finite.
 *
 * <pre>{@code
 *   maximise  LL - lambda/2 sum over sub-drivers of (sd_s b_s)^2
 *   variance  (H + D)^-1 H (H + D)^-1,  D = lambda diag(sd^2);   effective parameters  tr((H + D)^-1 H)
 *
 *   sd_s  standard deviation, with n - 1, of all ratings of considered brands on a sub-driver
 *   H     information: minus the second derivatives of LL
 * }</pre>
 *
 * <p>Inertia and intercepts are free unless {@link #ofAllCoefficients} is asked for. Where weights differ, lambda is multiplied by
 * their mean, so that their unit does not matter. The estimator is biased towards 0; its errors are of the variance alone. A. E.
 * Hoerl and R. W. Kennard, Ridge Regression, Technometrics 12(1), 1970, 55-67; S. le Cessie and J. C. van Houwelingen, Ridge
 * Estimators in Logistic Regression, Applied Statistics 41(1), 1992, 191-201.
 *
 * @param lambda how strong, {@code >= 0}; at 0 it is the direct fit
 * @param all whether inertia and intercepts are pulled too, with the standard deviations of their columns
 */
public record Ridge(double lambda, boolean all) implements Collinearity {
    public Ridge {
        lambda = Require.nonNegative(lambda, "lambda", "how strongly coefficients are pulled towards 0");
    }

    /** A ridge on the coefficients of the sub-drivers. */
    public static Ridge of(double lambda) {
        return new Ridge(lambda, false);
    }

    /** The same on inertia and intercepts too. */
    public Ridge ofAllCoefficients() {
        return new Ridge(lambda, true);
    }

    /**
     * The lambda of a grid that predicts left-out respondents best, with the standard deviations of all respondents.
     *
     * <pre>{@code
     *   score = sum over respondents of  w_i sum over k of s_ik ln P_ik,  fitted without the fold of respondent i
     * }</pre>
     *
     * <p>Folds go round: of the respondents fitted, the first is in the first fold, the second in the second, and so on, so that
     * the same survey gives the same choice. Ask for as many folds as respondents to leave one out at a time.
     *
     * @param grid lambdas, each {@code >= 0}, ascending
     * @param folds from 2 to the number of respondents
     */
    public static Choice choose(BrandSurvey survey, double[] grid, int folds) {
        return choose(survey, ChoiceSpecification.defaults(), grid, folds);
    }

    /** {@link #choose(BrandSurvey, double[], int)} with intercepts, inertia and, where its treatment is a ridge, reach of this. */
    public static Choice choose(BrandSurvey survey, ChoiceSpecification specification, double[] grid, int folds) {
        Objects.requireNonNull(survey, "survey");
        Objects.requireNonNull(specification, "specification");
        Require.notEmpty(
                Objects.requireNonNull(grid, "grid").length, "grid", "must not be empty", "such as 0, 0.5, 1, 2, 5");
        SurveyDesign design = SurveyDesign.of(survey, specification.hasIntercepts(), specification.inertia());
        ChoiceRows rows = design.rows;
        int n = rows.occasions();
        if (folds < 2 || folds > n) {
            throw Require.bad("folds", "must be from 2 to the respondents fitted, " + n, "", folds);
        }
        boolean all = specification.treatment() instanceof Ridge ridge && ridge.all;
        LogitFitter fitter = new LogitFitter(rows);
        double[] scores = new double[grid.length];
        double[] p = new double[LogitKernel.widest(rows)];
        for (int g = 0; g < grid.length; g++) {
            if (g > 0 && !(grid[g] > grid[g - 1])) {
                throw Require.bad("grid", "must ascend", "", Arrays.toString(grid));
            }
            double[] penalty = new Ridge(grid[g], all).penalty(design);
            double[] weight = design.ones();
            int limit = specification.options().maxIterations();
            double[] start = fitter.maximize(weight, new double[rows.columns], penalty, limit).coefficients;
            for (int fold = 0; fold < folds; fold++) {
                for (int o = fold; o < n; o += folds) {
                    weight[rows.person[o]] = 0;
                }
                double[] b = fitter.maximize(weight, start, penalty, limit).coefficients;
                for (int o = fold; o < n; o += folds) {
                    scores[g] += rows.weight[o] * LogitKernel.logShare(rows, o, b, p);
                    weight[rows.person[o]] = 1;
                }
            }
        }
        return new Choice(grid.clone(), scores, all);
    }

    /** What each lambda of a grid scored on respondents left out. Immutable. */
    public static final class Choice implements Serializable {
        private static final long serialVersionUID = 1;

        private final double[] grid;
        private final double[] scores;
        private final boolean all;

        private Choice(double[] grid, double[] scores, boolean all) {
            this.grid = grid;
            this.scores = scores;
            this.all = all;
        }

        /** The ridge with the highest score; of equal ones, the first. */
        public Ridge best() {
            int best = 0;
            for (int g = 1; g < grid.length; g++) {
                best = scores[g] > scores[best] ? g : best;
            }
            return new Ridge(grid[best], all);
        }

        /** The lambdas tried, a copy. */
        public double[] grid() {
            return grid.clone();
        }

        /** Log-likelihood of the respondents left out, one a lambda: higher is better. A copy. */
        public double[] scores() {
            return scores.clone();
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Choice other
                    && Arrays.equals(grid, other.grid)
                    && Arrays.equals(scores, other.scores)
                    && all == other.all;
        }

        @Override
        public int hashCode() {
            return Objects.hash(Arrays.hashCode(grid), Arrays.hashCode(scores), all);
        }

        /** {@code lambda 2.0 of [0.0, 0.5, 1.0, 2.0, 5.0], scores -24.283 -22.123 ...}. */
        @Override
        public String toString() {
            StringBuilder out =
                    new StringBuilder("lambda " + best().lambda() + " of " + Arrays.toString(grid) + ", scores");
            for (double score : scores) {
                out.append(String.format(Locale.ROOT, " %.3f", score));
            }
            return out.toString();
        }
    }

    /**
     * How many free parameters the fit with this ridge has, from those left free up to all: {@code tr((H + D)^-1 H)}.
     *
     * @param model fitted with this ridge
     * @param survey to which it was fitted
     */
    public double effectiveParameters(DriverModel model, BrandSurvey survey) {
        Objects.requireNonNull(model, "model");
        SurveyFit.requireSame(model, Objects.requireNonNull(survey, "survey"));
        SurveyDesign design = SurveyDesign.of(survey, model.hasIntercepts(), model.inertia());
        int p = design.rows.columns;
        double[][] hessian = new double[p][p];
        LogitKernel.evaluate(design.rows, design.ones(), model.parameters(), new double[p], hessian);
        return effectiveParameters(hessian, penalty(design));
    }

    static double effectiveParameters(double[][] hessian, double[] penalty) {
        int p = penalty.length;
        double[][] pulled = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                pulled[i][j] = -hessian[i][j] + (i == j ? penalty[i] : 0);
            }
        }
        double[][] inverse = SymmetricMatrix.inverse(pulled);
        double trace = 0;
        for (int i = 0; i < p; i++) {
            trace += 1 - inverse[i][i] * penalty[i];
        }
        return trace;
    }

    /** The factor of half the square of each coefficient. */
    double[] penalty(SurveyDesign design) {
        double[] out = RatingComponents.deviations(design.rows);
        double weight = 0;
        for (double w : design.rows.weight) {
            weight += w / design.rows.weight.length;
        }
        for (int c = 0; c < out.length; c++) {
            out[c] = all || c >= design.ratings ? lambda * weight * out[c] * out[c] : 0;
        }
        return out;
    }
}
