package io.wegrant.server.wechat.services;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.clients.WechatJob;
import io.wegrant.server.wechat.services.Payments.PaymentSignatures;
import io.wegrant.server.wechat.services.UserKeys.UserKey;

/**
 * What is done with a user's session_key: payments are signed, data is decrypted, the key
 * is checked.
 */
@RestController
class UserDataEndpoint {

	private final ServedApps apps;

	private final UserKeys keys;

	private final Decryption decryption;

	UserDataEndpoint(ServedApps apps, UserKeys keys, Decryption decryption) {
		this.apps = apps;
		this.keys = keys;
		this.decryption = decryption;
	}

	@PostMapping(path = WechatServicesConfiguration.PATH + "/payment-signatures",
			consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<PaymentSignatures> signPayment(@PathVariable String appid, InputStream content,
			Authentication caller) throws IOException {
		ServedApp app = this.apps.find(caller, appid).require(WechatJob.PAYMENT);
		JsonBody body = JsonBody.read(content);
		Sub sub = body.sub();
		byte[] signData = body.text("sign_data")
			.flatMap(StrictJson::encode)
			.orElseThrow(() -> ServicesProblem.badRequest("sign_data is the text that is signed"));
		String appKey = Payments.appKeyFor(app, signData);
		UserKey key = this.keys.find(app, sub);
		this.apps.audit(app, "payment-signatures", Optional.of(sub));
		return answer(Payments.sign(appKey, key, signData));
	}

	@PostMapping(path = WechatServicesConfiguration.PATH + "/decryptions", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<byte[]> decrypt(@PathVariable String appid, InputStream content, Authentication caller)
			throws IOException {
		ServedApp app = this.apps.find(caller, appid).require(WechatJob.DECRYPT);
		JsonBody body = JsonBody.read(content);
		Sub sub = body.sub();
		byte[] iv = Decryption.decode(body.text("iv"), "iv", true);
		byte[] data = Decryption.decode(body.text("encrypted_data"), "encrypted_data", false);
		UserKey key = this.keys.find(app, sub);
		this.apps.audit(app, "decryptions", Optional.of(sub));
		byte[] plain = Decryption.decrypt(key.value(), data, iv).orElseThrow(() -> undecipherable(app, key));
		this.decryption.check(plain, app.appid());
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.APPLICATION_JSON)
			.body(plain);
	}

	// Either it was made with a key that is newer, or it is nothing at all.
	private ServicesProblem undecipherable(ServedApp app, UserKey key) {
		return this.keys.isTaken(app, key) ? ServicesProblem.undecipherable() : ServicesProblem.sessionKeyStale();
	}

	@PostMapping(path = WechatServicesConfiguration.PATH + "/session-key-checks",
			consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<CheckBody> checkKey(@PathVariable String appid, InputStream content, Authentication caller)
			throws IOException {
		ServedApp app = this.apps.find(caller, appid).requireAny();
		Sub sub = JsonBody.read(content).sub();
		boolean valid = this.keys.isTaken(app, sub);
		this.apps.audit(app, "session-key-checks", Optional.of(sub));
		return answer(new CheckBody(valid));
	}

	private static <T> ResponseEntity<T> answer(T body) {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
	}

	/**
	 * What WeChat says of a key.
	 *
	 * @param valid whether it takes it
	 */
	record CheckBody(boolean valid) {

	}

}
