package org.customerequity.fit;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;

/**
 * The coefficients of a fit, each with its standard error, whether it differs from 0, and what it multiplies a rate by.
 *
 * <pre>{@code
 *   z      coefficient / standard error
 *   p      2 (1 - Phi(|z|))                  chance of a |z| as large if the coefficient were 0 (Wald)
 *   ratio  exp(coefficient)                  multiplies a rate or hazard, per step of the coded column; interval exp(coefficient -+ z se)
 * }</pre>
 *
 * <p>Of a logarithm, such as {@code "ln alpha"}, the ratio is the parameter itself and p says nothing of interest. Where a
 * standard error exceeds 0.5, a likelihood-ratio test against the fit without ({@link LikelihoodRatioTest}) says more than p.
 *
 * <p>Coefficients of a fit whose maximum is of no likelihood, as under a prior, have no z and no p: their errors are of what was
 * drawn towards 0, and a shrunk coefficient is less uncertain without being surer. Such rows refuse them and print "-".
 *
 * @param rows one a coefficient, in the order of the model
 */
public record CoefficientTable(List<Row> rows) implements Serializable {
    public CoefficientTable {
        rows = List.copyOf(Objects.requireNonNull(rows, "rows"));
        Require.notEmpty(rows.size(), "rows", "must have a coefficient", "of a fit");
    }

    /**
     * One coefficient.
     *
     * @param name as the model has it
     * @param estimate of the coefficient, LINEAR
     * @param noTestReason why it has no z and p, to complete "because ..."; empty where it has, as in an ordinary fit
     */
    public record Row(String name, Estimate estimate, String noTestReason) implements Serializable {
        public Row {
            Require.nonBlank(name, "name", "of a coefficient");
            Objects.requireNonNull(noTestReason, "noTestReason");
            Objects.requireNonNull(estimate, "estimate");
            if (estimate.scale() != Estimate.Scale.LINEAR) {
                throw Require.bad("estimate", "must be of scale LINEAR", "of a coefficient", estimate.scale());
            }
            Require.positive(estimate.standardError(), "standardError", "it has no z without");
        }

        /** A coefficient of an ordinary fit, which may be tested. */
        public Row(String name, Estimate estimate) {
            this(name, estimate, "");
        }

        /** Whether it has a z and a p. */
        public boolean hasTest() {
            return noTestReason.isEmpty();
        }

        /**
         * The coefficient in standard errors.
         *
         * @throws IllegalStateException if the fit allows no test; see {@link #hasTest()}
         */
        public double z() {
            if (!hasTest()) {
                throw new IllegalStateException("\"" + name + "\" has no z and no p, because " + noTestReason
                        + " (see CoefficientTable.Row.hasTest)");
            }
            return estimate.value() / estimate.standardError();
        }

        /**
         * The chance, were the coefficient 0, of a {@code |z|} as large; in [0, 1].
         *
         * @throws IllegalStateException if the fit allows no test; see {@link #hasTest()}
         */
        public double pValue() {
            return 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z()));
        }

        /**
         * {@code exp(coefficient)}, with an interval symmetric in the coefficient.
         *
         * @throws ArithmeticException if that is beyond a {@code double}
         */
        public Estimate ratio() {
            double ratio = Math.exp(estimate.value());
            double error = ratio * estimate.standardError();
            if (!(ratio > 0 && error < Double.POSITIVE_INFINITY)) {
                throw new ArithmeticException(
                        "the ratio of " + name + " is out of range: exp(" + estimate.value() + ")");
            }
            return Estimate.ofPositive(ratio, error);
        }
    }

    /**
     * All coefficients of a fit, positive parameters as logarithms among them. Without z and p where {@link FitReport#isLikelihood()}
     * is false.
     *
     * @throws IllegalArgumentException if the parameters are not coefficients, {@link FitReport#scale()} LINEAR
     * @throws IllegalStateException if the curvature gives no standard errors
     */
    public static CoefficientTable of(FitReport report) {
        if (Objects.requireNonNull(report, "report").scale() != Estimate.Scale.LINEAR) {
            throw Require.bad(
                    "report",
                    "must be of coefficients, with scale LINEAR",
                    "positive parameters have FitReport.parameter(name)",
                    report.scale());
        }
        double[] errors = report.standardErrors();
        double[] estimates = report.estimates();
        String noTest = report.quasiReason().orElse("");
        return new CoefficientTable(IntStream.range(0, estimates.length)
                .mapToObj(i -> new Row(report.parameterNames().get(i), Estimate.of(estimates[i], errors[i]), noTest))
                .toList());
    }

    /** The rows whose names begin so, such as {@code "hazard: "}. */
    public CoefficientTable startingWith(String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        List<Row> kept =
                rows.stream().filter(row -> row.name().startsWith(prefix)).toList();
        if (kept.isEmpty()) {
            throw Require.bad("prefix", "must begin one of " + names(), "", '"' + prefix + '"');
        }
        return new CoefficientTable(kept);
    }

    /** The row of a coefficient, by its name. */
    public Row row(String name) {
        return rows.get(Require.indexOf(name, names(), "name", "a coefficient"));
    }

    private List<String> names() {
        return rows.stream().map(Row::name).toList();
    }

    /**
     * A line a coefficient.
     *
     * <pre>{@code
     *                        coefficient  std. error       z       p       ratio
     *   hazard: channel=ads       0.4410      0.0410   10.76  <.0001      1.5543
     * }</pre>
     */
    @Override
    public String toString() {
        int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "%-" + width + "s%13s%12s%8s%8s%12s\n",
                "",
                "coefficient",
                "std. error",
                "z",
                "p",
                "ratio"));
        for (Row row : rows) {
            out.append(String.format(
                    Locale.ROOT,
                    "%-" + width + "s%13.4f%12.4f%8s%8s%12.4g\n",
                    row.name(),
                    row.estimate().value(),
                    row.estimate().standardError(),
                    row.hasTest() ? String.format(Locale.ROOT, "%.2f", row.z()) : "-",
                    row.hasTest() ? written(row.pValue()) : "-",
                    Math.exp(row.estimate().value())));
        }
        rows.stream()
                .map(Row::noTestReason)
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .forEach(reason ->
                        out.append("- no z and no p, because ").append(reason).append('\n'));
        return out.toString();
    }

    /** Without the 0 before the point, which 0.99996 has none of. */
    private static String written(double p) {
        String four = String.format(Locale.ROOT, "%.4f", p);
        return p < 1e-4 ? "<.0001" : four.startsWith("0") ? four.substring(1) : four;
    }
}
