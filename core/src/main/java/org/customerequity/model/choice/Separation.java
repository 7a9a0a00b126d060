package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
        double[] direction = direction(fitter, end, personWeight, penalty);
        ChoiceRows rows = fitter.standardised();
        return isSeparating(rows, personWeight, direction) ? Optional.of(direction) : Optional.empty();
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
        return !(SymmetricMatrix.eigenvalues(there)[0] > SUSPECT * SymmetricMatrix.eigenvalues(level)[0]);
    }

    /** In coefficients of the standardised columns. */
    private static double[] direction(LogitFitter fitter, LogitFit end, double[] personWeight, double[] penalty) {
        int p = end.coefficients.length;
        // whoever has any weight counts: where the maximum is depends on weights, whether there is one does not
        LogitFitter even = fitter.withEqualWeights(personWeight);
        double[] ones = new double[personWeight.length];
        Arrays.fill(ones, 1);
        double[] direction = new double[p];
        double[] start = new double[p];
        for (int turn = 0; turn < 2; turn++) {
            double ridge = RIDGE * fitter.standardised().occasions() * (turn == 0 ? 1 : 0.01);
            double[] more = penalty.clone();
            for (int c = 0; c < p; c++) {
                more[c] += ridge * fitter.scale(c) * fitter.scale(c);
            }
            start = even.maximize(ones, start, more, 200).coefficients;
            for (int c = 0; c < p; c++) {
                direction[c] = turn == 0 ? -start[c] * fitter.scale(c) : direction[c] + start[c] * fitter.scale(c);
            }
        }
        return direction;
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

    /** What runs off, why, and what to do, as a sentence. */
    static String sentence(double[] direction, List<String> names, SurveyDesign design, Inertia inertia) {
        List<String> run = new ArrayList<>();
        boolean driversOnly = true;
        boolean inertiaByBrand = false;
        double largest = largest(direction);
        for (int c = 0; c < direction.length; c++) {
            if (Math.abs(direction[c]) > PART * largest) {
                driversOnly &= c >= design.ratings;
                inertiaByBrand |= c < design.ratings
                        && inertia == Inertia.BY_BRAND
                        && names.get(c).startsWith("inertia");
                run.add(names.get(c) + (direction[c] > 0 ? " grows" : " falls") + " without bound"
                        + (c < design.ratings ? count(design, c, direction[c] > 0) : ""));
            }
        }
        return "the choices are separated: " + String.join(" and ", run)
                + "; for no respondent does that speak for another brand than the one chosen (use "
                + (inertiaByBrand ? "Inertia.COMMON, or " : "")
                + (driversOnly ? "a Ridge)" : "a Ridge ofAllCoefficients)");
    }

    /** How often a brand that is marked in this column is chosen, if that is always or never. */
    private static String count(SurveyDesign design, int column, boolean grows) {
        ChoiceRows rows = design.rows;
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
        String name = design.names.get(column);
        String whose =
                name.startsWith("intercept") ? " who consider it choose it" : " who bought it last choose it again";
        return ", as " + (grows ? "all of " : "none of ") + marked + whose;
    }
}
