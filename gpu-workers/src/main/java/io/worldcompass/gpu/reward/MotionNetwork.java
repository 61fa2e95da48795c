package io.worldcompass.gpu.reward;

import ai.djl.ndarray.NDArray;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;

/**
 * An inverse-dynamics network: from two frames to the camera's motion between them. Frames are
 * encoded one by one, so that a frame that ends one step and begins the next is encoded once.
 */
public interface MotionNetwork {
  /** Identifies the architecture; weights of another name do not fit. */
  String name();

  /** Names and shapes of the parameters. */
  ParameterLayout layout();

  /**
   * Features of frames.
   *
   * @param frames float32 [N,3,48,48] in [0,1]
   * @return [N,C,T]
   */
  NDArray encode(Parameters p, NDArray frames);

  /**
   * Motions from each frame to its successor.
   *
   * @param before features [N,C,T] of the first frames
   * @param after features [N,C,T] of the second frames
   * @return [N,4]: forward, right, yaw, pitch in units of one step
   */
  NDArray motions(Parameters p, NDArray before, NDArray after);
}
