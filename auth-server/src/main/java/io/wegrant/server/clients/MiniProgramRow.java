package io.wegrant.server.clients;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.EncryptedColumn;
import io.wegrant.server.secrets.MasterKeyset;

/**
 * A mini-program as stored, its secrets encrypted.
 */
@Table("mini_program")
record MiniProgramRow(@Id String appid, @Version @Nullable Integer version, @Nullable String openPlatformAccount,
		Ciphertext appSecret, @Nullable Ciphertext previousAppSecret, @Nullable Ciphertext pushToken,
		@Nullable Ciphertext encodingAesKey, @Nullable String offerIds, @Nullable Ciphertext appKey,
		@Nullable Ciphertext sandboxAppKey) {

	static final EncryptedColumn APP_SECRET = new EncryptedColumn("mini_program", "appid", "app_secret",
			List.of("appid"));

	static final EncryptedColumn PREVIOUS_APP_SECRET = new EncryptedColumn("mini_program", "appid",
			"previous_app_secret", List.of("appid"));

	static final EncryptedColumn PUSH_TOKEN = new EncryptedColumn("mini_program", "appid", "push_token",
			List.of("appid"));

	static final EncryptedColumn ENCODING_AES_KEY = new EncryptedColumn("mini_program", "appid", "encoding_aes_key",
			List.of("appid"));

	static final EncryptedColumn APP_KEY = new EncryptedColumn("mini_program", "appid", "app_key", List.of("appid"));

	static final EncryptedColumn SANDBOX_APP_KEY = new EncryptedColumn("mini_program", "appid", "sandbox_app_key",
			List.of("appid"));

	MiniProgram decrypt(MasterKeyset keyset) {
		return new MiniProgram(this.appid, Optional.ofNullable(this.openPlatformAccount),
				keyset.decrypt(this.appSecret, APP_SECRET.context(List.of(this.appid))),
				decrypt(keyset, this.previousAppSecret, PREVIOUS_APP_SECRET),
				decrypt(keyset, this.pushToken, PUSH_TOKEN)
					.map((token) -> new PushSettings(token, decrypt(keyset, this.encodingAesKey, ENCODING_AES_KEY))),
				decrypt(keyset, this.appKey, APP_KEY)
					.map((key) -> new PaymentSettings(ClientRow.spaceSeparated(Objects.toString(this.offerIds, "")),
							key, decrypt(keyset, this.sandboxAppKey, SANDBOX_APP_KEY))));
	}

	static MiniProgramRow encrypt(MasterKeyset keyset, MiniProgram miniProgram, @Nullable Integer version) {
		List<String> name = List.of(miniProgram.appid());
		return new MiniProgramRow(miniProgram.appid(), version, miniProgram.openPlatformAccount().orElse(null),
				keyset.encrypt(miniProgram.appSecret(), APP_SECRET.context(name)),
				miniProgram.previousAppSecret()
					.map((secret) -> keyset.encrypt(secret, PREVIOUS_APP_SECRET.context(name)))
					.orElse(null),
				miniProgram.push().map((push) -> keyset.encrypt(push.token(), PUSH_TOKEN.context(name))).orElse(null),
				miniProgram.push()
					.flatMap(PushSettings::encodingAesKey)
					.map((key) -> keyset.encrypt(key, ENCODING_AES_KEY.context(name)))
					.orElse(null),
				miniProgram.payment()
					.map((payment) -> String.join(" ", payment.offerIds().stream().sorted().toList()))
					.orElse(null),
				miniProgram.payment()
					.map((payment) -> keyset.encrypt(payment.appKey(), APP_KEY.context(name)))
					.orElse(null),
				miniProgram.payment()
					.flatMap(PaymentSettings::sandboxAppKey)
					.map((key) -> keyset.encrypt(key, SANDBOX_APP_KEY.context(name)))
					.orElse(null));
	}

	private Optional<String> decrypt(MasterKeyset keyset, @Nullable Ciphertext value, EncryptedColumn column) {
		return Optional.ofNullable(value)
			.map((ciphertext) -> keyset.decrypt(ciphertext, column.context(List.of(this.appid))));
	}

}
