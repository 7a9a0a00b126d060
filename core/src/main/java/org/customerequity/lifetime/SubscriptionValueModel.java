package org.customerequity.lifetime;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Parametric;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.Currencies;
import org.customerequity.internal.Require;
import org.customerequity.retention.covariate.CovariateRetention;
import org.customerequity.retention.covariate.TenurePath;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ValueBasis;
import org.jspecify.annotations.Nullable;

/**
 * Lifetime value of customers with contracts, from a retention curve and what each pays per period. Immutable; each {@code with}
 * returns a changed copy.
 *
 * <pre>{@code
 *   residual value     margin * price * sum of S(t + j) / S(t) (1+d)^-j        by the timing, over the horizon
 *   variance           (margin * price)^2 * Var(D)
 *   D                  payments of one customer, each discounted; with v = 1 / (1+d), T the tenure, s(j) = S(t+j) / S(t)
 *   E[D]               L(v)   = sum j = 1..H of s(j) v^j
 *   E[D^2]             2 v / (1 - v) (L(v) - L(v^2) / v) + L(v^2)
 * }</pre>
 *
 * <p>{@code t} is the tenure that the customer has reached, so that who has stayed long is expected to stay longer wherever
 * customers differ. The price is taken to stay what it is. Fader and Hardie, Customer-Base Valuation in a Contractual Setting,
 * Marketing Science 29(1), 2010.
 *
 * <p>Discount, horizon and timing have no default: without them there is no value. Without a margin the values are revenue, and
 * nothing that needs contribution accepts them.
 */
