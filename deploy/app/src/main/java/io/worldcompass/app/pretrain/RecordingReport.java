package io.worldcompass.app.pretrain;

import io.worldcompass.gpu.evaluate.Prediction;
import io.worldcompass.gpu.pretrain.MotionAccuracy;
import java.util.List;
import java.util.Locale;

/**
 * What models show that were trained on a recording, on the part of it that was held out.
 *
 * @param trainedTicks ticks of play trained on
 * @param heldOutTicks ticks of play measured on
 * @param prediction of frames
 * @param inverseDynamics accuracy on recorded clips
 * @param mostFrequentAction share of steps with the action that is most frequent: what inverse
 *     dynamics has to beat
 * @param keysAgree share of steps in which the camera did what the inputs ask for; 1 where no poses
 *     were recorded
 * @param picture file of recorded and generated clips
 */
public record RecordingReport(
    int trainedTicks,
    int heldOutTicks,
    Prediction prediction,
    MotionAccuracy inverseDynamics,
    double mostFrequentAction,
    double keysAgree,
    String picture) {

  /** For people. */
  public List<String> lines() {
    return List.of(
        trainedTicks + " ticks trained on, the last " + heldOutTicks + " of all players held out",
        prediction.words(),
        String.format(
            Locale.ROOT,
            "inverse dynamics: %.3f +- %.3f of held-out steps right; always the most frequent action"
                + " %.3f; keys and camera agree in %.3f",
            inverseDynamics.joint(),
            inverseDynamics.standardError(),
            mostFrequentAction,
            keysAgree),
        "recorded above generated clips: " + picture);
  }
}
