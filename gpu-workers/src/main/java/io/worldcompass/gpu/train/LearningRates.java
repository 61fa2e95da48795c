package io.worldcompass.gpu.train;

import io.worldcompass.gpu.nn.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The learning rate of each parameter, by its name. The first rule whose pattern is found in the
 * name decides; rate 0 freezes. Under cosine decay all rates fall together, by iteration.
 *
 * @param rules tried in order
 * @param otherwise rate of a parameter that no rule names
 * @param decayIterations length of the cosine; 0 keeps the rates constant
 */
public record LearningRates(List<Rule> rules, double otherwise, int decayIterations) {
  /** What is left of the rates behind the cosine: a service that runs on goes on learning. */
  static final double LEAST_FACTOR = 0.1;

  /** Rate of the parameters in whose name the pattern is found. */
  public record Rule(Pattern name, double rate) {}

  /** Refuses negative numbers. */
  public LearningRates {
    rules = List.copyOf(rules);
    if (otherwise < 0 || decayIterations < 0 || rules.stream().anyMatch(rule -> rule.rate() < 0)) {
      throw new IllegalArgumentException("learning rates and their decay must not be negative");
    }
  }

  /** The same rate for all, for ever. */
  public static LearningRates constant(double rate) {
    return new LearningRates(List.of(), rate, 0);
  }

  /** The rate of one parameter before decay. */
  double rate(String name) {
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
    if (decayIterations == 0) {
      return 1;
    }
    double progress = Math.min(1, (iteration - 1.0) / decayIterations);
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
      throw new IllegalArgumentException("every learning rate is 0: nothing would be trained");
    }
  }
}
