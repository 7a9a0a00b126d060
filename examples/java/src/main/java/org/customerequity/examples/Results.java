package org.customerequity.examples;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.customerequity.equity.CustomerEquity;
import org.customerequity.equity.EquityTier;
import org.customerequity.fit.FitReport;
import org.customerequity.history.DataQualityReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.lifetime.LifetimeValue;
import org.customerequity.lifetime.LifetimeValues;
import org.customerequity.model.diagnosis.ConditionalExpectations.Group;
import org.customerequity.model.diagnosis.HoldoutScores;
import org.customerequity.model.diagnosis.ModelComparison;
import org.customerequity.value.Interval;

/** The analysis as files: every customer in a CSV, the totals and conventions in JSON; all digits. */
final class Results {
    static final String CUSTOMERS = "customers.csv";
    static final String SUMMARY = "summary.json";

    private static final double LEVEL = 0.95;

    private final Arguments arguments;
    private final Transactions transactions;
    private final Analysis analysis;

    private Results(Arguments arguments, Transactions transactions, Analysis analysis) {
        this.arguments = arguments;
        this.transactions = transactions;
        this.analysis = analysis;
    }

    /** Both files, or none. */
    static void write(
            OutFolder folder, String source, Arguments arguments, Transactions transactions, Analysis analysis) {
        Results results = new Results(arguments, transactions, analysis);
        folder.write(List.of(
                new OutFolder.Entry(CUSTOMERS, results::customers),
                new OutFolder.Entry(
                        SUMMARY,
                        file -> Files.writeString(file, results.summary(source).toString()))));
    }

    private void customers(Path file) throws IOException {
        LifetimeValues values = analysis.values();
        PurchaseHistories histories = values.histories();
        try (CsvWriter csv = CsvWriter.builder().build(file, StandardCharsets.UTF_8)) {
            csv.writeRecord(
                    "customer",
                    "repeat_purchases",
                    "recency",
                    "age",
                    "observed_mean_spend",
                    "probability_alive",
                    "expected_purchases",
                    "discounted_purchases",
                    "expected_spend",
                    "lifetime_value");
            for (int i = 0; i < values.size(); i++) {
                csv.writeRecord(
                        values.ids().get(i),
                        String.valueOf(histories.frequency(i)),
                        String.valueOf(histories.recency(i)),
                        String.valueOf(histories.age(i)),
                        histories.spendCount(i) == 0 ? "" : String.valueOf(histories.meanSpend(i)),
                        String.valueOf(values.probabilityAlive(i)),
                        String.valueOf(analysis.expectedPurchases()[i]),
                        String.valueOf(values.discountedPurchases(i)),
                        String.valueOf(values.meanSpend(i)),
                        String.valueOf(values.value(i)));
            }
        }
    }

    private Json summary(String source) {
        Json json = new Json()
                .with("source", source)
                .with("conventions", conventions())
                .with("data", transactions.summary().report().lines())
                .with("data_counts", counts(transactions.summary().report()))
                .with("rows_skipped", transactions.rows().skipped())
                .with(
                        "purchase_models",
                        analysis.buying().stream().map(Results::fit).toList())
                .with("chosen_model", analysis.chosen().name())
                .with(
                        "chosen_because",
                        analysis.comparison()
                                .map(ModelComparison::reason)
                                .orElse(
                                        arguments.isGiven(Option.MODEL)
                                                ? "asked for"
                                                : "highest log-likelihood of BG/NBD and Pareto/NBD"))
                .with("spend_model", fit(analysis.spending()));
        analysis.check().ifPresent(check -> json.with("forecast_check", check(check)));
        json.with("customer_equity", equity());
        json.with("new_customer", newCustomer());
        return json;
    }

    private Json conventions() {
        return new Json()
                .with("basis", "contribution")
                .with("margin", arguments.margin().fraction())
                .with("currency", arguments.currency().getCurrencyCode())
                .with("discount_annual_effective", arguments.discount().effectiveAnnual())
                .with("horizon", arguments.horizon().isForever() ? "forever" : Text.years(analysis.yearsAhead()))
                .with("expected_purchases_years", analysis.yearsAhead())
                .with("timing", analysis.values().model().timing().toString())
                .with("unit", arguments.unit().noun())
                .with("days_per_year", 365.25)
                .with("until", transactions.until().toString())
                .with("until_is_last_date_in_file", arguments.until().isEmpty())
                .with("refunds", arguments.refunds().name())
                .with("same_day", "merged")
                .with(
                        "zero_amounts",
                        arguments.zeroValues() == ZeroValuePolicy.DROP
                                ? "dropped"
                                : "purchases, not in the mean spend");
    }

