package io.worldcompass.app;

import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rollout.CandidateGenerator;
import io.worldcompass.gpu.trainer.Learner;

/** The models behind the roles. Each call makes a new one, which its caller closes. */
interface Models {
  CandidateGenerator generator();

  GroupScorer interactionFollowing();

  GroupScorer visualQuality();

  Learner learner();
}
