package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.Currencies;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.SpendModel;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.ValueBasis;
import org.jspecify.annotations.Nullable;

/**
 * Lifetime value from a model of buying and a model of spending. Immutable; each {@code with} returns a changed copy.
 *
 * <pre>{@code
 *   residual value     margin * E[spend per purchase] * E[discounted purchases ahead]
 *   new customer       margin * E[spend per purchase] * (1 + E[discounted repeat purchases])
 * }</pre>
 *
 * <p>Spend is independent of the number of purchases, so the expectations multiply (Fader, Hardie and Lee, RFM and CLV: Using
 * Iso-Value Curves for Customer Base Analysis, Journal of Marketing Research 42(4), 2005). Discount and horizon have no
 * default: without them there is no value. Without a margin the values are revenue, and nothing that needs contribution
 * accepts them.
 */
public final class LifetimeValueModel implements Serializable {
    private static final long serialVersionUID = 1;

    private final FittedPair models;
    private final Terms terms;

    LifetimeValueModel(FittedPair models, Terms terms) {
        this.models = models;
        this.terms = terms;
    }

    /**
     * From two fits: values carry the uncertainty of the fitted parameters, and are in the currency of the amounts that were
     * fitted, where the histories named it. Histories in another currency are refused then.
     *
     * @throws org.customerequity.fit.FitException if one of them did not converge
     */
    public static LifetimeValueModel of(
            FitOutcome<? extends PurchaseModel> buying, FitOutcome<? extends SpendModel> spending) {
        FittedPair models = FittedPair.of(buying, spending);
        Currency fitted = models.fittedCurrency();
        return new LifetimeValueModel(models, fitted == null ? Terms.NONE : Terms.NONE.withCurrency(fitted));
    }

    /** From models whose parameters are taken as certain. */
    public static LifetimeValueModel of(PurchaseModel buying, SpendModel spending) {
        return new LifetimeValueModel(new FittedPair(buying, spending, null, null, null), Terms.NONE);
    }

    /** With contribution per unit of revenue: {@code 0.30} for 30 %. */
    public LifetimeValueModel withMargin(double fraction) {
        return withMargin(MarginRatio.of(fraction));
    }

    /** With contribution per unit of revenue. */
    public LifetimeValueModel withMargin(MarginRatio margin) {
        return new LifetimeValueModel(models, terms.withMargin(Objects.requireNonNull(margin, "margin")));
    }

    /** With a rate at which money later is worth less than money now. */
    public LifetimeValueModel withDiscount(DiscountRate discount) {
        return new LifetimeValueModel(models, terms.withDiscount(Objects.requireNonNull(discount, "discount")));
    }

    /** With how far ahead value is counted. */
    public LifetimeValueModel withHorizon(Horizon horizon) {
        return new LifetimeValueModel(models, terms.withHorizon(Objects.requireNonNull(horizon, "horizon")));
    }

    /** With the moment from which a purchase is discounted; {@link PurchaseTiming#AT_PURCHASE} unless changed. */
    public LifetimeValueModel withTiming(PurchaseTiming timing) {
        return new LifetimeValueModel(models, terms.withTiming(Objects.requireNonNull(timing, "timing")));
    }

    /**
     * With the currency of the amounts, where neither a fit nor the histories name it.
     *
     * @throws CurrencyMismatchException if the spend model was fitted to amounts in another
     */
    public LifetimeValueModel withCurrency(Currency currency) {
        Currency fitted = models.fittedCurrency();
        if (fitted != null) {
            CurrencyMismatchException.check(fitted, currency);
        }
        return new LifetimeValueModel(models, terms.withCurrency(Objects.requireNonNull(currency, "currency")));
    }

    /** With the currency of an ISO 4217 code: {@code "USD"}. */
    public LifetimeValueModel withCurrency(String currencyCode) {
        return withCurrency(Currencies.of(currencyCode));
    }

    /** The model of buying. */
    public PurchaseModel buying() {
        return models.buying();
    }

    /** The model of spending. */
    public SpendModel spending() {
        return models.spending();
    }

