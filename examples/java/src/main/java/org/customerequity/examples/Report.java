package org.customerequity.examples;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.equity.CustomerEquity;
import org.customerequity.equity.EquityTier;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.lifetime.LifetimeValue;
import org.customerequity.lifetime.LifetimeValues;
import org.customerequity.lifetime.ValueTotal;
import org.customerequity.model.diagnosis.ConditionalExpectations.Group;
import org.customerequity.model.diagnosis.HoldoutScores;
import org.customerequity.model.diagnosis.ModelComparison;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.MbgCnbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.segment.Concentration;
import org.customerequity.segment.TierScheme;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;

/** The analysis as text: aligned, in ASCII but for names of customers, the same in every locale. */
final class Report {
    private static final double LEVEL = 0.95;
    private static final TierScheme TIERS = TierScheme.PYRAMID;
    private static final int MOST_DRAWS = 1000;
    private static final int FEWEST_DRAWS = 200;

    /** Customers times draws: some seconds. */
    private static final int SIMULATED_CUSTOMERS = 5_000_000;

    private static final int WIDTH = 100;
    private static final int NAME_WIDTH = 11;

    /** Where customers are worth as much as this, as in rupiah, cents are noise and columns too narrow for them. */
    private static final double LARGE_AMOUNT = 1e6;

    /** Where customers are worth as much as this, columns are too narrow even so, and amounts are in 10^3, 10^6, ... */
    private static final double HUGE_AMOUNT = 1e9;

    private static final long SEED = 20_050_901;

    /** Differences in log-likelihood below this say nothing about which model is right. */
    private static final double SMALL_DIFFERENCE = 2;

    /** Above this share of one customer in the variance, a normal interval of the total is rough. */
    private static final double HEAVY_CUSTOMER = 0.05;

    private final String title;
    private final Arguments arguments;
    private final Transactions transactions;
    private final Analysis analysis;
    private final double scale;
    private final String money;
    private final int decimals;
    private final int nameWidth;
    private final StringBuilder page = new StringBuilder();

    private Report(String title, Arguments arguments, Transactions transactions, Analysis analysis) {
        this.title = title;
        this.arguments = arguments;
        this.transactions = transactions;
        this.analysis = analysis;
        LifetimeValues values = analysis.values();
        double largest = IntStream.range(0, values.size())
                .mapToDouble(i -> Math.max(values.value(i), values.meanSpend(i)))
                .max()
                .orElse(0);
        int thousands = 0;
        while (largest / Math.pow(1000, thousands) >= HUGE_AMOUNT) {
            thousands++;
        }
        this.scale = Math.pow(1000, thousands);
        this.money = (thousands == 0 ? "" : "10^" + 3 * thousands + " ") + arguments.currency();
        this.decimals = largest < LARGE_AMOUNT ? 2 : 0;
        this.nameWidth = analysis.comparison().map(FittedModel::of).orElse(analysis.buying()).stream()
                .mapToInt(model -> model.name().length())
                .reduce(NAME_WIDTH, Math::max);
    }

    static String of(String title, Arguments arguments, Transactions transactions, Analysis analysis) {
        Report report = new Report(title, arguments, transactions, analysis);
        report.page.append("CUSTOMER EQUITY of ").append(title).append('\n');
        report.data();
        report.buying();
        analysis.check().ifPresent(report::check);
        report.choice();
        report.spending();
        report.equity();
        report.top();
        report.newCustomer();
        report.conventions();
        return report.page.toString();
    }

    private void data() {
        section("DATA");
        transactions.summary().report().lines().forEach(line -> wrapped("", line));
        TransactionFile.Rows rows = transactions.rows();
        if (rows.skipped() > 0) {
            line("%s skipped because they could not be used:", Text.count(rows.skipped(), "row"));
            rows.firstSkipped().forEach(why -> line("  %s", why));
            if (rows.skipped() > rows.firstSkipped().size()) {
                line(
                        "  ... and %s more",
                        Text.count(rows.skipped() - rows.firstSkipped().size()));
            }
        }
        if (arguments.until().isEmpty()) {
            line(
                    "OBSERVATION IS TAKEN TO END ON %s, the last date in the file. If it went on longer,",
                    transactions.until());
            line("say so with --until: otherwise customers look more active, and are valued higher, than they are.");
        }
    }

