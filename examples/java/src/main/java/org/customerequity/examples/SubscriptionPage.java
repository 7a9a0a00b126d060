package org.customerequity.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.customerequity.acquisition.ChannelReport;
import org.customerequity.acquisition.PaybackPeriod;
import org.customerequity.equity.CustomerEquity;
import org.customerequity.equity.EquityTier;
import org.customerequity.fit.FitReport;
import org.customerequity.history.contract.ContractReport;
import org.customerequity.history.contract.Ending;
import org.customerequity.retention.cohort.CohortTable;
import org.customerequity.retention.cohort.RetentionDefinition;
import org.customerequity.retention.curve.EmpiricalCurve;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.revenue.RevenueBook;
import org.customerequity.retention.revenue.RevenueMovements;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.Ratio;
import org.customerequity.value.RatioOfSums;

/** What contracts and costs say of a subscription business, as text. */
final class SubscriptionPage {
    private static final double LEVEL = 0.95;
    private static final int[] TENURES = {1, 3, 6, 12, 24, 36};
    private static final int[] AGES = {1, 2, 3, 6, 9, 12, 18, 24, 30};
    private static final int MOST_COHORTS = 12;
    private static final int LONGEST_NAME = 24;

    private final SubscriptionArguments arguments;
    private final SubscriptionAnalysis analysis;
    private final Optional<CsvFile.Rows> costRows;
    private final String currency;
    private final Page page;

    private SubscriptionPage(
            String title,
            SubscriptionArguments arguments,
            SubscriptionAnalysis analysis,
            Optional<CsvFile.Rows> costRows) {
        this.arguments = arguments;
        this.analysis = analysis;
        this.costRows = costRows;
        this.currency = arguments.currency().getCurrencyCode();
        this.page = new Page("SUBSCRIPTIONS of " + title);
    }

    /**
     * The whole report.
     *
     * @param costRows what was read of the costs, if there are any
     */
    static String of(
            String title,
            SubscriptionArguments arguments,
            SubscriptionAnalysis analysis,
            Optional<CsvFile.Rows> costRows) {
        SubscriptionPage report = new SubscriptionPage(title, arguments, analysis, costRows);
        report.data();
        report.movements();
        report.cohorts();
        report.curves();
        analysis.valuation().ifPresent(report::valuation);
        report.conventions();
        return report.page.toString();
    }

    private void data() {
        page.section("DATA");
        ContractReport report = analysis.contracts().log().report();
        page.line(
                "%s of %s, %s of them active on %s",
                Text.count(report.contracts(), "contract"),
                Text.count(report.customers(), "customer"),
                Text.count(analysis.contracts().log().countActiveOn(arguments.until())),
                arguments.until());
        skipped(analysis.contracts().rows());
        costRows.ifPresent(this::skipped);
        if (report.interruptions() > 0) {
            page.line(
                    "%s between contracts of one customer: who left and came back",
                    Text.count(report.interruptions(), "gap"));
        }
    }

    private void skipped(CsvFile.Rows rows) {
        if (rows.skipped() > 0) {
            page.line("%s skipped because they could not be used:", Text.count(rows.skipped(), "row"));
            rows.firstSkipped().forEach(why -> page.line("  %s", why));
        }
    }

    private void movements() {
        page.section("MONTHLY RECURRING REVENUE, in " + currency);
        Table table = new Table()
                .add("month", "start", "new", "back", "expansion", "contraction", "churn", "end", "NRR", "GRR");
        for (RevenueMovements month : analysis.months().steps()) {
            table.add(
                    month.period().from().toString().substring(0, 7),
                    whole(month.start()),
                    whole(month.acquired()),
                    whole(month.reactivated()),
                    whole(month.expansion()),
                    whole(month.contraction().negated()),
                    whole(month.churn().negated()),
                    whole(month.end()),
                    percent(month.netRevenueRetention()),
                    percent(month.grossRevenueRetention()));
        }
        page.table(table);
        if (analysis.year().isPresent()) {
            year(analysis.year().get());
        }
    }

    private void year(RevenueBook book) {
        RevenueMovements year = book.netByCustomer();
        page.line("customers of %s, a year later:", year.period().from());
        page.line("  %-26s %s", "net revenue retention", withInterval(year.netRevenueRetention()));
        page.line("  %-26s %s", "gross revenue retention", withInterval(year.grossRevenueRetention()));
        if (year.churn(Ending.UNKNOWN).value() < year.churn().value()) {
            page.line(
                    "  %-26s %s by choice, %s not, %s unknown",
                    "lost with those who left",
                    percent(year.churnShare(Ending.VOLUNTARY)),
                    percent(year.churnShare(Ending.INVOLUNTARY)),
                    percent(year.churnShare(Ending.UNKNOWN)));
        }
        Interval logos = year.logoRetention().confidenceInterval(LEVEL);
        page.line(
                "  %-26s %s, 95 %% interval %s",
                "logo retention", Text.percent(year.logoRetention().value(), 1), percents(logos));
        Ratio quick = year.quickRatioWithReactivation();
        if (quick.isDefined()) {
            page.line("  %-26s %s", "quick ratio, with back", Text.number(quick.value(), 2));
        }
    }

