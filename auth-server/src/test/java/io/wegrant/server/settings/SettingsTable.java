package io.wegrant.server.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.boot.convert.DurationStyle;

import io.wegrant.server.secrets.MasterKeyset;

/**
 * What each setting may be and may not be.
 */
final class SettingsTable {

	private static final String CLIENTS = "wegrant.clients.registrations";

	private static final String CLIENT = CLIENTS + "[0].";

	private static final String SECOND = CLIENTS + "[1].";

	private static final String MEMBER = "wegrant.staff.members[0].";

	private static final String[] SERVICE = { CLIENT + "client-id=service", CLIENT + "client-secret=secret" };

	private static final String[] MINI_PROGRAM = { CLIENT + "appid=wx1234567890abcdef", CLIENT + "app-secret=secret" };

	private static final String VISIBLE = "visible ASCII characters, without a space at either end";

	private final Set<String> properties = new TreeSet<>();

	private final Map<String, String> bounds = new TreeMap<>();

	private final List<Taken> taken = new ArrayList<>();

	private final List<Refused> refused = new ArrayList<>();

	SettingsTable() {
		provider();
		storage();
		sessions();
		keys();
		registrations();
		secrets();
		wechat();
		payment();
		pushRoutes();
		eventReceivers();
		notices();
		empty();
		sets();
		staff();
		spring();
	}

	/**
	 * Returns the properties that have a row, without the numbers of entries.
	 * @return their names
	 */
	Set<String> properties() {
		return this.properties;
	}

	/**
	 * Returns the bounds of numbers and durations.
	 * @return the bounds as they are documented, by property
	 */
	Map<String, String> bounds() {
		return this.bounds;
	}

	/**
	 * Returns the settings with which the provider starts.
	 * @return what differs from a plain start
	 */
	List<Taken> taken() {
		return this.taken;
	}

	/**
	 * Returns the settings with which it does not start.
	 * @return what differs from a plain start, with the message
	 */
	List<Refused> refused() {
		return this.refused;
	}

	private void provider() {
		String rule = "must be an https URL of a host alone";
		take("wegrant.issuer", "https://login.example", "https://login.example:8443", "http://localhost:9000",
				"http://127.0.0.1:9000", "http://[::1]:9000");
		refuse("wegrant.issuer", "is empty", "");
		refuseTogether("wegrant.issuer", "is missing: the public base URL", "-wegrant.issuer");
		refuse("wegrant.issuer", rule, "http://login.example", "https://login.example/", "https://login.example?x",
				"login.example", "https://login.example/path", "https://login.example#x", "https://me@login.example",
				"https://login.example:", "https://login.example:65536", "https://login.example:0", "ftp://localhost",
				"urn:login", "http://localhost.example");
		refuse("wegrant.issuer", "must be a URI", "${ISSUER}");
		refuseTogether("wegrant.issuer", "must be on a loopback host with the profile dev",
				"spring.profiles.active=dev", "wegrant.issuer=https://login.example");
		takeTogether("spring.profiles.active=dev", "wegrant.issuer=http://localhost:9000");
		flag("wegrant.crypto.corretto");
		take("wegrant.wechat.base-url", "https://api.weixin.qq.com", "http://simulator:9100", "https://proxy/wechat",
				"https://api.weixin.qq.com/");
		refuse("wegrant.wechat.base-url", "is empty", "");
		refuseTogether("wegrant.wechat.base-url", "is missing: WeChat's API", "-wegrant.wechat.base-url");
		refuse("wegrant.wechat.base-url", "must be a URI", "https:", "${WECHAT}");
		refuse("wegrant.wechat.base-url", "must be an http or https URL", "api.weixin.qq.com",
				"ftp://api.weixin.qq.com", "https://me@api.weixin.qq.com", "https://api.weixin.qq.com?x",
				"https://api.weixin.qq.com#x", "https://api.weixin.qq.com:65536", "https://api.weixin.qq.com:0");
		duration("wegrant.wechat.connect-timeout", "10ms", "1m");
		duration("wegrant.wechat.read-timeout", "10ms", "1m");
		optionalNumber("wegrant.wechat.max-concurrent-calls", 1, 10_000);
		refuse("wegrant.wechat.max-concurrent-calls", "is empty", "");
		optionalNumber("wegrant.wechat.max-concurrent-service-calls", 1, 10_000);
		refuse("wegrant.wechat.max-concurrent-service-calls", "is empty", "");
		duration("wegrant.wechat.max-wait", "0s", "1m");
		duration("wegrant.wechat.service-timeout", "100ms", "1m");
		for (String limit : List.of("logins-per-client", "logins-per-address", "wrong-secrets-per-client",
				"account-requests-per-user", "phone-codes-per-user", "phone-codes-per-address",
				"wechat-calls-per-client")) {
			number("wegrant.limits." + limit, 0, Integer.MAX_VALUE);
		}
	}

