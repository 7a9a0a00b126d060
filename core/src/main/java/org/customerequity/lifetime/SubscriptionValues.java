package org.customerequity.lifetime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Parametric;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Quantiles;
import org.customerequity.internal.Require;
import org.customerequity.retention.covariate.TenurePath;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.ValueBasis;
import org.jspecify.annotations.Nullable;

/**
 * The residual lifetime value of every customer with a contract. Immutable. All are customers now, so that
 * {@link #probabilityAlive} is 1; a {@link LifetimeValue} of them has discounted payments in place of purchases, and the price of
 * a period in place of the spend.
 */
public final class SubscriptionValues implements CustomerValues {
    private static final long serialVersionUID = 1;

    private final SubscriptionValueModel model;
    private final @Nullable CustomerIds ids;

    /** The covariates that occur, each once; none where one curve holds for all. */
    private final List<TenurePath> paths;

    /** Which of them each row has; null where one curve holds for all. */
    private final int @Nullable [] kind;

    private final double[] tenure;
    private final double[] price;
    private final Currency currency;

    private final Tenures tenures;

    /** The discounted payments of a customer of each tenure that occurs. */
    private final double[] payments;

    SubscriptionValues(
            SubscriptionValueModel model,
            @Nullable CustomerIds ids,
            double[] tenure,
            double[] price,
            Currency currency) {
        this(model, ids, List.of(), null, tenure, price, currency);
    }

    SubscriptionValues(
            SubscriptionValueModel model,
            @Nullable CustomerIds ids,
            List<TenurePath> paths,
            int @Nullable [] kind,
            double[] tenure,
            double[] price,
            Currency currency) {
        this.model = model;
        this.ids = ids;
        this.paths = paths;
        this.kind = kind;
        this.tenure = tenure;
        this.price = price;
        this.currency = Objects.requireNonNull(currency, "currency");
        this.tenures = new Tenures(tenure, kind);
        this.payments = payments(model.curves(paths), model.horizon());
        for (int i = 0; i < tenures.rows(); i++) {
            if (!(Math.abs(value(i)) < Double.POSITIVE_INFINITY)) {
                throw Require.bad("prices[" + i + "]", "must have a finite value ahead", "", price[i]);
            }
        }
    }

    private double[] payments(RetentionCurve[] curves, Horizon horizon) {
        double[] out = new double[tenures.size()];
        for (int u = 0; u < out.length; u++) {
            out[u] = curves[tenures.kind(u)].discountedLifetime(
                    tenures.value(u), model.discount(), model.timing(), horizon);
        }
        return out;
    }

    @Override
    public int size() {
        return tenure.length;
    }

    /** The curve and the conventions that gave these values. */
    public SubscriptionValueModel model() {
        return model;
    }

    @Override
    public Currency currency() {
        return currency;
    }

    @Override
    public ValueBasis basis() {
        return model.basis();
    }

    @Override
    public DiscountRate discount() {
        return model.discount();
    }

    @Override
    public Horizon horizon() {
        return model.horizon();
    }

    @Override
    public boolean hasIds() {
        return ids != null;
    }

    @Override
    public CustomerIds ids() {
        if (ids == null) {
            throw new IllegalStateException("customers must have identifiers (value takes them)");
        }
        return ids;
    }

    /** How long row {@code i} stays: the curve of all, or that of the customer's own covariates. */
    public RetentionCurve curve(int i) {
        Objects.checkIndex(i, size());
        return kind == null ? model.curve() : model.curves(List.of(paths.get(kind[i])))[0];
    }

    /** The tenure that row {@code i} has reached. */
    public double tenure(int i) {
        return tenure[i];
    }

    /** What row {@code i} pays per period, in {@link #currency()}. */
    public double price(int i) {
        return price[i];
    }

    /** Expected payments ahead of row {@code i}, 1 a period, each discounted. */
    public double discountedPayments(int i) {
        return payments[tenures.place(i)];
    }

