import org.jspecify.annotations.NullMarked;

@NullMarked
module org.customerequity {
    requires com.google.common;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires org.apache.commons.numbers.gamma;
    requires org.apache.commons.numbers.core;
    requires org.apache.commons.statistics.distribution;
    requires org.apache.commons.rng.api;
    requires org.apache.commons.rng.sampling;

    exports org.customerequity.value;
    exports org.customerequity.fit;
    exports org.customerequity.fit.posterior;
    exports org.customerequity.history;
    exports org.customerequity.history.activity;
    exports org.customerequity.history.contract;
    exports org.customerequity.history.covariate;
    exports org.customerequity.history.policy;
    exports org.customerequity.metric;
    exports org.customerequity.metric.journey;
    exports org.customerequity.metric.marketing;
    exports org.customerequity.metric.investment;
    exports org.customerequity.metric.change;
    exports org.customerequity.metric.operation;
    exports org.customerequity.metric.order;
    exports org.customerequity.metric.programme;
    exports org.customerequity.metric.service;
    exports org.customerequity.survey;
    exports org.customerequity.survey.brand;
    exports org.customerequity.survey.design;
    exports org.customerequity.survey.wallet;
    exports org.customerequity.retention;
    exports org.customerequity.retention.cohort;
    exports org.customerequity.retention.covariate;
    exports org.customerequity.retention.curve;
    exports org.customerequity.retention.revenue;
    exports org.customerequity.model;
    exports org.customerequity.model.choice;
    exports org.customerequity.model.covariate;
    exports org.customerequity.model.diagnosis;
    exports org.customerequity.model.hierarchical;
    exports org.customerequity.model.purchase;
    exports org.customerequity.model.spend;
    exports org.customerequity.segment;
    exports org.customerequity.segment.cluster;
    exports org.customerequity.segment.rfm;
    exports org.customerequity.segment.lens;
    exports org.customerequity.lifetime;
    exports org.customerequity.lifetime.formula;
    exports org.customerequity.acquisition;
    exports org.customerequity.acquisition.prospect;
    exports org.customerequity.equity;
    exports org.customerequity.equity.measure;
    exports org.customerequity.equity.driver;
    exports org.customerequity.decision;
}
