package ai.matih.pipelines.node;

import ai.matih.pipelines.engine.Topics;
import ai.matih.pipelines.gateway.wire.DeadLetter;
import ai.matih.pipelines.gateway.wire.DeadLetterReader;
import ai.matih.pipelines.http.api.port.DeadLetterBox;
import ai.matih.pipelines.http.api.view.DeadLetterView;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.operations.OperatorAction;
import ai.matih.pipelines.persistence.operations.OperatorActions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Dead letters from Kafka, with what operators did to them from the database. */
final class NodeDeadLetters implements DeadLetterBox {
  /** Letters read for one page at most, so that a page costs the same whatever it filters out. */
  private static final int READ_AT_ONCE = 500;

  private static final Pattern ID = Pattern.compile("([a-z0-9.]{1,100})-(\\d{1,5})-(\\d{1,18})");
  private static final Pattern PLACE = Pattern.compile("([a-z0-9.]{1,100})-(\\d{1,5})=(\\d{1,18})");

  /** Where letters of each topic come from, by the topic's short name. */
  private static final Map<String, String> TOPICS = topicsByName();

  private final DeadLetterReader reader;
  private final OperatorActions actions;
  private final Executor blocking;

  NodeDeadLetters(DeadLetterReader reader, OperatorActions actions, Executor blocking) {
    this.reader = reader;
    this.actions = actions;
    this.blocking = blocking;
  }

  private static Map<String, String> topicsByName() {
    Map<String, String> topics = new LinkedHashMap<>();
    Stream.concat(
            Stream.of(Topics.DEFAULT.commands(), Topics.DEFAULT.engineEvents()),
            EngineWires.INSTANCES.stream().map(Topics.DEFAULT::engineCommands))
        .forEach(topic -> topics.put(shortName(topic), topic));
    return topics;
  }

  private static String shortName(String topic) {
    String prefix = Topics.DEFAULT.prefix();
    return topic.startsWith(prefix) ? topic.substring(prefix.length()) : topic;
  }

  /**
   * How many letters of each topic nobody has replayed or discarded, by its short name; letters
   * behind the newest {@value #READ_AT_ONCE} count without a look. Blocks for some seconds at most.
   */
  Map<String, Long> open() {
    Map<String, Long> open = new TreeMap<>();
    reader
        .kept(TOPICS.values())
        .forEach((topic, kept) -> open.merge(shortName(topic), kept, Long::sum));
    if (open.values().stream().anyMatch(kept -> kept > 0)) {
      List<DeadLetter> read = reader.newest(TOPICS.values(), Map.of(), READ_AT_ONCE);
      Map<String, List<OperatorAction>> done = done(read);
      for (DeadLetter one : read) {
        Letter letter = letter(one, done.getOrDefault(target(one), List.of()));
        if (!open(letter)) {
          open.merge(letter.topic(), -1L, Long::sum);
        }
      }
    }
    return open;
  }

  @Override
  public List<String> topics() {
    return List.copyOf(TOPICS.keySet());
  }

  @Override
  public CompletionStage<Page> list(
      TenantId tenant, Optional<String> topic, boolean settled, int size, Optional<String> cursor) {
    Map<TopicPartition, Long> before = cursor.map(NodeDeadLetters::positions).orElse(Map.of());
    List<String> wanted = topic.map(TOPICS::get).map(List::of).orElse(List.copyOf(TOPICS.values()));
    return ask(() -> page(tenant, wanted, settled, size, before));
  }

  private Page page(
      TenantId tenant,
      List<String> topics,
      boolean settled,
      int size,
      Map<TopicPartition, Long> before) {
    List<DeadLetter> read = reader.newest(topics, before, READ_AT_ONCE);
    Map<String, List<OperatorAction>> done = done(read);
    Map<TopicPartition, Long> reached = new HashMap<>(before);
    List<Letter> shown = new ArrayList<>();
    boolean more = read.size() == READ_AT_ONCE;
    for (DeadLetter one : read) {
      Letter letter = letter(one, done.getOrDefault(target(one), List.of()));
      if (visible(tenant, one) && (settled || open(letter))) {
        if (shown.size() == size) {
          more = true;
          break;
        }
        shown.add(letter);
      }
      reached.put(new TopicPartition(one.at().topic(), one.at().partition()), one.at().offset());
    }
    return new Page(shown, more ? Optional.of(cursor(reached)) : Optional.empty());
  }

