package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The output of an earlier step, as this one finds it.
 *
 * @param version as the journal has it
 */
record Dataset(String relation, Path file, long rows, long bytes, DatasetVersion version) {
  private static final String FORMAT = "parquet";

  /** Fails if the step has no output or its file is gone. */
  static Dataset of(Step.Input input, StepResult producer) {
    Path file =
        producer
            .output()
            .flatMap(DatasetVersion::uri)
            .map(uri -> Path.of(URI.create(uri)))
            .filter(Files::isReadable)
            .orElseThrow(() -> gone(input));
    try {
      return new Dataset(
          input.relation(),
          file,
          producer.rowsOut(),
          Files.size(file),
          producer.output().orElseThrow());
    } catch (IOException e) {
      throw gone(input);
    }
  }

  private static StepFailure gone(Step.Input input) {
    return StepFailure.infrastructure(
        "DATASET_GONE",
        "the rows of step " + input.step() + " are not in the work location any more",
        "retry the run: steps whose rows are gone run again",
        null);
  }

  /** What a file that was just written is to the journal; its fingerprint is that of its bytes. */
  static DatasetVersion version(String pipeline, String step, Path file, List<Column> schema)
      throws IOException {
    return new DatasetVersion(
        "matih",
        pipeline + "/" + step,
        Optional.of(file.toUri().toString()),
        FORMAT,
        schema,
        Optional.of(fingerprint(file)));
  }

  private static String fingerprint(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      byte[] hash = ((DigestInputStream) in).getMessageDigest().digest();
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
