package org.customerequity.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.customerequity.equity.CustomerEquity;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.lifetime.LifetimeValue;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.lifetime.LifetimeValues;
import org.customerequity.model.diagnosis.ModelComparison;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.model.spend.SpendModel;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * From histories to customer equity: fit models of buying, take the likelier or what a comparison chooses, add spend, value
 * every customer.
 *
 * @param check how forecasts from the calibration turned out, where one was asked for
 * @param comparison of all models, where one was asked for: on the calibration and its holdout, or on all days
 * @param buying the purchase models, fitted on all days
 * @param chosen the one that values
 * @param spending the spend model, fitted on all days
 * @param values of the customers there are, one by one
 * @param equity of all of them
 * @param newCustomer one more customer, first purchase included
 * @param yearsAhead the time for which purchases are expected: the horizon, or a year where that has no end
 * @param expectedPurchases in that time, of each customer
 */
record Analysis(
        Optional<ForecastCheck> check,
        Optional<ModelComparison> comparison,
        List<FittedModel<? extends PurchaseModel>> buying,
        FittedModel<? extends PurchaseModel> chosen,
        FittedModel<? extends SpendModel> spending,
        LifetimeValues values,
        CustomerEquity equity,
        LifetimeValue newCustomer,
        double yearsAhead,
        double[] expectedPurchases) {

    /**
     * The whole analysis.
     *
     * @throws Refusal if no purchase model or no spend model can be fitted
     */
    static Analysis of(Transactions transactions, Arguments arguments, Progress progress) {
        PurchaseHistories histories = transactions.histories();
        progress.report("fitting models of buying to " + Text.count(histories.size(), "customer"));
        Optional<ModelComparison> comparison =
                arguments.comparesModels() ? Optional.of(compare(transactions, arguments)) : Optional.empty();
        Optional<ForecastCheck> check = transactions
                .split()
                .map(split -> ForecastCheck.of(
                        split,
                        comparison
                                .map(FittedModel::of)
                                .orElseGet(() -> FittedModel.buying(
                                        arguments.models(),
                                        transactions.calibration(
                                                arguments.calibrateUntil().orElseThrow())))));
        PurchaseHistories compared =
                arguments.calibrateUntil().map(transactions::calibration).orElse(histories);
        List<PurchaseModelFamily> families =
                comparison.map(all -> List.of(choice(all, compared))).orElseGet(arguments::models);
        List<FittedModel<? extends PurchaseModel>> buying = FittedModel.buying(families, histories);
        FittedModel<? extends PurchaseModel> chosen = likeliest(buying, histories);

        progress.report("fitting the model of spending");
        FittedModel<? extends SpendModel> spending = arguments.spending().fit(transactions, arguments.currency());

        progress.report("valuing " + Text.count(histories.size(), "customer"));
        LifetimeValueModel model = LifetimeValueModel.of(chosen.outcome(), spending.outcome())
                .withMargin(arguments.margin())
                .withDiscount(arguments.discount())
                .withHorizon(arguments.horizon())
                .withCurrency(arguments.currency());
        double yearsAhead =
                arguments.horizon().isForever() ? 1 : arguments.horizon().length();
        Span ahead = Span.first(yearsAhead, PeriodUnit.YEAR).per(arguments.unit());
        try {
            LifetimeValues values = model.value(histories);
            return new Analysis(
                    check,
                    comparison,
                    buying,
                    chosen,
                    spending,
                    values,
                    CustomerEquity.ofCurrent(values),
                    model.valueOfNewCustomer(),
                    yearsAhead,
                    chosen.outcome().orThrow().expectedPurchases(histories, ahead));
        } catch (ArithmeticException noMean) {
            throw Refusal.ofData("customers cannot be valued: " + noMean.getMessage());
        }
    }

    /** On the calibration, where there is one to be judged by the days after it. */
    private static ModelComparison compare(Transactions transactions, Arguments arguments) {
        PurchaseLog log = transactions.log().orElseThrow();
        return arguments
                .calibrateUntil()
                .map(day -> ModelComparison.of(arguments.models(), log, day))
                .orElseGet(() -> ModelComparison.of(arguments.models(), log.histories()));
    }

    private static PurchaseModelFamily choice(ModelComparison comparison, PurchaseHistories histories) {
        if (!comparison.hasChoice()) {
            throw noModel(
                    comparison.candidates().stream()
                            .map(candidate -> candidate.family().title() + ": "
                                    + candidate.failure().orElseThrow().split(";")[0])
                            .toList(),
                    histories);
        }
        return comparison.chosen().family();
    }

    /** The model with the higher log-likelihood, of those that converged: they have equally many parameters. */
    private static FittedModel<? extends PurchaseModel> likeliest(
            List<FittedModel<? extends PurchaseModel>> models, PurchaseHistories histories) {
        FittedModel<? extends PurchaseModel> best = null;
        List<String> reasons = new ArrayList<>();
        for (FittedModel<? extends PurchaseModel> model : models) {
            if (model.outcome() instanceof FitOutcome.NotConverged<?> no) {
                reasons.add(model.name() + ": " + no.reason());
            } else if (best == null || model.logLikelihood() > best.logLikelihood()) {
                best = model;
            }
        }
        if (best == null) {
            throw noModel(reasons, histories);
        }
        return best;
    }

    private static Refusal noModel(List<String> reasons, PurchaseHistories histories) {
        long back = IntStream.range(0, histories.size())
                .filter(i -> histories.frequency(i) > 0)
                .count();
        return Refusal.ofData("no model of buying can be fitted to the purchases of "
                + Text.count(histories.size(), "customer") + ", of whom " + Text.count(back) + " came back: "
                + String.join("; ", reasons)
                + (reasons.size() == 1 ? " (" + Option.MODEL.flag() + " auto tries all)" : ""));
    }
}
