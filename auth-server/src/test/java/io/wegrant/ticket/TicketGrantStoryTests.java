package io.wegrant.ticket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import io.wegrant.server.Answer;
import io.wegrant.server.AnswerAssert;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A grant is a plug-in: a configuration that publishes it is all that there is to do.
 */
class TicketGrantStoryTests {

	private static final String GRANT_TYPE = "urn:example:ticket";

	private static final TestProvider PROVIDER = TestProvider.start(Database.H2.create(),
			"spring.main.sources=" + TicketConfiguration.class.getName());

	@AfterAll
	static void stop() {
		PROVIDER.close();
	}

	@Test
	void tokenWhenGrantIsPublishedThenTokenEndpointTakesIt() {
		Answer answer = PROVIDER.token(ticket("good").as(TestProvider.SERVICE, TestProvider.SERVICE_SECRET));

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.claims().required("sub").asString()).isEqualTo(TestProvider.SERVICE);
	}

	@Test
	void tokenWhenGrantRefusesThenItsError() {
		AnswerAssert.assertThat(PROVIDER.token(ticket("bad").as(TestProvider.SERVICE, TestProvider.SERVICE_SECRET)))
			.isRefused(400, "invalid_grant");
		AnswerAssert.assertThat(PROVIDER.token(ticket("a b").as(TestProvider.SERVICE, TestProvider.SERVICE_SECRET)))
			.isRefused(400, "invalid_request");
	}

	@Test
	void tokenWhenGrantIsNotForTheClientThenUnauthorized() {
		AnswerAssert.assertThat(PROVIDER.token(ticket("good").with("client_id", TestProvider.APPID)))
			.isRefused(400, "unauthorized_client");
	}

	@Test
	void metadataWhenGrantIsPublishedThenListsIt() {
		Answer metadata = PROVIDER.send(PROVIDER.request("/.well-known/oauth-authorization-server"));

		assertThat(metadata.json().required("grant_types_supported").toString()).contains('"' + GRANT_TYPE + '"');
	}

	@Test
	void countWhenGrantIsPublishedThenByItsName() {
		PROVIDER.token(ticket("good").as(TestProvider.SERVICE, TestProvider.SERVICE_SECRET));

		assertThat(PROVIDER.send(PROVIDER.management("/actuator/prometheus")).body())
			.contains("grant=\"" + GRANT_TYPE + "\",outcome=\"success\"");
	}

	@Test
	void tokenWhenGrantIsNotPublishedThenUnsupported() {
		TestProvider other = TestProvider.shared(Database.H2);

		AnswerAssert.assertThat(other.token(ticket("good").as(TestProvider.SERVICE, TestProvider.SERVICE_SECRET)))
			.isRefused(400, "unsupported_grant_type");
		assertThat(other.send(other.request("/.well-known/oauth-authorization-server")).body())
			.doesNotContain(GRANT_TYPE);
	}

	private static Form ticket(String ticket) {
		return Form.grant(GRANT_TYPE).with("ticket", ticket);
	}

}
