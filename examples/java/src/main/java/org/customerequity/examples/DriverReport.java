package org.customerequity.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.customerequity.value.Ratio;

/** What a survey says of the brands of a market, as text: aligned, the same in every locale. */
final class DriverReport {
    private static final double LEVEL = 0.95;
    private static final int LONGEST_NAME = 30;
    private static final int LONGEST_HEADING = 12;

    private final DriverArguments arguments;
    private final BrandSurvey survey;
    private final FitOutcome<DriverModel> fit;
    private final BrandEquities equities;
    private final String focal;
    private final String currency;
    private final Amounts amounts;
    private final int nameWidth;
    private final Page page;

    private DriverReport(String title, DriverArguments arguments, FitOutcome<DriverModel> fit, BrandEquities equities) {
        this.page = new Page("DRIVERS OF CUSTOMER EQUITY in " + title);
        this.arguments = arguments;
        this.survey = equities.survey();
        this.fit = fit;
        this.equities = equities;
        this.focal = arguments.focal().orElse(survey.brands().get(0));
        if (!survey.brands().contains(focal)) {
            throw arguments.bad(DriverOption.FOCAL, "must be one of " + String.join(", ", survey.brands()));
        }
        this.currency = arguments.currency().getCurrencyCode();
        this.amounts = Amounts.of(survey.brands().stream()
                .mapToDouble(brand -> Math.abs(equities.equity(brand).value()))
                .max()
                .orElse(0));
        this.nameWidth = nameWidth(survey.brands());
    }

    /** Long names are cut, unless they would be alike. */
    private static int nameWidth(List<String> names) {
        long different = names.stream()
                .map(name -> Text.shorten(name, LONGEST_NAME))
                .distinct()
                .count();
        return different == names.size() ? LONGEST_NAME : Integer.MAX_VALUE;
    }

    static String of(
            String title,
            DriverArguments arguments,
            SurveyFile.Answers answers,
            FitOutcome<DriverModel> fit,
            BrandEquities equities) {
        DriverReport report = new DriverReport(title, arguments, fit, equities);
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
        page.section("DATA");
        survey.quality().lines().forEach(page::wrapped);
        if (answers.rows().skipped() > 0) {
            page.line(
                    "%s skipped because they could not be used:",
                    Text.count(answers.rows().skipped(), "row"));
            answers.rows().firstSkipped().forEach(why -> page.line("  %s", why));
        }
        if (answers.dropped() > 0) {
            page.line("%s left out because they could not be used:", Text.count(answers.dropped(), "respondent"));
            answers.firstDropped().forEach(why -> page.line("  %s", why));
        }
        withoutAnswer(answers.withoutFrequency(), "frequency", "1 purchase a year");
        withoutAnswer(answers.withoutVolume(), "volume", "1 unit a purchase");
    }

    private void withoutAnswer(long respondents, String column, String preset) {
        if (respondents > 0) {
            page.line("%s without %s, for whom %s is assumed", Text.count(respondents, "respondent"), column, preset);
        }
    }

    private void drivers() {
        page.section("DRIVERS of choice, beside how " + focal + " and its rivals are rated");
        DriverTable.of(fit).toText(BrandRatings.of(survey, focal)).lines().forEach(row -> page.line("%s", row));
        page.wrapped("mean: rating of " + focal + "; best of rivals: of the rival that each respondent rates best;"
                + " best rival: the one brand that is rated best on average");
        ChoiceStatistics.of(fit, survey).toString().lines().forEach(page::wrapped);
        fit.report().warnings().forEach(page::wrapped);
    }

    private void equity() {
        page.section("EQUITY of every brand in the market, in " + amounts.heading(currency));
        BrandSwitching switching = equities.switching();
        boolean shares = all() > 0;
        Amounts each = Amounts.of(survey.brands().stream()
                .mapToDouble(brand -> Math.abs(equities.meanLifetimeValue(brand).value()))
                .max()
                .orElse(0));
        Table table =
                new Table().add("brand", "equity", "95 % interval", "share", "95 % interval", "customer", "volume");
        for (String brand : survey.brands()) {
            table.add(
                    name(brand),
                    amounts.bare(equities.equity(brand).value()),
                    amounts.bare(equities.equityEstimate(brand).confidenceInterval(LEVEL)),
                    shares ? Text.percent(equities.share(brand).value(), 1) : "-",
                    shares ? percents(equities.shareEstimate(brand).confidenceInterval(LEVEL), 1) : "-",
                    each.bare(equities.meanLifetimeValue(brand).value()),
                    Text.percent(switching.nextShareOfVolume(brand), 1));
        }
        page.table(table);
        page.wrapped("customer: equity over all customers of the market, in " + each.heading(currency)
                + "; volume: share of what is bought at the next purchase");
        if (!shares) {
            page.wrapped("no shares, because all brands together are not worth more than 0");
        }
    }

