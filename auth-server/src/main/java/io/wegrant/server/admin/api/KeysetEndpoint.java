package io.wegrant.server.admin.api;

import java.util.List;
import java.util.Map;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.server.secrets.Reencryption;

/**
 * The master keyset, whose rotation takes time.
 */
@RestController
class KeysetEndpoint {

	private final MasterKeyset keyset;

	private final Reencryption reencryption;

	KeysetEndpoint(MasterKeyset keyset, Reencryption reencryption) {
		this.keyset = keyset;
		this.reencryption = reencryption;
	}

	@GetMapping(path = AdminApiConfiguration.PATH + "/keyset", produces = MediaType.APPLICATION_JSON_VALUE)
	KeysetItem getKeyset() {
		return new KeysetItem(this.keyset.keys().stream().map(MasterKeyItem::of).toList(),
				this.reencryption.outstanding());
	}

	/**
	 * The keyset of the node that answers.
	 */
	record KeysetItem(List<MasterKeyItem> keys, Map<String, Long> outstanding) {

	}

	/**
	 * A key of it, without what is secret.
	 */
	record MasterKeyItem(String purpose, long id, boolean primary) {

		static MasterKeyItem of(MasterKeyset.Key key) {
			return new MasterKeyItem(key.purpose(), key.id(), key.primary());
		}

	}

}
