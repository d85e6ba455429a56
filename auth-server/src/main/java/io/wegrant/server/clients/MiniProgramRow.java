package io.wegrant.server.clients;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.MasterKeyset;

/**
 * A mini-program as stored, its secret encrypted.
 */
@Table("mini_program")
record MiniProgramRow(@Id String appid, @Version @Nullable Integer version, @Nullable String openPlatformAccount,
		Ciphertext appSecret) {

	static Ciphertext encrypt(MasterKeyset keyset, String appid, String appSecret) {
		return keyset.encrypt(appSecret, context(appid));
	}

	String decrypt(MasterKeyset keyset) {
		return keyset.decrypt(this.appSecret, context(this.appid));
	}

	private static String context(String appid) {
		return "mini_program.app_secret of " + appid;
	}

}
