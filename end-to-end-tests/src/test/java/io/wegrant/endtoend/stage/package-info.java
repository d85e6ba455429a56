/**
 * What the stories play on: the three applications as processes, the clients that call
 * them and the assertions about their answers.
 */
package io.wegrant.endtoend.stage;
