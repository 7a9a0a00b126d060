package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.fit.VuongTest;
import org.customerequity.history.CalibrationSplit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * Several purchase models fitted to the same histories, side by side, and which of them to use, with the reasons.
 *
 * <p>The choice:
 *
 * <ol>
 *   <li>The model with the lowest AIC leads. Models that could not be fitted are out.
 *   <li>So is one that gains nothing on a model with fewer parameters: that is as likely, or leads and is contained in it.
 *   <li>Others stay where the data do not tell them from the leader: an AIC within 2, a {@link VuongTest} above 5 %, or, where the
 *       leader contains them, a {@link LikelihoodRatioTest} above 5 %.
 *   <li>Of these the one with the lowest Poisson deviance in the holdout is chosen; without a holdout, the leader.
 * </ol>
 *
 * <p>The NBD lies at the edge of the models that contain it, where their dropout vanishes; chi-square with the difference in
 * parameters, two or three, is then an upper bound of p. For the Pareto/NBD, at the edge of the GGompertz/NBD, half of
 * chi-square is taken. The k of a CNBD counts as a parameter. A likelihood of opportunities is not comparable
 * to a density of times: compare the BG/BB by its {@link HoldoutScores}.
 */
public final class ModelComparison implements Serializable {
    private static final long serialVersionUID = 1;

    /** Differences in AIC below this are no verdict. */
    private static final double NO_VERDICT = 2;

    private static final double SIGNIFICANT = 0.05;

    /** Log-likelihoods nearer than this, relatively, are the same: what two searches leave. */
    private static final double SAME = 1e-8;

    private final List<Candidate> candidates;
    private final @Nullable Candidate leader;
    private final @Nullable Candidate chosen;

    private ModelComparison(List<Candidate> candidates, @Nullable Candidate leader, @Nullable Candidate chosen) {
        this.candidates = candidates;
        this.leader = leader;
        this.chosen = chosen;
    }

    /** Of all families that have what they need in these histories, without a holdout. */
    public static ModelComparison of(PurchaseHistories histories) {
        return of(possible(histories), histories);
    }

    /**
     * Of some families, without a holdout.
     *
     * @param families each once, those of opportunities not among others
     * @throws IllegalArgumentException if there are none, one is named twice, or likelihoods cannot be compared
     */
    public static ModelComparison of(List<PurchaseModelFamily> families, PurchaseHistories histories) {
        return compare(families, histories, null, new int[0]);
    }

    /** Of some families, fitted on the calibration and judged by the holdout too. A split has no intervals for a CNBD. */
    public static ModelComparison of(List<PurchaseModelFamily> families, CalibrationSplit split) {
        return compare(families, split.calibration(), split.holdout(), split.holdoutPurchases());
    }

    /**
     * Of some families, fitted on what a log knew at the end of a day and judged by the purchases after it.
     *
     * @param calibrationEnd in the window of the log, before its last day
     */
    public static ModelComparison of(List<PurchaseModelFamily> families, PurchaseLog log, LocalDate calibrationEnd) {
        LocalDate end = log.lastDay();
        if (!Objects.requireNonNull(calibrationEnd, "calibrationEnd").isBefore(end)) {
            throw Require.bad(
                    "calibrationEnd", "must be before the last day " + end, "leave days to judge by", calibrationEnd);
        }
        double days = end.toEpochDay() - calibrationEnd.toEpochDay();
        return compare(
                families,
                log.histories(calibrationEnd),
                Span.first(days / log.unit().days(), log.unit()),
                log.purchasesBetween(calibrationEnd, end));
    }

    /** The families, but those of opportunities, that have what they need. */
    private static List<PurchaseModelFamily> possible(PurchaseHistories histories) {
        return Arrays.stream(PurchaseModelFamily.values())
                .filter(family -> !family.needsOpportunities())
                .filter(family -> family.obstacle(histories).isEmpty())
                .toList();
    }

