package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.cost.BudgetCheck;
import ai.matih.pipelines.cost.Ledger;
import ai.matih.pipelines.definition.Budget;
import ai.matih.pipelines.definition.OnExceed;
import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.pipeline.PipelineReply.Refused;
import ai.matih.pipelines.planning.Plan;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a run may be promised within the live revision's budget. */
final class Budgets {
  static final String PER_RUN = "max_cost_per_run";
  static final String PER_MONTH = "max_cost_per_month";

  /** Of the last runs the middle one counts, as in the planner's estimate. */
  private static final int RUNS = 5;

  private Budgets() {}

  /** What the budget says of a run of {@code plan}; empty without a budget. */
  static Optional<BudgetCheck> check(Pipeline state, Plan plan, Instant now) {
    return budget(state).map(budget -> check(state, budget, plan, now));
  }

  private static Optional<Budget> budget(Pipeline state) {
    return state.revisions().isEmpty()
        ? Optional.empty()
        : state.live().definition().orchestration().budget();
  }

  private static BudgetCheck check(Pipeline state, Budget budget, Plan plan, Instant now) {
    BigDecimal expected = expected(state, plan);
    List<BudgetCheck.Excess> exceeded = new ArrayList<>();
    compare(PER_RUN, expected, budget.maxCostPerRun(), exceeded);
    compare(
        PER_MONTH, state.ledger().at(now).sum().add(expected), budget.maxCostPerMonth(), exceeded);
    return new BudgetCheck(expected, plan.estimate().currency(), exceeded, Optional.empty());
  }

  private static void compare(
      String limit, BigDecimal figure, Optional<BigDecimal> most, List<BudgetCheck.Excess> into) {
    most.filter(amount -> figure.compareTo(amount) > 0)
        .ifPresent(amount -> into.add(new BudgetCheck.Excess(limit, figure, amount)));
  }

  /** As the last runs did cost; before any the plan's estimate, which may be rough. */
  private static BigDecimal expected(Pipeline state, Plan plan) {
    List<BigDecimal> last =
        state.recent().reversed().stream()
            .flatMap(figures -> figures.cost().stream())
            .limit(RUNS)
            .sorted()
            .toList();
    return last.isEmpty() ? plan.estimate().cost() : last.get((last.size() - 1) / 2);
  }

  /** Why the run does not start; empty if it may. */
  static Optional<Refused> refuse(Pipeline state, Optional<BudgetCheck> check, Instant now) {
    return check
        .filter(one -> !one.exceeded().isEmpty() && one.overriddenBy().isEmpty())
        .filter(one -> budget(state).orElseThrow().onExceed() == OnExceed.BLOCK)
        .map(
            one ->
                new Refused(
                    Refusal.CONFLICT, "BUDGET_EXCEEDED", sentences(state, one, now), remedy(one)));
  }

  private static String sentences(Pipeline state, BudgetCheck check, Instant now) {
    return check.exceeded().stream()
        .map(excess -> sentence(state, check, excess, now))
        .collect(Collectors.joining(" "));
  }

  private static String sentence(
      Pipeline state, BudgetCheck check, BudgetCheck.Excess excess, Instant now) {
    Ledger.Month month = state.ledger().at(now);
    String figure =
        excess.limit().equals(PER_RUN)
            ? "The run is expected to cost " + amount(excess.figure(), check)
            : "With this run, runs of "
                + Ledger.month(now)
                + " would come to "
                + amount(excess.figure(), check)
                + " ("
                + plain(month.settled())
                + " settled, "
                + plain(month.reserved())
                + " reserved, "
                + plain(check.expected())
                + " expected)";
    return figure
        + "; orchestration.budget."
        + excess.limit()
        + " is "
        + amount(excess.most(), check)
        + ".";
  }

  private static String remedy(BudgetCheck check) {
    boolean month = check.exceeded().stream().allMatch(one -> one.limit().equals(PER_MONTH));
    return "Raise the limit"
        + (month ? ", wait for the next month," : "")
        + " or start the run with --override-budget (override_budget: true), which needs the"
        + " permission "
        + Permission.PIPELINES_OVERRIDE_BUDGET.wire()
        + ".";
  }

  private static String amount(BigDecimal amount, BudgetCheck check) {
    return plain(amount) + " " + check.currency();
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
