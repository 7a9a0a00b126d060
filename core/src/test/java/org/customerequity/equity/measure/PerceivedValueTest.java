package org.customerequity.equity.measure;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.customerequity.equity.measure.PerceivedValue.Attribute;
import org.customerequity.survey.RatingScale;
import org.customerequity.testing.Seeded;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Perceived value against a competitor or the market, and the weights of attributes. */
@Seeded
class PerceivedValueTest {
    private static final List<String> NAMES = List.of("quality", "price", "convenience");
    private static final AttributeWeights WEIGHTS = AttributeWeights.ofConstantSum(NAMES, 40, 35, 25);
    private static final RatedBrand OURS = RatedBrand.of("ours", 4.2, 3.6, 4.0);
    private static final RatedBrand THEIRS = RatedBrand.of("theirs", 3.8, 4.0, 3.5);
    private static final PerceivedValue VALUE = PerceivedValue.of(WEIGHTS, RatingScale.FIVE_POINT, OURS, THEIRS);

    /** Sheet 12, customer perceived value. */
    @Test
    void theSheet() {
        close(1.04281954887, VALUE.ratio(), 4e-12);
        close(0.145, VALUE.difference(), 1e-13);
        close(73.5, VALUE.index(), 1e-14);
        // index difference by hand: 100 * 0.145 / 4
        close(73.5 - 3.625, VALUE.marketIndex(), 1e-14);
        List<Attribute> attributes = VALUE.attributes();
        assertEquals(NAMES, attributes.stream().map(Attribute::name).toList());
        close(0.40 * 0.4 / 3.8, attributes.get(0).ratioContribution(), 1e-13);
        close(-0.35 * 0.1, attributes.get(1).ratioContribution(), 1e-13);
        close(0.25 * 0.5, attributes.get(2).differenceContribution(), 1e-14);
        close(4.2 / 3.8, attributes.get(0).relativeRating(), 1e-15);
    }

    /** Quality with convenience against price: by hand, and put together again. */
    @Test
    void theAxesOfTheValueMap() {
        double quality = VALUE.ratioOver(List.of("quality", "convenience"));
        double price = VALUE.ratioOver(List.of("price"));
        close((0.40 * 4.2 / 3.8 + 0.25 * 4.0 / 3.5) / 0.65, quality, 1e-14);
        close(3.6 / 4.0, price, 1e-14);
        close(VALUE.ratio(), 0.65 * quality + 0.35 * price, 1e-14);
        close(VALUE.ratio(), VALUE.ratioOver(NAMES), 1e-14);
        rejects(
                "names must have an attribute, was empty (quality, price, convenience)",
                () -> VALUE.ratioOver(List.of()));
        rejects("names must be distinct, was [price, price]", () -> VALUE.ratioOver(List.of("price", "price")));
        rejects(
                "attribute must be one of the attributes, was image (quality, price, convenience)",
                () -> VALUE.ratioOver(List.of("image")));
        PerceivedValue free =
                PerceivedValue.of(AttributeWeights.of(NAMES, 0.5, 0, 0.5), RatingScale.FIVE_POINT, OURS, THEIRS);
        fails(
                UndefinedRatioException.class,
                "weighted relative rating per weight of the attributes is undefined, because weight of the attributes"
                        + " is 0",
                () -> free.ratioOver(List.of("price")));
    }

