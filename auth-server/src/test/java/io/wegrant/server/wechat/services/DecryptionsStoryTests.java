package io.wegrant.server.wechat.services;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A company's service has data decrypted.
 */
class DecryptionsStoryTests {

	private static final byte[] IV = new byte[16];

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final ServicesApi api = ServicesApi.of(this.provider, APPID);

	private final String person = "person-" + UUID.randomUUID();

	private final String sub = this.provider.login(APPID, this.person).claims().required("sub").asString();

	@Test
	@DisplayName("W01: what WeChat encrypted comes back as the text it was")
	void decryptWhenMadeWithTheKeyThenTheSameText() {
		String data = "{\"stepInfoList\":[ {\"timestamp\":1,\"step\":2} ],\"x\":\"\u8336\\/\"," + watermark(APPID, 0)
				+ "}";

		Answer answer = decrypt(encrypted(data));

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo(data);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
	}

	@Test
	@DisplayName("data of another mini-program, old data, and data without watermark are refused")
	void decryptWhenWatermarkIsForeignOrOldThenRefused() {
		ServicesApi.assertProblem(decrypt(encrypted("{" + watermark(OTHER_APPID, 0) + "}")), 400, "foreign_data");
		ServicesApi.assertProblem(decrypt(encrypted("{" + watermark(APPID, -660) + "}")), 400, "foreign_data");
		ServicesApi.assertProblem(decrypt(encrypted("{" + watermark(APPID, 660) + "}")), 400, "foreign_data");
		ServicesApi.assertProblem(decrypt(encrypted("{\"openGId\":\"x\"}")), 400, "foreign_data");
		ServicesApi.assertProblem(decrypt(encrypted("{\"watermark\":[]}")), 400, "foreign_data");
		ServicesApi.assertProblem(
				decrypt(encrypted("{\"watermark\":{\"appid\":\"" + APPID + "\",\"timestamp\":\"1\"}}")), 400,
				"foreign_data");
	}

	@Test
	@DisplayName("a phone number is not decrypted: it is bound by the mini-program")
	void decryptWhenDataIsAPhoneNumberThenRefused() {
		Answer answer = decrypt(
				encrypted("{\"purePhoneNumber\":\"13800000001\",\"countryCode\":\"86\"," + watermark(APPID, 0) + "}"));

		ServicesApi.assertProblem(answer, 403, "phone_number");
		assertThat(answer.body()).doesNotContain("13800000001");
		ServicesApi.assertProblem(
				decrypt(encrypted("{\"a\":\"13800000001\",\"countryCode\":\"86\"," + watermark(APPID, 0) + "}")), 403,
				"phone_number");
		ServicesApi.assertProblem(decrypt(encrypted("{\"a\":[{\"PhoneNumber\":1}]," + watermark(APPID, 0) + "}")), 403,
				"phone_number");
	}

	@Test
	@DisplayName("what is not made with the key is told apart from a key that is stale")
	void decryptWhenNotMadeWithTheKeyThenRefused() {
		ServicesApi.assertProblem(decrypt(Base64.getEncoder().encodeToString(new byte[32])), 400, "undecipherable");
		ServicesApi.assertProblem(decrypt(encrypted("no JSON")), 400, "undecipherable");

		WECHAT.replaceSessionKey(APPID, this.person);
		ServicesApi.assertProblem(decrypt(encrypted("{" + watermark(APPID, 0) + "}")), 409, "session_key_stale");
	}

	@ParameterizedTest
	@CsvSource({ "'', AAAAAAAAAAAAAAAAAAAAAA==", "AAAA, AAAAAAAAAAAAAAAAAAAAAA==", "!, AAAAAAAAAAAAAAAAAAAAAA==",
			"AAAAAAAAAAAAAAAAAAAAAA==, AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA==, ''",
			"AAAAAAAAAAAAAAAAAAAAAA==, AAAAAAAAAAAAAAAAAAAAAAA=" })
	void decryptWhenPartsAreNoneThenRefused(String data, String iv) {
		ServicesApi.assertProblem(
				this.api.post("/decryptions", Map.of("sub", this.sub, "encrypted_data", data, "iv", iv)), 400,
				"bad_request");
	}

	private Answer decrypt(String data) {
		return this.api.post("/decryptions",
				Map.of("sub", this.sub, "encrypted_data", data, "iv", Base64.getEncoder().encodeToString(IV)));
	}

	private String encrypted(String data) {
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
			byte[] key = Base64.getDecoder().decode(WECHAT.sessionKey(APPID, this.person));
			cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(IV));
			return Base64.getEncoder().encodeToString(cipher.doFinal(data.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String watermark(String appid, long secondsAhead) {
		Instant now = this.provider.clock().instant();
		return "\"watermark\":{\"timestamp\":" + now.plusSeconds(secondsAhead).getEpochSecond() + ",\"appid\":\""
				+ appid + "\"}";
	}

}
