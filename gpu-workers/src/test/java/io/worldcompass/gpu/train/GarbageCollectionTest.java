package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.worldcompass.gpu.model.Autoencoder;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.nn.Scalars;
import io.worldcompass.schemas.config.Config.NftMode;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The collector frees Java's memory while the engine works; no gradient may depend on that. */
class GarbageCollectionTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final List<ByteBuffer> reused = new ArrayList<>();

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void aProductsGradientSurvivesACollectionBeforeItIsTaken() throws InterruptedException {
    NDArray x = manager.create(new float[] {1, 2});
    x.setRequiresGradient(true);
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      NDArray y = Scalars.times(Scalars.atLeast(x, 1.5), 3).sum();
      collectGarbage();
      collector.backward(y);
    }
    assertThat(x.getGradient().toFloatArray()).containsExactly(0, 3);
  }

  @Test
  void theBuiltInModelsGradientSurvivesACollectionBeforeItIsTaken() throws InterruptedException {
    NDArray autoencoder = manager.create(Autoencoder.layout().initial(1));
    NDArray weights = manager.create(FlowModel.networkLayout().initial(2));
    float[] calm = gradient(new FlowModel(manager, autoencoder, weights, true), false);
    float[] disturbed = gradient(new FlowModel(manager, autoencoder, weights, true), true);
    assertThat(disturbed).isEqualTo(calm);
  }

  private float[] gradient(FlowModel model, boolean disturb) throws InterruptedException {
    NDArray x0 = manager.ones(FlowModel.SPEC.clipShape(1));
    NDArray sigma = manager.create(new float[] {0.6f});
    NDArray r = manager.create(new float[] {0.8f});
    NDArray x = NftLoss.noisy(x0, x0.mul(-0.3), sigma);
    NDList context = model.context(x.get(":, :2"));
    context.replaceAll(NDArray::stopGradient);
    NDArray labels = manager.create(new int[] {1, 20, 30, 80}).reshape(1, 4);
    NDArray timesteps = manager.create(new float[] {600});
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      NDArray v = model.velocity(context, labels, x, timesteps);
      NftLoss loss = NftLoss.of(NftMode.DEFAULT, 0.6);
      NDArray total = loss.terms(x0, x, sigma, v, x0, null, r).loss().sum();
      if (disturb) {
        collectGarbage();
      }
      collector.backward(total);
    }
    return model.weights().getGradient().toFloatArray();
  }

  /** Two rounds: what the first finds unreachable is surely freed when the second is done. */
  private void collectGarbage() throws InterruptedException {
    for (int round = 0; round < 2; round++) {
      ReferenceQueue<Object> freed = new ReferenceQueue<>();
      Reference<Object> sentinel = new PhantomReference<>(new Object(), freed);
      System.gc();
      assertThat(freed.remove()).isSameAs(sentinel);
    }
    for (int i = 0; i < 3000; i++) {
      reused.add(ByteBuffer.allocateDirect(8).putDouble(0, 12345));
    }
  }
}
