package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.internal.Require;

/**
 * How regular purchases are: fits of one model for k = 1, 2, 3, ..., and the k with the highest likelihood.
 *
 * <p>The fits have equally many parameters, and k is one more that the data chose: {@link #aic} and {@link #bic} count it.
 *
 * @param k hidden events a purchase of the chosen fit, {@code >= 1}
 * @param fits the outcome for k = 1, 2, 3, ..., in this order, the chosen one among them
 */
public record TimingChoice<M>(int k, List<FitOutcome<M>> fits) implements Serializable {
    public TimingChoice {
        fits = List.copyOf(Objects.requireNonNull(fits, "fits"));
        if (k < 1 || k > fits.size()) {
            throw Require.bad("k", "must be that of one of the " + fits.size() + " fits", "the first is k = 1", k);
        }
    }

    /** The fit for the chosen k: a model, or why there is none. */
    public FitOutcome<M> chosen() {
        return fits.get(k - 1);
    }

    /** The highest log-likelihood for k = 1, 2, 3, ..., on the same data and so comparable. */
    public double[] logLikelihoods() {
        return fits.stream().mapToDouble(fit -> fit.report().logLikelihood()).toArray();
    }

    /** Akaike's criterion of the chosen fit, with k counted as a parameter; smaller is better, on identical data only. */
    public double aic() {
        return chosen().report().aic() + 2;
    }

    /** Schwarz's criterion of the chosen fit, with k counted as a parameter; smaller is better, on identical data only. */
    public double bic() {
        return chosen().report().bic() + Math.log(chosen().report().observations());
    }

    /** Why this k, in full sentences. */
    public String reason() {
        double[] all = logLikelihoods();
        double best = all[k - 1];
        StringBuilder said = new StringBuilder("k = " + k + " has the highest log-likelihood, " + number(best));
        // the nearest of the others is what the choice rests on
        IntStream.rangeClosed(1, all.length)
                .filter(other -> other != k)
                .boxed()
                .min((i, j) -> Double.compare(all[j - 1], all[i - 1]))
                .ifPresent(
                        next -> said.append("; k = " + next + " comes next, lower by " + number(best - all[next - 1])));
        said.append(
                k == 1
                        ? ": purchases are no more regular than random ones."
                        : ": the times between purchases of a customer vary by " + Math.round(100 / Math.sqrt(k))
                                + " % of their mean, those of random purchases by 100 %.");
        if (k == all.length && k > 1) {
            said.append(" It is also the largest that was tried, so that a larger one may be better still.");
        }
        return said.toString();
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.2f", x);
    }
}
