package org.customerequity.model.covariate;

import java.util.ArrayList;
import java.util.List;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.internal.Elementary;
import org.customerequity.internal.Require;

/**
 * From parameters and a coded row to the customer's own log-parameters v.
 *
 * <pre>{@code
 *   w_k = baseline_k + sum over slots of sign * coefficient * z_column
 *   v   = w, but for pairs (ln phi, logit q) -> (ln phi q, ln phi (1 - q))
 * }</pre>
 */
final class DesignLayout {
    /** Beyond this, exp(g'z) is no effect but a mistake. */
    static final double MOST = 50;

    /** One coefficient of a column, free or fixed. */
    record Coefficient(CovariateProcess process, String column, int columnIndex, int free, double fixed) {}

    /** What a coefficient adds to which index. */
    private record Slot(int index, double sign, int column, int free, double fixed) {}

    final BaseFamily base;
    final DropoutForm form;
    final List<String> names;
    final List<Coefficient> coefficients;
    final int baselines;
    /** Where a pair (ln of a precision, logit of a mean) begins. */
    final int[] pairs;

    private final List<Slot> slots;
    private final int[] slotIndex;
    private final double[] slotSign;
    private final int[] slotColumn;
    private final int[] slotFree;
    private final double[] slotFixed;

    DesignLayout(CovariateSpecification spec, CovariateCoding coding) {
        base = spec.base();
        form = spec.dropoutForm();
        baselines = base.parameters().size();
        boolean mean = form == DropoutForm.MEAN;
        pairs = base.hasOpportunities() ? mean ? new int[] {0, 2} : new int[] {0} : mean ? new int[] {2} : new int[0];
        List<String> all = new ArrayList<>();
        for (String parameter : base.parameters()) {
            all.add("ln " + parameter);
        }
        for (int pair : pairs) {
            String[] pairNames = pairNames(pair);
            all.set(pair, pairNames[0]);
            all.set(pair + 1, pairNames[1]);
        }
        List<Coefficient> found = new ArrayList<>();
        List<Slot> adds = new ArrayList<>();
        requireEqualPossible(spec);
        for (CovariateProcess process : processes()) {
            List<String> covariates =
                    process == CovariateProcess.PURCHASES ? spec.purchaseCovariates() : spec.dropoutCovariates();
            int column = 0;
            for (CodedCovariate covariate : coding.covariates()) {
                for (String name : covariate.columns()) {
                    if (covariates.contains(covariate.name())) {
                        boolean equal = spec.equalCoefficients().contains(covariate.name());
                        Coefficient c = coefficient(spec, process, covariate, name, column, equal, found, all);
                        found.add(c);
                        for (int index : indexes(process)) {
                            adds.add(new Slot(index, sign(process), column, c.free, c.fixed));
                        }
                    }
                    column++;
                }
            }
        }
        requireFixedKnown(spec, found);
        names = List.copyOf(all);
        coefficients = List.copyOf(found);
        slots = adds;
        int n = adds.size();
        slotIndex = new int[n];
        slotSign = new double[n];
        slotColumn = new int[n];
        slotFree = new int[n];
        slotFixed = new double[n];
        for (int i = 0; i < n; i++) {
            Slot slot = slots.get(i);
            slotIndex[i] = slot.index;
            slotSign[i] = slot.sign;
            slotColumn[i] = slot.column;
            slotFree[i] = slot.free;
            slotFixed[i] = slot.fixed;
        }
    }

    private String[] pairNames(int pair) {
        if (!base.hasOpportunities()) {
            return new String[] {"ln phi", "logit q"};
        }
        return pair == 0 ? new String[] {"ln(alpha+beta)", "logit p"} : new String[] {"ln(gamma+delta)", "logit theta"};
    }

    private List<CovariateProcess> processes() {
        return form == DropoutForm.TWO_INDEX
                ? List.of(CovariateProcess.PURCHASES, CovariateProcess.LEAVING, CovariateProcess.STAYING)
                : List.of(CovariateProcess.PURCHASES, CovariateProcess.DROPOUT);
    }

    private int[] indexes(CovariateProcess process) {
        return switch (process) {
            case PURCHASES -> new int[] {1};
            case LEAVING -> new int[] {2};
            case STAYING -> new int[] {3};
            case DROPOUT -> form == DropoutForm.ONE_INDEX ? new int[] {2, 3} : new int[] {baselines - 1};
        };
    }

    /** A rate falls with alpha or beta. */
    private double sign(CovariateProcess process) {
        return switch (process) {
            case PURCHASES -> base.hasOpportunities() ? 1 : -1;
            case DROPOUT -> base.hasLifetimes() ? -1 : 1;
            default -> 1;
        };
    }

    private Coefficient coefficient(
            CovariateSpecification spec,
            CovariateProcess process,
            CodedCovariate covariate,
            String column,
            int index,
            boolean equal,
            List<Coefficient> before,
            List<String> all) {
        for (FixedCoefficient f : spec.fixedCoefficients()) {
            if (f.process() == process && f.column().equals(column)) {
                if (equal) {
                    throw Require.bad(
                            "equal coefficients",
                            "must be free",
                            "fix both, or let both be estimated",
                            covariate.name() + " is fixed too");
                }
                return new Coefficient(process, column, index, -1, f.perUnit() * scale(covariate));
            }
        }
        if (equal && process != CovariateProcess.PURCHASES) {
            for (Coefficient c : before) {
                if (c.columnIndex == index) {
                    return new Coefficient(process, column, index, c.free, 0);
                }
            }
        }
        all.add((equal ? "purchases and dropout" : process.prefix()) + ": " + column);
        return new Coefficient(process, column, index, all.size() - 1, 0);
    }