    /** The equity of all brands. */
    private double all() {
        return survey.brands().stream()
                .mapToDouble(brand -> equities.equity(brand).value())
                .sum();
    }

    private void switching() {
        BrandSwitching switching = equities.switching();
        List<String> brands = survey.brands();
        page.section("SWITCHING: of those who bought the brand on the left last, who buys which next");
        boolean numbered = brands.stream().anyMatch(brand -> Text.width(brand) > LONGEST_HEADING);
        List<String> head = new ArrayList<>(List.of("last"));
        for (int b = 0; b < brands.size(); b++) {
            head.add(numbered ? "(" + (b + 1) + ")" : brands.get(b));
        }
        Table table = new Table().add(head);
        for (int b = 0; b < brands.size(); b++) {
            List<String> row = new ArrayList<>();
            row.add((numbered ? "(" + (b + 1) + ") " : "") + name(brands.get(b)));
            for (String next : brands) {
                Ratio rate = switching.switchingRate(brands.get(b), next);
                row.add(rate.isDefined() ? Text.percent(rate.value(), 1) : "-");
            }
            table.add(row);
        }
        page.table(table);
        page.wrapped(
                "the diagonal is the repurchase rate; those who leave may come back, so that it is no yearly retention");
    }

    private void importance() {
        page.section("IMPORTANCE AND PERFORMANCE of " + focal);
        ImportancePerformance.of(
                        equities,
                        focal,
                        ImportancePerformance.Importance.STANDARD_DEVIATION,
                        ImportancePerformance.Cut.MEAN)
                .toString()
                .lines()
                .forEach(row -> page.line("%s", row));
        page.wrapped(
                "importance: coefficient times the standard deviation of the ratings; gap: rating less that of the rival whom"
                        + " each respondent rates best; high and low are above and below the mean of the column");
    }

    private void improvements() {
        Optional<SpendStream> spend = arguments.spend().map(amount -> SpendStream.of(currency, amount));
        List<BrandChange> changes = survey.subDrivers().stream()
                .map(subDriver -> equities.improve(focal, subDriver.name(), RatingShift.by(arguments.by())))
                .toList();
        Amounts gains = Amounts.of(changes.stream()
                .mapToDouble(change -> Math.abs(change.change().value()))
                .max()
                .orElse(0));
        page.section(
                "WHAT IF " + focal + " were rated " + points() + ", within the scale, in " + gains.heading(currency));
        List<String> head = new ArrayList<>(List.of("sub-driver", "equity", "95 % interval"));
        if (spend.isPresent()) {
            head.addAll(List.of("return", "95 % interval", "P(it pays)"));
        }
        Table table = new Table().add(head);
        for (int s = 0; s < changes.size(); s++) {
            BrandChange change = changes.get(s);
            List<String> row = new ArrayList<>(List.of(
                    survey.subDrivers().get(s).name(),
                    gains.bare(change.change().value()),
                    gains.bare(change.confidenceInterval(LEVEL))));
            if (spend.isPresent()) {
                MarketingReturn costed = costed(change, spend.get());
                row.addAll(List.of(
                        Text.percent(costed.roi().value(), 0),
                        percents(costed.confidenceInterval(LEVEL), 0),
                        Text.probability(costed.probabilityItPays())));
            }
            table.add(row);
        }
        page.table(table);
        String uncertain =
                "intervals hold the uncertainty of the coefficients, not whether a spend achieves the improvement";
        if (spend.isPresent()) {
            page.wrapped("each for the same spend, "
                    + money(costed(changes.get(0), spend.get()).presentSpend().value()) + " in present value; "
                    + uncertain);
        } else {
            page.wrapped((arguments.by() > 0 ? "equity is the most that an improvement may cost; " : "") + uncertain
                    + " (" + DriverOption.SPEND.flag() + " gives the return on a spend)");
        }
        List<String> names = survey.subDrivers().stream().map(SubDriver::name).toList();
        String wanted = arguments.improve().orElseGet(() -> names.get(largest(changes)));
        if (!names.contains(wanted)) {
            throw arguments.bad(DriverOption.IMPROVE, "must be one of " + String.join(", ", names));
        }
        detail(wanted, changes.get(names.indexOf(wanted)), spend);
    }

    /** {@code 0.20 points higher}. */
    private String points() {
        return Text.number(Math.abs(arguments.by()), 2) + " points " + (arguments.by() > 0 ? "higher" : "lower");
    }

