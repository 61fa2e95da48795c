package io.worldcompass.app;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.worldcompass.producers.BadLogException;
import io.worldcompass.producers.GameplayLogs;
import io.worldcompass.producers.KafkaLiveStore;
import io.worldcompass.producers.LiveCounts;
import io.worldcompass.producers.ObservationSource;
import io.worldcompass.producers.PlayIntake;
import io.worldcompass.producers.Pseudonyms;
import io.worldcompass.producers.StreamInput;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.lifecycle.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code produce --listen}: a game server posts JSON lines, one stretch of one player's play a
 * request, and is answered when Kafka has the scenarios. A request that was answered with 429 or
 * 503, or not at all, is to be sent again; sent twice, it changes nothing.
 */
final class IngestServer implements Role {
  static final String TOKEN = "WORLDCOMPASS_INGEST_TOKEN";
  private static final Logger LOG = LoggerFactory.getLogger(IngestServer.class);
  private static final String NAME = "[A-Za-z0-9._-]{1,100}";

  private final int wantedPort;
  private final Config.Ingest config;
  private final byte[] token;
  private final PlayIntake intake;
  private final LiveCounts counts;
  private final TokenBucket rate;
  private final Semaphore inHand;
  private final Map<Integer, AtomicLong> answers = new ConcurrentSkipListMap<>();
  private Optional<Javalin> server = Optional.empty();

  /**
   * A server that does not listen yet.
   *
   * @throws UserException when no token is set
   */
  IngestServer(int port, Deployment deployment, GameplayLogs logs, LiveCounts counts) {
    this(
        port,
        deployment.config().ingest(),
        System.getenv(TOKEN),
        intake(deployment, logs, counts),
        counts);
  }

  IngestServer(int port, Config.Ingest config, String token, PlayIntake intake, LiveCounts counts) {
    if (token == null || token.isBlank()) {
      throw new UserException(
          "--listen needs a token that requests must carry: set " + TOKEN + " in the environment");
    }
    this.wantedPort = port;
    this.config = config;
    this.token = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.intake = intake;
    this.counts = counts;
    this.rate = new TokenBucket(config.requestsPerSecond(), System::nanoTime);
    this.inHand = new Semaphore(config.inFlight());
  }

  static PlayIntake intake(Deployment deployment, GameplayLogs logs, LiveCounts counts) {
    ObservationSource observations = BuiltInModels.observations(deployment.blobs());
    Pseudonyms pseudonyms = GameplaySettings.pseudonyms(deployment.config());
    // A name of its own: one server must not fence another that takes the same play.
    String name = "listen-" + java.util.UUID.randomUUID();
    return new PlayIntake(
        logs,
        () ->
            new KafkaLiveStore(
                deployment.topics(), deployment.clients(), name, observations, pseudonyms),
        counts);
  }

  @Override
  public String name() {
    return "listening on " + config.host() + ":" + port();
  }

  /** Where it listens; the wanted port before it does. */
  int port() {
    return server.map(Javalin::port).orElse(wantedPort);
  }

  @Override
  public void start() {
    Javalin javalin =
        Javalin.create(
            settings -> {
              settings.startup.showJavalinBanner = false;
              settings.routes.post("/v1/play", this::play);
              settings.routes.get("/metrics", this::metrics);
              settings.routes.after("/v1/play", answered -> count(answered.statusCode()));
            });
    try {
      server = Optional.of(javalin.start(config.host(), wantedPort));
    } catch (RuntimeException e) {
      throw new UserException(
          "cannot listen on " + config.host() + ":" + wantedPort + ": " + e.getMessage(), e);
    }
  }

  private void count(int status) {
    answers.computeIfAbsent(status, any -> new AtomicLong()).incrementAndGet();
  }

  private void play(Context request) throws IOException {
    if (!isAuthorised(request)) {
      answer(request, HttpStatus.UNAUTHORIZED, "the header Authorization: Bearer TOKEN is needed");
    } else if (!rate.take()) {
      tryAgain(request, HttpStatus.TOO_MANY_REQUESTS, "too many requests");
    } else if (!inHand.tryAcquire()) {
      tryAgain(request, HttpStatus.TOO_MANY_REQUESTS, "Kafka is slower than the requests");
    } else {
      try {
        take(request);
      } finally {
        inHand.release();
      }
    }
  }

  private void take(Context request) throws IOException {
    String source = Optional.ofNullable(request.queryParam("source")).orElse("http");
    byte[] body = body(request);
    if (!source.matches(NAME)) {
      answer(request, HttpStatus.BAD_REQUEST, "source: letters, digits, '.', '_' and '-' only");
    } else if (body.length > config.maxBytes()) {
      answer(
          request,
          HttpStatus.CONTENT_TOO_LARGE,
          "more than " + config.maxBytes() + " bytes (ingest.max-bytes): send shorter stretches");
    } else {
      write(request, source, body);
    }
  }

  private void write(Context request, String source, byte[] body) {
    String player = Optional.ofNullable(request.queryParam("player")).orElse("");
    try {
      PlayIntake.Taken taken =
          intake.take(new StreamInput(source, new ByteArrayInputStream(body)), player);
      request.contentType("application/json").result(Json.line(taken));
    } catch (BadLogException e) {
      answer(request, HttpStatus.BAD_REQUEST, e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("play could not be written", e);
      tryAgain(request, HttpStatus.SERVICE_UNAVAILABLE, "Kafka did not take it");
    }
  }

  /** One byte more than is allowed is enough to know. */
  private byte[] body(Context request) throws IOException {
    try (InputStream in = request.bodyInputStream()) {
      return in.readNBytes(config.maxBytes() + 1);
    }
  }

  private boolean isAuthorised(Context request) {
    String header = Optional.ofNullable(request.header("Authorization")).orElse("");
    return MessageDigest.isEqual(token, header.getBytes(StandardCharsets.UTF_8));
  }

  private static void tryAgain(Context request, HttpStatus status, String problem) {
    request.header("Retry-After", "1");
    answer(request, status, problem);
  }

  private static void answer(Context request, HttpStatus status, String problem) {
    request
        .status(status)
        .contentType("application/json")
        .result(Json.line(Map.of("error", problem)));
  }

  private void metrics(Context request) {
    request
        .contentType("text/plain; version=0.0.4")
        .result(
            LiveMetrics.text(counts)
                + LiveMetrics.requests(answers, config.inFlight() - inHand.availablePermits()));
  }

  @Override
  public boolean healthy() {
    return true;
  }

  @Override
  public Optional<Throwable> failure() {
    return Optional.empty();
  }

  @Override
  public void close() {
    server.ifPresent(Javalin::stop);
    intake.close();
  }
}
