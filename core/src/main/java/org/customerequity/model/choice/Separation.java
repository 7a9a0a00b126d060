package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.customerequity.internal.SymmetricMatrix;

/**
 * Whether some combination of columns predicts choices without error, so that the likelihood rises for ever along it and has no
 * maximum.
 *
 * <p>As a small ridge shrinks a hundredfold, coefficients that run off grow by up to ln 100 in utility, others by next to nothing:
 * their difference is the direction of separation. It is one if, and only if, no respondent prefers by it another brand to the
 * one chosen. A. Albert and J. A. Anderson, On the Existence of Maximum Likelihood Estimates in Logistic Regression Models,
 * Biometrika 71(1), 1984, 1-10.
 */
final class Separation {
    /** A curvature that has fallen to less of what it was at equal shares is looked at. */
    private static final double SUSPECT = 1e-3;

    private static final double RIDGE = 1e-9;

    /** Ridges, each a hundredth of the one before. */
    private static final int TURNS = 3;

    /** Utility that differs between brands by less than this has not run off. */
    private static final double GROWTH = 1;

    private static final double PART = 0.1;
    private static final double TOLERANCE = 1e-3;

    private Separation() {}

    /** The direction in coefficients of standardised columns along which the likelihood rises for ever; empty where it has a maximum. */
    static Optional<double[]> find(LogitFitter fitter, LogitFit end, double[] personWeight, double[] penalty) {
        if (end.converged() && !isSuspect(fitter, end, personWeight, penalty)) {
            return Optional.empty();
        }
        return direction(fitter, end, personWeight, penalty);
    }

    private static double largest(double[] x) {
        double most = 0;
        for (double v : x) {
            most = Math.max(most, Math.abs(v));
        }
        return most;
    }

