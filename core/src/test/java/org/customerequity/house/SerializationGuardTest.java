package org.customerequity.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever holds data travels: to a worker of a cluster, into a cache, through a file. */
class SerializationGuardTest {
    /** Types that hold no data of their own, or only while something is being built. A new one says here why. */
    private static final Set<String> EXEMPT = Set.of();

    /** Calculators, estimators and builders are set up where they are used; the rest is a value. */
    private static final Set<String> EXEMPT_ENDINGS = Set.of("Calculator", "Estimator", "Builder");

    @Test
    void valuesAreSerializable() {
        assertEquals(
                List.of(),
                CoreClasses.exportedTypes().stream()
                        .filter(SerializationGuardTest::isValue)
                        .filter(type -> !Serializable.class.isAssignableFrom(type))
                        .map(Class::getName)
                        .toList(),
                "implement Serializable, or add the type to the exempt ones with the reason");
    }

    @Test
    void recordsAreMadeOfSerializableParts() {
        List<String> parts = new ArrayList<>();
        for (Class<?> type : CoreClasses.exportedTypes()) {
            if (type.isRecord() && Serializable.class.isAssignableFrom(type)) {
                parts.addAll(unserializableParts(type));
            }
        }
        assertEquals(List.of(), parts);
    }

    @Test
    void exemptTypesExist() {
        List<String> known =
                CoreClasses.exportedTypes().stream().map(Class::getName).toList();
        assertTrue(known.containsAll(EXEMPT), () -> "exempt, but gone: " + EXEMPT);
    }

    @Test
    void anUnserializablePartIsSeen() {
        record Sound(double[] numbers, Map<String, List<Integer>> counts, Object anything) {}
        record Unsound(Optional<String> absent, Function<String, String> how) {}
        assertEquals(List.of(), unserializableParts(Sound.class));
        assertEquals(2, unserializableParts(Unsound.class).size());
    }

    /** A type variable counts as its bound, and Object as anything: what it is, is up to the caller. */
    private static List<String> unserializableParts(Class<?> record) {
        return Stream.of(record.getRecordComponents())
                .filter(component -> !maySerialize(component.getType()))
                .map((RecordComponent c) -> record.getName() + "." + c.getName() + " of "
                        + c.getType().getName())
                .toList();
    }

    private static boolean maySerialize(Class<?> type) {
        return type.isArray()
                ? maySerialize(type.getComponentType())
                : type.isPrimitive()
                        || type == Object.class
                        || Serializable.class.isAssignableFrom(type)
                        || type == java.util.Collection.class
                        || java.util.Collection.class.isAssignableFrom(type)
                        || Map.class.isAssignableFrom(type);
    }

    private static boolean isValue(Class<?> type) {
        if (type.isEnum() || EXEMPT.contains(type.getName())) {
            return false;
        }
        boolean finalClass = !type.isInterface() && Modifier.isFinal(type.getModifiers());
        return type.isRecord()
                || finalClass && !isUtility(type) && EXEMPT_ENDINGS.stream().noneMatch(type.getSimpleName()::endsWith);
    }

    private static boolean isUtility(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getModifiers)
                .allMatch(Modifier::isStatic);
    }
}
