package org.customerequity.model.purchase;

import java.util.List;
import java.util.stream.Stream;
import org.customerequity.internal.NewtonMaximizer;

/**
 * Where the search for the maximum of a GGompertz/NBD likelihood begins.
 *
 * <p>Three kinds of places may hold the maximum. Near the Pareto/NBD, where b and beta run to zero together, the likelihood is
 * hardly curved and a climb is long; but the maximum of the Pareto/NBD is cheap, and the slope in b there tells whether it is
 * the end of that climb. Where lives end suddenly, climbs begin from three rates of growth; and one begins where many
 * customers leave at once. A climb is broken off where it joins another or gains too little to overtake. All this sees a
 * coarse copy of the rows and a rule of few nodes; a last look at all rows confirms the Pareto/NBD.
 */
final class GGompertzNbdSearch {
    private static final int B = 2;
    private static final int S = 3;
    private static final int BETA = 4;

    /** Rows of the coarse copy that is climbed, and of that on which places are compared. */
    private static final int COARSE = 600;

    private static final int COARSE_SHARE = 50;
    static final int COARSEST = 400;
    /** A finer copy has this share of the rows: the coarse one may be wrong where the likelihood is nearly flat. */
    private static final int FINER_SHARE = 8;

    private static final double BOX = Math.log(1e6);

    /** Growth of the hazard until the greatest age at which its slope is that of the limit, and up to which it is little. */
    private static final double LIMIT_GROWTH = 1e-3;

    private static final double LITTLE_GROWTH = 0.5;

    /** A climb pauses after so many steps to be compared with others, so many times. */
    private static final int STEPS = 5;

    private static final int PAUSES = 12;
    /** Log-likelihood that a coarse copy need not tell. */
    private static final double NOTHING = 1e-4;
    /** A climb is hopeless if it lacks so many times what it gained since the last pause. */
    private static final double HOPELESS = 5;
    /** Two points are on one hill if no log-parameter differs by more. */
    private static final double CLOSE = 0.5;

    private final ParetoNbdRows rows;
    private final ParetoNbdRows few;
    private final NewtonMaximizer.Objective objective;
    private final double oldest;

    // of the coarse copy: the maximum of the Pareto/NBD, whether climbs end there, and the best point so far
    private NewtonMaximizer.Result pareto;
    private boolean paretoIsEnd;
    private double[] best;
    private double highest;

    /** For these rows and their likelihood; the greatest age is {@code oldest}. */
    GGompertzNbdSearch(ParetoNbdRows rows, NewtonMaximizer.Objective objective, double oldest) {
        this.rows = rows;
        this.objective = objective;
        this.oldest = oldest;
        few = rows.coarse(Math.max(COARSE, rows.size / COARSE_SHARE));
        ParetoNbdObjective limit = new ParetoNbdObjective(few);
        pareto = NewtonMaximizer.within(BOX)
                .withMaxIterations(30)
                .maximize(limit, ParetoNbdLikelihood.moments(few, limit));
        best = corner(pareto.point());
        highest = Double.NEGATIVE_INFINITY;
    }

    /** A point near the Pareto/NBD of moments, where there is nothing to climb for. */
    static double[] withoutRepeatPurchases(ParetoNbdRows rows, double oldest) {
        double[] moments = ParetoNbdLikelihood.moments(rows, new ParetoNbdObjective(rows));
        return nearPareto(moments, 0.1 / oldest);
    }

    /** The point from which the likelihood of all rows is climbed. */
    double[] start() {
        NewtonMaximizer.Objective first = GGompertzNbdObjective.rough(few);
        NewtonMaximizer.Objective rough = GGompertzNbdObjective.rough(rows.coarse(COARSEST));
        paretoIsEnd = isEnd(pareto, first);
        if (paretoIsEnd) {
            highest = pareto.value();
        } else {
            climb(first, bestOf(slow(pareto.point()), rough));
        }
        for (List<double[]> kind : sudden(pareto.point())) {
            climb(first, bestOf(kind, rough));
        }
        climb(first, bestOf(early(pareto.point()), rough));
        if (growth(best) < LITTLE_GROWTH) {
            ParetoNbdObjective limit = new ParetoNbdObjective(rows);
            pareto = NewtonMaximizer.within(BOX).withMaxIterations(30).maximize(limit, pareto.point());
            boolean confirmed = isEnd(pareto, objective);
            if (confirmed && (paretoIsEnd || pareto.value() >= objective.value(best))) {
                return corner(pareto.point());
            }
            if (!confirmed && paretoIsEnd) {
                best = bestOf(slow(pareto.point()), rough);
            }
        }
        ParetoNbdRows more = rows.coarse(rows.size / FINER_SHARE);
        return more.size > few.size
                ? NewtonMaximizer.within(BOX)
                        .withMaxIterations(60)
                        .maximize(GGompertzNbdObjective.rough(more), best)
                        .point()
                : best;
    }

