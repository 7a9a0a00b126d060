package org.customerequity.segment.rfm;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * Scores by breaks of the caller's own, which mean the same at every date and for every customer base: three breaks make four
 * classes, the best with the highest number.
 *
 * <pre>{@code
 *   RfmBreaks.of(new double[] {30, 90, 365}, new double[] {2, 4, 10}, new double[] {50, 200, 1000})
 *
 *   recency   30 days or fewer: 4; 90 or fewer: 3; 365 or fewer: 2; more: 1
 *   frequency 10 or more: 4; 4 or more: 3; 2 or more: 2; fewer: 1          money likewise
 * }</pre>
 *
 * @param recencyDays rising; the most days of each class but the worst
 * @param purchases rising; the least number of each class but the worst
 * @param money rising; the least amount of each class but the worst
 */
public record RfmBreaks(List<Double> recencyDays, List<Double> purchases, List<Double> money) implements Serializable {
    public RfmBreaks {
        recencyDays = rising(recencyDays, "recencyDays");
        purchases = rising(purchases, "purchases");
        money = rising(money, "money");
    }

    private static List<Double> rising(List<Double> breaks, String name) {
        List<Double> copy = List.copyOf(Objects.requireNonNull(breaks, name));
        Require.notEmpty(copy.size(), name, "must not be empty", "one break makes two classes");
        if (copy.size() > 99) {
            throw Require.bad(name, "must be at most 99", "one break makes two classes", copy.size());
        }
        for (int i = 0; i < copy.size(); i++) {
            if (!Double.isFinite(copy.get(i)) || i > 0 && !(copy.get(i) > copy.get(i - 1))) {
                throw Require.bad(name + "[" + i + "]", "must be finite and above the one before", "", copy.get(i));
            }
        }
        return copy;
    }

    /** Breaks as arrays. */
    public static RfmBreaks of(double[] recencyDays, double[] purchases, double[] money) {
        return new RfmBreaks(boxed(recencyDays, "recencyDays"), boxed(purchases, "purchases"), boxed(money, "money"));
    }

    private static List<Double> boxed(double[] values, String name) {
        return Arrays.stream(Objects.requireNonNull(values, name)).boxed().toList();
    }

    /** The scores of these customers. */
    public RfmScores score(RfmMeasures measures) {
        Objects.requireNonNull(measures, "measures");
        int n = measures.size();
        int[] r = new int[n];
        int[] f = new int[n];
        int[] m = new int[n];
        double[] days = array(recencyDays);
        double[] counts = array(purchases);
        double[] amounts = array(money);
        for (int i = 0; i < n; i++) {
            int worse = 0;
            while (worse < days.length && measures.recencyDays(i) > days[worse]) {
                worse++;
            }
            r[i] = days.length + 1 - worse;
            f[i] = 1 + reached(measures.purchases(i), counts);
            m[i] = 1 + reached(measures.money(i), amounts);
        }
        int[] classes = {days.length + 1, counts.length + 1, amounts.length + 1};
        return new RfmScores(classes, r, f, m, false, measures.idsOrNull());
    }

    private static int reached(double x, double[] breaks) {
        int reached = 0;
        while (reached < breaks.length && x >= breaks[reached]) {
            reached++;
        }
        return reached;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
