package org.customerequity.house;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What users can call is a checked-in file, so that every change of it is seen in review and none happens by accident.
 *
 * <p>One line per type or member, with its full name, sorted: such lines merge without conflict.
 */
class PublicApiListingTest {
    private static final Path LISTING =
            CoreClasses.moduleRoot().resolve(Path.of("src", "test", "resources", "public-api.txt"));
    private static final String ACCEPT = "customerequity.api.accept";

    @Test
    void theListingIsUpToDate() throws IOException {
        Set<String> now = listing();
        assertFalse(now.isEmpty(), "no public type found");
        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(LISTING, String.join("\n", now) + "\n");
            return;
        }
        Set<String> accepted = Files.exists(LISTING) ? new TreeSet<>(Files.readAllLines(LISTING)) : Set.of();
        List<String> changes = Stream.concat(
                        now.stream().filter(line -> !accepted.contains(line)).map(line -> "+ " + line),
                        accepted.stream().filter(line -> !now.contains(line)).map(line -> "- " + line))
                .toList();
        if (!changes.isEmpty()) {
            fail("the public API is not the one in " + LISTING.getFileName() + ":\n" + String.join("\n", changes)
                    + "\nIf that is what you want, run\n"
                    + "  mvn -pl core test -Dtest=PublicApiListingTest -D" + ACCEPT + "=true\n"
                    + "commit the file, and say in CHANGELOG.md what changed.");
        }
    }

    private static Set<String> listing() {
        Set<String> lines = new TreeSet<>();
        for (Class<?> type : CoreClasses.exportedTypes()) {
            String name = type.getTypeName();
            lines.add(name + " : " + declaration(type));
            membersOf(type).forEach(member -> lines.add(name + " : " + member));
        }
        return lines;
    }

    private static String declaration(Class<?> type) {
        StringBuilder line = new StringBuilder(modifiers(
                type.getModifiers(),
                type.isEnum()
                        ? Modifier.PUBLIC | Modifier.PROTECTED
                        : Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT));
        // an enum's constants with bodies are its own affair
        boolean sealed = type.isSealed() && !type.isEnum();
        if (sealed) {
            line.append("sealed ");
        }
        line.append(kind(type)).append(typeParameters(type));
        if (type.isRecord()) {
            line.append(Stream.of(type.getRecordComponents())
                    .map(PublicApiListingTest::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        Type parent = type.getGenericSuperclass();
        if (parent != null && parent != Object.class && !type.isRecord() && !type.isEnum()) {
            line.append(" extends ").append(parent.getTypeName());
        }
        if (type.getGenericInterfaces().length > 0) {
            line.append(type.isInterface() ? " extends " : " implements ").append(names(type.getGenericInterfaces()));
        }
        if (sealed) {
            line.append(" permits ").append(names(sorted(type.getPermittedSubclasses())));
        }
        return line.toString();
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        }
        return type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    }

    private static String component(RecordComponent component) {
        return component.getGenericType().getTypeName() + " " + component.getName();
    }

    /** Also what a type inherits from superclasses that users cannot name. */
    private static List<String> membersOf(Class<?> type) {
        List<String> members = new ArrayList<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isListed(constructor) && !isCanonical(type, constructor)) {
                members.add(executable(constructor, "new", ""));
            }
        }
        Class<?> declaring = type;
        while (declaring != null && (declaring == type || isHidden(declaring))) {
            for (Field field : declaring.getDeclaredFields()) {
                if (CoreClasses.isVisible(field.getModifiers()) && !field.isSynthetic()) {
                    members.add(field(field));
                }
            }
            for (Method method : declaring.getDeclaredMethods()) {
                if (isListed(method) && !isImplied(declaring, method)) {
                    members.add(executable(
                            method,
                            method.getName(),
                            method.getGenericReturnType().getTypeName() + " "));
                }
            }
            declaring = declaring.getSuperclass();
        }
        return members;
    }

    private static boolean isHidden(Class<?> type) {
        return type.getName().startsWith("org.customerequity.") && !Modifier.isPublic(type.getModifiers());
    }

    private static boolean isListed(Executable executable) {
        return CoreClasses.isVisible(executable.getModifiers()) && !executable.isSynthetic();
    }

    private static boolean isCanonical(Class<?> type, Constructor<?> constructor) {
        return type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Stream.of(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray());
    }

    /** What every object, enum or record has anyway. */
    private static boolean isImplied(Class<?> type, Method method) {
        String call = method.getName() + "(" + names(method.getParameterTypes()) + ")";
        return Set.of("equals(java.lang.Object)", "hashCode()", "toString()").contains(call)
                || type.isEnum()
                        && Set.of("values()", "valueOf(java.lang.String)").contains(call)
                || type.isRecord()
                        && Stream.of(type.getRecordComponents())
                                .anyMatch(c -> c.getAccessor().equals(method));
    }

    private static String field(Field field) {
        if (field.isEnumConstant()) {
            return "constant " + field.getName();
        }
        return modifiers(
                        field.getModifiers(),
                        Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.VOLATILE)
                + field.getGenericType().getTypeName() + " " + field.getName();
    }

    private static String executable(Executable executable, String name, String returned) {
        StringBuilder line = new StringBuilder();
        boolean ofInterface = executable.getDeclaringClass().isInterface();
        // final says nothing more on a static method, or where the class is final
        boolean mayBeOverridden = !Modifier.isStatic(executable.getModifiers())
                && !Modifier.isFinal(executable.getDeclaringClass().getModifiers());
        int shown = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT;
        line.append(modifiers(executable.getModifiers(), mayBeOverridden ? shown | Modifier.FINAL : shown));
        if (ofInterface && executable instanceof Method method && method.isDefault()) {
            line.append("default ");
        }
        String parameters = typeParameters(executable);
        line.append(parameters)
                .append(parameters.isEmpty() ? "" : " ")
                .append(returned)
                .append(name);
        line.append('(').append(names(executable.getGenericParameterTypes())).append(')');
        if (executable.isVarArgs()) {
            line.append(" varargs");
        }
        if (executable.getGenericExceptionTypes().length > 0) {
            line.append(" throws ").append(names(sorted(executable.getGenericExceptionTypes())));
        }
        return line.toString();
    }

    private static String typeParameters(GenericDeclaration declaration) {
        TypeVariable<?>[] parameters = declaration.getTypeParameters();
        if (parameters.length == 0) {
            return "";
        }
        return Stream.of(parameters)
                .map(p -> Arrays.equals(p.getBounds(), new Type[] {Object.class})
                        ? p.getName()
                        : p.getName() + " extends "
                                + Stream.of(p.getBounds())
                                        .map(Type::getTypeName)
                                        .collect(Collectors.joining(" & ")))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String modifiers(int modifiers, int shown) {
        String text = Modifier.toString(modifiers & shown);
        return text.isEmpty() ? "" : text + " ";
    }

    private static Type[] sorted(Type[] types) {
        Type[] copy = types.clone();
        Arrays.sort(copy, Comparator.comparing(Type::getTypeName));
        return copy;
    }

    private static String names(Type[] types) {
        return Stream.of(types).map(Type::getTypeName).collect(Collectors.joining(", "));
    }
}
