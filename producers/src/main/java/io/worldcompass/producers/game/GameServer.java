package io.worldcompass.producers.game;

import io.worldcompass.schemas.lifecycle.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A small game server: scripted players walk through the simulated room, and each writes a live log
 * in the generic key-log format, a line a tick. A player plays for a while, leaves, and comes back
 * with a new log.
 */
public final class GameServer implements Loop {
  private final long tickNanos;
  private final List<LoggedPlayer> players = new ArrayList<>();
  private long nextTick = System.nanoTime();

  /**
   * A server with all of its players in the game.
   *
   * @param folder where the logs go; made if need be
   * @param count number of players
   * @param ticksPerSecond how fast the game runs
   * @param sessionTicks length of a player's log in ticks, about
   * @param seed of everything that the players do
   */
  public GameServer(Path folder, int count, double ticksPerSecond, int sessionTicks, long seed) {
    this.tickNanos = (long) (TimeUnit.SECONDS.toNanos(1) / ticksPerSecond);
    World world = new World(World.DEFAULT_SEED);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      LivePlayer player = new LivePlayer(world, random.nextLong());
      players.add(new LoggedPlayer("player-" + i, player, folder, sessionTicks));
    }
  }

  /** Plays the next tick of every player when it is due. */
  @Override
  public void step() {
    long wait = nextTick - System.nanoTime();
    if (wait > 0) {
      LockSupport.parkNanos(Math.min(wait, TimeUnit.MILLISECONDS.toNanos(200)));
    } else {
      long now = System.currentTimeMillis();
      players.forEach(player -> player.tick(now));
      nextTick += tickNanos;
    }
  }

  /** Ticks that all players have played together. */
  public long ticks() {
    return players.stream().mapToLong(LoggedPlayer::ticks).sum();
  }

  @Override
  public void close() {
    players.forEach(LoggedPlayer::close);
  }
}
