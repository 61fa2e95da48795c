package io.worldcompass.app;

import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rollout.CandidateGenerator;
import io.worldcompass.gpu.trainer.HeldOutJudge;
import io.worldcompass.gpu.trainer.Learner;
import java.util.Optional;

/** The models behind the roles. Each call makes a new one, which its caller closes. */
public interface Models {
  /** A world model that rolls out. */
  CandidateGenerator generator();

  /** The reward for interaction following. */
  GroupScorer interactionFollowing();

  /** The reward for visual quality. */
  GroupScorer visualQuality();

  /** A world model that is trained. */
  Learner learner();

  /** What the trainer's early warning measures with; empty where it is switched off. */
  Optional<HeldOutJudge> heldOutJudge();
}
