package io.worldcompass.app;

import io.worldcompass.producers.Follower;
import io.worldcompass.producers.GameplayLogs;
import io.worldcompass.producers.KafkaLiveStore;
import io.worldcompass.producers.LiveCounts;
import io.worldcompass.producers.ObservationSource;
import io.worldcompass.producers.Pseudonyms;
import io.worldcompass.schemas.blob.FileBlobStore;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.lifecycle.LoopRole;
import io.worldcompass.schemas.lifecycle.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code produce --follow} and {@code --listen}: play flows in until Ctrl-C. */
final class LiveProduce {
  private static final Duration CHECK = Duration.ofSeconds(1);
  private static final int NAME_DIGITS = 12;

  private final Deployment deployment;
  private final GameplayLogs logs;
  private final Consumer<String> problems;
  private final PrintWriter out;
  private final boolean json;
  private final LiveCounts counts = new LiveCounts();

  LiveProduce(
      Deployment deployment,
      GameplayLogs logs,
      Consumer<String> problems,
      PrintWriter out,
      boolean json) {
    this.deployment = deployment;
    this.logs = logs;
    this.problems = problems;
    this.out = out;
    this.json = json;
  }

  /** Runs until the process is asked to stop. */
  int run(List<Path> followed, Optional<Integer> port, Optional<String> name) throws IOException {
    List<Role> roles = new ArrayList<>();
    if (!followed.isEmpty()) {
      roles.add(
          follower(deployment, logs, followed, name.orElse(named(followed)), counts, problems));
    }
    port.ifPresent(p -> roles.add(new IngestServer(p, deployment, logs, counts)));
    LiveStatus status = new LiveStatus(counts, out, json);
    try (StopSignal stop = new StopSignal();
        RoleGroup group = new RoleGroup(roles)) {
      group.start();
      out.println(
          roles.stream().map(Role::name).reduce((a, b) -> a + ", " + b).orElseThrow()
              + "; stop with Ctrl-C");
      out.flush();
      while (!stop.await(CHECK)) {
        status.show();
        Optional<String> failed = group.failed();
        if (failed.isPresent()) {
          throw new UserException(failed.get() + "; the same command goes on from here");
        }
      }
    }
    status.last();
    return 0;
  }

  /** A role that follows logs; also {@code local --live} has one. */
  static Role follower(
      Deployment deployment,
      GameplayLogs logs,
      List<Path> followed,
      String name,
      LiveCounts counts,
      Consumer<String> problems) {
    Config config = deployment.config();
    ObservationSource observations =
        BuiltInModels.observations(deployment.blobs(), config.gameplay(), problems);
    Pseudonyms pseudonyms = GameplaySettings.pseudonyms(config);
    return new LoopRole(
        "produce " + name,
        () ->
            new Follower(
                followed,
                logs,
                new KafkaLiveStore(
                    deployment.topics(), deployment.clients(), name, observations, pseudonyms),
                name,
                pseudonyms,
                config.gameplay().idle(),
                config.gameplay().poll(),
                counts,
                problems));
  }

  /** The same command on the same machine has the same name; ids of scenarios do not hold it. */
  private static String named(List<Path> followed) throws UnknownHostException {
    StringBuilder text = new StringBuilder(InetAddress.getLocalHost().getHostName());
    followed.forEach(path -> text.append('\n').append(path.toAbsolutePath().normalize()));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return FileBlobStore.sha256(bytes).substring(0, NAME_DIGITS);
  }
}
