package io.wegrant.server.profiles.pictures;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a camera was held: the one thing of its Exif data (CIPA DC-008) without which a
 * picture is shown wrong.
 */
final class ExifOrientation {

	private static final byte[] NAME = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

	private static final int TAG = 0x0112;

	private static final int SHORT = 3;

	private static final int UPRIGHT = 1;

	private static final int LAST = 8;

	private static final int ENTRY_LENGTH = 12;

	private static final int DIRECTORY_OFFSET = 8;

	private static final int SEGMENT_LENGTH = 34;

	private ExifOrientation() {
	}

	/**
	 * Says anew how the camera was held.
	 * @param content the picture
	 * @param start where the segment begins, with its length
	 * @param end where it ends
	 * @return a segment that says this alone, or nothing if there is nothing to say
	 */
	static byte[] of(byte[] content, int start, int end) {
		int orientation = read(content, start + 2, end);
		return (orientation > UPRIGHT && orientation <= LAST) ? segment(orientation) : new byte[0];
	}

	private static int read(byte[] content, int start, int end) {
		if (end - start < NAME.length || !PictureReader.startsWith(content, start, NAME)) {
			return UPRIGHT;
		}
		ByteBuffer tiff = ByteBuffer.wrap(content, start + NAME.length, end - start - NAME.length).slice();
		try {
			tiff.order((tiff.get(0) == 'I') ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
			tiff.position(tiff.getInt(4));
			for (int left = Short.toUnsignedInt(tiff.getShort()); left > 0; left--) {
				int entry = tiff.position();
				if (tiff.getShort() == TAG && tiff.getShort() == SHORT) {
					return tiff.getShort(entry + DIRECTORY_OFFSET);
				}
				tiff.position(entry + ENTRY_LENGTH);
			}
			return UPRIGHT;
		}
		catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException ex) {
			// Damaged data about a picture do not make the picture a bad one.
			return UPRIGHT;
		}
	}

	private static byte[] segment(int orientation) {
		return ByteBuffer.allocate(2 + SEGMENT_LENGTH)
			.put((byte) 0xFF)
			.put((byte) 0xE1)
			.putShort((short) SEGMENT_LENGTH)
			.put(NAME)
			.put(new byte[] { 'M', 'M', 0, 42 })
			.putInt(DIRECTORY_OFFSET)
			.putShort((short) 1)
			.putShort((short) TAG)
			.putShort((short) SHORT)
			.putInt(1)
			.putShort((short) orientation)
			.putShort((short) 0)
			.putInt(0)
			.array();
	}

}
