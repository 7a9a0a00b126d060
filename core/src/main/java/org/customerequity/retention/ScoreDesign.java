package org.customerequity.retention;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.customerequity.internal.LogisticRegression;
import org.customerequity.internal.Require;
import org.customerequity.survey.RatingScale;
import org.jspecify.annotations.Nullable;

/**
 * What a form makes of the counts of every score: a row of the regression's design for each point of the scale, and whether its
 * likelihood has a maximum. A linear score is counted from the mean score and in
 * units of the longer side, so that no digits are lost on scales such as 1000 to 1010, or where all answers are near one end.
 */
final class ScoreDesign {
    final List<String> names;
    final double[][] rows;
    final double[] asked;
    final double[] retained;
    final double customers;
    /** The linear score is (score - middle) / half; 0 and 1 for classes. */
    final double middle;

    final double half;
    /** Variances of the columns between customers. */
    final double[] spreads;

    ScoreDesign(RetentionByScore counts, ScoreForm form) {
        RatingScale scale = counts.scale();
        int points = scale.points();
        asked = new double[points];
        retained = new double[points];
        for (int i = 0; i < points; i++) {
            asked[i] = counts.asked().count(scale.lowest() + i);
            retained[i] = counts.retained().count(scale.lowest() + i);
        }
        customers = Arrays.stream(asked).sum();
        if (form instanceof ScoreForm.Classes classes) {
            names = classes.coefficients();
            middle = 0;
            half = 1;
            rows = rows(scale, classes);
        } else {
            names = List.of("intercept", "score");
            // a whole number, so that distances from it are exact
            middle = scale.lowest() + Math.rint(mean(i -> i));
            half = Math.max(scale.highest() - middle, middle - scale.lowest());
            rows = new double[points][];
            Arrays.setAll(rows, i -> new double[] {1, (scale.lowest() + i - middle) / half});
        }
        spreads = new double[names.size()];
        for (int k = 1; k < spreads.length; k++) {
            int at = k;
            double mean = mean(i -> rows[i][at]);
            double variance = mean(i -> (rows[i][at] - mean) * (rows[i][at] - mean));
            spreads[k] = variance * (customers / Math.max(1, customers - 1));
        }
    }

    private static double[][] rows(RatingScale scale, ScoreForm.Classes classes) {
        for (ScoreForm.ScoreClass c : classes.classes()) {
            if (c.from() < scale.lowest() || c.to() > scale.highest()) {
                throw Require.bad("form", "must have classes from " + scale.lowest() + " to " + scale.highest(), "", c);
            }
        }
        List<String> names = classes.coefficients();
        double[][] rows = new double[scale.points()][names.size()];
        for (int i = 0; i < rows.length; i++) {
            int score = scale.lowest() + i;
            String name = classes.nameOf(score)
                    .orElseThrow(() -> Require.bad(
                            "form",
                            "must have a class for score " + score,
                            "classes cover the scale",
                            classes.classes()));
            rows[i][0] = 1;
            if (!name.equals(classes.base())) {
                rows[i][names.indexOf(name)] = 1;
            }
        }
        return rows;
    }

    /** The mean over those asked of what a point of the scale, counted from 0, has; 0 where nobody was. */
    private double mean(IntToDoubleFunction of) {
        double sum = 0;
        for (int i = 0; i < asked.length; i++) {
            sum += asked[i] > 0 ? asked[i] / customers * of.applyAsDouble(i) : 0;
        }
        return sum;
    }

    double[] penalties(double ridge) {
        return Arrays.stream(spreads).map(s -> ridge * s).toArray();
    }

    double @Nullable [][] covariance(double[] b, double ridge) {
        try {
            return LogisticRegression.covariance(rows, asked, b, penalties(ridge));
        } catch (ArithmeticException singular) {
            return null;
        }
    }

    /** Coefficients of the scores as they are. */
    double[] toScores(double[] b) {
        double[] raw = b.clone();
        if (half != 1 || middle != 0) {
            raw[1] = b[1] / half;
            raw[0] = b[0] - b[1] * (middle / half);
        }
        return raw;
    }

    double[] fromScores(double[] raw) {
        double[] b = raw.clone();
        if (half != 1 || middle != 0) {
            b[1] = raw[1] * half;
            b[0] = raw[0] + raw[1] * middle;
        }
        return b;
    }

    /** The weights on the design's coefficients that give coefficient k of the scores. */
    double[] weights(int k) {
        double[] w = new double[names.size()];
        w[k] = k == 0 ? 1 : 1 / half;
        if (k == 0 && middle != 0) {
            w[1] = -middle / half;
        }
        return w;
    }

    /** The largest derivative in a coefficient of the scores. */
    double gradientNorm(double[] gradient) {
        double[] g = gradient.clone();
        if (half != 1 || middle != 0) {
            g[1] = half * gradient[1] + middle * gradient[0];
        }
        return Arrays.stream(g).map(Math::abs).max().orElse(0);
    }

    /** Why there is no maximum, or null. */
    static @Nullable String obstacle(RetentionByScore counts, ScoreForm form, double ridge) {
        long customers = counts.customers();
        long retained = counts.retained().responses();
        if (retained == 0 || retained == customers) {
            return (retained == 0 ? "none" : "all") + " of the " + customers
                    + " customers were retained, so that no score tells who stays (a longer period, or more answers)";
        }
        return form instanceof ScoreForm.Classes classes
                ? obstacle(counts, classes, ridge)
                : obstacleOfLine(counts, ridge);
    }

    private static @Nullable String obstacle(RetentionByScore counts, ScoreForm.Classes form, double ridge) {
        for (ScoreForm.ScoreClass c : form.classes()) {
            long asked = 0;
            long retained = 0;
            for (int i = 0; i <= c.to() - c.from(); i++) {
                asked += counts.asked().count(c.from() + i);
                retained += counts.retained().count(c.from() + i);
            }
            if (asked == 0) {
                return "nobody is in class " + c + ", whose retention is not known (merge it with another class)";
            }
            if (ridge == 0 && (retained == 0 || retained == asked)) {
                return (retained == 0 ? "none" : "all") + " of the " + asked + " customers in class " + c
                        + " were retained, so that its log-odds are infinite (merge it with another class, or fitRidge)";
            }
        }
        return null;
    }

    private static @Nullable String obstacleOfLine(RetentionByScore counts, double ridge) {
        RatingScale scale = counts.scale();
        int[] stayed = range(scale, s -> counts.retained().count(s) > 0);
        int[] left =
                range(scale, s -> counts.asked().count(s) > counts.retained().count(s));
        if (stayed[0] == left[1] && stayed[1] == left[0]) {
            return "all customers gave the score " + stayed[0] + ", so that there is no slope (ask on a finer scale)";
        }
        boolean up = left[1] <= stayed[0];
        if (ridge == 0 && (up || stayed[1] <= left[0])) {
            int at = up ? left[1] : left[0];
            return "all customers with a score " + (up ? "above " : "below ") + at + " were retained and none with one "
                    + (up ? "below" : "above") + ", so that the slope is infinite (more answers, or fitRidge)";
        }
        return null;
    }

    /** The lowest and the highest score of which something is true. */
    private static int[] range(RatingScale scale, IntPredicate of) {
        int[] scores = IntStream.rangeClosed(scale.lowest(), scale.highest())
                .filter(of)
                .toArray();
        return new int[] {scores[0], scores[scores.length - 1]};
    }
}
