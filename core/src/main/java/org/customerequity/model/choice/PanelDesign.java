package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandPanel;

/**
 * A panel of purchases as the design of a logit: an occasion a purchase, a row a brand on offer; columns in the order of
 * {@link DriverModel#parameterNames()}. The person of an occasion is the person's place in the panel. At a purchase of which the
 * brand bought before is not known no brand has inertia.
 *
 * <p>Left out are persons with weight 0, and purchases of the only brand on offer.
 */
final class PanelDesign {
    /** Names of the columns. */
    final List<String> names;

    /** The first column of ratings; intercepts and inertia come before. */
    final int ratings;

    final ChoiceRows rows;

    /** Whether every person counts the same: then weights are 1. */
    final boolean likelihood;

    private final int persons;
    private final int purchases;
    private final int withoutWeight;
    private final int withOneBrand;

    private PanelDesign(BrandPanel panel, boolean intercepts, Inertia inertia) {
        names = DriverModel.names(panel.brands(), panel.subDrivers(), intercepts, inertia);
        ratings = names.size() - panel.subDrivers().size();
        persons = panel.size();
        purchases = panel.purchases();
        int occasions = 0;
        int alternatives = 0;
        int weightless = 0;
        int alone = 0;
        for (int i = 0; i < persons; i++) {
            if (panel.weight(i) == 0) {
                weightless++;
                continue;
            }
            for (int t = 0; t < panel.purchases(i); t++) {
                int offered = offered(panel, i, t);
                if (offered < 2) {
                    alone++;
                } else {
                    occasions++;
                    alternatives += offered;
                }
            }
        }
        withoutWeight = weightless;
        withOneBrand = alone;
        if (occasions == 0) {
            throw Require.bad(
                    "panel", "must have a purchase, by a person of some weight, with two brands on offer", "", panel);
        }
        int[] start = new int[occasions + 1];
        int[] person = new int[occasions];
        double[] weight = new double[occasions];
        double[] share = new double[alternatives];
        double[] z = new double[Math.multiplyExact(alternatives, names.size())];
        boolean equal = true;
        int o = 0;
        int row = 0;
        for (int i = 0; i < persons; i++) {
            for (int t = 0; panel.weight(i) > 0 && t < panel.purchases(i); t++) {
                if (offered(panel, i, t) < 2) {
                    continue;
                }
                person[o] = i;
                weight[o] = panel.weight(i);
                equal &= weight[o] == weight[0];
                int last = panel.boughtBefore(i, t).orElse(-1);
                for (int b = 0; b < panel.brands().size(); b++) {
                    if (panel.isOffered(i, t, b)) {
                        share[row] = panel.bought(i, t) == b ? 1 : 0;
                        int at = row * names.size();
                        if (intercepts && b > 0) {
                            z[at + b - 1] = 1;
                        }
                        if (b == last && inertia != Inertia.NONE) {
                            int first = intercepts ? panel.brands().size() - 1 : 0;
                            z[at + first + (inertia == Inertia.BY_BRAND ? b : 0)] = 1;
                        }
                        for (int s = 0; s < panel.subDrivers().size(); s++) {
                            z[at + ratings + s] = panel.rating(i, t, b, s);
                        }
                        row++;
                    }
                }
                start[++o] = row;
            }
        }
        if (equal) {
            Arrays.fill(weight, 1);
        }
        likelihood = equal;
        rows = new ChoiceRows(names.size(), start, z, share, weight, person);
    }

    /**
     * The design.
     *
     * @throws IllegalArgumentException if no purchase carries likelihood
     */
    static PanelDesign of(BrandPanel panel, boolean intercepts, Inertia inertia) {
        return new PanelDesign(panel, intercepts, inertia);
    }

    private static int offered(BrandPanel panel, int i, int purchase) {
        int n = 0;
        for (int b = 0; b < panel.brands().size(); b++) {
            n += panel.isOffered(i, purchase, b) ? 1 : 0;
        }
        return n;
    }

    /** What was left out, in full sentences. */
    List<String> warnings() {
        List<String> out = new ArrayList<>();
        if (withoutWeight > 0) {
            out.add("Of " + persons + " persons, " + withoutWeight + (withoutWeight == 1 ? " was" : " were")
                    + " left out, whose weight is 0.");
        }
        if (withOneBrand > 0) {
            out.add("Of " + purchases + " purchases, " + withOneBrand + (withOneBrand == 1 ? " was" : " were")
                    + " left out, at which one brand was on offer, so that there was nothing to choose.");
        }
        return out;
    }
}
