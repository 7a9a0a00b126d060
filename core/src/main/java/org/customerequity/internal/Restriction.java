package org.customerequity.internal;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An objective with some of its variables held: that of a simpler model, in the variables that are free. */
public final class Restriction implements NewtonMaximizer.Objective {
    /** A log-parameter that stands for infinity; minus it, for zero. */
    public static final double FAR = Math.log(1e8);

    private final NewtonMaximizer.Objective whole;
    private final double[] from;
    private final int[] free;
    private final double[] gradient;
    private final double[][] hessian;

    private Restriction(NewtonMaximizer.Objective whole, double[] from, int... held) {
        this.whole = whole;
        this.from = from.clone();
        free = IntStream.range(0, from.length)
                .filter(j -> Arrays.stream(held).noneMatch(h -> h == j))
                .toArray();
        gradient = new double[from.length];
        hessian = new double[from.length][from.length];
    }

    /** A best point under a restriction, with all variables, and the value there. */
    public record Maximum(double[] point, double value) {}

    /**
     * The maximum found from {@code from} with the free variables within {@code bound} of 0, and the variables {@code held} where
     * they are there.
     */
    public static Maximum maximum(NewtonMaximizer.Objective whole, double bound, double[] from, int... held) {
        Restriction part = new Restriction(whole, from, held);
        double[] start = Arrays.stream(part.free)
                .mapToDouble(j -> Math.max(-bound, Math.min(bound, from[j])))
                .toArray();
        NewtonMaximizer.Result end = NewtonMaximizer.within(bound).maximize(part, start);
        return new Maximum(part.whole(end.point()), end.value());
    }

    private double[] whole(double[] v) {
        double[] u = from.clone();
        for (int i = 0; i < free.length; i++) {
            u[free[i]] = v[i];
        }
        return u;
    }

    @Override
    public double value(double[] v) {
        return whole.value(whole(v));
    }

    @Override
    public double evaluate(double[] v, double[] gradientOfFree, double[][] hessianOfFree) {
        double value = whole.evaluate(whole(v), gradient, hessian);
        for (int i = 0; i < free.length; i++) {
            gradientOfFree[i] = gradient[free[i]];
            for (int j = 0; j < free.length; j++) {
                hessianOfFree[i][j] = hessian[free[i]][free[j]];
            }
        }
        return value;
    }
}
