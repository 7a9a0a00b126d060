package org.customerequity.survey.design;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.customerequity.internal.Require;
import org.customerequity.survey.WeightedMean;
import org.customerequity.value.Estimate;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * One way to cut the population into groups: how large each group is there, and to which one each respondent belongs. Groups that
 * nobody answered for cannot be weighted up, and are refused: merge them with a neighbour, or do not speak for them. Immutable.
 */
public final class PopulationMargin implements Serializable {
    private static final long serialVersionUID = 1;

    private final String name;
    private final List<String> groups;
    private final double[] shares;
    private final int[] groupOf;
    private final long[] respondents;

    private PopulationMargin(String name, List<String> groups, double[] shares, int[] groupOf) {
        this.name = name;
        this.groups = groups;
        this.shares = shares;
        this.groupOf = groupOf;
        this.respondents = new long[shares.length];
        for (int group : groupOf) {
            respondents[group]++;
        }
    }

    /** {@link #of(String, Map, String...)} of a list. */
    public static PopulationMargin of(
            String name, Map<String, ? extends Number> population, List<String> groupOfRespondent) {
        return of(
                name,
                population,
                Objects.requireNonNull(groupOfRespondent, "groupOfRespondent").toArray(String[]::new));
    }

    /**
     * {@code PopulationMargin.of("plan", Map.of("basic", 8_000, "premium", 2_000), "basic", "premium", "premium")}.
     *
     * @param name of the cut, for messages
     * @param population size or share of each group, {@code > 0}; only ratios count
     * @param groupOfRespondent one a respondent, each a group of the population
     * @throws IllegalArgumentException if a group has no respondents
     */
    public static PopulationMargin of(
            String name, Map<String, ? extends Number> population, String... groupOfRespondent) {
        Require.nonBlank(name, "name", "such as region");
        Objects.requireNonNull(groupOfRespondent, "groupOfRespondent");
        Map<String, Number> sorted = new TreeMap<>(Objects.requireNonNull(population, "population"));
        Require.notEmpty(sorted.size(), "population", "must have at least one group", "");
        List<String> groups = List.copyOf(sorted.keySet());
        double[] shares = new double[groups.size()];
        int g = 0;
        double sum = 0;
        for (Map.Entry<String, Number> entry : sorted.entrySet()) {
            shares[g] = Require.positive(
                    entry.getValue().doubleValue(),
                    "population of " + name + " " + entry.getKey(),
                    "leave out what is empty");
            sum += shares[g++];
        }
        Require.positive(sum, "sum of population", "");
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        Map<String, Integer> places = new TreeMap<>();
        groups.forEach(group -> places.put(group, places.size()));
        int[] groupOf = new int[groupOfRespondent.length];
        for (int i = 0; i < groupOf.length; i++) {
            Integer place = places.get(Objects.requireNonNull(groupOfRespondent[i], "groupOfRespondent[" + i + "]"));
            if (place == null) {
                throw Require.bad(
                        "groupOfRespondent[" + i + "]",
                        "must be one of " + groups,
                        "the population of " + name,
                        '"' + groupOfRespondent[i] + '"');
            }
            groupOf[i] = place;
        }
        PopulationMargin margin = new PopulationMargin(name, groups, shares, groupOf);
        TreeSet<String> empty = new TreeSet<>(groups);
        for (int i = 0; i < shares.length; i++) {
            if (margin.respondents[i] > 0) {
                empty.remove(groups.get(i));
            }
        }
        if (!empty.isEmpty()) {
            throw Require.bad(
                    "groupOfRespondent",
                    "must have a respondent in each group of " + name,
                    "merge the group with a neighbour, or leave it out of the population",
                    "none in " + empty);
        }
        return margin;
    }

    /** The name of the cut. */
    public String name() {
        return name;
    }

    /** The groups, in the order of their names. */
    public List<String> groups() {
        return groups;
    }

    /** How many respondents. */
    public int size() {
        return groupOf.length;
    }

    /** The share of a group in the population. */
    public double share(String group) {
        return shares[Require.indexOf(group, groups, "group", name)];
    }

    /** How many respondents belong to a group, {@code > 0}. */
    public long respondents(String group) {
        return respondents[Require.indexOf(group, groups, "group", name)];
    }

    int groupCount() {
        return shares.length;
    }

    double share(int group) {
        return shares[group];
    }

    int groupOf(int respondent) {
        return groupOf[respondent];
    }

    long respondents(int group) {
        return respondents[group];
    }

    /**
     * The post-stratified mean with the standard error that knows the groups: what differs between them no longer is chance.
     *
     * <pre>{@code
     *   m  = sum over groups of W_h m_h           W_h share in the population
     *   se = sqrt(sum over groups of W_h^2 s_h^2 / n_h)
     * }</pre>
     *
     * <p>Given the numbers n_h that answered. Cochran, Sampling Techniques, 3rd edition, 1977, chapters 5 and 5A. For a net promoter
     * score give each answer as 100, 0 or -100; for a share as 1 or 0.
     *
     * @param answers one a respondent, finite
     * @throws UndefinedRatioException if a group has one respondent only
     */
    public Estimate meanEstimate(double... answers) {
        requireRespondents(answers.length, "answers");
        double[][] byGroup = new double[shares.length][];
        for (int h = 0; h < shares.length; h++) {
            byGroup[h] = new double[(int) respondents[h]];
        }
        int[] filled = new int[shares.length];
        for (int i = 0; i < answers.length; i++) {
            int h = groupOf[i];
            byGroup[h][filled[h]++] = Require.finite(answers[i], "answers[" + i + "]", "leave out who did not answer");
        }
        double mean = 0;
        double variance = 0;
        for (int h = 0; h < shares.length; h++) {
            if (respondents[h] < 2) {
                throw new UndefinedRatioException("standard error of the post-stratified mean is undefined, because "
                        + name + " " + groups.get(h) + " has one respondent only");
            }
            double[] ones = new double[byGroup[h].length];
            Arrays.fill(ones, 1);
            Estimate group = WeightedMean.of(byGroup[h], ones).estimate();
            double error = shares[h] * group.standardError();
            mean += shares[h] * group.value();
            variance += error * error;
        }
        return Estimate.of(mean, Math.sqrt(variance));
    }

    void requireRespondents(int count, String what) {
        if (count != groupOf.length) {
            throw Require.bad(what, "must be one a respondent of " + name + ", " + groupOf.length, "", count);
        }
    }

    /** The same groups, population shares and respondents. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PopulationMargin other
                && name.equals(other.name)
                && groups.equals(other.groups)
                && Arrays.equals(shares, other.shares)
                && Arrays.equals(groupOf, other.groupOf);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, groups, Arrays.hashCode(shares), Arrays.hashCode(groupOf));
    }

    /** {@code plan: 2 groups, 500 respondents}. */
    @Override
    public String toString() {
        return name + ": " + groups.size() + " groups, " + size() + " respondents";
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        Require.nonBlank(name, "name", "");
        for (int h = 0; h < shares.length; h++) {
            Require.positive(shares[h], "population of " + name + " " + groups.get(h), "");
        }
        for (int i = 0; i < groupOf.length; i++) {
            Objects.checkIndex(groupOf[i], shares.length);
        }
        return new PopulationMargin(name, groups, shares.clone(), groupOf.clone());
    }
}
