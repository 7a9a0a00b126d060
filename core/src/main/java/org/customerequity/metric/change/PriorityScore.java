package org.customerequity.metric.change;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * What a project promises for its effort: {@code impact x certainty / effort}.
 *
 * <p>Scores are no plan: they do not add over projects that depend on each other, and take certainty as a factor where
 * {@link PriorityDraws} takes the whole distribution.
 *
 * @param project its name
 * @param impact expected gain if it works, such as a change of customer equity; finite
 * @param certainty that it works, in [0, 1]
 * @param effort in money or days, {@code > 0}, in one unit for all that are compared
 */
public record PriorityScore(String project, double impact, double certainty, double effort) implements Serializable {
    public PriorityScore {
        Require.nonBlank(project, "project", "such as onboarding");
        impact = Require.finite(impact, "impact", "");
        certainty = Require.fraction(certainty, "certainty", "0.60 for 60 %");
        Require.positive(effort, "effort", "in one unit for all");
    }

    /** {@code PriorityScore.of("onboarding", 300_000, 0.6, 8)}. */
    public static PriorityScore of(String project, double impact, double certainty, double effort) {
        return new PriorityScore(project, impact, certainty, effort);
    }

    /** Expected gain per unit of effort. */
    public double score() {
        // zero has no sign, so that equal scores are equal
        return Require.finite(impact * certainty / effort + 0.0, "score", "effort " + effort + " is too small");
    }

    /** By falling score; equal scores in the order given. */
    public static List<PriorityScore> ranked(List<PriorityScore> projects) {
        List<PriorityScore> ranked = new ArrayList<>(Objects.requireNonNull(projects, "projects"));
        ranked.sort(Comparator.comparingDouble(PriorityScore::score).reversed());
        return List.copyOf(ranked);
    }
}
