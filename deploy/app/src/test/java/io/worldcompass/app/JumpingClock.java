package io.worldcompass.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicLong;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.apache.kafka.common.utils.Time;

/**
 * The wall clock of a process as all of Kafka sees it there, clients and Streams, which a line on
 * the process's standard input sets forward or back. It is the clock of deadlines, ages, time
 * stamps and heartbeats. Must be installed before any of Kafka's classes is used.
 */
public final class JumpingClock {
  private static final AtomicLong OFFSET = new AtomicLong();

  private JumpingClock() {}

  /** What Kafka asks in place of the system. */
  public static long milliseconds() {
    return System.currentTimeMillis() + OFFSET.get();
  }

  /** Replaces Kafka's clock, and follows standard input: a line {@code PT-30S} sets it back. */
  static void install() {
    ClassFileLocator classes = ClassFileLocator.ForClassLoader.of(Time.class.getClassLoader());
    try {
      new ByteBuddy()
          .redefine(
              TypePool.Default.of(classes)
                  .describe("org.apache.kafka.common.utils.SystemTime")
                  .resolve(),
              classes)
          .method(ElementMatchers.named("milliseconds"))
          .intercept(MethodCall.invoke(JumpingClock.class.getMethod("milliseconds")))
          .make()
          .load(
              Time.class.getClassLoader(),
              ClassLoadingStrategy.UsingLookup.of(
                  MethodHandles.privateLookupIn(Time.class, MethodHandles.lookup())));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Kafka's clock cannot be replaced", e);
    }
    Thread jumps = new Thread(JumpingClock::follow, "clock");
    jumps.setDaemon(true);
    jumps.start();
  }

  private static void follow() {
    Scanner lines = new Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8);
    while (lines.hasNextLine()) {
      Duration jump = Duration.parse(lines.nextLine());
      OFFSET.addAndGet(jump.toMillis());
      System.out.println("the clock jumped by " + jump);
    }
  }

  /** Sets the clock of a process that has one installed; false when the process has ended. */
  static boolean jump(Process process, Duration by) {
    try {
      process
          .getOutputStream()
          .write((by + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return true;
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
      return false;
    }
  }
}
