package io.wegrant.endtoend;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.ClusterExtension;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the logs and the database after everything that the stories before made the
 * cluster do.
 */
@Tag("slow")
@ExtendWith(ClusterExtension.class)
@Order(Integer.MAX_VALUE)
class ClusterSecretsStoryTests {

	private final Cluster cluster;

	ClusterSecretsStoryTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@BeforeEach
	void useEverything() {
		Tokens tokens = this.cluster.miniProgram(0).logIn(this.cluster.newcomer());
		assertThat(this.cluster.services().get(0).goods(tokens.accessToken())).isOk();
		assertThat(this.cluster.miniProgram(1).refresh(tokens.refreshToken())).carriesTokens();
		assertThat(this.cluster.miniProgram(1).logInWithPhone(this.cluster.newcomer()).body())
			.contains("\"phone\":\"bound\"");
		useServices();
		assertThat(this.cluster.nodes().get(1).introspectAndRevoke(tokens.accessToken()).join()).isOk();
	}

	private void useServices() {
		Provider provider = this.cluster.nodes().get(0);
		MiniProgram miniProgram = this.cluster.miniProgram(0);
		String person = this.cluster.newcomer();
		String appid = miniProgram.appid();
		String key = this.cluster.wechat().replaceSessionKey(appid, person);
		String sub = miniProgram.logIn(person).subject();
		Answer signed = provider.haveDoneAtWechat("/payment-signatures", appid, Map.of("sub", sub, "sign_data",
				"{\"offerId\":\"1450000001\",\"env\":1,\"attach\":\"only-the-buyer-knows-this\"}"));
		assertThat(signed.status()).as(signed.body()).isEqualTo(200);
		byte[] iv = new byte[16];
		String data = encrypted(key, iv, "{\"step\":\"only-the-walker-knows-this\",\"watermark\":{\"appid\":\"" + appid
				+ "\",\"timestamp\":" + Instant.now().getEpochSecond() + "}}");
		Answer decrypted = provider.haveDoneAtWechat("/decryptions", appid,
				Map.of("sub", sub, "encrypted_data", data, "iv", Base64.getEncoder().encodeToString(iv)));
		assertThat(decrypted.body()).contains("only-the-walker-knows-this");
		Answer checked = provider.haveDoneAtWechat("/api/wxa/msg_sec_check", appid,
				Map.of("content", "only-the-writer-knows-this", "openid", miniProgram.openid(person)));
		assertThat(checked.status()).as(checked.body()).isEqualTo(200);
		Answer token = provider.haveDoneAtWechat("/access-token", appid, Map.of());
		assertThat(token.status()).as(token.body()).isEqualTo(200);
		Stream
			.of(signed.text("signature"), signed.text("pay_signature"), "only-the-buyer-knows-this",
					"only-the-walker-knows-this", "only-the-writer-knows-this", data, token.text("access_token"))
			.forEach(this.cluster.secrets()::add);
	}

	private static String encrypted(String key, byte[] iv, String data) {
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
			cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Base64.getDecoder().decode(key), "AES"),
					new IvParameterSpec(iv));
			return Base64.getEncoder().encodeToString(cipher.doFinal(data.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	@DisplayName("B05 no log holds a token, a code, a secret, a session_key or an openid")
	void logWhenStoriesAreToldThenHoldsNoSecret() {
		KeptSecrets.assertNoneInLogs(this.cluster);
	}

	@Test
	@DisplayName("W02 no meter holds anything of the kind")
	void metersWhenStoriesAreToldThenHoldNoSecret() {
		assertThat(this.cluster.nodes()).allSatisfy((node) -> {
			String meters = node.meters();
			assertThat(meters).contains("wegrant_");
			assertThat(this.cluster.secrets().foundIn(meters)).isEmpty();
		});
	}

	@Test
	@DisplayName("B05 the database holds nothing of the kind in clear either")
	void databaseWhenStoriesAreToldThenHoldsNoSecretInClear() {
		KeptSecrets.assertNoneInClearInDatabase(this.cluster);
	}

}
