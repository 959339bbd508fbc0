package ai.matih.pipelines.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.ClassesThat;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import org.junit.jupiter.api.Test;

/** Who may use whom (design section 4): dependencies point downward only. */
class ArchitectureTest {
  private static final String ROOT = "ai.matih.pipelines.";
  private static final String[] ABOVE_THE_COORDINATOR = {
    ROOT + "gateway..", ROOT + "connectors..", ROOT + "embedded..", ROOT + "persistence..",
    ROOT + "http..", ROOT + "templates..", ROOT + "node..", ROOT + "benchmarks.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ai.matih.pipelines");

  private static GivenClassesConjunction coordinator() {
    return noClasses().that().resideInAPackage("ai.matih.pipelines..").and(notAbove());
  }

  private static com.tngtech.archunit.base.DescribedPredicate<
          com.tngtech.archunit.core.domain.JavaClass>
      notAbove() {
    return com.tngtech.archunit.base.DescribedPredicate.not(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                ABOVE_THE_COORDINATOR))
        .as("belong to the coordinator");
  }

  private static ClassesThat<GivenClassesConjunction> none() {
    return noClasses().that();
  }

  @Test
  void theCoordinatorUsesNothingAboveIt() {
    coordinator()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ABOVE_THE_COORDINATOR)
        .check(CLASSES);
  }

  @Test
  void theCoordinatorKnowsNoHttpNoSqlAndNoEngineClient() {
    coordinator()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net.http..",
            "java.sql..",
            "javax.sql..",
            "org.duckdb..",
            "org.apache.kafka..",
            "org.apache.pekko.http..",
            "com.zaxxer..",
            "io.openlineage..")
        .check(CLASSES);
  }

  @Test
  void theCoresKnowNoActorsAndNoClock() {
    none()
        .haveSimpleNameEndingWith("Lifecycle")
        .or()
        .haveSimpleNameEndingWith("Decisions")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.pekko..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .check(CLASSES);
  }

  @Test
  void enginesDoNotKnowEachOther() {
    none()
        .resideInAnyPackage(ROOT + "gateway..", ROOT + "connectors..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "embedded..")
        .check(CLASSES);
  }

  @Test
  void enginesKnowNeitherStorageNorHttp() {
    none()
        .resideInAnyPackage(ROOT + "gateway..", ROOT + "connectors..", ROOT + "embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "persistence..", ROOT + "http..", ROOT + "node..")
        .check(CLASSES);
  }

  @Test
  void persistenceUsesTheCoordinatorOnly() {
    none()
        .resideInAPackage(ROOT + "persistence..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "gateway..",
            ROOT + "connectors..",
            ROOT + "embedded..",
            ROOT + "http..",
            ROOT + "node..")
        .check(CLASSES);
  }

  @Test
  void httpKnowsNoEngineAndNoNode() {
    none()
        .resideInAPackage(ROOT + "http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "gateway..", ROOT + "connectors..", ROOT + "embedded..", ROOT + "node..")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatThingsAre() {
    classes()
        .that()
        .resideInAPackage("ai.matih.pipelines..")
        .should()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Impl")
        .check(CLASSES);
  }
}
