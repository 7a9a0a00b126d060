package org.customerequity.examples;

import java.nio.file.Path;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.customerequity.equity.driver.FirstPurchase;
import org.customerequity.model.choice.Inertia;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.MissingRatings;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;

/** What the command line of the driver report asks for, checked. */
final class DriverArguments {
    private static final Pattern SCALE = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

    private final CommandLine<DriverOption> line;

    private DriverArguments(CommandLine<DriverOption> line) {
        this.line = line;
    }

    /**
     * Options written as {@code --name value}, each at most once.
     *
     * @throws Refusal with one line that names option, rule and value
     */
    static DriverArguments parse(String... args) {
        DriverArguments arguments = new DriverArguments(CommandLine.parse(DriverOption.class, args));
        if (!arguments.isGiven(DriverOption.HELP)) {
            arguments.checkAll();
        }
        return arguments;
    }

    /** These arguments, with {@code option} where it was left out. */
    DriverArguments orElse(DriverOption option, String value) {
        return new DriverArguments(line.orElse(option, value));
    }

    boolean isGiven(DriverOption option) {
        return line.isGiven(option);
    }

    Optional<Path> survey() {
        return line.path(DriverOption.SURVEY);
    }

    Optional<Path> market() {
        return line.path(DriverOption.MARKET);
    }

    Currency currency() {
        return line.currency(DriverOption.CURRENCY);
    }

    double customers() {
        return line.within(DriverOption.CUSTOMERS, 1, 1e10);
    }

    double contribution() {
        return line.within(DriverOption.CONTRIBUTION, 1e-9, 1e9);
    }

    DiscountRate discount() {
        return DiscountRate.ofAnnual(line.within(DriverOption.DISCOUNT_ANNUAL, 0, 1));
    }

    Horizon horizon() {
        return Horizon.ofYears(line.within(DriverOption.HORIZON_YEARS, 0.01, 100));
    }

    FirstPurchase firstPurchase() {
        return line.choice(DriverOption.FIRST_PURCHASE, FirstPurchase.values(), CommandLine::spelling);
    }

    RatingScale scale() {
        Matcher points = SCALE.matcher(line.preset(DriverOption.SCALE));
        if (!points.matches()) {
            throw line.bad(DriverOption.SCALE, "must be two whole numbers, as 1-5", "");
        }
        try {
            return RatingScale.of(Integer.parseInt(points.group(1)), Integer.parseInt(points.group(2)));
        } catch (IllegalArgumentException e) {
            throw line.bad(DriverOption.SCALE, "must end above its beginning, by at most 1000", "");
        }
    }

    MissingRatings missing() {
        return line.choice(DriverOption.MISSING, MissingRatings.values(), CommandLine::spelling);
    }

    Inertia inertia() {
        return line.choice(DriverOption.INERTIA, Inertia.values(), CommandLine::spelling);
    }

    boolean intercepts() {
        return isGiven(DriverOption.INTERCEPTS);
    }

    /** How collinear ratings are treated, and how much. */
    record Treatment(Kind kind, double amount) {
        /** A treatment. */
        enum Kind {
            DIRECT,
            COMPONENTS,
            RIDGE
        }
    }

    Treatment treatment() {
        String text = line.preset(DriverOption.TREATMENT);
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String amount = colon < 0 ? "" : text.substring(colon + 1);
        if (kind.equalsIgnoreCase("direct") && colon < 0) {
            return new Treatment(Treatment.Kind.DIRECT, 0);
        }
        double x = Text.isDecimal(amount) ? Double.parseDouble(amount) : -1;
        if (kind.equalsIgnoreCase("components") && x > 0 && x <= 1) {
            return new Treatment(Treatment.Kind.COMPONENTS, x);
        }
        if (kind.equalsIgnoreCase("ridge") && x >= 0 && x <= 1e6) {
            return new Treatment(Treatment.Kind.RIDGE, x);
        }
        throw line.bad(
                DriverOption.TREATMENT,
                "must be direct, components:SHARE or ridge:LAMBDA",
                "components:0.95 keeps 95 % of the variance");
    }

    Optional<String> focal() {
        return line.text(DriverOption.FOCAL);
    }

    Optional<String> improve() {
        return line.text(DriverOption.IMPROVE);
    }

    /** As given, or a twentieth of the length of the scale. */
    double by() {
        if (!isGiven(DriverOption.BY)) {
            return (scale().highest() - scale().lowest()) / 20.0;
        }
        double by = line.number(DriverOption.BY);
        if (!(Math.abs(by) > 0 && Math.abs(by) <= 1000)) {
            throw line.bad(DriverOption.BY, "must be a number of points other than 0", "");
        }
        return by;
    }

    Optional<double[]> spend() {
        Optional<String> text = line.text(DriverOption.SPEND);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = text.get().split(",", -1);
        double[] spend = new double[parts.length];
        double sum = 0;
        for (int i = 0; i < parts.length; i++) {
            spend[i] = Text.isDecimal(parts[i].strip()) ? Double.parseDouble(parts[i].strip()) : -1;
            sum += spend[i];
            if (!(spend[i] >= 0 && spend[i] <= 1e15)) {
                throw line.bad(DriverOption.SPEND, "must be amounts that are not negative, as 400000,300000", "");
            }
        }
        if (sum == 0) {
            throw line.bad(DriverOption.SPEND, "must not be 0 in all years", "");
        }
        return Optional.of(spend);
    }

    boolean skipBadRows() {
        return isGiven(DriverOption.SKIP_BAD_ROWS);
    }

    Refusal bad(DriverOption option, String rule) {
        return line.bad(option, rule, "");
    }

    private void checkAll() {
        survey();
        market();
        currency();
        customers();
        contribution();
        discount();
        horizon();
        firstPurchase();
        scale();
        missing();
        inertia();
        treatment();
        by();
        spend();
        if (isGiven(DriverOption.MARKET) && isGiven(DriverOption.CONTRIBUTION)) {
            throw Refusal.ofArguments("--contribution must not come with --market, which has it by brand");
        }
    }
}
