package org.customerequity.retention.covariate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Require;
import org.customerequity.internal.Restriction;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ExponentialGamma;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * The log-likelihood of spells with covariates in (logarithms of the baseline's parameters, coefficients), with both derivatives.
 *
 * <pre>{@code
 *   active      ln L = R(a, b + C(e), C(t) - C(e))
 *   left at t   discrete    R to t-1, then + ln(1 - e^R) of the last renewal
 *               continuous  R to t + ln a - ln(b + C(t)) + ln C'(t)
 * }</pre>
 *
 * <p>R is {@link Mixture}'s. A row is a function of theta = (ln a, ln b, and what C gains before entry, after it, and in the last
 * period); each of them is a function of the variables u, and the chain rule puts both derivatives together. Continuous time is
 * counted so that the mean tenure seen is 10.
 */
final class ChurnLikelihood implements Likelihood, NewtonMaximizer.Objective {
    /** Beyond it exp(g'z) says that somebody leaves at once or never. */
    static final double STEEPEST = 50;

    private static final String COMMON = "all customers with the same covariates leave alike";
    private static final int FEW_PER_PARAMETER = 5;
    private static final int PARTS = 5;
    private static final double NEAR_ENOUGH = 6;

    private final CovariateSpells data;
    private final CurveFamily family;
    private final CovariateEffect effect;
    private final List<String> names;
    private final CodedSpells rows;
    private final double unitOfTime;
    private final Mixture mixture;
    /** How many parameters the baseline has. */
    private final int base;

    private final int columns;
    private final int size;
    private double[] best;
    private double highest = Double.NEGATIVE_INFINITY;
    private @Nullable FitOutcome<? extends ParametricCurve> plain;

    // of one row; written by one method, read by the next
    private final double[] growth = new double[3];
    private final double[] f = new double[PARTS];
    private final double[][] h = new double[PARTS][PARTS];
    private final double[][] jacobian;
    private final double[][] product;
    /** Of each piece and stretch: what C gains, and both derivatives of that in ln c. */
    private final double[] gain;

    private final double[] gainInC;
    private final double[] gainInCc;

    ChurnLikelihood(CovariateSpells data, CovariateCoding coding, CurveFamily family, CovariateEffect effect) {
        this.data = Objects.requireNonNull(data, "data");
        Objects.requireNonNull(coding, "coding");
        this.family = Objects.requireNonNull(family, "family");
        this.effect = Objects.requireNonNull(effect, "effect");
        requireFit(data, family, effect);
        unitOfTime = family.isDiscrete() ? 1 : unitOfTime(data);
        rows = CodedSpells.of(data, coding, unitOfTime);
        mixture = Mixture.of(family.isDiscrete());
        names = names(family, effect, coding);
        base = family.names().size();
        columns = rows.columns;
        size = names.size();
        best = new double[size];
        jacobian = new double[PARTS][size];
        product = new double[PARTS][size];
        int pieces = 3 * Math.max(1, rows.mostPieces());
        gain = new double[pieces];
        gainInC = new double[pieces];
        gainInCc = new double[pieces];
    }

    private static void requireFit(CovariateSpells data, CurveFamily family, CovariateEffect effect) {
        requireEffect(family, effect);
        if (!data.isCohorts() && data.spells().isDiscrete() != family.isDiscrete()) {
            throw Require.bad(
                    "family",
                    "must be " + (family.isDiscrete() ? "in continuous time" : "discrete") + ", as the spells are",
                    family.isDiscrete() ? "or use Spells.ofRenewals" : "or use Spells.ofTimes",
                    family);
        }
        if (data.isChanging() && effect != CovariateEffect.PROPORTIONAL_HAZARD) {
            throw Require.bad(
                    "effect",
                    "must be PROPORTIONAL_HAZARD where covariates change",
                    "the shapes of a beta distribution are those of a customer, not of a period",
                    effect);
        }
    }

    static void requireEffect(CurveFamily family, CovariateEffect effect) {
        if (!family.isDiscrete() && effect != CovariateEffect.PROPORTIONAL_HAZARD) {
            throw Require.bad(
                    "effect",
                    "must be PROPORTIONAL_HAZARD in continuous time",
                    "a rate has no chance to leave to shift",
                    effect);
        }
    }

