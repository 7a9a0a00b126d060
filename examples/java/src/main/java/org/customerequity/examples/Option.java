package org.customerequity.examples;

/** The options of the quick start, in the order in which the usage lists them, with what holds where one is left out. */
enum Option implements Flag {
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

    private final Described described;

    Option(String value, String preset, String help) {
        described = new Described(value, preset, help);
    }

    @Override
    public Described described() {
        return described;
    }

    static String usage() {
        return Flag.usage("usage: Quickstart [--transactions FILE] [other options]", values());
    }
}
