package org.customerequity.examples;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.customerequity.equity.driver.Market;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;

/** A CSV file of what each brand earns: brand, contribution on a unit of volume, and optionally discount_annual and segment. */
final class MarketFile {
    private static final String NUMBER = "must be a decimal number such as 0.20";

    private final CsvFile file;
    private final DriverArguments arguments;
    private int brandColumn;
    private int contributionColumn;
    private int discountColumn;
    private int segmentColumn;
    private final Map<String, Boolean> brands = new TreeMap<>();
    private final List<String[]> bySegment = new ArrayList<>();

    MarketFile(Source source, DriverArguments arguments, Progress progress) {
        this.file = new CsvFile(source, false, progress);
        this.arguments = arguments;
    }

    /**
     * The market with the terms of every brand of the file.
     *
     * @throws Refusal if the file cannot be read, a row cannot be used, or a segment is not in the survey
     */
    Market read(Market empty, BrandSurvey survey) {
        Market[] market = {empty};
        file.read(List.of("brand", "contribution"), this::header, row -> market[0] = row(row, market[0]));
        for (String[] segment : bySegment) {
            if (!brands.containsKey(segment[0])) {
                throw Refusal.ofData(file.name() + ": must have a row without segment for brand "
                        + Text.quote(segment[0]) + ", has none");
            }
            if (!survey.segments().contains(segment[1])) {
                throw Refusal.ofData(file.name() + ": segment must be one of " + String.join(", ", survey.segments())
                        + ", was " + Text.quote(segment[1]));
            }
            market[0] = market[0].withSegment(segment[0], segment[1], contribution(Double.parseDouble(segment[2])));
        }
        for (String brand : survey.brands()) {
            if (!brands.containsKey(brand)) {
                throw Refusal.ofData(file.name() + ": must have a row for every brand of the survey, has none for "
                        + Text.quote(brand));
            }
        }
        return market[0];
    }

    private void header(List<String> found) {
        brandColumn = file.column("brand", found, "");
        contributionColumn = file.column("contribution", found, "");
        file.requireOnce("discount_annual", found);
        file.requireOnce("segment", found);
        discountColumn = found.indexOf("discount_annual");
        segmentColumn = found.indexOf("segment");
    }

    private Market row(CsvRecord row, Market market) {
        String brand = file.field(row, brandColumn, "brand");
        if (brand.isEmpty()) {
            throw file.bad(row, "brand", "must not be blank", brand);
        }
        String text = file.field(row, contributionColumn, "contribution");
        double contribution = file.decimal(row, "contribution", NUMBER, text);
        String segment = segmentColumn < 0 ? "" : file.field(row, segmentColumn, "segment");
        if (!segment.isEmpty()) {
            bySegment.add(new String[] {brand, segment, text});
            return market;
        }
        if (brands.put(brand, true) != null) {
            throw file.bad(row, "brand", "must have one row without segment", brand);
        }
        return market.withBrand(brand, contribution(contribution), discount(row));
    }

    private Contribution contribution(double x) {
        return new Contribution(new CurrencyAmount(arguments.currency(), x));
    }

    private DiscountRate discount(CsvRecord row) {
        String text = discountColumn < 0 ? "" : file.field(row, discountColumn, "discount_annual");
        if (text.isEmpty()) {
            return arguments.discount();
        }
        double rate = file.decimal(row, "discount_annual", NUMBER, text);
        if (!(rate >= 0 && rate <= 1)) {
            throw file.bad(row, "discount_annual", "must be from 0 to 1 (0.10 means 10 % a year)", text);
        }
        return DiscountRate.ofAnnual(rate);
    }
}