    private static int largest(List<BrandChange> changes) {
        int best = 0;
        for (int s = 1; s < changes.size(); s++) {
            best = changes.get(s).change().compareTo(changes.get(best).change()) > 0 ? s : best;
        }
        return best;
    }

    private MarketingReturn costed(BrandChange change, SpendStream spend) {
        return change.costing(spend, equities.market().discount(focal));
    }

    private void detail(String subDriver, BrandChange change, Optional<SpendStream> spend) {
        page.section(
                (spend.isPresent() ? "RETURN on " : "EFFECT of ") + focal + " rated " + points() + " on " + subDriver);
        page.line("%-17s %s", "change of equity", money(change.change().value(), change.confidenceInterval(LEVEL)));
        if (spend.isPresent()) {
            MarketingReturn result = costed(change, spend.get());
            Interval net = result.netValueEstimate().confidenceInterval(LEVEL);
            page.line("%-17s %s", "spend", money(result.presentSpend().value()) + " in present value");
            page.line("%-17s %s", "net value", money(result.netValue().value(), net));
            page.line(
                    "%-17s %s, 95 %% interval %s",
                    "return", Text.percent(result.roi().value(), 0), percents(result.confidenceInterval(LEVEL), 0));
            page.line("%-17s %s", "it pays with", "probability " + Text.probability(result.probabilityItPays()));
        }
        boolean shares = all() > 0 && all() + change.all().total().value() > 0;
        Table table = new Table();
        Amounts gains = Amounts.of(change.change().value());
        for (String brand : survey.brands()) {
            BrandChange own = change.all().of(brand);
            table.add(
                    name(brand),
                    gains.bare(own.change().value()),
                    shares
                            ? "share " + Text.percent(own.shareBefore().value(), 2) + " to "
                                    + Text.percent(own.shareAfter().value(), 2)
                            : "");
        }
        page.line("%s", "all brands, in " + gains.heading(currency));
        table.lines().forEach(row -> page.line("  %s", row));
    }

    private void conventions() {
        page.section("CONVENTIONS");
        convention(
                DriverOption.CUSTOMERS, "customers", Text.count((long) arguments.customers()) + " in the whole market");
        if (arguments.market().isPresent()) {
            convention(
                    "contribution",
                    "and discount by brand, from " + arguments.market().get() + notInSurvey());
        } else {
            convention(
                    DriverOption.CONTRIBUTION,
                    "contribution",
                    currency + " " + Text.number(arguments.contribution(), 4) + " on a unit of volume, of every brand");
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
        convention(
                DriverOption.SCALE,
                "scale",
                arguments.scale().lowest() + " to " + arguments.scale().highest() + ", high is good");
        convention(DriverOption.MISSING, "gaps", CommandLine.spelling(arguments.missing()));
        convention(DriverOption.INERTIA, "inertia", CommandLine.spelling(arguments.inertia()));
        DriverArguments.Treatment treatment = arguments.treatment();
        convention(
                DriverOption.TREATMENT,
                "coefficients",
                switch (treatment.kind()) {
                    case DIRECT -> "fitted directly";
                    case COMPONENTS -> "by principal components that keep " + Text.percent(treatment.amount(), 1);
                    case RIDGE -> "held together by a ridge of " + Text.number(treatment.amount(), 4);
                });
        convention(DriverOption.BY, "improvement", Text.number(arguments.by(), 2) + " points");
        convention("rivals", "do not answer; customers' frequency, volume and the market stay as they are");
    }

    private String notInSurvey() {
        List<String> others = equities.market().brands().stream()
                .filter(brand -> !survey.brands().contains(brand))
                .toList();
        return others.isEmpty() ? "" : "; not in the survey and left out: " + String.join(", ", others);
    }

    private void convention(DriverOption option, String name, String what) {
        convention(name, what + (arguments.isGiven(option) ? "" : "  [assumed; " + option.flag() + "]"));
    }

    private void convention(String name, String what) {
        page.line("%-15s %s", name, what);
    }

    private String money(double amount) {
        return Amounts.of(amount).full(currency, amount);
    }

    private String money(double amount, Interval interval) {
        Amounts sized = Amounts.of(Math.max(Math.abs(interval.lower()), Math.abs(interval.upper())));
        return sized.full(currency, amount) + ", 95 % interval " + sized.bare(interval);
    }

    private static String percents(Interval interval, int decimals) {
        return Text.number(100 * interval.lower(), decimals) + " to " + Text.percent(interval.upper(), decimals);
    }

    private String name(String brand) {
        return Text.shorten(brand, nameWidth);
    }
}
