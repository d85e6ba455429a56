package io.wegrant.server.clients;

import java.util.List;
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
		Ciphertext appSecret, @Nullable Ciphertext previousAppSecret) {

	static final EncryptedColumn APP_SECRET = new EncryptedColumn("mini_program", "appid", "app_secret",
			List.of("appid"));

	static final EncryptedColumn PREVIOUS_APP_SECRET = new EncryptedColumn("mini_program", "appid",
			"previous_app_secret", List.of("appid"));

	MiniProgram decrypt(MasterKeyset keyset) {
		return new MiniProgram(this.appid, Optional.ofNullable(this.openPlatformAccount),
				keyset.decrypt(this.appSecret, APP_SECRET.context(List.of(this.appid))),
				Optional.ofNullable(this.previousAppSecret)
					.map((secret) -> keyset.decrypt(secret, PREVIOUS_APP_SECRET.context(List.of(this.appid)))));
	}

	static MiniProgramRow encrypt(MasterKeyset keyset, MiniProgram miniProgram, @Nullable Integer version) {
		List<String> name = List.of(miniProgram.appid());
		return new MiniProgramRow(miniProgram.appid(), version, miniProgram.openPlatformAccount().orElse(null),
				keyset.encrypt(miniProgram.appSecret(), APP_SECRET.context(name)),
				miniProgram.previousAppSecret()
					.map((secret) -> keyset.encrypt(secret, PREVIOUS_APP_SECRET.context(name)))
					.orElse(null));
	}

}