    private void buying() {
        section("MODELS OF BUYING, parameters with standard errors");
        analysis.check().ifPresent(check -> {
            line(
                    "fitted until %s, for the forecast check:",
                    arguments.calibrateUntil().orElseThrow());
            if (analysis.comparison().isEmpty()) {
                check.all().forEach(this::fit);
            }
        });
        analysis.comparison().ifPresent(this::candidates);
        if (analysis.check().isPresent()) {
            line("fitted until %s, for the values:", transactions.until());
        }
        analysis.buying().forEach(this::fit);
    }

    /** One line a model: many are compared, and the parameters of one matter. */
    private void candidates(ModelComparison comparison) {
        boolean judged = analysis.check().isPresent();
        String layout = "%s %14s %12s" + (judged ? " %10s %9s %8s %8s" : "") + "  %s";
        List<String> heads = new ArrayList<>(List.of(named(""), "log-likelihood", "AIC"));
        if (judged) {
            heads.addAll(List.of("purchases", "bias", "MAE", "RMSE"));
        }
        heads.add("");
        line(layout, heads.toArray());
        analysis.check()
                .ifPresent(check -> line(
                        layout,
                        named("actual"),
                        "",
                        "",
                        Text.count(check.split().totalHoldoutPurchases()),
                        "",
                        "",
                        "",
                        ""));
        for (ModelComparison.Candidate model : comparison.candidates()) {
            List<String> cells = new ArrayList<>(List.of(named(model.family().title())));
            if (model.isConverged()) {
                cells.addAll(List.of(Text.number(model.logLikelihood(), 2), Text.number(model.aic(), 2)));
            } else {
                cells.addAll(List.of("-", "-"));
            }
            if (judged) {
                cells.addAll(model.scores()
                        .map(score -> List.of(
                                Text.number(score.predicted(), 1),
                                bias(score),
                                Text.number(score.meanAbsoluteError(), 4),
                                Text.number(score.rootMeanSquareError(), 4)))
                        .orElse(List.of("-", "-", "-", "-")));
            }
            cells.add(model.isConverged() ? timing(model.outcome().orElseThrow()) : "not fitted");
            line(layout, cells.toArray());
        }
    }

    private static String bias(HoldoutScores score) {
        return score.actual() == 0
                ? "-"
                : String.format(
                        Locale.ROOT, "%+.1f %%", 100 * (score.biasRatio().value() - 1));
    }

    private void fit(FittedModel<?> model) {
        FitReport report = model.outcome().report();
        line(
                "%s %s, log-likelihood %s, %s, %s",
                named(model.name()),
                report.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Text.number(report.logLikelihood(), 4),
                Text.count(report.iterations(), "iteration"),
                Text.count(report.observations(), "customer"));
        if (report.hasStandardErrors()) {
            line("%s %s%s", named(""), timing(model.outcome()), parameters(report));
        }
        if (model.outcome() instanceof FitOutcome.NotConverged<?> no) {
            wrapped(named("") + " ", "not used: " + no.reason());
        }
        report.warnings().forEach(warning -> wrapped(named("") + " ", "note: " + warning));
    }

    private String named(String name) {
        return name + " ".repeat(Math.max(0, nameWidth - name.length()));
    }

    /** The k that a model of regular purchases chose, which is no parameter of its fit. */
    private static String timing(FitOutcome<?> outcome) {
        Object model = outcome.fold(found -> found, FitOutcome.NotConverged::bestSoFar);
        if (model instanceof BgCnbd cnbd) {
            return "k " + cnbd.k() + "  ";
        }
        return model instanceof MbgCnbd cnbd ? "k " + cnbd.k() + "  " : "";
    }

    private static String parameters(FitReport report) {
        return report.parameterNames().stream()
                .map(name -> name + " " + significant(report.parameter(name).value(), 4) + " ("
                        + significant(report.parameter(name).standardError(), 3) + ")")
                .collect(Collectors.joining("  "));
    }

    private void check(ForecastCheck check) {
        LocalDate from = arguments.calibrateUntil().orElseThrow().plusDays(1);
        section("FORECAST CHECK: expected and actual purchases from " + from + " to " + transactions.until());
        if (analysis.comparison().isEmpty()) {
            scores(check);
        }
        if (check.models().isEmpty()) {
            line("no model could be fitted to what was known then: there is no forecast to check");
            return;
        }
        line("mean purchases, by repeat purchases before");
        List<Group> customers = check.byFrequency().get(0).groups();
        row("", customers, ForecastCheck::label);
        row("customers", customers, group -> Text.count(group.customers()));
        row("actual", customers, group -> Text.number(group.meanActual(), 3));
        for (int m = 0; m < check.models().size(); m++) {
            String name = check.models().get(m).name();
            if (isContender(name)) {
                row(name, check.byFrequency().get(m).groups(), group -> Text.number(group.meanPredicted(), 3));
            }
        }
    }

