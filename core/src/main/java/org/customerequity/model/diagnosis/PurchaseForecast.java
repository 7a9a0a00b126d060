package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.ParameterSteps;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.Estimate;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * Purchases of many customers in a stretch of time ahead, and how far the totals of groups of them can be trusted: the law of
 * total variance.
 *
 * <pre>{@code
 *   Var(total) = sum over customers of Var(Y_i | history, parameters)  +  g' C g
 *
 *   Y_i  purchases of customer i in the stretch
 *   C    covariance of the log-parameters, or of coefficients     g  derivative of the expected total in them
 * }</pre>
 *
 * <p>The second part is of the total, not of each customer: parameters are common to all, and their errors do not average out.
 * Where the fit has no standard errors, or a model was given and not fitted, it is 0. Immutable; rows are in the order of the
 * histories.
 */
public final class PurchaseForecast implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * Half step of the central differences in a log-parameter, for a coefficient in its standard error; those of twice the step take
     * their error off.
     */
    private static final double STEP = 1e-3;

    private final PurchaseModel model;
    private final PurchaseHistories histories;
    private final Span ahead;
    private final double @Nullable [][] covariance;
    private final double[] expected;

    private PurchaseForecast(
            PurchaseModel model, PurchaseHistories histories, Span ahead, double @Nullable [][] covariance) {
        this.model = Objects.requireNonNull(model, "model");
        this.histories = Objects.requireNonNull(histories, "histories");
        this.ahead = Objects.requireNonNull(ahead, "ahead");
        this.covariance = covariance;
        this.expected = model.expectedPurchases(histories, ahead);
    }

    /**
     * By a fitted model, whose totals carry the uncertainty of its parameters.
     *
     * @throws org.customerequity.fit.FitException if the fit did not converge
     */
    public static PurchaseForecast of(
            FitOutcome<? extends PurchaseModel> outcome, PurchaseHistories histories, Span ahead) {
        PurchaseModel model = outcome.orThrow();
        FitReport report = outcome.report();
        return new PurchaseForecast(model, histories, ahead, report.hasStandardErrors() ? covariance(report) : null);
    }

    private static double[][] covariance(FitReport report) {
        return report.scale() == Estimate.Scale.LOG ? report.logCovariance() : report.covariance();
    }

    /** By a model whose parameters are given, and taken as certain. */
    public static PurchaseForecast ofModel(PurchaseModel model, PurchaseHistories histories, Span ahead) {
        return new PurchaseForecast(model, histories, ahead, null);
    }

    /** How many customers. */
    public int size() {
        return expected.length;
    }

    /** The model that forecasts. */
    public PurchaseModel model() {
        return model;
    }

    /** What it knew. */
    public PurchaseHistories histories() {
        return histories;
    }

    /** The time ahead, counted from the end of the histories. */
    public Span ahead() {
        return ahead;
    }

    /** Expected purchases of row {@code i}. */
    public double expected(int i) {
        return expected[i];
    }

    /** A copy of the expected purchases of all rows. */
    public double[] expected() {
        return expected.clone();
    }

    /** Everybody. */
    public PurchaseTotal total() {
        return totals(new int[size()], 1).get(0);
    }

    /** The customers that {@code choice} takes by their row: {@code forecast.total(i -> histories.frequency(i) >= 4)}. */
    public PurchaseTotal total(IntPredicate choice) {
        int[] group = new int[size()];
        for (int i = 0; i < group.length; i++) {
            group[i] = choice.test(i) ? 0 : 1;
        }
        return totals(group, 2).get(0);
    }

    /**
     * Each of several groups, of which every customer is in one.
     *
     * @param group of each row, from 0 to {@code groups - 1}
     * @return in the order of the groups; 0 for a group of nobody
     * @throws ArithmeticException if expectations near the estimates are not finite
     */
    public List<PurchaseTotal> totals(int[] group, int groups) {
        Require.positive(groups, "groups", "");
        if (group.length != size()) {
            throw Require.bad("group", "must have as many rows as there are customers, " + size(), "", group.length);
        }
        for (int i = 0; i < group.length; i++) {
            if (group[i] < 0 || group[i] >= groups) {
                throw Require.bad("group[" + i + "]", "must be from 0 to " + (groups - 1), "", group[i]);
            }
        }
        double[] total = sums(expected, group, groups);
        double[] outcome = model.varianceOfPurchases(histories, ahead);
        double[] variance = sums(outcome, group, groups);
        double[] largest = new double[groups];
        int[] customers = new int[groups];
        for (int i = 0; i < group.length; i++) {
            customers[group[i]]++;
            largest[group[i]] = Math.max(largest[group[i]], outcome[i]);
        }
        double[] parameters = parameterVariances(group, groups);
        List<PurchaseTotal> out = new ArrayList<>(groups);
        for (int g = 0; g < groups; g++) {
            out.add(new PurchaseTotal(
                    total[g],
                    customers[g],
                    Math.sqrt(parameters[g]),
                    Math.sqrt(variance[g]),
                    variance[g] > 0 ? Math.min(1, largest[g] / variance[g]) : 0));
        }
        return out;
    }

    private static double[] sums(double[] column, int[] group, int groups) {
        double[] sums = new double[groups];
        for (int i = 0; i < group.length; i++) {
            sums[group[i]] += column[i];
        }
        return sums;
    }

    private double[] parameterVariances(int[] group, int groups) {
        double[] out = new double[groups];
        if (covariance == null) {
            return out;
        }
        int n = covariance.length;
        double[][] gradient = new double[n][];
        double[] parameters = model.parameters();
        boolean positive = model.parameterScale() == Estimate.Scale.LOG;
        for (int j = 0; j < n; j++) {
            double step = ParameterSteps.step(STEP, parameters[j], covariance[j][j], positive);
            double[] near = slopes(j, step, group, groups);
            double[] far = slopes(j, 2 * step, group, groups);
            for (int g = 0; g < groups; g++) {
                near[g] = (4 * near[g] - far[g]) / 3;
            }
            gradient[j] = near;
        }
        for (int g = 0; g < groups; g++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    out[g] += gradient[j][g] * covariance[j][k] * gradient[k][g];
                }
            }
            if (!Double.isFinite(out[g])) {
                throw new ArithmeticException(
                        "expected purchases must be finite near the estimates, were not: " + model);
            }
            out[g] = Math.max(0, out[g]);
        }
        return out;
    }

    private double[] slopes(int j, double step, int[] group, int groups) {
        double[] up = sums(moved(j, step).expectedPurchases(histories, ahead), group, groups);
        double[] down = sums(moved(j, -step).expectedPurchases(histories, ahead), group, groups);
        for (int g = 0; g < groups; g++) {
            up[g] = (up[g] - down[g]) / (2 * step);
        }
        return up;
    }

    private PurchaseModel moved(int j, double step) {
        boolean positive = model.parameterScale() == Estimate.Scale.LOG;
        return model.withParameters(ParameterSteps.moved(model.parameters(), j, step, positive));
    }

    /** Equal model, histories, time ahead and uncertainty. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PurchaseForecast other
                && model.equals(other.model)
                && histories.equals(other.histories)
                && ahead.equals(other.ahead)
                && Arrays.deepEquals(covariance, other.covariance);
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, ahead, Arrays.hashCode(expected));
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "PurchaseForecast[" + Arrays.stream(expected).sum() + " purchases of " + size() + " customers in "
                + ahead + " by " + model + "]";
    }
}
