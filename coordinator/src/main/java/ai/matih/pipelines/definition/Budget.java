package ai.matih.pipelines.definition;

import java.math.BigDecimal;
import java.util.Optional;

/** The most that runs may cost, in the currency of the price book. */
public record Budget(
    Optional<BigDecimal> maxCostPerRun, Optional<BigDecimal> maxCostPerMonth, OnExceed onExceed) {}
