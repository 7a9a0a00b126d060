package org.customerequity.retention.curve;

import static org.customerequity.internal.SpecialFunctions.digammaDifference;
import static org.customerequity.internal.SpecialFunctions.trigamma;
import static org.customerequity.internal.SpecialFunctions.trigammaDifference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.customerequity.fit.Likelihood;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Restriction;
import org.customerequity.internal.SpecialFunctions;

/**
 * The log-likelihood of the beta-discrete-Weibull curve in u = (ln alpha, ln beta, ln c), renewal by renewal.
 *
 * <pre>{@code
 *   ln L = sum over t of stayed(t) D + left(t) ln(1 - e^D)
 *   D    = ln r(t) = ln B(alpha, beta+x) - ln B(alpha, beta+x'),    x = t^c, x' = (t-1)^c
 * }</pre>
 */
final class BetaDiscreteWeibullLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private static final String ONE_CURVE =
            "all customers have one common curve, the discrete Weibull (1 - theta)^(t^c)";

    private final RenewalTable table;
    private double[] best = new double[3];
    private double highest = Double.NEGATIVE_INFINITY;

    BetaDiscreteWeibullLikelihood(RenewalTable table) {
        this.table = table;
    }

    @Override
    public List<String> names() {
        return BetaDiscreteWeibull.NAMES;
    }

    @Override
    public long observations() {
        return table.customers();
    }

    @Override
    public Optional<String> obstacle() {
        Optional<String> none = table.obstacle();
        return none.isPresent() || table.distinctRenewals() > 2
                ? none
                : Optional.of("only " + table.distinctRenewals()
                        + " renewals have been observed, fewer than the 3 parameters");
    }

    @Override
    public List<String> warnings() {
        return table.warnings(3);
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return switch (j) {
            case 0 -> upwards ? ONE_CURVE : "almost nobody leaves after the first renewal";
            case 1 -> upwards ? ONE_CURVE : "almost everybody leaves at the first renewal or never";
            default ->
                upwards
                        ? "almost everybody leaves at the second renewal at the latest"
                        : "nobody leaves after the first renewal";
        };
    }

    @Override
    public List<Limit> limits() {
        double far = Restriction.FAR;
        double[] from = {far, far + best[1] - best[0], best[2]};
        return List.of(new Limit(
                ONE_CURVE, () -> Restriction.maximum(this, 2 * far, from, 0).value()));
    }

    @Override
    public double[] start() {
        double churn = Math.min(0.9, Math.max(0.02, table.allLeft() / Math.max(1, table.allDue())));
        double[] chosen = new double[3];
        double top = Double.NEGATIVE_INFINITY;
        for (double spread : new double[] {1, 3, 20}) {
            for (double c : new double[] {0.7, 1, 1.5}) {
                double[] u = {Math.log(spread * churn), Math.log(spread * (1 - churn)), Math.log(c)};
                double value = value(u);
                if (value > top) {
                    top = value;
                    chosen = u;
                }
            }
        }
        return chosen;
    }

    @Override
    public double value(double[] u) {
        double alpha = Math.exp(u[0]);
        double beta = Math.exp(u[1]);
        double c = Math.exp(u[2]);
        double total = 0;
        for (int t = 1; t <= table.longest(); t++) {
            if (table.due(t) > 0) {
                total += at(t, BetaDiscreteWeibull.logRetention(alpha, beta, c, t));
            }
        }
        if (total > highest) {
            highest = total;
            best = u.clone();
        }
        return total;
    }

    private double at(int t, double log) {
        double left = table.left(t);
        double stayed = table.stayed(t);
        return (stayed == 0 ? 0 : stayed * log) + (left == 0 ? 0 : left * SpecialFunctions.log1mexp(-log));
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double alpha = Math.exp(u[0]);
        double beta = Math.exp(u[1]);
        double c = Math.exp(u[2]);
        Arrays.fill(gradient, 0);
        for (double[] row : hessian) {
            Arrays.fill(row, 0);
        }
        double[] first = new double[3];
        double[][] second = new double[3][3];
        for (int t = 1; t <= table.longest(); t++) {
            if (table.due(t) > 0) {
                derivatives(alpha, beta, c, t, first, second);
                double odds = 1 / Math.expm1(-BetaDiscreteWeibull.logRetention(alpha, beta, c, t));
                double slope = table.stayed(t) - table.left(t) * odds;
                double curve = -table.left(t) * odds * (1 + odds);
                for (int i = 0; i < 3; i++) {
                    gradient[i] += slope * first[i];
                    for (int j = 0; j < 3; j++) {
                        hessian[i][j] += slope * second[i][j] + curve * first[i] * first[j];
                    }
                }
            }
        }
        return value(u);
    }

    /** Of D in u. */
    private static void derivatives(double alpha, double beta, double c, int t, double[] g, double[][] h) {
        double x = Math.pow(t, c);
        double y = Math.pow(t - 1, c);
        double step = SpecialFunctions.powerStep(t - 1, 1, c);
        // of x and x' in ln c
        double lx = c * Math.log(t);
        double ly = t == 1 ? 0 : c * Math.log(t - 1);
        double xc = x * lx;
        double yc = y * ly;
        double xcc = xc * (1 + lx);
        double ycc = yc * (1 + ly);

        double whole = digammaDifference(alpha + beta + y, step);
        double part = digammaDifference(beta + y, step);
        double dx = -digammaDifference(beta + x, alpha);
        double dy = digammaDifference(beta + y, alpha);
        double whole2 = trigammaDifference(alpha + beta + y, step);
        double part2 = trigammaDifference(beta + y, step);
        double dxx = -trigammaDifference(beta + x, alpha);
        double dyy = trigammaDifference(beta + y, alpha);

        g[0] = -alpha * whole;
        g[1] = beta * (part - whole);
        g[2] = dx * xc + dy * yc;
        h[0][0] = -alpha * whole - alpha * alpha * whole2;
        h[0][1] = -alpha * beta * whole2;
        h[0][2] = alpha * (trigamma(alpha + beta + y) * yc - trigamma(alpha + beta + x) * xc);
        h[1][1] = beta * (part - whole) + beta * beta * (part2 - whole2);
        h[1][2] = beta * (dxx * xc + dyy * yc);
        h[2][2] = dxx * xc * xc + dyy * yc * yc + dx * xcc + dy * ycc;
        h[1][0] = h[0][1];
        h[2][0] = h[0][2];
        h[2][1] = h[1][2];
    }
}
