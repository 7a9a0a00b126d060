package org.customerequity.retention.curve;

import java.util.List;
import java.util.Optional;
import org.customerequity.fit.Likelihood;

/**
 * The log-likelihood of the shifted beta-geometric curve in u = (ln alpha, ln beta), from which the gamma functions cancel:
 *
 * <pre>{@code
 *   ln L = sum over t of left(t) ln alpha + stayed(t) ln(beta+t-1) - due(t) ln(alpha+beta+t-1)
 * }</pre>
 */
final class ShiftedBetaGeometricLikelihood implements Likelihood {
    static final String ONE_RATE = "all customers leave at one common rate, alpha / (alpha + beta)";
    private final RenewalTable table;

    ShiftedBetaGeometricLikelihood(RenewalTable table) {
        this.table = table;
    }

    @Override
    public List<String> names() {
        return ShiftedBetaGeometric.NAMES;
    }

    @Override
    public long observations() {
        return table.customers();
    }

    @Override
    public Optional<String> obstacle() {
        Optional<String> none = table.obstacle();
        return none.isPresent() || table.distinctRenewals() > 1
                ? none
                : Optional.of(
                        "only one renewal has been observed: it tells the retention there, and not how customers differ");
    }

    @Override
    public List<String> warnings() {
        return table.warnings(2);
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        if (upwards) {
            return ONE_RATE;
        }
        return j == 0
                ? "almost nobody leaves after the first renewal"
                : "almost everybody leaves at the first renewal or never";
    }

    @Override
    public List<Limit> limits() {
        return List.of(new Limit(ONE_RATE, table::geometricMaximum));
    }

    /** The overall churn, spread as widely as a uniform distribution. */
    @Override
    public double[] start() {
        double churn = Math.min(0.99, Math.max(0.01, table.allLeft() / Math.max(1, table.allDue())));
        return new double[] {Math.log(2 * churn), Math.log(2 * (1 - churn))};
    }

    @Override
    public double value(double[] u) {
        double alpha = Math.exp(u[0]);
        double beta = Math.exp(u[1]);
        double total = 0;
        for (int t = 1; t <= table.longest(); t++) {
            double due = table.due(t);
            if (due > 0) {
                double whole = alpha + beta + (t - 1);
                double left = table.left(t);
                // by the logarithms of the two chances, which do not cancel where both parameters are large
                total += left * Math.log(alpha / whole) + (due - left) * Math.log1p(-alpha / whole);
            }
        }
        return total;
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double alpha = Math.exp(u[0]);
        double beta = Math.exp(u[1]);
        double ga = 0;
        double gb = 0;
        double haa = 0;
        double hab = 0;
        double hbb = 0;
        for (int t = 1; t <= table.longest(); t++) {
            double due = table.due(t);
            if (due > 0) {
                double left = table.left(t);
                double whole = alpha + beta + (t - 1);
                double stay = beta + (t - 1);
                // expected less observed, in which large numbers cancel once and not again
                double churn = alpha / whole;
                double excess = left - due * churn;
                double share = beta / stay;
                ga += excess;
                gb -= excess * share;
                double spread = due * churn * (stay / whole);
                haa -= spread;
                hab += spread * share;
                hbb -= spread * share * share + excess * share * (1 - share);
            }
        }
        gradient[0] = ga;
        gradient[1] = gb;
        hessian[0][0] = haa;
        hessian[0][1] = hab;
        hessian[1][0] = hab;
        hessian[1][1] = hbb;
        return value(u);
    }
}
