package org.customerequity.metric.programme;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.internal.Require;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.UndefinedRatioException;

/**
 * What a change of price does to the value of a customer who buys less or more and stays for a shorter or longer time. Demand and
 * retention have constant elasticities to the price:
 *
 * <pre>{@code
 *   m' = units x (P'/P)^demand elasticity x (P' - c)
 *   r' = r x (P'/P)^retention elasticity
 *   value for ever, by timing:   m' (1+d)/(1+d-r')   m' r'/(1+d-r')   m'/(1+d-r')   m' r'(1+d)/(1+d-r')
 * }</pre>
 *
 * <p>Both elasticities are mostly negative. They must come from an experiment or from past changes of price that were not answers to
 * demand.
 *
 * @param change of the price
 * @param unitsPerPeriod that a customer buys before, {@code > 0}
 * @param unit the period of units and retention
 * @param retention share of customers who stay for another period before, in (0, 1)
 * @param rate of discount
 * @param timing when margins arrive and whether the first one counts
 */
public record PriceResponse(
        PriceChange change,
        double unitsPerPeriod,
        PeriodUnit unit,
        double retention,
        DiscountRate rate,
        CashFlowTiming timing)
        implements Serializable {
    public PriceResponse {
        Objects.requireNonNull(change, "change");
        Require.positive(unitsPerPeriod, "unitsPerPeriod", "that a customer buys");
        Objects.requireNonNull(unit, "unit");
        Require.openFraction(retention, "retention", "0.8 means 80 % stay for another period");
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(timing, "timing");
    }

    /** The value of a customer at the old price. */
    public Contribution valueBefore() {
        return new Contribution(change.unitContribution().times(unitsPerPeriod * multiple(retention)));
    }

    /**
     * The value of a customer at the new price.
     *
     * @param demandElasticity relative change of units for one of price; finite, mostly negative
     * @param retentionElasticity relative change of retention for one of price; finite, mostly negative
     * @throws IllegalArgumentException if retention would be 1 or more
     */
    public Contribution valueAfter(double demandElasticity, double retentionElasticity) {
        Require.finite(retentionElasticity, "retentionElasticity", "mostly negative");
        double stays = retention * power(retentionElasticity);
        if (!(stays < 1)) {
            throw Require.bad(
                    "retentionElasticity", "must leave retention < 1", "it would be " + stays, retentionElasticity);
        }
        return new Contribution(change.newUnitContribution().times(unitsAfter(demandElasticity) * multiple(stays)));
    }

    /** {@code valueAfter - valueBefore}, per customer. */
    public Contribution gain(double demandElasticity, double retentionElasticity) {
        return new Contribution(valueAfter(demandElasticity, retentionElasticity)
                .amount()
                .minus(valueBefore().amount()));
    }

    /**
     * The elasticity of retention at which the change earns nothing. A rise pays where retention is less elastic, that is nearer to
     * 0; a cut, where it is more. Empty where no retention in (0, 1) makes the two values equal: the change pays, or loses, whatever
     * retention does.
     *
     * @throws UndefinedRatioException if the price does not change
     */
    public OptionalDouble breakEvenRetentionElasticity(double demandElasticity) {
        double logPrice = Math.log1p(change.relativeChange());
        if (logPrice == 0) {
            throw new UndefinedRatioException(
                    "break-even retention elasticity is undefined, because the price does not change");
        }
        double margin = change.newUnitContribution().value() * unitsAfter(demandElasticity);
        double value = valueBefore().amount().value();
        double growth = 1 + rate.perPeriod(unit);
        double stays = switch (timing) {
            case IMMEDIATE_COUNTED -> growth * (1 - margin / value);
            case AFTER_FIRST -> value * growth / (margin + value);
            case END_OF_PERIOD -> growth - margin / value;
            case JUST_BEFORE_RENEWAL -> value * growth / (margin * growth + value);
        };
        return margin > 0 && stays > 0 && stays < 1
                ? OptionalDouble.of(Math.log(stays / retention) / logPrice)
                : OptionalDouble.empty();
    }

    private double unitsAfter(double demandElasticity) {
        return unitsPerPeriod * power(Require.finite(demandElasticity, "demandElasticity", "mostly negative"));
    }

    /** {@code (P'/P)^elasticity}. */
    private double power(double elasticity) {
        return Math.exp(elasticity * Math.log1p(change.relativeChange()));
    }

    /** Value for ever of a margin of 1 a period. */
    private double multiple(double stays) {
        double growth = 1 + rate.perPeriod(unit);
        double fixed = 1 / (growth - stays);
        return switch (timing) {
            case IMMEDIATE_COUNTED -> growth * fixed;
            case AFTER_FIRST -> stays * fixed;
            case END_OF_PERIOD -> fixed;
            case JUST_BEFORE_RENEWAL -> stays * growth * fixed;
        };
    }
}
