package io.worldcompass.streams;

import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * A processor's own metrics, among those of Kafka Streams: group {@code stream-SCOPE-metrics}, tag
 * {@code task-id}.
 */
final class Metrics {
  private final ProcessorContext<?, ?> context;
  private final String scope;

  Metrics(ProcessorContext<?, ?> context, String scope) {
    this.context = context;
    this.scope = scope;
  }

  /** Counts events: metrics NAME-total and NAME-rate. */
  Sensor counter(String name) {
    return context
        .metrics()
        .addRateTotalSensor(scope, context.taskId().toString(), name, Sensor.RecordingLevel.INFO);
  }

  /** Shows the last recorded value: metric NAME. */
  Sensor gauge(String name) {
    String task = context.taskId().toString();
    Sensor sensor =
        context.metrics().addSensor(scope + "-" + task + "-" + name, Sensor.RecordingLevel.INFO);
    sensor.add(
        new MetricName(name, "stream-" + scope + "-metrics", "", Map.of("task-id", task)),
        new Value());
    return sensor;
  }

  /** A gauge of one thing among several: metric NAME with one more tag. */
  Sensor gauge(String name, String tag, String value) {
    String task = context.taskId().toString();
    Sensor sensor =
        context
            .metrics()
            .addSensor(scope + "-" + task + "-" + name + "-" + value, Sensor.RecordingLevel.INFO);
    sensor.add(
        new MetricName(
            name, "stream-" + scope + "-metrics", "", Map.of("task-id", task, tag, value)),
        new Value());
    return sensor;
  }

  void remove(Sensor sensor) {
    context.metrics().removeSensor(sensor);
  }
}
