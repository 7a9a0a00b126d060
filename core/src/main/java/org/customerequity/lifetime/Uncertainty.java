package org.customerequity.lifetime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.customerequity.fit.Parametric;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.internal.ParameterSteps;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.SpendModel;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * How far the total of a group of customers can be trusted: the law of total variance.
 *
 * <pre>{@code
 *   Var(total) = sum over customers of Var(V | parameters)  +  g' C g
 *   E[V^2]     = margin^2 { (E[D^2] - D2) E[m^2] + D2 E[Z^2] }
 *
 *   D   sum of exp(-delta t_j) over the purchases ahead     m   the customer's own mean spend
 *   D2  expected sum of exp(-2 delta t_j)                    Z   spend of one purchase
 *   C   covariance of the log-parameters, or coefficients    g   derivative of the total in them
 * }</pre>
 *
 * <p>Pairs of different purchases share the customer's own mean, so the marginal variance of Z would be wrong for them.
 */
final class Uncertainty {
    /** Half step of the central differences in a log-parameter; in a coefficient, share of its standard error. */
    private static final double STEP = 1e-4;

    private final FittedPair models;
    private final LifetimeValueModel terms;
    private final LifetimeValues values;
    private final PurchaseHistories histories;
    private final int now;

    /**
     * Of {@code values}, whose rows also buy {@code now} times at once: 0 for residual value, 1 for a new customer's first
     * purchase.
     */
    Uncertainty(FittedPair models, LifetimeValues values, int now) {
        this.models = models;
        this.terms = values.model();
        this.values = values;
        this.histories = values.histories();
        this.now = now;
    }

    List<ValueTotal> totals(int[] group, int groups) {
        double[] total = new double[groups];
        int[] customers = new int[groups];
        double[] variance = new double[groups];
        double[] largest = new double[groups];
        double[][] buyingGradient = new double[groups][models.buying().parameters().length];
        double[][] spendingGradient = new double[groups][models.spending().parameters().length];
        double[] outcome = outcomeVariances();
        double margin = terms.valuePerRevenue();
        for (int i = 0; i < group.length; i++) {
            int g = group[i];
            customers[g]++;
            total[g] += margin * (values.discountedPurchases(i) + now) * values.meanSpend(i);
            variance[g] += outcome[i];
            largest[g] = Math.max(largest[g], outcome[i]);
        }
        if (models.buyingCovariance() != null) {
            addBuyingGradients(buyingGradient, group);
        }
        if (models.spendingCovariance() != null) {
            addSpendingGradients(spendingGradient, group);
        }
        List<ValueTotal> out = new ArrayList<>(groups);
        for (int g = 0; g < groups; g++) {
            double parameters = parameterError(buyingGradient[g], spendingGradient[g]);
            out.add(new ValueTotal(
                    new CurrencyAmount(values.currency(), total[g]),
                    terms.basis(),
                    customers[g],
                    parameters,
                    Math.sqrt(variance[g]),
                    largestShare(largest[g], variance[g])));
        }
        return out;
    }

    /** Of the total of all these customers and {@code weight} times that of the {@code others}: the same parameters move both. */
    double parameterErrorWith(Uncertainty others, double weight) {
        double[][] buying = new double[2][models.buying().parameters().length];
        double[][] spending = new double[2][models.spending().parameters().length];
        addGradients(buying, spending, 0);
        others.addGradients(buying, spending, 1);
        return parameterError(weighted(buying, weight), weighted(spending, weight));
    }

    /** Of the total of all, into one row. */
    private void addGradients(double[][] buying, double[][] spending, int row) {
        int[] group = new int[values.size()];
        Arrays.fill(group, row);
        if (models.buyingCovariance() != null) {
            addBuyingGradients(buying, group);
        }
        if (models.spendingCovariance() != null) {
            addSpendingGradients(spending, group);
        }
    }

    private static double[] weighted(double[][] two, double weight) {
        double[] out = two[0].clone();
        for (int j = 0; j < out.length; j++) {
            out[j] += weight * two[1][j];
        }
        return out;
    }

    private double parameterError(double[] buyingGradient, double[] spendingGradient) {
        double variance = quadraticForm(buyingGradient, models.buyingCovariance())
                + quadraticForm(spendingGradient, models.spendingCovariance());
        if (!(variance < Double.POSITIVE_INFINITY)) {
            throw new ArithmeticException("the uncertainty of the value is not finite: purchases ahead are hardly"
                    + " discounted (discount " + terms.discount().effectiveAnnual() + " a year, horizon "
                    + terms.horizon() + "; give a larger rate or a finite horizon)");
        }
        return Math.sqrt(variance);
    }

    static double largestShare(double largest, double variance) {
        if (variance == 0) {
            return 0;
        }
        return variance == Double.POSITIVE_INFINITY ? 1 : Math.min(1, largest / variance);
    }

