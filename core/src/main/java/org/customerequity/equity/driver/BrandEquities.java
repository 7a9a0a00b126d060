package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.customerequity.fit.Bootstrap;
import org.customerequity.fit.BootstrapDraws;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.internal.Require;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.Estimate;
import org.customerequity.value.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * The customer equity of every brand of a market: what all its customers are worth to each brand within the horizon.
 *
 * <pre>{@code
 *   BrandEquities equities = BrandEquities.of(DriverModel.fit(survey), survey, market);
 *   CurrencyAmount worth = equities.equity("American");
 *   Interval at95 = equities.equityEstimate("American").confidenceInterval(0.95);
 * }</pre>
 *
 * <pre>{@code
 *   CLV_ij = v_i m_j sum over purchases t of  (1 + d_j)^(-t / f_i) (B_it)_j,      t up to T = floor(H f_i + 1e-9)
 *   CE_j   = customers  sum w_i CLV_ij / sum w_i,       share_j = CE_j / sum over brands of CE
 *
 *   B_it   probabilities of the brands at purchase t: powers of the respondent's switching matrix, from the brand bought last
 *   f, v   purchases a year and volume of a purchase      m, d  contribution on a unit of volume and annual discount of the brand
 *   w      weight of the respondent                       H     horizon in years
 * }</pre>
 *
 * <p>A respondent who buys less than once within the horizon is worth 0 where the first purchase is an interval away. A model of
 * several classes values each respondent under every class and weighs the values by membership. Contribution, frequency, volume and
 * ratings are taken to stay as they are; rivals do not answer.
 *
 * <p>Rust, Lemon and Zeithaml, Return on Marketing: Using Customer Equity to Focus Marketing Strategy, Journal of Marketing 68(1),
 * 2004, equations 3 to 5. Immutable.
 */
public final class BrandEquities implements Serializable {
    private static final long serialVersionUID = 1;

    private final ChoiceModel model;
    private final BrandSurvey survey;
    private final Market market;
    /** Of the parameters of the model. */
    private final double @Nullable [][] covariance;
    /** Segments times brands. */
    private final double[][] equity;
    /** Segments times brands times parameters, once somebody has asked. */
    private transient volatile double @Nullable [][][] gradients;

    private BrandEquities(ChoiceModel model, BrandSurvey survey, Market market, double @Nullable [][] covariance) {
        this.model = model;
        this.survey = survey;
        this.market = market;
        this.covariance = covariance;
        this.equity = new Sums(model, survey).values(EquityKernel.of(survey, market));
    }

    /**
     * The equities that a model, taken as certain, gives the brands of a market: without intervals.
     *
     * @throws IllegalArgumentException if the survey has other brands or sub-drivers than the model, the market lacks terms for a
     *     brand of the survey or has them for a segment that is not in it, or a respondent buys more than a million times within the
     *     horizon
     */
    public static BrandEquities of(ChoiceModel model, BrandSurvey survey, Market market) {
        return new BrandEquities(
                Objects.requireNonNull(model, "model"),
                Objects.requireNonNull(survey, "survey"),
                Objects.requireNonNull(market, "market"),
                null);
    }

    /**
     * The equities that a fitted model gives, with the uncertainty of its parameters. To have robust or clustered errors here, give
     * the outcome that has them.
     *
     * @throws org.customerequity.fit.FitException if the fit did not converge
     */
    public static BrandEquities of(FitOutcome<? extends ChoiceModel> fit, BrandSurvey survey, Market market) {
        FitReport report = Objects.requireNonNull(fit, "fit").report();
        ChoiceModel model = fit.orThrow();
        return new BrandEquities(
                model,
                Objects.requireNonNull(survey, "survey"),
                Objects.requireNonNull(market, "market"),
                report.hasStandardErrors() ? report.covariance() : null);
    }