public final class SubscriptionValueModel implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of all customers; null where each has a curve of their own. */
    private final @Nullable RetentionCurve curve;

    /** What gives each customer a curve; null where all have one. */
    private final @Nullable CovariateRetention covariates;

    /** The fit, whose uncertainty the values carry; null where the curve was given. */
    private final @Nullable FitOutcome<? extends Parametric> fit;

    private final @Nullable MarginRatio margin;
    private final @Nullable DiscountRate discount;
    private final @Nullable Horizon horizon;
    private final @Nullable CashFlowTiming timing;

    private SubscriptionValueModel(
            @Nullable RetentionCurve curve,
            @Nullable CovariateRetention covariates,
            @Nullable FitOutcome<? extends Parametric> fit,
            @Nullable MarginRatio margin,
            @Nullable DiscountRate discount,
            @Nullable Horizon horizon,
            @Nullable CashFlowTiming timing) {
        this.curve = curve;
        this.covariates = covariates;
        this.fit = fit;
        this.margin = margin;
        this.discount = discount;
        this.horizon = horizon;
        this.timing = timing;
    }

    /**
     * From a fit: values carry the uncertainty of the fitted parameters.
     *
     * @throws org.customerequity.fit.FitException if it did not converge
     */
    public static SubscriptionValueModel of(FitOutcome<? extends ParametricCurve> fit) {
        return new SubscriptionValueModel(fit.orThrow(), null, fit, null, null, null, null);
    }

    /** From a curve that is taken as certain: given, or empirical with a tail. */
    public static SubscriptionValueModel of(RetentionCurve curve) {
        return new SubscriptionValueModel(Objects.requireNonNull(curve, "curve"), null, null, null, null, null, null);
    }

    /**
     * From a fit with covariates: each customer by the curve of their own covariates, which {@code value} then takes, and all with
     * the uncertainty of the same fitted coefficients.
     *
     * @throws org.customerequity.fit.FitException if it did not converge
     */
    public static SubscriptionValueModel ofCovariates(FitOutcome<CovariateRetention> fit) {
        return new SubscriptionValueModel(null, fit.orThrow(), fit, null, null, null, null);
    }

    /** From a model with covariates that is taken as certain. */
    public static SubscriptionValueModel ofCovariates(CovariateRetention model) {
        return new SubscriptionValueModel(null, Objects.requireNonNull(model, "model"), null, null, null, null, null);
    }

    /** With contribution per unit of revenue. */
    public SubscriptionValueModel withMargin(MarginRatio newMargin) {
        return new SubscriptionValueModel(
                curve, covariates, fit, Objects.requireNonNull(newMargin, "margin"), discount, horizon, timing);
    }

    /** With contribution per unit of revenue: {@code 0.75} for 75 %. */
    public SubscriptionValueModel withMargin(double fraction) {
        return withMargin(MarginRatio.of(fraction));
    }

    /** With a rate at which money later is worth less than money now. */
    public SubscriptionValueModel withDiscount(DiscountRate newDiscount) {
        return new SubscriptionValueModel(
                curve, covariates, fit, margin, Objects.requireNonNull(newDiscount, "discount"), horizon, timing);
    }

    /** With how far ahead payments are counted, a whole number of periods of the curve or for ever. */
    public SubscriptionValueModel withHorizon(Horizon newHorizon) {
        return new SubscriptionValueModel(
                curve, covariates, fit, margin, discount, Objects.requireNonNull(newHorizon, "horizon"), timing);
    }

    /**
     * With the moment of payments. Of the present customers {@link CashFlowTiming#AFTER_FIRST} says that all have just paid,
     * {@link CashFlowTiming#JUST_BEFORE_RENEWAL} that all are about to decide.
     */
    public SubscriptionValueModel withTiming(CashFlowTiming newTiming) {
        return new SubscriptionValueModel(
                curve, covariates, fit, margin, discount, horizon, Objects.requireNonNull(newTiming, "timing"));
    }

    /**
     * How long customers stay.
     *
     * @throws IllegalStateException if each has a curve of their own; see {@link SubscriptionValues#curve}
     */
    public RetentionCurve curve() {
        if (curve == null) {
            throw new IllegalStateException(
                    "customers have curves of their own, by their covariates: ask SubscriptionValues.curve(i)");
        }
        return curve;
    }

    /** Whether each customer has a curve of their own, by their covariates. */
    public boolean hasCovariates() {
        return covariates != null;
    }

    /** One curve for all, or one for each path. */
    RetentionCurve[] curves(List<TenurePath> paths) {
        return covariates == null ? new RetentionCurve[] {curve()} : curves(covariates, paths);
    }

    /** The same at other parameters, such as a fit's a little away from the maximum. */
    static RetentionCurve[] curves(Parametric at, List<TenurePath> paths) {
        return at instanceof CovariateRetention model
                ? paths.stream().map(model::curve).toArray(RetentionCurve[]::new)
                : new RetentionCurve[] {(RetentionCurve) at};
    }

    /** What tenures are counted in. */
    PeriodUnit unit() {
        return covariates == null ? curve().unit() : covariates.unit();
    }

    private boolean isDiscrete() {
        return covariates == null ? curve().isDiscrete() : covariates.family().isDiscrete();
    }

    boolean hasSameCurves(SubscriptionValueModel other) {
        return Objects.equals(curve, other.curve)
                && Objects.equals(covariates, other.covariates)
                && Objects.equals(fit, other.fit);
    }

    /**
     * The discount rate.
     *
     * @throws IllegalStateException if none was given
     */
    public DiscountRate discount() {
        if (discount == null) {
            throw new IllegalStateException("discount must be given (withDiscount; there is no default rate)");
        }
        return discount;
    }

    /**
     * How far ahead payments are counted.
     *
     * @throws IllegalStateException if it was not given
     */
    public Horizon horizon() {
        if (horizon == null) {
            throw new IllegalStateException("horizon must be given (withHorizon; Horizon.FOREVER for no end)");
        }
        return horizon;
    }

    /**
     * The moment of payments.
     *
     * @throws IllegalStateException if it was not given
     */
    public CashFlowTiming timing() {
        if (timing == null) {
            throw new IllegalStateException(
                    "timing must be given (withTiming; the four differ by a payment or a period)");
        }
        return timing;
    }

    /** Contribution where a margin was given, else revenue. */
    public ValueBasis basis() {
        return margin == null ? ValueBasis.REVENUE : ValueBasis.CONTRIBUTION;
    }

    /** Contribution per unit of revenue; 1 where no margin was given and the values are revenue. */
    public double valuePerRevenue() {
        return margin == null ? 1 : margin.fraction();
    }

    /** Whether values carry the uncertainty of fitted parameters. */
    public boolean hasParameterUncertainty() {
        return fit != null && fit.report().hasStandardErrors();
    }

    @Nullable
    FitOutcome<? extends Parametric> fit() {
        return fit;
    }

    /**
     * The residual value of every customer.
     *
     * @param tenures reached: renewals made where the curve counts renewals, else time since the start in its unit
     * @param prices what each customer pays per period of the curve, revenue, {@code >= 0}
     * @param currency of the prices
     * @throws IllegalStateException if no discount, horizon or timing was given
     */
    public SubscriptionValues value(double[] tenures, double[] prices, Currency currency) {
        requireOneCurve();
        return new SubscriptionValues(this, null, checked(tenures, prices), prices.clone(), currency);
    }

    /** The same, in the currency of an ISO 4217 code. */
    public SubscriptionValues value(double[] tenures, double[] prices, String currencyCode) {
        return value(tenures, prices, Currencies.of(currencyCode));
    }

    /** The same of customers with identifiers, one a row. */
    public SubscriptionValues value(CustomerIds ids, double[] tenures, double[] prices, Currency currency) {
        if (ids.size() != tenures.length) {
            throw Require.bad("ids", "must be one a row, " + tenures.length, "", ids.size());
        }
        requireOneCurve();
        return new SubscriptionValues(this, ids, checked(tenures, prices), prices.clone(), currency);
    }

    /**
     * The residual value of customers by the curves of their own covariates, one row each; with the identifiers of the table where
     * it has them.
     *
     * @throws IllegalStateException if the model is not {@linkplain #ofCovariates of covariates}, or no discount, horizon or timing
     *     was given
     * @throws IllegalArgumentException if a covariate of the model is missing
     */
    public SubscriptionValues value(CovariateTable customers, double[] tenures, double[] prices, Currency currency) {
        Objects.requireNonNull(customers, "customers");
        return value(
                customers.hasIds() ? customers.ids() : null,
                constant(customers, requireCovariates()),
                tenures,
                prices,
                currency);
    }

    /**
     * The same of customers whose covariates change with tenure: one path each, from the start of the contract on. A path that ends
     * serves a horizon within it.
     */
    public SubscriptionValues value(List<TenurePath> paths, double[] tenures, double[] prices, Currency currency) {
        requireCovariates();
        return value(null, List.copyOf(Objects.requireNonNull(paths, "paths")), tenures, prices, currency);
    }

    private SubscriptionValues value(
            @Nullable CustomerIds ids, List<TenurePath> paths, double[] tenures, double[] prices, Currency currency) {
        if (paths.size() != tenures.length) {
            throw Require.bad("covariates", "must be one row a customer, " + tenures.length, "", paths.size());
        }
        Map<TenurePath, Integer> place = new LinkedHashMap<>();
        int[] kind = new int[paths.size()];
        for (int i = 0; i < kind.length; i++) {
            Integer known = place.putIfAbsent(paths.get(i), place.size());
            kind[i] = known == null ? place.size() - 1 : known;
        }
        return new SubscriptionValues(
                this, ids, List.copyOf(place.keySet()), kind, checked(tenures, prices), prices.clone(), currency);
    }

    /** The covariates that the model asks for, so that customers who differ in others only share a curve. */
    private static List<TenurePath> constant(CovariateTable customers, CovariateRetention model) {
        List<TenurePath> out = new ArrayList<>(customers.size());
        for (int i = 0; i < customers.size(); i++) {
            Covariates all = customers.row(i);
            Covariates asked = Covariates.none();
            for (String name : model.coding().names()) {
                asked = all.isNumber(name) ? asked.with(name, all.number(name)) : asked.with(name, all.category(name));
            }
            out.add(TenurePath.constant(asked));
        }
        return out;
    }

    private CovariateRetention requireCovariates() {
        if (covariates == null) {
            throw new IllegalStateException("one curve holds for all: value takes no covariates (see ofCovariates)");
        }
        return covariates;
    }

    private void requireOneCurve() {
        if (covariates != null) {
            throw new IllegalStateException(
                    "each customer is valued by their own covariates: value takes them (CovariateTable or paths)");
        }
    }

    /**
     * The residual value of every customer of a log who has a contract on a day: at the renewals that the customer has made by then,
     * and at the recurring revenue of that day.
     *
     * @param graceDays an interruption of so many days or fewer does not begin a new tenure; as in the spells that the curve was
     *     fitted to
     * @throws IllegalArgumentException if the curve does not count renewals, or in another unit than the log, or the log names no
     *     currency
     */
    public SubscriptionValues value(ContractLog log, LocalDate day, int graceDays) {
        requireOneCurve();
        Active active = active(log, day, graceDays);
        return new SubscriptionValues(this, active.ids, active.renewals, active.prices, active.currency);
    }

    /**
     * The same by the curves of the customers' own covariates, joined by identifier.
     *
     * @param customers with a row for every customer of the log who has a contract on that day; others are not asked
     */
    public SubscriptionValues value(ContractLog log, LocalDate day, int graceDays, CovariateTable customers) {
        CovariateRetention model = requireCovariates();
        Objects.requireNonNull(customers, "customers");
        Active active = active(log, day, graceDays);
        return value(
                active.ids,
                constant(customers.knownAmong(active.ids), model),
                active.renewals,
                active.prices,
                active.currency);
    }

    /** Who has a contract on a day. */
    private record Active(CustomerIds ids, double[] renewals, double[] prices, Currency currency) {}

    private Active active(ContractLog log, LocalDate day, int graceDays) {
        if (!isDiscrete()) {
            throw Require.bad(
                    "curve",
                    "must count renewals",
                    "give times since the start to value(...)",
                    covariates == null ? curve() : covariates);
        }
        if (unit() != log.unit()) {
            throw Require.bad(
                    "log",
                    "must be per " + unit().noun(),
                    "as the curve is",
                    "per " + log.unit().noun());
        }
        Currency currency = log.currency()
                .orElseThrow(
                        () -> Require.bad("log", "must name a currency", "ContractRules.withCurrency", "without one"));
        int[] renewals = log.renewalsOn(day, graceDays);
        double[] revenue = log.recurringRevenueOn(day);
        int[] rows = IntStream.range(0, renewals.length)
                .filter(i -> renewals[i] >= 0)
                .toArray();
        return new Active(
                CustomerIds.of(Arrays.stream(rows).mapToObj(log.ids()::get).toList()),
                Arrays.stream(rows).mapToDouble(i -> renewals[i]).toArray(),
                Arrays.stream(rows).mapToDouble(i -> revenue[i]).toArray(),
                currency);
    }

    /**
     * The value of a customer not yet acquired, from the moment of acquisition on: with the timing {@code END_OF_PERIOD} paid at
     * the end of each period, else with a first payment now. For {@code CustomerEquity.withFuture}, and beside the cost of
     * acquisition.
     *
     * @param price paid per period of the curve, revenue, {@code >= 0}
     * @throws IllegalStateException if the model is of covariates, see {@link #valueOfNewCustomer(Covariates, CurrencyAmount)}; or no
     *     discount, horizon or timing was given
     */
    public LifetimeValue valueOfNewCustomer(CurrencyAmount price) {
        Objects.requireNonNull(price, "price");
        return fromAcquisition()
                .value(new double[1], new double[] {price.value()}, price.currency())
                .row(0);
    }

    /**
     * {@link #valueOfNewCustomer(CurrencyAmount)} of one of whom only covariates are known: a channel.
     *
     * @param customer with the covariates of the model; others are ignored
     * @param price paid per period of the curve, revenue, {@code >= 0}
     * @throws IllegalStateException if the model is not {@linkplain #ofCovariates of covariates}, or no discount, horizon or timing
     *     was given
     * @throws IllegalArgumentException if a covariate of the model is missing
     */
    public LifetimeValue valueOfNewCustomer(Covariates customer, CurrencyAmount price) {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(price, "price");
        return fromAcquisition()
                .value(
                        CovariateTable.ofRows(List.of(customer)),
                        new double[1],
                        new double[] {price.value()},
                        price.currency())
                .row(0);
    }

    /** This with payments as a customer sees them who begins now. */
    SubscriptionValueModel fromAcquisition() {
        return timing() == CashFlowTiming.END_OF_PERIOD ? this : withTiming(CashFlowTiming.IMMEDIATE_COUNTED);
    }

    private double[] checked(double[] tenures, double[] prices) {
        if (prices.length != tenures.length) {
            throw Require.bad("prices", "must be one a row, " + tenures.length, "", prices.length);
        }
        double[] out = new double[tenures.length];
        for (int i = 0; i < tenures.length; i++) {
            if (!(prices[i] >= 0 && prices[i] < Double.POSITIVE_INFINITY)) {
                throw Require.bad(
                        "prices[" + i + "]", "must be finite and >= 0", "what the customer pays per period", prices[i]);
            }
            if (!(tenures[i] >= 0 && tenures[i] < Double.POSITIVE_INFINITY)) {
                throw Require.bad("tenures[" + i + "]", "must be finite and >= 0", "reached so far", tenures[i]);
            }
            if (isDiscrete() && tenures[i] != Math.rint(tenures[i])) {
                throw Require.bad(
                        "tenures[" + i + "]", "must be a whole number of renewals", "as the curve counts", tenures[i]);
            }
            out[i] = tenures[i] + 0.0;
        }
        return out;
    }

    /** Equal curves, fits and terms. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SubscriptionValueModel other && hasSameCurves(other) && hasSameTerms(other);
    }

    boolean hasSameTerms(SubscriptionValueModel other) {
        return Objects.equals(margin, other.margin)
                && Objects.equals(discount, other.discount)
                && Objects.equals(horizon, other.horizon)
                && timing == other.timing;
    }

    @Override
    public int hashCode() {
        return Objects.hash(curve, covariates, margin, discount, horizon, timing);
    }

    /** The curve and the terms. */
    @Override
    public String toString() {
        return "SubscriptionValueModel[" + (covariates == null ? curve : covariates) + ", margin=" + margin
                + ", discount=" + discount + ", horizon=" + horizon + ", timing=" + timing + "]";
    }
}
