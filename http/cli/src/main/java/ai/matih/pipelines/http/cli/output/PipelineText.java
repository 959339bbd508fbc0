package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ConnectionView;
import ai.matih.pipelines.http.client.PipelineView;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Pipelines and connections as a person reads them. */
public final class PipelineText {

  private PipelineText() {}

  /** {@code ok flight-delays revision 1 (3f9c...) ACTIVE, schedule 0 6 * * * UTC}. */
  public static List<String> applied(Answer<PipelineView> answer) {
    PipelineView pipeline = answer.value();
    List<String> lines = new ArrayList<>(appliedToRun(answer));
    lines.addAll(PlanText.blockers(pipeline.blockers()));
    return List.copyOf(lines);
  }

  /** The same without what is missing: the refusal of the run that follows says that. */
  public static List<String> appliedToRun(Answer<PipelineView> answer) {
    PipelineView pipeline = answer.value();
    List<String> lines = new ArrayList<>();
    lines.add(
        " ok "
            + pipeline.name()
            + "  revision "
            + pipeline.revision()
            + pipeline.hash().map(hash -> " (" + PlanText.shortened(hash) + ")").orElse("")
            + "  "
            + pipeline.status()
            + schedule(answer.document()));
    pipeline.warnings().forEach(warning -> lines.add(" --  " + warning));
    return List.copyOf(lines);
  }

  /** {@code ok SALES_DB revision 1 postgresql}. */
  public static List<String> appliedConnection(Answer<ConnectionView> answer) {
    ConnectionView connection = answer.value();
    return List.of(
        " ok "
            + connection.name()
            + "  revision "
            + connection.revision()
            + "  "
            + connection.type());
  }

  /** Who it is, what it runs on, what is missing. */
  public static List<String> described(Answer<PipelineView> answer) {
    PipelineView pipeline = answer.value();
    List<String> lines = new ArrayList<>();
    lines.add(pipeline.name() + "  " + pipeline.status() + schedule(answer.document()));
    pipeline.description().ifPresent(text -> lines.add("  " + text));
    lines.add("  id        " + pipeline.pipelineId());
    lines.add(
        "  revision  "
            + pipeline.revision()
            + pipeline.hash().map(hash -> " (" + hash + ")").orElse(""));
    lines.add("  version   " + pipeline.version());
    lines.add("  engine    " + pipeline.engine());
    if (!pipeline.tags().isEmpty()) {
      lines.add("  tags      " + String.join(", ", pipeline.tags()));
    }
    pipeline.running().ifPresent(count -> lines.add("  in flight " + count));
    pipeline.spending().ifPresent(month -> lines.add("  spent     " + spent(month)));
    lines.add("  changed   " + Figures.instant(pipeline.updatedAt()));
    pipeline.warnings().forEach(warning -> lines.add(" --  " + warning));
    lines.addAll(PlanText.blockers(pipeline.blockers()));
    return List.copyOf(lines);
  }

  private static String spent(PipelineView.Spending month) {
    return Figures.money(month.settled(), month.currency())
        + " in "
        + month.month()
        + (month.reserved().signum() == 0
            ? ""
            : ", and " + Figures.money(month.reserved(), month.currency()) + " reserved");
  }

  private static String schedule(JsonNode document) {
    JsonNode orchestration = document.path("definition").path("orchestration");
    JsonNode schedule = orchestration.path("schedule");
    String cron = schedule.isTextual() ? schedule.asText() : schedule.path("cron").asText("");
    if (cron.isEmpty()) {
      return "";
    }
    String zone = schedule.path("timezone").asText(orchestration.path("timezone").asText("UTC"));
    return ", schedule " + cron + " " + zone;
  }
}
