package io.wegrant.server.wechat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Logs;
import io.wegrant.server.TestProvider;
import io.wegrant.server.ToldRevocations;
import io.wegrant.server.accounts.AccountClosing;
import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.staff.Phones;
import io.wegrant.server.staff.RoleGrants;
import io.wegrant.server.staff.Staff;
import io.wegrant.simulator.directory.Person;
import io.wegrant.simulator.traffic.Fault;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person presses the getPhoneNumber button, and has the roles that the number gives.
 */
@ParameterizedClass
@EnumSource(Database.class)
class PhoneCodeStoryTests {

	private static final String PHONE_PATH = "/wxa/business/getuserphonenumber";

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final Staff staff;

	private final String person = "person-" + UUID.randomUUID();

	private final String other = "other-" + UUID.randomUUID();

	private final String phone;

	PhoneCodeStoryTests(Database database) {
		this.provider = TestProvider.shared(database);
		this.jdbc = this.provider.bean(JdbcTemplate.class);
		this.staff = this.provider.bean(Staff.class);
		this.phone = newNumber(this.person);
	}

	@AfterEach
	void clearFaults() {
		WECHAT.clearFaults();
	}

	@Test
	void loginWhenPhoneCodeIsGoodThenBoundAndTold() {
		Answer answer = login(this.person);

		assertThat(answer).grantsTokensAnd("phone");
		assertThat(answer.text("phone")).isEqualTo("bound");
		assertThat(answer.claims().required("roles").toString()).isEqualTo("[\"USER\"]");
		assertThat(phoneOf(answer)).isEqualTo(this.phone);
		assertThat(audited(answer)).containsExactly("PHONE_BOUND");
		assertThat(login(this.person).text("phone")).isEqualTo("bound");
		assertThat(audited(answer)).containsExactly("PHONE_BOUND");
	}

	@Test
	@DisplayName("The number of a member of staff: the login's own token has the role, and is good")
	void loginWhenNumberIsInTheStaffDirectoryThenRoleAtOnce() {
		this.staff.put(number(), roles("STAFF"));
		Answer before = this.provider.login(APPID, this.person);
		assertThat(rolesOf(before)).containsExactly("USER");

		Answer answer = login(this.person);

		assertThat(rolesOf(answer)).containsExactly("STAFF", "USER");
		awaitRefused(before);
		assertThat(introspect(answer).required("active").asBoolean()).isTrue();
		assertThat(introspect(answer).required("roles").toString()).isEqualTo("[\"STAFF\",\"USER\"]");
		assertThat(ToldRevocations.of(this.provider).refuse(answer)).isFalse();
		assertThat(ToldRevocations.of(this.provider).refuse(before)).isTrue();
		Answer refreshed = refresh(before);
		assertThat(rolesOf(refreshed)).containsExactly("STAFF", "USER");
		assertThat(ToldRevocations.of(this.provider).refuse(refreshed)).isFalse();
		assertThat(rolesOf(this.provider.login(APPID, this.person))).containsExactly("STAFF", "USER");
	}

	@Test
	void loginWhenOrdinaryNumberIsBoundThenNoTokenIsRevoked() {
		Answer before = this.provider.login(APPID, this.person);
		long told = revocations();

		Answer answer = login(this.person);

		assertThat(answer.text("phone")).isEqualTo("bound");
		assertThat(revocations()).isEqualTo(told);
		assertThat(introspect(before).required("active").asBoolean()).isTrue();
	}

	@Test
	void loginWhenSecondMiniProgramThenSameRoles() {
		this.staff.put(number(), roles("STAFF"));
		login(this.person);

		assertThat(rolesOf(this.provider.login(OTHER_APPID, this.person))).containsExactly("STAFF", "USER");
	}

