package org.customerequity.internal;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Integrals in one dimension. A method either meets the tolerance it was given or throws {@link ArithmeticException}
 * naming what failed; it never returns NaN or a number it does not believe.
 */
public final class Quadrature {
    /** Non-negative nodes of the 15-point Kronrod rule on [-1, 1]; every second one belongs to the 7-point Gauss rule. */
    private static final double[] KRONROD = {
        0.0,
        0.20778495500789848,
        0.4058451513773972,
        0.5860872354676911,
        0.7415311855993945,
        0.8648644233597691,
        0.9491079123427585,
        0.9914553711208126
    };

    private static final double[] KRONROD_WEIGHTS = {
        0.20948214108472782,
        0.20443294007529889,
        0.19035057806478542,
        0.1690047266392679,
        0.14065325971552592,
        0.10479001032225019,
        0.06309209262997856,
        0.022935322010529224
    };

    private static final double[] GAUSS_WEIGHTS = {
        0.4179591836734694, 0.3818300505051189, 0.27970539148927664, 0.1294849661688697
    };

    private static final int MAX_PANELS = 4000;

    private Quadrature() {}

    /** An integrand on (0, 1) that receives p and 1 - p, each to full relative precision. */
    @FunctionalInterface
    public interface BetaIntegrand {
        double at(double p, double q);
    }

    /** Composite Gauss-Legendre rule: {@code panels} equal panels of {@code nodes} (8, 16 or 32) nodes each. */
    public static double gaussLegendre(DoubleUnaryOperator f, double a, double b, int panels, int nodes) {
        Require.finite(a, "a", "");
        Require.finite(b, "b", "");
        Require.positive(panels, "panels", "");
        double[] x = GaussLegendre.nodes(nodes);
        double[] w = GaussLegendre.weights(nodes);
        double half = (b - a) / panels / 2;
        double sum = 0;
        for (int i = 0; i < panels; i++) {
            double mid = a + (2 * i + 1) * half;
            double panel = 0;
            for (int k = 0; k < x.length; k++) {
                panel += w[k] * f.applyAsDouble(mid + half * x[k]);
            }
            sum += panel;
        }
        return finite(sum * half, "Gauss-Legendre sum");
    }

    /**
     * The integral of a smooth positive function over [a, b], whatever its scale, by globally adaptive bisection with
     * the Gauss-Kronrod pair of 7 and 15 nodes.
     *
     * @param relTol relative tolerance, 1e-14 or more
     * @throws ArithmeticException if the integrand is not finite, vanishes at every node, or resists 4,000 panels
     */
    public static double adaptive(DoubleUnaryOperator f, double a, double b, double relTol) {
        Require.finite(a, "a", "");
        Require.finite(b, "b", "");
        checkTolerance(relTol);
        if (a == b) {
            return 0;
        }
        return adaptive(f, new double[] {a, b}, relTol);
    }

    static double adaptive(DoubleUnaryOperator f, double[] breaks, double relTol) {
        Panels panels = new Panels(f, breaks.length + 64);
        for (int i = 1; i < breaks.length; i++) {
            panels.add(breaks[i - 1], breaks[i]);
        }
        return panels.refine(relTol);
    }

    /** A heap of panels, worst error on top. */
    private static final class Panels {
        private final DoubleUnaryOperator f;
        private double[] from;
        private double[] to;
        private double[] value;
        private double[] error;
        private int size;
        private double lastValue;
        private double lastError;
        private double lastMagnitude;
        private double magnitude;

        Panels(DoubleUnaryOperator f, int capacity) {
            this.f = f;
            from = new double[capacity];
            to = new double[capacity];
            value = new double[capacity];
            error = new double[capacity];
        }