    private static double unitOfTime(CovariateSpells data) {
        double time = 0;
        double customers = 0;
        if (data.isCohorts()) {
            CohortCounts cohorts = data.cohorts();
            for (int c = 0; c < cohorts.size(); c++) {
                for (int t = 0; t < cohorts.renewals(c); t++) {
                    time += cohorts.survivors(c, t);
                }
            }
            customers = cohorts.acquired();
        } else {
            Spells spells = data.spells();
            for (int i = 0; i < spells.size(); i++) {
                time += spells.last(i);
            }
            customers = spells.size();
        }
        return time > 0 ? time / customers / 10 : 1;
    }

    static List<String> names(CurveFamily family, CovariateEffect effect, CovariateCoding coding) {
        List<String> out = new ArrayList<>(family.names());
        List<String> prefixes = switch (effect) {
            case PROPORTIONAL_HAZARD -> List.of("hazard: ");
            case MEAN_CHURN -> List.of("churn: ");
            case TWO_INDEX -> List.of("alpha: ", "beta: ");
        };
        for (String prefix : prefixes) {
            coding.columns().forEach(column -> out.add(prefix + column));
        }
        return List.copyOf(out);
    }

    // --- what a fit asks

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    @Override
    public double[] units() {
        double[] units = new double[size];
        Arrays.fill(units, 1);
        units[1] = unitOfTime;
        return units;
    }

    @Override
    public double offset() {
        double exact = 0;
        for (int i = 0; i < rows.size(); i++) {
            exact += rows.kind[i] == CodedSpells.AT ? rows.weight[i] : 0;
        }
        return -exact * Math.log(unitOfTime);
    }

    @Override
    public long observations() {
        return data.isCohorts() ? data.cohorts().acquired() : data.spells().size();
    }

