package org.customerequity.examples;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.EquityDriver;
import org.customerequity.survey.brand.MissingRatings;
import org.customerequity.survey.brand.SubDriver;
import org.jspecify.annotations.Nullable;

/** A CSV file with one row for each brand that a respondent considers; see {@link DriverOption#usage()} for its columns. */
final class SurveyFile {
    private static final int DROPPED_TO_LIST = 3;
    private static final List<String> PERSONAL = List.of("frequency", "volume", "weight", "segment");
    private static final String NUMBER = "must be a decimal number such as 4 or 3.5";

    private final CsvFile file;
    private final boolean skipBadRows;

    private final List<SubDriver> subDrivers = new ArrayList<>();
    private final List<Integer> ratingColumns = new ArrayList<>();
    private final List<String> ratingHeaders = new ArrayList<>();
    private final Map<String, Integer> personalColumns = new LinkedHashMap<>();
    private int respondentColumn;
    private int brandColumn;
    private int lastColumn;
    private int nextColumn = -1;

    /** By the name in lower case, as it was first spelled. */
    private final Map<String, String> brands = new LinkedHashMap<>();

    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    SurveyFile(Source source, boolean skipBadRows, Progress progress) {
        this.file = new CsvFile(source, skipBadRows, progress);
        this.skipBadRows = skipBadRows;
    }

    /**
     * What was read.
     *
     * @param survey of the respondents that can be used
     * @param rows of the file
     * @param dropped respondents left out because they could not be used
     * @param firstDropped why, for the first few
     * @param withoutFrequency respondents of the file of whom no frequency is known, so that it is 1
     * @param withoutVolume the same of the volume
     */
    record Answers(
            BrandSurvey survey,
            CsvFile.Rows rows,
            long dropped,
            List<String> firstDropped,
            long withoutFrequency,
            long withoutVolume) {}

    /** What is known of a respondent so far. */
    private static final class Draft {
        private final long line;
        /** By brand, one a sub-driver; NaN where there was no answer. */
        private final Map<String, double[]> ratings = new LinkedHashMap<>();

        private final Map<String, Double> points = new LinkedHashMap<>();
        private final Map<String, String> personal = new LinkedHashMap<>();
        private final List<String> last = new ArrayList<>();

        Draft(long line) {
            this.line = line;
        }
    }

