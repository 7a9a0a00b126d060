package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandSurvey;
import org.jspecify.annotations.Nullable;

/**
 * How an improvement, or a setback, changes the ratings of a brand on a sub-driver. Immutable.
 *
 * <pre>{@code
 *   by(points)        x + points
 *   scaledBy(factor)  x factor
 *   to(level)         level
 * }</pre>
 *
 * <p>A rating that would pass an end of the scale stops there, unless {@link #uncapped()} or {@link #rejectingBeyondScale()} says
 * otherwise. All respondents who consider the brand are reached, unless told otherwise: those of a segment, the last buyers of a
 * brand, or a share of those, drawn by lot. A share is an expectation, not a draw: see {@link #reaching}.
 */
public final class RatingShift implements Serializable {
    private static final long serialVersionUID = 1;

    private enum Kind {
        BY,
        SCALED_BY,
        TO
    }

    private enum Beyond {
        CAP,
        ALLOW,
        REJECT
    }

    private final Kind kind;
    private final double amount;
    private final Beyond beyond;
    private final double reach;
    private final @Nullable String segment;
    private final @Nullable String lastBrand;

    private RatingShift(
            Kind kind,
            double amount,
            Beyond beyond,
            double reach,
            @Nullable String segment,
            @Nullable String lastBrand) {
        this.kind = kind;
        this.amount = amount;
        this.beyond = beyond;
        this.reach = reach;
        this.segment = segment;
        this.lastBrand = lastBrand;
    }

    private static RatingShift all(Kind kind, double amount) {
        return new RatingShift(kind, amount, Beyond.CAP, 1, null, null);
    }

    /**
     * This many points up, or down.
     *
     * @param points of the scale, finite
     */
    public static RatingShift by(double points) {
        return all(Kind.BY, Require.finite(points, "points", "of the scale; 0.2 is a fifth of a point up"));
    }

    /**
     * Every rating times a factor.
     *
     * @param factor finite and {@code >= 0}; 1 changes nothing
     */
    public static RatingShift scaledBy(double factor) {
        return all(Kind.SCALED_BY, Require.nonNegative(factor, "factor", "1.05 is 5 % up"));
    }

    /**
     * Every rating becomes this one.
     *
     * @param level a point of the scale, or between points
     */
    public static RatingShift to(double level) {
        return all(Kind.TO, Require.finite(level, "level", "a point of the scale"));
    }

    /** The same, with ratings that may pass the ends of the scale: for derivatives and for what a formula says. */
    public RatingShift uncapped() {
        return new RatingShift(kind, amount, Beyond.ALLOW, reach, segment, lastBrand);
    }

    /** The same, but refused by {@link BrandEquities#under} if a rating would pass an end of the scale. */
    public RatingShift rejectingBeyondScale() {
        return new RatingShift(kind, amount, Beyond.REJECT, reach, segment, lastBrand);
    }

    /**
     * The same for a share of the respondents only. What is reported is the expectation over who is reached. Each shift of a
     * scenario reaches a respondent with its own probability, independently of the scenario's other shifts; a share of a single
     * shift is thus the same share of its effect.
     *
     * @param share in [0, 1]
     */
    public RatingShift reaching(double share) {
        return new RatingShift(
                kind, amount, beyond, Require.fraction(share, "share", "of respondents reached"), segment, lastBrand);
    }

    /** The same for the respondents of one segment only. */
    public RatingShift amongSegment(String name) {
        return new RatingShift(
                kind, amount, beyond, reach, Require.nonBlank(name, "name", "a segment of the survey"), lastBrand);
    }

    /** The same for those only who bought this brand last: the own customers, or those to be won from a rival. */
    public RatingShift amongBuyersOf(String brand) {
        return new RatingShift(
                kind, amount, beyond, reach, segment, Require.nonBlank(brand, "brand", "a brand of the survey"));
    }

    /** The share of respondents reached. */
    public double reach() {
        return reach;
    }

    /** The only segment reached, if not all are. */
    public Optional<String> segment() {
        return Optional.ofNullable(segment);
    }

    /** The brand whose last buyers alone are reached, if not all are. */
    public Optional<String> lastBrand() {
        return Optional.ofNullable(lastBrand);
    }

    /** The function that maps the ratings of a brand on a sub-driver in a survey, for those who are reached. */
    BrandSurvey.RatingFunction function(BrandSurvey survey, int brand, int subDriver) {
        RatingScale scale = survey.scale();
        if (kind == Kind.TO && beyond != Beyond.ALLOW && (amount < scale.lowest() || amount > scale.highest())) {
            throw Require.bad(
                    "level",
                    "must be from " + scale.lowest() + " to " + scale.highest(),
                    "the ends of the scale; see uncapped",
                    amount);
        }
        int onlySegment = segment == null ? -1 : segmentIndex(survey, segment);
        int onlyLast = lastBrand == null ? -1 : survey.brandIndex(lastBrand);
        return (i, b, s, x) -> {
            boolean meant = b == brand
                    && s == subDriver
                    && (onlySegment < 0 || survey.segment(i) == onlySegment)
                    && (onlyLast < 0 || survey.lastBrand(i) == onlyLast);
            return meant ? shifted(x, scale, survey, i, b, s) : x;
        };
    }

    private static int segmentIndex(BrandSurvey survey, String name) {
        return Require.indexOf(name, survey.segments(), "segment", "");
    }

    private double shifted(double x, RatingScale scale, BrandSurvey survey, int i, int brand, int subDriver) {
        double y = switch (kind) {
            case BY -> x + amount;
            case SCALED_BY -> x * amount;
            case TO -> amount;
        };
        return switch (beyond) {
            case ALLOW -> y;
            // a rating that is beyond already, after an uncapped shift, is not pulled back
            case CAP -> Math.min(Math.max(y, Math.min(x, scale.lowest())), Math.max(x, scale.highest()));
            case REJECT -> {
                if (y < scale.lowest() || y > scale.highest()) {
                    throw Require.bad(
                            "rating of " + survey.brands().get(brand) + " on "
                                    + survey.subDrivers().get(subDriver).name() + " by " + survey.id(i),
                            "must stay from " + scale.lowest() + " to " + scale.highest() + " after the shift",
                            "a shift stops at the ends unless told to reject",
                            y);
                }
                yield y;
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RatingShift other
                && kind == other.kind
                && Double.compare(amount, other.amount) == 0
                && beyond == other.beyond
                && Double.compare(reach, other.reach) == 0
                && Objects.equals(segment, other.segment)
                && Objects.equals(lastBrand, other.lastBrand);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, amount, beyond, reach, segment, lastBrand);
    }

    /** {@code by 0.2, reaching 0.4, among buyers of two}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(
                switch (kind) {
                    case BY -> "by ";
                    case SCALED_BY -> "scaled by ";
                    case TO -> "to ";
                });
        s.append(amount);
        switch (beyond) {
            case CAP -> {}
            case ALLOW -> s.append(", uncapped");
            case REJECT -> s.append(", rejecting beyond scale");
        }
        if (reach < 1) {
            s.append(", reaching ").append(reach);
        }
        if (segment != null) {
            s.append(", among segment ").append(segment);
        }
        if (lastBrand != null) {
            s.append(", among buyers of ").append(lastBrand);
        }
        return s.toString();
    }
}
