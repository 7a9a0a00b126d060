package org.customerequity.model.covariate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.customerequity.fit.CoefficientTable;
import org.customerequity.fit.FitReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.CustomerRates;
import org.customerequity.model.purchase.NextPurchase;
import org.customerequity.model.purchase.RatesModel;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * A purchase model whose customers have parameters of their own by what is known of them. Immutable. Fit one with
 * {@link CovariateSpecification#fit}.
 *
 * <p>A customer of given covariates has a model of the shelf, {@link #modelOf}: a Pareto/NBD with his own alpha and beta, say. Every
 * question is that model's, so that its formulas and its accuracy hold. What is known of the customer is read from the history
 * ({@link PurchaseHistory#withCovariates}, {@link PurchaseHistories#withCovariates}); who has just come is
 * {@code PurchaseHistory.newCustomer(unit).withCovariates(covariates)}. A missing covariate is an error, never 0.
 *
 * <p>By column, customers of equal covariates are asked of together.
 *
 * <p>Parameters are the logarithms and logits of the baselines ("ln alpha", "logit q"), which are those of the customer whose coded
 * columns are all 0, and the coefficients of the coded columns ("purchases: channel=ads"). Their scale is LINEAR. Fixed coefficients
 * are not among them, equal ones are one.
 */
public final class CovariatePurchaseModel implements RatesModel, Serializable {
    private static final long serialVersionUID = 1;

    private final CovariateSpecification specification;
    private final CovariateCoding coding;
    private final PeriodUnit unit;
    private final double[] parameters;
    private final transient DesignLayout layout;

    private CovariatePurchaseModel(
            CovariateSpecification specification,
            CovariateCoding coding,
            PeriodUnit unit,
            double[] parameters,
            DesignLayout layout) {
        this.specification = specification;
        this.coding = coding;
        this.unit = unit;
        this.parameters = parameters;
        this.layout = layout;
        for (int i = 0; i < parameters.length; i++) {
            Require.finite(parameters[i], layout.names.get(i), "a parameter");
        }
        // refuses baselines that are no model
        own(new double[coding.columns().size()], 0, "the baseline");
    }

    /**
     * Of given parameters.
     *
     * @param specification of which the prior, references and standardising do not matter here; the k of a CNBD must be given
     * @param coding of exactly the covariates of the specification
     * @param parameters in the order of {@link #parameterNames()}: logarithms or logits of the baselines, then coefficients
     * @throws IllegalArgumentException if coding and specification differ, there are not as many parameters as names, or one is not
     *     finite
     */
    public static CovariatePurchaseModel of(
            CovariateSpecification specification, CovariateCoding coding, PeriodUnit unit, double... parameters) {
        Objects.requireNonNull(specification, "specification");
        Objects.requireNonNull(coding, "coding");
        Objects.requireNonNull(unit, "unit");
        specification.k();
        if (!coding.names().equals(specification.names())) {
            throw Require.bad(
                    "coding",
                    "must be of the covariates of the specification, " + specification.names(),
                    "those of buying first, in their order",
                    coding.names());
        }
        DesignLayout layout = new DesignLayout(specification, coding);
        Require.parameters(parameters, layout.names);
        return new CovariatePurchaseModel(specification.structure(), coding, unit, parameters.clone(), layout);
    }

    private Object readResolve() {
        return of(specification, coding, unit, parameters);
    }

    /** Which covariates bear on what. Knows nothing of how the coding was learnt and of a prior. */
    public CovariateSpecification specification() {
        return specification;
    }

    /** How covariates become columns, as learnt in the fit. */
    public CovariateCoding coding() {
        return coding;
    }

    @Override
    public PeriodUnit unit() {
        return unit;
    }

    @Override
    public List<String> parameterNames() {
        return layout.names;
    }

    @Override
    public double[] parameters() {
        return parameters.clone();
    }

    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    @Override
    public CovariatePurchaseModel withParameters(double... newParameters) {
        Require.parameters(newParameters, layout.names);
        return new CovariatePurchaseModel(specification, coding, unit, newParameters.clone(), layout);
    }

    /**
     * The coefficients of a fit of this model, each of one unit of its covariate as it is: a year of age, not a standard deviation.
     * Those of categories stay what they are; baselines are left out. {@link CoefficientTable#of} has the coded columns.
     *
     * @param report of the fit: {@code fit.orThrow().coefficientsPerUnit(fit.report())}
     * @throws IllegalArgumentException if the report is of other parameters, or the model has no free coefficient
     * @throws IllegalStateException if the fit has no standard errors
     */
    public CoefficientTable coefficientsPerUnit(FitReport report) {
        if (!Objects.requireNonNull(report, "report").parameterNames().equals(layout.names)) {
            throw Require.bad(
                    "report", "must be of the parameters of this model, " + layout.names, "", report.parameterNames());
        }
        Map<String, Double> scales = new LinkedHashMap<>();
        for (DesignLayout.Coefficient c : layout.coefficients) {
            if (c.free() >= 0) {
                scales.put(layout.names.get(c.free()), scale(c.column()));
            }
        }
        List<CoefficientTable.Row> rows = new ArrayList<>();
        scales.forEach((name, scale) -> {
            Estimate coded = report.parameter(name);
            rows.add(new CoefficientTable.Row(
                    name,
                    Estimate.of(coded.value() / scale, coded.standardError() / scale),
                    report.quasiReason().orElse("")));
        });
        return new CoefficientTable(rows);
    }

    private double scale(String column) {
        return coding.covariates().stream()
                .filter(covariate -> covariate.columns().contains(column))
                .mapToDouble(DesignLayout::scale)
                .findFirst()
                .orElseThrow();
    }

    /** The model of a customer whose coded columns are all 0: numbers at their mean, categories at their reference. */
    public RatesModel baseline() {
        return own(new double[coding.columns().size()], 0, "the baseline");
    }

    /**
     * The model of customers with these covariates.
     *
     * @throws IllegalArgumentException if a covariate is missing, of the wrong kind, or a category that the fit did not see; or if
     *     {@code |g'z|} exceeds 50
     */
    public RatesModel modelOf(Covariates covariates) {
        double[] z = coding.encode(Objects.requireNonNull(covariates, "covariates"));
        return own(z, 0, covariates);
    }

    private RatesModel own(double[] z, int from, Object of) {
        double[] v = new double[layout.baselines];
        double most = layout.indexes(parameters, z, from, v);
        if (!(most <= DesignLayout.MOST)) {
            throw Require.bad(
                    "covariates of " + of,
                    "must move the logarithm of a rate by at most " + DesignLayout.MOST,
                    "far from all customers of the fit: is the unit the same?",
                    most);
        }
        layout.takeApart(v);
        return layout.base.model(v, specification.k(), unit);
    }

    private RatesModel of(PurchaseHistory history) {
        return modelOf(Objects.requireNonNull(history, "history").covariates());
    }

    // --- one customer

    @Override
    public double logLikelihood(PurchaseHistory history) {
        return of(history).logLikelihood(history);
    }

    @Override
    public double probabilityAlive(PurchaseHistory history) {
        return of(history).probabilityAlive(history);
    }

    @Override
    public double probabilityAlive(PurchaseHistory history, double later) {
        return of(history).probabilityAlive(history, later);
    }

    @Override
    public double logOddsOfHavingLeft(PurchaseHistory history) {
        return of(history).logOddsOfHavingLeft(history);
    }

    @Override
    public double expectedPurchases(PurchaseHistory history, Span ahead) {
        return of(history).expectedPurchases(history, ahead);
    }

    @Override
    public double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        return of(history).probabilityOfPurchases(history, n, ahead);
    }

    @Override
    public double logProbabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        return of(history).logProbabilityOfPurchases(history, n, ahead);
    }

    @Override
    public double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        return of(history).discountedPurchases(history, discount, horizon);
    }

    @Override
    public double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        return of(history).varianceOfPurchases(history, ahead);
    }

    @Override
    public double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        return of(history).varianceOfDiscountedPurchases(history, discount, horizon);
    }

    @Override
    public NextPurchase nextPurchase(PurchaseHistory history) {
        return of(history).nextPurchase(history);
    }

    @Override
    public CustomerRates rates(PurchaseHistory history) {
        return of(history).rates(history);
    }

    @Override
    public double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
        return of(history).simulatePurchases(history, length, random);
    }

    // --- columns

    /** A figure of one customer. */
    private interface One {
        double of(RatesModel model, PurchaseHistory history);
    }

    /** The same of customers of one design. */
    private interface Many {
        double[] of(RatesModel model, PurchaseHistories histories);
    }

    /** Asked by column from so many customers of a design on. */
    private static final int MANY = 16;

    private double[] column(PurchaseHistories histories, One one, Many many) {
        Designs designs = designs(histories);
        PurchaseHistories bare = histories.withCovariates(CovariateTable.ofRows(histories.size()));
        if (designs.size == 0) {
            // what is wrong with other arguments is said although there is no row
            return many.of(baseline(), bare);
        }
        if (designs.size == 1) {
            return many.of(own(designs.z, 0, customer(histories, 0)), bare);
        }
        double[] out = new double[histories.size()];
        int[] order = designs.customersByDesign();
        int[] ends = designs.ends();
        int from = 0;
        for (int d = 0; d < designs.size; d++) {
            RatesModel model = own(designs.z, d * designs.columns, customer(histories, order[from]));
            if (ends[d] - from < MANY) {
                for (int at = from; at < ends[d]; at++) {
                    out[order[at]] = one.of(model, bare.row(order[at]));
                }
            } else {
                int[] rows = Arrays.copyOfRange(order, from, ends[d]);
                double[] part = many.of(model, bare.select(rows));
                for (int at = 0; at < rows.length; at++) {
                    out[rows[at]] = part[at];
                }
            }
            from = ends[d];
        }
        return out;
    }

    /** Named only where a message asks for it. */
    private static Object customer(PurchaseHistories histories, int row) {
        return new Object() {
            @Override
            public String toString() {
                return nameOf(histories, row);
            }
        };
    }

    private static String nameOf(PurchaseHistories histories, int row) {
        return histories.hasIds() ? "customer \"" + histories.ids().get(row) + '"' : "row " + row;
    }

    private Designs designs(PurchaseHistories histories) {
        int n = Objects.requireNonNull(histories, "histories").size();
        if (coding.covariates().isEmpty()) {
            return Designs.of(new double[0][], n);
        }
        CovariateTable table = histories.covariates();
        try {
            return Designs.of(coding.encode(table), n);
        } catch (IllegalArgumentException e) {
            throw named(histories, table, e);
        }
    }

    /** The first customer who cannot be coded is named. */
    private IllegalArgumentException named(
            PurchaseHistories histories, CovariateTable table, IllegalArgumentException general) {
        for (int i = 0; i < table.size(); i++) {
            try {
                coding.encode(table.row(i));
            } catch (IllegalArgumentException e) {
                return new IllegalArgumentException(nameOf(histories, i) + ": " + e.getMessage(), e);
            }
        }
        return general;
    }

    @Override
    public double[] logLikelihood(PurchaseHistories histories) {
        return column(histories, RatesModel::logLikelihood, RatesModel::logLikelihood);
    }

    @Override
    public double[] probabilityAlive(PurchaseHistories histories) {
        return column(histories, RatesModel::probabilityAlive, RatesModel::probabilityAlive);
    }

    @Override
    public double[] logOddsOfHavingLeft(PurchaseHistories histories) {
        return column(histories, RatesModel::logOddsOfHavingLeft, RatesModel::logOddsOfHavingLeft);
    }

    @Override
    public double[] probabilityAlive(PurchaseHistories histories, double later) {
        return column(
                histories, (m, one) -> m.probabilityAlive(one, later), (m, many) -> m.probabilityAlive(many, later));
    }

    @Override
    public double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        Objects.requireNonNull(ahead, "ahead");
        return column(
                histories, (m, one) -> m.expectedPurchases(one, ahead), (m, many) -> m.expectedPurchases(many, ahead));
    }

    @Override
    public double[] probabilityOfPurchases(PurchaseHistories histories, int n, Span ahead) {
        Objects.requireNonNull(ahead, "ahead");
        return column(
                histories,
                (m, one) -> m.probabilityOfPurchases(one, n, ahead),
                (m, many) -> m.probabilityOfPurchases(many, n, ahead));
    }

    @Override
    public double[] logProbabilityOfPurchases(PurchaseHistories histories, int n, Span ahead) {
        Objects.requireNonNull(ahead, "ahead");
        return column(
                histories,
                (m, one) -> m.logProbabilityOfPurchases(one, n, ahead),
                (m, many) -> m.logProbabilityOfPurchases(many, n, ahead));
    }

    @Override
    public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        Objects.requireNonNull(ahead, "ahead");
        return column(
                histories,
                (m, one) -> m.varianceOfPurchases(one, ahead),
                (m, many) -> m.varianceOfPurchases(many, ahead));
    }

    @Override
    public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        Objects.requireNonNull(discount, "discount");
        Objects.requireNonNull(horizon, "horizon");
        return column(
                histories,
                (m, one) -> m.discountedPurchases(one, discount, horizon),
                (m, many) -> m.discountedPurchases(many, discount, horizon));
    }

    @Override
    public double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        Objects.requireNonNull(discount, "discount");
        Objects.requireNonNull(horizon, "horizon");
        return column(
                histories,
                (m, one) -> m.varianceOfDiscountedPurchases(one, discount, horizon),
                (m, many) -> m.varianceOfDiscountedPurchases(many, discount, horizon));
    }

    @Override
    public double[] probabilityOfBuyingWithin(PurchaseHistories histories, double u) {
        return column(
                histories,
                (m, one) -> m.nextPurchase(one).probabilityWithin(u),
                (m, many) -> m.probabilityOfBuyingWithin(many, u));
    }

    @Override
    public double[] nextPurchaseQuantile(PurchaseHistories histories, double p) {
        return column(
                histories,
                (m, one) -> m.nextPurchase(one).quantile(p).orElse(Double.POSITIVE_INFINITY),
                (m, many) -> m.nextPurchaseQuantile(many, p));
    }

    @Override
    public double[] rates(PurchaseHistories histories, ToDoubleFunction<? super CustomerRates> figure) {
        Objects.requireNonNull(figure, "figure");
        return column(histories, (m, one) -> figure.applyAsDouble(m.rates(one)), (m, many) -> m.rates(many, figure));
    }

    /** {@inheritDoc} With the covariates of {@code like}. */
    @Override
    public PurchaseHistories simulateHistories(PurchaseHistories like, RandomGenerator random) {
        Designs designs = designs(like);
        Objects.requireNonNull(random, "random");
        CovariateTable none = CovariateTable.ofRows(like.size());
        PurchaseHistories bare = like.withCovariates(none).withoutIds();
        int n = like.size();
        int[] x = new int[n];
        double[] recency = new double[n];
        double[] logs = new double[n];
        int[] order = designs.customersByDesign();
        int[] ends = designs.ends();
        int from = 0;
        for (int d = 0; d < designs.size; d++) {
            int[] rows = Arrays.copyOfRange(order, from, ends[d]);
            PurchaseHistories part = own(designs.z, d * designs.columns, customer(like, order[from]))
                    .simulateHistories(bare.select(rows), random);
            for (int at = 0; at < rows.length; at++) {
                x[rows[at]] = part.frequency(at);
                recency[rows[at]] = part.recency(at);
                logs[rows[at]] = part.hasIntervals() ? part.sumOfLogIntervals(at) : 0;
            }
            from = ends[d];
        }
        PurchaseHistories out = PurchaseHistories.ofColumns(x, recency, like.ages(), unit);
        // at whole opportunities too, the times are known
        out = out.withLogIntervals(logs);
        return like.hasCovariates() ? out.withCovariates(like.covariates()) : out;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CovariatePurchaseModel other
                && unit == other.unit
                && Arrays.equals(parameters, other.parameters)
                && specification.equals(other.specification)
                && coding.equals(other.coding);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, Arrays.hashCode(parameters), specification);
    }

    /** {@code CovariatePurchaseModel[Pareto/NBD, ln r -0.56, ..., purchases: z 0.35, unit WEEK]}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("CovariatePurchaseModel[");
        s.append(specification.family().title());
        if (specification.isRegular()) {
            s.append(" k ").append(specification.k());
        }
        for (int i = 0; i < parameters.length; i++) {
            s.append(", ").append(layout.names.get(i)).append(' ').append(parameters[i]);
        }
        return s.append(", unit ").append(unit).append(']').toString();
    }
}
