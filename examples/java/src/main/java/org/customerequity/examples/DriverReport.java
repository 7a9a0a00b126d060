package org.customerequity.examples;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.customerequity.equity.driver.BrandChange;
import org.customerequity.equity.driver.BrandEquities;
import org.customerequity.equity.driver.BrandSwitching;
import org.customerequity.equity.driver.FirstPurchase;
import org.customerequity.equity.driver.ImportancePerformance;
import org.customerequity.equity.driver.MarketingReturn;
import org.customerequity.equity.driver.RatingShift;
import org.customerequity.equity.driver.SpendStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.model.choice.BrandRatings;
import org.customerequity.model.choice.ChoiceStatistics;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.DriverTable;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Interval;

/** What a survey says of the brands of a market, as text: aligned, the same in every locale. */
final class DriverReport {
    private static final double LEVEL = 0.95;
    private static final int WIDTH = 100;

    private final DriverArguments arguments;
    private final BrandSurvey survey;
    private final FitOutcome<DriverModel> fit;
    private final BrandEquities equities;
    private final String focal;
    private final double unit;
    private final String money;
    private final int nameWidth;
    private final int driverWidth;
    private final StringBuilder page = new StringBuilder();

    private DriverReport(DriverArguments arguments, FitOutcome<DriverModel> fit, BrandEquities equities) {
        this.arguments = arguments;
        this.survey = equities.survey();
        this.fit = fit;
        this.equities = equities;
        this.focal = arguments.focal().orElse(survey.brands().get(0));
        if (!survey.brands().contains(focal)) {
            throw arguments.bad(DriverOption.FOCAL, "must be one of " + String.join(", ", survey.brands()));
        }
        double largest = survey.brands().stream()
                .mapToDouble(brand -> Math.abs(equities.equity(brand).value()))
                .max()
                .orElse(0);
        boolean millions = largest >= 1e8;
        this.unit = millions ? 1e6 : 1;
        this.money = (millions ? "million " : "") + arguments.currency();
        this.nameWidth = Math.max(
                8, survey.brands().stream().mapToInt(String::length).max().orElse(0));
        this.driverWidth = survey.subDrivers().stream()
                .mapToInt(s -> s.name().length())
                .max()
                .orElse(0);
    }

    static String of(
            String title,
            DriverArguments arguments,
            SurveyFile.Answers answers,
            FitOutcome<DriverModel> fit,
            BrandEquities equities) {
        DriverReport report = new DriverReport(arguments, fit, equities);
        report.page.append("DRIVERS OF CUSTOMER EQUITY in ").append(title).append('\n');
        report.data(answers);
        report.drivers();
        report.equity();
        report.switching();
        report.importance();
        report.improvements();
        report.conventions();
        return report.page.toString();
    }

    private void data(SurveyFile.Answers answers) {
        section("DATA");
        survey.quality().lines().forEach(this::wrapped);
        if (answers.rows().skipped() > 0) {
            line(
                    "%s skipped because they could not be used:",
                    Text.count(answers.rows().skipped(), "row"));
            answers.rows().firstSkipped().forEach(why -> line("  %s", why));
        }
        if (answers.dropped() > 0) {
            line("%s left out because they could not be used:", Text.count(answers.dropped(), "respondent"));
            answers.firstDropped().forEach(why -> line("  %s", why));
        }
    }

    private void drivers() {
        section("DRIVERS of choice, beside how " + focal + " and its rivals are rated");
        DriverTable.of(fit).toText(BrandRatings.of(survey, focal)).lines().forEach(row -> line("%s", row));
        ChoiceStatistics.of(fit, survey).toString().lines().forEach(this::wrapped);
        fit.report().warnings().forEach(this::wrapped);
    }