	private void storage() {
		this.properties.addAll(List.of("wegrant.keyset.file", "wegrant.keyset.value"));
		refuseTogether("wegrant.keyset.file", "is missing: the master keyset, or set wegrant.keyset.value",
				"-wegrant.keyset.value");
		refuse("wegrant.keyset.value", "is no keyset: The master keyset is not a JSON document", "no-keyset-at-all");
		refuse("wegrant.keyset.value", "has a ${placeholder} that nothing fills", "${KEYSET}");
		refuse("wegrant.keyset.value", "is no keyset", " ", "{}", "[]", cut(MasterKeyset.generate()));
		refuse("wegrant.keyset.value", "is empty", "");
		String file = "wegrant.keyset.file=";
		refuseTogether("wegrant.keyset.file", "is empty", file);
		refuseTogether("wegrant.keyset.file", "cannot be read", "-wegrant.keyset.value", file + "/no/such/file");
		refuseTogether("wegrant.keyset.file", "cannot be made: its folder cannot be written to",
				"-wegrant.keyset.value", file + "pom.xml/keyset.json", "wegrant.keyset.generate-if-missing=true");
		refuseTogether("wegrant.keyset.file", "cannot be read", "-wegrant.keyset.value", file + "../no-such-file");
		refuseTogether("wegrant.keyset.file", "is no keyset", "-wegrant.keyset.value", file + "../pom.xml");
		refuseTogether("wegrant.keyset.file", "cannot be read", "-wegrant.keyset.value", file + "application.yml");
		refuseTogether("wegrant.keyset.file", "must be the path of a file", "-wegrant.keyset.value",
				file + "keyset\0.json");
		takeTogether("-wegrant.keyset.value", file + "../target/no-such-keyset.json",
				"wegrant.keyset.generate-if-missing=true");
		takeTogether("-wegrant.keyset.value", file + "./target/../no-such-keyset.json",
				"wegrant.keyset.generate-if-missing=true");
		refuseTogether("wegrant.keyset.file", "is no keyset", "-wegrant.keyset.value", file + "pom.xml",
				"wegrant.keyset.generate-if-missing=true");
		takeTogether("-wegrant.keyset.value", file + "target/no/such/folder/keyset.json",
				"wegrant.keyset.generate-if-missing=true");
		takeTogether(file + "/no/such/file");
		flag("wegrant.keyset.generate-if-missing");
		duration("wegrant.keyset.reencryption-interval", "100ms", "1d");
		flag("wegrant.schema.migrate-at-start");
		duration("wegrant.schema.longest-wait", "0s", "1d");
		duration("wegrant.audit.retention", "1d", "36500d");
		duration("wegrant.audit.purge-interval", "100ms", "1d");
		duration("wegrant.connections.header-deadline", "1s", "10m");
		duration("wegrant.connections.body-deadline", "1s", "10m");
		number("wegrant.connections.body-megabytes", 16, 65_536);
		duration("wegrant.revocation.poll-interval", "10ms", "1s");
		number("wegrant.revocation.max-waiting", 1, 15_000);
		number("wegrant.revocation.max-waiting-per-address", 1, 15_000);
		number("wegrant.revocation.answers-per-second", 1, 100_000);
		number("wegrant.revocation.page-size", 1, 20_000);
		duration("wegrant.revocation.purge-interval", "100ms", "1d");
	}

	private void sessions() {
		String idle = "wegrant.sessions.idle-lifetime";
		String absolute = "wegrant.sessions.absolute-lifetime";
		String token = "wegrant.clients.access-token-lifetime";
		duration(idle, "1s", "3650d", token + "=1s", absolute + "=3650d");
		duration(absolute, "1s", "3650d", token + "=1s", idle + "=1s");
		refuseTogether(idle, "must be at most " + absolute, idle + "=2h", absolute + "=1h");
		takeTogether(idle + "=1h", absolute + "=1h");
		refuseTogether(idle, "must be at least " + token, idle + "=9m");
		takeTogether(idle + "=10m");
		duration("wegrant.sessions.refresh-grace", "0s", "1h");
		number("wegrant.sessions.max-per-user-and-client", 1, 100);
		duration("wegrant.sessions.purge-interval", "100ms", "1d");
		duration("wegrant.sessions.keep-ended", "0s", "3650d");
		duration("wegrant.clients.reload-interval", "100ms", "1h");
		duration("wegrant.clients.purge-interval", "100ms", "1d");
		number("wegrant.clients.revision", 0, Integer.MAX_VALUE);
		duration(token, "1s", "1d", "wegrant.keys.overlap=2d");
	}

