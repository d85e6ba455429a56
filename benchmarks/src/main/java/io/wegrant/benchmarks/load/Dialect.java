package io.wegrant.benchmarks.load;

/**
 * How a peer wants to be asked.
 */
public enum Dialect {

	/**
	 * WeGrant: mini-programs are public clients.
	 */
	WEGRANT("&client_id=wx1234567890abcdef", "", Http.basic("admin-cli", "admin-cli-secret"),
			Http.basic("demo-service", "demo-service-secret")),

	/**
	 * The stock provider: one client with a secret.
	 */
	STOCK("", Dialect.ofStockClient(), Dialect.ofStockClient(), Dialect.ofStockClient()),

	/**
	 * The floor: it looks at nothing but the code.
	 */
	FLOOR("", "", "", ""),

	/**
	 * A company service.
	 */
	SERVICE("", "", "", "");

	/**
	 * The id of the stock provider's client.
	 */
	public static final String STOCK_CLIENT = "mini-program";

	/**
	 * The secret of the stock provider's client.
	 */
	public static final String STOCK_SECRET = "mini-program-secret-of-a-usual-length";

	private final String clientParameter;

	private final String clientCredentials;

	private final String introspectorCredentials;

	private final String serviceCredentials;

	Dialect(String clientParameter, String clientCredentials, String introspectorCredentials,
			String serviceCredentials) {
		this.clientParameter = clientParameter;
		this.clientCredentials = clientCredentials;
		this.introspectorCredentials = introspectorCredentials;
		this.serviceCredentials = serviceCredentials;
	}

	byte[] login(String code) {
		return Http.post("/oauth2/token", this.clientCredentials,
				"grant_type=wechat_code&code=" + code + this.clientParameter);
	}

	byte[] refresh(String refreshToken) {
		return Http.post("/oauth2/token", this.clientCredentials,
				"grant_type=refresh_token&refresh_token=" + refreshToken + this.clientParameter);
	}

	byte[] revocation(String refreshToken) {
		return Http.post("/oauth2/revoke", this.clientCredentials, "token=" + refreshToken + this.clientParameter);
	}

	byte[] introspection(String accessToken) {
		return Http.post("/oauth2/introspect", this.introspectorCredentials, "token=" + accessToken);
	}

	byte[] clientCredentials() {
		return Http.post("/oauth2/token", this.serviceCredentials, "grant_type=client_credentials");
	}

	private static String ofStockClient() {
		return Http.basic(STOCK_CLIENT, STOCK_SECRET);
	}

}
