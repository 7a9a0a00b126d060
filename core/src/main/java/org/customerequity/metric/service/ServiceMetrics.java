package org.customerequity.metric.service;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Clock;
import org.customerequity.metric.MetricDefinition.OpenCases;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.ReportingPeriod;

/**
 * How contacts of one period were dealt with.
 *
 * <pre>{@code
 *   deflection                 solved in self-service / (solved in self-service + assisted contacts)
 *   containment                bot sessions not handed over / bot sessions        weaker: who gave up counts
 *   escalation                 handed to a higher tier / handled
 *   first-contact resolution   solved at the first contact, no return in x days / cases
 *   missed enquiries           not answered within x / arrived
 * }</pre>
 *
 * <p>The days after which a case counts as solved, and the time after which an enquiry counts as missed, are part of the definition:
 * two figures with two limits do not add. Stocks of open cases are {@link Backlog}, what was due {@link DueCases}, times {@link
 * DurationSample} and {@link DurationSketch}, what a bot saves {@link BotCost}.
 *
 * @param period the days they are about
 */
public record ServiceMetrics(ReportingPeriod period) implements Serializable {
    /** Bot sessions not handed over, of all. */
    public static final MetricDefinition CONTAINMENT_RATE = MetricDefinition.of(
            "containment rate", "sessions not handed over", "bot sessions", "bot sessions of the period");

    /** Handed to a higher tier, of those handled. */
    public static final MetricDefinition ESCALATION_RATE = MetricDefinition.of(
                    "escalation rate", "handed to a higher tier", "handled", "cases handled in the period")
            .withPolarity(Polarity.LOWER_IS_BETTER);

    public ServiceMetrics {
        Objects.requireNonNull(period, "period");
    }

    /** The figures of these days. */
    public static ServiceMetrics during(ReportingPeriod period) {
        return new ServiceMetrics(period);
    }

    /**
     * Deflection: of the demand for help, the share solved without a person. Solved means that the same person had no assisted contact
     * within so many days; a session younger than that is left out, and an assisted contact that follows one counts as assisted.
     *
     * @param withinDays x, {@code > 0}
     * @param solvedInSelfService sessions solved
     * @param assistedContacts contacts with a person
     */
    public ShareMetric deflectionRate(int withinDays, long solvedInSelfService, long assistedContacts) {
        days(withinDays);
        Require.nonNegative(solvedInSelfService, "solvedInSelfService", "");
        Require.nonNegative(assistedContacts, "assistedContacts", "");
        return ShareMetric.of(
                MetricDefinition.of(
                                "deflection rate",
                                "solved in self-service",
                                "solved in self-service and assisted contacts",
                                "demand of the period, solved meaning no assisted contact within " + withinDays
                                        + " days")
                        .withClock(Clock.COHORT)
                        .withOpenCases(OpenCases.LEFT_OUT),
                period,
                solvedInSelfService,
                Math.addExact(solvedInSelfService, assistedContacts));
    }

    /**
     * Containment: of the sessions with a bot, the share not handed over to a person. Weaker than {@link #deflectionRate}: a session
     * in which somebody gave up counts as contained.
     */
    public ShareMetric containmentRate(long notHandedOver, long botSessions) {
        return ShareMetric.of(CONTAINMENT_RATE, period, notHandedOver, botSessions);
    }

    /** Escalation: of the cases handled by a tier, the share handed to a higher one. */
    public ShareMetric escalationRate(long handedOver, long handled) {
        return ShareMetric.of(ESCALATION_RATE, period, handedOver, handled);
    }

    /**
     * First-contact resolution: of the cases, the share solved at the first contact, with no return of the same person for the same
     * reason within so many days; cases younger than that are left out.
     *
     * @param withinDays x, {@code > 0}
     * @param solvedAtFirst of {@code cases}
     * @param cases whose first contact was in the period
     */
    public ShareMetric firstContactResolutionRate(int withinDays, long solvedAtFirst, long cases) {
        days(withinDays);
        return ShareMetric.of(
                MetricDefinition.of(
                                "first-contact resolution rate",
                                "solved at first contact",
                                "cases",
                                "cases begun in the period, solved meaning no return within " + withinDays + " days")
                        .withClock(Clock.COHORT)
                        .withOpenCases(OpenCases.LEFT_OUT),
                period,
                solvedAtFirst,
                cases);
    }

    /**
     * Missed enquiries: of those that arrived, the share not answered within a time; those younger than that are left out.
     *
     * @param within the time, {@code > 0}: {@code Duration.ofHours(24)}
     * @param missed of {@code arrived}
     * @param arrived in the period, at least so long ago
     */
    public ShareMetric missedEnquiryRate(Duration within, long missed, long arrived) {
        Objects.requireNonNull(within, "within");
        if (within.isNegative() || within.isZero()) {
            throw Require.bad("within", "must be > 0", "such as Duration.ofHours(24)", within);
        }
        return ShareMetric.of(
                MetricDefinition.of(
                                "missed-enquiry rate",
                                "missed",
                                "arrived",
                                "enquiries that arrived in the period, missed meaning not answered within " + within)
                        .withClock(Clock.COHORT)
                        .withPolarity(Polarity.LOWER_IS_BETTER)
                        .withOpenCases(OpenCases.LEFT_OUT),
                period,
                missed,
                arrived);
    }

    private static void days(int withinDays) {
        Require.positive(withinDays, "withinDays", "7 means no return within a week");
    }
}
