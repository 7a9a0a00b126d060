package org.customerequity.fit;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.Function;
import org.customerequity.internal.Require;

/**
 * What a fit ended with: a model to use, or the best point reached and why it is not a maximum.
 *
 * @param <M> the model
 */
public sealed interface FitOutcome<M> extends Serializable {
    /** The verdict and the numbers behind it. */
    FitReport report();

    /**
     * The likelihood has its maximum at {@code model}.
     *
     * @param model the fitted model
     * @param report verdict {@link FitVerdict#CONVERGED} or {@link FitVerdict#CONVERGED_FLAT}
     */
    record Converged<M>(M model, FitReport report) implements FitOutcome<M> {
        public Converged {
            Objects.requireNonNull(model, "model");
            requireMaximum(true, report);
        }
    }

    /**
     * The search ended without a maximum.
     *
     * @param bestSoFar the best parameters reached
     * @param report verdict {@link FitVerdict#BOUNDARY} or {@link FitVerdict#NOT_CONVERGED}
     * @param reason what stopped the search, and what it says about the data
     */
    record NotConverged<M>(M bestSoFar, FitReport report, String reason) implements FitOutcome<M> {
        public NotConverged {
            Objects.requireNonNull(bestSoFar, "bestSoFar");
            requireMaximum(false, report);
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * One answer for either end; total in every language (Scala 3.3 does not check that a match on a Java sealed type is
     * complete). In Java, give the answer a variable of its own before you print it: {@code println} has overloads between
     * which a generic result is ambiguous.
     */
    default <R> R fold(Function<? super M, ? extends R> converged, Function<? super NotConverged<M>, ? extends R> not) {
        return this instanceof Converged<M> ok ? converged.apply(ok.model()) : not.apply((NotConverged<M>) this);
    }

    /** Whether there is a model to use. */
    default boolean isConverged() {
        return this instanceof Converged<M>;
    }

    /**
     * The fitted model.
     *
     * @throws FitException if the fit did not converge; the message says what stopped it
     */
    default M orThrow() {
        return fold(model -> model, no -> {
            int steps = no.report().iterations();
            throw new FitException(
                    steps == 0
                            ? "fit not tried: " + no.reason()
                            : "fit stopped after " + steps + " iterations: " + no.reason() + "; best parameters "
                                    + no.bestSoFar());
        });
    }

    private static void requireMaximum(boolean expected, FitReport report) {
        FitVerdict verdict = Objects.requireNonNull(report, "report").verdict();
        boolean maximum = verdict == FitVerdict.CONVERGED || verdict == FitVerdict.CONVERGED_FLAT;
        if (maximum != expected) {
            throw Require.bad(
                    "report",
                    expected ? "must have a verdict of convergence" : "must have a verdict other than convergence",
                    "outcome and verdict say the same",
                    verdict);
        }
    }
}
