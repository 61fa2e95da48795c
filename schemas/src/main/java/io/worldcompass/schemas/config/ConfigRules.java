package io.worldcompass.schemas.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Rules between keys, checked once every value is legal by itself. */
final class ConfigRules {
  private ConfigRules() {}

  static List<String> violations(Map<String, Object> values) {
    List<String> problems = new ArrayList<>();
    int keep = (int) values.get("algorithm.keep");
    int groupSize = (int) values.get("algorithm.group-size");
    if (keep % 2 != 0 || keep > groupSize) {
      problems.add(
          "algorithm.keep: must be even and at most algorithm.group-size, got "
              + keep
              + " of "
              + groupSize);
    }
    if ((int) values.get("algorithm.first-clip") > (int) values.get("algorithm.clips")) {
      problems.add("algorithm.first-clip: must be at most algorithm.clips");
    }
    if ((double) values.get("algorithm.interaction-following-weight")
            + (double) values.get("algorithm.visual-quality-weight")
        <= 0) {
      problems.add("algorithm: the sum of the reward weights must be greater than 0 (spec S10)");
    }
    if ((int) values.get("groups.quorum") > groupSize) {
      problems.add("groups.quorum: must be at most algorithm.group-size");
    }
    if ((int) values.get("kafka.min-insync-replicas") > (int) values.get("kafka.replication")) {
      problems.add("kafka.min-insync-replicas: must be at most kafka.replication");
    }
    int steps = (int) values.get("algorithm.sampling-steps");
    if ((int) (steps * (double) values.get("algorithm.trained-fraction")) < 1) {
      problems.add(
          "algorithm.trained-fraction: must leave at least one of algorithm.sampling-steps");
    }
    if ((double) values.get("trainer.reference-weight") > 0
        && values.get("trainer.loss") != Config.NftMode.UPSTREAM) {
      problems.add("trainer.reference-weight: only trainer.loss UPSTREAM pulls to a reference");
    }
    if (values.get("watch.on-warning") == Config.OnWarning.ROLLBACK
        && (int) values.get("watch.every") == 0) {
      problems.add("watch.on-warning: ROLLBACK needs the judge, so watch.every above 0");
    }
    for (String key : List.of("trainer.trainable", "trainer.conditioning-parameters")) {
      try {
        Pattern.compile((String) values.get(key));
      } catch (PatternSyntaxException e) {
        problems.add(key + ": not a regular expression: " + e.getDescription());
      }
    }
    if (!((String) values.get("run.name")).matches("[a-zA-Z0-9._-]{1,100}")) {
      problems.add("run.name: letters, digits, '.', '_' and '-' only (it names topics)");
    }
    return problems;
  }
}
