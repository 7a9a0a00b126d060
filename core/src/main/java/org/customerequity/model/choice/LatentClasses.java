package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.BrandSurvey;
import org.jspecify.annotations.Nullable;

/**
 * How many latent classes describe the choices: fits of one class, two, and so on, side by side, of which that with the smallest BIC
 * is chosen. Immutable.
 *
 * <pre>{@code
 *   LatentClasses found = LatentClasses.choose(panel, 5, ChoiceSpecification.defaults(), new SplittableRandom(1));
 *   System.out.println(found);                         // the table
 *   FitOutcome<LatentClassModel> best = found.best();
 * }</pre>
 *
 * <p>A likelihood ratio between two numbers of classes is not chi-square: see {@link ClassCountTest}.
 */
public final class LatentClasses implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Candidate> candidates;

    private LatentClasses(List<Candidate> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    /**
     * A number of classes, and how well it describes the choices.
     *
     * <pre>{@code
     *   AIC        -2 LL + 2 k               k  parameters: classes times coefficients, and classes - 1 shares
     *   BIC        -2 LL + k ln n            n  persons, not choices
     *   CAIC       -2 LL + k (ln n + 1)
     *   entropy R2 = 1 + sum over persons and classes of q ln q / (n ln C)
     * }</pre>
     *
     * <p>Bozdogan, Model Selection and Akaike's Information Criterion, Psychometrika 52(3), 1987 (CAIC).
     *
     * @param outcome of the fit
     * @param classes how many
     * @param entropyR2 in [0, 1]: 1 where everybody surely belongs to a class, as with one class, 0 where nobody can be told
     */
    public record Candidate(FitOutcome<LatentClassModel> outcome, int classes, double entropyR2)
            implements Serializable {
        public Candidate {
            Objects.requireNonNull(outcome, "outcome");
            Require.positive(classes, "classes", "1 is the common model");
            entropyR2 = Require.fraction(entropyR2, "entropyR2", "");
        }

        /** The log-likelihood reached. */
        public double logLikelihood() {
            return outcome.report().logLikelihood();
        }

        /** Akaike's criterion; smaller is better. */
        public double aic() {
            return outcome.report().aic();
        }

        /** Schwarz's criterion; smaller is better. */
        public double bic() {
            return outcome.report().bic();
        }

        /** Bozdogan's consistent Akaike criterion; smaller is better. */
        public double caic() {
            FitReport report = outcome.report();
            return report.bic() + report.parameterNames().size();
        }
    }

    /**
     * Fits one class to {@code most} to a panel, each from {@link LatentClassModel#STARTS} starts.
     *
     * @param most classes, {@code >= 1}; five are more than most data bear
     * @param specification as of {@link LatentClassModel#fit}
     * @param random decides the starts; the same seed gives the same result
     * @throws IllegalArgumentException if persons are weighted unequally, so that there is no likelihood to compare
     */
    public static LatentClasses choose(
            BrandPanel panel, int most, ChoiceSpecification specification, RandomGenerator random) {
        return choose(LatentClassFitter.of(panel, specification), most, random);
    }

    /**
     * Fits one class to {@code most} to a survey; see the form for a panel.
     *
     * @param most classes, {@code >= 1}
     * @param specification as of {@link LatentClassModel#fit}
     * @param random decides the starts; the same seed gives the same result
     * @throws IllegalArgumentException if respondents are weighted unequally, or split their choice
     */
    public static LatentClasses choose(
            BrandSurvey survey, int most, ChoiceSpecification specification, RandomGenerator random) {
        return choose(LatentClassFitter.of(survey, specification), most, random);
    }

    private static LatentClasses choose(LatentClassFitter fitter, int most, RandomGenerator random) {
        Require.positive(most, "most", "classes");
        fitter.requireLikelihood();
        List<Candidate> all = new ArrayList<>();
        for (int c = 1; c <= most; c++) {
            FitOutcome<LatentClassModel> outcome = fitter.fit(c, random.nextLong(), LatentClassModel.STARTS);
            LatentClassModel model = outcome.fold(found -> found, not -> not.bestSoFar());
            all.add(new Candidate(outcome, c, fitter.entropyR2(model)));
        }
        return new LatentClasses(all);
    }

    /** All candidates, from one class on. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /**
     * The candidate with the smallest BIC among those that converged.
     *
     * @throws FitException if none did; the message has the reason of each
     */
    public Candidate chosen() {
        Candidate best = null;
        StringBuilder reasons = new StringBuilder();
        for (Candidate c : candidates) {
            if (c.outcome().isConverged()) {
                best = best == null || c.bic() < best.bic() ? c : best;
            }
            reasons.append(reasons.length() == 0 ? "" : "; ")
                    .append(c.classes())
                    .append(": ")
                    .append(reason(c));
        }
        if (best == null) {
            throw new FitException("no number of classes converged: " + reasons);
        }
        return best;
    }

    /**
     * The fit with the smallest BIC among those that converged.
     *
     * @throws FitException if none did
     */
    public FitOutcome<LatentClassModel> best() {
        return chosen().outcome();
    }

    private static String reason(Candidate c) {
        return c.outcome().fold(model -> "converged", not -> not.reason());
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof LatentClasses other && candidates.equals(other.candidates);
    }

    @Override
    public int hashCode() {
        return candidates.hashCode();
    }

    /** A table: classes, log-likelihood, AIC, BIC, CAIC, entropy R2, and why a fit did not converge. */
    @Override
    public String toString() {
        StringBuilder table =
                new StringBuilder("classes  log-likelihood        AIC        BIC       CAIC  entropy R2\n");
        for (Candidate c : candidates) {
            table.append(String.format(
                    Locale.ROOT,
                    "%7d  %14.4f %10.3f %10.3f %10.3f  %10.4f%s\n",
                    c.classes(),
                    c.logLikelihood(),
                    c.aic(),
                    c.bic(),
                    c.caic(),
                    c.entropyR2(),
                    c.outcome().isConverged() ? "" : "  " + reason(c)));
        }
        return table.toString();
    }
}
