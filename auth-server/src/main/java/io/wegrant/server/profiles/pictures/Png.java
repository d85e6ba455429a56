package io.wegrant.server.profiles.pictures;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Portable Network Graphics (ISO/IEC 15948): a signature and chunks, each with a
 * checksum.
 */
final class Png implements PictureFormat {

	private static final byte[] SIGNATURE = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };

	private static final Set<String> CRITICAL = Set.of("IHDR", "PLTE", "IDAT", "IEND");

	/**
	 * Transparency and colours, as numbers. A colour profile is whatever its writer put
	 * there; text, times and animation are not needed.
	 */
	private static final Set<String> KEPT = Set.of("tRNS", "gAMA", "cHRM", "sRGB", "sBIT");

	private static final int CHUNK_OVERHEAD = 12;

	private static final int HEADER_LENGTH = 13;

	private static final int BUFFER = 8192;

	private static final Map<Integer, Integer> CHANNELS = Map.of(0, 1, 2, 3, 3, 1, 4, 2, 6, 4);

	private static final Map<Integer, Set<Integer>> DEPTHS = Map.of(0, Set.of(1, 2, 4, 8, 16), 2, Set.of(8, 16), 3,
			Set.of(1, 2, 4, 8), 4, Set.of(8, 16), 6, Set.of(8, 16));

	/**
	 * Where each pass of an interlaced picture begins and how far its pixels are apart.
	 */
	private static final int[][] PASSES = { { 0, 0, 8, 8 }, { 4, 0, 8, 8 }, { 0, 4, 4, 8 }, { 2, 0, 4, 4 },
			{ 0, 2, 2, 4 }, { 1, 0, 2, 2 }, { 0, 1, 1, 2 } };

	private static final int[][] ONE_PASS = { { 0, 0, 1, 1 } };

	@Override
	public String contentType() {
		return "image/png";
	}

	@Override
	public boolean begins(byte[] content) {
		return PictureReader.startsWith(content, 0, SIGNATURE);
	}

	@Override
	public byte[] strip(byte[] content) {
		ByteArrayOutputStream stripped = new ByteArrayOutputStream(content.length);
		stripped.writeBytes(SIGNATURE);
		ByteArrayOutputStream data = new ByteArrayOutputStream(content.length);
		ByteBuffer input = ByteBuffer.wrap(content).position(SIGNATURE.length);
		Header header = Header.read(input);
		String type = "";
		while (!"IEND".equals(type)) {
			int start = input.position();
			int length = input.getInt();
			PictureReader.require(length >= 0 && length <= input.remaining() - CHUNK_OVERHEAD + Integer.BYTES);
			type = new String(content, start + Integer.BYTES, Integer.BYTES, StandardCharsets.ISO_8859_1);
			requireChecksum(content, start, length);
			requireKnownOrSkippable(type);
			PictureReader.require("IHDR".equals(type) == (start == SIGNATURE.length));
			if ("IDAT".equals(type)) {
				data.write(content, start + 2 * Integer.BYTES, length);
			}
			if (CRITICAL.contains(type) || KEPT.contains(type)) {
				stripped.write(content, start, CHUNK_OVERHEAD + length);
			}
			else if ("eXIf".equals(type)) {
				stripped.writeBytes(exif(ExifOrientation.of(input.slice(start + 2 * Integer.BYTES, length))));
			}
			input.position(start + CHUNK_OVERHEAD + length);
		}
		PictureReader.require(!input.hasRemaining());
		PictureReader.require(content[content.length - CHUNK_OVERHEAD + Integer.BYTES - 1] == 0);
		requirePixels(data.toByteArray(), header.bytes());
		return stripped.toByteArray();
	}

	private static byte[] exif(byte[] orientation) {
		if (orientation.length == 0) {
			return orientation;
		}
		ByteBuffer chunk = ByteBuffer.allocate(CHUNK_OVERHEAD + orientation.length)
			.putInt(orientation.length)
			.put("eXIf".getBytes(StandardCharsets.US_ASCII))
			.put(orientation);
		CRC32 checksum = new CRC32();
		checksum.update(chunk.array(), Integer.BYTES, Integer.BYTES + orientation.length);
		return chunk.putInt((int) checksum.getValue()).array();
	}

	private static void requireChecksum(byte[] content, int start, int length) {
		CRC32 checksum = new CRC32();
		checksum.update(content, start + Integer.BYTES, Integer.BYTES + length);
		int expected = ByteBuffer.wrap(content).getInt(start + 2 * Integer.BYTES + length);
		PictureReader.require((int) checksum.getValue() == expected);
	}

	// A capital as the first letter: nobody may show the picture without the chunk.
	private static void requireKnownOrSkippable(String type) {
		PictureReader.require(CRITICAL.contains(type) || Character.isLowerCase(type.charAt(0)));
	}

	// The pixels are inflated only to be counted: neither more nor less may come out.
	private static void requirePixels(byte[] data, long expected) {
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(data);
			byte[] buffer = new byte[BUFFER];
			while (!inflater.finished()) {
				int count = inflater.inflate(buffer);
				PictureReader.require(count > 0 || inflater.finished());
				PictureReader.require(inflater.getBytesWritten() <= expected);
			}
			PictureReader.require(inflater.getBytesWritten() == expected && inflater.getRemaining() == 0);
		}
		catch (DataFormatException ex) {
			PictureReader.require(false);
		}
		finally {
			inflater.end();
		}
	}

	private record Header(int width, int height, int bitsPerPixel, boolean interlaced) {

		static Header read(ByteBuffer input) {
			ByteBuffer chunk = input.duplicate();
			PictureReader.require(chunk.getInt() == HEADER_LENGTH);
			chunk.getInt();
			int width = chunk.getInt();
			int height = chunk.getInt();
			PictureReader.requireSides(width, height);
			int depth = chunk.get();
			int colour = chunk.get();
			PictureReader.require(DEPTHS.getOrDefault(colour, Set.of()).contains(depth));
			PictureReader.require(chunk.getShort() == 0);
			int interlace = chunk.get();
			PictureReader.require(interlace == 0 || interlace == 1);
			return new Header(width, height, depth * CHANNELS.getOrDefault(colour, 0), interlace == 1);
		}

		// For each line of each pass one byte for the filter, and the pixels.
		long bytes() {
			long bytes = 0;
			for (int[] pass : this.interlaced ? PASSES : ONE_PASS) {
				int columns = (this.width - pass[0] + pass[2] - 1) / pass[2];
				int lines = (this.height - pass[1] + pass[3] - 1) / pass[3];
				if (columns > 0 && lines > 0) {
					bytes += (long) lines * (1 + (columns * this.bitsPerPixel + 7) / 8);
				}
			}
			return bytes;
		}

	}

}
