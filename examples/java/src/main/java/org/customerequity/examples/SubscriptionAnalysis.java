package org.customerequity.examples;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.customerequity.acquisition.AcquiredCustomers;
import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.acquisition.AcquisitionLedger;
import org.customerequity.acquisition.ChannelReport;
import org.customerequity.acquisition.SharedCostKey;
import org.customerequity.equity.CustomerEquity;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.Spells;
import org.customerequity.history.contract.SpellsBuilder;
import org.customerequity.lifetime.SubscriptionValueModel;
import org.customerequity.lifetime.SubscriptionValues;
import org.customerequity.retention.cohort.CohortClock;
import org.customerequity.retention.cohort.CohortRules;
import org.customerequity.retention.cohort.CohortTable;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.EmpiricalCurve;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.revenue.Pauses;
import org.customerequity.retention.revenue.RevenueBook;
import org.customerequity.retention.revenue.RevenueWaterfall;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;

/**
 * From contracts and costs to customer equity: movements of revenue, a fitted curve, what customers are worth, what they cost.
 *
 * @param months movements of the last whole months
 * @param year the customers of a year before the end of the last whole month; empty where the contracts do not go back so far
 * @param cohorts who came in one quarter, by the months since then
 * @param curves fitted, in the order in which they were tried
 * @param valuation what follows from the curve; empty where none can be fitted
 */
