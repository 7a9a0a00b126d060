package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.history.contract.Spell;
import org.customerequity.history.contract.Spells;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every curve of the package, and two of a user's own that bring the essentials only, obey the contract. */
class RetentionCurveContractTest {
    private static final PeriodUnit MONTH = PeriodUnit.MONTH;

    @Nested
    class Constant extends RetentionCurveContract {
        @Override
        protected RetentionCurve curve() {
            return new ConstantRetention(0.93, MONTH);
        }
    }

    @Nested
    class Geometric extends RetentionCurveContract {
        @Override
        protected RetentionCurve curve() {
            return new ShiftedBetaGeometric(0.668, 3.806, MONTH);
        }
    }

    @Nested
    class DiscreteWeibull extends RetentionCurveContract {
        @Override
        protected RetentionCurve curve() {
            return new BetaDiscreteWeibull(0.259, 1.722, 1.584, MONTH);
        }
    }

    @Nested
    class Exponential extends RetentionCurveContract {
        @Override
        protected RetentionCurve curve() {
            return new ExponentialGamma(1.4, 9, MONTH);
        }
    }

    @Nested
    class Weibull extends RetentionCurveContract {
        @Override
        protected RetentionCurve curve() {
            return new WeibullGamma(0.45, 3, 1.8, MONTH);
        }
    }

    @Nested
    class LifeTableWithTail extends RetentionCurveContract {
        private final EmpiricalCurve curve = EmpiricalCurve.of(CurveFitTest.HIGH_END.upTo(7))
                .withTail(new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.YEAR));

        @Override
        protected RetentionCurve curve() {
            return curve;
        }
    }

    @Nested
    class KaplanMeierWithTail extends RetentionCurveContract {
        private final WeibullGamma truth = new WeibullGamma(1.2, 9, 1.2, MONTH);
        private final EmpiricalCurve curve = observed();

        private EmpiricalCurve observed() {
            SplittableRandom random = new SplittableRandom(8);
            List<Spell> spells = random.doubles(300)
                    .mapToObj(u -> {
                        double t = truth.tenureQuantile(u);
                        return t < 12 ? Spell.lapsedAt(t) : Spell.activeAt(12);
                    })
                    .toList();
            return EmpiricalCurve.of(Spells.ofTimes(spells, MONTH)).withTail(truth);
        }

        @Override
        protected RetentionCurve curve() {
            return curve;
        }

        /** A hazard of steps, each even over the time since the one before. */
        @Override
        @Test
        public void hazardIsWhatSurvivalLoses() {
            double before = 0;
            for (EmpiricalCurve.Step step : curve.steps()) {
                double middle = curve.hazard((before + step.tenure()) / 2);
                double lost = curve.logSurvival(before) - curve.logSurvival(step.tenure());
                assertEquals(lost, middle * (step.tenure() - before), 1e-12);
                before = step.tenure();
            }
            assertEquals(truth.hazard(30), curve.hazard(30), 0.0);
        }
    }

    @Nested
    class UsersOwnDiscrete extends RetentionCurveContract {
        @Override
        protected RetentionCurve curve() {
            return new HalfStay(0.1);
        }
    }

    @Nested
    class UsersOwnContinuous extends RetentionCurveContract {
        @Override
        protected RetentionCurve curve() {
            return new NoMemory(0.06);
        }
    }

    /** Half leave by a constant chance, half never. */
    private record HalfStay(double churn) implements RetentionCurve, Serializable {
        @Override
        public PeriodUnit unit() {
            return MONTH;
        }

        @Override
        public boolean isDiscrete() {
            return true;
        }

        @Override
        public double logSurvival(double tenure) {
            return Math.log(0.5 + 0.5 * Math.pow(1 - churn, Math.floor(CurveDefaults.tenure(tenure))));
        }

        @Override
        public double hazard(double tenure) {
            return -Math.expm1(logSurvival(tenure) - logSurvival(tenure - 1));
        }
    }

    private record NoMemory(double rate) implements RetentionCurve, Serializable {
        @Override
        public PeriodUnit unit() {
            return MONTH;
        }

        @Override
        public boolean isDiscrete() {
            return false;
        }

        @Override
        public double logSurvival(double tenure) {
            return -rate * CurveDefaults.tenure(tenure);
        }

        @Override
        public double hazard(double tenure) {
            return rate;
        }
    }
}
