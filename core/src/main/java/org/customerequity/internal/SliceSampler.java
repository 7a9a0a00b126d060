package org.customerequity.internal;

import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Draws from a density of one variable that is known but for a factor, each from the last: it needs no tuning, and no derivative.
 *
 * <pre>{@code
 *   y = f(x) - e            e exponential: the height of a slice under the density exp(f)
 *   step out                an interval of the given width, placed at random over x, grows while its ends are in the slice
 *   shrink                  uniform draws from it, the interval cut at each that misses the slice, until one hits
 * }</pre>
 *
 * <p>The number of steps out is limited, and shared at random between the two sides, so that the draws stay exact. A variable
 * with bounds has the density minus infinity beyond them.
 *
 * <p>R. M. Neal, Slice sampling, Annals of Statistics 31(3), 2003, 705-767, figures 3 and 5. Immutable.
 */
public final class SliceSampler {
    private static final int MOST_STEPS = 50;

    private final double width;
    private final int mostSteps;

    private SliceSampler(double width, int mostSteps) {
        this.width = width;
        this.mostSteps = mostSteps;
    }

    /** Steps of this width, of the size of the variable's standard deviation, 50 at most. */
    public static SliceSampler of(double width) {
        return new SliceSampler(
                Require.positive(width, "width", "about a standard deviation of the draws"), MOST_STEPS);
    }

    /** This sampler with at most so many steps out, both sides together. */
    public SliceSampler withMostSteps(int newMostSteps) {
        return new SliceSampler(width, Require.positive(newMostSteps, "newMostSteps", ""));
    }

    /**
     * The draw after {@code x}.
     *
     * @param logDensity f, up to a constant; minus infinity and NaN mean "not here"
     * @throws ArithmeticException if f is not finite at {@code x}
     */
    public double next(DoubleUnaryOperator logDensity, double x, RandomGenerator random) {
        double here = logDensity.applyAsDouble(x);
        if (!Double.isFinite(here)) {
            throw new ArithmeticException("log density must be finite where the draw begins, was " + here + " at " + x);
        }
        double level = here - random.nextExponential();
        double lower = x - width * random.nextDouble();
        double upper = lower + width;
        int down = random.nextInt(mostSteps);
        int up = mostSteps - 1 - down;
        while (down-- > 0 && logDensity.applyAsDouble(lower) > level) {
            lower -= width;
        }
        while (up-- > 0 && logDensity.applyAsDouble(upper) > level) {
            upper += width;
        }
        while (true) {
            double draw = lower + (upper - lower) * random.nextDouble();
            if (logDensity.applyAsDouble(draw) > level) {
                return draw;
            }
            if (draw < x) {
                lower = draw;
            } else if (draw > x) {
                upper = draw;
            } else {
                // the slice is narrower than two neighbouring numbers
                return x;
            }
        }
    }
}
