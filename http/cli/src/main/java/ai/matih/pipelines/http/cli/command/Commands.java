package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Every command by name. Only the one that is asked for is built: describing all of them to the
 * parser would take longer than most of them run.
 */
public final class Commands {
  private static final Map<String, Supplier<Object>> ALL = all();

  /** They speak of all the others. */
  private static final Set<String> OF_ALL = Set.of("completion", "help");

  private Commands() {}

  /** The parser for {@code arguments}, with one command if the first argument names it. */
  public static CommandLine line(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    return ALL.containsKey(first) && !OF_ALL.contains(first)
        ? with(Map.of(first, ALL.get(first)))
        : complete();
  }

  /** The parser with every command. */
  static CommandLine complete() {
    return with(ALL);
  }

  private static CommandLine with(Map<String, Supplier<Object>> commands) {
    CommandLine line = new CommandLine(new Root());
    commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(96);
    line.setParameterExceptionHandler(Commands::misused);
    return line;
  }

  /** What is wrong, the nearest known words, and where to read on. */
  private static int misused(ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("error: " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("  `" + line.getCommandSpec().qualifiedName() + " --help` shows how it is used.");
    return ExitCode.BAD_INPUT.number();
  }

  private static Map<String, Supplier<Object>> all() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("demo", Demo::new);
    all.put("up", Up::new);
    all.put("down", Down::new);
    all.put("migrate", Migrate::new);
    all.put("doctor", Doctor::new);
    all.put("init", Init::new);
    all.put("validate", Validate::new);
    all.put("plan", Plan::new);
    all.put("apply", Apply::new);
    all.put("diff", Diff::new);
    all.put("run", Run::new);
    all.put("backfill", BackfillCommand::new);
    all.put("triggers", TriggersCommand::new);
    all.put("get", Get::new);
    all.put("describe", Describe::new);
    all.put("logs", Logs::new);
    all.put("lineage", Lineage::new);
    all.put("cancel", Cancel::new);
    all.put("retry", Retry::new);
    all.put("approve", Approve::new);
    all.put("reject", Reject::new);
    all.put("resolve", Resolve::new);
    all.put("activate", Activate::new);
    all.put("pause", Pause::new);
    all.put("resume", Resume::new);
    all.put("rollback", Rollback::new);
    all.put("archive", Archive::new);
    all.put("delete", Delete::new);
    all.put("connections", ConnectionsCommand::new);
    all.put("cluster", ClusterCommand::new);
    all.put("variables", VariablesCommand::new);
    all.put("dead-letters", DeadLettersCommand::new);
    all.put("schema", Schema::new);
    all.put("completion", Completion::new);
    all.put("version", Version::new);
    all.put("help", CommandLine.HelpCommand::new);
    return Collections.unmodifiableMap(all);
  }

  @Command(
      name = "matih",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Pipelines from a definition to a run.",
      footer = {
        "",
        "Environment: MATIH_URL, MATIH_TOKEN, MATIH_TENANT name a node elsewhere; MATIH_HOME is the",
        "data directory of the local one (.matih). Exit codes: 0 good, 1 the run failed, 2 bad",
        "definition or usage, 3 no node reached, 4 quality, 130 interrupted."
      })
  private static final class Root implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      complete().usage(spec.commandLine().getOut());
    }
  }
}
