package org.customerequity.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * The properties of a class draw the same examples in every run, so that a gate that passed passes again. To look for
 * counterexamples elsewhere, run with {@code -Dcustomerequity.seed=random}, or a number; a failure reports its seed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@AddLifecycleHook(value = Seeded.Hook.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
public @interface Seeded {
    /** Gives a property the seed, unless it has one of its own. */
    final class Hook implements AroundPropertyHook {
        private static final String SEED = System.getProperty("customerequity.seed", "20261123");

        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            if (!SEED.equals("random") && context.attributes().seed().isEmpty()) {
                context.attributes().setSeed(SEED);
            }
            return property.execute();
        }
    }
}
