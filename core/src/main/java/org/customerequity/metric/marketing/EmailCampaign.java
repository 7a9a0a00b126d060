package org.customerequity.metric.marketing;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Merging;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.ReportingPeriod;

/**
 * What became of the messages of a mailing. Opens and clicks are unique: messages opened at least once, not how often.
 *
 * <p>Delivered is sent less bounced. Programs that load pictures before anybody reads inflate opens, and programs that load none
 * hide them; clicks are less easily wrong. Mergeable over disjoint messages of one period.
 *
 * @param period when they were sent
 * @param sent {@code >= 0}
 * @param bounced at most sent
 * @param opened at least once; at most delivered
 * @param clicked at least once; at most delivered
 * @param unsubscribed on account of a message; at most delivered
 */
public record EmailCampaign(
        ReportingPeriod period, long sent, long bounced, long opened, long clicked, long unsubscribed)
        implements Serializable {
    /** Unique opens over delivered. */
    public static final MetricDefinition OPEN_RATE = of("e-mail open rate", "unique opens", "delivered");

    /** Unique clicks over delivered. */
    public static final MetricDefinition CLICK_RATE = of("e-mail click rate", "unique clicks", "delivered");

    /** Unique clicks over unique opens. */
    public static final MetricDefinition CLICK_TO_OPEN_RATE = of("click-to-open rate", "unique clicks", "unique opens");

    /** Unsubscribed over sent. */
    public static final MetricDefinition UNSUBSCRIBE_RATE =
            of("unsubscribe rate", "unsubscribed", "sent").withPolarity(Polarity.LOWER_IS_BETTER);

    /** Bounced over sent. */
    public static final MetricDefinition BOUNCE_RATE =
            of("bounce rate", "bounced", "sent").withPolarity(Polarity.LOWER_IS_BETTER);

    public EmailCampaign {
        Objects.requireNonNull(period, "period");
        Require.nonNegative(sent, "sent", "");
        atMost(bounced, "bounced", sent, "sent");
        long delivered = sent - bounced;
        atMost(opened, "opened", delivered, "delivered");
        atMost(clicked, "clicked", delivered, "delivered");
        atMost(unsubscribed, "unsubscribed", delivered, "delivered");
    }

    private static MetricDefinition of(String name, String numerator, String denominator) {
        return MetricDefinition.of(name, numerator, denominator, "messages sent in the period")
                .withMerging(Merging.DISTINCT_UNITS);
    }

    private static void atMost(long part, String name, long whole, String wholeName) {
        Require.nonNegative(part, name, "");
        if (part > whole) {
            throw Require.bad(name, "must be <= " + wholeName + " " + whole, "messages, each counted once", part);
        }
    }

    /** {@code sent - bounced}. */
    public long delivered() {
        return sent - bounced;
    }

    /** Unique opens over delivered. */
    public ShareMetric openRate() {
        return ShareMetric.of(OPEN_RATE, period, opened, delivered());
    }

    /** Unique clicks over delivered. */
    public ShareMetric clickRate() {
        return ShareMetric.of(CLICK_RATE, period, clicked, delivered());
    }

    /**
     * Unique clicks over unique opens.
     *
     * @throws IllegalArgumentException if more messages were clicked than opened, which hidden opens do
     */
    public ShareMetric clickToOpenRate() {
        if (clicked > opened) {
            throw Require.bad(
                    "clicked",
                    "must be <= opened " + opened,
                    "who clicks has opened: count those as opens, or use clickRate",
                    clicked);
        }
        return ShareMetric.of(CLICK_TO_OPEN_RATE, period, clicked, opened);
    }

    /** Unsubscribed over sent. */
    public ShareMetric unsubscribeRate() {
        return ShareMetric.of(UNSUBSCRIBE_RATE, period, unsubscribed, sent);
    }

    /** Bounced over sent. */
    public ShareMetric bounceRate() {
        return ShareMetric.of(BOUNCE_RATE, period, bounced, sent);
    }

    /** The messages of both, of one period; none may be in both. */
    public EmailCampaign plus(EmailCampaign other) {
        Objects.requireNonNull(other, "other");
        if (!period.equals(other.period)) {
            throw Require.bad("other", "must be of the period " + period, "unique counts add within one", other.period);
        }
        return new EmailCampaign(
                period,
                Math.addExact(sent, other.sent),
                Math.addExact(bounced, other.bounced),
                Math.addExact(opened, other.opened),
                Math.addExact(clicked, other.clicked),
                Math.addExact(unsubscribed, other.unsubscribed));
    }
}
