/**
 * A phone on which the JavaScript of the mini-program runs: WeChat's API as the code sees
 * it, the network with its faults, and time that moves when it is told to.
 */
package io.wegrant.endtoend.miniprogram;
