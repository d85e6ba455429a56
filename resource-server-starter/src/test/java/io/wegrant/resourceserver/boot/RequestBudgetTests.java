package io.wegrant.resourceserver.boot;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.sun.management.ThreadMXBean;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What a request may cost a service before it is the service's turn. What the check of a
 * known token alone may allocate is in the library's tests.
 */
@DisplayName("R11 the cost of requests")
class RequestBudgetTests {

	/**
	 * In bytes, about a third more than measured with JDK 17: by all filters of Spring
	 * Security, and by what stands in for the request and the answer.
	 */
	private static final long KNOWN_TOKEN_BUDGET = 12_500;

	/** The same for a token whose signature is checked. */
	private static final long FIRST_SIGHT_BUDGET = 66_000;

	private static final int WARM_UP = 300;

	private static final int MEASURED = 201;

	private static TestIssuer issuer;

	private static TestService service;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@BeforeAll
	static void start() {
		issuer = TestIssuer.start();
		service = TestService.start(issuer);
		AccessTokenVerifier verifier = service.bean(AccessTokenVerifier.class);
		TestContext.await(() -> verifier.state().keysAge().isPresent());
		TestContext.await(() -> !verifier.state().revocations().orElseThrow().stale());
	}

	@AfterAll
	static void stop() {
		service.close();
		issuer.close();
	}

	private static String token() {
		return issuer.accessTokenFor(TestService.AUDIENCE).claim("sid", "s").sign();
	}

	@Test
	@DisplayName("R11 with keys at hand, neither a known token nor one at first sight makes a call")
	void callWhenKeysAreThereThenNoCallToProvider() {
		List<String> tokens = Stream.generate(RequestBudgetTests::token).limit(100).toList();
		int requests = issuer.requests();
		int polls = issuer.revocations().requests();
		for (int use = 0; use < 3; use++) {
			tokens.forEach((token) -> assertThat(service.get("/me", token).statusCode()).isEqualTo(200));
		}
		assertThat(issuer.requests()).isEqualTo(requests);
		assertThat(issuer.revocations().requests()).as("one was under way, and another may have begun")
			.isLessThanOrEqualTo(polls + 2);
	}

	@Test
	@DisplayName("R11 a request with a known token allocates no more than it may")
	void filterWhenTokenIsKnownThenWithinBudget() throws Exception {
		String token = token();
		assertThat(allocated(Stream.generate(() -> token))).as("bytes allocated").isBetween(1L, KNOWN_TOKEN_BUDGET);
	}

	@Test
	@DisplayName("R11 a request with a token at first sight allocates no more than it may")
	void filterWhenTokenIsSeenFirstThenWithinBudget() throws Exception {
		assumeThat(AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError()).as("the JDK's signatures allocate more")
			.isNull();
		assertThat(allocated(Stream.generate(RequestBudgetTests::token))).as("bytes allocated")
			.isBetween(1L, FIRST_SIGHT_BUDGET);
	}

	private long allocated(Stream<String> tokens) throws IOException, ServletException {
		Iterator<String> each = tokens.iterator();
		long[] bytes = new long[WARM_UP + MEASURED];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = filter(each.next());
		}
		return IntStream.range(WARM_UP, bytes.length)
			.mapToLong((i) -> bytes[i])
			.sorted()
			.skip(MEASURED / 2)
			.findFirst()
			.orElseThrow();
	}

	private long filter(String token) throws IOException, ServletException {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/me");
		request.addHeader("Authorization", "Bearer " + token);
		MockHttpServletResponse response = new MockHttpServletResponse();
		MockFilterChain rest = new MockFilterChain();
		long before = this.threads.getCurrentThreadAllocatedBytes();
		service.securityFilters().doFilter(request, response, rest);
		long bytes = this.threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(rest.getRequest()).as("let through").isNotNull();
		return bytes;
	}

}
