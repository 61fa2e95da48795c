package io.worldcompass.schemas.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Default, range and meaning of one configuration key: the only place where they are written. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The built-in value, as it would be written in YAML. */
  String value();

  /** What it does, its unit, and where it comes from. */
  String doc();

  /** Least legal value of a number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Greatest legal value of a number. */
  double max() default Double.POSITIVE_INFINITY;
}