	private void keys() {
		String rotation = "wegrant.keys.rotation-interval";
		String pending = "wegrant.keys.pending-period";
		String age = "wegrant.keys.max-age";
		String reload = "wegrant.keys.reload-interval";
		String overlap = "wegrant.keys.overlap";
		String token = "wegrant.clients.access-token-lifetime";
		bounds(rotation, "100ms", "3650d");
		takeTogether(rotation + "=3650d");
		takeTogether(rotation + "=7205s");
		refuseTogether(rotation, "is 2h, and must be at least 7205s: wegrant.keys.pending-period", rotation + "=2h");
		bounds(pending, "100ms", "3650d");
		takeTogether(pending + "=600ms", age + "=100ms", reload + "=100ms");
		takeTogether(pending + "=3649d", rotation + "=3650d");
		refuseTogether(pending, "is 599ms, and must be at least 600ms: twice wegrant.keys.max-age and four times"
				+ " wegrant.keys.reload-interval", pending + "=599ms", age + "=100ms", reload + "=100ms");
		bounds(age, "100ms", "1d");
		takeTogether(age + "=1d", pending + "=3d");
		refuseTogether(pending, "twice wegrant.keys.max-age", age + "=1h");
		bounds(reload, "100ms", "1h");
		takeTogether(reload + "=1h", pending + "=5h");
		refuseTogether(pending, "four times wegrant.keys.reload-interval", reload + "=1h");
		bounds(overlap, "100ms", "3650d");
		takeTogether(overlap + "=3650d");
		takeTogether(overlap + "=11m");
		refuseTogether(overlap, "is 659999ms, and must be at least 11m: " + token + " and 1m", overlap + "=659999ms");
		refuseTogether(overlap, "must be at least 121m", token + "=2h");
	}

	private void registrations() {
		this.properties.add(CLIENTS);
		takeTogether(CLIENTS + "=");
		refuseTogether(SECOND + "client-id", "is not read: the entries of a list are numbered from 0, without a gap",
				SECOND + "client-id=service", SECOND + "client-secret=secret");
		refuseTogether(CLIENT + "client-id", "is missing: a client needs a client-id or an appid",
				CLIENT + "client-secret=secret");
		refuseTogether(SECOND + "client-id", "must not be the client-id of an earlier entry",
				with(SERVICE, SECOND + "client-id=service", SECOND + "client-secret=other"));
		refuseTogether(SECOND + "client-id", "must not be the client-id of an earlier entry",
				with(MINI_PROGRAM, SECOND + "client-id=wx1234567890abcdef", SECOND + "client-secret=other"));
		refuseTogether(SECOND + "appid", "must not be the appid of an earlier entry", with(MINI_PROGRAM,
				SECOND + "client-id=another", SECOND + "appid=wx1234567890abcdef", SECOND + "app-secret=other"));
		refuseTogether(SECOND + "client-id", "must be 1 to 128",
				with(SERVICE, SECOND + "client-id=no\u00e9", SECOND + "client-secret=other"));
		String id = CLIENT + "client-id";
		take(id, with(SERVICE), "s", "s".repeat(128), "!#$%&'()*+,-./:;<=>?@[]^_`{|}~\"\\", "a b");
		refuse(id, "must be 1 to 128 " + VISIBLE, with(SERVICE), " ", "s".repeat(129), "s".repeat(200), " a", "a ",
				"\u5bc6", "a\tb", "a\u007f");
		refuse(id, "has a ${placeholder} that nothing fills", with(SERVICE), "${CLIENT}");
		take(CLIENT + "appid", with(MINI_PROGRAM), "w", "w".repeat(64), "wx_-09");
		refuse(CLIENT + "appid", "must be 1 to 64 letters, digits, _ and -", with(MINI_PROGRAM), "w".repeat(65), "wx 1",
				"wx/1", "\u5bc6");
		String account = CLIENT + "open-platform-account";
		take(account, with(MINI_PROGRAM), "a", "\u516c\u53f8 one", "a".repeat(64));
		refuse(account, "must be 1 to 64 visible characters, without a space at either end", with(MINI_PROGRAM), " ",
				"a".repeat(65), "a ", "a\nb");
		refuseTogether(account, "needs an appid", with(SERVICE, account + "=demo"));
		String keys = CLIENT + "jwk-set-uri";
		String url = "https://service.example/";
		take(keys, new String[] { CLIENT + "client-id=service" }, url, "http://localhost:8090/keys?tenant=a%2Fb",
				url + "k".repeat(1024 - url.length()));
		refuse(keys, "must be an http or https URL of at most 1024 characters", with(SERVICE), "service.example",
				"ftp://service.example", "https://me@service.example", url + "#key", url + "a b", url + "\u5bc6",
				"https:///keys", "https://service.example:65536/", "https://service.example:0/",
				url + "k".repeat(1025 - url.length()), "https://service.example/%zz");
		flag(CLIENT + "wechat-claims", SERVICE);
		flag(CLIENT + "enabled", SERVICE);
		String algorithm = CLIENT + "access-token-algorithm";
		take(algorithm, with(SERVICE), "ES256", "RS256", "es256");
		refuse(algorithm, "must be ES256 or RS256", with(SERVICE), "PS256", "none", "HS256", "0");
		refuse(algorithm, "is empty", with(SERVICE), "");
	}