    /** Of a comparison, the models that the choice was between; else all. */
    private boolean isContender(String name) {
        return analysis.comparison()
                .map(comparison -> comparison.candidates().stream()
                        .anyMatch(candidate -> candidate.isContender()
                                && candidate.family().title().equals(name)))
                .orElse(true);
    }

    private void scores(ForecastCheck check) {
        line("%s  %12s %9s %9s %9s %12s", named(""), "purchases", "bias", "MAE", "RMSE", "correlation");
        line("%s  %12s", named("actual"), Text.count(check.split().totalHoldoutPurchases()));
        for (int m = 0; m < check.models().size(); m++) {
            HoldoutScores score = check.scores().get(m);
            line(
                    "%s  %12s %9s %9s %9s %12s",
                    named(check.models().get(m).name()),
                    Text.number(score.predicted(), 1),
                    bias(score),
                    Text.number(score.meanAbsoluteError(), 4),
                    Text.number(score.rootMeanSquareError(), 4),
                    score.correlation().isEmpty()
                            ? "-"
                            : Text.number(score.correlation().getAsDouble(), 4));
        }
    }

    private void row(String name, List<Group> groups, Function<Group, String> cell) {
        StringBuilder row = new StringBuilder(named(name)).append(' ');
        groups.forEach(group -> row.append(String.format(Locale.ROOT, " %9s", cell.apply(group))));
        line("%s", row);
    }

    private void choice() {
        FittedModel<? extends PurchaseModel> chosen = analysis.chosen();
        section("CHOSEN: " + chosen.name());
        if (analysis.comparison().isPresent()) {
            wrapped("", analysis.comparison().get().reason());
            return;
        }
        if (arguments.isGiven(Option.MODEL)) {
            line("as %s asks", Option.MODEL.flag());
        }
        for (FittedModel<? extends PurchaseModel> other : analysis.buying()) {
            if (!other.outcome().isConverged()) {
                line("%s could not be fitted", other.name());
            } else if (other != chosen) {
                double difference = chosen.logLikelihood() - other.logLikelihood();
                wrapped(
                        "",
                        "its log-likelihood is " + Text.number(difference, 2) + " higher than that of " + other.name()
                                + ", with as many parameters"
                                + (difference < SMALL_DIFFERENCE ? ": hardly a difference, either would do" : ""));
            }
        }
        analysis.check().filter(check -> check.models().size() > 1).ifPresent(check -> {
            String byMae = check.closest(HoldoutScores::meanAbsoluteError).orElseThrow();
            String byRmse = check.closest(HoldoutScores::rootMeanSquareError).orElseThrow();
            line(
                    "in the check above %s",
                    byMae.equals(byRmse)
                            ? byMae + " had the lower MAE and the lower RMSE"
                            : byMae + " had the lower MAE, " + byRmse + " the lower RMSE");
        });
    }

    private void spending() {
        section("MODEL OF SPENDING");
        if (analysis.spending().name().equals("constant")) {
            analysis.spending()
                    .outcome()
                    .report()
                    .warnings()
                    .forEach(why -> wrapped("", named("constant") + " " + why));
        } else {
            fit(analysis.spending());
        }
        line(
                "%s mean spend of a purchase %s, in revenue",
                named(""), money(analysis.newCustomer().meanSpend(), decimals));
    }