	@ParameterizedTest
	@CsvSource({ "another person's", "another mini-program's", "used", "expired", "a login code", "made up" })
	@DisplayName("P03: a phone code that is not the person's own fresh one binds nothing and costs no login")
	void loginWhenPhoneCodeIsNoGoodThenLoginAllTheSame(String kind) {
		String phoneCode = switch (kind) {
			case "another person's" -> WECHAT.phoneCode(APPID, this.other);
			case "another mini-program's" -> WECHAT.phoneCode(OTHER_APPID, this.person);
			case "used" -> used();
			case "expired" -> expired();
			case "a login code" -> WECHAT.loginCode(APPID, this.person);
			default -> "a".repeat(64);
		};
		long bindings = bindings();

		Answer answer = login(this.person, phoneCode);

		assertThat(answer).grantsTokensAnd("phone");
		assertThat(answer.text("phone")).isEqualTo("invalid_code");
		if (!"used".equals(kind)) {
			assertThat(bindings()).isEqualTo(bindings);
		}
		assertThat(introspect(answer).required("active").asBoolean()).isTrue();
	}

	@Test
	void loginWhenPhoneCodeOfAnotherPersonWasTriedThenItsOwnerCanUseIt() {
		String otherPhone = newNumber(this.other);
		String phoneCode = WECHAT.phoneCode(APPID, this.other);
		login(this.person, phoneCode);

		Answer owner = login(this.other, phoneCode);

		assertThat(owner.text("phone")).isEqualTo("bound");
		assertThat(phoneOf(owner)).isEqualTo(otherPhone);
	}

	@ParameterizedTest
	@MethodSource
	void loginWhenWechatDoesNotVouchThenLoginAllTheSame(Fault fault, String phone) {
		login(this.other);
		long bindings = bindings();
		String code = WECHAT.loginCode(APPID, this.person);
		String phoneCode = WECHAT.phoneCode(APPID, this.person);
		WECHAT.fault(fault.on(PHONE_PATH));

		Answer answer = this.provider.token(Form.login(APPID, code).with("phone_code", phoneCode));

		assertThat(answer).grantsTokensAnd("phone");
		assertThat(answer.text("phone")).isEqualTo(phone);
		assertThat(bindings()).isEqualTo(bindings);
	}

	static Stream<Arguments> loginWhenWechatDoesNotVouchThenLoginAllTheSame() {
		return Stream.of(Arguments.of(Fault.errcode(-1), "temporarily_unavailable"),
				Arguments.of(Fault.errcode(45011), "temporarily_unavailable"),
				Arguments.of(Fault.errcode(48001), "server_error"),
				Arguments.of(
						Fault.body("application/json",
								"{\"errcode\":0,\"phone_info\":{\"purePhoneNumber\":\"1\",\"countryCode\":\"86\"}}"),
						"server_error"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a&openid=x", "a\nb", "é", "LONG", "a/b" })
	void loginWhenPhoneCodeIsMalformedThenInvalidRequestAndCodeIsNotUsed(String phoneCode) {
		String code = WECHAT.loginCode(APPID, this.person);

		assertThat(this.provider
			.token(Form.login(APPID, code).with("phone_code", "LONG".equals(phoneCode) ? "a".repeat(129) : phoneCode)))
			.isRefused(400, "invalid_request");

		assertThat(this.provider.token(Form.login(APPID, code))).grantsTokens();
	}

	@Test
	void loginWhenPhoneCodeIsRepeatedThenInvalidRequest() {
		assertThat(this.provider.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person))
			.with("phone_code", "a")
			.with("phone_code", "a"))).isRefused(400, "invalid_request");
	}

	@Test
	void loginWhenPhoneCodeIsEmptyThenAbsent() {
		assertThat(login(this.person, "")).grantsTokens();
	}