    /**
     * The discount rate.
     *
     * @throws IllegalStateException if none was given
     */
    public DiscountRate discount() {
        DiscountRate discount = terms.discount();
        if (discount == null) {
            throw new IllegalStateException("discount must be given (withDiscount; there is no default rate)");
        }
        return discount;
    }

    /**
     * How far ahead value is counted.
     *
     * @throws IllegalStateException if it was not given
     */
    public Horizon horizon() {
        Horizon horizon = terms.horizon();
        if (horizon == null) {
            throw new IllegalStateException("horizon must be given (withHorizon; Horizon.FOREVER for no end)");
        }
        return horizon;
    }

    /** The moment from which a purchase is discounted. */
    public PurchaseTiming timing() {
        return terms.timing();
    }

    /** Contribution where a margin was given, else revenue. */
    public ValueBasis basis() {
        return terms.margin() == null ? ValueBasis.REVENUE : ValueBasis.CONTRIBUTION;
    }

    /** Contribution per unit of revenue; 1 where no margin was given and the values are revenue. */
    public double valuePerRevenue() {
        MarginRatio margin = terms.margin();
        return margin == null ? 1 : margin.fraction();
    }

    /** Whether values carry the uncertainty of fitted parameters. */
    public boolean hasParameterUncertainty() {
        return models.isUncertain();
    }

    /**
     * The residual value of every customer.
     *
     * @throws ArithmeticException if the spend model gives some customer no mean; the message says why
     * @throws IllegalStateException if no discount, horizon or currency was given
     */
    public LifetimeValues value(PurchaseHistories histories) {
        double[] meanSpend = spending().expectedSpend(histories);
        for (int i = 0; i < meanSpend.length; i++) {
            if (Double.isNaN(meanSpend[i])) {
                throw new ArithmeticException("row " + i + ": " + whyNoMean(spending(), histories, i));
            }
        }
        return new LifetimeValues(
                this,
                histories,
                currency(histories),
                buying().probabilityAlive(histories),
                DiscountedPurchases.of(buying(), histories, discount(), horizon(), timing()),
                meanSpend);
    }

    /**
     * The residual value of one customer, for a service that answers one request at a time.
     *
     * @throws IllegalStateException if no discount or horizon was given, or no currency ({@link #withCurrency}) and the spend
     *     model was not fitted in one
     */
    public LifetimeValue value(PurchaseHistory history) {
        return one(history).row(0);
    }

    /**
     * The value of a customer not yet acquired, first purchase included: it is made now, not discounted, and of the mean
     * spend of the population.
     *
     * @throws IllegalArgumentException if the model of buying has covariates: see {@link #valueOfNewCustomer(Covariates)}
     *     and {@link #valueOfNewCustomer(CovariatePath)}
     * @throws IllegalStateException if no discount or horizon was given, or no currency ({@link #withCurrency}) and the spend
     *     model was not fitted in one
     */
    public LifetimeValue valueOfNewCustomer() {
        return valueOfNewCustomer(Covariates.none());
    }

    /**
     * {@link #valueOfNewCustomer()} of one of whom nothing is known but covariates: a channel, an age.
     *
     * @throws IllegalArgumentException if a covariate of the model of buying is missing
     */
    public LifetimeValue valueOfNewCustomer(Covariates covariates) {
        return valueOfNewCustomer(PurchaseHistory.newCustomer(buying().unit()).withCovariates(covariates));
    }

    /**
     * {@link #valueOfNewCustomer()} of one of whom nothing is known but the covariates to come: seasons, planned promotions.
     *
     * @param path without purchases, as far as the horizon
     * @throws IllegalArgumentException if a covariate of the model of buying is missing, or the path does not reach as far
     */
    public LifetimeValue valueOfNewCustomer(CovariatePath path) {
        return valueOfNewCustomer(PurchaseHistory.newCustomer(buying().unit()).withPath(path));
    }

    private LifetimeValue valueOfNewCustomer(PurchaseHistory newCustomer) {
        // what the model of buying does not know of the customer, it names
        buying().probabilityAlive(newCustomer);
        LifetimeValues repeat = one(newCustomer);
        ValueTotal withFirst =
                new Uncertainty(models, repeat, 1).totals(new int[1], 1).get(0);
        return new LifetimeValue(
                withFirst.total(),
                basis(),
                repeat.probabilityAlive(0),
                1 + repeat.discountedPurchases(0),
                repeat.meanSpend(0),
                withFirst.parameterError(),
                withFirst.outcomeDeviation());
    }

