package org.customerequity.metric.order;

import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;

/** One message for figures of periods of different length. */
final class Units {
    private Units() {}

    static void check(PeriodUnit expected, PeriodUnit actual) {
        if (expected != actual) {
            throw Require.bad(
                    "other",
                    "must be per " + expected.noun(),
                    "figures of different periods do not add",
                    "per " + actual.noun());
        }
    }
}
