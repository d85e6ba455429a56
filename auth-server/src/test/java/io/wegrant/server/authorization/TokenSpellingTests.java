package io.wegrant.server.authorization;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requirement X06: a token has one spelling. The others are those that decoders and
 * verifiers take for the same.
 */
@DisplayName("X06 spellings of tokens")
class TokenSpellingTests {

	private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	private static final BigInteger ORDER = new BigInteger(
			"115792089210356248762697446949407573529996955224135760342422259061068512044369");

	private static final String ADMINISTRATOR = "admin-cli";

	private static final String SECRET = "admin-cli-secret";

	private final TestProvider provider = TestProvider.shared(Database.H2,
			"wegrant.clients.registrations[0].appid=" + APPID,
			"wegrant.clients.registrations[0].app-secret=" + TestProvider.APP_SECRET,
			"wegrant.clients.registrations[0].scopes=profile",
			"wegrant.clients.registrations[0].resources=" + TestProvider.RESOURCE,
			"wegrant.clients.registrations[1].appid=" + TestProvider.OTHER_APPID,
			"wegrant.clients.registrations[1].app-secret=dev-app-secret-2",
			"wegrant.clients.registrations[1].scopes=profile",
			"wegrant.clients.registrations[1].resources=" + TestProvider.RESOURCE,
			"wegrant.clients.registrations[1].access-token-algorithm=RS256",
			"wegrant.clients.registrations[2].client-id=" + ADMINISTRATOR,
			"wegrant.clients.registrations[2].client-secret=" + SECRET,
			"wegrant.clients.registrations[2].scopes=admin.read,admin.write,token.introspect,token.revoke",
			"wegrant.clients.registrations[3].client-id=rsa-admin",
			"wegrant.clients.registrations[3].client-secret=rsa-admin-secret",
			"wegrant.clients.registrations[3].scopes=admin.read",
			"wegrant.clients.registrations[3].access-token-algorithm=RS256");

	@ParameterizedTest
	@EnumSource
	void useWhenUsersTokenIsSpelledInAnotherWayThenRefusedAndNothingEnds(Algorithm algorithm) throws Exception {
		Answer login = this.provider.login(algorithm.appid, "person-" + UUID.randomUUID());
		String token = login.accessToken();
		for (String other : othersOf(token, jwks(token))) {
			if (fitsInHeader(other)) {
				assertThat(userinfo(other)).as(other).isEqualTo(401);
			}
			assertInactive(Form.about(other));
			assertInactive(Form.about(other).with("revoke", "true"));
			assertThat(this.provider.revoke(Form.about(other).as(ADMINISTRATOR, SECRET)).status()).isEqualTo(200);
		}

		assertThat(userinfo(token)).isEqualTo(200);
		assertThat(this.provider.token(Form.refresh(algorithm.appid, login.refreshToken()))).grantsTokens();
	}

	@ParameterizedTest
	@EnumSource
	void useWhenClientsTokenIsSpelledInAnotherWayThenRefused(Algorithm algorithm) throws Exception {
		String token = this.provider
			.token(Form.grant("client_credentials").as(algorithm.administrator, algorithm.administrator + "-secret"))
			.accessToken();
		for (String other : othersOf(token, jwks(token))) {
			if (fitsInHeader(other)) {
				assertThat(keys(other)).as(other).isEqualTo(401);
			}
			this.provider.revoke(Form.about(other).as(ADMINISTRATOR, SECRET));
		}

		assertThat(keys(token)).isEqualTo(200);
	}

	@Test
	@DisplayName("Each signature is the one of two that is taken, be they of Corretto or of the JDK")
	void issueWhenManyThenAllInTheOneSpelling() {
		TestProvider ofTheJdk = TestProvider.shared(Database.H2, "wegrant.crypto.corretto=false");
		for (TestProvider signing : List.of(this.provider, ofTheJdk)) {
			for (int i = 0; i < 40; i++) {
				String token = signing.token(Form.grant("client_credentials").as(ADMINISTRATOR, SECRET)).accessToken();
				byte[] signature = Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
				BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
				assertThat(signature).hasSize(64);
				assertThat(s).isLessThanOrEqualTo(ORDER.shiftRight(1));
				assertThat(signing.send(signing.request("/admin/api/keys").header("Authorization", "Bearer " + token))
					.status()).isEqualTo(200);
			}
		}
	}

