package io.worldcompass.app;

import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.GameplayLogs;
import io.worldcompass.producers.LiveCounts;
import io.worldcompass.producers.game.GameServer;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.lifecycle.LoopRole;
import io.worldcompass.schemas.lifecycle.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live source of {@code local --live}: players who write logs, and who reads these. */
final class LivePlay {
  private static final Logger LOG = LoggerFactory.getLogger(LivePlay.class);
  private static final double TICKS_PER_SECOND = 35;
  private static final int SESSION_TICKS = (int) (5 * 60 * TICKS_PER_SECOND);

  private final Deployment deployment;
  private final LiveCounts counts = new LiveCounts();

  LivePlay(Deployment deployment) {
    this.deployment = deployment;
  }

  /** The game and the follower of its logs. */
  List<Role> roles() {
    Config config = deployment.config();
    Path logs = config.storage().data().resolve("play");
    // Another seed at every start: who plays on after a stop does not play the same again.
    long seed = config.run().seed() + System.currentTimeMillis();
    Role game =
        new LoopRole(
            "game",
            () ->
                new GameServer(
                    logs, config.local().livePlayers(), TICKS_PER_SECOND, SESSION_TICKS, seed));
    GameplayLogs formats =
        new GameplayLogs(
            Optional.of("key-log"), ClipRules.DEFAULT, GameplaySettings.keys(config.gameplay()));
    Role follower =
        LiveProduce.follower(
            deployment, formats, List.of(logs), "local-live", counts, problem -> LOG.warn(problem));
    return List.of(game, follower);
  }

  /** For the progress line. */
  String line() {
    return counts.scenarios() + " live scenarios";
  }
}
