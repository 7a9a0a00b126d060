package org.customerequity.internal;

/**
 * Integrals of positive functions over the time y at which a customer leaves, by panels of 16 Gauss-Legendre nodes in
 * {@code v = ln(near + y)}.
 *
 * <p>A panel is as long as powers of near + y and the complex zeros of a life allow, and over it the logarithm changes by at
 * most {@link #MOST_CHANGE}. Unlike an integral of a log-concave function this asks for one peak neither of the integrand nor of its
 * logarithm: it stops where a bound on all that is left no longer counts. Works in logarithms throughout; about 1e-14
 * relative of what the logarithm of the integrand has.
 */
public final class LifeIntegral {
    private static final double[] NODES = GaussLegendre.nodes(16);
    private static final double[] WEIGHTS = GaussLegendre.weights(16);

    /** exp(-42) is 6e-19. */
    public static final double NEGLIGIBLE = -42;

    private static final double MOST_CHANGE = 10;
    /** A panel multiplies near + y by at most e^1.8. */
    private static final double MOST_GROWTH = Math.expm1(1.8);

    private static final int MOST_PANELS = 100_000;

    private LifeIntegral() {}

    /** What is integrated: exp(log) times weight. */
    public interface Integrand {
        /** ln of the steep part. */
        double log(double y);

        /** The mild part, at most 1 and at worst a polynomial of low degree close to 0. */
        default double weight(double y) {
            return 1;
        }

        /** ln of a bound on the integral from y on, in the direction of the march. */
        double logRest(double y);

        /** Distance from 0 to the nearest singularity on the negative axis, or less. */
        double near();

        /** Longest panel from y in view of other singularities. */
        double reach(double y);
    }

    private static final Integrand NOTHING = new Integrand() {
        @Override
        public double log(double y) {
            return Double.NEGATIVE_INFINITY;
        }

        @Override
        public double logRest(double y) {
            return Double.NEGATIVE_INFINITY;
        }

        @Override
        public double near() {
            return 1;
        }

        @Override
        public double reach(double y) {
            return 1;
        }
    };

    /** Lays panels from one end towards the other. */
    public static final class Panels {
        private Integrand f = NOTHING;
        private double end;
        private double near;
        private int count;
        private double step;
        private double atLog;
        private double toLog;
        private double at;
        private double to;

        /** None, until it is told of what. */
        public Panels() {}

        public Panels(Integrand f, double from, double end) {
            start(f, from, end);
        }

        /** Begins anew, so that many integrals need one object. */
        public final void start(Integrand of, double from, double until) {
            f = of;
            end = until;
            near = of.near();
            count = 0;
            step = 0;
            to = from;
            toLog = of.log(from);
        }

        /** The next panel, up to {@link #to}; false at the end. */
        public boolean advance() {
            if (to == end) {
                return false;
            }
            if (++count > MOST_PANELS) {
                throw new ArithmeticException("integral over lives: no end after " + count + " panels, at " + to);
            }
            at = to;
            atLog = toLog;
            double most = longest();
            double length = step == 0 ? most : Math.min(most, 8 * step);
            for (int tries = 0; ; tries++) {
                to = next(length);
                toLog = f.log(to);
                double change = Math.abs(atLog - toLog);
                if (!(change > MOST_CHANGE) || tries == 200) {
                    break;
                }
                length = Math.abs(to - at) * Math.max(0.9 * MOST_CHANGE / change, 0.125);
            }
            step = Math.abs(to - at);
            return true;
        }

        private double longest() {
            double reach = f.reach(at);
            return end > at
                    ? Math.min((near + at) * MOST_GROWTH, reach)
                    : Math.min((near + at) * (MOST_GROWTH / (1 + MOST_GROWTH)), 0.4 * reach);
        }

        private double next(double length) {
            double far = end > at ? at + length : at - length;
            if (far == at) {
                far = end > at ? Math.nextUp(at) : Math.nextDown(at);
            }
            return end > at ? Math.min(far, end) : Math.max(far, end);
        }

        /** Where the panel ends. */
        public double to() {
            return to;
        }

        /** The larger logarithm at the ends of the panel. */
        public double top() {
            return Math.max(atLog, toLog);
        }

        /** Half the length of the panel in v. */
        public double half() {
            return 0.5 * Math.log1p((Math.max(at, to) - low()) / (near + low()));
        }

        public double low() {
            return Math.min(at, to);
        }

        /** y of a node in (-1, 1). */
        public double y(double half, double node) {
            return low() + (near + low()) * Elementary.expm1(half * (1 + node));
        }
    }

    /** ln of the integral between from and end, which may be infinite or below from. */
    public static double log(Integrand f, double from, double end) {
        Panels panels = new Panels(f, from, end);
        double near = f.near();
        double top = Double.NEGATIVE_INFINITY;
        double sum = 0;
        while (panels.advance()) {
            if (panels.top() > top) {
                sum *= Math.exp(top - panels.top());
                top = panels.top();
            }
            if (top == Double.NEGATIVE_INFINITY) {
                continue;
            }
            double half = panels.half();
            double part = 0;
            for (int i = 0; i < NODES.length; i++) {
                double y = panels.y(half, NODES[i]);
                part += WEIGHTS[i] * (near + y) * f.weight(y) * Math.exp(f.log(y) - top);
            }
            sum += half * part;
            if (f.logRest(panels.to()) <= top + Math.log(sum) + NEGLIGIBLE) {
                break;
            }
        }
        return sum == 0 ? Double.NEGATIVE_INFINITY : top + Math.log(sum);
    }
}
