package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.fit.FitOutcome;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Estimate;

/**
 * The coefficients of a driver model with what they rest on: the driver table of a report. See {@link BrandRatings} for how a
 * brand is rated beside its rivals.
 *
 * <p>z and p suppose an estimator without bias. Those of a {@link Ridge}, and of fewer factors than sub-drivers, have one, which they
 * do not know of: read them as a size beside an error, not as a test.
 *
 * @param others coefficients: intercepts and inertia, in the order of the model
 * @param subDrivers in the order of the model
 */
public record DriverTable(List<Coefficient> others, List<SubDriverCoefficient> subDrivers) implements Serializable {
    public DriverTable {
        others = List.copyOf(others);
        subDrivers = List.copyOf(subDrivers);
    }

    /**
     * A coefficient that is of no sub-driver.
     *
     * @param name such as {@code inertia}, or {@code intercept of Delta}
     * @param estimate in units of utility
     */
    public record Coefficient(String name, Estimate estimate) implements Serializable {
        public Coefficient {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(estimate, "estimate");
        }

        /** Estimate over standard error. */
        public double z() {
            return DriverTable.z(estimate);
        }

        /** How probable a z as far from 0 is, if the coefficient is 0: two-sided, normal. */
        public double pValue() {
            return DriverTable.pValue(estimate);
        }
    }

    /**
     * The coefficient of a sub-driver.
     *
     * @param subDriver with the driver of equity it belongs to
     * @param estimate in units of utility a point of the scale
     */
    public record SubDriverCoefficient(SubDriver subDriver, Estimate estimate) implements Serializable {
        public SubDriverCoefficient {
            Objects.requireNonNull(subDriver, "subDriver");
            Objects.requireNonNull(estimate, "estimate");
        }

        /** Estimate over standard error. */
        public double z() {
            return DriverTable.z(estimate);
        }

        /** How probable a z as far from 0 is, if the coefficient is 0: two-sided, normal. */
        public double pValue() {
            return DriverTable.pValue(estimate);
        }
    }

    /**
     * The table of a fit.
     *
     * @throws org.customerequity.fit.FitException if the fit did not converge
     */
    public static DriverTable of(FitOutcome<DriverModel> outcome) {
        DriverModel model = Objects.requireNonNull(outcome, "outcome").orThrow();
        List<String> names = model.parameterNames();
        double[] b = model.parameters();
        double[] errors = outcome.report().standardErrors();
        int before = names.size() - model.subDrivers().size();
        List<Coefficient> others = new ArrayList<>();
        List<SubDriverCoefficient> drivers = new ArrayList<>();
        for (int j = 0; j < b.length; j++) {
            Estimate estimate = Estimate.of(b[j], errors[j]);
            if (j < before) {
                others.add(new Coefficient(names.get(j), estimate));
            } else {
                drivers.add(new SubDriverCoefficient(model.subDrivers().get(j - before), estimate));
            }
        }
        return new DriverTable(others, drivers);
    }

    /** The row of a sub-driver, by its name. */
    public SubDriverCoefficient subDriver(String name) {
        return subDrivers.get(Require.indexOf(
                name, subDrivers.stream().map(row -> row.subDriver().name()).toList(), "name", "a sub-driver"));
    }

    private static double z(Estimate estimate) {
        return estimate.value() / Require.positive(estimate.standardError(), "standardError", "it has no z without");
    }

    private static double pValue(Estimate estimate) {
        return 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z(estimate)));
    }

    /**
     * A row a coefficient.
     *
     * <pre>{@code
     *                 driver        coefficient  std. error       z       p
     *   inertia                          0.8490      0.0750   11.32  <.0001
     *   quality       VALUE              0.4410      0.0410   10.76  <.0001
     * }</pre>
     */
    @Override
    public String toString() {
        return text(List.of());
    }

    /**
     * The table with columns more: the mean rating of a brand, of the best of its rivals, and of the best single rival.
     *
     * @param ratings of the sub-drivers of this table
     */
    public String toText(BrandRatings ratings) {
        Objects.requireNonNull(ratings, "ratings");
        List<SubDriver> own =
                subDrivers.stream().map(SubDriverCoefficient::subDriver).toList();
        List<SubDriver> theirs =
                ratings.rows().stream().map(BrandRatings.Row::subDriver).toList();
        if (!theirs.equals(own)) {
            throw Require.bad("ratings", "must be of the sub-drivers of the table, " + own, "", theirs);
        }
        return text(ratings.rows());
    }

    private String text(List<BrandRatings.Row> ratings) {
        int width = 10;
        for (Coefficient row : others) {
            width = Math.max(width, row.name().length());
        }
        for (SubDriverCoefficient row : subDrivers) {
            width = Math.max(width, row.subDriver().name().length());
        }
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                "%-" + width + "s  %-12s  %11s  %10s  %7s  %6s", "", "driver", "coefficient", "std. error", "z", "p"));
        if (!ratings.isEmpty()) {
            out.append(String.format("  %5s  %14s  %s", "mean", "best of rivals", "best rival"));
        }
        for (Coefficient row : others) {
            append(out, width, row.name(), "", row.estimate());
        }
        for (int s = 0; s < subDrivers.size(); s++) {
            SubDriverCoefficient row = subDrivers.get(s);
            append(out, width, row.subDriver().name(), row.subDriver().driver().name(), row.estimate());
            if (!ratings.isEmpty()) {
                BrandRatings.Row beside = ratings.get(s);
                out.append(String.format(
                        Locale.ROOT,
                        "  %5.2f  %14.2f  %.2f %s",
                        beside.mean(),
                        beside.meanOfBestOfRivals(),
                        beside.meanOfBestRival(),
                        beside.bestRival()));
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int width, String name, String driver, Estimate estimate) {
        double p = pValue(estimate);
        out.append(String.format(
                Locale.ROOT,
                "\n%-" + width + "s  %-12s  %11.4f  %10.4f  %7.2f  %6s",
                name,
                driver,
                estimate.value(),
                estimate.standardError(),
                z(estimate),
                p < 1e-4 ? "<.0001" : String.format(Locale.ROOT, "%.4f", p)));
    }
}
