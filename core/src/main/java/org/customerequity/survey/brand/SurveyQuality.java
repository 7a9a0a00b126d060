package org.customerequity.survey.brand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * What is noteworthy about the data of a {@link BrandSurvey}, as facts: nothing here refuses anything. Respondents are counted, not
 * weighted; ratings that were filled in are not counted as given.
 */
public final class SurveyQuality implements Serializable {
    private static final long serialVersionUID = 1;

    /** So many names are shown of a long list. */
    private static final int SHOWN = 5;

    /**
     * A respondent left out under {@link MissingRatings#DROP_RESPONDENT}.
     *
     * @param id the respondent
     * @param brand considered, with a gap
     * @param subDriver the first one without a rating
     * @param gaps how many ratings of considered brands are missing
     */
    public record LeftOut(String id, String brand, String subDriver, int gaps) implements Serializable {
        public LeftOut {
            Require.nonBlank(id, "id", "of the respondent");
            Require.nonBlank(brand, "brand", "a name");
            Require.nonBlank(subDriver, "subDriver", "a name");
            Require.positive(gaps, "gaps", "who has none is not left out");
        }

        /** {@code r7: no rating of Delta on price, 3 gaps}. */
        @Override
        public String toString() {
            return id + ": no rating of " + brand + " on " + subDriver + (gaps == 1 ? "" : ", " + gaps + " gaps");
        }
    }

    /** Two brands. */
    public record Pair(String first, String second) implements Serializable {
        public Pair {
            Require.nonBlank(first, "first", "a brand");
            Require.nonBlank(second, "second", "a brand");
        }

        /** {@code American and Delta}. */
        @Override
        public String toString() {
            return first + " and " + second;
        }
    }

    private final int respondents;
    private final List<LeftOut> leftOut;
    private final Map<String, Map<String, Integer>> imputed;
    private final double weightSum;
    private final double leastWeight;
    private final double largestWeight;
    private final double effectiveSize;
    private final Map<String, Integer> considered;
    private final Map<String, Integer> boughtLast;
    private final long ratingsGiven;
    private final long ratingsPossible;
    private final int choices;
    private final int sharedChoices;
    private final List<String> withoutVariation;
    private final List<Pair> neverCompared;
    private final List<String> sameEverywhere;
    private final List<String> sameWithinBrands;
    private final List<String> sameAcrossBrands;
    private final List<String> oneBrandOnly;
    private final Map<String, Integer> segments;

    private SurveyQuality(BrandSurvey survey, Scan scan) {
        respondents = survey.size();
        leftOut = survey.leftOut();
        imputed = scan.imputed();
        weightSum = scan.weightSum;
        leastWeight = scan.leastWeight;
        largestWeight = scan.largestWeight;
        effectiveSize = survey.effectiveSize();
        considered = counted(survey.brands(), scan.considered);
        boughtLast = counted(survey.brands(), scan.boughtLast);
        ratingsGiven = scan.given;
        ratingsPossible = (long) survey.size()
                * survey.brands().size()
                * survey.subDrivers().size();
        choices = scan.choices;
        sharedChoices = scan.sharedChoices;
        withoutVariation = scan.withoutVariation();
        neverCompared = scan.neverCompared();
        sameEverywhere = List.copyOf(scan.sameEverywhere);
        sameWithinBrands = List.copyOf(scan.sameWithinBrands);
        sameAcrossBrands = List.copyOf(scan.sameAcrossBrands);
        oneBrandOnly = List.copyOf(scan.oneBrandOnly);
        segments = counted(survey.segments(), scan.segments);
    }

    static SurveyQuality of(BrandSurvey survey) {
        Scan scan = new Scan(survey);
        for (int i = 0; i < survey.size(); i++) {
            scan.add(i);
        }
        return new SurveyQuality(survey, scan);
    }

