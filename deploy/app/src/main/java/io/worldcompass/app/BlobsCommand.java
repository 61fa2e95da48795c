package io.worldcompass.app;

import io.worldcompass.schemas.blob.BlobStore;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code blobs sweep}. */
@Command(
    name = "blobs",
    description = "Looks after the blob store.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./worldcompass blobs sweep"})
final class BlobsCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "sweep",
      description = {
        "Removes blobs that no live record names, as the trainer's process does every ten minutes.",
        "Live: scenarios in the pool, weights, and the newest storage.keep-iterations iterations."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass blobs sweep --set storage.keep-iterations=20"})
  int sweep(@Mixin CommonOptions common, @Option(names = "--json") boolean json) {
    try (Deployment deployment = Deployment.open(common.config())) {
      BlobStore.Swept swept = new BlobSweep(deployment).sweep(Instant.now().minus(BlobSweep.GRACE));
      spec.commandLine()
          .getOut()
          .println(
              json
                  ? Json.line(swept)
                  : "%d blobs of %d bytes removed, %d stay"
                      .formatted(swept.removed(), swept.bytes(), swept.kept()));
      return 0;
    }
  }
}
