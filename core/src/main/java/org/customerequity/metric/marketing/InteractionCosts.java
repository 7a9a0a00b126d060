package org.customerequity.metric.marketing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.AmountMetric;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Merging;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * Cost per interaction, of all channels and of each:
 *
 * <pre>{@code
 *   overall   (labour + platform + overhead) / handled
 *   channel   (labour_c + platform_c + overhead x minutes_c / minutes) / handled_c
 * }</pre>
 *
 * <p>Overhead is shared out by minutes worked, so that a long call bears more of it than a chat. A channel's figure depends on the
 * minutes of the others and does not add; the inputs do.
 *
 * @param period the days
 * @param channels at least one, of distinct names, in one currency
 * @param overhead not caused by one channel, {@code >= 0}
 */
public record InteractionCosts(ReportingPeriod period, List<ChannelCost> channels, CurrencyAmount overhead)
        implements Serializable {
    /** Of all channels together. */
    public static final MetricDefinition COST_PER_INTERACTION = MetricDefinition.of(
                    "cost per interaction", "cost", "interactions", "interactions handled in the period, all channels")
            .withPolarity(Polarity.LOWER_IS_BETTER);

    public InteractionCosts {
        Objects.requireNonNull(period, "period");
        channels = List.copyOf(Objects.requireNonNull(channels, "channels"));
        Require.nonNegative(Objects.requireNonNull(overhead, "overhead").value(), "overhead", "");
        Require.notEmpty(channels.size(), "channels", "must be at least one", "");
        List<String> names = new ArrayList<>();
        for (ChannelCost one : channels) {
            CurrencyMismatchException.check(overhead.currency(), one.labour().currency());
            if (names.contains(one.channel())) {
                throw Require.bad("channels", "must be distinct", "", one.channel() + " twice");
            }
            names.add(one.channel());
        }
    }

    /** {@code InteractionCosts.of(period, overhead, phone, chat)}. */
    public static InteractionCosts of(ReportingPeriod period, CurrencyAmount overhead, ChannelCost... channels) {
        Objects.requireNonNull(channels, "channels");
        for (int i = 0; i < channels.length; i++) {
            Objects.requireNonNull(channels[i], "channels[" + i + "]");
        }
        return new InteractionCosts(period, List.of(channels), overhead);
    }

    /** All cost over all interactions handled. */
    public AmountMetric costPerInteraction() {
        CurrencyAmount cost = overhead;
        long handled = 0;
        for (ChannelCost one : channels) {
            cost = cost.plus(one.direct());
            handled = Math.addExact(handled, one.handled());
        }
        return AmountMetric.ofTotals(COST_PER_INTERACTION, period, cost, handled);
    }

    /**
     * Cost of one channel, with its part of the overhead, over the interactions it handled.
     *
     * @throws UndefinedRatioException if there is overhead but nobody worked a minute
     */
    public AmountMetric costPerInteraction(String channel) {
        ChannelCost one = channel(channel);
        return AmountMetric.ofTotals(
                MetricDefinition.of(
                                "cost per interaction, " + channel,
                                "cost",
                                "interactions",
                                "interactions handled in the period by " + channel + ", overhead by minutes")
                        .withPolarity(Polarity.LOWER_IS_BETTER)
                        .withMerging(Merging.NONE),
                period,
                one.direct().plus(overheadOf(channel)),
                one.handled());
    }

    /** The part of the overhead that a channel bears: {@code overhead x its minutes / all minutes}. */
    public CurrencyAmount overheadOf(String channel) {
        ChannelCost one = channel(channel);
        if (overhead.value() == 0) {
            return overhead;
        }
        double minutes = 0;
        for (ChannelCost each : channels) {
            minutes += each.minutes();
        }
        if (minutes == 0) {
            throw new UndefinedRatioException(
                    "overhead of " + channel + " is undefined, because minutes of all channels are 0");
        }
        return overhead.times(one.minutes() / minutes);
    }

    private ChannelCost channel(String channel) {
        List<String> names = channels.stream().map(ChannelCost::channel).toList();
        return channels.get(Require.indexOf(channel, names, "channel", ""));
    }

    /** Both together, channel by channel: of one period, or of two that follow each other; no interaction in both. */
    public InteractionCosts plus(InteractionCosts other) {
        Objects.requireNonNull(other, "other");
        Map<String, ChannelCost> both = new LinkedHashMap<>();
        channels.forEach(one -> both.put(one.channel(), one));
        other.channels.forEach(one -> both.merge(one.channel(), one, ChannelCost::plus));
        return new InteractionCosts(
                period.plus(other.period), List.copyOf(both.values()), overhead.plus(other.overhead));
    }
}
