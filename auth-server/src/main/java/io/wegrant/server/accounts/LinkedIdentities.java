package io.wegrant.server.accounts;

import java.util.List;

import org.springframework.stereotype.Component;

/**
 * The WeChat identities by which users are known, for the users themselves to see.
 */
@Component
public final class LinkedIdentities {

	private final WechatIdentityRows rows;

	private final WechatIds ids;

	LinkedIdentities(WechatIdentityRows rows, WechatIds ids) {
		this.rows = rows;
		this.ids = ids;
	}

	/**
	 * Returns the identities of a user.
	 * @param sub the user's public id
	 * @return the identities, the oldest first
	 */
	public List<LinkedIdentity> of(Sub sub) {
		return this.rows.findAllOf(sub).stream().map(this::open).toList();
	}

	private LinkedIdentity open(WechatIdentityRow row) {
		return new LinkedIdentity(this.ids.open(row.openid()), row.unionHash() != null, row.createdAt());
	}

}
