package io.wegrant.server;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much of the database a user and a session may take, among ten thousand users with
 * thirty thousand sessions. On MySQL alone: how much H2 takes depends on when it writes.
 */
class StorageBudgetStoryTests {

	private static final int USERS = 10_000;

	private static final int MOST_SESSIONS = 5;

	private final TestProvider provider = TestProvider.shared(Database.MYSQL);

	private final TableCopies copies = new TableCopies(this.provider);

	private final long userId;

	// The same numbers at each run, for the same bytes.
	private final Random random = new Random(1);

	StorageBudgetStoryTests() throws SQLException {
		Answer login = this.provider.login(APPID, "person-" + UUID.randomUUID());
		this.userId = this.provider.bean(JdbcClient.class)
			.sql("SELECT id FROM users WHERE sub = ?")
			.param(login.claims().required("sub").asString())
			.query(Long.class)
			.single();
	}

	@AfterEach
	void close() throws SQLException {
		this.copies.close();
	}

	@Test
	@DisplayName("a session takes no more bytes than it may")
	void loginWhenReturningThenSessionTakesNoMoreThanBudget() throws SQLException {
		List<Integer> owners = owners();
		this.copies.fill(Table.LOGIN_SESSION.tableName(), "user_id", this.userId, owners.size(),
				Map.of("id", (i) -> i + 1, "sid", (i) -> id(), "user_id", owners::get, "identity_id", owners::get,
						"slot", slots(owners)::get, "created_at", (i) -> 1_700_000_000_000L + 1_000L * i));

		assertWithinBudget(Table.LOGIN_SESSION);
	}

	@Test
	@DisplayName("a first login takes no more bytes than it may, beside its session")
	void loginWhenFirstThenUserTakesNoMoreThanBudget() throws SQLException {
		this.copies.fill(Table.USERS.tableName(), "id", this.userId, USERS,
				Map.of("id", (i) -> i + 1, "sub", (i) -> id()));
		this.copies.fill(Table.WECHAT_IDENTITY.tableName(), "user_id", this.userId, USERS,
				Map.of("id", (i) -> i + 1, "user_id", (i) -> i + 1, "openid_hash", (i) -> id()));
		this.copies.fill(Table.UNION_IDENTITY.tableName(), "user_id", this.userId, USERS,
				Map.of("user_id", (i) -> i + 1, "union_hash", (i) -> id()));

		assertWithinBudget(Table.USERS);
		assertWithinBudget(Table.WECHAT_IDENTITY);
		assertWithinBudget(Table.UNION_IDENTITY);
	}

	private void assertWithinBudget(Table table) {
		Map<String, Long> bytes = this.copies.bytesPerRow(table.tableName());
		assertThat(bytes.values().stream().mapToLong(Long::longValue).sum())
			.as("bytes of a row of %s, in %s", table, bytes)
			.isPositive()
			.isLessThanOrEqualTo(table.budget);
	}

	/**
	 * Returns whose each session is: a fifth of the users has one, a fifth has two, up to
	 * five, and between two logins of one user many others log in.
	 */
	private List<Integer> owners() {
		List<Integer> owners = new ArrayList<>();
		for (int session = 0; session < MOST_SESSIONS; session++) {
			int earlier = session;
			List<Integer> users = new ArrayList<>(
					IntStream.rangeClosed(1, USERS).filter((user) -> user % MOST_SESSIONS >= earlier).boxed().toList());
			Collections.shuffle(users, this.random);
			owners.addAll(users);
		}
		return owners;
	}

	private static List<Integer> slots(List<Integer> owners) {
		Map<Integer, Integer> sessions = new HashMap<>();
		return owners.stream().map((owner) -> sessions.merge(owner, 1, Integer::sum) - 1).toList();
	}

	private String id() {
		byte[] bytes = new byte[16];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * With the bytes that a row may take, its share of all indexes included: a little
	 * more than measured, and less than with one more index.
	 */
	private enum Table {

		LOGIN_SESSION(485), USERS(150), WECHAT_IDENTITY(300), UNION_IDENTITY(92);

		private final long budget;

		Table(long budget) {
			this.budget = budget;
		}

		String tableName() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
