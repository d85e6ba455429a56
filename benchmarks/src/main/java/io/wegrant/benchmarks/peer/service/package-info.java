/**
 * One small company service in three kinds: with the starter, with the resource server of
 * Spring Security alone, and open to everyone. They differ in nothing else.
 */
@NullMarked
package io.wegrant.benchmarks.peer.service;

import org.jspecify.annotations.NullMarked;
