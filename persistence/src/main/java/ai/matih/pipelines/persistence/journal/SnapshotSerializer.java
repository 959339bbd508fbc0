package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.connection.ConnectionState;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.pipeline.Pipeline;
import java.io.IOException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Snapshots of entity states. They are a saving and nothing more: one that cannot be read is
 * ignored (snapshot-is-optional) and the journal is replayed. A change of a state's meaning that
 * its JSON does not show needs a new version here.
 */
public final class SnapshotSerializer extends SerializerWithStringManifest {

  private static final String PIPELINE = "pipeline-state:1";
  private static final String CONNECTION = "connection-state:1";
  private static final String EXECUTION = "execution-state:1";

  @Override
  public int identifier() {
    return 7402;
  }

  @Override
  public String manifest(Object state) {
    return switch (state) {
      case Pipeline ignored -> PIPELINE;
      case ConnectionState ignored -> CONNECTION;
      case Execution ignored -> EXECUTION;
      default -> throw new IllegalArgumentException("no snapshot format for " + state.getClass());
    };
  }

  @Override
  public byte[] toBinary(Object state) {
    try {
      return Json.MAPPER.writeValueAsBytes(state);
    } catch (IOException e) {
      throw new UnreadableRecord("A snapshot cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    try {
      return switch (manifest) {
        case PIPELINE -> Json.MAPPER.readValue(bytes, Pipeline.class);
        case CONNECTION -> Json.MAPPER.readValue(bytes, ConnectionState.class);
        case EXECUTION -> Json.MAPPER.readValue(bytes, Execution.class);
        default ->
            throw new UnreadableRecord("A snapshot '" + manifest + "' is of another release");
      };
    } catch (IOException e) {
      throw new UnreadableRecord("A snapshot cannot be read: " + e.getMessage(), e);
    }
  }
}