    /** No interval where customers do not differ: it would have no width, as if one were sure. */
    private String withInterval(RatioOfSums ratio) {
        if (!ratio.isDefined()) {
            return "-";
        }
        String share = Text.percent(ratio.value(), 1);
        if (ratio.units() < 2) {
            return share;
        }
        Interval interval = ratio.confidenceInterval(LEVEL);
        return interval.lower() < interval.upper() ? share + ", 95 % interval " + percents(interval) : share;
    }

    private void cohorts() {
        CohortTable cohorts = analysis.cohorts();
        int shown = Math.min(MOST_COHORTS, cohorts.size());
        page.section("COHORTS: share with a contract, by months since the first day");
        List<String> head = new ArrayList<>(List.of("came in", "customers"));
        for (int age : AGES) {
            head.add(String.valueOf(age));
        }
        Table table = new Table().add(head);
        for (int i = cohorts.size() - shown; i < cohorts.size(); i++) {
            List<String> row = new ArrayList<>(List.of(cohorts.cohort(i).name(), Text.count(cohorts.customers(i))));
            for (int age : AGES) {
                row.add(cohorts.retention(RetentionDefinition.N_DAY, i, age)
                        .map(SubscriptionPage::share)
                        .orElse(""));
            }
            table.add(row);
        }
        long customers = 0;
        for (int i = 0; i < cohorts.size(); i++) {
            customers += cohorts.customers(i);
        }
        List<String> all = new ArrayList<>(List.of("all old enough", Text.count(customers)));
        for (int age : AGES) {
            all.add(share(cohorts.pooledRetention(RetentionDefinition.N_DAY, age)));
        }
        table.add(all);
        page.table(table);
        page.wrapped("empty where it cannot be known yet for every customer of the cohort; who came back counts again");
    }

    private static String share(Proportion share) {
        return share.isDefined() ? Text.percent(share.value(), 0) : "";
    }

    private void curves() {
        page.section("HOW LONG CUSTOMERS STAY, in months");
        Optional<SubscriptionAnalysis.Curve> chosen = analysis.valuation().map(SubscriptionAnalysis.Valuation::chosen);
        for (SubscriptionAnalysis.Curve curve : analysis.curves()) {
            page.line(
                    "%-24s %s",
                    curve.name(),
                    curve.isFitted()
                            ? "BIC " + Text.number(curve.fit().report().bic(), 1) + ", "
                                    + parameters(curve.fit().report())
                                    + (chosen.filter(curve::equals).isPresent() ? "  <- values" : "")
                            : "not fitted: " + curve.whyNot());
        }
        if (chosen.isEmpty()) {
            page.wrapped(
                    "without a curve nobody can say how long customers will stay: no lifetime value, no equity yet");
        }
    }

    private void valuation(SubscriptionAnalysis.Valuation valuation) {
        curve(valuation.observed(), valuation.chosen().fit().orThrow());
        valuation.newCustomers().ifPresent(channels -> acquisition(channels, valuation));
        equity(valuation);
    }

    private void curve(EmpiricalCurve observed, ParametricCurve fitted) {
        Table table = new Table()
                .add("after", "left, observed", "95 % interval", "left, fitted", "renew next", "payments ahead");
        for (int t : TENURES) {
            boolean seen = t <= observed.supportedTo();
            boolean bounded = seen && observed.survival(t) > 0 && observed.survival(t) < 1;
            table.add(
                    String.valueOf(t),
                    seen ? Text.percent(observed.survival(t), 1) : "",
                    bounded ? percents(observed.confidenceInterval(t, LEVEL)) : "",
                    Text.percent(fitted.survival(t), 1),
                    Text.percent(fitted.retention(t + 1), 1),
                    Text.number(
                            fitted.discountedLifetime(
                                    t, arguments.discount(), CashFlowTiming.JUST_BEFORE_RENEWAL, arguments.horizon()),
                            1));
        }
        page.table(table);
        page.wrapped(
                "observed: Kaplan-Meier; renew next: of those who got so far; payments ahead: discounted, within the horizon,"
                        + " on the eve of the next renewal");
    }