    @Property
    void contributionsAddUp(
            @ForAll @Size(3) List<@Scale(3) @DoubleRange(min = 1, max = 7) Double> own,
            @ForAll @Size(3) List<@Scale(3) @DoubleRange(min = 1, max = 7) Double> market,
            @ForAll @Size(3) List<@Scale(3) @DoubleRange(min = 0.001, max = 10) Double> importances) {
        AttributeWeights weights = AttributeWeights.normalised(
                NAMES, importances.stream().mapToDouble(x -> x).toArray());
        PerceivedValue value = PerceivedValue.of(
                weights, RatingScale.SEVEN_POINT, new RatedBrand("own", own), new RatedBrand("market", market));
        double ratio = 0;
        double difference = 0;
        for (Attribute attribute : value.attributes()) {
            ratio += attribute.ratioContribution();
            difference += attribute.differenceContribution();
        }
        assertEquals(value.ratio() - 1, ratio, 1e-14);
        assertEquals(value.difference(), difference, 1e-14);
        // one scale, two ways to say it
        assertEquals(100 * value.difference() / 6, value.index() - value.marketIndex(), 1e-12);
        assertTrue(value.index() >= 0 && value.index() <= 100);
        // the other's view: opposite difference; ratio at least the inverse (a mean of ratios is no ratio of means)
        PerceivedValue theirs = PerceivedValue.of(weights, RatingScale.SEVEN_POINT, value.market(), value.own());
        assertEquals(-value.difference(), theirs.difference(), 1e-14);
        assertTrue(theirs.ratio() >= 1 / value.ratio() - 1e-14);
        // par against oneself
        PerceivedValue self = PerceivedValue.of(weights, RatingScale.SEVEN_POINT, value.own(), value.own());
        assertEquals(1, self.ratio(), 1e-15 * 4);
        assertEquals(0, self.difference());
    }

    /** The market as a brand: by hand, and as the pool of its respondents. */
    @Test
    void theMarketIsAMeanOfBrands() {
        RatedBrand other = RatedBrand.of("other", 2.8, 3.0, 4.5);
        assertEquals(
                List.of(3.3, 3.5, 4.0),
                RatedBrand.market(List.of(THEIRS, other)).ratings());
        RatedBrand market = RatedBrand.market(List.of(THEIRS, other), 30, 10);
        close(3.55, market.ratings().get(0), 1e-15);
        close(3.75, market.ratings().get(1), 1e-15);
        close(3.75, market.ratings().get(2), 1e-15);
        assertEquals("market", market.name());
        assertEquals(
                THEIRS.ratings(),
                RatedBrand.market(List.of(THEIRS, other), 1, 0).ratings());
        // the mean of the means by numbers of respondents is the mean of all of them
        SplittableRandom random = new SplittableRandom(5);
        int[] sizes = {7, 23, 40};
        double all = 0;
        RatedBrand[] brands = new RatedBrand[3];
        for (int j = 0; j < 3; j++) {
            double sum = 0;
            for (int i = 0; i < sizes[j]; i++) {
                sum += 1 + random.nextInt(5);
            }
            all += sum;
            brands[j] = RatedBrand.of("b" + j, sum / sizes[j]);
        }
        close(
                all / 70,
                RatedBrand.market(Arrays.asList(brands), 7, 23, 40).ratings().get(0),
                1e-14);
    }

    /** Rounding of weights must not lift a mean of fives above five. */
    @Property
    void aMarketOfTheBestIsTheBest(
            @ForAll @Size(min = 1, max = 8) List<@Scale(3) @DoubleRange(min = 0.001, max = 10) Double> weights) {
        RatedBrand best = RatedBrand.of("best", 5, 5, 5);
        RatedBrand market = RatedBrand.market(
                weights.stream().map(w -> best).toList(),
                weights.stream().mapToDouble(w -> w).toArray());
        assertEquals(best.ratings(), market.ratings());
        assertEquals(
                100,
                PerceivedValue.of(WEIGHTS, RatingScale.FIVE_POINT, OURS, market).marketIndex());
    }

    @Test
    void weightsSayHowTheyCame() {
        close(0.40, WEIGHTS.share("quality"), 1e-15);
        assertEquals(3, WEIGHTS.size());
        assertEquals(
                WEIGHTS.shares(), AttributeWeights.normalised(NAMES, 40, 35, 25).shares());
        assertEquals(1.0 / 3, AttributeWeights.equal(NAMES).share("price"), 1e-16);
        // by hand: effects 0.8 * 1.0, 0.3 * 2.0, 0.6 * 1.0 of 2.0
        AttributeWeights effects =
                AttributeWeights.ofEffects(NAMES, new double[] {0.8, 0.3, 0.6}, new double[] {1, 2, 1});
        close(0.4, effects.share("quality"), 1e-15);
        close(0.3, effects.share("price"), 1e-15);
        close(0.3, effects.share("convenience"), 1e-15);
    }

