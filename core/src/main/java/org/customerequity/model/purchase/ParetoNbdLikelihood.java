package org.customerequity.model.purchase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;

/**
 * The Pareto/NBD likelihood of a customer base, in time scaled to a mean age of ten. Its search begins at the maximum for a
 * coarse copy of the rows, which is cheap and near; a base of few rows begins at moments.
 */
final class ParetoNbdLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private static final List<String> NAMES = List.of("r", "alpha", "s", "beta");
    private static final int R = 0;
    private static final int ALPHA = 1;
    private static final int S = 2;
    private static final int BETA = 3;

    private static final double MEAN_AGE = 10;
    /** Rows above which a coarse copy pays, and the least size of that copy; a large base gets a fiftieth of its rows. */
    private static final int COARSE = 2000;

    private static final int COARSE_SHARE = 50;
    /** Rows on which the simpler models are fitted. */
    private static final int COARSE_LIMIT = 400;

    private static final double BOX = Math.log(1e6);
    /** Where a parameter counts as infinite, and as zero, when a simpler model is fitted. */
    private static final double INFINITE = Math.log(1e5);

    private static final double ZERO = Math.log(1e-9);

    private final ParetoNbdRows rows;
    private final ParetoNbdObjective objective;
    private final double scale;
    private final long customers;
    private final long repeaters;
    private final double purchases;
    private final double[] best = new double[4];
    private double bestValue = Double.NEGATIVE_INFINITY;

    ParetoNbdLikelihood(PurchaseHistories histories) {
        customers = histories.size();
        double ages = 0;
        double bought = 0;
        long again = 0;
        for (int i = 0; i < histories.size(); i++) {
            ages += histories.age(i);
            bought += histories.frequency(i);
            again += histories.frequency(i) > 0 ? 1 : 0;
        }
        repeaters = again;
        purchases = bought;
        scale = ages > 0 ? MEAN_AGE * customers / ages : 1;
        rows = ParetoNbdRows.of(histories, scale);
        objective = new ParetoNbdObjective(rows);
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public double[] units() {
        return new double[] {1, 1 / scale, 1, 1 / scale};
    }

    /** A density of x times, each counted in another unit. */
    @Override
    public double offset() {
        return purchases * Math.log(scale);
    }

    @Override
    public long observations() {
        return customers;
    }

    @Override
    public double value(double[] u) {
        return objective.value(u);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double value = objective.evaluate(u, gradient, hessian);
        if (value > bestValue) {
            bestValue = value;
            System.arraycopy(u, 0, best, 0, best.length);
        }
        return value;
    }

    @Override
    public Optional<String> obstacle() {
        return ModelChecks.obstacle(customers, repeaters);
    }

    @Override
    public List<String> warnings() {
        return ModelChecks.warnings(customers, repeaters, NAMES.size());
    }

    @Override
    public double[] start() {
        ParetoNbdRows few = rows.coarse(Math.max(COARSE, rows.size / COARSE_SHARE));
        ParetoNbdObjective rough = few == rows ? objective : new ParetoNbdObjective(few);
        double[] start = moments(few, rough);
        if (few == rows || repeaters == 0) {
            return start;
        }
        return NewtonMaximizer.within(BOX).maximize(rough, start).point();
    }

    /** The best of a few sets of dropout parameters, with purchase rates whose mean and variance of counts fit the data. */
    static double[] moments(ParetoNbdRows few, ParetoNbdObjective rough) {
        double n = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < few.size; i++) {
            n += few.weight[i];
            sum += few.weight[i] * few.x[i];
            squares += few.weight[i] * few.x[i] * few.x[i];
        }
        double mean = Math.max(sum / n, 1e-3);
        double excess = squares / n - mean * mean - mean;
        double[][] dropouts = {{1, MEAN_AGE}, {0.3, MEAN_AGE / 4}, {1, 10 * MEAN_AGE}, {0.05, MEAN_AGE}};
        double[] start = new double[4];
        double highest = Double.NEGATIVE_INFINITY;
        for (double[] dropout : dropouts) {
            double alive = ParetoNbdKernel.timeAlive(dropout[0], dropout[1], 0, MEAN_AGE);
            double shape = excess > 0 ? Math.min(20, Math.max(0.05, mean * mean / excess)) : 20;
            double[] u = {Math.log(shape), Math.log(shape * alive / mean), Math.log(dropout[0]), Math.log(dropout[1])};
            double value = rough.value(u);
            if (value > highest) {
                highest = value;
                start = u;
            }
        }
        return start;
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        switch (j) {
            case R:
                return upwards
                        ? "all customers buy at one common rate"
                        : "the purchases come from hardly any customers";
            case ALPHA:
                return upwards
                        ? "all customers buy at one common rate, or hardly anybody buys"
                        : "purchase rates spread over all orders of magnitude";
            case S:
                return upwards
                        ? "all customers leave at one common rate, or at once"
                        : "nobody leaves, and the NBD without dropout describes these data";
            default:
                return upwards
                        ? "all customers leave at one common rate, or nobody leaves"
                        : "customers leave at the first purchase or never";
        }
    }

    /** The simpler models that are near the best point: the standard error of the logarithm that has to run off is large. */
    @Override
    public List<Likelihood.Limit> limits() {
        double[][] hessian = new double[4][4];
        objective.evaluate(best, new double[4], hessian);
        double[][] covariance = Curvature.roughCovariance(hessian);
        boolean leavingIsVague = Curvature.isNear(covariance, 0, 0, 1, 0);
        List<Likelihood.Limit> limits = new ArrayList<>();
        if (leavingIsVague || Curvature.isNear(covariance, 0, 0, 1, -1)) {
            limits.add(new Likelihood.Limit(
                    "nobody leaves (s = 0, the NBD)",
                    () -> simpler(
                            u -> {
                                u[S] = ZERO;
                                u[BETA] = 0;
                            },
                            S,
                            BETA)));
        }
        if (leavingIsVague) {
            limits.add(new Likelihood.Limit(
                    "all customers leave at one common rate (s and beta infinite)",
                    () -> simpler(
                            u -> {
                                u[S] += INFINITE - u[BETA];
                                u[BETA] = INFINITE;
                            },
                            BETA)));
        }
        if (Curvature.isNear(covariance, 1, 0, 0, 0)) {
            limits.add(new Likelihood.Limit(
                    "all customers buy at one common rate (r and alpha infinite)",
                    () -> simpler(
                            u -> {
                                u[R] += INFINITE - u[ALPHA];
                                u[ALPHA] = INFINITE;
                            },
                            ALPHA)));
        }
        return limits;
    }

    /** Moves log-parameters to where a simpler model begins. */
    private interface Move {
        void accept(double[] u);
    }

    /** The maximum with these parameters held where a move has taken them. */
    private double simpler(Move move, int... held) {
        ParetoNbdRows few = rows.coarse(COARSE_LIMIT);
        ParetoNbdObjective rough = few == rows ? objective : new ParetoNbdObjective(few);
        double[] at = best.clone();
        move.accept(at);
        return RestrictedMaximum.of(objective, rough, best, bestValue, BOX, at, held);
    }
}
