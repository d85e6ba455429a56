package io.wegrant.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.wegrant.server.accounts.WechatIdentity.UnionIdentity;
import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.LookupKey;
import io.wegrant.server.secrets.MasterKeyset;

/**
 * Encrypts and hashes the openids and unionids of a database from the time when they were
 * stored in clear.
 */
final class HiddenIdsMigration implements JavaMigration {

	private static final int BATCH = 1_000;

	private final LookupKey lookupKey;

	private final MasterKeyset keyset;

	HiddenIdsMigration(LookupKey lookupKey, MasterKeyset keyset) {
		this.lookupKey = lookupKey;
		this.keyset = keyset;
	}

	@Override
	public void migrate(Context context) {
		JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(context.getConnection(), true));
		WechatIds ids = new WechatIds(this.lookupKey.read(jdbc), this.keyset);
		List<ClearUnion> unions = unions(jdbc);
		while (!unions.isEmpty()) {
			unions.forEach((union) -> hide(union, ids, jdbc));
			unions = unions(jdbc);
		}
		List<ClearIdentity> identities = identities(jdbc);
		while (!identities.isEmpty()) {
			identities.forEach((identity) -> hide(identity, ids, jdbc));
			identities = identities(jdbc);
		}
	}

	private static List<ClearUnion> unions(JdbcClient jdbc) {
		return jdbc.sql("""
				SELECT open_platform_account, unionid FROM union_identity WHERE union_hash IS NULL LIMIT :limit""")
			.param("limit", BATCH)
			.query(ClearUnion.class)
			.list();
	}

	private static void hide(ClearUnion union, WechatIds ids, JdbcClient jdbc) {
		jdbc.sql("""
				UPDATE union_identity SET union_hash = :hash
				WHERE open_platform_account = :account AND unionid = :unionid""")
			.param("hash", ids.hash(new UnionIdentity(union.openPlatformAccount(), union.unionid())))
			.param("account", union.openPlatformAccount())
			.param("unionid", union.unionid())
			.update();
	}

	private static List<ClearIdentity> identities(JdbcClient jdbc) {
		return jdbc.sql("""
				SELECT i.id, i.appid, i.openid, i.unionid, i.session_key, m.open_platform_account
				FROM wechat_identity i LEFT JOIN mini_program m ON m.appid = i.appid
				WHERE i.openid_hash IS NULL ORDER BY i.id LIMIT :limit""")
			.param("limit", BATCH)
			.query(ClearIdentity::read)
			.list();
	}

	private void hide(ClearIdentity identity, WechatIds ids, JdbcClient jdbc) {
		SealedOpenid sealed = ids.seal(identity.appid(), identity.openid());
		jdbc.sql("""
				UPDATE wechat_identity SET openid_hash = :hash, sealed_openid = :sealedOpenid,
				union_hash = :unionHash, session_key = :sessionKey WHERE id = :id""")
			.param("hash", sealed.hash())
			.param("sealedOpenid", sealed.ciphertext().bytes())
			.param("unionHash", identity.union().map(ids::hash).orElse(null))
			.param("sessionKey", sessionKey(identity, sealed.hash(), ids))
			.param("id", identity.id())
			.update();
	}

	private byte @Nullable [] sessionKey(ClearIdentity identity, String openidHash, WechatIds ids) {
		if (identity.sessionKey() == null) {
			return null;
		}
		// The place was named by the openid itself.
		String sessionKey = this.keyset.decrypt(identity.sessionKey(),
				WechatIdentityRow.SESSION_KEY.context(List.of(identity.appid(), identity.openid())));
		return ids.sealSessionKey(identity.appid(), openidHash, sessionKey).bytes();
	}

	@Override
	public MigrationVersion getVersion() {
		return MigrationVersion.fromVersion("16");
	}

	@Override
	public String getDescription() {
		return "accounts hide ids";
	}

	@Override
	public @Nullable Integer getChecksum() {
		return null;
	}

	@Override
	public boolean canExecuteInTransaction() {
		return true;
	}

	private record ClearUnion(String openPlatformAccount, String unionid) {

	}

	private record ClearIdentity(long id, String appid, String openid, @Nullable String unionid,
			@Nullable Ciphertext sessionKey, @Nullable String openPlatformAccount) {

		static ClearIdentity read(ResultSet row, int number) throws SQLException {
			byte[] sessionKey = row.getBytes("session_key");
			return new ClearIdentity(row.getLong("id"), row.getString("appid"), row.getString("openid"),
					row.getString("unionid"), (sessionKey != null) ? Ciphertext.of(sessionKey) : null,
					row.getString("open_platform_account"));
		}

		Optional<UnionIdentity> union() {
			return (this.unionid != null && this.openPlatformAccount != null)
					? Optional.of(new UnionIdentity(this.openPlatformAccount, this.unionid)) : Optional.empty();
		}

	}

}
