package org.customerequity.model.purchase;

import java.util.List;
import org.customerequity.internal.Require;
import org.customerequity.value.Distribution;

/**
 * A distribution of a positive number whose density is a sum of others', some of them with a weight below 0. The weights add up
 * to 1; digits are lost by the sum of their sizes.
 */
record SignedMixture(String what, List<Distribution> parts, List<Double> weights, double mean, double variance)
        implements Distribution {
    private static final long serialVersionUID = 1;

    /** Moments about the common mean. */
    static SignedMixture of(String what, List<Distribution> parts, List<Double> weights) {
        double mean = 0;
        for (int i = 0; i < parts.size(); i++) {
            mean += weights.get(i) * parts.get(i).mean();
        }
        double variance = 0;
        for (int i = 0; i < parts.size(); i++) {
            double off = parts.get(i).mean() - mean;
            variance += weights.get(i) * (parts.get(i).variance() + off * off);
        }
        return new SignedMixture(what, List.copyOf(parts), List.copyOf(weights), mean, variance);
    }

    @Override
    public double density(double x) {
        double sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            double one = parts.get(i).density(x);
            if (one == Double.POSITIVE_INFINITY) {
                return one;
            }
            sum += weights.get(i) * one;
        }
        return Math.max(0, sum);
    }

    @Override
    public double probabilityBelow(double x) {
        if (x == Double.POSITIVE_INFINITY) {
            return 1;
        }
        double sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            sum += weights.get(i) * parts.get(i).probabilityBelow(x);
        }
        return Math.max(0, Math.min(1, sum));
    }

    /** By secant steps in ln x within a bracket, halved where they do not help. */
    @Override
    public double quantile(double p) {
        Require.openFraction(p, "p", "0.5 for the median");
        double first = parts.get(0).quantile(p);
        double from = Math.log(Math.max(first, Double.MIN_NORMAL));
        double to = from;
        while (from > Math.log(Double.MIN_NORMAL) && probabilityBelow(Math.exp(from)) >= p) {
            from -= 1;
        }
        while (to < 700 && probabilityBelow(Math.exp(to)) < p) {
            to += 1;
        }
        double below = probabilityBelow(Math.exp(from)) - p;
        double above = probabilityBelow(Math.exp(to)) - p;
        for (int i = 0; i < 200 && to - from > 2e-15 * Math.max(1, Math.abs(to)); i++) {
            double secant = from + (to - from) * (below / (below - above));
            double middle = from + (to - from) / 2;
            double next = i % 3 == 2 || !(secant > from && secant < to) ? middle : secant;
            double miss = probabilityBelow(Math.exp(next)) - p;
            if (miss == 0) {
                return Math.exp(next);
            }
            if (miss < 0) {
                from = next;
                below = miss;
            } else {
                to = next;
                above = miss;
            }
        }
        return Math.exp(from + (to - from) / 2);
    }

    /** What a reader of a log asks of a distribution. */
    @Override
    public String toString() {
        return what + "[mean " + mean + ", standard deviation " + standardDeviation() + "]";
    }
}
