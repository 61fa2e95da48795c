package io.worldcompass.app;

import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rollout.CandidateGenerator;
import io.worldcompass.gpu.trainer.HeldOutJudge;
import io.worldcompass.gpu.trainer.Learner;
import java.util.Optional;

/** The models behind the roles. Each call makes a new one, which its caller closes. */
interface Models {
  CandidateGenerator generator();

  GroupScorer interactionFollowing();

  GroupScorer visualQuality();

  Learner learner();

  /** What the trainer's early warning measures with; empty where it is switched off. */
  Optional<HeldOutJudge> heldOutJudge();
}