    /** The counts while respondents are looked at, one after the other. */
    private static final class Scan {
        final BrandSurvey survey;
        final int brands;
        final int subDrivers;
        double weightSum;
        double leastWeight = Double.POSITIVE_INFINITY;
        double largestWeight;
        long given;
        int choices;
        int sharedChoices;
        final int[] considered;
        final int[] boughtLast;
        final int[] segments;
        final int[] filledIn;
        final boolean[] varies;
        final boolean[] compared;
        final List<String> sameEverywhere = new ArrayList<>();
        final List<String> sameWithinBrands = new ArrayList<>();
        final List<String> sameAcrossBrands = new ArrayList<>();
        final List<String> oneBrandOnly = new ArrayList<>();

        Scan(BrandSurvey survey) {
            this.survey = survey;
            brands = survey.brands().size();
            subDrivers = survey.subDrivers().size();
            considered = new int[brands];
            boughtLast = new int[brands];
            segments = new int[survey.segments().size()];
            filledIn = new int[brands * subDrivers];
            varies = new boolean[subDrivers];
            compared = new boolean[brands * brands];
        }

        void add(int i) {
            double weight = survey.weight(i);
            weightSum += weight;
            leastWeight = Math.min(leastWeight, weight);
            largestWeight = Math.max(largestWeight, weight);
            boughtLast[survey.lastBrand(i)]++;
            segments[survey.segment(i)]++;
            if (survey.hasChoice(i)) {
                choices++;
                sharedChoices += choosesOne(i) ? 0 : 1;
            }
            int own = 0;
            for (int b = 0; b < brands; b++) {
                if (survey.considers(i, b)) {
                    own++;
                    considered[b]++;
                    for (int c = 0; c < b; c++) {
                        compared[c * brands + b] |= survey.considers(i, c);
                    }
                }
            }
            if (own == 1) {
                oneBrandOnly.add(survey.id(i));
            }
            addRatings(i);
        }

        private boolean choosesOne(int i) {
            int chosen = 0;
            for (int b = 0; b < brands; b++) {
                chosen += survey.choiceShare(i, b) > 0 ? 1 : 0;
            }
            return chosen == 1;
        }

        private void addRatings(int i) {
            int answers = 0;
            boolean differs = false;
            boolean differsWithin = false;
            boolean differsAcross = false;
            boolean severalOfABrand = false;
            boolean comparable = false;
            int ratedBrands = 0;
            double first = Double.NaN;
            for (int b = 0; b < brands; b++) {
                if (!survey.considers(i, b)) {
                    continue;
                }
                int ofBrand = 0;
                double firstOfBrand = Double.NaN;
                for (int s = 0; s < subDrivers; s++) {
                    double x = survey.rating(i, b, s);
                    varies[s] |= differsFromOtherBrand(i, b, s, x, false);
                    if (survey.isImputed(i, b, s)) {
                        filledIn[b * subDrivers + s]++;
                        continue;
                    }
                    first = answers++ == 0 ? x : first;
                    firstOfBrand = ofBrand++ == 0 ? x : firstOfBrand;
                    differs |= x != first;
                    differsWithin |= x != firstOfBrand;
                    differsAcross |= differsFromOtherBrand(i, b, s, x, true);
                    comparable |= isAnsweredForOtherBrand(i, b, s);
                }
                ratedBrands += ofBrand > 0 ? 1 : 0;
                severalOfABrand |= ofBrand > 1;
            }
            given += answers;
            if (answers > 1 && !differs) {
                sameEverywhere.add(survey.id(i));
            } else if (ratedBrands > 1 && severalOfABrand && !differsWithin) {
                sameWithinBrands.add(survey.id(i));
            } else if (comparable && !differsAcross) {
                sameAcrossBrands.add(survey.id(i));
            }
        }

        /** Whether an earlier brand has another rating. */
        private boolean differsFromOtherBrand(int i, int brand, int s, double x, boolean answeredOnly) {
            for (int c = 0; c < brand; c++) {
                if (survey.considers(i, c)
                        && survey.rating(i, c, s) != x
                        && !(answeredOnly && survey.isImputed(i, c, s))) {
                    return true;
                }
            }
            return false;
        }

