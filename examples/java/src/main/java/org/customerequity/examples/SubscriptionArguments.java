package org.customerequity.examples;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Optional;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;

/** What the command line of the subscription report asks for, checked. */
final class SubscriptionArguments {
    /** Which retention curve is fitted. */
    enum Curve {
        /** All of them, and the likeliest by BIC is taken. */
        AUTO,
        CONSTANT,
        SBG,
        BDW
    }

    private final CommandLine<SubscriptionOption> line;

    private SubscriptionArguments(CommandLine<SubscriptionOption> line) {
        this.line = line;
    }

    /**
     * Options written as {@code --name value}, each at most once.
     *
     * @throws Refusal with one line that names option, rule and value
     */
    static SubscriptionArguments parse(String... args) {
        SubscriptionArguments arguments = new SubscriptionArguments(CommandLine.parse(SubscriptionOption.class, args));
        if (!arguments.isGiven(SubscriptionOption.HELP)) {
            arguments.checkAll();
        }
        return arguments;
    }

    boolean isGiven(SubscriptionOption option) {
        return line.isGiven(option);
    }

    Optional<Path> contracts() {
        return line.path(SubscriptionOption.CONTRACTS);
    }

    Optional<Path> costs() {
        return line.path(SubscriptionOption.COSTS);
    }

    /** The last day of observation: of the sample, unless another is given. */
    LocalDate until() {
        return line.date(SubscriptionOption.UNTIL).orElse(SampleContracts.UNTIL);
    }

    Currency currency() {
        return line.currency(SubscriptionOption.CURRENCY);
    }

    MarginRatio margin() {
        return MarginRatio.of(line.within(SubscriptionOption.MARGIN, 0.0001, 1));
    }

    DiscountRate discount() {
        return DiscountRate.ofAnnual(line.within(SubscriptionOption.DISCOUNT_ANNUAL, 0, 1));
    }

    /** In whole months, as contracts are billed. */
    Horizon horizon() {
        double months = 12 * line.within(SubscriptionOption.HORIZON_YEARS, 0.08, 100);
        return Horizon.of(Math.max(1, Math.rint(months)), PeriodUnit.MONTH);
    }

    Curve curve() {
        return line.choice(SubscriptionOption.CURVE, Curve.values(), CommandLine::spelling);
    }

    CashFlowTiming timing() {
        CashFlowTiming[] ofPresentCustomers = {
            CashFlowTiming.JUST_BEFORE_RENEWAL, CashFlowTiming.AFTER_FIRST, CashFlowTiming.END_OF_PERIOD
        };
        return line.choice(SubscriptionOption.TIMING, ofPresentCustomers, CommandLine::spelling);
    }

    int months() {
        double months = line.within(SubscriptionOption.MONTHS, 1, 36);
        if (months != Math.rint(months)) {
            throw line.bad(SubscriptionOption.MONTHS, "must be a whole number", "");
        }
        return (int) months;
    }

    boolean skipBadRows() {
        return isGiven(SubscriptionOption.SKIP_BAD_ROWS);
    }

    private void checkAll() {
        contracts();
        costs();
        until();
        currency();
        margin();
        discount();
        horizon();
        curve();
        timing();
        months();
        if (isGiven(SubscriptionOption.CONTRACTS) && !isGiven(SubscriptionOption.UNTIL)) {
            throw Refusal.ofArguments(
                    "--until must come with --contracts: when observation ended is not in the file, and"
                            + " a contract that has no end was active on that day");
        }
        if (isGiven(SubscriptionOption.COSTS) && !isGiven(SubscriptionOption.CONTRACTS)) {
            throw Refusal.ofArguments("--costs must come with --contracts: the bundled sample has its own");
        }
    }
}
