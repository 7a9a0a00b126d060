package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.survey.brand.SurveyColumns;
import org.jspecify.annotations.Nullable;

/**
 * Makes brand surveys of a market in which customers choose as a model says: to test a fit on coefficients that are known, to plan how
 * many respondents to ask, for examples and benchmarks. Immutable; each {@code with} returns a changed copy.
 *
 * <pre>{@code
 *   BrandSurvey survey = SurveySimulator.of(model)
 *       .withQuality("American", 0.3, 0, 0.2)                  // one a sub-driver, in points of the scale
 *       .withMarketShares(Map.of("American", 0.4, "Delta", 0.35, "United", 0.25))
 *       .simulate(2_000, new SplittableRandom(1));
 * }</pre>
 *
 * <p>A respondent draws, in this order and each independent of the others,
 *
 * <pre>{@code
 *   h ~ N(0, 1)                                a halo: in a good mood all brands are rated better
 *   e_ks ~ N(0, 1)                             for every brand k and sub-driver s
 *   rating_ks = middle of the scale + q_ks + halo h + noise e_ks, rounded, and no further than the ends of the scale
 *   the brand bought last                      by the shares of the market
 *   the brands considered                      the last one, and each other one by the probability of consideration
 *   segment, purchases a year and volume       exp(v z - v^2 / 2) times those of the segment, z ~ N(0, 1)
 *   the next brand                             by the model, from the ratings, among the brands considered
 * }</pre>
 *
 * <p>A halo makes ratings of sub-drivers agree, and does nothing to choice but where a rating meets an end of the scale. Where the
 * model has classes of respondents, one is drawn by the membership the model gives a respondent whose next choice is not known.
 *
 * <p>Every respondent has random numbers of its own, so that the first respondents of a larger survey are those of a smaller one from
 * the same seed. Bits may differ between versions of the library.
 */
public final class SurveySimulator implements Serializable {
    private static final long serialVersionUID = 1;

    private final ChoiceModel model;
    private final RatingScale scale;
    /** Brands times sub-drivers. */
    private final double[] quality;

    private final double[] marketShares;
    private final double halo;
    private final double noise;
    private final double consideration;
    private final double variation;
    /** Empty where all are alike. */
    private final List<Segment> segments;

    /** How often and how much members of a segment buy. */
    private record Segment(String name, double size, double purchasesPerYear, double perPurchase)
            implements Serializable {
        Segment {
            Require.nonBlank(name, "name", "of the segment");
            Require.positive(size, "size", "relative to other segments");
            Require.positive(purchasesPerYear, "purchasesPerYear", "of all brands");
            Require.positive(perPurchase, "perPurchase", "units or money of one purchase");
        }
    }

    private static final Segment EVERYBODY = new Segment(BrandSurvey.EVERYBODY, 1, 1, 1);

    private SurveySimulator(
            ChoiceModel model,
            RatingScale scale,
            double[] quality,
            double[] marketShares,
            double halo,
            double noise,
            double consideration,
            double variation,
            List<Segment> segments) {
        this.model = model;
        this.scale = scale;
        this.quality = quality;
        this.marketShares = marketShares;
        this.halo = halo;
        this.noise = noise;
        this.consideration = consideration;
        this.variation = variation;
        this.segments = segments;
    }

    /**
     * A market of brands that differ in nothing, have equal shares and are all considered, rated on a scale from 1 to 5 with a halo of
     * 0.5 and noise of 0.9; everybody buys one unit once a year.
     *
     * @param model of the next choice, which knows the brands and the sub-drivers
     */
    public static SurveySimulator of(ChoiceModel model) {
        int k = Objects.requireNonNull(model, "model").brands().size();
        double[] shares = new double[k];
        Arrays.fill(shares, 1.0 / k);
        return new SurveySimulator(
                model,
                RatingScale.FIVE_POINT,
                new double[k * model.subDrivers().size()],
                shares,
                0.5,
                0.9,
                1,
                0,
                List.of());
    }

