package org.customerequity.model.purchase;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;

/** Fits of the models with Erlang-k timing, for one k or for many. */
final class Timing {
    static final int MOST_TRIED = 12;
    /** How many k in a row may fall short of the best before the search ends. */
    private static final int PATIENCE = 3;

    private Timing() {}

    /** Makes the model. */
    interface Maker<M> {
        M of(int k, double[] parameters, PeriodUnit unit);
    }

    static <M> FitOutcome<M> fit(PurchaseHistories histories, int k, int m, FitOptions options, Maker<M> maker) {
        Objects.requireNonNull(options, "options");
        return fit(likelihood(histories, k, m), histories.unit(), k, options, maker);
    }

    static Likelihood likelihood(PurchaseHistories histories, int k, int m) {
        Cnbd.checkEvents(k, "k");
        ModelChecks.requireCustomers(histories);
        return new CnbdLikelihood(rows(histories), sumOfLogs(histories, k), k, m);
    }

    static <M> TimingChoice<M> choose(
            PurchaseHistories histories, int mostK, int m, FitOptions options, Maker<M> maker) {
        Cnbd.checkEvents(mostK, "mostK");
        Objects.requireNonNull(options, "options");
        ModelChecks.requireCustomers(histories);
        DistinctRows rows = rows(histories);
        double sumOfLogs = sumOfLogs(histories, mostK);
        List<FitOutcome<M>> fits = new ArrayList<>();
        int best = 1;
        for (int k = 1; k <= mostK && k <= best + PATIENCE; k++) {
            fits.add(fit(new CnbdLikelihood(rows, sumOfLogs, k, m), histories.unit(), k, options, maker));
            if (logLikelihood(fits, k) > logLikelihood(fits, best)) {
                best = k;
            }
        }
        return new TimingChoice<>(best, fits);
    }

    private static <M> double logLikelihood(List<FitOutcome<M>> fits, int k) {
        return fits.get(k - 1).report().logLikelihood();
    }

    private static <M> FitOutcome<M> fit(
            Likelihood likelihood, PeriodUnit unit, int k, FitOptions options, Maker<M> maker) {
        return MaximumLikelihood.fit(likelihood, options, p -> maker.of(k, p, unit));
    }

    private static DistinctRows rows(PurchaseHistories histories) {
        return DistinctRows.of(histories.frequencies(), histories.recencies(), histories.ages());
    }

    /** Of all intervals of all customers, if k asks for them. */
    private static double sumOfLogs(PurchaseHistories histories, int k) {
        double sum = 0;
        double lost = 0;
        for (int i = 0; k > 1 && i < histories.size(); i++) {
            if (histories.frequency(i) > 0) {
                if (!histories.hasIntervals()) {
                    throw Require.bad(
                            "histories",
                            "must have the logarithms of intervals where k may be above 1",
                            "PurchaseHistories.withLogIntervals, or histories from a PurchaseLog",
                            histories);
                }
                // compensated, so that the order of the rows does not matter
                double next = histories.sumOfLogIntervals(i) - lost;
                double total = sum + next;
                lost = total - sum - next;
                sum = total;
            }
        }
        return sum;
    }
}
