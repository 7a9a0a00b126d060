package org.customerequity.retention.cohort;

/** How the age of a customer is counted when something happens. */
public enum CohortClock {
    /**
     * Whole periods since the customer's own first day: age 0 of months begins with that day and ends before the same day of the next
     * month (its last, where the month is shorter). Every age is as long for every customer.
     */
    TENURE,
    /**
     * Calendar period of the event less that of the first day: age 1 of months is the calendar month after the first one. Age 0 is
     * cut short, to half a period on average, so that its numbers do not compare with those of later ages.
     */
    CALENDAR
}
