package org.customerequity.metric.change;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;

/**
 * Projects ranked by their expected net gain, from draws of it, with the probability that each is the best.
 *
 * @param projects by falling mean; equal means in the order given
 */
public record PriorityDraws(List<Ranked> projects) implements Serializable {
    /**
     * One project.
     *
     * @param project its name
     * @param meanGain mean over draws of gain less cost
     * @param probabilityBest share of draws in which no project gains more; draws with several such count in equal parts
     */
    public record Ranked(String project, double meanGain, double probabilityBest) implements Serializable {
        public Ranked {
            Require.nonBlank(project, "project", "such as onboarding");
            meanGain = Require.finite(meanGain, "meanGain", "");
            probabilityBest = Require.fraction(probabilityBest, "probabilityBest", "");
        }
    }

    public PriorityDraws {
        projects = List.copyOf(Objects.requireNonNull(projects, "projects"));
        Require.notEmpty(projects.size(), "projects", "must be at least one", "");
        Set<String> names = new HashSet<>();
        for (Ranked one : projects) {
            if (!names.add(one.project())) {
                throw Require.bad("projects", "must have distinct names", "", '"' + one.project() + '"');
            }
        }
    }

    /**
     * From draws, made together so that what projects share moves them together.
     *
     * @param names of the projects
     * @param netGain {@code [project][draw]}: gain less cost, finite, as many draws of each
     */
    public static PriorityDraws of(List<String> names, double[][] netGain) {
        int n = Objects.requireNonNull(names, "names").size();
        Require.notEmpty(n, "names", "must be at least one", "");
        if (Objects.requireNonNull(netGain, "netGain").length != n) {
            throw Require.bad("netGain", "must have one row a project, " + n, "", netGain.length);
        }
        int draws = Objects.requireNonNull(netGain[0], "netGain[0]").length;
        Require.notEmpty(draws, "netGain[0]", "must have at least one draw", "");
        Sum[] total = new Sum[n];
        for (int i = 0; i < n; i++) {
            total[i] = Sum.create();
            if (Objects.requireNonNull(netGain[i], "netGain[" + i + "]").length != draws) {
                throw Require.bad(
                        "netGain[" + i + "]", "must have as many draws as the first, " + draws, "", netGain[i].length);
            }
        }
        double[] best = new double[n];
        for (int d = 0; d < draws; d++) {
            double most = Double.NEGATIVE_INFINITY;
            int ties = 0;
            for (int i = 0; i < n; i++) {
                double gain = netGain[i][d];
                if (!Double.isFinite(gain)) {
                    throw Require.bad("netGain[" + i + "][" + d + "]", "must be finite", "", gain);
                }
                total[i].add(gain);
                ties = gain > most ? 1 : gain == most ? ties + 1 : ties;
                most = Math.max(most, gain);
            }
            for (int i = 0; i < n; i++) {
                best[i] += netGain[i][d] == most ? 1.0 / ties : 0;
            }
        }
        List<Ranked> ranked = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            ranked.add(new Ranked(names.get(i), total[i].getAsDouble() / draws, Math.min(1, best[i] / draws)));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::meanGain).reversed());
        return new PriorityDraws(ranked);
    }
}
