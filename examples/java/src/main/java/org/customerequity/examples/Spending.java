package org.customerequity.examples;

import java.util.Currency;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.model.spend.SpendModel;

/** Which model of spending is asked for. */
enum Spending {
    /** Gamma-gamma, unless every order has the same price. */
    AUTO,
    GAMMA_GAMMA,
    LOG_NORMAL,
    /** Every purchase at the mean of all. */
    CONSTANT;

    /**
     * The model of spending of these transactions.
     *
     * @throws Refusal if it cannot be fitted
     */
    FittedModel<? extends SpendModel> fit(Transactions transactions, Currency currency) {
        PurchaseHistories histories = transactions.histories();
        return switch (this) {
            case AUTO ->
                transactions.price().isPresent()
                        ? constant(histories, currency, onePrice(transactions.price(), currency))
                        : gammaGamma(histories);
            case GAMMA_GAMMA -> gammaGamma(histories);
            case LOG_NORMAL -> usable(new FittedModel<>("log-normal", LogNormalSpend.fit(histories)), histories);
            case CONSTANT ->
                constant(
                        histories,
                        currency,
                        "as " + Option.SPEND.flag()
                                + " asks: the mean of all purchases, for everyone and taken as certain");
        };
    }

    private static FittedModel<GammaGamma> gammaGamma(PurchaseHistories histories) {
        return usable(new FittedModel<>("gamma-gamma", GammaGamma.fit(histories)), histories);
    }

    private static <M extends SpendModel> FittedModel<M> usable(FittedModel<M> model, PurchaseHistories histories) {
        if (model.outcome() instanceof FitOutcome.NotConverged<?> no) {
            boolean anySpend = IntStream.range(0, histories.size()).anyMatch(i -> histories.spendCount(i) > 0);
            throw Refusal.ofData("no model of spending can be fitted to these amounts: " + model.name() + ": "
                    + no.reason()
                    + (anySpend ? " (" + Option.SPEND.flag() + " constant values every purchase at the mean)" : ""));
        }
        return model;
    }

    private static String onePrice(OptionalDouble price, Currency currency) {
        return "every order has the same amount, " + currency + " " + Text.number(price.orElseThrow(), 2)
                + ", and orders of one day are one purchase";
    }

    private static FittedModel<ConstantSpend> constant(PurchaseHistories histories, Currency currency, String why) {
        ConstantSpend mean;
        try {
            mean = ConstantSpend.fit(histories).fold(model -> model, FitOutcome.NotConverged::bestSoFar);
        } catch (IllegalArgumentException noAmounts) {
            throw Refusal.ofData("no model of spending can be fitted to these amounts: constant: "
                    + "there is no repeat purchase of a positive amount");
        }
        FitReport report = FitReport.ofCertain(mean.parameterNames(), mean.parameters(), histories.size())
                .inCurrency(currency)
                .withWarning(why);
        return new FittedModel<>("constant", new FitOutcome.Converged<>(mean, report));
    }
}
