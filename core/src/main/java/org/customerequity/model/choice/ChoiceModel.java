package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.List;
import org.customerequity.fit.Parametric;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Estimate;

/**
 * A model of brand choice: one set of utility coefficients for all respondents, or several classes of respondents with a set each.
 * Its parameters are coefficients of either sign.
 *
 * <pre>{@code
 *   P(i buys k after j) = sum over classes c of  q_ic  P_c(i buys k after j)
 * }</pre>
 */
public interface ChoiceModel extends Parametric, Serializable {
    /** The brands, in the order of the survey that was fitted. */
    List<String> brands();

    /** The sub-drivers, in the order of the survey that was fitted. */
    List<SubDriver> subDrivers();

    /** How many classes of respondents; 1 where all are alike. */
    int classes();

    /**
     * The coefficients of a class.
     *
     * @param ofClass from 0
     */
    ChoiceCoefficients coefficients(int ofClass);

    /**
     * How likely each respondent belongs to each class: one row a respondent, one column a class, rows summing to 1.
     *
     * @throws IllegalArgumentException if the survey has other brands or sub-drivers than the model
     */
    double[][] membership(BrandSurvey survey);

    @Override
    default Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    @Override
    ChoiceModel withParameters(double... parameters);
}
