package org.customerequity.examples;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;

/** What the command line asks for, checked. An option that was left out has the value that {@link Option} presets. */
final class Arguments {
    private static final String AUTO = "auto";

    private final CommandLine<Option> line;

    private Arguments(CommandLine<Option> line) {
        this.line = line;
    }

    /**
     * Options written as {@code --name value}, each at most once.
     *
     * @throws Refusal with one line that names option, rule and value
     */
    static Arguments parse(String... args) {
        Arguments arguments = new Arguments(CommandLine.parse(Option.class, args));
        if (!arguments.isGiven(Option.HELP)) {
            arguments.checkAll();
        }
        return arguments;
    }

    /** These arguments, with {@code option} where it was left out. */
    Arguments orElse(Option option, String value) {
        return new Arguments(line.orElse(option, value));
    }

    boolean isGiven(Option option) {
        return line.isGiven(option);
    }

    Optional<Path> transactions() {
        return path(Option.TRANSACTIONS);
    }

    Columns columns() {
        return text(Option.COLUMNS).map(Columns::parse).orElse(Columns.DEFAULT);
    }

    Currency currency() {
        String code = preset(Option.CURRENCY);
        Currency currency;
        try {
            currency = Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw Refusal.ofData("--currency must be an ISO 4217 code such as USD or EUR, was " + Text.quote(code));
        }
        if (currency.getDefaultFractionDigits() < 0) {
            throw Refusal.ofData("--currency must be one that people pay in, was " + Text.quote(code));
        }
        return currency;
    }

    PeriodUnit unit() {
        return choice(Option.UNIT, PeriodUnit.values());
    }

    Optional<LocalDate> from() {
        return date(Option.FROM);
    }

    Optional<LocalDate> until() {
        return date(Option.UNTIL);
    }

    Optional<LocalDate> calibrateUntil() {
        return date(Option.CALIBRATE_UNTIL);
    }

    /** Whether the models are to be compared, and the choice is the comparison's. */
    boolean comparesModels() {
        return text(Option.MODEL).filter(AUTO::equalsIgnoreCase).isPresent();
    }

    /** The models of buying to fit. */
    List<PurchaseModelFamily> models() {
        if (!isGiven(Option.MODEL)) {
            return List.of(PurchaseModelFamily.BG_NBD, PurchaseModelFamily.PARETO_NBD);
        }
        List<PurchaseModelFamily> known = Arrays.stream(PurchaseModelFamily.values())
                .filter(family -> !family.needsOpportunities())
                .toList();
        if (comparesModels()) {
            return known;
        }
        String rule = "must be one of " + AUTO + ", "
                + known.stream().map(PurchaseModelFamily::code).collect(Collectors.joining(", "));
        PurchaseModelFamily wanted;
        try {
            wanted = PurchaseModelFamily.parse(preset(Option.MODEL));
        } catch (IllegalArgumentException unknown) {
            throw bad(Option.MODEL, rule, "");
        }
        if (wanted.needsOpportunities()) {
            throw bad(
                    Option.MODEL,
                    rule,
                    "the " + wanted.title()
                            + " is for occasions to buy, such as yearly mailings, and orders may come any day");
        }
        return List.of(wanted);
    }

    /** The model of spending to fit. */
    Spending spending() {
        return choice(Option.SPEND, Spending.values());
    }

    MarginRatio margin() {
        double margin = number(Option.MARGIN);
        if (!(margin >= 0.0001 && margin <= 1)) {
            throw bad(Option.MARGIN, "must be from 0.0001 to 1", "0.30 means 30 %");
        }
        return MarginRatio.of(margin);
    }

    DiscountRate discount() {
        double rate = number(Option.DISCOUNT_ANNUAL);
        if (!(rate >= 0 && rate <= 1)) {
            throw bad(Option.DISCOUNT_ANNUAL, "must be from 0 to 1", "0.15 means 15 % a year");
        }
        return DiscountRate.ofAnnual(rate);
    }

