package org.customerequity.model.hierarchical;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.GammaDraws;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * The figures asked, of customers who buy with a regularity of their own while they live; time in the unit of the model. What is
 * expected given k, lambda and mu is a formula ({@link GggFuture}) where there is one, and else the mean over lives of one path of
 * purchases drawn; what happens is a path and a life drawn. For one thread.
 */
final class GggFigures {
    /** Discounted below e^-40 a purchase adds nothing. */
    private static final double NOTHING = 40;

    /** Waits from which what happens is drawn from the normal distribution that counts of waits come near. */
    private static final double MANY = 100_000;

    /** Waits after which a path of them has forgotten where it began, but for its phase, which is drawn. */
    private static final double FORGOTTEN = 1000;

    private enum Kind {
        ALIVE,
        PURCHASE_RATE,
        DROPOUT_RATE,
        REGULARITY,
        PURCHASES,
        ACTIVITY,
        DISCOUNTED,
        CONTRIBUTION
    }

    private final PosteriorQuestions questions;
    private final Kind[] kinds;
    private final double[] from;
    private final double[] to;
    private final double[] delta;
    private final double[] outcome;
    private double furthest;

    GggFigures(PosteriorQuestions questions, PeriodUnit unit) {
        this.questions = questions;
        List<CustomerFigure> figures = questions.figures();
        int n = figures.size();
        kinds = new Kind[n];
        from = new double[n];
        to = new double[n];
        delta = new double[n];
        outcome = new double[n];
        for (int f = 0; f < n; f++) {
            CustomerFigure figure = figures.get(f);
            if (figure instanceof CustomerFigure.Purchases purchases) {
                count(f, Kind.PURCHASES, purchases.ahead().per(unit));
            } else if (figure instanceof CustomerFigure.Activity activity) {
                count(f, Kind.ACTIVITY, activity.ahead().per(unit));
            } else if (figure instanceof CustomerFigure.DiscountedPurchases sum) {
                discount(
                        f,
                        Kind.DISCOUNTED,
                        sum.horizon().lengthPer(unit),
                        sum.discount().continuousPer(unit));
            } else if (figure instanceof CustomerFigure.DiscountedContribution sum) {
                discount(
                        f,
                        Kind.CONTRIBUTION,
                        sum.horizon().lengthPer(unit),
                        sum.discount().continuousPer(unit));
            } else {
                kinds[f] = switch ((CustomerFigure.Trait) figure) {
                    case PROBABILITY_ALIVE -> Kind.ALIVE;
                    case PURCHASE_RATE -> Kind.PURCHASE_RATE;
                    case DROPOUT_RATE -> Kind.DROPOUT_RATE;
                    case REGULARITY -> Kind.REGULARITY;
                };
            }
        }
    }

    private void count(int f, Kind kind, Span span) {
        kinds[f] = kind;
        from[f] = span.from();
        to[f] = span.to();
        furthest = Math.max(furthest, to[f]);
    }

    private void discount(int f, Kind kind, double end, double continuous) {
        kinds[f] = kind;
        to[f] = end;
        delta[f] = continuous;
        furthest = Math.max(furthest, Math.min(end, NOTHING / continuous));
    }

    /** Notes a joint draw of all customers' rates, with lives and purchases drawn for the outcomes. */
    void note(
            ChainRecord record,
            PurchaseHistories histories,
            double[] k,
            double[] lambda,
            double[] mu,
            RandomGenerator random) {
        record.begin();
        for (int i = 0; i < k.length; i++) {
            double w = histories.age(i) - histories.recency(i);
            double alive = GggKernel.probabilityAlive(k[i], lambda[i], mu[i], w);
            // time he still has: none if he left before the end of observation
            double life = random.nextDouble() < alive ? random.nextExponential() / mu[i] : -1;
            Arrays.fill(outcome, 0);
            walk(k[i], lambda[i], w, Math.min(life, furthest), random);
            for (int f = 0; f < kinds.length; f++) {
                double expectation = expectation(f, k[i], lambda[i], mu[i], w, alive, random);
                double happens = outcome[f];
                switch (kinds[f]) {
                    case ALIVE -> happens = life >= 0 ? 1 : 0;
                    case PURCHASE_RATE, DROPOUT_RATE, REGULARITY -> happens = expectation;
                    case CONTRIBUTION -> {
                        expectation *= questions.contribution(i);
                        happens *= questions.contribution(i);
                    }
                    default -> {}
                }
                record.note(f, i, expectation, happens);
            }
        }
    }