	private void secrets() {
		String secret = CLIENT + "client-secret";
		refuseTogether(secret, "is missing: a client without appid authenticates with a secret or with keys",
				CLIENT + "client-id=service");
		for (String name : List.of("client-secret", "previous-client-secret")) {
			take(CLIENT + name, with(SERVICE), "x", "x".repeat(256), "a b", "b64+/==", "%:@\"\\");
			refuse(CLIENT + name, "must be 1 to 256 " + VISIBLE, with(SERVICE), " ", "hidden-".repeat(40) + "x",
					" hidden", "hidden ", "hidden\u5bc6", "hidden\ttoo");
			refuse(CLIENT + name, "has a ${placeholder} that nothing fills", with(SERVICE), "${HIDDEN}");
		}
		refuseTogether(CLIENT + "previous-client-secret", "needs a client-secret",
				with(MINI_PROGRAM, CLIENT + "previous-client-secret=hidden"));
		refuseTogether(CLIENT + "app-secret", "is missing: the codes of a mini-program are exchanged with",
				CLIENT + "appid=wx1");
		for (String name : List.of("app-secret", "previous-app-secret")) {
			take(CLIENT + name, with(MINI_PROGRAM), "x", "x".repeat(256));
			refuse(CLIENT + name, "must be 1 to 256 " + VISIBLE, with(MINI_PROGRAM), "hidden-".repeat(40), " hidden",
					"hidden\u5bc6");
			refuse(CLIENT + name, "has a ${placeholder} that nothing fills", with(MINI_PROGRAM), "${HIDDEN}");
			refuseTogether(CLIENT + name, "needs an appid", with(SERVICE, CLIENT + name + "=hidden"));
		}
		String token = CLIENT + "push-token";
		take(token, with(MINI_PROGRAM), "abc", "A1".repeat(16));
		refuse(token, "must be 3 to 32 letters and digits", with(MINI_PROGRAM), "ab", "Hidden1".repeat(5),
				"hidden-token", "hidden\u5bc6");
		refuseTogether(token, "needs an appid", with(SERVICE, token + "=hiddenToken"));
		String key = CLIENT + "encoding-aes-key";
		take(key, with(MINI_PROGRAM, token + "=pushToken"), "A1b".repeat(14) + "x");
		refuse(key, "must be 43 letters and digits", with(MINI_PROGRAM, token + "=pushToken"), "A1b".repeat(14),
				"A1b".repeat(15), "A1-".repeat(14) + "x");
		refuseTogether(token, "is missing: pushes are signed with a token",
				with(MINI_PROGRAM, key + "=" + "A1b".repeat(14) + "x"));
		refuseTogether(key, "needs an appid", with(SERVICE, key + "=" + "A1b".repeat(14) + "x"));
	}

