package org.customerequity.retention.curve;

import java.util.List;
import java.util.Optional;
import org.customerequity.fit.Likelihood;

/** The log-likelihood of one retention rate r in u = ln r: {@code kept u + lost ln(1 - e^u)}. It starts at its maximum. */
final class GeometricLikelihood implements Likelihood {
    private final RenewalTable table;
    private final double kept;
    private final double lost;

    GeometricLikelihood(RenewalTable table) {
        this.table = table;
        lost = table.allLeft();
        kept = table.allDue() - lost;
    }

    @Override
    public List<String> names() {
        return ConstantRetention.NAMES;
    }

    @Override
    public long observations() {
        return table.customers();
    }

    @Override
    public Optional<String> obstacle() {
        return table.obstacle();
    }

    @Override
    public List<String> warnings() {
        return table.warnings(1);
    }

    /** The estimate; half a customer on either side where it would be 0 or 1. */
    @Override
    public double[] start() {
        double half = kept > 0 && lost > 0 ? 0 : 0.5;
        return new double[] {Math.log((kept + half) / (kept + lost + 2 * half))};
    }

    @Override
    public double value(double[] u) {
        return u[0] < 0 ? kept * u[0] + lost * Math.log(-Math.expm1(u[0])) : Double.NEGATIVE_INFINITY;
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        if (u[0] < 0) {
            double odds = 1 / Math.expm1(-u[0]);
            gradient[0] = kept - lost * odds;
            hessian[0][0] = -lost * odds * (1 + odds);
        }
        return value(u);
    }
}
