/**
 * The provider: mini-program codes in, access and refresh tokens out. Each package below
 * is one module whose boundaries are verified.
 */
@NullMarked
package io.wegrant.server;

import org.jspecify.annotations.NullMarked;
