package org.customerequity.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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
    private static final Set<String> EXEMPT = Set.of(
            // a likelihood while it is being maximised, with the data it was made of
            "org.customerequity.fit.Likelihood$Limit",
            // a likelihood with the data, while intervals are read off it
            "org.customerequity.fit.ProfileLikelihood",
            // makes likelihoods with the data, while it draws
            "org.customerequity.fit.posterior.AdaptiveMetropolis");

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

    /** In internal packages too: a public value may hold one of theirs. */
    @Test
    void valuesAreMadeOfSerializableParts() {
        List<String> parts = new ArrayList<>();
        for (String name : CoreClasses.classNames()) {
            Class<?> type = CoreClasses.load(name);
            // a lambda's or local class's captured variables are not data of a value
            if (Serializable.class.isAssignableFrom(type) && !type.isAnonymousClass() && !type.isLocalClass()) {
                parts.addAll(unserializableParts(type));
            }
        }
        assertEquals(List.of(), parts, "make the part's type Serializable, or the field transient");
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

    /**
     * A type variable counts as its bound. Object and our open interfaces pass: what stands behind them is up to the caller, and
     * where it is ours, it is a value.
     */
    private static List<String> unserializableParts(Class<?> type) {
        return Stream.of(type.getDeclaredFields())
                .filter(field ->
                        !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers()))
                .filter(field -> !field.isSynthetic() && !maySerialize(field.getType()))
                .map(field -> type.getName() + "." + field.getName() + " of "
                        + field.getType().getName())
                .toList();
    }

    private static boolean maySerialize(Class<?> type) {
        return type.isArray()
                ? maySerialize(type.getComponentType())
                : type.isPrimitive()
                        || type == Object.class
                        || isOpenInterface(type)
                        || Serializable.class.isAssignableFrom(type)
                        || java.util.Collection.class.isAssignableFrom(type)
                        || Map.class.isAssignableFrom(type);
    }

    private static boolean isOpenInterface(Class<?> type) {
        return type.isInterface()
                && !type.isSealed()
                && CoreClasses.exportedPackages().contains(type.getPackageName());
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
