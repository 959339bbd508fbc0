package ai.matih.pipelines.node.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What lies between the nodes: each is reached at a port of this network, which carries the bytes
 * on to the port that the node really has. Two nodes can be cut off from each other: then nothing
 * arrives any more, and nothing is refused either, as with a cable that is out. Nodes are told
 * apart by the loopback address that they call from.
 */
final class NetworkUnderTest implements AutoCloseable {
  private final List<ServerSocket> doors = new ArrayList<>();
  private final Set<Socket> sockets = new HashSet<>();
  private final Set<Set<Integer>> cut = new HashSet<>();
  private boolean closed;

  /**
   * Opens the door of the next node.
   *
   * @return where others reach it
   */
  int open(int node, int port) throws IOException {
    ServerSocket door =
        new ServerSocket(0, 50, InetAddress.getByName(ClusterUnderTest.address(node)));
    synchronized (this) {
      doors.add(door);
    }
    thread(() -> receive(door, node, port));
    return door.getLocalPort();
  }

  /** From now on nothing goes from {@code node} to the others or back. */
  synchronized void isolate(int node) {
    for (int other = 0; other < ClusterUnderTest.NODES; other++) {
      if (other != node) {
        cut.add(Set.of(node, other));
      }
    }
  }

  synchronized void heal() {
    cut.clear();
    notifyAll();
  }

  private void receive(ServerSocket door, int node, int port) {
    while (!door.isClosed()) {
      try {
        Socket from = door.accept();
        int caller = from.getInetAddress().getAddress()[3] - 2;
        thread(() -> carry(from, Set.of(caller, node), node, port));
      } catch (IOException | IllegalArgumentException e) {
        // closed, or a node that calls itself
      }
    }
  }

  private void carry(Socket from, Set<Integer> between, int node, int port) {
    try {
      awaitOpen(between);
      Socket to = new Socket();
      synchronized (this) {
        sockets.add(from);
        sockets.add(to);
      }
      to.connect(new InetSocketAddress(ClusterUnderTest.address(node), port), 2_000);
      thread(() -> pump(to, from, between));
      pump(from, to, between);
    } catch (IOException e) {
      close(from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump(Socket from, Socket to, Set<Integer> between) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[16 << 10];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        awaitOpen(between);
        out.write(bytes, 0, read);
      }
    } catch (IOException e) {
      // one of them has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(from);
      close(to);
    }
  }

  private synchronized void awaitOpen(Set<Integer> between) throws InterruptedException {
    while (!closed && cut.contains(between)) {
      wait();
    }
  }

  private void close(Socket socket) {
    synchronized (this) {
      sockets.remove(socket);
    }
    try {
      socket.close();
    } catch (IOException e) {
      // it was closed
    }
  }

  private static void thread(Runnable work) {
    Thread.ofPlatform().daemon().name("network").start(work);
  }

  @Override
  public void close() {
    List<Socket> open;
    synchronized (this) {
      closed = true;
      notifyAll();
      open = List.copyOf(sockets);
    }
    open.forEach(this::close);
    for (ServerSocket door : doors) {
      try {
        door.close();
      } catch (IOException e) {
        // nobody will use it
      }
    }
  }
}
