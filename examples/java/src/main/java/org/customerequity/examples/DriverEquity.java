package org.customerequity.examples;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.customerequity.equity.driver.BrandEquities;
import org.customerequity.equity.driver.Market;
import org.customerequity.fit.FitOutcome;
import org.customerequity.model.choice.ChoiceSpecification;
import org.customerequity.model.choice.Collinearity;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.PrincipalComponents;
import org.customerequity.model.choice.Ridge;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;

/**
 * What is each brand of this market worth, why, and which improvement pays? Reads a survey, fits, values and reports; see
 * {@code --help}.
 *
 * <p>Without {@code --survey} it reports on a bundled synthetic survey of an airline-like market.
 */
public final class DriverEquity {
    private DriverEquity() {}

    /** Ends the process with status 1 on bad data and 2 on bad arguments. */
    public static void main(String[] args) {
        Program.exit(run(args, System.out, System.err, Progress.onTerminal(System.err)));
    }

    /** The whole program; answers its exit status. */
    static int run(String[] args, PrintStream out, PrintStream err, Progress progress) {
        return Program.run("driver-equity", err, progress, () -> {
            DriverArguments arguments = DriverArguments.parse(args);
            if (arguments.isGiven(DriverOption.HELP)) {
                out.print(DriverOption.usage());
            } else {
                report(arguments, out, progress);
            }
        });
    }

    private static void report(DriverArguments given, PrintStream out, Progress progress) {
        Optional<Path> file = given.survey();
        DriverArguments arguments = file.isPresent()
                ? given
                : given.orElse(DriverOption.FOCAL, SampleSurvey.FOCAL).orElse(DriverOption.SPEND, SampleSurvey.SPEND);
        Source source = file.isPresent() ? Source.ofFile(file.get()) : SampleSurvey.SOURCE;
        String title =
                file.isPresent() ? source.name() : "a BUNDLED SYNTHETIC SURVEY (no real customers, no real airlines)";

        SurveyFile.Answers answers =
                new SurveyFile(source, arguments.skipBadRows(), progress).read(arguments.scale(), arguments.missing());
        BrandSurvey survey = answers.survey();
        Market market = market(arguments, survey, progress);
        if (survey.quality().choices() == 0) {
            throw Refusal.ofData(
                    source.name() + ": must say in a column next which brand is bought next, says it of nobody");
        }
        FitOutcome<DriverModel> fit = fit(arguments, survey, source);
        if (!fit.isConverged()) {
            String why = fit.fold(model -> "", failed -> failed.reason());
            throw cannotFit(arguments, source, why);
        }
        BrandEquities equities;
        try {
            equities = BrandEquities.of(fit, survey, market);
        } catch (IllegalArgumentException e) {
            throw Refusal.ofData(source.name() + ": " + e.getMessage());
        }
        String report = DriverReport.of(title, arguments, answers, fit, equities);
        progress.clear();
        out.print(report);
    }

    private static Market market(DriverArguments arguments, BrandSurvey survey, Progress progress) {
        Market market = Market.of(arguments.customers(), arguments.horizon(), arguments.firstPurchase());
        if (arguments.market().isPresent()) {
            return new MarketFile(Source.ofFile(arguments.market().get()), arguments, progress).read(market, survey);
        }
        Contribution perUnit = new Contribution(new CurrencyAmount(arguments.currency(), arguments.contribution()));
        for (String brand : survey.brands()) {
            market = market.withBrand(brand, perUnit, arguments.discount());
        }
        return market;
    }

    private static FitOutcome<DriverModel> fit(DriverArguments arguments, BrandSurvey survey, Source source) {
        DriverArguments.Treatment wanted = arguments.treatment();
        Collinearity treatment = switch (wanted.kind()) {
            case DIRECT -> Collinearity.direct();
            case COMPONENTS -> PrincipalComponents.keeping(wanted.amount());
            case RIDGE -> Ridge.of(wanted.amount());
        };
        ChoiceSpecification specification =
                ChoiceSpecification.defaults().withInertia(arguments.inertia()).withTreatment(treatment);
        try {
            return DriverModel.fit(survey, arguments.intercepts() ? specification.withIntercepts() : specification);
        } catch (IllegalArgumentException e) {
            throw cannotFit(arguments, source, String.valueOf(e.getMessage()));
        }
    }

    private static Refusal cannotFit(DriverArguments arguments, Source source, String why) {
        boolean direct = arguments.treatment().kind() == DriverArguments.Treatment.Kind.DIRECT;
        return Refusal.ofData(source.name() + ": the driver model cannot be fitted: " + why
                + (direct ? "; --treatment offers components:0.95 and ridge:2" : ""));
    }
}
