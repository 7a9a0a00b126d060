package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * What a change of equity returns on the spend that brings it about.
 *
 * <pre>{@code
 *   net value         dCE - E
 *   return (ROI)      (dCE - E) / E
 *   break-even spend  dCE
 *   it pays with      Phi((dCE - E) / se),  se^2 = se(dCE)^2 + se(E)^2
 *
 *   dCE  change of the brand's equity      E  present value of the spend
 * }</pre>
 *
 * <p>Rust, Lemon and Zeithaml, Return on Marketing, Journal of Marketing 68(1), 2004. Of options that exclude each other and are
 * limited in scale, take the largest net value; under a budget, the largest return. Standard errors are those of
 * {@link BrandChange}, and of the spend where it is an estimate; {@code simulate} shows the same without taking the change as linear
 * in the parameters. Immutable.
 */
public final class MarketingReturn implements Serializable {
    private static final long serialVersionUID = 1;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private final BrandChange change;
    private final SpendStream spend;
    private final DiscountRate rate;
    private final Estimate present;

    MarketingReturn(BrandChange change, SpendStream spend, DiscountRate rate) {
        this.change = change;
        this.spend = spend;
        this.rate = rate;
        this.present = spend.presentEstimate(rate);
    }

    /** The change of equity. */
    public BrandChange change() {
        return change;
    }

    /** The amounts spent. */
    public SpendStream spend() {
        return spend;
    }

    /** What all the spend is worth now. */
    public CurrencyAmount presentSpend() {
        return new CurrencyAmount(spend.currency(), present.value());
    }

    /** The return: net value over spend, {@code 0.45} for 45 %; undefined, with the reason, where nothing is spent. */
    public Ratio roi() {
        return Ratio.of(net(), "net value", present.value(), "spend");
    }

    /** The change of equity less the spend; defined also where nothing is spent. */
    public CurrencyAmount netValue() {
        return new CurrencyAmount(spend.currency(), net());
    }

    private double net() {
        return change.change().value() - present.value();
    }

    /** The present value of spend that the change is worth: the change itself, negative where no spend pays. */
    public CurrencyAmount breakEvenSpend() {
        return change.change();
    }

    /**
     * The net value with its standard error, in the market's currency.
     *
     * @throws IllegalStateException if the model has no standard errors
     */
    public Estimate netValueEstimate() {
        return Estimate.of(net(), Math.hypot(change.estimate().standardError(), present.standardError()));
    }

    /**
     * The return with its standard error.
     *
     * <pre>{@code
     *   se^2 = (se(dCE)^2 + (dCE / E)^2 se(E)^2) / E^2
     * }</pre>
     *
     * @throws IllegalStateException if the model has no standard errors
     * @throws org.customerequity.value.UndefinedRatioException if nothing is spent
     */
    public Estimate roiEstimate() {
        double roi = roi().value();
        double ofChange = change.estimate().standardError();
        return Estimate.of(roi, Math.hypot(ofChange, (1 + roi) * present.standardError()) / present.value());
    }

    /**
     * Where the return lies, by the delta method.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws IllegalStateException if the model has no standard errors
     * @throws org.customerequity.value.UndefinedRatioException if nothing is spent
     */
    public Interval confidenceInterval(double level) {
        return roiEstimate().confidenceInterval(level);
    }

    /**
     * How likely the net value is above 0, by the delta method.
     *
     * @throws IllegalStateException if the model has no standard errors
     */
    public double probabilityItPays() {
        return probabilityPositive(netValueEstimate());
    }

    /**
     * How likely this option returns more on its spend than another one in the same market, by the delta method: the difference of
     * both, because they carry the same parameters; intervals that overlap say nothing.
     *
     * @throws IllegalArgumentException if the other option was valued in another market
     * @throws IllegalStateException if the model has no standard errors
     * @throws org.customerequity.value.UndefinedRatioException if one of them spends nothing
     */
    public double probabilityBetterThan(MarketingReturn other) {
        requireSameMarket(other);
        double[] mine = change.gradient();
        double[] others = other.change.gradient();
        double e = present.value();
        double f = other.present.value();
        double roi = roi().value();
        double roiOfOther = other.roi().value();
        double[] gradient = new double[mine.length];
        for (int p = 0; p < gradient.length; p++) {
            gradient[p] = mine[p] / e - others[p] / f;
        }
        double ofSpend = Math.hypot(
                (1 + roi) * present.standardError() / e, (1 + roiOfOther) * other.present.standardError() / f);
        double error = Delta.error(gradient, change.all().today().covarianceOrThrow());
        return probabilityPositive(Estimate.of(roi - roiOfOther, Math.hypot(error, ofSpend)));
    }

