package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether the columns of a design can have coefficients of their own. A logit knows only what differs between the alternatives of
 * an occasion: a column that does not, or that is a combination of others there, is not identified, however many choices there
 * are.
 */
final class Identification {
    /** Share of a column's variance within occasions below which the rest, after those before it, is rounding error. */
    private static final double SINGULAR = 1e-11;

    private static final double MENTIONED = 1e-5;

    private Identification() {}

    /** {@link #obstacle(LogitFitter, List, int, int)} where all columns are alike. */
    static Optional<String> obstacle(LogitFitter fitter, List<String> names, int combinations) {
        return obstacle(fitter, names, 0, combinations);
    }

    /**
     * Why a column is not identified, or empty where all are.
     *
     * @param ratings the first column of ratings, or of their factors
     * @param combinations how many columns, from the first, must not be combinations of those before
     */
    static Optional<String> obstacle(LogitFitter fitter, List<String> names, int ratings, int combinations) {
        for (int c = 0; c < names.size(); c++) {
            if (fitter.isConstant(c)) {
                return Optional.of(names.get(c)
                        + " is not identified: for no respondent does it differ between the brands considered"
                        + (c >= ratings
                                ? " (leave it out)"
                                : names.get(c).startsWith("intercept")
                                        ? " (nobody considers the brand: leave it out)"
                                        : " (nobody bought the brand last: use Inertia.COMMON)"));
            }
        }
        ChoiceRows rows = fitter.standardised();
        int p = rows.columns;
        double[][] gram = new double[p][p];
        for (int at = 0; at < rows.z.length; at += p) {
            for (int i = 0; i < combinations; i++) {
                double x = rows.z[at + i];
                for (int j = 0; x != 0 && j <= i; j++) {
                    gram[i][j] += x * rows.z[at + j];
                }
            }
        }
        double[][] l = new double[p][p];
        for (int i = 0; i < combinations; i++) {
            double pivot = gram[i][i];
            for (int j = 0; j < i; j++) {
                double sum = gram[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                l[i][j] = sum / l[j][j];
                pivot -= l[i][j] * l[i][j];
            }
            if (!(pivot > SINGULAR * gram[i][i])) {
                return Optional.of(names.get(i) + " is not identified: within every respondent it is a combination of "
                        + String.join(", ", parts(l, i, names)) + cure(names.get(i), i < ratings));
            }
            l[i][i] = Math.sqrt(pivot);
        }
        return Optional.empty();
    }

    /** No treatment of ratings changes what intercepts and inertia are. */
    private static String cure(String name, boolean marksBrand) {
        if (!marksBrand) {
            return " (leave one out; one model of a survey may use PrincipalComponents or Ridge)";
        }
        return name.startsWith("inertia")
                ? " (use Inertia.COMMON, or leave out intercepts)"
                : " (leave out intercepts, or brands that are never considered beside the others)";
    }

    /** The earlier columns of which column {@code i} is made: L' x = l_i. */
    private static List<String> parts(double[][] l, int i, List<String> names) {
        double[] x = Arrays.copyOf(l[i], i);
        for (int j = i - 1; j >= 0; j--) {
            for (int k = j + 1; k < i; k++) {
                x[j] -= l[k][j] * x[k];
            }
            x[j] /= l[j][j];
        }
        List<String> out = new ArrayList<>();
        for (int j = 0; j < i; j++) {
            if (Math.abs(x[j]) > MENTIONED) {
                out.add(names.get(j));
            }
        }
        return out;
    }
}