        private boolean isAnsweredForOtherBrand(int i, int brand, int s) {
            for (int c = 0; c < brand; c++) {
                if (survey.considers(i, c) && !survey.isImputed(i, c, s)) {
                    return true;
                }
            }
            return false;
        }

        Map<String, Map<String, Integer>> imputed() {
            Map<String, Map<String, Integer>> all = new LinkedHashMap<>();
            for (int b = 0; b < brands; b++) {
                Map<String, Integer> own = new LinkedHashMap<>();
                for (int s = 0; s < subDrivers; s++) {
                    if (filledIn[b * subDrivers + s] > 0) {
                        own.put(survey.subDrivers().get(s).name(), filledIn[b * subDrivers + s]);
                    }
                }
                if (!own.isEmpty()) {
                    all.put(survey.brands().get(b), Collections.unmodifiableMap(own));
                }
            }
            return Collections.unmodifiableMap(all);
        }

        List<String> withoutVariation() {
            List<String> names = new ArrayList<>();
            for (int s = 0; s < subDrivers; s++) {
                if (!varies[s]) {
                    names.add(survey.subDrivers().get(s).name());
                }
            }
            return List.copyOf(names);
        }

        List<Pair> neverCompared() {
            List<Pair> pairs = new ArrayList<>();
            for (int b = 0; b < brands; b++) {
                for (int c = b + 1; c < brands; c++) {
                    if (!compared[b * brands + c]) {
                        pairs.add(
                                new Pair(survey.brands().get(b), survey.brands().get(c)));
                    }
                }
            }
            return List.copyOf(pairs);
        }
    }

    private static Map<String, Integer> counted(List<String> names, int[] counts) {
        Map<String, Integer> all = new LinkedHashMap<>();
        for (int i = 0; i < counts.length; i++) {
            all.put(names.get(i), counts[i]);
        }
        return Collections.unmodifiableMap(all);
    }

    /** Respondents in the survey. */
    public int respondents() {
        return respondents;
    }

    /** Respondents left out for gaps when the survey was built, in the order in which they came. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /** How many ratings were filled in with the mean of the brand: by brand, then sub-driver; what has none is not in it. */
    public Map<String, Map<String, Integer>> imputed() {
        return imputed;
    }