    /**
     * All of this for the customers of one segment: their equities, switching, elasticities, what they would do. Customers of the
     * segment are those of the market by the weight of its respondents, so that equities and flows of the segments sum to those of the
     * market.
     *
     * @throws IllegalArgumentException if there is no such segment, or nobody with a weight in it
     */
    public BrandEquities inSegment(String segment) {
        BrandSurvey inside = survey.inSegment(segment);
        double share = weight(inside) / weight(survey);
        Market part = market.withCustomers(
                market.customers() * Require.positive(share, "weight of segment " + segment, "not all of them 0"));
        return new BrandEquities(model, inside, part, covariance);
    }

    /** The model of choice. */
    public ChoiceModel model() {
        return model;
    }

    /** The survey that was valued. */
    public BrandSurvey survey() {
        return survey;
    }

    /** The market. */
    public Market market() {
        return market;
    }

    /** The customer equity of a brand: of all customers of the market to this brand. */
    public CurrencyAmount equity(String brand) {
        return amount(equities()[survey.brandIndex(brand)]);
    }

    /** The part of a brand's equity that customers of one segment bring; segments sum to {@link #equity(String)}. */
    public CurrencyAmount equity(String brand, String segment) {
        return amount(equity[segmentIndex(segment)][survey.brandIndex(brand)]);
    }

    /** The equity with its standard error (delta method). */
    public Estimate equityEstimate(String brand) {
        int j = survey.brandIndex(brand);
        double[][] c = covarianceOrThrow();
        return Estimate.of(equities()[j], Delta.error(gradient()[j], c));
    }

    /** The part of a segment with its standard error (delta method). */
    public Estimate equityEstimate(String brand, String segment) {
        int g = segmentIndex(segment);
        int j = survey.brandIndex(brand);
        double[][] c = covarianceOrThrow();
        return Estimate.of(equity[g][j], Delta.error(gradients()[g][j], c));
    }

    /**
     * The share of a brand in the equity of all brands; undefined where that is not above 0. Below 0 or above 1 where some brand loses
     * on its customers.
     */
    public Ratio share(String brand) {
        double[] all = equities();
        return Delta.shareOf(
                all[survey.brandIndex(brand)], brand, Arrays.stream(all).sum());
    }

    /**
     * The share with its standard error (delta method), symmetric in its logit where it is between 0 and 1.
     *
     * @throws org.customerequity.value.UndefinedRatioException if all brands together are worth 0 or less
     */
    public Estimate shareEstimate(String brand) {
        share(brand).value();
        return Delta.share(equities(), gradient(), survey.brandIndex(brand), covarianceOrThrow());
    }

    /**
     * The share of a brand in what the market spends: its revenue of a year over that of all brands, were every purchase like the
     * next.
     *
     * <pre>{@code
     *   R_k = price_k  sum over i of  w_i f_i v_i M_i,jk,     j  the brand that i bought last
     * }</pre>
     *
     * <p>Equity shares look ahead and count contribution; a brand whose equity share is below its market share lives on customers it
     * is losing, or earns less on them.
     *
     * @throws IllegalStateException if a brand has no price; see {@link Market#withPrice}
     */
    public Ratio marketShare(String brand) {
        double[] revenue = revenue();
        return Ratio.of(
                revenue[survey.brandIndex(brand)],
                "revenue of " + brand,
                Arrays.stream(revenue).sum(),
                "revenue of all brands");
    }

    /** {@link #marketShare} with its standard error (delta method), symmetric in the logit. */
    public Estimate marketShareEstimate(String brand) {
        double[][] slopes = Delta.sum(new Sums(model, survey).gradient(new NextPurchase(survey, 1, true)));
        for (int b = 0; b < slopes.length; b++) {
            for (int p = 0; p < slopes[b].length; p++) {
                slopes[b][p] *= price(b);
            }
        }
        return Delta.share(revenue(), slopes, survey.brandIndex(brand), covarianceOrThrow());
    }

