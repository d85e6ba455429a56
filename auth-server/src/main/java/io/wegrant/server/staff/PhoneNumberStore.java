package io.wegrant.server.staff;

import java.util.List;

import org.springframework.stereotype.Component;

import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.LookupHashes;
import io.wegrant.server.secrets.MasterKeyset;

/**
 * The numbers that are known, as ciphertexts that are found by keyed hashes. A number is
 * claimed before anything changes that depends on it: who holds it, and which roles it
 * gives.
 */
@Component
final class PhoneNumberStore {

	private final PhoneNumberRows rows;

	private final LookupHashes hashes;

	private final MasterKeyset keyset;

	PhoneNumberStore(PhoneNumberRows rows, LookupHashes hashes, MasterKeyset keyset) {
		this.rows = rows;
		this.hashes = hashes;
		this.keyset = keyset;
	}

	/**
	 * Keeps everybody else from changing a number, which becomes known if it is not.
	 * @param number the number
	 * @return its row
	 */
	PhoneNumberRow claim(PhoneNumber number) {
		String hash = hash(number);
		if (!this.rows.claim(hash)) {
			this.rows.add(hash, this.keyset.encrypt(number.e164(), context(hash)));
		}
		return this.rows.findByPhoneHash(hash).orElseThrow();
	}

	String hash(PhoneNumber number) {
		return this.hashes.hash("phone", number.e164());
	}

	PhoneNumber open(Ciphertext phone, String hash) {
		return PhoneNumber.stored(this.keyset.decrypt(phone, context(hash)));
	}

	private static String context(String hash) {
		return PhoneNumberRow.PHONE.context(List.of(hash));
	}

}