    /**
     * A made-up market of six airlines for examples and benchmarks: the classic sub-drivers ({@link SubDriver#classic}), leisure and
     * business travellers, volumes in money. Every number in it is invented; none is an estimate of any real airline.
     */
    public static SurveySimulator airlines() {
        List<String> brands = List.of("Northair", "Meridian", "Skylark", "Bluewing", "Atlantis", "Hopper");
        double[] effects = {0.45, 0.30, 0.50, 0.08, 0.15, 0.10, 0.18, 0.12, 0.05, 0.10, 0.22};
        SurveySimulator market = of(DriverModel.of(brands, SubDriver.classic(), 0.85, effects))
                .withMarketShares(Map.of(
                        "Northair",
                        0.28,
                        "Meridian",
                        0.22,
                        "Skylark",
                        0.18,
                        "Bluewing",
                        0.14,
                        "Atlantis",
                        0.10,
                        "Hopper",
                        0.08))
                .withConsideration(0.6)
                .withSegment("leisure", 0.7, 2, 250)
                .withSegment("business", 0.3, 10, 420)
                .withVariation(0.5);
        double[][] offsets = {
            {0.3, -0.2, 0.5, 0.6, 0.3, 0.1, 0.5, 0.3, 0.1, 0.3, 0.2},
            {0.5, -0.3, 0.3, 0.4, 0.4, 0.2, 0.3, 0.4, 0.2, 0.2, 0.4},
            {0.0, 0.4, 0.2, 0.3, 0.2, 0.0, 0.1, 0.0, 0.1, 0.0, 0.1},
            {0.2, 0.1, 0.0, 0.1, 0.3, 0.3, 0.0, 0.2, 0.3, 0.1, 0.3},
            {-0.1, 0.2, -0.2, 0.0, 0.0, 0.1, -0.1, 0.0, 0.0, 0.0, 0.0},
            {-0.5, 0.8, -0.1, -0.2, -0.3, -0.1, -0.6, -0.5, -0.2, -0.3, -0.3}
        };
        for (int b = 0; b < offsets.length; b++) {
            market = market.withQuality(brands.get(b), offsets[b]);
        }
        return market;
    }

    /** On another scale, of which the high end is good. Offsets, halo and noise stay, in points of the scale. */
    public SurveySimulator withScale(RatingScale newScale) {
        if (Objects.requireNonNull(newScale, "newScale").polarity() != RatingScale.Polarity.HIGHER_IS_BETTER) {
            throw Require.bad("newScale", "must be one of which the high end is good", "", newScale);
        }
        return new SurveySimulator(
                model, newScale, quality, marketShares, halo, noise, consideration, variation, segments);
    }

    /**
     * With how much better than the middle of the scale a brand is rated.
     *
     * @param offsets one a sub-driver, finite, in points of the scale
     */
    public SurveySimulator withQuality(String brand, double... offsets) {
        int b = brandIndex(brand);
        int d = model.subDrivers().size();
        if (Objects.requireNonNull(offsets, "offsets").length != d) {
            throw Require.bad("offsets", "must be one a sub-driver, " + d, "in points of the scale", offsets.length);
        }
        double[] changed = quality.clone();
        for (int s = 0; s < d; s++) {
            changed[b * d + s] = Require.finite(
                    offsets[s], "offset of " + model.subDrivers().get(s).name(), "in points of the scale");
        }
        return new SurveySimulator(
                model, scale, changed, marketShares, halo, noise, consideration, variation, segments);
    }

    /**
     * With how likely each brand is the one bought last.
     *
     * @param shares of every brand, {@code >= 0}, summing to 1 within 1e-9
     */
    public SurveySimulator withMarketShares(Map<String, Double> shares) {
        double[] changed = new double[marketShares.length];
        double sum = 0;
        for (Map.Entry<String, Double> share :
                Objects.requireNonNull(shares, "shares").entrySet()) {
            int b = brandIndex(share.getKey());
            changed[b] = Require.nonNegative(share.getValue(), "share of " + share.getKey(), "0.25 means 25 %");
            sum += changed[b];
        }
        if (shares.size() < changed.length) {
            throw Require.bad("shares", "must have one for every brand, " + model.brands(), "", shares.keySet());
        }
        if (!(Math.abs(sum - 1) <= 1e-9)) {
            throw Require.bad("shares", "must sum to 1", "of the customers, bought last", sum);
        }
        return new SurveySimulator(model, scale, quality, changed, halo, noise, consideration, variation, segments);
    }

