package io.worldcompass.app;

import io.worldcompass.producers.BadLogException;
import io.worldcompass.producers.LogDirectory;
import io.worldcompass.producers.LogInput;
import io.worldcompass.schemas.config.Config;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Recordings in an S3-compatible store: one object, or all below a prefix that ends in a slash. */
final class S3Recordings {
  private static final String SCHEME = "s3://";

  private final S3Client client;

  /** Credentials are those of the environment, as for every program that speaks S3. */
  S3Recordings(Config.Gameplay config) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .region(Region.of(config.s3Region()))
            // The newer default checksums are refused by many compatible stores.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    if (!config.s3Endpoint().isEmpty()) {
      builder.endpointOverride(URI.create(config.s3Endpoint())).forcePathStyle(true);
    }
    this.client = builder.build();
  }

  /**
   * The recordings that a URL names, by key; those of a prefix without companions such as videos.
   *
   * @param url s3://BUCKET/KEY, or s3://BUCKET/PREFIX/
   * @throws UserException when nothing can be listed, or there is nothing
   */
  List<LogInput> at(String url) {
    int slash = url.indexOf('/', SCHEME.length());
    String bucket = url.substring(SCHEME.length(), slash < 0 ? url.length() : slash);
    String key = slash < 0 ? "" : url.substring(slash + 1);
    if (bucket.isEmpty()) {
      throw new UserException("'" + url + "': expected s3://BUCKET/KEY or s3://BUCKET/PREFIX/");
    }
    return key.isEmpty() || key.endsWith("/")
        ? below(bucket, key)
        : List.of(new S3Recording(bucket, key));
  }

  private List<LogInput> below(String bucket, String prefix) {
    String url = SCHEME + bucket + "/" + prefix;
    List<LogInput> recordings = new ArrayList<>();
    try {
      for (S3Object object :
          client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents()) {
        S3Recording recording = new S3Recording(bucket, object.key());
        if (!object.key().endsWith("/") && !LogDirectory.isPassedOver(recording.name())) {
          recordings.add(recording);
        }
      }
    } catch (SdkException e) {
      throw new UserException(url + ": cannot be listed: " + reason(e), e);
    }
    if (recordings.isEmpty()) {
      throw new UserException(url + ": there are no logs below it");
    }
    return recordings;
  }

  /** One line that says what to do, where the store's words do not. */
  private static String reason(SdkException e) {
    if (e instanceof NoSuchBucketException) {
      return "there is no such bucket";
    }
    if (e instanceof S3Exception answer && answer.statusCode() == 404) {
      return "it does not exist";
    }
    if (e instanceof S3Exception answer && answer.statusCode() == 403) {
      return "the store refuses ("
          + answer.awsErrorDetails().errorCode()
          + "); check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what they may read";
    }
    String message = String.valueOf(e.getMessage());
    return message.startsWith("Unable to load credentials")
        ? "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        : message.lines().findFirst().orElse(message);
  }

  private final class S3Recording implements LogInput {
    private final String bucket;
    private final String key;

    S3Recording(String bucket, String key) {
      this.bucket = bucket;
      this.key = key;
    }

    @Override
    public String name() {
      return key.substring(key.lastIndexOf('/') + 1);
    }

    @Override
    public String shownAs() {
      return SCHEME + bucket + "/" + key;
    }

    @Override
    public InputStream open() throws BadLogException {
      try {
        return client.getObject(r -> r.bucket(bucket).key(key));
      } catch (SdkException e) {
        throw new BadLogException(shownAs(), "cannot be read: " + reason(e));
      }
    }

    @Override
    public Optional<LogInput> sibling(String extension) {
      String folder = key.substring(0, key.lastIndexOf('/') + 1);
      String other = folder + LogInput.withExtension(name(), extension);
      try {
        boolean exists =
            client.listObjectsV2(r -> r.bucket(bucket).prefix(other).maxKeys(1)).contents().stream()
                .anyMatch(object -> object.key().equals(other));
        return exists ? Optional.of(new S3Recording(bucket, other)) : Optional.empty();
      } catch (SdkException e) {
        throw new UserException(shownAs() + ": cannot look beside it: " + reason(e), e);
      }
    }
  }
}
