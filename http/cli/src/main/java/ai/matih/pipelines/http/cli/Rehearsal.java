package ai.matih.pipelines.http.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code bin/matih} lets the JVM watch once after a build, to write the command line's
 * start-up archive: the commands people type most, against a server that answers with an empty
 * page.
 */
public final class Rehearsal {
  private static final String EMPTY =
      "{\"data\":[],\"pagination\":{\"page\":0,\"size\":20,\"totalElements\":0,\"totalPages\":0,"
          + "\"hasNext\":false}}";

  private Rehearsal() {}

  public static void main(String[] arguments) throws IOException {
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = EMPTY.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Path home = Files.createTempDirectory("matih-rehearsal");
    Path node = home.resolve("node.json");
    try {
      Files.writeString(
          node,
          "{\"pid\":%d,\"url\":\"http://127.0.0.1:%d\",\"startedAt\":\"\",\"version\":\"\"}"
              .formatted(ProcessHandle.current().pid(), server.getAddress().getPort()));
      String[] here = {"--home", home.toString()};
      Matih.run("get", "pipelines", here[0], here[1]);
      Matih.run("get", "runs", here[0], here[1]);
      Matih.run("describe", "nothing", here[0], here[1], "-o", "json");
      Matih.run("version", here[0], here[1]);
      Matih.run("validate", "nothing.yaml");
    } finally {
      server.stop(0);
      Files.deleteIfExists(node);
      Files.deleteIfExists(home);
    }
  }
}