    /**
     * With how much respondents differ in their ratings.
     *
     * @param newHalo standard deviation of what is common to all ratings of a respondent, {@code >= 0}, in points of the scale
     * @param newNoise standard deviation of each rating of its own, {@code >= 0}, in points of the scale
     */
    public SurveySimulator withHaloAndNoise(double newHalo, double newNoise) {
        return new SurveySimulator(
                model,
                scale,
                quality,
                marketShares,
                Require.nonNegative(newHalo, "newHalo", "a standard deviation, in points of the scale"),
                Require.nonNegative(newNoise, "newNoise", "a standard deviation, in points of the scale"),
                consideration,
                variation,
                segments);
    }

    /**
     * With how likely a brand is considered that was not bought last.
     *
     * @param probability in [0, 1]
     */
    public SurveySimulator withConsideration(double probability) {
        Require.fraction(probability, "probability", "of a brand that was not bought last");
        return new SurveySimulator(model, scale, quality, marketShares, halo, noise, probability, variation, segments);
    }

    /**
     * With one more segment; the first one replaces everybody.
     *
     * @param size relative to other segments, {@code > 0}
     * @param purchasesPerYear mean of its members, {@code > 0}
     * @param perPurchase mean units, or money, of one purchase, {@code > 0}
     */
    public SurveySimulator withSegment(String name, double size, double purchasesPerYear, double perPurchase) {
        Segment segment = new Segment(name, size, purchasesPerYear, perPurchase);
        List<Segment> all = new ArrayList<>(segments);
        if (all.stream().anyMatch(old -> old.name.equals(name))) {
            throw Require.bad("name", "must be of one segment only", "", '"' + name + '"');
        }
        all.add(segment);
        return new SurveySimulator(
                model, scale, quality, marketShares, halo, noise, consideration, variation, List.copyOf(all));
    }

    /**
     * With how much members of a segment differ in purchases a year and in volume.
     *
     * @param newVariation standard deviation of the logarithm of each, {@code >= 0} and at most 5
     */
    public SurveySimulator withVariation(double newVariation) {
        if (!(newVariation >= 0 && newVariation <= 5)) {
            throw Require.bad("newVariation", "must be in [0, 5]", "standard deviation of a logarithm", newVariation);
        }
        return new SurveySimulator(
                model, scale, quality, marketShares, halo, noise, consideration, newVariation, segments);
    }

    /** The model by which respondents choose. */
    public ChoiceModel model() {
        return model;
    }

    private int brandIndex(String brand) {
        return Require.indexOf(brand, model.brands(), "brand", "");
    }

    /**
     * A survey of that many respondents, named {@code R1}, {@code R2} and so on, each with one next choice and weight 1.
     *
     * @param respondents at least 1
     * @param random gives the seed
     */
    public BrandSurvey simulate(int respondents, RandomGenerator random) {
        Require.positive(respondents, "respondents", "how many to simulate");
        long seed = Objects.requireNonNull(random, "random").nextLong();
        int k = model.brands().size();
        Draws draws = new Draws(respondents, k, model.subDrivers().size());
        double[] sizes = segments.stream().mapToDouble(Segment::size).toArray();
        for (int i = 0; i < respondents; i++) {
            draw(draws, sizes, i, RandomDraws.stream(seed, i));
        }
        SurveyColumns columns = SurveyColumns.of(Arrays.asList(draws.ids), draws.last, draws.ratings)
                .withFrequency(draws.frequency)
                .withVolume(draws.volume)
                .withSegments(Arrays.asList(draws.segment));
        return toSurvey(columns.withNext(choose(draws, toSurvey(columns))));
    }

    private BrandSurvey toSurvey(SurveyColumns columns) {
        return BrandSurvey.of(model.subDrivers(), model.brands())
                .withScale(scale)
                .addColumns(columns)
                .build();
    }

    /** What respondents have drawn. */
    private static final class Draws {
        final String[] ids;
        final int[] last;
        final double[] ratings;
        final double[] frequency;
        final double[] volume;
        final String[] segment;
        /** In [0, 1): of the class and of the next brand. */
        final double[] ofClass;

        final double[] ofNext;

        Draws(int respondents, int brands, int subDrivers) {
            ids = new String[respondents];
            last = new int[respondents];
            ratings = new double[Math.multiplyExact(respondents, brands * subDrivers)];
            frequency = new double[respondents];
            volume = new double[respondents];
            segment = new String[respondents];
            ofClass = new double[respondents];
            ofNext = new double[respondents];
        }
    }

