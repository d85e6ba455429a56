/**
 * A MariaDB that tests start, from Maven Central, and a Galera cluster, from Debian's
 * packages. No application depends on them.
 */
@NullMarked
package io.wegrant.mariadb;

import org.jspecify.annotations.NullMarked;
