package org.customerequity.model.hierarchical;

import java.util.List;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.GammaDraws;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/** The figures asked, of customers who buy at random while they live; time in the unit of the model. */
final class PoissonFigures {
    /** Discounted below e^-40 a purchase adds nothing. */
    private static final double NOTHING = 40;

    /** Purchases from which their discounted sum is drawn from the normal distribution of its mean and variance. */
    private static final double MANY = 10_000;

    private enum Kind {
        ALIVE,
        PURCHASE_RATE,
        DROPOUT_RATE,
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

    /** After {@link PosteriorQuestions#requireFor} only. */
    PoissonFigures(PosteriorQuestions questions, PeriodUnit unit) {
        this.questions = questions;
        List<CustomerFigure> figures = questions.figures();
        int n = figures.size();
        kinds = new Kind[n];
        from = new double[n];
        to = new double[n];
        delta = new double[n];
        for (int f = 0; f < n; f++) {
            CustomerFigure figure = figures.get(f);
            if (figure instanceof CustomerFigure.Purchases purchases) {
                kinds[f] = Kind.PURCHASES;
                count(f, purchases.ahead(), unit);
            } else if (figure instanceof CustomerFigure.Activity activity) {
                kinds[f] = Kind.ACTIVITY;
                count(f, activity.ahead(), unit);
            } else if (figure instanceof CustomerFigure.DiscountedPurchases sum) {
                kinds[f] = Kind.DISCOUNTED;
                to[f] = sum.horizon().lengthPer(unit);
                delta[f] = sum.discount().continuousPer(unit);
            } else if (figure instanceof CustomerFigure.DiscountedContribution sum) {
                kinds[f] = Kind.CONTRIBUTION;
                to[f] = sum.horizon().lengthPer(unit);
                delta[f] = sum.discount().continuousPer(unit);
            } else {
                kinds[f] = figure == CustomerFigure.Trait.PROBABILITY_ALIVE
                        ? Kind.ALIVE
                        : figure == CustomerFigure.Trait.PURCHASE_RATE ? Kind.PURCHASE_RATE : Kind.DROPOUT_RATE;
            }
        }
    }

    private void count(int f, Span ahead, PeriodUnit unit) {
        Span span = ahead.per(unit);
        from[f] = span.from();
        to[f] = span.to();
    }

    /** Notes a joint draw of all customers' rates, with lives and purchases drawn for the outcomes. */
    void note(ChainRecord record, PurchaseHistories histories, double[] lambda, double[] mu, RandomGenerator random) {
        record.begin();
        for (int i = 0; i < lambda.length; i++) {
            double wait = histories.age(i) - histories.recency(i);
            double alive = ExponentialLife.probabilityAlive(lambda[i], mu[i], wait);
            // time he still has: none if he left before the end of observation
            double life = random.nextDouble() < alive ? random.nextExponential() / mu[i] : -1;
            for (int f = 0; f < kinds.length; f++) {
                double expectation = expectation(f, lambda[i], mu[i], alive, i);
                record.note(f, i, expectation, outcome(f, expectation, lambda[i], life, i, random));
            }
        }
    }

    private double expectation(int f, double lambda, double mu, double alive, int customer) {
        return switch (kinds[f]) {
            case ALIVE -> alive;
            case PURCHASE_RATE -> lambda;
            case DROPOUT_RATE -> mu;
            case PURCHASES -> alive * ExponentialLife.purchases(lambda, mu, from[f], to[f]);
            case ACTIVITY -> alive * ExponentialLife.activity(lambda, mu, from[f], to[f]);
            case DISCOUNTED -> alive * ExponentialLife.discountedPurchases(lambda, mu, delta[f], to[f]);
            case CONTRIBUTION ->
                questions.contribution(customer)
                        * alive
                        * ExponentialLife.discountedPurchases(lambda, mu, delta[f], to[f]);
        };
    }

    private double outcome(
            int f, double expectation, double lambda, double life, int customer, RandomGenerator random) {
        return switch (kinds[f]) {
            case ALIVE -> life >= 0 ? 1 : 0;
            case PURCHASE_RATE, DROPOUT_RATE -> expectation;
            case PURCHASES -> GammaDraws.poisson(lambda * shared(f, life), random);
            case ACTIVITY -> random.nextExponential() < lambda * shared(f, life) ? 1 : 0;
            case DISCOUNTED -> present(delta[f], lambda, Math.min(life, to[f]), random);
            case CONTRIBUTION ->
                questions.contribution(customer) * present(delta[f], lambda, Math.min(life, to[f]), random);
        };
    }

    /** How much of the span he lives through. */
    private double shared(int f, double life) {
        return Math.max(Math.min(life, to[f]) - from[f], 0);
    }

    /** A present value drawn of purchases at this rate until the end, which may be infinite where delta > 0. */
    static double present(double delta, double lambda, double end, RandomGenerator random) {
        if (end <= 0) {
            return 0;
        }
        if (delta == 0) {
            return GammaDraws.poisson(lambda * end, random);
        }
        double last = Math.min(end, NOTHING / delta);
        double n = GammaDraws.poisson(lambda * last, random);
        if (n > MANY) {
            double q = delta * last;
            double mean = -Math.expm1(-q) / q;
            double square = -Math.expm1(-2 * q) / (2 * q);
            double deviation = Math.sqrt(n * Math.max(0, square - mean * mean));
            return Math.max(0, n * mean + deviation * random.nextGaussian());
        }
        double sum = 0;
        for (double j = 0; j < n; j++) {
            sum += Math.exp(-delta * last * random.nextDouble());
        }
        return sum;
    }

    /**
     * One figure of customers not yet seen.
     *
     * @throws IllegalArgumentException if they have no such figure
     */
    static PoissonFigures ofNewCustomers(CustomerFigure figure, PeriodUnit unit) {
        PosteriorQuestions one = PosteriorQuestions.of(figure);
        one.requireFor(0, false);
        return new PoissonFigures(one, unit);
    }

    /** A figure of a customer with these rates, at whose first purchase time begins. */
    double ofNewCustomer(CustomerFigure figure, double lambda, double mu) {
        return expectation(questions.figures().indexOf(figure), lambda, mu, 1, 0);
    }
}
