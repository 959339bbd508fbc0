package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.ErrorText;
import ai.matih.pipelines.http.cli.output.FlawedFile;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.RefusedException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Does the same with each file: a refused one is explained with its place in the file, the others
 * still get their turn, and the first refusal decides the exit code. One file's document is printed
 * as it is, several as a list.
 */
record Each(List<DefinitionFile> files, Console console) {

  static Each of(List<DefinitionFile> files, Console console) {
    return new Each(files, console);
  }

  <T> ExitCode run(
      Function<DefinitionFile, Answer<T>> ask,
      BiFunction<DefinitionFile, Answer<T>, List<String>> lines) {
    ExitCode code = ExitCode.GOOD;
    ArrayNode documents = JsonNodeFactory.instance.arrayNode();
    for (DefinitionFile file : files) {
      try {
        Answer<T> answer = ask.apply(file);
        documents.add(answer.document());
        if (!console.documents()) {
          console.say(lines.apply(file, answer));
        }
      } catch (RefusedException | FlawedFile refused) {
        ErrorText text = ErrorText.of(refused, Optional.of(file.name()));
        text.lines().forEach(console.err()::println);
        code = code == ExitCode.GOOD ? text.code() : code;
      }
    }
    if (console.documents() && !documents.isEmpty()) {
      console.print(files.size() == 1 ? documents.get(0) : documents);
    }
    return code;
  }
}
