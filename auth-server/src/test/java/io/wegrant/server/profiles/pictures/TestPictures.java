package io.wegrant.server.profiles.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Pictures, and things that look like pictures.
 */
public final class TestPictures {

	/** Where a picture was taken; it must not be found anywhere. */
	public static final String PLACE = "N 30 14 E 120 9 West Lake";

	private TestPictures() {
	}

	/**
	 * Makes a picture with the JDK.
	 * @param format {@code png} or {@code jpeg}
	 * @param width how many pixels wide
	 * @param height how many pixels high
	 * @param progressive whether it is interlaced or progressive
	 * @return the bytes
	 */
	public static byte[] picture(String format, int width, int height, boolean progressive) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		for (int i = 0; i < Math.min(width, height); i++) {
			image.setRGB(i, i, 0xFF8800 + i);
		}
		ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
		ImageWriteParam parameters = writer.getDefaultWriteParam();
		if (progressive) {
			parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
			writer.setOutput(output);
			writer.write(null, new IIOImage(image, null, null), parameters);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			writer.dispose();
		}
		return bytes.toByteArray();
	}

	/**
	 * Returns a small PNG.
	 * @return the bytes
	 */
	public static byte[] png() {
		return picture("png", 20, 10, false);
	}

	/**
	 * Returns a small JPEG.
	 * @return the bytes
	 */
	public static byte[] jpeg() {
		return picture("jpeg", 20, 10, false);
	}

	/**
	 * Returns a WebP of one pixel, lossy.
	 * @return the bytes
	 */
	public static byte[] webp() {
		return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
	}

	/**
	 * Returns a WebP of one pixel, lossless.
	 * @return the bytes
	 */
	public static byte[] losslessWebp() {
		return Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
	}

	/**
	 * Returns a JPEG whose Exif data say where it was taken and how the camera was held.
	 * @return the bytes
	 */
	public static byte[] jpegWithPlace() {
		byte[] jpeg = jpeg();
		return concat(Arrays.copyOf(jpeg, 2), segment(0xE1, concat(ascii("Exif\0\0"), exif())),
				segment(0xE1, ascii("http://ns.adobe.com/xap/1.0/\0" + PLACE)), segment(0xED, ascii(PLACE)),
				segment(0xFE, ascii(PLACE)), Arrays.copyOfRange(jpeg, 2, jpeg.length));
	}

	static byte[] exif() {
		return ByteBuffer.allocate(26 + PLACE.length())
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(new byte[] { 'I', 'I', 42, 0 })
			.putInt(8)
			.putShort((short) 1)
			.putShort((short) 0x0112)
			.putShort((short) 3)
			.putInt(1)
			.putShort((short) 6)
			.putShort((short) 0)
			.putInt(0)
			.put(ascii(PLACE))
			.array();
	}

	/**
	 * Returns a PNG whose chunks say where it was taken.
	 * @return the bytes
	 */
	public static byte[] pngWithPlace() {
		return pngWith(concat(chunk("tEXt", ascii("Comment\0" + PLACE)), chunk("eXIf", ascii(PLACE)),
				chunk("prVt", ascii(PLACE))));
	}

	static byte[] pngWith(byte[] chunks) {
		byte[] png = png();
		return concat(Arrays.copyOf(png, 33), chunks, Arrays.copyOfRange(png, 33, png.length));
	}

	/**
	 * Returns a PNG of a given length.
	 * @param length how many bytes
	 * @return the bytes
	 */
	public static byte[] padded(int length) {
		byte[] png = png();
		byte[] padding = chunk("tEXt", new byte[length - png.length - 12]);
		return concat(Arrays.copyOf(png, 33), padding, Arrays.copyOfRange(png, 33, png.length));
	}

	/**
	 * Returns a WebP with Exif and XMP data.
	 * @return the bytes
	 */
	public static byte[] webpWithPlace() {
		return webpWith(concat(riffChunk("EXIF", ascii(PLACE)), riffChunk("XMP ", ascii(PLACE))));
	}

	static byte[] webpWith(byte[] chunks) {
		byte[] webp = webp();
		return riff(riffChunk("VP8X", new byte[] { 0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0 }),
				Arrays.copyOfRange(webp, 12, webp.length), chunks);
	}

	static byte[] segment(int marker, byte[] content) {
		return concat(new byte[] { (byte) 0xFF, (byte) marker },
				ByteBuffer.allocate(2).putShort((short) (content.length + 2)).array(), content);
	}

	static byte[] chunk(String type, byte[] content) {
		byte[] named = concat(ascii(type), content);
		CRC32 checksum = new CRC32();
		checksum.update(named);
		return concat(ByteBuffer.allocate(4).putInt(content.length).array(), named,
				ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
	}

	static byte[] riff(byte[]... chunks) {
		byte[] content = concat(ascii("WEBP"), concat(chunks));
		return concat(ascii("RIFF"),
				ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(content.length).array(), content);
	}

	static byte[] riffChunk(String type, byte[] content) {
		return concat(ascii(type), ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(content.length).array(),
				Arrays.copyOf(content, content.length + (content.length & 1)));
	}

	/**
	 * Joins bytes.
	 * @param parts the parts
	 * @return all of them
	 */
	public static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		Arrays.stream(parts).forEach(all::writeBytes);
		return all.toByteArray();
	}

	/**
	 * Returns the bytes of a text.
	 * @param text the text
	 * @return the bytes
	 */
	public static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
