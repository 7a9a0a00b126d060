package org.customerequity.model.covariate;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What a covariate means in a figure that matters: expected purchases, value. The average over customers, with its standard error
 * from that of the parameters (delta method).
 *
 * <pre>{@code
 *   of a number      mean over i of d f(x_i) / d x_i                      a unit of the covariate as it is
 *   of a category    mean over i of f(category) - f(reference)            all else of each customer as it is
 *
 *   Estimate ads = AverageEffect.ofCategory(fit, "channel", "ads", AverageEffect.newcomers(histories),
 *           (model, customers) -> model.expectedPurchases(customers, Span.first(52, WEEK)));
 * }</pre>
 *
 * <p>With histories as they are, purchases made so far stay what they were: an active customer of a quiet channel is then a
 * surprise. What a channel <em>brings</em>, {@link #newcomers} answer.
 *
 * <p>The derivative is by differences of fourth order, steps of a hundredth of a standard deviation. J. M. Wooldridge, Econometric Analysis
 * of Cross Section and Panel Data, 2nd edition, 2010, section 2.2.5, for averages of partial effects.
 */
public final class AverageEffect {
    private static final double STEP = 0.01;

    private AverageEffect() {}

    /**
     * The average change of the figure a unit of a number.
     *
     * @param figure one value a customer, in the order of the rows
     * @throws org.customerequity.fit.FitException if the fit did not converge
     * @throws IllegalStateException if the fit has no standard errors, or the histories no covariates
     * @throws IllegalArgumentException if the model knows no number of that name, or there are no customers
     */
    public static Estimate ofNumber(
            FitOutcome<CovariatePurchaseModel> fit,
            String name,
            PurchaseHistories histories,
            BiFunction<? super CovariatePurchaseModel, ? super PurchaseHistories, double[]> figure) {
        CovariatePurchaseModel model = Objects.requireNonNull(fit, "fit").orThrow();
        Objects.requireNonNull(figure, "figure");
        if (!(coded(model, name) instanceof CodedCovariate.Number number)) {
            throw Require.bad("name", "must be of a number", "AverageEffect.ofCategory", '"' + name + '"');
        }
        double[] values = requireCustomers(histories).covariates().numbers(name);
        double step = STEP * spread(number, values);
        PurchaseHistories[] moved = new PurchaseHistories[4];
        int[] steps = {-2, -1, 1, 2};
        for (int k = 0; k < 4; k++) {
            double[] there = values.clone();
            for (int i = 0; i < there.length; i++) {
                there[i] += steps[k] * step;
            }
            moved[k] = histories.withCovariates(replaced(histories.covariates(), name, there, null));
        }
        return DeltaMethod.of(
                fit,
                m -> (8 * (mean(figure.apply(m, moved[2])) - mean(figure.apply(m, moved[1])))
                                - (mean(figure.apply(m, moved[3])) - mean(figure.apply(m, moved[0]))))
                        / (12 * step),
                Estimate.Scale.LINEAR);
    }

    /**
     * The average difference of the figure between a category and the reference of the coding.
     *
     * @param figure one value a customer, in the order of the rows
     * @throws org.customerequity.fit.FitException if the fit did not converge
     * @throws IllegalStateException if the fit has no standard errors, or the histories no covariates
     * @throws IllegalArgumentException if the model knows no such category, or there are no customers
     */
    public static Estimate ofCategory(
            FitOutcome<CovariatePurchaseModel> fit,
            String name,
            String category,
            PurchaseHistories histories,
            BiFunction<? super CovariatePurchaseModel, ? super PurchaseHistories, double[]> figure) {
        CovariatePurchaseModel model = Objects.requireNonNull(fit, "fit").orThrow();
        Objects.requireNonNull(figure, "figure");
        Objects.requireNonNull(category, "category");
        if (!(coded(model, name) instanceof CodedCovariate.Category coded)) {
            throw Require.bad("name", "must be of a category", "AverageEffect.ofNumber", '"' + name + '"');
        }
        Require.indexOf(category, coded.levels(), "category", "against the reference " + coded.reference());
        CovariateTable table = requireCustomers(histories).covariates();
        PurchaseHistories with = histories.withCovariates(replaced(table, name, new double[0], category));
        PurchaseHistories without = histories.withCovariates(replaced(table, name, new double[0], coded.reference()));
        return DeltaMethod.of(
                fit, m -> mean(figure.apply(m, with)) - mean(figure.apply(m, without)), Estimate.Scale.LINEAR);
    }

    /** The same customers at the moment of their first purchase: nobody has bought again yet. */
    public static PurchaseHistories newcomers(PurchaseHistories histories) {
        int n = Objects.requireNonNull(histories, "histories").size();
        return PurchaseHistories.ofColumns(new int[n], new double[n], new double[n], histories.unit())
                .withLogIntervals(new double[n])
                .withCovariates(histories.covariates());
    }

    private static CodedCovariate coded(CovariatePurchaseModel model, String name) {
        int at = Require.indexOf(name, model.coding().names(), "name", "of a covariate of the model");
        return model.coding().covariates().get(at);
    }

    private static PurchaseHistories requireCustomers(PurchaseHistories histories) {
        Require.notEmpty(
                Objects.requireNonNull(histories, "histories").size(),
                "histories",
                "must have at least one customer",
                "there is nothing to average");
        return histories;
    }

    /** A standard deviation: the coding's, or that of the customers where it takes numbers as they are. */
    private static double spread(CodedCovariate.Number number, double[] values) {
        if (number.scale() != 1) {
            return number.scale();
        }
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double spread = Math.sqrt(squares / values.length);
        return spread > 0 ? spread : 1;
    }

    /** The table with a column all of one category, or of other numbers. */
    private static CovariateTable replaced(
            CovariateTable table, String name, double[] numbers, @Nullable String category) {
        CovariateTable out = CovariateTable.ofRows(table.size());
        for (String column : table.names()) {
            if (column.equals(name)) {
                out = category == null
                        ? out.withNumbers(column, numbers)
                        : out.withCategories(column, Collections.nCopies(table.size(), category));
            } else if (table.isNumber(column)) {
                out = out.withNumbers(column, table.numbers(column));
            } else {
                out = out.withCategories(column, List.copyOf(table.categories(column)));
            }
        }
        return out;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
