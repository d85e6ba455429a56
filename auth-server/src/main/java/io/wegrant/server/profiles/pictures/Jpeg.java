package io.wegrant.server.profiles.pictures;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * JPEG (ITU-T T.81): markers, most with a segment, and after those that start a scan the
 * compressed pixels. Of what cameras say of a picture its orientation is kept, and said
 * anew; the rest of the Exif data, the place among them, is not. What phones write behind
 * the end, further pictures and films, is left out.
 */
final class Jpeg implements PictureFormat {

	private static final byte[] START = { (byte) 0xFF, (byte) 0xD8, (byte) 0xFF };

	private static final int MARKER = 0xFF;

	private static final int START_OF_IMAGE = 0xD8;

	private static final int END_OF_IMAGE = 0xD9;

	private static final int START_OF_SCAN = 0xDA;

	private static final int FIRST_RESTART = 0xD0;

	private static final int LAST_RESTART = 0xD7;

	private static final int FIRST_APPLICATION = 0xE0;

	private static final int LAST_APPLICATION = 0xEF;

	private static final int COMMENT = 0xFE;

	private static final int EXIF = 0xE1;

	/** Baseline, extended and progressive, with Huffman coding. */
	private static final Set<Integer> FRAMES = Set.of(0xC0, 0xC1, 0xC2);

	/** Tables: Huffman, quantization, restart interval. */
	private static final Set<Integer> TABLES = Set.of(0xC4, 0xDB, 0xDD);

	private static final int PRECISION = 8;

	private static final int JFIF_LENGTH = 16;

	private static final int ADOBE_LENGTH = 14;

	@Override
	public String contentType() {
		return "image/jpeg";
	}

	@Override
	public boolean begins(byte[] content) {
		return PictureReader.startsWith(content, 0, START);
	}

	@Override
	public byte[] strip(byte[] content) {
		ByteBuffer input = ByteBuffer.wrap(content).position(2);
		ByteArrayOutputStream stripped = new ByteArrayOutputStream(content.length);
		stripped.write(content, 0, 2);
		boolean framed = false;
		boolean scanned = false;
		int marker = marker(input);
		while (marker != END_OF_IMAGE) {
			int length = Short.toUnsignedInt(input.getShort());
			PictureReader.require(length >= 2 && length - 2 <= input.remaining());
			int start = input.position() - 2;
			int end = start + length;
			if (FRAMES.contains(marker)) {
				PictureReader.require(!framed);
				requireFrame(content, start, length);
				framed = true;
			}
			if (marker == START_OF_SCAN) {
				PictureReader.require(framed);
				end = endOfScan(content, end);
				scanned = true;
			}
			keep(content, marker, start, end, stripped);
			input.position(end);
			marker = marker(input);
		}
		PictureReader.require(scanned);
		stripped.write(MARKER);
		stripped.write(END_OF_IMAGE);
		return stripped.toByteArray();
	}

	private static int marker(ByteBuffer input) {
		PictureReader.require(Byte.toUnsignedInt(input.get()) == MARKER);
		int marker = MARKER;
		while (marker == MARKER) {
			marker = Byte.toUnsignedInt(input.get());
		}
		return marker;
	}

	private static void requireFrame(byte[] content, int start, int length) {
		ByteBuffer frame = ByteBuffer.wrap(content).position(start + 2);
		PictureReader.require(frame.get() == PRECISION);
		int height = Short.toUnsignedInt(frame.getShort());
		int width = Short.toUnsignedInt(frame.getShort());
		PictureReader.requireSides(width, height);
		int components = frame.get();
		PictureReader.require(components >= 1 && components <= 4 && length == 8 + 3 * components);
	}

	private static void keep(byte[] content, int marker, int start, int end, ByteArrayOutputStream stripped) {
		if (marker == EXIF) {
			byte[] orientation = ExifOrientation.of(ByteBuffer.wrap(content, start + 2, end - start - 2));
			if (orientation.length > 0) {
				byte[] segment = ExifOrientation.named(orientation);
				stripped.writeBytes(ByteBuffer.allocate(2 + 2 + segment.length)
					.put((byte) MARKER)
					.put((byte) EXIF)
					.putShort((short) (2 + segment.length))
					.put(segment)
					.array());
			}
		}
		else if (isNeeded(content, marker, start, end - start)) {
			stripped.write(MARKER);
			stripped.write(marker);
			stripped.write(content, start, end - start);
		}
		else {
			PictureReader.require((marker >= FIRST_APPLICATION && marker <= LAST_APPLICATION) || marker == COMMENT);
		}
	}

	private static boolean isNeeded(byte[] content, int marker, int start, int length) {
		return switch (marker) {
			case 0xE0 -> length == JFIF_LENGTH && isNamed(content, start, "JFIF\0");
			case 0xEE -> length == ADOBE_LENGTH && isNamed(content, start, "Adobe");
			default -> FRAMES.contains(marker) || TABLES.contains(marker) || marker == START_OF_SCAN;
		};
	}

	private static boolean isNamed(byte[] content, int start, String name) {
		return PictureReader.startsWith(content, start + 2, name.getBytes(StandardCharsets.US_ASCII));
	}

	// Within a scan FF is data if 00 follows, and a mark to resume at if D0 to D7 does.
	private static int endOfScan(byte[] content, int start) {
		int position = start;
		while (position < content.length - 1) {
			int next = Byte.toUnsignedInt(content[position + 1]);
			boolean isMarker = Byte.toUnsignedInt(content[position]) == MARKER && next != 0
					&& (next < FIRST_RESTART || next > LAST_RESTART);
			if (isMarker) {
				PictureReader.require(next != START_OF_IMAGE && position > start);
				return position;
			}
			position++;
		}
		throw new IndexOutOfBoundsException(position);
	}

}
