package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/**
 * What people are asked at a gate, however it is written: as one of {@code orchestration.approvals}
 * or as an approval task.
 */
public sealed interface Consent permits Approval, TaskWork.Approve {
  /** Roles or users. */
  List<String> approvers();

  /** How many different people must agree. */
  int min();

  /** Whether whoever started the run may agree. */
  boolean allowSelf();

  /** What the approvers are told. */
  Optional<String> message();

  /** What happens when nobody decided in time. */
  OnTimeout onTimeout();

  /** Roles or users who may decide as well once the gate has escalated. */
  List<String> escalate();
}
