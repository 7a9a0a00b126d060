package org.customerequity.survey.brand;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.customerequity.internal.Require;

/**
 * Answers as growing columns of numbers, gaps and all: what a builder fills. Every answer is checked when it comes, except for the
 * ends of the scale; one that is refused leaves the table as it was.
 */
final class AnswerTable implements Serializable {
    private static final long serialVersionUID = 1;

    /** Sums of shares may be off 1 by this. */
    static final double SHARES = 1e-9;

    private static final int FIRST_CAPACITY = 64;

    final List<SubDriver> subDrivers;
    final List<String> brands;
    private final Map<String, Integer> subDriverPlaces = new HashMap<>();
    private final Map<String, Integer> brandPlaces = new HashMap<>();
    private final Map<String, Integer> segmentPlaces = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    int size;
    String[] ids = {};
    int[] last = {};
    double[] ratings = {};
    double[] shares = {};
    double[] frequency = {};
    double[] volume = {};
    double[] weight = {};
    int[] segment = {};
    final List<String> segments = new ArrayList<>();

    AnswerTable(List<SubDriver> subDrivers, List<String> brands) {
        this.subDrivers = subDrivers;
        this.brands = brands;
        for (SubDriver subDriver : subDrivers) {
            if (subDriverPlaces.put(subDriver.name(), subDriverPlaces.size()) != null) {
                throw Require.bad("subDrivers", "must have different names", "", '"' + subDriver.name() + '"');
            }
        }
        for (String brand : brands) {
            if (brandPlaces.put(Require.nonBlank(brand, "brand", "a name"), brandPlaces.size()) != null) {
                throw Require.bad("brands", "must differ", "", '"' + brand + '"');
            }
        }
    }

    void add(BrandAnswer answer) {
        reserve(1);
        String id = answer.id();
        int k = brands.size();
        last[size] = brand(answer.lastBrand(), "last brand of " + id);
        int row = size * k * subDrivers.size();
        Arrays.fill(ratings, row, row + k * subDrivers.size(), Double.NaN);
        for (Map.Entry<String, Map<String, Double>> of : answer.ratings().entrySet()) {
            int b = brand(of.getKey(), "brand rated by " + id);
            for (Map.Entry<String, Double> on : of.getValue().entrySet()) {
                ratings[row + b * subDrivers.size() + subDriver(on.getKey(), id)] = on.getValue();
            }
        }
        Arrays.fill(shares, size * k, size * k + k, 0);
        for (Map.Entry<String, Double> next : answer.nextShares().entrySet()) {
            shares[size * k + brand(next.getKey(), "next brand of " + id)] = next.getValue();
        }
        ids[size] = id;
        frequency[size] = answer.frequency();
        volume[size] = answer.volume();
        weight[size] = answer.weight();
        accept(answer.segment());
    }

    void add(SurveyColumns columns) {
        int k = brands.size();
        int d = subDrivers.size();
        int n = columns.size();
        requireLength(
                columns.ratings.length, (long) n * k * d, "ratings", "respondents times brands times sub-drivers");
        if (columns.nextShares != null) {
            requireLength(columns.nextShares.length, (long) n * k, "shares", "respondents times brands");
        }
        int before = size;
        int segmentsBefore = segments.size();
        try {
            reserve(n);
            for (int i = 0; i < n; i++) {
                String id = columns.ids[i];
                ids[size] = id;
                last[size] = place(columns.last[i], "last brand of " + id, false);
                System.arraycopy(columns.ratings, i * k * d, ratings, size * k * d, k * d);
                Arrays.fill(shares, size * k, size * k + k, 0);
                if (columns.nextShares != null) {
                    System.arraycopy(columns.nextShares, i * k, shares, size * k, k);
                } else if (columns.next != null && columns.next[i] != -1) {
                    shares[size * k + place(columns.next[i], "next brand of " + id, true)] = 1;
                }
                frequency[size] = columns.frequency == null ? 1 : columns.frequency[i];
                volume[size] = columns.volume == null ? 1 : columns.volume[i];
                weight[size] = columns.weight == null ? 1 : columns.weight[i];
                accept(columns.segment == null ? BrandSurvey.EVERYBODY : columns.segment[i]);
            }
        } catch (IllegalArgumentException e) {
            forget(before, segmentsBefore);
            throw e;
        }
    }

