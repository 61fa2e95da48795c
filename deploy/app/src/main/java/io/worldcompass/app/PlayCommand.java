package io.worldcompass.app;

import io.worldcompass.producers.game.GameServer;
import io.worldcompass.schemas.lifecycle.LoopRole;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code play}: a game whose players write live logs. */
@Command(
    name = "play",
    description = {
      "Runs a small game server with scripted players who write live logs in the key-log format.",
      "Read them with: ./worldcompass produce --follow DIR"
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./worldcompass play --out /tmp/game --players 12 --minutes 10"})
final class PlayCommand implements Callable<Integer> {
  private static final Duration TICK = Duration.ofMillis(250);

  @Spec private CommandSpec spec;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where logs go.")
  private Path out;

  @Option(
      names = "--players",
      paramLabel = "N",
      description = "Players. Default: ${DEFAULT-VALUE}.")
  private int players = 8;

  @Option(names = "--minutes", paramLabel = "M", description = "How long. Default: until Ctrl-C.")
  private Double minutes;

  @Option(
      names = "--ticks-per-second",
      paramLabel = "N",
      description = "Speed of the game. Default: ${DEFAULT-VALUE}.")
  private double ticksPerSecond = 35;

  @Option(
      names = "--session-minutes",
      paramLabel = "M",
      description = "A player begins a new log this often. Default: ${DEFAULT-VALUE}.")
  private double sessionMinutes = 5;

  @Option(names = "--seed", paramLabel = "S", description = "Seed. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Override
  public Integer call() {
    require(players >= 1 && players <= 1000, "--players must be 1..1000");
    require(ticksPerSecond > 0 && ticksPerSecond <= 1000, "--ticks-per-second must be 0..1000");
    require(sessionMinutes > 0, "--session-minutes must be greater than 0");
    require(minutes == null || minutes > 0, "--minutes must be greater than 0");
    int session = (int) Math.max(1, sessionMinutes * 60 * ticksPerSecond);
    PrintWriter text = spec.commandLine().getOut();
    text.printf("%d players write to %s; stop with Ctrl-C%n", players, out);
    text.flush();
    LoopRole game =
        new LoopRole("game", () -> new GameServer(out, players, ticksPerSecond, session, seed));
    try (StopSignal stop = new StopSignal()) {
      game.start();
      long end = minutes == null ? Long.MAX_VALUE : (long) (minutes * 60e9);
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < end && !stop.await(TICK)) {
        Optional<Throwable> failure = game.failure();
        if (failure.isPresent()) {
          throw new UserException("the game stopped: " + failure.get());
        }
      }
      game.close();
    }
    return 0;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new UserException(otherwise);
    }
  }
}
