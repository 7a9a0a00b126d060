package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.ParetoNbd;
import org.customerequity.value.PeriodUnit;

/** Customer bases of the shape that retail data have. */
final class SimulatedCustomers {
    private static final ParetoNbd RETAIL = new ParetoNbd(0.553, 10.578, 0.606, 11.669, PeriodUnit.WEEK);

    private SimulatedCustomers() {}

    /** Ages of 20 to 60 weeks, purchases of the Pareto/NBD with the parameters published for CDNOW. */
    static PurchaseHistories ofParetoNbd(int customers, SplittableRandom random) {
        int[] x = new int[customers];
        double[] tx = new double[customers];
        double[] age = new double[customers];
        PurchaseHistory fresh = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        for (int i = 0; i < customers; i++) {
            age[i] = 20 + 40 * random.nextDouble();
            double[] times = RETAIL.simulatePurchases(fresh, age[i], random);
            x[i] = times.length;
            tx[i] = times.length == 0 ? 0 : times[times.length - 1];
        }
        return PurchaseHistories.ofColumns(x, tx, age, PeriodUnit.WEEK);
    }
}
