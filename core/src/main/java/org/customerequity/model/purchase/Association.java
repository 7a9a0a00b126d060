package org.customerequity.model.purchase;

/**
 * How strong an association two gamma margins allow in Sarmanov's form, and how it is measured without bounds: by the odds ratio
 * of a fourfold table.
 *
 * <pre>{@code
 *   c1 = E[e^-lambda] = (alpha/(alpha+step))^r     c2 = E[e^-mu] = (beta/(beta+step))^s     a = 1 - c
 *   -1/max(c1 c2, a1 a2) <= m <= 1/max(a1 c2, c1 a2)
 *   z = ln [ (1 + m a1 a2)(1 + m c1 c2) / ((1 - m a1 c2)(1 - m c1 a2)) ]
 * }</pre>
 *
 * <p>z is 0 where m is 0, infinite at either bound, and smooth where the bounds have a corner, a1 c2 = c1 a2. For a given z it is
 * the quadratic of R. L. Plackett, A Class of Bivariate Distributions, Journal of the American Statistical Association 60(310),
 * 1965, 516-522, solved here without a difference of nearly equal numbers.
 *
 * @param c1 the mean of e^-lambda
 * @param a1 {@code 1 - c1}
 * @param c2 the mean of e^-mu
 * @param a2 {@code 1 - c2}
 */
record Association(double c1, double a1, double c2, double a2) {
    /** Where z stands for infinity: even at a corner of the bounds, m is then within 1e-13 of it. */
    static final double BOUND = 64;

    /** Bounds beyond it need means near the smallest double, where no m matters; products with it are finite. */
    static final double LARGEST = 1e280;

    /** Of rates per {@code step} units of time. */
    static Association of(double r, double alpha, double s, double beta, double step) {
        double log1 = -r * Math.log1p(step / alpha);
        double log2 = -s * Math.log1p(step / beta);
        return new Association(Math.exp(log1), -Math.expm1(log1), Math.exp(log2), -Math.expm1(log2));
    }

    double lowest() {
        return -Math.min(LARGEST, 1 / Math.max(c1 * c2, a1 * a2));
    }

    double highest() {
        return Math.min(LARGEST, 1 / Math.max(a1 * c2, c1 * a2));
    }

    /** Corners that are negative by rounding alone are 0. */
    SarmanovTilt tilt(double m) {
        return new SarmanovTilt(
                Math.max(0, 1 + m * a1 * a2),
                Math.max(0, 1 - m * a1 * c2),
                Math.max(0, 1 - m * c1 * a2),
                Math.max(0, 1 + m * c1 * c2));
    }

    /** m of z. */
    double ofLogOddsRatio(double z) {
        double e = Math.exp(-Math.abs(z));
        double p = -Math.expm1(-Math.abs(z));
        double like = c1 * c2 + a1 * a2;
        double unlike = a1 * c2 + c1 * a2;
        double root = Math.sqrt(a1 * c2) * Math.sqrt(c1 * a2);
        // with the smaller of e^z and e^-z as a factor
        double linear = z >= 0 ? like * e + unlike : like + unlike * e;
        double less = z >= 0
                ? square(Math.sqrt(a1 * c2) - Math.sqrt(c1 * a2)) + e * square(Math.sqrt(c1 * c2) + Math.sqrt(a1 * a2))
                : square(Math.sqrt(c1 * c2) - Math.sqrt(a1 * a2)) + e * square(Math.sqrt(a1 * c2) + Math.sqrt(c1 * a2));
        double m = 2 * p / (linear + Math.sqrt(less * (linear + 2 * p * root)));
        return z >= 0 ? Math.min(m, highest()) : Math.max(-m, lowest());
    }

    /** z of m, within +-{@link #BOUND}. */
    double logOddsRatio(double m) {
        SarmanovTilt corner = tilt(m);
        if (corner.slowStaying() == 0 || corner.fastLeaving() == 0) {
            return -BOUND;
        }
        if (corner.slowLeaving() == 0 || corner.fastStaying() == 0) {
            return BOUND;
        }
        double z =
                Math.log1p(m * a1 * a2) + Math.log1p(m * c1 * c2) - Math.log1p(-m * a1 * c2) - Math.log1p(-m * c1 * a2);
        return Math.max(-BOUND, Math.min(BOUND, z));
    }

    private static double square(double x) {
        return x * x;
    }

    /**
     * {@code k = m c1 c2} as a function of the odds {@code o = a/c} and of z, with its derivatives: by those of the equation that it
     * solves, {@code z = ln[(1 + k o1 o2)(1 + k) / ((1 - k o1)(1 - k o2))]}. Second derivatives lose digits as the smallest of the
     * four factors goes to 0: 1e-16 over it.
     */
    static final class Slopes {
        double k;
        final double[] gradient = new double[3];
        final double[][] hessian = new double[3][3];
        private final double[] ofK = new double[3];
        private final double[][] fixed = new double[3][3];

        void at(double o1, double o2, double z) {
            double c1 = 1 / (1 + o1);
            double c2 = 1 / (1 + o2);
            k = new Association(c1, o1 * c1, c2, o2 * c2).ofLogOddsRatio(z) * c1 * c2;
            double corner00 = 1 + k * o1 * o2;
            double corner01 = 1 - k * o1;
            double corner10 = 1 - k * o2;
            double corner11 = 1 + k;
            // close to a bound the smallest corner has its digits from the others
            double e = Math.exp(-Math.abs(z));
            if (z > 0 && o1 >= o2) {
                corner01 = e * corner00 * corner11 / corner10;
            } else if (z > 0) {
                corner10 = e * corner00 * corner11 / corner01;
            } else if (o1 * o2 >= 1) {
                corner00 = e * corner01 * corner10 / corner11;
            } else {
                corner11 = e * corner01 * corner10 / corner00;
            }
            double both = 1 / corner00;
            double none = 1 / corner11;
            double first = 1 / corner01;
            double second = 1 / corner10;
            double slope = o1 * o2 * both + none + o1 * first + o2 * second;
            double bend = square(o1 * first) + square(o2 * second) - square(o1 * o2 * both) - square(none);
            gradient[0] = -k * (o2 * both + first) / slope;
            gradient[1] = -k * (o1 * both + second) / slope;
            gradient[2] = 1 / slope;
            ofK[0] = o2 * both * both + first * first;
            ofK[1] = o1 * both * both + second * second;
            fixed[0][0] = square(k * first) - square(k * o2 * both);
            fixed[1][1] = square(k * second) - square(k * o1 * both);
            fixed[0][1] = k * both * both;
            fixed[1][0] = fixed[0][1];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    hessian[i][j] = -(bend * gradient[i] * gradient[j]
                                    + ofK[i] * gradient[j]
                                    + ofK[j] * gradient[i]
                                    + fixed[i][j])
                            / slope;
                }
            }
        }
    }
}
