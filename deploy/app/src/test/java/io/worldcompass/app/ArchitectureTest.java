package io.worldcompass.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about packages; Maven's enforcer keeps the direction of the modules. */
class ArchitectureTest {
  private static final String ROOT = "io.worldcompass.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.worldcompass");

  @ParameterizedTest
  @ValueSource(strings = {"producers", "streams", "gpu"})
  void theThreePartsBetweenSchemasAndDeployDoNotKnowEachOther(String part) {
    String[] others =
        List.of("producers", "streams", "gpu", "embedded", "app").stream()
            .filter(other -> !other.equals(part))
            .map(other -> ROOT + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"schemas", "embedded"})
  void schemasAndTheEmbeddedBrokerKnowNoPartAboveThem(String part) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "producers..", ROOT + "streams..", ROOT + "gpu..", ROOT + "app..")
        .check(CLASSES);
  }

  @Test
  void onlyTheGpuWorkersAndWhatMakesTheirModelsTouchTheTensorEngine() {
    noClasses()
        .that(
            not(resideInAnyPackage(ROOT + "gpu..", ROOT + "app.pretrain..", ROOT + "app.ablate.."))
                .and(not(belongToAnyOf(BuiltInModels.class, Evaluations.class))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }

  @Test
  void noPackageIsADrawerForWhatHasNoPlace() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..helpers..")
        .check(CLASSES);
  }

  @Test
  void theRulesSeeEveryModule() {
    for (String part : List.of("schemas", "producers", "streams", "gpu", "embedded", "app")) {
      assertThat(CLASSES.containPackage(ROOT + part) || hasClassesBelow(ROOT + part))
          .as(part)
          .isTrue();
    }
  }

  private static boolean hasClassesBelow(String name) {
    return CLASSES.stream().anyMatch(c -> c.getPackageName().startsWith(name + "."));
  }
}
