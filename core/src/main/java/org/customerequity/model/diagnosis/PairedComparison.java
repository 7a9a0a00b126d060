package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;

/**
 * How two models compare in a {@link Backtest}, customer by customer.
 *
 * @param first the model whose losses are counted positive
 * @param second the model it is compared with
 * @param horizon how far ahead they looked
 * @param loss what was compared
 * @param origins at which both converged, {@code >= 1}
 * @param originsLeftOut at which one of them did not
 * @param customers who were at one of the origins, or more
 * @param difference mean loss of the first less that of the second: below 0 where the first was better
 * @param standardError of the difference, over customers drawn with replacement
 * @param interval of the difference, over the same
 * @param differenceByOrigin the mean difference at each of the origins
 */
public record PairedComparison(
        String first,
        String second,
        Period horizon,
        ForecastLoss loss,
        int origins,
        int originsLeftOut,
        int customers,
        double difference,
        double standardError,
        Interval interval,
        List<Double> differenceByOrigin)
        implements Serializable {
    public PairedComparison {
        Require.nonBlank(first, "first", "");
        Require.nonBlank(second, "second", "");
        Objects.requireNonNull(horizon, "horizon");
        Objects.requireNonNull(loss, "loss");
        Require.positive(origins, "origins", "");
        Require.nonNegative(originsLeftOut, "originsLeftOut", "");
        Require.positive(customers, "customers", "");
        difference = Require.finite(difference, "difference", "");
        standardError = Require.nonNegative(standardError, "standardError", "");
        Objects.requireNonNull(interval, "interval");
        differenceByOrigin = List.copyOf(differenceByOrigin);
        if (differenceByOrigin.size() != origins) {
            throw Require.bad(
                    "differenceByOrigin", "must be one for each origin, " + origins, "", differenceByOrigin.size());
        }
    }

    /** The model that forecast better, where the interval leaves no doubt; empty where it holds 0. */
    public Optional<String> better() {
        return interval.contains(0) ? Optional.empty() : Optional.of(difference < 0 ? first : second);
    }

    /** How many of the origins went to the first model. */
    public int originsWonByFirst() {
        return (int) differenceByOrigin.stream().filter(d -> d < 0).count();
    }

    /** The result in a sentence. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s against %s, %s ahead, %s: mean difference %.4g, %.4g to %.4g at %s %%, below 0 at %d of %d origins: %s%s",
                first,
                second,
                horizon,
                loss.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                difference,
                interval.lower(),
                interval.upper(),
                BigDecimal.valueOf(interval.level())
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString(),
                originsWonByFirst(),
                origins,
                better().map(name -> name + " is better").orElse("no verdict"),
                originsLeftOut == 0 ? "" : ", " + originsLeftOut + " left out where a fit did not converge");
    }
}
