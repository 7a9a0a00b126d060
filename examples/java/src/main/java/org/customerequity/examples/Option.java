package org.customerequity.examples;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The options of the quick start, in the order in which the usage lists them, with what holds where one is left out. */
enum Option {
    TRANSACTIONS("FILE", "", "CSV file with a header, UTF-8; without it a bundled synthetic sample"),
    COLUMNS("customer=..,date=..,amount=..", "", "names in the header, where they are not customer, date and amount"),
    CURRENCY("CODE", "USD", "ISO 4217 code of all amounts; a currency column must agree"),
    UNIT("UNIT", "WEEK", "what the models count in: DAY, WEEK, MONTH, QUARTER or YEAR"),
    FROM("DATE", "", "start of observation; customers who bought before it are left out"),
    UNTIL("DATE", "", "end of observation, yyyy-MM-dd; without it the last date in the file"),
    CALIBRATE_UNTIL("DATE", "", "fit up to this day too, and check the forecast on the days after it"),
    MODEL("NAME", "", "model of buying: bg-nbd, pareto-nbd, ..., or auto to compare all"),
    SPEND("NAME", "auto", "model of spending: gamma-gamma, log-normal, constant or auto"),
    MARGIN("FRACTION", "0.30", "contribution per unit of revenue"),
    DISCOUNT_ANNUAL("FRACTION", "0.15", "effective annual discount rate"),
    HORIZON_YEARS("YEARS", "3", "how far ahead value is counted: a number of years, or forever"),
    REFUNDS("POLICY", "reject", "negative amounts: reject, net-day, net-customer or ignore"),
    ZERO_VALUES("POLICY", "count", "amounts of zero: count as purchases without spend, or drop"),
    ACQUISITION_COST("AMOUNT", "", "cost of one new customer, to compare with the value of one"),
    TOP("N", "10", "how many of the most valuable customers to list"),
    OUT("FOLDER", "", "write customers.csv and summary.json there, replacing nothing"),
    SKIP_BAD_ROWS("", "", "leave unusable rows out, count them and list the first few"),
    HELP("", "", "show this");

    private static final int LEFT_WIDTH = 26;

    private final String value;
    private final String preset;
    private final String help;

    Option(String value, String preset, String help) {
        this.value = value;
        this.preset = preset;
        this.help = help;
    }

    /** {@code --calibrate-until}. */
    String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    /** What holds where the option is left out; empty where then nothing is asked for. */
    Optional<String> preset() {
        return preset.isEmpty() ? Optional.empty() : Optional.of(preset);
    }

    static Optional<Option> ofFlag(String flag) {
        return Arrays.stream(values())
                .filter(option -> option.flag().equals(flag) || (option == HELP && flag.equals("-h")))
                .findFirst();
    }

    static String usage() {
        StringBuilder s = new StringBuilder("usage: Quickstart [--transactions FILE] [other options]\n");
        for (Option option : values()) {
            String left = "  " + option.flag() + " " + option.value;
            s.append(left);
            if (left.length() > LEFT_WIDTH) {
                s.append('\n');
                left = "";
            }
            s.append(" ".repeat(LEFT_WIDTH - left.length() + 2)).append(option.help);
            option.preset().ifPresent(preset -> s.append(" [").append(preset).append(']'));
            s.append('\n');
        }
        return s.append("exit status: 0 success, 1 bad data, 2 bad arguments\n").toString();
    }
}
