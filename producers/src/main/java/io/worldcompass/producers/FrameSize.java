package io.worldcompass.producers;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;

/** The size of a world model's frames, and how pictures of other sizes come to it. */
record FrameSize(int width, int height) {
  private static final int CHANNELS = 3;

  /** Such as 48x48. */
  String words() {
    return width + "x" + height;
  }

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
    Rectangle cut = middle(image.getWidth(), image.getHeight());
    BufferedImage middle = image.getSubimage(cut.x, cut.y, cut.width, cut.height);
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
   * As {@link #pixels}, of RGB rows. Whole pixels are averaged, which is exact where the size
   * divides the picture's, and fast enough for every frame of a game.
   */
  byte[] pixels(byte[] rgb, int rgbWidth, int rgbHeight) {
    Rectangle cut = middle(rgbWidth, rgbHeight);
    int[] sums = new int[bytes()];
    int[] counts = new int[width * height];
    for (int y = 0; y < cut.height; y++) {
      int at = CHANNELS * ((cut.y + y) * rgbWidth + cut.x);
      int row = y * height / cut.height * width;
      for (int x = 0; x < cut.width; x++) {
        int pixel = row + x * width / cut.width;
        counts[pixel]++;
        for (int c = 0; c < CHANNELS; c++) {
          sums[CHANNELS * pixel + c] += rgb[at++] & 0xff;
        }
      }
    }
    byte[] pixels = new byte[bytes()];
    for (int i = 0; i < pixels.length; i++) {
      int count = counts[i / CHANNELS];
      pixels[i] = (byte) ((sums[i] + count / 2) / count);
    }
    return pixels;
  }

  /** The largest part around the middle of a picture that has this shape. */
  private Rectangle middle(int pictureWidth, int pictureHeight) {
    int cutWidth = Math.min(pictureWidth, pictureHeight * width / height);
    int cutHeight = Math.min(pictureHeight, pictureWidth * height / width);
    return new Rectangle(
        (pictureWidth - cutWidth) / 2, (pictureHeight - cutHeight) / 2, cutWidth, cutHeight);
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
