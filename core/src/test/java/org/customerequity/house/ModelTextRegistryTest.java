package org.customerequity.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.customerequity.fit.Parametric;
import org.customerequity.testing.Models;
import org.junit.jupiter.api.Test;

/** A model of ours that cannot be stored as text is not finished. */
class ModelTextRegistryTest {
    @Test
    void everyPurchaseAndSpendModelHasATextForm() {
        Set<Class<?>> known = Models.ONE_OF_EACH.stream().map(Object::getClass).collect(Collectors.toSet());
        assertEquals(
                List.of(),
                CoreClasses.exportedTypes().stream()
                        .filter(type -> type.getPackageName().startsWith("org.customerequity.model"))
                        .filter(type -> Parametric.class.isAssignableFrom(type) && !type.isInterface())
                        .filter(type -> !known.contains(type))
                        .map(Class::getName)
                        .toList(),
                "add a line to the forms of ModelText, and one to the Models of the tests");
    }
}
