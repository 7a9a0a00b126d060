package org.customerequity.retention.covariate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.fit.Parametric;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.Require;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ExponentialGamma;
import org.customerequity.retention.curve.MultipliedHazard;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.value.Estimate;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long customers stay who differ, given what is known of each: a retention curve for every set of covariates. Immutable.
 *
 * <pre>{@code
 *   PROPORTIONAL_HAZARD   C(t) = sum of exp(g'z(v)) (v^c - (v-1)^c)        z may change with tenure v
 *                         S(t) = B(alpha, beta + C(t)) / B(alpha, beta)    or  (1 + C(t) / scale^c)^-r
 *   MEAN_CHURN            alpha = phi q, beta = phi (1 - q),  q = logistic(ln(alpha0 / beta0) + g'z),  phi = alpha0 + beta0
 *   TWO_INDEX             alpha = alpha0 exp(ga'z), beta = beta0 exp(gb'z)
 *
 *   CovariateSpells data = CovariateSpells.of(ids, spells, table);
 *   FitOutcome<CovariateRetention> fit = CovariateRetention.fit(data, CovariateCoding.of(table),
 *           CurveFamily.SHIFTED_BETA_GEOMETRIC, CovariateEffect.PROPORTIONAL_HAZARD);
 *   RetentionCurve curve = fit.orThrow().curve(Covariates.none().with("channel", "ads"));
 * }</pre>
 *
 * <p>The baseline is the curve of a customer whose coded covariates are all 0: of mean numbers and reference categories. Parameters
 * are the logarithms of its parameters and the coefficients, on the scale LINEAR, so that {@link org.customerequity.fit.DeltaMethod}
 * gives any figure of any curve its standard error, {@link org.customerequity.fit.CoefficientTable} the coefficients theirs, and
 * {@link org.customerequity.fit.LikelihoodRatioTest} compares with the fit without covariates. Where the coefficients are 0, the curve is
 * the baseline to 1e-12.
 *
 * <p>Range: {@code |g'z|} up to 50, else that of the baseline.
 */
public final class CovariateRetention implements Parametric, Serializable {
    private static final long serialVersionUID = 1;

    private final ParametricCurve baseline;
    private final CovariateCoding coding;
    private final CovariateEffect effect;
    private final double[] coefficients;

    /** Logarithms and coefficients, as they were given: the way there and back would round. */
    private final double[] parameters;

    private CovariateRetention(
            CovariateCoding coding, CovariateEffect effect, CurveFamily family, double[] parameters, PeriodUnit unit) {
        int base = family.names().size();
        for (int j = 0; j < parameters.length; j++) {
            parameters[j] = Require.finite(
                    parameters[j], ChurnLikelihood.names(family, effect, coding).get(j), "");
        }
        this.baseline =
                family.curve(Arrays.stream(parameters, 0, base).map(Math::exp).toArray(), unit);
        this.coding = coding;
        this.effect = effect;
        this.parameters = parameters;
        this.coefficients = Arrays.copyOfRange(parameters, base, parameters.length);
    }

    /**
     * A model with given coefficients.
     *
     * @param baseline of one of the four kinds of {@link CurveFamily}
     * @param coding of the covariates
     * @param effect where they enter; in continuous time {@link CovariateEffect#PROPORTIONAL_HAZARD} only
     * @param coefficients one a column of the coding; with {@link CovariateEffect#TWO_INDEX} those of alpha, then those of beta
     */
    public static CovariateRetention of(
            ParametricCurve baseline, CovariateCoding coding, CovariateEffect effect, double... coefficients) {
        Objects.requireNonNull(baseline, "baseline");
        Objects.requireNonNull(coding, "coding");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(coefficients, "coefficients");
        CurveFamily family = CurveFamily.of(baseline);
        double[] logs = Arrays.stream(baseline.parameters()).map(Math::log).toArray();
        double[] all = Arrays.copyOf(logs, logs.length + coefficients.length);
        System.arraycopy(coefficients, 0, all, logs.length, coefficients.length);
        return ofParameters(family, coding, effect, baseline.unit(), all);
    }

    /**
     * A model again, from its {@link #parameters()}.
     *
     * @param parameters logarithms of the baseline's parameters, then the coefficients
     */
    public static CovariateRetention ofParameters(
            CurveFamily family, CovariateCoding coding, CovariateEffect effect, PeriodUnit unit, double... parameters) {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(coding, "coding");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(unit, "unit");
        ChurnLikelihood.requireEffect(family, effect);
        Require.parameters(parameters, ChurnLikelihood.names(family, effect, coding));
        return new CovariateRetention(coding, effect, family, parameters.clone(), unit);
    }

    /** {@link #fit(CovariateSpells, CovariateCoding, CurveFamily, CovariateEffect, FitOptions)} with the default options. */
    public static FitOutcome<CovariateRetention> fit(
            CovariateSpells data, CovariateCoding coding, CurveFamily family, CovariateEffect effect) {
        return fit(data, coding, family, effect, FitOptions.defaults());
    }

    /**
     * Maximum likelihood from spells, still active or seen only from some tenure on, or from cohorts. Newton's method with both
     * derivatives in closed form, from the fit without covariates; the cost grows with the distinct spells.
     *
     * <pre>{@code
     *   ln L = sum of (lapsed ? ln P(T = t) : ln S(t)) - ln S(e)      each under the curve of its own covariates
     * }</pre>
     *
     * <p>From cohorts, a customer of a curve in continuous time is known to have left between two renewals, no nearer.
     *
     * @throws IllegalArgumentException if a column is constant or made up of others, a spell has a category that the coding does
     *     not know, the family does not count time as the spells do, or the effect does not suit
     */
    public static FitOutcome<CovariateRetention> fit(
            CovariateSpells data,
            CovariateCoding coding,
            CurveFamily family,
            CovariateEffect effect,
            FitOptions options) {
        Objects.requireNonNull(options, "options");
        return MaximumLikelihood.fit(
                likelihood(data, coding, family, effect),
                options,
                p -> ofParameters(family, coding, effect, data.unit(), p));
    }

    /** What {@link #fit} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit. */
    public static Likelihood likelihood(
            CovariateSpells data, CovariateCoding coding, CurveFamily family, CovariateEffect effect) {
        return new ChurnLikelihood(data, coding, family, effect);
    }

    /**
     * ln of the probability (in continuous time, density) of these spells or cohorts under this model.
     *
     * @throws IllegalArgumentException if the unit is another, or {@code |g'z|} is above 50
     */
    public double logLikelihood(CovariateSpells data) {
        if (Objects.requireNonNull(data, "data").unit() != unit()) {
            throw Require.bad(
                    "data",
                    "must be per " + unit().noun(),
                    "as the model is",
                    "per " + data.unit().noun());
        }
        double value = new ChurnLikelihood(data, coding, family(), effect).at(parameters);
        if (Double.isNaN(value)) {
            throw Require.bad(
                    "covariates",
                    "must have |g'z| <= " + ChurnLikelihood.STEEPEST,
                    "of every spell; are they measured as those of the fit " + coding.columns() + "?",
                    "beyond, or a likelihood outside the numbers");
        }
        return value;
    }

    @Override
    public List<String> parameterNames() {
        return ChurnLikelihood.names(family(), effect, coding);
    }

    @Override
    public double[] parameters() {
        return parameters.clone();
    }

    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    @Override
    public CovariateRetention withParameters(double... newParameters) {
        return ofParameters(family(), coding, effect, unit(), newParameters);
    }

    /** The curve of a customer whose coded covariates are all 0. */
    public ParametricCurve baseline() {
        return baseline;
    }

    /** The kind of the baseline. */
    public CurveFamily family() {
        return CurveFamily.of(baseline);
    }

    /** How covariates become columns. */
    public CovariateCoding coding() {
        return coding;
    }

    /** Where covariates enter. */
    public CovariateEffect effect() {
        return effect;
    }

    /** What tenure is counted in. */
    public PeriodUnit unit() {
        return baseline.unit();
    }

    /** A copy of the coefficients, in the order of the columns; with TWO_INDEX those of alpha, then those of beta. */
    public double[] coefficients() {
        return coefficients.clone();
    }

    /**
     * What the hazard of the baseline is multiplied by, {@code exp(g'z)}.
     *
     * @throws IllegalStateException if the effect is not PROPORTIONAL_HAZARD
     * @throws IllegalArgumentException if a covariate is missing or unknown to the coding, or {@code |g'z|} is above 50
     */
    public double hazardRatio(Covariates customer) {
        if (effect != CovariateEffect.PROPORTIONAL_HAZARD) {
            throw new IllegalStateException(
                    "hazards have a ratio with PROPORTIONAL_HAZARD only, the effect is " + effect);
        }
        return Math.exp(index(coding.encode(customer), 0));
    }

    /**
     * The curve of a customer whose covariates do not change: an ordinary one, for lifetime values and whatever takes a curve.
     *
     * @throws IllegalArgumentException if a covariate is missing or unknown to the coding, or {@code |g'z|} is above 50
     */
    public RetentionCurve curve(Covariates customer) {
        return curveOf(coding.encode(customer));
    }

    /**
     * The curve of a customer whose covariates change with tenure, from the start of the contract, past and future. It is known as
     * far as the path: later tenures are refused, and so are sums for ever, until {@link TenurePath#thenForEver} says what holds
     * then.
     *
     * @throws IllegalArgumentException as {@link #curve(Covariates)}, or if the path changes and the effect is not
     *     PROPORTIONAL_HAZARD
     */
    public RetentionCurve curve(TenurePath path) {
        List<TenurePath.Piece> pieces = Objects.requireNonNull(path, "path").pieces();
        if (pieces.size() == 1 && path.end() == Double.POSITIVE_INFINITY) {
            return curve(pieces.get(0).covariates());
        }
        if (effect != CovariateEffect.PROPORTIONAL_HAZARD) {
            throw Require.bad(
                    "path",
                    "must be constant where the effect is " + effect,
                    "TenurePath.constant; covariates that change need PROPORTIONAL_HAZARD",
                    pieces.size() + " pieces to tenure " + path.end());
        }
        return MultipliedHazard.of(
                baseline,
                pieces.stream().mapToDouble(TenurePath.Piece::until).toArray(),
                pieces.stream()
                        .mapToDouble(piece -> hazardRatio(piece.covariates()))
                        .toArray());
    }

    private RetentionCurve curveOf(double[] z) {
        double index = index(z, 0);
        return switch (effect) {
            case PROPORTIONAL_HAZARD -> multiplied(index);
            case MEAN_CHURN -> {
                double[] p = baseline.parameters();
                double logOdds = parameters[0] - parameters[1] + index;
                double whole = p[0] + p[1];
                yield shaped(whole / (1 + Math.exp(-logOdds)), whole / (1 + Math.exp(logOdds)));
            }
            case TWO_INDEX -> shaped(Math.exp(parameters[0] + index), Math.exp(parameters[1] + index(z, z.length)));
        };
    }

    private RetentionCurve multiplied(double index) {
        if (baseline instanceof ExponentialGamma eg) {
            return new ExponentialGamma(eg.r(), eg.alpha() * Math.exp(-index), unit());
        }
        if (baseline instanceof WeibullGamma wg) {
            return new WeibullGamma(wg.r(), wg.scale() * Math.exp(-index / wg.c()), wg.c(), unit());
        }
        return MultipliedHazard.of(baseline, Math.exp(index));
    }

    private RetentionCurve shaped(double alpha, double beta) {
        return baseline instanceof BetaDiscreteWeibull bdw
                ? new BetaDiscreteWeibull(alpha, beta, bdw.c(), unit())
                : new ShiftedBetaGeometric(alpha, beta, unit());
    }

    private double index(double[] z, int from) {
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            sum += coefficients[from + j] * z[j];
        }
        if (!(Math.abs(sum) <= ChurnLikelihood.STEEPEST)) {
            throw Require.bad(
                    "covariates",
                    "must have |g'z| <= " + ChurnLikelihood.STEEPEST,
                    "far outside those of the fit " + coding.columns(),
                    sum);
        }
        return sum;
    }

    /** Equal parameters, codings, effects and units. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CovariateRetention other
                && family() == other.family()
                && unit() == other.unit()
                && effect == other.effect
                && coding.equals(other.coding)
                && Arrays.equals(parameters, other.parameters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit(), coding, effect, Arrays.hashCode(parameters));
    }

    /** {@code CovariateRetention[MEAN_CHURN, per month, ln alpha=-0.22, ..., churn: channel=ads=0.41]}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("CovariateRetention[" + effect + ", per " + unit().noun());
        List<String> names = parameterNames();
        for (int j = 0; j < parameters.length; j++) {
            out.append(String.format(Locale.ROOT, ", %s=%s", names.get(j), parameters[j]));
        }
        return out.append(']').toString();
    }
}
