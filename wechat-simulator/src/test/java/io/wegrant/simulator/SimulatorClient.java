package io.wegrant.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.credentials.Signatures;

/**
 * Calls the simulator over HTTP, without any leniency of a framework in between.
 */
public final class SimulatorClient {

	public static final String APPID = "wx1234567890abcdef";

	public static final String SECRET = "dev-app-secret-1";

	public static final String APP_KEY = "dev-app-key";

	public static final String SANDBOX_APP_KEY = "dev-sandbox-app-key";

	public static final String SISTER_APPID = "wxfedcba0987654321";

	public static final String SISTER_SECRET = "dev-app-secret-2";

	public static final String LONE_APPID = "wx00000000000000aa";

	public static final String LONE_SECRET = "dev-app-secret-3";

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI baseUrl;

	SimulatorClient(URI baseUrl) {
		this.baseUrl = baseUrl;
	}

	public Reply get(String path, String... namesAndValues) {
		return send("GET", path + query(namesAndValues), BodyPublishers.noBody());
	}

	public Reply delete(String path) {
		return send("DELETE", path, BodyPublishers.noBody());
	}

	public Reply put(String path, String json) {
		return send("PUT", path, BodyPublishers.ofString(json));
	}

	public Reply post(String path, String json) {
		return send("POST", path, BodyPublishers.ofString(json));
	}

	public Reply postChunked(String path, String json) {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		return send("POST", path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
	}

	/**
	 * Posts a file.
	 * @param path the path with its query
	 * @param head the header lines of its part, without the last line break
	 * @param file the file
	 * @return what came back
	 */
	public Reply postFile(String path, String head, byte[] file) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.writeBytes(("--b0undary\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nfirst\r\n--b0undary\r\n"
				+ head + "\r\n\r\n")
			.getBytes(StandardCharsets.UTF_8));
		body.writeBytes(file);
		body.writeBytes("\r\n--b0undary--\r\n".getBytes(StandardCharsets.UTF_8));
		return send("POST", path, BodyPublishers.ofByteArray(body.toByteArray()),
				"multipart/form-data; boundary=b0undary");
	}

	public Reply codeToSession(String appid, String secret, String code) {
		return get("/sns/jscode2session", "appid", appid, "secret", secret, "js_code", code, "grant_type",
				"authorization_code");
	}

	public Reply codeToSession(String code) {
		return codeToSession(APPID, SECRET, code);
	}

	public String stableToken(String appid, String secret) {
		return post("/cgi-bin/stable_token", stableTokenRequest(appid, secret, false)).text("access_token");
	}

	public String stableToken() {
		return stableToken(APPID, SECRET);
	}

	public Reply phoneNumber(String token, String json) {
		return post("/wxa/business/getuserphonenumber" + query("access_token", token), json);
	}

	/**
	 * Calls virtual payment as the server of the first mini-program.
	 * @param call the last part of the path
	 * @param body the body, which is signed
	 * @param sessionKey the session key of the user, or {@code null} for no signature
	 * @return what came back
	 */
	public Reply xpay(String call, String body, String sessionKey) {
		String path = "/xpay/" + call;
		byte[] signed = body.getBytes(StandardCharsets.UTF_8);
		List<String> parameters = new ArrayList<>(List.of("access_token", stableToken(), "pay_sig",
				Signatures.ofPayment(body.contains("\"env\":1") ? SANDBOX_APP_KEY : APP_KEY, path, signed)));
		if (sessionKey != null) {
			parameters.addAll(List.of("signature", Signatures.ofSession(sessionKey, signed)));
		}
		return post(path + query(parameters.toArray(String[]::new)), body);
	}

	public Reply pay(ObjectNode request) {
		return post("/simulator/payments", request.toString());
	}

	/**
	 * Makes a request to press pay, rightly signed.
	 * @param user the person
	 * @param signData what is signed
	 * @param sessionKey the session key of the person
	 * @return the request, to be changed at will
	 */
	public static ObjectNode payment(String user, String signData, String sessionKey) {
		byte[] signed = signData.getBytes(StandardCharsets.UTF_8);
		String appKey = signData.contains("\"env\":1") ? SANDBOX_APP_KEY : APP_KEY;
		return JsonMapper.shared()
			.createObjectNode()
			.put("appid", APPID)
			.put("user", user)
			.put("signData", signData)
			.put("mode", signData.contains("productId") ? "short_series_goods" : "short_series_coin")
			.put("paySig", Signatures.ofPayment(appKey, "requestVirtualPayment", signed))
			.put("signature", Signatures.ofSession(sessionKey, signed));
	}

	public static String stableTokenRequest(String appid, String secret, boolean forceRefresh) {
		return String.format(Locale.ROOT, """
				{"grant_type":"client_credential","appid":"%s","secret":"%s","force_refresh":%s}""", appid, secret,
				forceRefresh);
	}

	public static String query(String... namesAndValues) {
		List<String> pairs = new ArrayList<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			pairs.add(namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
		}
		if (pairs.isEmpty()) {
			return "";
		}
		return "?" + String.join("&", pairs);
	}

	private Reply send(String method, String path, BodyPublisher body) {
		return send(method, path, body, "application/json");
	}

	private Reply send(String method, String path, BodyPublisher body, String contentType) {
		HttpRequest request = HttpRequest.newBuilder(this.baseUrl.resolve(path))
			.method(method, body)
			.header("Content-Type", contentType)
			.build();
		try {
			HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
			return new Reply(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""),
					response.headers().firstValue("Content-disposition").orElse(""), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
