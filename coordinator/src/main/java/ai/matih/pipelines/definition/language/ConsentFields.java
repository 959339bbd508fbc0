package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.defaulted;
import static ai.matih.pipelines.definition.language.Field.optional;
import static ai.matih.pipelines.definition.language.Field.required;

import ai.matih.pipelines.definition.OnTimeout;
import java.util.List;

/** What people are asked at a gate, in both spellings. */
final class ConsentFields {
  static final List<Field> ALL =
      List.of(
          required(
              "approvers",
              ListOf.some(FieldTypes.text()).orSingleValue(),
              "Roles or users who may decide."),
          defaulted("min", FieldTypes.integer(1, 100), "1", "How many must agree."),
          defaulted(
              "allow_self",
              FieldTypes.bool(),
              "false",
              "Whether whoever started the run may decide."),
          optional("message", Template.text(), "What the approvers are told."),
          defaulted("timeout", FieldTypes.duration(), "4h", "How long the gate waits."),
          defaulted(
              "on_timeout",
              FieldTypes.choice(OnTimeout.class),
              "cancel",
              "What happens when nobody decided in time."),
          optional(
              "escalate",
              ListOf.any(FieldTypes.text()).orSingleValue(),
              "Roles or users who may decide as well once nobody has in time; with on_timeout:"
                  + " escalate."));

  private ConsentFields() {}
}
