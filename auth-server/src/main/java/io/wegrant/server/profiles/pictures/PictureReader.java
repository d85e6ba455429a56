package io.wegrant.server.profiles.pictures;

import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.List;

import io.wegrant.server.profiles.Picture;

/**
 * Reads pictures that come from outside. What a picture begins with tells what it is, and
 * from there on all of it must be what its format says, down to the last byte: a file
 * that is something else as well, to a less strict reader, is no picture. Metadata stay
 * out, since they say where a picture was taken.
 */
public final class PictureReader {

	/** How many pixels a picture may be wide, and high. */
	static final int MAX_SIDE = 4096;

	private static final List<PictureFormat> FORMATS = List.of(new Png(), new Jpeg(), new Webp());

	private PictureReader() {
	}

	/**
	 * Reads a picture.
	 * @param content the bytes
	 * @return the picture, without metadata
	 * @throws UnacceptablePictureException if it is no PNG, JPEG or WebP, is damaged, has
	 * more to it or is too large
	 */
	public static Picture read(byte[] content) {
		PictureFormat format = FORMATS.stream()
			.filter((each) -> each.begins(content))
			.findFirst()
			.orElseThrow(() -> new UnacceptablePictureException("a picture is a PNG, JPEG or WebP"));
		try {
			return new Picture(format.contentType(), format.strip(content));
		}
		catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException ex) {
			throw damaged();
		}
	}

	static void require(boolean condition) {
		if (!condition) {
			throw damaged();
		}
	}

	static void requireSides(int width, int height) {
		require(width > 0 && height > 0);
		if (width > MAX_SIDE || height > MAX_SIDE) {
			throw new UnacceptablePictureException("a picture has at most " + MAX_SIDE + " by " + MAX_SIDE + " pixels");
		}
	}

	static boolean startsWith(byte[] content, int from, byte[] expected) {
		return content.length >= from + expected.length
				&& Arrays.equals(content, from, from + expected.length, expected, 0, expected.length);
	}

	private static UnacceptablePictureException damaged() {
		return new UnacceptablePictureException("the picture is damaged, or has something in it that does not belong");
	}

}
