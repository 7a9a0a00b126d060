package org.customerequity.metric.operation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;

/**
 * Cost to serve a customer by activities (Kaplan and Cooper, Cost and Effect, 1998): {@code sum of quantity x rate}. What the customer
 * causes, not a share of overhead by revenue.
 *
 * @param activities at least one, in one currency; a name may come again
 */
public record CostToServe(List<Activity> activities) implements Serializable {
    public CostToServe {
        activities = List.copyOf(Objects.requireNonNull(activities, "activities"));
        Require.notEmpty(activities.size(), "activities", "must be at least one", "of quantity 0 where there was none");
        sum(activities);
    }

    /** {@code CostToServe.of(new Activity("orders", 14, CurrencyAmount.of("EUR", 3.2)), ..)}. */
    public static CostToServe of(Activity... activities) {
        Objects.requireNonNull(activities, "activities");
        for (int i = 0; i < activities.length; i++) {
            Objects.requireNonNull(activities[i], "activities[" + i + "]");
        }
        return new CostToServe(List.of(activities));
    }

    private static CurrencyAmount sum(List<Activity> activities) {
        CurrencyAmount sum = activities.get(0).cost();
        for (Activity one : activities.subList(1, activities.size())) {
            sum = sum.plus(one.cost());
        }
        return sum;
    }

    /** All activities together. */
    public CurrencyAmount total() {
        return sum(activities);
    }

    /** The activities of both, in one currency: of another customer, or of other days. */
    public CostToServe plus(CostToServe other) {
        List<Activity> both = new ArrayList<>(activities);
        both.addAll(Objects.requireNonNull(other, "other").activities);
        return new CostToServe(both);
    }
}
