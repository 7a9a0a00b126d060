package org.customerequity.examples;

import java.util.List;
import java.util.Locale;
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
            line("%s skipped because they could not be used:", Text.count(answers.rows().skipped(), "row"));
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
                        known
                                ? Text.percent(switching.switchingRate(last, next).value(), 1)
                                : "-"));
            }
            line("%s", row);
        }
        wrapped("the diagonal is the repurchase rate; those who leave may come back, so that it is no yearly retention");
    }

    private void importance() {
        section("IMPORTANCE AND PERFORMANCE of " + focal);
        ImportancePerformance.of(
                        equities,
                        focal,
                        ImportancePerformance.Importance.STANDARDISED_COEFFICIENT,
                        ImportancePerformance.Cut.MEAN)
                .toString()
                .lines()
                .forEach(row -> line("%s", row));
    }

    private void improvements() {
        SpendStream spend = SpendStream.of(arguments.currency().getCurrencyCode(), arguments.spend());
        section("WHAT IF " + focal + " were rated " + Text.number(arguments.by(), 2) + " points higher, within the scale, in "
                + money);
        line(
                "%-" + driverWidth + "s %10s   %-20s %9s   %-18s %9s",
                "sub-driver",
                "equity",
                "95 % interval",
                "return",
                "95 % interval",
                "P(it pays)");
        MarketingReturn chosen = null;
        for (SubDriver subDriver : survey.subDrivers()) {
            MarketingReturn result = improve(subDriver.name(), spend);
            line(
                    "%-" + driverWidth + "s %10s   %-20s %9s   %-18s %9s",
                    subDriver.name(),
                    amount(result.change().change().value()),
                    between(result.change().confidenceInterval(LEVEL)),
                    Text.percent(result.roi().value(), 0),
                    percents(result.confidenceInterval(LEVEL)),
                    Text.number(result.probabilityItPays(), 3));
            if (chosen == null
                    || result.change().change().value()
                            > chosen.change().change().value()) {
                chosen = result;
            }
        }
        wrapped("each costing " + spend + ", worth "
                + Text.number(result(chosen).presentSpend().value(), 0) + " today; intervals hold the uncertainty of the"
                + " coefficients, not that of the sample or of what a spend achieves");
        if (arguments.improve().isPresent()) {
            String wanted = arguments.improve().get();
            if (survey.subDrivers().stream().noneMatch(s -> s.name().equals(wanted))) {
                throw arguments.bad(
                        DriverOption.IMPROVE,
                        "must be one of "
                                + String.join(
                                        ", ",
                                        survey.subDrivers().stream()
                                                .map(SubDriver::name)
                                                .toList()));
            }
            chosen = improve(wanted, spend);
        }
        detail(result(chosen));
    }