	private void wechat() {
		String[] both = with(MINI_PROGRAM, SECOND + "client-id=service", SECOND + "client-secret=secret",
				SECOND + "scopes=wechat.apps");
		String apps = SECOND + "wechat.apps";
		String jobs = SECOND + "wechat.jobs";
		String api = SECOND + "wechat.api";
		take(apps, both, "", "wx1234567890abcdef");
		refuse(apps, "must be appids of entries of this list", both, "wx0", "wx1234567890abcdef,service");
		refuseTogether(apps, "is missing: the appids of the mini-programs", with(both, jobs + "=payment"));
		String[] served = with(both, apps + "=wx1234567890abcdef");
		take(jobs, served, "", "payment,decrypt,api,token");
		refuse(jobs, "must be payment, decrypt, api and token, with commas between", served, "sign", "PAYMENT", "0",
				"payment;api");
		String[] caller = with(served, jobs + "=api");
		take(api, caller, "", "*", "/wxa/*", "/wxa/getwxacodeunlimit,/cgi-bin/message/subscribe/send",
				"/" + "a".repeat(63) + "/" + "b".repeat(63), paths(20));
		refuse(api, "must be paths of WeChat's API", caller, "wxa", "/wxa/", "/wxa*", "//wxa", "/wxa/../sns",
				"/wxa/%2e", "/wxa?a=b", "https://api.weixin.qq.com/wxa", "/wxa /b", "/" + "a".repeat(65),
				"/a/a/a/a/a/a/a/a/a", "/" + "a".repeat(64) + "/" + "b".repeat(63));
		refuse(api, "must name the calls of /xpay one by one", caller, "/xpay/*", "/xpay/refund_orders");
		refuse(api, "must have at most 2000 characters together", caller, paths(21));
		refuseTogether(SECOND + "scopes", "must name wechat.apps",
				with(served, jobs + "=payment", SECOND + "scopes=other"));
		refuseTogether(api, "needs the job api", with(served, api + "=/wxa/getwxacodeunlimit"));
		takeTogether(with(served, jobs + "=payment", api + "=/xpay/refund_order"));
		refuse(api, "must not name a path that gives away tokens", caller, "/cgi-bin/token", "/CGI-BIN/Stable_Token",
				"/sns/jscode2session", "/sns/*", "/cgi-bin/clear_quota", "/cgi-bin/clear_quota/v2",
				"/cgi-bin/openapi/quota/clear", "/cgi-bin/openapi/rid/get", "/wxa/checksession",
				"/wxa/resetusersessionkey", "/wxa/business/getuserencryptkey", "/wxa/business/getuserphonenumber");
		refuseTogether(CLIENT + "wechat", "is for services", with(MINI_PROGRAM, CLIENT + "wechat.jobs=payment"));
		refuse(CLIENT + "scopes", "must not name wechat.events", with(SERVICE), "wechat.events", "a,wechat.events");
	}

