package org.customerequity.model.purchase;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Require;

/**
 * The purchase models of this library by name: to fit what a configuration, a command line or a comparison asks for.
 *
 * <pre>{@code
 *   FitOutcome<PurchaseModel> outcome = PurchaseModelFamily.parse("mbg-nbd").fit(histories);
 * }</pre>
 */
public enum PurchaseModelFamily {
    /** {@link Nbd}. */
    NBD("NBD", 2, Needs.SUMMARY, "Customers buy at random, each at a rate of their own, and nobody ever leaves.") {
        @Override
        FitOutcome<? extends PurchaseModel> maximize(PurchaseHistories histories, FitOptions options) {
            return Nbd.fit(histories, options);
        }
    },
    /** {@link BgNbd}. */
    BG_NBD(
            "BG/NBD",
            4,
            Needs.SUMMARY,
            "Customers buy at random, each at a rate of their own, and after each repeat purchase leave with a chance of"
                    + " their own. Who has never bought again cannot have left.") {
        @Override
        FitOutcome<? extends PurchaseModel> maximize(PurchaseHistories histories, FitOptions options) {
            return BgNbd.fit(histories, options);
        }
    },
    /** {@link MbgNbd}. */
    MBG_NBD(
            "MBG/NBD",
            4,
            Needs.SUMMARY,
            "Customers buy at random, each at a rate of their own, and after each purchase, the first included, leave with"
                    + " a chance of their own.") {
        @Override
        FitOutcome<? extends PurchaseModel> maximize(PurchaseHistories histories, FitOptions options) {
            return MbgNbd.fit(histories, options);
        }
    },
    /** {@link BgCnbd} with the k of the highest likelihood. */
    BG_CNBD(
            "BG/CNBD-k",
            5,
            Needs.INTERVALS,
            "As the BG/NBD, but customers buy at more regular times: every k-th of hidden random events is a purchase.") {
        @Override
        FitOutcome<? extends PurchaseModel> maximize(PurchaseHistories histories, FitOptions options) {
            return BgCnbd.fitChoosingK(histories, Timing.MOST_TRIED, options).chosen();
        }
    },
    /** {@link MbgCnbd} with the k of the highest likelihood. */
    MBG_CNBD(
            "MBG/CNBD-k",
            5,
            Needs.INTERVALS,
            "As the MBG/NBD, but customers buy at more regular times: every k-th of hidden random events is a purchase.") {
        @Override
        FitOutcome<? extends PurchaseModel> maximize(PurchaseHistories histories, FitOptions options) {
            return MbgCnbd.fitChoosingK(histories, Timing.MOST_TRIED, options).chosen();
        }
    },
    /** {@link ParetoNbd}. */
    PARETO_NBD(
            "Pareto/NBD",
            4,
            Needs.SUMMARY,
            "Customers buy at random, each at a rate of their own, and leave at any moment, each at a rate of their own.") {
        @Override
        FitOutcome<? extends PurchaseModel> maximize(PurchaseHistories histories, FitOptions options) {
            return ParetoNbd.fit(histories, options);
        }
    },
    /** {@link GGompertzNbd}. */
    GGOMPERTZ_NBD(
            "GGompertz/NBD",
            5,
            Needs.SUMMARY,
            "As the Pareto/NBD, but the longer customers have been customers, the more (or the less) likely they are to"
                    + " leave.") {
        @Override
        FitOutcome<? extends PurchaseModel> maximize(PurchaseHistories histories, FitOptions options) {
            return GGompertzNbd.fit(histories, options);
        }
    },
    /** {@link BgBb}. */
    BG_BB(
            "BG/BB",
            4,
            Needs.OPPORTUNITIES,
            "At each of a row of occasions customers leave with a chance of their own, or stay and buy with a chance of"
                    + " their own.") {
        @Override
        FitOutcome<? extends PurchaseModel> maximize(PurchaseHistories histories, FitOptions options) {
            return BgBb.fit(histories, options);
        }
    };

