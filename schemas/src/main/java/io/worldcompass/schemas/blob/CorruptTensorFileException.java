package io.worldcompass.schemas.blob;

import java.io.IOException;

/**
 * A safetensors file whose content breaks the format, or holds something that this project does not
 * read. Reading it again cannot help, unlike after other I/O errors: such a blob is a dead letter.
 */
public final class CorruptTensorFileException extends IOException {
  private static final long serialVersionUID = 1L;

  CorruptTensorFileException(String message) {
    super(message);
  }

  CorruptTensorFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
