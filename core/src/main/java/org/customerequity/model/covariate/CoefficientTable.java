package org.customerequity.model.covariate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The coefficients of a fitted model with their standard errors, tests and ratios; those that were given are not among them. Immutable.
 *
 * <pre>{@code
 *   CoefficientTable table = CoefficientTable.of(fit);
 *   table.row("purchases: channel=ads").ratio().confidenceInterval(0.95)
 * }</pre>
 */
public final class CoefficientTable implements Serializable {
    private static final long serialVersionUID = 1;

    private static final double LEVEL = 0.95;

    private final List<CovariateCoefficient> rows;

    private CoefficientTable(List<CovariateCoefficient> rows) {
        this.rows = rows;
    }

    /**
     * Of a fit. A coefficient that buying and leaving share has one row, under purchases.
     *
     * @throws org.customerequity.fit.FitException if the fit did not converge
     * @throws IllegalStateException if the fit has no standard errors
     */
    public static CoefficientTable of(FitOutcome<CovariatePurchaseModel> fit) {
        CovariatePurchaseModel model = Objects.requireNonNull(fit, "fit").orThrow();
        FitReport report = fit.report();
        List<CovariateCoefficient> rows = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (DesignLayout.Coefficient c : model.coefficients()) {
            String name = c.free() < 0 ? "" : model.parameterNames().get(c.free());
            if (c.free() >= 0 && !seen.contains(name)) {
                seen.add(name);
                rows.add(new CovariateCoefficient(
                        name,
                        c.process(),
                        c.column(),
                        report.parameter(name),
                        scale(model, c.column()),
                        report.isLikelihood()));
            }
        }
        return new CoefficientTable(List.copyOf(rows));
    }

    private static double scale(CovariatePurchaseModel model, String column) {
        for (CodedCovariate covariate : model.coding().covariates()) {
            if (covariate.columns().contains(column)) {
                return DesignLayout.scale(covariate);
            }
        }
        throw new IllegalStateException("no column " + column);
    }

    /** In the order of the parameters. */
    public List<CovariateCoefficient> rows() {
        return rows;
    }

    /**
     * The row of a parameter.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public CovariateCoefficient row(String name) {
        List<String> names = rows.stream().map(CovariateCoefficient::name).toList();
        return rows.get(Require.indexOf(name, names, "name", "of a coefficient"));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CoefficientTable other && rows.equals(other.rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    /** A line for each coefficient: estimate, standard error, z, p, and the ratio with its 95 % interval. */
    @Override
    public String toString() {
        int width = rows.stream().mapToInt(r -> r.name().length()).max().orElse(0);
        StringBuilder out = new StringBuilder();
        for (CovariateCoefficient r : rows) {
            Interval ratio = r.ratio().confidenceInterval(LEVEL);
            out.append(String.format(
                    Locale.ROOT,
                    "%-" + Math.max(1, width) + "s %8.4f (%.4f)",
                    r.name(),
                    r.estimate().value(),
                    r.estimate().standardError()));
            if (r.testable() && r.estimate().standardError() > 0) {
                out.append(String.format(Locale.ROOT, "  z %7.2f  p %.4f", r.z(), r.pValue()));
            }
            out.append(String.format(
                    Locale.ROOT, "  ratio %.3f [%.3f, %.3f]%n", r.ratio().value(), ratio.lower(), ratio.upper()));
        }
        return out.toString().replace(System.lineSeparator(), "\n");
    }
}
