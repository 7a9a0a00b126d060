package org.customerequity.examples;

/** The options of the subscription report, in the order in which the usage lists them, with what holds where one is left out. */
enum SubscriptionOption implements Flag {
    CONTRACTS("FILE", "", "CSV file, one row a contract; without it a bundled synthetic sample"),
    COSTS("FILE", "", "CSV file of what acquisition cost, one row a month, channel and kind"),
    UNTIL("DATE", "", "the last day on which contracts were seen; needed with --contracts"),
    CURRENCY("CODE", "USD", "ISO 4217 code of all amounts"),
    MARGIN("FRACTION", "0.80", "contribution per unit of revenue, before acquisition"),
    DISCOUNT_ANNUAL("FRACTION", "0.10", "effective annual discount rate"),
    HORIZON_YEARS("YEARS", "5", "how far ahead payments are counted, in whole months"),
    CURVE("NAME", "auto", "auto takes the likeliest by BIC; else constant, sbg or bdw"),
    TIMING("NAME", "just-before-renewal", "of the payments ahead: just-before-renewal, after-first or end-of-period"),
    MONTHS("N", "6", "how many months of revenue movements to show, at most 36"),
    SKIP_BAD_ROWS("", "", "leave unusable rows out, count them and list the first few"),
    HELP("", "", "show this");

    private final Described described;

    SubscriptionOption(String value, String preset, String help) {
        described = new Described(value, preset, help);
    }

    @Override
    public Described described() {
        return described;
    }

    static String usage() {
        return Flag.usage(
                        "usage: SubscriptionReport [--contracts FILE --until DATE] [--costs FILE] [other options]",
                        values())
                + """

                the contracts file: a header, then one row a contract, in any order; billed monthly
                  customer          who pays
                  start             the first day, as yyyy-MM-dd
                  end               the first day without it; empty while it runs
                  price             revenue a month
                  reason            optional: voluntary or involuntary, where the customer left at the end
                  channel           optional: where the customer came from; that of the first contract counts
                a new price is a new row that starts on the day on which the old one ends; the customer has not left then
                several contracts of a customer at one time add up; the same row twice is refused
                the costs file: a header, then one row an expense
                  month             as yyyy-MM
                  channel           as in the contracts file, in the same spelling; shared for what is for all of them
                  kind              media, salaries, tools, onboarding or overhead
                  amount            not negative
                """;
    }
}
