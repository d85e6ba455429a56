package io.wegrant.server.wechat.events;

import java.util.stream.Stream;

import io.wegrant.server.ClientKeyServer;
import io.wegrant.server.ReceivingServer;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;

/**
 * Services of a company that take pushes, each at a path of its own, and what came to
 * them.
 */
final class PushServices extends ReceivingServer {

	/** Takes events of payments and texts, refunds at another path. */
	static final String SHOP = "/shop";

	/** Where the shop takes refunds. */
	static final String REFUNDS = "/refunds";

	/** Takes what begins with {@code debug_} of {@link TestProvider#APPID} alone. */
	static final String DEBUG = "/debug";

	/** Takes what its owner has switched off. */
	static final String OFF = "/off";

	/** Takes user_* events. */
	static final String PEOPLE = "/people";

	/** The token of {@link TestProvider#APPID}, whose pushes are encrypted. */
	static final String TOKEN = "AAAAA";

	/** The key of {@link TestProvider#APPID}. */
	static final String KEY = "A".repeat(43);

	/** The token of {@link TestProvider#OTHER_APPID}, whose pushes are plain. */
	static final String OTHER_TOKEN = "devPushToken2";

	/** The secret of all services. */
	static final String SECRET = "secret-of-services";

	/** What the shop's tokens are for. */
	static final String SHOP_RESOURCE = "https://shop.example";

	private static final String REGISTRATION = "wegrant.clients.registrations[";

	PushServices() {
		super((any) -> ClientKeyServer.send(any, 200, "success"));
	}

	/**
	 * Returns the registrations of the mini-programs and of the services.
	 */
	String[] registrations() {
		return Stream.of(miniProgram(0, APPID, "push-token=" + TOKEN, "encoding-aes-key=" + KEY),
				miniProgram(1, OTHER_APPID, "push-token=" + OTHER_TOKEN),
				service(2, "shop", "resources=" + SHOP_RESOURCE, "wechat.apps=" + APPID + "," + OTHER_APPID,
						"push-routes[0].events=xpay_*,text", "push-routes[0].url=" + url(SHOP),
						"push-routes[1].events=XPAY_Refund_Notify,xpay_subscribe_*",
						"push-routes[1].url=" + url(REFUNDS)),
				service(3, "debugger", "resources=https://debug.example,https://other.example", "wechat.apps=" + APPID,
						"access-token-algorithm=RS256", "push-routes[0].events=debug_*,xpay_goods_deliver_notify",
						"push-routes[0].url=" + url(DEBUG) + "?of=debug",
						"push-routes[0].resource=https://debug.example"),
				service(4, "off", "resources=https://off.example", "wechat.apps=" + OTHER_APPID, "enabled=false",
						"push-routes[0].events=off_*,image", "push-routes[0].url=" + url(OFF)),
				service(5, "people", "resources=https://people.example", "wechat.apps=" + APPID + "," + OTHER_APPID,
						"push-routes[0].events=user_*", "push-routes[0].url=" + url(PEOPLE)),
				service(6, "gone", "resources=https://gone.example", "wechat.apps=" + OTHER_APPID,
						"push-routes[0].events=gone_*,xpay_gone_*", "push-routes[0].url=http://127.0.0.1:1/gone"))
			.flatMap((each) -> each)
			.toArray(String[]::new);
	}

	private static Stream<String> miniProgram(int index, String appid, String... more) {
		return Stream
			.concat(Stream.of("appid=" + appid, "app-secret=dev-app-secret-" + (index + 1),
					"open-platform-account=demo", "scopes=profile,phone", "resources=" + TestProvider.RESOURCE),
					Stream.of(more))
			.map((each) -> REGISTRATION + index + "]." + each);
	}

	private static Stream<String> service(int index, String clientId, String... more) {
		return Stream.concat(Stream.of("client-id=" + clientId, "client-secret=" + SECRET), Stream.of(more))
			.map((each) -> REGISTRATION + index + "]." + each);
	}

}
