/**
 * The smallest honest company service: it sells goods to people who log in by WeGrant.
 * What makes it accept their access tokens is one dependency and two properties; nothing
 * in its code knows about keys.
 */
@NullMarked
package io.wegrant.demo;

import org.jspecify.annotations.NullMarked;