    @Property
    void effectsDoNotDependOnTheUnitOfARating(
            @ForAll @Size(3) List<@Scale(3) @DoubleRange(min = 0.001, max = 5) Double> b,
            @ForAll @Scale(3) @DoubleRange(min = 0.01, max = 100) double unit) {
        double[] coefficients = b.stream().mapToDouble(x -> x).toArray();
        AttributeWeights weights = AttributeWeights.ofEffects(NAMES, coefficients, new double[] {1, 0.7, 1.2});
        coefficients[1] /= unit;
        AttributeWeights other = AttributeWeights.ofEffects(NAMES, coefficients, new double[] {1, 0.7 * unit, 1.2});
        for (String name : NAMES) {
            close(weights.share(name), other.share(name), 1e-14);
        }
        assertEquals(1, weights.shares().stream().mapToDouble(x -> x).sum(), 1e-15);
    }

    @Test
    void ratiosNeedRatingsAboveZero() {
        PerceivedValue zero =
                PerceivedValue.of(WEIGHTS, RatingScale.ZERO_TO_TEN, OURS, RatedBrand.of("theirs", 3, 0, 4));
        fails(
                UndefinedRatioException.class,
                "ratio of ratings of price is undefined, because that of the market is not above 0, 0.0 (use the"
                        + " difference, or a scale that begins at 1)",
                zero::ratio);
        fails(
                UndefinedRatioException.class,
                "ratio of ratings of price is undefined, because it is not finite: 3.6 over 4.9E-324",
                () -> PerceivedValue.of(
                                WEIGHTS, RatingScale.ZERO_TO_TEN, OURS, RatedBrand.of("theirs", 3, Double.MIN_VALUE, 4))
                        .ratio());
        close(0.4 * 1.2 + 0.35 * 3.6, zero.difference(), 1e-14);
        PerceivedValue centred = PerceivedValue.of(WEIGHTS, RatingScale.of(-5, 5), OURS, THEIRS);
        fails(
                UndefinedRatioException.class,
                "ratio of ratings is undefined, because the scale begins below 0, at -5 (use the difference)",
                centred::ratio);
        fails(
                UndefinedRatioException.class,
                "ratio of ratings is undefined, because the scale begins below 0, at -5 (use the difference)",
                () -> centred.ratioOver(NAMES));
        close(0.145, centred.difference(), 1e-13);
    }