    private double[] revenue() {
        double[] revenue = Delta.sum(new Sums(model, survey).values(new NextPurchase(survey, 1, true)));
        for (int b = 0; b < revenue.length; b++) {
            revenue[b] *= price(b);
        }
        return revenue;
    }

    private double price(int b) {
        String brand = survey.brands().get(b);
        return market.price(brand)
                .orElseThrow(() ->
                        new IllegalStateException("market share by revenue needs the price of a unit of volume, was"
                                + " not given for " + brand + " (see Market.withPrice)"))
                .amount()
                .value();
    }

    /** The lifetime value of a customer of the market to a brand, on average: equity by customer. */
    public CurrencyAmount meanLifetimeValue(String brand) {
        return equity(brand).times(1 / market.customers());
    }

    /** The mean lifetime value with its standard error (delta method). */
    public Estimate meanLifetimeValueEstimate(String brand) {
        Estimate all = equityEstimate(brand);
        return Estimate.of(all.value() / market.customers(), all.standardError() / market.customers());
    }

    /**
     * The lifetime values of respondent {@code i} to every brand, in the order of the survey, in the market's currency.
     *
     * @param i from 0
     */
    public double[] lifetimeValues(int i) {
        Objects.checkIndex(i, survey.size());
        BrandSurvey one = Sums.alone(survey, i);
        return new Sums(model, one).valuesOf(EquityKernel.of(one, market, 1), 0);
    }

    /** The lifetime value of every respondent to a brand, in the order of the survey, in the market's currency. */
    public double[] lifetimeValues(String brand) {
        return new Sums(model, survey).column(kernel(), survey.brandIndex(brand));
    }

    /** Who buys what next, and the market shares this leads to. */
    public BrandSwitching switching() {
        return switching(survey);
    }

    private static double weight(BrandSurvey of) {
        double sum = 0;
        for (int i = 0; i < of.size(); i++) {
            sum += of.weight(i);
        }
        return sum;
    }

    /** Who would buy what next, did the same respondents, of the same classes, rate as in another survey. */
    BrandSwitching switching(BrandSurvey changed) {
        return new BrandSwitching(model, changed, survey, market.customers(), covariance);
    }

    /** How equities answer to ratings and inertia. */
    public DriverElasticities elasticities() {
        return new DriverElasticities(this);
    }

    /**
     * The equities for parameters drawn from the normal distribution that the fit gives them, to compare with the delta method or
     * where equities are far from linear in the parameters.
     *
     * @param draws how many, at least 100; 1,000 or more for intervals
     * @throws IllegalStateException if the parameters were given, not fitted
     */
    public EquityDraws draws(int draws, RandomGenerator random) {
        if (draws < 100) {
            throw Require.bad("draws", "must be >= 100", "1,000 or more for intervals", draws);
        }
        double[][] theta = ParameterDraws.of(
                model.parameters(), covarianceOrThrow(), draws, Objects.requireNonNull(random, "random"));
        EquityKernel kernel = kernel();
        List<List<Double>> drawn = new ArrayList<>(draws);
        for (double[] parameters : theta) {
            drawn.add(boxed(Delta.sum(new Sums(model.withParameters(parameters), survey).values(kernel))));
        }
        return new EquityDraws(survey.brands(), BootstrapDraws.of(boxed(equities()), drawn, List.of()));
    }

    /**
     * The equities for respondents drawn with replacement, each time fitted and valued anew: with few respondents the largest source
     * of uncertainty, which holds both that of the parameters and that of the mean over respondents.
     *
     * @param fit such as {@code DriverModel::fit}
     */
    public static EquityDraws bootstrap(
            BrandSurvey survey,
            Market market,
            Function<? super BrandSurvey, ? extends FitOutcome<? extends ChoiceModel>> fit,
            Bootstrap resamples,
            RandomGenerator random) {
        Objects.requireNonNull(survey, "survey");
        Objects.requireNonNull(market, "market");
        Objects.requireNonNull(fit, "fit");
        return new EquityDraws(
                survey.brands(),
                Objects.requireNonNull(resamples, "resamples")
                        .cases(
                                survey.size(),
                                rows -> {
                                    BrandSurvey drawn = survey.rows(rows);
                                    return boxed(of(fit.apply(drawn).orThrow(), drawn, market)
                                            .equities());
                                },
                                random));
    }

