package org.customerequity.metric.service;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.UndefinedRatioException;

/**
 * What contacts cost where a bot answers first, beside what they cost where people answer all of them.
 *
 * <pre>{@code
 *   with bot       n (c_bot + (1 - contained) c_agent)
 *   without bot    n c_agent
 *   break-even     contained = c_bot / c_agent
 * }</pre>
 *
 * <p>A contact that the bot keeps counts as done with. Where people give up and call again, these calls are contacts too, and the
 * saving is smaller than this.
 *
 * @param contacts that begin with the bot, {@code >= 0}
 * @param contained the share not handed over, in [0, 1]
 * @param perBotSession cost of a session, handed over or not, {@code >= 0}
 * @param perAgentContact cost of a contact that a person answers, {@code >= 0}, in the same currency
 */
public record BotCost(long contacts, double contained, CurrencyAmount perBotSession, CurrencyAmount perAgentContact)
        implements Serializable {
    public BotCost {
        Require.nonNegative(contacts, "contacts", "");
        contained = Require.fraction(contained, "contained", "0.42 means 42 % are not handed over");
        Require.nonNegative(
                Objects.requireNonNull(perBotSession, "perBotSession").value(), "perBotSession", "");
        Require.nonNegative(
                Objects.requireNonNull(perAgentContact, "perAgentContact").value(), "perAgentContact", "");
        CurrencyMismatchException.check(perBotSession.currency(), perAgentContact.currency());
    }

    /**
     * At the containment that was measured, of the sessions in it.
     *
     * @param containment {@link ServiceMetrics#containmentRate}, defined
     */
    public static BotCost of(ShareMetric containment, CurrencyAmount perBotSession, CurrencyAmount perAgentContact) {
        Objects.requireNonNull(containment, "containment");
        if (!containment.definition().equals(ServiceMetrics.CONTAINMENT_RATE)) {
            throw Require.bad(
                    "containment",
                    "must be a containment rate",
                    "see ServiceMetrics",
                    containment.definition().name());
        }
        return new BotCost(containment.counts().trials(), containment.value(), perBotSession, perAgentContact);
    }

    /** The bot for all, a person for those handed over. */
    public CurrencyAmount withBot() {
        return perBotSession.plus(perAgentContact.times(1 - contained)).times(contacts);
    }

    /** A person for all. */
    public CurrencyAmount withoutBot() {
        return perAgentContact.times(contacts);
    }

    /** Without the bot less with it; negative below the break-even. */
    public CurrencyAmount saving() {
        return perAgentContact.times(contained).minus(perBotSession).times(contacts);
    }

    /**
     * The containment at which the bot pays for itself; above 1, it never does.
     *
     * @throws UndefinedRatioException if an agent's contact costs nothing
     */
    public double breakEvenContainment() {
        if (perAgentContact.value() == 0) {
            throw new UndefinedRatioException("break-even containment is undefined, because perAgentContact is 0");
        }
        return perBotSession.value() / perAgentContact.value();
    }
}