    Horizon horizon() {
        if (preset(Option.HORIZON_YEARS).equalsIgnoreCase("forever")) {
            return Horizon.FOREVER;
        }
        double years = Text.isDecimal(preset(Option.HORIZON_YEARS)) ? number(Option.HORIZON_YEARS) : 0;
        if (!(years >= 0.01 && years <= 100)) {
            throw bad(Option.HORIZON_YEARS, "must be from 0.01 to 100, or forever", "");
        }
        return Horizon.ofYears(years);
    }

    RefundPolicy refunds() {
        return choice(Option.REFUNDS, RefundPolicy.values());
    }

    ZeroValuePolicy zeroValues() {
        return switch (preset(Option.ZERO_VALUES).toLowerCase(Locale.ROOT)) {
            case "count" -> ZeroValuePolicy.COUNT_WITHOUT_SPEND;
            case "drop" -> ZeroValuePolicy.DROP;
            default -> throw bad(Option.ZERO_VALUES, "must be one of count, drop", "");
        };
    }

    OptionalDouble acquisitionCost() {
        if (!isGiven(Option.ACQUISITION_COST)) {
            return OptionalDouble.empty();
        }
        double cost = number(Option.ACQUISITION_COST);
        if (!(cost >= 0.01 && cost <= 1e9)) {
            throw bad(Option.ACQUISITION_COST, "must be from 0.01 to 1000000000", "");
        }
        return OptionalDouble.of(cost);
    }

    int top() {
        double top = Text.isDecimal(preset(Option.TOP)) ? number(Option.TOP) : 0;
        if (!(top >= 1 && top <= 1000 && top == Math.rint(top))) {
            throw bad(Option.TOP, "must be a whole number from 1 to 1000", "");
        }
        return (int) top;
    }

    Optional<Path> out() {
        return path(Option.OUT);
    }

    boolean skipBadRows() {
        return isGiven(Option.SKIP_BAD_ROWS);
    }

    private void checkAll() {
        transactions();
        columns();
        unit();
        models();
        margin();
        discount();
        spending();
        refunds();
        zeroValues();
        acquisitionCost();
        top();
        out();
        if (horizon().isForever() && discount().effectiveAnnual() < 0.001) {
            throw bad(
                    Option.DISCOUNT_ANNUAL,
                    "must be at least 0.001 with --horizon-years forever",
                    "without discount the sum has no end");
        }
        if (isGiven(Option.COLUMNS) && !isGiven(Option.TRANSACTIONS)) {
            throw Refusal.ofArguments("--columns must come with --transactions, the sample has columns of its own");
        }
        if (until().isPresent() && calibrateUntil().isPresent()) {
            checkCalibration(calibrateUntil().get(), until().get());
        }
        until().ifPresent(this::checkFrom);
        calibrateUntil().ifPresent(this::checkFrom);
        currency();
    }

    /** The days to learn from must not end before they begin. */
    void checkFrom(LocalDate end) {
        from().filter(end::isBefore).ifPresent(from -> {
            throw bad(Option.FROM, "must not be after the end " + end, "");
        });
    }

    /** The calibration must leave days to check the forecast on. */
    static void checkCalibration(LocalDate calibrateUntil, LocalDate until) {
        if (!calibrateUntil.isBefore(until)) {
            throw Refusal.ofArguments(
                    "--calibrate-until must be before the end of observation " + until + ", was " + calibrateUntil);
        }
    }

    private Optional<String> text(Option option) {
        return line.text(option);
    }

    private String preset(Option option) {
        return line.preset(option);
    }

    private Optional<Path> path(Option option) {
        return line.path(option);
    }

    private Optional<LocalDate> date(Option option) {
        return line.date(option);
    }

    private double number(Option option) {
        return line.number(option);
    }

    private <E extends Enum<E>> E choice(Option option, E[] values) {
        return line.choice(option, values, Arguments::spelling);
    }

    /** Units as in the usage, {@code WEEK}; policies too, {@code net-day}. */
    private static String spelling(Enum<?> value) {
        return value instanceof PeriodUnit ? value.name() : CommandLine.spelling(value);
    }

    private Refusal bad(Option option, String rule, String hint) {
        return line.bad(option, rule, hint);
    }
}
