package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.ParameterLayout;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LearningRatesTest {
  private final ParameterLayout layout = new ParameterLayout();

  LearningRatesTest() {
    layout.add("in.weight", new Shape(2, 1), 1);
    layout.add("block.adapter.weight", new Shape(3), 1);
    layout.add("out", new Shape(1), 1);
  }

  @Test
  void theFirstRuleFoundInANameDecides() {
    LearningRates rates =
        new LearningRates(List.of(rule("adapter|condition", 1e-3), rule("block|out", 0)), 5e-5, 0);
    assertThat(rates.vector(layout)).containsExactly(5e-5f, 5e-5f, 1e-3f, 1e-3f, 1e-3f, 0);
  }

  @Test
  void aRuleThatNamesNothingIsRefused() {
    LearningRates rates = new LearningRates(List.of(rule("lora", 1)), 1, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rates.vector(layout))
        .withMessageContaining("/lora/");
  }

  @Test
  void ratesThatTrainNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRates.constant(0).vector(layout))
        .withMessageContaining("nothing would be trained");
  }

  @Test
  void theCosineFallsFromAllToATenthAndStaysThere() {
    LearningRates rates = new LearningRates(List.of(), 1, 100);
    assertThat(rates.factor(1)).isEqualTo(1);
    assertThat(rates.factor(51)).isCloseTo(0.55, within(1e-12));
    assertThat(rates.factor(101)).isCloseTo(0.1, within(1e-12));
    assertThat(rates.factor(5000)).isCloseTo(0.1, within(1e-12));
    assertThat(LearningRates.constant(1).factor(5000)).isEqualTo(1);
  }

  @Test
  void theWarmUpRisesByEqualStepsAndTheCosineBeginsBehindIt() {
    LearningRates rates = new LearningRates(LearningRates.trainable("ALL"), List.of(), 1, 3, 100);
    assertThat(rates.factor(1)).isCloseTo(0.25, within(1e-12));
    assertThat(rates.factor(3)).isCloseTo(0.75, within(1e-12));
    assertThat(rates.factor(4)).isEqualTo(1);
    assertThat(rates.factor(54)).isCloseTo(0.55, within(1e-12));
  }

  @Test
  void whatTrainsIsAllTheAdaptersOrWhatAPatternNames() {
    assertThat(trainable("all")).containsExactly(1, 1, 1, 1, 1, 1);
    assertThat(trainable("ADAPTERS")).containsExactly(0, 0, 1, 1, 1, 0);
    assertThat(trainable("^in|out$")).containsExactly(1, 1, 0, 0, 0, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainable("nothing-of-that-name"))
        .withMessageContaining("no name is trainable");
  }

  private float[] trainable(String text) {
    return new LearningRates(LearningRates.trainable(text), List.of(), 1, 0, 0).vector(layout);
  }

  private static LearningRates.Rule rule(String pattern, double rate) {
    return new LearningRates.Rule(Pattern.compile(pattern), rate);
  }
}
