package ai.matih.pipelines.connectors;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which machines the node may call for its users ({@code matih.egress.allow}): host names, names
 * with {@code *} for any part ({@code *.example.com}), addresses and ranges of them ({@code
 * 10.0.0.0/8}), or {@code *} alone for all. A name that no rule names is allowed if all addresses
 * that it stands for are in a range; the driver that connects a moment later finds the same ones in
 * the JVM's cache. Immutable and safe for use from any thread.
 */
public final class Egress {
  /** The setting, as errors name it. */
  public static final String SETTING = "matih.egress.allow";

  private static final Pattern NAME = Pattern.compile("[a-z0-9*]([a-z0-9._*-]{0,252})");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d+(\\.\\d+){3}|[0-9a-f:.]*:[0-9a-f:.]*");

  /** No bounds: for a node that only its own machine can reach. */
  public static final Egress ANYWHERE = of(List.of("*"));

  private record Range(byte[] network, int prefix) {}

  private final List<Pattern> names;
  private final List<Range> ranges;

  private Egress(List<Pattern> names, List<Range> ranges) {
    this.names = List.copyOf(names);
    this.ranges = List.copyOf(ranges);
  }

  /** Throws IllegalArgumentException naming the first text that is no rule. */
  public static Egress of(List<String> allowed) {
    List<Pattern> names = new ArrayList<>();
    List<Range> ranges = new ArrayList<>();
    for (String text : allowed) {
      String plain = plain(text);
      int slash = plain.indexOf('/');
      String base = slash < 0 ? plain : plain.substring(0, slash);
      if (ADDRESS.matcher(base).matches()) {
        ranges.add(range(text, base, slash < 0 ? "" : plain.substring(slash + 1)));
      } else if (slash < 0 && NAME.matcher(plain).matches() && !endsInNoDomain(plain)) {
        names.add(glob(plain));
      } else {
        throw wrong(text);
      }
    }
    return new Egress(names, ranges);
  }

  /**
   * Whether the host may be called; blocks for the name service if that depends on its addresses.
   *
   * @param host a name or an address, IPv6 with or without brackets
   */
  public boolean allows(String host) {
    String name = plain(host);
    if (names.stream().anyMatch(allowed -> allowed.matcher(name).matches())) {
      return true;
    }
    List<InetAddress> addresses = ranges.isEmpty() ? List.of() : addresses(name);
    return !addresses.isEmpty()
        && addresses.stream()
            .allMatch(address -> ranges.stream().anyMatch(range -> holds(range, address)));
  }

  /** What a person has to do so that the host may be called. */
  public static String remedy(String host) {
    return "let the operator of the node add " + plain(host) + " to " + SETTING;
  }

  private static String plain(String host) {
    String name = host.strip().toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      return name.substring(1, name.length() - 1);
    }
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static List<InetAddress> addresses(String name) {
    try {
      return List.of(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private static Pattern glob(String name) {
    return Pattern.compile(
        Arrays.stream(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  /** {@code 10.*} would mean the host {@code 10.example.com} too. */
  private static boolean endsInNoDomain(String glob) {
    String last = glob.substring(glob.lastIndexOf('.') + 1);
    return !glob.equals("*") && (last.contains("*") || last.matches("\\d+"));
  }

  private static Range range(String text, String base, String bits) {
    InetAddress first = addresses(base).stream().findFirst().orElseThrow(() -> wrong(text));
    byte[] network = first.getAddress();
    int most = network.length * 8;
    int prefix = bits.isEmpty() ? most : bits.matches("\\d{1,3}") ? Integer.parseInt(bits) : -1;
    if (prefix < 0 || prefix > most) {
      throw wrong(text);
    }
    return new Range(network, prefix);
  }

  private static boolean holds(Range range, InetAddress which) {
    byte[] address = which.getAddress();
    return address.length == range.network().length
        && IntStream.range(0, range.prefix())
            .allMatch(bit -> bit(address, bit) == bit(range.network(), bit));
  }

  private static int bit(byte[] bytes, int index) {
    return bytes[index / 8] >> (7 - index % 8) & 1;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        SETTING
            + " has \""
            + text
            + "\", which is no host name, no name with * before a domain (*.example.com), no address"
            + " and no range (10.0.0.0/8)");
  }
}
