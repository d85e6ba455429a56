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

	/** What Exif data begin with where they have no place of their own. */
	private static final byte[] NAME = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

	private static final int TAG = 0x0112;

	private static final int SHORT = 3;

	private static final int UPRIGHT = 1;

	private static final int LAST = 8;

	private static final int ENTRY_LENGTH = 12;

	private static final int DIRECTORY_OFFSET = 8;

	private static final int LENGTH = 26;

	private ExifOrientation() {
	}

	/**
	 * Says anew how the camera was held.
	 * @param exif the Exif data, with or without their name
	 * @return data that say this alone, without a name, or nothing if there is nothing to
	 * say
	 */
	static byte[] of(ByteBuffer exif) {
		int orientation = read(exif);
		return (orientation > UPRIGHT && orientation <= LAST) ? write(orientation) : new byte[0];
	}

	/**
	 * Names Exif data, as a JPEG has them.
	 * @param exif the data
	 * @return the data with their name in front
	 */
	static byte[] named(byte[] exif) {
		return ByteBuffer.allocate(NAME.length + exif.length).put(NAME).put(exif).array();
	}

	private static int read(ByteBuffer exif) {
		try {
			boolean named = exif.remaining() >= NAME.length
					&& exif.slice(exif.position(), NAME.length).equals(ByteBuffer.wrap(NAME));
			ByteBuffer tiff = named ? exif.position(exif.position() + NAME.length).slice() : exif.slice();
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

	private static byte[] write(int orientation) {
		return ByteBuffer.allocate(LENGTH)
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
