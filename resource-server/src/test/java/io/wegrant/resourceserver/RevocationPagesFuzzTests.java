package io.wegrant.resourceserver;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import org.junit.jupiter.api.DisplayName;

import static org.assertj.core.api.Assertions.assertThat;

class RevocationPagesFuzzTests {

	private static final String ASKED = "c.7";

	private static final TestIssuer issuer = TestIssuer.start();

	private static final RevocationPages pages = pages(TestChecks.start(issuer));

	@FuzzTest(maxDuration = "30s")
	@DictionaryEntries({ "\"iss\":\"https://login.example.com\"", "\"iat\":1700000000", "\"after\":\"c.7\"",
			"\"cursor\":\"c.8\"", "\"more\":true", "\"entries\":[", "\"type\":\"sid\"", "\"type\":\"sub\"",
			"\"value\":", "\"epoch\":", "\"exp\":" })
	@DisplayName("B04: whatever the feed answers, signed or not, is read or refused")
	void readWhenAnyBytesThenReadOrRefused(byte[] answer) throws JOSEException {
		// Jazzer takes fetching keys for an attack otherwise.
		BugDetectors.allowNetworkConnections();

		assertThat(refusal(new String(answer, StandardCharsets.UTF_8))).hasValueSatisfying(
				(result) -> assertThat(result).isIn(FeedResult.MALFORMED, FeedResult.TYPE, FeedResult.SIGNATURE));
		refusal(signed(new Payload(answer))).ifPresent((result) -> assertThat(result).isIn(FeedResult.MALFORMED,
				FeedResult.ISSUER, FeedResult.CLOCK, FeedResult.CURSOR));
	}

	private static Optional<FeedResult> refusal(String jws) {
		try {
			FeedAnswer.Page page = pages.read(jws, ASKED);
			assertThat(page.cursor()).isNotEmpty();
			assertThat(page.more() && page.cursor().equals(ASKED)).isFalse();
			assertThat(page.revocations()).doesNotContainNull();
			return Optional.empty();
		}
		catch (FeedException ex) {
			return Optional.of(ex.result());
		}
	}

	private static String signed(Payload payload) throws JOSEException {
		JWSObject jws = new JWSObject(
				new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("revocations+jwt"))
					.keyID(issuer.ecKey().getKeyID())
					.build(),
				payload);
		jws.sign(new ECDSASigner(issuer.ecKey()));
		return jws.serialize();
	}

	// The issuer and the time are fixed, so that inputs mean the same in each run.
	private static RevocationPages pages(TestChecks checks) {
		Clock clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
		return new RevocationPages(new Issuer("https://login.example.com"), checks.verifier().keys(),
				new Signatures(RevocationPagesFuzzTests.class.getClassLoader()), Duration.ofSeconds(60), clock);
	}

}
