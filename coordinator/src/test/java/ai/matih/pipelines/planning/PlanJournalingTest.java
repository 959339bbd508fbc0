package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.OnFail;
import ai.matih.pipelines.definition.PipelineDefinition;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;

class PlanJournalingTest {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().addModules(new Jdk8Module(), new JavaTimeModule()).build();

  @Test
  void aPlanWithEverythingInItComesBackFromItsJson() throws Exception {
    PipelineDefinition definition =
        new ADefinition()
            .csv("orders")
            .notNull("ids", "orders", OnFail.APPROVE)
            .sql("paid", "SELECT 1", "orders")
            .table("lake", "paid")
            .approvalBefore("lake")
            .build();

    comesBack(ATenant.withAll().plan(definition));
    comesBack(new ATenant().plan(definition));
  }

  private static void comesBack(Plan plan) throws Exception {
    assertThat(MAPPER.readValue(MAPPER.writeValueAsString(plan), Plan.class)).isEqualTo(plan);
  }
}