    /**
     * Reads the survey.
     *
     * @throws Refusal if the file cannot be read, or a row or respondent cannot be used and bad ones are not to be skipped
     */
    Answers read(RatingScale scale, MissingRatings missing) {
        CsvFile.Rows rows = file.read(
                List.of("respondent", "brand", "last", "value:...", "brand:...", "relationship:..."),
                this::header,
                row -> row(row, scale));
        long dropped = 0;
        List<String> firstDropped = new ArrayList<>();
        List<BrandAnswer> answers = new ArrayList<>();
        for (Map.Entry<String, Draft> draft : drafts.entrySet()) {
            try {
                answers.add(answer(draft.getKey(), draft.getValue()));
            } catch (IllegalArgumentException e) {
                String why = file.name() + " line " + draft.getValue().line + ", respondent "
                        + Text.quote(draft.getKey()) + ": " + e.getMessage();
                if (!skipBadRows) {
                    throw Refusal.ofData(why);
                }
                dropped++;
                if (firstDropped.size() < DROPPED_TO_LIST) {
                    firstDropped.add(why);
                }
            }
        }
        try {
            BrandSurvey survey = BrandSurvey.of(subDrivers, List.copyOf(brands.values()))
                    .withScale(scale)
                    .withMissing(missing)
                    .addAll(answers)
                    .build();
            return new Answers(
                    survey, rows, dropped, List.copyOf(firstDropped), without("frequency"), without("volume"));
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage()).replace("see withMissing", "--missing offers other ways");
            throw Refusal.ofData(file.name() + ": " + why);
        }
    }

    private long without(String name) {
        return drafts.values().stream()
                .filter(draft -> !draft.personal.containsKey(name))
                .count();
    }

    private void header(List<String> found) {
        respondentColumn = file.column("respondent", found, "");
        brandColumn = file.column("brand", found, "");
        lastColumn = file.column("last", found, "");
        nextColumn = found.indexOf("next");
        file.requireOnce("next", found);
        for (String name : PERSONAL) {
            file.requireOnce(name, found);
            if (found.contains(name)) {
                personalColumns.put(name, found.indexOf(name));
            }
        }
        for (int i = 0; i < found.size(); i++) {
            String name = found.get(i);
            int colon = name.indexOf(':');
            if (colon > 0) {
                file.requireOnce(name, found);
                subDrivers.add(subDriver(
                        name,
                        name.substring(0, colon),
                        name.substring(colon + 1).strip()));
                ratingColumns.add(i);
                ratingHeaders.add(name);
            }
        }
        if (subDrivers.isEmpty()) {
            throw Refusal.ofData(file.name() + " line 1: must have a column for each sub-driver, such as value:quality,"
                    + " brand:image or relationship:trust, has none");
        }
    }

    private SubDriver subDriver(String column, String driver, String name) {
        for (EquityDriver one : EquityDriver.values()) {
            if (one.name().equalsIgnoreCase(driver.strip()) && !name.isEmpty()) {
                return new SubDriver(name, one);
            }
        }
        throw Refusal.ofData(file.name() + " line 1: a column with a colon must be value:NAME, brand:NAME or"
                + " relationship:NAME, was " + Text.quote(column));
    }

    private void row(CsvRecord row, RatingScale scale) {
        String respondent = required(row, respondentColumn, "respondent");
        String brand = required(row, brandColumn, "brand");
        String before = brands.getOrDefault(brand.toLowerCase(Locale.ROOT), brand);
        if (!before.equals(brand)) {
            throw file.bad(row, "brand", "must be spelled alike everywhere, before " + Text.quote(before), brand);
        }
        Draft known = drafts.get(respondent);
        if (known != null && known.ratings.containsKey(brand)) {
            throw file.bad(row, "brand", "must be one row for each brand of a respondent", brand);
        }
        // everything is read before anything is kept, so that a row is used whole or not at all
        boolean last = flag(row);
        double points = points(row);
        double[] ratings = ratings(row, scale);
        Map<String, String> personal = personal(row, known);
        Draft draft = drafts.computeIfAbsent(respondent, id -> new Draft(row.getStartingLineNumber()));
        brands.put(brand.toLowerCase(Locale.ROOT), brand);
        draft.ratings.put(brand, ratings);
        draft.personal.putAll(personal);
        if (last) {
            draft.last.add(brand);
        }
        if (points > 0) {
            draft.points.put(brand, points);
        }
    }

    private String required(CsvRecord row, int column, String name) {
        String text = file.field(row, column, name);
        if (text.isEmpty()) {
            throw file.bad(row, name, "must not be blank", text);
        }
        return text;
    }

    private boolean flag(CsvRecord row) {
        String text = file.field(row, lastColumn, "last");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1" -> true;
            case "0", "" -> false;
            default -> throw file.bad(row, "last", "must be 1, 0 or empty", text);
        };
    }

    private double points(CsvRecord row) {
        String text = nextColumn < 0 ? "" : file.field(row, nextColumn, "next");
        double points = text.isEmpty() ? 0 : file.decimal(row, "next", NUMBER, text);
        if (points < 0) {
            throw file.bad(row, "next", "must not be negative", text);
        }
        return points;
    }

    private double[] ratings(CsvRecord row, RatingScale scale) {
        double[] ratings = new double[subDrivers.size()];
        Arrays.fill(ratings, Double.NaN);
        for (int s = 0; s < subDrivers.size(); s++) {
            String column = ratingHeaders.get(s);
            String text = file.field(row, ratingColumns.get(s), column);
            if (!text.isEmpty()) {
                double rating = file.decimal(row, column, NUMBER, text);
                if (rating < scale.lowest() || rating > scale.highest()) {
                    throw file.bad(
                            row,
                            column,
                            "must be from " + scale.lowest() + " to " + scale.highest() + " (--scale says which)",
                            text);
                }
                ratings[s] = rating;
            }
        }
        return ratings;
    }

    private Map<String, String> personal(CsvRecord row, @Nullable Draft known) {
        Map<String, String> out = new LinkedHashMap<>();
        personalColumns.forEach((name, column) -> {
            String text = file.field(row, column, name);
            if (text.isEmpty()) {
                return;
            }
            String before = known == null ? text : known.personal.getOrDefault(name, text);
            if (!before.equals(text)) {
                throw file.bad(row, name, "must be the same on each row of a respondent, before " + before, text);
            }
            if (!name.equals("segment")) {
                double x = file.decimal(row, name, NUMBER, text);
                if (x < 0 || x == 0 && !name.equals("weight")) {
                    throw file.bad(row, name, name.equals("weight") ? "must not be negative" : "must be above 0", text);
                }
            }
            out.put(name, text);
        });
        return out;
    }

    private BrandAnswer answer(String id, Draft draft) {
        if (draft.last.size() != 1) {
            throw new IllegalArgumentException(
                    "must have bought one brand last, has " + draft.last.size() + " rows with last = 1");
        }
        for (String next : draft.points.keySet()) {
            double[] rated = draft.ratings.get(next);
            boolean isRated = rated != null && Arrays.stream(rated).anyMatch(x -> !Double.isNaN(x));
            if (!isRated && !next.equals(draft.last.get(0))) {
                throw new IllegalArgumentException(
                        "must have rated the brand to be bought next, has no rating of " + Text.quote(next));
            }
        }
        BrandAnswer answer = BrandAnswer.of(id, draft.last.get(0));
        for (Map.Entry<String, double[]> of : draft.ratings.entrySet()) {
            answer = answer.withRatings(of.getKey(), subDrivers, of.getValue());
        }
        if (!draft.points.isEmpty()) {
            answer = answer.withNextPoints(draft.points);
        }
        for (Map.Entry<String, String> of : draft.personal.entrySet()) {
            String text = of.getValue();
            answer = switch (of.getKey()) {
                case "frequency" -> answer.withFrequency(Double.parseDouble(text));
                case "volume" -> answer.withVolume(Double.parseDouble(text));
                case "weight" -> answer.withWeight(Double.parseDouble(text));
                default -> answer.withSegment(text);
            };
        }
        return answer;
    }
}
