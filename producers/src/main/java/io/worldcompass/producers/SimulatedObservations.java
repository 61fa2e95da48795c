package io.worldcompass.producers;

import io.worldcompass.producers.game.Pose;
import io.worldcompass.producers.game.Renderer;
import io.worldcompass.producers.game.World;
import io.worldcompass.schemas.avro.SimulatedView;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Views of the simulated world, for recordings that hold no frames: a Doom demo is inputs only, so
 * its scenarios start from a place in this world, not in Doom's map.
 */
public final class SimulatedObservations implements ObservationSource {
  private static final String TENSOR = "observation";

  private final long worldSeed;
  private final int width;
  private final int height;
  private final StartingPoses starts;
  private final Renderer renderer;
  private final BlobStore blobs;

  /**
   * Views of one world.
   *
   * @param worldSeed seed of the {@link World}
   * @param width frame width in pixels
   * @param height frame height in pixels
   * @param stepsPerClip frame steps that the world model moves in a clip
   */
  public SimulatedObservations(
      long worldSeed, int width, int height, int stepsPerClip, BlobStore blobs) {
    World world = new World(worldSeed);
    this.worldSeed = worldSeed;
    this.width = width;
    this.height = height;
    this.starts = new StartingPoses(world, stepsPerClip);
    this.renderer = new Renderer(world, width, height);
    this.blobs = blobs;
  }

  @Override
  public Observation of(Scenario scenario) {
    Pose pose = starts.of(scenario);
    TensorRef frame =
        new TensorRef(blobs.put(file(pose)), TENSOR, List.of(1L * height, 1L * width, 3L));
    SimulatedView view = new SimulatedView(worldSeed, pose.x(), pose.z(), pose.yaw(), pose.pitch());
    return new Observation(frame, Optional.of(view));
  }

  private byte[] file(Pose pose) {
    float[] shares = renderer.render(pose);
    byte[] pixels = new byte[shares.length];
    for (int i = 0; i < shares.length; i++) {
      pixels[i] = (byte) Math.round(255 * shares[i]);
    }
    return Safetensors.bytes(List.of(Tensor.ofBytes(TENSOR, pixels, height, width, 3)), Map.of());
  }
}