    private void draw(Draws draws, double[] sizes, int i, RandomGenerator random) {
        int k = model.brands().size();
        int d = model.subDrivers().size();
        int row = i * k * d;
        draws.ids[i] = "R" + (i + 1);
        double mood = scale.lowest() / 2.0 + scale.highest() / 2.0 + halo * random.nextGaussian();
        for (int c = 0; c < k * d; c++) {
            double latent = mood + quality[c] + noise * random.nextGaussian();
            draws.ratings[row + c] = Math.max(scale.lowest(), Math.min(scale.highest(), Math.floor(latent + 0.5)));
        }
        draws.last[i] = place(marketShares, random.nextDouble());
        for (int b = 0; b < k; b++) {
            if (random.nextDouble() >= consideration && b != draws.last[i]) {
                Arrays.fill(draws.ratings, row + b * d, row + b * d + d, Double.NaN);
            }
        }
        Segment own = segments.isEmpty() ? EVERYBODY : segments.get(place(sizes, random.nextDouble()));
        draws.segment[i] = own.name;
        draws.frequency[i] = own.purchasesPerYear * around1(random);
        draws.volume[i] = own.perPurchase * around1(random);
        draws.ofClass[i] = random.nextDouble();
        draws.ofNext[i] = random.nextDouble();
    }

    /** A log-normal draw with mean 1. */
    private double around1(RandomGenerator random) {
        return Math.exp(variation * (random.nextGaussian() - variation / 2));
    }

    private int[] choose(Draws draws, BrandSurvey survey) {
        double[][] membership = model.membership(survey);
        int[] next = new int[survey.size()];
        double[] p = new double[survey.brands().size()];
        for (int i = 0; i < next.length; i++) {
            ChoiceCoefficients own = model.coefficients(place(membership[i], draws.ofClass[i]));
            double highest = Double.NEGATIVE_INFINITY;
            for (int b = 0; b < p.length; b++) {
                double inertia = b == survey.lastBrand(i) ? own.inertia(b) : 0;
                p[b] = survey.considers(i, b) ? own.utility(survey, i, b) + inertia : Double.NEGATIVE_INFINITY;
                highest = Math.max(highest, p[b]);
            }
            for (int b = 0; b < p.length; b++) {
                p[b] = Math.exp(p[b] - highest);
            }
            next[i] = place(p, draws.ofNext[i]);
        }
        return next;
    }

    /** Where a uniform draw falls among sizes of any positive sum; never on a size of 0. */
    private static int place(double[] sizes, double uniform) {
        double sum = 0;
        for (double size : sizes) {
            sum += size;
        }
        double left = uniform * sum;
        int at = -1;
        for (int j = 0; j < sizes.length && left >= 0; j++) {
            if (sizes[j] > 0) {
                at = j;
                left -= sizes[j];
            }
        }
        return at;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SurveySimulator other
                && model.equals(other.model)
                && scale.equals(other.scale)
                && Arrays.equals(quality, other.quality)
                && Arrays.equals(marketShares, other.marketShares)
                && halo == other.halo
                && noise == other.noise
                && consideration == other.consideration
                && variation == other.variation
                && segments.equals(other.segments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, Arrays.hashCode(quality), Arrays.hashCode(marketShares), segments);
    }

    /** {@code surveys of 6 brands and 11 sub-drivers on 1 to 5, segments [leisure, business]}. */
    @Override
    public String toString() {
        return "surveys of " + model.brands().size() + " brands and "
                + model.subDrivers().size() + " sub-drivers on " + scale.lowest() + " to " + scale.highest()
                + (segments.isEmpty()
                        ? ""
                        : ", segments " + segments.stream().map(Segment::name).toList());
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        SurveySimulator checked = of(model)
                .withScale(scale)
                .withMarketShares(byBrand(marketShares))
                .withHaloAndNoise(halo, noise)
                .withConsideration(consideration)
                .withVariation(variation);
        int d = model.subDrivers().size();
        for (int b = 0; b < model.brands().size(); b++) {
            checked = checked.withQuality(model.brands().get(b), Arrays.copyOfRange(quality, b * d, b * d + d));
        }
        for (Segment own : segments) {
            checked = checked.withSegment(own.name, own.size, own.purchasesPerYear, own.perPurchase);
        }
        return checked;
    }

    private Map<String, Double> byBrand(double[] values) {
        Map<String, Double> all = new HashMap<>();
        for (int b = 0; b < values.length; b++) {
            all.put(model.brands().get(b), values[b]);
        }
        return all;
    }
}
