package org.customerequity.model.purchase;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;

/**
 * The GGompertz/NBD likelihood of a customer base, in time scaled to a mean age of ten. Its search begins where those of a
 * coarse copy of the rows end that begin near the maximum of the Pareto/NBD, and at lives that end suddenly.
 */
final class GGompertzNbdLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private static final int R = 0;
    private static final int ALPHA = 1;
    private static final int B = 2;
    private static final int S = 3;
    private static final int BETA = 4;

    private static final double MEAN_AGE = 10;
    /** Rows of the coarse copy on which the search begins, and of that on which simpler models are fitted. */
    private static final int COARSE = 600;

    private static final int COARSE_SHARE = 50;
    private static final int COARSE_LIMIT = 400;
    /** A finer copy has this share of the rows: the coarse one may be wrong where the likelihood is nearly flat. */
    private static final int FINER_SHARE = 8;

    private static final double BOX = Math.log(1e6);
    /** Where a parameter counts as infinite, and as zero, when a simpler model is fitted. */
    private static final double INFINITE = Math.log(1e5);

    private static final double ZERO = Math.log(1e-9);

    /** Below exp of its negative, a parameter counts as zero in a verdict. */
    private static final double LITTLE = Math.log(1e4);

    private final ParetoNbdRows rows;
    private final GGompertzNbdObjective objective;
    private final double scale;
    private final long customers;
    private final long repeaters;
    private final double purchases;
    private final double oldest;
    private final double[] best = new double[5];
    private double bestValue = Double.NEGATIVE_INFINITY;

    GGompertzNbdLikelihood(PurchaseHistories histories) {
        customers = histories.size();
        double ages = 0;
        double most = 0;
        double bought = 0;
        long again = 0;
        for (int i = 0; i < histories.size(); i++) {
            ages += histories.age(i);
            most = Math.max(most, histories.age(i));
            bought += histories.frequency(i);
            again += histories.frequency(i) > 0 ? 1 : 0;
        }
        repeaters = again;
        purchases = bought;
        scale = ages > 0 ? MEAN_AGE * customers / ages : 1;
        oldest = most > 0 ? most * scale : MEAN_AGE;
        rows = ParetoNbdRows.of(histories, scale);
        objective = new GGompertzNbdObjective(rows);
    }

    @Override
    public List<String> names() {
        return GGompertzNbd.NAMES;
    }

    @Override
    public double[] units() {
        return new double[] {1, 1 / scale, scale, 1, 1};
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
        return ModelChecks.warnings(customers, repeaters, names().size());
    }

    @Override
    public double[] start() {
        ParetoNbdRows few = rows.coarse(Math.max(COARSE, rows.size / COARSE_SHARE));
        double[] pareto = ParetoNbdLikelihood.moments(few, new ParetoNbdObjective(few));
        if (repeaters > 0) {
            pareto = NewtonMaximizer.within(BOX)
                    .maximize(new ParetoNbdObjective(few), pareto)
                    .point();
        }
        List<List<double[]>> kinds = kinds(pareto);
        if (repeaters == 0) {
            return kinds.get(0).get(0);
        }
        ParetoNbdRows fewest = rows.coarse(COARSE_LIMIT);
        GGompertzNbdObjective rough = new GGompertzNbdObjective(fewest);
        NewtonMaximizer.Objective first = few == rows ? this : new GGompertzNbdObjective(few);
        NewtonMaximizer search = NewtonMaximizer.within(BOX).withMaxIterations(60);
        double[] point = kinds.get(0).get(0);
        double highest = Double.NEGATIVE_INFINITY;
        for (List<double[]> kind : kinds) {
            NewtonMaximizer.Result end = search.maximize(first, bestOf(kind, rough));
            if (end.value() > highest) {
                highest = end.value();
                point = end.point();
            }
        }
        ParetoNbdRows more = rows.coarse(rows.size / FINER_SHARE);
        return more.size > few.size
                ? search.maximize(new GGompertzNbdObjective(more), point).point()
                : point;
    }

    private static double[] bestOf(List<double[]> places, GGompertzNbdObjective rough) {
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

    /** The Pareto/NBD with a hazard that grows slowly; and lives of the same share of survivors that end more suddenly. */
    private List<List<double[]>> kinds(double[] pareto) {
        List<List<double[]>> kinds = new ArrayList<>();
        kinds.add(Stream.of(0.1, 0.01, 1.0)
                .map(growth -> growth / oldest)
                .map(b -> place(pareto, b, Math.exp(pareto[2]), Math.exp(pareto[3]) * b))
                .toList());
        double logAlive = ParetoNbdKernel.logSurvival(Math.exp(pareto[2]), Math.exp(pareto[3]), oldest);
        double alive = Math.min(-0.01, Math.max(-20, logAlive));
        for (double growth : new double[] {1, 3, 8}) {
            // (beta/(beta + e^growth - 1))^s is that share
            kinds.add(Stream.of(0.3, 1.0, 5.0)
                    .map(s -> place(pareto, growth / oldest, s, Math.expm1(growth) / Math.expm1(-alive / s)))
                    .toList());
        }
        return kinds;
    }

    private static double[] place(double[] pareto, double b, double s, double beta) {
        double[] u = {pareto[0], pareto[1], Math.log(b), Math.log(s), Math.log(beta)};
        for (int j = 0; j < u.length; j++) {
            u[j] = Math.max(-BOX, Math.min(BOX, u[j]));
        }
        return u;
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
            case B:
                return upwards ? "customers leave at the first purchase or never" : noGrowth(BETA);
            case S:
                return upwards
                        ? "all customers have one common frailty, or leave at once"
                        : "nobody leaves, and the NBD without dropout describes these data";
            default:
                return upwards ? "all customers have one common frailty, or nobody leaves" : noGrowth(B);
        }
    }

    /** What it says that b or beta goes to zero: the Pareto/NBD if the other goes along. */
    private String noGrowth(int other) {
        if (best[other] > -LITTLE) {
            return other == B
                    ? "many customers leave at the first purchase"
                    : "the hazard of leaving does not change with time";
        }
        double ratio = Math.exp(best[BETA] - best[B]) / scale;
        return String.format(
                Locale.ROOT,
                "the hazard of leaving does not rise, and the Pareto/NBD with beta = %.4g, the limit of beta/b, describes"
                        + " these data",
                ratio);
    }

    /** The simpler models that are near the best point. */
    @Override
    public List<Likelihood.Limit> limits() {
        double[][] hessian = new double[5][5];
        objective.evaluate(best, new double[5], hessian);
        double[][] covariance = Curvature.roughCovariance(hessian);
        List<Likelihood.Limit> limits = new ArrayList<>();
        if (Curvature.isNear(covariance, 0, 0, 1, 0, 0)) {
            limits.add(new Likelihood.Limit(
                    "the hazard of leaving of a customer is constant (b and beta to zero, the Pareto/NBD)",
                    this::pareto));
        }
        if (Curvature.isNear(covariance, 0, 0, 0, 1, 0) || Curvature.isNear(covariance, 0, 0, 1, 1, -1)) {
            limits.add(new Likelihood.Limit("nobody leaves (s = 0, the NBD)", () -> {
                double[] at = best.clone();
                at[S] = ZERO;
                return simpler(at, B, S, BETA);
            }));
        }
        if (Curvature.isNear(covariance, 0, 0, 0, 1, 0)) {
            limits.add(new Likelihood.Limit(
                    "all customers have one common frailty (s and beta infinite, Gompertz lives)", () -> {
                        double[] at = best.clone();
                        at[S] += INFINITE - at[BETA];
                        at[BETA] = INFINITE;
                        return simpler(at, BETA);
                    }));
        }
        if (Curvature.isNear(covariance, 1, 0, 0, 0, 0)) {
            limits.add(new Likelihood.Limit("all customers buy at one common rate (r and alpha infinite)", () -> {
                double[] at = best.clone();
                at[R] += INFINITE - at[ALPHA];
                at[ALPHA] = INFINITE;
                return simpler(at, ALPHA);
            }));
        }
        return limits;
    }

    /** The maximum of the Pareto/NBD. */
    private double pareto() {
        double[] start = {best[R], best[ALPHA], best[S], best[BETA] - best[B]};
        for (int j = 0; j < start.length; j++) {
            start[j] = Math.max(-BOX, Math.min(BOX, start[j]));
        }
        return NewtonMaximizer.within(BOX)
                .maximize(new ParetoNbdObjective(rows), start)
                .value();
    }

    private double simpler(double[] at, int... held) {
        ParetoNbdRows few = rows.coarse(COARSE_LIMIT);
        GGompertzNbdObjective rough = few == rows ? objective : new GGompertzNbdObjective(few);
        return RestrictedMaximum.of(objective, rough, best, bestValue, BOX, at, held);
    }
}
