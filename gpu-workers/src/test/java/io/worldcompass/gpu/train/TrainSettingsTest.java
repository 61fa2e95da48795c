package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.Config.NftMode;
import io.worldcompass.schemas.config.ConfigLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainSettingsTest {
  @ParameterizedTest
  @EnumSource(NftMode.class)
  void everyLossIsConfiguration(NftMode mode) {
    NftLoss loss = TrainSettings.of(config("trainer.loss", mode.name())).loss();
    assertThat(loss.mode()).isEqualTo(mode);
    assertThat(loss.needsReference()).isFalse();
    assertThat(loss.needsOld()).isEqualTo(mode != NftMode.RELEASED);
  }

  @Test
  void upstreamTakesItsClipAndThePullOfItsReferenceFromTheConfiguration() {
    NftLoss loss =
        TrainSettings.of(
                config(
                    "trainer.loss", "UPSTREAM",
                    "trainer.beta", "0.5",
                    "trainer.reference-weight", "0.001",
                    "algorithm.advantage-clip", "5"))
            .loss();
    assertThat(loss).isEqualTo(new NftLoss(NftMode.UPSTREAM, 0.5, NftLoss.FLOOR, 5, 0.001));
    assertThat(loss.needsReference()).isTrue();
  }

  @Test
  void optimiserAndScheduleAreConfiguration() {
    assertThat(TrainSettings.of(config("trainer.weight-decay", "0.1")).optimiser())
        .isEqualTo(AdamW.withDecay(0.1));
    assertThat(TrainSettings.of(config("trainer.optimiser", "MUON")).optimiser())
        .isEqualTo(Muon.withDecay(AdamW.withDecay(0)));
    LearningRates rates =
        TrainSettings.of(
                config("trainer.warmup-iterations", "4", "trainer.decay-iterations", "100"))
            .rates();
    assertThat(rates.factor(1)).isEqualTo(0.2);
    assertThat(rates.factor(1000)).isEqualTo(LearningRates.LEAST_FACTOR);
  }

  @Test
  void trainingUsesTheStepsAndTheShiftThatRolloutsUse() {
    Config config = config("algorithm.sampling-steps", "6", "algorithm.shift", "3.5");
    NoiseSchedule rollout = NoiseSchedule.of(config.algorithm());
    NoiseSchedule training = TrainSettings.of(config).schedule();
    assertThat(training.steps()).isEqualTo(6);
    for (int j = 0; j <= 6; j++) {
      assertThat(training.sigma(j)).isEqualTo(rollout.sigma(j));
    }
  }

  private static Config config(String... keysAndValues) {
    ConfigLoader loader = new ConfigLoader();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      loader.flag(keysAndValues[i], keysAndValues[i + 1]);
    }
    return loader.load();
  }
}