    @Override
    public double value(int i) {
        return model.valuePerRevenue() * price[i] * payments[tenures.place(i)];
    }

    @Override
    public double probabilityAlive(int i) {
        Objects.checkIndex(i, size());
        return 1;
    }

    @Override
    public double[] toArray() {
        double[] out = new double[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = value(i);
        }
        return out;
    }

    @Override
    public LifetimeValue row(int i) {
        Objects.checkIndex(i, size());
        ValueTotal one = new SubscriptionValues(
                        model,
                        null,
                        kind == null ? List.of() : List.of(paths.get(kind[i])),
                        kind == null ? null : new int[1],
                        new double[] {tenure[i]},
                        new double[] {price[i]},
                        currency)
                .total();
        return new LifetimeValue(
                one.total(), basis(), 1, discountedPayments(i), price[i], one.parameterError(), one.outcomeDeviation());
    }

    @Override
    public ValueTotal total() {
        return totals(new int[size()], 1).get(0);
    }

    @Override
    public List<ValueTotal> totals(int[] group, int groups) {
        if (group.length != size()) {
            throw Require.bad("group", "must have one entry for each of the rows, " + size(), "", group.length);
        }
        double[] spread = new double[tenures.size()];
        RetentionCurve[] curves = model.curves(paths);
        for (int u = 0; u < spread.length; u++) {
            spread[u] = PaymentVariance.of(curves[tenures.kind(u)], model).of(tenures.value(u), payments[u]);
        }
        double[][] revenue = new double[groups][tenures.size()];
        double[][] lost = new double[groups][tenures.size()];
        int[] customers = new int[groups];
        double[] variance = new double[groups];
        double[] largest = new double[groups];
        double margin = model.valuePerRevenue();
        for (int i = 0; i < group.length; i++) {
            int g = group[i];
            if (g < 0 || g >= groups) {
                throw Require.bad("group", "must be from 0 to groups - 1, " + (groups - 1), "", g);
            }
            // who pays nothing is certain to, even where there is no variance
            double each = margin * price[i];
            double outcome = each == 0 ? 0 : each * (each * spread[tenures.place(i)]);
            customers[g]++;
            int u = tenures.place(i);
            double sum = revenue[g][u] + price[i];
            lost[g][u] += revenue[g][u] >= price[i] ? revenue[g][u] - sum + price[i] : price[i] - sum + revenue[g][u];
            revenue[g][u] = sum;
            variance[g] += outcome;
            largest[g] = Math.max(largest[g], outcome);
        }
        for (int g = 0; g < groups; g++) {
            for (int u = 0; u < tenures.size(); u++) {
                revenue[g][u] += lost[g][u];
            }
        }
        double[] errors = errors(
                at -> {
                    double[] each = payments(SubscriptionValueModel.curves(at, paths), model.horizon());
                    double[] sums = new double[groups];
                    for (int g = 0; g < groups; g++) {
                        sums[g] = margin * product(revenue[g], each);
                    }
                    return sums;
                },
                groups);
        List<ValueTotal> out = new ArrayList<>(groups);
        for (int g = 0; g < groups; g++) {
            out.add(new ValueTotal(
                    new CurrencyAmount(currency, margin * product(revenue[g], payments)),
                    basis(),
                    customers[g],
                    errors[g],
                    Math.sqrt(variance[g]),
                    Uncertainty.largestShare(largest[g], variance[g])));
        }
        return out;
    }

    private static double product(double[] a, double[] b) {
        Sum sum = Sum.create();
        for (int u = 0; u < a.length; u++) {
            sum.addProduct(a[u], b[u]);
        }
        return sum.getAsDouble();
    }

    /** Standard errors of figures of the fitted model; 0 where it is certain. */
    private double[] errors(Function<Parametric, double[]> figures, int size) {
        FitOutcome<? extends Parametric> fit = model.fit();
        return fit == null || !model.hasParameterUncertainty() ? new double[size] : errors(fit, figures);
    }

