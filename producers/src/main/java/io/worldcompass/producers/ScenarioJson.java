package io.worldcompass.producers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.worldcompass.schemas.Action;

/** A scenario as the JSON line of {@code produce --dry-run --json}. */
public final class ScenarioJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ScenarioJson() {}

  /** One line, without the line break. */
  public static String line(Scenario scenario) {
    try {
      return JSON.writeValueAsString(node(scenario));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }

  private static ObjectNode node(Scenario scenario) {
    ObjectNode node = JSON.createObjectNode();
    node.put("scenario_id", scenario.id());
    node.set("source", source(scenario.source()));
    node.put("prompt", scenario.prompt());
    ArrayNode clips = node.putArray("clips");
    scenario.clips().forEach(clip -> clips.add(clip(clip)));
    ArrayNode dropped = node.putArray("dropped");
    scenario.dropped().forEach(clip -> dropped.add(dropped(clip)));
    return node;
  }

  private static ObjectNode source(Scenario.Source source) {
    return JSON.createObjectNode()
        .put("file", source.file())
        .put("player", source.player())
        .put("first_tick", source.firstTick())
        .put("last_tick", source.lastTick());
  }

  private static ObjectNode clip(Clip clip) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("first_tick", clip.firstTick())
            .put("last_tick", clip.lastTick())
            .put("translation", clip.action().translation())
            .put("rotation", clip.action().rotation())
            .put("label", clip.action().label());
    ArrayNode labels = node.putArray("labels");
    clip.latentActions().stream().map(Action::label).forEach(labels::add);
    node.set("sums", sums(clip.sums()));
    return node;
  }

  private static ObjectNode sums(Sums sums) {
    return JSON.createObjectNode()
        .put("forward", sums.forward())
        .put("side", sums.side())
        .put("yaw_degrees", sums.yawDegrees())
        .put("pitch_degrees", sums.pitchDegrees());
  }

  private static ObjectNode dropped(DroppedClip clip) {
    return JSON.createObjectNode()
        .put("first_tick", clip.firstTick())
        .put("last_tick", clip.lastTick())
        .put("reason", clip.reason());
  }
}
