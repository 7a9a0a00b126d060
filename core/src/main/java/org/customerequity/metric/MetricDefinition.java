package org.customerequity.metric;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * What a key figure is: what is counted above and below the line, of whom, by which clock, and what can be done with it. Two
 * figures of one name that differ in any of these are two figures; here they have two names, and do not add.
 *
 * @param name as it is called in the field: {@code deflection rate}
 * @param numerator what is counted above the line
 * @param denominator what is counted below the line
 * @param population whose events they are: {@code contacts of the period}
 * @param clock by which date an event belongs to the period
 * @param polarity which way is better
 * @param openCases what becomes of cases that are not yet decided
 * @param merging what may be added
 */
public record MetricDefinition(
        String name,
        String numerator,
        String denominator,
        String population,
        Clock clock,
        Polarity polarity,
        OpenCases openCases,
        Merging merging)
        implements Serializable {
    /** By which date something belongs to a period. */
    public enum Clock {
        /** By the date of the event itself: wins of March over leads of March, whenever those leads came. */
        EVENT,
        /** By the date of the first event: of the leads of March, those that won since. */
        COHORT
    }

    /** Which way is better. */
    public enum Polarity {
        HIGHER_IS_BETTER,
        LOWER_IS_BETTER,
        /** Neither way: size, mix, shares of a market. */
        NEUTRAL
    }

    /** What becomes of cases that are not decided when the period is looked at. */
    public enum OpenCases {
        /** There are none by definition. */
        NONE,
        /** In neither part of the ratio. */
        LEFT_OUT,
        /** In the denominator. */
        COUNTED
    }

    /** What two figures of one definition may be added over. */
    public enum Merging {
        /** Over disjoint units and over periods: sums are added and divided once. */
        SUMS,
        /**
         * Over disjoint units of one period only: who is counted in March may be counted in April again, so that two months are
         * not the sum of both.
         */
        DISTINCT_UNITS,
        /** Not at all: keep the inputs. */
        NONE
    }

    public MetricDefinition {
        Require.nonBlank(name, "name", "such as deflection rate");
        Require.nonBlank(numerator, "numerator", "what is counted above the line");
        Require.nonBlank(denominator, "denominator", "what is counted below the line");
        Require.nonBlank(population, "population", "whose events they are");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(polarity, "polarity");
        Objects.requireNonNull(openCases, "openCases");
        Objects.requireNonNull(merging, "merging");
    }

    /** By the date of events, higher is better, no open cases, sums add; the {@code with} methods say where it is otherwise. */
    public static MetricDefinition of(String name, String numerator, String denominator, String population) {
        return new MetricDefinition(
                name,
                numerator,
                denominator,
                population,
                Clock.EVENT,
                Polarity.HIGHER_IS_BETTER,
                OpenCases.NONE,
                Merging.SUMS);
    }

    /** With another clock. */
    public MetricDefinition withClock(Clock newClock) {
        return new MetricDefinition(name, numerator, denominator, population, newClock, polarity, openCases, merging);
    }

    /** With another polarity. */
    public MetricDefinition withPolarity(Polarity newPolarity) {
        return new MetricDefinition(name, numerator, denominator, population, clock, newPolarity, openCases, merging);
    }

    /** With another treatment of cases not yet decided. */
    public MetricDefinition withOpenCases(OpenCases newOpenCases) {
        return new MetricDefinition(name, numerator, denominator, population, clock, polarity, newOpenCases, merging);
    }

    /** With another rule of what may be added. */
    public MetricDefinition withMerging(Merging newMerging) {
        return new MetricDefinition(name, numerator, denominator, population, clock, polarity, openCases, newMerging);
    }

    /** {@code deflection rate: solved in self-service / demand, of contacts of the period}. */
    @Override
    public String toString() {
        return name + ": " + numerator + " / " + denominator + ", of " + population;
    }
}