    private static ModelComparison compare(
            List<PurchaseModelFamily> families, PurchaseHistories histories, @Nullable Span holdout, int[] actual) {
        Require.notEmpty(families.size(), "families", "must name at least one", "see PurchaseModelFamily");
        if (families.stream().distinct().count() < families.size()) {
            throw Require.bad("families", "must name each once", "", families);
        }
        if (families.stream()
                        .map(PurchaseModelFamily::needsOpportunities)
                        .distinct()
                        .count()
                > 1) {
            throw Require.bad(
                    "families",
                    "must all be of purchases at any time, or all of opportunities",
                    "a density and a probability cannot be compared; HoldoutScores can",
                    families);
        }
        List<Candidate> fits = new ArrayList<>();
        for (PurchaseModelFamily family : families) {
            Optional<String> obstacle = family.obstacle(histories);
            fits.add(
                    obstacle.isPresent()
                            ? new Candidate(family, null, null, obstacle.get())
                            : fitted(family, family.fit(histories, FitOptions.defaults()), histories, holdout, actual));
        }
        Candidate leader = fits.stream()
                .filter(Candidate::isConverged)
                .min(Comparator.comparingDouble(Candidate::aic).thenComparing(Candidate::parameterCount))
                .orElse(null);
        if (leader == null) {
            return new ModelComparison(List.copyOf(fits), null, null);
        }
        double[] best = leader.model().logLikelihood(histories);
        List<Candidate> judged = fits.stream()
                .map(candidate ->
                        candidate.isConverged() ? judged(candidate, leader, fits, histories, best) : candidate)
                .toList();
        Candidate chosen = judged.stream()
                .filter(Candidate::isContender)
                .min(Comparator.comparingDouble(Candidate::lossOrAic).thenComparing(Candidate::aic))
                .orElseThrow();
        Candidate first = judged.get(fits.indexOf(leader));
        return new ModelComparison(judged, first, chosen);
    }

    private static Candidate fitted(
            PurchaseModelFamily family,
            FitOutcome<PurchaseModel> outcome,
            PurchaseHistories histories,
            @Nullable Span holdout,
            int[] actual) {
        HoldoutScores scores = holdout == null || !outcome.isConverged()
                ? null
                : HoldoutScores.of(outcome.orThrow().expectedPurchases(histories, holdout), actual);
        return new Candidate(family, outcome, scores, outcome.fold(model -> "", FitOutcome.NotConverged::reason));
    }

    /** The candidate with what tells it from the leader, and whether it may be chosen. */
    private static Candidate judged(
            Candidate candidate, Candidate leader, List<Candidate> all, PurchaseHistories histories, double[] best) {
        if (candidate == leader) {
            return candidate.judged(null, null, null, true);
        }
        Candidate simpler = all.stream()
                .filter(other -> other.isConverged()
                        && other.parameterCount() < candidate.parameterCount()
                        && other.logLikelihood()
                                >= candidate.logLikelihood() - SAME * Math.abs(candidate.logLikelihood()))
                .findFirst()
                .orElse(null);
        double[] own = candidate.model().logLikelihood(histories);
        if (contains(candidate.family(), leader.family())) {
            // richer, and its gain is below the price of its parameters: chi-square at 5 % is above that of AIC
            return candidate.judged(null, nested(leader, candidate), leader.family(), false);
        }
        VuongTest vuong = null;
        LikelihoodRatioTest nested = null;
        double p = 1;
        if (contains(leader.family(), candidate.family())) {
            nested = nested(candidate, leader);
            p = nested == null ? 1 : nested.pValue();
        } else if (differ(best, own)) {
            vuong = VuongTest.of(best, leader.parameterCount(), own, candidate.parameterCount());
            p = vuong.pValue();
        }
        boolean near = candidate.aic() - leader.aic() < NO_VERDICT || p > SIGNIFICANT;
        return candidate.judged(vuong, nested, simpler == null ? null : simpler.family(), near && simpler == null);
    }