    private static <M extends Parametric> double[] errors(FitOutcome<M> fit, Function<Parametric, double[]> figures) {
        return DeltaMethod.standardErrors(fit, figures::apply);
    }

    /**
     * {@inheritDoc} Paying the mean price of the present customers, from the moment of acquisition on where payment is in advance:
     * with the timing {@code END_OF_PERIOD} at the end of each period, else with a first payment now. Where customers have
     * covariates, the new one has those of a present one who is drawn at random.
     *
     * @throws IllegalArgumentException if there are no customers, so that there is no mean price
     */
    @Override
    public LifetimeValue valueOfNewCustomer() {
        SubscriptionValues drawn = newCustomer();
        if (kind == null) {
            return drawn.row(0);
        }
        ValueTotal mean = drawn.total();
        double[] shares = shares();
        double payments = 0;
        double squares = 0;
        for (int k = 0; k < shares.length; k++) {
            double own = drawn.row(k).outcomeDeviation() / shares[k];
            double apart = drawn.value(k) / shares[k] - mean.total().value();
            payments += shares[k] * drawn.discountedPayments(k);
            // within those of the same covariates, and between them
            squares += shares[k] * (own * own + apart * apart);
        }
        double price = Sum.of(drawn.price).getAsDouble();
        return new LifetimeValue(mean.total(), basis(), 1, payments, price, mean.parameterError(), Math.sqrt(squares));
    }

    /** What share of customers have each set of covariates. */
    private double[] shares() {
        double[] shares = new double[paths.size()];
        for (int i = 0; i < size(); i++) {
            shares[kind == null ? 0 : kind[i]]++;
        }
        for (int k = 0; k < shares.length; k++) {
            shares[k] /= size();
        }
        return shares;
    }

    /** One customer; with covariates, a row for each set of them that pays by the share of customers who have it. */
    private SubscriptionValues newCustomer() {
        Require.positive(size(), "customers", "the price of a new one is the mean of the present ones");
        double mean = Sum.of(price).getAsDouble() / size();
        SubscriptionValueModel acquired = model.fromAcquisition();
        if (kind == null) {
            return new SubscriptionValues(acquired, null, new double[1], new double[] {mean}, currency);
        }
        double[] parts = shares();
        Arrays.setAll(parts, k -> mean * parts[k]);
        int[] each = IntStream.range(0, parts.length).toArray();
        return new SubscriptionValues(acquired, null, paths, each, new double[parts.length], parts, currency);
    }

    @Override
    public double parameterErrorWithNew(double newCustomers) {
        Require.nonNegative(newCustomers, "newCustomers", "customers still to come");
        SubscriptionValues one = newCustomer();
        return errors(at -> new double[] {totalBy(at) + newCustomers * one.totalBy(at)}, 1)[0];
    }

    @Override
    public double parameterErrorOfDifference(CustomerValues later) {
        CurrencyMismatchException.check(currency, later.currency());
        if (!(later instanceof SubscriptionValues other) || !other.model.hasSameCurves(model)) {
            throw Require.bad(
                    "later", "must be valued with the same fit", "how two fits err together is not known", later);
        }
        return errors(at -> new double[] {other.totalBy(at) - totalBy(at)}, 1)[0];
    }

    private double totalBy(Parametric at) {
        double[] each = payments(SubscriptionValueModel.curves(at, paths), model.horizon());
        Sum sum = Sum.create();
        for (int i = 0; i < tenures.rows(); i++) {
            sum.addProduct(price[i], each[tenures.place(i)]);
        }
        return model.valuePerRevenue() * sum.getAsDouble();
    }

