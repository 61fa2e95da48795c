package io.worldcompass.streams;

import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.avro.ActionClip;
import io.worldcompass.schemas.avro.LogPosition;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.config.Config;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the pool holds, by position, oldest first: enough to say who leaves next, without reading
 * the scenarios again.
 */
final class PoolIndex {
  private final Config.PoolBalance balance;
  private final TreeMap<Long, Member> members = new TreeMap<>();
  private final Map<String, Integer> byClass = new HashMap<>();
  private final Map<String, Integer> bySource = new HashMap<>();

  PoolIndex(Config.PoolBalance balance) {
    this.balance = balance;
  }

  /**
   * A scenario of the pool.
   *
   * @param actionClass the class of most of its clips
   * @param source who played, or where it was read
   */
  record Member(long position, String scenario, String actionClass, String source, long arrived) {}

  void add(long position, PromptAction scenario, long arrived) {
    Member member =
        new Member(
            position,
            scenario.getScenarioId(),
            actionClass(scenario),
            source(scenario.getSource()),
            arrived);
    members.put(position, member);
    byClass.merge(member.actionClass, 1, Integer::sum);
    bySource.merge(member.source, 1, Integer::sum);
  }

  void remove(Member member) {
    members.remove(member.position);
    byClass.computeIfPresent(member.actionClass, (key, count) -> count == 1 ? null : count - 1);
    bySource.computeIfPresent(member.source, (key, count) -> count == 1 ? null : count - 1);
  }

  int size() {
    return members.size();
  }

  /** Of a class in the pool. */
  int count(String actionClass) {
    return byClass.getOrDefault(actionClass, 0);
  }

  /** The one to leave when there are too many: the oldest of the most crowded kind. */
  Member surplus() {
    return members.values().stream()
        .max(
            Comparator.comparingDouble(this::crowding)
                .thenComparing(Comparator.comparingLong(Member::position).reversed()))
        .orElseThrow();
  }

  Optional<Member> oldest() {
    return Optional.ofNullable(members.firstEntry()).map(Entry::getValue);
  }

  Optional<Member> find(String scenario) {
    return members.values().stream().filter(m -> m.scenario.equals(scenario)).findFirst();
  }

  /** Why a surplus member leaves, for people. */
  String reason(Member member) {
    return balance == Config.PoolBalance.NONE
        ? "newer scenarios took its place in the pool"
        : String.format(
            "a newer scenario took its place in the pool, which held %d of %d with %s actions and"
                + " %d of its source",
            byClass.get(member.actionClass),
            members.size(),
            member.actionClass,
            bySource.get(member.source));
  }

  /** How many times its even share its class and its source take up. */
  private double crowding(Member member) {
    double crowding = 0;
    if (balance.byClass()) {
      crowding += byClass.get(member.actionClass) * (double) byClass.size();
    }
    if (balance.bySource()) {
      crowding += bySource.get(member.source) * (double) bySource.size();
    }
    return crowding;
  }

  /** Of equally many, the rarer class in play: composite before basic before still. */
  private static String actionClass(PromptAction scenario) {
    Map<String, Long> counts =
        scenario.getClips().stream()
            .map(ActionClip::getLabel)
            .map(label -> Action.ofLabel(label).actionClass())
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    return List.of("composite", "basic", "still").stream()
        .max(
            Comparator.comparingLong((String name) -> counts.getOrDefault(name, 0L))
                .thenComparing(Comparator.comparingInt("still basic composite"::indexOf)))
        .orElseThrow();
  }

  static String source(LogPosition source) {
    return source.getPlayerId().isEmpty()
        ? source.getFile() + "/" + source.getPlayer()
        : source.getPlayerId();
  }
}
