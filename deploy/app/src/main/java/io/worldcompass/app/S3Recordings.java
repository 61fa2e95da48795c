package io.worldcompass.app;

import io.worldcompass.producers.BadLogException;
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
import software.amazon.awssdk.services.s3.model.S3Object;

/** Recordings in an S3-compatible store: one object, or all below a prefix that ends in a slash. */
final class S3Recordings {
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
   * The recordings that a URL names.
   *
   * @param url s3://BUCKET/KEY, or s3://BUCKET/PREFIX/
   */
  List<LogInput> at(String url) {
    URI uri = URI.create(url);
    String bucket = uri.getHost();
    String key = Optional.ofNullable(uri.getPath()).orElse("").replaceFirst("^/", "");
    if (bucket == null) {
      throw new UserException("'" + url + "': expected s3://BUCKET/KEY or s3://BUCKET/PREFIX/");
    }
    if (!key.isEmpty() && !key.endsWith("/")) {
      return List.of(new S3Recording(bucket, key));
    }
    List<LogInput> recordings = new ArrayList<>();
    try {
      for (S3Object object :
          client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(key)).contents()) {
        if (!object.key().endsWith("/") && !object.key().endsWith(".gst")) {
          recordings.add(new S3Recording(bucket, object.key()));
        }
      }
    } catch (SdkException e) {
      throw new UserException(url + ": cannot be listed: " + e.getMessage(), e);
    }
    return recordings;
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
      return "s3://" + bucket + "/" + key;
    }

    @Override
    public InputStream open() throws BadLogException {
      try {
        return client.getObject(r -> r.bucket(bucket).key(key));
      } catch (SdkException e) {
        throw new BadLogException(shownAs(), "cannot be read: " + e.getMessage());
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
        throw new UserException(shownAs() + ": cannot look beside it: " + e.getMessage(), e);
      }
    }
  }
}
