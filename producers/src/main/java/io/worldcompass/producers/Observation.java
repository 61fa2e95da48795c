package io.worldcompass.producers;

import io.worldcompass.schemas.avro.SimulatedView;
import io.worldcompass.schemas.avro.TensorRef;
import java.util.Optional;

/**
 * The first frame of a scenario, stored.
 *
 * @param frame uint8 [height, width, 3] RGB, in a blob that is already written
 * @param view the camera in the simulated world that the frame shows; empty for a recorded frame
 */
public record Observation(TensorRef frame, Optional<SimulatedView> view) {}
