package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandSurvey;

/**
 * A brand survey as the design of a logit: an occasion a respondent, a row a considered brand; columns in the order of
 * {@link DriverModel#parameterNames()}. The person of an occasion is the respondent's place in the survey.
 *
 * <p>Left out are respondents who carry no likelihood: without a next choice, with weight 0, or with one brand to choose from.
 */
final class SurveyDesign {
    /** Names of the columns. */
    final List<String> names;

    /** The first column of ratings; intercepts and inertia come before. */
    final int ratings;

    final ChoiceRows rows;

    /** The brand of each row. */
    final int[] brand;

    /** Whether every choice is of one brand, and every respondent counts the same: then weights are 1. */
    final boolean likelihood;

    /** Respondents in the survey. */
    final int respondents;

    private final int withoutChoice;
    private final int withoutWeight;
    private final int withOneBrand;

    private SurveyDesign(BrandSurvey survey, boolean intercepts, Inertia inertia) {
        names = DriverModel.names(survey.brands(), survey.subDrivers(), intercepts, inertia);
        ratings = names.size() - survey.subDrivers().size();
        respondents = survey.size();
        int k = survey.brands().size();
        int[] person = new int[respondents];
        int occasions = 0;
        int alternatives = 0;
        int unasked = 0;
        int weightless = 0;
        int alone = 0;
        for (int i = 0; i < respondents; i++) {
            int considered = considered(survey, i);
            if (!survey.hasChoice(i)) {
                unasked++;
            } else if (survey.weight(i) == 0) {
                weightless++;
            } else if (considered < 2) {
                alone++;
            } else {
                person[occasions++] = i;
                alternatives += considered;
            }
        }
        withoutChoice = unasked;
        withoutWeight = weightless;
        withOneBrand = alone;
        if (occasions == 0) {
            throw Require.bad(
                    "survey",
                    "must have a respondent of some weight who considers two brands and chooses the next",
                    "see BrandAnswer.withNext",
                    survey);
        }
        person = Arrays.copyOf(person, occasions);
        brand = new int[alternatives];
        int[] start = new int[occasions + 1];
        double[] share = new double[alternatives];
        double[] weight = new double[occasions];
        double[] z = new double[alternatives * names.size()];
        boolean single = true;
        boolean equal = true;
        int row = 0;
        for (int o = 0; o < occasions; o++) {
            int i = person[o];
            weight[o] = survey.weight(i);
            equal &= weight[o] == weight[0];
            for (int b = 0; b < k; b++) {
                if (survey.considers(i, b)) {
                    share[row] = survey.choiceShare(i, b);
                    single &= share[row] == 0 || share[row] == 1;
                    brand[row] = b;
                    fill(survey, i, b, intercepts, inertia, z, row * names.size());
                    row++;
                }
            }
            start[o + 1] = row;
        }
        if (equal) {
            Arrays.fill(weight, 1);
        }
        likelihood = single && equal;
        rows = new ChoiceRows(names.size(), start, z, share, weight, person);
    }

    /**
     * The design.
     *
     * @throws IllegalArgumentException if no respondent carries likelihood
     */
    static SurveyDesign of(BrandSurvey survey, boolean intercepts, Inertia inertia) {
        return new SurveyDesign(survey, intercepts, inertia);
    }

    private static int considered(BrandSurvey survey, int i) {
        int n = 0;
        for (int b = 0; b < survey.brands().size(); b++) {
            n += survey.considers(i, b) ? 1 : 0;
        }
        return n;
    }

    private static void fill(
            BrandSurvey survey, int i, int b, boolean intercepts, Inertia inertia, double[] z, int from) {
        int at = from;
        if (intercepts) {
            if (b > 0) {
                z[at + b - 1] = 1;
            }
            at += survey.brands().size() - 1;
        }
        boolean last = survey.lastBrand(i) == b;
        switch (inertia) {
            case NONE -> {}
            case COMMON -> z[at++] = last ? 1 : 0;
            case BY_BRAND -> {
                z[at + b] = last ? 1 : 0;
                at += survey.brands().size();
            }
        }
        for (int s = 0; s < survey.subDrivers().size(); s++) {
            z[at++] = survey.rating(i, b, s);
        }
    }

    /** Weight 1 for every person: what a common model takes. */
    double[] ones() {
        double[] ones = new double[respondents];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Who was left out, in full sentences. */
    List<String> warnings() {
        List<String> out = new ArrayList<>();
        addLeftOut(out, withoutChoice, "next choice is not known");
        addLeftOut(out, withoutWeight, "weight is 0");
        addLeftOut(out, withOneBrand, "consideration set is one brand, so that there is nothing to choose");
        return out;
    }

    private void addLeftOut(List<String> out, int count, String whose) {
        if (count > 0) {
            out.add("Of " + respondents + " respondents, " + count + (count == 1 ? " was" : " were")
                    + " left out, whose " + whose + ".");
        }
    }
}
