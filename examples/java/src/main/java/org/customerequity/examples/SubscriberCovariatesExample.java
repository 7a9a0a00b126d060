package org.customerequity.examples;

import java.util.Locale;
import java.util.Map;
import org.customerequity.fit.CoefficientTable;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.Spells;
import org.customerequity.history.contract.SpellsBuilder;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.lifetime.LifetimeValue;
import org.customerequity.lifetime.SubscriptionValueModel;
import org.customerequity.retention.covariate.CovariateEffect;
import org.customerequity.retention.covariate.CovariateRetention;
import org.customerequity.retention.covariate.CovariateSpells;
import org.customerequity.retention.covariate.CurveFamily;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;

/**
 * How much sooner do subscribers of one channel leave than those of another, and what is each worth?
 *
 * <p>One curve for all channels at once: its shape is learnt from all of them, so that small channels have values too, with
 * intervals. {@link ChannelReportExample} fits a curve of its own to each.
 */
public final class SubscriberCovariatesExample {
    private SubscriberCovariatesExample() {}

    /** Prints hazard ratios against organic subscribers, the test of them, and values by channel. */
    public static void main(String[] args) {
        // snippet:start subscriber-covariates
        ContractLog log = SampleContracts.log();
        Map<String, String> channels = SampleContracts.channels();
        CovariateTable known = CovariateTable.of(log.ids())
                .withCategories(
                        "channel",
                        log.ids().asList().stream().map(channels::get).toList());
        Spells spells = SpellsBuilder.per(PeriodUnit.MONTH)
                .until(SampleContracts.UNTIL)
                .firstSpellsOf(log, 0)
                .toRenewals();
        FitOutcome<CovariateRetention> fit = CovariateRetention.fit(
                CovariateSpells.of(log.ids(), spells, known),
                CovariateCoding.of(known).withReference("channel", "organic"),
                CurveFamily.SHIFTED_BETA_GEOMETRIC,
                CovariateEffect.PROPORTIONAL_HAZARD);
        for (CoefficientTable.Row row :
                CoefficientTable.of(fit.report()).startingWith("hazard: ").rows()) {
            Interval ratio = row.ratio().confidenceInterval(0.95);
            System.out.printf(
                    Locale.ROOT,
                    "%-24s  times %.2f [%.2f, %.2f]%n",
                    row.name(),
                    row.ratio().value(),
                    ratio.lower(),
                    ratio.upper());
        }
        System.out.printf(
                Locale.ROOT,
                "all alike: p %.1e%n",
                LikelihoodRatioTest.of(ShiftedBetaGeometric.fit(spells).report(), fit.report())
                        .pValue());

        SubscriptionValueModel worth = SubscriptionValueModel.ofCovariates(fit)
                .withMargin(0.80)
                .withDiscount(DiscountRate.ofAnnualPercent(10))
                .withHorizon(Horizon.ofYears(5))
                .withTiming(CashFlowTiming.IMMEDIATE_COUNTED);
        CurrencyAmount price = CurrencyAmount.of("USD", 29);
        for (String channel : known.levels("channel")) {
            Covariates who = Covariates.none().with("channel", channel);
            LifetimeValue one = worth.valueOfNewCustomer(who, price);
            Interval mean = one.confidenceInterval(0.95);
            System.out.printf(
                    Locale.ROOT,
                    "%-8s  %2.0f %% stay a year, worth USD %.0f [%.0f, %.0f] at 29 a month%n",
                    channel,
                    100 * fit.orThrow().curve(who).survival(12),
                    one.amount().value(),
                    mean.lower(),
                    mean.upper());
        }
        // snippet:end
    }
}
