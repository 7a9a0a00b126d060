package org.customerequity.fit.posterior;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.Function;
import org.customerequity.fit.FitException;
import org.customerequity.internal.Require;

/**
 * What sampling ended with: a posterior to use, or chains that did not mix and why.
 *
 * <p>Mixed means that every parameter passes the {@link MixingRule} of the options: R-hat below 1.01, bulk and tail effective
 * sample size above 400, unless said otherwise. Draws of chains that did not mix are those of wherever the chains happened to
 * be; a mean or an interval of them may be far from the posterior's.
 *
 * @param <P> the posterior, draws included
 */
public sealed interface SamplingOutcome<P> extends Serializable {
    /** The evidence behind the verdict. */
    SamplingReport report();

    /**
     * The chains agree.
     *
     * @param posterior to use
     * @param report of chains that pass
     */
    record Mixed<P>(P posterior, SamplingReport report) implements SamplingOutcome<P> {
        public Mixed {
            Objects.requireNonNull(posterior, "posterior");
            requireMixed(true, report);
        }
    }

    /**
     * The chains do not agree, or are worth too few draws.
     *
     * @param drawsSoFar the posterior as far as it goes, to look at
     * @param report of chains that do not pass
     * @param reason which parameters do not, and by which numbers
     */
    record NotMixed<P>(P drawsSoFar, SamplingReport report, String reason) implements SamplingOutcome<P> {
        public NotMixed {
            Objects.requireNonNull(drawsSoFar, "drawsSoFar");
            requireMixed(false, report);
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** The one of both that the report tells, for a sampler of your own. */
    static <P> SamplingOutcome<P> of(P posterior, SamplingReport report) {
        return Objects.requireNonNull(report, "report").isMixed()
                ? new Mixed<>(posterior, report)
                : new NotMixed<>(posterior, report, report.reason());
    }

    /** One answer for either end; total in every language, as that of {@link org.customerequity.fit.FitOutcome}. */
    default <R> R fold(Function<? super P, ? extends R> mixed, Function<? super NotMixed<P>, ? extends R> not) {
        return this instanceof Mixed<P> ok ? mixed.apply(ok.posterior()) : not.apply((NotMixed<P>) this);
    }

    /** Whether there is a posterior to use. */
    default boolean isMixed() {
        return this instanceof Mixed<P>;
    }

    /**
     * The posterior.
     *
     * @throws FitException if the chains did not mix; the message says which parameter, by how much, and what to try
     */
    default P orThrow() {
        return fold(posterior -> posterior, no -> {
            throw new FitException(
                    "chains did not mix: " + no.reason()
                            + " (more draws where only the effective sample size is low, SamplingOptions.withDraws; where R-hat stays,"
                            + " the data leave open where the parameters are: a longer warm-up, a narrower prior, a simpler model)");
        });
    }

    private static void requireMixed(boolean expected, SamplingReport report) {
        if (Objects.requireNonNull(report, "report").isMixed() != expected) {
            throw Require.bad(
                    "report",
                    expected ? "must be of chains that mixed" : "must be of chains that did not mix",
                    "outcome and report say the same",
                    report);
        }
    }
}