    private static boolean isSuspect(LogitFitter fitter, LogitFit end, double[] personWeight, double[] penalty) {
        int p = end.coefficients.length;
        double[][] level = new double[p][p];
        LogitKernel.evaluate(fitter.standardised(), personWeight, new double[p], new double[p], level);
        double[][] there = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                double unit = fitter.scale(i) * fitter.scale(j);
                double ridge = i == j ? penalty[i] / unit : 0;
                level[i][j] = ridge - level[i][j];
                there[i][j] = ridge - end.hessian[i][j] / unit;
            }
        }
        // beside what it was in the same direction, so that collinear columns, which curve little anywhere, hide
        // nothing
        Whitening unit = Whitening.of(level);
        return unit.isSingular() || !(SymmetricMatrix.eigenvalues(unit.curvature(there))[0] > SUSPECT);
    }

    /** In coefficients of the standardised columns; empty where none separates. */
    private static Optional<double[]> direction(
            LogitFitter fitter, LogitFit end, double[] personWeight, double[] penalty) {
        int p = end.coefficients.length;
        // whoever has any weight counts: where the maximum is depends on weights, whether there is one does not
        LogitFitter even = fitter.withEqualWeights(personWeight);
        boolean free = Arrays.stream(penalty).allMatch(x -> x == 0);
        // a ridge that is small beside the curvature of unlike columns is not beside that of collinear ones
        Whitening unit = free ? even.unit() : Whitening.none(p);
        LogitFitter searched = free ? even.whitened(unit) : even;
        double[] ones = new double[personWeight.length];
        Arrays.fill(ones, 1);
        double[] before = new double[p];
        double[] start = new double[p];
        double ridge = RIDGE * fitter.standardised().occasions();
        // what is left to find where choices nearly have no error moves until the ridge is smaller still
        for (int turn = 0; turn < TURNS; turn++, ridge *= 0.01) {
            double[] more = penalty.clone();
            for (int c = 0; c < p; c++) {
                more[c] += ridge * searched.scale(c) * searched.scale(c);
            }
            start = searched.maximize(ones, start, more, 200).coefficients;
            double[] grown = new double[p];
            for (int c = 0; c < p; c++) {
                double now = free ? start[c] : start[c] * searched.scale(c);
                grown[c] = now - before[c];
                before[c] = now;
            }
            double[] direction = unit.old(grown);
            if (turn > 0 && isSeparating(fitter.standardised(), personWeight, direction)) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }

    /** Whether the direction favours no brand over a chosen one, and some chosen one over another. */
    private static boolean isSeparating(ChoiceRows rows, double[] personWeight, double[] direction) {
        double[] u = new double[rows.share.length];
        double widest = 0;
        for (int o = 0; o < rows.occasions(); o++) {
            double highest = Double.NEGATIVE_INFINITY;
            double lowest = Double.POSITIVE_INFINITY;
            for (int r = rows.start[o]; r < rows.start[o + 1]; r++) {
                for (int c = 0; c < direction.length; c++) {
                    u[r] += direction[c] * rows.z[r * rows.columns + c];
                }
                highest = Math.max(highest, u[r]);
                lowest = Math.min(lowest, u[r]);
            }
            widest = Math.max(widest, highest - lowest);
            boolean counts = rows.weight[o] * personWeight[rows.person[o]] > 0;
            for (int r = rows.start[o]; r < rows.start[o + 1]; r++) {
                u[r] = counts && rows.share[r] > 0 ? u[r] - highest : 0;
            }
        }
        for (int r = 0; r < u.length; r++) {
            if (u[r] < -TOLERANCE * widest) {
                return false;
            }
        }
        return widest > GROWTH;
    }

    /**
     * What runs off, why, and what to do, as a sentence.
     *
     * @param ratings the first column of ratings, or of their factors
     * @param rows of which the columns before are counted
     * @param ridge whether one may be asked for
     */
    static String sentence(
            double[] direction, List<String> names, int ratings, ChoiceRows rows, Inertia inertia, boolean ridge) {
        List<String> run = new ArrayList<>();
        boolean driversOnly = true;
        boolean inertiaByBrand = false;
        double largest = largest(direction);
        for (int c = 0; c < direction.length; c++) {
            if (Math.abs(direction[c]) > PART * largest) {
                driversOnly &= c >= ratings;
                inertiaByBrand |= c < ratings
                        && inertia == Inertia.BY_BRAND
                        && names.get(c).startsWith("inertia");
                run.add(names.get(c) + (direction[c] > 0 ? " grows" : " falls") + " without bound"
                        + (c < ratings ? count(names.get(c), rows, c, direction[c] > 0) : ""));
            }
        }
        return "the choices are separated: " + String.join(" and ", run)
                + "; for no respondent does that speak for another brand than the one chosen ("
                + cure(inertiaByBrand, driversOnly, ridge) + ")";
    }

    /** The columns of a direction that matter in it, each with where it goes. */
    static List<String> runningOff(double[] direction, IntFunction<String> names) {
        List<String> run = new ArrayList<>();
        double largest = largest(direction);
        for (int c = 0; c < direction.length; c++) {
            if (Math.abs(direction[c]) > PART * largest) {
                run.add(names.apply(c) + (direction[c] > 0 ? " grows" : " falls") + " without bound");
            }
        }
        return run;
    }

    private static String cure(boolean inertiaByBrand, boolean driversOnly, boolean ridge) {
        if (ridge) {
            return "use " + (inertiaByBrand ? "Inertia.COMMON, or " : "")
                    + (driversOnly ? "a Ridge" : "a Ridge ofAllCoefficients");
        }
        return inertiaByBrand ? "use Inertia.COMMON" : "leave it out, or observe more purchases";
    }

    /** How often a brand that is marked in this column is chosen, if that is always or never. */
    private static String count(String name, ChoiceRows rows, int column, boolean grows) {
        int marked = 0;
        double chosen = 0;
        for (int r = 0; r < rows.share.length; r++) {
            if (rows.z[r * rows.columns + column] == 1) {
                marked++;
                chosen += rows.share[r];
            }
        }
        if (grows ? chosen != marked : chosen != 0) {
            return "";
        }
        String whose =
                name.startsWith("intercept") ? " who consider it choose it" : " who bought it last choose it again";
        return ", as " + (grows ? "all of " : "none of ") + marked + whose;
    }
}
