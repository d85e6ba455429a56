package io.wegrant.server.wechat.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.accounts.Appid;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

class PushCipherTests {

	private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

	private static final String APPID = "wx2c2769f8efd9abc2";

	/** From the sample code that WeChat publishes. */
	private static final String CIPHERTEXT = """
			hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFm
			OD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8d
			KOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5
			RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNP
			fUM669WuMyVWQLCzpu9GhglF2PE=
			""".replaceAll("\\s", "");

	@Test
	@DisplayName("the sample that WeChat publishes is deciphered")
	void decryptWhenItIsWechatsSampleThenTheMessage() {
		assertThat(
				new String(PushCipher.decrypt(KEY, new Appid(APPID), CIPHERTEXT).orElseThrow(), StandardCharsets.UTF_8))
			.contains("<FromUserName><![CDATA[oyORnuP8q7ou2gfYjqLzSIWZf0rs]]></FromUserName>")
			.contains("<MsgId>6054768590064713728</MsgId>");
		assertThat(PushSignature.matches("5d197aaffba7e9b25a30732f161a50dee96bd5fa", "spamtest", "1409735669",
				"1320562132", CIPHERTEXT))
			.isTrue();
	}

	@Test
	@DisplayName("the signature of the example in WeChat's documentation is right")
	void matchesWhenItIsWechatsExampleThenRight() {
		String signature = "f464b24fc39322e44b38aa78f5edd27bd1441696";

		assertThat(PushSignature.matches(signature, "AAAAA", "1714036504", "1514711492")).isTrue();
		assertThat(PushSignature.matches(signature, "AAAAB", "1714036504", "1514711492")).isFalse();
		assertThat(PushSignature.matches(signature, "AAAAA", "1714036505", "1514711492")).isFalse();
		assertThat(PushSignature.matches(signature.substring(1), "AAAAA", "1714036504", "1514711492")).isFalse();
	}

	@Test
	@DisplayName("how long a comparison takes tells nothing of a signature")
	void checkWhenSignaturesAreNotComparedInConstantTimeThenFails() {
		JavaClasses classes = new ClassFileImporter().importClasses(PushSignature.class);

		classes().should().callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class).check(classes);
		noClasses().should().callMethod(String.class, "equals", Object.class).check(classes);
	}

	@Test
	@DisplayName("W01: the answer of WeChat's documentation is encrypted and signed to the letter")
	void encryptWhenItIsWechatsExampleThenItsCiphertextAndSignature() {
		String key = "A".repeat(43);
		byte[] random = "707722b803182950".getBytes(StandardCharsets.UTF_8);
		byte[] message = "{\"demo_resp\":\"good luck\"}".getBytes(StandardCharsets.UTF_8);

		String ciphertext = PushCipher.encrypt(key, new Appid("wxba5fad812f8e6fb9"), random, message);

		assertThat(ciphertext)
			.isEqualTo("ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==");
		assertThat(PushSignature.of("AAAAA", "1713424427", "415670741", ciphertext))
			.isEqualTo("1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");
		assertThat(PushCipher.decrypt(key, new Appid("wxba5fad812f8e6fb9"), ciphertext))
			.hasValueSatisfying((plain) -> assertThat(plain).isEqualTo(message));
	}

	@Test
	void encryptWhenMessageIsOfAnyLengthThenDecrypted() {
		for (int length = 0; length < 70; length++) {
			byte[] message = "m".repeat(length).getBytes(StandardCharsets.UTF_8);

			assertThat(PushCipher.decrypt(KEY, new Appid(APPID),
					PushCipher.encrypt(KEY, new Appid(APPID), new byte[PushCipher.RANDOM], message)))
				.hasValueSatisfying((plain) -> assertThat(plain).isEqualTo(message));
		}
	}

	@Test
	void decryptWhenLayoutIsRightThenTheMessage() {
		for (int length = 0; length < 70; length++) {
			String message = "m".repeat(length);

			assertThat(PushCipher.decrypt(KEY, new Appid(APPID), Signed.aes(KEY, Signed.layout(message, APPID))))
				.hasValueSatisfying((plain) -> assertThat(plain).isEqualTo(message.getBytes(StandardCharsets.UTF_8)));
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "wx2c2769f8efd9abc3", "wx2c2769f8efd9abc", "wx2c2769f8efd9abc22", "", "WX2C2769F8EFD9ABC2" })
	void decryptWhenMeantForAnotherMiniProgramThenRefused(String appid) {
		assertRefused(Signed.aes(KEY, Signed.layout("{}", appid)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "=", "AAAA", "not Base64!", "AAAAAAAAAAAAAAAAAAAAAA==" })
	void decryptWhenCiphertextIsNoneThenRefused(String ciphertext) {
		assertRefused(ciphertext);
	}

	@Test
	void decryptWhenCutAnywhereThenRefused() {
		byte[] whole = Base64.getDecoder().decode(CIPHERTEXT);

		for (int length = 0; length < whole.length; length++) {
			assertRefused(Base64.getEncoder().encodeToString(Arrays.copyOf(whole, length)));
		}
	}

	@ParameterizedTest
	@ValueSource(bytes = { 0, 33, 127, -1, -128, 5 })
	void decryptWhenPaddingIsWrongThenRefused(byte last) {
		byte[] blocks = Signed.layout("{}", APPID);
		blocks[blocks.length - 1] = last;

		assertRefused(Signed.aes(KEY, blocks));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 3, 21, 1 })
	void decryptWhenLengthIsWrongThenRefused(int length) {
		assertRefused(Signed.aes(KEY, Signed.layout(length, "{}".getBytes(StandardCharsets.UTF_8), APPID)));
	}

	@Test
	void decryptWhenKeyIsAnotherThenRefused() {
		String other = "ABCDEFGhijklmnopqrstuvwxyz0123456789abcdefg";

		assertRefused(Signed.aes(other, Signed.layout("{}", APPID)));
	}

	private static void assertRefused(String ciphertext) {
		assertThat(PushCipher.decrypt(KEY, new Appid(APPID), ciphertext)).isEmpty();
	}

}