    /** Whether the likelihood falls from the maximum of the Pareto/NBD as b rises. */
    private boolean isEnd(NewtonMaximizer.Result limit, NewtonMaximizer.Objective of) {
        if (!limit.converged()) {
            return false;
        }
        double[] gradient = new double[5];
        of.evaluate(nearPareto(limit.point(), LIMIT_GROWTH / oldest), gradient, new double[5][5]);
        return alongGrowth(gradient) < 0;
    }

    /** The derivative in ln b at the same beta/b. */
    private static double alongGrowth(double[] gradient) {
        return gradient[B] + gradient[BETA];
    }

    private double growth(double[] u) {
        return Math.exp(u[B]) * oldest;
    }

    /** Climbs, and keeps the end if it is the highest so far. */
    private void climb(NewtonMaximizer.Objective first, double[] from) {
        double[] at = from;
        double before = Double.NEGATIVE_INFINITY;
        for (int pause = 0; pause < PAUSES; pause++) {
            NewtonMaximizer.Result end =
                    NewtonMaximizer.within(BOX).withMaxIterations(STEPS).maximize(first, at);
            double rise = end.value() - before;
            before = end.value();
            at = end.point();
            double lack = highest - before;
            if (lack > 0 && (joinsPareto(end) || isClose(at, best) || lack > HOPELESS * rise)) {
                return;
            }
            if (end.status() != NewtonMaximizer.Status.MAX_ITERATIONS || rise < NOTHING) {
                break;
            }
        }
        // a copy may flatter one hill: all rows decide between two
        if (before > highest && (highest == Double.NEGATIVE_INFINITY || objective.value(at) > objective.value(best))) {
            highest = before;
            best = at;
        }
    }

    private boolean joinsPareto(NewtonMaximizer.Result end) {
        return paretoIsEnd
                && end.value() <= pareto.value()
                && growth(end.point()) < LITTLE_GROWTH
                && alongGrowth(end.gradient()) < 0;
    }

    private static boolean isClose(double[] u, double[] v) {
        for (int j = 0; j < u.length; j++) {
            if (Math.abs(u[j] - v[j]) > CLOSE) {
                return false;
            }
        }
        return true;
    }

    private static double[] bestOf(List<double[]> places, NewtonMaximizer.Objective rough) {
        double[] found = places.get(0);
        double highest = Double.NEGATIVE_INFINITY;
        for (double[] place : places) {
            double value = rough.value(place);
            if (value > highest) {
                highest = value;
                found = place;
            }
        }
        return found;
    }

    /** The Pareto/NBD with a hazard that grows slowly. */
    private List<double[]> slow(double[] limit) {
        return Stream.of(0.1, 0.01, 1.0)
                .map(growth -> nearPareto(limit, growth / oldest))
                .toList();
    }

    /** Lives of the same share of survivors as those of the Pareto/NBD that end more suddenly. */
    private List<List<double[]>> sudden(double[] limit) {
        double logAlive = logAlive(limit);
        // (beta/(beta + e^growth - 1))^s is that share
        return Stream.of(1.0, 3.0, 8.0)
                .map(growth -> Stream.of(0.3, 1.0, 5.0)
                        .map(s -> place(
                                limit,
                                Math.log(growth / oldest),
                                Math.log(s),
                                Math.log(Math.expm1(growth) / Math.expm1(-logAlive / s))))
                        .toList())
                .toList();
    }

    /** Lives of that share of survivors many of which end at once. */
    private List<double[]> early(double[] limit) {
        double logAlive = logAlive(limit);
        return Stream.of(1e-2, 1e-4)
                .flatMap(beta -> Stream.of(3.0, 10.0)
                        .map(growth -> place(
                                limit,
                                Math.log(growth / oldest),
                                Math.log(-logAlive / Math.log1p(Math.expm1(growth) / beta)),
                                Math.log(beta))))
                .toList();
    }

    private double logAlive(double[] limit) {
        return Math.min(
                -0.01, Math.max(-20, ParetoNbdKernel.logSurvival(Math.exp(limit[2]), Math.exp(limit[3]), oldest)));
    }

    private static double[] nearPareto(double[] limit, double b) {
        return place(limit, Math.log(b), limit[2], limit[3] + Math.log(b));
    }

    /** The Pareto/NBD as near as the box allows. */
    private static double[] corner(double[] limit) {
        return nearPareto(limit, Math.exp(-BOX + Math.max(0, -limit[3])));
    }

    private static double[] place(double[] limit, double logB, double logS, double logBeta) {
        double[] u = {limit[0], limit[1], logB, logS, logBeta};
        for (int j = 0; j < u.length; j++) {
            u[j] = Math.max(-BOX, Math.min(BOX, u[j]));
        }
        return u;
    }
}