    void addAll(AnswerTable other) {
        for (int i = 0; i < other.size; i++) {
            requireNew(other.ids[i]);
        }
        reserve(other.size);
        int k = brands.size();
        int d = subDrivers.size();
        for (int i = 0; i < other.size; i++, size++) {
            segment[size] = segmentPlace(other.segments.get(other.segment[i]));
            known.add(other.ids[i]);
            ids[size] = other.ids[i];
        }
        int from = size - other.size;
        System.arraycopy(other.last, 0, last, from, other.size);
        System.arraycopy(other.ratings, 0, ratings, from * k * d, other.size * k * d);
        System.arraycopy(other.shares, 0, shares, from * k, other.size * k);
        System.arraycopy(other.frequency, 0, frequency, from, other.size);
        System.arraycopy(other.volume, 0, volume, from, other.size);
        System.arraycopy(other.weight, 0, weight, from, other.size);
    }

    /** Checks the row after the last one, and makes it the last one. */
    private void accept(String inSegment) {
        int i = size;
        requireNew(ids[i]);
        requireRow(i);
        known.add(ids[i]);
        segment[i] = segmentPlace(inSegment);
        size++;
    }

    private void requireNew(String id) {
        if (known.contains(id)) {
            throw Require.bad("id", "must be of one respondent only", "", '"' + id + '"');
        }
    }

    private void forget(int sizeBefore, int segmentsBefore) {
        for (int i = sizeBefore; i < size; i++) {
            known.remove(ids[i]);
        }
        size = sizeBefore;
        for (String added : segments.subList(segmentsBefore, segments.size())) {
            segmentPlaces.remove(added);
        }
        segments.subList(segmentsBefore, segments.size()).clear();
    }

    /** What must hold of a row, complete or not. */
    private void requireRow(int i) {
        int k = brands.size();
        int d = subDrivers.size();
        String id = ids[i];
        requirePositive(frequency[i], "frequency of ", id, "purchases a year; leave out who does not buy");
        requirePositive(volume[i], "volume of ", id, "units or money of one purchase");
        if (!(weight[i] >= 0 && weight[i] < Double.POSITIVE_INFINITY)) {
            Require.nonNegative(weight[i], "weight of " + id, "relative to other respondents");
        }
        double sum = 0;
        for (int b = 0; b < k; b++) {
            double share = shares[i * k + b];
            if (!(share >= 0)) {
                throw Require.bad("next share of " + brands.get(b) + " by " + id, "must be finite and >= 0", "", share);
            }
            sum += share;
            if (share > 0 && b != last[i] && !isRated(ratings, (i * k + b) * d, d)) {
                throw Require.bad(
                        "next brand of " + id,
                        "must be among the brands considered, which are those rated and the last",
                        "rate it, or leave the choice out",
                        '"' + brands.get(b) + '"');
            }
        }
        if (!(sum == 0 || Math.abs(sum - 1) <= SHARES)) {
            throw Require.bad("next shares of " + id, "must sum to 1", "or all be 0 where it was not asked", sum);
        }
    }

