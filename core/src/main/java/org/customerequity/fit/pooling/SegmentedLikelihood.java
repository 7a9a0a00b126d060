package org.customerequity.fit.pooling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.customerequity.fit.Likelihood;
import org.customerequity.value.Estimate;

/** The log-likelihood of all segments, with some parameters common to all and one of the others for each segment. */
final class SegmentedLikelihood implements Likelihood {
    private final Segments segments;
    /** Where parameter j of segment s is among the variables. */
    private final int[][] at;

    private final List<String> names = new ArrayList<>();
    private final double[] units;

    SegmentedLikelihood(Segments segments, boolean[] varying) {
        this.segments = segments;
        int p = segments.parameters();
        at = new int[segments.size()][p];
        List<Double> allUnits = new ArrayList<>();
        for (int j = 0; j < p; j++) {
            for (int s = 0; s < segments.size(); s++) {
                if (s == 0 || varying[j]) {
                    String name = segments.names().get(j);
                    names.add(varying[j] ? name + "[" + segments.segments().get(s) + "]" : name);
                    allUnits.add(segments.unit(j));
                }
                at[s][j] = names.size() - 1;
            }
        }
        units = allUnits.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Of segment {@code s}, from all. */
    double[] own(int s, double[] all) {
        return Arrays.stream(at[s]).mapToDouble(i -> all[i]).toArray();
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public double[] start() {
        double[] start = segments.start();
        double[] all = new double[names.size()];
        for (int[] places : at) {
            for (int j = 0; j < places.length; j++) {
                all[places[j]] = start[j];
            }
        }
        return all;
    }

    @Override
    public double value(double[] u) {
        double sum = 0;
        for (int s = 0; s < segments.size(); s++) {
            sum += segments.value(s, own(s, u));
        }
        return sum;
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        Arrays.fill(gradient, 0);
        for (double[] row : hessian) {
            Arrays.fill(row, 0);
        }
        int p = segments.parameters();
        double[] slope = new double[p];
        double[][] curvature = new double[p][p];
        double sum = 0;
        for (int s = 0; s < segments.size(); s++) {
            sum += segments.evaluate(s, own(s, u), slope, curvature);
            for (int i = 0; i < p; i++) {
                gradient[at[s][i]] += slope[i];
                for (int j = 0; j < p; j++) {
                    hessian[at[s][i]][at[s][j]] += curvature[i][j];
                }
            }
        }
        return sum;
    }

    @Override
    public long observations() {
        return segments.observations();
    }

    @Override
    public double[] units() {
        return units.clone();
    }

    @Override
    public Estimate.Scale parameterScale() {
        return segments.scale();
    }

    @Override
    public double offset() {
        return segments.offset();
    }

    @Override
    public Optional<String> obstacle() {
        return segments.obstacle();
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        for (int s = 0; s < segments.size(); s++) {
            for (int i = 0; i < at[s].length; i++) {
                if (at[s][i] == j) {
                    return segments.likelihood(s).limitReached(i, upwards);
                }
            }
        }
        throw new IllegalArgumentException("no such parameter: " + j);
    }
}