    /** What a model must know of a customer. */
    private enum Needs {
        SUMMARY,
        INTERVALS,
        OPPORTUNITIES
    }

    private final String title;
    private final int parameterCount;
    private final Needs needs;
    private final String story;

    PurchaseModelFamily(String title, int parameterCount, Needs needs, String story) {
        this.title = title;
        this.parameterCount = parameterCount;
        this.needs = needs;
        this.story = story;
    }

    /** The fit of one model, whose histories have what it needs. */
    abstract FitOutcome<? extends PurchaseModel> maximize(PurchaseHistories histories, FitOptions options);

    /** {@link #fit(PurchaseHistories, FitOptions)} with the default options. */
    public FitOutcome<PurchaseModel> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * The model of this family at the maximum of the likelihood, or why there is none.
     *
     * @throws IllegalArgumentException if there are no customers, or the histories lack what {@link #obstacle} names
     */
    public FitOutcome<PurchaseModel> fit(PurchaseHistories histories, FitOptions options) {
        Objects.requireNonNull(options, "options");
        ModelChecks.requireCustomers(histories);
        obstacle(histories).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        return widened(maximize(histories, options));
    }

    private static <M extends PurchaseModel> FitOutcome<PurchaseModel> widened(FitOutcome<M> outcome) {
        return outcome.fold(
                model -> new FitOutcome.Converged<>(model, outcome.report()),
                no -> new FitOutcome.NotConverged<>(no.bestSoFar(), no.report(), no.reason()));
    }

    /** What these histories lack for this family, as name, rule, value and hint; empty where they have it all. */
    public Optional<String> obstacle(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        if (needs == Needs.INTERVALS && !histories.hasIntervals()) {
            return Optional.of("histories must have intervals for the " + title
                    + ", had none (PurchaseLog.histories or PurchaseHistories.withLogIntervals)");
        }
        for (int i = 0; needs == Needs.OPPORTUNITIES && i < histories.size(); i++) {
            double recency = histories.recency(i);
            double age = histories.age(i);
            if (recency != Math.rint(recency) || age != Math.rint(age) || histories.frequency(i) > recency) {
                return Optional.of("histories must count whole opportunities for the " + title
                        + ", at most one purchase each, had frequency " + histories.frequency(i) + ", recency "
                        + recency
                        + " and age " + age + " in row " + i + " (a purchase at any time is for the other models)");
            }
        }
        return Optional.empty();
    }

    /** The name as the field writes it: {@code BG/NBD}. */
    public String title() {
        return title;
    }

    /** The name for a command line or a file: {@code bg-nbd}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Parameters that a fit chooses; k of the CNBD is one of them. */
    public int parameterCount() {
        return parameterCount;
    }

    /** Whether the times between purchases must be known: {@link PurchaseHistories#hasIntervals()}. */
    public boolean needsIntervals() {
        return needs == Needs.INTERVALS;
    }

    /**
     * Whether time goes in whole opportunities. The likelihood is then a probability, where that of the others is a density, and
     * the two cannot be compared.
     */
    public boolean needsOpportunities() {
        return needs == Needs.OPPORTUNITIES;
    }

    /** What the model says of customers, in full sentences. */
    public String story() {
        return story;
    }

    /**
     * The family of a name in any of its spellings: {@code bg-nbd}, {@code BG/NBD}, {@code BG_NBD}.
     *
     * @throws IllegalArgumentException if there is none of that name; the message lists them
     */
    public static PurchaseModelFamily parse(String name) {
        String wanted = spelling(Objects.requireNonNull(name, "name"));
        return Arrays.stream(values())
                .filter(family -> wanted.equals(family.code()) || wanted.equals(spelling(family.title)))
                .findFirst()
                .orElseThrow(() -> Require.bad(
                        "name",
                        "must be one of "
                                + Arrays.stream(values())
                                        .map(PurchaseModelFamily::code)
                                        .collect(Collectors.joining(", ")),
                        "",
                        '"' + name + '"'));
    }

    private static String spelling(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace('/', '-');
    }
}
