package io.worldcompass.producers;

import io.worldcompass.schemas.avro.SimulatedView;
import io.worldcompass.schemas.avro.TensorRef;
import java.util.Optional;

/**
 * What is seen when a scenario begins, stored: its first frame, or a short clip that ends with it.
 *
 * @param frames uint8 RGB, [height, width, 3] or, oldest first, [frames, height, width, 3], in a
 *     blob that is already written
 * @param view the camera in the simulated world that the frame shows; empty for recorded frames
 */
public record Observation(TensorRef frames, Optional<SimulatedView> view) {}
