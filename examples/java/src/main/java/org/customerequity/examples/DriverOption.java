package org.customerequity.examples;

/** The options of the driver report, in the order in which the usage lists them, with what holds where one is left out. */
enum DriverOption implements Flag {
    SURVEY("FILE", "", "CSV file, one row a respondent and brand; without it a bundled synthetic survey"),
    MARKET("FILE", "", "CSV file of what each brand earns, where brands differ"),
    CURRENCY("CODE", "USD", "ISO 4217 code of all amounts"),
    CUSTOMERS("N", "1000000", "how many customers the whole market has, of all brands"),
    CONTRIBUTION("AMOUNT", "0.20", "what every brand earns on a unit of volume, before fixed costs"),
    DISCOUNT_ANNUAL("FRACTION", "0.10", "effective annual discount rate of every brand"),
    HORIZON_YEARS("YEARS", "3", "how far ahead purchases are counted"),
    FIRST_PURCHASE("WHEN", "after-interval", "when the first purchase counts: after-interval or now"),
    SCALE("LOW-HIGH", "1-5", "the points of the ratings; high is good"),
    MISSING("POLICY", "drop-respondent", "gaps in ratings: reject, drop-respondent or brand-mean"),
    INERTIA("KIND", "common", "of the brand bought last: none, common or by-brand"),
    INTERCEPTS("", "", "estimate what a brand has beyond its ratings"),
    TREATMENT("KIND", "direct", "direct, components:SHARE (as components:0.95) or ridge:LAMBDA"),
    FOCAL("BRAND", "", "whose improvements are valued; without it the first brand of the file"),
    IMPROVE("SUB-DRIVER", "", "the improvement to look at closely; without it the one that gains most"),
    BY("POINTS", "", "by how many points ratings improve; without it a twentieth of the scale, 0.2 on 1-5"),
    SPEND("A,B,..", "", "what an improvement costs now, in a year, in two years, ...: adds its return"),
    SKIP_BAD_ROWS("", "", "leave unusable rows and respondents out, count them and list the first few"),
    HELP("", "", "show this");

    private final Described described;

    DriverOption(String value, String preset, String help) {
        described = new Described(value, preset, help);
    }

    @Override
    public Described described() {
        return described;
    }

    static String usage() {
        return Flag.usage("usage: DriverEquity [--survey FILE] [other options]", values()) + """

                the survey file: a header, then one row for each brand that a respondent considers, in any order
                  respondent        who answers
                  brand             the brand of this row, spelled alike everywhere
                  last              1 on the row of the brand bought last, else 0 or empty
                  next              1 for the brand to be bought next, or points split over the brands;
                                    respondents without it are valued, but not fitted to
                  frequency         optional: purchases a year, of all brands; 1 where left out
                  volume            optional: units or money of one purchase; 1 where left out
                  weight, segment   optional: how many customers the respondent stands for; a group
                  value:NAME, brand:NAME, relationship:NAME
                                    one column a sub-driver: its rating, empty where there was no answer
                what is said of a respondent stands on each of the rows, or on one and is empty on the others
                the market file: a header, then one row a brand
                  brand             as in the survey
                  contribution      what it earns on a unit of volume, instead of --contribution
                  discount_annual   optional: instead of --discount-annual
                  segment           optional: this row is of one segment only, beside the brand's row without
                """;
    }
}