	@Test
	@DisplayName("T12: a number that the caller names has no effect")
	void loginWhenPhoneIsNamedThenNoEffect() {
		this.staff.put(number(), roles("STAFF"));

		Answer answer = this.provider.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person))
			.with("phone", this.phone)
			.with("phone_number", this.phone)
			.with("roles", "STAFF"));

		assertThat(answer).grantsTokens();
		assertThat(rolesOf(answer)).containsExactly("USER");
		assertThat(this.provider.bean(Phones.class).holderOf(number())).isEmpty();
	}

	@Test
	@DisplayName("P03: a number moves to its latest holder, with its roles")
	void loginWhenNumberMovesThenRolesMoveToo() {
		this.staff.put(number(), roles("STAFF"));
		Answer first = login(this.person);
		WECHAT.register(new Person(this.other, "86", this.phone.substring(3)));

		Answer second = login(this.other);

		assertThat(rolesOf(second)).containsExactly("STAFF", "USER");
		assertThat(phoneOf(second)).isEqualTo(this.phone);
		awaitRefused(first);
		assertThat(ToldRevocations.of(this.provider).refuse(second)).isFalse();
		Answer refreshed = refresh(first);
		assertThat(rolesOf(refreshed)).containsExactly("USER");
		assertThat(introspect(refreshed).required("active").asBoolean()).isTrue();
		assertThat(this.provider.bean(Phones.class).ofUser(new Sub(sub(first)))).isEmpty();
		assertThat(audited(first)).containsExactly("PHONE_BOUND", "PHONE_LOST");
		assertThat(audited(second)).containsExactly("PHONE_BOUND");
	}

	@Test
	void loginWhenUserHasANewNumberThenTheOldOneIsForgotten() {
		this.staff.put(number(), roles("STAFF"));
		Answer first = login(this.person);
		PhoneNumber old = number();
		String changed = newNumber(this.person);

		Answer second = login(this.person);

		assertThat(rolesOf(second)).containsExactly("USER");
		assertThat(phoneOf(second)).isEqualTo(changed);
		awaitRefused(first);
		assertThat(this.staff.find(old)).isPresent();
		newNumber(this.person);
		long numbers = this.jdbc.queryForObject("SELECT COUNT(*) FROM phone_number", Long.class);
		login(this.person);
		assertThat(this.jdbc.queryForObject("SELECT COUNT(*) FROM phone_number", Long.class)).isEqualTo(numbers);
	}

	@ParameterizedTest
	@CsvSource({ "1, 415555", "852, 9", "853, 6" })
	@DisplayName("P03: numbers of other countries")
	void loginWhenNumberIsForeignThenBound(String countryCode, String prefix) {
		int digits = "1".equals(countryCode) ? 4 : 7;
		String national = prefix + String.format(Locale.ROOT, "%0" + digits + "d",
				ThreadLocalRandom.current().nextInt((int) Math.pow(10, digits)));
		WECHAT.register(new Person(this.person, countryCode, national));

		Answer answer = login(this.person);

		assertThat(answer.text("phone")).isEqualTo("bound");
		assertThat(phoneOf(answer)).isEqualTo("+" + countryCode + national);
	}

	@Test
	@DisplayName("P04: a change of the directory reaches tokens, services and introspection")
	void changeWhenStaffDirectoryChangesThenTokensAreGotAnew() {
		Answer login = login(this.person);

		long id = this.staff.put(number(), roles("STAFF")).member().id();
		awaitRefused(login);
		Answer staff = refresh(login);
		assertThat(rolesOf(staff)).containsExactly("STAFF", "USER");
		assertThat(ToldRevocations.of(this.provider).refuse(staff)).isFalse();

		this.staff.put(number(), roles("STAFF", "SHOP_1"));
		awaitRefused(staff);
		Answer shop = refresh(staff);
		assertThat(rolesOf(shop)).containsExactly("SHOP_1", "STAFF", "USER");
		assertThat(ToldRevocations.of(this.provider).refuse(shop)).isFalse();

		this.staff.remove(id);
		awaitRefused(shop);
		Answer user = refresh(shop);
		assertThat(rolesOf(user)).containsExactly("USER");
		assertThat(ToldRevocations.of(this.provider).refuse(user)).isFalse();
		assertThat(user.claims().required("exp").asLong() - user.claims().required("iat").asLong()).isEqualTo(600);
	}

	@Test
	@DisplayName("C06: binding a number and changing the directory write the rows of the number and of its holder")
	void changeWhenOfNumberOrDirectoryThenBothRowsAreWritten() {
		long userId = userId(login(this.person));
		String revisions = "SELECT p.revision AS number, u.revision AS holder FROM phone_number p"
				+ " JOIN users u ON u.id = p.user_id WHERE u.id = ?";
		Map<String, Object> bound = this.jdbc.queryForMap(revisions, userId);

		this.staff.put(number(), roles("STAFF"));
		Map<String, Object> put = this.jdbc.queryForMap(revisions, userId);
		login(this.person);
		Map<String, Object> boundAgain = this.jdbc.queryForMap(revisions, userId);

		assertThat(put.entrySet()).doesNotContainAnyElementsOf(bound.entrySet());
		assertThat(boundAgain.entrySet()).doesNotContainAnyElementsOf(put.entrySet());
	}

	@Test
	void changeWhenRolesStayTheSameThenNoTokenIsRevoked() {
		this.staff.put(number(), roles("STAFF"));
		Answer login = login(this.person);
		long told = revocations();

		this.provider.bean(RoleGrants.class).replace(userId(login), roles("STAFF"));
		this.staff.put(number(), roles("STAFF"));

		assertThat(revocations()).isEqualTo(told);
		assertThat(introspect(login).required("active").asBoolean()).isTrue();
	}

	@Test
	void grantWhenRoleIsGivenDirectlyThenItOutlivesTheNumber() {
		Answer login = this.provider.login(APPID, this.person);

		assertThat(this.provider.bean(RoleGrants.class).replace(userId(login), roles("VIP"))).isTrue();

		awaitRefused(login);
		assertThat(rolesOf(refresh(login))).containsExactly("USER", "VIP");
		this.staff.put(number(), roles("STAFF"));
		Answer both = login(this.person);
		assertThat(rolesOf(both)).containsExactly("STAFF", "USER", "VIP");
		this.staff.remove(this.staff.find(number()).orElseThrow().id());
		assertThat(rolesOf(refresh(both))).containsExactly("USER", "VIP");
		assertThat(this.provider.bean(RoleGrants.class).replace(userId(login), Roles.NONE)).isTrue();
		assertThat(this.provider.bean(RoleGrants.class).replace(userId(login), Roles.NONE)).isFalse();
		assertThat(rolesOf(this.provider.login(APPID, this.person))).containsExactly("USER");
	}

	@Test
	void loginWhenUserIsDisabledThenNothingIsBound() {
		Answer login = this.provider.login(APPID, this.person);
		this.provider.bean(Users.class).disable(new Sub(login.claims().required("sub").asString()));

		assertThat(login(this.person)).isRefused(400, "access_denied");
		assertThat(this.provider.bean(Phones.class).holderOf(number())).isEmpty();
	}

	@Test
	@DisplayName("Many who bind one number at once: all log in, one holds it")
	void loginWhenOneNumberIsBoundByManyAtOnceThenOneHolder() {
		this.staff.put(number(), roles("STAFF"));
		List<String> people = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			String name = this.other + i;
			WECHAT.register(new Person(name, "86", this.phone.substring(3)));
			people.add(name);
		}
		List<Form> forms = people.stream().map(PhoneCodeStoryTests::form).toList();

		List<Answer> answers = Concurrently.run(forms.size(), (i) -> () -> this.provider.token(forms.get(i)));

		assertThat(answers)
			.allSatisfy((answer) -> assertThat(answer.text("phone")).as(answer.body()).isEqualTo("bound"));
		String holder = this.provider.bean(Phones.class).holderOf(number()).orElseThrow().sub().value();
		Set<String> staff = answers.stream()
			.filter((answer) -> rolesOf(refresh(answer)).contains("STAFF"))
			.map((answer) -> answer.claims().required("sub").asString())
			.collect(Collectors.toSet());
		assertThat(staff).containsExactly(holder);
	}

	@Test
	@DisplayName("A number that is bound while it enters the directory gives its roles")
	void loginWhenDirectoryChangesAtTheSameTimeThenRolesInTheEnd() {
		for (int round = 0; round < 10; round++) {
			String name = this.person + round;
			PhoneNumber number = PhoneNumber.parse(newNumber(name)).orElseThrow();
			Form form = form(name);

			List<Answer> answers = Concurrently.run(2, (i) -> () -> {
				if (i == 0) {
					return this.provider.token(form);
				}
				this.staff.put(number, roles("STAFF"));
				return null;
			});

			assertThat(rolesOf(refresh(answers.get(0)))).as("round " + round).contains("STAFF");
		}
	}

	@Test
	void loginWhenUserBindsTwoNumbersAtOnceThenHoldsOne() {
		this.provider.login(APPID, this.person);
		Form one = form(this.person);
		Answer first = this.provider.token(one);
		List<Form> forms = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			newNumber(this.person);
			forms.add(form(this.person));
		}

		List<Answer> answers = Concurrently.run(forms.size(), (i) -> () -> this.provider.token(forms.get(i)));

		assertThat(answers).allSatisfy((answer) -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
		assertThat(this.jdbc.queryForObject("SELECT COUNT(*) FROM phone_number WHERE user_id = ?", Long.class,
				userId(first)))
			.isEqualTo(1);
	}

	@Test
	@DisplayName("Changes within one second: no token of the time between escapes")
	void changeWhenTwiceInOneSecondThenTokensOfBetweenAreRefused() {
		Answer login = login(this.person);
		this.staff.put(number(), roles("STAFF"));
		Answer between = refresh(login);

		this.staff.remove(this.staff.find(number()).orElseThrow().id());

		awaitRefused(between);
		Answer after = refresh(between);
		assertThat(rolesOf(after)).containsExactly("USER");
		assertThat(ToldRevocations.of(this.provider).refuse(after)).isFalse();
	}

	@Test
	@DisplayName("A token that was under way with the old roles is of the epoch before, whenever it is signed")
	void changeWhenRolesAreOthersThenNextEpochAndNoTokenIsDatedAhead() {
		Answer login = login(this.person);

		this.staff.put(number(), roles("STAFF"));

		JsonNode claims = refresh(login).claims();
		assertThat(claims.required("user_epoch").asLong())
			.isGreaterThan(login.claims().required("user_epoch").asLong());
		assertThat(claims.required("iat").asLong())
			.isLessThanOrEqualTo(this.provider.clock().instant().getEpochSecond());
	}

	@Test
	void storeWhenBoundThenNumberIsNowhereInClear() {
		this.staff.put(number(), roles("STAFF"));
		try (Logs logs = new Logs()) {
			String phoneCode = WECHAT.phoneCode(APPID, this.person);
			login(this.person, phoneCode);
			login(this.person, phoneCode);

			String digits = this.phone.substring(3);
			assertThat(logs.lines()).noneMatch((line) -> line.contains(digits) || line.contains(phoneCode));
			String dump = Stream
				.of("users", "phone_number", "staff_member", "login_session", "wechat_identity", "audit_event",
						"revocation")
				.flatMap((table) -> this.jdbc.queryForList("SELECT * FROM " + table).stream())
				.flatMap((row) -> row.values().stream())
				.map((value) -> (value instanceof byte[] bytes) ? new String(bytes, StandardCharsets.ISO_8859_1)
						: String.valueOf(value))
				.collect(Collectors.joining("\n"));
			assertThat(dump).contains("STAFF").doesNotContain(digits);
		}
	}

	@Test
	@DisplayName("P05: nothing is left of the number of a closed account, nor of its roles")
	void closeWhenUserHoldsANumberThenNothingIsLeftOfIt() {
		Answer login = login(this.person);
		long userId = userId(login);
		this.provider.bean(RoleGrants.class).replace(userId, roles("VIP"));
		Phones phones = this.provider.bean(Phones.class);

		this.provider.bean(AccountClosing.class).close(new Sub(login.claims().required("sub").asString()));

		assertThat(phones.ofUser(new Sub(sub(login)))).isEmpty();
		assertThat(phones.holderOf(number())).isEmpty();
		assertThat(this.jdbc.queryForMap("SELECT roles, granted_roles FROM users WHERE id = ?", userId))
			.containsEntry("roles", "")
			.containsEntry("granted_roles", "");
		Answer again = login(this.person);
		assertThat(again.text("phone")).isEqualTo("bound");
		assertThat(rolesOf(again)).containsExactly("USER");
	}

	private String newNumber(String name) {
		String national = String.format(Locale.ROOT, "138%08d", ThreadLocalRandom.current().nextInt(100_000_000));
		WECHAT.register(new Person(name, "86", national));
		return "+86" + national;
	}

	private PhoneNumber number() {
		return PhoneNumber.parse(this.phone).orElseThrow();
	}

	private static Roles roles(String... names) {
		return Roles.of(List.of(names)).orElseThrow();
	}

	private static Form form(String name) {
		return Form.login(APPID, WECHAT.loginCode(APPID, name)).with("phone_code", WECHAT.phoneCode(APPID, name));
	}

	private Answer login(String name) {
		return this.provider.token(form(name));
	}

	private Answer login(String name, String phoneCode) {
		return this.provider.token(Form.login(APPID, WECHAT.loginCode(APPID, name)).with("phone_code", phoneCode));
	}

	private Answer refresh(Answer tokens) {
		return this.provider.token(Form.refresh(APPID, tokens.refreshToken()));
	}

	private String used() {
		String phoneCode = WECHAT.phoneCode(APPID, this.person);
		login(this.person, phoneCode);
		return phoneCode;
	}

	private String expired() {
		String phoneCode = WECHAT.phoneCode(APPID, this.person);
		WECHAT.advanceClock(Duration.ofMinutes(5).plusSeconds(1));
		return phoneCode;
	}

	private long bindings() {
		return this.jdbc.queryForObject("SELECT COUNT(*) FROM phone_number WHERE user_id IS NOT NULL", Long.class);
	}

	private long revocations() {
		return this.jdbc.queryForObject("SELECT COUNT(*) FROM revocation", Long.class);
	}

	private long userId(Answer tokens) {
		return this.jdbc.queryForObject("SELECT id FROM users WHERE sub = ?", Long.class,
				tokens.claims().required("sub").asString());
	}

	private static String sub(Answer tokens) {
		return tokens.claims().required("sub").asString();
	}

	private String phoneOf(Answer tokens) {
		return this.provider.bean(Phones.class).ofUser(new Sub(sub(tokens))).orElseThrow().e164();
	}

	private List<String> audited(Answer tokens) {
		return this.jdbc.queryForList("SELECT type FROM audit_event WHERE sub = ? ORDER BY id", String.class,
				tokens.claims().required("sub").asString());
	}

	private static List<String> rolesOf(Answer tokens) {
		List<String> roles = new ArrayList<>();
		tokens.claims().required("roles").forEach((role) -> roles.add(role.asString()));
		return roles;
	}

	private JsonNode introspect(Answer tokens) {
		return this.provider.introspect(Form.about(tokens.accessToken()).as(SERVICE, SERVICE_SECRET)).json();
	}

	private void awaitRefused(Answer tokens) {
		Awaitility.await().untilAsserted(() -> assertThat(introspect(tokens).required("active").asBoolean()).isFalse());
	}

}
