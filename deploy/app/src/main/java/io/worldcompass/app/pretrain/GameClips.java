package io.worldcompass.app.pretrain;

import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.producers.game.Renderer;
import io.worldcompass.producers.game.ScriptedPlayer;
import io.worldcompass.producers.game.Walk;
import io.worldcompass.schemas.Action;

/** Recorded play of the simulated game, as the trainings of the built-in models read it. */
final class GameClips implements ClipSource {
  private final ScriptedPlayer player;
  private final Renderer renderer;

  GameClips(ScriptedPlayer player, Renderer renderer) {
    this.player = player;
    this.renderer = renderer;
  }

  @Override
  public Recording next(int clips, int steps) {
    return recording(player.walk(clips, steps), renderer);
  }

  /** A walk as its player saw it. */
  static Recording recording(Walk walk, Renderer renderer) {
    return new Recording(
        walk.poses().stream().map(pose -> bytes(renderer.renderPlanar(pose))).toList(),
        walk.commanded().stream().map(Action::label).toList(),
        walk.executed().stream().map(Action::label).toList());
  }

  static byte[] bytes(float[] frame) {
    byte[] bytes = new byte[frame.length];
    for (int i = 0; i < frame.length; i++) {
      bytes[i] = (byte) Math.round(frame[i] * 255);
    }
    return bytes;
  }
}