    private void equity() {
        CustomerEquity equity = analysis.equity();
        ValueTotal total = equity.uncertainty();
        section("CUSTOMER EQUITY of the current base");
        line(
                "%s in all: %s, %s each",
                money(equity.total().value(), 0),
                Text.count(equity.customers(), "customer"),
                money(equity.average().value(), decimals));
        line(
                "%-28s %s, from what the parameters may be",
                "95 % confidence interval", between(equity.confidenceInterval(LEVEL)));
        wrapped("", String.format(Locale.ROOT, "%-28s %s", "95 % prediction interval", outcome(equity)));
        line(
                "%-20s %9s %12s %8s %11s   %s",
                "tier", "customers", "equity", "share", "each", "95 % confidence interval");
        List<EquityTier> tiers = equity.tiers(TIERS);
        for (int t = 0; t < tiers.size(); t++) {
            EquityTier tier = tiers.get(t);
            ValueTotal sum = tier.total();
            boolean empty = sum.customers() == 0;
            line(
                    "%-20s %9s %12s %8s %11s   %s",
                    tier.name() + ", top " + Text.percent(TIERS.upTo().get(t), 0),
                    Text.count(sum.customers()),
                    amount(sum.total().value(), 0),
                    Text.percent(tier.share(), 1),
                    empty ? "-" : amount(sum.average().value(), decimals),
                    empty ? "-" : between(sum.confidenceInterval(LEVEL)));
        }
        Concentration spread = equity.concentration();
        line(
                "the top 1 %% hold %s, the top 10 %% %s, the top 20 %% %s; Gini %s",
                Text.percent(spread.topShare(0.01), 1),
                Text.percent(spread.topShare(0.10), 1),
                Text.percent(spread.topShare(0.20), 1),
                Text.number(spread.gini(), 3));
    }

    private String outcome(CustomerEquity equity) {
        Optional<Interval> interval = predictionInterval(equity);
        if (interval.isEmpty()) {
            return "none: amounts differ so widely that they have no finite variance";
        }
        ValueTotal total = equity.uncertainty();
        String note = total.largestShare() > HEAVY_CUSTOMER ? " (rough: one large customer)" : "";
        return between(interval.get()) + ", and from chance"
                + (Double.isFinite(total.outcomeDeviation()) ? note : " (simulated: infinite variance)");
    }

    /** Where the total will turn out: normal where the outcome has a variance, else simulated if that is soon done. */
    static Optional<Interval> predictionInterval(CustomerEquity equity) {
        if (Double.isFinite(equity.uncertainty().outcomeDeviation())) {
            return Optional.of(equity.predictionInterval(LEVEL));
        }
        int draws = Math.min(MOST_DRAWS, SIMULATED_CUSTOMERS / equity.customers());
        return draws < FEWEST_DRAWS
                ? Optional.empty()
                : Optional.of(equity.simulatedInterval(LEVEL, draws, new SplittableRandom(SEED)));
    }

    private void top() {
        LifetimeValues values = analysis.values();
        PurchaseHistories histories = values.histories();
        List<Integer> best = best(values);
        section("MOST VALUABLE " + best.size() + " of " + Text.count(values.size()) + " customers");
        String layout = "%-14s %9s %16s %8s %20s %11s %14s";
        line(
                layout,
                "customer",
                "purchases",
                fitting(
                        16,
                        histories.unit().noun() + "s since last",
                        histories.unit().noun() + "s silent"),
                "P(alive)",
                fitting(20, "purchases in " + Text.years(analysis.yearsAhead()), "purchases expected"),
                "mean spend",
                "lifetime value");
        for (int i : best) {
            line(
                    layout,
                    clip(histories.ids().get(i)),
                    Text.count(histories.frequency(i) + 1),
                    Text.number(histories.age(i) - histories.recency(i), 1),
                    Text.number(values.probabilityAlive(i), 3),
                    Text.number(analysis.expectedPurchases()[i], 1),
                    amount(values.meanSpend(i), decimals),
                    amount(values.value(i), decimals));
        }
    }

    private List<Integer> best(LifetimeValues values) {
        return IntStream.range(0, values.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -values.value(i))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(arguments.top())
                .toList();
    }

    private void newCustomer() {
        LifetimeValue value = analysis.newCustomer();
        section("A NEW CUSTOMER");
        wrapped(
                "",
                "is worth " + money(value.amount().value(), decimals)
                        + " with the first purchase, 95 % confidence interval "
                        + between(value.confidenceInterval(LEVEL), decimals));
        OptionalDouble cost = arguments.acquisitionCost();
        if (cost.isPresent()) {
            CurrencyAmount spent = new CurrencyAmount(arguments.currency(), cost.getAsDouble());
            double ratio = AcquisitionCost.of(spent, 1)
                    .valueToCost(value.contribution())
                    .value();
            line(
                    "and costs %s to acquire: LTV:CAC %s, %s",
                    arguments.currency() + " " + Text.number(cost.getAsDouble(), 2),
                    Text.number(ratio, 2),
                    money(Math.abs(value.amount().value() - spent.value()), decimals)
                            + (ratio >= 1 ? " more than it costs" : " less than it costs"));
        } else {
            line("--acquisition-cost compares that with what one costs");
        }
    }