	private static String paths(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "/" + "p".repeat(60) + "/" + "q".repeat(30) + (100 + i))
			.collect(Collectors.joining(","));
	}

	private void payment() {
		String key = CLIENT + "payment.app-key";
		String offers = CLIENT + "payment.offer-ids";
		String sandbox = CLIENT + "payment.sandbox-app-key";
		take(offers, with(MINI_PROGRAM, key + "=key"), "1450000001", "1,2,3");
		refuse(offers, "must be 1 to 50 numbers", with(MINI_PROGRAM, key + "=key"), "offer", "12345678901", "1 2",
				numbered("1", 51));
		refuseTogether(offers, "must be 1 to 50 numbers", with(MINI_PROGRAM, key + "=key"));
		refuseTogether(key, "is missing: the AppKey of virtual payment", with(MINI_PROGRAM, offers + "=1"));
		for (String name : List.of(key, sandbox)) {
			String[] others = with(MINI_PROGRAM, offers + "=1", key + "=key");
			take(name, others, "x", "x".repeat(256));
			refuse(name, "must be 1 to 256 visible ASCII characters without spaces", others, "hidden-".repeat(40),
					"hidden key", "hidden\u5bc6");
			refuse(name, "is empty", others, "");
			refuse(name, "has a ${placeholder} that nothing fills", others, "${HIDDEN}");
		}
		refuseTogether(CLIENT + "payment", "needs an appid", with(SERVICE, offers + "=1", key + "=key"));
	}

	private void pushRoutes() {
		this.properties.add(CLIENTS + ".push-routes");
		String[] both = with(MINI_PROGRAM, SECOND + "client-id=service", SECOND + "client-secret=secret",
				SECOND + "resources=urn:a", SECOND + "wechat.apps=wx1234567890abcdef");
		String route = SECOND + "push-routes[0].";
		String[] routed = with(both, route + "events=text", route + "url=https://service.example/events");
		take(route + "events", routed, "xpay_goods_deliver_notify", "xpay_*,text", "*", "a".repeat(64) + "*");
		refuse(route + "events", "must be 1 to 50 names of events", routed, "", "a b", "*a", "a-b", "a".repeat(65),
				numbered("e", 51));
		refuse(route + "events", "must not name what goes to an earlier route already", routed, "text,TEXT");
		refuseTogether(SECOND + "push-routes[1].events", "must not name what goes to an earlier route already", with(
				routed, SECOND + "push-routes[1].events=Text", SECOND + "push-routes[1].url=https://other.example"));
		take(route + "url", routed, "https://service.example/events?a=b", "http://127.0.0.1:8090/wechat/events");
		refuse(route + "url", "must be an http or https URL", routed, "ftp://service.example", "/events",
				"https://me@service.example", "https://service.example/#a", "https://service.example:0");
		refuse(route + "url", "is empty", routed, "");
		refuse(route + "url", "has a ${placeholder} that nothing fills", routed, "${URL}");
		refuseTogether(route + "url", "is missing: where pushes are posted to", with(both, route + "events=text"));
		take(route + "resource", routed, "urn:a");
		refuse(route + "resource", "must be one of the client's resources", routed, "urn:b");
		refuse(route + "resource", "is empty", routed, "");
		refuseTogether(route + "resource", "must be one of the client's resources",
				with(routed, SECOND + "resources=urn:a,urn:b"));
		refuseTogether(CLIENT + "push-routes", "needs wechat.apps", with(SERVICE, CLIENT + "resources=urn:a",
				CLIENT + "push-routes[0].events=text", CLIENT + "push-routes[0].url=https://service.example"));
		List<String> many = new ArrayList<>(List.of(both));
		for (int i = 0; i < 4; i++) {
			many.add(SECOND + "push-routes[" + i + "].events=e" + i);
			many.add(SECOND + "push-routes[" + i + "].url=https://service.example/" + "x".repeat(1000));
		}
		refuseTogether(SECOND + "push-routes", "must have at most 4000 characters together",
				many.toArray(String[]::new));
	}

	private void eventReceivers() {
		this.properties.add(CLIENTS + ".event-receivers");
		String receiver = CLIENT + "event-receivers[0].";
		String[] service = with(SERVICE, CLIENT + "resources=urn:a");
		String[] received = with(service, receiver + "events=*", receiver + "url=https://service.example/events");
		take(receiver + "events", received, "*", "account-purged,user-merged",
				"account-disabled,account-enabled,token-claims-change,phone-changed");
		refuse(receiver + "events", "must be some of account-purged, account-disabled", received, "", "purged",
				"ACCOUNT_PURGED", "account-*", "account-purged;user-merged");
		refuseTogether(CLIENT + "event-receivers[1].events", "must not name what an earlier receiver gets already",
				with(received, CLIENT + "event-receivers[1].events=phone-changed",
						CLIENT + "event-receivers[1].url=https://other.example"));
		take(receiver + "url", received, "https://service.example/events?a=b", "http://127.0.0.1:8090/events");
		refuse(receiver + "url", "must be an http or https URL", received, "ftp://service.example", "/events",
				"https://me@service.example", "https://service.example/#a");
		refuse(receiver + "url", "is empty", received, "");
		refuse(receiver + "url", "has a ${placeholder} that nothing fills", received, "${URL}");
		refuseTogether(receiver + "url", "is missing: where account events are posted to",
				with(service, receiver + "events=*"));
		take(receiver + "resource", received, "urn:a");
		refuse(receiver + "resource", "must be one of the client's resources", received, "urn:b");
		refuse(receiver + "resource", "is empty", received, "");
		refuseTogether(receiver + "resource", "must be one of the client's resources",
				with(received, CLIENT + "resources=urn:a,urn:b"));
		refuseTogether(CLIENT + "event-receivers", "is for services", with(MINI_PROGRAM, CLIENT + "resources=urn:a",
				receiver + "events=*", receiver + "url=https://service.example/events"));
		String far = ".url=https://service.example/" + "x".repeat(990);
		refuseTogether(CLIENT + "event-receivers", "must have at most 2000 characters together",
				with(service, receiver + "events=user-merged", CLIENT + "event-receivers[0]" + far,
						CLIENT + "event-receivers[1].events=phone-changed", CLIENT + "event-receivers[1]" + far));
	}

	private void notices() {
		bounds("wegrant.notices.poll-interval", "100ms", "1m");
		bounds("wegrant.notices.longest-pause", "1s", "1h");
		bounds("wegrant.notices.retry-period", "1m", "90d");
		bounds("wegrant.notices.retention", "1m", "400d");
	}

	private void empty() {
		for (String text : List.of("client-id", "client-secret", "previous-client-secret", "jwk-set-uri")) {
			refuse(CLIENT + text, "is empty", SERVICE, "");
		}
		for (String text : List.of("appid", "app-secret", "previous-app-secret", "push-token", "encoding-aes-key",
				"open-platform-account")) {
			refuse(CLIENT + text, "is empty", MINI_PROGRAM, "");
		}
		refuse(MEMBER + "phone", "is empty", "");
	}

	private void sets() {
		String scopes = CLIENT + "scopes";
		take(scopes, with(SERVICE), "", "a", "a,b", "!#$%&'()*+-./:;<=>?@[]^_`|~", numbered("s", 400),
				"s".repeat(2000));
		refuse(scopes, "must be scopes of RFC 6749 section 3.3, with commas between", with(SERVICE), "a b", "a\"b",
				"a\\b", "\u5bc6", "a\u0001b");
		refuse(scopes, "must have at most 2000 characters together", with(SERVICE), "s".repeat(2001),
				numbered("scope", 300));
		refuse(scopes, "has a ${placeholder} that nothing fills", with(SERVICE), "${SCOPES}", "a,${SCOPES}");
		String resources = CLIENT + "resources";
		String resource = "https://service.example/";
		take(resources, with(SERVICE), "", "urn:service", resource, resource + "%20", resource + "?a=b",
				"https://a.example,https://b.example", resource + "r".repeat(2000 - resource.length()));
		refuse(resources, "must be absolute URIs without a fragment", with(SERVICE), "service", "//service.example",
				resource + "#a", resource + "a b", resource + "\u5bc6", resource + "%zz", "urn:a,b");
		refuse(resources, "must have at most 2000 characters together", with(SERVICE),
				resource + "r".repeat(2001 - resource.length()));
		refuse(resources, "must not name wegrant.issuer", with(SERVICE, "wegrant.issuer=https://login.example"),
				"https://login.example", resource + ",https://login.example");
		String many = "r:" + "r".repeat(1996);
		takeTogether(with(SERVICE, resources + "=" + many, scopes + "=" + "s".repeat(1000)));
		refuseTogether(resources, "and scopes must have at most 3000 characters together",
				with(SERVICE, resources + "=" + many, scopes + "=" + "s".repeat(1001)));
	}

	private void staff() {
		this.properties.add("wegrant.staff.members");
		takeTogether("wegrant.staff.members=");
		String[] member = { MEMBER + "phone=+8613800000001", MEMBER + "roles=STAFF" };
		take(MEMBER + "phone", member, "+8613800000001", "+86 138-0000-0001", "+1 (201) 555-0123");
		refuse(MEMBER + "phone", "must be a phone number that begins with + and its country code", member,
				"13800000001", "+86", "+8613800000001" + "0".repeat(20), "phone");
		refuse(MEMBER + "phone", "has a ${placeholder} that nothing fills", member, "${PHONE}");
		refuseTogether(MEMBER + "phone", "must be a phone number", MEMBER + "roles=STAFF");
		refuseTogether("wegrant.staff.members[1].phone", "must not be that of an earlier entry", with(member,
				"wegrant.staff.members[1].phone=+86 138 0000 0001", "wegrant.staff.members[1].roles=GUIDE"));
		String rule = "must be 1 to 16 roles of A-Z, 0-9 and _, of at most 32 characters, and not USER";
		take(MEMBER + "roles", member, "A", "R".repeat(32), numbered("ROLE_", 16));
		refuse(MEMBER + "roles", rule, member, "", "staff", "USER", "1A", "R".repeat(33), numbered("ROLE_", 17));
		refuseTogether(MEMBER + "roles", rule, MEMBER + "phone=+8613800000001");
	}

	private void spring() {
		String url = "spring.datasource.url";
		refuse(url, "is empty", "");
		refuseTogether(url, "is missing: the database", "-" + url);
		refuse(url, "must be jdbc:mysql://", "postgres", "jdbc:postgresql://db/wegrant", "jdbc:mariadb://db/wegrant");
		refuse(url, "must have ;MODE=MySQL;", "jdbc:h2:./wegrant", "jdbc:h2:./wegrant;MODE=MySQL",
				"jdbc:h2:./wegrant;CASE_INSENSITIVE_IDENTIFIERS=TRUE");
		refuse(url, "has a ${placeholder} that nothing fills", "jdbc:mysql://${HOST}/wegrant");
		refuseTogether(url, "must be jdbc:mysql://… with the profile mysql", "spring.profiles.active=mysql");
		String[] user = { "spring.datasource.username=wegrant", "spring.datasource.password=hidden" };
		take(url, user, "jdbc:mysql://db/wegrant");
		for (String missing : user) {
			String name = missing.replaceFirst("=.*", "");
			refuseTogether(name, "is missing: the database user", url + "=jdbc:mysql://db/wegrant",
					user[missing.equals(user[0]) ? 1 : 0]);
			refuseTogether(name, "is missing: the database user", "spring.profiles.active=mysql");
		}
		String isolation = "spring.datasource.hikari.transaction-isolation";
		take(isolation, "TRANSACTION_READ_COMMITTED");
		refuse(isolation, "must be TRANSACTION_READ_COMMITTED", "TRANSACTION_REPEATABLE_READ", "FOO");
		take("spring.task.scheduling.pool.size", "1", "100");
		refuse("spring.task.scheduling.pool.size", "must be at least 1", "0", "-1");
		refuse("spring.task.scheduling.pool.size", "must be a whole number", "many");
		refuse("spring.task.scheduling.pool.size", "is empty", "");
		refuse(isolation, "is empty", "");
		for (String name : List.of("spring.lifecycle.timeout-per-shutdown-phase",
				"spring.transaction.default-timeout")) {
			take(name, "10s", "1m");
			refuse(name, "must be a duration such as", "soon", "-");
			refuse(name, "is empty", "");
		}
	}

	private void duration(String property, String least, String most, String... others) {
		bounds(property, least, most);
		take(property, others, least, most);
	}

	private void bounds(String property, String least, String most) {
		this.bounds.put(property, "`" + least + "` to `" + most + "`");
		Duration below = DurationStyle.detectAndParse(least).minusMillis(1);
		Duration above = DurationStyle.detectAndParse(most).plusMillis(1);
		refuse(property, ", and must be " + least + " to " + most, below.toMillis() + "ms", above.toMillis() + "ms",
				"100000000d", "-1d");
		refuse(property, "must be a duration such as", "soon", "1 day", "99999999999999999999d", "${TIME}");
		refuse(property, "is empty", "");
	}

	private void number(String property, int least, int most) {
		optionalNumber(property, least, most);
		refuse(property, "must be a whole number of at most 2147483647", "");
	}

	private void optionalNumber(String property, int least, int most) {
		this.bounds.put(property, "`" + least + "` to `" + most + "`");
		take(property, String.valueOf(least), String.valueOf(most));
		refuse(property, "is " + (least - 1) + ", and must be " + least + " to " + most, String.valueOf(least - 1));
		if (most < Integer.MAX_VALUE) {
			refuse(property, "is " + (most + 1) + ", and must be " + least + " to " + most, String.valueOf(most + 1));
		}
		refuse(property, "must be a whole number of at most 2147483647", "many", "1.5", "2147483648", "${NUMBER}");
	}

	private void flag(String property, String... others) {
		take(property, others, "true", "false");
		refuse(property, "must be true or false", others, "", "maybe", "2");
	}

	private void take(String property, String... values) {
		take(property, new String[0], values);
	}

	private void take(String property, String[] others, String... values) {
		this.properties.add(withoutNumbers(property));
		Arrays.stream(values).forEach((value) -> takeTogether(with(others, property + "=" + value)));
	}

	private void takeTogether(String... settings) {
		this.taken.add(new Taken(List.of(settings)));
	}

	private void refuse(String property, String problem, String... values) {
		refuse(property, problem, new String[0], values);
	}

	private void refuse(String property, String problem, String[] others, String... values) {
		this.properties.add(withoutNumbers(property));
		Arrays.stream(values)
			.forEach((value) -> refuseTogether(property, problem, with(others, property + "=" + value)));
	}

	private void refuseTogether(String property, String problem, String... settings) {
		this.refused.add(new Refused(property, problem, List.of(settings)));
	}

	private static String withoutNumbers(String property) {
		return property.replaceAll("\\[\\d+]", "");
	}

	private static String[] with(String[] settings, String... others) {
		return Stream.concat(Arrays.stream(settings), Arrays.stream(others)).toArray(String[]::new);
	}

	private static String cut(String text) {
		return text.substring(0, text.length() / 2);
	}

	private static String numbered(String name, int count) {
		return IntStream.range(0, count).mapToObj((number) -> name + number).collect(Collectors.joining(","));
	}

	/**
	 * Settings that work.
	 *
	 * @param settings what differs, as {@code name=value}, or {@code -name} for what is
	 * not set
	 */
	record Taken(List<String> settings) {

	}

	/**
	 * Settings that do not work.
	 *
	 * @param property the property that the message names
	 * @param problem what it says of it
	 * @param settings what differs, as {@code name=value}, or {@code -name} for what is
	 * not set
	 */
	record Refused(String property, String problem, List<String> settings) {

	}

}