    /** {@inheritDoc} Tenures are drawn from the curve, its parameters from their uncertainty where it was fitted. */
    @Override
    public Interval simulatedInterval(double level, int draws, RandomGenerator random) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        if (draws < 100) {
            throw Require.bad("draws", "must be >= 100", "2,000 give limits within a few per cent", draws);
        }
        double d = model.discount().perPeriod(model.unit());
        double gap = d / (1 + d);
        double periods = model.horizon().lengthPer(model.unit());
        CashFlowTiming timing = model.timing();
        double[] totals = new double[draws];
        for (int k = 0; k < draws; k++) {
            RetentionCurve[] curves = drawn(random);
            Sum sum = Sum.create();
            for (int i = 0; i < tenure.length; i++) {
                RetentionCurve curve = curves[kind == null ? 0 : kind[i]];
                // the renewals still made: those strictly before the end of the tenure
                double renewals = Math.ceil(curve.simulateTenure(tenure[i], random) - tenure[i]) - 1;
                sum.addProduct(price[i], payments(timing, renewals, periods, gap));
            }
            totals[k] = model.valuePerRevenue() * sum.getAsDouble();
        }
        Arrays.sort(totals);
        return new Interval(
                Quantiles.ofSorted(totals, (1 - level) / 2), Quantiles.ofSorted(totals, (1 + level) / 2), level);
    }

    /** The discounted payments of a customer who renews so many times more. */
    private static double payments(CashFlowTiming timing, double renewals, double periods, double gap) {
        double v = 1 - gap;
        return switch (timing) {
            case IMMEDIATE_COUNTED -> GeometricSum.of(gap, Math.min(renewals, periods) + 1);
            case AFTER_FIRST -> v * GeometricSum.of(gap, Math.min(renewals, periods));
            case END_OF_PERIOD -> v * GeometricSum.of(gap, Math.min(renewals + 1, periods));
            case JUST_BEFORE_RENEWAL -> GeometricSum.of(gap, Math.min(renewals, periods));
        };
    }

    private RetentionCurve[] drawn(RandomGenerator random) {
        FitOutcome<? extends Parametric> fit = model.fit();
        if (fit == null || !model.hasParameterUncertainty()) {
            return model.curves(paths);
        }
        Parametric estimate = fit.orThrow();
        double[] parameters = ParameterDraw.of(estimate, ParameterDraw.covariance(fit.report()), random);
        return SubscriptionValueModel.curves(estimate.withParameters(parameters), paths);
    }

    @Override
    public boolean hasSameTerms(CustomerValues other) {
        return other instanceof SubscriptionValues that && model.hasSameTerms(that.model);
    }

    @Override
    public CurrencyAmount totalWithin(Horizon nearer) {
        double[] each = payments(model.curves(paths), nearer);
        Sum sum = Sum.create();
        for (int i = 0; i < tenures.rows(); i++) {
            sum.addProduct(price[i], each[tenures.place(i)]);
        }
        return new CurrencyAmount(currency, model.valuePerRevenue() * sum.getAsDouble());
    }

    /** {@inheritDoc} With {@link CashFlowTiming#IMMEDIATE_COUNTED} the payment on the later day is the first of that value. */
    @Override
    public CurrencyAmount expectedUntil(Horizon later) {
        if (model.timing() != CashFlowTiming.IMMEDIATE_COUNTED) {
            return totalWithin(later);
        }
        // payments 0 to n - 1 are those of the ends of n periods, each a period earlier
        SubscriptionValues atEnds = new SubscriptionValues(
                model.withTiming(CashFlowTiming.END_OF_PERIOD), ids, paths, kind, tenure, price, currency);
        return atEnds.totalWithin(later).times(1 + model.discount().perPeriod(model.unit()));
    }

    /** Equal models, customers and prices. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SubscriptionValues other
                && model.equals(other.model)
                && Objects.equals(ids, other.ids)
                && paths.equals(other.paths)
                && Arrays.equals(kind, other.kind)
                && currency.equals(other.currency)
                && Arrays.equals(tenure, other.tenure)
                && Arrays.equals(price, other.price);
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, currency, Arrays.hashCode(tenure), Arrays.hashCode(price));
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "SubscriptionValues[" + size() + " customers, " + basis() + " in " + currency + "]";
    }
}
