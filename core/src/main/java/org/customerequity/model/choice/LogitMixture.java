package org.customerequity.model.choice;

import java.util.Arrays;
import org.customerequity.internal.NewtonMaximizer;

/**
 * The log-likelihood of a mixture of logits, in which a person belongs to one class for good, with its derivatives.
 *
 * <pre>{@code
 *   LL = sum over persons of  w_i ln( sum over classes of  pi_c L_ic ),      L_ic = product over occasions of P(choice; b_c)
 *   q_ic = pi_c L_ic / sum pi_d L_id,                                        pi_c = exp(t_c) / sum exp(t_d), t_1 = 0
 *
 *   with u_ic, H_ic the gradient and the Hessian of ln L_ic:
 *   dLL/dt_c          sum w (q_c - pi_c)
 *   dLL/db_c          sum w q_c u_c
 *   d2LL/dt_c dt_d    sum w (1{c=d} (q_c - pi_c) - q_c q_d + pi_c pi_d)
 *   d2LL/dt_c db_d    sum w q_c (1{c=d} - q_d) u_d
 *   d2LL/db_c db_d    sum w (1{c=d} q_c (H_c + u_c u_c') - q_c q_d u_c u_d')
 * }</pre>
 *
 * <p>Variables: t_2, ..., t_C, then b_1, ..., b_C. The derivatives follow from those of q; Kamakura and Russell, A Probabilistic Choice
 * Model for Market Segmentation and Elasticity Structure, Journal of Marketing Research 26(4), 1989.
 */
final class LogitMixture implements NewtonMaximizer.Objective {
    private final ChoiceRows rows;
    private final int classes;
    private final int columns;

    /** First occasion of each person who carries likelihood, and one more: the number of occasions. */
    private final int[] first;

    private final int mostRows;

    LogitMixture(ChoiceRows rows, int classes) {
        this.rows = rows;
        this.classes = classes;
        this.columns = rows.columns;
        int[] starts = new int[rows.occasions() + 1];
        int persons = 0;
        for (int o = 0; o < rows.occasions(); o++) {
            if (o == 0 || rows.person[o] != rows.person[o - 1]) {
                starts[persons++] = o;
            }
        }
        starts[persons] = rows.occasions();
        this.first = Arrays.copyOf(starts, persons + 1);
        int most = 0;
        for (int g = 0; g < persons; g++) {
            most = Math.max(most, rows.start[first[g + 1]] - rows.start[first[g]]);
        }
        this.mostRows = most;
    }

    /** How many persons carry likelihood. */
    int persons() {
        return first.length - 1;
    }

    int classes() {
        return classes;
    }

    /** How many variables. */
    int variables() {
        return classes - 1 + classes * columns;
    }

    /** Where the coefficients of a class begin. */
    int from(int ofClass) {
        return classes - 1 + ofClass * columns;
    }

    int firstOccasion(int person) {
        return first[person];
    }

    /** The weight of a person. */
    double weight(int person) {
        return rows.weight[first[person]];
    }

    ChoiceRows rows() {
        return rows;
    }