    /**
     * Where the outcome of one customer will lie, by simulation of purchases and spend with parameters drawn from their
     * uncertainty. The outcome of one customer is often zero and sometimes large: no symmetric interval describes it. A
     * horizon without end is simulated until money is worth a millionth.
     *
     * @param level in (0, 1)
     * @param draws how many outcomes to simulate, at least 100; 2,000 give limits within a few per cent
     */
    public Interval predictionInterval(PurchaseHistory history, double level, int draws, RandomGenerator random) {
        return new OutcomeSimulation(models, this).interval(single(history), level, draws, random);
    }

    ValueTotal total(LifetimeValues values) {
        return totals(values, new int[values.size()], 1).get(0);
    }

    List<ValueTotal> totals(LifetimeValues values, int[] group, int groups) {
        return new Uncertainty(models, values, 0).totals(group, groups);
    }

    LifetimeValue valueOfNewCustomer(Currency currency) {
        return new LifetimeValueModel(models, terms.withCurrency(currency)).valueOfNewCustomer();
    }

    double parameterErrorWithNew(LifetimeValues values, double newCustomers) {
        LifetimeValues repeat = new LifetimeValueModel(models, terms.withCurrency(values.currency()))
                .one(PurchaseHistory.newCustomer(buying().unit()));
        return new Uncertainty(models, values, 0).parameterErrorWith(new Uncertainty(models, repeat, 1), newCustomers);
    }

    double parameterErrorOfDifference(LifetimeValues values, LifetimeValues later) {
        if (!models.equals(later.model().models)) {
            throw Require.bad(
                    "later",
                    "must be valued with the same fit",
                    "how two fits err together is not known",
                    later.model().buying() + ", " + later.model().spending());
        }
        return new Uncertainty(models, values, 0).parameterErrorWith(new Uncertainty(models, later, 0), -1);
    }

    Interval simulatedInterval(LifetimeValues values, double level, int draws, RandomGenerator random) {
        return new OutcomeSimulation(models, this).interval(values.histories(), level, draws, random);
    }

    private LifetimeValues one(PurchaseHistory history) {
        PurchaseHistories row = single(history);
        // where there is no mean, this says so without naming a row that the caller has not
        spending().expectedSpend(history.spend());
        return value(row);
    }

    /** What the single form says of a row that is NaN in the column form. */
    static String whyNoMean(SpendModel spending, PurchaseHistories histories, int i) {
        try {
            double mean = spending.expectedSpend(histories.row(i).spend());
            return "the spend model gives no mean in its column form, and " + mean + " in its single form";
        } catch (ArithmeticException why) {
            return String.valueOf(why.getMessage());
        }
    }

    /** That of the values of these histories. */
    Currency currency(PurchaseHistories histories) {
        Currency ours = terms.currency();
        Currency theirs = histories.currency().orElse(ours);
        if (theirs == null) {
            throw new IllegalStateException(
                    "currency must be given (TransactionSummarizer.withCurrency or LifetimeValueModel.withCurrency)");
        }
        if (ours != null) {
            CurrencyMismatchException.check(ours, theirs);
        }
        return theirs;
    }

    private PurchaseHistories single(PurchaseHistory h) {
        Currency currency = terms.currency();
        if (currency == null) {
            throw new IllegalStateException("currency must be given (LifetimeValueModel.withCurrency)");
        }
        return h.asHistories(currency);
    }

    /** Equal models, covariances and terms. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof LifetimeValueModel other && models.equals(other.models) && terms.equals(other.terms);
    }

    @Override
    public int hashCode() {
        return Objects.hash(models, terms);
    }

    /** The models and the terms: {@code LifetimeValueModel[BgNbd[...], GammaGamma[...], Terms[margin=...]]}. */
    @Override
    public String toString() {
        return "LifetimeValueModel[" + buying() + ", " + spending() + ", " + terms + "]";
    }
}
