package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * A forecast made with what was known at the end of a day, and what then came. Immutable; rows are the customers acquired by
 * that day, in the order of {@link #histories()}.
 */
public final class OriginForecast implements Serializable {
    private static final long serialVersionUID = 1;

    private final LocalDate origin;
    private final Period horizon;
    private final PurchaseHistories histories;
    private final Span ahead;
    private final int[] actual;
    private final FitOutcome<? extends PurchaseModel> outcome;
    private final @Nullable HoldoutScores scores;

    OriginForecast(
            LocalDate origin,
            Period horizon,
            PurchaseHistories histories,
            Span ahead,
            int[] actual,
            FitOutcome<? extends PurchaseModel> outcome) {
        this.origin = origin;
        this.horizon = horizon;
        this.histories = histories;
        this.ahead = ahead;
        this.actual = actual;
        this.outcome = outcome;
        this.scores = outcome.isConverged()
                ? HoldoutScores.of(outcome.orThrow().expectedPurchases(histories, ahead), actual)
                : null;
    }

    /** The last day that the model knew. */
    public LocalDate origin() {
        return origin;
    }

    /** How far it looked ahead. */
    public Period horizon() {
        return horizon;
    }

    /** The same, counted from the origin in the unit of the log. */
    public Span ahead() {
        return ahead;
    }

    /** What it knew. */
    public PurchaseHistories histories() {
        return histories;
    }

    /** A copy of the purchases that came, in the order of the rows. */
    public int[] actual() {
        return actual.clone();
    }

    /** The fit at the origin. */
    public FitOutcome<? extends PurchaseModel> outcome() {
        return outcome;
    }

    /** Scores of the expected purchases; empty where the fit did not converge. */
    public Optional<HoldoutScores> scores() {
        return Optional.ofNullable(scores);
    }

    /**
     * Scores of the whole distribution, computed when asked for.
     *
     * @param level of the intervals, in (0, 1)
     * @throws org.customerequity.fit.FitException if the fit did not converge
     */
    public PredictiveScores predictiveScores(double level) {
        return PredictiveScores.of(outcome.orThrow(), histories, ahead, actual, level);
    }

    /**
     * The loss of every customer, in the order of the rows.
     *
     * @throws org.customerequity.fit.FitException if the fit did not converge
     */
    public double[] losses(ForecastLoss loss) {
        outcome.orThrow();
        HoldoutScores known = Objects.requireNonNull(scores);
        double[] out = new double[actual.length];
        switch (Objects.requireNonNull(loss, "loss")) {
            case ABSOLUTE_ERROR -> Arrays.setAll(out, i -> Math.abs(known.predicted(i) - actual[i]));
            case SQUARED_ERROR ->
                Arrays.setAll(out, i -> (known.predicted(i) - actual[i]) * (known.predicted(i) - actual[i]));
            case POISSON_DEVIANCE -> Arrays.setAll(out, i -> HoldoutScores.deviance(known.predicted(i), actual[i]));
            case CRPS -> {
                return predictiveScores(0.9).crpsOfCustomers();
            }
        }
        return out;
    }

    /** Equal days, customers, fits and purchases. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof OriginForecast other
                && origin.equals(other.origin)
                && horizon.equals(other.horizon)
                && ahead.equals(other.ahead)
                && histories.equals(other.histories)
                && outcome.equals(other.outcome)
                && Arrays.equals(actual, other.actual);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, horizon, Arrays.hashCode(actual));
    }

    /** {@code 1997-09-30 P13W: HoldoutScores[...]}, or why there is none. */
    @Override
    public String toString() {
        return origin + " " + horizon + ": "
                + (scores != null ? scores.toString() : outcome.fold(model -> "", FitOutcome.NotConverged::reason));
    }
}
