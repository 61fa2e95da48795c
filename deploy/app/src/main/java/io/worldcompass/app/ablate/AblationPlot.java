package io.worldcompass.app.ablate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Composite joint IF over seconds of training, a line a preset. */
public final class AblationPlot {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 640;
  private final List<Outcome> outcomes;

  public AblationPlot(List<Outcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
  }

  /** Writes a PNG. */
  public void write(Path png) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Composite actions followed, by the judge")
            .xAxisTitle("seconds of training, one thread")
            .yAxisTitle("joint IF")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    for (Preset preset : Preset.values()) {
      List<Outcome> own =
          outcomes.stream().filter(outcome -> outcome.preset().equals(preset.key())).toList();
      if (!own.isEmpty()) {
        add(chart, preset, own);
      }
    }
    BitmapEncoder.saveBitmap(chart, png.toString(), BitmapFormat.PNG);
  }

  /** The mean over seeds, point by point: all seeds are measured at the same iterations. */
  private static void add(XYChart chart, Preset preset, List<Outcome> outcomes) {
    List<Double> seconds = new ArrayList<>();
    List<Double> joint = new ArrayList<>();
    int points = outcomes.stream().mapToInt(o -> o.curve().size()).min().orElseThrow();
    for (int i = 0; i < points; i++) {
      int at = i;
      seconds.add(
          outcomes.stream().mapToDouble(o -> o.curve().get(at).seconds()).average().orElseThrow());
      joint.add(
          outcomes.stream()
              .mapToDouble(o -> o.curve().get(at).compositeJoint())
              .average()
              .orElseThrow());
    }
    chart.addSeries(preset.title(), seconds, joint);
  }
}