    /** How much of the covariate is one of the coded column. */
    static double scale(CodedCovariate covariate) {
        return covariate instanceof CodedCovariate.Number n ? n.scale() : 1;
    }

    private static void requireEqualPossible(CovariateSpecification spec) {
        for (String name : spec.equalCoefficients()) {
            if (!spec.purchaseCovariates().contains(name)
                    || !spec.dropoutCovariates().contains(name)) {
                throw Require.bad(
                        "equal coefficients",
                        "must be of covariates that bear on buying and on leaving",
                        "name it in both",
                        '"' + name + '"');
            }
            if (spec.dropoutForm() == DropoutForm.TWO_INDEX) {
                throw Require.bad(
                        "equal coefficients",
                        "must be of a form with one coefficient of leaving a column",
                        "not of TWO_INDEX",
                        '"' + name + '"');
            }
        }
    }

    private static void requireFixedKnown(CovariateSpecification spec, List<Coefficient> found) {
        for (FixedCoefficient f : spec.fixedCoefficients()) {
            if (found.stream().noneMatch(c -> c.process == f.process() && c.column.equals(f.column()))) {
                throw Require.bad(
                        "fixed coefficients",
                        "must be of columns in the model, "
                                + found.stream()
                                        .map(c -> c.process.prefix() + ": " + c.column)
                                        .toList(),
                        "name the covariate of that process too",
                        '"' + f.name() + '"');
            }
        }
    }

    int parameters() {
        return names.size();
    }

    int slots() {
        return slotIndex.length;
    }

    int slotIndex(int i) {
        return slotIndex[i];
    }

    double slotSign(int i) {
        return slotSign[i];
    }

    int slotColumn(int i) {
        return slotColumn[i];
    }

    /** -1 where it is fixed. */
    int slotFree(int i) {
        return slotFree[i];
    }

    /**
     * The indexes w of a row, before pairs are taken apart.
     *
     * @param z coded rows, one after the other
     * @param from where the row begins
     * @return the largest |g'z|
     */
    double indexes(double[] parameters, double[] z, int from, double[] w) {
        System.arraycopy(parameters, 0, w, 0, baselines);
        for (int i = 0; i < slotIndex.length; i++) {
            double g = slotFree[i] >= 0 ? parameters[slotFree[i]] : slotFixed[i];
            w[slotIndex[i]] += slotSign[i] * g * z[from + slotColumn[i]];
        }
        double most = 0;
        for (int k = 0; k < baselines; k++) {
            most = Math.max(most, Math.abs(w[k] - parameters[k]));
        }
        return most;
    }

    /** The log-parameters of the indexes, in place. */
    void takeApart(double[] w) {
        takeApart(w, new double[2 * pairs.length], 0);
    }

    /** Also writes the mean of each pair, and what it lacks of 1, into {@code means} from {@code at} on. */
    void takeApart(double[] w, double[] means, int at) {
        for (int i = 0; i < pairs.length; i++) {
            int pair = pairs[i];
            double l = w[pair + 1];
            double e = Math.exp(-Math.abs(l));
            double large = 1 / (1 + e);
            double small = e * large;
            means[at + 2 * i] = l > 0 ? large : small;
            means[at + 2 * i + 1] = l > 0 ? small : large;
            double tail = Elementary.log1p(e);
            double lnPhi = w[pair];
            w[pair] = lnPhi + Math.min(l, 0) - tail;
            w[pair + 1] = lnPhi + Math.min(-l, 0) - tail;
        }
    }

    /** From log-parameters to the baselines: the inverse of {@link #takeApart}. */
    double[] baselines(double[] v) {
        double[] w = v.clone();
        for (int pair : pairs) {
            double high = Math.max(v[pair], v[pair + 1]);
            double low = Math.min(v[pair], v[pair + 1]);
            w[pair] = high + Math.log1p(Math.exp(low - high));
            w[pair + 1] = v[pair] - v[pair + 1];
        }
        return w;
    }

    /**
     * The derivatives in log-parameters (upper triangle), turned into those in the indexes, in place.
     *
     * @param means as {@link #takeApart(double[], double[], int)} wrote them from {@code at} on
     */
    void putTogether(double[] means, int at, double[] g, double[][] h) {
        for (int m = 0; m < pairs.length; m++) {
            int i = pairs[m];
            int j = i + 1;
            double q = means[at + 2 * m];
            double p = means[at + 2 * m + 1];
            for (int k = 0; k < i; k++) {
                double a = h[k][i];
                double b = h[k][j];
                h[k][i] = a + b;
                h[k][j] = p * a - q * b;
            }
            for (int k = j + 1; k < baselines; k++) {
                double a = h[i][k];
                double b = h[j][k];
                h[i][k] = a + b;
                h[j][k] = p * a - q * b;
            }
            double ii = h[i][i];
            double ij = h[i][j];
            double jj = h[j][j];
            double gi = g[i];
            double gj = g[j];
            h[i][i] = ii + 2 * ij + jj;
            h[i][j] = p * (ii + ij) - q * (ij + jj);
            h[j][j] = p * p * ii - 2 * p * q * ij + q * q * jj - p * q * (gi + gj);
            g[i] = gi + gj;
            g[j] = p * gi - q * gj;
        }
    }
}
