/**
 * A MariaDB that tests start, from Maven Central. No application depends on it.
 */
@NullMarked
package io.wegrant.mariadb;

import org.jspecify.annotations.NullMarked;
