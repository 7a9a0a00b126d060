package org.customerequity.retention;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.fit.Parametric;
import org.customerequity.internal.LogisticRegression;
import org.customerequity.internal.Require;
import org.customerequity.survey.RatingScale;
import org.customerequity.value.Estimate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * How retention depends on a survey score: a logistic regression, and what it says of a better score. Immutable.
 *
 * <pre>{@code
 *   linear    ln(p / (1 - p)) = intercept + b score
 *   classes   ln(p / (1 - p)) = intercept + b of the class, 0 for the base class
 *   V         (X' W X)^-1,  W = n p (1 - p)
 *
 *   p  retention over one unit()        n  customers asked who gave a score
 * }</pre>
 *
 * <p>{@code RetentionLogit.fit(counts, ScoreForm.netPromoter()).orThrow().retention(9)}. Everything it says has a standard
 * error by the delta method, from the covariance V of the coefficients; customers are taken as independent.
 *
 * <p>It is an association. A score measured before the period whose retention is counted can predict it; that raising the score
 * raises retention needs an experiment, or the reasons for the score among the causes. What is said of a change of scores holds
 * if it does.
 *
 * <p>Sources: McCullagh and Nelder, Generalized Linear Models, 2nd edition, 1989, chapters 2.5 and 4; separation by Albert and
 * Anderson, On the Existence of Maximum Likelihood Estimates in Logistic Regression Models, Biometrika 71(1), 1984; the pseudo
 * R^2 by McFadden, Conditional Logit Analysis of Qualitative Choice Behavior, 1974.
 */
public final class RetentionLogit implements Parametric, Serializable {
    private static final long serialVersionUID = 1;

    private final RetentionByScore counts;
    private final ScoreForm form;
    private final double ridge;
    /** Of the columns of the design, where a linear score is counted from the mean. */
    private final double[] coefficients;

    private final transient ScoreDesign design;
    private final transient double @Nullable [][] covariance;

    private RetentionLogit(
            RetentionByScore counts, ScoreForm form, double ridge, ScoreDesign design, double[] coefficients) {
        this.counts = counts;
        this.form = form;
        this.ridge = ridge;
        this.coefficients = coefficients;
        this.design = design;
        this.covariance = design.covariance(coefficients, ridge);
    }

    /** {@link #fit(RetentionByScore, ScoreForm)} in a straight line. */
    public static FitOutcome<RetentionLogit> fit(RetentionByScore counts) {
        return fit(counts, ScoreForm.linear());
    }

    /** {@link #fit(RetentionByScore, ScoreForm, FitOptions)} with {@link FitOptions#defaults()}. */
    public static FitOutcome<RetentionLogit> fit(RetentionByScore counts, ScoreForm form) {
        return fit(counts, form, FitOptions.defaults());
    }

    /**
     * The maximum of the likelihood.
     *
     * <p>There is none, and the verdict is {@link FitVerdict#BOUNDARY}, where nobody or everybody of a class was retained, or a
     * score separates those lost from those retained; nor where nobody is in a class, or all gave one score.
     *
     * @throws IllegalArgumentException if nobody was asked, or the classes do not cover the scale
     */
    public static FitOutcome<RetentionLogit> fit(RetentionByScore counts, ScoreForm form, FitOptions options) {
        return fit(counts, form, 0, options);
    }

    /** {@link #fitRidge(RetentionByScore, ScoreForm, double, FitOptions)} with {@link FitOptions#defaults()}. */
    public static FitOutcome<RetentionLogit> fitRidge(RetentionByScore counts, ScoreForm form, double ridge) {
        return fitRidge(counts, form, ridge, FitOptions.defaults());
    }

    /**
     * The maximum of the likelihood less a penalty on coefficients, which has one also where a class or a score separates those
     * lost from those retained.
     *
     * <pre>{@code
     *   ln L - ridge / 2 * sum of (b_k sd_k)^2            all but the intercept
     *   V = (H + D)^-1 H (H + D)^-1,   H = X' W X,  D = diag(ridge sd_k^2)
     *
     *   sd_k  standard deviation between customers of the score, or of belonging to the class
     * }</pre>
     *
     * <p>Coefficients are drawn towards 0, which for classes is the base class, so that its choice matters; standard errors are
     * of the variance alone, not of that bias. What is maximised is no likelihood, and the report says so.
     *
     * @param ridge {@code > 0}: as if coefficients of standardised columns came from a normal distribution around 0 with
     *     variance {@code 1 / ridge}
     * @throws IllegalArgumentException as {@link #fit(RetentionByScore, ScoreForm, FitOptions)}
     */
    public static FitOutcome<RetentionLogit> fitRidge(
            RetentionByScore counts, ScoreForm form, double ridge, FitOptions options) {
        Require.positive(ridge, "ridge", "fit(counts, form) is without one");
        return fit(counts, form, ridge, options);
    }

    private static FitOutcome<RetentionLogit> fit(
            RetentionByScore counts, ScoreForm form, double ridge, FitOptions options) {
        Objects.requireNonNull(counts, "counts");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(options, "options");
        Require.positive(counts.customers(), "customers", "nobody was asked");
        ScoreDesign design = new ScoreDesign(counts, form);
        String obstacle = ScoreDesign.obstacle(counts, form, ridge);
        if (obstacle != null) {
            double[] start = new double[design.names.size()];
            double lost = counts.customers() - counts.retained().responses();
            start[0] = Math.log((counts.retained().responses() + 0.5) / (lost + 0.5));
            RetentionLogit model = new RetentionLogit(counts, form, ridge, design, start);
            double[] gradient = LogisticRegression.gradient(design.rows, design.asked, design.retained, start);
            return new FitOutcome.NotConverged<>(
                    model, model.report(FitVerdict.BOUNDARY, design.gradientNorm(gradient), 0, List.of()), obstacle);
        }
        LogisticRegression end = LogisticRegression.fit(
                design.rows, design.asked, design.retained, design.penalties(ridge), options.maxIterations());
        RetentionLogit model = new RetentionLogit(counts, form, ridge, design, end.coefficients());
        double gradientNorm = design.gradientNorm(end.gradient());
        return switch (end.status()) {
            case CONVERGED ->
                new FitOutcome.Converged<>(
                        model,
                        model.report(FitVerdict.CONVERGED, gradientNorm, end.iterations(), warnings(counts, design)));
            case SEPARATED, SINGULAR ->
                new FitOutcome.NotConverged<>(
                        model,
                        model.report(FitVerdict.BOUNDARY, gradientNorm, end.iterations(), List.of()),
                        "the likelihood is level along some combination of the coefficients (merge classes, or fitRidge)");
            case MAX_ITERATIONS ->
                new FitOutcome.NotConverged<>(
                        model,
                        model.report(FitVerdict.NOT_CONVERGED, gradientNorm, end.iterations(), List.of()),
                        "not converged after " + end.iterations() + " iterations");
        };
    }

    private static List<String> warnings(RetentionByScore counts, ScoreDesign design) {
        long retained = counts.retained().responses();
        long fewer = Math.min(retained, counts.customers() - retained);
        int slopes = design.names.size() - 1;
        return fewer >= 10L * slopes
                ? List.of()
                : List.of(
                        "There are only " + fewer + " customers " + (fewer == retained ? "retained" : "lost") + " for "
                                + slopes + (slopes == 1 ? " slope" : " slopes")
                                + ": below ten for each, estimates are biased away from 0 and intervals too short.");
    }

    private FitReport report(FitVerdict verdict, double gradientNorm, int iterations, List<String> warnings) {
        boolean maximum = verdict == FitVerdict.CONVERGED;
        FitReport report = FitReport.ofCoefficients(
                verdict,
                design.names,
                parameters(),
                maximum ? covariance() : new double[0][],
                logLikelihood(),
                gradientNorm,
                iterations,
                counts.customers(),
                warnings);
        return ridge == 0 ? report : report.asQuasiLikelihood("it is penalised by a ridge");
    }

    /**
     * A model of given coefficients on given counts, which decide its standard errors; as it was stored, to the last bit.
     *
     * @param ridge of the penalty, 0 for none
     * @param centred one a coefficient, as of {@link #centredParameters()}
     * @throws IllegalArgumentException if the classes do not cover the scale, or there are not as many coefficients as the form has
     */
    public static RetentionLogit ofCentred(RetentionByScore counts, ScoreForm form, double ridge, double... centred) {
        ScoreDesign design =
                new ScoreDesign(Objects.requireNonNull(counts, "counts"), Objects.requireNonNull(form, "form"));
        Require.parameters(centred, design.names);
        for (int k = 0; k < centred.length; k++) {
            Require.finite(centred[k], design.names.get(k), "a coefficient");
        }
        double penalty = Require.nonNegative(ridge, "ridge", "0 for none");
        return new RetentionLogit(counts, form, penalty, design, centred.clone());
    }

    /**
     * The coefficients as they are searched and kept. Of a linear score: log-odds at the whole score nearest to the mean, and the
     * slope times the distance from there to the farther end of the scale. Of classes: {@link #parameters()}.
     */
    public double[] centredParameters() {
        return coefficients.clone();
    }

    /** What was fitted. */
    public RetentionByScore counts() {
        return counts;
    }

    /** The form of the dependence. */
    public ScoreForm form() {
        return form;
    }

    /** The penalty, 0 for none. */
    public double ridge() {
        return ridge;
    }

    /** The length of the period over which customers are retained. */
    public PeriodUnit unit() {
        return counts.unit();
    }

    /** {@code intercept} and {@code score}, or {@code intercept} and the classes but the base class. */
    @Override
    public List<String> parameterNames() {
        return design.names;
    }

    /** The coefficients: log-odds at score 0, or of the base class, and what is added to them. */
    @Override
    public double[] parameters() {
        return design.toScores(coefficients);
    }

    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    /** The same form on the same counts with other coefficients, and the covariance that they would have there. */
    @Override
    public RetentionLogit withParameters(double... parameters) {
        Require.parameters(parameters, design.names);
        for (int k = 0; k < parameters.length; k++) {
            Require.finite(parameters[k], design.names.get(k), "a coefficient");
        }
        return new RetentionLogit(counts, form, ridge, design, design.fromScores(parameters));
    }

    /**
     * Covariance of the coefficients.
     *
     * @throws IllegalStateException if the information is singular
     */
    public double[][] covariance() {
        int p = coefficients.length;
        double[][] out = new double[p][p];
        for (int k = 0; k < p; k++) {
            for (int l = 0; l <= k; l++) {
                out[k][l] = product(design.weights(k), design.weights(l));
                out[l][k] = out[k][l];
            }
        }
        return out;
    }

    /**
     * A coefficient with its standard error.
     *
     * @param name one of {@link #parameterNames()}
     * @throws IllegalStateException if the information is singular
     */
    public Estimate coefficient(String name) {
        int k = indexOf(name);
        return Estimate.of(parameters()[k], error(design.weights(k)));
    }

    /** A coefficient in standard errors. */
    public double zScore(String name) {
        Estimate b = coefficient(name);
        return b.value() / b.standardError();
    }

    /** How often chance alone would give a coefficient as far from 0, to either side (Wald); in [0, 1]. */
    public double pValue(String name) {
        return Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(zScore(name))));
    }

    /**
     * By how much the odds of retention p / (1 - p) are multiplied: by one point more, or in the class compared with the base
     * class. Its interval is symmetric in the logarithm.
     *
     * @param name {@code score}, or a class but the base class
     */
    public Estimate oddsRatio(String name) {
        int k = slopeIndexOf(name);
        double ratio = Math.exp(parameters()[k]);
        return Estimate.ofPositive(ratio, ratio * error(design.weights(k)));
    }

    /**
     * The change of retention, in points of probability: of a score, what one point more would add at its rate where each
     * customer is, on average; of a class, its retention less that of the base class.
     *
     * <pre>{@code
     *   score   b sum of n p (1 - p) / sum of n
     *   class   p of the class - p of the base class
     * }</pre>
     *
     * @param name {@code score}, or a class but the base class
     */
    public Estimate averageMarginalEffect(String name) {
        int k = slopeIndexOf(name);
        int p = coefficients.length;
        double[] gradient = new double[p];
        if (form instanceof ScoreForm.Classes) {
            double base = LogisticRegression.probability(coefficients[0]);
            double baseRest = LogisticRegression.probability(-coefficients[0]);
            double own = LogisticRegression.probability(coefficients[0] + coefficients[k]);
            double ownRest = LogisticRegression.probability(-coefficients[0] - coefficients[k]);
            gradient[k] = own * ownRest;
            gradient[0] = gradient[k] - base * baseRest;
            return Estimate.of(base < 0.5 ? own - base : baseRest - ownRest, error(gradient));
        }
        double slope = coefficients[1] / design.half;
        double mean = 0;
        for (int i = 0; i < design.asked.length; i++) {
            double eta = LogisticRegression.dot(design.rows[i], coefficients);
            double stay = LogisticRegression.probability(eta);
            double leave = LogisticRegression.probability(-eta);
            double curve = design.asked[i] / design.customers * stay * leave;
            mean += curve;
            for (int j = 0; j < p; j++) {
                gradient[j] += slope * curve * (leave - stay) * design.rows[i][j];
            }
        }
        gradient[1] += mean / design.half;
        return Estimate.of(slope * mean, error(gradient));
    }

    /**
     * The retention of customers who give this score, over one {@link #unit()}; its interval is symmetric in the log-odds.
     *
     * @param score a point of the scale
     */
    public Estimate retention(int score) {
        double[] row = design.rows[index(score)];
        double eta = LogisticRegression.dot(row, coefficients);
        // an estimate on the logit scale is inside (0, 1), also where the nearest double is 0 or 1
        double p = Math.max(Double.MIN_NORMAL, Math.min(Math.nextDown(1.0), LogisticRegression.probability(eta)));
        return new Estimate(p, p * (1 - p) * error(row), Estimate.Scale.LOGIT);
    }

    /** The retention of every score, from the lowest to the highest. */
    public double[] retentions() {
        return Arrays.stream(design.rows)
                .mapToDouble(row -> LogisticRegression.probability(LogisticRegression.dot(row, coefficients)))
                .toArray();
    }

    /**
     * The retention of every customer in a column of scores.
     *
     * @param scores each a point of the scale
     */
    public double[] retentions(int[] scores) {
        double[] ofPoint = retentions();
        double[] out = new double[Objects.requireNonNull(scores, "scores").length];
        for (int i = 0; i < out.length; i++) {
            out[i] = ofPoint[index(scores[i])];
        }
        return out;
    }

    /**
     * The change of mean retention if everyone who was asked gave a score so many points higher, and nobody one beyond the ends
     * of the scale: negative points for lower. The error is of the coefficients alone; those asked are taken as they are.
     *
     * @param points on the scale as it is, also where lower is better
     */
    public Estimate changeOfRetention(int points) {
        return changeOfRetentionTo(shift(points));
    }

    /**
     * The change of mean retention if everyone gave another score: {@code s -> s <= 6 ? 7 : s} makes detractors passive.
     *
     * @param newScore from score to score, both points of the scale
     */
    public Estimate changeOfRetentionTo(IntUnaryOperator newScore) {
        return change(newScore, p -> p, (eta, p) -> p * LogisticRegression.probability(-eta));
    }

    /**
     * The change of mean value if everyone who was asked gave a score so many points higher, as by {@link #changeOfRetention}.
     * The value is taken at every customer's retention and then averaged: value at the mean retention is another number, since
     * value is not linear in retention.
     *
     * @param points on the scale as it is, also where lower is better
     * @param value of a customer by his retention per {@link #unit()}, finite and smooth on (0, 1), as
     *     {@code r -> 100 * r / (1.1 - r)}
     * @return in the unit of {@code value}
     */
    public Estimate changeOfValue(int points, DoubleUnaryOperator value) {
        return changeOfValueTo(shift(points), value);
    }

    /**
     * The change of mean value if everyone gave another score, as by {@link #changeOfRetentionTo}.
     *
     * @param newScore from score to score, both points of the scale
     * @param value of a customer by his retention per {@link #unit()}, finite and smooth on (0, 1)
     * @return in the unit of {@code value}
     */
    public Estimate changeOfValueTo(IntUnaryOperator newScore, DoubleUnaryOperator value) {
        Objects.requireNonNull(value, "value");
        return change(newScore, p -> valueAt(value, p), (eta, p) -> slope(value, eta));
    }

    private interface Slope {
        double inLogOdds(double eta, double p);
    }

    private Estimate change(IntUnaryOperator newScore, DoubleUnaryOperator value, Slope slope) {
        Objects.requireNonNull(newScore, "newScore");
        RatingScale scale = counts.scale();
        int points = scale.points();
        double[] values = new double[points];
        double[] slopes = new double[points];
        Arrays.fill(values, Double.NaN);
        double[] gradient = new double[coefficients.length];
        double sum = 0;
        for (int i = 0; i < points; i++) {
            int to = newScore.applyAsInt(scale.lowest() + i) - scale.lowest();
            if (to < 0 || to >= points) {
                throw Require.bad(
                        "newScore of " + (scale.lowest() + i),
                        "must be from " + scale.lowest() + " to " + scale.highest(),
                        "cap it at the end of the scale",
                        to + scale.lowest());
            }
            double share = design.asked[i] / design.customers;
            if (share == 0 || to == i) {
                continue;
            }
            for (int at : new int[] {i, to}) {
                if (Double.isNaN(values[at])) {
                    double eta = LogisticRegression.dot(design.rows[at], coefficients);
                    double p = LogisticRegression.probability(eta);
                    values[at] = value.applyAsDouble(p);
                    slopes[at] = slope.inLogOdds(eta, p);
                }
            }
            sum += share * (values[to] - values[i]);
            for (int k = 0; k < gradient.length; k++) {
                gradient[k] += share * (slopes[to] * design.rows[to][k] - slopes[i] * design.rows[i][k]);
            }
        }
        return Estimate.of(sum, error(gradient));
    }

    private IntUnaryOperator shift(int points) {
        RatingScale scale = counts.scale();
        return s -> (int) Math.max(scale.lowest(), Math.min(scale.highest(), (long) s + points));
    }

    private static double valueAt(DoubleUnaryOperator value, double p) {
        return Require.finite(value.applyAsDouble(p), "value of retention " + p, "it must be finite on (0, 1)");
    }

    /** Differences of fourth order in the log-odds, which keep retention between 0 and 1. */
    private static double slope(DoubleUnaryOperator value, double eta) {
        double h = 0x1p-9;
        double[] at = new double[4];
        int[] moves = {-2, -1, 1, 2};
        for (int i = 0; i < 4; i++) {
            at[i] = valueAt(value, LogisticRegression.probability(eta + moves[i] * h));
        }
        return (8 * (at[2] - at[1]) - (at[3] - at[0])) / (12 * h);
    }

    /** The log-likelihood of the customers one by one, without binomial coefficients and without the penalty. */
    public double logLikelihood() {
        return LogisticRegression.logLikelihood(design.rows, design.asked, design.retained, coefficients);
    }

    /**
     * McFadden's pseudo R^2, 1 - LL / LL of a constant retention: 0 where the score says nothing; 0.1 is already much for
     * single customers.
     *
     * @throws UndefinedRatioException if all or none were retained
     */
    public double mcFadden() {
        double constant = constantLogLikelihood();
        if (constant == 0) {
            throw new UndefinedRatioException(
                    "McFadden's R^2 is undefined, because a constant retention explains everything");
        }
        return 1 - logLikelihood() / constant;
    }

    /**
     * Whether retention depends on the score at all: the likelihood-ratio test against a constant retention.
     *
     * @throws IllegalStateException if the fit was penalised
     */
    public LikelihoodRatioTest likelihoodRatioTest() {
        requireLikelihood();
        double statistic = Math.max(0, 2 * (logLikelihood() - constantLogLikelihood()));
        return chiSquare(statistic, coefficients.length - 1);
    }

    /**
     * Whether the form is wrong: the deviance between the retention counted at each score and that of the form.
     *
     * <pre>{@code
     *   2 sum of r ln(r / (n p)) + (n - r) ln((n - r) / (n (1 - p)))      chi-square(scores given - coefficients)
     * }</pre>
     *
     * <p>A small p value says that the form does not hold. The distribution is rough where fewer than 5 are expected to stay,
     * or to leave, at most scores.
     *
     * @throws IllegalStateException if the fit was penalised
     * @throws UndefinedRatioException if there are no more scores given than coefficients
     */
    public LikelihoodRatioTest lackOfFit() {
        requireLikelihood();
        double statistic = 0;
        int groups = 0;
        for (int i = 0; i < design.asked.length; i++) {
            double n = design.asked[i];
            if (n > 0) {
                groups++;
                double r = design.retained[i];
                double eta = LogisticRegression.dot(design.rows[i], coefficients);
                statistic += r > 0 ? 2 * r * (Math.log(r / n) - LogisticRegression.logProbability(eta)) : 0;
                statistic +=
                        n > r ? 2 * (n - r) * (Math.log((n - r) / n) - LogisticRegression.logProbability(-eta)) : 0;
            }
        }
        if (groups <= coefficients.length) {
            throw new UndefinedRatioException("lack of fit is undefined, because " + groups + " scores were given and "
                    + coefficients.length + " coefficients fitted");
        }
        return chiSquare(Math.max(0, statistic), groups - coefficients.length);
    }

    /** How many free parameters the ridge leaves; without one, as many as there are. */
    public double effectiveParameters() {
        return LogisticRegression.effectiveParameters(design.rows, design.asked, coefficients, design.penalties(ridge));
    }

    private double constantLogLikelihood() {
        double retained = Arrays.stream(design.retained).sum();
        double lost = design.customers - retained;
        return (retained > 0 ? retained * Math.log(retained / design.customers) : 0)
                + (lost > 0 ? lost * Math.log(lost / design.customers) : 0);
    }

    private static LikelihoodRatioTest chiSquare(double statistic, int degrees) {
        return new LikelihoodRatioTest(
                statistic,
                degrees,
                statistic > 0 ? ChiSquaredDistribution.of(degrees).survivalProbability(statistic) : 1);
    }

    private void requireLikelihood() {
        if (ridge > 0) {
            throw new IllegalStateException("what was maximised is no likelihood, because it is penalised by a ridge");
        }
    }

    private int indexOf(String name) {
        int k = design.names.indexOf(Objects.requireNonNull(name, "name"));
        if (k < 0) {
            throw Require.bad("name", "must be one of " + design.names, "", '"' + name + '"');
        }
        return k;
    }

    private int slopeIndexOf(String name) {
        int k = indexOf(name);
        if (k == 0) {
            throw Require.bad("name", "must not be the intercept", "one of " + design.names, '"' + name + '"');
        }
        return k;
    }

    private int index(int score) {
        RatingScale scale = counts.scale();
        if (score < scale.lowest() || score > scale.highest()) {
            throw Require.bad("score", "must be from " + scale.lowest() + " to " + scale.highest(), "", score);
        }
        return score - scale.lowest();
    }

    private double error(double[] gradient) {
        return Math.sqrt(Math.max(0, product(gradient, gradient)));
    }

    private double product(double[] g, double[] h) {
        if (covariance == null) {
            throw new IllegalStateException("the fit has no standard errors: its information is singular");
        }
        double sum = 0;
        for (int k = 0; k < g.length; k++) {
            sum += g[k] * LogisticRegression.dot(covariance[k], h);
        }
        return sum;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RetentionLogit other
                && counts.equals(other.counts)
                && form.equals(other.form)
                && ridge == other.ridge
                && Arrays.equals(coefficients, other.coefficients);
    }

    @Override
    public int hashCode() {
        return Objects.hash(counts, form, ridge, Arrays.hashCode(coefficients));
    }

    /** {@code log-odds of retention per year: intercept -0.80, score 0.24}, with all digits. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("log-odds of retention per " + unit().noun() + ":");
        double[] b = parameters();
        for (int k = 0; k < b.length; k++) {
            s.append(k == 0 ? " " : ", ")
                    .append(design.names.get(k))
                    .append(' ')
                    .append(b[k]);
        }
        return s.toString();
    }

    // makes what is not stored again, and runs the checks
    private Object readResolve() {
        return ofCentred(counts, form, ridge, coefficients);
    }
}