record SubscriptionAnalysis(
        ContractFile.Contracts contracts,
        RevenueWaterfall months,
        Optional<RevenueBook> year,
        CohortTable cohorts,
        List<Curve> curves,
        Optional<Valuation> valuation) {
    /** A curve by its name, fitted or with the reason why not. */
    record Curve(String name, Optional<FitOutcome<? extends ParametricCurve>> outcome, String whyNot) {
        boolean isFitted() {
            return whyNot.isEmpty();
        }

        FitOutcome<? extends ParametricCurve> fit() {
            return outcome.orElseThrow();
        }
    }

    /**
     * What customers are worth.
     *
     * @param chosen the curve that values
     * @param observed retention by tenure, Kaplan-Meier
     * @param equity of the customers there are
     * @param newCustomers of the last whole year, by channel; empty where nothing is known of costs
     */
    record Valuation(
            Curve chosen,
            EmpiricalCurve observed,
            SubscriptionValues values,
            CustomerEquity equity,
            Optional<Channels> newCustomers) {}

    /**
     * What customers of each channel cost and are worth.
     *
     * @param period whose customers and costs are counted
     * @param spend in all
     * @param report fully loaded, what is shared by all spread over their customers; empty where nothing was spent or nobody came
     * @param margins contribution of a new customer a month, by channel
     */
    record Channels(
            ReportingPeriod period,
            CurrencyAmount spend,
            Optional<ChannelReport> report,
            Map<String, Contribution> margins) {}

    /** The whole analysis; of a business that nobody has left yet, what can be said without a curve. */
    static SubscriptionAnalysis of(
            ContractFile.Contracts contracts,
            Optional<AcquisitionLedger.Builder> costs,
            SubscriptionArguments arguments) {
        ContractLog log = contracts.log();
        LocalDate until = arguments.until();
        // the month of the last day counts if that day ends it
        LocalDate wholeUntil =
                ReportingPeriod.containing(until.plusDays(1), PeriodUnit.MONTH).from();
        ReportingPeriod shown = ReportingPeriod.of(wholeUntil.minusMonths(arguments.months()), wholeUntil);
        ReportingPeriod lastYear = ReportingPeriod.of(wholeUntil.minusYears(1), wholeUntil);
        Spells spells = SpellsBuilder.per(PeriodUnit.MONTH)
                .until(until)
                .spellsOf(log, 0)
                .toRenewals();
        List<Curve> curves = curves(spells, arguments.curve());
        Optional<Valuation> valuation = curves.stream()
                .filter(Curve::isFitted)
                .min(Comparator.comparingDouble(curve -> curve.fit().report().bic()))
                .map(chosen -> {
                    SubscriptionValues values = model(chosen, arguments).value(log, until, 0);
                    return new Valuation(
                            chosen,
                            EmpiricalCurve.of(spells),
                            values,
                            CustomerEquity.ofCurrent(values),
                            costs.map(ledger -> channels(contracts, ledger, lastYear, chosen, arguments)));
                });
        return new SubscriptionAnalysis(
                contracts,
                RevenueWaterfall.from(log, shown, PeriodUnit.MONTH, Pauses.asChurn()),
                log.countActiveOn(lastYear.from().minusDays(1)) == 0
                        ? Optional.empty()
                        : Optional.of(RevenueBook.from(log, lastYear, Pauses.asChurn())),
                CohortRules.per(PeriodUnit.MONTH, CohortClock.TENURE)
                        .withCohortsPer(PeriodUnit.QUARTER)
                        .tableOf(log, until),
                curves,
                valuation);
    }

    private static SubscriptionValueModel model(Curve curve, SubscriptionArguments arguments) {
        return SubscriptionValueModel.of(curve.fit())
                .withMargin(arguments.margin())
                .withDiscount(arguments.discount())
                .withHorizon(arguments.horizon())
                .withTiming(arguments.timing());
    }

    private static List<Curve> curves(Spells spells, SubscriptionArguments.Curve wanted) {
        List<Curve> curves = new ArrayList<>();
        add(curves, wanted, SubscriptionArguments.Curve.CONSTANT, "constant", ConstantRetention::fit, spells);
        add(
                curves,
                wanted,
                SubscriptionArguments.Curve.SBG,
                "shifted beta-geometric",
                ShiftedBetaGeometric::fit,
                spells);
        add(curves, wanted, SubscriptionArguments.Curve.BDW, "beta-discrete-Weibull", BetaDiscreteWeibull::fit, spells);
        return List.copyOf(curves);
    }

    private static void add(
            List<Curve> curves,
            SubscriptionArguments.Curve wanted,
            SubscriptionArguments.Curve kind,
            String name,
            Function<Spells, FitOutcome<? extends ParametricCurve>> fit,
            Spells spells) {
        if (wanted == kind || wanted == SubscriptionArguments.Curve.AUTO) {
            try {
                FitOutcome<? extends ParametricCurve> outcome = fit.apply(spells);
                String whyNot = outcome.fold(curve -> "", failed -> failed.reason());
                curves.add(new Curve(name, Optional.of(outcome), whyNot));
            } catch (IllegalArgumentException e) {
                curves.add(new Curve(name, Optional.empty(), String.valueOf(e.getMessage())));
            }
        }
    }

    /** Who came in a year, from where, at what cost and for what value. */
    private static Channels channels(
            ContractFile.Contracts contracts,
            AcquisitionLedger.Builder booked,
            ReportingPeriod year,
            Curve chosen,
            SubscriptionArguments arguments) {
        AcquisitionLedger costs = booked.build();
        ContractLog log = contracts.log();
        Map<String, double[]> revenue = new LinkedHashMap<>();
        for (int row = 0; row < log.size(); row++) {
            LocalDate first = log.firstStart(row);
            if (year.contains(first)) {
                String channel = contracts.channel(row);
                boolean paid = costs.channels().contains(channel);
                booked.won(
                        channel,
                        ReportingPeriod.containing(first, PeriodUnit.MONTH),
                        AcquiredCustomers.of(paid ? 1 : 0, paid ? 0 : 1));
                double[] sums = revenue.computeIfAbsent(channel, name -> new double[2]);
                sums[0] += log.contracts(row).get(0).price();
                sums[1]++;
            }
        }
        AcquisitionLedger ofYear = booked.build().during(year);
        CurrencyAmount spend = ofYear.spend().total();
        if (revenue.isEmpty() || spend.value() == 0) {
            return new Channels(year, spend, Optional.empty(), Map.of());
        }
        // by the customers of the whole year: there may be a month in which nobody came
        Map<String, Double> customers = new LinkedHashMap<>();
        revenue.forEach((channel, sums) -> customers.put(channel, sums[1]));
        Map<String, AcquisitionCost> cost = ofYear.allocated(SharedCostKey.ofWeights(customers))
                .costsByChannel(AcquisitionCost.Definition.FULLY_LOADED);
        double payments = chosen.fit()
                .orThrow()
                .discountedLifetime(0, arguments.discount(), CashFlowTiming.IMMEDIATE_COUNTED, arguments.horizon());
        Map<String, Contribution> values = new LinkedHashMap<>();
        Map<String, Contribution> margins = new LinkedHashMap<>();
        for (String channel : cost.keySet()) {
            double[] sums = revenue.get(channel);
            // a channel that won nobody has costs all the same
            double price = sums == null ? 0 : sums[0] / sums[1];
            Contribution margin = new Contribution(
                    new CurrencyAmount(arguments.currency(), arguments.margin().fraction() * price));
            margins.put(channel, margin);
            values.put(channel, margin.times(payments));
        }
        return new Channels(year, spend, Optional.of(ChannelReport.of(cost, values)), margins);
    }
}
