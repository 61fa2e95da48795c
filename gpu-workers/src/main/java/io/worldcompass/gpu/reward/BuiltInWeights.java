package io.worldcompass.gpu.reward;

import io.worldcompass.gpu.nn.WeightsFile;
import io.worldcompass.schemas.blob.TensorFile;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The weights of rewards and judge that ship with the project; `pretrain` makes them again. */
public enum BuiltInWeights {
  /** The inverse-dynamics model that gives interaction-following rewards. */
  REWARD_MOTION("reward-motion"),
  /** The inverse-dynamics model that judges and never rewards. */
  JUDGE_MOTION("judge-motion"),
  /** The fitted quality of frames. */
  FRAME_QUALITY("frame-quality");

  private final String file;

  BuiltInWeights(String name) {
    this.file = name + ".safetensors";
  }

  /** The name of the file. */
  public String file() {
    return file;
  }

  /** Reads the shipped file. */
  public TensorFile read() {
    try {
      return WeightsFile.shipped(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
