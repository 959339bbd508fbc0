package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.ScalarType;
import ai.matih.pipelines.definition.language.PipelineLanguage;
import ai.matih.pipelines.definition.language.Reading;
import java.util.Locale;

/** The default of a parameter is a value of its type. */
final class ParameterDefaults implements Rule {
  @Override
  public void check(Draft draft, Reading reading) {
    for (Draft.Part parameter : draft.parameters()) {
      ScalarType type =
          parameter.has("type")
              ? ScalarType.valueOf(parameter.type().toUpperCase(Locale.ROOT))
              : ScalarType.STRING;
      if (parameter.has("default") && !PipelineLanguage.fits(type, parameter.text("default"))) {
        reading.error(
            "wrong_type",
            parameter.at("default"),
            parameter.text("default") + " is no " + type.wireName(),
            type.meaning());
      }
    }
  }
}
