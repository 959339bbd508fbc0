package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.node.NodeFile;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.Figures;
import ai.matih.pipelines.http.client.Endpoint;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.UnreachableException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "doctor",
    description = "Say what is missing on this machine, and what to do about it.")
final class Doctor implements Callable<Integer> {
  private static final long ENOUGH_DISK = 2_000_000_000L;
  private static final int FULL_JAVA = 25;

  @Mixin private CommonOptions options;

  @Override
  public Integer call() {
    Console console = options.console();
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(distribution());
    findings.add(home(options.home()));
    findings.add(disk(options.home()));
    findings.add(port());
    findings.add(node());
    if (console.documents()) {
      ObjectNode document = Documents.object();
      findings.forEach(
          finding ->
              document
                  .putObject(finding.subject())
                  .put("ok", finding.grade() != Grade.MISSING)
                  .put("found", finding.found())
                  .put("remedy", finding.remedy().orElse("")));
      console.print(document);
    } else {
      findings.forEach(finding -> console.say(finding.lines()));
    }
    boolean fine = findings.stream().noneMatch(finding -> finding.grade() == Grade.MISSING);
    return (fine ? ExitCode.GOOD : ExitCode.NO_NODE).number();
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    String found = "Java " + Runtime.version() + " in " + System.getProperty("java.home");
    return feature >= FULL_JAVA
        ? Finding.good("java", found)
        : Finding.note("java", found, "Java 25 starts a node in about half the time.");
  }

  private Finding distribution() {
    String dist = options.environment().getOrDefault("MATIH_DIST", "target/dist");
    return Files.isDirectory(Path.of(dist, "lib"))
        ? Finding.good("distribution", dist)
        : Finding.missing("distribution", "none in " + dist, "Run bin/matih, which builds it.");
  }

  private static Finding home(Path home) {
    Path existing = home;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing != null && Files.isDirectory(existing) && Files.isWritable(existing)
        ? Finding.good("home", home + (Files.exists(home) ? "" : " (will be made)"))
        : Finding.missing(
            "home", home + " cannot be written", "Set MATIH_HOME to a folder that can.");
  }

  private static Finding disk(Path home) {
    Path existing = home;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      String found = Figures.bytes(free) + " free";
      return free >= ENOUGH_DISK
          ? Finding.good("disk", found)
          : Finding.note("disk", found, "Make room: a node and its data want 2 GB.");
    } catch (IOException e) {
      return Finding.note("disk", "unknown: " + e.getMessage(), "Check the disk by hand.");
    }
  }

  private Finding port() {
    if (NodeFile.running(options.home()).isPresent()) {
      return Finding.good("port", "held by the node");
    }
    try (ServerSocket socket = new ServerSocket(8000, 1, InetAddress.getLoopbackAddress())) {
      return Finding.good("port", socket.getLocalPort() + " is free");
    } catch (IOException taken) {
      return Finding.note("port", "8000 is taken", "A node takes a free one, or what --port says.");
    }
  }

  private Finding node() {
    Optional<Endpoint> endpoint = options.endpoint();
    if (endpoint.isEmpty()) {
      return Finding.note("node", "none runs", "Start one with `matih up`.");
    }
    try (MatihClient client = new MatihClient(endpoint.get())) {
      return client.ready()
          ? Finding.good("node", endpoint.get().url() + " is ready")
          : Finding.missing(
              "node",
              endpoint.get().url() + " is not ready",
              "Ask " + endpoint.get().url() + "/ready which part, and read its logs.");
    } catch (UnreachableException gone) {
      return Finding.missing("node", gone.getMessage(), "Start one with `matih up`.");
    }
  }

  private enum Grade {
    GOOD("ok"),
    NOTE("--"),
    MISSING("!!");

    private final String mark;

    Grade(String mark) {
      this.mark = mark;
    }
  }

  private record Finding(String subject, Grade grade, String found, Optional<String> remedy) {
    static Finding good(String subject, String found) {
      return new Finding(subject, Grade.GOOD, found, Optional.empty());
    }

    static Finding note(String subject, String found, String remedy) {
      return new Finding(subject, Grade.NOTE, found, Optional.of(remedy));
    }

    static Finding missing(String subject, String found, String remedy) {
      return new Finding(subject, Grade.MISSING, found, Optional.of(remedy));
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add(String.format(" %s %-13s %s", grade.mark, subject, found));
      remedy.ifPresent(text -> lines.add("                  " + text));
      return lines;
    }
  }
}