    /** The NBD is every other model of random moments with nobody leaving. */
    private static boolean contains(PurchaseModelFamily richer, PurchaseModelFamily simpler) {
        return switch (simpler) {
            case NBD -> richer != simpler && !richer.needsIntervals();
            case PARETO_NBD -> richer == PurchaseModelFamily.GGOMPERTZ_NBD;
            default -> false;
        };
    }

    /** Null where the richer model's search ended below the simpler one, which it approaches but never reaches. */
    private static @Nullable LikelihoodRatioTest nested(Candidate simpler, Candidate richer) {
        if (richer.logLikelihood() < simpler.logLikelihood()) {
            return null;
        }
        return richer.parameterCount() == simpler.parameterCount() + 1
                ? LikelihoodRatioTest.atBoundary(simpler.report(), richer.report())
                : LikelihoodRatioTest.of(simpler.report(), richer.report());
    }

    private static boolean differ(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (Math.abs(a[i] - b[i]) > 1e-9 * Math.max(1, Math.abs(a[i]))) {
                return true;
            }
        }
        return false;
    }

    /** One model of the comparison: its fit, or why there is none, and what tells it from the leader. Immutable. */
    public static final class Candidate implements Serializable {
        private static final long serialVersionUID = 1;

        private final PurchaseModelFamily family;
        private final @Nullable FitOutcome<PurchaseModel> outcome;
        private final @Nullable HoldoutScores scores;
        private final String failure;
        private final @Nullable VuongTest vuong;
        private final @Nullable LikelihoodRatioTest nested;
        private final @Nullable PurchaseModelFamily simpler;
        private final boolean contender;

        private Candidate(
                PurchaseModelFamily family,
                @Nullable FitOutcome<PurchaseModel> outcome,
                @Nullable HoldoutScores scores,
                String failure) {
            this(family, outcome, scores, failure, null, null, null, false);
        }

        private Candidate(
                PurchaseModelFamily family,
                @Nullable FitOutcome<PurchaseModel> outcome,
                @Nullable HoldoutScores scores,
                String failure,
                @Nullable VuongTest vuong,
                @Nullable LikelihoodRatioTest nested,
                @Nullable PurchaseModelFamily simpler,
                boolean contender) {
            this.family = family;
            this.outcome = outcome;
            this.scores = scores;
            this.failure = failure;
            this.vuong = vuong;
            this.nested = nested;
            this.simpler = simpler;
            this.contender = contender;
        }

        private Candidate judged(
                @Nullable VuongTest newVuong,
                @Nullable LikelihoodRatioTest newNested,
                @Nullable PurchaseModelFamily newSimpler,
                boolean isContender) {
            return new Candidate(family, outcome, scores, failure, newVuong, newNested, newSimpler, isContender);
        }

        /** Which model. */
        public PurchaseModelFamily family() {
            return family;
        }

        /** Whether there is a model to use. */
        public boolean isConverged() {
            return outcome != null && outcome.isConverged();
        }

        /** The fit, converged or not; empty where the histories lack what the model needs. */
        public Optional<FitOutcome<PurchaseModel>> outcome() {
            return Optional.ofNullable(outcome);
        }

        /**
         * The fitted model.
         *
         * @throws FitException if there is none; the message says why
         */
        public PurchaseModel model() {
            if (outcome == null) {
                throw new FitException("fit not tried: " + failure);
            }
            return outcome.orThrow();
        }

        /** Why there is no model; empty where there is one. */
        public Optional<String> failure() {
            return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
        }

        /** Parameters that the fit chose; k of a CNBD is one of them. */
        public int parameterCount() {
            return family.parameterCount();
        }

        /** The log-likelihood at the maximum. */
        public double logLikelihood() {
            return report().logLikelihood();
        }

        /** Akaike's criterion, {@code -2 LL + 2 k}; smaller is better. */
        public double aic() {
            return -2 * logLikelihood() + 2 * parameterCount();
        }

        /** Schwarz's criterion, {@code -2 LL + k ln n} with n customers; smaller is better. */
        public double bic() {
            return -2 * logLikelihood() + parameterCount() * Math.log(report().observations());
        }

        /** Scores in the holdout; empty without one, and where there is no model. */
        public Optional<HoldoutScores> scores() {
            return Optional.ofNullable(scores);
        }

        /**
         * The leader, the model of the lowest AIC, against this one: positive where the leader is nearer to the data. Empty for the
         * leader itself, a model that it contains, one that says the same, and where there is no model.
         */
        public Optional<VuongTest> leaderAgainstThis() {
            return Optional.ofNullable(vuong);
        }

        /**
         * Whether the richer of this model and the leader describes the data better than the simpler, where one contains the
         * other; empty where neither does.
         */
        public Optional<LikelihoodRatioTest> nestedTest() {
            return Optional.ofNullable(nested);
        }

        /** Whether this is the leader, or cannot be told from it by the data it was fitted to. */
        public boolean isContender() {
            return contender;
        }

        private FitReport report() {
            model();
            return Objects.requireNonNull(outcome).report();
        }

        private double lossOrAic() {
            return scores == null ? aic() : scores.poissonDeviance();
        }

        /** Equal fits, scores and tests. */
        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Candidate other
                    && family == other.family
                    && Objects.equals(outcome, other.outcome)
                    && Objects.equals(scores, other.scores)
                    && failure.equals(other.failure)
                    && Objects.equals(vuong, other.vuong)
                    && Objects.equals(nested, other.nested)
                    && simpler == other.simpler
                    && contender == other.contender;
        }

        @Override
        public int hashCode() {
            return Objects.hash(family, outcome, scores);
        }

        /** {@code BG/NBD: log-likelihood -9582.43, 4 parameters, AIC 19172.86, BIC 19195.92}, or why there is none. */
        @Override
        public String toString() {
            return family.title() + ": "
                    + (isConverged()
                            ? "log-likelihood " + number(logLikelihood()) + ", " + parameterCount()
                                    + " parameters, AIC "
                                    + number(aic()) + ", BIC " + number(bic())
                                    + (scores == null ? "" : ", holdout deviance " + number(scores.poissonDeviance()))
                            : "not fitted: " + failure);
        }
    }

    /** All models, in the order in which they were named. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /**
     * One of them.
     *
     * @throws IllegalArgumentException if it was not compared
     */
    public Candidate candidate(PurchaseModelFamily family) {
        return candidates.stream()
                .filter(candidate -> candidate.family == family)
                .findFirst()
                .orElseThrow(() -> Require.bad(
                        "family",
                        "must be one of those compared, "
                                + candidates.stream().map(c -> c.family.name()).toList(),
                        "",
                        family));
    }

    /** Whether any model could be fitted. */
    public boolean hasChoice() {
        return chosen != null;
    }

    /**
     * The model to use.
     *
     * @throws FitException if none could be fitted; the message says why of each
     */
    public Candidate chosen() {
        if (chosen == null) {
            throw new FitException("no model could be fitted: " + failures());
        }
        return chosen;
    }

    /** Why this model, and what is against the others, in full sentences. */
    public String reason() {
        if (chosen == null || leader == null) {
            return "No model could be fitted: " + failures() + ".";
        }
        List<String> said = new ArrayList<>();
        List<Candidate> contenders =
                candidates.stream().filter(c -> c.contender && c != leader).toList();
        List<Candidate> beaten = candidates.stream()
                .filter(c -> c.isConverged() && !c.contender && c.simpler == null)
                .toList();
        said.add(leader.family.title() + " has the lowest AIC, " + number(leader.aic())
                + (beaten.isEmpty() ? "" : "; higher by " + list(beaten, c -> number(c.aic() - leader.aic())))
                + ".");
        if (!contenders.isEmpty()) {
            said.add("The fit does not tell it from "
                    + list(contenders, c -> "AIC higher by " + number(c.aic() - leader.aic()) + test(c)) + ".");
        }
        candidates.stream()
                .filter(c -> c.simpler != null)
                .forEach(c -> said.add(c.family.title() + " gains nothing on "
                        + Objects.requireNonNull(c.simpler).title() + ", which has fewer parameters."));
        said.add(choice(contenders));
        List<Candidate> failed =
                candidates.stream().filter(c -> !c.isConverged()).toList();
        if (!failed.isEmpty()) {
            said.add("Not fitted: " + failures() + ".");
        }
        return String.join(" ", said);
    }

    private String choice(List<Candidate> contenders) {
        Candidate best = Objects.requireNonNull(chosen);
        if (best.scores == null) {
            return contenders.isEmpty()
                    ? best.family.title() + " is chosen."
                    : best.family.title() + " is chosen; a holdout would say more.";
        }
        List<Candidate> judges = new ArrayList<>(contenders);
        judges.add(Objects.requireNonNull(leader));
        judges.remove(best);
        String said = judges.isEmpty()
                ? best.family.title() + " is chosen."
                : "Of these " + best.family.title() + " forecast the holdout best and is chosen: Poisson deviance "
                        + deviance(best) + " against "
                        + judges.stream()
                                .map(c -> deviance(c) + " of " + c.family.title())
                                .collect(Collectors.joining(" and "))
                        + byChance(best, judges) + ".";
        return said
                + candidates.stream()
                        .filter(c -> c.isConverged() && !c.contender && c.simpler == null)
                        .filter(c -> c.lossOrAic() < best.lossOrAic())
                        .map(c -> " Yet " + c.family.title() + ", less likely, forecast better, with " + deviance(c)
                                + ".")
                        .collect(Collectors.joining());
    }

    /** Where the customers' deviances differ by less than two standard errors of their mean difference. */
    private static String byChance(Candidate best, List<Candidate> others) {
        String names = others.stream()
                .filter(other -> !(Math.abs(devianceZ(best, other)) > 2))
                .map(other -> other.family.title())
                .collect(Collectors.joining(" and "));
        return names.isEmpty() ? "" : "; chance explains the difference from " + names;
    }

    private static double devianceZ(Candidate best, Candidate other) {
        HoldoutScores a = Objects.requireNonNull(best.scores);
        HoldoutScores b = Objects.requireNonNull(other.scores);
        int n = a.customers();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double difference = HoldoutScores.deviance(b.predicted(i), b.actual(i))
                    - HoldoutScores.deviance(a.predicted(i), a.actual(i));
            sum += difference;
            squares += difference * difference;
        }
        return sum / Math.sqrt(squares - sum * sum / n);
    }

    private static String deviance(Candidate candidate) {
        return number(candidate.lossOrAic());
    }

    private static String test(Candidate candidate) {
        return candidate.vuong != null
                ? ", Vuong's p " + number(candidate.vuong.pValue())
                : candidate.nested != null ? ", likelihood-ratio p " + number(candidate.nested.pValue()) : "";
    }

    private static String list(List<Candidate> of, Function<Candidate, String> what) {
        return of.stream()
                .map(c -> c.family.title() + " (" + what.apply(c) + ")")
                .collect(Collectors.joining(", "));
    }

    private String failures() {
        return candidates.stream()
                .filter(candidate -> !candidate.isConverged())
                .map(candidate -> candidate.family.title() + ": " + candidate.failure)
                .collect(Collectors.joining("; "));
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.2f", x);
    }

    /** Equal candidates. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ModelComparison other && candidates.equals(other.candidates);
    }

    @Override
    public int hashCode() {
        return candidates.hashCode();
    }

    /** One line a model, and the reason. */
    @Override
    public String toString() {
        return candidates.stream().map(Candidate::toString).collect(Collectors.joining("\n")) + "\n" + reason();
    }
}
