package org.customerequity.model.covariate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.internal.Require;

/** How the covariates of paths are measured: each period of observation counts as long as it lasted. */
final class PathCoding {
    private PathCoding() {}

    static CovariateCoding learn(PurchaseHistories histories, List<String> names) {
        Require.notEmpty(
                Objects.requireNonNull(histories, "histories").size(),
                "histories",
                "must have customers to learn from",
                "");
        List<CodedCovariate> coded = new ArrayList<>();
        for (String name : names) {
            coded.add(number(histories, name));
        }
        CovariateCoding coding = CovariateCoding.ofCovariates(coded);
        requireIndependent(histories, coding);
        return coding;
    }

    /** Refuses columns that are the same throughout, or made up of others; the message names them. */
    static void requireIndependent(PurchaseHistories histories, CovariateCoding coding) {
        int columns = coding.columns().size();
        if (columns == 0) {
            return;
        }
        int rows = 0;
        for (int i = 0; i < histories.size(); i++) {
            rows += observed(histories, i);
        }
        if (rows == 0) {
            throw Require.bad("histories", "must be observed for some time", "every age is 0", "no time");
        }
        PathWalk walk = new PathWalk(coding, CovariateCoding.none());
        double[][] design = new double[columns][rows];
        int row = 0;
        for (int i = 0; i < histories.size(); i++) {
            int periods = observed(histories, i);
            if (periods == 0) {
                continue;
            }
            walk.read(path(histories, i), histories.age(i), 1, new double[columns], new double[0], true);
            for (int k = 0; k < periods; k++) {
                for (int j = 0; j < columns; j++) {
                    design[j][row] = walk.z1[k * columns + j];
                }
                row++;
            }
        }
        coding.requireIndependent(design);
    }

    private static CovariatePath path(PurchaseHistories histories, int i) {
        CovariatePath path = histories.path(i);
        if (path.isNone()) {
            throw TimeVaryingParetoNbd.noPath();
        }
        return path;
    }

    /** Periods that begin before the end of observation, of customers who were observed at all. */
    private static int observed(PurchaseHistories histories, int i) {
        CovariatePath path = path(histories, i);
        int k = 0;
        while (k < path.periods() && path.start(k) < histories.age(i)) {
            k++;
        }
        return k;
    }

    private static CodedCovariate number(PurchaseHistories histories, String name) {
        double size = 0;
        double time = 0;
        boolean flag = true;
        for (int i = 0; i < histories.size(); i++) {
            CovariatePath path = path(histories, i);
            int j = path.indexOf(name);
            for (int k = observed(histories, i) - 1; k >= 0; k--) {
                double value = path.value(k, j);
                size = Math.max(size, Math.abs(value));
                flag &= value == 0 || value == 1;
                time += width(path, k, histories.age(i));
            }
        }
        if (flag || size == 0) {
            return new CodedCovariate.Number(name, 0, 1);
        }
        // in units of the largest, so that no square overflows or vanishes
        double mean = 0;
        for (int i = 0; i < histories.size(); i++) {
            CovariatePath path = histories.path(i);
            int j = path.indexOf(name);
            for (int k = observed(histories, i) - 1; k >= 0; k--) {
                mean += path.value(k, j) / size * (width(path, k, histories.age(i)) / time);
            }
        }
        double square = 0;
        for (int i = 0; i < histories.size(); i++) {
            CovariatePath path = histories.path(i);
            int j = path.indexOf(name);
            for (int k = observed(histories, i) - 1; k >= 0; k--) {
                double off = path.value(k, j) / size - mean;
                square += off * off * (width(path, k, histories.age(i)) / time);
            }
        }
        double scale = size * Math.sqrt(square);
        return scale > 1e-12 * size
                ? new CodedCovariate.Number(name, size * mean, scale)
                : new CodedCovariate.Number(name, 0, 1);
    }

    private static double width(CovariatePath path, int k, double age) {
        return Math.min(path.end(k), age) - path.start(k);
    }
}
