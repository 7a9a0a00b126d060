package org.customerequity.retention.curve;

import java.util.List;
import java.util.Optional;
import org.customerequity.fit.Likelihood;

/**
 * The log-likelihood of one retention rate r, by its odds: in {@code v = ln(r / (1-r))} it is
 * {@code -kept ln(1 + e^-v) - lost ln(1 + e^v)}. Odds are counted in their estimate, so that it starts at its maximum.
 */
final class GeometricLikelihood implements Likelihood {
    private final RenewalTable table;
    private final double kept;
    private final double lost;
    private final double odds;

    GeometricLikelihood(RenewalTable table) {
        this.table = table;
        lost = table.allLeft();
        kept = table.allDue() - lost;
        // half a customer on either side where the estimate would be 0 or infinite
        double half = kept > 0 && lost > 0 ? 0 : 0.5;
        odds = (kept + half) / (lost + half);
    }

    @Override
    public List<String> names() {
        return ConstantRetention.NAMES;
    }

    @Override
    public double[] units() {
        return new double[] {odds};
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

    @Override
    public double[] start() {
        return new double[1];
    }

    @Override
    public double value(double[] u) {
        double at = odds * Math.exp(u[0]);
        return -kept * Math.log1p(1 / at) - lost * Math.log1p(at);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double at = odds * Math.exp(u[0]);
        double leave = 1 / (1 + at);
        double stay = 1 / (1 + 1 / at);
        gradient[0] = kept * leave - lost * stay;
        hessian[0][0] = -(kept + lost) * stay * leave;
        return value(u);
    }
}