    private static Json counts(DataQualityReport report) {
        return new Json()
                .with("transactions", report.rowsRead())
                .with("purchases", report.purchases())
                .with("customers", report.customers())
                .with("amount", report.amount())
                .with("rows_merged", report.rowsMerged())
                .with("rows_of_amount_zero", report.zeroValueRows())
                .with("refunds", report.refunds())
                .with("refund_amount", report.refundAmount())
                .with("refund_amount_unmatched", report.refundAmountUnmatched());
    }

    private static Json fit(FittedModel<?> model) {
        FitReport report = model.outcome().report();
        Json parameters = new Json();
        if (model.name().equals("constant")) {
            parameters.with("amount", new Json().with("value", report.estimates()[0]));
        } else if (report.hasStandardErrors()) {
            for (String name : report.parameterNames()) {
                parameters.with(
                        name,
                        new Json()
                                .with("value", report.parameter(name).value())
                                .with("standard_error", report.parameter(name).standardError()));
            }
        }
        return new Json()
                .with("model", model.name())
                .with("verdict", report.verdict().name())
                .with("log_likelihood", report.logLikelihood())
                .with("iterations", report.iterations())
                .with("customers", report.observations())
                .with("parameters", parameters)
                .with("warnings", report.warnings());
    }

    private Json check(ForecastCheck check) {
        List<Json> models = new ArrayList<>();
        for (int m = 0; m < check.models().size(); m++) {
            HoldoutScores score = check.scores().get(m);
            models.add(new Json()
                    .with("fit", fit(check.models().get(m)))
                    .with("expected", score.predicted())
                    .with("mean_absolute_error", score.meanAbsoluteError())
                    .with("root_mean_square_error", score.rootMeanSquareError())
                    .with(
                            "correlation",
                            score.correlation().isPresent()
                                    ? (Object) score.correlation().getAsDouble()
                                    : "undefined"));
        }
        return new Json()
                .with(
                        "calibrate_until",
                        arguments.calibrateUntil().orElseThrow().toString())
                .with("actual", check.split().totalHoldoutPurchases())
                .with("models", models)
                .with("mean_purchases_by_repeat_purchases_before", frequencies(check));
    }

    private static List<Json> frequencies(ForecastCheck check) {
        List<Json> lines = new ArrayList<>();
        int groups = check.models().isEmpty()
                ? 0
                : check.byFrequency().get(0).groups().size();
        for (int g = 0; g < groups; g++) {
            Group group = check.byFrequency().get(0).groups().get(g);
            Json expected = new Json();
            for (int m = 0; m < check.models().size(); m++) {
                expected.with(
                        check.models().get(m).name(),
                        check.byFrequency().get(m).groups().get(g).meanPredicted());
            }
            lines.add(new Json()
                    .with("repeat_purchases", ForecastCheck.label(group))
                    .with("customers", group.customers())
                    .with("actual", group.meanActual())
                    .with("expected", expected));
        }
        return lines;
    }

    private Json equity() {
        CustomerEquity equity = analysis.equity();
        Json json = new Json()
                .with("customers", equity.customers())
                .with("total", equity.total().value())
                .with("average", equity.average().value())
                .with("confidence_interval", interval(equity.confidenceInterval(LEVEL)));
        Report.predictionInterval(equity).ifPresent(interval -> json.with("prediction_interval", interval(interval)));
        return json.with("top_share_01", equity.topShare(0.01))
                .with("top_share_10", equity.topShare(0.10))
                .with("top_share_20", equity.topShare(0.20))
                .with("gini", equity.concentration().gini())
                .with("tiers", equity.tiers().stream().map(Results::tier).toList());
    }

    private static Json tier(EquityTier tier) {
        Json json = new Json()
                .with("name", tier.name())
                .with("customers", tier.total().customers())
                .with("total", tier.total().total().value())
                .with("share", tier.share());
        return tier.total().customers() == 0
                ? json
                : json.with("confidence_interval", interval(tier.total().confidenceInterval(LEVEL)));
    }

    private Json newCustomer() {
        LifetimeValue value = analysis.newCustomer();
        Json json = new Json()
                .with("value", value.amount().value())
                .with("confidence_interval", interval(value.confidenceInterval(LEVEL)));
        arguments
                .acquisitionCost()
                .ifPresent(cost -> json.with("acquisition_cost", cost)
                        .with("value_to_cost", value.amount().value() / cost));
        return json;
    }

    private static Json interval(Interval interval) {
        return new Json()
                .with("lower", interval.lower())
                .with("upper", interval.upper())
                .with("level", interval.level());
    }
}
