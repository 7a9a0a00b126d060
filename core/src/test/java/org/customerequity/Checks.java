package org.customerequity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.function.Executable;

/** What the tests of value types ask again and again. */
public final class Checks {
    private Checks() {}

    /** The whole message, because users read it. */
    public static void rejects(String message, Executable code) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, code).getMessage());
    }

    /** A failure of this type with this whole message. */
    public static void fails(Class<? extends Throwable> type, String message, Executable code) {
        assertEquals(message, assertThrows(type, code).getMessage());
    }

    /** A null argument is named. */
    public static void rejectsNull(String name, Executable code) {
        assertEquals(name, assertThrows(NullPointerException.class, code).getMessage());
    }

    /** Within {@code tolerance} of the expected value, relative to it. */
    public static void close(double expected, double actual, double tolerance) {
        assertEquals(expected, actual, Math.abs(expected) * tolerance);
    }

    /** The object after a trip through its serialized form: an accumulator, which is not compared by what it holds. */
    @SuppressWarnings("unchecked")
    public static <T> T sent(T object) {
        return (T) read(write(object));
    }

    /** The object after a trip through its serialized form, equal to the one before. */
    public static <T> T travels(T object) {
        T arrived = sent(object);
        assertEquals(object, arrived);
        assertEquals(object.hashCode(), arrived.hashCode());
        return arrived;
    }

    /** Reads the object's serialized form with one 8-byte number in it replaced. */
    public static Object tampered(Object object, long from, long to) {
        byte[] bytes = write(object);
        byte[] wanted = ByteBuffer.allocate(8).putLong(from).array();
        for (int i = 0; i + 8 <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + 8, wanted, 0, 8)) {
                ByteBuffer.wrap(bytes).putLong(i, to);
                return read(bytes);
            }
        }
        throw new IllegalStateException("the number to replace is not in the stream");
    }

    /** Reads the object's serialized form with one {@code double} in it replaced. */
    public static Object tampered(Object object, double from, double to) {
        return tampered(object, Double.doubleToRawLongBits(from), Double.doubleToRawLongBits(to));
    }

    private static byte[] write(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What is wrong with a stream is thrown as the constructor said it. */
    private static Object read(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException e) {
            if (e.getCause() instanceof IllegalArgumentException invalid) {
                throw invalid;
            }
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
