package org.customerequity.fit.posterior;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.customerequity.internal.Require;

/**
 * How the sampling went: the evidence behind the verdict of a {@link SamplingOutcome}.
 *
 * @param options how much was drawn, and the rule by which chains are accepted
 * @param names of what was watched, such as the parameters
 * @param diagnostics of each of them, in the order of the names
 * @param acceptance share of proposals accepted after the warm-up, one a chain; empty for samplers that propose nothing
 * @param undefinedProposals how many were rejected because the likelihood had no value there, warm-up included
 * @param warnings what a user should know, in full sentences
 */
public record SamplingReport(
        SamplingOptions options,
        List<String> names,
        List<ChainDiagnostics> diagnostics,
        List<Double> acceptance,
        long undefinedProposals,
        List<String> warnings)
        implements Serializable {
    /** How many parameters a reason names. */
    private static final int NAMED = 3;

    public SamplingReport {
        Objects.requireNonNull(options, "options");
        names = List.copyOf(Objects.requireNonNull(names, "names"));
        Require.notEmpty(names.size(), "names", "must be at least one", "");
        diagnostics = List.copyOf(Objects.requireNonNull(diagnostics, "diagnostics"));
        if (diagnostics.size() != names.size()) {
            throw Require.bad("diagnostics", "must be one a name, " + names.size(), "", diagnostics.size());
        }
        acceptance = List.copyOf(Objects.requireNonNull(acceptance, "acceptance"));
        acceptance.forEach(share -> Require.fraction(share, "acceptance", "0.35 for 35 %"));
        Require.nonNegative(undefinedProposals, "undefinedProposals", "");
        warnings = List.copyOf(Objects.requireNonNull(warnings, "warnings"));
    }

    /** Of a sampler that rejects nothing, such as a Gibbs sampler. */
    public static SamplingReport of(SamplingOptions options, ParameterDraws draws) {
        return of(options, draws, List.of(), 0, List.of());
    }

    /** Of draws that are judged here: every parameter of theirs is watched. */
    public static SamplingReport of(
            SamplingOptions options,
            ParameterDraws draws,
            List<Double> acceptance,
            long undefinedProposals,
            List<String> warnings) {
        Objects.requireNonNull(draws, "draws");
        return new SamplingReport(
                options,
                draws.names(),
                draws.names().stream().map(draws::diagnostics).toList(),
                acceptance,
                undefinedProposals,
                warnings);
    }

    /**
     * The chains of one parameter.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public ChainDiagnostics diagnostics(String name) {
        return diagnostics.get(Require.indexOf(name, names, "name", ""));
    }

    /** Whether the chains of every parameter pass the rule of the options. */
    public boolean isMixed() {
        return diagnostics.stream().allMatch(options.mixing()::accepts);
    }

    /**
     * Why the chains do not pass: one sentence for each parameter that does not, the worst first. Empty where they pass.
     */
    public List<String> reasons() {
        MixingRule rule = options.mixing();
        return IntStream.range(0, names.size())
                .filter(j -> !rule.accepts(diagnostics.get(j)))
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -badness(diagnostics.get(j))))
                .map(j -> sentence(names.get(j), diagnostics.get(j)))
                .toList();
    }

    private static double badness(ChainDiagnostics d) {
        return d.isConstant() ? Double.POSITIVE_INFINITY : d.rhat() + 1 / Math.min(d.bulkEss(), d.tailEss());
    }

    private String sentence(String name, ChainDiagnostics d) {
        if (d.isConstant()) {
            return name + " is constant: every draw is " + d.mean();
        }
        MixingRule rule = options.mixing();
        List<String> faults = new ArrayList<>();
        if (!(d.rhat() < rule.maxRhat())) {
            faults.add(String.format(Locale.ROOT, "R-hat %.4g, must be < %s", d.rhat(), rule.maxRhat()));
        }
        if (!(d.bulkEss() > rule.minEss())) {
            faults.add(fault("bulk", d.bulkEss()));
        }
        if (!(d.tailEss() > rule.minEss())) {
            faults.add(fault("tail", d.tailEss()));
        }
        return name + " has " + String.join("; ", faults);
    }

    private String fault(String which, double ess) {
        return String.format(
                Locale.ROOT,
                "%s effective sample size %.0f, must be > %.0f",
                which,
                ess,
                options.mixing().minEss());
    }

    /** The reasons in one text, at most {@value #NAMED} of them. */
    String reason() {
        List<String> all = reasons();
        String first = String.join(". ", all.subList(0, Math.min(NAMED, all.size())));
        return all.size() > NAMED ? first + ". And " + (all.size() - NAMED) + " more" : first;
    }

    /** A line: {@code SamplingReport[4 chains of 1000 draws, mixed: worst R-hat 1.003, least effective sample size 812]}. */
    @Override
    public String toString() {
        double rhat = diagnostics.stream()
                .filter(d -> !d.isConstant())
                .mapToDouble(ChainDiagnostics::rhat)
                .max()
                .orElse(Double.POSITIVE_INFINITY);
        double ess = diagnostics.stream()
                .mapToDouble(d -> d.isConstant() ? 0 : Math.min(d.bulkEss(), d.tailEss()))
                .min()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "SamplingReport[%d chains of %d draws, %s: worst R-hat %.4g, least effective sample size %.0f]",
                diagnostics.get(0).chains(),
                diagnostics.get(0).drawsPerChain(),
                isMixed() ? "mixed" : "not mixed",
                rhat,
                ess);
    }
}
