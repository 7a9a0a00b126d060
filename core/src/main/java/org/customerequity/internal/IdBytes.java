package org.customerequity.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Identifiers as bytes: each {@code char} by itself in one to three bytes, as UTF-8 would write it. Any string comes back
 * as it was, unpaired surrogates included, plain ones take a byte a character, and bytes sort as the strings do.
 */
public final class IdBytes {
    /** No identifier is longer; so that its length fits two bytes. */
    public static final int MAX_LENGTH = 0xFFFF;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private IdBytes() {}

    /** A buffer that {@link #encode} can write {@code id} into: {@code buffer} if it is large enough. */
    public static byte[] bufferFor(String id, byte[] buffer) {
        int needed = 3 * id.length();
        return needed <= buffer.length ? buffer : new byte[Math.max(needed, 2 * buffer.length)];
    }

    /** Writes {@code id} from the start of {@code out}, and answers how many bytes that took. */
    public static int encode(String id, byte[] out) {
        int n = 0;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < 0x80) {
                out[n++] = (byte) c;
            } else if (c < 0x800) {
                out[n++] = (byte) (0xC0 | c >> 6);
                out[n++] = (byte) (0x80 | c & 0x3F);
            } else {
                out[n++] = (byte) (0xE0 | c >> 12);
                out[n++] = (byte) (0x80 | c >> 6 & 0x3F);
                out[n++] = (byte) (0x80 | c & 0x3F);
            }
        }
        return n;
    }

    public static String decode(byte[] bytes, int from, int length) {
        int end = from + length;
        for (int i = from; i < end; i++) {
            if (bytes[i] < 0) {
                return decodeWide(bytes, from, end);
            }
        }
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    private static String decodeWide(byte[] bytes, int from, int end) {
        char[] chars = new char[end - from];
        int n = 0;
        for (int i = from; i < end; ) {
            int b = bytes[i];
            if (b >= 0) {
                chars[n++] = (char) b;
                i++;
            } else if ((b & 0xE0) == 0xC0) {
                chars[n++] = (char) ((b & 0x1F) << 6 | bytes[i + 1] & 0x3F);
                i += 2;
            } else {
                chars[n++] = (char) ((b & 0x0F) << 12 | (bytes[i + 1] & 0x3F) << 6 | bytes[i + 2] & 0x3F);
                i += 3;
            }
        }
        return new String(chars, 0, n);
    }

    public static int hash(byte[] bytes, int from, int length) {
        long h = 0;
        int i = from;
        for (; i + 8 <= from + length; i += 8) {
            h = hash(h, (long) LONG.get(bytes, i));
        }
        if (i < from + length) {
            h = hash(h, tail(bytes, i, from + length));
        }
        return hash(h, length);
    }

    /** The hash after eight more bytes. */
    public static long hash(long h, long word) {
        long mixed = (h ^ word) * 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 32;
    }

    /** The hash after all bytes. */
    public static int hash(long h, int length) {
        return (int) ((h ^ length) * 0x9E3779B97F4A7C15L >>> 32);
    }

    /** Fewer than eight bytes as a word, little end first. */
    private static long tail(byte[] bytes, int from, int to) {
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = word << 8 | bytes[i] & 0xFF;
        }
        return word;
    }

    /** Eight bytes as a word, little end first. */
    public static long word(byte[] bytes, int from) {
        return (long) LONG.get(bytes, from);
    }

    public static void setWord(byte[] bytes, int from, long word) {
        LONG.set(bytes, from, word);
    }

    /** Reads bytes into words, the last filled up with zeros. */
    public static void toWords(byte[] bytes, int from, int length, long[] words) {
        int n = 0;
        int i = from;
        for (; i + 8 <= from + length; i += 8) {
            words[n++] = (long) LONG.get(bytes, i);
        }
        if (i < from + length) {
            words[n] = tail(bytes, i, from + length);
        }
    }

    /** Shorter before longer, then as the strings sort: 2 before 10, and every identifier in one place only. */
    public static int compare(byte[] a, int aFrom, int aLength, byte[] b, int bFrom, int bLength) {
        return aLength != bLength
                ? Integer.compare(aLength, bLength)
                : Arrays.compareUnsigned(a, aFrom, aFrom + aLength, b, bFrom, bFrom + bLength);
    }
}
