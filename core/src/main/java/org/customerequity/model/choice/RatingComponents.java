package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.fit.FitOutcome;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * How alike the sub-drivers are rated: principal components of the ratings, and what their likeness does to the errors of a fit.
 * Taken over all ratings of considered brands by the respondents that are fitted, each row alike, whatever its weight. Immutable.
 *
 * <pre>{@code
 *   R = correlations of the ratings = V diag(l) V',   l descending, the largest |entry| of each column of V positive
 *   variance inflation of sub-driver s  (R^-1)_ss     condition number  sqrt(l_1 / l_last)
 * }</pre>
 *
 * <p>A variance inflation of 10 says that the standard error is sqrt(10) times what it were if the sub-driver was unlike the
 * others. D. A. Belsley, E. Kuh and R. E. Welsch, Regression Diagnostics, 1980, chapter 3.
 */
public final class RatingComponents implements Serializable {
    private static final long serialVersionUID = 1;

    /** Below this, an eigenvalue of a correlation matrix is 0. */
    private static final double ROUNDING = 1e-12;

    private final List<SubDriver> subDrivers;
    private final double[] mean;
    private final double[] deviation;
    private final double[] eigenvalue;
    /** A row a factor. */
    private final double[][] loading;

    private RatingComponents(
            List<SubDriver> subDrivers, double[] mean, double[] deviation, double[] eigenvalue, double[][] loading) {
        this.subDrivers = subDrivers;
        this.mean = mean;
        this.deviation = deviation;
        this.eigenvalue = eigenvalue;
        this.loading = loading;
    }

    /**
     * The components of the ratings in a survey.
     *
     * @throws IllegalArgumentException if no respondent carries likelihood, or all ratings of a sub-driver are the same
     */
    public static RatingComponents of(BrandSurvey survey) {
        Objects.requireNonNull(survey, "survey");
        return of(SurveyDesign.of(survey, false, Inertia.NONE), survey.subDrivers());
    }

    static RatingComponents of(SurveyDesign design, List<SubDriver> subDrivers) {
        int d = subDrivers.size();
        int p = design.rows.columns;
        double[] z = design.rows.z;
        int n = z.length / p;
        double[] mean = means(design.rows);
        double[] deviation = deviations(design.rows);
        double[][] correlation = new double[d][d];
        for (int s = 0; s < d; s++) {
            if (!(deviation[design.ratings + s] > 0)) {
                throw Require.bad(
                        "ratings of " + subDrivers.get(s).name(),
                        "must differ",
                        "leave the sub-driver out",
                        "all " + mean[design.ratings + s]);
            }
        }
        double[] row = new double[d];
        for (int r = 0; r < n; r++) {
            for (int s = 0; s < d; s++) {
                int c = design.ratings + s;
                row[s] = (z[r * p + c] - mean[c]) / deviation[c];
                for (int t = 0; t <= s; t++) {
                    correlation[s][t] += row[s] * row[t];
                }
            }
        }
        for (int s = 0; s < d; s++) {
            for (int t = 0; t < s; t++) {
                correlation[s][t] /= n - 1;
                correlation[t][s] = correlation[s][t];
            }
            correlation[s][s] = 1;
        }
        SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(correlation);
        double[] values = new double[d];
        double[][] vectors = new double[d][];
        for (int f = 0; f < d; f++) {
            values[f] = Math.max(0, eigen.value(d - 1 - f));
            vectors[f] = largestPositive(eigen.vector(d - 1 - f));
        }
        return new RatingComponents(
                List.copyOf(subDrivers),
                Arrays.copyOfRange(mean, design.ratings, p),
                Arrays.copyOfRange(deviation, design.ratings, p),
                values,
                vectors);
    }

    /** Mean of each column over all rows. */
    private static double[] means(ChoiceRows rows) {
        int p = rows.columns;
        int n = rows.z.length / p;
        double[] mean = new double[p];
        for (int at = 0; at < rows.z.length; at += p) {
            for (int c = 0; c < p; c++) {
                mean[c] += rows.z[at + c];
            }
        }
        for (int c = 0; c < p; c++) {
            mean[c] /= n;
        }
        return mean;
    }

    /** Standard deviation, with n - 1, of each column over all rows; 0 where only rounding error differs. */
    static double[] deviations(ChoiceRows rows) {
        int p = rows.columns;
        int n = rows.z.length / p;
        double[] mean = means(rows);
        double[] out = new double[p];
        for (int at = 0; at < rows.z.length; at += p) {
            for (int c = 0; c < p; c++) {
                double off = rows.z[at + c] - mean[c];
                out[c] += off * off;
            }
        }
        for (int c = 0; c < p; c++) {
            double sd = Math.sqrt(out[c] / (n - 1));
            out[c] = sd > 1e-13 * Math.abs(mean[c]) ? sd : 0;
        }
        return out;
    }

    private static double[] largestPositive(double[] vector) {
        double largest = 0;
        for (double v : vector) {
            largest = Math.abs(v) > Math.abs(largest) ? v : largest;
        }
        double sign = Math.signum(largest);
        Arrays.setAll(vector, j -> sign * vector[j]);
        return vector;
    }

    /** How many factors, or sub-drivers. */
    public int size() {
        return eigenvalue.length;
    }

    /** The sub-drivers; other methods count them from 0 in this order. */
    public List<SubDriver> subDrivers() {
        return subDrivers;
    }

    /** The mean of the ratings on a sub-driver. */
    public double mean(int subDriver) {
        return mean[subDriver];
    }

    /** The standard deviation of the ratings on a sub-driver, with n - 1. */
    public double standardDeviation(int subDriver) {
        return deviation[subDriver];
    }

