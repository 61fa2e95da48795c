package io.worldcompass.producers;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;

/** The size of a world model's frames, and how pictures of other sizes come to it. */
record FrameSize(int width, int height) {
  private static final int CHANNELS = 3;

  /** Bytes of a frame. */
  int bytes() {
    return width * height * CHANNELS;
  }

  /**
   * A picture file, brought to this size.
   *
   * @throws BadLogException when it is no PNG or JPEG
   */
  byte[] picture(LogInput file) throws BadLogException {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file.content()));
      if (image == null) {
        throw new BadLogException(file.shownAs(), "not a picture; expected PNG or JPEG");
      }
      return pixels(image);
    } catch (IOException e) {
      throw new BadLogException(file.shownAs(), "cannot be decoded: " + e.getMessage());
    }
  }

  /** RGB rows from the top: the middle of the picture in this shape, averaged down to this size. */
  private byte[] pixels(BufferedImage image) {
    int cutWidth = Math.min(image.getWidth(), image.getHeight() * width / height);
    int cutHeight = Math.min(image.getHeight(), image.getWidth() * height / width);
    BufferedImage middle =
        image.getSubimage(
            (image.getWidth() - cutWidth) / 2,
            (image.getHeight() - cutHeight) / 2,
            cutWidth,
            cutHeight);
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.drawImage(
        middle.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
    graphics.dispose();
    byte[] pixels = new byte[bytes()];
    for (int i = 0; i < width * height; i++) {
      int rgb = scaled.getRGB(i % width, i / width);
      pixels[CHANNELS * i] = (byte) (rgb >> 16);
      pixels[CHANNELS * i + 1] = (byte) (rgb >> 8);
      pixels[CHANNELS * i + 2] = (byte) rgb;
    }
    return pixels;
  }

  /**
   * A frame of a file of raw RGB frames of this size.
   *
   * @throws BadLogException when the file ends before it
   */
  byte[] raw(LogInput file, int frame) throws BadLogException {
    try (InputStream in = Compression.plain(file)) {
      in.skipNBytes((long) frame * bytes());
      byte[] pixels = in.readNBytes(bytes());
      if (pixels.length < bytes()) {
        throw new IOException("it ends in frame " + frame);
      }
      return pixels;
    } catch (IOException e) {
      throw new BadLogException(
          file.shownAs(),
          "no frame " + frame + " of " + width + "x" + height + " RGB: " + e.getMessage());
    }
  }
}
