package io.wegrant.server.clients;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

import com.nimbusds.jose.jwk.ECKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.ClientKeyServer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An assertion is good once, on whatever node.
 */
@ParameterizedClass
@EnumSource(Database.class)
class ClientAssertionsStoryTests {

	private static final ClientKeyServer KEYS = new ClientKeyServer();

	private static final ECKey KEY = ClientKeyServer.key("key-1");

	private static final String CLIENT = "client-0";

	private final TwoNodes nodes;

	ClientAssertionsStoryTests(Database database) {
		KEYS.publish(CLIENT, KEY);
		this.nodes = TwoNodes.shared(database, KEYS.registrations());
	}

	@BeforeEach
	void emptyTable() {
		jdbc().update("DELETE FROM client_assertion");
	}

	@Test
	@DisplayName("X03: of many uses of one assertion on two nodes at once one is good")
	void requestWhenAssertionIsUsedOnTwoNodesThenOneIsGood() {
		for (int round = 0; round < 50; round++) {
			String assertion = ClientKeyServer.sign(KEY, ClientKeyServer.claims(CLIENT, now()).build());

			List<Answer> answers = Concurrently.run(6, (i) -> () -> node(i).token(ClientKeyServer.request(assertion)));

			assertThat(answers).extracting(Answer::status).containsOnlyOnce(200).containsOnly(200, 401);
		}
	}

	@Test
	@DisplayName("X03: an assertion that was used at one node is refused at the other, whose clock is a minute behind, for as long as it is not too old there")
	void requestWhenAssertionWasUsedAtNodeAheadThenRefusedAtTheOther() {
		TestProvider ahead = this.nodes.one().anotherNode(KEYS.registrations());
		try {
			ahead.clock().advance(Duration.ofSeconds(60));
			String assertion = ClientKeyServer.sign(KEY,
					ClientKeyServer.claims(CLIENT, now()).expirationTime(Date.from(now().plusSeconds(280))).build());
			assertThat(ahead.token(ClientKeyServer.request(assertion)).status()).isEqualTo(200);
			ahead.clock().advance(Duration.ofSeconds(330));
			this.nodes.one().clock().advance(Duration.ofSeconds(330));
			ahead.bean(UsedAssertionPurge.class).purge();

			assertThat(this.nodes.one()
				.token(ClientKeyServer.request(ClientKeyServer.sign(KEY,
						ClientKeyServer.claims(CLIENT, now())
							.expirationTime(Date.from(now().minusSeconds(50)))
							.build())))
				.status()).as("of the same age").isEqualTo(200);
			assertThat(this.nodes.one().token(ClientKeyServer.request(assertion)).status()).isEqualTo(401);
			assertThat(count()).isEqualTo(2);
		}
		finally {
			ahead.close();
		}
	}

	@Test
	@DisplayName("X03: used assertions are forgotten when no node would take them, and not before")
	void purgeWhenAssertionsAreTooOldThenDeleted() {
		UsedAssertions used = this.nodes.one().bean(UsedAssertions.class);
		UsedAssertionPurge purge = this.nodes.one().bean(UsedAssertionPurge.class);
		Instant goodUntil = now().plusSeconds(60);
		for (int i = 0; i < 1_100; i++) {
			assertThat(used.use(new ClientId(CLIENT), UUID.randomUUID().toString(), goodUntil)).isTrue();
		}
		assertThat(used.use(new ClientId(CLIENT), "later", goodUntil.plusSeconds(600))).isTrue();
		this.nodes.one().clock().advance(Duration.ofMinutes(5));
		purge.purge();
		assertThat(count()).isEqualTo(1_101);

		this.nodes.one().clock().advance(Duration.ofMinutes(2));
		purge.purge();
		assertThat(count()).isEqualTo(1);
		assertThat(used.use(new ClientId(CLIENT), "later", goodUntil.plusSeconds(600))).isFalse();
	}

	@Test
	@DisplayName("X03: names that a database may take for the same are not, and nobody's are another one's")
	void useWhenNamesLookAlikeThenDifferent() {
		UsedAssertions used = this.nodes.other().bean(UsedAssertions.class);
		Instant soon = now().plusSeconds(60);

		for (String jti : List.of("a", "A", "a ", "á", " a", "a\0", "a\nb", "界".repeat(256))) {
			assertThat(used.use(new ClientId(CLIENT), jti, soon)).as(jti).isTrue();
			assertThat(used.use(new ClientId(CLIENT), jti, soon)).as(jti).isFalse();
			assertThat(used.use(new ClientId(CLIENT + " x"), jti, soon)).as(jti).isTrue();
		}
	}

	private TestProvider node(int number) {
		return (number % 2 == 0) ? this.nodes.one() : this.nodes.other();
	}

	private Instant now() {
		return this.nodes.one().clock().instant();
	}

	private JdbcTemplate jdbc() {
		return this.nodes.one().bean(JdbcTemplate.class);
	}

	private int count() {
		return jdbc().queryForObject("SELECT COUNT(*) FROM client_assertion", Integer.class);
	}

}