    /** The variance of a factor, from the largest; they sum to the number of sub-drivers. */
    public double eigenvalue(int factor) {
        return eigenvalue[factor];
    }

    /** What a sub-driver has in a factor: an entry of a unit vector, with which standardised ratings are multiplied. */
    public double loading(int subDriver, int factor) {
        return loading[factor][subDriver];
    }

    /** The share of the variance of the standardised ratings that the first factors have, in [0, 1]. */
    public double varianceShare(int factors) {
        requireFactors(factors, 0);
        double kept = 0;
        double all = 0;
        for (int f = 0; f < eigenvalue.length; f++) {
            kept += f < factors ? eigenvalue[f] : 0;
            all += eigenvalue[f];
        }
        return kept / all;
    }

    /** The variance inflation of a sub-driver, {@code >= 1}; infinite where it is a combination of others. */
    public double varianceInflation(int subDriver) {
        double sum = 0;
        for (int f = 0; f < eigenvalue.length; f++) {
            double share = loading[f][subDriver] * loading[f][subDriver];
            if (eigenvalue[f] > ROUNDING * eigenvalue.length) {
                sum += share / eigenvalue[f];
            } else if (share > ROUNDING) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return sum;
    }

    /** The condition number of the standardised ratings, {@code >= 1}; infinite where a sub-driver is a combination of others. */
    public double conditionNumber() {
        double last = eigenvalue[eigenvalue.length - 1];
        return last > ROUNDING * eigenvalue.length ? Math.sqrt(eigenvalue[0] / last) : Double.POSITIVE_INFINITY;
    }

    /**
     * The coefficients of the scores of the first factors in a fit by {@link PrincipalComponents} that kept as many:
     * {@code c = V_k' diag(sd) b}.
     *
     * @throws org.customerequity.fit.FitException if the fit did not converge
     * @throws IllegalArgumentException if the fit is of other sub-drivers
     */
    public List<Estimate> factorCoefficients(FitOutcome<DriverModel> outcome, int factors) {
        requireFactors(factors, 1);
        DriverModel model = requireSame(outcome);
        int first = model.parameters().length - size();
        double[] b = model.parameters();
        double[][] covariance = outcome.report().covariance();
        List<Estimate> out = new ArrayList<>();
        for (int f = 0; f < factors; f++) {
            double value = 0;
            double variance = 0;
            for (int s = 0; s < size(); s++) {
                double gs = loading[f][s] * deviation[s];
                value += gs * b[first + s];
                for (int t = 0; t < size(); t++) {
                    variance += gs * covariance[first + s][first + t] * loading[f][t] * deviation[t];
                }
            }
            out.add(Estimate.of(value, Math.sqrt(Math.max(0, variance))));
        }
        return List.copyOf(out);
    }

    /**
     * The coefficients of the sub-drivers with the standard errors of Rust, Lemon and Zeithaml (2004), who take the coefficients
     * of the factors as independent: {@code var(b_s) = sum over factors of (v_sf / sd_s)^2 var(c_f)}. The report of a fit has
     * those of the whole covariance, which are the better ones.
     *
     * @param factors as many as the fit kept
     * @throws org.customerequity.fit.FitException if the fit did not converge
     * @throws IllegalArgumentException if the fit is of other sub-drivers
     */
    public List<Estimate> withIndependentFactors(FitOutcome<DriverModel> outcome, int factors) {
        List<Estimate> scores = factorCoefficients(outcome, factors);
        double[] b = outcome.orThrow().parameters();
        List<Estimate> out = new ArrayList<>();
        for (int s = 0; s < size(); s++) {
            double variance = 0;
            for (int f = 0; f < factors; f++) {
                double x = loading[f][s] / deviation[s] * scores.get(f).standardError();
                variance += x * x;
            }
            out.add(Estimate.of(b[b.length - size() + s], Math.sqrt(variance)));
        }
        return List.copyOf(out);
    }

    private DriverModel requireSame(FitOutcome<DriverModel> outcome) {
        DriverModel model = Objects.requireNonNull(outcome, "outcome").orThrow();
        if (!model.subDrivers().equals(subDrivers)) {
            throw Require.bad("sub-drivers of the fit", "must be " + subDrivers, "", model.subDrivers());
        }
        return model;
    }

    private void requireFactors(int factors, int least) {
        if (factors < least || factors > eigenvalue.length) {
            throw Require.bad("factors", "must be from " + least + " to " + eigenvalue.length, "", factors);
        }
    }

    /** Equal in every number. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RatingComponents other
                && subDrivers.equals(other.subDrivers)
                && Arrays.equals(mean, other.mean)
                && Arrays.equals(deviation, other.deviation)
                && Arrays.equals(eigenvalue, other.eigenvalue)
                && Arrays.deepEquals(loading, other.loading);
    }

    @Override
    public int hashCode() {
        return Objects.hash(subDrivers, Arrays.hashCode(mean), Arrays.hashCode(eigenvalue));
    }

    /** {@code 3 sub-drivers, eigenvalues 1.928 0.619 0.453, condition number 2.06; variance inflation quality 1.58, ...}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(size() + " sub-drivers, eigenvalues");
        for (double l : eigenvalue) {
            out.append(String.format(Locale.ROOT, " %.3f", l));
        }
        out.append(String.format(Locale.ROOT, ", condition number %.2f; variance inflation", conditionNumber()));
        for (int s = 0; s < size(); s++) {
            out.append(String.format(
                    Locale.ROOT,
                    "%s %s %.2f",
                    s == 0 ? "" : ",",
                    subDrivers.get(s).name(),
                    varianceInflation(s)));
        }
        return out.toString();
    }
}
