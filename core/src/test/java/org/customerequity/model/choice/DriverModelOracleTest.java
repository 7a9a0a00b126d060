package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.customerequity.fit.FitReport;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.testing.OracleTable;
import org.junit.jupiter.api.Test;

/** Fits of every kind against Newton's method in fifty digits. */
class DriverModelOracleTest {
    /** Relative; a coefficient near 0 is as wrong as its standard error's share. */
    private static final double TOLERANCE = 1e-14;

    @Test
    void everyKindOfFit() {
        ChoiceSpecification plain = ChoiceSpecification.defaults();
        BrandSurvey survey = ThirtyRespondents.survey();
        ChoiceSpecification byBrand = plain.withInertia(Inertia.BY_BRAND);
        List<FitReport> reports = List.of(
                report(survey, plain),
                report(survey, plain.withIntercepts()),
                report(survey, byBrand),
                report(survey, byBrand.withIntercepts()),
                report(survey, plain.withErrors(CoefficientErrors.robust())),
                report(ThirtyRespondents.sharesAndWeights(), plain),
                report(survey, plain.withTreatment(Ridge.of(1))),
                report(survey, plain.withTreatment(Ridge.of(5))),
                report(survey, plain.withTreatment(PrincipalComponents.factors(2))),
                report(survey, plain.withTreatment(PrincipalComponents.factors(1))));
        OracleTable oracle = OracleTable.resource("driver-model-thirty.csv");
        for (int row = 0; row < oracle.size(); row++) {
            FitReport report = reports.get((int) oracle.get(row, "case"));
            int j = (int) oracle.get(row, "parameter");
            double error = oracle.get(row, "error");
            String where = oracle.where(row);
            double b = oracle.get(row, "coefficient");
            assertEquals(b, report.estimates()[j], TOLERANCE * Math.max(Math.abs(b), error), where);
            assertEquals(error, report.standardErrors()[j], TOLERANCE * error, where);
            double logLikelihood = oracle.get(row, "logLikelihood");
            assertEquals(logLikelihood, report.logLikelihood(), TOLERANCE * Math.abs(logLikelihood), where);
        }
    }

    private static FitReport report(BrandSurvey survey, ChoiceSpecification specification) {
        return DriverModel.fit(survey, specification).report();
    }
}
