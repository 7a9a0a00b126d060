package org.customerequity.metric.change;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;

/**
 * A value as the product of what makes it up: customers, orders per customer, order value, margin.
 *
 * <pre>{@code
 *   FactoredValue.of("customers", 4000).times("orders per customer", 2.25).times("order value", 60).times("margin", 0.40)
 * }</pre>
 *
 * @param factors at least one and at most {@link #MOST_FACTORS}, of distinct names; the first is what segments share out
 */
public record FactoredValue(List<Factor> factors) implements Serializable {
    /** As many factors as can be moved in every order. */
    public static final int MOST_FACTORS = 12;

    /**
     * One factor.
     *
     * @param name what it is
     * @param value finite
     * @param standardError finite and {@code >= 0}; 0 where the value is known or merely given
     */
    public record Factor(String name, double value, double standardError) implements Serializable {
        public Factor {
            Require.nonBlank(name, "name", "such as customers");
            value = Require.finite(value, name, "a factor of a value");
            standardError = Require.nonNegative(standardError, "standardError", "0 where the value is known");
        }
    }

    public FactoredValue {
        factors = List.copyOf(Objects.requireNonNull(factors, "factors"));
        if (factors.isEmpty() || factors.size() > MOST_FACTORS) {
            throw Require.bad("factors", "must be from 1 to " + MOST_FACTORS, "", factors.size());
        }
        Set<String> names = new HashSet<>();
        for (Factor factor : factors) {
            if (!names.add(factor.name())) {
                throw Require.bad("factors", "must have distinct names", "", '"' + factor.name() + '"');
            }
        }
    }

    /** Begins with one factor. */
    public static FactoredValue of(String name, double value) {
        return new FactoredValue(List.of(new Factor(name, value, 0)));
    }

    /** Begins with one factor that was estimated. */
    public static FactoredValue of(String name, Estimate estimate) {
        Objects.requireNonNull(estimate, "estimate");
        return new FactoredValue(List.of(new Factor(name, estimate.value(), estimate.standardError())));
    }

    /** With one more factor. */
    public FactoredValue times(String name, double value) {
        return times(new Factor(name, value, 0));
    }

    /** With one more factor that was estimated, independently of the others. */
    public FactoredValue times(String name, Estimate estimate) {
        Objects.requireNonNull(estimate, "estimate");
        return times(new Factor(name, estimate.value(), estimate.standardError()));
    }

    private FactoredValue times(Factor factor) {
        List<Factor> more = new ArrayList<>(factors);
        more.add(factor);
        return new FactoredValue(more);
    }

    /** Of the factors, in their order. */
    public List<String> names() {
        return factors.stream().map(Factor::name).toList();
    }

    /** The product. */
    public double value() {
        double product = 1;
        for (Factor factor : factors) {
            product *= factor.value();
        }
        return Require.finite(product, "product of " + names(), "scale the factors down");
    }
}