    private static void requirePositive(double x, String what, String id, String hint) {
        if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
            Require.positive(x, what + id, hint);
        }
    }

    /** Whether a brand has a rating on any sub-driver. */
    static boolean isRated(double[] ratings, int from, int subDrivers) {
        for (int s = 0; s < subDrivers; s++) {
            if (!Double.isNaN(ratings[from + s])) {
                return true;
            }
        }
        return false;
    }

    private int segmentPlace(String name) {
        Integer at = segmentPlaces.get(name);
        if (at == null) {
            at = segments.size();
            segmentPlaces.put(name, at);
            segments.add(name);
        }
        return at;
    }

    private int brand(String name, String what) {
        Integer at = brandPlaces.get(name);
        if (at == null) {
            throw Require.bad(what, "must be one of " + brands, "", '"' + name + '"');
        }
        return at;
    }

    private int subDriver(String name, String respondent) {
        Integer at = subDriverPlaces.get(name);
        if (at == null) {
            throw Require.bad(
                    "sub-driver rated by " + respondent,
                    "must be one of " + subDrivers.stream().map(SubDriver::name).toList(),
                    "",
                    '"' + name + '"');
        }
        return at;
    }

    private int place(int brand, String what, boolean orNone) {
        if (brand < 0 || brand >= brands.size()) {
            throw Require.bad(
                    what,
                    "must be from 0 to " + (brands.size() - 1),
                    orNone ? "-1 where it was not asked" : "in the order of the brands",
                    brand);
        }
        return brand;
    }

    private static void requireLength(int length, long expected, String name, String meaning) {
        if (length != expected) {
            throw Require.bad(name, "must have " + expected + " entries", meaning, length);
        }
    }

    /** Checks columns that were read from a stream, where every considered brand must be rated on every sub-driver. */
    void requireComplete(
            String[] newIds,
            int[] newLast,
            double[] newRatings,
            double[] newShares,
            double[] newFrequency,
            double[] newVolume,
            double[] newWeight,
            int[] newSegment,
            int newSegments) {
        ids = newIds;
        last = newLast;
        ratings = newRatings;
        shares = newShares;
        frequency = newFrequency;
        volume = newVolume;
        weight = newWeight;
        segment = newSegment;
        size = newIds.length;
        int k = brands.size();
        int d = subDrivers.size();
        requireLength(ratings.length, (long) size * k * d, "ratings", "respondents times brands times sub-drivers");
        requireLength(shares.length, (long) size * k, "shares", "respondents times brands");
        for (int length : new int[] {last.length, frequency.length, volume.length, weight.length, segment.length}) {
            requireLength(length, size, "column", "one a respondent");
        }
        for (int i = 0; i < size; i++) {
            place(last[i], "last brand of " + ids[i], false);
            if (segment[i] < 0 || segment[i] >= newSegments) {
                throw Require.bad("segment of " + ids[i], "must be from 0 to " + (newSegments - 1), "", segment[i]);
            }
            requireRow(i);
            for (int b = 0; b < k; b++) {
                int from = (i * k + b) * d;
                boolean considered = b == last[i] || isRated(ratings, from, d);
                for (int s = 0; considered && s < d; s++) {
                    Require.finite(
                            ratings[from + s],
                            "rating of " + brands.get(b) + " on "
                                    + subDrivers.get(s).name() + " by " + ids[i],
                            "considered");
                }
            }
        }
    }

    /** Makes room for more respondents: half as many again, so that adding one by one is linear. */
    private void reserve(int more) {
        long needed = (long) size + more;
        if (needed <= ids.length) {
            return;
        }
        long cells = (long) brands.size() * subDrivers.size();
        long most = (Integer.MAX_VALUE - 8) / cells;
        if (needed > most) {
            throw Require.bad("respondents", "must be at most " + most, "times brands times sub-drivers", needed);
        }
        int capacity = (int) Math.min(most, Math.max(needed, Math.max(FIRST_CAPACITY, ids.length * 3L / 2)));
        ids = Arrays.copyOf(ids, capacity);
        last = Arrays.copyOf(last, capacity);
        ratings = Arrays.copyOf(ratings, (int) (capacity * cells));
        shares = Arrays.copyOf(shares, capacity * brands.size());
        frequency = Arrays.copyOf(frequency, capacity);
        volume = Arrays.copyOf(volume, capacity);
        weight = Arrays.copyOf(weight, capacity);
        segment = Arrays.copyOf(segment, capacity);
    }

    /** Refuses a rating beyond the ends of the scale. */
    void requireOnScale(int lowest, int highest) {
        int d = subDrivers.size();
        int cells = brands.size() * d;
        for (int at = 0; at < size * cells; at++) {
            double x = ratings[at];
            // what is not answered is NaN, and neither below nor above
            if (x < lowest || x > highest) {
                throw Require.bad(
                        "rating of " + brands.get(at % cells / d) + " on "
                                + subDrivers.get(at % d).name() + " by "
                                + Objects.requireNonNull(ids[at / cells], "id"),
                        "must be from " + lowest + " to " + highest,
                        "see withScale",
                        x);
            }
        }
    }

    // runs the checks again on what came from a stream
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        try {
            for (int i = 0; i < size; i++) {
                place(last[i], "last brand of " + ids[i], false);
                Objects.checkIndex(segment[i], segments.size());
                requireRow(i);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            InvalidObjectException clear = new InvalidObjectException("answers must be as they were written");
            clear.initCause(e);
            throw clear;
        }
    }
}