    private void conventions() {
        section("CONVENTIONS");
        PeriodUnit unit = arguments.unit();
        convention(
                Option.MARGIN,
                "basis",
                "contribution, " + Text.percent(arguments.margin().fraction(), 1) + " of revenue");
        convention(
                Option.CURRENCY,
                "currency",
                arguments.currency() + ", all amounts" + (scale == 1 ? "" : "; values in " + money));
        convention(
                Option.DISCOUNT_ANNUAL,
                "discount",
                Text.percent(arguments.discount().effectiveAnnual(), 1) + " a year, effective; "
                        + Text.percent(arguments.discount().perPeriod(unit), 3) + " a " + unit.noun());
        convention(
                Option.HORIZON_YEARS,
                "horizon",
                arguments.horizon().isForever()
                        ? "for ever"
                        : Text.years(arguments.horizon().length()) + " from " + transactions.until());
        convention(
                "timing",
                "money counts as received " + analysis.values().model().timing() + ", and is discounted from there");
        convention(
                Option.UNIT,
                "unit",
                unit.noun() + ", " + Text.number(unit.from(1, PeriodUnit.YEAR), 2) + " to a year of 365.25 days");
        arguments
                .from()
                .ifPresent(from -> convention("observed from", from + "; customers who bought before are left out"));
        convention(Option.UNTIL, "observed until", transactions.until() + ", that day included");
        convention(Option.REFUNDS, "refunds", refunds());
        convention("same day", "rows of one customer on one day are one purchase; times of day are not used");
        convention(
                Option.ZERO_VALUES,
                "zero amounts",
                arguments.zeroValues() == ZeroValuePolicy.DROP
                        ? "are no purchases"
                        : "are purchases, and no part of the mean spend");
        convention("equity", "what current customers will still bring, valued with parameters fitted on all days");
    }

    private void convention(Option option, String name, String what) {
        convention(name, what + (arguments.isGiven(option) ? "" : "  [assumed; " + option.flag() + "]"));
    }

    private void convention(String name, String what) {
        line("%-15s %s", name, what);
    }

    private String refunds() {
        return switch (arguments.refunds()) {
            case REJECT -> "none allowed, a negative amount is an error";
            case NET_DAY -> "taken from the purchases of their day";
            case NET_CUSTOMER -> "taken from the customer's purchases before them, latest first";
            case IGNORE -> "left out";
        };
    }

    private String money(double amount, int decimals) {
        return money + " " + amount(amount, decimals);
    }

    private String amount(double amount, int decimals) {
        return Text.number(amount / scale, decimals);
    }

    private String between(Interval interval) {
        return between(interval, 0);
    }

    private String between(Interval interval, int decimals) {
        return amount(interval.lower(), decimals) + " to " + amount(interval.upper(), decimals);
    }

    /** Never an exponent. */
    private static String significant(double x, int digits) {
        return new BigDecimal(x).round(new MathContext(digits)).toPlainString();
    }

    private static String clip(String id) {
        String quoted = Text.quote(id);
        String shown = quoted.equals('"' + id + '"') ? id : quoted;
        return shown.codePointCount(0, shown.length()) <= 14
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, 11)) + "...";
    }

    private void section(String heading) {
        page.append('\n').append(heading).append('\n');
    }

    /** The long heading of a column, or the short one where that is too long. */
    private static String fitting(int width, String heading, String shorter) {
        return heading.length() <= width ? heading : shorter;
    }

    /** A sentence on as many lines as it needs. */
    private void wrapped(String indent, String sentence) {
        String further = indent.isEmpty() ? "  " : indent;
        StringBuilder row = new StringBuilder(indent);
        boolean empty = true;
        for (String word : sentence.split(" ")) {
            if (!empty && row.length() + 1 + word.length() > WIDTH - 2) {
                line("%s", row);
                row.setLength(0);
                row.append(further);
                empty = true;
            }
            row.append(empty ? "" : " ").append(word);
            empty = false;
        }
        line("%s", row);
    }

    private void line(String format, Object... args) {
        String text = String.format(Locale.ROOT, format, args);
        page.append("  ").append(text.stripTrailing()).append('\n');
    }
}