    /**
     * How likely this option returns more on its spend than another one in the same market, by draws that both share. Uncertain
     * spends of the two are drawn independently.
     *
     * @param draws at least 100
     * @throws IllegalArgumentException if the other option was valued in another market
     * @throws IllegalStateException if the model has no standard errors
     * @throws org.customerequity.value.UndefinedRatioException if one of them spends nothing
     * @throws ArithmeticException if a draw of a spend is not above 0; estimate it on the logarithmic scale
     */
    public double probabilityBetterThan(MarketingReturn other, int draws, RandomGenerator random) {
        requireSameMarket(other);
        roi().value();
        other.roi().value();
        double[][] parameters = new WhatIf(change.all().today()).parameterDraws(draws, random);
        double[] mine = returns(parameters, random);
        double[] others = other.returns(parameters, random);
        int better = 0;
        for (int s = 0; s < draws; s++) {
            better += mine[s] > others[s] ? 1 : 0;
        }
        return (double) better / draws;
    }

    private void requireSameMarket(MarketingReturn other) {
        if (!Objects.requireNonNull(other, "other")
                .change
                .all()
                .today()
                .equals(change.all().today())) {
            throw Require.bad(
                    "other",
                    "must be valued from the same equities",
                    "one model, survey and market",
                    other.change.brand());
        }
    }

    /**
     * The return under draws of the parameters, and of the spend where it is an estimate.
     *
     * @param draws at least 100; 1,000 give an interval, 10,000 a good one
     * @throws IllegalStateException if the model has no standard errors
     * @throws org.customerequity.value.UndefinedRatioException if nothing is spent
     * @throws ArithmeticException if a draw of the spend is not above 0; estimate it on the logarithmic scale
     */
    public SimulatedValue simulateRoi(int draws, RandomGenerator random) {
        roi().value();
        return SimulatedValue.of(returns(new WhatIf(change.all().today()).parameterDraws(draws, random), random));
    }

    /**
     * The net value under draws of the parameters, and of the spend where it is an estimate.
     *
     * @param draws at least 100; 1,000 give an interval, 10,000 a good one
     * @throws IllegalStateException if the model has no standard errors
     */
    public SimulatedValue simulateNetValue(int draws, RandomGenerator random) {
        double[] values = change.simulated(new WhatIf(change.all().today()).parameterDraws(draws, random));
        for (int s = 0; s < draws; s++) {
            values[s] -= spend.draw(rate, random);
        }
        return SimulatedValue.of(values);
    }

    private double[] returns(double[][] parameters, RandomGenerator random) {
        double[] values = change.simulated(parameters);
        for (int s = 0; s < values.length; s++) {
            double e = spend.draw(rate, random);
            if (!(e > 0)) {
                throw new ArithmeticException("spend must be > 0 in every draw for a return, was " + e + " in draw " + s
                        + " (ask for the net value, or estimate the spend on the logarithmic scale)");
            }
            values[s] = values[s] / e - 1;
        }
        return values;
    }

    private static double probabilityPositive(Estimate e) {
        if (e.standardError() == 0) {
            return e.value() > 0 ? 1 : 0;
        }
        return NORMAL.cumulativeProbability(e.value() / e.standardError());
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof MarketingReturn other
                && change.equals(other.change)
                && spend.equals(other.spend)
                && rate.equals(other.rate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(change, spend, rate);
    }

    /** {@code one value by 0.2: change 2902398, spend 838017, net value 2064381, return 246.3 %}. */
    @Override
    public String toString() {
        Ratio roi = roi();
        return String.format(
                Locale.ROOT,
                "%s: change %.0f, spend %.0f, net value %.0f, return %s",
                change.all().scenario(),
                change.change().value(),
                present.value(),
                net(),
                roi.isDefined() ? String.format(Locale.ROOT, "%.1f %%", 100 * roi.value()) : "undefined (no spend)");
    }
}