    private double lapses() {
        double sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            sum += rows.kind[i] == CodedSpells.ACTIVE ? 0 : rows.weight[i];
        }
        return sum;
    }

    @Override
    public Optional<String> obstacle() {
        FitOutcome<? extends ParametricCurve> plain = plainFit();
        if (plain instanceof FitOutcome.NotConverged<? extends ParametricCurve> not
                && not.report().iterations() == 0) {
            return Optional.of(not.reason());
        }
        return lapses() < size
                ? Optional.of(
                        "only " + (long) lapses() + " customers have left, fewer than the " + size + " parameters")
                : separated();
    }

    /** Of columns with two values, as of a category: the one at one of whose values nobody left. */
    private Optional<String> separated() {
        for (int j = 0; j < columns; j++) {
            double one = rows.z[j];
            double other = one;
            boolean more = false;
            for (int z = j; z < rows.z.length; z += columns) {
                more |= other != one && rows.z[z] != one && rows.z[z] != other;
                other = rows.z[z] != one ? rows.z[z] : other;
            }
            double atOne = 0;
            double atOther = 0;
            for (int i = 0; i < rows.size(); i++) {
                double lapsed = rows.kind[i] == CodedSpells.ACTIVE ? 0 : rows.weight[i];
                boolean is = rows.z[rows.row[rows.first[i + 1] - 1] * columns + j] == one;
                atOne += is ? lapsed : 0;
                atOther += is ? 0 : lapsed;
            }
            if (!more && (atOne == 0 || atOther == 0)) {
                return Optional.of("nobody left at one of the two values of \"" + names.get(base + j)
                        + "\": its coefficient has no end");
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> warnings() {
        return lapses() < FEW_PER_PARAMETER * size
                ? List.of("Only " + (long) lapses() + " customers have left, fewer than " + FEW_PER_PARAMETER
                        + " for each of the " + size + " parameters: the estimates are rough.")
                : List.of();
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        if (j >= base) {
            return "some customers, by their covariates, leave at once or never: these data do not say how much it matters";
        }
        if (j == 2) {
            return upwards ? "all leave at one tenure" : "customers leave at once or never";
        }
        return upwards ? COMMON : "almost all who leave do so early, and the rest never";
    }

    /** Customers who do not differ beyond their covariates; not sought where the data show clearly that they do. */
    @Override
    public List<Limit> limits() {
        double[][] hessian = new double[size][size];
        evaluate(best, new double[size], hessian);
        double[] spread = new double[size];
        spread[0] = 1;
        if (!Curvature.isNear(Curvature.roughCovariance(hessian), spread)) {
            return List.of();
        }
        double far = Restriction.FAR;
        double[] from = best.clone();
        from[0] = far;
        // the hazard keeps its size
        from[1] += (far - best[0]) * (family.isDiscrete() ? 1 : Math.exp(-(family.isShaped() ? best[2] : 0)));
        return List.of(new Limit(
                COMMON, () -> Restriction.maximum(this, 2 * far, from, 0).value()));
    }

    /** The fit without covariates, and coefficients of 0. */
    @Override
    public double[] start() {
        FitOutcome<? extends ParametricCurve> plain = plainFit();
        ParametricCurve curve = plain instanceof FitOutcome.NotConverged<? extends ParametricCurve> not
                ? not.bestSoFar()
                : plain.orThrow();
        double[] u = new double[size];
        double[] parameters = curve.parameters();
        for (int j = 0; j < base; j++) {
            double log = Math.log(parameters[j] / (j == 1 ? unitOfTime : 1));
            u[j] = Math.max(-NEAR_ENOUGH, Math.min(NEAR_ENOUGH, log));
        }
        return u;
    }

    private FitOutcome<? extends ParametricCurve> plainFit() {
        if (plain == null) {
            plain = fitPlain();
        }
        return plain;
    }

    private FitOutcome<? extends ParametricCurve> fitPlain() {
        if (data.isCohorts()) {
            CohortCounts cohorts = data.cohorts();
            return switch (family) {
                case SHIFTED_BETA_GEOMETRIC -> ShiftedBetaGeometric.fit(cohorts);
                case BETA_DISCRETE_WEIBULL -> BetaDiscreteWeibull.fit(cohorts);
                case EXPONENTIAL_GAMMA -> ExponentialGamma.fit(cohorts);
                case WEIBULL_GAMMA -> WeibullGamma.fit(cohorts);
            };
        }
        Spells spells = data.spells();
        return switch (family) {
            case SHIFTED_BETA_GEOMETRIC -> ShiftedBetaGeometric.fit(spells);
            case BETA_DISCRETE_WEIBULL -> BetaDiscreteWeibull.fit(spells);
            case EXPONENTIAL_GAMMA -> ExponentialGamma.fit(spells);
            case WEIBULL_GAMMA -> WeibullGamma.fit(spells);
        };
    }

    /** At the parameters of a model, in the caller's unit of time. */
    double at(double[] parameters) {
        double[] u = parameters.clone();
        u[1] -= Math.log(unitOfTime);
        return value(u) + offset();
    }

    // --- the value and its derivatives

    @Override
    public double value(double[] u) {
        return evaluate(u, new double[0], new double[0][], false);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        Arrays.fill(gradient, 0);
        for (double[] row : hessian) {
            Arrays.fill(row, 0);
        }
        return evaluate(u, gradient, hessian, true);
    }

    private double evaluate(double[] u, double[] gradient, double[][] hessian, boolean derivatives) {
        Point point = new Point(u);
        if (!point.isUsable()) {
            return Double.NaN;
        }
        double total = 0;
        double lost = 0;
        for (int i = 0; i < rows.size(); i++) {
            // with the rounding errors of the sum so far
            double add = rows.weight[i] * row(point, i, derivatives, gradient, hessian) - lost;
            double next = total + add;
            lost = (next - total) - add;
            total = next;
        }
        if (total > highest) {
            highest = total;
            best = u.clone();
        }
        return total;
    }

    private double row(Point p, int i, boolean derivatives, double[] gradient, double[][] hessian) {
        int z = rows.row[rows.first[i + 1] - 1];
        double a = p.a(z);
        double b = p.b(z);
        double value = stretches(p, i, derivatives);
        double before = b + growth[0];
        double stayed = growth[1];
        double lastStep = growth[2];
        if (!derivatives) {
            value += mixture.log(a, before, stayed);
            return switch (rows.kind[i]) {
                case CodedSpells.WITHIN ->
                    value + SpecialFunctions.log1mexp(-mixture.logStep(a, before + stayed, lastStep));
                case CodedSpells.AT -> value + Math.log(a / (before + stayed));
                default -> value;
            };
        }
        value += parts(a, b, rows.kind[i]);
        p.jacobian(z, jacobian);
        double weight = rows.weight[i];
        explicit(p, i, weight, gradient, hessian);
        secondOfGrowth(i, weight, hessian);
        p.secondOfShapes(z, weight * f[0], weight * f[1], hessian);
        chain(weight, gradient, hessian);
        return value;
    }

    /** Adds the first derivatives of a row, and the products of two of them to the second. */
    private void chain(double weight, double[] gradient, double[][] hessian) {
        for (int k = 0; k < PARTS; k++) {
            double[] out = product[k];
            Arrays.fill(out, 0);
            for (int l = 0; l < PARTS; l++) {
                double by = weight * h[k][l];
                double[] in = jacobian[l];
                if (by != 0) {
                    for (int j = 0; j < size; j++) {
                        out[j] += by * in[j];
                    }
                }
            }
            double slope = weight * f[k];
            double[] at = jacobian[k];
            for (int j = 0; j < size; j++) {
                gradient[j] += slope * at[j];
                if (at[j] != 0) {
                    for (int m = 0; m < size; m++) {
                        hessian[j][m] += at[j] * out[m];
                    }
                }
            }
        }
    }

    /** The value of a row and its derivatives in theta. */
    private double parts(double a, double b, byte kind) {
        double before = b + growth[0];
        double stayed = growth[1];
        Mixture x = mixture;
        x.derivatives(a, before, stayed);
        double value = x.log(a, before, stayed);
        double inA = x.inA;
        double inB = x.inB;
        double inN = x.inN;
        double inAa = x.inAa;
        double inAb = x.inAb;
        double inAn = x.inAn;
        double inBb = x.inBb;
        double inBn = x.inBn;
        double inNn = x.inNn;
        f[4] = 0;
        Arrays.fill(h[4], 0);
        if (kind == CodedSpells.AT) {
            double end = before + stayed;
            value += Math.log(a / end);
            inA += 1;
            inB -= 1 / end;
            inN -= 1 / end;
            double curve = 1 / end / end;
            inBb += curve;
            inBn += curve;
            inNn += curve;
        } else if (kind == CodedSpells.WITHIN) {
            double renewed = x.logStep(a, before + stayed, growth[2]);
            x.derivatives(a, before + stayed, growth[2]);
            value += SpecialFunctions.log1mexp(-renewed);
            double odds = 1 / Math.expm1(-renewed);
            double slope = -odds;
            // a product of two small numbers and the two large ones that belong to them
            double ca = odds * x.inA;
            double cb = odds * x.inB;
            double cn = odds * x.inN;
            double more = -(1 + odds);
            inA += slope * x.inA;
            inB += slope * x.inB;
            inN += slope * x.inB;
            f[4] = slope * x.inN;
            inAa += slope * x.inAa + more * ca * x.inA;
            double ab = slope * x.inAb + more * ca * x.inB;
            inAb += ab;
            inAn += ab;
            double bb = slope * x.inBb + more * cb * x.inB;
            inBb += bb;
            inBn += bb;
            inNn += bb;
            h[4][0] = slope * x.inAn + more * ca * x.inN;
            h[4][2] = slope * x.inBn + more * cb * x.inN;
            h[4][1] = b * h[4][2];
            h[4][3] = h[4][2];
            h[4][4] = slope * x.inNn + more * cn * x.inN;
        }
        f[0] = inA;
        f[1] = b * inB;
        f[2] = inB;
        f[3] = inN;
        h[0][0] = inAa;
        h[1][0] = b * inAb;
        h[2][0] = inAb;
        h[3][0] = inAn;
        h[1][1] = b * inB + b * b * inBb;
        h[2][1] = b * inBb;
        h[3][1] = b * inBn;
        h[2][2] = inBb;
        h[3][2] = inBn;
        h[3][3] = inNn;
        for (int k = 0; k < PARTS; k++) {
            for (int l = 0; l < k; l++) {
                h[l][k] = h[k][l];
            }
        }
        return value;
    }

    /** What C gains before entry, after it and in the last period; the logarithm of its slope where somebody left at a moment. */
    private double stretches(Point p, int i, boolean derivatives) {
        double entry = rows.entry[i];
        double last = rows.last[i];
        double middle = rows.kind[i] == CodedSpells.WITHIN ? last - 1 / unitOfTime : last;
        Arrays.fill(growth, 0);
        if (derivatives) {
            for (int k = 2; k < PARTS; k++) {
                Arrays.fill(jacobian[k], 0);
            }
        }
        double from = 0;
        for (int piece = rows.first[i]; piece < rows.first[i + 1]; piece++) {
            double until = rows.until[piece];
            double w = p.hazard(rows.row[piece]);
            for (int s = 0; s < 3; s++) {
                double low = Math.max(from, s == 0 ? 0 : s == 1 ? entry : Math.max(entry, middle));
                double high = Math.min(until, s == 0 ? entry : s == 1 ? Math.max(entry, middle) : last);
                int at = 3 * (piece - rows.first[i]) + s;
                gain[at] = high > low ? w * SpecialFunctions.powerStep(low, high - low, p.c) : 0;
                growth[s] += gain[at];
                if (derivatives) {
                    gainInC(p, w, at, low, high);
                    addGradient(piece, s, at);
                }
            }
            from = until;
        }
        return rows.kind[i] == CodedSpells.AT
                ? p.logC + (p.c - 1) * Math.log(last) + Math.log(p.hazard(rows.row[rows.first[i + 1] - 1]))
                : 0;
    }

    private void gainInC(Point p, double w, int at, double low, double high) {
        gainInC[at] = 0;
        gainInCc[at] = 0;
        if (family.isShaped() && high > low) {
            double upper = p.c * Math.log(high);
            double x = w * Math.exp(upper);
            double lower = low == 0 ? 0 : p.c * Math.log(low);
            double y = low == 0 ? 0 : w * Math.exp(lower);
            gainInC[at] = x * upper - y * lower;
            gainInCc[at] = x * upper * (1 + upper) - y * lower * (1 + lower);
        }
    }

    private void addGradient(int piece, int stretch, int at) {
        double[] into = jacobian[2 + stretch];
        if (family.isShaped()) {
            into[2] += gainInC[at];
        }
        if (effect == CovariateEffect.PROPORTIONAL_HAZARD) {
            int z = rows.row[piece] * columns;
            for (int j = 0; j < columns; j++) {
                into[base + j] += gain[at] * rows.z[z + j];
            }
        }
    }

    /** The slopes in what C gains, times the second derivatives of that. */
    private void secondOfGrowth(int i, double weight, double[][] hessian) {
        boolean hazards = effect == CovariateEffect.PROPORTIONAL_HAZARD;
        for (int piece = rows.first[i]; piece < rows.first[i + 1]; piece++) {
            int at = 3 * (piece - rows.first[i]);
            double plain = 0;
            double inC = 0;
            double inCc = 0;
            for (int s = 0; s < 3; s++) {
                double slope = weight * f[2 + s];
                plain += slope * gain[at + s];
                inC += slope * gainInC[at + s];
                inCc += slope * gainInCc[at + s];
            }
            if (family.isShaped()) {
                hessian[2][2] += inCc;
            }
            if (!hazards) {
                continue;
            }
            int z = rows.row[piece] * columns;
            for (int j = 0; j < columns; j++) {
                double zj = rows.z[z + j];
                if (family.isShaped()) {
                    hessian[2][base + j] += inC * zj;
                    hessian[base + j][2] += inC * zj;
                }
                for (int k = 0; k < columns; k++) {
                    hessian[base + j][base + k] += plain * zj * rows.z[z + k];
                }
            }
        }
    }

    /** Of the slope of C at the moment somebody left: ln c + (c-1) ln t + g'z. */
    private void explicit(Point p, int i, double weight, double[] gradient, double[][] hessian) {
        if (rows.kind[i] != CodedSpells.AT) {
            return;
        }
        if (family.isShaped()) {
            double grown = p.c * Math.log(rows.last[i]);
            gradient[2] += weight * (1 + grown);
            hessian[2][2] += weight * grown;
        }
        int z = rows.row[rows.first[i + 1] - 1] * columns;
        for (int j = 0; j < columns; j++) {
            gradient[base + j] += weight * rows.z[z + j];
        }
    }

    /** What depends on the variables and the covariates only. */
    private final class Point {
        private final double[] u;
        private final double logC;
        private final double c;
        /** Of each distinct row of covariates: the multiplier of the hazard, or ln a and ln b. */
        private final double[] hazard;

        private final double[] shapeA;
        private final double[] shapeB;
        private final double logOdds;
        private boolean usable = true;

        Point(double[] u) {
            this.u = u;
            logC = family.isShaped() ? u[2] : 0;
            c = Math.exp(logC);
            logOdds = u[0] - u[1];
            int n = rows.distinctRows;
            boolean hazards = effect == CovariateEffect.PROPORTIONAL_HAZARD;
            hazard = new double[hazards ? n : 0];
            shapeA = new double[hazards ? 1 : n];
            shapeB = new double[hazards ? 1 : n];
            if (hazards) {
                shapeA[0] = Math.exp(u[0]);
                shapeB[0] = Math.exp(family.isDiscrete() ? u[1] : c * u[1]);
            }
            for (int z = 0; z < n; z++) {
                double index = index(z, base);
                switch (effect) {
                    case PROPORTIONAL_HAZARD -> hazard[z] = Math.exp(index);
                    case MEAN_CHURN -> {
                        double logWhole = SpecialFunctions.logSumExp(u[0], u[1]);
                        shapeA[z] = Math.exp(logWhole - softplus(-(logOdds + index)));
                        shapeB[z] = Math.exp(logWhole - softplus(logOdds + index));
                    }
                    case TWO_INDEX -> {
                        double other = index(z, base + columns);
                        usable &= Math.abs(other) <= STEEPEST;
                        shapeA[z] = Math.exp(u[0] + index);
                        shapeB[z] = Math.exp(u[1] + other);
                    }
                }
                usable &= Math.abs(index) <= STEEPEST;
            }
        }

        private double index(int z, int from) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += u[from + j] * rows.z[z * columns + j];
            }
            return sum;
        }

        boolean isUsable() {
            return usable && shapeB[0] > 0 && shapeB[0] < Double.POSITIVE_INFINITY;
        }

        double hazard(int z) {
            return hazard.length == 0 ? 1 : hazard[z];
        }

        double a(int z) {
            return hazard.length == 0 ? shapeA[z] : shapeA[0];
        }

        double b(int z) {
            return hazard.length == 0 ? shapeB[z] : shapeB[0];
        }

        /** The rows of ln a and ln b. */
        void jacobian(int z, double[][] into) {
            double[] a = into[0];
            double[] b = into[1];
            Arrays.fill(a, 0);
            Arrays.fill(b, 0);
            switch (effect) {
                case PROPORTIONAL_HAZARD -> {
                    a[0] = 1;
                    b[1] = family.isDiscrete() ? 1 : c;
                    if (!family.isDiscrete() && family.isShaped()) {
                        b[2] = c * u[1];
                    }
                }
                case MEAN_CHURN -> {
                    double p = churn(0);
                    double q = churn(index(z, base));
                    a[0] = p + (1 - q);
                    a[1] = (1 - p) - (1 - q);
                    b[0] = p - q;
                    b[1] = (1 - p) + q;
                    for (int j = 0; j < columns; j++) {
                        double zj = rows.z[z * columns + j];
                        a[base + j] = (1 - q) * zj;
                        b[base + j] = -q * zj;
                    }
                }
                case TWO_INDEX -> {
                    a[0] = 1;
                    b[1] = 1;
                    for (int j = 0; j < columns; j++) {
                        a[base + j] = rows.z[z * columns + j];
                        b[base + columns + j] = rows.z[z * columns + j];
                    }
                }
            }
        }

        private double churn(double index) {
            return 1 / (1 + Math.exp(-(logOdds + index)));
        }

        /** Slopes in ln a and in ln b times the second derivatives of these. */
        void secondOfShapes(int z, double inA, double inB, double[][] hessian) {
            if (effect == CovariateEffect.PROPORTIONAL_HAZARD) {
                if (!family.isDiscrete() && family.isShaped()) {
                    hessian[1][2] += inB * c;
                    hessian[2][1] += inB * c;
                    hessian[2][2] += inB * c * u[1];
                }
            } else if (effect == CovariateEffect.MEAN_CHURN) {
                double p = churn(0);
                double q = churn(index(z, base));
                double both = inA + inB;
                double own = both * q * (1 - q);
                double whole = both * p * (1 - p);
                hessian[0][0] += whole - own;
                hessian[1][1] += whole - own;
                hessian[0][1] -= whole - own;
                hessian[1][0] -= whole - own;
                for (int j = 0; j < columns; j++) {
                    double zj = rows.z[z * columns + j];
                    hessian[0][base + j] -= own * zj;
                    hessian[base + j][0] -= own * zj;
                    hessian[1][base + j] += own * zj;
                    hessian[base + j][1] += own * zj;
                    for (int k = 0; k < columns; k++) {
                        hessian[base + j][base + k] -= own * zj * rows.z[z * columns + k];
                    }
                }
            }
        }

        private static double softplus(double x) {
            return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }
    }
}
