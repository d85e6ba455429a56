package io.wegrant.server.profiles.pictures;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * WebP (RFC 9649): a RIFF container with one still picture. Animations are refused.
 */
final class Webp implements PictureFormat {

	private static final byte[] RIFF = ascii("RIFF");

	private static final byte[] WEBP = ascii("WEBP");

	private static final int HEADER_LENGTH = 12;

	private static final int CHUNK_HEADER = 8;

	private static final int EXTENDED_LENGTH = 10;

	/**
	 * Transparency. A colour profile is whatever its writer put there, and XMP is not
	 * needed.
	 */
	private static final Set<String> KEPT = Set.of("ALPH");

	private static final byte[] EXIF = ascii("EXIF");

	private static final Set<String> IMAGES = Set.of("VP8 ", "VP8L");

	private static final Set<String> MOVING = Set.of("ANIM", "ANMF");

	private static final int ANIMATION_FLAG = 0x02;

	private static final int EXIF_FLAG = 0x08;

	/** XMP, Exif and the colour profile. */
	private static final int METADATA_FLAGS = 0x2C;

	private static final int LOSSLESS_SIGNATURE = 0x2F;

	private static final int SIDE_BITS = 14;

	private static final int SIDE_MASK = (1 << SIDE_BITS) - 1;

	@Override
	public String contentType() {
		return "image/webp";
	}

	@Override
	public boolean begins(byte[] content) {
		return PictureReader.startsWith(content, 0, RIFF) && PictureReader.startsWith(content, CHUNK_HEADER, WEBP);
	}

	@Override
	public byte[] strip(byte[] picture) {
		byte[] content = picture.clone();
		ByteBuffer input = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).position(HEADER_LENGTH);
		PictureReader.require(input.getInt(RIFF.length) == content.length - CHUNK_HEADER);
		ByteArrayOutputStream chunks = new ByteArrayOutputStream(content.length);
		Sides canvas = null;
		Sides image = null;
		byte[] orientation = new byte[0];
		while (input.hasRemaining()) {
			String type = new String(content, input.position(), RIFF.length, StandardCharsets.ISO_8859_1);
			int start = input.position() + CHUNK_HEADER;
			int length = input.getInt(start - Integer.BYTES);
			int padded = length + (length & 1);
			PictureReader
				.require(length >= 0 && padded >= 0 && padded <= content.length - start && !MOVING.contains(type));
			ByteBuffer chunk = input.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
			if ("VP8X".equals(type)) {
				PictureReader.require(start == HEADER_LENGTH + CHUNK_HEADER && length == EXTENDED_LENGTH);
				PictureReader.require((chunk.get(0) & ANIMATION_FLAG) == 0);
				canvas = new Sides(1 + threeBytes(chunk, 4), 1 + threeBytes(chunk, 7));
				content[start] &= ~METADATA_FLAGS;
			}
			else if (IMAGES.contains(type)) {
				PictureReader.require(image == null);
				image = "VP8L".equals(type) ? lossless(chunk) : lossy(chunk);
			}
			else {
				PictureReader.require(canvas != null);
				if ("EXIF".equals(type)) {
					orientation = ExifOrientation.of(chunk);
				}
			}
			if ("VP8X".equals(type) || IMAGES.contains(type) || KEPT.contains(type)) {
				PictureReader.require(length == padded || content[start + length] == 0);
				chunks.write(content, start - CHUNK_HEADER, CHUNK_HEADER + padded);
			}
			input.position(start + padded);
		}
		PictureReader.require(image != null && (canvas == null || canvas.equals(image)));
		return riff((orientation.length > 0) ? with(orientation, chunks.toByteArray()) : chunks.toByteArray());
	}

	// Only a picture with a VP8X chunk has Exif data, and that chunk is the first.
	private static byte[] with(byte[] orientation, byte[] chunks) {
		chunks[CHUNK_HEADER] |= EXIF_FLAG;
		return ByteBuffer.allocate(chunks.length + CHUNK_HEADER + orientation.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(chunks)
			.put(EXIF)
			.putInt(orientation.length)
			.put(orientation)
			.array();
	}

	private static Sides lossy(ByteBuffer chunk) {
		int tag = threeBytes(chunk, 0);
		boolean isKeyFrame = (tag & 1) == 0;
		int firstPartition = tag >> 5;
		PictureReader.require(isKeyFrame && firstPartition <= chunk.capacity() - EXTENDED_LENGTH);
		PictureReader.require(chunk.get(3) == (byte) 0x9D && chunk.get(4) == 0x01 && chunk.get(5) == 0x2A);
		return new Sides(chunk.getShort(6) & SIDE_MASK, chunk.getShort(8) & SIDE_MASK);
	}

	private static Sides lossless(ByteBuffer chunk) {
		PictureReader.require(chunk.get(0) == LOSSLESS_SIGNATURE);
		int sides = chunk.getInt(1);
		PictureReader.require(sides >>> (2 * SIDE_BITS + 1) == 0);
		return new Sides(1 + (sides & SIDE_MASK), 1 + ((sides >>> SIDE_BITS) & SIDE_MASK));
	}

	private static int threeBytes(ByteBuffer chunk, int index) {
		return Short.toUnsignedInt(chunk.getShort(index)) | Byte.toUnsignedInt(chunk.get(index + 2)) << 16;
	}

	private static byte[] riff(byte[] chunks) {
		return ByteBuffer.allocate(HEADER_LENGTH + chunks.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(RIFF)
			.putInt(WEBP.length + chunks.length)
			.put(WEBP)
			.put(chunks)
			.array();
	}

	private static byte[] ascii(String name) {
		return name.getBytes(StandardCharsets.US_ASCII);
	}

	private record Sides(int width, int height) {

		Sides {
			PictureReader.requireSides(width, height);
		}

	}

}
