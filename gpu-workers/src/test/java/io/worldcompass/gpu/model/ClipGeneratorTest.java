package io.worldcompass.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClipGeneratorTest {
  private static final ModelSpec SPEC = FlowModel.SPEC;
  private final NDManager manager = NDManager.newBaseManager();
  private final FlowModel model =
      new FlowModel(
          manager,
          manager.create(Autoencoder.layout().initial(1)),
          manager.create(FlowModel.networkLayout().initial(2)),
          false);
  private final ClipGenerator generator = new ClipGenerator(model, new NoiseSchedule(3, 2));

  @AfterEach
  void close() {
    model.close();
    manager.close();
  }

  @Test
  void aSeedAlwaysMakesTheSameNoise() {
    NDArray both = Sampler.noise(manager, SPEC, 5, 6);
    assertThat(Sampler.noise(manager, SPEC, 6)).isEqualTo(both.get("1:2"));
    assertThat(both.mean().getFloat()).isBetween(-0.1f, 0.1f);
    assertThat(both.square().mean().getFloat()).isBetween(0.9f, 1.1f);
  }

  @Test
  void theSamplerTakesTheEulerStepsOfSpecS2() {
    NoiseSchedule schedule = new NoiseSchedule(2, 3);
    NDList context = model.context(Sampler.noise(manager, SPEC, 1).get(":, :2"));
    NDArray labels = manager.create(new int[] {1, 2, 3, 4}, new Shape(1, 4));
    NDArray z = Sampler.noise(manager, SPEC, 9);
    NDArray sampled = new Sampler(model, schedule).sample(context, labels, z);
    for (int j = 0; j < 2; j++) {
      NDArray timestep = manager.full(new Shape(1), (float) schedule.timestep(j));
      NDArray v = model.velocity(context, labels, z, timestep);
      z = z.add(v.mul((float) (schedule.sigma(j + 1) - schedule.sigma(j))));
    }
    assertThat(sampled.sub(z).abs().max().getFloat()).isLessThan(1e-5f);
  }

  @Test
  void candidatesFromOneContextEqualCandidatesMadeAlone() {
    NDArray prefix = Sampler.noise(manager, SPEC, 1, 2).get(":, :1");
    NDArray labels = manager.create(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(2, 4));
    NDArray all = generator.candidates(manager, prefix, labels, 10, 11, 12, 20, 21, 22);
    assertThat(all.getShape()).isEqualTo(SPEC.clipShape(6));
    NDArray alone = generator.candidates(manager, prefix.get("1:2"), labels.get("1:2"), 21);
    assertThat(all.get("4:5").sub(alone).abs().max().getFloat()).isLessThan(1e-4f);
  }

  @Test
  void aPrefixGrowsClipByClipOnItsOwnOutput() {
    NDArray start = Sampler.noise(manager, SPEC, 1).get(":, :1");
    NDArray labels = manager.create(new int[] {1, 1, 1, 1, 2, 2, 2, 2}, new Shape(1, 8));
    NDArray both = generator.extend(start, labels, new long[][] {{7}, {8}});
    assertThat(both.getShape()).isEqualTo(new Shape(1, 9).addAll(SPEC.latentShape()));
    NDArray first = generator.extend(start, labels.get(":, :4"), new long[][] {{7}});
    assertThat(both.get(":, :5")).isEqualTo(first);
    NDArray second = generator.candidates(manager, first, labels.get(":, 4:"), 8);
    assertThat(both.get(":, 5:")).isEqualTo(second);
  }

  @Test
  void aShortPrefixRepeatsItsFirstLatent() {
    NDArray prefix = Sampler.noise(manager, SPEC, 1).get(":, :1");
    NDArray last = ClipGenerator.lastLatents(prefix, 3);
    assertThat(last.getShape().get(1)).isEqualTo(3);
    assertThat(last.get(":, 0:1")).isEqualTo(prefix);
    assertThat(last.get(":, 1:2")).isEqualTo(prefix);
    NDArray longer = Sampler.noise(manager, SPEC, 2);
    assertThat(ClipGenerator.lastLatents(longer, 2)).isEqualTo(longer.get(":, 2:"));
  }
}
