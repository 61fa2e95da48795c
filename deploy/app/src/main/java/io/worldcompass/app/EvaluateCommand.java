package io.worldcompass.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.worldcompass.app.pretrain.HeldOutPlay;
import io.worldcompass.app.pretrain.RecordedStretches;
import io.worldcompass.app.pretrain.TrainedSequences;
import io.worldcompass.gpu.evaluate.Comparison;
import io.worldcompass.gpu.evaluate.Evaluation;
import io.worldcompass.gpu.evaluate.FilmStrip;
import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.producers.BadLogException;
import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.config.Config;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: how well weights follow actions, by a judge that gave no reward. */
@Command(
    name = "evaluate",
    description = {
      "Measures how well weights follow held-out actions, and draws what they show.",
      "With two weights it compares them on the same scenarios and noise."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./worldcompass evaluate --weights base,latest --suite composite --clips 1,4,8,16,24"
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final int MOST_CLIPS = 64;
  private static final int MOST_WEIGHTS = 2;
  private static final int CANDIDATES_SHOWN = 2;

  @Mixin private CommonOptions common;

  @Option(
      names = "--weights",
      required = true,
      split = ",",
      paramLabel = "base|latest|VERSION",
      description = "Which weights; two to compare, with a comma. base needs no broker.")
  private List<String> weights = new ArrayList<>();

  @Option(
      names = "--suite",
      defaultValue = "all",
      paramLabel = "basic|composite|recorded|all",
      description =
          "Which actions: scripted basic or composite ones, or recorded play (the shipped Freedoom"
              + " demo with left and right exchanged). Default: ${DEFAULT-VALUE}.")
  private String suite;

  @Option(
      names = "--recording",
      split = ",",
      paramLabel = "FILE",
      description = "Gameplay logs for the suite recorded, in any format that produce reads.")
  private List<Path> recordings = new ArrayList<>();

  @Option(
      names = "--clips",
      defaultValue = "4",
      split = ",",
      paramLabel = "N",
      description = "Horizons in clips, for instance 1,4,8,16,24. Default: ${DEFAULT-VALUE}.")
  private List<Integer> clips = new ArrayList<>();

  @Option(
      names = "--scenarios",
      defaultValue = "200",
      paramLabel = "M",
      description = "Scenarios of a suite. Default: ${DEFAULT-VALUE}.")
  private int scenarios;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of walks and noise. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--judge",
      paramLabel = "FILE",
      description = "Another judge: a motion network that pretrain wrote; never the reward model.")
  private Path judge;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description =
          "Where contact sheets and animated pictures go. Default: results/evaluation in the data"
              + " directory, or worldcompass-evaluation where there is none.")
  private Path pictures;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
  private Path json;

  private Config config;
  private TrainedSequences trained;
  private List<List<Action>> recorded;

  @Override
  public Integer call() throws BadLogException {
    List<Suite> suites = suites();
    requireSensibleNumbers();
    config = common.config();
    trained = TrainedSequences.of(config);
    recorded =
        recordings.isEmpty()
            ? RecordedStretches.mirroredSample()
            : RecordedStretches.of(recordings);
    List<EvaluatedWeights> found = EvaluatedWeights.find(weights, config);
    try (Evaluations evaluations = new Evaluations(config, Optional.ofNullable(judge))) {
      List<WorldModel> models = found.stream().map(each -> each.load(evaluations)).toList();
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      List<Evaluation> results = evaluate(evaluations, found, models, suites, out);
      new EvaluationTable(results, config.algorithm().clips()).print(out);
      draw(evaluations, found, models, suites, out);
      if (json != null) {
        Json.write(json, document(found, results));
      }
      return 0;
    }
  }

  private void requireSensibleNumbers() {
    if (clips.stream().anyMatch(n -> n < 1 || n > MOST_CLIPS) || scenarios < 2) {
      throw new UserException(
          "--clips must be 1 to "
              + MOST_CLIPS
              + " and --scenarios at least 2, got "
              + clips.stream().map(String::valueOf).collect(Collectors.joining(","))
              + " and "
              + scenarios);
    }
    if (weights.size() > MOST_WEIGHTS || weights.stream().distinct().count() < weights.size()) {
      throw new UserException(
          "--weights compares at most "
              + MOST_WEIGHTS
              + " different ones, got "
              + String.join(",", weights));
    }
  }

  private List<Suite> suites() {
    return switch (suite.toLowerCase(java.util.Locale.ROOT)) {
      case "basic" -> List.of(Suite.BASIC);
      case "composite" -> List.of(Suite.COMPOSITE);
      case "recorded" -> List.of(Suite.RECORDED);
      case "all" -> List.of(Suite.values());
      default ->
          throw new UserException(
              "--suite takes basic, composite, recorded or all, got '" + suite + "'");
    };
  }

  private HeldOutPlay play(Suite which, long fromSeed) {
    return which == Suite.RECORDED
        ? HeldOutPlay.recorded(recorded, trained, fromSeed)
        : HeldOutPlay.scripted(which, trained, fromSeed);
  }

  private List<Evaluation> evaluate(
      Evaluations evaluations,
      List<EvaluatedWeights> found,
      List<WorldModel> models,
      List<Suite> suites,
      PrintStream out) {
    EvaluationProgress progress =
        new EvaluationProgress(new ProgressLine(out), found.size() * suites.size() * scenarios);
    List<Evaluation> results = new ArrayList<>();
    try {
      for (int i = 0; i < found.size(); i++) {
        results.addAll(
            evaluations.evaluate(
                found.get(i).title(),
                models.get(i),
                suites,
                clips.stream().distinct().sorted().toList(),
                scenarios,
                seed,
                each -> play(each, seed),
                progress));
      }
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    } finally {
      progress.finish();
    }
    return results;
  }

  private void draw(
      Evaluations evaluations,
      List<EvaluatedWeights> found,
      List<WorldModel> models,
      List<Suite> suites,
      PrintStream out) {
    List<Comparison.Shown> shown = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      FilmStrip.Kind kind = i == 0 ? FilmStrip.Kind.BEFORE : FilmStrip.Kind.AFTER;
      shown.add(new Comparison.Shown(kind, found.get(i).title(), models.get(i)));
    }
    Pictures drawn = new Pictures(evaluations, models.get(0).spec(), shown, seed);
    Path folder = folder();
    int longest = clips.stream().mapToInt(Integer::intValue).max().orElseThrow();
    String who = found.stream().map(EvaluatedWeights::title).collect(Collectors.joining(", "));
    for (Suite each : suites) {
      String title = "Held-out " + each.key() + " actions: true view, " + who;
      Path sheet = folder.resolve("contact-sheet-" + each.key() + ".png");
      drawn.sheet(sheet, title, play(each, seed + 1), CANDIDATES_SHOWN);
      Path animation = folder.resolve("animation-" + each.key() + ".gif");
      drawn.animation(animation, title, play(each, seed + 1), longest);
      out.printf("pictures of %s actions: %s, to watch: %s%n", each.key(), sheet, animation);
    }
  }

  private Path folder() {
    if (pictures != null) {
      return pictures;
    }
    Path data = config.storage().data();
    return Files.isDirectory(data)
        ? data.resolve("results").resolve("evaluation")
        : Path.of("worldcompass-evaluation");
  }

  /** One evaluation as it is; several in a list, each of the same shape. */
  private static ObjectNode document(List<EvaluatedWeights> found, List<Evaluation> results) {
    List<ObjectNode> each = new ArrayList<>();
    int horizons = results.size() / found.size();
    for (int i = 0; i < results.size(); i++) {
      ObjectNode one = Json.tree(results.get(i));
      EvaluatedWeights weights = found.get(i / horizons);
      one.put("weights", weights.name());
      one.put("sha256", weights.sha256());
      each.add(one);
    }
    if (each.size() == 1) {
      return each.get(0);
    }
    ObjectNode all = Json.tree(java.util.Map.of());
    ArrayNode list = all.putArray("evaluations");
    each.forEach(list::add);
    return all;
  }
}
