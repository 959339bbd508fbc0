package ai.matih.pipelines.http.api.port;

import java.util.Map;
import java.util.Optional;

/** How the node's parts are. Answers at once, from what is known. */
@FunctionalInterface
public interface Health {

  /** The part that must be up for new runs to be accepted: room for what they would write. */
  String DISK = "disk";

  /** By part, e.g. {@code disk}, {@code projections}. */
  Map<String, Part> parts();

  /** A part and, if it is down, why. */
  record Part(boolean up, Optional<String> reason) {}
}