        private void measure(double a, double b) {
            double half = (b - a) / 2;
            double mid = a + half;
            double centre = f.applyAsDouble(mid);
            double kronrod = KRONROD_WEIGHTS[0] * centre;
            double gauss = GAUSS_WEIGHTS[0] * centre;
            double absolute = KRONROD_WEIGHTS[0] * Math.abs(centre);
            for (int k = 1; k < 8; k++) {
                double left = f.applyAsDouble(mid - half * KRONROD[k]);
                double right = f.applyAsDouble(mid + half * KRONROD[k]);
                kronrod += KRONROD_WEIGHTS[k] * (left + right);
                absolute += KRONROD_WEIGHTS[k] * (Math.abs(left) + Math.abs(right));
                if ((k & 1) == 0) {
                    gauss += GAUSS_WEIGHTS[k / 2] * (left + right);
                }
            }
            lastValue = kronrod * half;
            lastMagnitude = Math.abs(absolute * half);
            double difference = Math.abs((kronrod - gauss) * half);
            // the Kronrod value is far better than the difference when the difference is already small
            double ratio = lastMagnitude == 0 ? 0 : 200 * difference / lastMagnitude;
            lastError = ratio < 1 ? lastMagnitude * ratio * Math.sqrt(ratio) : difference;
            if (!Double.isFinite(lastValue)) {
                throw new ArithmeticException("adaptive quadrature: integrand is not finite in [" + a + ", " + b + "]");
            }
        }

        void add(double a, double b) {
            measure(a, b);
            magnitude += lastMagnitude;
            if (size == from.length) {
                int capacity = 2 * size;
                from = Arrays.copyOf(from, capacity);
                to = Arrays.copyOf(to, capacity);
                value = Arrays.copyOf(value, capacity);
                error = Arrays.copyOf(error, capacity);
            }
            int i = size++;
            while (i > 0 && error[(i - 1) / 2] < lastError) {
                move((i - 1) / 2, i);
                i = (i - 1) / 2;
            }
            from[i] = a;
            to[i] = b;
            value[i] = lastValue;
            error[i] = lastError;
        }

        private void move(int source, int target) {
            from[target] = from[source];
            to[target] = to[source];
            value[target] = value[source];
            error[target] = error[source];
        }

        private void removeTop() {
            int last = --size;
            double key = error[last];
            int i = 0;
            while (true) {
                int child = 2 * i + 1;
                if (child >= last) {
                    break;
                }
                if (child + 1 < last && error[child + 1] > error[child]) {
                    child++;
                }
                if (error[child] <= key) {
                    break;
                }
                move(child, i);
                i = child;
            }
            move(last, i);
        }

        double refine(double relTol) {
            int splits = 0;
            while (true) {
                double sum = 0;
                double errors = 0;
                for (int i = 0; i < size; i++) {
                    sum += value[i];
                    errors += error[i];
                }
                if (magnitude == 0) {
                    throw new ArithmeticException("adaptive quadrature: the integrand vanishes at every node of ["
                            + from[0] + ", " + to[0] + "]");
                }
                if (errors <= relTol * Math.abs(sum)) {
                    return sum;
                }
                if (++splits > MAX_PANELS) {
                    throw new ArithmeticException("adaptive quadrature: error " + errors + " on " + sum + " after "
                            + size + " panels, wanted " + relTol + " relative");
                }
                double a = from[0];
                double b = to[0];
                double mid = a + (b - a) / 2;
                if (!(mid > Math.min(a, b) && mid < Math.max(a, b))) {
                    throw new ArithmeticException("adaptive quadrature: singular at " + a);
                }
                removeTop();
                add(a, mid);
                add(mid, b);
            }
        }
    }

    /**
     * The integral of f over (0, 1) by the double exponential (tanh-sinh) substitution: for end-point singularities as
     * mild as p^(-0.9). For stronger ones use {@link BetaMean}.
     *
     * @throws ArithmeticException if halving the step does not settle within {@code relTol}, or the ends still count
     */
    public static double tanhSinh(BetaIntegrand f, double relTol) {
        checkTolerance(relTol);
        // p = 1 / (1 + exp(-pi sinh t)), dp = pi cosh t p (1 - p) dt
        return doubleExponential(
                "tanh-sinh",
                t -> {
                    double e = Math.exp(-Math.PI * Math.sinh(Math.abs(t)));
                    double large = 1 / (1 + e);
                    double small = e * large;
                    double jacobian = Math.PI * Math.cosh(t) * large * small;
                    return jacobian == 0 ? 0 : jacobian * (t < 0 ? f.at(small, large) : f.at(large, small));
                },
                6,
                relTol);
    }

