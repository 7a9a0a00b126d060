package org.customerequity.model.hierarchical;

import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.GammaDraws;
import org.customerequity.model.purchase.ParetoNbd;

/**
 * Draws of every customer's own rates given the population, exactly and each independent of the last.
 *
 * <pre>{@code
 *   alive        lambda ~ gamma(r + x, alpha + T),    mu ~ gamma(s, beta + T)          with P(alive) of the Pareto/NBD
 *   left at u    lambda ~ gamma(r + x, alpha + u),    mu ~ gamma(s + 1, beta + u)
 *                u with density proportional to (alpha + u)^-(r+x) (beta + u)^-(s+1) on (t_x, T)
 * }</pre>
 *
 * <p>In y = ln(min(alpha, beta) + u) that density is log-concave: three tangents above it are an envelope to draw from and
 * reject under.
 */
final class IntegratedRates {
    private final PurchaseHistories histories;

    // the tangents: where they touch, value and slope there, and where one gives way to the next
    private final double[] touch = new double[3];
    private final double[] height = new double[3];
    private final double[] slope = new double[3];
    private final double[] area = new double[3];
    private final double[] cut = new double[4];

    IntegratedRates(PurchaseHistories histories) {
        this.histories = histories;
    }

    void draw(ParetoNbd population, double[] lambda, double[] mu, RandomGenerator random) {
        double[] alive = population.probabilityAlive(histories);
        double r = population.r();
        double alpha = population.alpha();
        double s = population.s();
        double beta = population.beta();
        for (int i = 0; i < lambda.length; i++) {
            double shape = r + histories.frequency(i);
            double age = histories.age(i);
            double newLambda;
            double newMu;
            if (random.nextDouble() < alive[i]) {
                newLambda = GammaDraws.standard(shape, random) / (alpha + age);
                newMu = GammaDraws.standard(s, random) / (beta + age);
            } else {
                double u = leftAt(shape, alpha, s, beta, histories.recency(i), age, random);
                newLambda = GammaDraws.standard(shape, random) / (alpha + u);
                newMu = GammaDraws.standard(s + 1, random) / (beta + u);
            }
            lambda[i] = ExponentialLife.bounded(newLambda);
            mu[i] = ExponentialLife.bounded(newMu);
        }
    }

    /** When a customer left who did so in (t_x, T). */
    double leftAt(
            double shape, double alpha, double s, double beta, double recency, double age, RandomGenerator random) {
        double least = Math.min(alpha, beta);
        double apart = Math.abs(alpha - beta);
        // ln density in y: -a y - b ln(apart + e^y)
        double a = alpha <= beta ? shape - 1 : s;
        double b = alpha <= beta ? s + 1 : shape;
        double from = Math.log(least + recency);
        double to = Math.log(least + age);
        if (!(to > from)) {
            return recency + (age - recency) * random.nextDouble();
        }
        envelope(a, b, apart, from, to);
        while (true) {
            double y = underEnvelope(random);
            int piece = y <= cut[1] ? 0 : y <= cut[2] ? 1 : 2;
            double above = height[piece] + slope[piece] * (y - touch[piece]);
            if (random.nextExponential() >= above - logDensity(a, b, apart, y)) {
                return Math.max(recency, Math.min(Math.exp(y) - least, age));
            }
        }
    }

    private static double logDensity(double a, double b, double apart, double y) {
        return -a * y - b * Math.log(apart + Math.exp(y));
    }

    private static double slope(double a, double b, double apart, double y) {
        double e = Math.exp(y);
        return -a - b * e / (apart + e);
    }

    private void envelope(double a, double b, double apart, double from, double to) {
        double first = slope(a, b, apart, from);
        double last = slope(a, b, apart, to);
        double middle;
        if (first <= 0) {
            middle = Math.min(from - 1 / first, 0.5 * (from + to));
        } else if (last >= 0) {
            middle = Math.max(to - 1 / last, 0.5 * (from + to));
        } else {
            // the mode: a (apart + e^y) + b e^y = 0
            middle = Math.log(-a * apart / (a + b));
        }
        touch[0] = from;
        touch[1] = Math.max(from, Math.min(middle, to));
        touch[2] = to;
        for (int j = 0; j < 3; j++) {
            height[j] = logDensity(a, b, apart, touch[j]);
            slope[j] = slope(a, b, apart, touch[j]);
        }
        cut[0] = from;
        cut[1] = meeting(0, 1);
        cut[2] = Math.max(cut[1], meeting(1, 2));
        cut[3] = to;
        double highest = Math.max(height[0], Math.max(height[1], height[2]));
        for (int j = 0; j < 3; j++) {
            double length = cut[j + 1] - cut[j];
            double rise = Math.abs(slope[j]) * length;
            double upper = slope[j] > 0 ? cut[j + 1] : cut[j];
            double top = Math.exp(height[j] + slope[j] * (upper - touch[j]) - highest);
            area[j] = rise < 1e-9 ? top * length : top * -Math.expm1(-rise) / Math.abs(slope[j]);
        }
    }

    /** Where two neighbouring tangents meet, between the points where they touch. */
    private double meeting(int j, int k) {
        double fall = slope[j] - slope[k];
        double y = fall > 1e-12 * Math.abs(slope[j])
                ? (height[k] - height[j] + slope[j] * touch[j] - slope[k] * touch[k]) / fall
                : 0.5 * (touch[j] + touch[k]);
        return Math.max(touch[j], Math.min(y, touch[k]));
    }

    private double underEnvelope(RandomGenerator random) {
        double at = random.nextDouble() * (area[0] + area[1] + area[2]);
        int j = at < area[0] ? 0 : at < area[0] + area[1] ? 1 : 2;
        double length = cut[j + 1] - cut[j];
        double rise = Math.abs(slope[j]) * length;
        double u = random.nextDouble();
        // how far from the higher end
        double part = rise < 1e-9 ? u : -Math.log1p(u * Math.expm1(-rise)) / rise;
        return slope[j] > 0 ? cut[j + 1] - part * length : cut[j] + part * length;
    }
}
