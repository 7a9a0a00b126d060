package org.customerequity.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Signatures show JDK types and our own exported ones only: a caller's class path may hold another Guava, no slf4j, or another
 * Commons than the one we compiled against.
 */
class PublicSignaturesTest {
    @Test
    void showOnlyTypesOfTheJdkAndOfExportedPackages() {
        List<String> strangers = new ArrayList<>();
        for (Class<?> type : CoreClasses.exportedTypes()) {
            strangers.addAll(strangers(type));
        }
        assertEquals(List.of(), strangers, "types a user should not have to know");
    }

    @Test
    void aStrangerIsSeenWhereverItHides() {
        List<String> found = strangers(Leaky.class);
        for (String place : List.of("bound", "superclass", "field", "returned", "taken", "thrown")) {
            assertTrue(found.stream().anyMatch(line -> line.contains(place)), () -> place + " not seen in " + found);
        }
    }

    /** What the guard must find; never published. */
    abstract static class Leaky<bound extends Map<String, ? extends ImmutableList<?>>> extends LeakySuperclass<String> {
        protected final ImmutableList<String>[] field = null;

        public abstract <T extends List<ImmutableList<T>>> T returned();

        public abstract void taken(List<? super ImmutableList<String>> list);

        public abstract void thrown() throws com.google.common.io.BaseEncoding.DecodingException;
    }

    abstract static class LeakySuperclass<T> extends com.google.common.collect.ForwardingObject {}

    private static List<String> strangers(Class<?> type) {
        Set<String> exported = CoreClasses.exportedPackages();
        List<String> found = new ArrayList<>();
        TypeNames ofType = new TypeNames();
        for (TypeVariable<?> variable : type.getTypeParameters()) {
            TypeNames names = new TypeNames();
            names.addBoundsOf(variable);
            report(type, variable.getName(), names, exported, found);
        }
        ofType.add(type.getGenericInterfaces());
        report(type, "interfaces", ofType, exported, found);
        for (Class<?> c = type; c.getSuperclass() != null; c = c.getSuperclass()) {
            TypeNames names = new TypeNames();
            names.add(c.getGenericSuperclass());
            report(type, "superclass", names, exported, found);
        }
        for (Field field : type.getDeclaredFields()) {
            if (CoreClasses.isVisible(field.getModifiers()) && !field.isSynthetic()) {
                TypeNames names = new TypeNames();
                names.add(field.getGenericType());
                report(type, field.getName(), names, exported, found);
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            reportExecutable(type, constructor, new TypeNames(), exported, found);
        }
        for (Method method : type.getDeclaredMethods()) {
            TypeNames names = new TypeNames();
            names.add(method.getGenericReturnType());
            reportExecutable(type, method, names, exported, found);
        }
        return found;
    }

    private static void reportExecutable(
            Class<?> type, Executable executable, TypeNames names, Set<String> exported, List<String> found) {
        if (CoreClasses.isVisible(executable.getModifiers()) && !executable.isSynthetic()) {
            names.add(executable.getGenericParameterTypes());
            names.add(executable.getGenericExceptionTypes());
            names.addBounds(executable);
            report(type, executable.getName(), names, exported, found);
        }
    }

    private static void report(
            Class<?> type, String member, TypeNames names, Set<String> exported, List<String> found) {
        for (Class<?> used : names.classes) {
            boolean ofJdk = used.getPackageName().startsWith("java.");
            boolean ours = exported.contains(used.getPackageName());
            if (!used.isPrimitive() && !ofJdk && !ours) {
                found.add(type.getName() + "." + member + " shows " + used.getName());
            }
        }
    }

    /** All classes a type is made of. */
    private static final class TypeNames {
        private final Set<Class<?>> classes =
                new TreeSet<>(java.util.Comparator.<Class<?>, String>comparing(Class::getName));

        void add(Type... types) {
            for (Type type : types) {
                if (type instanceof Class<?> c) {
                    classes.add(innermost(c));
                } else if (type instanceof GenericArrayType array) {
                    add(array.getGenericComponentType());
                } else if (type instanceof ParameterizedType generic) {
                    add(generic.getRawType());
                    add(generic.getActualTypeArguments());
                } else if (type instanceof WildcardType wildcard) {
                    add(wildcard.getUpperBounds());
                    add(wildcard.getLowerBounds());
                }
                // the bounds of a type variable are looked at where it is declared
            }
        }

        void addBounds(GenericDeclaration declaration) {
            for (TypeVariable<?> variable : declaration.getTypeParameters()) {
                addBoundsOf(variable);
            }
        }

        void addBoundsOf(TypeVariable<?> variable) {
            add(variable.getBounds());
        }

        private static Class<?> innermost(Class<?> type) {
            return type.isArray() ? innermost(type.getComponentType()) : type;
        }
    }
}