    private double[] outcomeVariances() {
        SpendModel spending = models.spending();
        double margin = terms.valuePerRevenue();
        double annual = terms.discount().effectiveAnnual();
        // (1 + annual)^2 - 1: exp(-2 delta t) is exp(-delta t) at this rate
        DiscountRate twice = new DiscountRate(Math.min(annual * (2 + annual), Double.MAX_VALUE));
        double[] squares = discounted(models.buying(), twice);
        double[] spread = spreadOfDiscountedPurchases();
        double[] out = new double[values.size()];
        for (int i = 0; i < out.length; i++) {
            SpendSummary spend = histories.spend(i);
            double d = values.discountedPurchases(i) + now;
            double d2 = squares[i] + now;
            double mean = values.meanSpend(i);
            if (d == 0 || mean == 0) {
                continue;
            }
            double pairs = Math.max(0, spread[i] + d * d - d2);
            double square = d2 * spending.expectedSquareOfTransaction(spend)
                    + (pairs == 0 ? 0 : pairs * (spending.varianceOfMeanSpend(spend) + mean * mean));
            out[i] = square == Double.POSITIVE_INFINITY
                    ? square
                    : margin * margin * Math.max(0, square - d * d * mean * mean);
        }
        return out;
    }

    /**
     * Var(D). For a timing by period it is the variance at the moments of purchase times the squared ratio of the
     * expectations: every cash flow of a customer moves by less than one period, and the ratio carries nearly all of that.
     */
    private double[] spreadOfDiscountedPurchases() {
        PurchaseModel buying = models.buying();
        double[] spread = buying.varianceOfDiscountedPurchases(histories, terms.discount(), terms.horizon());
        if (terms.timing().moment() != PurchaseTiming.Moment.PURCHASE) {
            double[] atPurchase = buying.discountedPurchases(histories, terms.discount(), terms.horizon());
            for (int i = 0; i < spread.length; i++) {
                double ratio = atPurchase[i] == 0 ? 1 : values.discountedPurchases(i) / atPurchase[i];
                spread[i] *= ratio * ratio;
            }
        }
        return spread;
    }

    private double[] discounted(PurchaseModel buying, DiscountRate rate) {
        return DiscountedPurchases.of(buying, histories, rate, terms.horizon(), terms.timing());
    }

    private void addBuyingGradients(double[][] gradient, int[] group) {
        double[] parameters = models.buying().parameters();
        double margin = terms.valuePerRevenue();
        for (int j = 0; j < parameters.length; j++) {
            double step = step(models.buying(), j, models.buyingCovariance());
            double[] up = discounted(buyingAt(parameters, j, step), terms.discount());
            double[] down = discounted(buyingAt(parameters, j, -step), terms.discount());
            for (int i = 0; i < group.length; i++) {
                gradient[group[i]][j] += margin * values.meanSpend(i) * (up[i] - down[i]) / (2 * step);
            }
        }
    }

    private PurchaseModel buyingAt(double[] parameters, int j, double step) {
        PurchaseModel buying = models.buying();
        return buying.withParameters(ParameterSteps.moved(parameters, j, step, isPositive(buying)));
    }

    private static boolean isPositive(Parametric model) {
        return model.parameterScale() == Estimate.Scale.LOG;
    }

    private static double step(Parametric model, int j, double @Nullable [][] covariance) {
        double variance = covariance == null ? 0 : covariance[j][j];
        return ParameterSteps.step(STEP, model.parameters()[j], variance, isPositive(model));
    }

    private void addSpendingGradients(double[][] gradient, int[] group) {
        double[] parameters = models.spending().parameters();
        double margin = terms.valuePerRevenue();
        for (int j = 0; j < parameters.length; j++) {
            double step = step(models.spending(), j, models.spendingCovariance());
            double[] up = spendAt(parameters, j, step);
            double[] down = spendAt(parameters, j, -step);
            // a mean may exist here and not a step away
            while (step > 1e-12 && (hasNaN(up) || hasNaN(down))) {
                step /= 16;
                up = spendAt(parameters, j, step);
                down = spendAt(parameters, j, -step);
            }
            for (int i = 0; i < group.length; i++) {
                gradient[group[i]][j] +=
                        margin * (values.discountedPurchases(i) + now) * (up[i] - down[i]) / (2 * step);
            }
        }
    }

    private double[] spendAt(double[] parameters, int j, double step) {
        SpendModel spending = models.spending();
        return spending.withParameters(ParameterSteps.moved(parameters, j, step, isPositive(spending)))
                .expectedSpend(histories);
    }

    private static boolean hasNaN(double[] column) {
        for (double x : column) {
            if (Double.isNaN(x)) {
                return true;
            }
        }
        return false;
    }

    private static double quadraticForm(double[] g, double @Nullable [][] covariance) {
        if (covariance == null) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < g.length; j++) {
                sum += g[i] * covariance[i][j] * g[j];
            }
        }
        return Math.max(0, sum);
    }
}