    /**
     * The integral of f over (0, infinity) by the exp-sinh substitution {@code x = scale exp(pi/2 sinh t)}, for f
     * that is analytic there and falls off at infinity like any power below -1 or faster.
     *
     * @param scale where the integrand has its bulk, to within some powers of ten
     * @throws ArithmeticException if halving the step does not settle within {@code relTol}, or the ends still count
     */
    public static double halfLine(DoubleUnaryOperator f, double scale, double relTol) {
        Require.positive(scale, "scale", "");
        checkTolerance(relTol);
        return doubleExponential(
                "exp-sinh",
                t -> {
                    double x = scale * Math.exp(Math.PI / 2 * Math.sinh(t));
                    if (x == 0 || x == Double.POSITIVE_INFINITY) {
                        return 0;
                    }
                    double y = f.applyAsDouble(x);
                    return y == 0 ? 0 : Math.PI / 2 * Math.cosh(t) * x * y;
                },
                6.5,
                relTol);
    }

    /** Trapezoidal rule on the whole line, step halved until two steps agree. */
    private static double doubleExponential(String rule, DoubleUnaryOperator term, double limit, double relTol) {
        double h = 0.25;
        int reach = (int) (limit / h);
        double[] coarse = new double[2 * reach + 1];
        double peak = 0;
        // from the centre outwards, so that an integrand which overflows far out is not asked there
        for (int side = -1; side <= 1; side += 2) {
            int tiny = 0;
            for (int i = side < 0 ? 0 : 1; i <= reach && tiny < 4; i++) {
                double y = finite(term.applyAsDouble(side * i * h), rule + " quadrature: integrand");
                coarse[reach + side * i] = y;
                peak = Math.max(peak, Math.abs(y));
                tiny = Math.abs(y) < 1e-25 * peak ? tiny + 1 : 0;
            }
        }
        if (peak == 0) {
            throw new ArithmeticException(rule + " quadrature: the integrand vanishes at every node");
        }
        int low = 0;
        int high = 2 * reach;
        double sum = 0;
        double negligible = 1e-22 * peak;
        while (low < high && Math.abs(coarse[low]) <= negligible) {
            low++;
        }
        while (high > low && Math.abs(coarse[high]) <= negligible) {
            high--;
        }
        for (int i = low; i <= high; i++) {
            sum += coarse[i];
        }
        double tail = Math.max(Math.abs(coarse[0]), Math.abs(coarse[2 * reach]));
        if (tail * h > 0.1 * relTol * Math.abs(sum * h)) {
            throw new ArithmeticException(rule + " quadrature: the integrand does not fall off at an end of its range");
        }
        double from = (low - 1 - reach) * h;
        int intervals = high - low + 2;
        double before = sum * h;
        for (int level = 0; level < 9; level++) {
            double added = 0;
            for (int i = 0; i < intervals; i++) {
                added += term.applyAsDouble(from + (i + 0.5) * h);
            }
            sum += added;
            intervals *= 2;
            h /= 2;
            double now = finite(sum * h, rule + " quadrature: sum");
            if (Math.abs(now - before) <= relTol * Math.abs(now)) {
                return now;
            }
            before = now;
        }
        throw new ArithmeticException(rule + " quadrature did not settle within " + relTol + ": last value " + before);
    }

    private static void checkTolerance(double relTol) {
        if (!(relTol >= 1e-15 && relTol < 1)) {
            throw Require.bad("relTol", "must be in [1e-15, 1)", "", relTol);
        }
    }

    static double finite(double x, String what) {
        if (!Double.isFinite(x)) {
            throw new ArithmeticException(what + " is " + x);
        }
        return x;
    }
}
