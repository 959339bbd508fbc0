package ai.matih.pipelines.http.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Documents that are put together here. */
final class Documents {

  private Documents() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