    /**
     * Any figure of equities for parameters drawn from the normal distribution that the fit gives them: beside its delta method, and for
     * figures that have none.
     *
     * <pre>{@code
     *   SimulatedValue kept = equities.simulate(e -> e.switching().repurchaseRate("American").value(), 1_000, random);
     *   SimulatedValue share = equities.simulate(e -> e.under(scenario).of("American").shareAfter().value(), 1_000, random);
     * }</pre>
     *
     * @param figure of the equities under one draw, which are without intervals themselves
     * @param draws how many, at least 100; 1,000 or more for intervals
     * @throws IllegalStateException if the parameters were given, not fitted
     * @throws ArithmeticException if the figure of a draw is not finite
     */
    public SimulatedValue simulate(ToDoubleFunction<? super BrandEquities> figure, int draws, RandomGenerator random) {
        Objects.requireNonNull(figure, "figure");
        double[][] theta = new WhatIf(this).parameterDraws(draws, random);
        double[] values = new double[draws];
        for (int s = 0; s < draws; s++) {
            values[s] = figure.applyAsDouble(of(model.withParameters(theta[s]), survey, market));
        }
        return SimulatedValue.of(values);
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /**
     * What a scenario would do to the equity of every brand.
     *
     * @throws IllegalArgumentException if the scenario names a brand or sub-driver that the survey does not have; the message lists
     *     those it has
     */
    public EquityChange under(Scenario scenario) {
        Objects.requireNonNull(scenario, "scenario");
        return EquityChange.of(this, List.of(new WhatIf.Weighted(1, scenario)));
    }

    /** What a change of one brand's ratings on one sub-driver would do to its own equity. */
    public BrandChange improve(String brand, String subDriver, RatingShift shift) {
        return under(Scenario.of(brand, subDriver, shift)).of(brand);
    }

    /** Equity of each brand, in the order of the survey. */
    double[] equities() {
        return Delta.sum(equity);
    }

    /** Derivatives of the equity of each brand in each parameter of the model: brands times parameters. */
    double[][] gradient() {
        return Delta.sum(gradients());
    }

    private double[][][] gradients() {
        double[][][] known = gradients;
        if (known == null) {
            known = new Sums(model, survey).gradient(kernel());
            gradients = known;
        }
        return known;
    }

    private EquityKernel kernel() {
        return EquityKernel.of(survey, market);
    }

    /** Whether the parameters have a covariance, so that figures have intervals. */
    boolean hasIntervals() {
        return covariance != null;
    }

    /** Covariance of the parameters of the model. */
    double[][] covarianceOrThrow() {
        return Delta.known(covariance);
    }

    private int segmentIndex(String segment) {
        return Require.indexOf(segment, survey.segments(), "segment", "");
    }

    private CurrencyAmount amount(double value) {
        return new CurrencyAmount(market.currency(), value);
    }

    /** Equal models, surveys, markets and uncertainties. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BrandEquities other
                && model.equals(other.model)
                && survey.equals(other.survey)
                && market.equals(other.market)
                && Arrays.deepEquals(covariance, other.covariance);
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, market, Arrays.deepHashCode(equity));
    }

    /** {@code BrandEquities[American USD 7.3E9, ...]}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("BrandEquities[");
        for (String brand : survey.brands()) {
            s.append(s.length() > 14 ? ", " : "").append(brand).append(' ').append(equity(brand));
        }
        return s.append(']').toString();
    }
}
