package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.PeriodUnit;

/** Customer bases of the shape that retail data have: 27 to 39 weeks old, most with few purchases. */
final class SimulatedCustomers {
    private SimulatedCustomers() {}

    /** Exact times: all customers who bought again are different, the worst case of a fit. */
    static PurchaseHistories distinct(PurchaseModel model, int customers) {
        return simulate(model, customers, 0);
    }

    /** Times in whole days, as in files: many customers are alike. */
    static PurchaseHistories inDays(PurchaseModel model, int customers) {
        return simulate(model, customers, 7);
    }

    private static PurchaseHistories simulate(PurchaseModel model, int customers, double stepsPerWeek) {
        SplittableRandom random = new SplittableRandom(20050901L);
        PurchaseHistory newCustomer = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        int[] x = new int[customers];
        double[] tx = new double[customers];
        double[] age = new double[customers];
        double[] logIntervals = new double[customers];
        for (int i = 0; i < customers; i++) {
            age[i] = whole(27 + 12 * random.nextDouble(), stepsPerWeek);
            double[] times = model.simulatePurchases(newCustomer, age[i], random);
            x[i] = times.length;
            if (times.length > 0) {
                // never back to the moment of the first purchase
                double step = stepsPerWeek == 0 ? 0 : 1 / stepsPerWeek;
                tx[i] = Math.max(step, whole(times[times.length - 1], stepsPerWeek));
            }
            logIntervals[i] = evenly(x[i], tx[i]);
        }
        // a fit of regular timing reads these, but takes as long whatever they are
        return PurchaseHistories.ofColumns(x, tx, age, PeriodUnit.WEEK).withLogIntervals(logIntervals);
    }

    /** The sum of logarithms of equal intervals. */
    private static double evenly(int x, double tx) {
        return x == 0 ? 0 : x * Math.log(tx / x);
    }

    private static double whole(double time, double steps) {
        return steps == 0 ? time : Math.floor(time * steps) / steps;
    }
}
