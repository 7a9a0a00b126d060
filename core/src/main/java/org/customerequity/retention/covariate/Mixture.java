package org.customerequity.retention.covariate;

import static org.customerequity.internal.SpecialFunctions.digammaDifference;
import static org.customerequity.internal.SpecialFunctions.trigamma;
import static org.customerequity.internal.SpecialFunctions.trigammaDifference;

import org.customerequity.internal.SpecialFunctions;

/**
 * How customers differ: R(a, b, n), ln of the share that stays while C grows from b - beta to that plus n, with its derivatives.
 *
 * <pre>{@code
 *   beta    R = ln B(a, b+n) - ln B(a, b)
 *   gamma   R = -a ln(1 + n / b)
 * }</pre>
 *
 * <p>Derivatives are in ln a, in b and in n, and kept until the next are asked for. Not for use by several threads at once.
 */
abstract class Mixture {
    /** The derivatives of R, written by {@link #derivatives}. */
    double inA;

    double inB;
    double inN;
    double inAa;
    double inAb;
    double inAn;
    double inBb;
    double inBn;
    double inNn;

    static Mixture of(boolean discrete) {
        return discrete ? new Beta() : new Gamma();
    }

    /** R. */
    abstract double log(double a, double b, double n);

    /** R to full relative precision also where it is close to 0. */
    abstract double logStep(double a, double b, double n);

    /** All derivatives. */
    abstract void derivatives(double a, double b, double n);

    private static final class Beta extends Mixture {
        @Override
        double log(double a, double b, double n) {
            return SpecialFunctions.logBetaRatio(b, a, n);
        }

        @Override
        double logStep(double a, double b, double n) {
            return SpecialFunctions.logBetaStep(b, a, n);
        }

        @Override
        void derivatives(double a, double b, double n) {
            double whole = digammaDifference(a + b, n);
            double whole2 = trigammaDifference(a + b, n);
            inA = -a * whole;
            inAa = inA - a * a * whole2;
            inAb = -a * whole2;
            inAn = -a * trigamma(a + b + n);
            // the shorter of the two ways to take this difference of differences
            inB = n < a ? digammaDifference(b, n) - whole : digammaDifference(b, a) - digammaDifference(b + n, a);
            inBb = n < a ? trigammaDifference(b, n) - whole2 : trigammaDifference(b, a) - trigammaDifference(b + n, a);
            inN = -digammaDifference(b + n, a);
            inNn = -trigammaDifference(b + n, a);
            inBn = inNn;
        }
    }

    private static final class Gamma extends Mixture {
        @Override
        double log(double a, double b, double n) {
            return -a * Math.log1p(n / b);
        }

        @Override
        double logStep(double a, double b, double n) {
            return log(a, b, n);
        }

        @Override
        void derivatives(double a, double b, double n) {
            double end = b + n;
            inA = log(a, b, n);
            inAa = inA;
            inB = a * (n / b) / end;
            inN = -a / end;
            inAb = inB;
            inAn = inN;
            inBb = -a * (n / b / end) * ((b + end) / (b * end));
            inNn = a / end / end;
            inBn = inNn;
        }
    }
}
