package io.worldcompass.schemas.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Every knob of the service. Keys in YAML are the record components in kebab-case, for instance
 * {@code algorithm.group-size}; see {@link ConfigLoader} for where values come from.
 */
public record Config(
    Run run,
    Kafka kafka,
    Storage storage,
    Gameplay gameplay,
    Ingest ingest,
    Algorithm algorithm,
    Planner planner,
    Groups groups,
    Rollout rollout,
    Reward reward,
    Trainer trainer,
    Watch watch,
    Monitoring monitoring,
    Local local) {

  /** The same configuration with the addresses of a running broker and registry. */
  public Config connectedTo(String bootstrapServers, String schemaRegistry) {
    Kafka connected =
        new Kafka(
            bootstrapServers,
            schemaRegistry,
            kafka.replication,
            kafka.minInsyncReplicas,
            kafka.standbyReplicas,
            kafka.partitions,
            kafka.commitInterval,
            kafka.properties);
    return new Config(
        run,
        connected,
        storage,
        gameplay,
        ingest,
        algorithm,
        planner,
        groups,
        rollout,
        reward,
        trainer,
        watch,
        monitoring,
        local);
  }

  /** The run that this process belongs to. */
  public record Run(
      @Setting(
              value = "worldcompass",
              doc =
                  "Name of the run: prefixes topics, application ids and transactional ids, so that"
                      + " several runs share one cluster.")
          String name,
      @Setting(value = "1", doc = "Seed of everything that is drawn at random.") long seed) {}

  /** Broker and registry. */
  public record Kafka(
      @Setting(
              value = "",
              doc =
                  "host:port list of the brokers; empty: the broker that `local` started in the"
                      + " data directory.")
          String bootstrapServers,
      @Setting(value = "", doc = "URL of the schema registry; empty: the one that `local` started.")
          String schemaRegistry,
      @Setting(
              value = "1",
              doc =
                  "Replication factor of topics, also of those that the stream processors make for"
                      + " themselves.",
              min = 1,
              max = 10)
          int replication,
      @Setting(
              value = "0",
              doc =
                  "Replicas that must have a record before it counts as written"
                      + " (min.insync.replicas of the same topics); 0: as the brokers are set.",
              min = 0,
              max = 10)
          int minInsyncReplicas,
      @Setting(
              value = "0",
              doc =
                  "Copies of the stream processors' state that other instances keep, so that one"
                      + " takes over at once where an instance dies (num.standby.replicas); each"
                      + " needs an instance of its own.",
              min = 0,
              max = 10)
          int standbyReplicas,
      @Setting(
              value = "2",
              doc = "Partitions of prompt-actions, clip-candidates and clip-scores.",
              min = 1,
              max = 1000)
          int partitions,
      @Setting(
              value = "30ms",
              doc = "How often the stream processors commit: the latency of one hop.")
          Duration commitInterval,
      @Setting(
              value = "{}",
              doc = "Further client properties by name, for instance security settings.")
          Map<String, String> properties) {}

  /** Where data are kept. */
  public record Storage(
      @Setting(
              value = "./.worldcompass",
              doc = "Data directory: embedded broker, registry, blobs, state stores, results.")
          Path data,
      @Setting(value = "", doc = "Directory of the blob store; empty: blobs in the data directory.")
          String blobs,
      @Setting(
              value = "100",
              doc =
                  "Trained iterations whose clips stay in the blob store; records of older ones stay,"
                      + " their clips are collected.",
              min = 1)
          int keepIterations) {}

  /** Gameplay logs. */
  public record Gameplay(
      @Setting(
              value = "w,key.keyboard.w,keyw",
              doc = "Names of the key that runs forward in key logs, in any case of letters.")
          String forwardKeys,
      @Setting(value = "s,key.keyboard.s,keys", doc = "Names of the key that runs backward.")
          String backwardKeys,
      @Setting(value = "a,key.keyboard.a,keya", doc = "Names of the key that runs to the left.")
          String leftKeys,
      @Setting(value = "d,key.keyboard.d,keyd", doc = "Names of the key that runs to the right.")
          String rightKeys,
      @Setting(
              value = "0.15",
              doc =
                  "Degrees of turning for one count of the mouse in key logs; negative: inverted.")
          double degreesPerCount,
      @Setting(
              value = "0",
              doc =
                  "Ticks per second of key logs: a longer time than one and a half ticks between two"
                      + " lines is a gap then. 0: times are not looked at, only frame numbers.",
              min = 0,
              max = 1000)
          double ticksPerSecond,
      @Setting(
              value = "60s",
              doc =
                  "A followed log that has not grown for this long hands on what it has, as a"
                      + " shorter scenario if need be.")
          Duration idle,
      @Setting(value = "500ms", doc = "How often followed logs are looked at.") Duration poll,
      @Setting(
              value = "",
              doc =
                  "Salt of the run: player ids are hashed with it before they are written. All"
                      + " producers of a run need the same; empty: drawn once and kept in the data"
                      + " directory.")
          String salt,
      @Setting(value = "false", doc = "Hash the names of recordings too, where they name players.")
          boolean hashFileNames,
      @Setting(
              value = "",
              doc = "Endpoint of an S3-compatible store for s3:// inputs; empty: Amazon's.")
          String s3Endpoint,
      @Setting(value = "us-east-1", doc = "Region for s3:// inputs.") String s3Region) {}

  /** The HTTP endpoint of {@code produce --listen}. */
  public record Ingest(
      @Setting(
              value = "127.0.0.1",
              doc =
                  "Address that `produce --listen` binds to; 0.0.0.0: all. It speaks plain HTTP: put"
                      + " a proxy with TLS before it where requests cross a network.")
          String host,
      @Setting(value = "4194304", doc = "Largest body of a request in bytes.", min = 1024)
          int maxBytes,
      @Setting(
              value = "50",
              doc = "Requests taken in a second, over all clients; more are answered with 429.",
              min = 0.01)
          double requestsPerSecond,
      @Setting(
              value = "8",
              doc =
                  "Requests in hand at a time: while Kafka is slower than the clients, more are"
                      + " answered with 429.",
              min = 1,
              max = 1000)
          int inFlight) {}

  /** How rewards are normalised, spec S9. */
  public enum Normalisation {
    GLOBAL,
    SAMPLE,
    SAMPLE_MAX
  }

  /** Whether rewards are normalised one by one or as their sum, spec S9 and S13 (UPSTREAM). */
  public enum Combination {
    NORMALISE_THEN_SUM,
    SUM_THEN_NORMALISE
  }

  /** Which clip is trained in which iteration, spec S3. */
  public enum Curriculum {
    ASCENDING,
    DESCENDING,
    FIXED
  }

  /** The algorithm's numbers: spec/worldcompass, symbols and defaults. */
  public record Algorithm(
      @Setting(value = "12", doc = "Prefixes M of an iteration.", min = 1, max = 4096) int prefixes,
      @Setting(value = "8", doc = "Candidates G of a prefix (paper: 12).", min = 2, max = 1024)
          int groupSize,
      @Setting(value = "4", doc = "Best-of-N: members kept of a group, even (S11).", min = 2)
          int keep,
      @Setting(value = "4", doc = "Clips N of a scenario that are trained.", min = 1, max = 1000)
          int clips,
      @Setting(value = "ASCENDING", doc = "Curriculum over target clips (S3).")
          Curriculum curriculum,
      @Setting(value = "1", doc = "First target clip of the curriculum (S3).", min = 1)
          int firstClip,
      @Setting(value = "GLOBAL", doc = "Normaliser of the rewards (S9).")
          Normalisation normalisation,
      @Setting(
              value = "NORMALISE_THEN_SUM",
              doc =
                  "How rewards become one advantage (S9): NORMALISE_THEN_SUM, or SUM_THEN_NORMALISE"
                      + " as in DiffusionNFT: raw rewards are summed first, with the population"
                      + " standard deviation and eps 1e-4 (see configs/upstream.yaml).")
          Combination combination,
      @Setting(
              value = "2.0",
              doc =
                  "Advantage clip c (S10); loss UPSTREAM also scales by c / beta (DiffusionNFT: 5).",
              min = 1e-6)
          double advantageClip,
      @Setting(value = "2.0", doc = "Weight of interaction following (S10).", min = 0)
          double interactionFollowingWeight,
      @Setting(
              value = "0.25",
              doc =
                  "Weight of visual quality (S10). Paper: 1.0; 0.25 keeps the error to the true"
                      + " view lower on the built-in model.",
              min = 0)
          double visualQualityWeight,
      @Setting(value = "4", doc = "Sampling steps S (S1).", min = 1, max = 1000) int samplingSteps,
      @Setting(value = "5.0", doc = "Schedule shift (S1).", min = 1e-3) double shift,
      @Setting(value = "0.5", doc = "Trained fraction f of the steps (S12).", min = 0, max = 1)
          double trainedFraction) {}

  /** Of what the planner's pool keeps even shares when more comes than it holds. */
  public enum PoolBalance {
    NONE,
    CLASS,
    SOURCE,
    CLASS_AND_SOURCE;

    /** Whether action classes get even shares. */
    public boolean byClass() {
      return this == CLASS || this == CLASS_AND_SOURCE;
    }

    /** Whether sources get even shares. */
    public boolean bySource() {
      return this == SOURCE || this == CLASS_AND_SOURCE;
    }
  }

  /** Pacing. */
  public record Planner(
      @Setting(
              value = "1",
              doc =
                  "Maximum staleness K in versions: 0 is the synchronous loop, 1 and more overlap"
                      + " rollout, reward and training.",
              min = 0,
              max = 64)
          int maxStaleness,
      @Setting(value = "256", doc = "Scenarios kept ready, over all partitions.", min = 1)
          int poolSize,
      @Setting(
              value = "CLASS_AND_SOURCE",
              doc =
                  "When the pool is full, the oldest scenario of the most crowded kind leaves for a"
                      + " new one; kinds are action classes, sources (players or files), or both."
                      + " NONE: the oldest leaves.")
          PoolBalance poolBalance,
      @Setting(
              value = "0s",
              doc = "A scenario leaves the pool when it has been there for this long; 0s: never.")
          Duration maxAge,
      @Setting(
              value = "0",
              doc = "A scenario leaves the pool after so many tasks; 0: never.",
              min = 0)
          int maxDraws,
      @Setting(
              value = "12",
              doc =
                  "Scenarios to wait for before the first iteration; it starts with fewer when"
                      + " none has come for 5 seconds.",
              min = 1)
          int minimumPool) {}

  /** When groups and iterations end. */
  public record Groups(
      @Setting(value = "60s", doc = "A group is closed this long after its task was issued.")
          Duration deadline,
      @Setting(
              value = "4",
              doc = "Members with every score that make a group at its deadline; fewer expire it.",
              min = 2)
          int quorum) {}

  /** Rollout workers. */
  public record Rollout(
      @Setting(value = "cpu", doc = "Device of the rollout workers: cpu, or gpu0, gpu1, ...")
          String device,
      @Setting(value = "30s", doc = "A task is given to another worker after this long silence.")
          Duration lock) {}

  /** How a generated clip's action is scored for training. */
  public enum InteractionReward {
    FINE,
    PRODUCT
  }

  /** How visual quality is scored, spec S8. */
  public enum QualityMode {
    DRIFT,
    QUALITY,
    CAPTION
  }

  /** Reward workers. */
  public record Reward(
      @Setting(value = "cpu", doc = "Device of the reward workers.") String device,
      @Setting(
              value = "PRODUCT",
              doc =
                  "Training reward for interaction following: FINE (spec S7, thresholded), or"
                      + " PRODUCT, smooth: exp(-(e_t^2 + e_r^2) / (2 * 0.5^2)), errors in steps.")
          InteractionReward interactionFollowing,
      @Setting(value = "DRIFT", doc = "Visual quality mode (spec S8).")
          QualityMode visualQuality) {}

  /** Loss variants, spec S13. */
  public enum NftMode {
    DEFAULT,
    UPSTREAM,
    RELEASED
  }

  /** How gradients become weights, spec S14. */
  public enum OptimiserKind {
    ADAMW,
    MUON
  }

  /** The trainer. */
  public record Trainer(
      @Setting(value = "cpu", doc = "Device of the trainer.") String device,
      @Setting(value = "DEFAULT", doc = "Loss variant (S13).") NftMode loss,
      @Setting(value = "1.0", doc = "NFT strength beta (S13).", min = 1e-3) double beta,
      @Setting(
              value = "0.0",
              doc =
                  "lambda of loss UPSTREAM: pulls predictions towards those of the base by lambda *"
                      + " mean((v - v_ref)^2) (S13); 0: no pull.",
              min = 0)
          double referenceWeight,
      @Setting(value = "2", doc = "Samples of a group in one optimiser step (S14).", min = 1)
          int accumulation,
      @Setting(
              value = "64",
              doc =
                  "Samples times sigmas of one forward pass: more is faster and takes more memory.",
              min = 1)
          int microBatch,
      @Setting(value = "ADAMW", doc = "Optimiser: ADAMW, or MUON as in the reference.")
          OptimiserKind optimiser,
      @Setting(
              value = "ALL",
              doc =
                  "Which parameters train: ALL, ADAPTERS (names with lora or adapter), or a pattern"
                      + " found in their names; all others stay frozen.")
          String trainable,
      @Setting(
              value = "^adapter[.]",
              doc =
                  "Pattern found in the names of the parameters that condition on action and noise;"
                      + " it must name some of the model's.")
          String conditioningParameters,
      @Setting(
              value = "1e-3",
              doc = "Learning rate of the conditioning parameters (paper: 1e-5 for all).",
              min = 0)
          double conditioningLearningRate,
      @Setting(value = "5e-5", doc = "Learning rate of all other parameters.", min = 0)
          double learningRate,
      @Setting(value = "0.0", doc = "Weight decay of AdamW.", min = 0) double weightDecay,
      @Setting(
              value = "0",
              doc = "Iterations of the cosine decay of the learning rate; 0: constant.",
              min = 0)
          int decayIterations,
      @Setting(
              value = "0",
              doc = "Iterations over which the learning rate rises linearly at first; 0: none.",
              min = 0)
          int warmupIterations,
      @Setting(value = "2.0", doc = "Gradient clip, global norm (S14).", min = 0)
          double gradientClip,
      @Setting(value = "0.9", doc = "Greatest policy EMA decay (S14).", min = 0, max = 1)
          double policyEma,
      @Setting(value = "0.99", doc = "Checkpoint EMA decay (S14; paper: 0.9).", min = 0, max = 1)
          double checkpointEma,
      @Setting(
              value = "3",
              doc =
                  "Trainer states kept on disk, newest first, besides every tenth version's: a"
                      + " rollback needs one.",
              min = 1)
          int keepStates,
      @Setting(
              value = "50",
              doc =
                  "Newest versions whose weights are kept on disk, besides the base and every"
                      + " hundredth.",
              min = 2)
          int keepWeights) {}

  /** What the trainer does when it sees over-optimisation. */
  public enum OnWarning {
    WARN,
    STOP,
    ROLLBACK
  }

  /** The trainer's early warning of over-optimisation. */
  public record Watch(
      @Setting(
              value = "25",
              doc =
                  "A judge that gives no reward measures the policy on held-out play every so many"
                      + " versions; 0: never.",
              min = 0)
          int every,
      @Setting(
              value = "16",
              doc = "Held-out scenarios of each suite, basic and composite, in a measurement.",
              min = 2)
          int scenarios,
      @Setting(value = "2", doc = "Clips of each of these scenarios.", min = 1, max = 64) int clips,
      @Setting(
              value = "40",
              doc =
                  "Iterations that are looked at: the newest half is compared with the first half"
                      + " so many of the run.",
              min = 4)
          int window,
      @Setting(
              value = "0.05",
              doc =
                  "Least fall that counts, of visual quality or of the judge's measures; it must"
                      + " also be two standard errors.",
              min = 0)
          double tolerance,
      @Setting(
              value = "WARN",
              doc =
                  "What happens when interaction following rises while visual quality or the"
                      + " judge's measures fall: WARN says so, STOP ends training, ROLLBACK goes"
                      + " back to the version that the judge found best.")
          OnWarning onWarning) {}

  /** Reward summaries. */
  public record Monitoring(
      @Setting(value = "10s", doc = "Window of the reward summaries.") Duration window) {}

  /** The `local` command. */
  public record Local(
      @Setting(
              value = "160",
              doc = "Iterations of a default run: about ten minutes on two cores.",
              min = 1)
          int iterations,
      @Setting(
              value = "240",
              doc = "Scenarios of scripted players, beside the recorded play.",
              min = 0)
          int simulatedScenarios,
      @Setting(value = "12", doc = "Players of `local --live`.", min = 1, max = 1000)
          int livePlayers,
      @Setting(value = "200", doc = "Held-out scenarios of each suite in the final table.", min = 2)
          int evaluationScenarios) {}
}
