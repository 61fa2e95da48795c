package io.worldcompass.gpu.train;

import io.worldcompass.gpu.nn.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The learning rate of each parameter, by its name. The first rule whose pattern is found in the
 * name decides; rate 0 freezes, and so does a name that is not trainable. All rates rise and fall
 * together, by iteration: a linear warm-up, then a cosine.
 *
 * @param trainable pattern found in the names of all parameters that train
 * @param rules tried in order
 * @param otherwise rate of a parameter that no rule names
 * @param warmupIterations length of the rise at the start; 0 for none
 * @param decayIterations length of the cosine; 0 keeps the rates constant
 */
public record LearningRates(
    Pattern trainable,
    List<Rule> rules,
    double otherwise,
    int warmupIterations,
    int decayIterations) {
  /** What is left of the rates behind the cosine: a service that runs on goes on learning. */
  static final double LEAST_FACTOR = 0.1;

  /** Rate of the parameters in whose name the pattern is found. */
  public record Rule(Pattern name, double rate) {}

  private static final Pattern EVERYTHING = Pattern.compile("");
  private static final Pattern ADAPTERS = Pattern.compile("(?i)lora|adapter");

  /** Refuses negative numbers. */
  public LearningRates {
    rules = List.copyOf(rules);
    if (otherwise < 0
        || warmupIterations < 0
        || decayIterations < 0
        || rules.stream().anyMatch(rule -> rule.rate() < 0)) {
      throw new IllegalArgumentException(
          "learning rates, their warm-up and decay must not be negative");
    }
  }

  /** Rates of a model that trains as a whole, without a warm-up. */
  public LearningRates(List<Rule> rules, double otherwise, int decayIterations) {
    this(EVERYTHING, rules, otherwise, 0, decayIterations);
  }

  /** The same rate for all, for ever. */
  public static LearningRates constant(double rate) {
    return new LearningRates(List.of(), rate, 0);
  }

  /**
   * What {@code trainer.trainable} names: ALL, ADAPTERS, or a pattern.
   *
   * @throws IllegalArgumentException when it is neither and no pattern
   */
  public static Pattern trainable(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "ALL" -> EVERYTHING;
      case "ADAPTERS" -> ADAPTERS;
      default -> Pattern.compile(text);
    };
  }

  /** The rate of one parameter before decay. */
  double rate(String name) {
    if (!trainable.matcher(name).find()) {
      return 0;
    }
    return rules.stream()
        .filter(rule -> rule.name().matcher(name).find())
        .mapToDouble(Rule::rate)
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * The rates before decay, one for each value of the flat vector.
   *
   * @throws IllegalArgumentException when nothing would be trained, or a rule names nothing
   */
  float[] vector(ParameterLayout layout) {
    requireEveryRuleUsed(layout);
    float[] rates = new float[Math.toIntExact(layout.size())];
    for (ParameterLayout.Entry entry : layout.entries()) {
      int begin = Math.toIntExact(entry.offset());
      Arrays.fill(rates, begin, begin + (int) entry.size(), (float) rate(entry.name()));
    }
    return rates;
  }

  /** Share of the rates in an iteration, counted from 1. */
  public double factor(int iteration) {
    double rise = Math.min(1, iteration / (warmupIterations + 1.0));
    return rise * decay(iteration - warmupIterations);
  }

  private double decay(int iteration) {
    if (decayIterations == 0) {
      return 1;
    }
    double progress = Math.max(0, Math.min(1, (iteration - 1.0) / decayIterations));
    return LEAST_FACTOR + (1 - LEAST_FACTOR) * (1 + Math.cos(Math.PI * progress)) / 2;
  }

  private void requireEveryRuleUsed(ParameterLayout layout) {
    for (Rule rule : rules) {
      if (layout.entries().stream().noneMatch(entry -> rule.name().matcher(entry.name()).find())) {
        throw new IllegalArgumentException(
            "no parameter's name contains /" + rule.name() + "/: see the model's layout");
      }
    }
    if (layout.entries().stream().allMatch(entry -> rate(entry.name()) == 0)) {
      throw new IllegalArgumentException(
          "every learning rate is 0, or no name is trainable: nothing would be trained");
    }
  }
}
