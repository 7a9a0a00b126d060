package org.customerequity.fit;

import java.util.List;
import org.customerequity.internal.SpecialFunctions;

/**
 * The subscribers "High End" of Fader and Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21(1),
 * 2007: 1000 at the start, counted at the end of each of seven years; and the shifted beta-geometric, as small as it can be, to
 * try inference on a model of two parameters.
 *
 * @param alpha first shape of the chances to leave at a renewal
 * @param beta second shape
 */
record HighEnd(double alpha, double beta) implements Parametric {
    static final int[] CUSTOMERS = {1000, 869, 743, 653, 593, 551, 517, 491};
    private static final List<String> NAMES = List.of("alpha", "beta");

    static FitOutcome<HighEnd> fit(int... customers) {
        return MaximumLikelihood.fit(likelihood(customers), FitOptions.defaults(), p -> new HighEnd(p[0], p[1]));
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {alpha, beta};
    }

    @Override
    public HighEnd withParameters(double... parameters) {
        return new HighEnd(parameters[0], parameters[1]);
    }

    /** The share of customers who stay for so many renewals, {@code B(alpha, beta + t) / B(alpha, beta)}. */
    double survival(int t) {
        double s = 1;
        for (int i = 0; i < t; i++) {
            s *= (beta + i) / (alpha + beta + i);
        }
        return s;
    }

    /** The log-likelihood of each customer: those who left after 1, 2, ... renewals, and then those who stayed. */
    double[] logLikelihoods(int... customers) {
        double[] out = new double[customers[0]];
        int row = 0;
        for (int t = 1; t < customers.length; t++) {
            for (int i = customers[t]; i < customers[t - 1]; i++) {
                out[row++] = Math.log(survival(t - 1) * alpha / (alpha + beta + t - 1));
            }
        }
        while (row < out.length) {
            out[row++] = Math.log(survival(customers.length - 1));
        }
        return out;
    }

    /** {@code P(leave at t) = B(alpha+1, beta+t-1) / B(alpha, beta)}: gamma functions whose arguments grow by k or by 1. */
    static Likelihood likelihood(int... customers) {
        return new Likelihood() {
            @Override
            public List<String> names() {
                return NAMES;
            }

            @Override
            public double[] start() {
                return new double[] {0, 0};
            }

            @Override
            public long observations() {
                return customers[0];
            }

            @Override
            public double value(double[] u) {
                return evaluate(u, new double[2], new double[2][2]);
            }

            @Override
            public double evaluate(double[] u, double[] gradient, double[][] hessian) {
                double a = Math.exp(u[0]);
                double b = Math.exp(u[1]);
                double value = 0;
                double la = 0;
                double lb = 0;
                double laa = 0;
                double lbb = 0;
                double lab = 0;
                for (int t = 1; t <= customers.length; t++) {
                    boolean left = t < customers.length;
                    double n = left ? customers[t - 1] - customers[t] : customers[t - 1];
                    int stayed = t - 1;
                    int all = left ? t : t - 1;
                    value += n
                            * (SpecialFunctions.logRising(b, stayed)
                                    - SpecialFunctions.logRising(a + b, all)
                                    + (left ? u[0] : 0));
                    double both = SpecialFunctions.digammaDifference(a + b, all);
                    double both2 = SpecialFunctions.trigammaDifference(a + b, all);
                    la += n * ((left ? 1 / a : 0) - both);
                    lb += n * (SpecialFunctions.digammaDifference(b, stayed) - both);
                    laa -= n * ((left ? 1 / (a * a) : 0) + both2);
                    lbb += n * (SpecialFunctions.trigammaDifference(b, stayed) - both2);
                    lab -= n * both2;
                }
                gradient[0] = a * la;
                gradient[1] = b * lb;
                hessian[0][0] = a * a * laa + a * la;
                hessian[1][1] = b * b * lbb + b * lb;
                hessian[0][1] = a * b * lab;
                hessian[1][0] = hessian[0][1];
                return value;
            }
        };
    }
}
