package org.customerequity.fit.pooling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.fit.Likelihood;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;

/**
 * Likelihoods of the same parameters, each of a segment's own data, in common log-parameters: each likelihood counts in units of
 * its own, these are of the caller's units over the geometric mean of all.
 */
final class Segments {
    private final List<String> segments;
    private final List<Likelihood> likelihoods;
    /** From common log-parameters to those of each likelihood. */
    private final double[][] shift;

    private final double[] logUnits;

    Segments(Map<String, ? extends Likelihood> map) {
        Objects.requireNonNull(map, "segments");
        if (map.size() < 2) {
            throw Require.bad("segments", "must be at least two", "one has nothing to be pooled with", map.size());
        }
        segments = List.copyOf(map.keySet());
        likelihoods = new ArrayList<>();
        for (String segment : segments) {
            likelihoods.add(Objects.requireNonNull(map.get(segment), () -> "segments[" + segment + "]"));
        }
        Likelihood first = likelihoods.get(0);
        for (int s = 1; s < size(); s++) {
            Likelihood other = likelihoods.get(s);
            String name = "segments[" + segments.get(s) + "]";
            if (!other.names().equals(first.names())) {
                throw Require.bad(
                        name,
                        "must have the parameters of " + segments.get(0) + ", " + first.names(),
                        "one kind of model for all",
                        other.names());
            }
            if (other.parameterScale() != first.parameterScale()) {
                throw Require.bad(
                        name,
                        "must have parameters on the scale of " + segments.get(0) + ", " + first.parameterScale(),
                        "",
                        other.parameterScale());
            }
        }
        int p = first.names().size();
        logUnits = new double[p];
        shift = new double[size()][p];
        for (int s = 0; s < size(); s++) {
            double[] units = likelihoods.get(s).units();
            for (int j = 0; j < p; j++) {
                shift[s][j] = -Math.log(units[j]);
                logUnits[j] -= shift[s][j] / size();
            }
        }
        for (double[] row : shift) {
            for (int j = 0; j < p; j++) {
                row[j] += logUnits[j];
            }
        }
    }

    int size() {
        return segments.size();
    }

    int parameters() {
        return logUnits.length;
    }

    /** Of the segments, in the caller's order. */
    List<String> segments() {
        return segments;
    }

    /** Of the parameters. */
    List<String> names() {
        return likelihoods.get(0).names();
    }

    Estimate.Scale scale() {
        return likelihoods.get(0).parameterScale();
    }

    Likelihood likelihood(int s) {
        return likelihoods.get(s);
    }

    /** Which parameter a name is. */
    int indexOf(String name) {
        return Require.indexOf(name, names(), "name", "the parameters of the likelihoods");
    }

    /** The factor from exp of a common log-parameter to the parameter. */
    double unit(int j) {
        return Math.exp(logUnits[j]);
    }

    /** A parameter in the caller's units. */
    double natural(int j, double u) {
        double log = u + logUnits[j];
        return scale() == Estimate.Scale.LOG ? Math.exp(log) : log;
    }

    /** All parameters in the caller's units. */
    double[] natural(double[] u) {
        double[] theta = new double[u.length];
        for (int j = 0; j < u.length; j++) {
            theta[j] = natural(j, u[j]);
        }
        return theta;
    }

    private double[] own(int s, double[] u) {
        double[] v = u.clone();
        for (int j = 0; j < v.length; j++) {
            v[j] += shift[s][j];
        }
        return v;
    }

    /** The log-likelihood of segment {@code s} at common log-parameters, in its own units. */
    double value(int s, double[] u) {
        return likelihoods.get(s).value(own(s, u));
    }

    double evaluate(int s, double[] u, double[] gradient, double[][] hessian) {
        return likelihoods.get(s).evaluate(own(s, u), gradient, hessian);
    }

    /** Where the search for segment {@code s} begins. */
    double[] start(int s) {
        double[] u = likelihoods.get(s).start();
        for (int j = 0; j < u.length; j++) {
            u[j] -= shift[s][j];
        }
        return u;
    }

    /** The mean start of the segments that have something to say, by their customers. */
    double[] start() {
        double[] mean = new double[parameters()];
        boolean anyUsable = obstacle().isEmpty();
        double sum = 0;
        for (int s = 0; s < size(); s++) {
            Likelihood one = likelihoods.get(s);
            if (!anyUsable || one.obstacle().isEmpty()) {
                double weight = Math.max(1, one.observations());
                double[] start = start(s);
                sum += weight;
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += weight * start[j];
                }
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= sum;
        }
        return mean;
    }

    /** What all segments have in their way; empty where one has nothing. */
    Optional<String> obstacle() {
        for (Likelihood one : likelihoods) {
            if (one.obstacle().isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of("in all segments: " + likelihoods.get(0).obstacle().orElse(""));
    }

    double offset() {
        double sum = 0;
        for (Likelihood one : likelihoods) {
            sum += one.offset();
        }
        return sum;
    }

    long observations() {
        long sum = 0;
        for (Likelihood one : likelihoods) {
            sum = Require.sum(sum, one.observations(), "observations");
        }
        return sum;
    }
}