    /** How many ratings were filled in, of all brands on all sub-drivers. */
    public int imputedRatings() {
        return imputed.values().stream()
                .flatMap(bySubDriver -> bySubDriver.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Sum of the weights. */
    public double weightSum() {
        return weightSum;
    }

    /** The smallest weight. */
    public double leastWeight() {
        return leastWeight;
    }

    /** The largest weight. */
    public double largestWeight() {
        return largestWeight;
    }

    /** Kish's effective sample size; see {@link BrandSurvey#effectiveSize()}. */
    public double effectiveSize() {
        return effectiveSize;
    }

    /** Respondents who consider each brand, which are those who rated it or bought it last. */
    public Map<String, Integer> considered() {
        return considered;
    }

    /** Respondents who bought each brand last. */
    public Map<String, Integer> boughtLast() {
        return boughtLast;
    }

    /** The mean number of brands considered, at least 1. */
    public double meanConsidered() {
        return considered.values().stream().mapToInt(Integer::intValue).sum() / (double) respondents;
    }

    /** Ratings that were answered. */
    public long ratingsGiven() {
        return ratingsGiven;
    }

    /** Ratings of every brand on every sub-driver by everybody: respondents times brands times sub-drivers. */
    public long ratingsPossible() {
        return ratingsPossible;
    }

    /** Respondents whose next choice is known. */
    public int choices() {
        return choices;
    }

    /** Respondents of those who split their next choice over several brands. */
    public int sharedChoices() {
        return sharedChoices;
    }

    /**
     * Sub-drivers on which no respondent rates two brands differently. Nothing can be told of what they do to choice: a choice model
     * does not identify their coefficients.
     */
    public List<String> withoutVariation() {
        return withoutVariation;
    }

    /** Pairs of brands that no respondent considers both of. */
    public List<Pair> neverCompared() {
        return neverCompared;
    }

    /** Straight-liners: respondents whose ratings, two or more, are all the same. */
    public List<String> sameEverywhere() {
        return sameEverywhere;
    }

    /**
     * Respondents who rate two brands or more, each with one and the same rating on all the sub-drivers answered, and not all brands
     * alike: an overall opinion instead of answers. At least one brand has two ratings.
     */
    public List<String> sameWithinBrands() {
        return sameWithinBrands;
    }

    /**
     * Respondents who answer a sub-driver for two brands or more, and each sub-driver alike for all brands, and not all sub-drivers
     * alike: they show nothing of what drives choice.
     */
    public List<String> sameAcrossBrands() {
        return sameAcrossBrands;
    }

    /** Respondents who consider one brand only: they have no choice, and show nothing of what drives it. */
    public List<String> oneBrandOnly() {
        return oneBrandOnly;
    }

    /** Respondents in each segment. */
    public Map<String, Integer> segments() {
        return segments;
    }

    /** The report as text to read, a fact a line; what did not occur is left out. In English, in every locale. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(counted(respondents, "respondent") + ", " + counted(choices, "next choice")
                + (sharedChoices == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,d of them split over brands", sharedChoices)));
        lines.add(String.format(
                Locale.ROOT,
                "%.2f of %d brands considered on average: %s",
                meanConsidered(),
                considered.size(),
                join(considered)));
        lines.add("bought last: " + join(boughtLast));
        lines.add(String.format(Locale.ROOT, "%,d of %,d possible ratings given", ratingsGiven, ratingsPossible));
        if (leastWeight != largestWeight) {
            lines.add(String.format(
                    Locale.ROOT,
                    "weights from %.4g to %.4g, sum %.6g, effective size %.1f",
                    leastWeight,
                    largestWeight,
                    weightSum,
                    effectiveSize));
        }
        if (segments.size() > 1) {
            lines.add("segments: " + join(segments));
        }
        add(lines, leftOut, "respondent", " left out for gaps");
        imputed.forEach((brand, counts) -> lines.add("ratings of " + brand + " filled in: " + join(counts)));
        add(lines, withoutVariation, "sub-driver", " on which nobody rates two brands differently");
        add(lines, neverCompared, "pair", " of brands never considered by one respondent");
        add(lines, oneBrandOnly, "respondent", " with one brand only");
        add(lines, sameEverywhere, "respondent", " with one rating everywhere");
        add(lines, sameWithinBrands, "respondent", " with one rating for each brand");
        add(lines, sameAcrossBrands, "respondent", " with the same ratings for all brands");
        return List.copyOf(lines);
    }

    private static void add(List<String> lines, List<?> what, String noun, String words) {
        if (!what.isEmpty()) {
            List<String> shown =
                    what.stream().limit(SHOWN).map(Object::toString).toList();
            lines.add(counted(what.size(), noun) + words + ": " + String.join("; ", shown)
                    + (what.size() > SHOWN ? "; ..." : ""));
        }
    }

    private static String join(Map<String, Integer> counts) {
        List<String> parts = new ArrayList<>();
        counts.forEach((name, n) -> parts.add(String.format(Locale.ROOT, "%s %,d", name, n)));
        return String.join(", ", parts);
    }

    private static String counted(long n, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
    }

    private List<Object> facts() {
        return List.of(
                respondents,
                leftOut,
                imputed,
                weightSum,
                leastWeight,
                largestWeight,
                effectiveSize,
                considered,
                boughtLast,
                ratingsGiven,
                ratingsPossible,
                choices,
                sharedChoices,
                withoutVariation,
                neverCompared,
                sameEverywhere,
                sameWithinBrands,
                sameAcrossBrands,
                oneBrandOnly,
                segments);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SurveyQuality other && facts().equals(other.facts());
    }

    @Override
    public int hashCode() {
        return facts().hashCode();
    }

    /** {@link #lines()}, as one text. */
    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
