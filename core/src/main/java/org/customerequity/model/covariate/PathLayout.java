package org.customerequity.model.covariate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.internal.Require;

/**
 * Which parameter of a model with paths stands for what: the baselines, the coefficients of purchases, those of dropout that are
 * not the same as theirs.
 *
 * @param equal names of covariates of both processes that have one coefficient
 */
record PathLayout(CovariateCoding purchases, CovariateCoding dropout, List<String> equal) implements Serializable {
    private static final List<String> BASELINE = List.of("ln r", "ln alpha", "ln s", "ln beta");
    static final int BASELINES = 4;

    PathLayout {
        Objects.requireNonNull(purchases, "purchaseCoding");
        Objects.requireNonNull(dropout, "dropoutCoding");
        equal = List.copyOf(equal);
        requireNumbers(purchases);
        requireNumbers(dropout);
        for (String name : equal) {
            int one = Require.indexOf(name, purchases.names(), "equal", "a covariate of purchases");
            int two = Require.indexOf(name, dropout.names(), "equal", "a covariate of dropout");
            CodedCovariate here = purchases.covariates().get(one);
            CodedCovariate there = dropout.covariates().get(two);
            if (!here.equals(there)) {
                throw Require.bad(
                        "equal",
                        "must be measured alike in both",
                        "the coefficients are of coded columns",
                        here + ", " + there);
            }
        }
    }

    private static void requireNumbers(CovariateCoding coding) {
        for (CodedCovariate covariate : coding.covariates()) {
            if (!(covariate instanceof CodedCovariate.Number)) {
                throw Require.bad(
                        "coding",
                        "must be of numbers",
                        "a path holds numbers; a category is a column of zeros and ones for each level but one",
                        covariate.name());
            }
        }
    }

    /** Names of the free parameters. */
    List<String> names() {
        List<String> names = new ArrayList<>(BASELINE);
        for (String column : purchases.columns()) {
            names.add((equal.contains(column) ? "purchases and dropout: " : "purchases: ") + column);
        }
        for (String column : dropout.columns()) {
            if (!equal.contains(column)) {
                names.add("dropout: " + column);
            }
        }
        return List.copyOf(names);
    }

    /** The free parameter of each of all: baselines, purchases, dropout. */
    int[] free() {
        int j1 = purchases.columns().size();
        int[] free = new int[BASELINES + j1 + dropout.columns().size()];
        int next = 0;
        for (; next < BASELINES + j1; next++) {
            free[next] = next;
        }
        List<String> columns = dropout.columns();
        for (int j = 0; j < columns.size(); j++) {
            boolean same = equal.contains(columns.get(j));
            free[BASELINES + j1 + j] = same ? BASELINES + purchases.columns().indexOf(columns.get(j)) : next++;
        }
        return free;
    }

    /** All parameters from the free ones. */
    double[] expand(double[] parameters) {
        int[] free = free();
        double[] all = new double[free.length];
        for (int j = 0; j < all.length; j++) {
            all[j] = parameters[free[j]];
        }
        return all;
    }
}