    private static String parameters(FitReport fit) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < fit.estimates().length; i++) {
            shown.add(fit.parameterNames().get(i) + " " + Text.number(fit.estimates()[i], 3)
                    + (fit.hasStandardErrors() ? " (" + Text.number(fit.standardErrors()[i], 3) + ")" : ""));
        }
        return String.join("  ", shown);
    }

    private void acquisition(SubscriptionAnalysis.Channels channels, SubscriptionAnalysis.Valuation valuation) {
        page.section("NEW CUSTOMERS of " + channels.period() + " by channel, in " + currency);
        if (channels.report().isEmpty()) {
            CurrencyAmount spend = channels.spend();
            page.line(
                    spend.value() == 0
                            ? "the costs file has nothing for these months"
                            : money(spend) + " spent, and nobody came");
            return;
        }
        ChannelReport report = channels.report().orElseThrow();
        Table table = new Table().add("channel", "customers", "spend", "CAC", "LTV", "LTV:CAC", "paid back after");
        for (ChannelReport.Row row : report.rows()) {
            table.add(channel(row, payback(row, channels.margins().get(row.channel()), valuation)));
        }
        table.add(channel(report.total(), ""));
        page.table(table);
        page.wrapped(
                "CAC: fully loaded, with what is shared spread over the customers of the year; LTV: contribution within the"
                        + " horizon, the first payment included, with one curve for all channels; paid back: months, with"
                        + " customers who leave and discount");
    }

    private List<String> channel(ChannelReport.Row row, String payback) {
        boolean any = row.cost().isDefined();
        return List.of(
                Text.shorten(row.channel(), LONGEST_NAME),
                Text.count(row.cost().customers()),
                whole(row.cost().spend()),
                any ? Text.number(row.cost().perCustomer().value(), 2) : "-",
                any ? Text.number(row.valuePerCustomer().amount().value(), 2) : "-",
                row.valueToCost().isDefined() ? Text.number(row.valueToCost().value(), 1) : "-",
                payback);
    }

    private String payback(ChannelReport.Row row, Contribution margin, SubscriptionAnalysis.Valuation valuation) {
        if (!row.cost().isDefined()) {
            return "-";
        }
        Optional<PaybackPeriod> payback = row.payback(
                margin.perPeriod(PeriodUnit.MONTH),
                valuation.chosen().fit().orThrow(),
                arguments.discount(),
                arguments.horizon());
        return payback.map(period -> Text.number(period.periods(), 1)).orElse("not within the horizon");
    }

    private void equity(SubscriptionAnalysis.Valuation valuation) {
        CustomerEquity equity = valuation.equity();
        page.section("CUSTOMER EQUITY of the current base");
        if (equity.customers() == 0) {
            page.line("nobody has a contract on %s", arguments.until());
            return;
        }
        page.line(
                "%s in all: %s, %s each",
                money(equity.total()),
                Text.count(equity.customers(), "customer"),
                currency + " " + Text.number(equity.average().value(), 2));
        boolean uncertain = valuation.values().model().hasParameterUncertainty();
        page.line(
                "%-28s %s",
                "95 % confidence interval",
                uncertain ? bare(equity.confidenceInterval(LEVEL)) + ", from what the parameters may be" : "-");
        page.line("%-28s %s", "95 % prediction interval", bare(equity.predictionInterval(LEVEL)) + ", and from chance");
        Table table = new Table().add("tier", "customers", "equity", "share", "each");
        for (EquityTier tier : equity.tiers()) {
            if (tier.total().customers() > 0) {
                table.add(
                        tier.name(),
                        Text.count(tier.total().customers()),
                        whole(tier.total().total()),
                        Text.percent(
                                tier.total().total().value() / equity.total().value(), 1),
                        Text.number(tier.total().average().value(), 2));
            }
        }
        page.table(table);
    }

    private void conventions() {
        page.section("CONVENTIONS");
        convention(SubscriptionOption.UNTIL, "observed until", arguments.until().toString());
        convention(
                SubscriptionOption.MARGIN,
                "margin",
                Text.percent(arguments.margin().fraction(), 1) + " of revenue, before acquisition");
        convention(
                SubscriptionOption.DISCOUNT_ANNUAL,
                "discount",
                Text.percent(arguments.discount().effectiveAnnual(), 1) + " a year, effective");
        convention(
                SubscriptionOption.HORIZON_YEARS,
                "horizon",
                Text.years(arguments.horizon().length() / 12));
        convention(SubscriptionOption.TIMING, "timing", CommandLine.spelling(arguments.timing()));
        page.line("%-15s %s", "who comes back", "begins a new tenure; a pause is churn; prices stay what they are");
    }

    private void convention(SubscriptionOption option, String name, String what) {
        page.line("%-15s %s", name, what + (arguments.isGiven(option) ? "" : "  [assumed; " + option.flag() + "]"));
    }

    private String money(CurrencyAmount amount) {
        return currency + " " + whole(amount);
    }

    private static String whole(CurrencyAmount amount) {
        return Text.number(amount.value() + 0.0, 0);
    }

    private static String bare(Interval interval) {
        return Text.number(interval.lower(), 0) + " to " + Text.number(interval.upper(), 0);
    }

    private static String percent(RatioOfSums ratio) {
        return ratio.isDefined() ? Text.percent(ratio.value(), 1) : "-";
    }

    private static String percent(Ratio ratio) {
        return ratio.isDefined() ? Text.percent(ratio.value(), 1) : "-";
    }

    private static String percents(Interval interval) {
        return Text.number(100 * interval.lower(), 1) + " to " + Text.percent(interval.upper(), 1);
    }
}
