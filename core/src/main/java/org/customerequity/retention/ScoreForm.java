package org.customerequity.retention;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.customerequity.internal.Require;
import org.customerequity.survey.RatingScale;

/** How the log-odds of retention depend on a score: in a straight line, or by classes of scores. */
public sealed interface ScoreForm extends Serializable {
    /** Each point of the scale adds the same to the log-odds. */
    record Linear() implements ScoreForm {}

    /**
     * Each class has log-odds of its own, of which those of the base class are the intercept and the others are told as the
     * distance from it.
     *
     * @param classes two or more, with different names and no score in two of them
     * @param base the name of the class with which the others are compared
     */
    record Classes(List<ScoreClass> classes, String base) implements ScoreForm {
        public Classes {
            Objects.requireNonNull(classes, "classes");
            for (int i = 0; i < classes.size(); i++) {
                Objects.requireNonNull(classes.get(i), "classes[" + i + "]");
            }
            classes = List.copyOf(classes);
            Objects.requireNonNull(base, "base");
            List<String> names = classes.stream().map(ScoreClass::name).toList();
            if (classes.size() < 2) {
                throw Require.bad("classes", "must be at least 2", "one class has nothing to compare with", names);
            }
            if (names.stream().distinct().count() < names.size() || names.contains("intercept")) {
                throw Require.bad("classes", "must have different names, none of them intercept", "", names);
            }
            if (!names.contains(base)) {
                throw Require.bad("base", "must be one of " + names, "", '"' + base + '"');
            }
            List<ScoreClass> sorted = new ArrayList<>(classes);
            sorted.sort(Comparator.comparingInt(ScoreClass::from));
            for (int i = 1; i < sorted.size(); i++) {
                if (sorted.get(i).from() <= sorted.get(i - 1).to()) {
                    throw Require.bad(
                            "classes",
                            "must not overlap",
                            "a score is of one class",
                            sorted.get(i - 1) + " and " + sorted.get(i));
                }
            }
        }

        /** The name of the class of a score. */
        Optional<String> nameOf(int score) {
            return classes.stream()
                    .filter(c -> score >= c.from() && score <= c.to())
                    .map(ScoreClass::name)
                    .findFirst();
        }

        /** Names of the coefficients: the intercept, and the classes but the base class in their order. */
        List<String> coefficients() {
            return Stream.concat(
                            Stream.of("intercept"),
                            classes.stream().map(ScoreClass::name).filter(name -> !name.equals(base)))
                    .toList();
        }
    }

    /**
     * A class of neighbouring scores.
     *
     * @param name of the class and of its coefficient
     * @param from its lowest score
     * @param to its highest score
     */
    record ScoreClass(String name, int from, int to) implements Serializable {
        public ScoreClass {
            Require.nonBlank(name, "name", "such as promoter");
            if (to < from) {
                throw Require.bad("to", "must be >= from " + from, "scores from lowest to highest", to);
            }
        }

        @Override
        public String toString() {
            return name + " (" + from + " to " + to + ")";
        }
    }

    /** A straight line in the log-odds. */
    static ScoreForm linear() {
        return new Linear();
    }

    /** Promoters (9 and 10) and detractors (0 to 6) compared with passives (7 and 8), on a scale from 0 to 10. */
    static ScoreForm netPromoter() {
        return new Classes(
                List.of(
                        new ScoreClass("promoter", 9, 10),
                        new ScoreClass("passive", 7, 8),
                        new ScoreClass("detractor", 0, 6)),
                "passive");
    }

    /**
     * Those in the best points of the scale, {@code topBox}, compared with all {@code others}.
     *
     * @param scale of the question, whose polarity says which end is best
     * @param points from 1 to one less than the scale has; 2 for top-2-box
     */
    static ScoreForm topBox(RatingScale scale, int points) {
        Objects.requireNonNull(scale, "scale");
        if (points < 1 || points >= scale.points()) {
            throw Require.bad("points", "must be from 1 to " + (scale.points() - 1), "2 for top-2-box", points);
        }
        int low = scale.lowest();
        int high = scale.highest();
        boolean up = scale.polarity() == RatingScale.Polarity.HIGHER_IS_BETTER;
        return new Classes(
                List.of(
                        up
                                ? new ScoreClass("topBox", high - points + 1, high)
                                : new ScoreClass("topBox", low, low + points - 1),
                        up
                                ? new ScoreClass("others", low, high - points)
                                : new ScoreClass("others", low + points, high)),
                "others");
    }

    /** Every score a class of its own, compared with the lowest: retention as it was counted, without a form. */
    static ScoreForm everyScore(RatingScale scale) {
        Objects.requireNonNull(scale, "scale");
        return new Classes(
                IntStream.rangeClosed(scale.lowest(), scale.highest())
                        .mapToObj(s -> new ScoreClass("score " + s, s, s))
                        .toList(),
                "score " + scale.lowest());
    }
}
