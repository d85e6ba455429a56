/**
 * Stories across the packaged applications: what a mini-program, a company service and an
 * operator go through. Each class is one story, each test one of its rules.
 */
package io.wegrant.endtoend;
