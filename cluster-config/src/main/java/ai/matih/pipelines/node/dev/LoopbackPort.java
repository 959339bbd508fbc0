package ai.matih.pipelines.node.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Chooses TCP ports on the loopback address. */
final class LoopbackPort {

  private LoopbackPort() {}

  /** A port that was free a moment ago. */
  static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that was free a moment ago and is not {@code taken}, which may be free as well. */
  static int freeBeside(int taken) {
    return firstOther(taken, LoopbackPort::free);
  }

  static int firstOther(int taken, IntSupplier ports) {
    return IntStream.generate(ports).filter(port -> port != taken).findFirst().orElseThrow();
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The port noted in {@code file} if it is still free, else a new one, which is noted. Stored
   * connections name the port, so it should not wander from start to start.
   */
  static int remembered(Path file) throws IOException {
    if (Files.exists(file)) {
      var text = Files.readString(file).strip();
      if (text.matches("[1-9][0-9]{0,4}") && isFree(Integer.parseInt(text))) {
        return Integer.parseInt(text);
      }
    }
    int port = free();
    Files.writeString(file, port + "\n");
    return port;
  }
}
