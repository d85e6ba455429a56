package io.wegrant.server.profiles.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.profiles.Picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which files are pictures.
 */
class PictureReaderTests {

	@ParameterizedTest
	@CsvSource({ "png, 20, 10, false", "png, 1, 1, false", "png, 37, 21, true", "png, 1, 1, true", "png, 5, 3, true",
			"png, 4096, 1, false", "jpeg, 20, 10, false", "jpeg, 37, 21, true", "jpeg, 1, 4096, false" })
	void readWhenPictureThenTheSamePixels(String format, int width, int height, boolean progressive)
			throws IOException {
		byte[] content = TestPictures.picture(format, width, height, progressive);

		Picture picture = PictureReader.read(content);

		assertThat(picture.contentType()).isEqualTo("image/" + format);
		assertThat(pixels(picture.content())).isEqualTo(pixels(content));
	}

	@Test
	void readWhenWebpThenTheSame() {
		assertThat(PictureReader.read(TestPictures.webp()).contentType()).isEqualTo("image/webp");
		assertThat(PictureReader.read(TestPictures.webp()).content()).isEqualTo(TestPictures.webp());
		assertThat(PictureReader.read(TestPictures.losslessWebp()).content()).isEqualTo(TestPictures.losslessWebp());
	}

	@Test
	@DisplayName("where a picture was taken is left out, and how the camera was held is not")
	void readWhenJpegSaysWhereItWasTakenThenLeftOut() throws IOException {
		byte[] content = PictureReader.read(TestPictures.jpegWithPlace()).content();

		assertThat(text(content)).doesNotContain("West Lake", "adobe", "II*");
		assertThat(text(content)).containsOnlyOnce("Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0");
		assertThat(pixels(content)).isEqualTo(pixels(TestPictures.jpeg()));
		assertThat(PictureReader.read(content).content()).isEqualTo(content);
	}

	@Test
	void readWhenPngSaysWhereItWasTakenThenLeftOut() {
		assertThat(PictureReader.read(TestPictures.pngWithPlace()).content()).isEqualTo(TestPictures.png());
	}

	@Test
	void readWhenWebpSaysWhereItWasTakenThenLeftOut() {
		byte[] content = PictureReader.read(TestPictures.webpWithPlace()).content();

		assertThat(content).isEqualTo(TestPictures.riff(TestPictures.riffChunk("VP8X", new byte[10]),
				Arrays.copyOfRange(TestPictures.webp(), 12, TestPictures.webp().length)));
	}

	@Test
	@DisplayName("how the camera was held is kept in a PNG and a WebP too")
	void readWhenPngOrWebpIsTurnedThenSaidAnew() throws IOException {
		byte[] exif = TestPictures.exif();

		byte[] png = PictureReader.read(TestPictures.pngWith(TestPictures.chunk("eXIf", exif))).content();
		byte[] webp = PictureReader.read(TestPictures.webpWith(TestPictures.riffChunk("EXIF", exif))).content();
		byte[] named = PictureReader
			.read(TestPictures
				.webpWith(TestPictures.riffChunk("EXIF", TestPictures.concat(TestPictures.ascii("Exif\0\0"), exif))))
			.content();

		byte[] anew = TestPictures.ascii("MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0");
		assertThat(png).isEqualTo(TestPictures.pngWith(TestPictures.chunk("eXIf", anew)));
		assertThat(pixels(png)).isEqualTo(pixels(TestPictures.png()));
		assertThat(webp).isEqualTo(named)
			.isEqualTo(TestPictures.riff(TestPictures.riffChunk("VP8X", new byte[] { 8, 0, 0, 0, 0, 0, 0, 0, 0, 0 }),
					Arrays.copyOfRange(TestPictures.webp(), 12, TestPictures.webp().length),
					TestPictures.riffChunk("EXIF", anew)));
		assertThat(PictureReader.read(webp).content()).isEqualTo(webp);
		assertThat(PictureReader.read(png).content()).isEqualTo(png);
	}