    @Test
    void badInputIsNamed() {
        rejects(
                "shares must sum to 1, was 100.0 (AttributeWeights.normalised divides by the sum)",
                () -> AttributeWeights.of(NAMES, 40, 35, 25));
        rejects(
                "points must sum to 100, was 90.0 (AttributeWeights.normalised divides by the sum)",
                () -> AttributeWeights.ofConstantSum(NAMES, 40, 25, 25));
        rejects(
                "importances[1] must be finite and >= 0, was -1.0 (how much an attribute counts)",
                () -> AttributeWeights.normalised(NAMES, 1, -1, 1));
        rejects(
                "sum of importances must be finite and > 0, was 0.0 (something must count)",
                () -> AttributeWeights.normalised(NAMES, 0, 0, 0));
        rejects("shares must be 3, was 2 (one an attribute)", () -> AttributeWeights.of(NAMES, 0.5, 0.5));
        rejects("attributes must be distinct, was [a, a]", () -> AttributeWeights.equal(List.of("a", "a")));
        rejects("attributes must have a name, was empty (such as quality)", () -> AttributeWeights.equal(List.of()));
        rejects(
                "coefficients[0] must be finite and >= 0, was -0.2 (what lowers utility cannot add to an index: leave it"
                        + " out)",
                () -> AttributeWeights.ofEffects(NAMES, new double[] {-0.2, 1, 1}, new double[] {1, 1, 1}));
        rejects(
                "standardDeviations must be 3, was 2 (one a coefficient)",
                () -> AttributeWeights.ofEffects(NAMES, new double[3], new double[2]));
        rejects(
                "sum of effects must be finite and > 0, was 0.0 (some rating must vary and matter)",
                () -> AttributeWeights.ofEffects(NAMES, new double[3], new double[3]));
        rejects(
                "attribute must be one of the attributes, was image (quality, price, convenience)",
                () -> WEIGHTS.share("image"));
        rejects(
                "own must have 3 ratings, was 2 (quality, price, convenience)",
                () -> PerceivedValue.of(WEIGHTS, RatingScale.FIVE_POINT, RatedBrand.of("ours", 4, 4), THEIRS));
        rejects(
                "market rating of price must be from 1 to 5, was 40.0 (the scale of the question)",
                () -> PerceivedValue.of(WEIGHTS, RatingScale.FIVE_POINT, OURS, RatedBrand.of("x", 4, 40, 4)));
        rejects(
                "scale must be one on which higher is better, was LOWER_IS_BETTER (rate the favourability of a price, not"
                        + " its height; or turn ratings round: lowest + highest - x)",
                () -> PerceivedValue.of(WEIGHTS, RatingScale.FIVE_POINT.lowerIsBetter(), OURS, THEIRS));
        rejects("ratings[1] must be finite, was NaN (mean rating of x)", () -> RatedBrand.of("x", 1, Double.NaN));
        rejects("ratings must have a rating, was empty (one an attribute)", () -> RatedBrand.of("x"));
        rejects("brands must have a brand, was empty (the market to compare with)", () -> RatedBrand.market(List.of()));
        rejects(
                "brands[1] must have 3 ratings, was 1 (the same attributes for all)",
                () -> RatedBrand.market(List.of(OURS, RatedBrand.of("x", 1))));
        rejects("weights must be 2, was 1 (one a brand)", () -> RatedBrand.market(List.of(OURS, THEIRS), 1));
        rejects(
                "sum of weights must be finite and > 0, was 0.0 (some brand must count)",
                () -> RatedBrand.market(List.of(OURS, THEIRS), 0, 0));
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullsAreNamed() {
        rejectsNull("weights", () -> PerceivedValue.of(null, RatingScale.FIVE_POINT, OURS, THEIRS));
        rejectsNull("scale", () -> PerceivedValue.of(WEIGHTS, null, OURS, THEIRS));
        rejectsNull("own", () -> PerceivedValue.of(WEIGHTS, RatingScale.FIVE_POINT, null, THEIRS));
        rejectsNull("market", () -> PerceivedValue.of(WEIGHTS, RatingScale.FIVE_POINT, OURS, null));
        rejectsNull("attributes", () -> AttributeWeights.of(null, 1));
        rejectsNull("attributes", () -> AttributeWeights.equal(null));
        rejectsNull("shares", () -> AttributeWeights.of(NAMES, (double[]) null));
        rejectsNull("points", () -> AttributeWeights.ofConstantSum(NAMES, (double[]) null));
        rejectsNull("importances", () -> AttributeWeights.normalised(NAMES, (double[]) null));
        rejectsNull("coefficients", () -> AttributeWeights.ofEffects(NAMES, null, new double[3]));
        rejectsNull("standardDeviations", () -> AttributeWeights.ofEffects(NAMES, new double[3], null));
        rejectsNull("attribute", () -> WEIGHTS.share(null));
        rejectsNull("names", () -> VALUE.ratioOver(null));
        rejectsNull("ratings", () -> RatedBrand.of("x", (double[]) null));
        rejectsNull("brands", () -> RatedBrand.market(null));
        rejectsNull("brands[1]", () -> RatedBrand.market(Arrays.asList(OURS, null)));
        rejectsNull("weights", () -> RatedBrand.market(List.of(OURS), (double[]) null));
    }

    @Test
    void travel() {
        assertEquals(VALUE.ratio(), travels(VALUE).ratio());
        rejects(
                "market rating of quality must be from 1 to 5, was 9.0 (the scale of the question)",
                () -> tampered(VALUE, 3.8, 9.0));
    }
}
