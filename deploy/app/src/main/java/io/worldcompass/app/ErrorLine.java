package io.worldcompass.app;

import io.worldcompass.embedded.EmbeddedException;
import io.worldcompass.producers.BadLogException;
import io.worldcompass.producers.FfmpegMissingException;
import io.worldcompass.schemas.blob.BlobException;
import io.worldcompass.schemas.config.ConfigException;
import io.worldcompass.schemas.kafka.BrokerUnreachableException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns an exception into one clear line on stderr; the stack trace only for
 * WORLDCOMPASS_LOG=debug.
 */
final class ErrorLine implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorLine.class);

  /** Exceptions whose message already says what is wrong and what to do. */
  private static final Set<Class<?>> CLEAR =
      Set.of(
          UserException.class,
          EmbeddedException.class,
          BadLogException.class,
          ConfigException.class,
          FfmpegMissingException.class,
          BlobException.class,
          BrokerUnreachableException.class);

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (LOG.isDebugEnabled()) {
      e.printStackTrace(command.getErr());
    }
    String message = CLEAR.contains(e.getClass()) ? e.getMessage() : describe(e);
    command.getErr().println("worldcompass: " + message);
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command
        .getErr()
        .println("worldcompass: " + e.getMessage() + nearest(e) + "; see: ./" + name + " --help");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String nearest(ParameterException e) {
    List<String> known =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    return known.isEmpty() ? "" : "; did you mean " + String.join(" or ", known) + "?";
  }

  private static String describe(Throwable e) {
    StringBuilder line = new StringBuilder(e.toString());
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      line.append("; because: ").append(cause);
    }
    return line.append(" (run with WORLDCOMPASS_LOG=debug for the stack trace)").toString();
  }
}
