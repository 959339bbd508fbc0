package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a task of a task graph does. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskWork.Sql.class, name = "sql"),
  @JsonSubTypes.Type(value = TaskWork.Quality.class, name = "quality"),
  @JsonSubTypes.Type(value = TaskWork.Notify.class, name = "notification"),
  @JsonSubTypes.Type(value = TaskWork.Log.class, name = "log"),
  @JsonSubTypes.Type(value = TaskWork.Approve.class, name = "approval"),
  @JsonSubTypes.Type(value = TaskWork.Python.class, name = "python"),
  @JsonSubTypes.Type(value = TaskWork.Spark.class, name = "spark"),
  @JsonSubTypes.Type(value = TaskWork.Flink.class, name = "flink"),
  @JsonSubTypes.Type(value = TaskWork.Dbt.class, name = "dbt")
})
public sealed interface TaskWork {
  /**
   * Runs a query and keeps its result under a name that later queries read.
   *
   * @param connection where the query runs; absent: on the run's engine
   * @param output the table that takes the result
   */
  record Sql(String query, Optional<String> connection, Optional<String> output)
      implements TaskWork {}

  /** Checks the outputs of the tasks before. */
  record Quality(List<QualityCheck> checks) implements TaskWork {
    public Quality {
      checks = Immutable.list(checks);
    }
  }

  /** Tells somebody. */
  record Notify(Channel channel, Optional<String> target, String message) implements TaskWork {}

  /** Writes one line to the run's log: the smallest task there is. */
  record Log(String message) implements TaskWork {}

  /** Waits for people, for as long as the task's timeout. */
  record Approve(
      List<String> approvers,
      int min,
      boolean allowSelf,
      Optional<String> message,
      OnTimeout onTimeout,
      List<String> escalate)
      implements TaskWork, Consent {
    public Approve {
      approvers = Immutable.list(approvers);
      message = message == null ? Optional.empty() : message;
      onTimeout = onTimeout == null ? OnTimeout.CANCEL : onTimeout;
      escalate = Immutable.list(escalate);
    }
  }

  /** Runs a Python program. */
  record Python(String script, List<String> arguments) implements TaskWork {
    public Python {
      arguments = Immutable.list(arguments);
    }
  }

  /** Runs a packaged Spark application. */
  record Spark(
      String application,
      Optional<String> mainClass,
      List<String> arguments,
      Map<String, String> conf)
      implements TaskWork {
    public Spark {
      arguments = Immutable.list(arguments);
      conf = Immutable.map(conf);
    }
  }

  /** Runs a Flink SQL job. */
  record Flink(String sql) implements TaskWork {}

  /** Builds a dbt project. */
  record Dbt(String project, List<String> select, Optional<String> target, Map<String, String> vars)
      implements TaskWork {
    public Dbt {
      select = Immutable.list(select);
      vars = Immutable.map(vars);
    }
  }
}
