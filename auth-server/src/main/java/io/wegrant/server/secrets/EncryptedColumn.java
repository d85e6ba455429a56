package io.wegrant.server.secrets;

import java.util.List;

/**
 * A column of values that {@link MasterKeyset} encrypted. The module that owns it
 * publishes it as a bean, so that its values are encrypted anew when the keyset is
 * rotated.
 *
 * @param table the table
 * @param key the column of the table's primary key
 * @param column the column
 * @param names the columns whose values name a row in the context of its ciphertext
 */
public record EncryptedColumn(String table, String key, String column, List<String> names) {

	/**
	 * Returns the context that values are encrypted with: the name of the place where
	 * they are stored.
	 * @param values the values of the columns that name the row
	 * @return the context
	 */
	public String context(List<String> values) {
		return name() + " of " + String.join(" ", values);
	}

	/**
	 * Returns the column's full name.
	 * @return the names of table and column with a dot between
	 */
	public String name() {
		return this.table + "." + this.column;
	}

}