    /** Adds the purchases of a path to the outcomes. */
    private void walk(double k, double lambda, double w, double end, RandomGenerator random) {
        if (!(end > 0)) {
            return;
        }
        if (lambda * end > MANY) {
            for (int f = 0; f < outcome.length; f++) {
                outcome[f] = ofMany(f, k, lambda, end, random);
            }
            return;
        }
        double b = k * lambda;
        for (double y = GggKernel.waitBeyond(k, lambda, w, random) - w;
                y <= end;
                y += GammaDraws.standard(k, random) / b) {
            for (int f = 0; f < outcome.length; f++) {
                switch (kinds[f]) {
                    case PURCHASES -> outcome[f] += y > from[f] && y <= to[f] ? 1 : 0;
                    case ACTIVITY -> outcome[f] = y > from[f] && y <= to[f] ? 1 : outcome[f];
                    case DISCOUNTED, CONTRIBUTION -> outcome[f] += y <= to[f] ? Math.exp(-delta[f] * y) : 0;
                    default -> {}
                }
            }
        }
    }

    /** What happens in a span of more waits than are worth drawing: the mean and variance of a stationary renewal process. */
    private double ofMany(int f, double k, double lambda, double end, RandomGenerator random) {
        double last = Math.min(end, to[f]);
        double length = last - from[f];
        if (!(length > 0) || kinds[f].ordinal() < Kind.PURCHASES.ordinal()) {
            return 0;
        }
        // the integrals of e^(-delta y) and of its square
        double q = delta[f] * length;
        double sum = lambda * length * (q == 0 ? 1 : -Math.expm1(-q) / q);
        double square = lambda * length * (q == 0 ? 1 : -Math.expm1(-2 * q) / (2 * q));
        double drawn = Math.max(0, sum + Math.sqrt(square / k) * random.nextGaussian());
        return switch (kinds[f]) {
            case PURCHASES -> Math.rint(drawn);
            case ACTIVITY -> Math.min(1, Math.rint(drawn));
            default -> drawn;
        };
    }

    private double expectation(
            int f, double k, double lambda, double mu, double w, double alive, RandomGenerator random) {
        return switch (kinds[f]) {
            case ALIVE -> alive;
            case PURCHASE_RATE -> lambda;
            case DROPOUT_RATE -> mu;
            case REGULARITY -> k;
            case PURCHASES, DISCOUNTED, CONTRIBUTION ->
                alive * purchases(k, lambda, mu + delta[f], w, from[f], to[f], random);
            case ACTIVITY -> alive * activity(k, lambda, mu, w, from[f], to[f], random);
        };
    }

    private static double purchases(
            double k, double lambda, double decay, double w, double from, double to, RandomGenerator random) {
        if (GggFuture.hasFormula(k, lambda, to) && (from == 0 || GggFuture.hasFormula(k, lambda, from))) {
            double all = GggFuture.purchases(k, lambda, decay, w, to);
            return from == 0 ? all : Math.max(0, all - GggFuture.purchases(k, lambda, decay, w, from));
        }
        double b = k * lambda;
        double sum = 0;
        for (double y = GggKernel.waitBeyond(k, lambda, w, random) - w;
                y <= to;
                y += GammaDraws.standard(k, random) / b) {
            sum += y > from ? Math.exp(-decay * y) : 0;
        }
        return sum;
    }

    private static double activity(
            double k, double lambda, double mu, double w, double from, double to, RandomGenerator random) {
        if (from == 0) {
            return GggFuture.firstPurchase(k, lambda, mu, w, to);
        }
        // the silence at the beginning of the span, if he is still there then
        double first = GggKernel.waitBeyond(k, lambda, w, random) - w;
        double silence = w + from;
        if (lambda * (from - first) > MANY) {
            silence = phase(k, random) / lambda;
        } else {
            double b = k * lambda;
            for (double y = first; y <= from; y += GammaDraws.standard(k, random) / b) {
                silence = from - y;
            }
        }
        return Math.exp(-mu * from) * GggFuture.firstPurchase(k, lambda, mu, silence, to - from);
    }

    /** Of a path that has forgotten where it began: the time since its last purchase, in mean waits. */
    private static double phase(double k, RandomGenerator random) {
        double left = FORGOTTEN + random.nextDouble();
        double wait = GammaDraws.standard(k, random) / k;
        while (wait <= left) {
            left -= wait;
            wait = GammaDraws.standard(k, random) / k;
        }
        return left;
    }

    /**
     * One figure of customers not yet seen.
     *
     * @throws IllegalArgumentException if they have no such figure
     */
    static GggFigures ofNewCustomers(CustomerFigure figure, PeriodUnit unit) {
        PosteriorQuestions one = PosteriorQuestions.of(figure).with(CustomerFigure.Trait.REGULARITY);
        one.requireFor(0, true);
        return new GggFigures(one, unit);
    }

    /** A figure of a customer with these rates, at whose first purchase time begins. */
    double ofNewCustomer(CustomerFigure figure, double k, double lambda, double mu, RandomGenerator random) {
        return expectation(questions.figures().indexOf(figure), k, lambda, mu, 0, 1, random);
    }
}