	@Test
	void refreshWhenTokenIsSpelledInAnotherWayThenRefusedAndNothingEnds() {
		Answer login = this.provider.login(APPID, "person-" + UUID.randomUUID());
		String token = login.refreshToken();
		for (String other : othersOfText(token)) {
			assertThat(this.provider.token(Form.refresh(APPID, other))).isRefused(400, "invalid_grant");
			assertThat(this.provider.revoke(Form.about(other).with("client_id", APPID)).status()).isEqualTo(200);
		}

		assertThat(this.provider.token(Form.refresh(APPID, token))).grantsTokens();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "...", "e30", "e30.e30", "e30.e30.e30.e30", "e30.e30.e3", "e30.e30.e31",
			"e30.e30.e", "e30.e30.e30=", "e30.e30.e3+", "e30.e30.\u00e9", "e30.e30.e30\n", " e30.e30.e30" })
	void readWhenThisIsNoSpellingOfAnythingThenNot(String text) {
		assertThat(TokenSpelling.isTheOne(text)).isEqualTo("..".equals(text));
	}

	@Test
	void writeWhenSignatureIsAtTheEdgeThenTheLowerOne() {
		BigInteger half = ORDER.shiftRight(1);
		assertThat(written(BigInteger.ONE)).isEqualTo(BigInteger.ONE);
		assertThat(written(half)).isEqualTo(half);
		assertThat(written(half.add(BigInteger.ONE))).isEqualTo(half);
		assertThat(written(ORDER.subtract(BigInteger.ONE))).isEqualTo(BigInteger.ONE);
		assertThat(written(ORDER.subtract(BigInteger.valueOf(255)))).isEqualTo(BigInteger.valueOf(255));
	}

	private static BigInteger written(BigInteger s) {
		String token = TokenSpelling.theOne("e30.e30." + encode(signature(new byte[32], s)));
		assertThat(TokenSpelling.isTheOne(token)).isTrue();
		byte[] signature = Base64.getUrlDecoder().decode(token.substring(8));
		assertThat(signature).hasSize(64);
		return new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
	}

	private void assertInactive(Form question) {
		Answer answer = this.provider.introspect(question.as(ADMINISTRATOR, SECRET));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"active\":false}");
	}

	private int userinfo(String token) {
		return this.provider.send(this.provider.request("/userinfo").header("Authorization", "Bearer " + token))
			.status();
	}

	private int keys(String token) {
		return this.provider.send(this.provider.request("/admin/api/keys").header("Authorization", "Bearer " + token))
			.status();
	}

	private JWK jwks(String token) throws Exception {
		return JWKSet.parse(this.provider.send(this.provider.request("/oauth2/jwks")).body())
			.getKeyByKeyId(JWSObject.parse(token).getHeader().getKeyID());
	}

	private static List<String> othersOf(String token, JWK key) throws Exception {
		String signed = token.substring(0, token.lastIndexOf('.') + 1);
		byte[] signature = Base64.getUrlDecoder().decode(token.substring(signed.length()));
		List<String> others = new ArrayList<>(othersOfText(token));
		others.add(token.replaceFirst("\\.", "=."));
		others.add(token.replaceFirst("\\.", ".="));
		byte[] longer = Arrays.copyOf(signature, signature.length + 1);
		others.add(signed + encode(longer));
		byte[] withZero = new byte[signature.length + 1];
		System.arraycopy(signature, 0, withZero, 1, signature.length);
		others.add(signed + encode(withZero));
		if (signature.length == 64) {
			BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
			String twin = signed + encode(signature(signature, ORDER.subtract(s)));
			assertThat(verifies(twin, key)).as("the twin is another spelling").isTrue();
			others.add(twin);
			if (s.add(ORDER).bitLength() <= 256) {
				others.add(signed + encode(signature(signature, s.add(ORDER))));
			}
		}
		else {
			BigInteger modulus = key.toRSAKey().getModulus().decodeToBigInteger();
			BigInteger beyond = new BigInteger(1, signature).add(modulus);
			others.add(signed + encode(trimmed(beyond)));
		}
		return others;
	}

	private static boolean fitsInHeader(String token) {
		return token.matches("[!-~]+");
	}

	private static List<String> othersOfText(String token) {
		List<String> others = new ArrayList<>(List.of(token + "=", token + "==", token + ".", "." + token,
				token.replace('-', '+').replace('_', '/') + "=", token + "A", token.substring(0, token.length() - 1)));
		int inSignature = token.length() - 20;
		for (String ignored : List.of(" ", "\n", "\r\n", "\t", "*", "=", "\u00e9", "\u0000")) {
			others.add(token + ignored);
			others.add(ignored + token);
			others.add(token.substring(0, inSignature) + ignored + token.substring(inSignature));
		}
		String plain = token.replace('-', '+').replace('_', '/');
		if (!plain.equals(token)) {
			others.add(plain);
		}
		// Bits that are left over after the last byte.
		int spare = switch (token.substring(token.lastIndexOf('.') + 1).length() % 4) {
			case 2 -> 16;
			case 3 -> 4;
			default -> 1;
		};
		int last = BASE64URL.indexOf(token.charAt(token.length() - 1));
		for (int bits = 1; bits < spare; bits++) {
			others.add(token.substring(0, token.length() - 1) + BASE64URL.charAt(last | bits));
		}
		return others;
	}

	private static byte[] signature(byte[] r, BigInteger s) {
		byte[] signature = Arrays.copyOf(r, 64);
		byte[] number = trimmed(s);
		Arrays.fill(signature, 32, 64, (byte) 0);
		System.arraycopy(number, 0, signature, 64 - number.length, number.length);
		return signature;
	}

	private static byte[] trimmed(BigInteger number) {
		byte[] bytes = number.toByteArray();
		return (bytes[0] == 0) ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
	}

	private static boolean verifies(String token, JWK key) throws Exception {
		JWSObject object = JWSObject.parse(token);
		JWSVerifier verifier = new DefaultJWSVerifierFactory().createJWSVerifier(object.getHeader(),
				key.toECKey().toECPublicKey());
		return object.verify(verifier);
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * Who gets tokens of an algorithm.
	 */
	enum Algorithm {

		ES256(APPID, ADMINISTRATOR), RS256(TestProvider.OTHER_APPID, "rsa-admin");

		private final String appid;

		private final String administrator;

		Algorithm(String appid, String administrator) {
			this.appid = appid;
			this.administrator = administrator;
		}

	}

}