    /** Shares of the classes at these variables. */
    double[] shares(double[] theta) {
        double[] pi = new double[classes];
        double highest = 0;
        for (int c = 1; c < classes; c++) {
            highest = Math.max(highest, theta[c - 1]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            pi[c] = Math.exp((c == 0 ? 0 : theta[c - 1]) - highest);
            sum += pi[c];
        }
        for (int c = 0; c < classes; c++) {
            pi[c] /= sum;
        }
        return pi;
    }

    @Override
    public double value(double[] theta) {
        return walk(theta, new Sink() {});
    }

    @Override
    public double evaluate(double[] theta, double[] gradient, double[][] hessian) {
        Arrays.fill(gradient, 0);
        for (double[] row : hessian) {
            Arrays.fill(row, 0);
        }
        double[] pi = shares(theta);
        double[][] flat = new double[classes][columns * columns];
        double value = walk(theta, new Sink() {
            @Override
            public void accept(int person, double w, double[] q, Person at) {
                at.scores();
                for (int c = 0; c < classes; c++) {
                    at.addCurvature(c, w * q[c], flat[c]);
                    double wq = w * q[c];
                    if (c > 0) {
                        gradient[c - 1] += w * (q[c] - pi[c]);
                        for (int d = 1; d <= c; d++) {
                            hessian[c - 1][d - 1] += w * ((c == d ? q[c] - pi[c] : 0) - q[c] * q[d] + pi[c] * pi[d]);
                        }
                    }
                    double[] uc = at.score[c];
                    int rowFrom = from(c);
                    for (int i = 0; i < columns; i++) {
                        double x = wq * uc[i];
                        gradient[rowFrom + i] += x;
                        double[] row = hessian[rowFrom + i];
                        for (int d = 1; d < classes; d++) {
                            row[d - 1] += x * ((c == d ? 1 : 0) - q[d]);
                        }
                        for (int d = 0; d < c; d++) {
                            double y = -x * q[d];
                            double[] ud = at.score[d];
                            for (int j = 0; j < columns; j++) {
                                row[from(d) + j] += y * ud[j];
                            }
                        }
                        double y = x * (1 - q[c]);
                        for (int j = 0; j <= i; j++) {
                            row[rowFrom + j] += y * uc[j];
                        }
                    }
                }
            }
        });
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < columns; i++) {
                for (int j = 0; j <= i; j++) {
                    hessian[from(c) + i][from(c) + j] += flat[c][i * columns + j];
                }
            }
        }
        for (int i = 0; i < hessian.length; i++) {
            for (int j = 0; j < i; j++) {
                hessian[j][i] = hessian[i][j];
            }
        }
        return value;
    }

    /**
     * The log-likelihood, with what a step of the EM algorithm needs: the weight of every class, and gradient and Hessian (lower
     * triangle, by rows) of sum w q_c ln L_c in b_c.
     */
    double expectation(double[] theta, double[] size, double[][] gradient, double[][] curvature) {
        Arrays.fill(size, 0);
        for (int c = 0; c < classes; c++) {
            Arrays.fill(gradient[c], 0);
            Arrays.fill(curvature[c], 0);
        }
        return walk(theta, new Sink() {
            @Override
            public void accept(int person, double w, double[] q, Person at) {
                at.scores();
                for (int c = 0; c < classes; c++) {
                    double wq = w * q[c];
                    size[c] += wq;
                    at.addCurvature(c, wq, curvature[c]);
                    double[] u = at.score[c];
                    double[] g = gradient[c];
                    for (int i = 0; i < columns; i++) {
                        g[i] += wq * u[i];
                    }
                }
            }
        });
    }

    /** How likely each person belongs to each class. */
    double[][] posterior(double[] theta) {
        double[][] all = new double[persons()][];
        walk(theta, new Sink() {
            @Override
            public void accept(int person, double w, double[] q, Person at) {
                all[person] = q.clone();
            }
        });
        return all;
    }

    /** The sum over persons of the outer product of their scores: the middle of the sandwich. */
    double[][] scoreProducts(double[] theta) {
        double[] pi = shares(theta);
        double[][] sum = new double[variables()][variables()];
        double[] s = new double[variables()];
        walk(theta, new Sink() {
            @Override
            public void accept(int person, double w, double[] q, Person at) {
                at.scores();
                for (int c = 0; c < classes; c++) {
                    if (c > 0) {
                        s[c - 1] = w * (q[c] - pi[c]);
                    }
                    for (int i = 0; i < columns; i++) {
                        s[from(c) + i] = w * q[c] * at.score[c][i];
                    }
                }
                for (int i = 0; i < s.length; i++) {
                    for (int j = 0; j < s.length; j++) {
                        sum[i][j] += s[i] * s[j];
                    }
                }
            }
        });
        return sum;
    }

    /** What is done at each person. */
    private interface Sink {
        default void accept(int person, double w, double[] q, Person at) {}
    }

    /** Visits persons in order, each with the probabilities of the classes given the choices. */
    private double walk(double[] theta, Sink sink) {
        double[] pi = shares(theta);
        double[] logShare = new double[classes];
        double[][] b = new double[classes][];
        for (int c = 0; c < classes; c++) {
            logShare[c] = Math.log(pi[c]);
            b[c] = Arrays.copyOfRange(theta, from(c), from(c) + columns);
        }
        Person at = new Person();
        double[] q = new double[classes];
        double total = 0;
        for (int g = 0; g < persons(); g++) {
            at.move(g, b);
            double highest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                q[c] = logShare[c] + at.logLikelihood[c];
                highest = Math.max(highest, q[c]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                q[c] = Math.exp(q[c] - highest);
                sum += q[c];
            }
            for (int c = 0; c < classes; c++) {
                q[c] /= sum;
            }
            double w = weight(g);
            total += w * (highest + Math.log(sum));
            sink.accept(g, w, q, at);
        }
        return total;
    }

    /** One person under every class. */
    private final class Person {
        final double[] logLikelihood = new double[classes];
        final double[][] score = new double[classes][columns];
        /** Choice probabilities of the person's rows. */
        private final double[][] p = new double[classes][mostRows];

        private final double[] buffer = new double[LogitKernel.widest(rows)];
        private final double[] mean = new double[columns];
        private final double[] off = new double[columns];
        private int person;

        void move(int to, double[][] b) {
            person = to;
            int base = rows.start[first[to]];
            for (int c = 0; c < classes; c++) {
                double sum = 0;
                for (int o = first[to]; o < first[to + 1]; o++) {
                    sum += LogitKernel.logShare(rows, o, b[c], buffer);
                    int n = rows.start[o + 1] - rows.start[o];
                    System.arraycopy(buffer, 0, p[c], rows.start[o] - base, n);
                }
                logLikelihood[c] = sum;
            }
        }

        void scores() {
            int from = rows.start[first[person]];
            int to = rows.start[first[person + 1]];
            for (int c = 0; c < classes; c++) {
                double[] u = score[c];
                double[] pc = p[c];
                Arrays.fill(u, 0);
                for (int r = from; r < to; r++) {
                    double x = rows.share[r] - pc[r - from];
                    for (int i = 0, at = r * columns; i < columns; i++, at++) {
                        u[i] += x * rows.z[at];
                    }
                }
            }
        }

        /** Adds w times the Hessian of the log-likelihood of class c to the lower triangle. */
        void addCurvature(int c, double w, double[] lower) {
            if (w == 0) {
                return;
            }
            int base = rows.start[first[person]];
            double[] pc = p[c];
            for (int o = first[person]; o < first[person + 1]; o++) {
                int from = rows.start[o];
                int to = rows.start[o + 1];
                Arrays.fill(mean, 0);
                for (int r = from; r < to; r++) {
                    double x = pc[r - base];
                    for (int i = 0, at = r * columns; i < columns; i++, at++) {
                        mean[i] += x * rows.z[at];
                    }
                }
                for (int r = from; r < to; r++) {
                    for (int i = 0, at = r * columns; i < columns; i++, at++) {
                        off[i] = rows.z[at] - mean[i];
                    }
                    double wp = w * pc[r - base];
                    for (int i = 0; i < columns; i++) {
                        double x = wp * off[i];
                        if (x != 0) {
                            for (int j = 0, at = i * columns; j <= i; j++, at++) {
                                lower[at] -= x * off[j];
                            }
                        }
                    }
                }
            }
        }
    }
}