  private static boolean open(Letter letter) {
    return letter.times(DeadLetterView.REPLAY) + letter.times(DeadLetterView.DISCARD) == 0;
  }

  private Map<String, List<OperatorAction>> done(List<DeadLetter> letters) {
    return letters.isEmpty()
        ? Map.of()
        : actions.of(letters.stream().map(NodeDeadLetters::target).toList()).stream()
            .collect(Collectors.groupingBy(OperatorAction::target));
  }

  @Override
  public CompletionStage<Optional<Letter>> find(TenantId tenant, String id) {
    return ask(
        () ->
            place(id)
                .flatMap(reader::at)
                .filter(letter -> visible(tenant, letter))
                .map(letter -> letter(letter, actions.of(List.of(target(letter))))));
  }

  @Override
  public CompletionStage<Void> sendAgain(Letter letter, Map<String, String> headers) {
    return ask(() -> place(letter.id()).flatMap(reader::at).orElseThrow())
        .thenCompose(found -> reader.sendAgain(found, headers));
  }

  /** Kafka's own failures are its silence, which passes. */
  private <T> CompletableFuture<T> ask(Supplier<T> question) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return question.get();
          } catch (KafkaException e) {
            throw new CompletionException(new TimeoutException(e.getMessage()));
          }
        },
        blocking);
  }

  private static boolean visible(TenantId tenant, DeadLetter letter) {
    return letter.sender().map(sender -> sender.tenant().equals(tenant.value())).orElse(true);
  }

  private static Letter letter(DeadLetter letter, List<OperatorAction> done) {
    Map<String, String> headers = new HashMap<>();
    letter
        .headers()
        .forEach(
            header ->
                headers.put(header.name(), new String(header.value(), StandardCharsets.UTF_8)));
    DeadLetter.Place origin = letter.origin();
    return new Letter(
        id(letter),
        target(letter),
        shortName(Topics.origin(letter.at().topic())),
        new Origin(origin.topic(), origin.partition(), origin.offset()),
        letter.keptAt(),
        letter.reason(),
        letter.sender().map(sender -> new Sender(sender.tenant(), sender.subject())),
        letter.key().map(NodeDeadLetters::shown),
        headers,
        letter.size(),
        letter.value(),
        done);
  }

  /** A key that is no text is shown in another form. */
  private static String shown(byte[] key) {
    String text = new String(key, StandardCharsets.UTF_8);
    return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), key)
        ? text
        : "base64:" + Base64.getEncoder().encodeToString(key);
  }

  private static String id(DeadLetter letter) {
    return shortName(Topics.origin(letter.at().topic()))
        + "-"
        + letter.at().partition()
        + "-"
        + letter.at().offset();
  }

  /** With the time: a broker that came back empty gives its offsets a second time. */
  private static String target(DeadLetter letter) {
    return "dead-letter " + id(letter) + " of " + letter.keptAt();
  }

  private static Optional<DeadLetter.Place> place(String id) {
    Matcher parts = ID.matcher(id);
    return parts.matches() && TOPICS.containsKey(parts.group(1))
        ? Optional.of(
            new DeadLetter.Place(
                Topics.deadLetters(TOPICS.get(parts.group(1))),
                Integer.parseInt(parts.group(2)),
                Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  private static String cursor(Map<TopicPartition, Long> reached) {
    String text =
        reached.entrySet().stream()
            .map(
                one ->
                    shortName(Topics.origin(one.getKey().topic()))
                        + "-"
                        + one.getKey().partition()
                        + "="
                        + one.getValue())
            .sorted()
            .collect(Collectors.joining(" "));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Map<TopicPartition, Long> positions(String cursor) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
    for (String one : text.split(" ", 100)) {
      Matcher place = PLACE.matcher(one);
      if (!place.matches() || !TOPICS.containsKey(place.group(1))) {
        throw new IllegalArgumentException("no cursor: " + cursor);
      }
      positions.put(
          new TopicPartition(
              Topics.deadLetters(TOPICS.get(place.group(1))), Integer.parseInt(place.group(2))),
          Long.parseLong(place.group(3)));
    }
    return positions;
  }
}
