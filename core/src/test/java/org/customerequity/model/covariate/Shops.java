package org.customerequity.model.covariate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;

/** Customers with a channel and an age, who buy as a model of any family says. */
final class Shops {
    static final List<PurchaseModelFamily> FAMILIES = List.of(
            PurchaseModelFamily.BG_NBD,
            PurchaseModelFamily.MBG_NBD,
            PurchaseModelFamily.BG_CNBD,
            PurchaseModelFamily.MBG_CNBD,
            PurchaseModelFamily.PARETO_NBD,
            PurchaseModelFamily.GGOMPERTZ_NBD,
            PurchaseModelFamily.BG_BB);

    private Shops() {}

    /** Three channels and an age, for rows. */
    static CovariateTable customers(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> channels = new ArrayList<>();
        double[] ages = new double[n];
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble();
            channels.add(u < 0.5 ? "organic" : u < 0.8 ? "ads" : "search");
            ages[i] = Math.rint(45 + 12 * random.nextGaussian());
        }
        return CovariateTable.ofRows(n).withCategories("channel", channels).withNumbers("age", ages);
    }

    /** Customers of age 0 purchases, to be simulated. */
    static PurchaseHistories observed(CovariateTable table, long seed) {
        SplittableRandom random = new SplittableRandom(seed + 1);
        double[] ages = new double[table.size()];
        for (int i = 0; i < ages.length; i++) {
            ages[i] = 30 + random.nextInt(30);
        }
        return PurchaseHistories.ofColumns(new int[ages.length], new double[ages.length], ages, PeriodUnit.WEEK)
                .withCovariates(table);
    }

    /** Channel and age on both processes; a CNBD has k = 2. */
    static CovariateSpecification specification(PurchaseModelFamily family) {
        CovariateSpecification spec = CovariateSpecification.of(family)
                .withPurchaseCovariates("channel", "age")
                .withDropoutCovariates("channel", "age");
        return spec.isRegular() ? spec.withK(2) : spec;
    }

    /** Baselines of a lively shop in the parameters of the family's default form. */
    static double[] baselines(PurchaseModelFamily family) {
        return switch (family) {
            case PARETO_NBD -> new double[] {0, 2, -0.2, 3};
            case GGOMPERTZ_NBD -> new double[] {0, 1.5, -1.6, 0.7, 4};
            case BG_BB -> new double[] {1.2, -0.6, 1.4, -3};
            case BG_CNBD, MBG_CNBD -> new double[] {0.2, 1.2, 1.2, -1.6};
            default -> new double[] {0.2, 2, 1.2, -1.6};
        };
    }

    /** The truth: effects of ads, search and age on buying, then on leaving, where the form has one index. */
    static CovariatePurchaseModel truth(PurchaseModelFamily family, CovariateTable table) {
        CovariateSpecification spec = specification(family);
        double[] base = baselines(family);
        double[] all = Arrays.copyOf(base, base.length + 6);
        double[] effects = {0.5, -0.3, 0.2, -0.4, 0.3, 0.15};
        System.arraycopy(effects, 0, all, base.length, 6);
        return CovariatePurchaseModel.of(spec, spec.coding(table), PeriodUnit.WEEK, all);
    }

    /** What the truth has these customers do. */
    static PurchaseHistories histories(PurchaseModelFamily family, int n, long seed) {
        CovariateTable table = customers(n, seed);
        return truth(family, table).simulateHistories(observed(table, seed), new SplittableRandom(seed + 2));
    }
}
