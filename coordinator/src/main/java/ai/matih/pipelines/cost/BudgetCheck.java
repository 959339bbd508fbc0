package ai.matih.pipelines.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What the budget of a pipeline said when a run was promised; journaled with the run.
 *
 * @param expected what is reserved for the run
 * @param exceeded limits that the run goes beyond all the same: the budget only warns, or somebody
 *     overrode it
 * @param overriddenBy the subject who did
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BudgetCheck(
    BigDecimal expected, String currency, List<Excess> exceeded, Optional<String> overriddenBy) {

  /**
   * A limit that would be exceeded.
   *
   * @param limit the field of {@code orchestration.budget}
   * @param figure what it comes to with this run
   * @param most what the field says
   */
  public record Excess(String limit, BigDecimal figure, BigDecimal most) {}

  /** The journal leaves out what is empty. */
  public BudgetCheck {
    exceeded = exceeded == null ? List.of() : List.copyOf(exceeded);
    overriddenBy = overriddenBy == null ? Optional.empty() : overriddenBy;
  }

  /** The same, overridden by {@code subject}. */
  public BudgetCheck overridden(String subject) {
    return new BudgetCheck(expected, currency, exceeded, Optional.of(subject));
  }
}