    private void equity() {
        section("EQUITY of every brand in the market, in " + money);
        BrandSwitching switching = equities.switching();
        line(
                "%-" + nameWidth + "s %12s   %-22s %7s   %-15s %9s %9s",
                "brand",
                "equity",
                "95 % interval",
                "share",
                "95 % interval",
                "customer",
                "volume");
        for (String brand : survey.brands()) {
            Interval total = equities.equityEstimate(brand).confidenceInterval(LEVEL);
            Interval share = equities.shareEstimate(brand).confidenceInterval(LEVEL);
            line(
                    "%-" + nameWidth + "s %12s   %-22s %7s   %-15s %9s %9s",
                    brand,
                    amount(equities.equity(brand).value()),
                    between(total),
                    Text.percent(equities.share(brand).value(), 1),
                    Text.number(100 * share.lower(), 1) + " to " + Text.number(100 * share.upper(), 1),
                    Text.number(equities.meanLifetimeValue(brand).value(), 2),
                    Text.percent(switching.nextShareOfVolume(brand), 1));
        }
        wrapped("customer: equity over all customers of the market, in " + arguments.currency()
                + "; volume: share of what is bought at the next purchase");
    }

    private void switching() {
        BrandSwitching switching = equities.switching();
        List<String> brands = survey.brands();
        section("SWITCHING: of those who bought the brand on the left last, who buys which next");
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-" + nameWidth + "s", "last"));
        for (String next : brands) {
            head.append(String.format(Locale.ROOT, " %" + nameWidth + "s", next));
        }
        line("%s", head);
        for (String last : brands) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-" + nameWidth + "s", last));
            for (String next : brands) {
                boolean known = switching.switchingRate(last, next).isDefined();
                row.append(String.format(
                        Locale.ROOT,
                        " %" + nameWidth + "s",
                        known ? Text.percent(switching.switchingRate(last, next).value(), 1) : "-"));
            }
            line("%s", row);
        }
        wrapped(
                "the diagonal is the repurchase rate; those who leave may come back, so that it is no yearly retention");
    }

    private void importance() {
        section("IMPORTANCE AND PERFORMANCE of " + focal);
        ImportancePerformance.of(
                        equities,
                        focal,
                        ImportancePerformance.Importance.STANDARD_DEVIATION,
                        ImportancePerformance.Cut.MEAN)
                .toString()
                .lines()
                .forEach(row -> line("%s", row));
    }

    private void improvements() {
        SpendStream spend = SpendStream.of(arguments.currency().getCurrencyCode(), arguments.spend());
        section("WHAT IF " + focal + " were rated " + Text.number(arguments.by(), 2)
                + " points higher, within the scale, in " + money);
        line(
                "%-" + driverWidth + "s %10s   %-20s %9s   %-18s %9s",
                "sub-driver",
                "equity",
                "95 % interval",
                "return",
                "95 % interval",
                "P(it pays)");
        List<MarketingReturn> results = survey.subDrivers().stream()
                .map(subDriver -> improve(subDriver.name(), spend))
                .toList();
        for (int s = 0; s < results.size(); s++) {
            MarketingReturn result = results.get(s);
            line(
                    "%-" + driverWidth + "s %10s   %-20s %9s   %-18s %9s",
                    survey.subDrivers().get(s).name(),
                    amount(result.change().change().value()),
                    between(result.change().confidenceInterval(LEVEL)),
                    Text.percent(result.roi().value(), 0),
                    percents(result.confidenceInterval(LEVEL)),
                    Text.number(result.probabilityItPays(), 3));
        }
        wrapped(
                "each for the same spend, "
                        + money(results.get(0).presentSpend().value())
                        + " in present value; intervals hold the uncertainty of the coefficients, not that of what a spend achieves");
        String wanted = arguments
                .improve()
                .orElseGet(() -> survey.subDrivers().get(largest(results)).name());
        if (survey.subDrivers().stream().noneMatch(s -> s.name().equals(wanted))) {
            throw arguments.bad(
                    DriverOption.IMPROVE,
                    "must be one of "
                            + survey.subDrivers().stream().map(SubDriver::name).collect(Collectors.joining(", ")));
        }
        detail(wanted, improve(wanted, spend));
    }

    private static int largest(List<MarketingReturn> results) {
        int best = 0;
        for (int s = 1; s < results.size(); s++) {
            boolean better = results.get(s)
                            .change()
                            .change()
                            .compareTo(results.get(best).change().change())
                    > 0;
            best = better ? s : best;
        }
        return best;
    }

    private MarketingReturn improve(String subDriver, SpendStream spend) {
        return equities.improve(focal, subDriver, RatingShift.by(arguments.by()))
                .costing(spend, equities.market().discount(focal));
    }

    private void detail(String subDriver, MarketingReturn result) {
        section("RETURN on improving " + subDriver + " of " + focal + " by " + Text.number(arguments.by(), 2)
                + " points");
        Interval net = result.netValueEstimate().confidenceInterval(LEVEL);
        line("%-17s %s", "spend", money(result.presentSpend().value()) + " in present value");
        line("%-17s %s", "change of equity", money(result.change().change().value()));
        line("%-17s %s, 95 %% interval %s", "net value", money(result.netValue().value()), between(net));
        line("%-17s %s", "break-even spend", money(result.breakEvenSpend().value()));
        line(
                "%-17s %s, 95 %% interval %s",
                "return", Text.percent(result.roi().value(), 0), percents(result.confidenceInterval(LEVEL)));
        line("%-17s %s", "it pays with", "probability " + Text.number(result.probabilityItPays(), 3));
        for (String brand : survey.brands()) {
            BrandChange change = result.change().all().of(brand);
            line(
                    "%-17s %s, share %s to %s",
                    brand,
                    amount(change.change().value()),
                    Text.percent(change.shareBefore().value(), 2),
                    Text.percent(change.shareAfter().value(), 2));
        }
    }

    private void conventions() {
        section("CONVENTIONS");
        convention(
                DriverOption.CUSTOMERS, "customers", Text.count((long) arguments.customers()) + " in the whole market");
        if (arguments.market().isPresent()) {
            convention(
                    "contribution",
                    "and discount by brand, from " + arguments.market().get());
        } else {
            convention(
                    DriverOption.CONTRIBUTION,
                    "contribution",
                    arguments.currency() + " " + Text.number(arguments.contribution(), 4)
                            + " on a unit of volume, of every brand");
            convention(
                    DriverOption.DISCOUNT_ANNUAL,
                    "discount",
                    Text.percent(arguments.discount().effectiveAnnual(), 1) + " a year, effective");
        }
        convention(
                DriverOption.HORIZON_YEARS,
                "horizon",
                Text.years(arguments.horizon().length()));
        convention(
                DriverOption.FIRST_PURCHASE,
                "first purchase",
                arguments.firstPurchase() == FirstPurchase.NOW ? "now, undiscounted" : "one interval from now");
        convention(DriverOption.INERTIA, "inertia", CommandLine.spelling(arguments.inertia()));
        convention("rivals", "do not answer; customers' frequency, volume and the market stay as they are");
    }

    private void convention(DriverOption option, String name, String what) {
        convention(name, what + (arguments.isGiven(option) ? "" : "  [assumed; " + option.flag() + "]"));
    }

    private void convention(String name, String what) {
        line("%-15s %s", name, what);
    }

    private String money(double amount) {
        return money + " " + amount(amount);
    }

    /** In the unit of the page. */
    private String amount(double amount) {
        return Text.number(amount / unit, unit == 1 ? 0 : 1);
    }

    private String between(Interval interval) {
        return amount(interval.lower()) + " to " + amount(interval.upper());
    }

    private static String percents(Interval interval) {
        return Text.number(100 * interval.lower(), 0) + " to " + Text.number(100 * interval.upper(), 0) + " %";
    }

    private void section(String heading) {
        page.append('\n').append(heading).append('\n');
    }

    /** A sentence on as many lines as it needs. */
    private void wrapped(String sentence) {
        StringBuilder row = new StringBuilder();
        for (String word : sentence.split(" ")) {
            if (row.length() > 0 && row.length() + 1 + word.length() > WIDTH - 2) {
                line("%s", row);
                row.setLength(0);
                row.append(' ');
            }
            row.append(row.length() == 0 ? "" : " ").append(word);
        }
        line("%s", row);
    }

    private void line(String format, Object... args) {
        page.append("  ")
                .append(String.format(Locale.ROOT, format, args).stripTrailing())
                .append('\n');
    }
}