	@Test
	@DisplayName("P06: a colour profile, in which anything may stand, is left out")
	void readWhenThereIsAColourProfileThenLeftOut() {
		byte[] profile = TestPictures.ascii("profile\0\0<script>");
		byte[] jpeg = TestPictures.jpeg();

		assertThat(PictureReader.read(TestPictures.pngWith(TestPictures.chunk("iCCP", profile))).content())
			.isEqualTo(TestPictures.png());
		assertThat(PictureReader.read(TestPictures.concat(Arrays.copyOf(jpeg, 2),
				TestPictures.segment(0xE2, TestPictures.concat(TestPictures.ascii("ICC_PROFILE\0\1\1"), profile)),
				Arrays.copyOfRange(jpeg, 2, jpeg.length)))
			.content()).isEqualTo(PictureReader.read(jpeg).content());
		assertThat(PictureReader
			.read(TestPictures.riff(TestPictures.riffChunk("VP8X", new byte[] { 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0 }),
					TestPictures.riffChunk("ICCP", profile),
					Arrays.copyOfRange(TestPictures.webp(), 12, TestPictures.webp().length)))
			.content())
			.isEqualTo(TestPictures.riff(TestPictures.riffChunk("VP8X", new byte[10]),
					Arrays.copyOfRange(TestPictures.webp(), 12, TestPictures.webp().length)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\0", "PK\3\4", "<html><script>alert(1)</script></html>", "\u00FF\u00D8\u00FF\u00E1",
			"ftypmp42" })
	@DisplayName("P06: what phones write behind the end of a JPEG, and whatever else there is, is left out")
	void readWhenSomethingFollowsJpegThenLeftOut(String more) {
		assertThat(PictureReader.read(TestPictures.concat(TestPictures.jpeg(), TestPictures.ascii(more))).content())
			.isEqualTo(PictureReader.read(TestPictures.jpeg()).content());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("notPictures")
	@DisplayName("P06: what is not a picture, or is more than a picture, is refused")
	void readWhenNotAPictureThenRefused(String what, byte[] content) {
		assertThatExceptionOfType(UnacceptablePictureException.class).as(what)
			.isThrownBy(() -> PictureReader.read(content));
	}

	@Test
	@DisplayName("P06: a picture that was cut off anywhere is refused")
	void readWhenCutOffThenRefused() {
		Stream
			.of(TestPictures.png(), TestPictures.jpeg(), TestPictures.webp(), TestPictures.losslessWebp(),
					TestPictures.webpWithPlace())
			.forEach((content) -> IntStream.range(0, content.length)
				.forEach((length) -> assertThatExceptionOfType(UnacceptablePictureException.class)
					.isThrownBy(() -> PictureReader.read(Arrays.copyOf(content, length)))));
	}

	@Test
	void readWhenAnyByteIsAnotherThenAPictureOrRefused() {
		Stream.of(TestPictures.png(), TestPictures.jpegWithPlace(), TestPictures.webpWithPlace())
			.forEach((content) -> IntStream.range(0, content.length).forEach((index) -> {
				byte[] changed = content.clone();
				changed[index] ^= (byte) 0xFF;
				try {
					assertThat(PictureReader.read(changed).content().length).isLessThanOrEqualTo(content.length);
				}
				catch (UnacceptablePictureException ex) {
					assertThat(ex).hasMessageContaining("picture");
				}
			}));
	}

	static Stream<Arguments> notPictures() {
		byte[] html = TestPictures.ascii("<html><script>alert(1)</script></html>");
		byte[] zip = TestPictures.concat(TestPictures.ascii("PK\3\4"), new byte[40]);
		byte[] pngStart = Arrays.copyOf(TestPictures.png(), 8);
		byte[] header = Arrays.copyOf(TestPictures.png(), 33);
		byte[] pixels = Arrays.copyOfRange(TestPictures.png(), 33, TestPictures.png().length);
		byte[] vp8 = Arrays.copyOfRange(TestPictures.webp(), 12, TestPictures.webp().length);
		return Stream.of(Arguments.of("nothing", new byte[0]), Arguments.of("HTML", html), Arguments.of("a ZIP", zip),
				Arguments.of("SVG", TestPictures.ascii("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>")),
				Arguments.of("SVG with a declaration", TestPictures.ascii("<?xml version=\"1.0\"?><svg/>")),
				Arguments.of("GIF", TestPictures.concat(TestPictures.ascii("GIF89a"), new byte[40])),
				Arguments.of("BMP", TestPictures.concat(TestPictures.ascii("BM"), new byte[60])),
				Arguments.of("PDF", TestPictures.ascii("%PDF-1.7")),
				Arguments.of("blank before a PNG", TestPictures.concat(TestPictures.ascii(" "), TestPictures.png())),
				Arguments.of("PNG and a ZIP", TestPictures.concat(TestPictures.png(), zip)),
				Arguments.of("PNG and HTML", TestPictures.concat(TestPictures.png(), html)),
				Arguments.of("PNG and a byte", TestPictures.concat(TestPictures.png(), new byte[1])),
				Arguments.of("two PNGs", TestPictures.concat(TestPictures.png(), TestPictures.png())),
				Arguments.of("PNG with a bad checksum", flipped(TestPictures.png(), 30)),
				Arguments.of("PNG without pixels",
						TestPictures.concat(header, TestPictures.chunk("IEND", new byte[0]))),
				Arguments.of("PNG whose pixels are HTML",
						TestPictures.concat(header, TestPictures.chunk("IDAT", html),
								TestPictures.chunk("IEND", new byte[0]))),
				Arguments.of("PNG without header", TestPictures.concat(pngStart, pixels)),
				Arguments.of("PNG with two headers",
						TestPictures.concat(header,
								Arrays.copyOfRange(TestPictures.png(), 8, TestPictures.png().length))),
				Arguments.of("PNG with an unknown critical chunk",
						TestPictures.concat(header, TestPictures.chunk("HTML", html), pixels)),
				Arguments.of("PNG with a negative length",
						TestPictures.concat(header, ByteBuffer.allocate(12).putInt(-12).array(), pixels)),
				Arguments.of("PNG of too few pixels", TestPictures.concat(pngStart, header(20, 11), pixels)),
				Arguments.of("PNG of too many pixels", TestPictures.concat(pngStart, header(20, 9), pixels)),
				Arguments.of("PNG that is empty", TestPictures.concat(pngStart, header(0, 10), pixels)),
				Arguments.of("PNG that is too wide", TestPictures.picture("png", 4097, 1, false)),
				Arguments.of("PNG that is enormous", TestPictures.concat(pngStart, header(60_000, 60_000), pixels)),
				Arguments.of("PNG that is too high", TestPictures.picture("png", 1, 4097, false)),
				Arguments.of("JPEG that is too wide", TestPictures.picture("jpeg", 4097, 1, false)),
				Arguments.of("JPEG without pixels", new byte[] { (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9 }),
				Arguments.of("JPEG with an unknown segment",
						TestPictures.concat(Arrays.copyOf(TestPictures.jpeg(), 2), TestPictures.segment(0xF0, html),
								Arrays.copyOfRange(TestPictures.jpeg(), 2, TestPictures.jpeg().length))),
				Arguments.of("WebP and HTML", TestPictures.concat(TestPictures.webp(), html)),
				Arguments.of("WebP with HTML in it", TestPictures.riff(vp8, TestPictures.riffChunk("HTML", html))),
				Arguments.of("WebP of a wrong length", flipped(TestPictures.webp(),
						4)),
				Arguments.of("WebP without a picture", TestPictures.riff(TestPictures.riffChunk("VP8X", new byte[10]))),
				Arguments.of("WebP with two pictures", TestPictures.riff(vp8, vp8)),
				Arguments
					.of("WebP that moves",
							TestPictures
								.riff(TestPictures.riffChunk("VP8X", new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 0, 0 }),
										TestPictures.riffChunk("ANIM", new byte[6]), vp8)),
				Arguments.of("WebP on another canvas",
						TestPictures.riff(TestPictures.riffChunk("VP8X", new byte[] { 0, 0, 0, 0, 9, 0, 0, 0, 0, 0 }),
								vp8)),
				Arguments.of("WebP on an enormous canvas", TestPictures
					.riff(TestPictures.riffChunk("VP8X", new byte[] { 0, 0, 0, 0, -1, -1, -1, -1, -1, -1 }), vp8)),
				Arguments.of("another RIFF", TestPictures.concat(TestPictures.ascii("RIFF"), new byte[] { 4, 0, 0, 0 },
						TestPictures.ascii("WAVE"))));
	}

	private static byte[] header(int width, int height) {
		return TestPictures.chunk("IHDR",
				ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] { 8, 2, 0, 0, 0 }).array());
	}

	private static byte[] flipped(byte[] content, int index) {
		content[index] ^= 1;
		return content;
	}

	private static String text(byte[] content) {
		return new String(content, StandardCharsets.ISO_8859_1);
	}

	private static int[] pixels(byte[] content) throws IOException {
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(content));
		return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
	}

}
